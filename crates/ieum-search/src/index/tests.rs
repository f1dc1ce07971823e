use super::*;

#[test]
fn a_document_is_found_after_commit() {
    let index = Index::create_in_ram().expect("made");
    let one = Document::new("a", "instrument").with(FieldName::Name, "잔류농약 분석기").visible_to("public");
    index.add([&one]).expect("added");
    index.commit().expect("committed");
}

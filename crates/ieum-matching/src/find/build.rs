//! How a row becomes a document: which of its texts are its name, its methods, what it tests.

use ieum_db::{DbError, Row};
use ieum_search::{Document, FieldName};

/// Every kind that can be found, in the order pages list them.
pub(crate) const KINDS: [&str; 12] = [
    "service",
    "instrument",
    "method",
    "expert",
    "technology",
    "dataset",
    "facility",
    "organisation",
    "resource",
    "standard",
    "software",
    "need",
];

/// The visibility term of what everybody may see.
pub(crate) const ALL: &str = "all";

/// The visibility term of those who sort needs.
pub(crate) const SORTERS: &str = "sorters";

/// Reads the columns every kind's statement gives: names, texts by part, filters.
pub(crate) fn document(kind: &str, row: &Row) -> Result<Document, DbError> {
    let text = |column: &str| row.get::<Option<String>>(column).map(Option::unwrap_or_default);
    let mut document = Document::new(text("id")?, kind)
        .with(FieldName::Name, text("name_ko")?)
        .with(FieldName::Name, text("name_en")?)
        .with(FieldName::Alias, text("alias")?)
        .with(FieldName::Method, text("method_text")?)
        .with(FieldName::TestItem, text("test_text")?)
        .with(FieldName::Spec, text("spec_text")?)
        .with(FieldName::Description, text("text_ko")?)
        .with(FieldName::Description, text("text_en")?)
        .with(FieldName::Organisation, text("place_text")?)
        .filter("region", text("region")?)
        .filter("access", text("access_mode")?)
        .filter("facility", text("facility_id")?)
        .filter("organisation_kind", text("organisation_kind")?)
        .filter("state", text("state")?);
    if !text("accreditation")?.is_empty() {
        document = document.filter("accredited", "yes");
    }
    document = match text("seen_by")?.as_str() {
        "" => document.visible_to(ALL),
        owner => document.visible_to(owner).visible_to(SORTERS),
    };
    // What cannot be used now is still found, but later.
    document.boost = match (text("state")?.as_str(), text("accreditation")?.is_empty()) {
        ("out", _) => -0.5,
        (_, false) => 0.2,
        _ => 0.0,
    };
    Ok(document)
}

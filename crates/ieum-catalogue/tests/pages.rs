//! Every page of the catalogue renders every sample in both languages.

#[test]
fn every_sample_renders() {
    let sources = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src"));
    assert_eq!(ieum_web::testing::render_samples(ieum_catalogue::room(), sources), Vec::<String>::new());
}

//! Every page renders every sample in both languages.

use std::path::Path;

#[test]
fn every_page_renders_its_samples() {
    let sources = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src"));
    let failures = ieum_web::testing::render_samples(ieum_governance::room(), sources);
    assert!(failures.is_empty(), "{failures:#?}");
}

//! Every page renders.

use std::path::Path;

#[test]
fn every_page_renders_its_samples_in_both_languages() {
    let sources = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src"));
    let failures = ieum_web::testing::render_samples(ieum_commercial::room(), sources);
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

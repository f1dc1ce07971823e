//! Held: whatever table, formula or option is sent, the library answers or refuses. `cargo xtask bench fuzz` does this for minutes.
#![expect(clippy::as_conversions, clippy::indexing_slicing, reason = "a test walks lists it made")]

mod cases;

#[test]
fn nothing_that_is_sent_brings_the_library_down() {
    let answered: usize = (0..1_500).map(|case| cases::run(1, case)).sum();
    assert!(answered > 100, "only {answered} of 4,500 questions had an answer");
}

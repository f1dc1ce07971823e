//! Held: whatever file is sent, it is read or refused. `cargo xtask bench fuzz` does this for minutes.
#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "what a test makes is there")]

mod bytes;

#[test]
fn no_file_brings_the_reader_down() {
    let sound = bytes::Sound::new();
    let read: usize = (0..600).map(|case| bytes::run(&sound, 1, case)).sum();
    assert!(read > 500, "only {read} cells were read");
}

//! Sends bent files for minutes: `cargo run -p ieum-paper --example fuzz_files -- MINUTES [SEED]`. What brings the reader down is printed
//! with the number of its case, and the run goes on.
#![expect(
    clippy::print_stdout,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a measuring program prints what it counted, and what it makes is there"
)]

#[path = "../tests/bytes/mod.rs"]
mod bytes;

use std::error::Error;
use std::process::ExitCode;
use std::time::{Duration, Instant};

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let mut given = std::env::args().skip(1);
    let minutes: f64 = given.next().ok_or("how many minutes?")?.parse()?;
    let seed: u64 = given.next().map_or(Ok(1), |seed| seed.parse())?;
    let sound = bytes::Sound::new();
    let begun = Instant::now();
    let (mut case, mut read, mut failed, mut longest) = (0_u64, 0_usize, 0_usize, Duration::ZERO);
    while begun.elapsed().as_secs_f64() < minutes * 60.0 {
        let before = Instant::now();
        match std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| bytes::run(&sound, seed, case))) {
            Ok(cells) => read += cells,
            Err(_) => {
                failed += 1;
                println!("case {case} of seed {seed} brought the reader down");
            }
        }
        longest = longest.max(before.elapsed());
        case += 1;
    }
    println!(
        "fuzz of files: {case} cases in {:.1} minutes, {read} cells read, {failed} failures, longest {:.2} s",
        begun.elapsed().as_secs_f64() / 60.0,
        longest.as_secs_f64()
    );
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

//! Sends tables, formulas and options that nobody should send, for minutes: `cargo run --release -p ieum-stats --example fuzz -- MINUTES
//! [SEED [CASE]]`. What brings the library down is printed with the number of its case, and the run goes on; with CASE that one alone is
//! sent and told.
#![expect(
    clippy::print_stdout,
    clippy::as_conversions,
    clippy::indexing_slicing,
    reason = "a measuring program prints what it counted, and walks lists it made"
)]

#[path = "../tests/cases/mod.rs"]
mod cases;

use ieum_stats::ask::{answer, command_line};
use std::error::Error;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// Seconds after which a single case is worth a word.
const LONG: Duration = Duration::from_secs(2);

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let mut given = std::env::args().skip(1);
    let minutes: f64 = given.next().ok_or("how many minutes?")?.parse()?;
    let seed: u64 = given.next().map_or(Ok(1), |seed| seed.parse())?;
    if let Some(case) = given.next() {
        return one(seed, case.parse()?);
    }
    let begun = Instant::now();
    let (mut case, mut answered, mut failed, mut longest) = (0_u64, 0_usize, 0_usize, Duration::ZERO);
    while begun.elapsed().as_secs_f64() < minutes * 60.0 {
        let before = Instant::now();
        match std::panic::catch_unwind(|| cases::run(seed, case)) {
            Ok(found) => answered += found,
            Err(_) => {
                failed += 1;
                println!("case {case} of seed {seed} brought the library down");
            }
        }
        let took = before.elapsed();
        if took > LONG {
            println!("case {case} of seed {seed} took {:.1} s", took.as_secs_f64());
        }
        longest = longest.max(took);
        case += 1;
    }
    println!(
        "fuzz: {case} cases in {:.1} minutes, {answered} answers, {failed} failures, longest {:.2} s",
        begun.elapsed().as_secs_f64() / 60.0,
        longest.as_secs_f64()
    );
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Sends one case and tells what it asks.
fn one(seed: u64, case: u64) -> Result<ExitCode, Box<dyn Error>> {
    for (method, request) in cases::questions(seed, case) {
        let table = request.table();
        println!("{} rows, headings {:?}", table.rows(), table.names());
        println!("{}", command_line(method, &request, "case.csv"));
        let before = Instant::now();
        match answer(method, &request) {
            Ok(found) => println!("{} figures", found.figures.len()),
            Err(refusal) => println!("{refusal}"),
        }
        println!("{:.2} s", before.elapsed().as_secs_f64());
    }
    Ok(ExitCode::SUCCESS)
}

//! Prints the CPU seconds of fits and audits: `cargo run --release -p ieum-stats --example fits_and_audits`.
#![expect(clippy::as_conversions, reason = "counts become f64 below 2^53")]

use std::error::Error;
use std::fs;
use std::io::{Write, stdout};
use std::time::Instant;

use ieum_stats::ask::{Family, Request, answer, method};
use ieum_stats::audit::audit;
use ieum_stats::intake::{Limits, Table};
use ieum_stats::ols::{Options, fit_f64};
use ieum_stats::tails::normal_quantile;
use ieum_stats::{Matrix, Seed};

/// Seconds this thread has spent on a processor; where the system does not tell, seconds on the wall.
fn seconds(since: Instant) -> f64 {
    let spent = fs::read_to_string("/proc/thread-self/schedstat")
        .ok()
        .and_then(|text| text.split_whitespace().next()?.parse::<u64>().ok());
    spent.map_or_else(|| since.elapsed().as_secs_f64(), |nanoseconds| nanoseconds as f64 / 1e9)
}

/// Prints what one run takes on average; the system's account is too coarse for a single short one.
fn timed<T>(what: &str, runs: u32, mut run: impl FnMut() -> T) -> std::io::Result<T> {
    let clock = Instant::now();
    let before = seconds(clock);
    let mut result = run();
    for _ in 1..runs {
        result = run();
    }
    let one = (seconds(clock) - before) / f64::from(runs);
    writeln!(stdout(), "{one:10.6} CPU s  {what}")?;
    Ok(result)
}

fn data(n: usize, k: usize) -> Result<(Vec<f64>, Matrix, Vec<String>), ieum_stats::Unfit> {
    let mut seed = Seed::new(20_261_123);
    let mut normal = || normal_quantile(seed.unit().max(1e-12));
    let x = Matrix::new(n, k, (0..n * k).map(|_| normal()).collect())?;
    let y = (0..n).map(|row| x.row(row).iter().sum::<f64>() + normal()).collect();
    Ok((y, x, (0..k).map(|at| format!("x{at}")).collect()))
}

fn main() -> Result<(), Box<dyn Error>> {
    for (n, k, name, runs) in [(416, 5, "OLS, 416 x 5", 2_000), (100_000, 20, "OLS, 100,000 x 20", 3)] {
        let (y, x, names) = data(n, k)?;
        timed(name, runs, || fit_f64(&y, &x, &names, true, Options::default()))??;
    }
    let (y, x, names) = data(100_000, 20)?;
    let mut text = format!("y,{}\n", names.join(","));
    for (row, y) in y.iter().enumerate() {
        text.push_str(&y.to_string());
        for cell in x.row(row) {
            text.push_str(&format!(",{cell}"));
        }
        text.push('\n');
    }
    let table = timed("reading 100,000 x 21 as CSV", 1, || Table::read(&text, Limits::default()))?;
    let table = table.map_err(|faults| format!("{faults:?}"))?;
    let ols = method(Family::Stats, "ols").ok_or("no such method")?;
    let request = Request::about(table).option("formula", format!("y ~ {}", names.join(" + ")));
    timed("fitting that table from its decimal text", 1, || answer(ols, &request))??;

    let deck = include_str!("../../../demo/audits/tech-transfer-416.csv");
    let deck = Table::read(deck, Limits::default()).map_err(|faults| format!("{faults:?}"))?;
    let found = timed("audit of the deck's tables", 50, || audit(&deck))?;
    let found = found.map_err(|faults| format!("{faults:?}"))?;
    writeln!(stdout(), "{} cannot hold, {} agree", found.cannot_hold, found.agrees)?;
    Ok(())
}

//! Prints the CPU seconds of the heavy figures of `space`, `choice` and `place`:
//! `cargo run --release -p ieum-stats --example space_choice_place`.
#![expect(clippy::as_conversions, reason = "counts become f64 below 2^53")]

use std::error::Error;
use std::fs;
use std::io::{Write, stdout};
use std::time::Instant;

use ieum_stats::choice::{DrawRule, Goal, Method, Normalisation, Problem, reversals, weight_draws};
use ieum_stats::flows::{InputOutput, leontief};
use ieum_stats::place::{Effort, max_cover, p_median};
use ieum_stats::space::{Alternative, Chance, Contact, LocalScale, contiguity, lisa, moran};
use ieum_stats::{Matrix, Seed};

/// Seconds this thread has spent on a processor; where the system does not tell, seconds on the wall.
fn seconds(since: Instant) -> f64 {
    let spent = fs::read_to_string("/proc/thread-self/schedstat")
        .ok()
        .and_then(|text| text.split_whitespace().next()?.parse::<u64>().ok());
    spent.map_or_else(|| since.elapsed().as_secs_f64(), |nanoseconds| nanoseconds as f64 / 1e9)
}

fn timed<T>(what: &str, run: impl FnOnce() -> Result<T, ieum_stats::Unfit>) -> Result<T, Box<dyn Error>> {
    let clock = Instant::now();
    let before = seconds(clock);
    let result = run()?;
    writeln!(stdout(), "{:9.4} CPU s  {what}", seconds(clock) - before)?;
    Ok(result)
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut chance = Seed::new(5);

    let side = 56;
    let corner = |at: usize| (at % side, at / side);
    let areas: Vec<_> = (0..side * side)
        .map(|at| {
            let (x, y) = corner(at);
            let (x, y) = (x as f64, y as f64);
            vec![vec![(x, y), (x + 1.0, y), (x + 1.0, y + 1.0), (x, y + 1.0)]]
        })
        .collect();
    let weights = timed("queen neighbours of 3,136 squares", || contiguity(&areas, Contact::Queen, 0.0))?
        .row_standardised();
    let values: Vec<f64> = (0..side * side)
        .map(|at| {
            let (x, y) = corner(at);
            (x as f64 / 9.0).sin() + (y as f64 / 7.0).cos() + chance.unit()
        })
        .collect();
    let draws = Chance::of(999, 12_345);
    let two = Alternative::TwoSided;
    let local = timed("LISA, 999 permutations, n = 3,136", || {
        lisa(&values, &weights, LocalScale::Population, two, draws)
    })?;
    writeln!(stdout(), "{} units found at 5 % after adjustment", local.found(0.05))?;
    timed("Moran's I, 999 permutations, n = 3,136", || moran(&values, &weights, two, draws))?;

    let cells = (0..250 * 20).map(|_| 10.0 * (2.0 * chance.unit() - 1.0).exp()).collect();
    let goals = (0..20).map(|at| if at % 3 == 2 { Goal::Cost } else { Goal::Benefit }).collect();
    let shares = vec![0.05; 20];
    let problem = Problem::new(Matrix::new(250, 20, cells)?, shares, goals)?;
    let vector = Method::Topsis(Normalisation::Vector);
    timed("TOPSIS, 10,000 weight draws, 250 x 20", || {
        weight_draws(&problem, &vector, DrawRule::Simplex, 10_000, 21, 10)
    })?;
    timed("TOPSIS, exact reversal points of 20 weights", || reversals(&problem, &vector))?;

    let town: Vec<Vec<f64>> = include_str!("../src/place/town_250.csv")
        .lines()
        .skip(1)
        .map(|line| line.split(',').map(str::parse).collect::<Result<_, _>>())
        .collect::<Result<_, _>>()?;
    let numbers = |column: usize| town.iter().filter_map(move |row| row.get(column).copied());
    let points: Vec<(f64, f64)> = numbers(0).zip(numbers(1)).collect();
    let demands: Vec<f64> = numbers(2).collect();
    let distance = |from: &(f64, f64), to: &(f64, f64)| (from.0 - to.0).hypot(from.1 - to.1);
    let cells = points.iter().flat_map(|from| points.iter().map(move |to| distance(from, to))).collect();
    let costs = Matrix::new(250, 250, cells)?;
    for open in [5, 10, 20, 50] {
        let name = format!("p-median 250 x 250, p = {open}");
        let found = timed(&name, || p_median(&costs, &demands, open, &[], Effort::default()))?;
        writeln!(stdout(), "{:9.4} %  gap of {name}, proven", found.gap * 100.0)?;
        let (objective, steps, branches) = (found.objective, found.steps, found.branches);
        writeln!(stdout(), "objective {objective} in {steps} steps, {branches} branches")?;
    }
    for (open, reach) in [(5, 50.0), (10, 50.0), (20, 30.0)] {
        let name = format!("maximum cover 250 x 250, p = {open}, reach {reach}");
        let effort = Effort::default();
        let found = timed(&name, || max_cover(&costs, &demands, reach, open, &[], effort))?;
        writeln!(stdout(), "{:9.4} %  gap of {name}, proven", found.gap * 100.0)?;
        writeln!(stdout(), "covered {} in {} steps", found.covered, found.steps)?;
    }

    let flows = Matrix::new(400, 400, (0..160_000).map(|_| chance.unit()).collect())?;
    let table = InputOutput::with_demand(flows, &vec![300.0; 400])?;
    timed("Leontief inverse of 400 sectors", || leontief(&table))?;
    Ok(())
}

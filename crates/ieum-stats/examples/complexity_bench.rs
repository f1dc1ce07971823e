//! Times the way from a table to complexity, density and outlook, in processor seconds and peak memory.
//!
//! `cargo run --release -p ieum-stats --example complexity_bench -- ROWS COLUMNS SHARE [FILE]`: FILE holds the table as little-endian
//! doubles, row after row (so that a peer can be given the very same); without it the table is made by the peers' recipe, nested
//! log-normal counts of which SHARE are above zero.
#![expect(
    clippy::print_stdout,
    clippy::as_conversions,
    reason = "a measuring program prints counts it turned into figures"
)]

use std::error::Error;

use ieum_stats::region::complexity::complexity;
use ieum_stats::region::convention::Convention;
use ieum_stats::region::cooccur::CoOccurrence;
use ieum_stats::region::outlook::{Gain, Worth, outlook};
use ieum_stats::region::pipeline::whole;
use ieum_stats::region::presence::{Presence, Threshold};
use ieum_stats::region::relatedness::{Diagonal, Normalisation, relatedness};
use ieum_stats::region::table::Table;
use ieum_stats::{Matrix, Seed};

fn main() -> Result<(), Box<dyn Error>> {
    let mut given = std::env::args().skip(1);
    let rows: usize = given.next().ok_or("how many regions?")?.parse()?;
    let columns: usize = given.next().ok_or("how many activities?")?.parse()?;
    let share: f64 = given.next().ok_or("which share above zero?")?.parse()?;
    let cells = match given.next() {
        Some(file) => read(&file)?,
        None => made(rows, columns, share),
    };
    let table = Table::new(Matrix::new(rows, columns, cells)?)?;
    let resting = status("VmRSS")?;
    println!("table {rows} × {columns}, {resting} MB held before the first step");
    timed("whole", || whole(&table, Convention::Ieum))??;
    println!("peak {} MB, {} MB of it before the first step", status("VmHWM")?, resting);
    let presence = timed("presence", || Presence::of_table(&table, Threshold::AtLeast(1.0)))?;
    println!("{} cells present", presence.cells());
    let proximity = timed("proximity", || relatedness(&presence, Normalisation::Proximity, Diagonal::Kept))?;
    let index = timed("complexity", || complexity(&presence, Convention::Ieum.choices().scaling))?;
    println!(
        "eigenvalues {:?}, gap {:?}",
        index.components.first().map(|c| &c.eigenvalues),
        index.spectral_gap
    );
    println!("first indices {:?} {:?}", index.eci.first(), index.pci.first());
    timed("outlook", || outlook(&presence, &proximity, &index, Worth::Eigenvector, Gain::Opened))??;
    timed("counts", || CoOccurrence::of_activities(&presence))?;
    Ok(())
}

fn timed<T>(name: &str, work: impl FnOnce() -> T) -> Result<T, Box<dyn Error>> {
    let before = processor_seconds()?;
    let done = work();
    println!("{name:<12} {:.4} s", processor_seconds()? - before);
    Ok(done)
}

/// Processor time of this process in seconds, to the nanosecond of the scheduler's own account.
fn processor_seconds() -> Result<f64, Box<dyn Error>> {
    let account = std::fs::read_to_string("/proc/self/schedstat")?;
    let nanoseconds: f64 = account.split_whitespace().next().ok_or("no account")?.parse()?;
    Ok(nanoseconds / 1e9)
}

fn status(name: &str) -> Result<u64, Box<dyn Error>> {
    let text = std::fs::read_to_string("/proc/self/status")?;
    let line = text.lines().find(|line| line.starts_with(name)).ok_or("no such line")?;
    Ok(line.split_whitespace().nth(1).ok_or("no figure")?.parse::<u64>()? / 1024)
}

fn read(file: &str) -> Result<Vec<f64>, Box<dyn Error>> {
    let bytes = std::fs::read(file)?;
    let (eights, _) = bytes.as_chunks::<8>();
    Ok(eights.iter().map(|eight| f64::from_le_bytes(*eight)).collect())
}

/// The recipe of the peers' generator: capability − need + 0.6 × a rank-8 affinity + noise, the top SHARE of it exponentiated.
fn made(rows: usize, columns: usize, share: f64) -> Vec<f64> {
    let mut seed = Seed::new(101);
    let mut normals = |count: usize| (0..count).map(|_| normal(&mut seed)).collect::<Vec<f64>>();
    let (capability, need) = (normals(rows), normals(columns));
    let (left, right) = (normals(rows * 8), normals(columns * 8));
    let mut latent = Vec::with_capacity(rows * columns);
    for (own, a) in capability.iter().zip(left.chunks(8)) {
        for (asked, b) in need.iter().zip(right.chunks(8)) {
            let affinity: f64 = a.iter().zip(b).map(|(x, y)| x * y).sum::<f64>() / 8_f64.sqrt();
            latent.push(own - asked + 0.6 * affinity);
        }
    }
    latent.iter_mut().for_each(|cell| *cell += 0.7 * normal(&mut seed));
    let mut sorted = latent.clone();
    sorted.sort_by(f64::total_cmp);
    let place = ((1.0 - share) * (sorted.len() - 1) as f64) as usize;
    let least = sorted.get(place).copied().unwrap_or(0.0);
    let (sizes, scales): (Vec<f64>, Vec<f64>) =
        ((0..rows).map(|_| normal(&mut seed)).collect(), (0..columns).map(|_| normal(&mut seed)).collect());
    let mut cells = Vec::with_capacity(latent.len());
    for (row, size) in latent.chunks(columns).zip(&sizes) {
        for (cell, scale) in row.iter().zip(&scales) {
            cells.push(if *cell > least { (1.2 * cell + size + scale + 3.0).exp().round() } else { 0.0 });
        }
    }
    cells
}

fn normal(seed: &mut Seed) -> f64 {
    let (radius, turn) = (1.0 - seed.unit(), seed.unit());
    (-2.0 * radius.ln()).sqrt() * (std::f64::consts::TAU * turn).cos()
}

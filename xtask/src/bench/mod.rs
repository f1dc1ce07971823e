//! `cargo xtask bench`: measures the release binary on this machine. Figures for people, not tests: quote ratios from one
//! run, because machines are shared.

mod client;
mod demo;
mod imports;
mod lists;
mod measure;
mod nemo;
mod pages;
mod peer;
mod race;
mod report;

use crate::servers;
use anyhow::{Context, Result};
use clap::Subcommand;
use demo::binary;
use std::path::Path;

#[derive(Subcommand)]
pub(crate) enum What {
    /// From starting the program to its first page, on an empty and on a filled folder
    Start,
    /// Resident memory when idle with the demo loaded
    Memory,
    /// A hundred thousand rows in, as CSV and XLSX, and one import stopped
    Import,
    /// Latency of pages over a hundred thousand things
    Pages {
        /// How many clients ask at once
        #[arg(long, default_value_t = 2)]
        clients: usize,
        /// How many requests for each page
        #[arg(long, default_value_t = 400)]
        requests: usize,
        /// Paths to ask instead of the usual ones
        paths: Vec<String>,
    },
    /// Identical requests at once: exactly one may win, on both databases
    Race,
    /// The same work as NEMO-CE, side by side
    Nemo {
        /// Folder of the peer's scripts
        #[arg(long, default_value = "../shared/peers/nemo")]
        peer: std::path::PathBuf,
        /// Seconds of one run
        #[arg(long, default_value_t = 5)]
        seconds: u32,
        /// Runs of each part; the middle one counts
        #[arg(long, default_value_t = 3)]
        runs: u32,
        /// Bookings around the month that is asked for; as many as the peer has unless given
        #[arg(long, default_value_t = nemo::AROUND)]
        around: usize,
    },
    /// Quality and speed of search on judged collections
    Search {
        /// Folder of folders with `corpus.jsonl`, `queries.jsonl` and `qrels.tsv`
        #[arg(long, default_value = "../shared/data/search")]
        collections: std::path::PathBuf,
    },
    /// Digits of the statistics on certified and published figures
    Stats,
    /// CPU seconds of the regional measures, and their digits on published figures
    Region,
    /// CPU seconds of a clean release build
    Build,
}

/// Runs one measurement and prints what it found as a table; `false` when a goal was missed.
pub(crate) fn run(root: &Path, what: &What) -> Result<bool> {
    match what {
        What::Start => measure::start(root),
        What::Memory => measure::memory(root),
        What::Import => imports::run(&binary(root)?),
        What::Pages { clients, requests, paths } => pages::run(&binary(root)?, *clients, *requests, paths),
        What::Race => races(root),
        What::Nemo { peer, seconds, runs, around } => {
            nemo::run(root, &binary(root)?, &root.join(peer), (*seconds, *runs), *around)
        }
        What::Search { collections } => measure::search(root, &root.join(collections)),
        What::Stats => measure::figures(
            root,
            &[
                "ols::",
                "compare::",
                "describe::",
                "tails::",
                "glm::",
                "effects::",
                "survival::",
                "panel::",
                "audit::",
            ],
            &[],
        ),
        What::Region => {
            measure::figures(root, &["region::", "space::", "choice::", "place::", "flows::"], REGIONS)
        }
        What::Build => measure::build(root),
    }
}

/// Examples that print CPU seconds, with what they are asked for.
const REGIONS: &[&[&str]] = &[
    &["complexity_bench", "17", "500", ".35"],
    &["complexity_bench", "3100", "1000", ".35"],
    &["complexity_bench", "250", "5000", ".3"],
    &["space_choice_place"],
];

/// The races on the embedded database and on PostgreSQL.
fn races(root: &Path) -> Result<bool> {
    let binary = binary(root)?;
    let from = race::next_hour()? + 30 * 24 * 3600;
    let folder = tempfile::tempdir()?;
    let (demo, instruments) = nemo::open_house(&binary, folder.path(), &[], &[])?;
    let embedded = race::run(&demo, "embedded database", &instruments, from)?;
    drop(demo);
    let server = servers::postgres().context("start PostgreSQL")?;
    let folder = tempfile::tempdir()?;
    let variables = [("IEUM_DATABASE__URL", server.address())];
    let arguments = ["--database", server.address()];
    let (demo, instruments) = nemo::open_house(&binary, folder.path(), &variables, &arguments)?;
    Ok(race::run(&demo, "PostgreSQL", &instruments, from)? && embedded)
}

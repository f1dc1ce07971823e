//! `cargo xtask bench`: measures the release binary on this machine. Figures for people, not tests: quote ratios from one
//! run, because machines are shared.

mod client;
mod demo;
mod measure;
mod nemo;
mod race;

use anyhow::Result;
use clap::Subcommand;
use std::path::Path;

#[derive(Subcommand)]
pub(crate) enum What {
    /// From starting the program to its first page
    Start,
    /// Resident memory when idle with the demo loaded
    Memory,
    /// Latency of pages and API reads
    Pages {
        /// How many clients ask at once
        #[arg(long, default_value_t = 4)]
        clients: usize,
        /// How many requests for each page
        #[arg(long, default_value_t = 400)]
        requests: usize,
        /// Paths to ask instead of the usual ones
        paths: Vec<String>,
    },
    /// Identical requests at once: exactly one may win
    Race,
    /// The same work as NEMO-CE, side by side
    Nemo {
        /// Folder of the peer's scripts
        #[arg(long, default_value = "../shared/peers/nemo")]
        peer: std::path::PathBuf,
    },
    /// Quality and speed of search on a collection
    Search {
        #[arg(long)]
        corpus: std::path::PathBuf,
        #[arg(long)]
        queries: std::path::PathBuf,
        #[arg(long)]
        qrels: std::path::PathBuf,
    },
    /// CPU seconds of a clean release build
    Build,
}

/// Runs one measurement and prints what it found as one line of JSON.
pub(crate) fn run(root: &Path, what: &What) -> Result<bool> {
    match what {
        What::Start => measure::start(root),
        What::Memory => measure::memory(root),
        What::Pages { clients, requests, paths } => measure::pages(root, *clients, *requests, paths),
        What::Race => measure::race(root),
        What::Nemo { peer } => measure::nemo(root, &root.join(peer)),
        What::Search { corpus, queries, qrels } => measure::search(root, corpus, queries, qrels),
        What::Build => measure::build(root),
    }
}

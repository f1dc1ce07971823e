//! `cargo xtask bench`: measures the release binary on this machine. Figures for people, not tests: quote ratios from one
//! run, because machines are shared.

mod client;
pub(crate) mod demo;
mod figures;
mod imports;
mod lists;
mod measure;
mod nemo;
mod pages;
mod peer;
mod race;
mod region;
mod report;
mod search;

use crate::machine::{cargo, command};
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
        /// Only these parts: feed, list_api, list_html, calendar_html, create_web, create_api
        #[arg(long)]
        only: Vec<String>,
        /// Leave the peer out
        #[arg(long)]
        alone: bool,
    },
    /// Every figure that search is to reach, beside other engines: judged collections, large catalogues, a running server
    Search {
        /// Folder of folders with `corpus.jsonl`, `queries.jsonl` and `qrels.tsv`
        #[arg(long, default_value = "../shared/data/search")]
        collections: std::path::PathBuf,
        /// Folder of the peers' scripts
        #[arg(long, default_value = "../shared/peers/search")]
        peers: std::path::PathBuf,
        /// Leave the peers out
        #[arg(long)]
        alone: bool,
    },
    /// Digits of the statistics on certified and published figures, and CPU seconds of fits and audits
    Stats,
    /// CPU seconds of the regional measures beside peers in the same run, and their digits on published figures
    Region {
        /// Folder of the peers' scripts
        #[arg(long, default_value = "../shared/peers/region")]
        peers: std::path::PathBuf,
        /// Leave the peers out
        #[arg(long)]
        alone: bool,
        /// Only the times beside peers, not the digits
        #[arg(long)]
        times: bool,
    },
    /// Tables, formulas, options and files that nobody should send, for minutes
    Fuzz {
        /// Minutes for tables and as many for files
        #[arg(long, default_value_t = 10.0)]
        minutes: f64,
        /// The same seed, the same cases
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
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
        What::Nemo { peer, seconds, runs, around, only, alone } => {
            let load =
                nemo::Load { scripts: &root.join(peer), seconds: *seconds, runs: *runs, around: *around };
            nemo::run(root, &binary(root)?, &load, only, *alone)
        }
        What::Search { collections, peers, alone } => {
            let (collections, peers) = (root.join(collections), root.join(peers));
            let peers = (!alone).then_some(peers.as_path());
            search::run(&search::Bench { root, collections: &collections, peers })
        }
        What::Stats => {
            let names = [
                "ols::",
                "compare::",
                "describe::",
                "tails::",
                "glm::",
                "effects::",
                "survival::",
                "panel::",
                "audit::",
                "certified",
                "cost_digits",
                "high_degree",
            ];
            let met = figures::digits(root, &["certified"], &names)?;
            Ok(figures::costs(root, "fits_and_audits")? && met)
        }
        What::Region { peers, alone, times } => {
            let names = ["region::", "space::", "choice::", "place::", "flows::"];
            let met = *times || figures::digits(root, &[], &names)?;
            let met = figures::costs(root, "space_choice_place")? && met;
            Ok(region::run(root, &root.join(peers), *alone)? && met)
        }
        What::Fuzz { minutes, seed } => fuzz(root, *minutes, *seed),
        What::Build => measure::build(root),
    }
}

/// Sends what nobody should send; `false` when something was brought down by it.
fn fuzz(root: &Path, minutes: f64, seed: u64) -> Result<bool> {
    let run = |package: &str, example: &str, release: bool| -> Result<bool> {
        let mut started = command(&cargo());
        started.args(["run", "--quiet", "-p", package, "--example", example]);
        started.args(release.then_some("--release"));
        started.args(["--", &minutes.to_string(), &seed.to_string()]).current_dir(root);
        Ok(started.status().context("start cargo")?.success())
    };
    // Reading files leans on a typesetter's crates, whose release build would take longer than the run.
    Ok(run("ieum-stats", "fuzz", true)? & run("ieum-paper", "fuzz_files", false)?)
}

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

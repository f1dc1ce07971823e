//! The tools that keep the house true. `cargo xtask help` lists them.

mod a11y;
mod ask;
mod bench;
mod checks;
mod finding;
mod first;
mod glossary;
mod hack;
mod machine;
mod messages;
mod new;
mod rules;
mod rust_source;
mod servers;
mod statements;
mod template;
mod test;
mod tree;

use anyhow::Result;
use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "The tools that keep the house true")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Holds the tree to every line marked with a gear in CONVENTIONS.md
    Check {
        /// Only the checks whose name contains this word
        #[arg(long)]
        only: Option<String>,
        /// Leaves out what must compile the house first: formatting, lints, and statements on both databases
        #[arg(long)]
        quick: bool,
        /// Appends "PASSED FAILED" to this file
        #[arg(long)]
        tally: Option<PathBuf>,
    },
    /// Runs all tests on both databases and in a real browser; installs what is missing
    Test {
        /// Only the tests of one room, for example `operations`
        #[arg(long)]
        room: Option<String>,
        /// Appends "PASSED FAILED" to this file
        #[arg(long)]
        tally: Option<PathBuf>,
        /// Handed to the test runner, for example a test's name
        #[arg(last = true)]
        rest: Vec<String>,
    },
    /// Starts the test servers, prints their addresses, and keeps them until Enter or end of input
    Servers,
    /// Writes RULES.md from every policy.rs
    Rules,
    /// Finds a rule, message or word by Korean or English
    Where { word: String },
    /// Adds new migrations to the lock, so that nobody edits them later
    Lock,
    /// Writes crates/workspace-hack after dependencies changed, so that all builds share them
    Hack,
    /// Writes which functions run until the first page, so that the linker puts them side by side
    First,
    /// Lays out a new room or thing
    New {
        #[command(subcommand)]
        what: new::What,
    },
    /// Renders every page and asks axe, in a real browser
    A11y,
    /// Measures the release binary
    Bench {
        #[command(subcommand)]
        what: bench::What,
    },
}

fn main() -> ExitCode {
    match run(Cli::parse().command) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            machine::say_error(&format!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}

/// Carries out one command; `false` when it ran and found fault.
fn run(command: Command) -> Result<bool> {
    let root = machine::root()?;
    match command {
        Command::Check { only, quick, tally } => checks::run(&root, only.as_deref(), quick, tally.as_deref()),
        Command::Test { room, tally, rest } => test::run(&root, room.as_deref(), &rest, tally.as_deref()),
        Command::Servers => servers::keep(),
        Command::Rules => rules::write(&root),
        Command::Where { word } => ask::run(&root, &word),
        Command::Lock => checks::migrations::lock(&root),
        Command::Hack => hack::write(&root),
        Command::First => first::write(&root),
        Command::New { what } => new::run(&root, &what),
        Command::A11y => a11y::run(&root),
        Command::Bench { what } => bench::run(&root, &what),
    }
}

//! Regional measures beside their peers, on the very same tables, in one run: processor seconds and peak memory.

use super::report::Table;
use crate::machine::{cargo, command, environment, say, succeeds};
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Peers that do the same work: a virtual environment, its packages, its script, and what its results are called.
struct Peer {
    environment: &'static str,
    packages: &'static [&'static str],
    /// What Python must be able to load for its script to run.
    modules: &'static str,
    script: &'static str,
    tool: &'static str,
}

const ECOMPLEXITY: Peer = Peer {
    environment: "venv-region",
    packages: &["ecomplexity==0.5.3", "pandas", "scipy"],
    modules: "ecomplexity, numpy, pandas, scipy",
    script: "b_ecomplexity.py",
    tool: "ecomplexity",
};
const DATAWHEEL: Peer = Peer {
    environment: "venv-region-pd2",
    packages: &["economic-complexity==0.3.0", "pandas<3", "scipy"],
    modules: "economic_complexity, numpy, pandas, scipy",
    script: "b_economic_complexity.py",
    tool: "economic_complexity",
};

/// A table of the peers' generator, which of them can do it, and how many times faster each step is to be: whole, index, proximity.
struct Size {
    name: &'static str,
    rows: usize,
    columns: usize,
    peers: &'static [&'static Peer],
    times: [f64; 3],
    most_mb: f64,
}

const SIZES: [Size; 2] = [
    Size {
        name: "county3100x1000",
        rows: 3_100,
        columns: 1_000,
        peers: &[&ECOMPLEXITY, &DATAWHEEL],
        times: [20.0, 10.0, 50.0],
        most_mb: 200.0,
    },
    Size {
        name: "trade250x5000",
        rows: 250,
        columns: 5_000,
        peers: &[&ECOMPLEXITY],
        times: [30.0, 500.0, 50.0],
        most_mb: 500.0,
    },
];

/// What is compared: our name of the step, and the peers' names of what it takes them.
const STEPS: [(&str, &str, &[&str]); 3] = [
    ("whole pipeline", "whole", &["ecomplexity_full"]),
    ("ECI and PCI", "complexity", &["calc_eci_pci"]),
    ("co-occurrence and proximity", "proximity", &["calc_discrete_proximity", "proximity"]),
];

/// Runs our kernels and the peers on the same tables; `false` when a goal was missed.
pub(crate) fn run(root: &Path, scripts: &Path, alone: bool) -> Result<bool> {
    let home = match environment("PEERS_HOME") {
        Some(given) => PathBuf::from(given),
        None => {
            Path::new(&environment("HOME").context("find the home folder")?).join(".cache/ieum-peers/region")
        }
    };
    std::fs::create_dir_all(&home)?;
    let mut table = Table::new(
        "Regional measures, processor seconds on the same table in the same run",
        &["table", "step", "ours", "fastest peer", "peer", "times faster", "goal", ""],
    );
    let mut all_met = true;
    for size in &SIZES {
        let file = home.join(format!("{}.f64", size.name));
        if !alone {
            prepare(&home, &ECOMPLEXITY)?;
            write_table(&home, scripts, size.name, &file)?;
        }
        let ours = ours(root, size, (!alone).then_some(file.as_path()))?;
        let mut theirs: BTreeMap<&str, (f64, &str)> = BTreeMap::new();
        for peer in size.peers.iter().filter(|_| !alone) {
            prepare(&home, peer)?;
            say(&format!("running {} on {}", peer.tool, size.name));
            let steps = steps(&home, scripts, peer, size.name)?;
            for (_, own, names) in STEPS {
                let found = names.iter().find_map(|name| steps.get(*name));
                if let Some(seconds) = found {
                    let held = theirs.entry(own).or_insert((f64::INFINITY, ""));
                    if *seconds < held.0 {
                        *held = (*seconds, peer.tool);
                    }
                }
            }
        }
        for ((what, own, _), goal) in STEPS.into_iter().zip(size.times) {
            let Some(seconds) = ours.get(own) else { continue };
            let (peer, tool) = theirs.get(own).map_or((f64::NAN, ""), |held| *held);
            let times = peer / seconds;
            let verdict = match () {
                () if peer.is_nan() => "",
                () if times >= goal => "met",
                () => "MISSED",
            };
            all_met &= verdict != "MISSED";
            let number = |value: f64| if value.is_nan() { String::new() } else { format!("{value:.3}") };
            let times = if peer.is_nan() { String::new() } else { format!("{times:.0}") };
            let (goal, name) = (format!("≥ {goal}"), size.name.to_owned());
            table.line([
                name,
                what.to_owned(),
                number(*seconds),
                number(peer),
                tool.to_owned(),
                times,
                goal,
                verdict.to_owned(),
            ]);
        }
        let peak = ours.get("peak").copied().unwrap_or(f64::NAN);
        let met = peak <= size.most_mb;
        all_met &= met;
        table.line([
            size.name.to_owned(),
            "peak memory, MB".to_owned(),
            format!("{peak:.0}"),
            String::new(),
            String::new(),
            String::new(),
            format!("≤ {}", size.most_mb),
            if met { "met" } else { "MISSED" }.to_owned(),
        ]);
    }
    table.print();
    Ok(all_met)
}

/// Installs a peer once; an environment in which it does not load is made anew.
fn prepare(home: &Path, peer: &Peer) -> Result<()> {
    let folder = home.join(peer.environment);
    let loads = || -> Result<(), String> {
        let asked = format!("import {}", peer.modules);
        match python(home, peer, home).args(["-c", &asked]).output() {
            Ok(done) if done.status.success() => Ok(()),
            Ok(done) => Err(String::from_utf8_lossy(&done.stderr).trim().to_owned()),
            Err(error) => Err(error.to_string()),
        }
    };
    if loads().is_ok() {
        return Ok(());
    }
    say(&format!("installing {}, once", peer.packages.join(" ")));
    if folder.exists() {
        std::fs::remove_dir_all(&folder).with_context(|| format!("clear {}", folder.display()))?;
    }
    let name = folder.to_str().context("name the peer's environment")?;
    let own = folder.join("bin/python");
    let own = own.to_str().context("name the peer's interpreter")?;
    let arguments: Vec<&str> =
        ["-m", "pip", "install", "-q"].into_iter().chain(peer.packages.iter().copied()).collect();
    if !succeeds("python3", &["-m", "venv", name], home)? || !succeeds(own, &arguments, home)? {
        bail!("{} cannot be installed", peer.tool);
    }
    loads().map_err(|error| anyhow::anyhow!("{} does not load: {error}", peer.tool))
}

fn python(home: &Path, peer: &Peer, scripts: &Path) -> Command {
    let mut command = Command::new(home.join(peer.environment).join("bin/python"));
    command.env("PEERS_HOME", home).env("OPENBLAS_NUM_THREADS", "1").env("OMP_NUM_THREADS", "1");
    command.env("PYTHONDONTWRITEBYTECODE", "1").current_dir(scripts);
    command
}

/// The peers' own table as little-endian doubles, so that all count the same.
fn write_table(home: &Path, scripts: &Path, size: &str, file: &Path) -> Result<()> {
    if file.is_file() {
        return Ok(());
    }
    const PROGRAM: &str =
        "import sys; from common import matrix; matrix(sys.argv[1])[0].astype('<f8').tofile(sys.argv[2])";
    let status = python(home, &ECOMPLEXITY, scripts).args(["-c", PROGRAM, size]).arg(file).status()?;
    if status.success() { Ok(()) } else { bail!("the table {size} cannot be made") }
}

/// Processor seconds of our steps, and `peak` in MB.
fn ours(root: &Path, size: &Size, file: Option<&Path>) -> Result<BTreeMap<String, f64>> {
    let mut command = command(&cargo());
    command.args(["run", "--release", "--quiet", "-p", "ieum-stats", "--example", "complexity_bench", "--"]);
    command.args([size.rows.to_string(), size.columns.to_string(), ".35".to_owned()]);
    let done = command.args(file).current_dir(root).output().context("start our own kernels")?;
    let text = String::from_utf8_lossy(&done.stdout).into_owned();
    if !done.status.success() {
        bail!("our own kernels ended early: {}", String::from_utf8_lossy(&done.stderr));
    }
    let mut found = BTreeMap::new();
    for line in text.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            ["peak", megabytes, ..] => drop(found.insert("peak".to_owned(), megabytes.parse()?)),
            [step, seconds, "s"] => drop(found.insert((*step).to_owned(), seconds.parse()?)),
            _ => {}
        }
    }
    Ok(found)
}

/// Processor seconds of a peer's steps, by its own account.
fn steps(home: &Path, scripts: &Path, peer: &Peer, size: &str) -> Result<BTreeMap<String, f64>> {
    let done = python(home, peer, scripts).args([peer.script, size]).output().context("start the peer")?;
    if !done.status.success() {
        bail!("{} ended early: {}", peer.tool, String::from_utf8_lossy(&done.stderr));
    }
    let written = std::fs::read_to_string(home.join("out").join(format!("{}__{size}.json", peer.tool)))
        .context("read what the peer measured")?;
    let said: Value = serde_json::from_str(&written)?;
    let mut found = BTreeMap::new();
    for step in said.get("steps").and_then(Value::as_array).into_iter().flatten() {
        let name = step.get("step").and_then(Value::as_str).unwrap_or_default();
        if let Some(seconds) = step.get("cpu_s").and_then(Value::as_f64) {
            found.insert(name.to_owned(), seconds);
        }
    }
    // Inner steps: wall, processor, memory.
    for (name, times) in said.pointer("/extra/inner").and_then(Value::as_object).into_iter().flatten() {
        if let Some(seconds) = times.get(1).and_then(Value::as_f64) {
            found.insert(name.clone(), seconds);
        }
    }
    Ok(found)
}

//! Start, memory, build and search quality.

use super::demo::{Demo, binary};
use super::pages::stroll;
use super::report::{Table, quantile};
use crate::machine::{cargo, command};
use anyhow::{Context, Result};
use std::path::Path;
use std::time::{Duration, Instant};

/// How often a start is measured; the middle one counts.
const STARTS: usize = 5;
const FILLS: usize = 3;
/// How long the program rests before its memory is read.
const REST: Duration = Duration::from_secs(15);
/// Goals: seconds to the first page of an empty and of a filled folder, MB at rest, CPU seconds of a build.
const FILL_S: f64 = 5.0;
const FIRST_PAGE_S: f64 = 0.3;
const REST_MB: f64 = 60.0;
const BUILD_CPU_S: f64 = 1300.0;

fn middle(times: &mut [Duration]) -> f64 {
    times.sort_unstable();
    quantile(times, 50) / 1e3
}

/// From starting the program to its first page: a fresh sample region, then one that is there.
pub(crate) fn start(root: &Path) -> Result<bool> {
    let binary = binary(root)?;
    let mut table = Table::of_goals("Start of `ieum demo`, to the first page with status 200");
    let (mut fresh, mut lines) = (Vec::new(), Vec::new());
    let folder = tempfile::tempdir()?;
    for nth in 0..FILLS {
        let demo = Demo::start_on(&binary, &folder.path().join(nth.to_string()), &[])?;
        fresh.push(demo.to_first_page);
        lines.push(demo.to_first_line);
        demo.stop()?;
    }
    let again: Result<Vec<Duration>> = (0..STARTS)
        .map(|_| {
            let demo = Demo::start_on(&binary, &folder.path().join("0"), &[])?;
            let time = demo.to_first_page;
            demo.stop()?;
            Ok(time)
        })
        .collect();
    let met = table.at_most("empty folder, middle of 3", middle(&mut fresh), FILL_S, "s");
    table.figure("empty folder, to the first line", middle(&mut lines), "s");
    let met = table.at_most("filled folder, middle of 5", middle(&mut again?), FIRST_PAGE_S, "s") && met;
    table.print();
    Ok(met)
}

/// Resident memory with the demo loaded: after starting on it, after filling it, and after some hundred pages.
pub(crate) fn memory(root: &Path) -> Result<bool> {
    let binary = binary(root)?;
    let mut table = Table::of_goals("Resident memory of `ieum demo` (VmRSS), after 15 s of rest");
    let folder = tempfile::tempdir()?;
    let mut met = true;
    for (what, rounds) in [("after filling", 0), ("after a start on the filled folder", 40)] {
        let demo = Demo::start_on(&binary, folder.path(), &[])?;
        std::thread::sleep(REST);
        met &= table.at_most(what, demo.resident_mb()?, REST_MB, "MB");
        if rounds > 0 {
            let asked = stroll(&demo, &demo.session_of("staff")?, rounds)?;
            std::thread::sleep(REST);
            met &= table.at_most(&format!("after {asked} pages"), demo.resident_mb()?, REST_MB, "MB");
        }
        demo.stop()?;
    }
    table.print();
    Ok(met)
}

/// CPU seconds of a clean release build, in a folder of its own that is removed afterwards.
pub(crate) fn build(root: &Path) -> Result<bool> {
    let folder = tempfile::tempdir()?;
    let begun = Instant::now();
    let before = children_cpu()?;
    let status = command(&cargo())
        .args(["build", "--release", "--quiet", "-p", "ieum"])
        .env("CARGO_TARGET_DIR", folder.path())
        .current_dir(root)
        .status()
        .context("start cargo build")?;
    let size = std::fs::metadata(folder.path().join("release").join("ieum")).map_or(0, |file| file.len());
    let mut table = Table::of_goals("Clean release build");
    let met = table.at_most("CPU time", (children_cpu()? - before).round(), BUILD_CPU_S, "s");
    table.figure("wall time", begun.elapsed().as_secs_f64(), "s");
    table.figure("size of the program", f64::from(u32::try_from(size)?) / 1e6, "MB");
    table.print();
    Ok(status.success() && met)
}

/// CPU seconds of all children that have ended: fields 16 and 17 of `/proc/self/stat`, in hundredths of a second.
fn children_cpu() -> Result<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").context("ask for the time used")?;
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks: Vec<u32> =
        after_name.split_whitespace().skip(13).take(2).filter_map(|field| field.parse().ok()).collect();
    Ok(f64::from(ticks.iter().sum::<u32>()) / 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_of_children_is_read() {
        assert!(children_cpu().unwrap() >= 0.0);
    }
}

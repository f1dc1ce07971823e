//! What a measurement says, as a plain table: what was measured, what was reached, what was to be reached.

use crate::machine::say;
use std::time::Duration;

/// Lines under one heading; columns are as wide as their widest cell.
pub(crate) struct Table {
    title: String,
    lines: Vec<Vec<String>>,
}

impl Table {
    /// An empty table with its headings.
    pub(crate) fn new(title: &str, headings: &[&str]) -> Self {
        let first = headings.iter().map(|heading| (*heading).to_owned()).collect();
        Self { title: title.to_owned(), lines: vec![first] }
    }

    /// A table of figures against their goals.
    pub(crate) fn of_goals(title: &str) -> Self {
        Self::new(title, &["measured", "reached", "goal", ""])
    }

    /// Adds one line.
    pub(crate) fn line<const N: usize>(&mut self, cells: [String; N]) {
        self.lines.push(cells.into());
    }

    /// Adds a figure that may be at most so much; says whether it is.
    pub(crate) fn at_most(&mut self, what: &str, reached: f64, most: f64, unit: &str) -> bool {
        let met = reached <= most;
        let verdict = if met { "met" } else { "MISSED" }.to_owned();
        self.line([
            what.to_owned(),
            format!("{} {unit}", number(reached)),
            format!("≤ {most} {unit}"),
            verdict,
        ]);
        met
    }

    /// Adds a figure without a goal.
    pub(crate) fn figure(&mut self, what: &str, reached: f64, unit: &str) {
        self.line([what.to_owned(), format!("{} {unit}", number(reached)), String::new(), String::new()]);
    }

    /// The table as text.
    pub(crate) fn text(&self) -> String {
        let columns = self.lines.iter().map(Vec::len).max().unwrap_or_default();
        let width = |column: usize| {
            let cells = self.lines.iter().filter_map(|line| line.get(column));
            cells.map(|cell| cell.chars().count()).max().unwrap_or_default()
        };
        let widths: Vec<usize> = (0..columns).map(width).collect();
        let mut text = format!("{}\n", self.title);
        for line in &self.lines {
            let padded = line.iter().zip(&widths).enumerate().map(|(place, (cell, width))| {
                let blank = " ".repeat(width - cell.chars().count());
                if place == 0 { format!("{cell}{blank}") } else { format!("{blank}{cell}") }
            });
            text.push_str(format!("  {}", padded.collect::<Vec<_>>().join("  ")).trim_end());
            text.push('\n');
        }
        text
    }

    /// Shows it to the person at the terminal, under what the machine does meanwhile.
    pub(crate) fn print(&self) {
        let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
        let load = load.split(' ').next().unwrap_or_default();
        let cores = std::thread::available_parallelism().map_or(0, usize::from);
        say(&format!("{}  ({cores} cores, load {load})\n", self.text()));
    }
}

/// As many digits as say something.
pub(crate) fn number(value: f64) -> String {
    match value.abs() {
        0.0 => "0".to_owned(),
        v if v >= 100.0 => format!("{value:.0}"),
        v if v >= 10.0 => format!("{value:.1}"),
        v if v >= 1.0 => format!("{value:.2}"),
        _ => format!("{value:.3}"),
    }
}

/// Milliseconds of a time.
pub(crate) fn milliseconds(time: Duration) -> f64 {
    (time.as_secs_f64() * 1e6).round() / 1e3
}

/// The value below which so many percent of the sorted times lie, in milliseconds.
pub(crate) fn quantile(sorted: &[Duration], percent: usize) -> f64 {
    let at = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
    sorted.get(at).map_or(0.0, |time| milliseconds(*time))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_of_the_nearest_rank() {
        let times: Vec<_> = (1..=100).map(Duration::from_millis).collect();
        assert_eq!((quantile(&times, 50), quantile(&times, 99)), (50.0, 99.0));
        assert_eq!(quantile(&times[..1], 99), 1.0);
        assert_eq!(quantile(&[], 50), 0.0);
    }

    #[test]
    fn columns_line_up_and_goals_are_judged() {
        let mut table = Table::of_goals("start");
        assert!(table.at_most("first page", 0.25, 0.3, "s"));
        assert!(!table.at_most("memory", 61.0, 60.0, "MB"));
        let text = table.text();
        assert!(text.contains("first page  0.250 s"), "{text}");
        assert!(text.contains("≤ 60 MB  MISSED"), "{text}");
    }
}

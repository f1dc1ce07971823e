//! Which word of one language explains which word of the other.

use crate::numbers::{at, number, real};
use std::collections::HashMap;

/// Rounds of expectation maximisation; more change the order no more.
const ROUNDS: usize = 3;
/// Translations kept for one piece of a word.
const KEPT: usize = 12;
/// Occurrences added to what was seen.
const UNSEEN: f64 = 0.5;

/// Pairs of names as sources and targets, and what has been counted of them.
#[derive(Default)]
pub(super) struct Learning {
    /// Number of each pair of source and target that was seen together.
    links: HashMap<(u32, u32), u32>,
    /// Source of each of these.
    source_of: Vec<u32>,
    /// Target of each.
    target_of: Vec<u32>,
    /// For each target in each pair of names: its links with the weight of their source, one after the other.
    explaining: Vec<(u32, f64)>,
    /// Where each target's run ends in `explaining`.
    ends: Vec<usize>,
    sources: HashMap<u32, f64>,
    targets: HashMap<u32, f64>,
    pairs: usize,
}

impl Learning {
    /// Counts one pair of names: sources with their weight, and targets, none twice.
    pub(super) fn see(&mut self, sources: &[(u32, f64)], targets: &[u32]) {
        self.pairs += 1;
        for (source, weight) in sources {
            *self.sources.entry(*source).or_default() += weight;
        }
        for target in targets {
            *self.targets.entry(*target).or_default() += 1.0;
            for (source, weight) in sources {
                let next = number(self.source_of.len());
                let link = *self.links.entry((*source, *target)).or_insert(next);
                if link == next {
                    self.source_of.push(*source);
                    self.target_of.push(*target);
                }
                self.explaining.push((link, *weight));
            }
            self.ends.push(self.explaining.len());
        }
    }

    /// The best targets of each source with their weight, heaviest first.
    pub(super) fn learned(&self, names: &Interner) -> HashMap<String, Vec<(String, f64)>> {
        let counts = self.counts();
        let all = real(self.pairs);
        let mut by_source: HashMap<u32, Vec<(u32, f64)>> = HashMap::new();
        for ((source, target), count) in self.source_of.iter().zip(&self.target_of).zip(counts) {
            let (Some(from), Some(to)) = (self.sources.get(source), self.targets.get(target)) else {
                continue;
            };
            let weight = count / (from + UNSEEN) * (count / (to + UNSEEN)).sqrt() * (all / to).ln();
            if weight > 0.0 {
                by_source.entry(*source).or_default().push((*target, weight));
            }
        }
        let mut out = HashMap::with_capacity(by_source.len());
        for (source, found) in by_source {
            let mut found: Vec<(String, f64)> =
                found.into_iter().map(|(target, weight)| (names.text(target), weight)).collect();
            found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            found.truncate(KEPT);
            out.insert(names.text(source), found);
        }
        out
    }

    /// How often each link's source explains its target.
    fn counts(&self) -> Vec<f64> {
        let mut chance = vec![1.0; self.source_of.len()];
        let mut counts = vec![0.0; chance.len()];
        for _ in 0..ROUNDS {
            counts.fill(0.0);
            let mut start = 0;
            for end in &self.ends {
                let run = self.explaining.get(start..*end).unwrap_or_default();
                start = *end;
                let share =
                    |(link, weight): &(u32, f64)| weight * chance.get(at(*link)).copied().unwrap_or(0.0);
                let sum: f64 = run.iter().map(share).sum();
                for part in run {
                    if let Some(count) = counts.get_mut(at(part.0)) {
                        *count += share(part) / sum.max(f64::MIN_POSITIVE);
                    }
                }
            }
            let mut sums: HashMap<u32, f64> = HashMap::new();
            for (source, count) in self.source_of.iter().zip(&counts) {
                *sums.entry(*source).or_default() += count;
            }
            for ((chance, source), count) in chance.iter_mut().zip(&self.source_of).zip(&counts) {
                *chance = count / sums.get(source).copied().unwrap_or(1.0).max(f64::MIN_POSITIVE);
            }
        }
        counts
    }
}

/// Strings as numbers, while counting.
#[derive(Default)]
pub(super) struct Interner {
    numbers: HashMap<String, u32>,
    texts: Vec<String>,
}

impl Interner {
    pub(super) fn of(&mut self, text: &str) -> u32 {
        if let Some(known) = self.numbers.get(text) {
            return *known;
        }
        let next = number(self.texts.len());
        self.numbers.insert(text.to_owned(), next);
        self.texts.push(text.to_owned());
        next
    }

    fn text(&self, number: u32) -> String {
        self.texts.get(at(number)).cloned().unwrap_or_default()
    }
}

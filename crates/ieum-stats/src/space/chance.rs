//! Permutations: what chance alone would have given.

use std::thread;

use serde::Serialize;

use crate::{Seed, Unfit};

/// Which departures from chance count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Alternative {
    /// Twice the smaller of both tails, at most 1.
    #[default]
    TwoSided,
    /// As large as observed, or larger.
    Greater,
    /// As small as observed, or smaller.
    Less,
    /// The smaller of both tails: one-sided towards wherever the figure fell, as PySAL's esda did by default before 2.8.
    /// Such p values are at most about one half; they are for replication only.
    Directed,
}

impl Alternative {
    /// The p value from the shares at least as large and at least as small as observed.
    pub(super) fn p(self, greater: f64, less: f64) -> f64 {
        match self {
            Self::TwoSided => (2.0 * greater.min(less)).min(1.0),
            Self::Greater => greater,
            Self::Less => less,
            Self::Directed => greater.min(less),
        }
    }

    /// The p value of a standard normal z.
    pub(super) fn p_of_z(self, z: f64) -> f64 {
        self.p(crate::tails::normal_sf(z), crate::tails::normal_cdf(z))
    }
}

/// How often to permute, from which seed, on how many threads. The figures do not depend on the threads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chance {
    /// How many permutations; 0 for none.
    pub permutations: usize,
    /// The seed.
    pub seed: u64,
    /// How many threads share the work; 0 counts as 1.
    pub threads: usize,
}

impl Chance {
    /// No permutations.
    pub const NONE: Self = Self { permutations: 0, seed: 0, threads: 1 };

    /// Permutations from a seed on one thread.
    #[must_use]
    pub fn of(permutations: usize, seed: u64) -> Self {
        Self { permutations, seed, threads: 1 }
    }

    /// Refuses numbers that would fill the memory: at most ten million permutations.
    pub(super) fn check(self) -> Result<(), Unfit> {
        const MOST: usize = 10_000_000;
        if self.permutations > MOST {
            return Err(Unfit::OutOfRange {
                name: "permutations",
                value: self.permutations as f64,
                low: 0.0,
                high: MOST as f64,
            });
        }
        Ok(())
    }

    /// Spreads `count` pieces of work over the threads, in order.
    pub(super) fn spread<T: Send>(self, count: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
        let threads = self.threads.clamp(1, count.max(1));
        if threads == 1 {
            return (0..count).map(work).collect();
        }
        let share = count.div_ceil(threads);
        let work = &work;
        thread::scope(|scope| {
            let mut workers = Vec::with_capacity(threads);
            for at in 0..threads {
                let span = (at * share).min(count)..((at + 1) * share).min(count);
                workers.push(scope.spawn(move || span.map(work).collect::<Vec<T>>()));
            }
            let join = |worker: thread::ScopedJoinHandle<'_, Vec<T>>| match worker.join() {
                Ok(part) => part,
                Err(panic) => std::panic::resume_unwind(panic),
            };
            workers.into_iter().flat_map(join).collect()
        })
    }

    /// Permutes the values again and again and compares a figure of them with the observed one.
    pub(super) fn permute(
        self,
        observed: f64,
        values: &[f64],
        alternative: Alternative,
        figure: impl Fn(&[f64]) -> f64 + Sync,
    ) -> Option<Permuted> {
        if self.permutations == 0 {
            return None;
        }
        let seed = Seed::new(self.seed);
        let figures = self.spread(self.permutations, |at| {
            let mut shuffled = values.to_vec();
            seed.branch(at as u64).shuffle(&mut shuffled);
            figure(&shuffled)
        });
        Some(Permuted::compare(observed, &figures, self.seed, alternative))
    }
}

/// Where the observed figure lies among permuted ones.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Permuted {
    /// How many permutations.
    pub permutations: usize,
    /// Their seed.
    pub seed: u64,
    /// How many permuted figures were at least as large as observed.
    pub at_least: usize,
    /// How many were at most as large.
    pub at_most: usize,
    /// Mean of the permuted figures.
    pub mean: f64,
    /// Their standard deviation (divisor: permutations − 1).
    pub sd: f64,
    /// (Count + 1) / (permutations + 1), the observed order being one of those possible (North, Curtis and Sham 2002).
    pub p: f64,
}

impl Permuted {
    pub(super) fn compare(observed: f64, figures: &[f64], seed: u64, alternative: Alternative) -> Self {
        let count = figures.len() as f64;
        let mean = figures.iter().sum::<f64>() / count;
        let squares: f64 = figures.iter().map(|figure| (figure - mean) * (figure - mean)).sum();
        // The same sum in another order may differ in the last digits and is a tie all the same.
        let slack = 1e-12 * figures.iter().fold(observed.abs(), |most, figure| most.max(figure.abs()));
        let at_least = figures.iter().filter(|figure| **figure >= observed - slack).count();
        let at_most = figures.iter().filter(|figure| **figure <= observed + slack).count();
        let share = |times: usize| (times as f64 + 1.0) / (count + 1.0);
        Self {
            permutations: figures.len(),
            seed,
            at_least,
            at_most,
            mean,
            sd: (squares / (count - 1.0)).sqrt(),
            p: alternative.p(share(at_least), share(at_most)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Alternative, Chance};

    #[test]
    fn threads_do_not_change_the_order() {
        let one = Chance { permutations: 0, seed: 1, threads: 1 };
        for threads in [0, 2, 3, 7, 64] {
            let many = Chance { threads, ..one };
            assert_eq!(many.spread(10, |at| at * at), one.spread(10, |at| at * at), "{threads}");
        }
        assert!(Chance { threads: 4, ..one }.spread(0, |at| at).is_empty());
    }

    #[test]
    fn p_values_follow_the_named_alternative() {
        assert_eq!(Alternative::TwoSided.p(0.7, 0.8), 1.0);
        assert_eq!(Alternative::TwoSided.p(0.01, 0.99), 0.02);
        assert_eq!(Alternative::Greater.p(0.01, 0.99), 0.01);
        assert_eq!(Alternative::Less.p(0.01, 0.99), 0.99);
        assert_eq!(Alternative::Directed.p(0.99, 0.01), 0.01);
    }

    #[test]
    fn a_permuted_tie_counts_on_both_sides() {
        let chance = Chance::of(99, 3);
        let permuted =
            chance.permute(6.0, &[1.0, 2.0, 3.0], Alternative::TwoSided, |x| x.iter().sum()).expect("some");
        assert_eq!((permuted.at_least, permuted.at_most, permuted.p), (99, 99, 1.0));
    }
}

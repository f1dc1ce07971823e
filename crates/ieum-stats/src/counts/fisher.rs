//! Fisher's exact test of tables of two by two.

use serde::Serialize;

use super::table::Ratio;
use crate::Unfit;
use crate::tails::hypergeometric_weights;

/// Fisher's exact test, all margins held.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fisher {
    /// Of all tables no likelier than the one found (the convention of R and of SPSS).
    pub p: f64,
    /// Of an upper left count as small or smaller.
    pub p_less: f64,
    /// Of an upper left count as large or larger.
    pub p_greater: f64,
    /// The odds ratio that makes the table found likeliest, given its margins (Cornfield 1956); not `a d / (b c)`. Its interval is the
    /// exact one.
    pub odds_ratio: Ratio,
    /// Where the formulas are from.
    pub source: &'static str,
}

const SOURCE: &str = "Fisher 1935, JRSS 98, 39-82; Cornfield 1956, Proceedings of the third Berkeley symposium 4, 135-148; \
                      Breslow and Day 1980, «Statistical methods in cancer research» 1, 4.2";

/// How much likelier a table may seem and still count as equally likely, against rounding.
const SAME: f64 = 1.0 + 1e-7;

/// Tables that are counted out.
const MOST_TABLES: u64 = 100_000;

/// Fisher's exact test of counts row after row.
///
/// # Errors
/// [`Unfit::TooFew`] without any case; [`Unfit::OutOfRange`] for the confidence, or where more than
/// 100,000 tables have these margins (`tables`), which is far beyond where the test differs from χ².
pub fn fisher_exact([a, b, c, d]: [u64; 4], confidence: f64) -> Result<Fisher, Unfit> {
    if !(confidence > 0.0 && confidence < 1.0) {
        return Err(Unfit::OutOfRange { name: "confidence", value: confidence, low: 0.0, high: 1.0 });
    }
    let wrong = [a, b, c, d].into_iter().find(|count| *count > 1 << 50);
    if let Some(count) = wrong {
        return Err(Unfit::OutOfRange {
            name: "counts",
            value: count as f64,
            low: 0.0,
            high: 2_f64.powi(50),
        });
    }
    let n = a + b + c + d;
    if n == 0 {
        return Err(Unfit::TooFew { needed: 1, found: 0 });
    }
    let tables = [a + b, c + d, a + c, b + d].into_iter().min().unwrap_or(0).saturating_add(1);
    if tables > MOST_TABLES {
        return Err(Unfit::OutOfRange {
            name: "tables",
            value: tables as f64,
            low: 1.0,
            high: MOST_TABLES as f64,
        });
    }
    let (least, weights) = hypergeometric_weights(n, a + c, a + b);
    let at = (a - least) as usize;
    let table = Table { least, weights: &weights, at };
    let found = weights[at];
    let sum = |part: &[f64]| part.iter().sum::<f64>().min(1.0);
    let likely: Vec<f64> = weights.iter().copied().filter(|&weight| weight <= found * SAME).collect();
    let tail = (1.0 - confidence) / 2.0;
    Ok(Fisher {
        p: sum(&likely),
        p_less: sum(&weights[..=at]),
        p_greater: sum(&weights[at..]),
        odds_ratio: Ratio {
            estimate: table.likeliest(),
            ci_low: table.where_tail(tail, true),
            ci_high: table.where_tail(tail, false),
        },
        source: SOURCE,
    })
}

/// The chances of every upper left count under no association, and the count found.
struct Table<'a> {
    least: u64,
    weights: &'a [f64],
    at: usize,
}

impl Table<'_> {
    /// The chances when the odds ratio is eˡ, each weight times e to l times its count.
    fn tilted(&self, l: f64) -> Vec<f64> {
        let logs: Vec<f64> =
            self.weights.iter().enumerate().map(|(at, weight)| weight.ln() + l * at as f64).collect();
        let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let raw: Vec<f64> = logs.iter().map(|log| (log - most).exp()).collect();
        let whole: f64 = raw.iter().sum();
        raw.into_iter().map(|weight| weight / whole).collect()
    }

    /// Where a figure that rises with the odds ratio reaches `target`.
    fn solve(&self, target: f64, figure: impl Fn(&[f64]) -> f64) -> f64 {
        let (mut low, mut high) = (-60.0, 60.0);
        for _ in 0..100 {
            let middle = 0.5 * (low + high);
            if figure(&self.tilted(middle)) < target {
                low = middle;
            } else {
                high = middle;
            }
            if high - low < 1e-13 {
                break;
            }
        }
        f64::exp(0.5 * (low + high))
    }

    fn likeliest(&self) -> f64 {
        if self.weights.len() == 1 {
            return f64::NAN;
        }
        if self.at == 0 {
            return 0.0;
        }
        if self.at + 1 == self.weights.len() {
            return f64::INFINITY;
        }
        let mean = |weights: &[f64]| weights.iter().enumerate().map(|(at, weight)| weight * at as f64).sum();
        debug_assert!(self.least <= u64::MAX / 2);
        self.solve(self.at as f64, mean)
    }

    /// The odds ratio at which the tail beyond the count found has the chance `tail`: the lower end of the interval, or the upper.
    fn where_tail(&self, tail: f64, lower: bool) -> f64 {
        if lower {
            if self.at == 0 {
                return 0.0;
            }
            return self.solve(tail, |weights| weights[self.at..].iter().sum());
        }
        if self.at + 1 == self.weights.len() {
            return f64::INFINITY;
        }
        // The lower tail falls with the odds ratio; what is left of it rises.
        self.solve(1.0 - tail, |weights| weights[self.at + 1..].iter().sum())
    }
}

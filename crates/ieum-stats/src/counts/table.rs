//! Contingency tables.

use serde::Serialize;

use super::fisher::{Fisher, fisher_exact};
use crate::compare::Effect;
use crate::tails::{chi2_sf, noncentral_chi2_cdf, noncentrality, normal_quantile};
use crate::{Caution, Matrix, Unfit};

/// Pearson's test of independence.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChiSquare {
    /// Cases in all.
    pub n: f64,
    /// (rows − 1)(columns − 1), empty rows and columns left out.
    pub df: usize,
    /// Pearson's Σ(observed − expected)² / expected.
    pub statistic: f64,
    /// Of that statistic.
    pub p: f64,
    /// With Yates' correction, for tables of two by two.
    pub yates: Option<Statistic>,
    /// Wilks' likelihood ratio, 2 Σ observed ln(observed / expected).
    pub likelihood_ratio: Statistic,
    /// Cramér's V; its interval is that of the noncentrality of χ².
    pub effect: Effect,
    /// What independence would lead to expect, row after row.
    pub expected: Vec<Vec<f64>>,
    /// Adjusted residuals: standard normal under independence, so that those beyond 2 show where the table departs from it.
    pub residuals: Vec<Vec<f64>>,
    /// The smallest expected count.
    pub least_expected: f64,
    /// Rows and columns without a case, left out: row places, then column places.
    pub empty: (Vec<usize>, Vec<usize>),
    /// What to bear in mind; [`Caution::FewCases`] holds the smallest expected count, rounded down, against 5.
    pub warnings: Vec<Caution>,
    /// Where the formulas are from.
    pub source: &'static str,
}

/// A statistic and its p value.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Statistic {
    /// Against χ² with the table's degrees of freedom.
    pub statistic: f64,
    /// The chance of such a statistic or a larger one.
    pub p: f64,
}

const SOURCE: &str = "Pearson 1900, Philosophical Magazine 50, 157-175; Yates 1934, Supplement to the JRSS 1, 217-235; Haberman 1973, \
                      Biometrics 29, 205-220 (residuals); Cochran 1954, Biometrics 10, 417-451 (small counts); V's interval: Smithson 2003";

/// Pearson's test of independence of a table of counts.
///
/// Rows and columns without a case are left out and named. Counts need not be whole (weighted tables), but the p values take them to be
/// numbers of independent cases.
///
/// # Errors
/// [`Unfit::OutOfRange`] for a count below 0; [`Unfit::TooFew`] where fewer than two rows or columns have cases; [`Unfit::OutOfRange`] for
/// the confidence.
pub fn chi_square(table: &Matrix, confidence: f64) -> Result<ChiSquare, Unfit> {
    if !(confidence > 0.0 && confidence < 1.0) {
        return Err(Unfit::OutOfRange { name: "confidence", value: confidence, low: 0.0, high: 1.0 });
    }
    if let Some(&value) = table.cells().iter().find(|count| **count < 0.0) {
        return Err(Unfit::OutOfRange { name: "table", value, low: 0.0, high: f64::MAX });
    }
    let row_sums: Vec<f64> = (0..table.rows()).map(|row| table.row(row).iter().sum()).collect();
    let column_sums: Vec<f64> =
        (0..table.columns()).map(|column| table.column(column).iter().sum()).collect();
    let n: f64 = row_sums.iter().sum();
    let full = |sums: &[f64]| (0..sums.len()).filter(|&at| sums[at] > 0.0).collect::<Vec<usize>>();
    let (rows, columns) = (full(&row_sums), full(&column_sums));
    if rows.len() < 2 || columns.len() < 2 {
        return Err(Unfit::TooFew { needed: 2, found: rows.len().min(columns.len()) });
    }
    let expect = |row: usize, column: usize| row_sums[row] / n * column_sums[column];
    let two_by_two = rows.len() == 2 && columns.len() == 2;
    let (mut pearson, mut corrected, mut ratio, mut least) = (0.0, 0.0, 0.0, f64::INFINITY);
    for &row in &rows {
        for &column in &columns {
            let (observed, expected) = (table.at(row, column), expect(row, column));
            let off = observed - expected;
            pearson += off * off / expected;
            // The correction never goes past nought.
            let less = (off.abs() - 0.5).max(0.0);
            corrected += less * less / expected;
            if observed > 0.0 {
                ratio += 2.0 * observed * (observed / expected).ln();
            }
            least = expected.min(least);
        }
    }
    let df = (rows.len() - 1) * (columns.len() - 1);
    let of = |statistic: f64| Statistic { statistic, p: chi2_sf(statistic, df as f64) };
    let smaller = (rows.len().min(columns.len()) - 1) as f64;
    let tail = (1.0 - confidence) / 2.0;
    let bound = |target: f64| {
        let lambda = noncentrality(target, |lambda| noncentral_chi2_cdf(pearson, df as f64, lambda));
        (lambda / (n * smaller)).sqrt().min(1.0)
    };
    let residual = |row: usize, column: usize| {
        let spread = expect(row, column) * (1.0 - row_sums[row] / n) * (1.0 - column_sums[column] / n);
        if spread > 0.0 { (table.at(row, column) - expect(row, column)) / spread.sqrt() } else { 0.0 }
    };
    let each = |cell: &dyn Fn(usize, usize) -> f64| -> Vec<Vec<f64>> {
        (0..table.rows()).map(|row| (0..table.columns()).map(|column| cell(row, column)).collect()).collect()
    };
    let warnings = (least < 5.0).then_some(Caution::FewCases { found: least as usize, advised: 5 });
    let without = |sums: &[f64]| (0..sums.len()).filter(|&at| sums[at] == 0.0).collect::<Vec<usize>>();
    Ok(ChiSquare {
        n,
        df,
        statistic: pearson,
        p: of(pearson).p,
        yates: two_by_two.then(|| of(corrected)),
        likelihood_ratio: of(ratio),
        effect: Effect {
            name: "cramer_v",
            estimate: (pearson / (n * smaller)).sqrt(),
            ci_low: bound(1.0 - tail),
            ci_high: bound(tail),
        },
        expected: each(&expect),
        residuals: each(&residual),
        least_expected: least,
        empty: (without(&row_sums), without(&column_sums)),
        warnings: warnings.into_iter().collect(),
        source: SOURCE,
    })
}

/// A ratio with its interval.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ratio {
    /// The ratio; infinite where its lower count is 0.
    pub estimate: f64,
    /// Where its interval begins.
    pub ci_low: f64,
    /// Where it ends.
    pub ci_high: f64,
}

/// A table of two by two: of `a + b` with a mark `a` have the outcome, of `c + d` without it `c` have.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TwoByTwo {
    /// Cases in all.
    pub n: u64,
    /// `a d / (b c)`, interval by Woolf 1955, Annals of Human Genetics 19, 251–253.
    pub odds_ratio: Ratio,
    /// The share with the mark over the share without, interval by Katz et al. 1978, Biometrics 34, 469–474.
    pub relative_risk: Ratio,
    /// Whether a half was added to every count, since one of them is 0 (Haldane 1956, Annals of Human Genetics 20, 309–311; Anscombe 1956).
    pub halves_added: bool,
    /// Fisher's exact test of the counts as they are; none where too many tables have these margins to be counted out.
    pub fisher: Option<Fisher>,
    /// Pearson's test with and without Yates' correction; none where a margin is 0.
    pub chi_square: Option<ChiSquare>,
    /// The confidence of all intervals.
    pub confidence: f64,
    /// What to bear in mind.
    pub warnings: Vec<Caution>,
}

/// Odds ratio, relative risk and tests of a table of two by two, its counts row after row.
///
/// ```
/// let found = ieum_stats::counts::two_by_two([68, 71, 26, 156], 0.95)?;
/// assert!((found.odds_ratio.estimate - 5.75).abs() < 0.005 && found.odds_ratio.ci_low > 3.0);
/// # Ok::<(), ieum_stats::Unfit>(())
/// ```
///
/// # Errors
/// [`Unfit::TooFew`] without cases in a row; [`Unfit::OutOfRange`] for the confidence.
pub fn two_by_two([a, b, c, d]: [u64; 4], confidence: f64) -> Result<TwoByTwo, Unfit> {
    if !(confidence > 0.0 && confidence < 1.0) {
        return Err(Unfit::OutOfRange { name: "confidence", value: confidence, low: 0.0, high: 1.0 });
    }
    if let Some(count) = [a, b, c, d].into_iter().find(|count| *count > 1 << 50) {
        return Err(Unfit::OutOfRange {
            name: "counts",
            value: count as f64,
            low: 0.0,
            high: 2_f64.powi(50),
        });
    }
    for (at, sum) in [a + b, c + d].into_iter().enumerate() {
        if sum == 0 {
            return Err(Unfit::Empty { name: "row", at });
        }
    }
    let halves_added = [a, b, c, d].contains(&0);
    let add = if halves_added { 0.5 } else { 0.0 };
    let [one, two, three, four] = [a, b, c, d].map(|count| count as f64 + add);
    let z = -normal_quantile((1.0 - confidence) / 2.0);
    let ratio = |estimate: f64, variance: f64| {
        let half = z * variance.sqrt();
        Ratio { estimate, ci_low: estimate * (-half).exp(), ci_high: estimate * half.exp() }
    };
    let cells = Matrix::new(2, 2, [a, b, c, d].iter().map(|&count| count as f64).collect())?;
    let chi_square = chi_square(&cells, confidence).ok();
    let warnings = chi_square.iter().flat_map(|test| test.warnings.clone()).collect();
    let risk = (one / (one + two)) / (three / (three + four));
    Ok(TwoByTwo {
        n: a + b + c + d,
        odds_ratio: ratio(one * four / (two * three), 1.0 / one + 1.0 / two + 1.0 / three + 1.0 / four),
        relative_risk: ratio(risk, 1.0 / one - 1.0 / (one + two) + 1.0 / three - 1.0 / (three + four)),
        halves_added,
        fisher: fisher_exact([a, b, c, d], confidence).ok(),
        chi_square,
        confidence,
        warnings,
    })
}

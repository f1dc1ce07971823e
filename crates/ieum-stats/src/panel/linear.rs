//! Least squares with the standard errors a panel asks for.

use crate::glm::solve::{self, least_squares, meat, numbered, sandwich};
use crate::glm::{Coefficient, Scale, in_range};
use crate::{Caution, Matrix, Unfit};

/// Clusters below which cluster-robust errors are too small (Cameron and Miller 2015, §VI).
const ENOUGH_CLUSTERS: usize = 40;

/// How standard errors are made.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Errors {
    /// One variance for all cases.
    #[default]
    Classical,
    /// White's sandwich times n/(n − K), K counting absorbed effects.
    Hc1,
    /// The sandwich over clusters, one label a case.
    Cluster {
        /// Equal labels, one cluster.
        labels: Vec<usize>,
        /// The small-sample rule.
        small_sample: SmallSample,
    },
}

/// The factor by which cluster-robust covariances are stretched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SmallSample {
    /// G/(G − 1) · (n − 1)/(n − K), K without effects that lie within clusters (`fixest`, `pyfixest`, `reghdfe`).
    #[default]
    NestedNotCounted,
    /// G/(G − 1) · (n − 1)/(n − K), K with every absorbed effect (Stata `areg`, least squares with dummies).
    AllCounted,
    /// No factor (CR0).
    None,
}

impl SmallSample {
    fn name(self) -> &'static str {
        match self {
            Self::NestedNotCounted => "cluster-cr1-nested-not-counted",
            Self::AllCounted => "cluster-cr1-all-counted",
            Self::None => "cluster-cr0",
        }
    }
}

/// What may be chosen for any panel model.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// Coverage of the intervals, in (0, 1).
    pub level: f64,
    /// How standard errors are made.
    pub errors: Errors,
}

impl Default for Options {
    /// 95 % intervals, classical errors.
    fn default() -> Self {
        Self { level: 0.95, errors: Errors::Classical }
    }
}

/// Effects that were taken out of the columns before.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Absorbed<'a> {
    /// Labels of each grouping, if any.
    pub(crate) groupings: &'a [&'a [usize]],
    /// Independent effects.
    pub(crate) rank: usize,
}

/// Least squares and its errors.
#[derive(Debug, Clone)]
pub(crate) struct Linear {
    pub(crate) estimates: Vec<f64>,
    pub(crate) covariance: Vec<f64>,
    /// Squared length of the residuals.
    pub(crate) left: f64,
    /// n minus coefficients minus absorbed effects.
    pub(crate) df_residual: usize,
    /// Degrees of freedom of the t statistics.
    pub(crate) df_t: f64,
    /// The name of the rule for errors.
    pub(crate) rule: &'static str,
    pub(crate) clusters: Option<usize>,
    level: f64,
}

impl Linear {
    pub(crate) fn table(&self, terms: &[String]) -> Vec<Coefficient> {
        self.scale().table(terms, &self.estimates, &self.covariance)
    }

    pub(crate) fn scale(&self) -> Scale {
        Scale::student(self.df_t, self.level)
    }
}

/// Refuses a level outside (0, 1).
pub(crate) fn checked_level(level: f64) -> Result<(), Unfit> {
    if level > 0.0 && level < 1.0 {
        return Ok(());
    }
    Err(Unfit::OutOfRange { name: "level", value: level, low: 0.0, high: 1.0 })
}

/// Refuses an outcome or names that do not belong to the design.
pub(crate) fn checked_shapes(x: &Matrix, terms: &[String], y: &[f64]) -> Result<(), Unfit> {
    if y.len() != x.rows() {
        return Err(Unfit::Shape { expected: x.rows(), found: y.len() });
    }
    if terms.len() != x.columns() {
        return Err(Unfit::Shape { expected: x.columns(), found: terms.len() });
    }
    match y.iter().position(|y| !y.is_finite()) {
        Some(row) => Err(Unfit::NotFinite { row, column: x.columns() }),
        None => in_range(x, y),
    }
}

/// Least squares of `y` on `x`, from both of which `absorbed` was taken out before.
pub(crate) fn linear(
    x: &Matrix,
    y: &[f64],
    absorbed: Absorbed<'_>,
    options: &Options,
    warnings: &mut Vec<Caution>,
) -> Result<Linear, Unfit> {
    checked_level(options.level)?;
    let (n, k) = (x.rows(), x.columns());
    let used = k + absorbed.rank;
    if n <= used {
        return Err(Unfit::TooFew { needed: used + 1, found: n });
    }
    let solved = least_squares(x, None, y)?;
    let df_residual = n - used;
    let fitted = solve::predict(x, &solved.coefficients);
    let residuals: Vec<f64> = y.iter().zip(&fitted).map(|(y, fitted)| y - fitted).collect();
    let cases = n as f64;
    let scaled = |cells: Vec<f64>, by: f64| -> Vec<f64> { cells.into_iter().map(|cell| cell * by).collect() };
    let (covariance, df_t, rule, clusters) = match &options.errors {
        Errors::Classical => {
            let variance = solved.left / df_residual as f64;
            (scaled(solved.inverse, variance), df_residual as f64, "classical", None)
        }
        Errors::Hc1 => {
            let cells = sandwich(&solved.inverse, &meat(x, &residuals, None), k);
            (scaled(cells, cases / df_residual as f64), df_residual as f64, "hc1", None)
        }
        Errors::Cluster { labels, small_sample } => {
            if labels.len() != n {
                return Err(Unfit::Shape { expected: n, found: labels.len() });
            }
            let (of, count) = numbered(labels);
            if count < 2 {
                return Err(Unfit::TooFew { needed: 2, found: count });
            }
            if count < ENOUGH_CLUSTERS {
                warnings.push(Caution::FewClusters { found: count, advised: ENOUGH_CLUSTERS });
            }
            let groups = count as f64;
            let counted = match small_sample {
                SmallSample::NestedNotCounted => k + beyond_clusters(absorbed, &of),
                SmallSample::AllCounted | SmallSample::None => used,
            };
            let factor = match small_sample {
                SmallSample::None => 1.0,
                _ => groups / (groups - 1.0) * (cases - 1.0) / (cases - counted as f64),
            };
            let cells = sandwich(&solved.inverse, &meat(x, &residuals, Some((&of, count))), k);
            (scaled(cells, factor), groups - 1.0, small_sample.name(), Some(count))
        }
    };
    Ok(Linear {
        estimates: solved.coefficients,
        covariance,
        left: solved.left,
        df_residual,
        df_t,
        rule,
        clusters,
        level: options.level,
    })
}

/// Levels of the groupings that reach across clusters.
fn beyond_clusters(absorbed: Absorbed<'_>, clusters: &[usize]) -> usize {
    let across = |labels: &&[usize]| {
        let (of, count) = numbered(labels);
        let mut home = vec![None; count];
        let nested = of.iter().zip(clusters).all(|(group, cluster)| {
            let known = home[*group].get_or_insert(*cluster);
            *known == *cluster
        });
        if nested { 0 } else { count }
    };
    absorbed.groupings.iter().map(across).sum()
}

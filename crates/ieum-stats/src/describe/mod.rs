//! One column described: mean, spread, shape.

mod quantile;

use serde::Serialize;

use crate::dd::Dd;
use crate::tails::{chi2_quantile, chi2_sf, chi2_upper_quantile, t_two_sided_quantile};
use crate::{Caution, Unfit};

pub use quantile::{Convention, quantile, quantiles};

/// How a description is to be made.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// Of the intervals, over 0 and under 1.
    pub confidence: f64,
    /// Which quartiles.
    pub quartiles: Convention,
}

impl Default for Options {
    /// 95 % and the quartiles of most spreadsheets.
    fn default() -> Self {
        Self { confidence: 0.95, quartiles: Convention::Linear }
    }
}

/// One column described. Figures that need more cases than there are, or any spread at all, are none.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Description {
    /// Values that are there.
    pub n: usize,
    /// Values that are not.
    pub missing: usize,
    /// Of all values.
    pub sum: f64,
    /// Arithmetic.
    pub mean: f64,
    /// √(variance).
    pub sd: Option<f64>,
    /// With n − 1 below.
    pub variance: Option<f64>,
    /// sd / √n.
    pub std_error: Option<f64>,
    /// Where the mean's interval begins (t with n − 1 degrees of freedom).
    pub ci_low: Option<f64>,
    /// Where it ends.
    pub ci_high: Option<f64>,
    /// Where the interval of the standard deviation begins (χ², which needs a normal population).
    pub sd_ci_low: Option<f64>,
    /// Where it ends.
    pub sd_ci_high: Option<f64>,
    /// The least value.
    pub min: f64,
    /// The lower quartile by `quartile_convention`.
    pub q1: f64,
    /// The middle value, or the mean of the two middle ones.
    pub median: f64,
    /// The upper quartile by `quartile_convention`.
    pub q3: f64,
    /// The largest value.
    pub max: f64,
    /// Which quartiles these are.
    pub quartile_convention: Convention,
    /// G₁, the adjusted coefficient that SPSS, SAS and Excel print (Joanes and Gill 1998, The Statistician 47, 183–189).
    pub skewness: Option<f64>,
    /// Of G₁ from a normal population (Cramér 1946, «Mathematical methods of statistics», 29.3).
    pub skewness_se: Option<f64>,
    /// G₂, excess over the normal distribution's 3, adjusted as G₁ is.
    pub kurtosis: Option<f64>,
    /// Of G₂ from a normal population.
    pub kurtosis_se: Option<f64>,
    /// Σ(xᵢ − x̄)(xᵢ₊₁ − x̄) / Σ(xᵢ − x̄)² in the order of the values (NIST's definition).
    pub lag1_autocorrelation: Option<f64>,
    /// Of all intervals.
    pub confidence: f64,
    /// What to bear in mind.
    pub warnings: Vec<Caution>,
    /// Where the formulas are from.
    pub source: &'static str,
}

const SOURCE: &str = "Two passes in double-double; skewness and kurtosis: Joanes and Gill 1998, The Statistician 47, 183–189, G1 and G2; \
                      intervals: t and chi-square; normality: Jarque and Bera 1987";

/// n, mean and squares about the mean, in double-double: what comparisons of groups are made of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Moments {
    /// How many values.
    pub n: usize,
    /// Their mean.
    pub mean: Dd,
    /// Σ(x − mean)².
    pub squares: Dd,
}

impl Moments {
    /// Of values that are there and finite, in two passes; the second corrects for what rounding left in the mean.
    ///
    /// # Errors
    /// [`Unfit::TooFew`] without any, [`Unfit::NotFinite`] at a value that is no finite number, as row 0 on.
    pub fn of(values: &[Dd]) -> Result<Self, Unfit> {
        if values.is_empty() {
            return Err(Unfit::TooFew { needed: 1, found: 0 });
        }
        if let Some(row) = values.iter().position(|value| !value.is_finite()) {
            return Err(Unfit::NotFinite { row, column: 0 });
        }
        let n = Dd::from(values.len());
        let mean = values.iter().sum::<Dd>() / n;
        if values.iter().all(|value| *value == values[0]) {
            return Ok(Self { n: values.len(), mean: values[0], squares: Dd::ZERO });
        }
        let (mut squares, mut rest) = (Dd::ZERO, Dd::ZERO);
        for &value in values {
            let off = value - mean;
            squares += off.square();
            rest += off;
        }
        Ok(Self { n: values.len(), mean, squares: squares - rest.square() / n })
    }

    /// From a printed n, mean and standard deviation.
    ///
    /// # Errors
    /// [`Unfit::TooFew`] without cases, [`Unfit::OutOfRange`] for a standard deviation below 0 or figures that are no finite numbers.
    pub fn printed(n: usize, mean: Dd, sd: Dd) -> Result<Self, Unfit> {
        if n == 0 {
            return Err(Unfit::TooFew { needed: 1, found: 0 });
        }
        if !mean.is_finite() {
            return Err(Unfit::OutOfRange {
                name: "mean",
                value: mean.to_f64(),
                low: f64::MIN,
                high: f64::MAX,
            });
        }
        if !(sd.is_finite() && sd >= Dd::ZERO) {
            return Err(Unfit::OutOfRange { name: "sd", value: sd.to_f64(), low: 0.0, high: f64::MAX });
        }
        Ok(Self { n, mean, squares: sd.square() * Dd::from(n - 1) })
    }

    /// With n − 1 below; not a number for a single value.
    #[must_use]
    pub fn variance(&self) -> Dd {
        if self.n < 2 { Dd::from(f64::NAN) } else { self.squares / Dd::from(self.n - 1) }
    }

    /// √(variance).
    #[must_use]
    pub fn sd(&self) -> Dd {
        self.variance().sqrt()
    }
}

/// Describes a column. Values that are no number are missing: left out and counted.
///
/// # Errors
/// [`Unfit::TooFew`] when no value is there, [`Unfit::NotFinite`] at an infinite one, [`Unfit::OutOfRange`] for the confidence.
pub fn describe(values: &[Dd], options: Options) -> Result<Description, Unfit> {
    if !(options.confidence > 0.0 && options.confidence < 1.0) {
        return Err(Unfit::OutOfRange { name: "confidence", value: options.confidence, low: 0.0, high: 1.0 });
    }
    if let Some(row) = values.iter().position(|value| value.hi().is_infinite()) {
        return Err(Unfit::NotFinite { row, column: 0 });
    }
    let there: Vec<Dd> = values.iter().copied().filter(|value| !value.hi().is_nan()).collect();
    let moments = Moments::of(&there)?;
    let (n, missing) = (there.len(), values.len() - there.len());
    let count = n as f64;
    let mut sorted = there.clone();
    sorted.sort_by(Dd::total_cmp);
    let several = n > 1;
    let spread = moments.squares.to_f64() > 0.0;
    let error = (moments.variance() / Dd::from(n)).sqrt();
    let tail = 1.0 - options.confidence;
    let half = several.then(|| error * t_two_sided_quantile(tail, count - 1.0));
    let deviation = |quantile: f64| (moments.squares / Dd::from(quantile)).sqrt().to_f64();
    let shape = Shape::of(&there, &moments);
    let mut warnings = Vec::new();
    if missing > 0 {
        warnings.push(Caution::Dropped { cases: missing });
    }
    if spread && n >= 8 {
        let statistic = count / 6.0 * (shape.g1 * shape.g1 + shape.g2 * shape.g2 / 4.0);
        let p = chi2_sf(statistic, 2.0);
        if p < 0.05 {
            warnings.push(Caution::NotNormal { p });
        }
    }
    // Cramér's variance of G₁; G₂'s follows from it.
    let skewness_se = (6.0 * count * (count - 1.0) / ((count - 2.0) * (count + 1.0) * (count + 3.0))).sqrt();
    let kurtosis_se = 2.0 * skewness_se * ((count * count - 1.0) / ((count - 3.0) * (count + 5.0))).sqrt();
    let at = |p: f64| quantile(&sorted, p, options.quartiles).to_f64();
    Ok(Description {
        n,
        missing,
        sum: there.iter().sum::<Dd>().to_f64(),
        mean: moments.mean.to_f64(),
        sd: several.then(|| moments.sd().to_f64()),
        variance: several.then(|| moments.variance().to_f64()),
        std_error: several.then(|| error.to_f64()),
        ci_low: half.map(|half| (moments.mean - half).to_f64()),
        ci_high: half.map(|half| (moments.mean + half).to_f64()),
        sd_ci_low: several.then(|| deviation(chi2_upper_quantile(tail / 2.0, count - 1.0))),
        sd_ci_high: several.then(|| deviation(chi2_quantile(tail / 2.0, count - 1.0))),
        min: sorted[0].to_f64(),
        q1: at(0.25),
        median: quantile(&sorted, 0.5, Convention::Linear).to_f64(),
        q3: at(0.75),
        max: sorted[n - 1].to_f64(),
        quartile_convention: options.quartiles,
        skewness: (n > 2 && spread).then_some(shape.skewness),
        skewness_se: (n > 2).then_some(skewness_se),
        kurtosis: (n > 3 && spread).then_some(shape.kurtosis),
        kurtosis_se: (n > 3).then_some(kurtosis_se),
        lag1_autocorrelation: (several && spread).then_some(shape.lag1),
        confidence: options.confidence,
        warnings,
        source: SOURCE,
    })
}

/// [`describe`] for doubles, 95 % and the usual quartiles.
///
/// ```
/// let found = ieum_stats::describe::describe_f64(&[2.0, 4.0, f64::NAN, 9.0])?;
/// assert_eq!((found.n, found.missing, found.mean), (3, 1, 5.0));
/// # Ok::<(), ieum_stats::Unfit>(())
/// ```
///
/// # Errors
/// As [`describe`].
pub fn describe_f64(values: &[f64]) -> Result<Description, Unfit> {
    let exact: Vec<Dd> = values.iter().copied().map(Dd::from).collect();
    describe(&exact, Options::default())
}

struct Shape {
    g1: f64,
    g2: f64,
    skewness: f64,
    kurtosis: f64,
    lag1: f64,
}

impl Shape {
    fn of(values: &[Dd], moments: &Moments) -> Self {
        let n = Dd::from(values.len());
        let (mut cubes, mut fourths, mut beside) = (Dd::ZERO, Dd::ZERO, Dd::ZERO);
        let mut before: Option<Dd> = None;
        for &value in values {
            let off = value - moments.mean;
            let square = off.square();
            cubes += square * off;
            fourths += square.square();
            if let Some(before) = before {
                beside += before * off;
            }
            before = Some(off);
        }
        let second = moments.squares / n;
        let g1 = cubes / n / (second * second.sqrt());
        let g2 = fourths / n / second.square() - 3.0;
        let skewness = g1 * (n * (n - 1.0)).sqrt() / (n - 2.0);
        let kurtosis = (g2 * (n + 1.0) + 6.0) * (n - 1.0) / ((n - 2.0) * (n - 3.0));
        Self {
            g1: g1.to_f64(),
            g2: g2.to_f64(),
            skewness: skewness.to_f64(),
            kurtosis: kurtosis.to_f64(),
            lag1: (beside / moments.squares).to_f64(),
        }
    }
}

#[cfg(test)]
mod tests;

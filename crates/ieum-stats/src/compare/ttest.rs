//! Student's t tests.

use serde::Serialize;

use super::anova::spread_test;
use super::effect::{Effect, standardised};
use super::{Group, confidence_fits};
use crate::dd::Dd;
use crate::describe::Moments;
use crate::ols::Test;
use crate::tails::{chi2_sf, t_cdf, t_sf, t_two_sided, t_two_sided_quantile};
use crate::{Caution, Unfit};

/// What the p value looks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Alternative {
    /// A difference either way.
    TwoSided,
    /// The first below the second, or below the value compared with.
    Less,
    /// The first above.
    Greater,
}

/// Which t test.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// One group against a value.
    OneSample,
    /// Two measurements of each case.
    Paired,
    /// Two groups of equal spread (Student).
    Pooled,
    /// Two groups, spreads free (Welch 1947, Biometrika 34, 28–35; degrees of freedom after Satterthwaite).
    Welch,
}

/// How a t test is to be made.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TOptions {
    /// Of the intervals, over 0 and under 1.
    pub confidence: f64,
    /// What p looks for; intervals are two-sided either way.
    pub alternative: Alternative,
}

impl Default for TOptions {
    /// 95 %, two-sided.
    fn default() -> Self {
        Self { confidence: 0.95, alternative: Alternative::TwoSided }
    }
}

/// A t test.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TTest {
    /// Which one.
    pub kind: Kind,
    /// Cases in all.
    pub n: usize,
    /// One or two; for pairs, the differences.
    pub groups: Vec<Group>,
    /// First less second, or mean less the value compared with.
    pub difference: f64,
    /// Of the difference.
    pub std_error: f64,
    /// Difference over its standard error.
    pub t: f64,
    /// Not whole in Welch's test.
    pub df: f64,
    /// For the alternative.
    pub p: f64,
    /// What p looks for.
    pub alternative: Alternative,
    /// Where the interval of the difference begins.
    pub ci_low: f64,
    /// Where it ends.
    pub ci_high: f64,
    /// Of the intervals.
    pub confidence: f64,
    /// Cohen's d and Hedges' g: in the pooled standard deviation, for Welch in the root of the mean variance, for pairs in the standard
    /// deviation of the differences.
    pub effects: Vec<Effect>,
    /// Brown and Forsythe's test of equal spread, where there are two groups of values.
    pub equal_spread: Option<Test>,
    /// Jarque and Bera's test of what is left when the means are taken away, where there are values.
    pub normal: Option<Test>,
    /// What to bear in mind.
    pub warnings: Vec<Caution>,
    /// Where the formulas are from.
    pub source: &'static str,
}

const SOURCE: &str = "Student 1908, Biometrika 6, 1-25; Welch 1947, Biometrika 34, 28-35; Satterthwaite 1946, Biometrics Bulletin 2, 110-114; \
                      effects: Steiger and Fouladi 1997, Hedges 1981, Delacre et al. 2021";

/// One group against a value.
///
/// # Errors
/// [`Unfit::TooFew`] under 2 cases, [`Unfit::NotFinite`], [`Unfit::Constant`] without spread, [`Unfit::OutOfRange`] for the confidence.
pub fn one_sample(values: &[Dd], against: Dd, options: TOptions) -> Result<TTest, Unfit> {
    let mut test = one_sample_of(&Moments::of(values)?, against, options)?;
    add_normal(&mut test, &[values]);
    Ok(test)
}

/// [`one_sample`] from n, mean and spread alone.
///
/// # Errors
/// As [`one_sample`].
pub fn one_sample_of(group: &Moments, against: Dd, options: TOptions) -> Result<TTest, Unfit> {
    confidence_fits(options.confidence)?;
    if group.n < 2 {
        return Err(Unfit::TooFew { needed: 2, found: group.n });
    }
    let n = Dd::from(group.n);
    let error = (group.variance() / n).sqrt();
    let found = Found {
        kind: Kind::OneSample,
        groups: vec![Group::of("1", group)],
        difference: group.mean - against,
        error,
        df: n - 1.0,
        unit: group.sd(),
    };
    found.report(options)
}

/// Two measurements of each case; the test of their differences.
///
/// # Errors
/// As [`one_sample`], and [`Unfit::Shape`] where the lists differ in length.
pub fn paired(first: &[Dd], second: &[Dd], options: TOptions) -> Result<TTest, Unfit> {
    if first.len() != second.len() {
        return Err(Unfit::Shape { expected: first.len(), found: second.len() });
    }
    let differences: Vec<Dd> = first.iter().zip(second).map(|(&one, &other)| one - other).collect();
    let mut test = one_sample(&differences, Dd::ZERO, options)?;
    test.kind = Kind::Paired;
    test.effects.iter_mut().filter(|effect| effect.name == "cohen_d").for_each(|d| d.name = "cohen_dz");
    Ok(test)
}

/// Two groups of values; `kind` is [`Kind::Pooled`] or, for any other, Welch's.
///
/// ```
/// use ieum_stats::compare::{Kind, TOptions, two_samples};
/// use ieum_stats::dd::Dd;
///
/// let read = |text: &str| -> Vec<Dd> { text.split(' ').filter_map(|cell| cell.parse().ok()).collect() };
/// let found = two_samples(&read("1.1 1.3 1.2"), &read("1.5 1.7 1.6"), Kind::Pooled, TOptions::default())?;
/// assert_eq!((found.difference, found.df), (-0.4, 4.0));
/// # Ok::<(), ieum_stats::Unfit>(())
/// ```
///
/// # Errors
/// [`Unfit::TooFew`] under 2 cases in a group, [`Unfit::NotFinite`], [`Unfit::Constant`] where neither group has spread,
/// [`Unfit::OutOfRange`] for the confidence.
pub fn two_samples(first: &[Dd], second: &[Dd], kind: Kind, options: TOptions) -> Result<TTest, Unfit> {
    let mut test = two_samples_of(&Moments::of(first)?, &Moments::of(second)?, kind, options)?;
    add_normal(&mut test, &[first, second]);
    test.equal_spread = spread_test(&[first, second], true);
    if let (Some(spread), Kind::Pooled) = (&test.equal_spread, test.kind)
        && spread.p < 0.05
    {
        test.warnings.push(Caution::UnequalSpread { p: spread.p });
    }
    Ok(test)
}

/// [`two_samples`] from n, mean and spread of each group alone.
///
/// # Errors
/// As [`two_samples`].
pub fn two_samples_of(
    first: &Moments,
    second: &Moments,
    kind: Kind,
    options: TOptions,
) -> Result<TTest, Unfit> {
    confidence_fits(options.confidence)?;
    // A single case has no spread of its own but can stand beside a group that has.
    let least = if kind == Kind::Pooled { 1 } else { 2 };
    let found = first.n.min(second.n);
    if found < least || first.n + second.n < 3 {
        return Err(Unfit::TooFew { needed: 2, found });
    }
    let (n1, n2) = (Dd::from(first.n), Dd::from(second.n));
    let both = n1 + n2 - 2.0;
    let pooled = kind == Kind::Pooled;
    let (square, df, unit) = if pooled {
        let variance = (first.squares + second.squares) / both;
        (variance * (Dd::ONE / n1 + Dd::ONE / n2), both, variance.sqrt())
    } else {
        let (one, other) = (first.variance() / n1, second.variance() / n2);
        let df = (one + other).square() / (one.square() / (n1 - 1.0) + other.square() / (n2 - 1.0));
        (one + other, df, ((first.variance() + second.variance()) / Dd::from(2.0)).sqrt())
    };
    let found = Found {
        kind: if pooled { Kind::Pooled } else { Kind::Welch },
        groups: vec![Group::of("1", first), Group::of("2", second)],
        difference: first.mean - second.mean,
        error: square.sqrt(),
        df,
        unit,
    };
    found.report(options)
}

struct Found {
    kind: Kind,
    groups: Vec<Group>,
    difference: Dd,
    error: Dd,
    df: Dd,
    /// What the difference is standardised by.
    unit: Dd,
}

impl Found {
    fn report(self, options: TOptions) -> Result<TTest, Unfit> {
        if self.error.is_zero() {
            return Err(Unfit::Constant { column: 0 });
        }
        let t = (self.difference / self.error).to_f64();
        let df = self.df.to_f64();
        let half = self.error * t_two_sided_quantile(1.0 - options.confidence, df);
        let ratio = (self.error / self.unit).to_f64();
        Ok(TTest {
            kind: self.kind,
            n: self.groups.iter().map(|group| group.n).sum(),
            groups: self.groups,
            difference: self.difference.to_f64(),
            std_error: self.error.to_f64(),
            t,
            df,
            p: match options.alternative {
                Alternative::TwoSided => t_two_sided(t, df),
                Alternative::Less => t_cdf(t, df),
                Alternative::Greater => t_sf(t, df),
            },
            alternative: options.alternative,
            ci_low: (self.difference - half).to_f64(),
            ci_high: (self.difference + half).to_f64(),
            confidence: options.confidence,
            effects: standardised(t, df, ratio, options.confidence, "cohen_d"),
            equal_spread: None,
            normal: None,
            warnings: Vec::new(),
            source: SOURCE,
        })
    }
}

fn add_normal(test: &mut TTest, groups: &[&[Dd]]) {
    test.normal = normal_test(groups);
    if let Some(normal) = &test.normal
        && normal.p < 0.05
    {
        test.warnings.push(Caution::NotNormal { p: normal.p });
    }
}

/// Jarque and Bera's statistic of values less the mean of their group, n/6 (g₁² + g₂²/4) against χ² with 2 degrees of freedom; none
/// under 8 cases or without spread.
pub(super) fn normal_test(groups: &[&[Dd]]) -> Option<Test> {
    let mut rest = Vec::new();
    for values in groups {
        let mean = Moments::of(values).ok()?.mean;
        rest.extend(values.iter().map(|&value| (value - mean).to_f64()));
    }
    let n = rest.len() as f64;
    let unit = (rest.iter().map(|value| value * value).sum::<f64>() / n).sqrt();
    if rest.len() < 8 || unit == 0.0 {
        return None;
    }
    let power = |power: i32| rest.iter().map(|value| (value / unit).powi(power)).sum::<f64>() / n;
    let (skewness, kurtosis) = (power(3), power(4) - 3.0);
    let statistic = n / 6.0 * (skewness * skewness + kurtosis * kurtosis / 4.0);
    Some(Test { statistic, df: 2.0, p: chi2_sf(statistic, 2.0) })
}

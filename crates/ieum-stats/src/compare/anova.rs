//! One-way analysis of variance.

use serde::Serialize;

use super::effect::{Effect, shares};
use super::posthoc::{Comparison, Lettered, Method, compare_all, most_compared};
use super::ttest::normal_test;
use super::{Group, confidence_fits};
use crate::dd::Dd;
use crate::describe::{Convention, Moments, quantile};
use crate::ols::Test;
use crate::tails::f_sf;
use crate::{Caution, Unfit};

/// How an analysis of variance is to be made.
#[derive(Debug, Clone, PartialEq)]
pub struct AnovaOptions {
    /// Of the intervals, over 0 and under 1.
    pub confidence: f64,
    /// Which comparisons of pairs follow.
    pub methods: Vec<Method>,
}

impl Default for AnovaOptions {
    /// 95 %, Scheffé and Tukey.
    fn default() -> Self {
        Self { confidence: 0.95, methods: vec![Method::Scheffe, Method::Tukey] }
    }
}

/// The analysis that does not take spreads to be equal (Welch 1951, Biometrika 38, 330–336).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Welch {
    /// The statistic.
    pub f: f64,
    /// Groups less 1.
    pub df_between: f64,
    /// Not whole.
    pub df_within: f64,
    /// The chance of such an F or a larger one among equal means.
    pub p: f64,
}

/// A one-way analysis of variance.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Anova {
    /// Cases in all.
    pub n: usize,
    /// In the order given.
    pub groups: Vec<Group>,
    /// Mean square between over mean square within.
    pub f: f64,
    /// The chance of such an F or a larger one among equal means.
    pub p: f64,
    /// Groups less 1.
    pub df_between: usize,
    /// Cases less groups.
    pub df_within: usize,
    /// Squares of the groups' means about the mean of all, each as often as it has cases.
    pub ss_between: f64,
    /// Squares of the values about their group's mean.
    pub ss_within: f64,
    /// `ss_between` over both.
    pub r_squared: f64,
    /// √(`ss_within` / `df_within`).
    pub residual_sd: f64,
    /// η² and ω².
    pub effects: Vec<Effect>,
    /// None where a group has a single case or no spread.
    pub welch: Option<Welch>,
    /// Levene's test of equal spread, about the means; none without values.
    pub levene: Option<Test>,
    /// Brown and Forsythe's, about the medians; none without values.
    pub brown_forsythe: Option<Test>,
    /// Jarque and Bera's test of the values less their group's mean; none without values.
    pub normal: Option<Test>,
    /// Every pair by every method asked for.
    pub posthoc: Vec<Comparison>,
    /// Groups that share a letter do not differ at 1 less the confidence.
    pub letters: Vec<Lettered>,
    /// Of the intervals.
    pub confidence: f64,
    /// What to bear in mind.
    pub warnings: Vec<Caution>,
    /// Where the formulas are from.
    pub source: &'static str,
}

/// Cases a group from which on what is said of it is thought good.
const ENOUGH: usize = 5;
const SOURCE: &str = "Fisher 1925, «Statistical methods for research workers», ch. VII, sums in double-double; Welch 1951, Biometrika 38, \
                      330-336; Levene 1960; Brown and Forsythe 1974, JASA 69, 364-367; effects: Steiger 2004, Psychological Methods 9, 164-182";

/// The sums an analysis of variance stands on.
pub(super) struct Sums {
    pub(super) between: Dd,
    pub(super) within: Dd,
    pub(super) df_between: usize,
    pub(super) df_within: usize,
}

impl Sums {
    pub(super) fn of(groups: &[Moments]) -> Result<Self, Unfit> {
        if let Some(at) = groups.iter().position(|group| group.n == 0) {
            return Err(Unfit::Empty { name: "group", at });
        }
        if groups.len() < 2 {
            return Err(Unfit::TooFew { needed: 2, found: groups.len() });
        }
        let n: usize = groups.iter().map(|group| group.n).sum();
        if n <= groups.len() {
            return Err(Unfit::TooFew { needed: groups.len() + 1, found: n });
        }
        let mean = groups.iter().map(|group| group.mean * Dd::from(group.n)).sum::<Dd>() / Dd::from(n);
        let between = groups.iter().map(|group| (group.mean - mean).square() * Dd::from(group.n)).sum();
        let within: Dd = groups.iter().map(|group| group.squares).sum();
        Ok(Self { between, within, df_between: groups.len() - 1, df_within: n - groups.len() })
    }

    pub(super) fn mean_within(&self) -> Dd {
        self.within / Dd::from(self.df_within)
    }

    fn f(&self) -> Dd {
        self.between / Dd::from(self.df_between) / self.mean_within()
    }
}

/// Groups of values against each other.
///
/// `names` has one name per group. No value may be missing.
///
/// ```
/// use ieum_stats::compare::{AnovaOptions, one_way};
/// use ieum_stats::dd::Dd;
///
/// let read = |text: &str| -> Vec<Dd> { text.split(' ').filter_map(|cell| cell.parse().ok()).collect() };
/// let groups = [read("1.1 1.3 1.2"), read("1.5 1.7 1.6"), read("1.2 1.4 1.3")];
/// let groups: Vec<&[Dd]> = groups.iter().map(Vec::as_slice).collect();
/// let names = ["a", "b", "c"].map(String::from);
/// let found = one_way(&groups, &names, &AnovaOptions::default())?;
/// assert_eq!((found.f, found.df_between, found.df_within), (13.0, 2, 6));
/// assert_eq!(found.letters[1].letters, "b");
/// # Ok::<(), ieum_stats::Unfit>(())
/// ```
///
/// # Errors
/// [`Unfit::Empty`] names a group without values; [`Unfit::TooFew`] under 2 groups or where every group has a single case;
/// [`Unfit::Shape`] where names and groups differ in number; [`Unfit::NotFinite`] with the group as column; [`Unfit::Constant`] where no
/// group has spread; [`Unfit::OutOfRange`] for the confidence.
pub fn one_way(groups: &[&[Dd]], names: &[String], options: &AnovaOptions) -> Result<Anova, Unfit> {
    let moments = |(at, values): (usize, &&[Dd])| {
        Moments::of(values).map_err(|unfit| match unfit {
            Unfit::TooFew { .. } => Unfit::Empty { name: "group", at },
            Unfit::NotFinite { row, .. } => Unfit::NotFinite { row, column: at },
            other => other,
        })
    };
    let moments: Vec<Moments> = groups.iter().enumerate().map(moments).collect::<Result<_, _>>()?;
    let mut anova = one_way_of(&moments, names, options)?;
    anova.levene = spread_test(groups, false);
    anova.brown_forsythe = spread_test(groups, true);
    anova.normal = normal_test(groups);
    if let Some(spread) = &anova.brown_forsythe
        && spread.p < 0.05
    {
        anova.warnings.push(Caution::UnequalSpread { p: spread.p });
    }
    if let Some(normal) = &anova.normal
        && normal.p < 0.05
    {
        anova.warnings.push(Caution::NotNormal { p: normal.p });
    }
    Ok(anova)
}

/// [`one_way`] from n, mean and spread of each group alone.
///
/// # Errors
/// As [`one_way`].
pub fn one_way_of(groups: &[Moments], names: &[String], options: &AnovaOptions) -> Result<Anova, Unfit> {
    confidence_fits(options.confidence)?;
    if names.len() != groups.len() {
        return Err(Unfit::Shape { expected: groups.len(), found: names.len() });
    }
    let sums = Sums::of(groups)?;
    if sums.within.is_zero() {
        return Err(Unfit::Constant { column: 0 });
    }
    let f = sums.f().to_f64();
    let (df_between, df_within) = (sums.df_between as f64, sums.df_within as f64);
    let (posthoc, letters) = compare_all(groups, names, &sums, options);
    let small: Vec<String> = groups
        .iter()
        .zip(names)
        .filter(|(group, _)| group.n < ENOUGH)
        .map(|(_, name)| name.clone())
        .collect();
    let few = (!small.is_empty()).then_some(Caution::SmallGroups { groups: small, advised: ENOUGH });
    let most = most_compared(sums.df_within);
    let left_out = (groups.len() > most && !options.methods.is_empty())
        .then_some(Caution::PairsLeftOut { groups: groups.len(), most });
    Ok(Anova {
        n: sums.df_between + sums.df_within + 1,
        groups: names.iter().zip(groups).map(|(name, group)| Group::of(name, group)).collect(),
        f,
        p: f_sf(f, df_between, df_within),
        df_between: sums.df_between,
        df_within: sums.df_within,
        ss_between: sums.between.to_f64(),
        ss_within: sums.within.to_f64(),
        r_squared: (sums.between / (sums.between + sums.within)).to_f64(),
        residual_sd: sums.mean_within().sqrt().to_f64(),
        effects: shares(f, df_between, df_within, options.confidence),
        welch: welch(groups),
        levene: None,
        brown_forsythe: None,
        normal: None,
        posthoc,
        letters,
        confidence: options.confidence,
        warnings: few.into_iter().chain(left_out).collect(),
        source: SOURCE,
    })
}

/// Welch's analysis; none where a group has a single case or no spread.
fn welch(groups: &[Moments]) -> Option<Welch> {
    if groups.iter().any(|group| group.n < 2 || group.squares.is_zero()) {
        return None;
    }
    let weights: Vec<Dd> = groups.iter().map(|group| Dd::from(group.n) / group.variance()).collect();
    let whole: Dd = weights.iter().sum();
    let mean = weights.iter().zip(groups).map(|(&weight, group)| weight * group.mean).sum::<Dd>() / whole;
    let between: Dd =
        weights.iter().zip(groups).map(|(&weight, group)| weight * (group.mean - mean).square()).sum();
    let rest: Dd = weights
        .iter()
        .zip(groups)
        .map(|(&weight, group)| (Dd::ONE - weight / whole).square() / Dd::from(group.n - 1))
        .sum();
    let k = Dd::from(groups.len());
    let df_between = k - 1.0;
    let below = Dd::ONE + rest * (k - 2.0).scaled(2.0) / (k.square() - 1.0);
    let f = (between / df_between / below).to_f64();
    let df_within = ((k.square() - 1.0) / (rest * 3.0)).to_f64();
    Some(Welch { f, df_between: df_between.to_f64(), df_within, p: f_sf(f, df_between.to_f64(), df_within) })
}

/// An analysis of variance of how far values lie from the middle of their group: about medians (Brown and Forsythe) or means (Levene).
/// None where it cannot be made.
pub(super) fn spread_test(groups: &[&[Dd]], medians: bool) -> Option<Test> {
    let mut moments = Vec::with_capacity(groups.len());
    for values in groups {
        let middle = if medians {
            let mut sorted = values.to_vec();
            sorted.sort_by(Dd::total_cmp);
            quantile(&sorted, 0.5, Convention::Linear)
        } else {
            Moments::of(values).ok()?.mean
        };
        let distances: Vec<Dd> = values.iter().map(|&value| (value - middle).abs()).collect();
        moments.push(Moments::of(&distances).ok()?);
    }
    let sums = Sums::of(&moments).ok()?;
    if sums.within.is_zero() {
        return None;
    }
    let statistic = sums.f().to_f64();
    let df = sums.df_between as f64;
    Some(Test { statistic, df, p: f_sf(statistic, df, sums.df_within as f64) })
}

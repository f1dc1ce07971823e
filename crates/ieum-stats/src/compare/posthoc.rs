//! Comparisons of pairs after an analysis of variance.

use serde::Serialize;

use super::anova::{AnovaOptions, Sums};
use super::letters::letters;
use crate::dd::Dd;
use crate::describe::Moments;
use crate::tails::{
    f_sf, f_upper_quantile, range_sf, range_upper_quantile, t_two_sided, t_two_sided_quantile,
};

/// How pairs are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Method {
    /// Scheffé 1953, Biometrika 40, 87–104: holds for every contrast anyone may think of; agrees with F.
    Scheffe,
    /// Tukey 1949 with Kramer's allowance for unequal sizes (1956, Biometrics 12, 307–310): holds for all pairs.
    Tukey,
    /// Games and Howell 1976, Journal of Educational Statistics 1, 113–125: all pairs, spreads free.
    GamesHowell,
    /// Student's t with the pooled spread, p times the number of pairs.
    Bonferroni,
}

/// Two groups compared.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// How.
    pub method: Method,
    /// The first group's name.
    pub first: String,
    /// The second group's name.
    pub second: String,
    /// Mean of the first less mean of the second.
    pub difference: f64,
    /// Of the difference.
    pub std_error: f64,
    /// F for Scheffé, q for Tukey and for Games and Howell, t for Bonferroni.
    pub statistic: f64,
    /// Below the statistic.
    pub df: f64,
    /// Corrected for there being many pairs.
    pub p: f64,
    /// Where the simultaneous interval begins.
    pub ci_low: f64,
    /// Where it ends.
    pub ci_high: f64,
}

/// A group's letters.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Lettered {
    /// By which comparisons.
    pub method: Method,
    /// The group's name.
    pub group: String,
    /// `a` for the lowest mean; groups that share a letter do not differ.
    pub letters: String,
}

/// Pairs of more groups than this are not compared: nobody reads five thousand comparisons.
const MOST_COMPARED: usize = 100;
/// Nor of more than this with fewer than ten degrees of freedom left, where no pair could be told apart and each takes long.
const MOST_WITH_FEW: usize = 10;

/// How many groups there may be for their pairs to be compared.
pub(super) fn most_compared(df_within: usize) -> usize {
    if df_within < 10 { MOST_WITH_FEW } else { MOST_COMPARED }
}

/// Letters are given to no more groups than this: their number can grow exponentially.
const MOST_LETTERED: usize = 40;

/// Every pair by every method, and the letters they make. Methods that need each group's own spread leave out groups without.
pub(super) fn compare_all(
    groups: &[Moments],
    names: &[String],
    sums: &Sums,
    options: &AnovaOptions,
) -> (Vec<Comparison>, Vec<Lettered>) {
    let (mut comparisons, mut lettered) = (Vec::new(), Vec::new());
    let methods =
        if groups.len() <= most_compared(sums.df_within) { options.methods.as_slice() } else { &[] };
    for &method in methods {
        let own_spread = method == Method::GamesHowell;
        if own_spread && groups.iter().any(|group| group.n < 2 || group.squares.is_zero()) {
            continue;
        }
        let pairs = Pairs { method, groups: groups.len(), sums, tail: 1.0 - options.confidence };
        let critical = pairs.critical();
        let mut differ = vec![false; groups.len() * groups.len()];
        for first in 0..groups.len() {
            for second in first + 1..groups.len() {
                let found = pairs.compare(
                    (&groups[first], &names[first]),
                    (&groups[second], &names[second]),
                    critical,
                );
                differ[first * groups.len() + second] = found.p < pairs.tail;
                comparisons.push(found);
            }
        }
        if groups.len() <= MOST_LETTERED {
            let means: Vec<f64> = groups.iter().map(|group| group.mean.to_f64()).collect();
            let made =
                letters(&means, |first, second| differ[first.min(second) * groups.len() + first.max(second)]);
            let put =
                |(group, letters): (&String, String)| Lettered { method, group: group.clone(), letters };
            lettered.extend(names.iter().zip(made).map(put));
        }
    }
    (comparisons, lettered)
}

struct Pairs<'a> {
    method: Method,
    groups: usize,
    sums: &'a Sums,
    tail: f64,
}

impl Pairs<'_> {
    fn df(&self) -> f64 {
        self.sums.df_within as f64
    }

    fn count(&self) -> f64 {
        (self.groups * (self.groups - 1)) as f64 / 2.0
    }

    /// What an interval multiplies the standard error by, where it is the same for every pair.
    fn critical(&self) -> f64 {
        let between = self.sums.df_between as f64;
        match self.method {
            Method::Scheffe => (between * f_upper_quantile(self.tail, between, self.df())).sqrt(),
            Method::Tukey => {
                range_upper_quantile(self.tail, self.groups, self.df()) / std::f64::consts::SQRT_2
            }
            Method::Bonferroni => t_two_sided_quantile(self.tail / self.count(), self.df()),
            Method::GamesHowell => f64::NAN,
        }
    }

    fn compare(&self, first: (&Moments, &str), second: (&Moments, &str), critical: f64) -> Comparison {
        let ((one, first), (other, second)) = (first, second);
        let (n1, n2) = (Dd::from(one.n), Dd::from(other.n));
        let difference = one.mean - other.mean;
        let (square, df) = if self.method == Method::GamesHowell {
            let (a, b) = (one.variance() / n1, other.variance() / n2);
            let df = (a + b).square() / (a.square() / (n1 - 1.0) + b.square() / (n2 - 1.0));
            (a + b, df.to_f64())
        } else {
            (self.sums.mean_within() * (Dd::ONE / n1 + Dd::ONE / n2), self.df())
        };
        let error = square.sqrt();
        let t = (difference / error).to_f64();
        let between = self.sums.df_between as f64;
        let range = t.abs() * std::f64::consts::SQRT_2;
        let (statistic, p, critical) = match self.method {
            Method::Scheffe => (t * t / between, f_sf(t * t / between, between, df), critical),
            Method::Tukey => (range, range_sf(range, self.groups, df), critical),
            Method::Bonferroni => (t, (t_two_sided(t, df) * self.count()).min(1.0), critical),
            Method::GamesHowell => {
                let critical = range_upper_quantile(self.tail, self.groups, df) / std::f64::consts::SQRT_2;
                (range, range_sf(range, self.groups, df), critical)
            }
        };
        let half = error * critical;
        Comparison {
            method: self.method,
            first: first.to_owned(),
            second: second.to_owned(),
            difference: difference.to_f64(),
            std_error: error.to_f64(),
            statistic,
            df,
            p,
            ci_low: (difference - half).to_f64(),
            ci_high: (difference + half).to_f64(),
        }
    }
}

//! What every model's result is made of: coefficients, ratios, tests and checked assumptions.

use serde::Serialize;

use crate::tails;

/// One line of a coefficient table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Coefficient {
    /// The column's name.
    pub term: String,
    /// The effect, in the outcome's units or on the link's scale.
    pub estimate: f64,
    /// Its standard error, by the rule the result names.
    pub std_error: f64,
    /// Estimate over standard error: `z` against the normal, `t` against Student's distribution.
    #[serde(flatten)]
    pub statistic: Statistic,
    /// Two-sided p value.
    pub p: f64,
    /// Lower end of the interval.
    pub ci_low: f64,
    /// Upper end of the interval.
    pub ci_high: f64,
}

/// Estimate over standard error, by the distribution it is held against; written as the field `z` or `t`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Statistic {
    /// Against the normal distribution.
    Z(f64),
    /// Against Student's t with the degrees of freedom the result names.
    T(f64),
}

impl Statistic {
    /// The number itself.
    #[must_use]
    pub fn value(self) -> f64 {
        match self {
            Self::Z(value) | Self::T(value) => value,
        }
    }
}

/// An exponentiated coefficient: odds ratio, rate ratio, ratio of means or hazard ratio, as the result names.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ratio {
    /// The column's name.
    pub term: String,
    /// How many times the odds, rate, mean or hazard for one unit more.
    pub ratio: f64,
    /// Lower end of the interval, the exponential of the coefficient's.
    pub ci_low: f64,
    /// Upper end of the interval.
    pub ci_high: f64,
}

/// A test of several things at once.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Test {
    /// The statistic: χ² unless `df_denominator` is there, then F.
    pub statistic: f64,
    /// Degrees of freedom (of the numerator, for F).
    pub df: f64,
    /// Degrees of freedom of the denominator, for F only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub df_denominator: Option<f64>,
    /// Probability of as much or more.
    pub p: f64,
}

impl Test {
    /// A χ² test; with 0 degrees of freedom nothing is tested and p is 1.
    #[must_use]
    pub fn chi_squared(statistic: f64, df: usize) -> Self {
        let p = if df == 0 { 1.0 } else { tails::chi2_sf(statistic.max(0.0), df as f64) };
        Self { statistic, df: df as f64, df_denominator: None, p }
    }

    /// An F test.
    #[must_use]
    pub fn f(statistic: f64, df: usize, df_denominator: f64) -> Self {
        let p = if df == 0 { 1.0 } else { tails::f_sf(statistic.max(0.0), df as f64, df_denominator) };
        Self { statistic, df: df as f64, df_denominator: Some(df_denominator), p }
    }
}

/// An assumption and what the data say of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Check {
    /// The assumption, by a short name in kebab case.
    pub assumption: &'static str,
    /// The figure it was judged by.
    pub statistic: f64,
    /// The probability of as much or more if the assumption holds, where there is a test.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p: Option<f64>,
    /// Whether the data leave it standing, at 5 % or by the rule the source gives.
    pub holds: bool,
}

/// The distribution coefficients are held against, with its critical value for one interval.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scale {
    df: Option<f64>,
    critical: f64,
}

impl Scale {
    pub(crate) fn normal(level: f64) -> Self {
        Self { df: None, critical: tails::normal_quantile(0.5 + level / 2.0) }
    }

    pub(crate) fn student(df: f64, level: f64) -> Self {
        Self { df: Some(df), critical: tails::t_quantile(0.5 + level / 2.0, df) }
    }

    pub(crate) fn critical(&self) -> f64 {
        self.critical
    }

    /// Two-sided p value of a statistic.
    pub(crate) fn p(&self, statistic: f64) -> f64 {
        if statistic.is_nan() {
            return f64::NAN;
        }
        match self.df {
            None => 2.0 * tails::normal_sf(statistic.abs()),
            Some(df) => 2.0 * tails::t_sf(statistic.abs(), df),
        }
    }

    pub(crate) fn coefficient(&self, term: &str, estimate: f64, std_error: f64) -> Coefficient {
        let value = estimate / std_error;
        let reach = self.critical * std_error;
        Coefficient {
            term: term.to_owned(),
            estimate,
            std_error,
            statistic: if self.df.is_some() { Statistic::T(value) } else { Statistic::Z(value) },
            p: self.p(value),
            ci_low: estimate - reach,
            ci_high: estimate + reach,
        }
    }

    /// The whole table from estimates and their covariance.
    pub(crate) fn table(&self, terms: &[String], estimates: &[f64], covariance: &[f64]) -> Vec<Coefficient> {
        let k = estimates.len();
        let line = |(i, term): (usize, &String)| {
            self.coefficient(term, estimates[i], covariance[i * k + i].max(0.0).sqrt())
        };
        terms.iter().enumerate().map(line).collect()
    }
}

/// Exponentials of a coefficient table, without the constant.
pub(crate) fn ratios(coefficients: &[Coefficient], constant: Option<usize>) -> Vec<Ratio> {
    let line = |c: &Coefficient| Ratio {
        term: c.term.clone(),
        ratio: c.estimate.exp(),
        ci_low: c.ci_low.exp(),
        ci_high: c.ci_high.exp(),
    };
    coefficients.iter().enumerate().filter(|(i, _)| Some(*i) != constant).map(|(_, c)| line(c)).collect()
}

#[cfg(test)]
mod tests {
    use super::Scale;

    #[test]
    fn a_line_is_written_with_z_or_t_by_its_distribution() {
        let written = |scale: Scale| {
            serde_json::to_value(scale.coefficient("x", 2.0, 0.5)).expect("a result is plain data")
        };
        let z = written(Scale::normal(0.95));
        assert_eq!((z["z"].as_f64(), z.get("t")), (Some(4.0), None));
        let t = written(Scale::student(8.0, 0.95));
        assert_eq!((t["t"].as_f64(), t.get("z")), (Some(4.0), None));
        // Student's t with 8 degrees of freedom: 2.306004135 at 97.5 %.
        assert!((t["ci_high"].as_f64().expect("a number") - (2.0 + 0.5 * 2.306_004_135)).abs() < 1e-9);
    }
}

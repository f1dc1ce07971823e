//! Student's t, Fisher's F and the χ² distribution.

use super::beta::{beta_both, beta_front};
use super::gamma::{gamma_front, gamma_tails, ln_gamma};
use super::normal::{normal_pdf, normal_quantile, normal_sf, normal_two_sided};
use super::solve::positive;
use crate::dd::Dd;

/// Degrees of freedom from which on t is the normal distribution to the last digit.
const NORMAL_FROM: f64 = 1e17;

/// What t² / (df + t²) and df / (df + t²) are, to 31 digits.
fn t_parts(t: f64, df: f64) -> (Dd, Dd) {
    let square = Dd::product(t, t);
    let both = square + df;
    (square / both, Dd::from(df) / both)
}

/// The chance that |T| is at most `t` and that it is more, for `t` ≥ 0.
fn t_around(t: f64, df: f64) -> (f64, f64) {
    if t > 1e100 {
        // Only the first term of the series in df / t² is left; formed in logarithms, since t² runs over.
        let ln_beta = ln_gamma(df / 2.0) + ln_gamma(0.5) - ln_gamma(df / 2.0 + 0.5);
        let outside = (df * (0.5 * df.ln() - t.ln()) - (df / 2.0).ln() - ln_beta).exp();
        return (1.0 - outside, outside);
    }
    let (x, y) = t_parts(t, df);
    beta_both(0.5, df / 2.0, x, y)
}

/// The chance that |T| is more than |`t`|: the two-sided p value. `df` > 0, not necessarily whole.
///
/// Source: Abramowitz and Stegun 26.7.1; DLMF 8.17.
///
/// ```
/// assert!((ieum_stats::tails::t_two_sided(2.848, 412.0) - 0.0046).abs() < 5e-5);
/// ```
#[must_use]
pub fn t_two_sided(t: f64, df: f64) -> f64 {
    if t.is_nan() || df.is_nan() || df <= 0.0 {
        return f64::NAN;
    }
    if df > NORMAL_FROM { normal_two_sided(t) } else { t_around(t.abs(), df).1 }
}

/// The chance that Student's t with `df` > 0 degrees of freedom is more than `t`.
#[must_use]
pub fn t_sf(t: f64, df: f64) -> f64 {
    if t.is_nan() || df.is_nan() || df <= 0.0 {
        return f64::NAN;
    }
    if df > NORMAL_FROM {
        return normal_sf(t);
    }
    let (inside, outside) = t_around(t.abs(), df);
    if t < 0.0 { 0.5 + 0.5 * inside } else { 0.5 * outside }
}

/// The chance that Student's t with `df` > 0 degrees of freedom is at most `t`.
#[must_use]
pub fn t_cdf(t: f64, df: f64) -> f64 {
    t_sf(-t, df)
}

/// The density of Student's t with `df` > 0 degrees of freedom.
#[must_use]
pub fn t_pdf(t: f64, df: f64) -> f64 {
    if t.is_nan() || df.is_nan() || df <= 0.0 {
        return f64::NAN;
    }
    if df > NORMAL_FROM {
        return normal_pdf(t);
    }
    let ln_beta = ln_gamma(df / 2.0) + ln_gamma(0.5) - ln_gamma(df / 2.0 + 0.5);
    (-(df + 1.0) / 2.0 * (t * t / df).ln_1p() - ln_beta).exp() / df.sqrt()
}

/// The t that |T| exceeds with chance `p`, 0 < `p` ≤ 1: what an interval of confidence 1 − `p` multiplies its standard error by.
#[must_use]
pub fn t_two_sided_quantile(p: f64, df: f64) -> f64 {
    if !(0.0..=1.0).contains(&p) || df.is_nan() || df <= 0.0 {
        return f64::NAN;
    }
    if p == 0.0 {
        return f64::INFINITY;
    }
    if p == 1.0 {
        return 0.0;
    }
    let start = -normal_quantile(p / 2.0);
    if df > NORMAL_FROM {
        return start;
    }
    // Near 1 the chance inside is the small one and keeps its digits.
    let inside = p > 0.5;
    let target = if inside { 1.0 - p } else { p };
    positive(start.max(1e-300), target, inside, |t| {
        if t > 1e100 {
            let outside = t_around(t, df).1;
            return (outside, -df * outside);
        }
        let (x, y) = t_parts(t, df);
        let around = beta_both(0.5, df / 2.0, x, y);
        let slope = 2.0 * beta_front(0.5, df / 2.0, x, y);
        if inside { (around.0, slope) } else { (around.1, -slope) }
    })
}

/// The value Student's t with `df` > 0 degrees of freedom does not exceed with chance `p`, 0 ≤ `p` ≤ 1.
#[must_use]
pub fn t_quantile(p: f64, df: f64) -> f64 {
    if p <= 0.5 { -t_two_sided_quantile(2.0 * p, df) } else { t_two_sided_quantile(2.0 * (1.0 - p), df) }
}

/// Both tails of Fisher's F.
fn f_tails(x: f64, d1: f64, d2: f64) -> (f64, f64) {
    if x.is_nan() || !(d1 > 0.0 && d2 > 0.0) {
        return (f64::NAN, f64::NAN);
    }
    if x <= 0.0 {
        return (0.0, 1.0);
    }
    if d2 > NORMAL_FROM {
        return gamma_tails(d1 / 2.0, x * d1 / 2.0);
    }
    if d1 > NORMAL_FROM {
        let (lower, upper) = gamma_tails(d2 / 2.0, d2 / (2.0 * x));
        return (upper, lower);
    }
    let (part, rest) = f_parts(x, d1, d2);
    beta_both(d1 / 2.0, d2 / 2.0, part, rest)
}

fn f_parts(x: f64, d1: f64, d2: f64) -> (Dd, Dd) {
    // Beyond 10²⁵⁰ the split of a product would run over; the tail there is nought or a double's few digits.
    let above = Dd::product(x.min(1e250), d1);
    let both = above + d2;
    (above / both, Dd::from(d2) / both)
}

/// The chance that F with `d1` and `d2` > 0 degrees of freedom is at most `x`.
///
/// Source: Abramowitz and Stegun 26.6.2; DLMF 8.17.
#[must_use]
pub fn f_cdf(x: f64, d1: f64, d2: f64) -> f64 {
    f_tails(x, d1, d2).0
}

/// The chance that F with `d1` and `d2` > 0 degrees of freedom is more than `x`: the p value of an F test.
#[must_use]
pub fn f_sf(x: f64, d1: f64, d2: f64) -> f64 {
    f_tails(x, d1, d2).1
}

fn f_solve(target: f64, lower: bool, d1: f64, d2: f64) -> f64 {
    if !((0.0..=1.0).contains(&target) && d1 > 0.0 && d2 > 0.0) {
        return f64::NAN;
    }
    if target == 0.0 || target == 1.0 {
        return if (target == 0.0) == lower { 0.0 } else { f64::INFINITY };
    }
    if d2 > NORMAL_FROM {
        return chi2_solve(target, lower, d1) / d1;
    }
    if d1 > NORMAL_FROM {
        return d2 / chi2_solve(target, !lower, d2);
    }
    positive(1.0, target, lower, |x| {
        let (part, rest) = f_parts(x, d1, d2);
        let tails = beta_both(d1 / 2.0, d2 / 2.0, part, rest);
        let slope = beta_front(d1 / 2.0, d2 / 2.0, part, rest);
        if lower { (tails.0, slope) } else { (tails.1, -slope) }
    })
}

/// The value F with `d1` and `d2` > 0 degrees of freedom does not exceed with chance `p`, 0 ≤ `p` ≤ 1.
#[must_use]
pub fn f_quantile(p: f64, d1: f64, d2: f64) -> f64 {
    if p > 0.5 { f_solve(1.0 - p, false, d1, d2) } else { f_solve(p, true, d1, d2) }
}

/// The value F exceeds with chance `q`, 0 ≤ `q` ≤ 1.
#[must_use]
pub fn f_upper_quantile(q: f64, d1: f64, d2: f64) -> f64 {
    if q > 0.5 { f_solve(1.0 - q, true, d1, d2) } else { f_solve(q, false, d1, d2) }
}

/// The chance that χ² with `df` > 0 degrees of freedom is at most `x`.
///
/// Source: Abramowitz and Stegun 26.4.1 and 26.4.19; DLMF 8.2.
#[must_use]
pub fn chi2_cdf(x: f64, df: f64) -> f64 {
    if x < 0.0 { 0.0 } else { gamma_tails(df / 2.0, x / 2.0).0 }
}

/// The chance that χ² with `df` > 0 degrees of freedom is more than `x`: the p value of a χ² test.
#[must_use]
pub fn chi2_sf(x: f64, df: f64) -> f64 {
    if x < 0.0 { 1.0 } else { gamma_tails(df / 2.0, x / 2.0).1 }
}

fn chi2_solve(target: f64, lower: bool, df: f64) -> f64 {
    if !((0.0..=1.0).contains(&target) && df > 0.0) {
        return f64::NAN;
    }
    if target == 0.0 || target == 1.0 {
        return if (target == 0.0) == lower { 0.0 } else { f64::INFINITY };
    }
    let a = df / 2.0;
    2.0 * positive(a, target, lower, |x| {
        let tails = gamma_tails(a, x);
        let slope = a * gamma_front(a, x);
        if lower { (tails.0, slope) } else { (tails.1, -slope) }
    })
}

/// The value χ² with `df` > 0 degrees of freedom does not exceed with chance `p`, 0 ≤ `p` ≤ 1.
#[must_use]
pub fn chi2_quantile(p: f64, df: f64) -> f64 {
    if p > 0.5 { chi2_solve(1.0 - p, false, df) } else { chi2_solve(p, true, df) }
}

/// The value χ² exceeds with chance `q`, 0 ≤ `q` ≤ 1.
#[must_use]
pub fn chi2_upper_quantile(q: f64, df: f64) -> f64 {
    if q > 0.5 { chi2_solve(1.0 - q, true, df) } else { chi2_solve(q, false, df) }
}

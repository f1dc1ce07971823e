//! Sizes of effects with their intervals.

use serde::Serialize;

use crate::tails::{ln_gamma, noncentral_f_cdf, noncentral_t_cdf, noncentrality};

/// The size of an effect with its interval.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Effect {
    /// Which measure.
    pub name: &'static str,
    /// The measure.
    pub estimate: f64,
    /// Where its interval begins.
    pub ci_low: f64,
    /// Where it ends.
    pub ci_high: f64,
}

/// Standardised differences: `t` times `ratio`, the ratio of the standard error to what the difference is measured in. The interval is
/// that of the noncentrality of t (Steiger and Fouladi 1997, «Noncentrality interval estimation»; for unequal spreads Delacre et al.
/// 2021, preprint 10.31234/osf.io/tu6mp). Hedges' g takes the bias out (Hedges 1981, Journal of Educational Statistics 6, 107–128, eq. 6e).
pub(super) fn standardised(t: f64, df: f64, ratio: f64, confidence: f64, name: &'static str) -> Vec<Effect> {
    let tail = (1.0 - confidence) / 2.0;
    let (low, high) = (shift(t, df, 1.0 - tail), shift(t, df, tail));
    let unbias = if df > 1.0 {
        (ln_gamma(df / 2.0) - 0.5 * (df / 2.0).ln() - ln_gamma((df - 1.0) / 2.0)).exp()
    } else {
        f64::NAN
    };
    let effect = |name: &'static str, factor: f64| Effect {
        name,
        estimate: t * factor,
        ci_low: low * factor,
        ci_high: high * factor,
    };
    let mut effects = vec![effect(name, ratio)];
    if unbias.is_finite() {
        effects.push(effect("hedges_g", ratio * unbias));
    }
    effects
}

/// The noncentrality δ at which P(T ≤ t; δ) is `target`; it falls with δ.
fn shift(t: f64, df: f64, target: f64) -> f64 {
    let mut width = 4.0 + 4.0 * t.abs() / df.sqrt();
    let (mut low, mut high) = (t - width, t + width);
    while noncentral_t_cdf(t, df, low) < target && width < 1e300 {
        width *= 2.0;
        low = t - width;
    }
    while noncentral_t_cdf(t, df, high) > target && width < 1e300 {
        width *= 2.0;
        high = t + width;
    }
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if noncentral_t_cdf(t, df, middle) > target {
            low = middle;
        } else {
            high = middle;
        }
        if high - low < 1e-11 * (1.0 + t.abs()) {
            break;
        }
    }
    0.5 * (low + high)
}

/// η² and ω², the shares of variance between groups; the interval, of the population's share, is that of the noncentrality of F
/// (Steiger 2004, Psychological Methods 9, 164–182, eq. 26 to 30).
pub(super) fn shares(f: f64, df_between: f64, df_within: f64, confidence: f64) -> Vec<Effect> {
    let n = df_between + df_within + 1.0;
    let tail = (1.0 - confidence) / 2.0;
    let share = |target: f64| {
        let lambda = noncentrality(target, |lambda| noncentral_f_cdf(f, df_between, df_within, lambda));
        lambda / (lambda + n)
    };
    let (ci_low, ci_high) = (share(1.0 - tail), share(tail));
    let eta = f * df_between / (f * df_between + df_within);
    let omega = (f - 1.0) * df_between / ((f - 1.0) * df_between + n);
    let effect = |name: &'static str, estimate: f64| Effect { name, estimate, ci_low, ci_high };
    vec![effect("eta_squared", eta), effect("omega_squared", omega)]
}

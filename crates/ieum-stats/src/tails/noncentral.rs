//! Noncentral t, F and χ²: what intervals of effect sizes and power are made of.

use super::beta::{beta_both, beta_front};
use super::gamma::{gamma_front, gamma_tails};
use super::normal::normal_cdf;
use crate::dd::Dd;

/// Poisson weights beyond this many deviations from their mean are below the last digit.
const DEVIATIONS: f64 = 12.0;

/// Noncentralities beyond this take an approximation whose error is below 10⁻⁶ there; no interval of an effect needs more.
const LARGEST: f64 = 4e6;

/// The last Poisson number that counts for a mean of `half`.
fn last(half: f64) -> i32 {
    (half + DEVIATIONS * half.sqrt() + 40.0).min(1e8) as i32
}

/// The chance that noncentral χ² with `df` > 0 degrees of freedom and noncentrality `lambda` ≥ 0 is at most `x`.
///
/// A Poisson mixture of central ones (Johnson, Kotz and Balakrishnan 1995, «Continuous univariate distributions» 2, eq. 29.2), summed
/// downward so that every step adds something positive.
#[must_use]
pub fn noncentral_chi2_cdf(x: f64, df: f64, lambda: f64) -> f64 {
    if !(df > 0.0 && lambda >= 0.0) || x.is_nan() {
        return f64::NAN;
    }
    if x <= 0.0 {
        return 0.0;
    }
    if lambda > LARGEST {
        // Patnaik 1949, Biometrika 36, 202–232: a central χ² with the same mean and variance.
        let scale = (df + 2.0 * lambda) / (df + lambda);
        return super::chi2_cdf(x / scale, (df + lambda) / scale);
    }
    let (half, a) = (lambda / 2.0, df / 2.0);
    let from = last(half);
    let mut lower = gamma_tails(a + f64::from(from), x / 2.0).0;
    let mut front = gamma_front(a + f64::from(from), x / 2.0);
    mixture(half, from, &mut |at| {
        let found = lower;
        // P(a − 1, x) = P(a, x) + xᵃ⁻¹ e⁻ˣ / Γ(a).
        front *= (a + f64::from(at)) / (x / 2.0);
        lower += front;
        found
    })
}

/// The chance that noncentral F with `d1`, `d2` > 0 degrees of freedom and noncentrality `lambda` ≥ 0 is at most `x`.
///
/// Source: the same, eq. 30.10.
#[must_use]
pub fn noncentral_f_cdf(x: f64, d1: f64, d2: f64, lambda: f64) -> f64 {
    if !(d1 > 0.0 && d2 > 0.0 && lambda >= 0.0) || x.is_nan() {
        return f64::NAN;
    }
    if x <= 0.0 {
        return 0.0;
    }
    if lambda > LARGEST {
        // Patnaik, for the numerator.
        let scale = (d1 + lambda) / d1;
        return super::f_cdf(x / scale, (d1 + lambda) * (d1 + lambda) / (d1 + 2.0 * lambda), d2);
    }
    let above = Dd::product(x.min(1e250), d1);
    let both = above + d2;
    let (part, rest) = (above / both, Dd::from(d2) / both);
    let mut beta = Falling::new(d1 / 2.0, d2 / 2.0, part, rest, last(lambda / 2.0));
    mixture(lambda / 2.0, last(lambda / 2.0), &mut |_| beta.next())
}

/// The chance that noncentral t with `df` > 0 degrees of freedom and noncentrality `delta` is at most `t`.
///
/// Source: Lenth 1989, algorithm AS 243, Applied Statistics 38, 185–189, eq. 1 (the formula; summed downward here).
#[must_use]
pub fn noncentral_t_cdf(t: f64, df: f64, delta: f64) -> f64 {
    if t.is_nan() || delta.is_nan() || df.is_nan() || df <= 0.0 {
        return f64::NAN;
    }
    if t < 0.0 {
        return 1.0 - noncentral_t_cdf(-t, df, -delta);
    }
    let base = normal_cdf(-delta);
    if t == 0.0 || delta == 0.0 {
        return if t == 0.0 { base } else { super::t_cdf(t, df) };
    }
    if delta.abs() > LARGEST.sqrt() {
        // Abramowitz and Stegun 26.7.10.
        return normal_cdf((t * (1.0 - 0.25 / df) - delta) / (1.0 + t * t / (2.0 * df)).sqrt());
    }
    let square = Dd::product(t.min(1e140), t.min(1e140));
    let both = square + df;
    let (x, y) = (square / both, Dd::from(df) / both);
    let half = delta * delta / 2.0;
    let from = last(half);
    let mut even = Falling::new(0.5, df / 2.0, x, y, from);
    let mut odd = Falling::new(1.0, df / 2.0, x, y, from);
    let even = mixture(half, from, &mut |_| even.next());
    // The odd terms carry (δ²/2)^(j + ½) / Γ(j + 3/2) instead of a Poisson weight.
    let mut weight = gamma_front(f64::from(from) + 0.5, half);
    let mut sum = 0.0;
    for at in (0..=from).rev() {
        sum += weight * odd.next();
        weight *= (f64::from(at) + 0.5) / half;
        if weight < 1e-25 && f64::from(at) < half {
            break;
        }
    }
    (base + 0.5 * (even + delta.signum() * sum)).clamp(0.0, 1.0)
}

/// Σ Poisson(j; `mean`) × `value` over j from `from` down to 0.
fn mixture(mean: f64, from: i32, value: &mut dyn FnMut(i32) -> f64) -> f64 {
    if mean == 0.0 {
        let mut at_nought = 0.0;
        for at in (0..=from).rev() {
            at_nought = value(at);
        }
        return at_nought;
    }
    let mut weight = gamma_front(f64::from(from), mean);
    let mut sum = 0.0;
    for at in (0..=from).rev() {
        sum += weight * value(at);
        weight *= f64::from(at) / mean;
        if weight < 1e-25 && f64::from(at) < mean {
            break;
        }
    }
    sum
}

/// Iₓ(a + j, b) for j from `from` downward: Iₓ(a − 1, b) = Iₓ(a, b) + xᵃ⁻¹ yᵇ / ((a − 1) B(a − 1, b)) (DLMF 8.17.20).
struct Falling {
    a: f64,
    b: f64,
    x: f64,
    value: f64,
    /// xᵃ yᵇ / (a B(a, b)).
    front: f64,
}

impl Falling {
    fn new(a: f64, b: f64, x: Dd, y: Dd, from: i32) -> Self {
        let a = a + f64::from(from);
        let front = beta_front(a, b, x, y) / a;
        Self { a, b, x: x.to_f64(), value: beta_both(a, b, x, y).0, front }
    }

    fn next(&mut self) -> f64 {
        let found = self.value;
        // xᵃ / (a B(a, b)) = x (a + b − 1) / a × xᵃ⁻¹ / ((a − 1) B(a − 1, b)).
        self.front *= self.a / (self.x * (self.a + self.b - 1.0));
        self.a -= 1.0;
        self.value += self.front;
        found
    }
}

/// The noncentrality at which `cdf` falls to `target`, 0 if it is below that already: `cdf` falls with the noncentrality.
#[must_use]
pub fn noncentrality(target: f64, cdf: impl Fn(f64) -> f64) -> f64 {
    if cdf(0.0) <= target {
        return 0.0;
    }
    let (mut low, mut high) = (0.0, 1.0);
    while cdf(high) > target && high < 1e9 {
        (low, high) = (high, high * 2.0);
    }
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if cdf(middle) > target {
            low = middle;
        } else {
            high = middle;
        }
        if high - low < 1e-11 * high {
            break;
        }
    }
    0.5 * (low + high)
}

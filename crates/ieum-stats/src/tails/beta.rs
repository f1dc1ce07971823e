//! The incomplete beta function.

use super::gamma::stirling_rest;
use crate::dd::Dd;

/// 1 / √(2π).
const PER_ROOT_TWO_PI: f64 = 0.398_942_280_401_432_7;
/// More steps than the fraction needs at the largest parameters that make sense.
const STEPS: usize = 2_000_000;

/// xᵃ yᵇ / B(a, b) where x + y = 1, both given to 31 digits: with parameters in the thousands the last bit of `x` is a digit of the
/// result.
///
/// Source: DLMF 5.12.1 with Stirling's formula for each gamma function; the large parts cancel before anything is rounded.
pub(super) fn beta_front(a: f64, b: f64, x: Dd, y: Dd) -> f64 {
    let both = Dd::of(a, b);
    let exponent = (x * both / Dd::from(a)).ln() * a + (y * both / Dd::from(b)).ln() * b;
    let rest = stirling_rest(a + b) - stirling_rest(a) - stirling_rest(b);
    let size = (a / (a + b)).sqrt() * b.sqrt() * PER_ROOT_TWO_PI;
    exponent.hi().exp() * (1.0 + exponent.lo()) * rest.exp() * size
}

/// Both regularised incomplete beta functions, `I_x(a, b)` and `I_y(b, a)`, where `x` + `y` = 1; their sum is 1.
///
/// Source: DLMF 8.17.22 (continued fraction, by Lentz's method), on whichever side of the mean converges.
pub(super) fn beta_both(a: f64, b: f64, x: Dd, y: Dd) -> (f64, f64) {
    if x.hi() <= 0.0 {
        return (0.0, 1.0);
    }
    if y.hi() <= 0.0 {
        return (1.0, 0.0);
    }
    let front = beta_front(a, b, x, y);
    if x.hi() < (a + 1.0) / (a + b + 2.0) {
        let lower = front / a * fraction(a, b, x.hi());
        (lower, 1.0 - lower)
    } else {
        let upper = front / b * fraction(b, a, y.hi());
        (1.0 - upper, upper)
    }
}

fn fraction(a: f64, b: f64, x: f64) -> f64 {
    let mut above = 1.0;
    let mut below = 1.0 / (1.0 - (a + b) * x / (a + 1.0));
    let mut fraction = below;
    for step in 1..STEPS {
        let m = step as f64;
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        below = 1.0 / (1.0 + even * below);
        above = 1.0 + even / above;
        fraction *= above * below;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        below = 1.0 / (1.0 + odd * below);
        above = 1.0 + odd / above;
        let factor = above * below;
        fraction *= factor;
        if (factor - 1.0).abs() < 1e-16 {
            break;
        }
    }
    fraction
}

/// Both tails of the beta distribution, at most `x` and more than `x`, for `a`, `b` > 0 and 0 ≤ `x` ≤ 1.
#[must_use]
pub fn beta_tails(a: f64, b: f64, x: f64) -> (f64, f64) {
    if !(a > 0.0 && b > 0.0 && (0.0..=1.0).contains(&x)) {
        return (f64::NAN, f64::NAN);
    }
    beta_both(a, b, Dd::from(x), Dd::ONE - x)
}

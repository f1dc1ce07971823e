//! The normal distribution.

use crate::dd::two_product;

/// 1 / √(2π).
const PER_ROOT_TWO_PI: f64 = 0.398_942_280_401_432_7;

/// The density of the standard normal distribution at any `x`.
///
/// The square is formed with its rounding error, so that far tails keep their digits.
#[must_use]
pub fn normal_pdf(x: f64) -> f64 {
    if x.abs() > 40.0 {
        return if x.is_nan() { x } else { 0.0 };
    }
    let (square, rest) = two_product(x, x);
    PER_ROOT_TWO_PI * (-0.5 * square).exp() * (1.0 - 0.5 * rest)
}

/// The chance that a standard normal value is more than `x`, to 15 digits down to 10⁻³⁰⁷.
///
/// Source: DLMF 7.6.2 (series of the error function with positive terms) below 1.5, 7.9.1 (Laplace's continued fraction) above.
#[must_use]
pub fn normal_sf(x: f64) -> f64 {
    if x < 0.0 {
        return if x > -1.5 { 0.5 + middle(-x) } else { 1.0 - normal_sf(-x) };
    }
    if x < 1.5 {
        return 0.5 - middle(x);
    }
    if x > 40.0 {
        return 0.0;
    }
    // The fraction's error falls as exp(−2x√(2 steps)).
    let steps = 12 + (240.0 / (x * x)) as i32;
    let mut below = x;
    for step in (1..=steps).rev() {
        below = x + f64::from(step) / below;
    }
    normal_pdf(x) / below
}

/// The chance between 0 and `x`, for `x` from 0 to about 2.
fn middle(x: f64) -> f64 {
    let (mut term, mut sum, mut odd) = (x, x, 1.0);
    while term > sum * 1e-17 {
        odd += 2.0;
        term *= x * x / odd;
        sum += term;
    }
    sum * normal_pdf(x)
}

/// The chance that a standard normal value is at most `x`, to 15 digits down to 10⁻³⁰⁷.
#[must_use]
pub fn normal_cdf(x: f64) -> f64 {
    normal_sf(-x)
}

/// The chance that a standard normal value is farther from 0 than `z`.
#[must_use]
pub fn normal_two_sided(z: f64) -> f64 {
    2.0 * normal_sf(z.abs())
}

/// The value that a standard normal one does not exceed with chance `p`, 0 ≤ `p` ≤ 1.
///
/// Source: Abramowitz and Stegun 26.2.23 for the start, then Halley's method on the tail itself.
#[must_use]
pub fn normal_quantile(p: f64) -> f64 {
    if !(0.0..=1.0).contains(&p) {
        return f64::NAN;
    }
    if p > 0.5 {
        return -normal_quantile(1.0 - p);
    }
    if p == 0.0 {
        return f64::NEG_INFINITY;
    }
    let root = (-2.0 * p.ln()).sqrt();
    let above = 2.515_517 + root * (0.802_853 + root * 0.010_328);
    let below = 1.0 + root * (1.432_788 + root * (0.189_269 + root * 0.001_308));
    let mut x = root - above / below;
    for _ in 0..3 {
        let off = (normal_sf(x) - p) / normal_pdf(x);
        x += off / (1.0 - 0.5 * x * off);
    }
    -x
}

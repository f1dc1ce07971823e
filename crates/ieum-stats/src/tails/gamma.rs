//! The gamma function and the incomplete gamma functions.

use crate::dd::Dd;

/// Half the logarithm of 2π.
const HALF_LN_TWO_PI: f64 = 0.918_938_533_204_672_7;
/// Half the logarithm of 2π is what Stirling's formula starts from; its square root of 2π divides densities.
const ROOT_TWO_PI: f64 = 2.506_628_274_631_000_5;
/// More steps than any series or fraction here needs at the largest parameters that make sense.
const STEPS: usize = 2_000_000;

/// What Stirling's formula leaves out: ln Γ(a) − (a − ½) ln a + a − ½ ln 2π, for a > 0.
///
/// Source: DLMF 5.11.1 from 10 on; below, Γ(a + 1) = a Γ(a) carries it up.
pub(super) fn stirling_rest(a: f64) -> f64 {
    let (mut a, mut carried) = (a, 0.0);
    while a < 10.0 {
        carried += (a + 0.5) * (1.0 / a).ln_1p() - 1.0;
        a += 1.0;
    }
    let per_square = 1.0 / (a * a);
    // Bernoulli numbers over 2k(2k − 1), from the last to the first.
    let terms = [
        -3_617.0 / 122_400.0,
        1.0 / 156.0,
        -691.0 / 360_360.0,
        1.0 / 1_188.0,
        -1.0 / 1_680.0,
        1.0 / 1_260.0,
        -1.0 / 360.0,
        1.0 / 12.0,
    ];
    carried + terms.iter().fold(0.0, |sum, term| sum * per_square + term) / a
}

/// The logarithm of the gamma function for `x` > 0; absolutely to about 3 × 10⁻¹⁶ times the larger of 1 and the result.
///
/// Source: DLMF 5.11.1 (Stirling's series), 5.5.1 (recurrence).
#[must_use]
pub fn ln_gamma(x: f64) -> f64 {
    if x.is_nan() || x <= 0.0 {
        return f64::NAN;
    }
    if x == 1.0 || x == 2.0 {
        return 0.0;
    }
    if x >= 10.0 {
        // (x − ½)(ln x − 1) − ½ loses nothing to the parting of large x and x ln x.
        return (x - 0.5) * (x.ln() - 1.0) + (HALF_LN_TWO_PI - 0.5) + stirling_rest(x);
    }
    let (mut up, mut product) = (x, 1.0);
    while up < 10.0 {
        product *= up;
        up += 1.0;
    }
    ln_gamma(up) - f64::ln(product)
}

/// xᵃ e⁻ˣ / Γ(a + 1).
pub(super) fn gamma_front(a: f64, x: f64) -> f64 {
    let exponent = Dd::from(a) * (Dd::from(x) / Dd::from(a)).ln() + a - x;
    exponent.hi().exp() * (1.0 + exponent.lo()) * (-stirling_rest(a)).exp() / (ROOT_TWO_PI * a.sqrt())
}

/// Both regularised incomplete gamma functions, P(a, x) and Q(a, x), for `a` > 0 and `x` ≥ 0; their sum is 1.
///
/// Source: DLMF 8.7.1 (series) up to a + 1, 8.9.2 (continued fraction, by Lentz's method) above.
#[must_use]
pub fn gamma_tails(a: f64, x: f64) -> (f64, f64) {
    if a.is_nan() || x.is_nan() || a <= 0.0 || x < 0.0 {
        return (f64::NAN, f64::NAN);
    }
    if x == 0.0 {
        return (0.0, 1.0);
    }
    if x > 1e290 || a > 1e290 {
        return if x > a { (1.0, 0.0) } else { (0.0, 1.0) };
    }
    let front = gamma_front(a, x);
    if x < a + 1.0 {
        let (mut term, mut sum) = (1.0, 1.0);
        for step in 1..STEPS {
            term *= x / (a + step as f64);
            sum += term;
            if term < sum * 1e-17 {
                break;
            }
        }
        let lower = front * sum;
        return (lower, 1.0 - lower);
    }
    let mut shift = x + 1.0 - a;
    let mut above = f64::INFINITY;
    let mut below = 1.0 / shift;
    let mut fraction = below;
    for step in 1..STEPS {
        let step = step as f64;
        let part = -step * (step - a);
        shift += 2.0;
        below = 1.0 / (part * below + shift);
        above = shift + part / above;
        let factor = above * below;
        fraction *= factor;
        if (factor - 1.0).abs() < 1e-16 {
            break;
        }
    }
    let upper = front * a * fraction;
    (1.0 - upper, upper)
}

//! The studentised range.
//!
//! Both tails are double integrals of positive, analytic functions, and the trapezoidal rule gains digits exponentially on such functions
//! over the whole line; steps are chosen from the curvature at the peak so that its error lies below the rounding.
//!
//! Sources: Copenhaver and Holland 1988, «Computation of the distribution of the maximum studentized range statistic», Journal of
//! Statistical Computation and Simulation 30, 1–15, eq. 2.1 to 2.3; Trefethen and Weideman 2014, «The exponentially convergent
//! trapezoidal rule», SIAM Review 56, 385–458, section 5.

use std::sync::OnceLock;

use super::gamma::stirling_rest;
use super::normal::{normal_cdf, normal_pdf};
use super::solve::positive;

/// 1 / √(2π).
const PER_ROOT_TWO_PI: f64 = 0.398_942_280_401_432_7;
/// Degrees of freedom from which on the spread counts as known.
const KNOWN_FROM: f64 = 1e10;

/// Normal distribution function and density on a grid of eighths from −6 to 6.
fn grid() -> &'static [(f64, f64)] {
    static GRID: OnceLock<Vec<(f64, f64)>> = OnceLock::new();
    GRID.get_or_init(|| {
        (-48..=48).map(|eighth| f64::from(eighth) / 8.0).map(|x| (normal_cdf(x), normal_pdf(x))).collect()
    })
}

/// The normal distribution function by its Taylor series at the nearest point of the grid: Φ⁽ⁿ⁺¹⁾ = (−1)ⁿ Heₙ φ (DLMF 18.9.1).
fn fast_cdf(x: f64) -> f64 {
    if !(-6.0..=6.0).contains(&x) {
        return normal_cdf(x);
    }
    let eighth = (x * 8.0).round();
    let (base, density) = grid()[(eighth + 48.0) as usize];
    let point = eighth / 8.0;
    let step = x - point;
    // `one` and `other` are (−step)ⁿ Heₙ / (n + 1)! for the last two n.
    let (mut other, mut one, mut sum) = (0.0, 1.0, 1.0);
    for n in 1..16_i32 {
        let n = f64::from(n);
        let next = (-step * point * one - step * step * (n - 1.0) / n * other) / (n + 1.0);
        sum += next;
        (other, one) = (one, next);
    }
    base + density * step * sum
}

/// Which of the two tails, and its slope by w.
#[derive(Clone, Copy, PartialEq)]
enum Tail {
    Lower,
    Upper,
}

/// The chance that the range of `groups` standard normal values is at most `w`, or more, and its density.
struct Known {
    groups: i32,
    tail: Tail,
    step: f64,
    /// z, φ(z) and Φ(−|z|) along the line.
    points: Vec<(f64, f64, f64)>,
}

impl Known {
    fn new(groups: usize, tail: Tail) -> Self {
        let groups = i32::try_from(groups).unwrap_or(i32::MAX);
        // The integrand falls at most as exp(−k z²/2); half-steps of its width leave exp(−2π²/0.36) ≈ 10⁻²⁴.
        let step = 0.6 / f64::from(groups).sqrt();
        let count = (9.0 / step).ceil() as i32;
        let point = |at: i32| {
            let z = f64::from(at) * step;
            (z, normal_pdf(z), normal_cdf(-z.abs()))
        };
        Self { groups, tail, step, points: (-count..=count).map(point).collect() }
    }

    fn at(&self, w: f64) -> (f64, f64) {
        let (mut value, mut slope) = (0.0, 0.0);
        let groups = f64::from(self.groups);
        // z is the largest of the values. For the lower tail φ(z) dies beyond 9 and Φ(z)ᵏ⁻¹ below −9; for the upper tail the integrand
        // lies about the middle of the range, however far out that is.
        let shift = if self.tail == Tail::Lower { 0.0 } else { w / 2.0 };
        for &(point, density, outer) in &self.points {
            let z = point + shift;
            // Φ(−|z|), so that differences are taken of the small tails.
            let (density, outer) =
                if self.tail == Tail::Lower { (density, outer) } else { (normal_pdf(z), fast_cdf(-z.abs())) };
            let lower = z - w;
            let left = fast_cdf(lower);
            let within = if lower > 0.0 {
                fast_cdf(-lower) - outer
            } else if z > 0.0 {
                1.0 - outer - left
            } else {
                outer - left
            };
            let power = within.max(0.0).powi(self.groups - 2);
            slope += density * normal_pdf(lower) * power;
            value += density
                * if self.tail == Tail::Lower {
                    power * within
                } else {
                    // Φ(z)ᵏ⁻¹ − (Φ(z) − Φ(z − w))ᵏ⁻¹, with what it loses kept apart.
                    let below = if z > 0.0 { 1.0 - outer } else { outer };
                    let lost = (left / below).min(1.0);
                    below.powi(self.groups - 1) * -((groups - 1.0) * (-lost).ln_1p()).exp_m1()
                };
        }
        (value * groups * self.step, slope * groups * (groups - 1.0) * self.step)
    }
}

/// A tail of the studentised range and its slope by ln q.
struct Range {
    known: Known,
    df: f64,
    front: f64,
    step: f64,
}

impl Range {
    fn new(groups: usize, df: f64, tail: Tail) -> Self {
        let half = df / 2.0;
        Self {
            known: Known::new(groups, tail),
            df,
            front: 2.0 * half.sqrt() * PER_ROOT_TWO_PI * (-stirling_rest(half)).exp(),
            // The width of the peak for many degrees of freedom; for few, how far the integrand is analytic.
            step: (0.55 / (2.0 * (df + groups as f64)).sqrt()).min(0.12),
        }
    }

    fn at(&self, q: f64) -> (f64, f64) {
        if self.df >= KNOWN_FROM {
            let (value, slope) = self.known.at(q);
            return (value, slope * q);
        }
        // The integrand by t, the logarithm of the estimated spread.
        let part = |t: f64| {
            let density = self.front * (self.df * (t - 0.5 * (2.0 * t).exp_m1())).exp();
            let w = q * t.exp();
            let (value, slope) = self.known.at(w);
            (density * value, density * slope * w)
        };
        let peak = match self.known.tail {
            Tail::Upper => -0.5 * (q * q / (2.0 * self.df)).ln_1p(),
            Tail::Lower => 0.5 * (f64::from(self.known.groups) / self.df / (1.0 + q * q)).ln_1p(),
        };
        let (mut value, mut slope) = part(peak);
        for side in [1.0, -1.0] {
            let mut small = 0;
            for count in 1..20_000_i32 {
                let (more, steeper) = part(peak + side * f64::from(count) * self.step);
                value += more;
                slope += steeper;
                small = if more <= value * 1e-17 { small + 1 } else { 0 };
                if small == 3 {
                    break;
                }
            }
        }
        (value * self.step, slope * self.step)
    }
}

fn tail(q: f64, groups: usize, df: f64, tail: Tail) -> f64 {
    if q.is_nan() || df.is_nan() || df <= 0.0 || groups < 2 {
        return f64::NAN;
    }
    if q <= 0.0 {
        return if tail == Tail::Lower { 0.0 } else { 1.0 };
    }
    if q == f64::INFINITY {
        return if tail == Tail::Lower { 1.0 } else { 0.0 };
    }
    Range::new(groups, df, tail).at(q).0.min(1.0)
}

/// The chance that the studentised range of `groups` ≥ 2 means with `df` > 0 degrees of freedom is at most `q`.
#[must_use]
pub fn range_cdf(q: f64, groups: usize, df: f64) -> f64 {
    tail(q, groups, df, Tail::Lower)
}

/// The chance that it is more than `q`: the p value of Tukey's comparisons, with its digits far out.
#[must_use]
pub fn range_sf(q: f64, groups: usize, df: f64) -> f64 {
    tail(q, groups, df, Tail::Upper)
}

fn inverse(target: f64, groups: usize, df: f64, tail: Tail) -> f64 {
    if !(0.0..=1.0).contains(&target) || df.is_nan() || df <= 0.0 || groups < 2 {
        return f64::NAN;
    }
    if target == 0.0 || target == 1.0 {
        return if (target == 0.0) == (tail == Tail::Lower) { 0.0 } else { f64::INFINITY };
    }
    let range = Range::new(groups, df, tail);
    let rising = tail == Tail::Lower;
    positive(3.0, target, rising, |q| {
        let (value, slope) = range.at(q);
        (value, if rising { slope } else { -slope })
    })
}

/// The value the studentised range does not exceed with chance `p`, 0 ≤ `p` ≤ 1.
#[must_use]
pub fn range_quantile(p: f64, groups: usize, df: f64) -> f64 {
    if p > 0.5 { inverse(1.0 - p, groups, df, Tail::Upper) } else { inverse(p, groups, df, Tail::Lower) }
}

/// The value the studentised range exceeds with chance `q`, 0 ≤ `q` ≤ 1.
#[must_use]
pub fn range_upper_quantile(q: f64, groups: usize, df: f64) -> f64 {
    if q > 0.5 { inverse(1.0 - q, groups, df, Tail::Lower) } else { inverse(q, groups, df, Tail::Upper) }
}

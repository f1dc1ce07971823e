//! What the global figures would be by chance: their means and variances.

use super::weights::Sums;

/// Mean of a figure by chance and its variance under two null hypotheses; `None` where the formula needs more units.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Moments {
    pub(super) expected: f64,
    /// Values drawn from one normal distribution.
    pub(super) normal: Option<f64>,
    /// The same values in every order.
    pub(super) randomised: Option<f64>,
}

/// The kurtosis b₂ = n Σz⁴ / (Σz²)² of centred values.
pub(super) fn kurtosis(centred: &[f64]) -> f64 {
    let squares: f64 = centred.iter().map(|z| z * z).sum();
    let fourths: f64 = centred.iter().map(|z| z * z * z * z).sum();
    centred.len() as f64 * fourths / (squares * squares)
}

/// Moran's I (Cliff and Ord 1981, eqs 2.22–2.24, 2.29).
pub(super) fn moran(units: usize, sums: Sums, kurtosis: f64) -> Moments {
    let n = units as f64;
    let Sums { s0, s1, s2 } = sums;
    let expected = -1.0 / (n - 1.0);
    let of_normal = (n * n * s1 - n * s2 + 3.0 * s0 * s0) / ((n * n - 1.0) * s0 * s0) - expected * expected;
    let randomised = (units > 3).then(|| {
        let spread = n * ((n * n - 3.0 * n + 3.0) * s1 - n * s2 + 3.0 * s0 * s0);
        let peaked = kurtosis * ((n * n - n) * s1 - 2.0 * n * s2 + 6.0 * s0 * s0);
        (spread - peaked) / ((n - 1.0) * (n - 2.0) * (n - 3.0) * s0 * s0) - expected * expected
    });
    Moments { expected, normal: Some(of_normal), randomised }
}

/// Geary's c (Cliff and Ord 1981, eqs 2.25–2.27, 2.30).
pub(super) fn geary(units: usize, sums: Sums, kurtosis: f64) -> Moments {
    let n = units as f64;
    let Sums { s0, s1, s2 } = sums;
    let of_normal = ((2.0 * s1 + s2) * (n - 1.0) - 4.0 * s0 * s0) / (2.0 * (n + 1.0) * s0 * s0);
    let randomised = (units > 3).then(|| {
        let first = (n - 1.0) * s1 * (n * n - 3.0 * n + 3.0 - (n - 1.0) * kurtosis);
        let second = (n - 1.0) * s2 * (n * n + 3.0 * n - 6.0 - (n * n - n + 2.0) * kurtosis) / 4.0;
        let third = s0 * s0 * (n * n - 3.0 - (n - 1.0) * (n - 1.0) * kurtosis);
        (first - second + third) / (n * (n - 2.0) * (n - 3.0) * s0 * s0)
    });
    Moments { expected: 1.0, normal: Some(of_normal), randomised }
}

/// Getis and Ord's global G (Getis and Ord 1992, eqs 6–8); it has no form for normal values.
pub(super) fn global_g(values: &[f64], sums: Sums) -> Moments {
    let n = values.len() as f64;
    let Sums { s0, s1, s2 } = sums;
    let power = |exponent: i32| values.iter().map(|value| value.powi(exponent)).sum::<f64>();
    let (m1, m2, m3, m4) = (power(1), power(2), power(3), power(4));
    let expected = s0 / (n * (n - 1.0));
    let randomised = (values.len() > 3).then(|| {
        let b0 = (n * n - 3.0 * n + 3.0) * s1 - n * s2 + 3.0 * s0 * s0;
        let b1 = -((n * n - n) * s1 - 2.0 * n * s2 + 6.0 * s0 * s0);
        let b2 = -(2.0 * n * s1 - (n + 3.0) * s2 + 6.0 * s0 * s0);
        let b3 = 4.0 * (n - 1.0) * s1 - 2.0 * (n + 1.0) * s2 + 8.0 * s0 * s0;
        let b4 = s1 - s2 + s0 * s0;
        let pairs = m1 * m1 - m2;
        let square = b0 * m2 * m2 + b1 * m4 + b2 * m1 * m1 * m2 + b3 * m1 * m3 + b4 * m1.powi(4);
        square / (pairs * pairs * n * (n - 1.0) * (n - 2.0) * (n - 3.0)) - expected * expected
    });
    Moments { expected, normal: None, randomised }
}

/// Joins of two marked units, of marked with unmarked units, and of two unmarked units, when the marks are put down in every order
/// (Cliff and Ord 1981, eqs 1.34–1.39). Given as (mean, variance).
pub(super) fn joins(units: usize, marked: usize, sums: Sums) -> [(f64, f64); 3] {
    let Sums { s0, s1, s2 } = sums;
    let falling = |from: f64, steps: u32| (0..steps).map(|step| from - f64::from(step)).product::<f64>();
    let n = units as f64;
    let (here, there) = (marked as f64, (units - marked) as f64);
    let over = |value: f64, steps: u32| if value == 0.0 { 0.0 } else { value / falling(n, steps) };
    let same = |count: f64| {
        let mean = s0 * over(falling(count, 2), 2) / 2.0;
        let square = s1 * over(falling(count, 2), 2)
            + (s2 - 2.0 * s1) * over(falling(count, 3), 3)
            + (s0 * s0 + s1 - s2) * over(falling(count, 4), 4);
        (mean, square / 4.0 - mean * mean)
    };
    let mean = s0 * over(here * there, 2);
    let square = 2.0 * s1 * over(here * there, 2)
        + (s2 - 2.0 * s1) * over(here * there * (n - 2.0), 3)
        + 4.0 * (s0 * s0 + s1 - s2) * over(falling(here, 2) * falling(there, 2), 4);
    [same(here), (mean, square / 4.0 - mean * mean), same(there)]
}

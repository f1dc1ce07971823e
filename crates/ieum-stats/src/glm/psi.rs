//! The first two derivatives of the logarithm of the gamma function.

/// From here on the asymptotic series has 16 digits.
const FAR: f64 = 12.0;

/// ψ(x), the derivative of ln Γ, for x > 0.
///
/// Source: NIST DLMF 5.5.2 (recurrence) and 5.11.2 (asymptotic series).
pub(crate) fn digamma(x: f64) -> f64 {
    let (mut at, mut sum) = (x, 0.0);
    while at < FAR {
        sum -= 1.0 / at;
        at += 1.0;
    }
    let square = 1.0 / (at * at);
    let series = square
        * (1.0 / 12.0
            - square
                * (1.0 / 120.0
                    - square
                        * (1.0 / 252.0
                            - square * (1.0 / 240.0 - square * (1.0 / 132.0 - square * (691.0 / 32760.0))))));
    sum + at.ln() - 0.5 / at - series
}

/// ψ′(x), the second derivative of ln Γ, for x > 0.
///
/// Source: NIST DLMF 5.15.5 (recurrence) and 5.15.8 (asymptotic series).
pub(crate) fn trigamma(x: f64) -> f64 {
    let (mut at, mut sum) = (x, 0.0);
    while at < FAR {
        sum += 1.0 / (at * at);
        at += 1.0;
    }
    let square = 1.0 / (at * at);
    let series = square
        * (1.0 / 6.0
            - square
                * (1.0 / 30.0
                    - square
                        * (1.0 / 42.0
                            - square * (1.0 / 30.0 - square * (5.0 / 66.0 - square * 691.0 / 2730.0)))));
    sum + 1.0 / at + 0.5 * square + series / at
}

#[cfg(test)]
mod tests {
    use super::{digamma, trigamma};

    #[test]
    fn known_values_are_met() {
        // ψ(1) = −γ, ψ(½) = −γ − 2 ln 2, ψ′(1) = π²/6, ψ′(½) = π²/2 (DLMF 5.4.12, 5.4.13, 5.15.3).
        let euler = 0.577_215_664_901_532_9;
        let pi_squared = std::f64::consts::PI.powi(2);
        let check = |found: f64, known: f64| {
            assert!((found - known).abs() < 2e-15 * known.abs().max(1.0), "{found} {known}")
        };
        check(digamma(1.0), -euler);
        check(digamma(0.5), -euler - 2.0 * std::f64::consts::LN_2);
        check(trigamma(1.0), pi_squared / 6.0);
        check(trigamma(0.5), pi_squared / 2.0);
        // The recurrences hold across the seam of the series.
        check(digamma(12.25), digamma(11.25) + 1.0 / 11.25);
        check(trigamma(12.25), trigamma(11.25) - 1.0 / (11.25 * 11.25));
    }
}

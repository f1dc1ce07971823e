//! Logarithm and exponential in double-double, for tails whose exponents run into the thousands.

use super::Dd;

/// ln 2 in two doubles.
const LN_2: Dd = Dd::pair(std::f64::consts::LN_2, 2.319_046_813_846_299_6e-17);

impl Dd {
    /// e to its power, to about 30 digits; infinite above 709.78, nought below −745.2.
    ///
    /// The argument is brought below ln 2 / 512, its Taylor series for eˣ − 1 summed, and that doubled up eight times
    /// ((1 + e)² − 1 = 2e + e²), which keeps the digits of small results.
    #[must_use]
    pub fn exp(self) -> Self {
        if !(self.hi > -745.2 && self.hi < 709.79) {
            return Self::from(self.hi.exp());
        }
        let halvings = (self.hi / std::f64::consts::LN_2).round();
        let rest = (self - LN_2 * halvings).scaled(1.0 / 256.0);
        let mut less_one = rest;
        let mut term = rest;
        for step in 2..=9_i32 {
            term = term * rest / f64::from(step);
            less_one += term;
        }
        for _ in 0..8 {
            less_one = less_one.scaled(2.0) + less_one.square();
        }
        let power = halvings as i32;
        (less_one + 1.0).scaled(2_f64.powi(power / 2)).scaled(2_f64.powi(power - power / 2))
    }

    /// Its natural logarithm, to about 10⁻³⁰ absolutely; not a number below nought (one Newton step from the logarithm of the double).
    #[must_use]
    pub fn ln(self) -> Self {
        let near = self.hi.ln();
        if !near.is_finite() || !(1e-280..1e280).contains(&self.hi) {
            return Self::from(near);
        }
        let step = self * Self::from(-near).exp() - 1.0;
        // ln(1 + s) = s − s²/2: s is an error of rounding, so its square is the last digit that counts.
        Self::from(near) + (step - step.square().scaled(0.5))
    }
}

//! Double-double numbers: about 31 decimal digits from pairs of doubles.
//!
//! A [`Dd`] is an unevaluated sum of two doubles, the second at most half a unit in the last place of the first. Sums and products are
//! made of error-free transformations, so results are the same on every machine that rounds as IEEE 754 asks.
//!
//! Sources: Dekker 1971, «A floating-point technique for extending the available precision», Numerische Mathematik 18, 224–242
//! (splitting, product, division, root); Knuth, «The Art of Computer Programming» 2, 4.2.2, theorem B (the exact sum of two doubles);
//! Joldes, Muller and Popescu 2017, «Tight and rigorous error bounds for basic building blocks of double-word arithmetic», ACM TOMS
//! 44(2), 15 (which of the variants keep 2⁻¹⁰⁴ and better; `+` here is their algorithm 6, `×` their algorithm 11 without fused steps).
//!
//! Products split their factors, which overflows from about 10²⁹⁹ on; whoever multiplies such numbers scales them first.

mod column;
mod functions;
mod text;

use std::cmp::Ordering;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Div, DivAssign, Mul, MulAssign, Neg, Sub, SubAssign};

use serde::{Serialize, Serializer};

pub use column::{Column, dot, dot_f64, sum, sum_f64};
pub use text::NotDecimal;

/// A number of about 31 significant decimal digits (106 bits), as the sum of two doubles.
///
/// Domain: what a double reaches, with all its digits only above about 10⁻²⁹⁰. Serialises as the double nearest to it.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Dd {
    hi: f64,
    lo: f64,
}

/// The sum of two doubles and what rounding took from it (Knuth).
#[inline(always)]
pub(crate) fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let s = a + b;
    let from_b = s - a;
    (s, (a - (s - from_b)) + (b - from_b))
}

/// The same where `a` is not smaller than `b` in size (Dekker).
#[inline(always)]
pub(crate) fn quick_two_sum(a: f64, b: f64) -> (f64, f64) {
    let s = a + b;
    (s, b - (s - a))
}

/// The two halves of a double, 26 bits each (Veltkamp).
#[inline(always)]
fn split(a: f64) -> (f64, f64) {
    let c = 134_217_729.0 * a;
    let high = c - (c - a);
    (high, a - high)
}

/// The product of two doubles and what rounding took from it (Dekker). Halves instead of a fused step, since the fused step is a call
/// into a library on machines the house must run on, and halves vectorise everywhere.
#[inline(always)]
pub(crate) fn two_product(a: f64, b: f64) -> (f64, f64) {
    let p = a * b;
    let (a_high, a_low) = split(a);
    let (b_high, b_low) = split(b);
    (p, ((a_high * b_high - p) + a_high * b_low + a_low * b_high) + a_low * b_low)
}

impl Dd {
    /// Nought.
    pub const ZERO: Self = Self { hi: 0.0, lo: 0.0 };
    /// One.
    pub const ONE: Self = Self { hi: 1.0, lo: 0.0 };

    /// The sum of two doubles, exactly.
    #[must_use]
    #[inline(always)]
    pub fn of(a: f64, b: f64) -> Self {
        let (hi, lo) = two_sum(a, b);
        Self { hi, lo }
    }

    /// A pair that is already normal: `lo` is at most half a unit in the last place of `hi`.
    #[inline(always)]
    pub(crate) const fn pair(hi: f64, lo: f64) -> Self {
        Self { hi, lo }
    }

    /// The product of two doubles, exactly.
    #[must_use]
    #[inline(always)]
    pub fn product(a: f64, b: f64) -> Self {
        let (hi, lo) = two_product(a, b);
        Self { hi, lo }
    }

    /// The quotient of two doubles to 31 digits.
    #[must_use]
    #[inline]
    pub fn quotient(a: f64, b: f64) -> Self {
        Self::from(a) / Self::from(b)
    }

    /// The leading double, which is the number rounded.
    #[must_use]
    #[inline(always)]
    pub const fn hi(self) -> f64 {
        self.hi
    }

    /// The trailing double: what the leading one leaves out.
    #[must_use]
    #[inline(always)]
    pub const fn lo(self) -> f64 {
        self.lo
    }

    /// The nearest double.
    #[must_use]
    #[inline(always)]
    pub const fn to_f64(self) -> f64 {
        self.hi
    }

    /// Whether it is a number at all, and not infinite.
    #[must_use]
    pub fn is_finite(self) -> bool {
        self.hi.is_finite() && self.lo.is_finite()
    }

    /// Whether it is nought.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.hi == 0.0
    }

    /// Its size without sign.
    #[must_use]
    #[inline]
    pub fn abs(self) -> Self {
        if self.hi < 0.0 { -self } else { self }
    }

    /// Its square.
    #[must_use]
    #[inline(always)]
    pub fn square(self) -> Self {
        self * self
    }

    /// Times a power of two, which changes no digit.
    #[must_use]
    #[inline(always)]
    pub fn scaled(self, power_of_two: f64) -> Self {
        Self { hi: self.hi * power_of_two, lo: self.lo * power_of_two }
    }

    /// Its square root; not a number below nought (Karp and Markstein 1997, one step from the root of the leading double).
    #[must_use]
    pub fn sqrt(self) -> Self {
        if self.hi <= 0.0 || !self.hi.is_finite() {
            return Self::from(self.hi.sqrt());
        }
        let near = self.hi.sqrt();
        let rest = self - Self::product(near, near);
        Self::of(near, rest.hi / (2.0 * near))
    }

    /// To a whole power by repeated squaring; `x⁰` is 1.
    #[must_use]
    pub fn powi(self, power: i32) -> Self {
        let mut left = power.unsigned_abs();
        let (mut square, mut product) = (self, Self::ONE);
        while left > 0 {
            if left & 1 == 1 {
                product *= square;
            }
            left >>= 1;
            if left > 0 {
                square = square.square();
            }
        }
        if power < 0 { Self::ONE / product } else { product }
    }
}

impl From<f64> for Dd {
    #[inline(always)]
    fn from(value: f64) -> Self {
        Self { hi: value, lo: 0.0 }
    }
}

impl From<i32> for Dd {
    fn from(value: i32) -> Self {
        Self::from(f64::from(value))
    }
}

impl From<u32> for Dd {
    fn from(value: u32) -> Self {
        Self::from(f64::from(value))
    }
}

impl From<i64> for Dd {
    /// Exactly: 64 bits fit into two doubles.
    fn from(value: i64) -> Self {
        let (upper, lower) = (value >> 32, value & 0xFFFF_FFFF);
        Self::of(upper as f64 * 4_294_967_296.0, lower as f64)
    }
}

impl From<usize> for Dd {
    /// Exactly, as for `i64`.
    fn from(value: usize) -> Self {
        let (upper, lower) = (value >> 32, value & 0xFFFF_FFFF);
        Self::of(upper as f64 * 4_294_967_296.0, lower as f64)
    }
}

impl From<Dd> for f64 {
    fn from(value: Dd) -> Self {
        value.hi
    }
}

impl Neg for Dd {
    type Output = Self;
    #[inline(always)]
    fn neg(self) -> Self {
        Self { hi: -self.hi, lo: -self.lo }
    }
}

impl Add for Dd {
    type Output = Self;
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        let (s, s_rest) = two_sum(self.hi, other.hi);
        let (t, t_rest) = two_sum(self.lo, other.lo);
        let (s, s_rest) = quick_two_sum(s, s_rest + t);
        let (hi, lo) = quick_two_sum(s, s_rest + t_rest);
        Self { hi, lo }
    }
}

impl Add<f64> for Dd {
    type Output = Self;
    #[inline(always)]
    fn add(self, other: f64) -> Self {
        let (s, rest) = two_sum(self.hi, other);
        let (hi, lo) = quick_two_sum(s, rest + self.lo);
        Self { hi, lo }
    }
}

impl Sub for Dd {
    type Output = Self;
    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        self + (-other)
    }
}

impl Sub<f64> for Dd {
    type Output = Self;
    #[inline(always)]
    fn sub(self, other: f64) -> Self {
        self + (-other)
    }
}

impl Mul for Dd {
    type Output = Self;
    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        let (p, rest) = two_product(self.hi, other.hi);
        let rest = rest + (self.hi * other.lo + self.lo * other.hi);
        let (hi, lo) = quick_two_sum(p, rest);
        Self { hi, lo }
    }
}

impl Mul<f64> for Dd {
    type Output = Self;
    #[inline(always)]
    fn mul(self, other: f64) -> Self {
        let (p, rest) = two_product(self.hi, other);
        let (hi, lo) = quick_two_sum(p, rest + self.lo * other);
        Self { hi, lo }
    }
}

impl Div for Dd {
    type Output = Self;
    #[inline]
    fn div(self, other: Self) -> Self {
        let first = self.hi / other.hi;
        if !first.is_finite() || first == 0.0 {
            return Self::from(first);
        }
        let rest = self - other * first;
        let second = rest.hi / other.hi;
        let rest = rest - other * second;
        let third = rest.hi / other.hi;
        let (hi, lo) = quick_two_sum(first, second);
        Self { hi, lo } + third
    }
}

impl Div<f64> for Dd {
    type Output = Self;
    #[inline]
    fn div(self, other: f64) -> Self {
        self / Self::from(other)
    }
}

impl AddAssign for Dd {
    #[inline(always)]
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl SubAssign for Dd {
    #[inline(always)]
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

impl MulAssign for Dd {
    #[inline(always)]
    fn mul_assign(&mut self, other: Self) {
        *self = *self * other;
    }
}

impl DivAssign for Dd {
    #[inline]
    fn div_assign(&mut self, other: Self) {
        *self = *self / other;
    }
}

impl PartialOrd for Dd {
    #[inline]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        match self.hi.partial_cmp(&other.hi) {
            Some(Ordering::Equal) => self.lo.partial_cmp(&other.lo),
            decided => decided,
        }
    }
}

impl Dd {
    /// A total order, as [`f64::total_cmp`] has it: what sorting needs.
    #[must_use]
    pub fn total_cmp(&self, other: &Self) -> Ordering {
        self.hi.total_cmp(&other.hi).then(self.lo.total_cmp(&other.lo))
    }
}

impl Sum for Dd {
    fn sum<I: Iterator<Item = Self>>(parts: I) -> Self {
        parts.fold(Self::ZERO, |sum, part| sum + part)
    }
}

impl<'a> Sum<&'a Dd> for Dd {
    fn sum<I: Iterator<Item = &'a Dd>>(parts: I) -> Self {
        parts.copied().sum()
    }
}

impl Serialize for Dd {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_f64(self.hi)
    }
}

#[cfg(test)]
mod tests;

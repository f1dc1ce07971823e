//! Columns of double-double numbers, kept as two arrays so that sums over them run several at a time.

use std::ops::Range;

use super::{Dd, quick_two_sum, two_product, two_sum};

/// Partial sums carried side by side; a fixed number, so that the order of additions, and with it every digit, never depends on the
/// machine.
const LANES: usize = 4;

/// A column of numbers in double-double: leading and trailing doubles apart.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Column {
    hi: Vec<f64>,
    lo: Vec<f64>,
}

impl Column {
    /// As many noughts.
    #[must_use]
    pub fn zeros(length: usize) -> Self {
        Self { hi: vec![0.0; length], lo: vec![0.0; length] }
    }

    /// How many numbers.
    #[must_use]
    pub fn len(&self) -> usize {
        self.hi.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.hi.is_empty()
    }

    /// One number, counted from 0. Panics outside, as a slice does.
    #[must_use]
    #[inline(always)]
    pub fn at(&self, row: usize) -> Dd {
        Dd::pair(self.hi[row], self.lo[row])
    }

    /// Changes one number. Panics outside, as a slice does.
    #[inline(always)]
    pub fn put(&mut self, row: usize, value: Dd) {
        self.hi[row] = value.hi();
        self.lo[row] = value.lo();
    }

    /// All numbers in order.
    pub fn iter(&self) -> impl Iterator<Item = Dd> + '_ {
        self.hi.iter().zip(&self.lo).map(|(&hi, &lo)| Dd::pair(hi, lo))
    }

    /// The leading doubles: the column rounded.
    #[must_use]
    pub fn rounded(&self) -> &[f64] {
        &self.hi
    }

    /// Their sum.
    #[must_use]
    pub fn sum(&self) -> Dd {
        lanes(&self.hi, |at| Dd::pair(self.hi[at], self.lo[at]))
    }

    /// The sum of the products with another column over some rows.
    #[must_use]
    pub fn dot_within(&self, other: &Self, rows: Range<usize>) -> Dd {
        let one = (&self.hi[rows.clone()], &self.lo[rows.clone()]);
        dot_pairs(one, (&other.hi[rows.clone()], &other.lo[rows]))
    }

    /// The sum of the products with another column of the same length, from row `from` on.
    #[must_use]
    pub fn dot_from(&self, other: &Self, from: usize) -> Dd {
        dot_pairs((&self.hi[from..], &self.lo[from..]), (&other.hi[from..], &other.lo[from..]))
    }

    /// The sum of the products with another column of the same length.
    #[must_use]
    pub fn dot(&self, other: &Self) -> Dd {
        self.dot_from(other, 0)
    }

    /// Adds `times` times another column, from row `from` on.
    pub fn add_multiple_from(&mut self, times: Dd, other: &Self, from: usize) {
        self.add_multiple_within(times, other, from..other.len());
    }

    /// Adds `times` times another column over some rows.
    pub fn add_multiple_within(&mut self, times: Dd, other: &Self, rows: Range<usize>) {
        let own = self.hi[rows.clone()].iter_mut().zip(&mut self.lo[rows.clone()]);
        for ((hi, lo), (&other_hi, &other_lo)) in own.zip(other.hi[rows.clone()].iter().zip(&other.lo[rows]))
        {
            let sum = Dd::pair(*hi, *lo) + times * Dd::pair(other_hi, other_lo);
            (*hi, *lo) = (sum.hi(), sum.lo());
        }
    }

    /// Multiplies every number by a power of two, which changes no digit.
    pub fn scale(&mut self, power_of_two: f64) {
        for part in self.hi.iter_mut().chain(&mut self.lo) {
            *part *= power_of_two;
        }
    }
}

impl FromIterator<Dd> for Column {
    fn from_iter<I: IntoIterator<Item = Dd>>(values: I) -> Self {
        let (hi, lo) = values.into_iter().map(|value| (value.hi(), value.lo())).unzip();
        Self { hi, lo }
    }
}

impl From<&[Dd]> for Column {
    fn from(values: &[Dd]) -> Self {
        values.iter().copied().collect()
    }
}

impl From<&[f64]> for Column {
    fn from(values: &[f64]) -> Self {
        Self { hi: values.to_vec(), lo: vec![0.0; values.len()] }
    }
}

/// Sums `at(0)`, `at(1)`, … in [`LANES`] running sums.
#[inline(always)]
fn lanes(over: &[f64], at: impl Fn(usize) -> Dd) -> Dd {
    let mut sums = [Dd::ZERO; LANES];
    let whole = over.len() / LANES * LANES;
    for start in (0..whole).step_by(LANES) {
        for (lane, sum) in sums.iter_mut().enumerate() {
            *sum += at(start + lane);
        }
    }
    let rest: Dd = (whole..over.len()).map(at).sum();
    (sums[0] + sums[1]) + (sums[2] + sums[3]) + rest
}

type Halves<'a> = (&'a [f64], &'a [f64]);

/// The dot product of two columns, each given as leading and trailing doubles.
fn dot_pairs((a_hi, a_lo): Halves, (b_hi, b_lo): Halves) -> Dd {
    let mut sum_hi = [0.0_f64; LANES];
    let mut sum_lo = [0.0_f64; LANES];
    let (a_hi, a_hi_rest) = a_hi.as_chunks::<LANES>();
    let (a_lo, a_lo_rest) = a_lo.as_chunks::<LANES>();
    let (b_hi, b_hi_rest) = b_hi.as_chunks::<LANES>();
    let (b_lo, b_lo_rest) = b_lo.as_chunks::<LANES>();
    for (((a_hi, a_lo), b_hi), b_lo) in a_hi.iter().zip(a_lo).zip(b_hi).zip(b_lo) {
        for lane in 0..LANES {
            let (p, rest) = two_product(a_hi[lane], b_hi[lane]);
            let rest = rest + (a_hi[lane] * b_lo[lane] + a_lo[lane] * b_hi[lane]);
            let (s, s_rest) = two_sum(sum_hi[lane], p);
            (sum_hi[lane], sum_lo[lane]) = quick_two_sum(s, s_rest + (sum_lo[lane] + rest));
        }
    }
    let mut total = Dd::ZERO;
    for (((&a_hi, &a_lo), &b_hi), &b_lo) in a_hi_rest.iter().zip(a_lo_rest).zip(b_hi_rest).zip(b_lo_rest) {
        total += Dd::pair(a_hi, a_lo) * Dd::pair(b_hi, b_lo);
    }
    let sums: Vec<Dd> = sum_hi.iter().zip(&sum_lo).map(|(&hi, &lo)| Dd::pair(hi, lo)).collect();
    total + ((sums[0] + sums[1]) + (sums[2] + sums[3]))
}

/// The sum of numbers in double-double.
#[must_use]
pub fn sum(values: &[Dd]) -> Dd {
    values.iter().sum()
}

/// The sum of doubles, to 31 digits.
#[must_use]
pub fn sum_f64(values: &[f64]) -> Dd {
    lanes(values, |at| Dd::from(values[at]))
}

/// The sum of products in double-double; the shorter length counts.
#[must_use]
pub fn dot(a: &[Dd], b: &[Dd]) -> Dd {
    a.iter().zip(b).map(|(&a, &b)| a * b).sum()
}

/// The sum of products of doubles, to 31 digits; the shorter length counts.
#[must_use]
pub fn dot_f64(a: &[f64], b: &[f64]) -> Dd {
    let least = a.len().min(b.len());
    lanes(&a[..least], |at| Dd::product(a[at], b[at]))
}

//! Many vectors at a glance: two bits a number say which few thousand are worth comparing whole.
//!
//! A number of a vector of length 1 and `d` dimensions is about `1/√d` large. It is kept as one of four steps of that width,
//! the same for every row, so that a question is compared with a quarter of the bytes: reading them from memory is what takes
//! the time. The steps lose about a seventh of a deviation of the likeness; who is among the nearest few hundred is among the
//! nearest few thousand by them.

use super::encoder::short;
use super::store::Question;
use crate::numbers::real;
use fearless_simd::prelude::*;
use fearless_simd::{Level, dispatch, i16x32, i32x16, u8x64};

/// Numbers in one byte.
const IN_BYTE: usize = 4;

/// Bytes that are looked at at once.
const AT_ONCE: usize = 64;

/// Rows in steps.
#[derive(Default)]
pub(super) struct Coarse {
    steps: Vec<u8>,
    /// Bytes of one row.
    wide: usize,
}

impl Coarse {
    /// The steps of `rows` of `dimensions` numbers each; none when these do not fill whole bytes.
    pub(super) fn of(rows: &[u8], scales: &[f32], dimensions: usize) -> Self {
        if dimensions == 0 || !dimensions.is_multiple_of(IN_BYTE) {
            return Self::default();
        }
        let wide = dimensions / IN_BYTE;
        let usual = super::encoder::single(1.0 / real(dimensions).sqrt());
        let mut steps = Vec::with_capacity(wide * scales.len());
        for (row, scale) in rows.chunks_exact(dimensions).zip(scales) {
            let one = short(usual / scale.max(f32::MIN_POSITIVE));
            let step = |code: &u8| {
                let code = i16::from(code.cast_signed());
                u8::from(code >= -one) + u8::from(code >= 0) + u8::from(code >= one)
            };
            // The four numbers of a byte lie a quarter of the row apart, so that neighbours are taken apart alike.
            let start = steps.len();
            steps.resize(start + wide, 0);
            let into = steps.get_mut(start..).unwrap_or_default();
            for (place, quarter) in row.chunks_exact(wide).enumerate() {
                into.iter_mut().zip(quarter).for_each(|(byte, code)| *byte |= step(code) << (2 * place));
            }
        }
        Self { steps, wide }
    }

    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        self.steps.len().checked_div(self.wide).unwrap_or_default()
    }

    /// How like the question each of some rows is, the highest of each run of rows; only the order says something.
    pub(super) fn likeness(&self, question: &Question, runs: &[(usize, usize)]) -> Vec<i32> {
        dispatch!(Level::new(), simd => self.scan(simd, question.numbers(), runs))
    }

    #[inline(always)]
    fn scan<S: Simd>(&self, simd: S, question: &[i16], runs: &[(usize, usize)]) -> Vec<i32> {
        let mut out = Vec::with_capacity(runs.len());
        let quarters: Vec<&[i16]> = question.chunks_exact(self.wide.max(1)).collect();
        let [a, b, c, d] = quarters.as_slice() else { return vec![0; runs.len()] };
        for (first, count) in runs {
            let mut best = i32::MIN;
            for row in *first..first + count {
                let Some(row) = self.steps.get(row * self.wide..(row + 1) * self.wide) else { continue };
                best = best.max(products(simd, row, [a, b, c, d]));
            }
            out.push(best);
        }
        out
    }
}

/// The sum of the products of a row's steps with the four quarters of a question: both sides are widened to sixteen bits, of
/// which processors multiply many at once.
#[inline(always)]
fn products<S: Simd>(simd: S, row: &[u8], [a, b, c, d]: [&[i16]; IN_BYTE]) -> i32 {
    let (whole, rest) = row.as_chunks::<AT_ONCE>();
    let mut sum = i32x16::splat(simd, 0);
    for (place, bytes) in whole.iter().enumerate() {
        let bytes = u8x64::simd_from(simd, *bytes);
        let from = place * AT_ONCE;
        sum = quarter(simd, sum, bytes, a.get(from..from + AT_ONCE));
        sum = quarter(simd, sum, simd.shr_u8x64(bytes, 2), b.get(from..from + AT_ONCE));
        sum = quarter(simd, sum, simd.shr_u8x64(bytes, 4), c.get(from..from + AT_ONCE));
        sum = quarter(simd, sum, simd.shr_u8x64(bytes, 6), d.get(from..from + AT_ONCE));
    }
    let from = whole.len() * AT_ONCE;
    let mut left = 0;
    for (shift, own) in [(0, a), (2, b), (4, c), (6, d)] {
        let products = rest.iter().zip(own.get(from..).unwrap_or_default());
        left += products.map(|(byte, own)| i32::from((byte >> shift) & 3) * i32::from(*own)).sum::<i32>();
    }
    simd.reduce_sum_i32x16(sum) + left
}

/// Adds the products of the lowest two bits of each byte.
#[inline(always)]
fn quarter<S: Simd>(simd: S, sum: i32x16<S>, bytes: u8x64<S>, question: Option<&[i16]>) -> i32x16<S> {
    let Some(([low, high], _)) = question
        .map(|own| own.as_chunks::<32>())
        .and_then(|(own, rest)| Some((own.first_chunk::<2>()?, rest)))
    else {
        return sum;
    };
    let (first, second) = simd.widen_u8x64(simd.and_u8x64(bytes, u8x64::splat(simd, 3)));
    let (low, high) = (i16x32::simd_from(simd, *low), i16x32::simd_from(simd, *high));
    let sum = simd.add_i32x16(sum, simd.pairwise_dot_product_i16x32(first.bitcast::<i16x32<S>>(), low));
    simd.add_i32x16(sum, simd.pairwise_dot_product_i16x32(second.bitcast::<i16x32<S>>(), high))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_are_near_by_steps_too() {
        let mut state = 9_u64;
        let mut drawn = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            super::super::encoder::single(
                f64::from(u32::try_from(state >> 40).unwrap()) / f64::from(1 << 24) - 0.5,
            )
        };
        let mut vectors: Vec<Vec<f32>> = (0..500).map(|_| (0..320).map(|_| drawn()).collect()).collect();
        // Ten rows are the question with a little of their own.
        let asked: Vec<f32> = vectors[0].clone();
        for near in 0..10 {
            vectors[near * 50] = asked.iter().map(|value| value + 0.3 * drawn()).collect();
        }
        let (mut rows, mut scales) = (Vec::new(), Vec::new());
        for vector in &vectors {
            let length = vector.iter().map(|v| v * v).sum::<f32>().sqrt();
            let scale = vector.iter().map(|v| v.abs() / length).fold(0.0, f32::max) / 127.0;
            rows.extend(vector.iter().map(|v| super::super::encoder::byte(v / length / scale)));
            scales.push(scale);
        }
        let coarse = Coarse::of(&rows, &scales, 320);
        assert_eq!(coarse.len(), 500);
        let runs: Vec<(usize, usize)> = (0..500).map(|row| (row, 1)).collect();
        let mut order: Vec<(i32, usize)> =
            coarse.likeness(&Question::new(&asked), &runs).into_iter().zip(0..).collect();
        order.sort_by(|left, right| right.cmp(left));
        assert!(order.iter().take(10).all(|(_, row)| row % 50 == 0), "{:?}", &order[..12]);
        assert_eq!(Coarse::of(&[1, 2, 3], &[1.0], 3).len(), 0);
    }
}

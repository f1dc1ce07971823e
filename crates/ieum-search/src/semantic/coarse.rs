//! Many vectors at a glance: one bit a number says which few thousand are worth comparing whole.
//!
//! Of each number only the side of the usual value is kept, so that a question is compared with an eighth of the bytes: reading
//! them from memory is what takes the time. The question keeps eight steps a number, each bit of them in a plane of its own,
//! so that a row takes a few words of counting bits (Gao and Long 2024, "RaBitQ: quantizing high-dimensional vectors with a
//! theoretical error bound for approximate nearest neighbor search", without the turning: these vectors are even enough). Who is
//! among the nearest few hundred is among the nearest few thousand by them.

use super::encoder::{byte, real32};
use super::store::Question;
use fearless_simd::{Level, Simd, dispatch};

/// Numbers in one word.
const IN_WORD: usize = 64;
/// Rows that are looked at at once, and a word of each.
const ROWS: usize = 8;
type Words = [u64; ROWS];
/// Bits of each number of a question.
const PLANES: usize = 3;
/// Rows by which the usual values are told.
const USUAL: usize = 4_096;

/// Rows in bits.
#[derive(Default)]
pub(super) struct Coarse {
    /// The first word of eight rows, then their second and so on, then those of the next eight.
    words: Vec<Words>,
    /// Words of one row.
    wide: usize,
    rows: usize,
}

impl Coarse {
    /// The bits of `rows` of `dimensions` numbers each.
    pub(super) fn of(rows: &[u8], scales: &[f32], dimensions: usize) -> Self {
        if dimensions == 0 {
            return Self::default();
        }
        let all = || rows.chunks_exact(dimensions).zip(scales);
        let mut usual = vec![0.0_f32; dimensions];
        let every = scales.len().div_ceil(USUAL).max(1);
        let mut some = 0.0_f32;
        for (row, scale) in all().step_by(every) {
            some += 1.0;
            for (sum, code) in usual.iter_mut().zip(row) {
                *sum += real32(i32::from(code.cast_signed())) * scale;
            }
        }
        usual.iter_mut().for_each(|sum| *sum /= some.max(1.0));
        let wide = dimensions.div_ceil(IN_WORD);
        let mut words = vec![[0; ROWS]; scales.len().div_ceil(ROWS) * wide];
        let mut steps: Vec<i8> = Vec::with_capacity(dimensions);
        let mut packed: Vec<u64> = Vec::with_capacity(wide);
        for (place, (row, scale)) in all().enumerate() {
            steps.clear();
            steps.extend(usual.iter().map(|usual| byte(usual / scale.max(f32::MIN_POSITIVE)).cast_signed()));
            let above = row.iter().zip(&steps).map(|(code, step)| code.cast_signed() > *step);
            packed.clear();
            pack(above, &mut packed);
            let eight = words.iter_mut().skip(place / ROWS * wide);
            for (own, word) in eight.zip(&packed) {
                if let Some(own) = own.get_mut(place % ROWS) {
                    *own = *word;
                }
            }
        }
        Self { words, wide, rows: scales.len() }
    }

    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        self.rows
    }

    /// How like the question each row is; only the order says something. What stands after the last row says nothing.
    pub(super) fn likeness(&self, question: &Question) -> Vec<i32> {
        let planes = planes(question.numbers());
        let mut out = Vec::with_capacity(self.rows.next_multiple_of(ROWS));
        if self.wide > 0 {
            dispatch!(Level::new(), simd => self.scan(simd, &planes, &mut out));
        }
        out
    }

    /// Eight rows side by side need no sum across, and processors count the bits of all eight at once.
    #[inline(always)]
    fn scan<S: Simd>(&self, _: S, planes: &[[u64; PLANES]], out: &mut Vec<i32>) {
        let mut sums = [0_i64; ROWS];
        let mut left = planes.iter();
        for words in &self.words {
            if let Some([a, b, c]) = left.next() {
                add(&mut sums, words, (*a, *b, *c));
            }
            if left.len() == 0 {
                let [s0, s1, s2, s3, s4, s5, s6, s7] = sums;
                let likeness = [narrow(s0), narrow(s1), narrow(s2), narrow(s3)];
                out.extend_from_slice(&likeness);
                out.extend_from_slice(&[narrow(s4), narrow(s5), narrow(s6), narrow(s7)]);
                sums = [0; ROWS];
                left = planes.iter();
            }
        }
    }
}

/// Adds how like a word of each of eight rows is to that of the question, written out because the loops of a library are not seen
/// through here, which made it slower by half than a row after the other.
#[inline(always)]
fn add(sums: &mut [i64; ROWS], words: &Words, planes: (u64, u64, u64)) {
    let [s0, s1, s2, s3, s4, s5, s6, s7] = sums;
    let [w0, w1, w2, w3, w4, w5, w6, w7] = words;
    *s0 += word(*w0, planes);
    *s1 += word(*w1, planes);
    *s2 += word(*w2, planes);
    *s3 += word(*w3, planes);
    *s4 += word(*w4, planes);
    *s5 += word(*w5, planes);
    *s6 += word(*w6, planes);
    *s7 += word(*w7, planes);
}

/// The steps of a question go from nothing to seven, so that the middle is three and a half.
#[inline(always)]
fn word(row: u64, (a, b, c): (u64, u64, u64)) -> i64 {
    2 * (ones(row & a) + 2 * ones(row & b) + 4 * ones(row & c)) - 7 * ones(row)
}

/// A sum within thousands.
#[inline(always)]
fn narrow(sum: i64) -> i32 {
    i32::try_from(sum).unwrap_or_default()
}

/// How many bits there are.
#[inline(always)]
fn ones(word: u64) -> i64 {
    i64::from(word.count_ones())
}

/// Adds bits to `words`, beginning a word of its own; what is left of the last word stays empty.
fn pack(bits: impl Iterator<Item = bool>, words: &mut Vec<u64>) {
    for (place, bit) in bits.enumerate() {
        if place % IN_WORD == 0 {
            words.push(0);
        }
        if let Some(word) = words.last_mut() {
            *word |= u64::from(bit) << (place % IN_WORD);
        }
    }
}

/// The numbers of a question in eight steps from the lowest to the highest, a plane of bits for each bit of a step.
fn planes(numbers: &[i16]) -> Vec<[u64; PLANES]> {
    let most = numbers.iter().map(|number| i32::from(number.unsigned_abs())).max().unwrap_or_default().max(1);
    let step = |number: &i16| ((i32::from(*number) + most) * 7 + most) / (2 * most);
    let plane = |bit: u32| {
        let mut words = Vec::new();
        pack(numbers.iter().map(|number| (step(number) >> bit) & 1 == 1), &mut words);
        words
    };
    let [a, b, c] = [0, 1, 2].map(plane);
    a.into_iter().zip(b).zip(c).map(|((a, b), c)| [a, b, c]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_are_near_by_bits_too() {
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
        let likeness = coarse.likeness(&Question::new(&asked));
        let mut order: Vec<(i32, usize)> = likeness.into_iter().take(500).zip(0..).collect();
        order.sort_by(|left, right| right.cmp(left));
        assert!(order.iter().take(10).all(|(_, row)| row % 50 == 0), "{:?}", &order[..12]);
        assert_eq!(Coarse::of(&[], &[], 0).len(), 0);
    }
}

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
/// Words that are looked at at once, and these.
const WORDS: usize = 8;
type Group = [u64; WORDS];
/// Bits of each number of a question.
const PLANES: usize = 3;
/// Rows by which the usual values are told.
const USUAL: usize = 4_096;

/// Rows in bits.
#[derive(Default)]
pub(super) struct Coarse {
    groups: Vec<Group>,
    /// Groups of one row.
    wide: usize,
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
        let mut groups = Vec::with_capacity(scales.len() * dimensions.div_ceil(IN_WORD * WORDS));
        let mut steps: Vec<i8> = Vec::with_capacity(dimensions);
        for (row, scale) in all() {
            steps.clear();
            steps.extend(usual.iter().map(|usual| byte(usual / scale.max(f32::MIN_POSITIVE)).cast_signed()));
            let above = row.iter().zip(&steps).map(|(code, step)| code.cast_signed() > *step);
            pack(above, &mut groups);
        }
        Self { groups, wide: dimensions.div_ceil(IN_WORD * WORDS) }
    }

    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        self.groups.len().checked_div(self.wide).unwrap_or_default()
    }

    /// Hands on how like the question each of some runs of rows is, the highest of each run; only the order says something.
    pub(super) fn likeness(
        &self,
        question: &Question,
        runs: impl Iterator<Item = (usize, usize)>,
        then: impl FnMut(i64),
    ) {
        let planes = planes(question.numbers());
        dispatch!(Level::new(), simd => self.scan(simd, &planes, runs, then));
    }

    #[inline(always)]
    fn scan<S: Simd>(
        &self,
        _: S,
        planes: &[[Group; PLANES]],
        runs: impl Iterator<Item = (usize, usize)>,
        mut then: impl FnMut(i64),
    ) {
        for (first, count) in runs {
            let rows = self.groups.get(first * self.wide..(first + count) * self.wide).unwrap_or_default();
            let mut best = i64::MIN;
            let mut sum = 0;
            let mut left = planes.iter();
            for group in rows {
                if left.len() == 0 {
                    best = best.max(sum);
                    sum = 0;
                    left = planes.iter();
                }
                let Some([a, b, c]) = left.next() else { break };
                sum += likeness(group, a, b, c);
            }
            then(best.max(sum));
        }
    }
}

/// How like a group of a row is to that of the question, written out because the loops of a library are not seen through here;
/// all in one width, so that processors do the eight words at once.
#[inline(always)]
fn likeness(row: &Group, a: &Group, b: &Group, c: &Group) -> i64 {
    let word = |row: &u64, a: &u64, b: &u64, c: &u64| {
        let asked = ones(row & a) + 2 * ones(row & b) + 4 * ones(row & c);
        2 * asked - 7 * ones(*row)
    };
    let ([r0, r1, r2, r3, r4, r5, r6, r7], [a0, a1, a2, a3, a4, a5, a6, a7]) = (row, a);
    let ([b0, b1, b2, b3, b4, b5, b6, b7], [c0, c1, c2, c3, c4, c5, c6, c7]) = (b, c);
    let front = word(r0, a0, b0, c0) + word(r1, a1, b1, c1) + word(r2, a2, b2, c2) + word(r3, a3, b3, c3);
    let rest = word(r4, a4, b4, c4) + word(r5, a5, b5, c5) + word(r6, a6, b6, c6) + word(r7, a7, b7, c7);
    front + rest
}

/// How many bits there are.
#[inline(always)]
fn ones(word: u64) -> i64 {
    i64::from(word.count_ones())
}

/// Adds bits to `groups`, beginning a group of its own; what is left of the last group stays empty.
fn pack(bits: impl Iterator<Item = bool>, groups: &mut Vec<Group>) {
    let mut place = 0;
    for bit in bits {
        if place == 0 {
            groups.push([0; WORDS]);
        }
        if let Some(word) = groups.last_mut().and_then(|group| group.get_mut(place / IN_WORD)) {
            *word |= u64::from(bit) << (place % IN_WORD);
        }
        place = (place + 1) % (IN_WORD * WORDS);
    }
}

/// The numbers of a question in eight steps from the lowest to the highest, a plane of bits for each bit of a step.
fn planes(numbers: &[i16]) -> Vec<[Group; PLANES]> {
    let most = numbers.iter().map(|number| i32::from(number.unsigned_abs())).max().unwrap_or_default().max(1);
    let step = |number: &i16| ((i32::from(*number) + most) * 7 + most) / (2 * most);
    let plane = |bit: u32| {
        let mut groups = Vec::new();
        pack(numbers.iter().map(|number| (step(number) >> bit) & 1 == 1), &mut groups);
        groups
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
        let mut order: Vec<(i64, usize)> = Vec::new();
        coarse.likeness(&Question::new(&asked), (0..500).map(|row| (row, 1)), |like| {
            order.push((like, order.len()));
        });
        order.sort_by(|left, right| right.cmp(left));
        assert!(order.iter().take(10).all(|(_, row)| row % 50 == 0), "{:?}", &order[..12]);
        assert_eq!(Coarse::of(&[], &[], 0).len(), 0);
    }
}

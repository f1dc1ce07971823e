//! From pieces of words to one vector: windows of two, three and five pieces, summed, then four dense layers.
//!
//! The shape is that of the Universal Sentence Encoder, multilingual, third version, with convolutions (Yang et al. 2020,
//! "Multilingual universal sentence encoder for semantic retrieval"): each piece's vector is projected for each of three widths,
//! goes through two residual convolutions a width, all are put side by side, evened out (Ba, Kiros and Hinton 2016, "Layer
//! normalization"), summed over the text and divided by the root of its length; the dense layers add a shorter way past two of
//! them, and the end has length 1.

use super::ModelError;
use super::file::ModelFile;
use super::products::add_products;
use super::wheel::{DIMENSIONS, TABLES, unpack};
use crate::numbers::{at, real};
use fearless_simd::{Level, dispatch};
use tantivy::directory::OwnedBytes;

/// Numbers a width works with.
const WIDE: usize = 256;
/// Numbers of a piece before they are summed.
const ALL: usize = DIMENSIONS + 3 * WIDE;
/// Numbers inside the dense layers.
const INNER: usize = 320;
/// Bytes of one packed row of the table.
const ROW: usize = DIMENSIONS * 3 / 4;

/// Largest whole number a value is rounded to.
const FINEST: f32 = 32_767.0;

/// Matrices: the name in the published weights, numbers of the source, numbers of the result.
pub(super) const MATRICES: [(&str, usize, usize); 16] = [
    ("proj2", DIMENSIONS, WIDE),
    ("proj3", DIMENSIONS, WIDE),
    ("proj5", DIMENSIONS, WIDE),
    ("w1_2", 2 * WIDE, WIDE),
    ("w1_3", 3 * WIDE, WIDE),
    ("w1_5", 5 * WIDE, WIDE),
    ("w2_2", 2 * WIDE, WIDE),
    ("w2_3", 3 * WIDE, WIDE),
    ("w2_5", 5 * WIDE, WIDE),
    ("cnn_W", ALL, DIMENSIONS),
    ("d0", DIMENSIONS, INNER),
    ("d1", INNER, INNER),
    ("d2", INNER, DIMENSIONS),
    ("d3", DIMENSIONS, DIMENSIONS),
    ("p1", DIMENSIONS, INNER),
    ("p3", INNER, DIMENSIONS),
];

/// Plain numbers: the name in the published weights and how many there are.
pub(super) const WEIGHTS: [(&str, usize); 20] = [
    ("scale", TABLES),
    ("lo", TABLES),
    ("proj_b2", WIDE),
    ("proj_b3", WIDE),
    ("proj_b5", WIDE),
    ("ln_g2", WIDE),
    ("ln_g3", WIDE),
    ("ln_g5", WIDE),
    ("ln_b2", WIDE),
    ("ln_b3", WIDE),
    ("ln_b5", WIDE),
    ("b1_2", WIDE),
    ("b1_3", WIDE),
    ("b1_5", WIDE),
    ("b2_2", WIDE),
    ("b2_3", WIDE),
    ("b2_5", WIDE),
    ("ln_g", ALL),
    ("ln_b", ALL),
    ("cnn_b", DIMENSIONS),
];

/// A matrix as it is kept: whole numbers within ±127 by columns, then the step they are multiples of.
///
/// The weights were published as such multiples; anything else is not the package we know.
pub(super) fn whole(numbers: &[[u8; 4]], wide: usize) -> Option<Vec<u8>> {
    let values: Vec<f32> = numbers.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect();
    let step = values.iter().map(|value| value.abs()).fold(0.0, f32::max) / 127.0;
    let mut codes = Vec::with_capacity(values.len() + 4);
    for column in 0..wide {
        for value in values.iter().skip(column).step_by(wide) {
            let steps = value / step;
            if !(steps - steps.round()).abs().le(&0.01) {
                return None;
            }
            codes.push(byte(steps));
        }
    }
    codes.extend(step.to_le_bytes());
    Some(codes)
}

/// A matrix of whole numbers times one step, by columns: products of whole numbers are quick.
struct Matrix {
    codes: OwnedBytes,
    step: f32,
    deep: usize,
    /// Largest whole number of the source with which no sum of products leaves 32 bits.
    finest: f32,
}

impl Matrix {
    fn open(file: &ModelFile, name: &str) -> Result<Self, ModelError> {
        let shape = MATRICES.iter().find(|(known, _, _)| *known == name);
        let (_, deep, wide) = shape.copied().ok_or(ModelError::Damaged)?;
        let kept = file.section(name, Some(deep * wide + 4))?;
        let (codes, step) = kept.split(deep * wide);
        let step = step.first_chunk().map(|bytes| f32::from_le_bytes(*bytes)).unwrap_or_default();
        let heaviest = codes.chunks_exact(deep).map(|column| {
            column.iter().map(|code| u32::from(code.cast_signed().unsigned_abs())).sum::<u32>()
        });
        let most = f64::from(i32::MAX) / f64::from(heaviest.max().unwrap_or_default().max(1));
        Ok(Self { codes, step, deep, finest: single(most.floor() - 1.0).min(FINEST) })
    }

    /// Adds to each row of `out` a stretch of `from` times this matrix; stretches begin `apart` numbers from each other.
    fn add_product(&self, from: &[f32], apart: usize, out: &mut [f32]) {
        let most = from.iter().map(|value| value.abs()).fold(f32::MIN_POSITIVE, f32::max);
        let scale = most / self.finest;
        let numbers: Vec<i16> = from.iter().map(|value| short(value / scale)).collect();
        let stretches: Vec<&[i16]> = numbers.windows(self.deep).step_by(apart).collect();
        let scale = scale * self.step;
        dispatch!(Level::new(), simd => add_products(simd, &self.codes, &stretches, scale, out));
    }
}

/// Plain numbers where they lie in the file.
struct Weights(OwnedBytes);

impl Weights {
    fn open(file: &ModelFile, name: &str) -> Result<Self, ModelError> {
        let numbers = WEIGHTS.iter().find(|(known, _)| *known == name).map(|(_, numbers)| numbers * 4);
        Ok(Self(file.section(name, numbers)?))
    }

    fn numbers(&self) -> &[[u8; 4]] {
        self.0.as_chunks().0
    }

    /// Adds these numbers to each row of `out`.
    fn add_to(&self, out: &mut [f32]) {
        let own = self.numbers();
        for row in out.chunks_exact_mut(own.len().max(1)) {
            row.iter_mut().zip(own).for_each(|(value, add)| *value += f32::from_le_bytes(*add));
        }
    }

    fn at(&self, place: usize) -> f32 {
        self.numbers().get(place).map(|bytes| f32::from_le_bytes(*bytes)).unwrap_or_default()
    }
}

/// What belongs to one width of window.
struct Branch {
    width: usize,
    /// Pieces of the window before the piece itself.
    before: usize,
    project: Matrix,
    project_add: Weights,
    gain: Weights,
    shift: Weights,
    layers: [(Matrix, Weights); 2],
}

/// The encoder, its weights where they lie in the file.
pub(super) struct Encoder {
    table: OwnedBytes,
    scale: Weights,
    lowest: Weights,
    small: f32,
    branches: Vec<Branch>,
    gain: Weights,
    shift: Weights,
    out: Matrix,
    out_add: Weights,
    dense: [Matrix; 4],
    skip: [Matrix; 2],
}

impl Encoder {
    pub(super) fn open(file: &ModelFile) -> Result<Self, ModelError> {
        let open = |name: &str| Weights::open(file, name);
        let matrix = |name: &str| Matrix::open(file, name);
        let branch = |width: usize, before: usize| -> Result<Branch, ModelError> {
            let named = |name: &str| open(&format!("{name}{width}"));
            Ok(Branch {
                width,
                before,
                project: matrix(&format!("proj{width}"))?,
                project_add: named("proj_b")?,
                gain: named("ln_g")?,
                shift: named("ln_b")?,
                layers: [
                    (matrix(&format!("w1_{width}"))?, named("b1_")?),
                    (matrix(&format!("w2_{width}"))?, named("b2_")?),
                ],
            })
        };
        let small = file.section("eps", Some(8))?;
        Ok(Self {
            table: file.section("table", None)?,
            scale: open("scale")?,
            lowest: open("lo")?,
            small: single(small.first_chunk().map(|bytes| f64::from_le_bytes(*bytes)).unwrap_or_default()),
            branches: vec![branch(2, 0)?, branch(3, 1)?, branch(5, 2)?],
            gain: open("ln_g")?,
            shift: open("ln_b")?,
            out: matrix("cnn_W")?,
            out_add: open("cnn_b")?,
            dense: [matrix("d0")?, matrix("d1")?, matrix("d2")?, matrix("d3")?],
            skip: [matrix("p1")?, matrix("p3")?],
        })
    }

    /// How many pieces the table has.
    pub(super) fn pieces(&self) -> usize {
        self.table.len() / ROW
    }

    /// The vector of a text cut into `pieces`, of length 1.
    pub(super) fn encode(&self, pieces: &[u32]) -> Vec<f32> {
        let count = pieces.len();
        let mut raw = vec![0.0_f32; count * DIMENSIONS];
        for (piece, row) in pieces.iter().zip(raw.chunks_exact_mut(DIMENSIONS)) {
            let (place, table) = (at(*piece), at(*piece) % TABLES);
            let packed = self.table.get(place * ROW..(place + 1) * ROW).unwrap_or_default();
            unpack(packed, self.scale.at(table), self.lowest.at(table), row);
        }
        let widths = self.widths(&raw, count);
        let mean = self.summed(&raw, &widths, count);
        self.deepen(&mean)
    }

    /// What each width makes of each piece.
    fn widths(&self, raw: &[f32], count: usize) -> Vec<Vec<f32>> {
        let mut starts: Vec<Vec<f32>> = Vec::new();
        for branch in &self.branches {
            let mut projected = vec![0.0; count * WIDE];
            branch.project_add.add_to(&mut projected);
            branch.project.add_product(raw, DIMENSIONS, &mut projected);
            starts.push(projected);
        }
        for place in 0..count {
            let mut rows: Vec<&mut [f32]> =
                starts.iter_mut().filter_map(|s| s.get_mut(place * WIDE..(place + 1) * WIDE)).collect();
            even(&mut rows, self.small);
        }
        let mut out = Vec::new();
        for (branch, mut start) in self.branches.iter().zip(starts) {
            for row in start.chunks_exact_mut(WIDE) {
                scale(row, &branch.gain, &branch.shift);
            }
            for (weights, add) in &branch.layers {
                let mut next = vec![0.0; count * WIDE];
                add.add_to(&mut next);
                // Each piece looks at the stretch of pieces around it; outside the text there is nothing.
                let mut around = vec![0.0; (count + branch.width - 1) * WIDE];
                let inside = around.get_mut(branch.before * WIDE..(branch.before + count) * WIDE);
                inside.unwrap_or_default().copy_from_slice(&start);
                weights.add_product(&around, WIDE, &mut next);
                for (value, before) in next.iter_mut().zip(&start) {
                    *value = value.max(0.0) + before;
                }
                start = next;
            }
            out.push(start);
        }
        out
    }

    /// All pieces together, projected.
    fn summed(&self, raw: &[f32], widths: &[Vec<f32>], count: usize) -> Vec<f32> {
        let mut sum = vec![0.0_f32; ALL];
        let mut one = vec![0.0_f32; ALL];
        for place in 0..count {
            let (own, rest) = one.split_at_mut(DIMENSIONS);
            own.copy_from_slice(raw.get(place * DIMENSIONS..(place + 1) * DIMENSIONS).unwrap_or_default());
            for (part, width) in rest.chunks_exact_mut(WIDE).zip(widths) {
                part.copy_from_slice(width.get(place * WIDE..(place + 1) * WIDE).unwrap_or_default());
            }
            even(&mut [one.as_mut_slice()], self.small);
            scale(&mut one, &self.gain, &self.shift);
            sum.iter_mut().zip(&one).for_each(|(sum, value)| *sum += value);
        }
        let mut mean = vec![0.0_f32; DIMENSIONS];
        self.out.add_product(&sum, ALL, &mut mean);
        let length = single(real(count));
        let root = length.sqrt().max(f32::MIN_POSITIVE);
        for (value, add) in mean.iter_mut().zip(self.out_add.numbers()) {
            *value = (*value + length * f32::from_le_bytes(*add)) / root;
        }
        mean
    }

    /// The dense layers.
    fn deepen(&self, mean: &[f32]) -> Vec<f32> {
        let [first, second, third, fourth] = &self.dense;
        let [past_two, past_four] = &self.skip;
        let kept = |mut values: Vec<f32>| {
            values.iter_mut().for_each(|value| *value = value.max(0.0));
            values
        };
        let mut one = vec![0.0; INNER];
        first.add_product(mean, mean.len(), &mut one);
        let one = kept(one);
        let mut two = vec![0.0; INNER];
        past_two.add_product(mean, mean.len(), &mut two);
        second.add_product(&one, one.len(), &mut two);
        let two = kept(two);
        let mut three = vec![0.0; DIMENSIONS];
        third.add_product(&two, two.len(), &mut three);
        let three = kept(three);
        let mut end = vec![0.0; DIMENSIONS];
        past_four.add_product(&two, two.len(), &mut end);
        fourth.add_product(&three, three.len(), &mut end);
        end.iter_mut().for_each(|value| *value = value.tanh());
        let length = end.iter().map(|value| value * value).sum::<f32>().max(self.small).sqrt();
        end.iter_mut().for_each(|value| *value /= length);
        end
    }
}

/// Gives the numbers of one piece, which may lie in several places, mean 0 and variance 1.
fn even(parts: &mut [&mut [f32]], small: f32) {
    let count = single(real(parts.iter().map(|part| part.len()).sum()));
    let mean = parts.iter().flat_map(|part| part.iter()).sum::<f32>() / count;
    parts.iter_mut().flat_map(|part| part.iter_mut()).for_each(|value| *value -= mean);
    let variance = parts.iter().flat_map(|part| part.iter()).map(|value| value * value).sum::<f32>() / count;
    let root = (variance + small).sqrt();
    parts.iter_mut().flat_map(|part| part.iter_mut()).for_each(|value| *value /= root);
}

fn scale(row: &mut [f32], gain: &Weights, shift: &Weights) {
    let learned = gain.numbers().iter().zip(shift.numbers());
    for (value, (gain, shift)) in row.iter_mut().zip(learned) {
        *value = *value * f32::from_le_bytes(*gain) + f32::from_le_bytes(*shift);
    }
}

/// A number of double precision in single precision; these are small and known to fit.
#[expect(clippy::as_conversions, reason = "there is no other way from f64 to f32")]
pub(super) fn single(value: f64) -> f32 {
    value as f32
}

/// A whole number as a real one.
#[expect(clippy::as_conversions, reason = "there is no other way from i32 to f32")]
pub(super) fn real32(value: i32) -> f32 {
    value as f32
}

/// A number within ±127 as a byte.
#[expect(clippy::as_conversions, reason = "rounded and within bounds; there is no other way from f32 to i8")]
pub(super) fn byte(value: f32) -> u8 {
    ((value + 0.5_f32.copysign(value)).clamp(-127.0, 127.0) as i8).cast_unsigned()
}

/// A number within ±32,767 as a whole one.
#[expect(clippy::as_conversions, reason = "rounded and within bounds; there is no other way from f32 to i16")]
pub(super) fn short(value: f32) -> i16 {
    (value + 0.5_f32.copysign(value)).clamp(-FINEST, FINEST) as i16
}

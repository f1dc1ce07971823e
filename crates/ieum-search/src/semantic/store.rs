//! Vectors of texts: one byte a number, in a file that is read where it lies, found by what the text says.
//!
//! A row is known by the mark of its text, not by the record: a record that changes gets other rows, and rows that no record
//! has any more are passed over until the file is written again. So the file can be lost at any time: what is missing is made
//! again from the texts.

use super::Encode;
use super::coarse::Coarse;
use super::encoder::{byte, short};
use super::file::{mapped, sum, whole_file};
use crate::numbers::{at, number};
use fearless_simd::{Level, Simd, dispatch};
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use tantivy::directory::OwnedBytes;

/// First bytes of the file; the digit grows when it is laid out otherwise.
const MAGIC: &[u8; 8] = b"IEUMVEC1";
/// Bytes before the entries: magic, sum, fingerprint, and four numbers of four bytes.
const FRONT: usize = 40;
/// Rows begin at a multiple of this.
const ALIGNED: usize = 64;
/// New rows at least before the file is written again.
const WORTH_WRITING: usize = 64;
/// And one in so many of the rows it has.
const SHARE: usize = 256;
/// New rows at most in memory while many are made.
const GATHERED: usize = 4_096;
/// Vectors of questions that are remembered.
const QUESTIONS: usize = 64;
/// Records from which on one looks coarsely first; rows in the file from which on one can.
pub(super) const MANY: usize = 50_000;
/// Largest number of a question's vector; with rows of ±127 and 4,096 dimensions sums stay below two thousand million.
const FINE: f32 = 2_047.0;

/// Rows of one text: the first and how many, as they follow one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Rows {
    pub(crate) first: u32,
    pub(crate) count: u32,
}

/// Rows as they lie in the file.
pub(super) struct Kept {
    rows: OwnedBytes,
    scales: Vec<f32>,
    /// The same at a glance, where there are many.
    pub(super) coarse: Coarse,
    pub(super) places: HashMap<u64, Rows>,
}

/// All vectors at one moment.
#[derive(Clone)]
pub(crate) struct Vectors {
    dimensions: usize,
    pub(super) kept: Arc<Kept>,
    new_rows: Vec<u8>,
    pub(super) new_scales: Vec<f32>,
    new_places: HashMap<u64, Rows>,
}

/// The vector of a question, in whole numbers.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Question {
    numbers: Vec<i16>,
    scale: f32,
}

impl Question {
    pub(super) fn numbers(&self) -> &[i16] {
        &self.numbers
    }

    pub(crate) fn new(vector: &[f32]) -> Self {
        let scale = vector.iter().map(|value| value.abs()).fold(0.0, f32::max) / FINE;
        let whole = |value: &f32| if scale > 0.0 { short(value / scale) } else { 0 };
        Self { numbers: vector.iter().map(whole).collect(), scale }
    }
}

impl Vectors {
    fn empty() -> Self {
        let (scales, places) = (Vec::new(), HashMap::new());
        let kept = Kept { rows: OwnedBytes::empty(), scales, coarse: Coarse::default(), places };
        Self {
            dimensions: 0,
            kept: Arc::new(kept),
            new_rows: Vec::new(),
            new_scales: Vec::new(),
            new_places: HashMap::new(),
        }
    }

    /// Where the rows of the text with this mark are.
    pub(crate) fn place(&self, mark: u64) -> Option<Rows> {
        self.new_places.get(&mark).or_else(|| self.kept.places.get(&mark)).copied()
    }

    /// How many rows there are, those without a record too.
    fn len(&self) -> usize {
        self.kept.scales.len() + self.new_scales.len()
    }

    /// One row with its scale.
    fn row(&self, place: usize) -> Option<(&[u8], f32)> {
        let (rows, scales, place): (&[u8], _, _) = match place.checked_sub(self.kept.scales.len()) {
            None => (&self.kept.rows, &self.kept.scales, place),
            Some(place) => (&self.new_rows, &self.new_scales, place),
        };
        let from = place * self.dimensions;
        Some((rows.get(from..from + self.dimensions)?, *scales.get(place)?))
    }

    /// Of each of `places` the cosine between the question and the nearest of its rows, what it is, and which row that is.
    pub(crate) fn nearest(&self, question: &Question, places: &[(u32, Rows)]) -> Vec<(f64, u32, u32)> {
        dispatch!(Level::new(), simd => self.scan(simd, question, places))
    }

    #[inline(always)]
    fn scan<S: Simd>(&self, _: S, question: &Question, places: &[(u32, Rows)]) -> Vec<(f64, u32, u32)> {
        let mut out = Vec::with_capacity(places.len());
        for (what, rows) in places {
            let mut best = (f64::NEG_INFINITY, *what, 0);
            for piece in 0..rows.count {
                let Some((row, scale)) = self.row(at(rows.first + piece)) else { continue };
                // Both sides are widened to sixteen bits, of which processors multiply and add many at once.
                let products = row.iter().zip(&question.numbers);
                let sum: i32 =
                    products.map(|(a, b)| i32::from(i16::from(a.cast_signed())) * i32::from(*b)).sum();
                let cosine = f64::from(sum) * f64::from(scale * question.scale);
                if cosine > best.0 {
                    best = (cosine, *what, piece);
                }
            }
            out.push(best);
        }
        out
    }

    /// Adds the rows of one text.
    fn add(&mut self, mark: u64, vectors: &[Vec<f32>]) {
        let rows = Rows { first: number(self.len()), count: number(vectors.len()) };
        let known = Some(self.dimensions).filter(|known| *known > 0);
        let Some(dimensions) = known.or_else(|| vectors.first().map(Vec::len)) else { return };
        if vectors.iter().any(|vector| vector.len() != dimensions) {
            return;
        }
        self.dimensions = dimensions;
        for vector in vectors {
            let scale = vector.iter().map(|value| value.abs()).fold(f32::MIN_POSITIVE, f32::max) / 127.0;
            self.new_rows.extend(vector.iter().map(|value| byte(value / scale)));
            self.new_scales.push(scale);
        }
        self.new_places.insert(mark, rows);
    }

    /// The rows of `marks` only, as the file has them.
    fn bytes(&self, fingerprint: u64, marks: &HashSet<u64>) -> Vec<u8> {
        let mut known: Vec<(u32, u64, u32)> = Vec::new();
        for mark in marks {
            known.extend(self.place(*mark).map(|rows| (rows.first, *mark, rows.count)));
        }
        known.sort_unstable();
        let (mut entries, mut scales, mut rows) = (Vec::new(), Vec::new(), Vec::new());
        for (first, mark, count) in &known {
            entries.extend(mark.to_le_bytes());
            entries.extend(number(scales.len() / 4).to_le_bytes());
            entries.extend(count.to_le_bytes());
            for place in at(*first)..at(*first + count) {
                if let Some((row, scale)) = self.row(place) {
                    rows.extend_from_slice(row);
                    scales.extend(scale.to_le_bytes());
                }
            }
        }
        let mut rest = fingerprint.to_le_bytes().to_vec();
        for count in [self.dimensions, scales.len() / 4, known.len(), 0] {
            rest.extend(number(count).to_le_bytes());
        }
        rest.extend(entries);
        rest.extend(scales);
        rest.resize((16 + rest.len()).next_multiple_of(ALIGNED) - 16, 0);
        rest.extend(rows);
        let mut whole = MAGIC.to_vec();
        whole.extend(sum(&rest).to_le_bytes());
        whole.extend(rest);
        whole
    }

    /// The rows of a file; nothing when it is damaged, of another version or made by another model.
    fn read(bytes: OwnedBytes, fingerprint: u64) -> Option<Self> {
        let (said, rest) = bytes.strip_prefix(MAGIC)?.split_first_chunk::<8>()?;
        if sum(rest) != u64::from_le_bytes(*said) {
            return None;
        }
        let (made_by, rest) = rest.split_first_chunk::<8>()?;
        if u64::from_le_bytes(*made_by) != fingerprint {
            return None;
        }
        let (counts, rest) = rest.split_at_checked(16)?;
        let [dimensions, rows, entries, _] = *counts.as_chunks::<4>().0 else { return None };
        let [dimensions, rows, entries] = [dimensions, rows, entries].map(|c| at(u32::from_le_bytes(c)));
        let (listed, rest) = rest.split_at_checked(entries.checked_mul(16)?)?;
        let mut places = HashMap::with_capacity(entries);
        for entry in listed.as_chunks::<16>().0 {
            let (mark, place) = entry.split_first_chunk::<8>()?;
            let [first, count] = *place.as_chunks::<4>().0 else { return None };
            let rows = Rows { first: u32::from_le_bytes(first), count: u32::from_le_bytes(count) };
            places.insert(u64::from_le_bytes(*mark), rows);
        }
        let scales = rest.get(..rows.checked_mul(4)?)?.as_chunks::<4>().0;
        let scales: Vec<f32> = scales.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect();
        let from = (FRONT + entries * 16 + rows * 4).next_multiple_of(ALIGNED);
        let to = from.checked_add(rows.checked_mul(dimensions)?)?;
        let whole = bytes.get(from..to)?;
        let many = rows >= MANY;
        let coarse = if many { Coarse::of(whole, &scales, dimensions) } else { Coarse::default() };
        let kept = Kept { rows: bytes.slice(from..to), scales, coarse, places };
        Some(Self { dimensions, kept: Arc::new(kept), ..Self::empty() })
    }
}

/// An encoder with the vectors it has made.
pub struct Meanings {
    encoder: Arc<dyn Encode>,
    file: Option<PathBuf>,
    vectors: RwLock<Arc<Vectors>>,
    asked: Mutex<Vec<(String, Arc<Question>)>>,
}

impl Meanings {
    /// With the vectors in `file`, as far as they are of this encoder; with none, they are kept in memory only.
    pub fn open(encoder: Arc<dyn Encode>, file: Option<&Path>) -> Self {
        let bytes = file.filter(|file| file.exists()).and_then(mapped);
        let vectors = bytes.and_then(|bytes| Vectors::read(bytes, encoder.fingerprint()));
        Self {
            encoder,
            file: file.map(Path::to_owned),
            vectors: RwLock::new(Arc::new(vectors.unwrap_or_else(Vectors::empty))),
            asked: Mutex::default(),
        }
    }

    pub(crate) fn vectors(&self) -> Arc<Vectors> {
        Arc::clone(&self.vectors.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The vector of a question; nothing when the encoder does not answer.
    pub(crate) fn question(&self, text: &str) -> Option<Arc<Question>> {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, known)) = asked.iter().find(|(known, _)| known == text) {
            return Some(Arc::clone(known));
        }
        drop(asked);
        let question = Arc::new(Question::new(self.encoder.encode(&[text])?.first()?));
        asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        if asked.len() >= QUESTIONS {
            asked.remove(0);
        }
        asked.push((text.to_owned(), Arc::clone(&question)));
        Some(question)
    }

    /// Of so many texts nearest to the question, each compared whole, the shares that a search finds; nothing when the encoder does
    /// not answer. For measuring: it compares everything.
    pub fn recall(&self, text: &str, counts: &[usize]) -> Option<Vec<f64>> {
        Some(self.vectors().kept_of(&*self.question(text)?, counts))
    }

    /// Makes the rows of `texts`, each a mark and its pieces; `false` when the encoder does not answer.
    pub(crate) fn learn(&self, texts: &[(u64, Vec<String>)]) -> bool {
        let pieces: Vec<&str> = texts.iter().flat_map(|(_, pieces)| pieces).map(String::as_str).collect();
        let Some(made) = self.encoder.encode(&pieces).filter(|made| made.len() == pieces.len()) else {
            return false;
        };
        let mut vectors = Vectors::clone(&self.vectors());
        let mut made = made.as_slice();
        for (mark, pieces) in texts {
            let Some((own, rest)) = made.split_at_checked(pieces.len()) else { break };
            vectors.add(*mark, own);
            made = rest;
        }
        self.set(vectors);
        true
    }

    fn set(&self, vectors: Vectors) {
        *self.vectors.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(vectors);
    }

    /// Writes the rows of `marks` to the file when enough of them are new; `finished` when no more are coming soon.
    ///
    /// # Errors
    /// When the disk cannot be written; the rows are then kept in memory.
    pub(crate) fn keep(&self, marks: &HashSet<u64>, finished: bool) -> std::io::Result<()> {
        let vectors = self.vectors();
        let (old, new) = (vectors.kept.scales.len(), vectors.new_scales.len());
        let worth = if finished { WORTH_WRITING.max(old / SHARE) } else { GATHERED.max(old / 4) };
        let Some(file) = self.file.as_ref().filter(|_| new >= worth) else { return Ok(()) };
        let fingerprint = self.encoder.fingerprint();
        whole_file(file, &[&vectors.bytes(fingerprint, marks)])?;
        if let Some(written) = mapped(file).and_then(|bytes| Vectors::read(bytes, fingerprint)) {
            self.set(written);
        }
        Ok(())
    }

    /// How many rows there are, and how many of them only in memory.
    pub fn rows(&self) -> (usize, usize) {
        let vectors = self.vectors();
        (vectors.len(), vectors.new_scales.len())
    }
}

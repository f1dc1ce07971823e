//! What a text means, as a vector: an optional model that reads Korean and English alike, and the vectors of records.
//!
//! The model comes from a published package that a person fetches; the program never does. See `docs/how-to/add-the-model.md`.

mod coarse;
mod encoder;
mod file;
mod near;
mod products;
mod store;
mod tokens;
mod wheel;

pub use store::Meanings;
pub use wheel::{PACKAGE, RELEASE, WHEEL_SHA256};

pub(crate) use file::{mapped, sum};
pub(crate) use near::Near;
pub(crate) use store::{Rows, Vectors};

use encoder::Encoder;
use file::ModelFile;
use std::path::{Path, PathBuf};
use tokens::Tokens;

/// Pieces of a text that are read; what comes later says little more.
const PIECES: usize = 128;
/// Letters of a text that are looked at.
const LETTERS: usize = 600;

/// Why there is no model.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// There is none in this place.
    #[error("no model here")]
    Missing,
    /// The file is damaged or of another version. Add the model again.
    #[error("the model file is damaged")]
    Damaged,
    /// A file cannot be read.
    #[error("cannot read {}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A file cannot be written.
    #[error("cannot write {}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// It is not the file whose sum is known.
    #[error("another file than the one known: {found}")]
    OtherFile {
        /// Its SHA-256, or its size where that says enough.
        found: String,
    },
    /// The package does not hold what it should.
    #[error("the package holds an unexpected {0}")]
    Unexpected(&'static str),
}

/// Gives texts a direction: what means the same points the same way, whatever the language.
pub trait Encode: Send + Sync {
    /// Tells this way of encoding from others: vectors of another are of no use.
    fn fingerprint(&self) -> u64;

    /// Vectors of length 1 and of one dimension for all, one a text; nothing when it cannot be done now.
    fn encode(&self, texts: &[&str]) -> Option<Vec<Vector>>;
}

/// Numbers that say what a text means.
pub type Vector = Vec<f32>;

/// The numbers as a vector of length 1; nothing when they have no length or are not numbers.
pub fn unit(numbers: &[f64]) -> Option<Vector> {
    let length = numbers.iter().map(|value| value * value).sum::<f64>().sqrt();
    let known = length.is_finite() && length > 0.0;
    known.then(|| numbers.iter().map(|value| encoder::single(value / length)).collect())
}

/// Tells one way of encoding from others by what it is called.
pub fn fingerprint(name: &str) -> u64 {
    file::sum(name.as_bytes())
}

/// The model in a file of ours.
pub struct Model {
    file: ModelFile,
    tokens: Tokens,
    encoder: Encoder,
}

impl Model {
    /// Reads the published package at `wheel` and writes our own file `to`, whole or not at all.
    ///
    /// # Errors
    /// When the package is not the one known ([`WHEEL_SHA256`]), or a file cannot be read or written.
    pub fn add(wheel: &Path, to: &Path) -> Result<Self, ModelError> {
        file::write(to, &wheel::read(wheel)?)?;
        Self::open(to)
    }

    /// Opens our own file.
    ///
    /// # Errors
    /// When it is not there or damaged.
    pub fn open(path: &Path) -> Result<Self, ModelError> {
        let file = ModelFile::open(path)?;
        let model = Self { tokens: Tokens::open(&file)?, encoder: Encoder::open(&file)?, file };
        if model.encoder.pieces() < model.tokens.count() { Err(ModelError::Damaged) } else { Ok(model) }
    }

    /// How many bytes its file has.
    pub fn bytes(&self) -> usize {
        self.file.size()
    }

    /// How many pieces of words it knows.
    pub fn pieces(&self) -> usize {
        self.tokens.count()
    }

    /// The numbers of the pieces of `text`, with beginning and end, as the package cuts it.
    pub fn cut(&self, text: &str) -> Vec<u32> {
        self.tokens.cut(text)
    }

    /// The vector of `text` exactly as written, as the package makes it: 512 numbers, length 1.
    pub fn vector(&self, text: &str) -> Vector {
        self.encoder.encode(&self.cut(text))
    }
}

impl Encode for Model {
    fn fingerprint(&self) -> u64 {
        self.file.sum
    }

    fn encode(&self, texts: &[&str]) -> Option<Vec<Vector>> {
        let vector = |text: &&str| {
            let mut pieces = self.cut(&without_numbers(text));
            pieces.truncate(PIECES);
            self.encoder.encode(&pieces)
        };
        Some(texts.iter().map(vector).collect())
    }
}

/// The text with every number made the same: figures would outweigh what is said of them.
fn without_numbers(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut inside = false;
    for letter in text.chars().take(LETTERS) {
        let number = letter.is_ascii_digit() || (inside && matches!(letter, '.' | ','));
        if !number {
            out.push(letter);
        } else if !inside {
            out.push('0');
        }
        inside = number;
    }
    out
}

#[cfg(test)]
mod tests;

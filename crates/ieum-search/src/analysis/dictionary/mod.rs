//! A dictionary of Korean that the user supplies: words are cut into morphemes where it knows them.
//!
//! The folder is one of MeCab's compiled dictionaries in UTF-8, as `mecab-ko-dic` is shipped: `sys.dic`, `unk.dic`,
//! `matrix.bin` and `char.bin`, version 102. Each word is cut in the likeliest way (Kudo, Yamamoto and Matsumoto 2004,
//! "Applying conditional random fields to Japanese morphological analysis"): the least sum of the costs of morphemes and of
//! their neighbourhoods. No dictionary is shipped, and nothing is fetched.

mod lexemes;

use super::is_syllable;
use super::normalise::normalise;
use crate::numbers::at;
use crate::semantic::{mapped, sum};
use lexemes::{Lexeme, Lexemes};
use std::path::{Path, PathBuf};
use tantivy::directory::OwnedBytes;

/// Stands before a morpheme where it is an index term, so that it is no pair of syllables.
pub(crate) const MARK: char = '\u{1}';
/// Letters of one word that are cut; longer ones stay whole.
const LONGEST: usize = 64;
/// Letters that one unknown morpheme may have (MeCab's own default).
const GROUPED: usize = 24;
/// Code points that `char.bin` tells about.
const CODES: usize = 0xffff;
/// Bytes of the name of a kind of letter.
const KIND_NAME: usize = 32;

/// Why a dictionary cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DictionaryError {
    /// A file of it is not there or cannot be read.
    #[error("cannot read {}", .0.display())]
    Read(PathBuf),
    /// A file is damaged, of another version, or not in UTF-8.
    #[error("{} is damaged, of another version or not in UTF-8", .0.display())]
    Unfit(PathBuf),
}

/// A compiled dictionary, read where it lies.
pub struct Dictionary {
    known: Lexemes,
    unknown: Lexemes,
    /// Morphemes of unknown words by kind of letter: the first and how many.
    of_kind: Vec<(usize, usize)>,
    letters: OwnedBytes,
    kinds: usize,
    costs: OwnedBytes,
    lefts: usize,
    fingerprint: u64,
}

/// What `char.bin` says of a letter.
#[derive(Clone, Copy)]
struct Kind {
    /// Kinds it may belong to, a bit each.
    all: u32,
    /// The kind it belongs to.
    own: usize,
    /// Longest unknown morpheme that is tried letter by letter.
    length: usize,
    /// Whether a run of the kind may be one unknown morpheme.
    group: bool,
    /// Whether unknown morphemes are tried where known ones are.
    invoke: bool,
}

/// One way to begin or go on at some place.
#[derive(Clone, Copy)]
struct Node {
    lexeme: Lexeme,
    from: usize,
    to: usize,
    cost: i64,
    before: Option<usize>,
}

impl Dictionary {
    /// Opens the dictionary in `folder`.
    ///
    /// # Errors
    /// When a file is missing or is not what it should be; it is named.
    pub fn open(folder: &Path) -> Result<Self, DictionaryError> {
        let read = |name: &str| {
            let path = folder.join(name);
            let bytes = Some(&path).filter(|path| path.is_file()).and_then(|path| mapped(path));
            bytes.ok_or(DictionaryError::Read(path))
        };
        let unfit = |name: &str| DictionaryError::Unfit(folder.join(name));
        let known = Lexemes::read(read("sys.dic")?).ok_or_else(|| unfit("sys.dic"))?;
        let unknown = Lexemes::read(read("unk.dic")?).ok_or_else(|| unfit("unk.dic"))?;
        let letters = read("char.bin")?;
        let kinds = letters.first_chunk().map_or(0, |bytes| at(u32::from_le_bytes(*bytes)));
        let sized = kinds.checked_mul(KIND_NAME).and_then(|names| names.checked_add(4 + 4 * CODES));
        if kinds == 0 || sized != Some(letters.len()) {
            return Err(unfit("char.bin"));
        }
        let name = |kind: usize| {
            let name = letters.get(4 + kind * KIND_NAME..4 + (kind + 1) * KIND_NAME).unwrap_or_default();
            name.split(|byte| *byte == 0).next().unwrap_or_default()
        };
        let of_kind = (0..kinds).map(|kind| unknown.exactly(name(kind)).unwrap_or_default()).collect();
        let costs = read("matrix.bin")?;
        let shape = costs.first_chunk::<4>().map(|[a, b, c, d]| {
            (usize::from(u16::from_le_bytes([*a, *b])), usize::from(u16::from_le_bytes([*c, *d])))
        });
        let (lefts, rights) = shape.unwrap_or_default();
        if lefts == 0 || costs.len() != 4 + 2 * lefts * rights {
            return Err(unfit("matrix.bin"));
        }
        let fingerprint = known.fingerprint() ^ sum(&costs);
        Ok(Self { known, unknown, of_kind, letters, kinds, costs, lefts, fingerprint })
    }

    /// Tells this dictionary from others: what was indexed with another must be indexed again.
    pub(crate) fn fingerprint(&self) -> u64 {
        self.fingerprint
    }

    /// Index terms of the Hangul words of `text`.
    pub(crate) fn terms(&self, text: &str) -> Vec<String> {
        let mut normal = String::new();
        normalise(text, &mut normal);
        let words = normal.split(|c| !is_syllable(c)).filter(|word| !word.is_empty());
        words.flat_map(|word| self.morphemes(word)).map(|part| format!("{MARK}{part}")).collect()
    }

    /// The morphemes of `word` that name or tell something, in order: nouns, roots and stems of verbs of two syllables or
    /// more; compounds in their parts. Nothing when the word is too long.
    pub fn morphemes(&self, word: &str) -> Vec<String> {
        let mut out = Vec::new();
        for (surface, lexeme) in self.cut(word) {
            let told = self.told(&lexeme);
            for (part, tag) in parts(surface, &told) {
                let tells = matches!(tag, "NNG" | "NNP" | "XR" | "VV" | "VA" | "UNKNOWN");
                if tells && part.chars().count() > 1 {
                    out.push(part.to_owned());
                }
            }
        }
        out
    }

    /// The cheapest way through `word`, morpheme by morpheme.
    fn cut<'w>(&self, word: &'w str) -> Vec<(&'w str, Lexeme)> {
        if word.is_empty() || word.chars().count() > LONGEST {
            return Vec::new();
        }
        let mut nodes: Vec<Node> = Vec::new();
        // Nodes that end at each byte; the beginning is none of them.
        let mut ending: Vec<Vec<usize>> = vec![Vec::new(); word.len() + 1];
        for (from, _) in word.char_indices() {
            if from > 0 && ending.get(from).is_none_or(Vec::is_empty) {
                continue;
            }
            for (to, lexeme) in self.beginning(word, from) {
                let lasts = ending.get(from).map(Vec::as_slice).unwrap_or_default();
                let ways = lasts.iter().filter_map(|place| {
                    let last = nodes.get(*place)?;
                    Some((last.cost + self.between(last.lexeme.right, lexeme.left), Some(*place)))
                });
                let first = (from == 0).then(|| (self.between(0, lexeme.left), None));
                let Some((cost, before)) = ways.chain(first).min_by_key(|(cost, _)| *cost) else { continue };
                let cost = cost + i64::from(lexeme.cost);
                if let Some(ending) = ending.get_mut(to) {
                    ending.push(nodes.len());
                    nodes.push(Node { lexeme, from, to, cost, before });
                }
            }
        }
        let whole = |node: &Node| node.cost + self.between(node.lexeme.right, 0);
        let last = ending.last().into_iter().flatten().copied();
        let mut next = last.min_by_key(|place| nodes.get(*place).map_or(i64::MAX, whole));
        let mut out = Vec::new();
        while let Some(node) = next.and_then(|place| nodes.get(place)) {
            out.push((word.get(node.from..node.to).unwrap_or_default(), node.lexeme));
            next = node.before;
        }
        out.reverse();
        out
    }

    /// The morphemes that may begin at byte `from` of `word`, each with where it ends; at least one letter gets one.
    fn beginning(&self, word: &str, from: usize) -> Vec<(usize, Lexeme)> {
        let rest = word.get(from..).unwrap_or_default();
        let mut out: Vec<(usize, Lexeme)> = Vec::new();
        for (length, run) in self.known.prefixes(rest.as_bytes()) {
            out.extend(self.known.run(run).map(|lexeme| (from + length, lexeme)));
        }
        let mut letters =
            rest.char_indices().map(|(place, letter)| (place + letter.len_utf8(), self.kind(letter)));
        let Some((first, kind)) = letters.next() else { return out };
        if !out.is_empty() && !kind.invoke {
            return out;
        }
        let ends = std::iter::once(first);
        let same: Vec<usize> = ends
            .chain(letters.take_while(|(_, other)| other.all & kind.all != 0).map(|(end, _)| end))
            .collect();
        let grouped = same.len().min(GROUPED + 1);
        let mut lengths: Vec<usize> = (1..=kind.length.min(same.len())).collect();
        if kind.group && grouped == same.len() && !lengths.contains(&grouped) {
            lengths.push(grouped);
        }
        if lengths.is_empty() && out.is_empty() {
            lengths.push(1);
        }
        for end in lengths.into_iter().filter_map(|length| same.get(length - 1)) {
            let run = self.of_kind.get(kind.own).copied().unwrap_or_default();
            let before = out.len();
            out.extend(self.unknown.run(run).map(|lexeme| (from + end, lexeme.unknown())));
            if out.len() == before {
                out.push((from + end, Lexeme::default().unknown()));
            }
        }
        out
    }

    fn kind(&self, letter: char) -> Kind {
        let code = at(u32::from(letter));
        let place = 4 + self.kinds * KIND_NAME + 4 * if code < CODES { code } else { 0 };
        let bits = self.letters.get(place..).and_then(|rest| rest.first_chunk::<4>());
        let bits = bits.map_or(0, |bytes| u32::from_le_bytes(*bytes));
        Kind {
            all: bits & 0x3_ffff,
            own: at((bits >> 18) & 0xff),
            length: at((bits >> 26) & 0xf),
            group: (bits >> 30) & 1 == 1,
            invoke: (bits >> 31) & 1 == 1,
        }
    }

    /// What it costs that a morpheme with `right` on its right side is followed by one with `left` on its left.
    fn between(&self, right: u16, left: u16) -> i64 {
        let place = 4 + 2 * (usize::from(right) + self.lefts * usize::from(left));
        let cost = self.costs.get(place..).and_then(|rest| rest.first_chunk::<2>());
        cost.map_or(0, |bytes| i64::from(i16::from_le_bytes(*bytes)))
    }

    fn told(&self, lexeme: &Lexeme) -> String {
        let from = if lexeme.is_unknown { &self.unknown } else { &self.known };
        String::from_utf8_lossy(from.told(lexeme)).into_owned()
    }
}

/// The parts of a morpheme with their tags: of a compound or an inflected form what the dictionary says, else itself.
///
/// What is told are columns: tag, meaning, final consonant, reading, type, first and last tag, parts as `질량/NNG/*+분석/NNG/*`.
fn parts<'a>(surface: &'a str, told: &'a str) -> Vec<(&'a str, &'a str)> {
    let mut columns = told.split(',');
    let tag = columns.next().unwrap_or_default();
    if let Some(parts) = columns.nth(6).filter(|parts| parts.contains('/')) {
        return parts
            .split('+')
            .filter_map(|part| {
                let mut cells = part.split('/');
                Some((cells.next()?, cells.next()?))
            })
            .collect();
    }
    vec![(surface, tag)]
}

#[cfg(test)]
mod tests;

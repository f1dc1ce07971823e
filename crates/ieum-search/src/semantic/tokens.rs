//! From text to pieces of words: characters made alike, then the likeliest way to cut the text (unigram language model, Kudo
//! 2018, "Subword regularization"), as the SentencePiece library does it.

use super::ModelError;
use super::file::{ModelFile, Sections};
use super::wheel::field;
use crate::numbers::{at, number};
use tantivy::directory::OwnedBytes;

/// The number of what is in no piece.
const UNKNOWN: u32 = 0;
/// The numbers of beginning and end.
const BEGINNING: u32 = 1;
const END: u32 = 2;
/// Stands for a space.
const SPACE: &[u8] = "\u{2581}".as_bytes();
/// A character in no piece is that much less likely than the least likely piece (logarithm).
const PENALTY: f64 = 10.0;

/// Makes the sections of pieces from `model`, a SentencePiece model: a protocol buffer with repeated pieces (field 1: text 1,
/// score 2) and the rules by which characters are made alike (field 3: table 2).
pub(super) fn sections(model: &[u8]) -> Result<Sections, ModelError> {
    read(model).ok_or(ModelError::Unexpected("pieces"))
}

fn read(model: &[u8]) -> Option<Sections> {
    let mut pieces: Vec<(&[u8], f32, u32)> = Vec::new();
    let mut charsmap: &[u8] = &[];
    let mut rest = model;
    while !rest.is_empty() {
        let (name, content, after) = field(rest)?;
        rest = after;
        match name {
            1 => {
                let (mut text, mut score) = (None, 0.0);
                let mut inside = content;
                while !inside.is_empty() {
                    let (name, value, after) = field(inside)?;
                    inside = after;
                    match (name, value.first_chunk::<4>()) {
                        (1, _) => text = Some(value),
                        (2, Some(bytes)) => score = f32::from_le_bytes(*bytes),
                        _ => {}
                    }
                }
                let text = text.filter(|text| std::str::from_utf8(text).is_ok())?;
                pieces.push((text, score, number(pieces.len())));
            }
            3 => {
                let mut inside = content;
                while !inside.is_empty() {
                    let (name, value, after) = field(inside)?;
                    inside = after;
                    if name == 2 {
                        charsmap = value;
                    }
                }
            }
            _ => {}
        }
    }
    let least = pieces.iter().map(|(_, score, _)| f64::from(*score)).reduce(f64::min)?;
    pieces.sort_unstable_by_key(|(text, _, place)| (*text, *place));
    let (mut starts, mut texts, mut numbers, mut scores) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (text, score, place) in &pieces {
        starts.extend(number(texts.len()).to_le_bytes());
        texts.extend_from_slice(text);
        numbers.extend(place.to_le_bytes());
        scores.extend(score.to_le_bytes());
    }
    starts.extend(number(texts.len()).to_le_bytes());
    Some(Sections::from([
        ("charsmap", charsmap.to_vec()),
        ("starts", starts),
        ("pieces", texts),
        ("numbers", numbers),
        ("scores", scores),
        ("unknown", (least - PENALTY).to_le_bytes().to_vec()),
    ]))
}

/// Cuts texts into pieces.
pub(super) struct Tokens {
    charsmap: OwnedBytes,
    starts: OwnedBytes,
    pieces: OwnedBytes,
    numbers: OwnedBytes,
    scores: OwnedBytes,
    unknown: f64,
    count: usize,
}

impl Tokens {
    pub(super) fn open(file: &ModelFile) -> Result<Self, ModelError> {
        let pieces = file.section("pieces", None)?;
        let starts = file.section("starts", None)?;
        let count = (starts.len() / 4).saturating_sub(1);
        let unknown = file.section("unknown", Some(8))?;
        Ok(Self {
            charsmap: file.section("charsmap", None)?,
            pieces,
            starts,
            numbers: file.section("numbers", Some(count * 4))?,
            scores: file.section("scores", Some(count * 4))?,
            unknown: unknown.first_chunk().map(|bytes| f64::from_le_bytes(*bytes)).unwrap_or_default(),
            count,
        })
    }

    /// How many pieces are known.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// The numbers of the pieces of `text`, with beginning and end.
    pub(super) fn cut(&self, text: &str) -> Vec<u32> {
        let alike = self.alike(text);
        let mut out = vec![BEGINNING];
        if alike.is_empty() {
            out.push(UNKNOWN);
        } else {
            self.likeliest(&alike, &mut out);
        }
        out.push(END);
        out
    }

    /// The text with characters made alike and spaces made visible, one at the front.
    fn alike(&self, text: &str) -> Vec<u8> {
        let trie_bytes = self.charsmap.first_chunk::<4>().map_or(0, |size| at(u32::from_le_bytes(*size)));
        let rest = self.charsmap.get(4..).unwrap_or_default();
        let (trie, replacements) = rest.split_at_checked(trie_bytes).unwrap_or((&[], &[]));
        let rules = Rules { trie: trie.as_chunks().0, replacements };
        let mut rest = text;
        let mut out = Vec::with_capacity(text.len() + 8);
        // Spaces at the front go, and so does each that follows another.
        let mut after_space = true;
        while let Some((mut made, taken)) = rules.first(rest) {
            rest = rest.get(taken..).unwrap_or_default();
            if after_space {
                while let Some(less) = made.strip_prefix(b" ") {
                    made = less;
                }
            }
            if let Some(last) = made.last() {
                after_space = *last == b' ';
            }
            for byte in made {
                if *byte == b' ' { out.extend(SPACE) } else { out.push(*byte) }
            }
        }
        while out.ends_with(SPACE) {
            out.truncate(out.len() - SPACE.len());
        }
        // Text that becomes nothing has no space at its front either.
        if out.is_empty() { out } else { [SPACE, &out].concat() }
    }

    /// The likeliest cut of `alike` (Viterbi): at each place the best way to get there.
    fn likeliest(&self, alike: &[u8], out: &mut Vec<u32>) {
        let mut best: Vec<(f64, usize, u32)> = vec![(f64::NEG_INFINITY, 0, UNKNOWN); alike.len() + 1];
        if let Some(first) = best.first_mut() {
            first.0 = 0.0;
        }
        let better = |best: &mut [(f64, usize, u32)], to: usize, way: (f64, usize, u32)| {
            if let Some(known) = best.get_mut(to).filter(|known| way.0 > known.0) {
                *known = way;
            }
        };
        for from in 0..alike.len() {
            let Some(letter) = alike.get(from).map(|byte| letter_bytes(*byte)).filter(|n| *n > 0) else {
                continue;
            };
            let base = best.get(from).map_or(f64::NEG_INFINITY, |known| known.0);
            let mut single = false;
            let mut range = 0..self.count;
            for (depth, byte) in alike.get(from..).unwrap_or_default().iter().enumerate() {
                range = self.narrow(range, depth, *byte);
                if range.is_empty() {
                    break;
                }
                let to = from + depth + 1;
                if self.length(range.start) == depth + 1 {
                    let score = f32::from_le_bytes(four(&self.scores, range.start));
                    let piece = u32::from_le_bytes(four(&self.numbers, range.start));
                    better(&mut best, to, (base + f64::from(score), from, piece));
                    single |= depth + 1 == letter;
                }
            }
            if !single {
                better(&mut best, from + letter, (base + self.unknown, from, UNKNOWN));
            }
        }
        let first = out.len();
        let mut to = alike.len();
        while let Some((_, from, piece)) = best.get(to).filter(|_| to > 0) {
            out.push(*piece);
            to = *from;
        }
        out.get_mut(first..).unwrap_or_default().reverse();
    }

    fn piece(&self, place: usize) -> &[u8] {
        let [from, to] = [place, place + 1].map(|place| at(u32::from_le_bytes(four(&self.starts, place))));
        self.pieces.get(from..to).unwrap_or_default()
    }

    fn length(&self, place: usize) -> usize {
        self.piece(place).len()
    }

    /// Of pieces that share their first `depth` bytes those that go on with `byte`.
    fn narrow(&self, range: std::ops::Range<usize>, depth: usize, byte: u8) -> std::ops::Range<usize> {
        let first = |wanted: Option<u8>, range: std::ops::Range<usize>| {
            let (mut low, mut high) = (range.start, range.end);
            while low < high {
                let middle = low.midpoint(high);
                // A piece that ends here comes before those that go on.
                if self.piece(middle).get(depth).copied() < wanted { low = middle + 1 } else { high = middle }
            }
            low
        };
        let start = first(Some(byte), range.clone());
        let end = match byte.checked_add(1) {
            Some(next) => first(Some(next), start..range.end),
            None => range.end,
        };
        start..end
    }
}

fn four(bytes: &[u8], place: usize) -> [u8; 4] {
    bytes.as_chunks::<4>().0.get(place).copied().unwrap_or_default()
}

/// Bytes of the letter that begins with this byte; none inside a letter.
fn letter_bytes(byte: u8) -> usize {
    match byte {
        0..=127 => 1,
        192..=223 => 2,
        224..=239 => 3,
        240..=255 => 4,
        128..=191 => 0,
    }
}

/// How characters are made alike (nmt_nfkc): a double array (Aoe 1989, "An efficient digital search algorithm by using a
/// double-array structure") of units of four bytes, as the darts-clone library lays it out, and the texts its values point to.
struct Rules<'a> {
    trie: &'a [[u8; 4]],
    replacements: &'a [u8],
}

impl Rules<'_> {
    fn unit(&self, place: usize) -> Option<u32> {
        self.trie.get(place).map(|bytes| u32::from_le_bytes(*bytes))
    }

    /// What the longest known beginning of `text` becomes and its bytes; else the first letter as it is.
    fn first<'t>(&'t self, text: &'t str) -> Option<(&'t [u8], usize)> {
        let letter = text.chars().next()?.len_utf8();
        let mut found = None;
        let mut node = self.unit(0).map_or(0, offset);
        for (place, byte) in text.bytes().enumerate() {
            node ^= usize::from(byte);
            let Some(unit) = self.unit(node).filter(|unit| unit & 0x8000_00ff == u32::from(byte)) else {
                break;
            };
            node ^= offset(unit);
            if unit & 0x100 != 0 {
                found = self.unit(node).map(|leaf| (at(leaf & 0x7fff_ffff), place + 1));
            }
        }
        let made = found.and_then(|(value, taken)| {
            let from = self.replacements.get(value..)?;
            let end = from.iter().position(|byte| *byte == 0)?;
            Some((from.get(..end)?, taken))
        });
        made.or_else(|| Some((text.as_bytes().get(..letter)?, letter)))
    }
}

/// Where the children of a unit begin, to be joined with their byte by exclusive or.
fn offset(unit: u32) -> usize {
    at((unit >> 10) << ((unit & 0x200) >> 6))
}

//! Translations learned from pairs of Korean and English names.

mod learning;

use super::words;
use crate::analysis::{self, Word, is_syllable};
use crate::numbers::{at, number, real};
use learning::{Interner, Learning};
use std::collections::HashMap;
use std::io::{self, BufRead, Write};

/// The first line of a table on disk: grows when tables are learned or written differently.
const FORM: &str = "ieum translation table 2";

/// Share of the best translation below which a translation is noise.
const NOISE: f64 = 0.2;
/// Evidence at which a translation weighs half as much as the word itself; half of it weighs a fifth, twice of it four fifths.
const HALF: f64 = 2.0;
/// What a piece inside a word says, 1 being what the same piece says at the beginning or the end of a word.
///
/// Pieces that begin or end a word are words themselves more often; those inside often join the end of one word with
/// the beginning of the next (`동시` in `진동시험`).
const INSIDE: f64 = 0.5;

/// Which English stem goes with which piece of a Korean word, and which Korean word with which English stem.
///
/// Pieces are whole words and runs of two and three syllables. Names are lists of words to each other, so that a piece
/// would seem to mean every word of every name it occurs in; a few rounds of expectation maximisation (Brown et al.
/// 1993, "The mathematics of statistical machine translation", model 1) give each English stem to the pieces that
/// explain it best. A pair's weight is then `c/(k+½) · √(c/(e+½)) · ln(N/e)`, where `c` is how often the piece explains
/// the stem, `k` and `e` how often each occurs, and `N` the number of pairs of names: how surely the piece leads to the
/// stem, how surely the stem comes from the piece, and how rare the stem is. The half occurrences keep pairs seen once
/// from weighing as much as pairs seen often.
#[derive(Debug, Clone, Default)]
pub struct TranslationTable {
    to_english: Side,
    to_korean: Side,
}

/// One direction, packed: a table of thousands of names is kept for as long as the process lives.
#[derive(Debug, Clone, Default, PartialEq)]
struct Side {
    /// The run of `targets` of each source.
    runs: HashMap<Box<str>, (u32, u32)>,
    /// Word and weight, heaviest first within a run.
    targets: Vec<(u32, f64)>,
    words: Vec<Box<str>>,
}

impl Side {
    fn packed(learned: HashMap<String, Vec<(String, f64)>>) -> Self {
        let mut learned: Vec<_> = learned.into_iter().collect();
        learned.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        let mut packing = Packing::default();
        for (source, found) in &learned {
            found.iter().for_each(|(word, weight)| packing.target(word, *weight));
            packing.source(source);
        }
        packing.done()
    }

    /// The targets of a source, heaviest first.
    fn of(&self, source: &str) -> impl Iterator<Item = (&str, f64)> {
        let run = self.runs.get(source).and_then(|(start, end)| self.targets.get(at(*start)..at(*end)));
        run.into_iter()
            .flatten()
            .filter_map(|(word, weight)| Some((self.words.get(at(*word))?.as_ref(), *weight)))
    }

    fn write(&self, mark: &str, out: &mut impl Write) -> io::Result<()> {
        let mut sources: Vec<&str> = self.runs.keys().map(AsRef::as_ref).collect();
        sources.sort_unstable();
        for source in sources {
            write!(out, "{mark}\t{source}")?;
            for (word, weight) in self.of(source) {
                write!(out, "\t{word}\t{weight}")?;
            }
            writeln!(out)?;
        }
        Ok(())
    }
}

/// A side while it grows, a source at a time: what is read from a file never lies in memory twice.
#[derive(Default)]
struct Packing {
    side: Side,
    numbers: HashMap<Box<str>, u32>,
    /// Where the targets of the next source begin.
    begun: u32,
}

impl Packing {
    /// One more target of the source that comes next.
    fn target(&mut self, word: &str, weight: f64) {
        let next = number(self.side.words.len());
        let known = self.numbers.get(word).copied().unwrap_or(next);
        if known == next {
            self.side.words.push(word.into());
            self.numbers.insert(word.into(), next);
        }
        self.side.targets.push((known, weight));
    }

    /// The source of the targets since the last one.
    fn source(&mut self, source: &str) {
        let end = number(self.side.targets.len());
        self.side.runs.insert(source.into(), (self.begun, end));
        self.begun = end;
    }

    fn done(mut self) -> Side {
        self.side.targets.shrink_to_fit();
        self.side.words.shrink_to_fit();
        self.side.runs.shrink_to_fit();
        self.side
    }
}

impl TranslationTable {
    /// Writes the table, so that the next start need not learn it again: a line a source, words and weights after it.
    /// `mark` says in one line what it was learned from.
    ///
    /// # Errors
    /// When `out` takes no more.
    pub fn write(&self, mark: &str, mut out: impl Write) -> io::Result<()> {
        writeln!(out, "{FORM} {} {mark}", words::mark())?;
        self.to_english.write("e", &mut out)?;
        self.to_korean.write("k", &mut out)?;
        writeln!(out, "end")
    }

    /// Reads what [`TranslationTable::write`] wrote; nothing when it is cut short, damaged, of another form or learned from
    /// something else.
    pub fn read(mark: &str, mut lines: impl BufRead) -> Option<Self> {
        let mut line = String::new();
        if lines.read_line(&mut line).ok()? == 0
            || line.trim_end_matches('\n') != format!("{FORM} {} {mark}", words::mark())
        {
            return None;
        }
        let (mut english, mut korean) = (Packing::default(), Packing::default());
        loop {
            line.clear();
            if lines.read_line(&mut line).ok()? == 0 {
                return None;
            }
            let mut parts = line.trim_end_matches('\n').split('\t');
            let side = match parts.next()? {
                "e" => &mut english,
                "k" => &mut korean,
                "end" => return Some(Self { to_english: english.done(), to_korean: korean.done() }),
                _ => return None,
            };
            let source = parts.next()?;
            while let Some(word) = parts.next() {
                let weight: f64 = parts.next()?.parse().ok().filter(|weight: &f64| weight.is_finite())?;
                side.target(word, weight);
            }
            side.source(source);
        }
    }

    /// Learns from the shipped words and from pairs of (Korean, English) names; other scripts in either name are ignored.
    pub fn train<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut names = Interner::default();
        let mut forward = Learning::default();
        let mut backward = Learning::default();
        let taught = words::words().map(|(korean, english)| -> (&'a str, &'a str) { (korean, english) });
        let shipped = words::words().count();
        for (place, (korean, english)) in taught.chain(pairs).enumerate() {
            let korean: Vec<Word> =
                analysis::words(korean).into_iter().filter(|w| w.key.chars().any(is_syllable)).collect();
            let mut stems: Vec<u32> =
                analysis::terms(english).iter().filter(|t| is_stem(t)).map(|t| names.of(t)).collect();
            let mut heads: Vec<u32> = korean.iter().map(|w| names.of(&w.key)).collect();
            for list in [&mut stems, &mut heads] {
                list.sort_unstable();
                list.dedup();
            }
            let mut pieces: HashMap<u32, f64> = HashMap::new();
            for piece in korean.iter().flat_map(|word| pieces_of(&word.key)) {
                let says = pieces.entry(names.of(&piece.text)).or_default();
                *says = says.max(piece.says());
            }
            if stems.is_empty() || pieces.is_empty() {
                continue;
            }
            let sources: Vec<(u32, f64)> = stems.iter().map(|stem| (*stem, 1.0)).collect();
            // What an English word is called in Korean is learned from names alone: with the shipped words, questions in English
            // found less (0.458 instead of 0.477 among the judged statements).
            if place >= shipped {
                backward.see(&sources, &heads);
            }
            let mut sources: Vec<(u32, f64)> = pieces.into_iter().collect();
            sources.sort_unstable_by_key(|(piece, _)| *piece);
            forward.see(&sources, &stems);
        }
        Self {
            to_english: Side::packed(forward.learned(&names)),
            to_korean: Side::packed(backward.learned(&names)),
        }
    }

    /// Whether nothing has been learned.
    pub fn is_empty(&self) -> bool {
        self.to_english.runs.is_empty()
    }

    /// At most `most` terms of the other language for `word`: what to show, and index terms with weight 0 to 1, the
    /// higher the more the pairs of names say for it.
    pub fn translate(&self, word: &Word, most: usize) -> Vec<(String, Vec<(String, f64)>)> {
        if word.key.chars().any(is_syllable) {
            let (found, evidence) = self.ranked(&word.key);
            let trust = evidence.powi(2) / (evidence.powi(2) + HALF.powi(2));
            return found
                .into_iter()
                .take(most)
                .map(|(stem, weight)| (stem.clone(), vec![(stem, weight * trust)]))
                .collect();
        }
        let found: Vec<(&str, f64)> = self.to_korean.of(&word.key).collect();
        let highest = found.first().map_or(1.0, |(_, weight)| *weight);
        let trust = highest / (highest + HALF / 2.0);
        let terms = |head: &str, weight: f64| {
            let terms = analysis::terms(head);
            let each = trust * weight / highest * (1.5 / real(terms.len().max(1))).min(1.0);
            terms.into_iter().map(|term| (term, each)).collect()
        };
        let found = found.iter().filter(|(_, weight)| *weight > highest * NOISE);
        found.take(most.min(3)).map(|(head, weight)| ((*head).to_owned(), terms(head, *weight))).collect()
    }

    /// English stems for a Korean word or name without spaces, best first, the best weighing 1.
    pub fn english(&self, key: &str) -> Vec<(String, f64)> {
        self.ranked(key).0
    }

    fn ranked(&self, key: &str) -> (Vec<(String, f64)>, f64) {
        let mut sums: HashMap<&str, f64> = HashMap::new();
        for piece in pieces_of(key) {
            for (stem, weight) in self.to_english.of(&piece.text) {
                *sums.entry(stem).or_default() += piece.length_says * piece.says() * weight;
            }
        }
        let mut ranked: Vec<(String, f64)> =
            sums.into_iter().map(|(stem, sum)| (stem.to_owned(), sum)).collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let highest = ranked.first().map_or(0.0, |(_, sum)| *sum);
        ranked.retain(|(_, sum)| *sum > highest * NOISE);
        (ranked.into_iter().map(|(stem, sum)| (stem, sum / highest)).collect(), highest)
    }
}

fn is_stem(term: &str) -> bool {
    term.len() > 1
        && term.bytes().all(|b| b.is_ascii_alphanumeric())
        && term.bytes().any(|b| b.is_ascii_alphabetic())
}

/// A word or a run of its syllables.
struct Piece {
    text: String,
    /// How much its length says.
    length_says: f64,
    /// Whether it begins or ends the word.
    edge: bool,
}

impl Piece {
    fn says(&self) -> f64 {
        if self.edge { 1.0 } else { INSIDE }
    }
}

/// The word itself and its runs of two and three syllables.
fn pieces_of(key: &str) -> Vec<Piece> {
    let chars: Vec<char> = key.chars().filter(|c| is_syllable(*c)).take(24).collect();
    let mut out = vec![Piece { text: chars.iter().collect(), length_says: 3.0, edge: true }];
    for (length, length_says) in [(3, 1.5), (2, 1.0)] {
        if chars.len() > length {
            let last = chars.len() - length;
            out.extend(chars.windows(length).enumerate().map(|(start, run)| Piece {
                text: run.iter().collect(),
                length_says,
                edge: start == 0 || start == last,
            }));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{FORM, TranslationTable, words};
    use crate::analysis;

    #[test]
    fn a_table_reads_as_it_was_written_and_not_at_all_when_damaged() {
        let pairs = [
            ("주사전자현미경", "Scanning electron microscope"),
            ("투과전자현미경", "Transmission electron microscope"),
            ("광학현미경", "Optical microscope"),
            ("원심분리기", "Centrifuge"),
        ];
        let table = TranslationTable::train(pairs);
        let mut text = Vec::new();
        table.write("names", &mut text).expect("memory takes it");
        let read = TranslationTable::read("names", text.as_slice()).expect("as it was written");
        for word in analysis::words("현미경 원심분리기 microscope electron") {
            assert_eq!(read.translate(&word, 5), table.translate(&word, 5), "{}", word.surface);
        }
        assert!(!read.english("현미경").is_empty());
        assert!(
            TranslationTable::read("names", text.get(..text.len() - 4).expect("longer")).is_none(),
            "cut short"
        );
        assert!(TranslationTable::read("other names", text.as_slice()).is_none());
        let damaged = format!("{FORM} {} x\ne\tx\ty\tNaN\nend\n", words::mark());
        assert!(TranslationTable::read("x", damaged.as_bytes()).is_none());
    }
}

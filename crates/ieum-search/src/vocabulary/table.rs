//! Translations learned from pairs of Korean and English names.

use crate::analysis::{self, Word, is_syllable};
use crate::numbers::real;
use std::collections::HashMap;

/// Translations kept for one piece of a word.
const KEPT: usize = 12;

/// Which English stem goes with which piece of a Korean word, and which Korean word with which English stem.
///
/// Pieces are whole words and runs of two and three syllables; a pair's weight is `p(e|k) · max(0, ln(c(k,e) · N /
/// (c(k) · c(e))))`, the conditional frequency times pointwise mutual information over the pairs.
#[derive(Debug, Clone, Default)]
pub struct TranslationTable {
    to_english: HashMap<String, Vec<(String, f64)>>,
    to_korean: HashMap<String, Vec<(String, f64)>>,
}

impl TranslationTable {
    /// Learns from pairs of (Korean, English) names; other scripts in either name are ignored.
    pub fn train<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut names = Interner::default();
        let mut pieces: HashMap<u32, f64> = HashMap::new();
        let mut stems: HashMap<u32, f64> = HashMap::new();
        let mut heads: HashMap<u32, f64> = HashMap::new();
        let mut together: HashMap<(u32, u32), f64> = HashMap::new();
        let mut backward: HashMap<(u32, u32), f64> = HashMap::new();
        let mut all = 0.0;
        for (korean, english) in pairs {
            let korean: Vec<Word> =
                analysis::words(korean).into_iter().filter(|w| w.key.chars().any(is_syllable)).collect();
            let mut stems_here: Vec<u32> =
                analysis::terms(english).iter().filter(|t| is_stem(t)).map(|t| names.of(t)).collect();
            let mut pieces_here: Vec<u32> =
                korean.iter().flat_map(|w| pieces_of(&w.key)).map(|piece| names.of(&piece.0)).collect();
            let mut heads_here: Vec<u32> = korean.iter().map(|w| names.of(&w.key)).collect();
            for list in [&mut stems_here, &mut pieces_here, &mut heads_here] {
                list.sort_unstable();
                list.dedup();
            }
            if stems_here.is_empty() || pieces_here.is_empty() {
                continue;
            }
            all += 1.0;
            for piece in &pieces_here {
                *pieces.entry(*piece).or_default() += 1.0;
                for stem in &stems_here {
                    *together.entry((*piece, *stem)).or_default() += 1.0;
                }
            }
            for head in &heads_here {
                *heads.entry(*head).or_default() += 1.0;
                for stem in &stems_here {
                    *backward.entry((*stem, *head)).or_default() += 1.0;
                }
            }
            for stem in stems_here {
                *stems.entry(stem).or_default() += 1.0;
            }
        }
        let to_english = names.weighed(together, (&pieces, &stems), all);
        let to_korean = names.weighed(backward, (&stems, &heads), all);
        Self { to_english, to_korean }
    }

    /// Whether nothing has been learned.
    pub fn is_empty(&self) -> bool {
        self.to_english.is_empty()
    }

    /// At most `most` terms of the other language for `word`: what to show, and index terms with weight 0 to 1.
    pub fn translate(&self, word: &Word, most: usize) -> Vec<(String, Vec<(String, f64)>)> {
        if word.key.chars().any(is_syllable) {
            let found = self.english(&word.key);
            return found
                .into_iter()
                .take(most)
                .map(|(stem, weight)| (stem.clone(), vec![(stem, weight)]))
                .collect();
        }
        let found = self.to_korean.get(&word.key).map(Vec::as_slice).unwrap_or_default();
        let highest = found.first().map_or(1.0, |(_, weight)| *weight);
        let terms = |head: &str, weight: f64| {
            let terms = analysis::terms(head);
            let each = weight / highest * (1.5 / real(terms.len().max(1))).min(1.0);
            terms.into_iter().map(|term| (term, each)).collect()
        };
        found.iter().take(most.min(3)).map(|(head, weight)| (head.clone(), terms(head, *weight))).collect()
    }

    /// English stems for a Korean word or name without spaces, best first, the best weighing 1.
    pub fn english(&self, key: &str) -> Vec<(String, f64)> {
        let mut sums: HashMap<&str, f64> = HashMap::new();
        for (piece, strength) in pieces_of(key) {
            for (stem, weight) in self.to_english.get(&piece).map(Vec::as_slice).unwrap_or_default() {
                *sums.entry(stem).or_default() += strength * weight;
            }
        }
        let mut ranked: Vec<(String, f64)> =
            sums.into_iter().map(|(stem, sum)| (stem.to_owned(), sum)).collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let highest = ranked.first().map_or(1.0, |(_, sum)| *sum);
        ranked.retain(|(_, sum)| *sum > highest * 0.15);
        ranked.into_iter().map(|(stem, sum)| (stem, sum / highest)).collect()
    }
}

fn is_stem(term: &str) -> bool {
    term.len() > 1
        && term.bytes().all(|b| b.is_ascii_alphanumeric())
        && term.bytes().any(|b| b.is_ascii_alphabetic())
}

/// The word itself and its runs of two and three syllables, with how much each says.
fn pieces_of(key: &str) -> Vec<(String, f64)> {
    let chars: Vec<char> = key.chars().filter(|c| is_syllable(*c)).take(24).collect();
    let mut out = vec![(chars.iter().collect(), 3.0)];
    for (length, strength) in [(3, 1.5), (2, 1.0)] {
        if chars.len() > length {
            out.extend(chars.windows(length).map(|run| (run.iter().collect(), strength)));
        }
    }
    out
}

/// Strings as numbers, while counting.
#[derive(Default)]
struct Interner {
    numbers: HashMap<String, u32>,
    texts: Vec<String>,
}

impl Interner {
    fn of(&mut self, text: &str) -> u32 {
        if let Some(known) = self.numbers.get(text) {
            return *known;
        }
        let number = crate::numbers::number(self.texts.len());
        self.numbers.insert(text.to_owned(), number);
        self.texts.push(text.to_owned());
        number
    }

    fn text(&self, number: u32) -> String {
        self.texts.get(crate::numbers::at(number)).cloned().unwrap_or_default()
    }

    fn weighed(
        &self,
        counts: HashMap<(u32, u32), f64>,
        (from_counts, to_counts): (&HashMap<u32, f64>, &HashMap<u32, f64>),
        all: f64,
    ) -> HashMap<String, Vec<(String, f64)>> {
        let mut by_from: HashMap<u32, Vec<(u32, f64)>> = HashMap::new();
        for ((from, to), both) in counts {
            let (Some(f), Some(t)) = (from_counts.get(&from), to_counts.get(&to)) else { continue };
            let weight = both / f * (both * all / (f * t)).ln().max(0.0);
            if weight > 0.0 {
                by_from.entry(from).or_default().push((to, weight));
            }
        }
        let mut out = HashMap::with_capacity(by_from.len());
        for (from, mut found) in by_from {
            found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            found.truncate(KEPT);
            out.insert(
                self.text(from),
                found.into_iter().map(|(to, weight)| (self.text(to), weight)).collect(),
            );
        }
        out
    }
}

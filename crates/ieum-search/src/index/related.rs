//! Words that the best hits share.

use crate::analysis::Catch;
use crate::numbers::real;

/// How often each term occurs in one text.
#[derive(Default)]
pub(crate) struct Counts {
    /// All terms end to end.
    text: String,
    ends: Vec<usize>,
}

impl Catch for Counts {
    fn term(&mut self, term: &str) {
        self.text.push_str(term);
        self.ends.push(self.text.len());
    }
}

impl Counts {
    /// The terms as they came.
    fn terms(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(from, to)| self.text.get(from..*to).unwrap_or_default())
    }
}

/// The words that the best documents share and the question may lack, heaviest first, weights summing to 1.
///
/// Relevance model (Lavrenko and Croft 2001, "Relevance-based language models") over the given texts with their scores,
/// times `rarity`, without the question itself. Only plain Latin words that two of the texts have are taken.
pub(crate) fn shared_words(
    texts: &[(f64, Counts)],
    most: usize,
    rarity: impl Fn(&str) -> f64,
) -> Vec<(String, f64)> {
    let all: f64 = texts.iter().map(|(score, _)| score).sum();
    let mut seen: Vec<(&str, usize)> = Vec::new();
    for (place, (_, counts)) in texts.iter().enumerate() {
        seen.extend(counts.terms().map(|term| (term, place)));
    }
    seen.sort_unstable();
    let weigh = |same: &[(&str, usize)]| {
        let mut sum = 0.0;
        for of_text in same.chunk_by(|a, b| a.1 == b.1) {
            let Some((score, counts)) = of_text.first().and_then(|(_, place)| texts.get(*place)) else {
                continue;
            };
            let each = score / all.max(f64::MIN_POSITIVE) / real(counts.ends.len().max(1));
            sum += each * real(of_text.len());
        }
        sum
    };
    let usual = |term: &str| term.len() > 2 && term.bytes().all(|b| b.is_ascii_lowercase());
    let mut ranked: Vec<(&str, f64)> = Vec::new();
    for same in seen.chunk_by(|a, b| a.0 == b.0) {
        let (Some((term, first)), Some((_, last))) = (same.first(), same.last()) else { continue };
        if first != last && usual(term) {
            ranked.push((term, weigh(same)));
        }
    }
    let heaviest = |a: &(&str, f64), b: &(&str, f64)| b.1.total_cmp(&a.1).then(a.0.cmp(b.0));
    ranked.sort_by(heaviest);
    ranked.truncate(most * 4);
    for (term, weight) in &mut ranked {
        *weight *= rarity(term);
    }
    ranked.sort_by(heaviest);
    ranked.truncate(most);
    let sum: f64 = ranked.iter().map(|(_, weight)| weight).sum();
    ranked.into_iter().map(|(term, weight)| (term.to_owned(), weight / sum.max(f64::MIN_POSITIVE))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_words_of_several_texts_are_shared() {
        let of = |words: &[&str]| {
            let mut counts = Counts::default();
            words.iter().for_each(|word| counts.term(word));
            counts
        };
        let texts =
            [(2.0, of(&["protein", "fold", "the2"])), (1.0, of(&["protein", "fold", "alone", "fold"]))];
        let shared = shared_words(&texts, 5, |_| 1.0);
        assert_eq!(shared.iter().map(|(word, _)| word.as_str()).collect::<Vec<_>>(), ["fold", "protein"]);
        assert!((shared.iter().map(|(_, weight)| weight).sum::<f64>() - 1.0).abs() < 1e-12);
    }
}

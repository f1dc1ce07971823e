//! Words that the best hits share.

use crate::analysis::Catch;
use crate::numbers::real;
use std::collections::HashMap;

/// How often each term occurs in one text.
#[derive(Default)]
pub(crate) struct Counts {
    terms: HashMap<String, u32>,
    all: usize,
}

impl Catch for Counts {
    fn term(&mut self, term: &str) {
        self.all += 1;
        if let Some(count) = self.terms.get_mut(term) {
            *count += 1;
        } else {
            self.terms.insert(term.to_owned(), 1);
        }
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
    let mut weights: HashMap<&str, (f64, usize)> = HashMap::new();
    for (score, counts) in texts {
        let each = score / all.max(f64::MIN_POSITIVE) / real(counts.all.max(1));
        for (term, count) in &counts.terms {
            let entry = weights.entry(term).or_default();
            entry.0 += each * f64::from(*count);
            entry.1 += 1;
        }
    }
    let usual = |term: &str| term.len() > 2 && term.bytes().all(|b| b.is_ascii_lowercase());
    let shared = weights.into_iter().filter(|(term, (_, texts))| *texts > 1 && usual(term));
    let mut ranked: Vec<(&str, f64)> = shared.map(|(term, (weight, _))| (term, weight)).collect();
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

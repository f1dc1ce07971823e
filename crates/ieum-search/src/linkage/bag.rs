//! Texts as weighted bags of terms: how rare a term is says how much it tells two records apart.

use super::likeness::winkler;
use crate::numbers::{number, real};
use std::collections::HashMap;

/// Words this alike count as one word with a slip in it (Cohen, Ravikumar and Fienberg 2003 use the same).
const SAME_WORD: f64 = 0.9;
/// Words shorter than this must be equal: `tem` and `sem` are two things.
const SOFT_LETTERS: usize = 5;

/// Terms of one field over all records: their numbers and in how many records each occurs.
#[derive(Debug, Clone, Default)]
pub(super) struct Terms {
    numbers: HashMap<String, u32>,
    spread: Vec<u32>,
    records: u32,
}

impl Terms {
    /// Learns the terms of one record.
    pub(super) fn learn(&mut self, terms: &[String]) {
        self.records += 1;
        let mut fresh: Vec<u32> = Vec::with_capacity(terms.len());
        for term in terms {
            let next = number(self.spread.len());
            let id = *self.numbers.entry(term.clone()).or_insert(next);
            if id == next {
                self.spread.push(0);
            }
            fresh.push(id);
        }
        fresh.sort_unstable();
        fresh.dedup();
        for id in fresh {
            if let Some(spread) = usize::try_from(id).ok().and_then(|at| self.spread.get_mut(at)) {
                *spread += 1;
            }
        }
    }

    /// Terms by number, each once with its count. A term nobody has gets a number of its own after all others, in the
    /// order of the list, so that two records are compared right as long as one of them was learned.
    pub(super) fn counted<'a>(&self, terms: &'a [String]) -> Vec<(u32, f64, &'a str)> {
        let mut unknown: Vec<&str> = Vec::new();
        let mut counted: Vec<(u32, f64, &str)> = Vec::with_capacity(terms.len());
        for term in terms {
            let id = self.numbers.get(term).copied().unwrap_or_else(|| {
                let place = unknown.iter().position(|known| known == term).unwrap_or(unknown.len());
                if place == unknown.len() {
                    unknown.push(term);
                }
                number(self.spread.len() + place)
            });
            counted.push((id, 1.0, term));
        }
        counted.sort_unstable_by_key(|(id, ..)| *id);
        counted.dedup_by(|next, first| {
            let same = next.0 == first.0;
            if same {
                first.1 += next.1;
            }
            same
        });
        counted
    }

    /// How rare a term is: `ln((1 + N) / (1 + n))` with `N` records of which `n` have it.
    pub(super) fn rarity(&self, id: u32) -> f64 {
        ((1.0 + f64::from(self.records)) / (1.0 + f64::from(self.spread(id)))).ln()
    }

    /// In how many records the term occurs.
    pub(super) fn spread(&self, id: u32) -> u32 {
        usize::try_from(id).ok().and_then(|at| self.spread.get(at)).copied().unwrap_or(0)
    }

    /// How often two records drawn at random have a term in common, if each had one: the sum of squared shares.
    pub(super) fn collision(&self) -> f64 {
        let records = f64::from(self.records.max(1));
        let shares = self.spread.iter().map(|n| f64::from(*n) / records);
        shares.map(|share| share * share).sum::<f64>().max(1.0 / (records * records))
    }

    /// How rare a term is beside one that two records share: 1 for those and rarer ones, towards 0 for what all have.
    pub(super) fn tells(&self, id: u32) -> f64 {
        let pair = ((1.0 + f64::from(self.records)) / 3.0).ln();
        if pair <= 0.0 { 1.0 } else { (self.rarity(id) / pair).clamp(0.0, 1.0) }
    }

    /// The share of records that have the term, for the term-frequency adjustment.
    pub(super) fn share(&self, id: u32) -> f64 {
        f64::from(self.spread(id)) / f64::from(self.records.max(1))
    }
}

/// A bag of length one: terms by number with `(1 + ln count) · rarity`.
#[derive(Debug, Clone, Default)]
pub(super) struct Bag {
    /// Terms with weights, by number.
    pub(super) weights: Vec<(u32, f64)>,
}

impl Bag {
    pub(super) fn of(list: &[String], terms: &Terms) -> Self {
        Self::weighted(&terms.counted(list), terms)
    }

    fn weighted(counted: &[(u32, f64, &str)], terms: &Terms) -> Self {
        let weight = |(id, count, _): &(u32, f64, &str)| (*id, (1.0 + count.ln()) * terms.rarity(*id));
        let mut weights: Vec<(u32, f64)> = counted.iter().map(weight).collect();
        let length = weights.iter().map(|(_, w)| w * w).sum::<f64>().sqrt();
        if length > 0.0 {
            weights.iter_mut().for_each(|(_, w)| *w /= length);
        }
        Self { weights }
    }

    /// The cosine of two bags.
    pub(super) fn cosine(&self, other: &Self) -> f64 {
        self.shared(other).map(|(_, l, r)| l * r).sum::<f64>().min(1.0)
    }

    /// The share of this bag's squared weight that the other has too.
    pub(super) fn held_by(&self, other: &Self) -> f64 {
        self.shared(other).map(|(_, l, _)| l * l).sum::<f64>().min(1.0)
    }

    /// Terms of both, with both weights, by number.
    pub(super) fn shared<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = (u32, f64, f64)> + 'a {
        let mut right = other.weights.iter().peekable();
        self.weights.iter().filter_map(move |(id, left)| {
            while right.next_if(|(at, _)| at < id).is_some() {}
            right.next_if(|(at, _)| at == id).map(|(_, weight)| (*id, *left, *weight))
        })
    }
}

/// The words of a name with their letters, for comparing words that differ by a slip.
#[derive(Debug, Clone, Default)]
pub(super) struct Words {
    pub(super) bag: Bag,
    /// Letters of the words, in the bag's order.
    pub(super) letters: Vec<Vec<char>>,
}

impl Words {
    pub(super) fn of(list: &[String], terms: &Terms) -> Self {
        let counted = terms.counted(list);
        let letters = counted.iter().map(|(.., word)| word.chars().collect()).collect();
        Self { bag: Bag::weighted(&counted, terms), letters }
    }
}

/// Soft cosine over words: words that are alike but not equal count by how alike they are.
///
/// Source: W. W. Cohen, P. Ravikumar, S. E. Fienberg, "A comparison of string distance metrics for name-matching tasks",
/// IIWeb 2003 (SoftTFIDF), with Jaro–Winkler inside; made symmetric by the mean of both directions.
pub(super) fn soft_cosine(left: &Words, right: &Words) -> f64 {
    let exact = left.bag.cosine(&right.bag);
    ((exact + soft_rest(left, right)) * 0.5 + (exact + soft_rest(right, left)) * 0.5).min(1.0)
}

/// What alike words add that are not equal.
fn soft_rest(left: &Words, right: &Words) -> f64 {
    let has = |words: &Words, id: u32| words.bag.weights.binary_search_by_key(&id, |(at, _)| *at).is_ok();
    let mut sum = 0.0;
    for ((id, weight), letters) in left.bag.weights.iter().zip(&left.letters) {
        if letters.len() < SOFT_LETTERS || has(right, *id) {
            continue;
        }
        let mut best = (0.0, 0.0);
        for ((other, other_weight), others) in right.bag.weights.iter().zip(&right.letters) {
            let lengths = real(letters.len().min(others.len())) / real(letters.len().max(others.len()));
            if others.len() < SOFT_LETTERS || lengths < 0.6 || has(left, *other) {
                continue;
            }
            let alike = winkler(letters, others);
            if alike >= SAME_WORD && alike > best.0 {
                best = (alike, *other_weight);
            }
        }
        sum += weight * best.1 * best.0;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_words_weigh_more_and_slips_count() {
        let mut terms = Terms::default();
        let texts =
            ["vector network analyzer", "vektor network analyzer", "signal analyzer", "network analyzer"];
        let lists: Vec<Vec<String>> = texts.iter().map(|text| super::super::text::words(text)).collect();
        lists.iter().for_each(|list| terms.learn(list));
        let words: Vec<Words> = lists.iter().map(|list| Words::of(list, &terms)).collect();
        assert!(words[0].bag.cosine(&words[0].bag) > 0.999_999);
        assert!(words[0].bag.cosine(&words[3].bag) > words[0].bag.cosine(&words[2].bag));
        assert!(soft_cosine(&words[0], &words[1]) > 0.9, "one wrong letter");
        assert!(soft_cosine(&words[0], &words[2]) < 0.5);
        assert_eq!(terms.spread(terms.numbers["analyzer"]), 4);
    }

    #[test]
    fn unknown_terms_are_rare_and_match_nothing() {
        let mut terms = Terms::default();
        terms.learn(&["a".to_owned(), "b".to_owned()]);
        let asked = Bag::of(&["x".to_owned(), "a".to_owned(), "y".to_owned(), "x".to_owned()], &terms);
        assert_eq!(asked.weights.iter().map(|(id, _)| *id).collect::<Vec<_>>(), [0, 2, 3]);
        let known = Bag::of(&["b".to_owned()], &terms);
        assert!(asked.cosine(&known).abs() < 1e-12);
    }
}

//! From the words of a question to the terms that are looked up.

use super::importance::{Asked, Traits};
use super::{Via, Weights};
use crate::analysis::{self, Dictionary, Word, is_filler};
use crate::numbers::real;
use crate::vocabulary::{Lexicon, Link};
use std::collections::{BTreeMap, HashMap};

/// Characters of a question that are read; more says nothing more.
const CHARACTERS: usize = 8_000;
/// Different terms of the question itself that are looked up.
const DIRECT_TERMS: usize = 96;
/// Different terms that the vocabulary and the table may add.
const ADDED_TERMS: usize = 48;

/// Below this a learned translation is a guess: among the names of the sample region and of the shipped glossary `시험기` leads to
/// "tester" with 0.22 and `전자` to "electron" with 0.21, while `엘리베이터` leads to "data" with 0.12 and `피아노` to "anodis" with
/// 0.08.
const SURE: f64 = 0.2;
/// From here on a learned translation counts whole and needs no help.
const KNOWN: f64 = 0.5;
/// Pairs of neighbouring terms that are looked at.
const NEIGHBOURS: usize = 40;

/// A question taken apart.
pub(crate) struct Plan {
    pub(crate) words: Vec<Word>,
    pub(crate) terms: Vec<Planned>,
    pub(crate) vias: Vec<Via>,
    /// How sure the ways are that were learned or heard, by place in `vias`.
    sure: BTreeMap<usize, f64>,
    /// Places of terms of the question itself that follow one another.
    pub(crate) neighbours: Vec<[usize; 2]>,
}

/// One term to look up.
#[derive(Debug, Clone)]
pub(crate) struct Planned {
    pub(crate) text: String,
    pub(crate) weight: f64,
    /// Place of the word it stands for; `None` for words from the best hits.
    pub(crate) word: Option<usize>,
    /// Place in [`Plan::vias`]; 0 is direct.
    pub(crate) via: usize,
    /// How much it says for what it is, 1 as usual; set by scoring.
    pub(crate) importance: f64,
    /// What the question says of it; only for terms of the question itself.
    pub(crate) asked: Option<Asked>,
    /// What its importance was worked out from; set by scoring.
    pub(crate) traits: Option<Traits>,
    /// How rare it is among what the viewer may see; set by scoring.
    pub(crate) idf: f64,
    /// Visible documents that have it; set by scoring.
    pub(crate) documents: usize,
    /// The most that it brings to a document, over what it says; set in large catalogues only.
    pub(crate) highest: f64,
}

impl Plan {
    pub(crate) fn new(
        text: &str,
        lexicon: &Lexicon,
        weights: &Weights,
        dictionary: Option<&Dictionary>,
    ) -> Self {
        let end = text.char_indices().nth(CHARACTERS).map_or(text.len(), |(at, _)| at);
        let words = analysis::words(text.get(..end).unwrap_or_default());
        let (terms, vias, sure) = (Vec::new(), vec![Via::Direct], BTreeMap::new());
        let mut plan = Self { words, terms, vias, sure, neighbours: Vec::new() };
        let mut known: HashMap<String, usize> = HashMap::new();
        let mut before: Option<usize> = None;
        for (place, word) in plan.words.iter().enumerate() {
            let weight = if word.weak { weights.weak } else { 1.0 };
            for term in &word.terms {
                // A term said twice counts once: long texts repeat themselves.
                if let Some(asked) = known.get(term).and_then(|at| plan.terms.get_mut(*at)?.asked.as_mut()) {
                    asked.repeats += 1;
                } else if plan.terms.len() < DIRECT_TERMS {
                    known.insert(term.clone(), plan.terms.len());
                    let mut planned = Planned::new(term.clone(), weight, Some(place), 0);
                    let capitals = word.surface.chars().skip(1).any(char::is_uppercase);
                    let joined = word.terms.len() > 1;
                    let place = plan.terms.len();
                    planned.asked =
                        Some(Asked { terms: 0, repeats: 0, weak: word.weak, capitals, joined, place });
                    plan.terms.push(planned);
                }
                let this = known.get(term).copied();
                if let (Some(before), Some(this)) = (before, this)
                    && before != this
                    && plan.neighbours.len() < NEIGHBOURS
                {
                    plan.neighbours.push([before, this]);
                }
                before = this;
            }
            for term in dictionary.map(|own| own.terms(&word.surface)).unwrap_or_default() {
                if plan.terms.len() < DIRECT_TERMS && !known.contains_key(&term) {
                    known.insert(term.clone(), plan.terms.len());
                    plan.terms.push(Planned::new(term, weight * weights.morphemes, Some(place), 0));
                }
            }
        }
        let direct = plan.terms.len();
        plan.terms.iter_mut().filter_map(|term| term.asked.as_mut()).for_each(|asked| asked.terms = direct);
        for expansion in lexicon.expand(&plan.words) {
            let (from, to) = (expansion.from, expansion.to);
            let (via, strength) = match expansion.link {
                Link::Synonym => (Via::Synonym { from, to }, weights.synonym),
                Link::Translation => (Via::Translation { from, to }, weights.translation),
                Link::Solution => (Via::Solution { from, to }, weights.solution),
            };
            let via_place = plan.vias.len();
            plan.vias.push(via);
            plan.sure.extend(expansion.sure.map(|sure| (via_place, sure)));
            for (term, weight) in expansion.terms {
                match known.get(&term).copied() {
                    Some(place) if place < direct => {}
                    Some(place) => {
                        if let Some(planned) = plan.terms.get_mut(place) {
                            planned.weight = planned.weight.max(weight * strength);
                        }
                    }
                    None if plan.terms.len() - direct < ADDED_TERMS => {
                        known.insert(term.clone(), plan.terms.len());
                        plan.terms.push(Planned::new(
                            term,
                            weight * strength,
                            Some(expansion.word),
                            via_place,
                        ));
                    }
                    None => {}
                }
            }
        }
        plan
    }

    /// How far the way at `via` counts as an answer, 0 to 1: one that was learned or heard as far as it is sure, everything
    /// else whole.
    pub(crate) fn sure(&self, via: usize) -> f64 {
        self.sure.get(&via).map_or(1.0, |sure| (sure / KNOWN).min(1.0))
    }

    /// Whether the way at `via` was learned and is more likely wrong than right.
    pub(crate) fn is_guess(&self, via: usize) -> bool {
        self.sure.get(&via).is_some_and(|sure| *sure < SURE)
    }

    /// How rare the term at `place` may count: another way to say a word is no rarer than the word.
    ///
    /// Else a rare name for a thing would weigh more than the thing's usual name, which the reader wrote.
    pub(crate) fn rarest(&self, place: usize) -> f64 {
        let Some(term) = self.terms.get(place).filter(|term| term.via > 0) else { return f64::INFINITY };
        let of_word = self.terms.iter().filter(|t| t.via == 0 && t.word.is_some() && t.word == term.word);
        of_word.map(|t| t.idf).reduce(f64::max).unwrap_or(f64::INFINITY)
    }

    /// Weighs another way to say a word in the same language, and what it leads to, less the more documents have the word.
    ///
    /// Where many records speak the reader's own words, other words bring more noise than finds.
    pub(crate) fn make_way(&mut self, place: usize, weights: &Weights) {
        let Some((via, Some(word))) = self.terms.get(place).map(|term| (term.via, term.word)) else { return };
        let Some(Via::Synonym { from, .. } | Via::Solution { from, .. }) = self.vias.get(via) else { return };
        let span = word..word + from.split(' ').count();
        let direct = self.terms.iter().filter(|t| t.via == 0 && t.word.is_some_and(|w| span.contains(&w)));
        let found = real(direct.map(|t| t.documents).min().unwrap_or_default());
        if let Some(term) = self.terms.get_mut(place) {
            term.weight *= weights.enough / (weights.enough + found);
        }
    }

    /// Whether the glossary knows the word at `place` as a whole, or the learned table is sure of it.
    pub(crate) fn is_known(&self, place: usize) -> bool {
        let whole = self.words.get(place).map(|word| word.surface.as_str());
        self.terms.iter().filter(|term| term.word == Some(place)).any(|term| match self.vias.get(term.via) {
            Some(Via::Synonym { from, .. } | Via::Translation { from, .. }) => {
                Some(from.as_str()) == whole && self.sure(term.via) >= 1.0
            }
            _ => false,
        })
    }

    /// Adds the English word that a word sounds like; one that was guessed already weighs at least as much.
    pub(crate) fn add_heard(&mut self, word: usize, via: Via, (weight, sure): (f64, f64)) {
        let Via::Sound { to, .. } = &via else { return };
        let known = self.terms.iter().position(|term| term.text == *to);
        let place = self.vias.len();
        match known.and_then(|known| self.terms.get_mut(known)) {
            Some(term) if term.via > 0 && term.weight < weight => (term.weight, term.via) = (weight, place),
            Some(_) => return,
            None => self.terms.push(Planned::new(to.clone(), weight, Some(word), place)),
        }
        self.sure.insert(place, sure);
        self.vias.push(via);
    }

    /// Adds corrected spellings of a word.
    pub(crate) fn add_correction(&mut self, word: usize, to: String, weight: f64) {
        let terms = analysis::terms(&to);
        let from = self.words.get(word).map(|w| w.surface.clone()).unwrap_or_default();
        let via = self.vias.len();
        self.vias.push(Via::Fuzzy { from, to });
        for term in terms {
            if !self.terms.iter().any(|t| t.text == term) {
                self.terms.push(Planned::new(term, weight, Some(word), via));
            }
        }
    }

    /// Places of words that nothing visible speaks to, without those that only make a sentence.
    pub(crate) fn unmatched(&self) -> Vec<usize> {
        let silent = |place: &usize| {
            let of_word = || self.terms.iter().filter(|t| t.word == Some(*place));
            let (mut direct, mut found, mut other) = (0_usize, 0_usize, false);
            for term in of_word() {
                if term.via == 0 {
                    direct += 1;
                    found += usize::from(term.documents > 0);
                } else {
                    other |= term.documents > 0;
                }
            }
            direct > 0 && !other && found * 2 < direct
        };
        let asked =
            self.words.iter().enumerate().filter(|(_, word)| !word.asking && !is_filler(&word.surface));
        asked.map(|(place, _)| place).filter(silent).collect()
    }

    /// Whether the question is written in Latin letters.
    pub(crate) fn is_latin(&self) -> bool {
        let latin = self.terms.iter().filter(|t| t.via == 0 && t.text.is_ascii()).count();
        latin * 4 >= self.terms.iter().filter(|t| t.via == 0).count() * 3
    }
}

impl Planned {
    pub(crate) fn new(text: String, weight: f64, word: Option<usize>, via: usize) -> Self {
        let (asked, traits) = (None, None);
        Self { text, weight, word, via, importance: 1.0, asked, traits, idf: 0.0, documents: 0, highest: 0.0 }
    }

    /// What counts of it besides its rarity.
    pub(crate) fn says(&self) -> f64 {
        self.weight * self.importance
    }

    /// How soon repeats of this term stop counting.
    pub(crate) fn k1(&self, weights: &Weights) -> f64 {
        if self.text.is_ascii() { weights.k1 } else { weights.k1_pairs }
    }
}

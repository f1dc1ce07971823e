//! Which pairs are worth comparing: records that share something rare.

use super::record::{Corpus, FieldKind, Ready};
use crate::numbers::{at, number};
use std::collections::HashMap;

/// Blocks with more records than this say too little to compare within.
const LARGEST: usize = 64;
/// Partners of one record that are compared.
const PARTNERS: usize = 14;
/// Below this many pairs everything is compared with everything.
const ALL_PAIRS: usize = 20_000;
/// The rarest trigrams and terms of one value that make keys.
const RAREST: usize = 8;

/// What two records may share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Key {
    Code(u32),
    Concept(u32),
    Value(usize, u32),
    Term(usize, u32),
    Trigram(usize, u32),
}

/// Records by what they share.
#[derive(Debug, Clone, Default)]
pub(super) struct Blocks {
    records: HashMap<Key, Vec<u32>>,
    count: usize,
}

impl Blocks {
    pub(super) fn new(corpus: &Corpus) -> Self {
        let mut records: HashMap<Key, Vec<u32>> = HashMap::new();
        for (place, ready) in corpus.ready.iter().enumerate() {
            for key in keys(corpus, ready) {
                let block = records.entry(key).or_default();
                // One more than the most marks a block as too large without keeping everybody.
                if block.len() <= LARGEST {
                    block.push(number(place));
                }
            }
        }
        // A model that many have is still a model; a word that many have says nothing.
        records.retain(|key, block| matches!(key, Key::Code(_)) || block.len() <= LARGEST);
        Self { records, count: corpus.len() }
    }

    /// The records that share the rarest things with `ready`, best first, at most `most`.
    pub(super) fn partners(&self, corpus: &Corpus, ready: &Ready, most: usize) -> Vec<usize> {
        let mut shared: HashMap<u32, f64> = HashMap::new();
        for key in keys(corpus, ready) {
            let Some(block) = self.records.get(&key) else { continue };
            let tells = (crate::numbers::real(self.count + 1) / crate::numbers::real(block.len() + 1)).ln();
            let tells = match key {
                Key::Code(_) | Key::Value(..) => tells * 4.0,
                Key::Concept(_) | Key::Term(..) => tells,
                Key::Trigram(..) => tells * 0.4,
            };
            for record in block {
                *shared.entry(*record).or_insert(0.0) += tells;
            }
        }
        let mut found: Vec<(u32, f64)> = shared.into_iter().collect();
        found.sort_by(|l, r| r.1.total_cmp(&l.1).then(l.0.cmp(&r.0)));
        found.into_iter().take(most).map(|(record, _)| at(record)).collect()
    }

    /// Pairs worth comparing, the lower place first, in order. With `sides` only pairs of two different sides.
    pub(super) fn pairs(&self, corpus: &Corpus, sides: Option<&[bool]>) -> Vec<(usize, usize)> {
        let apart = |l: usize, r: usize| sides.is_none_or(|sides| sides.get(l) != sides.get(r));
        let count = corpus.len();
        let mut pairs = Vec::new();
        if count * count.saturating_sub(1) / 2 <= ALL_PAIRS {
            for left in 0..count {
                pairs
                    .extend((left + 1..count).filter(|right| apart(left, *right)).map(|right| (left, right)));
            }
            return pairs;
        }
        for (place, ready) in corpus.ready.iter().enumerate() {
            // The record is its own best partner, and with sides half of the partners are on its own.
            let partners =
                self.partners(corpus, ready, if sides.is_some() { 3 * PARTNERS } else { PARTNERS + 1 });
            let others = partners.into_iter().filter(|other| *other != place && apart(place, *other));
            pairs.extend(others.take(PARTNERS).map(|other| (place.min(other), place.max(other))));
        }
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }
}

fn keys(corpus: &Corpus, ready: &Ready) -> Vec<Key> {
    let mut keys: Vec<Key> = ready.codes.iter().map(|(id, _)| Key::Code(*id)).collect();
    keys.extend(ready.concepts.weights.iter().map(|(id, _)| Key::Concept(*id)));
    for (place, (field, value)) in corpus.schema.fields.iter().zip(&ready.values).enumerate() {
        let Some(value) = value else { continue };
        match field.kind {
            FieldKind::Identifier => keys.push(Key::Value(place, value.value)),
            FieldKind::Name => {
                keys.push(Key::Value(place, value.value));
                keys.extend(rarest(&value.terms.weights).map(|id| Key::Term(place, id)));
                keys.extend(rarest(&value.trigrams.weights).map(|id| Key::Trigram(place, id)));
            }
            FieldKind::Text => keys.extend(rarest(&value.terms.weights).map(|id| Key::Term(place, id))),
            FieldKind::Code
            | FieldKind::Number
            | FieldKind::Year
            | FieldKind::Category
            | FieldKind::People => {}
        }
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

fn rarest(weights: &[(u32, f64)]) -> impl Iterator<Item = u32> {
    let mut weights = weights.to_vec();
    weights.sort_by(|l, r| r.1.total_cmp(&l.1).then(l.0.cmp(&r.0)));
    weights.into_iter().take(RAREST).map(|(id, _)| id)
}

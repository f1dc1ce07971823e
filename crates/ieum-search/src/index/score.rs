//! The sum over terms: each posting list is read once, into one number a document.

use super::bits::Bits;
use super::importance::{Spread, Traits, importance};
use super::plan::{Plan, Planned};
use super::snapshot::Snapshot;
use super::{FieldName, IndexError, Weights};
use crate::numbers::{at, real};
use tantivy::schema::IndexRecordOption;

/// Reusable arrays, one place a document.
#[derive(Default)]
pub(crate) struct Scratch {
    /// Weighted frequency of the current term.
    sums: Vec<f64>,
    /// Text score so far.
    pub(crate) scores: Vec<f64>,
    /// Documents with a score.
    pub(crate) matched: Vec<u32>,
    touched: Vec<u32>,
    names: Vec<(u32, f64)>,
}

impl Scratch {
    /// Makes room for `documents` and forgets the last question.
    pub(crate) fn prepare(&mut self, documents: u32) {
        for doc in self.matched.drain(..) {
            if let Some(score) = self.scores.get_mut(at(doc)) {
                *score = 0.0;
            }
        }
        self.scores.resize(at(documents), 0.0);
        self.sums.resize(at(documents), 0.0);
    }

    pub(crate) fn score(&self, doc: u32) -> f64 {
        self.scores.get(at(doc)).copied().unwrap_or_default()
    }

    /// The `most` documents with the highest scores, in no order.
    pub(crate) fn best(&self, most: usize) -> Vec<(f64, u32)> {
        if most == 0 {
            return Vec::new();
        }
        let order = |a: &(f64, u32), b: &(f64, u32)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
        let (mut best, mut least) = (Vec::with_capacity(most * 4), f64::NEG_INFINITY);
        for doc in &self.matched {
            let score = self.score(*doc);
            if score < least {
                continue;
            }
            best.push((score, *doc));
            // What falls behind so many others never comes back: the rest need not be sorted with them.
            if best.len() == most * 4 {
                best.select_nth_unstable_by(most - 1, order);
                best.truncate(most);
                least = best.last().map_or(least, |(score, _)| *score);
            }
        }
        if best.len() > most {
            best.select_nth_unstable_by(most - 1, order);
            best.truncate(most);
        }
        best
    }
}

/// Adds the score of the terms from place `first` on to every visible document, and notes how rare each term is.
pub(crate) fn add(
    snapshot: &Snapshot,
    weights: &Weights,
    visible: &Bits,
    (plan, first): (&mut Plan, usize),
    scratch: &mut Scratch,
) -> Result<(), IndexError> {
    let all = visible.len();
    for place in first..plan.terms.len() {
        let most = plan.rarest(place);
        plan.make_way(place, weights);
        let Some(term) = plan.terms.get_mut(place).filter(|term| term.weight > 0.0) else { continue };
        add_term(snapshot, weights, (visible, all), (term, most), scratch)?;
    }
    Ok(())
}

fn add_term(
    snapshot: &Snapshot,
    weights: &Weights,
    (visible, all): (&Bits, usize),
    (term, most): (&mut Planned, f64),
    scratch: &mut Scratch,
) -> Result<(), IndexError> {
    let Scratch { sums, scores, matched, touched, names } = scratch;
    touched.clear();
    names.clear();
    let mut occurrences = 0.0;
    for segment in &snapshot.segments {
        for part in &segment.texts {
            let Some(info) = part.index.terms().get(term.text.as_bytes())? else { continue };
            let mut postings =
                part.index.read_block_postings_from_terminfo(&info, IndexRecordOption::WithFreqs)?;
            while postings.block_len() > 0 {
                for (local, frequency) in postings.docs().iter().zip(postings.freqs()) {
                    let doc = segment.base + local;
                    if !visible.contains(doc) {
                        continue;
                    }
                    let Some(sum) = sums.get_mut(at(doc)) else { continue };
                    if *sum == 0.0 {
                        touched.push(doc);
                    }
                    let amount = f64::from(*frequency) * part.factor(*local);
                    *sum += amount;
                    occurrences += f64::from(*frequency);
                    if part.name == FieldName::Name {
                        names.push((doc, amount));
                    }
                }
                postings.advance();
            }
        }
    }
    term.documents = touched.len();
    term.idf = rarity(real(all), touched.len()).min(most);
    // The model was learned from English; pairs of syllables count as they are.
    if let Some(asked) = term.asked.filter(|_| term.text.is_ascii()) {
        let spread =
            Spread { all, documents: touched.len(), names: names.len(), occurrences, rarity: term.idf };
        let traits = Traits::new(&term.text, asked, spread);
        term.importance = 1.0 + weights.importance * (importance(&traits, asked.terms) - 1.0);
        term.traits = Some(traits);
    }
    let (strength, k1) = (term.says() * term.idf, term.k1(weights));
    for doc in touched.iter() {
        let (Some(sum), Some(score)) = (sums.get_mut(at(*doc)), scores.get_mut(at(*doc))) else { continue };
        if *score == 0.0 {
            matched.push(*doc);
        }
        *score += strength * saturate(*sum, k1);
        *sum = 0.0;
    }
    if weights.name_share > 0.0 {
        for (doc, amount) in names.iter() {
            if let Some(score) = scores.get_mut(at(*doc)) {
                *score += strength * name_part(*amount, k1, weights);
            }
        }
    }
    Ok(())
}

/// How rare a term is: `ln(1 + (N − n + ½) / (n + ½))` (Robertson and Spärck Jones, never negative as in Lucene).
pub(crate) fn rarity(all: f64, having: usize) -> f64 {
    let having = real(having);
    (1.0 + (all - having + 0.5).max(0.0) / (having + 0.5)).ln()
}

/// A weighted frequency after saturation.
pub(crate) fn saturate(sum: f64, k1: f64) -> f64 {
    (k1 + 1.0) * sum / (k1 + sum)
}

/// What a name adds beside its part in the sum; `amount` is its weighted frequency there.
pub(crate) fn name_part(amount: f64, k1: f64, weights: &Weights) -> f64 {
    let [name, ..] = weights.field;
    if name > 0.0 { weights.name_share * saturate(amount / name, k1) } else { 0.0 }
}

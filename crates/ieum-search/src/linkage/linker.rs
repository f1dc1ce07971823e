//! The judge of pairs: what every field says, the probability, and the band.

use super::blocking::Blocks;
use super::compare::{Comparison, compare};
use super::em::{Part, Weights, level, parts};
use super::logistic::{self, Trained};
use super::record::{Corpus, FieldKind, Ready, Record};
use serde::Serialize;

/// Decisions of people from which the regression is trained.
pub const ENOUGH_LABELS: usize = 100;
/// Without labels: from this probability on two records are called the same.
const SAME: f64 = 0.98;
/// Without labels: below this probability two records are called different.
const LOOK: f64 = 0.10;
/// With labels: how much below the threshold is still worth a look, as a share of it.
const LOOK_SHARE: f64 = 0.25;
/// Fewer records than this teach nothing: a handful of lucky pairs would pass for the rule.
const ENOUGH_RECORDS: usize = 50;

/// What to do with a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Band {
    /// One thing.
    Same,
    /// Somebody should look.
    Look,
    /// Two things.
    Different,
}

/// How one field of a pair agrees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Agreement {
    /// The same, but for spelling.
    Same,
    /// Nearly the same.
    Nearly,
    /// Alike.
    Alike,
    /// A little alike.
    Little,
    /// Nothing in common.
    Apart,
    /// One of the two says nothing.
    Unknown,
}

impl Agreement {
    fn of(level: usize) -> Self {
        match level {
            0 => Self::Same,
            1 => Self::Nearly,
            2 => Self::Alike,
            3 => Self::Little,
            _ => Self::Apart,
        }
    }
}

/// What one field says about a pair.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reason {
    /// The field; `codes` are model codes found in texts, `concepts` what the glossary calls the names.
    pub field: String,
    /// How it agrees.
    pub agreement: Agreement,
    /// From 0 to 1; `None` when unknown.
    pub likeness: Option<f64>,
    /// What that says for the same thing, in bits; below 0 against it; 0 where another field speaks for this one.
    pub bits: f64,
}

/// A judged pair.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Judged {
    /// The place of one record; the count of all records for one that is not of the corpus.
    pub left: usize,
    /// The place of the other.
    pub right: usize,
    /// That they are one thing, from 0 to 1.
    pub probability: f64,
    /// All that the fields say, in bits.
    pub bits: f64,
    /// What names and descriptions say for the same kind of thing, in bits, whatever model it is. Names that differ say
    /// nothing against it: two people name one kind of instrument in two ways.
    pub kin_bits: f64,
    /// The model of one is the model of the other, or stands in its texts.
    pub same_model: bool,
    /// What to do.
    pub band: Band,
    /// What every part says, the heaviest first.
    pub reasons: Vec<Reason>,
}

impl Judged {
    /// How much the pair deserves a look before buying: the same model first, then the same kind of thing.
    pub fn screening(&self) -> f64 {
        let model: f64 = self
            .reasons
            .iter()
            .filter(|r| r.field == "codes" || r.field == "model")
            .map(|r| r.bits.max(0.0))
            .sum();
        self.kin_bits + model + if self.same_model { 20.0 } else { 0.0 }
    }
}

/// What somebody decided about a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Label {
    /// The place of one record.
    pub left: usize,
    /// The place of the other.
    pub right: usize,
    /// Whether they are one thing.
    pub same: bool,
}

/// The judge.
#[derive(Debug, Clone)]
pub struct Linker {
    corpus: Corpus,
    parts: Vec<Part>,
    blocks: Blocks,
    weights: Weights,
    trained: Option<Trained>,
}

impl Linker {
    /// A judge that holds the opinion it was shipped with.
    pub fn new(corpus: Corpus) -> Self {
        let parts = parts(&corpus.schema.fields);
        let weights = Weights::before(&parts, &corpus.collisions());
        Self { blocks: Blocks::new(&corpus), corpus, parts, weights, trained: None }
    }

    /// The records.
    pub fn corpus(&self) -> &Corpus {
        &self.corpus
    }

    /// The weights as they are.
    pub fn weights(&self) -> &Weights {
        &self.weights
    }

    /// Whether a regression judges.
    pub fn is_trained(&self) -> bool {
        self.trained.is_some()
    }

    /// Pairs worth comparing, the lower place first, in order; with `sides` only pairs of two different sides.
    pub fn pairs(&self, sides: Option<&[bool]>) -> Vec<(usize, usize)> {
        self.blocks.pairs(&self.corpus, sides)
    }

    /// Learns Fellegi and Sunter's weights from candidate pairs, without labels. Of fewer than 50 records nothing is learned.
    pub fn learn(&mut self, pairs: &[(usize, usize)]) {
        if self.corpus.len() < ENOUGH_RECORDS {
            return;
        }
        let compared: Vec<Comparison> = pairs.iter().filter_map(|(l, r)| self.compare(*l, *r)).collect();
        self.weights.learn(&self.parts, &compared);
    }

    /// Trains the regression from decisions of people; false, and the untrained judge judges on, with fewer than
    /// [`ENOUGH_LABELS`] or fewer than twenty of either kind.
    ///
    /// The probability from which a pair is the same is found on `held`, or where that is empty on each fifth of the labels
    /// in turn by a judge trained on the other four.
    pub fn train(&mut self, labels: &[Label], held: &[Label]) -> bool {
        self.trained = None;
        if labels.len() < ENOUGH_LABELS {
            return false;
        }
        let (rows, same) = self.rows(labels);
        let fitted = if held.is_empty() {
            Trained::fit(&rows, &same)
        } else {
            let (held_rows, held_same) = self.rows(held);
            Trained::fit_held(&rows, &same, &held_rows, &held_same)
        };
        let trained = fitted.is_some();
        self.trained = fitted;
        trained
    }

    fn rows(&self, labels: &[Label]) -> (Vec<Vec<f64>>, Vec<bool>) {
        let known = labels.iter().filter_map(|label| {
            let compared = self.compare(label.left, label.right)?;
            let bits: f64 = self.weights.judge(&self.parts, &compared).0.iter().sum();
            Some((logistic::columns(&compared.figures, bits), label.same))
        });
        known.unzip()
    }

    fn compare(&self, left: usize, right: usize) -> Option<Comparison> {
        Some(compare(&self.corpus, self.corpus.ready.get(left)?, self.corpus.ready.get(right)?))
    }

    /// Judges two records of the corpus.
    pub fn judge(&self, left: usize, right: usize) -> Option<Judged> {
        Some(self.judged(left, right, &self.compare(left, right)?))
    }

    /// Judges a record that is not of the corpus against those that share the rarest things with it, best first by
    /// [`Judged::screening`].
    pub fn against(&self, record: &Record, most: usize) -> Vec<Judged> {
        let outside: Ready = self.corpus.outside(record);
        let partners = self.blocks.partners(&self.corpus, &outside, most);
        let mut found: Vec<Judged> = partners
            .into_iter()
            .filter_map(|right| {
                let compared = compare(&self.corpus, &outside, self.corpus.ready.get(right)?);
                Some(self.judged(self.corpus.len(), right, &compared))
            })
            .collect();
        found.sort_by(|l, r| r.screening().total_cmp(&l.screening()).then(l.right.cmp(&r.right)));
        found
    }

    fn judged(&self, left: usize, right: usize, compared: &Comparison) -> Judged {
        let (bits, by_weights) = self.weights.judge(&self.parts, compared);
        let probability = match &self.trained {
            Some(trained) => trained.probability(&logistic::columns(&compared.figures, bits.iter().sum())),
            None => by_weights,
        };
        let names =
            self.corpus.schema.fields.iter().map(|field| field.name.as_str()).chain(["codes", "concepts"]);
        let mut reasons = Vec::with_capacity(bits.len());
        let mut kin_bits = 0.0;
        for (((name, part), field), bits) in names.zip(&self.parts).zip(&compared.fields).zip(&bits) {
            let agreement = field.likeness.map(|likeness| Agreement::of(level(*part, likeness)));
            match part {
                Part::Field(FieldKind::Name) | Part::Concepts => kin_bits += bits.max(0.0),
                Part::Field(FieldKind::Text) => kin_bits += bits,
                _ => {}
            }
            reasons.push(Reason {
                field: name.to_owned(),
                agreement: agreement.unwrap_or(Agreement::Unknown),
                likeness: field.likeness,
                bits: *bits,
            });
        }
        reasons.sort_by(|l, r| r.bits.abs().total_cmp(&l.bits.abs()));
        let band = self.band(probability);
        let bits = bits.iter().sum();
        Judged { left, right, probability, bits, kin_bits, same_model: compared.same_model, band, reasons }
    }

    fn band(&self, probability: f64) -> Band {
        let (same, look) = match &self.trained {
            Some(trained) => (trained.threshold, trained.threshold * LOOK_SHARE),
            None => (SAME, LOOK),
        };
        if probability >= same {
            Band::Same
        } else if probability >= look {
            Band::Look
        } else {
            Band::Different
        }
    }
}

/// Keeps each record's best partner only, for two lists that each name a thing once: pairs are taken from the most probable
/// down, and a record that has its partner takes no other. Ties go to the pair that comes first.
pub fn one_to_one(pairs: &mut Vec<Judged>) {
    pairs.sort_by(|l, r| {
        let order = r.probability.total_cmp(&l.probability).then(r.bits.total_cmp(&l.bits));
        order.then((l.left, l.right).cmp(&(r.left, r.right)))
    });
    let mut left_taken = std::collections::BTreeSet::new();
    let mut right_taken = std::collections::BTreeSet::new();
    pairs.retain(|pair| {
        let free = !left_taken.contains(&pair.left) && !right_taken.contains(&pair.right);
        if free {
            left_taken.insert(pair.left);
            right_taken.insert(pair.right);
        }
        free
    });
}

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
        let mut front = Front::new(most);
        self.matched.iter().for_each(|doc| front.push(self.score(*doc), *doc));
        front.done()
    }

    /// How many documents and names were gathered.
    pub(crate) fn gathered(&self) -> (usize, usize) {
        (self.touched.len(), self.names.len())
    }

    /// Notes how often a document has the term that is looked at, weighed.
    pub(crate) fn note(&mut self, doc: u32, amount: f64, is_name: bool) {
        let Some(sum) = self.sums.get_mut(at(doc)) else { return };
        if *sum == 0.0 {
            self.touched.push(doc);
        }
        *sum += amount;
        if is_name {
            self.names.push((doc, amount));
        }
    }

    /// The most that was gathered of one document, and of one name.
    pub(crate) fn most_gathered(&self) -> (f64, f64) {
        let sums = self.touched.iter().filter_map(|doc| self.sums.get(at(*doc)));
        let names = self.names.iter().map(|(_, amount)| *amount);
        (sums.copied().fold(0.0, f64::max), names.fold(0.0, f64::max))
    }

    /// Forgets what was gathered.
    pub(crate) fn forget(&mut self) {
        self.names.clear();
        for doc in self.touched.drain(..) {
            if let Some(sum) = self.sums.get_mut(at(doc)) {
                *sum = 0.0;
            }
        }
    }

    /// Adds to the score of a document.
    pub(crate) fn add(&mut self, doc: u32, amount: f64) {
        if let Some(score) = self.scores.get_mut(at(doc)) {
            if *score == 0.0 {
                self.matched.push(doc);
            }
            *score += amount;
        }
    }
}

/// The best of many, as they come.
pub(crate) struct Front {
    most: usize,
    best: Vec<(f64, u32)>,
    least: f64,
}

impl Front {
    pub(crate) fn new(most: usize) -> Self {
        let least = if most > 0 { f64::NEG_INFINITY } else { f64::INFINITY };
        Self { most, best: Vec::with_capacity(most.min(1_000) * 4), least }
    }

    pub(crate) fn push(&mut self, score: f64, doc: u32) {
        if score < self.least {
            return;
        }
        self.best.push((score, doc));
        // What falls behind so many others never comes back: the rest need not be sorted with them.
        if self.best.len() >= self.most.saturating_mul(4) {
            self.cut();
            self.least = self.best.iter().map(|(score, _)| *score).fold(f64::INFINITY, f64::min);
        }
    }

    /// A score below which nothing is kept any more.
    pub(crate) fn least(&self) -> f64 {
        self.least
    }

    fn cut(&mut self) {
        if self.best.len() > self.most {
            self.best.select_nth_unstable_by(self.most.saturating_sub(1), best_first);
            self.best.truncate(self.most);
        }
    }

    /// The best, in no order.
    pub(crate) fn done(mut self) -> Vec<(f64, u32)> {
        self.cut();
        self.best
    }
}

/// Higher scores first, then earlier documents.
pub(crate) fn best_first(a: &(f64, u32), b: &(f64, u32)) -> std::cmp::Ordering {
    b.0.total_cmp(&a.0).then(a.1.cmp(&b.1))
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
        let occurrences = scratch.gather(snapshot, visible, &term.text)?;
        let (documents, names) = (scratch.touched.len(), scratch.names.len());
        settle(term, most, weights, Spread { all, documents, names, occurrences, rarity: 0.0 });
        scratch.apply(term, weights);
    }
    Ok(())
}

/// Notes how rare a term is, no rarer than `most`, and how much it says.
pub(crate) fn settle(term: &mut Planned, most: f64, weights: &Weights, spread: Spread) {
    term.documents = spread.documents;
    term.idf = rarity(real(spread.all), spread.documents).min(most);
    // The model was learned from English; pairs of syllables count as they are.
    if let Some(asked) = term.asked.filter(|_| term.text.is_ascii()) {
        let traits = Traits::new(&term.text, asked, Spread { rarity: term.idf, ..spread });
        term.importance = 1.0 + weights.importance * (importance(&traits, asked.terms) - 1.0);
        term.traits = Some(traits);
    }
}

impl Scratch {
    /// Reads where `text` occurs in visible documents; returns how often.
    pub(crate) fn gather(
        &mut self,
        snapshot: &Snapshot,
        visible: &Bits,
        text: &str,
    ) -> Result<f64, IndexError> {
        let Self { sums, touched, names, .. } = self;
        touched.clear();
        names.clear();
        let mut occurrences = 0_u64;
        for segment in &snapshot.segments {
            for part in &segment.texts {
                let Some(info) = part.index.terms().get(text.as_bytes())? else { continue };
                let mut postings =
                    part.index.read_block_postings_from_terminfo(&info, IndexRecordOption::WithFreqs)?;
                let is_name = part.name == FieldName::Name;
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
                        occurrences += u64::from(*frequency);
                        if is_name {
                            names.push((doc, amount));
                        }
                    }
                    postings.advance();
                }
            }
        }
        Ok(real(usize::try_from(occurrences).unwrap_or(usize::MAX)))
    }

    /// Adds what was gathered to the scores, for a term that has been settled.
    pub(crate) fn apply(&mut self, term: &Planned, weights: &Weights) {
        let Self { sums, scores, matched, touched, names } = self;
        let (strength, k1) = (term.says() * term.idf, term.k1(weights));
        for doc in touched.iter() {
            let (Some(sum), Some(score)) = (sums.get_mut(at(*doc)), scores.get_mut(at(*doc))) else {
                continue;
            };
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
    }
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

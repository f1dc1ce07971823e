//! What a question means beside its words: the share that the model's vectors have in the ranking.

use super::bits::Bits;
use super::plan::Plan;
use super::reasons::Parts;
use super::schema::Stored;
use super::score::Scratch;
use super::snapshot::{Snapshot, Viewer};
use super::{FieldName, Index, IndexError, Weights};
use crate::numbers::at;
use crate::semantic::{Meanings, Near, Rows, Vectors};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashSet};
use std::sync::{Arc, PoisonError};

/// Nearest documents that get a share.
const NEAREST: usize = 300;
/// Letters of each piece of a record whose meaning is taken.
const LETTERS: usize = 320;
/// Records from which on a spread of likeness says something.
const ENOUGH: usize = 8;

/// What a record says, in pieces: what it is and does, then what is told of it. The fields come in their order.
pub(crate) fn pieces<'t>(texts: impl Iterator<Item = (FieldName, &'t str)>) -> Vec<String> {
    let (mut what, mut told) = (String::new(), String::new());
    for (field, text) in texts {
        let piece = match field {
            FieldName::Name | FieldName::Alias | FieldName::Method | FieldName::TestItem => &mut what,
            FieldName::Description => &mut told,
            FieldName::Spec | FieldName::Organisation => continue,
        };
        if !piece.is_empty() {
            piece.push_str(". ");
        }
        piece.push_str(text.trim());
    }
    let cut = |text: String| text.chars().take(LETTERS).collect::<String>();
    [what, told].map(cut).into_iter().filter(|text| !text.trim().is_empty()).collect()
}

/// Tells what a record says from what others say; 0 for a record that says nothing.
pub(crate) fn mark(pieces: &[String]) -> u64 {
    if pieces.is_empty() {
        return 0;
    }
    let mut sum = Sha256::new();
    for piece in pieces {
        sum.update(piece.as_bytes());
        sum.update([0]);
    }
    sum.finalize().first_chunk::<8>().map_or(1, |bytes| u64::from_le_bytes(*bytes).max(1))
}

/// Where the vectors of each document are.
#[derive(Default)]
pub(crate) struct Placed {
    /// Documents that have vectors, in order.
    rows: Vec<(u32, Rows)>,
    vectors: Option<Arc<Vectors>>,
}

impl Placed {
    pub(crate) fn new(marks: &[u64], vectors: Arc<Vectors>) -> Self {
        let placed = marks.iter().zip(0..).filter_map(|(mark, doc)| Some((doc, vectors.place(*mark)?)));
        let rows = placed.filter(|(_, rows)| rows.count > 0).collect();
        Self { rows, vectors: Some(vectors) }
    }
}

/// What meaning brings to the documents nearest to a question.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Meant {
    /// By document: amount, cosine, and the field that the nearest piece stands for.
    of: BTreeMap<u32, (f64, f64, FieldName)>,
    /// How much of the question the words covered when it was decided.
    pub(crate) covered: f64,
    /// How far the gate is open, 0 to 1.
    pub(crate) open: f64,
}

impl Meant {
    pub(crate) fn amount(&self, doc: u32) -> f64 {
        self.of.get(&doc).map_or(0.0, |(amount, _, _)| *amount)
    }

    pub(crate) fn of(&self, doc: u32) -> Option<(f64, f64, FieldName)> {
        self.of.get(&doc).copied()
    }

    pub(crate) fn docs(&self) -> impl Iterator<Item = u32> {
        self.of.keys().copied()
    }
}

/// How far the gate is open when the words cover so much of the question: not at all from `covered` on.
///
/// Where the best record speaks the question's own words, another way of likeness costs more than it brings.
fn gate(coverage: f64, weights: &Weights) -> f64 {
    let free = 1.0 - coverage.clamp(0.0, 1.0) / weights.meaning_covered.max(f64::MIN_POSITIVE);
    free.clamp(0.0, 1.0).powf(weights.meaning_power)
}

impl Index {
    /// Uses `meanings` from now on, or none. Vectors are made by [`Index::catch_up`].
    pub fn set_meanings(&self, meanings: Option<Arc<Meanings>>) {
        let snapshot = self.snapshot();
        snapshot.set_placed(match &meanings {
            Some(meanings) => Placed::new(&snapshot.marks, meanings.vectors()),
            None => Placed::default(),
        });
        *self.meanings.write().unwrap_or_else(PoisonError::into_inner) = meanings;
    }

    /// The meanings in use.
    pub fn meanings(&self) -> Option<Arc<Meanings>> {
        self.meanings.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Makes the vectors of at most `most` documents that have none yet; returns how many are left without.
    ///
    /// # Errors
    /// When the index files fail or the vectors cannot be written; what was made counts all the same.
    pub fn catch_up(&self, most: usize) -> Result<usize, IndexError> {
        let Some(meanings) = self.meanings() else { return Ok(0) };
        let snapshot = self.snapshot();
        let vectors = meanings.vectors();
        let mut wanted: Vec<(u32, u64)> = Vec::new();
        let mut seen = HashSet::new();
        for (mark, doc) in snapshot.marks.iter().zip(0_u32..) {
            if *mark != 0 && vectors.place(*mark).is_none() && seen.insert(*mark) {
                wanted.push((doc, *mark));
            }
        }
        let now = most.min(wanted.len());
        let mut texts = Vec::new();
        for (doc, mark) in wanted.iter().take(now) {
            texts.push((*mark, self.pieces_of(&snapshot, *doc)?));
        }
        if !texts.is_empty() && !meanings.learn(&texts) {
            return Ok(wanted.len());
        }
        let marks: HashSet<u64> = snapshot.marks.iter().copied().filter(|mark| *mark != 0).collect();
        let kept = meanings.keep(&marks, wanted.len() == now);
        // A commit may have come between; its snapshot is the one that counts.
        let snapshot = self.snapshot();
        snapshot.set_placed(Placed::new(&snapshot.marks, meanings.vectors()));
        kept?;
        Ok(wanted.len() - now)
    }

    fn pieces_of(&self, snapshot: &Snapshot, doc: u32) -> Result<Vec<String>, IndexError> {
        let Some(address) = snapshot.address(doc) else { return Ok(Vec::new()) };
        let stored: Stored = snapshot.searcher.doc(address)?;
        let texts = FieldName::ALL
            .into_iter()
            .flat_map(|name| stored.texts(self.fields.text(name)).map(move |text| (name, text)));
        Ok(pieces(texts))
    }

    /// What meaning brings to the documents that the viewer may see, nearest first; nothing when the words suffice, or without
    /// vectors.
    pub(super) fn mean(
        &self,
        snapshot: &Snapshot,
        (viewer, filtered): (&Viewer, Option<&Bits>),
        (text, plan): (&str, &Plan),
        scratch: &Scratch,
    ) -> Result<Meant, IndexError> {
        let placed = snapshot.placed();
        let (Some(meanings), Some(vectors)) = (self.meanings(), &placed.vectors) else {
            return Ok(Meant::default());
        };
        let passes = |doc: u32| filtered.is_none_or(|bits| bits.contains(doc));
        let best = scratch.matched.iter().copied().filter(|doc| passes(*doc));
        let best = best.max_by(|a, b| scratch.score(*a).total_cmp(&scratch.score(*b)).then(b.cmp(a)));
        let covered = match best {
            Some(best) => Parts::new(snapshot, plan, &self.weights, &[best])?.coverage(0, plan),
            None => 0.0,
        };
        let open = gate(covered, &self.weights);
        let shut = Meant { covered, ..Meant::default() };
        if open * self.weights.meaning <= 0.0 {
            return Ok(shut);
        }
        let Some(question) = meanings.question(text) else { return Ok(shut) };
        if viewer.count < ENOUGH {
            return Ok(shut);
        }
        let all = viewer.count == at(snapshot.documents);
        let seen = |doc: u32| all || viewer.visible.contains(doc);
        let near = vectors.near(&question, &placed.rows, (seen, passes));
        let Near { mut found, told: (mean, deviation), of: count } = near;
        if count < ENOUGH {
            return Ok(shut);
        }
        if found.len() > NEAREST {
            found.select_nth_unstable_by(NEAREST, |a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            found.truncate(NEAREST);
        }
        let whole: f64 = plan.terms.iter().filter(|t| t.via == 0).map(|t| t.says() * t.idf).sum();
        let weights = &self.weights;
        let mut of = BTreeMap::new();
        for (cosine, doc, piece) in found {
            let above = (cosine - mean) / deviation.max(1e-6) - weights.meaning_from;
            if above > 0.0 {
                let amount = weights.meaning * open * whole * above / 3.0;
                let field = if piece == 0 { FieldName::Name } else { FieldName::Description };
                of.insert(doc, (amount, cosine, field));
            }
        }
        Ok(Meant { of, covered, open })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gate_closes_where_words_suffice() {
        let weights = Weights::default();
        assert_eq!(gate(1.0, &weights), 0.0);
        assert_eq!(gate(weights.meaning_covered, &weights), 0.0);
        assert!((gate(0.0, &weights) - 1.0).abs() < 1e-12);
        assert!(gate(0.1, &weights) > gate(0.2, &weights));
    }

    #[test]
    fn what_a_record_says_is_marked() {
        let texts =
            [(FieldName::Name, "GC-MS"), (FieldName::Organisation, "A"), (FieldName::Description, "x")];
        let made = pieces(texts.into_iter());
        assert_eq!(made, ["GC-MS", "x"]);
        assert_ne!(mark(&made), mark(&["GC-MSx".to_owned()]));
        assert_eq!(mark(&[]), 0);
        let long = "가".repeat(1_000);
        assert_eq!(pieces([(FieldName::Name, long.as_str())].into_iter())[0].chars().count(), LETTERS);
    }
}

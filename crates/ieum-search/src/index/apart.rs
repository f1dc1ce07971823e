//! A question and documents taken apart: what each term brings to each document.

use super::importance::Traits;
use super::plan::Plan;
use super::reasons::Parts;
use super::{FieldName, Index, IndexError, Query, Reason, Via};
use serde::Serialize;
use std::sync::PoisonError;

/// A question taken apart, with some documents.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Apart {
    /// What was looked up, in order.
    pub terms: Vec<TermApart>,
    /// How much of the question words cover, by which meaning is let in.
    pub coverage: f64,
    /// How far meaning has a say beside words, 0 (not at all, or no model) to 1.
    pub meaning: f64,
    /// The documents asked for that the viewer may see, in the order asked for.
    pub documents: Vec<DocumentApart>,
}

/// One term of a question.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TermApart {
    /// As the index knows it.
    pub term: String,
    /// The word as the reader wrote it; empty for words taken from the best hits.
    pub word: String,
    /// How the word led to the term.
    pub via: Via,
    /// How much it counts for the way it came.
    pub weight: f64,
    /// How much it counts for what it is, 1 as usual.
    pub importance: f64,
    /// How rare it is among what the viewer may see; 0 when every document has it.
    pub rarity: f64,
    /// Visible documents that have it.
    pub documents: usize,
    /// What `importance` was worked out from; only for Latin words of the question itself.
    pub traits: Option<Traits>,
}

/// One document taken apart.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DocumentApart {
    /// The document's id.
    pub id: String,
    /// Text score: the sum of the parts.
    pub text: f64,
    /// What meaning brings to `text`, and the cosine between the question and the record; nothing when it is not near.
    pub meaning: Option<(f64, f64)>,
    /// What its facts multiply the text score by.
    pub facts: f64,
    /// The same by word and way, heaviest first, all of them.
    pub reasons: Vec<Reason>,
    /// What each term brings to each field, heaviest first.
    pub parts: Vec<TermPart>,
}

/// What one term brings to one field of one document.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TermPart {
    /// Place in [`Apart::terms`].
    pub term: usize,
    /// Where it was found.
    pub field: FieldName,
    /// Its part of the text score.
    pub amount: f64,
}

impl Index {
    /// Takes the scores of the documents `ids` for `query` apart. Documents that are not there or not visible are left
    /// out; filters and limits of the query do not count.
    ///
    /// # Errors
    /// As [`Index::search`].
    pub fn take_apart(&self, query: &Query, ids: &[&str]) -> Result<Apart, IndexError> {
        let snapshot = self.snapshot();
        let viewer = snapshot.viewer(&query.visibility)?;
        let visible = &viewer.visible;
        let mut plan = Plan::new(&query.text, &self.lexicon(), &self.weights, self.dictionary.as_deref());
        let mut scratch =
            self.scratch.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default();
        scratch.prepare(snapshot.documents);
        let scored = self.score(&snapshot, (&viewer, None), (&mut plan, ids.len()), &mut scratch);
        let meant =
            scored.and_then(|_| self.mean(&snapshot, (&viewer, None), (&query.text, &plan), &scratch));
        self.scratch.lock().unwrap_or_else(PoisonError::into_inner).push(scratch);
        let meant = meant?;
        let mut found: Vec<(&str, u32)> = Vec::new();
        for id in ids {
            let doc = snapshot.number_of(&self.fields, id)?;
            found.extend(doc.filter(|doc| visible.contains(*doc)).map(|doc| (*id, doc)));
        }
        let docs: Vec<u32> = found.iter().map(|(_, doc)| *doc).collect();
        let mut parts = Parts::new(&snapshot, &plan, &self.weights, &docs)?.with(&meant, &docs);
        let plain: Vec<f64> = (0..docs.len()).map(|place| parts.whole(place)).collect();
        let ranking = self.ranking();
        parts.weigh(&plan, &ranking);
        let [.., facts_weight] = ranking.weights;
        let documents = found.iter().zip(plain).enumerate().map(|(place, ((id, doc), plain))| {
            let reasons = parts.reasons(place, &plan, usize::MAX);
            let text = parts.whole(place);
            // Facts are weighed against what the words say before they are weighed themselves.
            let lift = facts_weight * snapshot.boost(*doc) * if text > 0.0 { plain / text } else { 0.0 };
            let parts = parts.by_term(place);
            let meaning = meant.of(*doc).map(|(amount, cosine, _)| (amount, cosine));
            DocumentApart { id: (*id).to_owned(), text, meaning, facts: 1.0 + lift, reasons, parts }
        });
        let documents = documents.collect();
        let word = |place: Option<usize>| place.and_then(|place| plan.words.get(place));
        let terms = plan.terms.iter().map(|term| TermApart {
            term: term.text.clone(),
            word: word(term.word).map(|word| word.surface.clone()).unwrap_or_default(),
            via: plan.vias.get(term.via).cloned().unwrap_or(Via::Direct),
            weight: term.weight,
            importance: term.importance,
            rarity: term.idf,
            documents: term.documents,
            traits: term.traits,
        });
        Ok(Apart { terms: terms.collect(), coverage: meant.covered, meaning: meant.open, documents })
    }
}

//! Why one thing is found for some words, or how little speaks for it: every part of its score as a sentence.

use super::{engine, reasons, viewer};
use ieum_kernel::{Actor, Lang};
use ieum_search::{Apart, Query, Reason};
use ieum_web::{App, Problem};
use serde::Serialize;

/// One thing and some words, taken apart.
#[derive(Debug, Clone, Serialize)]
pub struct Explained {
    /// Every part of the text score, heaviest first.
    pub lines: Vec<ExplainedLine>,
    /// The same in figures, term by term.
    pub apart: Apart,
}

/// One part of a score.
#[derive(Debug, Clone, Serialize)]
pub struct ExplainedLine {
    /// Part of the text score, 0 to 1.
    pub share: f64,
    /// Which word met which part, and by which way.
    pub text: String,
}

/// Takes the score of the thing `id` for `words` apart, as anybody sees it; `None` when a guest cannot see the thing or
/// there is no index. Call [`super::ensure`] first where no server runs.
///
/// # Errors
/// Faults of the index.
pub async fn explain(app: &App, words: &str, id: &str, lang: Lang) -> Result<Option<Explained>, Problem> {
    let Some(engine) = engine(app) else { return Ok(None) };
    let query = Query { text: words.to_owned(), visibility: viewer(&Actor::guest(lang)), ..Query::default() };
    let apart = engine.take_apart(query, id.to_owned()).await?;
    let Some(document) = apart.documents.first() else { return Ok(None) };
    let line = |reason: &Reason| ExplainedLine { share: reason.share, text: reasons::one(app, lang, reason) };
    let lines = document.reasons.iter().map(line).collect();
    Ok(Some(Explained { lines, apart }))
}

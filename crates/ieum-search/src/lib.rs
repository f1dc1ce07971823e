//! Text search that knows documents, not instruments: Korean and English analysis, an index, ranking with reasons.
#![warn(missing_docs)]

pub mod analysis;
pub mod eval;
pub mod index;
pub mod learn;
pub mod linkage;
mod numbers;
#[expect(clippy::disallowed_types, reason = "weights and vectors are published in single precision")]
pub mod semantic;
pub mod vocabulary;

pub use index::{
    Apart, Document, DocumentApart, Features, FieldName, Hit, Hits, Index, IndexError, OfKind, Query,
    Ranking, Reason, Suggestion, SuggestionWay, TermApart, TermPart, Traits, Via, Weights,
};
pub use vocabulary::{Entry, EntryKind, Lexicon, Named, TranslationTable, Vocabulary};

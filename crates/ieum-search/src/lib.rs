//! Text search that knows documents, not instruments: Korean and English analysis, an index, ranking with reasons.
#![warn(missing_docs)]

pub mod analysis;
pub mod eval;
pub mod index;
pub mod learn;
pub mod linkage;
mod numbers;
pub mod vocabulary;

pub use index::{
    Apart, Document, DocumentApart, Features, FieldName, Hit, Hits, Index, IndexError, Query, Ranking,
    Reason, Suggestion, SuggestionWay, TermApart, TermPart, Traits, Via, Weights,
};
pub use vocabulary::{Entry, EntryKind, Lexicon, Named, TranslationTable, Vocabulary};

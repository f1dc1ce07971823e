//! Finding records that stand for one thing: the same instrument entered twice, the same model elsewhere.
//!
//! Records of typed fields go through four steps. *Blocking* pairs those that share something rare. *Comparing* gives every
//! field of a pair a likeness. *Judging* turns likenesses into a probability: without labels by Fellegi and Sunter's weights,
//! which learn from the pairs themselves; once people have decided on [`ENOUGH_LABELS`] pairs, by a regression over finer
//! figures. *Banding* says what to do: the same, look at it, different, with what every field said.
//!
//! Everything is the same in every run: no chance, no clock, no order of hash tables in any answer.

mod bag;
mod blocking;
mod code;
mod compare;
mod concepts;
mod em;
mod kinds;
mod likeness;
mod linker;
mod logistic;
mod measure;
mod names;
mod organisation;
mod people;
mod record;
mod text;

pub use code::model_key;
pub use em::{Odds, Weights};
pub use kinds::{is_kind_of, kinds};
pub use likeness::jaro_winkler;
pub use linker::{Agreement, Band, ENOUGH_LABELS, Judged, Label, Linker, Reason, one_to_one};
pub use measure::{Covered, Span, Unmet, covers, spans};
pub use names::{NameMatch, NameReason, Names};
pub use organisation::{core, name_key, organisation_likeness};
pub use record::{Corpus, Field, FieldKind, Record, Schema};

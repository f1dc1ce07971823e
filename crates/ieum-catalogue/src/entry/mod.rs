//! What all kinds share: fields, rules, keeping, lists, pages, history, exports.

pub mod api;
mod attachments;
pub mod codes;
pub mod export;
pub mod input;
pub mod kind;
pub mod list;
mod narrow;
pub mod policy;
pub mod routes;
pub mod service;
mod shape;
pub mod shared;
pub mod show;
pub mod store;
mod structured;
pub mod thing;
mod view;

pub use codes::Lexicon;
pub use input::{Input, Plain};
pub(crate) use kind::paths;
pub use kind::{Field, Identity, Kind, KindKey, Paths, Section, Statements, ThingId};
pub use structured::pidinst;
pub use thing::{Belonging, Change, Entry, Values, What, path_of};

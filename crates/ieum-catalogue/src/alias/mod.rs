//! What organisations are called: names that people confirmed, and organisations that were entered twice.

mod api;
mod known;
mod pairs;
pub mod policy;
mod questions;
mod report;
mod routes;
mod service;
mod store;

pub use known::{Answer, Candidate, How, Kept, Known, Pair, Why, known};
pub use pairs::{Verdict, decide, part};
pub use questions::{Met, Open, Question, to_decide};
pub use report::paper;
pub use service::{AliasError, Stated, judge, undo};
pub(crate) use store::confirmed;
pub use store::{Decided, DecidedPair, Owner};

use ieum_kernel::{Id, Permission, Role, Thing};
use ieum_web::Doors;
use serde::Serialize;

/// Deciding what names stand for, and whether two organisations are one.
pub static JUDGE: Permission = Permission { key: "alias.judge", roles: &[Role::Planner, Role::Operator] };

/// A decision about a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Alias;

impl Thing for Alias {
    const PREFIX: &'static str = "ali";
}

/// A decision about two organisations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct OrganisationPair;

impl Thing for OrganisationPair {
    const PREFIX: &'static str = "opr";
}

/// Id of a decision about a name.
pub type AliasId = Id<Alias>;

/// Longest name, letters.
pub const NAME: usize = crate::entry::shared::NAME;
/// Longest note, letters.
pub const NOTE: usize = 500;

pub(crate) fn doors() -> Doors {
    api::doors(routes::doors(Doors::new()))
}

//! Samples: what is handed in, where it lies, who had it when.

mod label;
mod ledger;
mod place;
mod policy;
mod routes;
#[expect(clippy::module_inception, reason = "the thing itself stands in the file of its name")]
mod sample;
mod service;
mod store;

pub use ledger::{Chain, Custody, GENESIS, digest, verify};
pub use place::{Place, PlaceKind, PlaceThing};
pub use policy::{
    Action, Facts, MOVES, PlaceFacts, Refusal, State, actions_open, may_declare, next_action, refusals,
};
pub use sample::{AFTERWARDS, Declaration, HAZARDS, STORAGES, Sample};
pub use service::{Move, SampleError, act, declare, load, make_place};
pub use store::{Filter, Line, ledger_of, lines, of_request};

use ieum_kernel::{Permission, Role};
use ieum_web::{Doors, SIGNED_IN};

/// Declaring and following one's own samples.
pub static FOLLOW: Permission = Permission { key: "sample.follow", roles: SIGNED_IN };
/// Receiving, storing and handing out samples.
pub static KEEP: Permission = Permission { key: "sample.keep", roles: &[Role::Staff, Role::Operator] };

pub(crate) fn doors() -> Doors {
    routes::doors(Doors::new())
}

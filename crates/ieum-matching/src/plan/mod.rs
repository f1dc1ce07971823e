//! Plans: from a problem to the steps that solve it, each with who, when and for how much; three ways side by side.

mod candidate;
mod cost;
mod facts;
mod gather;
#[expect(clippy::module_inception, reason = "the thing itself stands in the file of its name")]
mod plan;
mod routes;
mod schedule;
mod search;
mod service;
mod wanted;
mod ways;

pub use cost::Voucher;
pub use gather::LeftOut;
pub use plan::{Aim, Cost, Link, Offer, Open, Part, Plan, PriceLine, Proposal, Record, Said, Step, Total};
pub use service::{Proposed, propose};

use ieum_kernel::Permission;
use ieum_web::{Doors, SIGNED_IN};

/// Seeing the plans of a need; whose is decided by the row.
pub const LOOK: Permission = Permission { key: "plan.look", roles: SIGNED_IN };

pub(crate) fn doors() -> Doors {
    routes::doors(Doors::new())
}

//! Plans: from a problem to the steps that solve it, each with who, when and for how much; three ways side by side.

mod api;
mod candidate;
mod compare;
mod cost;
mod facts;
mod gather;
mod keeping;
mod kept;
mod kept_pages;
mod ordering;
#[expect(clippy::module_inception, reason = "the thing itself stands in the file of its name")]
mod plan;
mod policy;
mod routes;
mod schedule;
mod search;
mod service;
mod store;
mod wanted;
mod ways;

pub use compare::COMPARE;
pub use cost::Voucher;
pub use gather::LeftOut;
pub use keeping::{PlanError, change, keep};
pub use kept::{Change, Changed, Kept, NoPick, Pick, PlanThing, State, What, picks};
pub use ordering::order;
pub use plan::{Aim, Cost, Link, Offer, Open, Part, Plan, PriceLine, Proposal, Record, Said, Step, Total};
pub use policy::{Act, Facts, Present, Refusal, refusals};
pub use service::{Proposed, propose};
pub(crate) use store::{changes_of_need, offers_of};
pub(crate) use wanted::count;

use ieum_kernel::Permission;
use ieum_web::{Doors, SIGNED_IN};

/// Seeing the plans of a need; whose is decided by the row.
pub const LOOK: Permission = Permission { key: "plan.look", roles: SIGNED_IN };

/// Keeping plans of a need and changing them; whose is decided by the row.
pub const KEEP: Permission = Permission { key: "plan.keep", roles: SIGNED_IN };
/// Turning a plan into requests; only the owner of the need does.
pub const ORDER: Permission = Permission { key: "plan.order", roles: SIGNED_IN };

pub(crate) fn doors() -> Doors {
    let pages = compare::doors(kept_pages::doors(routes::doors(Doors::new())));
    pages.and(api::doors(Doors::new()))
}

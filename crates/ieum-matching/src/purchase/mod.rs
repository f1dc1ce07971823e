//! Before anything is bought: what the region has of it already, and who decided what on that evidence.

mod finding;
mod paper;
mod policy;
mod review;
mod routes;
mod service;
mod store;

pub use finding::{Finding, Missed, Wish};
pub use policy::{Facts, Refusal, refusals};
pub use review::{Decision, PurchaseReview, Review};
pub use service::{ReviewError, begin, decide};

use ieum_kernel::{Permission, Role};
use ieum_web::Doors;

/// Checking wishes to buy and deciding about them.
pub const REVIEW: Permission = Permission { key: "purchase.review", roles: &[Role::Planner, Role::Operator] };

pub(crate) fn doors() -> Doors {
    routes::doors(Doors::new())
}

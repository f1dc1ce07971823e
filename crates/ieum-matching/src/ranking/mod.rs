//! The ranking: how much each part of a score counts, what was learned, and who put which weights in force.

mod fit;
mod policy;
mod routes;
mod service;
mod store;

pub use fit::RankingFit;
pub use policy::{Facts, Refusal, refusals};
pub use service::{RankingFault, adopt, fit, in_force, put_in_force, trial};

use ieum_kernel::{Permission, Role};
use ieum_web::Doors;

/// Seeing and changing how much each part of a score counts.
pub const KEEP: Permission = Permission { key: "ranking.keep", roles: &[Role::Operator] };

pub(crate) fn doors() -> Doors {
    routes::doors(Doors::new())
}

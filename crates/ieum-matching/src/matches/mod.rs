//! Matches: what can solve a problem, why, for how much, from when; and what cannot, and why not.

mod policy;
mod range;
mod routes;
mod service;
mod thread;

pub use policy::{WhyNot, Wishes, why_not};
pub use range::out_of_range;
pub(crate) use routes::{need_inside, wishes};
pub use service::{Match, Matched, Solved, match_need, match_text};

use ieum_kernel::Permission;
use ieum_web::{ANYBODY, Doors, SIGNED_IN};

/// Matching words for programs and the command line.
pub const LOOK: Permission = Permission { key: "match.look", roles: ANYBODY };
/// Seeing the matches and the thread of a need; whose is decided by the row.
pub const OF_NEED: Permission = Permission { key: "match.need", roles: SIGNED_IN };

pub(crate) fn doors() -> Doors {
    routes::doors(Doors::new()).and(thread::doors(Doors::new()))
}

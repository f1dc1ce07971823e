//! Learning: what was shown for a problem or a search, what came of it, and what is remembered of whom.
//!
//! Written behind the page, never in its way: a page that cannot be remembered is still shown.

mod judged;
mod listen;
mod log;
mod mine;
mod outcome;
mod store;

pub use judged::judged;
pub use log::{Log, flush, opened};
pub use outcome::Outcome;

pub(crate) use listen::work;
pub(crate) use log::{About, came_of, shown};

use ieum_kernel::Permission;
use ieum_web::{Doors, SIGNED_IN};

/// Seeing and forgetting what is remembered of one's own searches.
pub const OWN: Permission = Permission { key: "learning.own", roles: SIGNED_IN };

ieum_web::settings! {
    /// What is remembered of searches, to learn how much each part of a score should count.
    pub struct LearningSettings("learning") {
        /// Whether what is shown to people who are signed in, and what came of it, is remembered at all; words never are.
        remembers: bool = true,
        /// Days it is kept.
        keep_days: i64 = 730,
        /// Lists remembered a day at most, by each process; what comes after is not.
        most_a_day: usize = 20_000,
    }
}

pub(crate) fn doors() -> Doors {
    mine::doors(Doors::new())
}

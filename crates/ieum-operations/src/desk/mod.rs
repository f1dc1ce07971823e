//! The desk: what waits for somebody today, and the thread of one problem from first word to payment.

mod routes;
mod store;
mod thread;
mod waiting;

pub use thread::{Step, thread_of, thread_of_request};
pub use waiting::{Kind, Waiting, Waits, of_kind, waiting};

use ieum_kernel::Permission;
use ieum_web::{Doors, SIGNED_IN};

/// Seeing one's own desk.
pub static SIT: Permission = Permission { key: "desk.sit", roles: SIGNED_IN };

ieum_web::settings! {
    /// What the desk says of due times that no promise names.
    pub struct DeskSettings("desk") {
        /// Results are reviewed within so many days after they were handed in.
        review_days: i64 = 3,
    }
}

pub(crate) fn doors() -> Doors {
    routes::doors(Doors::new())
}

//! The desk: what waits for somebody today, and the thread of one problem from first word to payment.

mod routes;
mod thread;

pub use thread::{Step, thread_of, thread_of_request};

use ieum_kernel::Permission;
use ieum_web::{Doors, SIGNED_IN};

/// Seeing one's own desk.
pub static SIT: Permission = Permission { key: "desk.sit", roles: SIGNED_IN };

pub(crate) fn doors() -> Doors {
    routes::doors(Doors::new())
}

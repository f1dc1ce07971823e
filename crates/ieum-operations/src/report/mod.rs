//! Reports: signed by two people, numbered, sealed by a hash over their content, superseded but never changed.

mod content;
mod paper;
mod routes;
mod store;

pub use content::{Content, Signature, Standing, hash, standing};
pub use paper::paper;
pub use store::{Report, of_request};
pub(crate) use store::{end, find, issue, of_measurement};

use ieum_kernel::{Permission, Role};
use ieum_web::{ANYBODY, Doors, SIGNED_IN};

/// Reading reports that are one's own or one's facility's.
pub static LOOK: Permission = Permission { key: "report.look", roles: SIGNED_IN };
/// Asking whether a report is genuine.
pub static VERIFY: Permission = Permission { key: "report.verify", roles: ANYBODY };
/// Taking a report back.
pub static WITHDRAW: Permission =
    Permission { key: "report.withdraw", roles: &[Role::Reviewer, Role::Operator] };

pub(crate) fn doors() -> Doors {
    routes::doors(Doors::new())
}

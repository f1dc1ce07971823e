//! Measurements: what was done for whom, on what, and what came of it; reviewed by a second person before it goes out.

mod form;
mod policy;
mod routes;
mod service;
mod store;
mod thing;

pub use policy::{Facts, Refusal, refusals, submit_refusals};
pub use service::{
    For, MeasurementError, Said, add_file, begin, release, rework, submit, visible, withdraw, write,
};
pub(crate) use store::Around;
pub use store::ResultFile;
pub use thing::{Content, Measurement, MeasurementThing, Misstep, ResultRow, State};

use ieum_kernel::{Permission, Role};
pub(crate) use ieum_web::FileRecord;
use ieum_web::{Doors, SIGNED_IN};

/// Seeing results that are one's own or one's facility's.
pub static LOOK: Permission = Permission { key: "measurement.look", roles: SIGNED_IN };
/// Doing and writing measurements.
pub static RUN: Permission =
    Permission { key: "measurement.run", roles: &[Role::Staff, Role::Reviewer, Role::Operator] };
/// Reading another's results and releasing them.
pub static REVIEW: Permission =
    Permission { key: "measurement.review", roles: &[Role::Reviewer, Role::Operator] };

pub(crate) fn doors() -> Doors {
    routes::doors(Doors::new())
}

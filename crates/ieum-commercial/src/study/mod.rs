//! Studies: somebody brings a table, asks a method about it, and gets sentence, table, figure and the way to do it again.

mod downloads;
mod picture;
pub mod policy;
mod routes;
mod says;
pub mod service;
mod show;
mod store;
mod thing;

pub use service::{NewStudy, StudyError, begin, run, work};
pub use thing::{Heading, Options, Run, State, Study};

use ieum_kernel::Permission;
use ieum_web::{Doors, SIGNED_IN};

/// Looking into tables of one's own.
pub const USE: Permission = Permission { key: "study.use", roles: SIGNED_IN };

pub(crate) fn doors() -> Doors {
    routes::doors(Doors::new())
}

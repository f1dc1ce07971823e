//! Evidence audits: which printed numbers of a table cannot both be right. Private unless their owner opens them, with room for a reply,
//! and without a word about who wrote the table.

mod pdf;
pub mod policy;
mod routes;
pub mod service;
mod store;
mod thing;

pub use service::{EvidenceError, NewAudit, begin};
pub use thing::{EvidenceAudit, Reply, Sight};

use ieum_kernel::Permission;
use ieum_web::{ANYBODY, Doors, SIGNED_IN};

/// Seeing audits that were opened.
pub const LOOK: Permission = Permission { key: "evidence.look", roles: ANYBODY };
/// Auditing tables, and replying to audits.
pub const USE: Permission = Permission { key: "evidence.use", roles: SIGNED_IN };

pub(crate) fn doors() -> Doors {
    routes::doors(Doors::new())
}

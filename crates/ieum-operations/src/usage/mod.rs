//! Usage: what was really used, and the operation log that comes of it.

mod log;
mod routes;
mod session;

pub use log::{LogLine, LogTotals};
pub use session::{Ending, PastUse, UsageSession, keep_fee, of_request, of_reservation, record};
pub(crate) use session::{begin, finish};

use ieum_kernel::{Permission, Role};
use ieum_web::Doors;

/// Reading a facility's operation log.
pub static LOG: Permission =
    Permission { key: "usage.log", roles: &[Role::Staff, Role::Billing, Role::Operator] };

pub(crate) fn doors() -> Doors {
    Doors::new().get("/log", &LOG, routes::page).get("/log.csv", &LOG, routes::csv).get(
        "/log.xlsx",
        &LOG,
        routes::xlsx,
    )
}

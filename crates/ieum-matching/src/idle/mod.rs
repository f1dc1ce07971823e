//! Idle instruments and the problems they could solve: matching read from the other end.

mod api;
mod pages;
mod serve;
mod service;
mod store;

pub(crate) use pages::needs_page;
pub use serve::Fit;
pub(crate) use serve::{open_needs, reasons};
pub use service::{Idle, Serves, idle, serves};

use ieum_kernel::{Permission, Role};
use ieum_web::Doors;

/// Seeing how idle instruments are and which problems they could solve; which instruments is decided by the row.
pub const LOOK: Permission =
    Permission { key: "idle.look", roles: &[Role::Staff, Role::Reviewer, Role::Planner, Role::Operator] };

ieum_web::settings! {
    /// When an instrument counts as idle.
    pub struct IdleSettings("idle") {
        /// Use is counted over so many days up to now.
        days: i64 = 90,
        /// An instrument is idle when less than so many per cent of the time it could be booked was booked.
        below_percent: i64 = 20,
    }
}

pub(crate) fn doors() -> Doors {
    api::doors(pages::doors(Doors::new()))
}

//! Saved searches: somebody who looks for something that is not there yet is told when it comes.

mod api;
pub mod policy;
mod routes;
pub mod service;
mod store;
mod thing;

pub use service::{SavedError, check_all, remove};
pub use thing::SavedSearch;

use ieum_db::Worker;
use ieum_kernel::Permission;
use ieum_web::{App, Doors, SIGNED_IN};

/// Keeping searches and being told of what is new.
pub const SAVE: Permission = Permission { key: "find.save", roles: SIGNED_IN };

pub(crate) fn doors() -> Doors {
    routes::doors(Doors::new()).and(api::doors(Doors::new()))
}

pub(crate) fn work(worker: Worker, app: &App) -> Worker {
    service::work(worker, app)
}

//! Technologies: the open problems one may solve and the firms that may use it, with reasons.

mod routes;
mod service;

pub use service::{Firm, Found, Solvable, for_technology};

use ieum_web::Doors;

pub(crate) fn doors() -> Doors {
    routes::doors(Doors::new())
}

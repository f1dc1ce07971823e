//! What people see of study.

use ieum_web::Doors;

/// Its pages and its API, each with its permission.
pub fn doors() -> Doors {
    Doors::new()
}

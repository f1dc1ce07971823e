//! Series: a booking that repeats daily or weekly at the same time by the clock on the wall.

mod api;
mod pattern;
mod policy;
mod routes;
mod service;
mod store;

pub use crate::booking::SeriesId;
pub use pattern::{Every, Pattern, spans};
pub use policy::{Facts, Refusal, refusals};
pub use service::{Made, Occurrence, SeriesError, Wish, cancel, make, plan};

use ieum_web::Doors;

pub(crate) fn doors() -> Doors {
    routes::doors(Doors::new()).and(api::doors(Doors::new()))
}

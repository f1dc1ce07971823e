//! The waiting list: who found no free time stands in line for one, and the first whose rules pass is offered it.

mod api;
mod policy;
mod routes;
mod service;
mod store;

pub use policy::{Facts, MOST_DAYS, Refusal, refusals};
pub use service::{WaitingError, Wanted, join, leave, offer};
pub(crate) use service::{freed, lapsed, let_pass, taken};
pub use store::Waiting;
pub(crate) use store::of_person;

use ieum_db::Worker;
use ieum_kernel::Thing;
use ieum_web::{App, Doors};

/// 대기: the identity of somebody's place in a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct WaitingId;

impl Thing for WaitingId {
    const PREFIX: &'static str = "wai";
}

/// The job that offers what became free.
pub(crate) const OFFER: &str = "waiting.offer";
/// The job that ends the waiting when its period is over.
pub(crate) const OVER: &str = "waiting.over";

pub(crate) fn doors() -> Doors {
    routes::doors(Doors::new()).and(api::doors(Doors::new()))
}

pub(crate) fn work(worker: Worker, app: &App) -> Worker {
    let (offering, ending) = (app.clone(), app.clone());
    worker
        .on(OFFER, move |job| service::offering(offering.clone(), job))
        .on(OVER, move |job| service::over(ending.clone(), job))
}

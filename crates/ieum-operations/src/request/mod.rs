//! Requests: what an organisation asks a facility to do, from the first draft to closing.

mod api;
mod clock;
mod form;
mod page;
mod policy;
mod record;
#[expect(clippy::module_inception, reason = "the thing itself stands in the file of its name")]
mod request;
mod routes;
mod service;
mod state;
mod store;
mod together;

#[cfg(test)]
mod policy_tests;

pub use clock::working_minutes_later;
pub use page::{next_step, who_acts};
pub use policy::{
    ARROWS, Arrow, Facts, OBJECTION_DAYS, Refusal, Side, arrow, needs_words, refusals, steps_open,
};
pub use record::{Record, records};
pub use request::{Ask, Request};
pub use service::{RequestError, apply, apply_by_house, create, load, rewrite, take, visible};
pub use state::{Event, Name, State, Step, Verdict};
pub(crate) use store::next_number;
pub(crate) use store::of_need;
pub use store::{Around, Attached, Filter, Line, Message, MessageThing, Past, around, history, lines};
pub use together::{Keyed, TogetherError, send_together};

use ieum_db::Worker;
use ieum_kernel::{Permission, Role};
pub(crate) use ieum_web::FileRecord;
use ieum_web::{App, Doors, SIGNED_IN};

/// Asking, and everything with one's own requests.
pub static MAKE: Permission = Permission { key: "request.make", roles: SIGNED_IN };
/// The queue of a facility and its answers.
pub static RUN: Permission = Permission { key: "request.run", roles: &[Role::Staff, Role::Operator] };

ieum_web::settings! {
    /// What firms are promised about their requests.
    pub struct RequestSettings("request") {
        /// The first answer is due after so many working minutes (ZEUS 3·3: three hours).
        answer_working_minutes: i64 = 180,
        /// A plan is due after so many days (ZEUS 3·3: three days).
        plan_days: i64 = 3,
    }
}

/// The job that tells a facility.
pub(crate) const TELL: &str = "request.tell";
/// The job that closes a delivered request when the time to object is over.
pub(crate) const CLOSE: &str = "request.close";

pub(crate) fn doors() -> Doors {
    routes::doors(Doors::new()).and(api::doors(Doors::new()))
}

pub(crate) fn work(worker: Worker, app: &App) -> Worker {
    let (telling, closing) = (app.clone(), app.clone());
    worker
        .on(TELL, move |job| service::tell(telling.clone(), job))
        .on(CLOSE, move |job| service::close(closing.clone(), job))
}

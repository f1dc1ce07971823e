//! Quotes: numbered versions with lines and VAT, fixed once sent, accepted with proof.

mod actual;
mod actual_pages;
mod add_pages;
mod form;
mod paper;
mod policy;
mod prices;
#[expect(clippy::module_inception, reason = "the thing itself stands in the file of its name")]
mod quote;
mod routes;
mod service;
mod store;

pub use actual::{Actual, state_actual};
pub(crate) use actual::{Stated, actuals};
pub use policy::{Facts, MOST_LINES, Refusal, Wish, refusals};
pub use prices::{Asked, Listed, counted, line_of, lines_for, listed};
pub use quote::{
    Draft, DraftLine, LINE_ROUNDING, Line, Quote, State, Totals, Vat, content_hash, quantity_milli,
    quantity_text, reckoned, totals,
};
pub use service::{QuoteError, accept, accept_with, add, draft, load, reject, send};
pub(crate) use store::accepted;
pub use store::{Acceptance, Brief, of_request};

use ieum_db::Worker;
use ieum_kernel::{Permission, Role};
use ieum_web::{App, Doors, SIGNED_IN};

/// Reading and answering quotes one was sent.
pub static READ: Permission = Permission { key: "quote.read", roles: SIGNED_IN };
/// Writing and sending quotes of a facility.
pub static WRITE: Permission = Permission { key: "quote.write", roles: &[Role::Staff, Role::Operator] };
/// Stating what was really done of an accepted quote.
pub static STATE: Permission =
    Permission { key: "quote.state", roles: &[Role::Staff, Role::Billing, Role::Operator] };

ieum_web::settings! {
    /// How quotes are made and accepted.
    pub struct QuoteSettings("quote") {
        /// A quote is good for so many days unless it says otherwise.
        valid_days: i64 = 30,
        /// A member without the manager's role may accept up to this sum, won; 0 means only managers accept.
        member_limit_won: i64 = 3_000_000,
    }
}

/// The job that ends a quote's validity.
pub(crate) const EXPIRE: &str = "quote.expire";

/// The job that tells of a quote whose validity ends soon.
pub(crate) const EXPIRING: &str = "quote.expiring";

pub(crate) fn doors() -> Doors {
    let doors = actual_pages::doors(routes::doors(Doors::new()));
    add_pages::doors(doors)
}

pub(crate) fn work(worker: Worker, app: &App) -> Worker {
    let (ending, warning) = (app.clone(), app.clone());
    worker
        .on(EXPIRE, move |job| service::expire(ending.clone(), job))
        .on(EXPIRING, move |job| service::warn(warning.clone(), job))
}

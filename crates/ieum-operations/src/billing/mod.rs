//! Billing: charges that explain themselves, invoices, payments.

mod api;
mod charge;
mod charge_pages;
mod charging;
mod held;
mod invoice;
mod open;
mod paper;
mod policy;
mod quoted;
mod reminding;
mod routes;
mod service;
mod stated;
mod stated_pages;
mod store;
mod taking_back;
mod thread;

pub use charge::{Charge, ChargeThing, Sums, budget_line, sums};
pub use charging::{ChargeError, charge_for_usage, reverse};
pub use invoice::{Invoice, Refusal, State, bills};
pub(crate) use open::open_groups;
pub use paper::paper;
pub use quoted::{Compared, charge_for_quote};
pub(crate) use quoted::{charge_again, is_invoiced};
pub use service::{BillingError, Wanted, draft, issue, pay, send};
pub(crate) use stated::waiting as stated_waiting;
pub use stated::{Stated, StatedError, StatedThing, Statement, decide, state};
pub use store::{Parties, Payment};
pub use taking_back::{credit, void};
pub(crate) use thread::steps_out;
pub use thread::{ThreadStep, steps_for_thread};

use ieum_db::Worker;
use ieum_kernel::{Permission, Role, Thing};
use ieum_web::{App, Doors, SIGNED_IN};

/// 입금.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PaymentThing;

impl Thing for PaymentThing {
    const PREFIX: &'static str = "pay";
}

/// Seeing one's own charges and invoices.
pub static LOOK: Permission = Permission { key: "billing.look", roles: SIGNED_IN };
/// Issuing invoices and recording payments.
pub static BILL: Permission = Permission { key: "billing.bill", roles: &[Role::Billing, Role::Operator] };

ieum_web::settings! {
    /// How charges become invoices.
    pub struct BillingSettings("billing") {
        /// A payer may object to a charge so many days before it is invoiced.
        review_days: i64 = 7,
        /// An invoice is due so many days after it is issued.
        due_days: i64 = 30,
        /// A charge stated by hand above this sum, won, needs a second person; 0 means each of them does.
        second_person_above_won: i64 = 500_000,
    }
}

/// The job that reminds of an overdue invoice.
pub(crate) const REMIND: &str = "billing.remind";

pub(crate) fn doors() -> Doors {
    stated_pages::doors(routes::doors(Doors::new()))
        .and(charge_pages::doors(Doors::new()))
        .and(api::doors(Doors::new()))
}

pub(crate) fn work(worker: Worker, app: &App) -> Worker {
    let (reminding, used, recorded, delivered) = (app.clone(), app.clone(), app.clone(), app.clone());
    worker
        .on(REMIND, move |job| reminding::remind(reminding.clone(), job))
        .listen("reservation.checked_out", "billing.reservation", move |event, _job| {
            charging::on_event(used.clone(), event)
        })
        .listen("usage.recorded", "billing.usage", move |event, _job| {
            charging::on_event(recorded.clone(), event)
        })
        .listen("request.deliver", "billing.request", move |event, _job| {
            charging::on_event(delivered.clone(), event)
        })
}

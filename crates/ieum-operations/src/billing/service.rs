//! The order of things: every change of an invoice writes row, audit trail, event and notices together.

use super::charge::sums;
use super::charging::ChargeError;
use super::held;
use super::invoice::{Invoice, Refusal, State, bills};
use super::quoted::charge_for_quote;
use super::store;
/// What pages read; they come to the store through here.
pub(super) use super::store::{
    Charges, Invoices, METHODS, Payment, charges, find, invoices, parties, payments,
};
use super::{BillingSettings, PaymentThing, REMIND};
use crate::request::{self, next_number};
use ieum_db::{Audit, DbError, NewJob, Tx};
use ieum_kernel::{Actor, Facility, Id, Money, Organisation, Person, Request, Role, Timestamp};
use ieum_web::{App, Contact, Problem, notices};
use jiff::ToSpan;
use serde_json::json;

/// Days after the last day to pay on which the payer is reminded.
const REMINDERS: [i64; 3] = [7, 14, 30];

/// Why nothing changed.
#[derive(Debug, thiserror::Error)]
pub enum BillingError {
    /// The rules said no.
    #[error("refused for {} reason(s)", .0.len())]
    Refused(Vec<Refusal>),
    /// Somebody was quicker.
    #[error("the invoice changed meanwhile")]
    Stale(Box<Invoice>),
    /// Not for this person.
    #[error("no such invoice")]
    NotFound,
    /// A charge could not be made or reversed.
    #[error("a charge could not be made")]
    Charge(#[from] ChargeError),
    /// The database.
    #[error("cannot reach the invoices")]
    Db(#[from] DbError),
}

impl From<BillingError> for Problem {
    fn from(error: BillingError) -> Self {
        match error {
            BillingError::Refused(reasons) => Self::refused("billing", reasons),
            BillingError::Stale(now) => Self::stale(now),
            BillingError::NotFound => Self::not_found(),
            BillingError::Charge(error) => error.into(),
            BillingError::Db(error) => error.into(),
        }
    }
}

/// What an invoice should gather.
#[derive(Debug, Clone)]
pub enum Wanted {
    /// Everything open of a request.
    Request(Id<Request>),
    /// Everything open of a payer's month that belongs to no request.
    Month {
        /// Who is paid.
        facility: Id<Facility>,
        /// Who pays.
        organisation: Option<Id<Organisation>>,
        /// The person, when no organisation pays.
        person: Option<Id<Person>>,
        /// `2026-03`.
        month: String,
    },
}

pub(super) async fn noted(
    tx: &mut Tx,
    v: &Invoice,
    step: &str,
    by: Option<Id<Person>>,
    before: Option<&State>,
    at: Timestamp,
) -> Result<(), DbError> {
    let (action, thing) = (format!("invoice.{step}"), v.id.to_string());
    let before = before.map(|state| json!({ "state": state }));
    let after = Some(json!({ "state": v.state, "number": v.number, "paid": v.paid, "total": v.sums.total }));
    tx.audit(&Audit { actor: by, action: &action, thing: &thing, before, after, at }).await?;
    let facts = json!({
        "invoice": v.id, "number": v.number, "request": v.request, "facility": v.facility,
        "organisation": v.organisation, "state": v.state.key(),
    });
    tx.emit(&action, &thing, &facts, at).await
}

pub(super) async fn keep(
    tx: &mut Tx,
    v: Invoice,
    step: &str,
    by: Option<Id<Person>>,
    before: &State,
    at: Timestamp,
) -> Result<Invoice, BillingError> {
    let was = v.version;
    let v = Invoice { version: was.saturating_add(1), changed_at: at, ..v };
    if !store::update(tx, &v, was).await? {
        return Err(BillingError::Stale(Box::new(v)));
    }
    noted(tx, &v, step, by, Some(before), at).await?;
    Ok(v)
}

/// Gathers open charges into a draft. A request's accepted quote is charged first when it was not yet.
///
/// # Errors
/// Nothing to invoice; not this person's facility; faults of the database.
pub async fn draft(app: &App, actor: &Actor, wanted: Wanted) -> Result<Invoice, BillingError> {
    let me = actor.person.ok_or(BillingError::NotFound)?;
    let now = app.now();
    let mut tx = app.db.begin().await?;
    let (facility, organisation, person, of_request, month) = match wanted {
        Wanted::Request(id) => {
            let found = request::load(&mut tx, id).await?.ok_or(BillingError::NotFound)?;
            let facility = found.facility.ok_or(BillingError::NotFound)?;
            if !bills(actor, facility) {
                return Err(BillingError::NotFound);
            }
            charge_for_quote(&mut tx, app, &found, me).await?;
            (facility, found.organisation, Some(found.person), Some(id), String::new())
        }
        Wanted::Month { facility, organisation, person, month } => {
            (facility, organisation, person, None, month)
        }
    };
    if !bills(actor, facility) {
        return Err(BillingError::NotFound);
    }
    let open = match of_request {
        Some(_) => Charges { request: of_request, open: true, ..Charges::default() },
        None => Charges {
            facility: Some(facility),
            organisation,
            person: if organisation.is_none() { person } else { None },
            month: Some(&month),
            requestless: true,
            open: true,
            ..Charges::default()
        },
    };
    let open = if of_request.is_none() && organisation.is_none() && person.is_none() {
        Vec::new()
    } else {
        store::charges(&mut tx, open).await?
    };
    let gathered = sums(&open).filter(|_| !open.is_empty());
    let Some(gathered) = gathered else { return Err(BillingError::Refused(vec![Refusal::NothingDue])) };
    let v = Invoice {
        id: app.new_id(),
        kind: "invoice".to_owned(),
        number: None,
        facility,
        organisation,
        person,
        request: of_request,
        month,
        credits: None,
        state: State::Draft,
        sums: gathered,
        paid: Money::zero(gathered.total.currency),
        issued_at: None,
        due_on: None,
        reminders: 0,
        version: 1,
        made_at: now,
        changed_at: now,
    };
    store::insert(&mut tx, &v, me).await?;
    for (charge, line) in open.iter().zip(1_i64..) {
        store::add_line(&mut tx, v.id, line, charge.id).await?;
    }
    noted(&mut tx, &v, "drafted", Some(me), None, now).await?;
    tx.commit().await?;
    Ok(v)
}

/// The invoice, if this person bills for its facility and saw its present version.
pub(super) async fn mine(
    tx: &mut Tx,
    actor: &Actor,
    id: Id<ieum_kernel::Invoice>,
    version: Option<i64>,
) -> Result<(Invoice, Id<Person>), BillingError> {
    let me = actor.person.ok_or(BillingError::NotFound)?;
    let v = store::find(tx, id).await?.filter(|v| v.is_biller(actor)).ok_or(BillingError::NotFound)?;
    if version.is_some_and(|version| version != v.version) {
        return Err(BillingError::Stale(Box::new(v)));
    }
    Ok((v, me))
}

/// Numbers and fixes a draft; reminders are ordered for the days after it is due.
///
/// # Errors
/// Rules, staleness, faults of the database.
pub async fn issue(
    app: &App,
    actor: &Actor,
    id: Id<ieum_kernel::Invoice>,
    version: Option<i64>,
) -> Result<Invoice, BillingError> {
    let now = app.now();
    let mut tx = app.db.begin().await?;
    let (v, me) = mine(&mut tx, actor, id, version).await?;
    let charges = store::charges(&mut tx, Charges { invoice: Some(id), ..Charges::default() }).await?;
    held::captured(&mut tx, app, &charges, me).await?;
    let under_review = charges.iter().map(|charge| charge.review_until).max();
    let days = app.settings::<BillingSettings>().due_days.clamp(0, 365);
    let today = app.zone.day(now);
    let due_on = today.checked_add(days.days()).unwrap_or(today);
    let number = next_number(&mut tx, &app.zone, "I", now).await?;
    let before = v.state.clone();
    let v = v.issue(number, me, now, due_on, under_review).map_err(BillingError::Refused)?;
    let v = keep(&mut tx, v, "issued", Some(me), &before, now).await?;
    for nth in REMINDERS {
        let on = due_on.checked_add(nth.days()).unwrap_or(due_on);
        let payload = json!({ "invoice": id, "days": nth });
        tx.enqueue(&NewJob::new(REMIND, payload, app.zone.midnight(on).plus_minutes(9 * 60))).await?;
    }
    tx.commit().await?;
    Ok(v)
}

/// Those who are told of an invoice: the payer's managers and the one it is for.
pub(super) async fn payers(app: &App, v: &Invoice) -> Result<Vec<Id<Person>>, Problem> {
    let managers: Vec<Contact> = match v.organisation {
        Some(organisation) => app.directory.at_organisation(app, organisation, Some(Role::Manager)).await?,
        None => Vec::new(),
    };
    let mut people: Vec<Id<Person>> =
        managers.into_iter().map(|contact| contact.person).chain(v.person).collect();
    people.sort_unstable();
    people.dedup();
    Ok(people)
}

/// Tells the payer.
///
/// # Errors
/// Rules, staleness, faults of the database.
pub async fn send(
    app: &App,
    actor: &Actor,
    id: Id<ieum_kernel::Invoice>,
    version: Option<i64>,
) -> Result<Invoice, Problem> {
    let seen = store::find(&mut app.db.reader(), id).await?.ok_or_else(Problem::not_found)?;
    let people = payers(app, &seen).await?;
    let now = app.now();
    let mut tx = app.db.begin().await?;
    let (v, me) = mine(&mut tx, actor, id, version).await?;
    let before = v.state.clone();
    let v = v.sent(me, now).map_err(BillingError::Refused)?;
    let v = keep(&mut tx, v, "sent", Some(me), &before, now).await?;
    let args =
        json!({ "number": v.number, "total": v.sums.total, "due": v.due_on.map(|day| day.to_string()) });
    for person in people {
        notices::notify(&mut tx, app.clock(), person, "billing", "billing-notice-sent", &args, &v.path())
            .await?;
    }
    tx.commit().await?;
    Ok(v)
}

/// Records a payment; `payment_beyond_due` guarantees that never more is paid than due.
///
/// # Errors
/// Rules, staleness, faults of the database.
pub async fn pay(
    app: &App,
    actor: &Actor,
    id: Id<ieum_kernel::Invoice>,
    version: Option<i64>,
    said: Payment,
) -> Result<Invoice, BillingError> {
    let now = app.now();
    let mut tx = app.db.begin().await?;
    let (v, me) = mine(&mut tx, actor, id, version).await?;
    let before = v.state.clone();
    let v = v.pay(said.amount, said.on, app.zone.day(now)).map_err(BillingError::Refused)?;
    let v = keep(&mut tx, v, "paid", Some(me), &before, now).await?;
    let payment: Id<PaymentThing> = app.new_id();
    store::insert_payment(&mut tx, payment, id, &said, me).await?;
    if let Some(person) = v.person.filter(|person| *person != me) {
        let args = json!({ "number": v.number, "amount": said.amount });
        notices::notify(&mut tx, app.clock(), person, "billing", "billing-notice-paid", &args, &v.path())
            .await?;
    }
    tx.commit().await?;
    Ok(v)
}

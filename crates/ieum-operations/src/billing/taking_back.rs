//! Taking an invoice back: void while nothing was paid, else by a credit note. Both say why.

use super::charge::{Charge, Sums};
use super::charging::reverse;
use super::held;
use super::invoice::{Invoice, State};
use super::service::{BillingError, keep, mine, noted};
use super::store::{self, Charges};
use crate::request::next_number;
use ieum_db::{DbError, Tx};
use ieum_kernel::{Actor, Id, Money, Person, Timestamp};
use ieum_web::{App, notices};
use serde_json::json;

/// An invoice in the middle of being taken back.
struct Taking {
    tx: Tx,
    v: Invoice,
    me: Id<Person>,
    charges: Vec<Charge>,
    now: Timestamp,
}

async fn begin(
    app: &App,
    actor: &Actor,
    id: Id<ieum_kernel::Invoice>,
    version: Option<i64>,
) -> Result<Taking, BillingError> {
    let now = app.now();
    let mut tx = app.db.begin().await?;
    let (v, me) = mine(&mut tx, actor, id, version).await?;
    let charges = store::charges(&mut tx, Charges { invoice: Some(id), ..Charges::default() }).await?;
    Ok(Taking { tx, v, me, charges, now })
}

/// Takes back an invoice nobody has paid; its charges can be invoiced again, and its number stays with it.
///
/// # Errors
/// Rules, staleness, faults of the database.
pub async fn void(
    app: &App,
    actor: &Actor,
    id: Id<ieum_kernel::Invoice>,
    version: Option<i64>,
    reason: String,
) -> Result<Invoice, BillingError> {
    let Taking { mut tx, v, me, charges, now } = begin(app, actor, id, version).await?;
    let before = v.state.clone();
    let v = v.void(me, reason).map_err(BillingError::Refused)?;
    let v = keep(&mut tx, v, "void", Some(me), &before, now).await?;
    if before != State::Draft {
        held::held_again(&mut tx, app, &charges, me).await?;
    }
    store::let_go(&mut tx, id).await?;
    tx.commit().await?;
    Ok(v)
}

/// Sums with their signs turned.
fn turned(s: Sums) -> Result<Sums, DbError> {
    let back = |money: Money| money.times(-1).map_err(|_wide| DbError::NotFound);
    Ok(Sums { supply: back(s.supply)?, vat: back(s.vat)?, subsidy: back(s.subsidy)?, total: back(s.total)? })
}

/// Takes back an issued invoice by a credit note: every charge is reversed, line by line.
///
/// # Errors
/// Rules, staleness, faults of the database.
pub async fn credit(
    app: &App,
    actor: &Actor,
    id: Id<ieum_kernel::Invoice>,
    version: Option<i64>,
    reason: String,
) -> Result<Invoice, BillingError> {
    let Taking { mut tx, v, me, charges, now } = begin(app, actor, id, version).await?;
    let note_id: Id<ieum_kernel::Invoice> = app.new_id();
    let before = v.state.clone();
    let credited = v.clone().credit(note_id, reason.clone()).map_err(BillingError::Refused)?;
    let mut backs = Vec::new();
    for charge in &charges {
        backs.push(reverse(&mut tx, app, charge, me, &reason, true).await?);
    }
    held::given_back(&mut tx, app, &charges, me).await?;
    let note = Invoice {
        id: note_id,
        kind: "credit_note".to_owned(),
        number: Some(next_number(&mut tx, &app.zone, "C", now).await?),
        credits: Some(id),
        state: State::Issued { by: me },
        sums: turned(v.sums)?,
        paid: Money::zero(v.sums.total.currency),
        issued_at: Some(now),
        due_on: None,
        reminders: 0,
        version: 1,
        made_at: now,
        changed_at: now,
        ..v
    };
    store::insert(&mut tx, &note, me).await?;
    for (charge, line) in backs.into_iter().zip(1_i64..) {
        store::add_line(&mut tx, note_id, line, charge).await?;
    }
    keep(&mut tx, credited, "credited", Some(me), &before, now).await?;
    noted(&mut tx, &note, "credit_note", Some(me), None, now).await?;
    if let Some(person) = note.person.filter(|person| *person != me) {
        let args = json!({ "number": note.number, "reason": reason });
        let path = note.path();
        notices::notify(&mut tx, app.clock(), person, "billing", "billing-notice-credited", &args, &path)
            .await?;
    }
    tx.commit().await?;
    Ok(note)
}

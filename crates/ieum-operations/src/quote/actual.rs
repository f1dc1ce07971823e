//! What was really done where it differs from the accepted quote: stated by the facility with a reason, explained line by
//! line on the invoice.

use super::quote::{Quote, State};
use super::service::QuoteError;
use super::{policy, store};
use crate::billing;
use crate::price::Basis;
use crate::request::{self, Name, Request, Side};
use ieum_db::{Audit, DbError, Reads, Tx, args, to_json};
use ieum_kernel::{Actor, Id};
use ieum_web::App;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeMap;

/// What was really done of one line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[schemars(rename = "QuoteActual")]
pub struct Actual {
    /// Which line, from 1.
    pub line: i64,
    /// How many in the line's unit, in thousandths.
    #[serde(default)]
    pub quantity_milli: i64,
    /// Quantities as the price list counts, for a line that comes from it: minutes for time, pieces otherwise.
    #[serde(default)]
    pub counted: BTreeMap<Basis, i64>,
    /// Why it differs.
    pub reason: String,
}

/// What was stated of one line.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Stated {
    pub quantity_milli: i64,
    pub counted: BTreeMap<Basis, i64>,
    pub reason: String,
}

/// What was stated of a quote, by line.
pub(crate) async fn actuals(
    db: &mut impl Reads,
    quote: Id<ieum_kernel::Quote>,
) -> Result<BTreeMap<i64, Stated>, DbError> {
    let sql = "SELECT line, quantity_milli, counted_json, reason FROM quote_actual WHERE quote_id = $1 ORDER BY line";
    let found = db.all(sql, args![quote], |row| {
        let (quantity_milli, reason) = (row.get("quantity_milli")?, row.get("reason")?);
        Ok((row.get::<i64>("line")?, Stated { quantity_milli, counted: row.json("counted_json")?, reason }))
    });
    Ok(found.await?.into_iter().collect())
}

/// Whether a difference can be stated: the quote is accepted and the work has begun or is done.
pub(super) fn may_state(quote: &Quote, request: &Request) -> bool {
    let worked = matches!(
        request.state.name(),
        Name::InProgress | Name::OnHold | Name::InReview | Name::Delivered | Name::Closed | Name::Disputed
    );
    worked && matches!(quote.state, State::Accepted { .. })
}

async fn keep(
    tx: &mut Tx,
    app: &App,
    quote: &Quote,
    actual: &Actual,
    by: Id<ieum_kernel::Person>,
) -> Result<(), DbError> {
    let sql = "INSERT INTO quote_actual (quote_id, line, quantity_milli, counted_json, reason, by_id, at)
               VALUES ($1, $2, $3, $4, $5, $6, $7)
               ON CONFLICT (quote_id, line) DO UPDATE SET quantity_milli = excluded.quantity_milli,
                 counted_json = excluded.counted_json, reason = excluded.reason, by_id = excluded.by_id,
                 at = excluded.at";
    let Actual { line, quantity_milli, counted, reason } = actual;
    let at = app.now();
    tx.run(sql, args![quote.id, *line, *quantity_milli, to_json(counted)?, reason.trim(), by, at]).await?;
    let (thing, after) = (quote.id.to_string(), Some(json!(actual)));
    let action = "quote.actual_stated";
    tx.audit(&Audit { actor: Some(by), action, thing: &thing, before: None, after, at }).await?;
    tx.emit(action, &thing, &json!({ "quote": quote.id, "request": quote.request, "line": line }), at).await
}

/// States what was really done. Charges of the quote that no invoice holds are made again by it; the accepted quote stays
/// as it is.
///
/// # Errors
/// Every reason at once: nothing to state yet, a line that is not there, no reason given, a charge that is on an invoice;
/// not this person's facility; faults of the database.
pub async fn state_actual(
    app: &App,
    actor: &Actor,
    id: Id<ieum_kernel::Quote>,
    actual: Vec<Actual>,
) -> Result<(), QuoteError> {
    let me = actor.person.ok_or(QuoteError::NotFound)?;
    let mut tx = app.db.begin().await?;
    let quote = store::find(&mut tx, id).await?.ok_or(QuoteError::NotFound)?;
    let request = request::load(&mut tx, quote.request).await?.ok_or(QuoteError::NotFound)?;
    let staff = request.sides(actor).contains(&Side::Facility);
    let biller = request.facility.is_some_and(|facility| billing::bills(actor, facility));
    if !staff && !biller {
        return Err(QuoteError::NotFound);
    }
    let invoiced = billing::is_invoiced(&mut tx, id).await?;
    let facts =
        policy::Stating { quote: &quote, may: may_state(&quote, &request), invoiced, actual: &actual };
    let reasons = policy::stating_refusals(&facts);
    if !reasons.is_empty() {
        return Err(QuoteError::Refused(reasons));
    }
    for one in &actual {
        keep(&mut tx, app, &quote, one, me).await?;
    }
    billing::charge_again(&mut tx, app, &request, &quote, me).await.map_err(|error| match error {
        billing::ChargeError::Db(error) => QuoteError::Db(error),
        billing::ChargeError::Price(error) => QuoteError::Price(error),
        billing::ChargeError::Refused(_) | billing::ChargeError::NotFound => {
            QuoteError::Stale(Box::new(quote.clone()))
        }
    })?;
    tx.commit().await?;
    Ok(())
}

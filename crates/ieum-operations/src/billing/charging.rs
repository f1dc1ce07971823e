//! Where charges come from: a use and its price plan, a reversal; and what the house charges by itself.

use super::BillingSettings;
use super::charge::{Charge, ChargeThing, budget_line, turned};
use super::invoice::Refusal;
use super::quoted::charge_for_quote;
use super::store::{self, Charges};
use crate::price::{self, Basis, PriceError, Quantities, Target};
use crate::usage;
use ieum_db::{Audit, DbError, JobFailure, Reads, Tx, args};
use ieum_kernel::{Id, Instrument, Organisation, Person, UsageSession};
use ieum_web::{App, Problem};
use serde_json::json;
use std::collections::BTreeMap;

/// Why no charge was made.
#[derive(Debug, thiserror::Error)]
pub enum ChargeError {
    /// The rules said no.
    #[error("refused for {} reason(s)", .0.len())]
    Refused(Vec<Refusal>),
    /// There is no price.
    #[error("there is no price")]
    Price(#[from] PriceError),
    /// There is nothing of this kind for this person.
    #[error("no such charge")]
    NotFound,
    /// The database.
    #[error("cannot reach the charges")]
    Db(#[from] DbError),
}

impl From<ChargeError> for Problem {
    fn from(error: ChargeError) -> Self {
        match error {
            ChargeError::Refused(reasons) => Self::refused("billing", reasons),
            ChargeError::Price(PriceError::NoPlan) => {
                Self::refused("price", vec![json!({ "rule": "no-plan" })])
            }
            ChargeError::Price(PriceError::Unpriced(reason)) => Self::refused("price", vec![reason]),
            ChargeError::Price(PriceError::Db(error)) | ChargeError::Db(error) => error.into(),
            ChargeError::NotFound => Self::not_found(),
        }
    }
}

/// Keeps a charge with audit trail and event, and spends a voucher that no quote held.
pub(super) async fn keep(tx: &mut Tx, charge: &Charge) -> Result<(), DbError> {
    // What a quote's voucher pays is held since the acceptance and captured when the invoice is issued.
    let held = match charge.quote {
        Some(quote) => price::hold_of(tx, quote).await?.is_some(),
        None => false,
    };
    if let Some(voucher) = charge.voucher.filter(|_| !held) {
        price::spend(tx, voucher, charge.calculation.subsidy.minor).await?;
    }
    store::insert_charge(tx, charge).await?;
    let (thing, at) = (charge.id.to_string(), charge.made_at);
    let action = if charge.reverses.is_some() { "charge.reversed" } else { "charge.made" };
    let after = Some(
        json!({ "total": charge.calculation.total, "reverses": charge.reverses, "reason": charge.reason }),
    );
    tx.audit(&Audit { actor: Some(charge.made_by), action, thing: &thing, before: None, after, at }).await?;
    let facts = json!({ "charge": charge.id, "request": charge.request, "facility": charge.facility });
    tx.emit(action, &thing, &facts, at).await
}

/// Charges a finished use by the instrument's price plan; nothing when it is charged already, still runs, belongs to a
/// request (its quote pays it) or the instrument has no plan. The operation log gets the fee.
///
/// # Errors
/// A plan that cannot price it; faults of the database.
pub async fn charge_for_usage(
    tx: &mut Tx,
    app: &App,
    id: Id<UsageSession>,
) -> Result<Option<Id<ChargeThing>>, ChargeError> {
    let sql = "SELECT u.instrument_id, u.facility_id, u.person_id, u.organisation_id, u.request_id, u.kind,
                      u.started_at, u.ended_at, u.samples, u.staff_minutes, u.written_by_id
               FROM usage_session u WHERE u.id = $1 AND u.ended_at IS NOT NULL AND u.request_id IS NULL";
    let found = tx.maybe(sql, args![id], |row| {
        let (starts, ends) = (row.get("started_at")?, row.get("ended_at")?);
        Ok((
            (
                row.get::<Id<Instrument>>("instrument_id")?,
                row.get("facility_id")?,
                row.get::<Id<Person>>("person_id")?,
            ),
            (row.get::<Option<Id<Organisation>>>("organisation_id")?, row.get::<String>("kind")?),
            ieum_kernel::TimeSpan { starts, ends },
            (
                row.get::<i64>("samples")?,
                row.get::<i64>("staff_minutes")?,
                row.get::<Id<Person>>("written_by_id")?,
            ),
        ))
    });
    let Some(((instrument, facility, person), (payer, kind), span, (samples, staff, by))) = found.await?
    else {
        return Ok(None);
    };
    if store::is_charged(tx, Some(id), None).await? {
        return Ok(None);
    }
    let day = app.zone.day(span.starts);
    let counted = BTreeMap::from([
        (Basis::Hour, span.minutes().max(1)),
        (Basis::StaffHour, staff),
        (Basis::Sample, samples),
        (Basis::Run, 1),
    ]);
    let target = Target::Instrument(instrument);
    let used = Quantities { counted, time: Some((span, app.zone.clone())), ..Quantities::default() };
    let priced = match price::price_use(tx, target, facility, payer, day, used).await {
        Ok(priced) => priced,
        Err(PriceError::NoPlan | PriceError::Unpriced(price::Unpriced::NothingPriced)) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let Some(thing) = price::priced(tx, target).await? else { return Ok(None) };
    let now = app.now();
    let charge = Charge {
        id: app.new_id(),
        kind: "usage".to_owned(),
        facility,
        organisation: payer,
        person: Some(person),
        request: None,
        usage: Some(id),
        quote: None,
        quote_line: None,
        instrument: Some(instrument),
        service: None,
        description: thing.name,
        registration_number: thing.registration_number,
        budget_line: budget_line(&kind).to_owned(),
        access_mode: kind,
        quantity: minutes_words(span.minutes().max(1)),
        calculation: priced.calculation,
        plan: Some(priced.plan),
        voucher: priced.voucher,
        reverses: None,
        reason: String::new(),
        used_on: day,
        review_until: now.plus_days(app.settings::<BillingSettings>().review_days),
        made_by: by,
        made_at: now,
    };
    keep(tx, &charge).await?;
    usage::keep_fee(tx, id, charge.calculation.total).await?;
    Ok(Some(charge.id))
}

/// Hours and minutes, as `2:30`.
fn minutes_words(minutes: i64) -> String {
    format!("{}:{:02}", minutes / 60, minutes % 60)
}

/// Takes a charge back with a line of the opposite amount; its voucher gets its share back.
///
/// # Errors
/// A charge that stands on an invoice or was reversed already; faults of the database.
pub async fn reverse(
    tx: &mut Tx,
    app: &App,
    charge: &Charge,
    by: Id<Person>,
    reason: &str,
    from_credit_note: bool,
) -> Result<Id<ChargeThing>, ChargeError> {
    let (reversed, held) = store::held(tx, charge.id).await?;
    let mut reasons = Vec::new();
    if reversed || charge.reverses.is_some() {
        reasons.push(Refusal::AlreadyReversed);
    }
    if held && !from_credit_note {
        reasons.push(Refusal::OnInvoice);
    }
    if !reasons.is_empty() {
        return Err(ChargeError::Refused(reasons));
    }
    let now = app.now();
    let back = Charge {
        id: app.new_id(),
        kind: "reversal".to_owned(),
        calculation: turned(&charge.calculation).ok_or(DbError::NotFound)?,
        reverses: Some(charge.id),
        reason: reason.to_owned(),
        review_until: now,
        made_by: by,
        made_at: now,
        ..charge.clone()
    };
    keep(tx, &back).await?;
    Ok(back.id)
}

/// One charge.
pub(crate) async fn find(db: &mut impl Reads, id: Id<ChargeThing>) -> Result<Option<Charge>, DbError> {
    Ok(store::charges(db, Charges { id: Some(id), ..Charges::default() }).await?.into_iter().next())
}

/// What the house charges by itself: a finished use, and the quote of a delivered request.
pub(super) async fn on_event(app: App, event: ieum_db::Event) -> Result<(), JobFailure> {
    let failed = |error: ChargeError| JobFailure::retry(format!("{error}: {error:?}"));
    let of = |name: &str| event.payload.get(name).and_then(|v| v.as_str()).map(str::to_owned);
    let mut tx = app.db.begin().await?;
    match event.topic.as_str() {
        "reservation.checked_out" => {
            let id = of("reservation").and_then(|id| id.parse().ok());
            let session = match id {
                Some(id) => usage::of_reservation(&mut tx, id).await?,
                None => None,
            };
            if let Some(session) = session {
                charge_for_usage(&mut tx, &app, session.id).await.map_err(failed)?;
            }
        }
        "usage.recorded" => {
            if let Some(id) = of("usage").and_then(|id| id.parse().ok()) {
                charge_for_usage(&mut tx, &app, id).await.map_err(failed)?;
            }
        }
        "request.deliver" => {
            let id = of("request").and_then(|id| id.parse().ok());
            let request = match id {
                Some(id) => crate::request::load(&mut tx, id).await?,
                None => None,
            };
            if let Some(request) = request {
                let by = request.handler.unwrap_or(request.person);
                charge_for_quote(&mut tx, &app, &request, by).await.map_err(failed)?;
            }
        }
        _ => return Ok(()),
    }
    tx.commit().await?;
    Ok(())
}

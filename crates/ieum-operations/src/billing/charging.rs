//! Where charges come from: a use and its price plan, an accepted quote, a statement, a reversal.

use super::BillingSettings;
use super::charge::{Charge, ChargeThing, budget_line, plain, turned};
use super::invoice::Refusal;
use super::store::{self, Charges};
use crate::price::{self, Basis, Calculation, PriceError, Quantities, Target, Trace};
use crate::request::Request;
use crate::usage;
use ieum_db::{Audit, DbError, JobFailure, Reads, Tx, args};
use ieum_kernel::{Id, Instrument, Money, Organisation, Person, Ratio, Rounding, Text, UsageSession};
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

/// Keeps a charge with audit trail and event, and spends its voucher.
async fn keep(tx: &mut Tx, charge: &Charge) -> Result<(), DbError> {
    if let Some(voucher) = charge.voucher {
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
    let used = Quantities { counted, ..Quantities::default() };
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

/// Splits an amount by the lines' amounts so that the parts add up exactly; all to the first when that cannot be.
fn by_lines(amount: Money, lines: &[Money]) -> Vec<Money> {
    let weights: Vec<i64> = lines.iter().map(|line| line.minor.max(0)).collect();
    amount.split(&weights).unwrap_or_else(|_unsplittable| {
        let zero = Money::zero(amount.currency);
        (0..lines.len()).map(|place| if place == 0 { amount } else { zero }).collect()
    })
}

/// Takes a voucher's share off a calculation; says what is left of the voucher.
fn with_voucher(c: Calculation, voucher: &price::VoucherRow, left: i64) -> Option<(Calculation, i64)> {
    let share = c.supply.share(Ratio::percent(voucher.percent), Rounding::Down).ok()?;
    let subsidy = Money { minor: share.minor.min(left.max(0)), ..share };
    let total = c.total.minus(subsidy).ok()?;
    let args = BTreeMap::from([
        ("name".to_owned(), json!(voucher.name)),
        ("percent".to_owned(), json!(voucher.percent)),
        ("paid".to_owned(), json!(subsidy)),
        ("left".to_owned(), json!(Money { minor: left.max(0), ..share })),
    ]);
    let rule = if subsidy.minor < share.minor { "subsidy-capped" } else { "subsidy" };
    let mut trace = c.trace;
    trace.push(Trace { rule: rule.to_owned(), before: c.total, after: total, exact: None, args });
    Some((Calculation { trace, subsidy, total, ..c }, left - subsidy.minor))
}

/// Charges the accepted quote of a request, a charge a line; nothing when there is none or it is charged already. What a
/// quote says was agreed by accepting it, so no review follows.
///
/// # Errors
/// Faults of the database.
pub async fn charge_for_quote(
    tx: &mut Tx,
    app: &App,
    request: &Request,
    by: Id<Person>,
) -> Result<Vec<Id<ChargeThing>>, ChargeError> {
    let (Some(facility), Some(quote)) = (request.facility, store::accepted(tx, request.id).await?) else {
        return Ok(Vec::new());
    };
    if quote.lines.is_empty() || store::is_charged(tx, None, Some(quote.id)).await? {
        return Ok(Vec::new());
    }
    let (now, zero) = (app.now(), Money::zero(quote.supply.currency));
    let day = app.zone.day(now);
    let priced = match request.instrument {
        Some(instrument) => price::priced(tx, Target::Instrument(instrument)).await?,
        None => None,
    };
    let voucher = match request.organisation {
        Some(payer) => price::voucher_on(tx, payer, day, zero.currency.code()).await?,
        None => None,
    };
    let mut left = voucher.as_ref().map_or(0, |voucher| voucher.cap.saturating_sub(voucher.spent));
    let amounts: Vec<Money> = quote.lines.iter().map(|(_, _, amount)| *amount).collect();
    let (supplies, vats) = (by_lines(quote.supply, &amounts), by_lines(quote.vat, &amounts));
    let mut made = Vec::new();
    for (((words, quantity, _), supply), vat) in quote.lines.iter().zip(supplies).zip(vats) {
        let args = BTreeMap::from([("number".to_owned(), json!(quote.number))]);
        let mut calculation = plain("quoted", supply, vat, args).ok_or(DbError::NotFound)?;
        if let Some(voucher) = &voucher
            && let Some((taken, rest)) = with_voucher(calculation.clone(), voucher, left)
        {
            (calculation, left) = (taken, rest);
        }
        let paid = calculation.subsidy.minor > 0;
        let charge = Charge {
            id: app.new_id(),
            kind: "quote".to_owned(),
            facility,
            organisation: request.organisation,
            person: Some(request.person),
            request: Some(request.id),
            usage: None,
            quote: Some(quote.id),
            instrument: request.instrument,
            service: request.service,
            description: Text { ko: words.clone(), en: words.clone() },
            registration_number: priced.as_ref().map(|p| p.registration_number.clone()).unwrap_or_default(),
            access_mode: "request".to_owned(),
            budget_line: budget_line("request").to_owned(),
            quantity: quantity.clone(),
            calculation,
            plan: None,
            voucher: voucher.as_ref().filter(|_| paid).map(|voucher| voucher.id),
            reverses: None,
            reason: String::new(),
            used_on: day,
            review_until: now,
            made_by: by,
            made_at: now,
        };
        keep(tx, &charge).await?;
        made.push(charge.id);
    }
    Ok(made)
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

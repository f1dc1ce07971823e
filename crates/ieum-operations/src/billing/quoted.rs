//! Charges of an accepted quote: exactly its amounts, unless what was done differs, and then with the difference explained.

use super::charge::{Charge, ChargeThing, budget_line};
use super::charging::{ChargeError, keep, reverse};
use super::store::{self, Charges};
use crate::price::{self, Basis, Calculation, Target, Trace, VAT_PERCENT};
use crate::quote::{self, Line, Quote, Stated, Vat, quantity_text};
use crate::request::Request;
use ieum_db::{DbError, Reads, Tx};
use ieum_kernel::{Id, Money, Person, Ratio, Rounding, Text};
use ieum_web::App;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The VAT of a quote on its lines, so that the parts add up exactly: by the amounts of those that are taxed.
pub(super) fn vat_by_line(quote: &Quote) -> Vec<Money> {
    let taxed = |line: &Line| if line.vat == Vat::Standard { line.amount.minor.max(0) } else { 0 };
    let weights: Vec<i64> = quote.lines.iter().map(taxed).collect();
    let vat = quote.totals.vat_amount;
    // Nothing taxed has no VAT to share out.
    vat.split(&weights).unwrap_or_else(|_nothing_taxed| vec![Money::zero(vat.currency); weights.len()])
}

fn step(rule: &str, before: Money, after: Money, args: &[(&str, Value)]) -> Trace {
    let args = args.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    Trace { rule: rule.to_owned(), before, after, exact: None, args }
}

/// The steps to the accepted amount: the list's own, the departure, the acceptance.
fn accepted_steps(quote: &Quote, line: &Line) -> Vec<Trace> {
    let mut trace = Vec::new();
    let mut now = Money::zero(line.amount.currency);
    if let Some(listed) = &line.listed {
        let own = &listed.price.calculation.trace;
        trace.extend(own.iter().filter(|step| !step.rule.starts_with("vat")).cloned());
        now = listed.price.calculation.supply;
    }
    if line.departs() {
        trace.push(step("override", now, line.amount, &[("reason", json!(line.reason))]));
        now = line.amount;
    }
    trace.push(step("quoted", now, line.amount, &[("number", json!(quote.number))]));
    trace
}

/// What was done, said as counted: the line's own quantity, or the list's quantities.
fn quantities(app: &App, line: &Line, stated: &Stated) -> (String, String) {
    let counted = |of: &BTreeMap<Basis, i64>| {
        let one = |(basis, count): (&Basis, &i64)| {
            let args = BTreeMap::from([
                ("basis".to_owned(), json!(basis.key())),
                ("count".to_owned(), json!(quantity_text(count.saturating_mul(1000) / basis.per()))),
            ]);
            app.words.say(ieum_kernel::Lang::Ko, "quote-counted", &args)
        };
        of.iter().map(one).collect::<Vec<_>>().join(", ")
    };
    match line.listed.as_ref().filter(|_| !line.departs() && !stated.counted.is_empty()) {
        Some(listed) => {
            let quoted = listed.price.calculation.lines.iter().map(|one| (one.basis, one.quantity)).collect();
            (counted(&quoted), counted(&stated.counted))
        }
        None => {
            let say = |milli: i64| format!("{} {}", quantity_text(milli), line.unit).trim().to_owned();
            (say(line.quantity_milli), say(stated.quantity_milli))
        }
    }
}

/// The supply for what was done: the list's price for other quantities, or the line's unit price.
async fn supply_of(
    db: &mut impl Reads,
    app: &App,
    line: &Line,
    stated: &Stated,
) -> Result<Money, ChargeError> {
    if let Some(listed) = line.listed.as_ref().filter(|_| !line.departs() && !stated.counted.is_empty()) {
        if stated.counted.values().all(|count| *count == 0) {
            return Ok(Money::zero(line.amount.currency));
        }
        let used = listed.asked.quantities(app, stated.counted.clone());
        return Ok(price::price_again(db, &listed.price, used).await?.supply);
    }
    let share = Ratio::new(stated.quantity_milli, 1000)
        .and_then(|ratio| line.unit_price.share(ratio, quote::LINE_ROUNDING));
    Ok(share.map_err(|_wide| DbError::NotFound)?)
}

/// The amount of one line with every step: as accepted, or by what was done.
async fn amount_of(
    db: &mut impl Reads,
    app: &App,
    quote: &Quote,
    line: &Line,
    quoted_vat: Money,
    stated: Option<&Stated>,
) -> Result<Calculation, ChargeError> {
    let mut trace = accepted_steps(quote, line);
    let (mut supply, mut vat) = (line.amount, quoted_vat);
    if let Some(stated) = stated {
        supply = supply_of(db, app, line, stated).await?;
        let (quoted, done) = quantities(app, line, stated);
        let args = [("quoted", json!(quoted)), ("done", json!(done)), ("reason", json!(stated.reason))];
        trace.push(step("actual", line.amount, supply, &args));
        vat = match line.vat {
            Vat::Standard => supply
                .share(Ratio::percent(VAT_PERCENT), quote.rounding)
                .map_err(|_wide| DbError::NotFound)?,
            Vat::Exempt | Vat::Zero => Money::zero(supply.currency),
        };
    }
    let total = supply.plus(vat).map_err(|_wide| DbError::NotFound)?;
    let rule = match line.vat {
        Vat::Standard => "vat",
        Vat::Exempt => "vat-exempt",
        Vat::Zero => "vat-zero",
    };
    trace.push(step(rule, supply, total, &[("percent", json!(VAT_PERCENT)), ("vat", json!(vat))]));
    let subsidy = Money::zero(supply.currency);
    Ok(Calculation { lines: Vec::new(), trace, supply, vat, subsidy, total })
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
    let (Some(facility), Some(accepted)) = (request.facility, quote::accepted(tx, request.id).await?) else {
        return Ok(Vec::new());
    };
    if accepted.lines.is_empty() || store::is_charged(tx, None, Some(accepted.id)).await? {
        return Ok(Vec::new());
    }
    let stated = quote::actuals(tx, accepted.id).await?;
    let now = app.now();
    let day = app.zone.day(now);
    // Only a voucher that was held when the quote was accepted pays: nobody's voucher is spent unasked.
    let hold = price::hold_of(tx, accepted.id).await?;
    let voucher = match &hold {
        Some(hold) => price::voucher(tx, hold.voucher).await?,
        None => None,
    };
    let mut left = hold.map_or(0, |hold| hold.held);
    let vats = vat_by_line(&accepted);
    let mut made = Vec::new();
    for ((line, number), vat) in accepted.lines.iter().zip(1_i64..).zip(vats) {
        let done = stated.get(&number);
        let mut calculation = amount_of(tx, app, &accepted, line, vat, done).await?;
        if let Some(voucher) = &voucher
            && let Some((taken, rest)) = with_voucher(calculation.clone(), voucher, left)
        {
            (calculation, left) = (taken, rest);
        }
        let paid = calculation.subsidy.minor > 0;
        let target = line.listed.as_ref().map(|listed| listed.asked.target);
        let instrument = match target {
            Some(Target::Instrument(id)) => Some(id),
            _ => request.instrument,
        };
        let registered = match instrument {
            Some(id) => price::priced(tx, Target::Instrument(id)).await?,
            None => None,
        };
        let quantity = match done {
            Some(stated) => quantities(app, line, stated).1,
            None => format!("{} {}", quantity_text(line.quantity_milli), line.unit).trim().to_owned(),
        };
        let charge = Charge {
            id: app.new_id(),
            kind: "quote".to_owned(),
            facility,
            organisation: request.organisation,
            person: Some(request.person),
            request: Some(request.id),
            usage: None,
            quote: Some(accepted.id),
            quote_line: Some(number),
            instrument,
            service: request.service,
            description: Text { ko: line.description.clone(), en: line.description.clone() },
            registration_number: registered.map(|thing| thing.registration_number).unwrap_or_default(),
            access_mode: "request".to_owned(),
            budget_line: budget_line("request").to_owned(),
            quantity,
            calculation,
            plan: line.listed.as_ref().map(|listed| listed.price.plan),
            voucher: voucher.as_ref().filter(|_| paid).map(|voucher| voucher.id),
            reverses: None,
            reason: done.map(|stated| stated.reason.clone()).unwrap_or_default(),
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

/// Whether an invoice holds a charge of a quote.
///
/// # Errors
/// Faults of the database.
pub(crate) async fn is_invoiced(db: &mut impl Reads, quote: Id<ieum_kernel::Quote>) -> Result<bool, DbError> {
    store::quote_held(db, quote).await
}

/// Makes the charges of a quote again when there are any: what was done was stated after they were made.
///
/// # Errors
/// A charge on an invoice; faults of the database.
pub(crate) async fn charge_again(
    tx: &mut Tx,
    app: &App,
    request: &Request,
    quote: &Quote,
    by: Id<Person>,
) -> Result<(), ChargeError> {
    let of = Charges { quote: Some(quote.id), open: true, ..Charges::default() };
    let standing = store::charges(tx, of).await?;
    if standing.is_empty() {
        return Ok(());
    }
    let why = app.words.plain(ieum_kernel::Lang::Ko, "billing-done-differently");
    for charge in &standing {
        reverse(tx, app, charge, by, &why, false).await?;
    }
    charge_for_quote(tx, app, request, by).await.map(drop)
}

/// One line of an invoice beside the quote it comes from.
#[derive(Debug, Clone, serde::Serialize, schemars::JsonSchema)]
pub struct Compared {
    /// What it is for.
    pub description: Text,
    /// The accepted supply.
    pub quoted: Money,
    /// The charged supply.
    pub charged: Money,
    /// What is more, or less when negative.
    pub difference: Money,
    /// Why; empty where nothing differs.
    pub reason: String,
}

/// The charges of quotes beside what was accepted; nothing when none differs.
pub(super) fn compared(charges: &[Charge]) -> Vec<Compared> {
    let one = |charge: &Charge| {
        let after = |rule: &str| {
            charge.calculation.trace.iter().find(|step| step.rule == rule).map(|step| step.after)
        };
        let quoted = after("quoted")?;
        let charged = after("actual").unwrap_or(quoted);
        let difference = charged.minus(quoted).ok()?;
        let (description, reason) = (charge.description.clone(), charge.reason.clone());
        Some(Compared { description, quoted, charged, difference, reason })
    };
    let all: Vec<Compared> = charges.iter().filter_map(one).collect();
    if all.iter().any(|line| line.difference.minor != 0) { all } else { Vec::new() }
}

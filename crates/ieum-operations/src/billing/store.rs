//! What is kept of money. Charges and payments are only ever added.

use super::charge::{Charge, ChargeThing, Sums};
use super::invoice::Invoice;
use ieum_db::{DbError, Query, Reads, Row, Tx, args, to_json};
use ieum_kernel::{
    Currency, Facility, Id, Money, Organisation, Person, Request, Text, Timestamp, UsageSession,
};
use jiff::civil::Date;
use serde::Serialize;
use std::str::FromStr;

fn parsed<T: FromStr>(row: &Row, column: &str) -> Result<T, DbError> {
    let text: String = row.get(column)?;
    text.parse()
        .map_err(|_wrong| DbError::Decode { column: column.to_owned(), source: "cannot be read".into() })
}

fn charge(row: &Row) -> Result<Charge, DbError> {
    Ok(Charge {
        id: row.get("id")?,
        kind: row.get("kind")?,
        facility: row.get("facility_id")?,
        organisation: row.get("organisation_id")?,
        person: row.get("person_id")?,
        request: row.get("request_id")?,
        usage: row.get("usage_id")?,
        quote: row.get("quote_id")?,
        quote_line: row.get("quote_line")?,
        instrument: row.get("instrument_id")?,
        service: row.get("service_id")?,
        description: Text { ko: row.get("description_ko")?, en: row.get("description_en")? },
        registration_number: row.get("registration_number")?,
        access_mode: row.get("access_mode")?,
        budget_line: row.get("budget_line")?,
        quantity: row.get("quantity")?,
        calculation: row.json("trace_json")?,
        plan: row.get("plan_id")?,
        voucher: row.get("voucher_id")?,
        reverses: row.get("reverses_id")?,
        reason: row.get("reason")?,
        used_on: parsed(row, "used_on")?,
        review_until: row.get("review_until")?,
        made_by: row.get("made_by_id")?,
        made_at: row.get("made_at")?,
    })
}

pub(crate) async fn insert_charge(tx: &mut Tx, c: &Charge) -> Result<(), DbError> {
    let sql = "INSERT INTO charge (id, kind, facility_id, organisation_id, person_id, request_id, usage_id, quote_id,
                 instrument_id, service_id, description_ko, description_en, registration_number, access_mode,
                 budget_line, quantity, currency, supply_minor, vat_minor, subsidy_minor, total_minor, plan_id,
                 voucher_id, trace_json, reverses_id, reason, used_on, review_until, made_by_id, made_at, quote_line)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
                 $22, $23, $24, $25, $26, $27, $28, $29, $30, $31)";
    let k = &c.calculation;
    let values = args![
        c.id,
        &c.kind,
        c.facility,
        c.organisation,
        c.person,
        c.request,
        c.usage,
        c.quote,
        c.instrument,
        c.service,
        &c.description.ko,
        &c.description.en,
        &c.registration_number,
        &c.access_mode,
        &c.budget_line,
        &c.quantity,
        k.total.currency.code(),
        k.supply.minor,
        k.vat.minor,
        k.subsidy.minor,
        k.total.minor,
        c.plan,
        c.voucher,
        to_json(k)?,
        c.reverses,
        &c.reason,
        c.used_on,
        c.review_until,
        c.made_by,
        c.made_at,
        c.quote_line
    ];
    tx.run(sql, values).await.map(drop)
}

/// Which charges.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Charges<'a> {
    pub id: Option<Id<ChargeThing>>,
    pub facility: Option<Id<Facility>>,
    pub organisation: Option<Id<Organisation>>,
    pub person: Option<Id<Person>>,
    pub request: Option<Id<Request>>,
    pub quote: Option<Id<ieum_kernel::Quote>>,
    pub invoice: Option<Id<ieum_kernel::Invoice>>,
    /// `2026-03`.
    pub month: Option<&'a str>,
    /// Neither reversed nor on a live invoice.
    pub open: bool,
    /// Of no request: for monthly invoices.
    pub requestless: bool,
}

/// The charges of a filter, oldest first.
pub(crate) async fn charges(db: &mut impl Reads, of: Charges<'_>) -> Result<Vec<Charge>, DbError> {
    let base = "SELECT c.id, c.kind, c.facility_id, c.organisation_id, c.person_id, c.request_id, c.usage_id,
                       c.quote_id, c.quote_line, c.instrument_id, c.service_id, c.description_ko, c.description_en,
                       c.registration_number, c.access_mode, c.budget_line, c.quantity, c.plan_id, c.voucher_id,
                       c.trace_json, c.reverses_id, c.reason, c.used_on, c.review_until, c.made_by_id, c.made_at
                FROM charge c WHERE c.made_at IS NOT NULL";
    let (sql, values) = Query::new(base, args![])
        .and_some(" AND c.id = ?", of.id)
        .and_some(" AND c.facility_id = ?", of.facility)
        .and_some(" AND c.organisation_id = ?", of.organisation)
        .and_some(" AND c.person_id = ?", of.person)
        .and_some(" AND c.request_id = ?", of.request)
        .and_some(" AND c.quote_id = ?", of.quote)
        .and_some(" AND substr(c.used_on, 1, 7) = ?", of.month)
        .and_some(
            " AND EXISTS (SELECT 1 FROM invoice_line l WHERE l.charge_id = c.id AND l.invoice_id = ?)",
            of.invoice,
        )
        .and_if(of.requestless, " AND c.request_id IS NULL", args![])
        .and_if(
            of.open,
            " AND c.kind <> 'reversal' AND NOT EXISTS (SELECT 1 FROM charge r WHERE r.reverses_id = c.id)
              AND NOT EXISTS (SELECT 1 FROM invoice_line l WHERE l.charge_id = c.id AND l.held)",
            args![],
        )
        .and(" ORDER BY c.used_on, c.made_at, c.id LIMIT 1000", args![])
        .finish();
    db.all(sql, values, charge).await
}

/// Whether a charge of a use or a quote stands, reversed ones not counted.
pub(crate) async fn is_charged(
    db: &mut impl Reads,
    usage: Option<Id<UsageSession>>,
    quote: Option<Id<ieum_kernel::Quote>>,
) -> Result<bool, DbError> {
    let sql = "SELECT c.id FROM charge c WHERE (c.usage_id = $1 OR c.quote_id = $2) AND c.kind <> 'reversal'
                 AND NOT EXISTS (SELECT 1 FROM charge r WHERE r.reverses_id = c.id) LIMIT 1";
    Ok(db.maybe(sql, args![usage, quote], |row| row.get::<Id<ChargeThing>>("id")).await?.is_some())
}

/// Whether a charge was reversed, and whether it stands on a live invoice.
pub(crate) async fn held(db: &mut impl Reads, id: Id<ChargeThing>) -> Result<(bool, bool), DbError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM charge r WHERE r.reverses_id = $1) AS reversed,
                      EXISTS (SELECT 1 FROM invoice_line l WHERE l.charge_id = $1 AND l.held) AS held";
    db.one(sql, args![id], |row| Ok((row.get("reversed")?, row.get("held")?))).await
}

/// Whether a charge of a quote stands on a live invoice.
pub(crate) async fn quote_held(db: &mut impl Reads, id: Id<ieum_kernel::Quote>) -> Result<bool, DbError> {
    let sql = "SELECT c.id FROM charge c JOIN invoice_line l ON l.charge_id = c.id
               WHERE c.quote_id = $1 AND l.held AND c.kind <> 'reversal'
                 AND NOT EXISTS (SELECT 1 FROM charge r WHERE r.reverses_id = c.id) LIMIT 1";
    Ok(db.maybe(sql, args![id], |row| row.get::<Id<ChargeThing>>("id")).await?.is_some())
}

fn invoice(row: &Row) -> Result<Invoice, DbError> {
    let currency: Currency = parsed(row, "currency")?;
    let money = |column: &str| row.get::<i64>(column).map(|minor| Money { minor, currency });
    let due: Option<String> = row.get("due_on")?;
    Ok(Invoice {
        id: row.get("id")?,
        kind: row.get("kind")?,
        number: row.get("number")?,
        facility: row.get("facility_id")?,
        organisation: row.get("organisation_id")?,
        person: row.get("person_id")?,
        request: row.get("request_id")?,
        month: row.get("month")?,
        credits: row.get("credits_id")?,
        state: row.json("state_json")?,
        sums: Sums {
            supply: money("supply_minor")?,
            vat: money("vat_minor")?,
            subsidy: money("subsidy_minor")?,
            total: money("total_minor")?,
        },
        paid: money("paid_minor")?,
        issued_at: row.get("issued_at")?,
        due_on: due.and_then(|day| day.parse().ok()),
        reminders: row.get("reminders")?,
        version: row.get("version")?,
        made_at: row.get("made_at")?,
        changed_at: row.get("changed_at")?,
    })
}

pub(crate) async fn find(
    db: &mut impl Reads,
    id: Id<ieum_kernel::Invoice>,
) -> Result<Option<Invoice>, DbError> {
    let sql = "SELECT id, kind, number, facility_id, organisation_id, person_id, request_id, month, credits_id,
                      state_json, currency, supply_minor, vat_minor, subsidy_minor, total_minor, paid_minor, issued_at,
                      due_on, reminders, version, made_at, changed_at
               FROM invoice WHERE id = $1";
    db.maybe(sql, args![id], invoice).await
}

/// Which invoices; payers see issued ones only.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Invoices {
    pub facility: Option<Id<Facility>>,
    pub organisation: Option<Id<Organisation>>,
    pub person: Option<Id<Person>>,
    pub request: Option<Id<Request>>,
    pub issued: bool,
}

/// The invoices of a filter, newest first, with the payer's names.
pub(crate) async fn invoices(db: &mut impl Reads, of: Invoices) -> Result<Vec<(Invoice, Text)>, DbError> {
    let base =
        "SELECT v.id, v.kind, v.number, v.facility_id, v.organisation_id, v.person_id, v.request_id, v.month,
                       v.credits_id, v.state_json, v.currency, v.supply_minor, v.vat_minor, v.subsidy_minor,
                       v.total_minor, v.paid_minor, v.issued_at, v.due_on, v.reminders, v.version, v.made_at,
                       v.changed_at, o.name_ko, o.name_en, p.name AS person
                FROM invoice v
                LEFT JOIN public_organisation o ON o.id = v.organisation_id
                LEFT JOIN public_person p ON p.id = v.person_id
                WHERE v.version > 0";
    let (sql, values) = Query::new(base, args![])
        .and_some(" AND v.facility_id = ?", of.facility)
        .and_some(" AND v.organisation_id = ?", of.organisation)
        .and_some(" AND v.person_id = ?", of.person)
        .and_some(" AND v.request_id = ?", of.request)
        .and_if(of.issued, " AND v.number IS NOT NULL", args![])
        .and(" ORDER BY v.made_at DESC, v.id DESC LIMIT 200", args![])
        .finish();
    db.all(sql, values, |row| {
        let text = |column: &str| row.get::<Option<String>>(column).map(Option::unwrap_or_default);
        let person = text("person")?;
        let name = Text { ko: text("name_ko")?, en: text("name_en")? };
        let name = if name.is_empty() { Text { ko: person.clone(), en: person } } else { name };
        Ok((invoice(row)?, name))
    })
    .await
}

pub(crate) async fn insert(tx: &mut Tx, v: &Invoice, by: Id<Person>) -> Result<(), DbError> {
    let sql = "INSERT INTO invoice (id, kind, number, facility_id, organisation_id, person_id, request_id, month,
                 credits_id, state, state_json, currency, supply_minor, vat_minor, subsidy_minor, total_minor,
                 paid_minor, issued_at, due_on, made_by_id, version, made_at, changed_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
                 $22, $23)";
    let s = &v.sums;
    let values = args![
        v.id,
        &v.kind,
        v.number.clone(),
        v.facility,
        v.organisation,
        v.person,
        v.request,
        &v.month,
        v.credits,
        v.state.key(),
        to_json(&v.state)?,
        s.total.currency.code(),
        s.supply.minor,
        s.vat.minor,
        s.subsidy.minor,
        s.total.minor,
        v.paid.minor,
        v.issued_at,
        v.due_on,
        by,
        v.version,
        v.made_at,
        v.changed_at
    ];
    tx.run(sql, values).await.map(drop)
}

/// Writes a changed invoice if it still stands at version `was`.
pub(crate) async fn update(tx: &mut Tx, v: &Invoice, was: i64) -> Result<bool, DbError> {
    let sql = "UPDATE invoice SET number = $2, state = $3, state_json = $4, paid_minor = $5, issued_at = $6,
                 due_on = $7, reminders = $8, version = $9, changed_at = $10
               WHERE id = $1 AND version = $11";
    let values = args![
        v.id,
        v.number.clone(),
        v.state.key(),
        to_json(&v.state)?,
        v.paid.minor,
        v.issued_at,
        v.due_on,
        v.reminders,
        v.version,
        v.changed_at,
        was
    ];
    Ok(tx.run(sql, values).await? == 1)
}

pub(crate) async fn add_line(
    tx: &mut Tx,
    id: Id<ieum_kernel::Invoice>,
    line: i64,
    charge: Id<ChargeThing>,
) -> Result<(), DbError> {
    let sql = "INSERT INTO invoice_line (invoice_id, line, charge_id, held) VALUES ($1, $2, $3, $4)";
    tx.run(sql, args![id, line, charge, true]).await.map(drop)
}

/// Lets the charges of a void invoice go.
pub(crate) async fn let_go(tx: &mut Tx, id: Id<ieum_kernel::Invoice>) -> Result<(), DbError> {
    let sql = "UPDATE invoice_line SET held = $2 WHERE invoice_id = $1";
    tx.run(sql, args![id, false]).await.map(drop)
}

/// 입금: one payment.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
pub struct Payment {
    /// How much.
    pub amount: Money,
    /// When the money came.
    pub on: Date,
    /// `transfer`, `card`, `grant`, `cash` or `other`.
    pub method: String,
    /// What stands on the bank's statement.
    pub reference: String,
    /// When it was written down.
    pub at: Timestamp,
}

/// The kinds of payment.
pub(crate) const METHODS: [&str; 5] = ["transfer", "card", "grant", "cash", "other"];

pub(crate) async fn payments(
    db: &mut impl Reads,
    id: Id<ieum_kernel::Invoice>,
) -> Result<Vec<Payment>, DbError> {
    let sql = "SELECT amount_minor, currency, paid_on, method, reference, at FROM payment
               WHERE invoice_id = $1 ORDER BY at, id LIMIT 200";
    db.all(sql, args![id], |row| {
        Ok(Payment {
            amount: Money { minor: row.get("amount_minor")?, currency: parsed(row, "currency")? },
            on: parsed(row, "paid_on")?,
            method: row.get("method")?,
            reference: row.get("reference")?,
            at: row.get("at")?,
        })
    })
    .await
}

pub(crate) async fn insert_payment(
    tx: &mut Tx,
    payment: Id<super::PaymentThing>,
    id: Id<ieum_kernel::Invoice>,
    said: &Payment,
    by: Id<Person>,
) -> Result<(), DbError> {
    let sql = "INSERT INTO payment (id, invoice_id, amount_minor, currency, paid_on, method, reference, recorded_by_id,
                 at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let Payment { amount, on, method, reference, at } = said;
    let values = args![payment, id, amount.minor, amount.currency.code(), *on, method, reference, by, *at];
    tx.run(sql, values).await.map(drop)
}

/// Who pays and who is paid, as papers show them.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Parties {
    /// The facility's names.
    pub facility: Text,
    /// Its organisation.
    pub owner: Text,
    /// The organisation's business number.
    pub owner_number: String,
    /// Its address.
    pub address: String,
    /// Its telephone.
    pub phone: String,
    /// Its mail.
    pub email: String,
    /// The payer.
    pub payer: Text,
    /// The payer's business number.
    pub payer_number: String,
    /// For whom.
    pub person: String,
    /// The request's number.
    pub request_number: String,
}

pub(crate) async fn parties(db: &mut impl Reads, id: Id<ieum_kernel::Invoice>) -> Result<Parties, DbError> {
    let sql = "SELECT f.name_ko, f.name_en, f.address, f.phone, f.email, w.name_ko AS owner_ko, w.name_en AS owner_en,
                      w.business_number AS owner_number, o.name_ko AS payer_ko, o.name_en AS payer_en,
                      o.business_number AS payer_number, p.name AS person, r.number AS request_number
               FROM invoice v
               LEFT JOIN public_facility f ON f.id = v.facility_id
               LEFT JOIN public_organisation w ON w.id = f.organisation_id
               LEFT JOIN public_organisation o ON o.id = v.organisation_id
               LEFT JOIN public_person p ON p.id = v.person_id
               LEFT JOIN request r ON r.id = v.request_id
               WHERE v.id = $1";
    let found = db.maybe(sql, args![id], |row| {
        let text = |column: &str| row.get::<Option<String>>(column).map(Option::unwrap_or_default);
        Ok(Parties {
            facility: Text { ko: text("name_ko")?, en: text("name_en")? },
            owner: Text { ko: text("owner_ko")?, en: text("owner_en")? },
            owner_number: text("owner_number")?,
            address: text("address")?,
            phone: text("phone")?,
            email: text("email")?,
            payer: Text { ko: text("payer_ko")?, en: text("payer_en")? },
            payer_number: text("payer_number")?,
            person: text("person")?,
            request_number: text("request_number")?,
        })
    });
    Ok(found.await?.unwrap_or_default())
}

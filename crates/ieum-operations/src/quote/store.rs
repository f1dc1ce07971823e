//! What quotes keep.

use super::quote::{Line, Quote, State, Totals, Vat, rounding_key, rounding_of};
use ieum_db::{DbError, Reads, Row, Tx, args, to_json};
use ieum_kernel::{Currency, Id, Money, Person, Request, Rounding, Timestamp};
use serde::Serialize;

/// One quote with its lines.
pub(super) async fn find(db: &mut impl Reads, id: Id<ieum_kernel::Quote>) -> Result<Option<Quote>, DbError> {
    let sql = "SELECT id, request_id, number, revision, state_json, currency, vat, rounding, subtotal_minor, vat_minor,
                      total_minor, terms, valid_until, content_hash, made_by_id, version, made_at, sent_at, changed_at
               FROM quote WHERE id = $1";
    let Some(quote) = db.maybe(sql, args![id], from_row).await? else { return Ok(None) };
    let currency = quote.totals.subtotal.currency;
    let sql =
        "SELECT description, quantity_milli, unit, unit_price_minor, amount_minor, vat, listed_json, reason
               FROM quote_line WHERE quote_id = $1 ORDER BY line";
    let lines = db
        .all(sql, args![id], |row| {
            let money = |column: &str| Ok::<_, DbError>(Money { minor: row.get(column)?, currency });
            Ok(Line {
                description: row.get("description")?,
                quantity_milli: row.get("quantity_milli")?,
                unit: row.get("unit")?,
                unit_price: money("unit_price_minor")?,
                amount: money("amount_minor")?,
                vat: row.get::<Option<String>>("vat")?.and_then(|vat| vat.parse().ok()).unwrap_or(quote.vat),
                listed: row.json_maybe("listed_json")?,
                reason: row.get("reason")?,
            })
        })
        .await?;
    Ok(Some(Quote { lines, ..quote }))
}

fn wrong(column: &str, text: &str) -> DbError {
    DbError::Decode { column: column.to_owned(), source: format!("cannot read {text}").into() }
}

fn from_row(row: &Row) -> Result<Quote, DbError> {
    let word = |column: &str| row.get::<String>(column);
    let currency: Currency =
        word("currency")?.parse().map_err(|_unknown| wrong("currency", "the currency"))?;
    let money = |column: &str| Ok::<_, DbError>(Money { minor: row.get(column)?, currency });
    let vat: Vat = word("vat")?.parse().map_err(|_unknown| wrong("vat", "the VAT"))?;
    Ok(Quote {
        id: row.get("id")?,
        request: row.get("request_id")?,
        number: row.get("number")?,
        revision: row.get("revision")?,
        state: row.json::<State>("state_json")?,
        vat,
        rounding: rounding_of(&word("rounding")?).unwrap_or(Rounding::Down),
        lines: Vec::new(),
        totals: Totals {
            subtotal: money("subtotal_minor")?,
            vat_amount: money("vat_minor")?,
            total: money("total_minor")?,
        },
        terms: row.get("terms")?,
        valid_until: word("valid_until")?.parse().map_err(|_wrong| wrong("valid_until", "the day"))?,
        content_hash: row.get("content_hash")?,
        made_by: row.get("made_by_id")?,
        version: row.get("version")?,
        made_at: row.get("made_at")?,
        sent_at: row.get("sent_at")?,
        changed_at: row.get("changed_at")?,
    })
}

/// Writes a new draft with its lines.
pub(super) async fn insert(tx: &mut Tx, q: &Quote) -> Result<(), DbError> {
    let sql = "INSERT INTO quote (id, request_id, number, revision, state, state_json, currency, vat, rounding,
                 subtotal_minor, vat_minor, total_minor, terms, valid_until, content_hash, made_by_id, version,
                 made_at, sent_at, changed_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)";
    let json = to_json(&q.state)?;
    let values = args![
        q.id,
        q.request,
        q.number.as_str(),
        q.revision,
        q.state.key(),
        json,
        q.totals.subtotal.currency.code(),
        q.vat.key(),
        rounding_key(q.rounding),
        q.totals.subtotal.minor,
        q.totals.vat_amount.minor,
        q.totals.total.minor,
        q.terms.as_str(),
        q.valid_until,
        q.content_hash.as_str(),
        q.made_by,
        q.version,
        q.made_at,
        q.sent_at,
        q.changed_at
    ];
    tx.run(sql, values).await?;
    write_lines(tx, q)
}

fn write_lines(tx: &mut Tx, q: &Quote) -> Result<(), DbError> {
    let sql = "INSERT INTO quote_line (quote_id, line, description, quantity_milli, unit, unit_price_minor, amount_minor,
                 vat, listed_json, listed_minor, reason)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    for (line, number) in q.lines.iter().zip(1_i64..) {
        let listed = line.listed.as_ref().map(to_json).transpose()?;
        let values = args![
            q.id,
            number,
            line.description.as_str(),
            line.quantity_milli,
            line.unit.as_str(),
            line.unit_price.minor,
            line.amount.minor,
            line.vat.key(),
            listed,
            line.listed.as_ref().map(|listed| listed.price.calculation.supply.minor),
            line.reason.as_str()
        ];
        tx.later(sql, values);
    }
    Ok(())
}

/// Writes a changed draft, lines and all; false when somebody was quicker.
pub(super) async fn rewrite(tx: &mut Tx, q: &Quote, was: i64) -> Result<bool, DbError> {
    let sql = "UPDATE quote SET currency = $3, vat = $4, rounding = $5, subtotal_minor = $6, vat_minor = $7,
                 total_minor = $8, terms = $9, valid_until = $10, version = $11, changed_at = $12
               WHERE id = $1 AND version = $2 AND state = 'draft'";
    let values = args![
        q.id,
        was,
        q.totals.subtotal.currency.code(),
        q.vat.key(),
        rounding_key(q.rounding),
        q.totals.subtotal.minor,
        q.totals.vat_amount.minor,
        q.totals.total.minor,
        q.terms.as_str(),
        q.valid_until,
        q.version,
        q.changed_at
    ];
    if tx.run(sql, values).await? != 1 {
        return Ok(false);
    }
    tx.run("DELETE FROM quote_line WHERE quote_id = $1", args![q.id]).await?;
    write_lines(tx, q)?;
    Ok(true)
}

/// Writes where a quote stands now; false when somebody was quicker.
pub(super) async fn turn(tx: &mut Tx, q: &Quote, was: i64) -> Result<bool, DbError> {
    let sql = "UPDATE quote SET state = $3, state_json = $4, content_hash = $5, sent_at = $6, version = $7,
                 changed_at = $8
               WHERE id = $1 AND version = $2";
    let json = to_json(&q.state)?;
    let values =
        args![q.id, was, q.state.key(), json, q.content_hash.as_str(), q.sent_at, q.version, q.changed_at];
    Ok(tx.run(sql, values).await? == 1)
}

/// The next version number within a request.
pub(super) async fn next_revision(tx: &mut Tx, request: Id<Request>) -> Result<i64, DbError> {
    let sql = "SELECT COALESCE(MAX(revision), 0) + 1 AS next_revision FROM quote WHERE request_id = $1";
    tx.one(sql, args![request], |row| row.get("next_revision")).await
}

/// The quotes of a request in a state.
pub(super) async fn in_state(
    db: &mut impl Reads,
    request: Id<Request>,
    state: &str,
) -> Result<Vec<Id<ieum_kernel::Quote>>, DbError> {
    let sql = "SELECT id FROM quote WHERE request_id = $1 AND state = $2 ORDER BY revision";
    db.all(sql, args![request, state], |row| row.get("id")).await
}

/// The accepted quote of a request that counts: the newest.
pub(crate) async fn accepted(db: &mut impl Reads, request: Id<Request>) -> Result<Option<Quote>, DbError> {
    match in_state(db, request, "accepted").await?.last() {
        Some(id) => find(db, *id).await,
        None => Ok(None),
    }
}

/// Who accepted what, when and from where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Acceptance {
    /// Who.
    pub by: Id<Person>,
    /// Their name at that moment.
    pub by_name: String,
    /// When.
    pub at: Timestamp,
    /// From which network address, as the server saw it.
    pub address: String,
    /// SHA-256 of the content they accepted.
    pub content_hash: String,
}

/// Keeps an acceptance; it cannot be changed afterwards.
pub(super) async fn keep_acceptance(
    tx: &mut Tx,
    id: Id<ieum_kernel::Quote>,
    a: &Acceptance,
) -> Result<(), DbError> {
    let sql = "INSERT INTO quote_acceptance (quote_id, by_id, by_name, at, address, content_hash)
               VALUES ($1, $2, $3, $4, $5, $6)";
    let values = args![id, a.by, a.by_name.as_str(), a.at, a.address.as_str(), a.content_hash.as_str()];
    tx.run(sql, values).await.map(drop)
}

/// The acceptance of a quote.
pub(super) async fn acceptance(
    db: &mut impl Reads,
    id: Id<ieum_kernel::Quote>,
) -> Result<Option<Acceptance>, DbError> {
    let sql = "SELECT by_id, by_name, at, address, content_hash FROM quote_acceptance WHERE quote_id = $1";
    db.maybe(sql, args![id], |row| {
        Ok(Acceptance {
            by: row.get("by_id")?,
            by_name: row.get("by_name")?,
            at: row.get("at")?,
            address: row.get("address")?,
            content_hash: row.get("content_hash")?,
        })
    })
    .await
}

/// A quote in a list.
#[derive(Debug, Clone, Serialize)]
pub struct Brief {
    /// Which.
    pub id: Id<ieum_kernel::Quote>,
    /// What people call it.
    pub number: String,
    /// Its version within the request.
    pub revision: i64,
    /// Where it stands.
    pub state: String,
    /// The sum.
    pub total: Money,
    /// Good until the end of this day.
    pub valid_until: String,
}

/// A request's quotes, newest first; drafts only for the facility.
pub async fn of_request(
    db: &mut impl Reads,
    request: Id<Request>,
    staff: bool,
) -> Result<Vec<Brief>, DbError> {
    let sql = "SELECT id, number, revision, state, currency, total_minor, valid_until FROM quote
               WHERE request_id = $1 AND ($2 OR state <> 'draft') ORDER BY revision DESC LIMIT 50";
    db.all(sql, args![request, staff], |row| {
        let currency: String = row.get("currency")?;
        Ok(Brief {
            id: row.get("id")?,
            number: row.get("number")?,
            revision: row.get("revision")?,
            state: row.get("state")?,
            total: Money { minor: row.get("total_minor")?, currency: currency.parse().unwrap_or_default() },
            valid_until: row.get("valid_until")?,
        })
    })
    .await
}

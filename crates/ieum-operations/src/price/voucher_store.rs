//! What is kept of vouchers: their balances, what is held for whom, and every movement.

use super::store::day;
use ieum_db::{DbError, Reads, Row, Tx, args};
use ieum_kernel::{Clock, Id, Organisation, Person, Quote, Request, Text, Thing, Timestamp};
use jiff::civil::Date;
use serde::Serialize;

/// 바우처: pays a part of an organisation's charges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Voucher;

impl Thing for Voucher {
    const PREFIX: &'static str = "vch";
}

/// One movement of a voucher.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VoucherEntry;

impl Thing for VoucherEntry {
    const PREFIX: &'static str = "vce";
}

/// A voucher as it stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct VoucherRow {
    /// Its identity.
    pub id: Id<Voucher>,
    /// Whose.
    pub organisation: Id<Organisation>,
    /// What it is called.
    pub name: Text,
    /// Hundredths of the supply it pays.
    pub percent: i64,
    /// At most so much, minor units.
    pub cap: i64,
    /// Spent so far, minor units.
    pub spent: i64,
    /// Held for accepted quotes, minor units.
    pub held: i64,
    /// The currency of all three.
    pub currency: String,
    /// First day.
    pub valid_from: Date,
    /// Last day.
    pub valid_until: Date,
}

impl VoucherRow {
    /// What is neither spent nor held, minor units.
    pub const fn left(&self) -> i64 {
        self.cap.saturating_sub(self.spent).saturating_sub(self.held)
    }
}

fn voucher(row: &Row) -> Result<VoucherRow, DbError> {
    Ok(VoucherRow {
        id: row.get("id")?,
        organisation: row.get("organisation_id")?,
        name: Text { ko: row.get("name_ko")?, en: row.get("name_en")? },
        percent: row.get("percent")?,
        cap: row.get("cap_minor")?,
        spent: row.get("spent_minor")?,
        held: row.get("held_minor")?,
        currency: row.get("currency")?,
        valid_from: day(row, "valid_from")?,
        valid_until: day(row, "valid_until")?,
    })
}

/// One voucher.
pub(crate) async fn find(db: &mut impl Reads, id: Id<Voucher>) -> Result<Option<VoucherRow>, DbError> {
    let sql =
        "SELECT id, organisation_id, name_ko, name_en, percent, cap_minor, spent_minor, held_minor, currency,
                      valid_from, valid_until
               FROM voucher WHERE id = $1";
    db.maybe(sql, args![id], voucher).await
}

/// The vouchers an organisation can use on a day, the one that ends first first.
pub(crate) async fn usable(
    db: &mut impl Reads,
    organisation: Id<Organisation>,
    day: Date,
    currency: &str,
) -> Result<Vec<VoucherRow>, DbError> {
    let sql =
        "SELECT id, organisation_id, name_ko, name_en, percent, cap_minor, spent_minor, held_minor, currency,
                      valid_from, valid_until
               FROM voucher
               WHERE organisation_id = $1 AND valid_from <= $2 AND valid_until >= $2 AND currency = $3
                 AND spent_minor + held_minor < cap_minor
               ORDER BY valid_until, id LIMIT 50";
    db.all(sql, args![organisation, day, currency], voucher).await
}

/// The voucher in won of which an organisation can use something on a day; of several, the one that ends first.
///
/// # Errors
/// Faults of the database.
pub async fn usable_voucher(
    db: &mut impl Reads,
    organisation: Id<Organisation>,
    day: Date,
) -> Result<Option<Id<Voucher>>, DbError> {
    let found = usable(db, organisation, day, ieum_kernel::Currency::Krw.code()).await?;
    Ok(found.first().map(|row| row.id))
}

/// Vouchers of an organisation, newest first.
pub(crate) async fn vouchers(db: &mut impl Reads, of: Id<Organisation>) -> Result<Vec<VoucherRow>, DbError> {
    let sql =
        "SELECT id, organisation_id, name_ko, name_en, percent, cap_minor, spent_minor, held_minor, currency,
                      valid_from, valid_until
               FROM voucher WHERE organisation_id = $1 ORDER BY valid_until DESC, id LIMIT 100";
    db.all(sql, args![of], voucher).await
}

/// Takes the voucher's turn: whoever else wants it waits until this transaction is over.
pub(super) async fn take_turn(tx: &mut Tx, id: Id<Voucher>) -> Result<(), DbError> {
    let sql = "UPDATE voucher SET held_minor = held_minor WHERE id = $1";
    tx.run(sql, args![id]).await.map(drop)
}

/// Moves the balances; `voucher_never_overspent` and `voucher_never_overheld` guard both ends.
pub(super) async fn move_balances(
    tx: &mut Tx,
    id: Id<Voucher>,
    held: i64,
    spent: i64,
) -> Result<(), DbError> {
    let sql = "UPDATE voucher SET held_minor = held_minor + $2, spent_minor = spent_minor + $3 WHERE id = $1";
    tx.run(sql, args![id, held, spent]).await.map(drop)
}

/// What a voucher holds for an accepted quote.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Hold {
    /// For which quote.
    pub quote: Id<Quote>,
    /// Which voucher.
    pub voucher: Id<Voucher>,
    /// Still held, minor units.
    pub held: i64,
    /// Captured by invoices, minor units.
    pub taken: i64,
}

fn hold(row: &Row) -> Result<Hold, DbError> {
    Ok(Hold {
        quote: row.get("quote_id")?,
        voucher: row.get("voucher_id")?,
        held: row.get("held_minor")?,
        taken: row.get("taken_minor")?,
    })
}

/// What is held for a quote; also when nothing is left of it.
pub(crate) async fn hold_of(db: &mut impl Reads, quote: Id<Quote>) -> Result<Option<Hold>, DbError> {
    let sql = "SELECT quote_id, voucher_id, held_minor, taken_minor FROM voucher_hold WHERE quote_id = $1";
    db.maybe(sql, args![quote], hold).await
}

/// What is held for the quotes of a request.
pub(super) async fn holds_of_request(
    db: &mut impl Reads,
    request: Id<Request>,
) -> Result<Vec<Hold>, DbError> {
    let sql = "SELECT quote_id, voucher_id, held_minor, taken_minor FROM voucher_hold
               WHERE request_id = $1 AND held_minor > 0 ORDER BY quote_id";
    db.all(sql, args![request], hold).await
}

pub(super) async fn insert_hold(
    tx: &mut Tx,
    hold: &Hold,
    request: Id<Request>,
    at: Timestamp,
) -> Result<(), DbError> {
    let sql = "INSERT INTO voucher_hold (quote_id, voucher_id, request_id, held_minor, taken_minor, made_at, changed_at)
               VALUES ($1, $2, $3, $4, $5, $6, $6)";
    tx.run(sql, args![hold.quote, hold.voucher, request, hold.held, hold.taken, at]).await.map(drop)
}

pub(super) async fn move_hold(
    tx: &mut Tx,
    quote: Id<Quote>,
    held: i64,
    taken: i64,
    at: Timestamp,
) -> Result<(), DbError> {
    let sql = "UPDATE voucher_hold SET held_minor = held_minor + $2, taken_minor = taken_minor + $3, changed_at = $4
               WHERE quote_id = $1";
    tx.run(sql, args![quote, held, taken, at]).await.map(drop)
}

/// Writes a movement down for good.
pub(super) async fn note(
    tx: &mut Tx,
    clock: &dyn Clock,
    voucher: Id<Voucher>,
    quote: Id<Quote>,
    kind: &str,
    minor: i64,
    by: Option<Id<Person>>,
) -> Result<(), DbError> {
    let id: Id<VoucherEntry> = clock.new_id();
    let sql = "INSERT INTO voucher_entry (id, voucher_id, quote_id, kind, amount_minor, by_id, at)
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    tx.run(sql, args![id, voucher, quote, kind, minor, by, clock.now()]).await.map(drop)
}

/// A movement as its owner reads it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Moved {
    pub kind: String,
    pub minor: i64,
    pub at: Timestamp,
    pub quote: Option<Id<Quote>>,
    pub quote_number: Option<String>,
}

/// The movements of a voucher, newest first.
pub(crate) async fn movements(db: &mut impl Reads, id: Id<Voucher>) -> Result<Vec<Moved>, DbError> {
    let sql = "SELECT e.kind, e.amount_minor, e.at, e.quote_id, q.number
               FROM voucher_entry e LEFT JOIN quote q ON q.id = e.quote_id
               WHERE e.voucher_id = $1 ORDER BY e.at DESC, e.id DESC LIMIT 200";
    db.all(sql, args![id], |row| {
        Ok(Moved {
            kind: row.get("kind")?,
            minor: row.get("amount_minor")?,
            at: row.get("at")?,
            quote: row.get("quote_id")?,
            quote_number: row.get("number")?,
        })
    })
    .await
}

/// Spends, or with a negative amount gives back, without a hold: a use that no quote came before.
pub(crate) async fn spend(tx: &mut Tx, id: Id<Voucher>, minor: i64) -> Result<(), DbError> {
    move_balances(tx, id, 0, minor).await
}

/// Keeps a voucher.
pub(crate) async fn insert_voucher(
    tx: &mut Tx,
    row: &VoucherRow,
    by: (Id<Person>, Timestamp),
) -> Result<(), DbError> {
    let sql = "INSERT INTO voucher (id, organisation_id, name_ko, name_en, percent, cap_minor, spent_minor, held_minor,
                 currency, valid_from, valid_until, made_by_id, made_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    let values = args![
        row.id,
        row.organisation,
        &row.name.ko,
        &row.name.en,
        row.percent,
        row.cap,
        row.spent,
        row.held,
        &row.currency,
        row.valid_from,
        row.valid_until,
        by.0,
        by.1
    ];
    tx.run(sql, values).await.map(drop)
}

//! The life of a voucher's money: held at acceptance, captured at the invoice, let go when the work is given up.

use super::policy::{Facts, Refusal, refusals, share_of};
use super::voucher_store::{self as store, Hold, Voucher};
use ieum_db::{DbError, Tx};
use ieum_kernel::{Id, Money, Organisation, Person, Quote, Request};
use ieum_web::App;

/// Why a voucher pays nothing.
#[derive(Debug, thiserror::Error)]
pub enum VoucherError {
    /// The rules said no.
    #[error("refused for {} reason(s)", .0.len())]
    Refused(Vec<Refusal>),
    /// There is no such voucher.
    #[error("no such voucher")]
    NotFound,
    /// The database.
    #[error("cannot reach the vouchers")]
    Db(#[from] DbError),
}

/// Holds a voucher's share of an accepted quote; says how much.
///
/// The voucher's turn is taken first, so that of two quotes accepted at once the second sees what the first left.
///
/// # Errors
/// Every reason at once; faults of the database.
pub(crate) async fn hold(
    tx: &mut Tx,
    app: &App,
    voucher: Id<Voucher>,
    payer: Option<Id<Organisation>>,
    (quote, request): (Id<Quote>, Id<Request>),
    supply: Money,
    by: Id<Person>,
) -> Result<Money, VoucherError> {
    store::take_turn(tx, voucher).await?;
    let row = store::find(tx, voucher).await?.ok_or(VoucherError::NotFound)?;
    let today = app.zone.day(app.now());
    let reasons = refusals(&Facts { voucher: &row, payer, supply, today });
    if !reasons.is_empty() {
        return Err(VoucherError::Refused(reasons));
    }
    let share = share_of(&row, supply);
    if share.minor > 0 {
        store::move_balances(tx, voucher, share.minor, 0).await?;
        let hold = Hold { quote, voucher, held: share.minor, taken: 0 };
        store::insert_hold(tx, &hold, request, app.now()).await?;
        store::note(tx, app.clock(), voucher, quote, "hold", share.minor, Some(by)).await?;
    }
    Ok(share)
}

async fn let_go(tx: &mut Tx, app: &App, hold: &Hold, by: Option<Id<Person>>) -> Result<(), DbError> {
    if hold.held == 0 {
        return Ok(());
    }
    store::move_balances(tx, hold.voucher, -hold.held, 0).await?;
    store::move_hold(tx, hold.quote, -hold.held, 0, app.now()).await?;
    store::note(tx, app.clock(), hold.voucher, hold.quote, "release", hold.held, by).await
}

/// Lets everything go that is held for a request: it was cancelled, or a new quote takes the old one's place.
///
/// # Errors
/// Faults of the database.
pub(crate) async fn release(
    tx: &mut Tx,
    app: &App,
    request: Id<Request>,
    by: Option<Id<Person>>,
) -> Result<(), DbError> {
    for hold in store::holds_of_request(tx, request).await? {
        let_go(tx, app, &hold, by).await?;
    }
    Ok(())
}

/// Captures what an invoice takes of a quote's hold; `done` lets the rest go, as nothing of the quote is left to invoice.
///
/// # Errors
/// More than is held (`voucher_hold_not_negative`); faults of the database.
pub(crate) async fn capture(
    tx: &mut Tx,
    app: &App,
    quote: Id<Quote>,
    minor: i64,
    done: bool,
    by: Id<Person>,
) -> Result<(), DbError> {
    let Some(hold) = store::hold_of(tx, quote).await? else { return Ok(()) };
    if minor > 0 {
        store::move_balances(tx, hold.voucher, -minor, minor).await?;
        store::move_hold(tx, quote, -minor, minor, app.now()).await?;
        store::note(tx, app.clock(), hold.voucher, quote, "capture", minor, Some(by)).await?;
    }
    match store::hold_of(tx, quote).await? {
        Some(rest) if done => let_go(tx, app, &rest, Some(by)).await,
        _ => Ok(()),
    }
}

/// Holds again what a void invoice had captured: its charges can be invoiced once more.
///
/// # Errors
/// Faults of the database.
pub(crate) async fn uncapture(
    tx: &mut Tx,
    app: &App,
    quote: Id<Quote>,
    minor: i64,
    by: Id<Person>,
) -> Result<(), DbError> {
    let Some(hold) = store::hold_of(tx, quote).await?.filter(|_| minor > 0) else { return Ok(()) };
    store::move_balances(tx, hold.voucher, minor, -minor).await?;
    store::move_hold(tx, quote, minor, -minor, app.now()).await?;
    store::note(tx, app.clock(), hold.voucher, quote, "uncapture", minor, Some(by)).await
}

/// Gives back what a credited invoice had captured.
///
/// # Errors
/// Faults of the database.
pub(crate) async fn refund(
    tx: &mut Tx,
    app: &App,
    quote: Id<Quote>,
    minor: i64,
    by: Id<Person>,
) -> Result<(), DbError> {
    let Some(hold) = store::hold_of(tx, quote).await?.filter(|_| minor > 0) else { return Ok(()) };
    store::move_balances(tx, hold.voucher, 0, -minor).await?;
    store::move_hold(tx, quote, 0, -minor, app.now()).await?;
    store::note(tx, app.clock(), hold.voucher, quote, "refund", minor, Some(by)).await
}

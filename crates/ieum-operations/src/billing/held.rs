//! What invoices take of vouchers that quotes hold: captured with the number, held again when void, given back by a note.

use super::charge::Charge;
use super::store::{self, Charges};
use crate::price;
use ieum_db::{DbError, Tx};
use ieum_kernel::{Id, Person, Quote};
use ieum_web::App;
use std::collections::BTreeMap;

/// What the charges of quotes take of their vouchers, by quote.
fn subsidies(charges: &[Charge]) -> BTreeMap<Id<Quote>, i64> {
    let mut found = BTreeMap::new();
    for charge in charges.iter().filter(|charge| charge.voucher.is_some()) {
        if let Some(quote) = charge.quote {
            let sum: &mut i64 = found.entry(quote).or_default();
            *sum = sum.saturating_add(charge.calculation.subsidy.minor);
        }
    }
    found
}

/// Captures what the charges of an invoice take; what nothing will take any more is let go.
pub(super) async fn captured(
    tx: &mut Tx,
    app: &App,
    charges: &[Charge],
    by: Id<Person>,
) -> Result<(), DbError> {
    let mut quotes: BTreeMap<Id<Quote>, i64> =
        charges.iter().filter_map(|charge| Some((charge.quote?, 0))).collect();
    quotes.extend(subsidies(charges));
    for (quote, minor) in quotes {
        let open = Charges { quote: Some(quote), open: true, ..Charges::default() };
        let done = store::charges(tx, open).await?.is_empty();
        price::capture(tx, app, quote, minor, done, by).await?;
    }
    Ok(())
}

/// Holds again what a void invoice had captured.
pub(super) async fn held_again(
    tx: &mut Tx,
    app: &App,
    charges: &[Charge],
    by: Id<Person>,
) -> Result<(), DbError> {
    for (quote, minor) in subsidies(charges) {
        price::uncapture(tx, app, quote, minor, by).await?;
    }
    Ok(())
}

/// Gives back what a credited invoice had captured.
pub(super) async fn given_back(
    tx: &mut Tx,
    app: &App,
    charges: &[Charge],
    by: Id<Person>,
) -> Result<(), DbError> {
    for (quote, minor) in subsidies(charges) {
        price::refund(tx, app, quote, minor, by).await?;
    }
    Ok(())
}

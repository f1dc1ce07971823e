//! Where a quote's first lines come from: the price plan that answers, or else the service's listed price.

use super::quote::DraftLine;
use crate::request::Request;
use async_trait::async_trait;
use ieum_db::args;
use ieum_kernel::{Lang, Money};
use ieum_web::{App, Problem};
use std::collections::BTreeMap;

/// Prices by plan: tiers, steps, discounts. Nothing answered means the listed price.
#[async_trait]
pub trait Prices: Send + Sync + 'static {
    /// The lines a request would cost; empty when no plan speaks of it.
    async fn lines(&self, app: &App, request: &Request) -> Result<Vec<DraftLine>, Problem>;
}

/// The first lines of a quote. Staff change them as they like.
pub async fn lines_for(app: &App, request: &Request, lang: Lang) -> Result<Vec<DraftLine>, Problem> {
    if let Some(prices) = app.ask::<dyn Prices>() {
        let lines = prices.lines(app, request).await?;
        if !lines.is_empty() {
            return Ok(lines);
        }
    }
    let Some(service) = request.service else { return Ok(Vec::new()) };
    let sql = "SELECT name_ko, name_en, price_minor, currency, unit FROM public_service WHERE id = $1";
    let mut reader = app.db.reader();
    let found = reader.maybe(sql, args![service], |row| {
        let name = ieum_kernel::Text {
            ko: row.get::<Option<String>>("name_ko")?.unwrap_or_default(),
            en: row.get::<Option<String>>("name_en")?.unwrap_or_default(),
        };
        let currency: Option<String> = row.get("currency")?;
        let unit: Option<String> = row.get("unit")?;
        let minor: Option<i64> = row.get("price_minor")?;
        Ok((name, currency.unwrap_or_default(), unit.unwrap_or_default(), minor))
    });
    let Some((name, currency, unit, minor)) = found.await? else { return Ok(Vec::new()) };
    let key = format!("quote-unit-{unit}");
    let unit = if app.words.knows(lang, &key) { app.words.say(lang, &key, &BTreeMap::new()) } else { unit };
    Ok(vec![DraftLine {
        description: name.in_lang(lang).to_owned(),
        quantity_milli: request.quantity.unwrap_or(1).saturating_mul(1000),
        unit,
        unit_price: Money { minor: minor.unwrap_or(0), currency: currency.parse().unwrap_or_default() },
    }])
}

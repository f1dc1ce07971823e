//! Where a quote's lines come from: the price plan for this customer, or else the service's listed price.

use super::quote::{DraftLine, Vat, quantity_text};
use crate::price::{self, Basis, FromPlan, PriceError, Quantities, Target};
use crate::request::Request;
use ieum_db::{Reads, args};
use ieum_kernel::{Lang, Money, Ratio, TimeSpan, Timestamp};
use ieum_web::{App, Problem};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeMap;

/// What the price list is asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Asked {
    /// The instrument or service.
    pub target: Target,
    /// Quantities: minutes for time, pieces otherwise.
    #[serde(default)]
    pub counted: BTreeMap<Basis, i64>,
    /// Keys of the plan's discounts that are granted.
    #[serde(default)]
    pub discounts: Vec<String>,
    /// Keys of the plan's surcharges that apply.
    #[serde(default)]
    pub surcharges: Vec<String>,
    /// When the time on the instrument begins, for hours of the day that cost more or less; nothing when it is open.
    #[serde(default)]
    pub starts: Option<Timestamp>,
}

impl Asked {
    /// As the price list counts, with other quantities when they are known.
    pub(crate) fn quantities(&self, app: &App, counted: BTreeMap<Basis, i64>) -> Quantities {
        let minutes = counted.get(&Basis::Hour).copied().unwrap_or_default();
        let time = self
            .starts
            .map(|starts| (TimeSpan { starts, ends: starts.plus_minutes(minutes) }, app.zone.clone()));
        let (discounts, surcharges) = (self.discounts.clone(), self.surcharges.clone());
        Quantities { counted, discounts, surcharges, time }
    }
}

/// What the price list said when the line was written, kept with it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Listed {
    /// What was asked.
    pub asked: Asked,
    /// The answer with every step.
    pub price: FromPlan,
}

/// Prices one thing for the customer of a request, today.
///
/// # Errors
/// The thing is another facility's or has no plan; the plan does not fit; faults of the database.
pub async fn listed(
    db: &mut impl Reads,
    app: &App,
    request: &Request,
    asked: Asked,
) -> Result<Listed, PriceError> {
    let (Some(facility), Some(thing)) = (request.facility, price::priced(db, asked.target).await?) else {
        return Err(PriceError::NoPlan);
    };
    if thing.facility != facility {
        return Err(PriceError::NoPlan);
    }
    let wanted = asked.quantities(app, asked.counted.clone());
    let today = app.zone.day(app.now());
    let day = asked.starts.map_or(today, |starts| app.zone.day(starts).max(today));
    let price = price::price_ahead(db, asked.target, facility, request.organisation, day, wanted).await?;
    Ok(Listed { asked, price })
}

/// The line that says a listed price: so many pieces at a whole price each where that gives the amount, else one case.
///
/// # Errors
/// Faults of the database.
pub async fn line_of(
    db: &mut impl Reads,
    app: &App,
    listed: &Listed,
    lang: Lang,
) -> Result<DraftLine, PriceError> {
    let name = price::priced(db, listed.asked.target).await?.map(|thing| thing.name).unwrap_or_default();
    let supply = listed.price.calculation.supply;
    let lines = &listed.price.calculation.lines;
    // A lone counted component is said in its own unit; several together are one case.
    let counted = match lines.as_slice() {
        [one] => Some((one.basis, one.quantity)),
        _ => None,
    };
    let in_units = counted.and_then(|(basis, quantity)| {
        let milli = quantity.checked_mul(1000)? / basis.per();
        let each = supply.minor.checked_mul(1000)?.checked_div(milli).filter(|each| *each > 0)?;
        let each = Money { minor: each, ..supply };
        let exact = quantity.checked_mul(1000)? % basis.per() == 0
            && each.share(Ratio::new(milli, 1000).ok()?, super::LINE_ROUNDING).ok()? == supply;
        exact.then_some((unit_key(basis)?, milli, each))
    });
    let vat = Some(match listed.price.vat {
        price::Vat::Taxable => Vat::Standard,
        price::Vat::Exempt => Vat::Exempt,
        price::Vat::Zero => Vat::Zero,
    });
    let name = name.in_lang(lang).to_owned();
    let (description, quantity_milli, unit, unit_price) = match in_units {
        Some((unit, milli, each)) => (name, milli, unit, each),
        None => {
            let parts: Vec<String> = lines
                .iter()
                .filter(|line| line.basis != Basis::Fixed)
                .map(|line| {
                    let milli = line.quantity.saturating_mul(1000) / line.basis.per();
                    let args = BTreeMap::from([
                        ("basis".to_owned(), json!(line.basis.key())),
                        ("count".to_owned(), json!(quantity_text(milli))),
                    ]);
                    app.words.say(lang, "quote-counted", &args)
                })
                .collect();
            let words = if parts.is_empty() { name } else { format!("{name} ({})", parts.join(", ")) };
            (words, 1000, "case", supply)
        }
    };
    let unit = app.words.plain(lang, &format!("quote-unit-{unit}"));
    let asked = Some(listed.asked.clone());
    Ok(DraftLine { description, quantity_milli, unit, unit_price, vat, asked, reason: String::new() })
}

/// The word of what is counted, where a quote has one.
const fn unit_key(basis: Basis) -> Option<&'static str> {
    match basis {
        Basis::Hour | Basis::StaffHour => Some("hour"),
        Basis::Sample => Some("sample"),
        Basis::Run => Some("run"),
        Basis::Item => Some("item"),
        Basis::Fixed => None,
    }
}

/// What a request says of quantities: so many samples and items, or hours where the service counts hours.
pub fn counted(quantity: i64, unit: &str) -> BTreeMap<Basis, i64> {
    if unit == "hour" {
        return BTreeMap::from([(Basis::Hour, quantity.saturating_mul(60)), (Basis::Run, 1)]);
    }
    BTreeMap::from([
        (Basis::Sample, quantity),
        (Basis::Item, quantity),
        (Basis::Run, if unit == "run" { quantity } else { 1 }),
    ])
}

/// The first lines of a quote: what the price plan of the service or of the instrument asks of this customer, or the
/// service's listed price. Staff change them as they like.
pub async fn lines_for(app: &App, request: &Request, lang: Lang) -> Result<Vec<DraftLine>, Problem> {
    let mut reader = app.db.reader();
    let service = match request.service {
        Some(service) => {
            let sql =
                "SELECT name_ko, name_en, price_minor, currency, unit FROM public_service WHERE id = $1";
            let read = |row: &ieum_db::Row| {
                let text = |column: &str| row.get::<Option<String>>(column).map(Option::unwrap_or_default);
                let name = ieum_kernel::Text { ko: text("name_ko")?, en: text("name_en")? };
                Ok((name, text("currency")?, text("unit")?, row.get::<Option<i64>>("price_minor")?))
            };
            reader.maybe(sql, args![service], read).await?
        }
        None => None,
    };
    let quantity = request.quantity.unwrap_or(1).max(1);
    let unit = service.as_ref().map(|(_, _, unit, _)| unit.clone()).unwrap_or_default();
    let targets = [request.service.map(Target::Service), request.instrument.map(Target::Instrument)];
    for target in targets.into_iter().flatten() {
        let counted = counted(quantity, &unit);
        let asked = Asked { target, counted, discounts: Vec::new(), surcharges: Vec::new(), starts: None };
        match listed(&mut reader, app, request, asked).await {
            Ok(listed) => {
                let line = line_of(&mut reader, app, &listed, lang).await;
                return Ok(vec![line.map_err(super::QuoteError::from)?]);
            }
            Err(PriceError::NoPlan | PriceError::Unpriced(price::Unpriced::NothingPriced)) => {}
            Err(error) => return Err(super::QuoteError::from(error).into()),
        }
    }
    let Some((name, currency, unit, minor)) = service else { return Ok(Vec::new()) };
    let key = format!("quote-unit-{unit}");
    let unit = if app.words.knows(lang, &key) { app.words.plain(lang, &key) } else { unit };
    let each = Money { minor: minor.unwrap_or(0), currency: currency.parse().unwrap_or_default() };
    Ok(vec![DraftLine::plain(name.in_lang(lang), quantity.saturating_mul(1000), unit, each)])
}

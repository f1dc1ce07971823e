//! The form of a quote: as many lines as it has, and a few more.

use super::prices::{self, Asked};
use super::quote::{Draft, DraftLine, Quote, Vat, quantity_milli, quantity_text, rounding_key, rounding_of};
use super::{QuoteSettings, policy, service, store};
use crate::price::PriceError;
use crate::request::Request;
use ieum_kernel::{Lang, Rounding};
use ieum_web::{App, FieldError, Fields, Page, Problem};
use jiff::ToSpan;
use serde_json::{Value, json};

/// Empty lines offered below the filled ones.
const SPARE: usize = 3;

/// Reads the form. Lines without any entry are left out; a line begun must be whole.
pub(super) fn read(app: &App, fields: &Fields) -> Result<Draft, Vec<FieldError>> {
    let mut form = fields.reading(&app.zone);
    let mut lines = Vec::new();
    for row in 1..=policy::MOST_LINES {
        let name = |field: &str| format!("{field}_{row}");
        let filled = |field: &str| fields.has(&name(field));
        if !filled("description") && !filled("price") {
            continue;
        }
        let description = form.required(&name("description"), 300);
        let quantity =
            if filled("quantity") { quantity_milli(fields.get(&name("quantity"))) } else { Some(1000) };
        if quantity.is_none() {
            form.fault(&name("quantity"), "field-not-a-number", &[]);
        }
        let unit = form.optional(&name("unit"), 30);
        if !filled("price") {
            form.fault(&name("price"), "field-required", &[]);
        }
        let price = form.money(&name("price"));
        let vat = fields.get(&name("vat")).parse::<Vat>().ok();
        // What the list was asked travels with its line; the service asks the list again.
        let asked: Option<Asked> = serde_json::from_str(fields.get(&name("asked"))).ok();
        let reason = form.optional(&name("reason"), 500);
        if let (Some(quantity_milli), Some(unit_price)) = (quantity, price) {
            lines.push(DraftLine { description, quantity_milli, unit, unit_price, vat, asked, reason });
        }
    }
    if let Some((first, line)) = lines.first().and_then(|first| {
        let other = lines.iter().zip(1..).find(|(l, _)| l.unit_price.currency != first.unit_price.currency);
        other.map(|(_, line)| (first.unit_price.currency, line))
    }) {
        form.fault(&format!("price_{line}"), "quote-one-currency", &[("currency", json!(first.code()))]);
    }
    let vat = form.choice::<Vat>("vat").unwrap_or_default();
    let rounding = rounding_of(fields.get("rounding")).unwrap_or(Rounding::Down);
    let valid_until = form.must("valid_until", "field-not-a-day");
    let terms = form.optional("terms", 8000);
    let today = app.zone.day(app.now());
    form.done().map(|()| Draft { lines, vat, rounding, valid_until: valid_until.unwrap_or(today), terms })
}

fn row(line: &DraftLine) -> Value {
    json!({
        "description": line.description, "quantity": quantity_text(line.quantity_milli), "unit": line.unit,
        "vat": line.vat.map(Vat::key), "reason": line.reason, "listed": Value::Null, "trace": Value::Null,
        "asked": line.asked.as_ref().and_then(|asked| serde_json::to_string(asked).ok()),
        "price": if line.unit_price.currency == ieum_kernel::Currency::Krw {
            line.unit_price.digits()
        } else {
            line.unit_price.to_string()
        },
    })
}

/// The form's page: the draft in work, or the first lines the prices suggest.
pub(super) async fn page(
    app: &App,
    lang: Lang,
    request: &Request,
    fields: Option<&Fields>,
) -> Result<Page, Problem> {
    let mut reader = app.db.reader();
    let in_work = store::in_state(&mut reader, request.id, "draft").await?;
    let quote = match in_work.last() {
        Some(id) => store::find(&mut reader, *id).await?,
        None => None,
    };
    let before = store::of_request(&mut reader, request.id, false).await?;
    let mut rows: Vec<Value> = match (&quote, before.first()) {
        (Some(quote), _) => quote.lines.iter().map(|line| row(&line.drafted())).collect(),
        // A new version starts from the last one.
        (None, Some(last)) => match store::find(&mut reader, last.id).await? {
            Some(last) => last.lines.iter().map(|line| row(&line.drafted())).collect(),
            None => Vec::new(),
        },
        (None, None) => prices::lines_for(app, request, lang).await?.iter().map(row).collect(),
    };
    if let Some(quote) = &quote {
        for (row, line) in rows.iter_mut().zip(&quote.lines) {
            explained(row, line);
        }
    }
    let typed_rows = fields.map_or(0, |fields| {
        (1..=policy::MOST_LINES)
            .filter(|n| fields.has(&format!("description_{n}")) || fields.has(&format!("price_{n}")))
            .max()
            .unwrap_or(0)
    });
    let wanted = rows.len().max(typed_rows).saturating_add(SPARE).min(policy::MOST_LINES);
    rows.resize(
        wanted,
        json!({ "description": "", "quantity": "", "unit": "", "price": "", "vat": Value::Null, "reason": "",
                "asked": Value::Null, "listed": Value::Null, "trace": Value::Null }),
    );
    let days = app.settings::<QuoteSettings>().valid_days;
    let until = app.zone.day(app.now()).saturating_add(days.days());
    let value =
        |q: &Quote| (q.vat.key(), rounding_key(q.rounding), q.valid_until, q.terms.clone(), q.version);
    let (vat, rounding, valid_until, terms, version) =
        quote.as_ref().map_or(("standard", "down", until, String::new(), 0), value);
    Ok(Page::new("quote/edit.html")
        .with("request", request)
        .with("rows", rows)
        .with("vat", vat)
        .with("rounding", rounding)
        .with("valid_until", valid_until)
        .with("terms", terms)
        .with("version", version)
        .with("things", super::add_pages::things(app, &mut reader, request, lang).await?)
        .crumb("request-mine", "/requests")
        .crumb(&request.number, &request.path()))
}

/// What a line from the list says below itself: the listed amount and how it came about.
fn explained(row: &mut Value, line: &super::quote::Line) {
    if let (Some(listed), Some(row)) = (&line.listed, row.as_object_mut()) {
        row.insert("listed".to_owned(), json!(listed.price.calculation.supply));
        row.insert("trace".to_owned(), json!(listed.price.calculation.trace));
    }
}

/// The form again with what is wrong.
pub(super) async fn again(
    app: &App,
    lang: Lang,
    request: &Request,
    fields: &Fields,
    error: service::QuoteError,
) -> Result<Page, Problem> {
    let page = page(app, lang, request, Some(fields)).await?;
    match error {
        service::QuoteError::Refused(reasons) => Ok(page.refused(fields, "quote", &reasons)),
        service::QuoteError::Money(_) => {
            let fault = FieldError {
                field: "price_1".to_owned(),
                key: "quote-too-large".to_owned(),
                args: Default::default(),
            };
            Ok(page.faulty(fields, vec![fault]))
        }
        service::QuoteError::Price(PriceError::NoPlan) => {
            Ok(page.refused(fields, "price", &[json!({ "rule": "no-plan" })]))
        }
        service::QuoteError::Price(PriceError::Unpriced(reason)) => {
            Ok(page.refused(fields, "price", &[reason]))
        }
        other => Err(other.into()),
    }
}

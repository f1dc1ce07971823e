//! The page that states what was really done of an accepted quote.

use super::STATE;
use super::actual::{Actual, actuals, may_state, state_actual};
use super::quote::{Quote, quantity_milli, quantity_text};
use super::service::{QuoteError, load};
use crate::price::{Basis, PriceError};
use crate::request::{Request, Side};
use crate::usage;
use axum::Json;
use axum::extract::State as Held;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use ieum_kernel::Id;
use ieum_web::api::{Call, Shape};
use ieum_web::{App, Body, Doors, FieldError, Fields, Page, Path, Problem, SignedIn, see_other};
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub(super) fn doors(doors: Doors) -> Doors {
    doors
        .get("/quotes/{id}/actual", &STATE, form)
        .post("/quotes/{id}/actual", &STATE, keep)
        .post("/api/v1/quotes/{id}/actual", &STATE, keep_api)
        .says(
            Call::new("quotes-actual")
                .path::<Id<ieum_kernel::Quote>>("id")
                .takes_of(Shape::some(1, 200, Shape::of::<Actual>()))
                .gives_of(Shape::object(vec![
                    ("quote", Shape::line(40)),
                    ("lines", Shape::list(Shape::given(json!({ "type": "object" })))),
                ]))
                .refuses("quote"),
        )
}

type QuoteId = Id<ieum_kernel::Quote>;

async fn mine(app: &App, me: &SignedIn, id: QuoteId) -> Result<(Quote, Request), Problem> {
    let (quote, request) = load(app, me.actor(), id).await?;
    if request.sides(me.actor()).contains(&Side::Facility) {
        Ok((quote, request))
    } else {
        Err(Problem::not_found())
    }
}

async fn page(app: &App, quote: &Quote, request: &Request) -> Result<Page, Problem> {
    let mut reader = app.db.reader();
    let stated = actuals(&mut reader, quote.id).await?;
    let sessions = usage::of_request(&mut reader, request.id).await?;
    let used = |of: fn(&usage::UsageSession) -> i64| sessions.iter().map(of).sum::<i64>();
    let minutes: i64 = sessions
        .iter()
        .filter_map(|session| Some(session.ended?.minutes_since(session.started).max(0)))
        .sum();
    let lines: Vec<Value> = quote
        .lines
        .iter()
        .zip(1_i64..)
        .map(|(line, number)| {
            let told = stated.get(&number);
            let bases: Vec<Value> = line
                .listed
                .iter()
                .flat_map(|listed| &listed.price.calculation.lines)
                .filter(|one| one.basis != Basis::Fixed && !line.departs())
                .map(|one| {
                    let now = told.and_then(|told| told.counted.get(&one.basis).copied());
                    json!({ "basis": one.basis.key(), "quoted": one.quantity, "value": now.unwrap_or(one.quantity) })
                })
                .collect();
            let milli = told.map_or(line.quantity_milli, |told| told.quantity_milli);
            json!({
                "number": number, "description": line.description, "quoted": quantity_text(line.quantity_milli),
                "unit": line.unit, "amount": line.amount, "bases": bases, "quantity": quantity_text(milli),
                "reason": told.map(|told| told.reason.clone()),
            })
        })
        .collect();
    Ok(Page::new("quote/actual.html")
        .with("q", json!({ "id": quote.id, "number": quote.number }))
        .with("lines", lines)
        .with("open", may_state(quote, request))
        .with(
            "used",
            json!({
                "sessions": sessions.len(), "minutes": minutes, "samples": used(|s| s.samples),
                "staff_minutes": used(|s| s.staff_minutes),
            }),
        )
        .crumb(&request.number, &request.path())
        .crumb(&quote.number, &format!("/quotes/{}", quote.id)))
}

async fn form(Held(app): Held<App>, me: SignedIn, Path(id): Path<QuoteId>) -> Result<Response, Problem> {
    let (quote, request) = mine(&app, &me, id).await?;
    app.render(page(&app, &quote, &request).await?, me.visit())
}

/// The lines whose quantities are others than quoted, or that say a reason.
fn read(app: &App, fields: &Fields, quote: &Quote) -> Result<Vec<Actual>, Vec<FieldError>> {
    let mut form = fields.reading(&app.zone);
    let mut found = Vec::new();
    for (line, number) in quote.lines.iter().zip(1_i64..) {
        let from_list = line.listed.as_ref().filter(|_| !line.departs());
        let mut counted = BTreeMap::new();
        for one in from_list.iter().flat_map(|listed| &listed.price.calculation.lines) {
            let field = format!("n_{number}_{}", one.basis.key());
            if let Some(count) = form.whole(&field, 0, 10_000_000) {
                counted.insert(one.basis, count);
            }
        }
        let field = format!("quantity_{number}");
        let quantity = match fields.get(&field).trim() {
            "" => Some(line.quantity_milli),
            "0" => Some(0),
            text => quantity_milli(text),
        };
        if quantity.is_none() {
            form.fault(&field, "field-not-a-number", &[]);
        }
        let reason = form.optional(&format!("reason_{number}"), 500);
        let quoted = from_list.iter().flat_map(|listed| &listed.price.calculation.lines);
        let differs =
            quoted.into_iter().any(|one| counted.get(&one.basis).is_some_and(|n| *n != one.quantity))
                || quantity.is_some_and(|milli| milli != line.quantity_milli);
        if differs || !reason.is_empty() {
            let quantity_milli = quantity.unwrap_or(line.quantity_milli);
            found.push(Actual { line: number, quantity_milli, counted, reason });
        }
    }
    form.done().map(|()| found)
}

async fn keep(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<QuoteId>,
    fields: Fields,
) -> Result<Response, Problem> {
    let (quote, request) = mine(&app, &me, id).await?;
    let actual = match read(&app, &fields, &quote) {
        Ok(actual) => actual,
        Err(faults) => {
            return app.render(page(&app, &quote, &request).await?.faulty(&fields, faults), me.visit());
        }
    };
    match state_actual(&app, me.actor(), id, actual).await {
        Ok(()) => Ok(see_other(&app, &format!("/quotes/{id}/actual"), Some("quote-actual-kept"))),
        Err(QuoteError::Refused(reasons)) => {
            let page = page(&app, &quote, &request).await?.refused(&fields, "quote", &reasons);
            app.render(page, me.visit())
        }
        Err(QuoteError::Price(PriceError::Unpriced(reason))) => {
            let page = page(&app, &quote, &request).await?.refused(&fields, "price", &[reason]);
            app.render(page, me.visit())
        }
        Err(error) => Err(error.into()),
    }
}

async fn keep_api(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<QuoteId>,
    Body(actual): Body<Vec<Actual>>,
) -> Result<Response, Problem> {
    state_actual(&app, me.actor(), id, actual).await?;
    let stated = actuals(&mut app.db.reader(), id).await?;
    Ok((StatusCode::OK, Json(json!({ "quote": id, "lines": stated }))).into_response())
}

//! Adding a line from the price list: choose a thing, say how much, see the price and its steps, add it.

use super::WRITE;
use super::prices::{self, Asked, Listed};
use super::service::{self, QuoteError, add};
use crate::price::{self, Basis, PriceError, Target};
use crate::request::{self, Request, Side};
use axum::Json;
use axum::extract::State as Held;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use ieum_db::Reads;
use ieum_kernel::{Id, Lang};
use ieum_web::api::Call;
use ieum_web::{App, Body, Doors, FieldError, Fields, Page, Path, Problem, SignedIn, see_other};
use serde_json::{Value, json};
use std::collections::BTreeMap;

type RequestId = Id<ieum_kernel::Request>;

pub(super) fn doors(doors: Doors) -> Doors {
    doors
        .get("/requests/{id}/quotes/lines", &WRITE, form)
        .post("/requests/{id}/quotes/lines", &WRITE, add_it)
        .post("/api/v1/requests/{id}/quotes/lines", &WRITE, add_api)
        .says(
            Call::new("quotes-add")
                .path::<RequestId>("id")
                .takes::<Asked>()
                .makes::<super::Draft>()
                .refuses("quote")
                .refuses("price"),
        )
}

/// The things of the facility that have a price plan today, as options of a select.
pub(super) async fn things(
    app: &App,
    db: &mut impl Reads,
    request: &Request,
    lang: Lang,
) -> Result<Vec<Value>, Problem> {
    let Some(facility) = request.facility else { return Ok(Vec::new()) };
    let priced = price::with_plan(db, facility, app.zone.day(app.now())).await?;
    let option = |(target, name): &(Target, ieum_kernel::Text)| json!({ "value": format!("{}/{target}", target.kind()), "label": name.in_lang(lang) });
    Ok(priced.iter().map(option).collect())
}

fn target_of(fields: &Fields) -> Option<Target> {
    let (kind, id) = fields.get("thing").split_once('/')?;
    Target::read(kind, id)
}

/// Reads quantities and extras; the price list judges whether they fit.
fn read(app: &App, fields: &Fields, target: Target) -> Result<Asked, Vec<FieldError>> {
    let mut form = fields.reading(&app.zone);
    let mut counted = BTreeMap::new();
    for basis in Basis::ALL {
        if let Some(count) = form.whole(&format!("n_{}", basis.key()), 0, 10_000_000) {
            counted.insert(basis, count);
        }
    }
    let starts = form.moment("starts");
    let keys = |field: &str| fields.all(field).into_iter().map(str::to_owned).collect();
    let (discounts, surcharges) = (keys("discount"), keys("surcharge"));
    form.done().map(|()| Asked { target, counted, discounts, surcharges, starts })
}

async fn staffs(app: &App, me: &SignedIn, id: RequestId) -> Result<Request, Problem> {
    let request = request::visible(app, me.actor(), id).await?;
    if request.sides(me.actor()).contains(&Side::Facility) { Ok(request) } else { Err(Problem::not_found()) }
}

async fn page(app: &App, me: &SignedIn, request: &Request, fields: &Fields) -> Result<Page, Problem> {
    let mut reader = app.db.reader();
    let things = things(app, &mut reader, request, me.lang()).await?;
    let page = Page::new("quote/add.html")
        .with("request", request)
        .with("things", things)
        .with("thing", fields.get("thing"))
        .crumb("request-mine", "/requests")
        .crumb(&request.number, &request.path());
    let Some(target) = target_of(fields) else { return Ok(page.with("plan", Value::Null)) };
    let version = price::plan_on(&mut reader, target, app.zone.day(app.now())).await?;
    let Some(version) = version else { return Ok(page.with("plan", Value::Null)) };
    let bases: Vec<Value> = version
        .plan
        .rates
        .iter()
        .filter(|rate| rate.basis != Basis::Fixed)
        .map(|rate| json!({ "basis": rate.basis.key(), "value": fields.get(&format!("n_{}", rate.basis.key())) }))
        .collect();
    let tried = match read(app, fields, target) {
        Ok(asked) if bases.is_empty() || !asked.counted.is_empty() => {
            prices::listed(&mut reader, app, request, asked).await.map(Some)
        }
        _ => Ok(None),
    };
    let (listed, unpriced) = match tried {
        Ok(listed) => (listed, None),
        Err(PriceError::Unpriced(reason)) => (None, Some(json!(reason))),
        Err(PriceError::NoPlan) => (None, Some(json!({ "rule": "no-plan" }))),
        Err(PriceError::Db(error)) => return Err(error.into()),
    };
    Ok(page
        .with("plan", &version.plan)
        .with("bases", bases)
        .with("granted", fields.all("discount"))
        .with("surcharged", fields.all("surcharge"))
        .with("starts", fields.get("starts"))
        .with("tier", listed.as_ref().map(|listed: &Listed| listed.price.tier))
        .with("calculation", listed.map(|listed| listed.price.calculation))
        .with("unpriced", unpriced))
}

async fn form(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<RequestId>,
    fields: Fields,
) -> Result<Response, Problem> {
    let request = staffs(&app, &me, id).await?;
    let page = page(&app, &me, &request, &fields).await?;
    app.render(page, me.visit())
}

async fn add_it(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<RequestId>,
    fields: Fields,
) -> Result<Response, Problem> {
    let request = staffs(&app, &me, id).await?;
    let asked = match target_of(&fields) {
        Some(target) => read(&app, &fields, target),
        None => Err(vec![FieldError {
            field: "thing".to_owned(),
            key: "field-required".to_owned(),
            args: BTreeMap::new(),
        }]),
    };
    let asked = match asked {
        Ok(asked) => asked,
        Err(faults) => {
            let page = page(&app, &me, &request, &fields).await?.faulty(&fields, faults);
            return app.render(page, me.visit());
        }
    };
    match add(&app, me.actor(), id, asked, me.lang()).await {
        Ok(_) => Ok(see_other(&app, &format!("{}/quotes/new", request.path()), Some("quote-line-added"))),
        Err(error) => {
            let page = page(&app, &me, &request, &fields).await?;
            let page = match error {
                QuoteError::Refused(reasons) => page.refused(&fields, "quote", &reasons),
                QuoteError::Price(PriceError::Unpriced(reason)) => page.refused(&fields, "price", &[reason]),
                QuoteError::Price(PriceError::NoPlan) => {
                    page.refused(&fields, "price", &[json!({ "rule": "no-plan" })])
                }
                other => return Err(other.into()),
            };
            app.render(page, me.visit())
        }
    }
}

async fn add_api(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<RequestId>,
    Body(asked): Body<Asked>,
) -> Result<Response, Problem> {
    staffs(&app, &me, id).await?;
    let kept = service::add(&app, me.actor(), id, asked, me.lang()).await?;
    Ok((StatusCode::CREATED, Json(kept)).into_response())
}

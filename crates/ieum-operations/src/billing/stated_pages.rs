//! Pages of charges by hand: the form, what was stated, and the second person's decision.

use super::stated::{self, Stated, StatedError, StatedThing, Statement, decide, state};
use super::{BILL, BillingSettings};
use crate::price::{chosen, facilities_of, options};
use crate::quote::Vat;
use axum::Json;
use axum::extract::State as Held;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use ieum_db::args;
use ieum_kernel::{Facility, Id, Money, Organisation, Request, Text};
use ieum_web::api::Call;
use ieum_web::{App, Body, Doors, Fields, Page, Path, Problem, SignedIn, see_other};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Value, json};

pub(super) fn doors(doors: Doors) -> Doors {
    doors
        .get("/charges/stated", &BILL, form)
        .post("/charges/stated", &BILL, keep)
        .post("/charges/stated/{id}", &BILL, answer)
        .post("/api/v1/charges", &BILL, keep_api)
        .says(Call::new("charges-state").takes::<Statement>().makes::<Stated>().refuses("billing"))
        .post("/api/v1/charges/stated/{id}", &BILL, answer_api)
        .says(
            Call::new("charges-decide")
                .path::<Id<StatedThing>>("id")
                .takes::<Decision>()
                .gives::<Stated>()
                .refuses("billing"),
        )
}

async fn page(app: &App, me: &SignedIn, fields: &Fields) -> Result<Page, Problem> {
    let all = facilities_of(app, me.actor()).await?;
    let facility = chosen(&all, fields.get("facility"))?;
    let mut reader = app.db.reader();
    let rows = match &facility {
        Some((id, _)) => stated::of_facility(&mut reader, *id).await?,
        None => Vec::new(),
    };
    let shown = |one: &Stated| {
        let mine = one.stated_by == me.id();
        json!({ "stated": one, "may_agree": one.state == "waiting" && !mine, "may_reject": one.state == "waiting" })
    };
    let sql = "SELECT id, name_ko, name_en FROM public_organisation ORDER BY name_ko, id LIMIT 5000";
    let organisations: Vec<Value> = reader
        .all(sql, args![], |row| {
            let id: Id<Organisation> = row.get("id")?;
            let name = Text { ko: row.get("name_ko")?, en: row.get("name_en")? };
            Ok(json!({ "value": id, "label": name.in_lang(me.lang()) }))
        })
        .await?;
    Ok(Page::new("billing/stated.html")
        .with("facilities", options(&all, me.lang()))
        .with("facility", facility.map(|(id, name)| json!({ "id": id, "name": name })))
        .with("organisations", organisations)
        .with("request", fields.get("request"))
        .with("bound", Money::won(app.settings::<BillingSettings>().second_person_above_won))
        .with("today", app.zone.day(app.now()).to_string())
        .with("rows", rows.iter().map(shown).collect::<Vec<_>>())
        .crumb("billing-title", "/invoices"))
}

async fn form(Held(app): Held<App>, me: SignedIn, fields: Fields) -> Result<Response, Problem> {
    let page = page(&app, &me, &fields).await?;
    app.render(page, me.visit())
}

async fn keep(Held(app): Held<App>, me: SignedIn, fields: Fields) -> Result<Response, Problem> {
    let mut form = fields.reading(&app.zone);
    let facility = form.must::<Id<Facility>>("facility", "field-not-an-id");
    let organisation = form.id::<Organisation>("organisation");
    let request = form.id::<Request>("request");
    let description = form.text("description", 300, true);
    let supply = form.must::<Money>("supply", "field-not-money");
    let vat = form.choice::<Vat>("vat").unwrap_or_default();
    let budget_line = if fields.get("budget_line") == "test_fee" { "test_fee" } else { "equipment_fee" };
    let used_on = form.must::<Date>("used_on", "field-not-a-day");
    let reason = form.required("reason", 2000);
    let read = form.done();
    let (Ok(()), (Some(facility), Some(supply), Some(used_on))) = (&read, (facility, supply, used_on)) else {
        let page = page(&app, &me, &fields).await?.faulty(&fields, read.err().unwrap_or_default());
        return app.render(page, me.visit());
    };
    let budget_line = budget_line.to_owned();
    let said =
        Statement { facility, organisation, request, description, supply, vat, budget_line, used_on, reason };
    match state(&app, me.actor(), said).await {
        Ok(made) => {
            let message =
                if made.state == "waiting" { "billing-stated-waits" } else { "billing-stated-charged" };
            Ok(see_other(&app, &format!("/charges/stated?facility={facility}"), Some(message)))
        }
        Err(StatedError::Refused(reasons)) => {
            let page = page(&app, &me, &fields).await?.refused(&fields, "billing", &reasons);
            app.render(page, me.visit())
        }
        Err(error) => Err(error.into()),
    }
}

async fn answer(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<Id<StatedThing>>,
    fields: Fields,
) -> Result<Response, Problem> {
    let agree = fields.get("do") == "agree";
    match decide(&app, me.actor(), id, agree, fields.get("words")).await {
        Ok(made) => {
            let place = format!("/charges/stated?facility={}", made.said.facility);
            let message = if agree { "billing-stated-agreed" } else { "billing-stated-rejected" };
            Ok(see_other(&app, &place, Some(message)))
        }
        Err(StatedError::Refused(reasons)) => {
            let page = page(&app, &me, &fields).await?.refused(&fields, "billing", &reasons);
            app.render(page, me.visit())
        }
        Err(error) => Err(error.into()),
    }
}

async fn keep_api(
    Held(app): Held<App>,
    me: SignedIn,
    Body(said): Body<Statement>,
) -> Result<Response, Problem> {
    if !["equipment_fee", "test_fee"].contains(&said.budget_line.as_str()) {
        return Err(Problem::bad_request());
    }
    let made = state(&app, me.actor(), said).await?;
    Ok((StatusCode::CREATED, Json(made)).into_response())
}

#[derive(Deserialize, schemars::JsonSchema)]
struct Decision {
    agree: bool,
    #[serde(default)]
    words: String,
}

async fn answer_api(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<Id<StatedThing>>,
    Body(said): Body<Decision>,
) -> Result<Json<Stated>, Problem> {
    Ok(Json(decide(&app, me.actor(), id, said.agree, &said.words).await?))
}

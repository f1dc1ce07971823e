//! Pages of agreements: the list of a facility, a form for a new one, and an end.

use super::SET;
use super::agreements::{
    Agreed, Agreement, AgreementError, AgreementThing, OPEN_END, agree, end, of_facility,
};
use super::plan::Tier;
use super::routes::{chosen, facilities_of, options};
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use ieum_db::args;
use ieum_kernel::{Facility, Id, Organisation, Text};
use ieum_web::api::{Call, Shape};
use ieum_web::{App, Body, Doors, Fields, Page, Path, Problem, SignedIn, see_other};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Value, json};

pub(super) fn doors(doors: Doors) -> Doors {
    doors
        .get("/agreements", &SET, list)
        .post("/agreements", &SET, keep)
        .post("/agreements/{id}/end", &SET, stop)
        .get("/api/v1/agreements", &SET, list_api)
        .says(Call::new("agreements-list").query::<Id<Facility>>("facility").gives::<Vec<Agreement>>())
        .post("/api/v1/agreements", &SET, keep_api)
        .says(
            Call::new("agreements-create")
                .takes::<Said>()
                .makes_of(Shape::object(vec![("id", Shape::line(40))]))
                .refuses("price"),
        )
}

async fn page(app: &App, me: &SignedIn, fields: &Fields) -> Result<Page, Problem> {
    let all = facilities_of(app, me.actor()).await?;
    let facility = chosen(&all, fields.get("facility"))?;
    let mut reader = app.db.reader();
    let rows = match &facility {
        Some((id, _)) => of_facility(&mut reader, *id).await?,
        None => Vec::new(),
    };
    let today = app.zone.day(app.now());
    let shown = |one: &Agreement| {
        let open = one.valid_until == OPEN_END;
        json!({ "agreement": one, "open": open, "over": one.valid_until < today })
    };
    let sql = "SELECT id, name_ko, name_en FROM public_organisation ORDER BY name_ko, id LIMIT 5000";
    let organisations: Vec<Value> = reader
        .all(sql, args![], |row| {
            let id: Id<Organisation> = row.get("id")?;
            let name = Text { ko: row.get("name_ko")?, en: row.get("name_en")? };
            Ok(json!({ "value": id, "label": name.in_lang(me.lang()) }))
        })
        .await?;
    let tiers: Vec<&str> = Tier::ALL.iter().map(|tier| tier.key()).collect();
    Ok(Page::new("price/agreements.html")
        .with("facilities", options(&all, me.lang()))
        .with("facility", facility.map(|(id, name)| json!({ "id": id, "name": name })))
        .with("organisations", organisations)
        .with("tiers", tiers)
        .with("today", today.to_string())
        .with("rows", rows.iter().map(shown).collect::<Vec<_>>()))
}

async fn list(State(app): State<App>, me: SignedIn, fields: Fields) -> Result<Response, Problem> {
    let page = page(&app, &me, &fields).await?;
    app.render(page, me.visit())
}

async fn keep(State(app): State<App>, me: SignedIn, fields: Fields) -> Result<Response, Problem> {
    let mut form = fields.reading(&app.zone);
    let facility = form.must::<Id<Facility>>("facility", "field-not-an-id");
    let organisation = form.must::<Id<Organisation>>("organisation", "field-not-an-id");
    let tier = form.must::<Tier>("tier", "field-not-a-choice");
    let from = form.must::<Date>("from", "field-not-a-day");
    let until = form.day("until");
    let note = form.optional("note", 500);
    let read = form.done();
    let (Ok(()), (Some(facility), Some(organisation), Some(tier), Some(from))) =
        (&read, (facility, organisation, tier, from))
    else {
        let page = page(&app, &me, &fields).await?.faulty(&fields, read.err().unwrap_or_default());
        return app.render(page, me.visit());
    };
    let agreed = Agreed { facility, organisation, tier, from, until, note };
    match agree(&app, me.actor(), agreed).await {
        Ok(_) => Ok(see_other(&app, &format!("/agreements?facility={facility}"), Some("agreement-kept"))),
        Err(AgreementError::Refused(reasons)) => {
            let page = page(&app, &me, &fields).await?.refused(&fields, "price", &reasons);
            app.render(page, me.visit())
        }
        Err(error) => Err(error.into()),
    }
}

async fn stop(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<Id<AgreementThing>>,
    fields: Fields,
) -> Result<Response, Problem> {
    let mut form = fields.reading(&app.zone);
    let last = form.must::<Date>("last", "field-not-a-day");
    let read = form.done();
    let (Ok(()), Some(last)) = (&read, last) else {
        let page = page(&app, &me, &fields).await?.faulty(&fields, read.err().unwrap_or_default());
        return app.render(page, me.visit());
    };
    match end(&app, me.actor(), id, last).await {
        Ok(ended) => {
            let place = format!("/agreements?facility={}", ended.facility);
            Ok(see_other(&app, &place, Some("agreement-ended")))
        }
        Err(AgreementError::Refused(reasons)) => {
            let page = page(&app, &me, &fields).await?.refused(&fields, "price", &reasons);
            app.render(page, me.visit())
        }
        Err(error) => Err(error.into()),
    }
}

async fn list_api(
    State(app): State<App>,
    me: SignedIn,
    fields: Fields,
) -> Result<Json<Vec<Agreement>>, Problem> {
    let all = facilities_of(&app, me.actor()).await?;
    let Some((facility, _)) = chosen(&all, fields.get("facility"))? else { return Ok(Json(Vec::new())) };
    Ok(Json(of_facility(&mut app.db.reader(), facility).await?))
}

/// An agreement as a program says it.
#[derive(Deserialize, schemars::JsonSchema)]
struct Said {
    facility: Id<Facility>,
    organisation: Id<Organisation>,
    tier: Tier,
    from: Date,
    #[serde(default)]
    until: Option<Date>,
    #[serde(default)]
    note: String,
}

async fn keep_api(State(app): State<App>, me: SignedIn, Body(said): Body<Said>) -> Result<Response, Problem> {
    let Said { facility, organisation, tier, from, until, note } = said;
    let agreed = Agreed { facility, organisation, tier, from, until, note };
    let id = agree(&app, me.actor(), agreed).await?;
    Ok((StatusCode::CREATED, Json(json!({ "id": id }))).into_response())
}

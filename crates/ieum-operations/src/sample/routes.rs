//! Pages of samples: declaring, receiving, storing, the ledger, labels, scanning, places.

use super::label::{scan_link, sheet};
use super::ledger::{Chain, Custody, verify};
use super::place::{PlaceKind, PlaceThing};
use super::policy::{Action, State, actions_open, next_action};
use super::sample::{AFTERWARDS, Declaration, HAZARDS, STORAGES, Sample};
use super::service::{self, Filter, Move, SampleError, act, declare, keeps, load, load_code, make_place};
use super::{FOLLOW, KEEP};
use crate::request;
use axum::Json;
use axum::extract::State as Held;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use ieum_kernel::{Facility, Id, Role};
use ieum_web::{App, Body, Call, Doors, Fields, Page, Path, Problem, Shape, SignedIn, attachment, see_other};
use serde_json::json;

pub(super) fn doors(doors: Doors) -> Doors {
    doors
        .get("/samples", &FOLLOW, list)
        .get("/samples/scan", &FOLLOW, scan)
        .get("/samples/{id}", &FOLLOW, show)
        .post("/samples/{id}/moves", &FOLLOW, make_move)
        .get("/samples/{id}/label", &FOLLOW, label)
        .get("/requests/{id}/samples/new", &FOLLOW, new)
        .post("/requests/{id}/samples", &FOLLOW, make)
        .get("/requests/{id}/labels", &FOLLOW, labels)
        .get("/places", &KEEP, places)
        .post("/places", &KEEP, add_place)
        .get("/api/v1/samples/{id}", &FOLLOW, one)
        .says(Call::new("samples-one").path::<SampleId>("id").gives_of(Shape::object(vec![
            ("sample", Shape::of::<Sample>()),
            ("ledger", Shape::of::<Vec<Custody>>()),
            ("chain", Shape::of::<Chain>()),
        ])))
        .post("/api/v1/samples/{id}/moves", &FOLLOW, move_api)
        .says(
            Call::new("samples-move")
                .path::<SampleId>("id")
                .takes::<Move>()
                .makes::<Custody>()
                .refuses("sample")
                .refuses("request"),
        )
        .post("/api/v1/requests/{id}/samples", &FOLLOW, declare_api)
        .says(
            Call::new("samples-declare")
                .path::<RequestId>("id")
                .takes_of(Shape::some(1, 200, Shape::of::<Declaration>()))
                .makes::<Vec<Sample>>()
                .refuses("sample")
                .refuses("request"),
        )
}

type SampleId = Id<ieum_kernel::Sample>;
type RequestId = Id<ieum_kernel::Request>;

/// States a list groups under one word.
fn group(word: &str) -> Vec<State> {
    let wanted = |state: &&State| match word {
        "coming" => matches!(state, State::Declared | State::InTransit | State::Quarantined),
        "here" => state.is_here() && !state.is_over(),
        "over" => state.is_over() || matches!(state, State::Rejected | State::Lost),
        _ => true,
    };
    State::ALL.iter().filter(wanted).copied().collect()
}

async fn list(Held(app): Held<App>, me: SignedIn, fields: Fields) -> Result<Response, Problem> {
    let actor = me.actor();
    let staff = actor.may(&KEEP);
    let word = match fields.get("state") {
        word @ ("coming" | "here" | "over" | "all") => word.to_owned(),
        _ if staff => "coming".to_owned(),
        _ => "all".to_owned(),
    };
    let everything = actor.is(Role::Operator) && actor.facilities.is_empty();
    let filter = Filter {
        firm: (!staff).then(|| (me.id(), actor.organisations.clone())),
        facilities: (staff && !everything).then(|| actor.facilities.clone()),
        states: group(&word),
        most: 300,
        ..Filter::default()
    };
    let rows = service::lines(&mut app.db.reader(), &filter).await?;
    let rows: Vec<_> = rows.iter().map(|line| json!({ "s": line, "kind": line.state.kind() })).collect();
    let page = Page::new("sample/list.html").with("rows", rows).with("state", word).with("staff", staff);
    app.render(page, me.visit())
}

async fn scan(Held(app): Held<App>, me: SignedIn, fields: Fields) -> Result<Response, Problem> {
    // A scanner types the label's whole address; people type the code.
    let typed = fields.get("code").trim();
    let code = typed.rsplit_once("code=").map_or(typed, |(_, code)| code).to_owned();
    if code.is_empty() {
        let page = Page::new("sample/scan.html").with("code", "").with("unknown", false);
        return app.render(page, me.visit());
    }
    match load_code(&app, me.actor(), &code).await {
        Ok((sample, _)) => Ok(see_other(&app, &format!("/samples/{}", sample.id), None)),
        Err(SampleError::NotFound) => {
            let page = Page::new("sample/scan.html").with("code", code).with("unknown", true);
            app.render(page.status(StatusCode::NOT_FOUND).crumb("sample-list", "/samples"), me.visit())
        }
        Err(error) => Err(error.into()),
    }
}

async fn page(app: &App, me: &SignedIn, id: SampleId) -> Result<Page, Problem> {
    let (sample, request) = load(app, me.actor(), id).await?;
    let mut reader = app.db.reader();
    let entries = service::ledger_of(&mut reader, id).await?;
    let last = entries.last().cloned().ok_or_else(Problem::not_found)?;
    let sides = request.sides(me.actor());
    let keeper = keeps(&request, me.actor());
    let places = if keeper { service::places(&mut reader, sample.facility).await? } else { Vec::new() };
    let next = if keeper { next_action(last.state) } else { None };
    let mut open = actions_open(last.state, &sides);
    open.sort_by_key(|action| Some(*action) != next);
    let offers: Vec<_> = open
        .into_iter()
        .map(|action| {
            let way = match action {
                Action::Store => "place",
                _ => "words",
            };
            json!({ "action": action, "way": way, "primary": Some(action) == next, "owed": action.needs_words() })
        })
        .collect();
    let around = request::around(&mut reader, request.id).await?;
    Ok(Page::new("sample/show.html")
        .with("s", &sample)
        .with("r", &request)
        .with("around", around)
        .with("state", last.state)
        .with("kind", last.state.kind())
        .with("last", &last)
        .with("chain", verify(id, &entries))
        .with("entries", entries)
        .with("places", places)
        .with("offers", offers)
        .with("keeper", keeper)
        .with("scan", scan_link(app, &sample.code))
        .crumb("sample-list", "/samples"))
}

async fn show(Held(app): Held<App>, me: SignedIn, Path(id): Path<SampleId>) -> Result<Response, Problem> {
    let page = page(&app, &me, id).await?;
    app.render(page, me.visit())
}

async fn make_move(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<SampleId>,
    fields: Fields,
) -> Result<Response, Problem> {
    let mut form = fields.reading(&app.zone);
    let action: Action = fields.get("action").parse().map_err(|_unknown| Problem::bad_request())?;
    let place = form.id::<PlaceThing>("place");
    // Each move's form on the page has a field of its own name, so that labels find theirs.
    let own = format!("note_{}", fields.get("action"));
    let note = form.optional(if fields.has(&own) { &own } else { "note" }, 2000);
    if let Err(faults) = form.done() {
        let page = page(&app, &me, id).await?.faulty(&fields, faults);
        return app.render(page, me.visit());
    }
    let seen = fields.get("seen").parse().ok();
    match act(&app, me.actor(), id, Move { action, place, note, seen }).await {
        Ok(_) => Ok(see_other(&app, &format!("/samples/{id}"), Some("sample-done"))),
        Err(SampleError::Refused(reasons)) => {
            let page = page(&app, &me, id).await?.refused(&fields, "sample", &reasons);
            app.render(page, me.visit())
        }
        Err(error) => Err(error.into()),
    }
}

fn skipped(fields: &Fields) -> u8 {
    fields.get("skip").parse().unwrap_or(0)
}

async fn label(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<SampleId>,
    fields: Fields,
) -> Result<Response, Problem> {
    let (sample, request) = load(&app, me.actor(), id).await?;
    let all = service::of_request(&mut app.db.reader(), request.id).await?;
    let own: Vec<_> = all.into_iter().filter(|line| line.id == id).collect();
    let pdf = sheet(&app, me.lang(), &own, skipped(&fields)).await?;
    Ok(attachment(&format!("{}.pdf", sample.code), "application/pdf", pdf))
}

async fn labels(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<RequestId>,
    fields: Fields,
) -> Result<Response, Problem> {
    let request = request::visible(&app, me.actor(), id).await?;
    let all = service::of_request(&mut app.db.reader(), id).await?;
    if all.is_empty() {
        return Err(Problem::not_found());
    }
    let pdf = sheet(&app, me.lang(), &all, skipped(&fields)).await?;
    Ok(attachment(&format!("{}-labels.pdf", request.number), "application/pdf", pdf))
}

fn form_page(request: &request::Request) -> Page {
    Page::new("sample/new.html")
        .with("r", request)
        .with("hazards", HAZARDS)
        .with("storages", STORAGES)
        .with("afterwards", AFTERWARDS)
        .crumb("request-mine", "/requests")
        .crumb(&request.number, &request.path())
}

async fn new(Held(app): Held<App>, me: SignedIn, Path(id): Path<RequestId>) -> Result<Response, Problem> {
    let request = request::visible(&app, me.actor(), id).await?;
    app.render(form_page(&request), me.visit())
}

fn chosen(fields: &Fields, field: &str, of: &[&str]) -> String {
    let word = fields.get(field);
    let known = of.iter().find(|known| **known == word).or_else(|| of.first());
    known.map(|word| (*word).to_owned()).unwrap_or_default()
}

async fn make(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<RequestId>,
    fields: Fields,
) -> Result<Response, Problem> {
    let request = request::visible(&app, me.actor(), id).await?;
    let mut form = fields.reading(&app.zone);
    // One name a line: each becomes a sample of its own with the same particulars.
    let names = form.required("names", 8000);
    let names: Vec<String> =
        names.lines().map(str::trim).filter(|n| !n.is_empty()).map(str::to_owned).collect();
    let (kind, amount) = (form.optional("kind", 200), form.optional("amount", 100));
    let hazard_words = form.optional("hazard_words", 500);
    let count = form.whole("count", 1, 100).unwrap_or(1);
    if names.len() > 200 || names.iter().any(|name| name.chars().count() > 120) {
        form.fault("names", "sample-many", &[]);
    }
    if let Err(faults) = form.done() {
        return app.render(form_page(&request).faulty(&fields, faults), me.visit());
    }
    let declared = names.into_iter().map(|name| Declaration {
        name,
        kind: kind.clone(),
        amount: amount.clone(),
        hazard: chosen(&fields, "hazard", &HAZARDS),
        hazard_words: hazard_words.clone(),
        storage: chosen(&fields, "storage", &STORAGES),
        count,
        afterwards: chosen(&fields, "afterwards", &["dispose", "return", "keep"]),
    });
    match declare(&app, me.actor(), id, declared.collect()).await {
        Ok(_) => Ok(see_other(&app, &format!("{}#samples", request.path()), Some("sample-declared"))),
        Err(SampleError::Refused(reasons)) => {
            app.render(form_page(&request).refused(&fields, "sample", &reasons), me.visit())
        }
        Err(error) => Err(error.into()),
    }
}

/// The facility whose places are looked at: the one asked for, or the first one works for.
fn facility_of(me: &SignedIn, fields: &Fields) -> Option<Id<Facility>> {
    let asked: Option<Id<Facility>> = fields.get("facility").parse().ok();
    let own = |facility: &Id<Facility>| me.actor().works_for(*facility) || me.actor().is(Role::Operator);
    asked.filter(own).or_else(|| me.actor().facilities.first().copied())
}

async fn places_page(app: &App, facility: Option<Id<Facility>>) -> Result<Page, Problem> {
    let rows = match facility {
        Some(facility) => service::places(&mut app.db.reader(), facility).await?,
        None => Vec::new(),
    };
    Ok(Page::new("sample/places.html")
        .with("facility", facility)
        .with("rows", rows)
        .with("kinds", PlaceKind::ALL)
        .crumb("sample-list", "/samples"))
}

async fn places(Held(app): Held<App>, me: SignedIn, fields: Fields) -> Result<Response, Problem> {
    let page = places_page(&app, facility_of(&me, &fields)).await?;
    app.render(page, me.visit())
}

async fn add_place(Held(app): Held<App>, me: SignedIn, fields: Fields) -> Result<Response, Problem> {
    let facility = facility_of(&me, &fields).ok_or_else(Problem::forbidden)?;
    let mut form = fields.reading(&app.zone);
    let name = form.required("name", 60);
    let kind = form.must::<PlaceKind>("kind", "field-not-a-choice");
    let parent = form.id::<PlaceThing>("parent");
    if let Err(faults) = form.done() {
        let page = places_page(&app, Some(facility)).await?.faulty(&fields, faults);
        return app.render(page, me.visit());
    }
    let kind = kind.unwrap_or(PlaceKind::Room);
    match make_place(&app, me.actor(), facility, parent, kind, &name).await {
        Ok(_) => Ok(see_other(&app, &format!("/places?facility={facility}"), Some("sample-place-made"))),
        Err(SampleError::Refused(reasons)) => {
            let page = places_page(&app, Some(facility)).await?.refused(&fields, "sample", &reasons);
            app.render(page, me.visit())
        }
        Err(SampleError::Db(error)) if error.is_constraint("place_path_once") => {
            let fault = ieum_web::FieldError {
                field: "name".to_owned(),
                key: "sample-place-twice".to_owned(),
                args: std::collections::BTreeMap::new(),
            };
            let page = places_page(&app, Some(facility)).await?.faulty(&fields, vec![fault]);
            app.render(page, me.visit())
        }
        Err(error) => Err(error.into()),
    }
}

async fn one(Held(app): Held<App>, me: SignedIn, Path(id): Path<SampleId>) -> Result<Response, Problem> {
    let (sample, _) = load(&app, me.actor(), id).await?;
    let entries = service::ledger_of(&mut app.db.reader(), id).await?;
    let chain = verify(id, &entries);
    Ok(Json(json!({ "sample": sample, "ledger": entries, "chain": chain })).into_response())
}

async fn move_api(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<SampleId>,
    Body(wanted): Body<Move>,
) -> Result<Response, Problem> {
    let entry = act(&app, me.actor(), id, wanted).await?;
    Ok((StatusCode::CREATED, Json(entry)).into_response())
}

async fn declare_api(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<RequestId>,
    Body(declarations): Body<Vec<Declaration>>,
) -> Result<Response, Problem> {
    let faulty = |d: &Declaration| {
        d.name.trim().is_empty()
            || !(1..=100).contains(&d.count)
            || !HAZARDS.contains(&d.hazard.as_str())
            || !STORAGES.contains(&d.storage.as_str())
            || !AFTERWARDS.contains(&d.afterwards.as_str())
    };
    if declarations.is_empty() || declarations.len() > 200 || declarations.iter().any(faulty) {
        return Err(Problem::bad_request());
    }
    let made = declare(&app, me.actor(), id, declarations).await?;
    Ok((StatusCode::CREATED, Json(made)).into_response())
}

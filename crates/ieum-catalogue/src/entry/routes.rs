//! Pages of things: lists, one thing, forms, history, photos and documents. One set of handlers for all kinds.

use super::kind::{Kind, KindKey, ThingId};
use super::list::Asked;
use super::policy::Refusal;
use super::service::EntryError;
use super::show::Show;
use super::thing::Values;
use super::view;
use super::{Input, Lexicon};
use crate::asks::Opened;
use axum::extract::{FromRequestParts, State};
use axum::response::{IntoResponse, Response};
use http::request::Parts;
use http::{HeaderMap, StatusCode};
use ieum_kernel::{Id, Permission, Role, StoredFile};
use ieum_web::{
    ANYBODY, App, Doors, FieldError, Fields, Page, Path, Problem, SignedIn, Upload, Visit, Visitor,
    came_from, see_other,
};
use serde_json::{Value, json};

/// Look at the catalogue.
pub static LOOK: Permission = Permission { key: "catalogue.look", roles: ANYBODY };
/// Enter and change things that are one's own.
pub static EDIT: Permission =
    Permission { key: "catalogue.edit", roles: &[Role::Staff, Role::Manager, Role::Expert, Role::Operator] };

/// The kind that a path is about.
#[derive(Debug, Clone, Copy)]
pub struct At(pub &'static Kind);

impl FromRequestParts<App> for At {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _app: &App) -> Result<Self, Problem> {
        let path = parts.uri.path();
        let rest = path.strip_prefix("/api/v1/").or_else(|| path.strip_prefix('/')).unwrap_or_default();
        let segment = rest.split('/').next().unwrap_or_default();
        KindKey::of_path(segment).map(|key| Self(key.kind())).ok_or_else(Problem::not_found)
    }
}

/// Doors of the pages.
pub fn doors() -> Doors {
    KindKey::ALL.into_iter().map(KindKey::kind).fold(Doors::new(), |doors, kind| {
        let at = &kind.paths;
        doors
            .get(at.list, &LOOK, list)
            .post(at.list, &EDIT, create)
            .get(at.new, &EDIT, new)
            .get(at.suggest, &EDIT, suggest)
            .get(at.export, &LOOK, super::export::download)
            .get(at.one, &LOOK, one)
            .get(at.edit, &EDIT, edit)
            .post(at.edit, &EDIT, change)
            .get(at.history, &LOOK, history)
            .post(at.links, &EDIT, link)
            .post(at.unlink, &EDIT, unlink)
            .post(at.files, &EDIT, add_file)
            .get(at.file, &LOOK, file)
            .post(at.remove_file, &EDIT, remove_file)
            .post(at.withdraw, &EDIT, withdraw)
            .post(at.restore, &EDIT, restore)
    })
}

/// The id in a path, of the path's kind; anything else is nothing.
pub(crate) fn id_of(kind: &Kind, text: &str) -> Result<ThingId, Problem> {
    text.parse::<ThingId>().ok().filter(|id| id.kind() == kind.key).ok_or_else(Problem::not_found)
}

impl From<EntryError> for Problem {
    fn from(error: EntryError) -> Self {
        match error {
            EntryError::Refused(reasons) => Self::refused("entry", reasons),
            EntryError::Invalid(faults) => Self::invalid(faults),
            EntryError::Stale(now) => Self::stale(now),
            EntryError::NotTheirs => Self::forbidden(),
            EntryError::NotFound => Self::not_found(),
            EntryError::Db(error) => error.into(),
        }
    }
}

fn show<'a>(app: &'a App, visit: &Visit) -> Show<'a> {
    Show { words: &app.words, lang: visit.lang() }
}

fn crumbs(page: Page, kind: &Kind) -> Page {
    page.crumb("entry-catalogue", "/find").crumb(&format!("entry-kinds-{}", kind.key), kind.paths.list)
}

async fn list(app: State<App>, at: At, visitor: Visitor, fields: Fields) -> Result<Response, Problem> {
    let asked = Asked::read(at.0, &fields);
    let listing = super::list::listing(&app, at.0, &asked).await?;
    let shown = show(&app, &visitor).list(at.0, &asked, &listing);
    let map = match asked.on_map {
        true => Some(super::list::map(&app, &listing).await?),
        false => None,
    };
    let page = Page::new("entry/list.html")
        .with("list", shown)
        .with("map", map)
        .with("may_add", visitor.actor.may(&EDIT))
        .with("may_import", visitor.actor.is(Role::Operator))
        .crumb("entry-catalogue", "/find")
        .crumb(&format!("entry-kinds-{}", at.0.key), at.0.paths.list);
    app.render(page, &visitor)
}

async fn one(
    app: State<App>,
    at: At,
    visitor: Visitor,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let id = id_of(at.0, &id)?;
    if let Some(kept) = crate::merging::kept_for(&mut app.db.reader(), &id).await? {
        // Not for good: a merge can be undone.
        return Ok(see_other(&app, &super::path_of(&kept), Some("entry-merged")));
    }
    let shown = view::detail(&app, &visitor, &id).await?;
    if let Some(asking) = app.ask::<dyn Opened>() {
        asking.opened(&app, visitor.actor.person, id.text(), &came_from(&headers));
    }
    let title = shown.get("title").and_then(Value::as_str).unwrap_or_default().to_owned();
    app.render(crumbs(Page::new("entry/detail.html").with("thing", shown), at.0).crumb(&title, ""), &visitor)
}

/// What a form shows: the kind's sections with values, whose address, and the version it was opened with.
fn form_page(
    app: &App,
    visit: &Visit,
    kind: &'static Kind,
    values: &Values,
    names: &super::show::Names,
) -> Page {
    let sections = show(app, visit).form(kind, values, names);
    crumbs(Page::new("entry/form.html"), kind)
        .with("kind", kind.key.key())
        .with("sections", sections)
        .with("version", Value::Null)
        .with("action", kind.paths.list)
        .with("back", kind.paths.list)
        .with("refusals", Vec::<Value>::new())
        .with("errors", Vec::<FieldError>::new())
        .with("typed", json!({}))
}

async fn new(app: State<App>, at: At, me: SignedIn, fields: Fields) -> Result<Response, Problem> {
    let mut values = Values::new();
    for field in at.0.fields() {
        values.set(field.name, field.default);
    }
    // A link from a facility's page brings the facility along.
    for (asked, field) in
        [("facility", "facility_id"), ("organisation", "organisation_id"), ("method", "method_id")]
    {
        if at.0.field(field).is_some() && fields.get(asked).parse::<ThingId>().is_ok() {
            values.set(field, fields.get(asked));
        }
    }
    let own_facility = me.actor().facilities.first().map(ToString::to_string).unwrap_or_default();
    let own_organisation = me.actor().organisation().map(|id| id.to_string()).unwrap_or_default();
    if at.0.field("facility_id").is_some() && at.0.key != KindKey::Facility && !values.has("facility_id") {
        values
            .set("facility_id", if at.0.key == KindKey::Organisation { String::new() } else { own_facility });
    }
    if at.0.key == KindKey::Facility && !values.has("organisation_id") {
        values.set("organisation_id", own_organisation);
    }
    let names = view::names(&mut app.db.reader(), at.0, &[&values]).await?;
    let page = form_page(&app, me.visit(), at.0, &values, &names).crumb("entry-new-step", "");
    app.render(page, me.visit())
}

/// What was sent for a field: nothing when the field is not part of the form; ticked days together.
fn sent(fields: &Fields, kind: &Kind, name: &str) -> Option<String> {
    if matches!(kind.field(name).map(|f| f.input), Some(Input::Days)) {
        let all = fields.all(name);
        let marked = fields.pairs().iter().any(|(n, _)| n == name || n == &format!("{name}_sent"));
        return marked.then(|| all.join(","));
    }
    fields.pairs().iter().any(|(n, _)| n == name).then(|| fields.get(name).to_owned())
}

/// The form again as it was sent, with what is wrong with it.
#[expect(clippy::too_many_arguments, reason = "everything a refused form shows again")]
async fn again(
    app: &App,
    me: &SignedIn,
    kind: &'static Kind,
    fields: &Fields,
    values: &Values,
    id: Option<&ThingId>,
    faults: Vec<FieldError>,
    reasons: Vec<Refusal>,
) -> Result<Response, Problem> {
    let shown = show(app, me.visit());
    let names = view::names(&mut app.db.reader(), kind, &[values]).await?;
    let mut typed = fields.values();
    if let Some(map) = typed.as_object_mut() {
        for field in kind.fields().filter(|f| matches!(f.input, Input::Days)) {
            map.insert(field.name.to_owned(), json!(fields.all(field.name)));
        }
    }
    let said: Vec<Value> = reasons
        .iter()
        .map(|reason| {
            let value = serde_json::to_value(reason).unwrap_or_default();
            let words =
                ieum_web::say_refusal(shown.words, shown.lang, "entry", &value).unwrap_or_else(|key| key);
            json!({ "message": words, "field": reason.field(), "rule": value.get("rule") })
        })
        .collect();
    let mut page = form_page(app, me.visit(), kind, values, &names)
        .with("errors", faults)
        .with("refusals", said)
        .with("typed", typed)
        .status(StatusCode::UNPROCESSABLE_ENTITY);
    if let Some(id) = id {
        let path = super::path_of(id);
        page = page
            .with("version", fields.get("version"))
            .with("action", format!("{path}/edit"))
            .with("back", path);
    }
    app.render(page, me.visit())
}

async fn create(app: State<App>, at: At, me: SignedIn, fields: Fields) -> Result<Response, Problem> {
    let (values, faults) = Values::read(at.0, |n| sent(&fields, at.0, n), None, &Lexicon::bare());
    if !faults.is_empty() {
        return again(&app, &me, at.0, &fields, &values, None, faults, Vec::new()).await;
    }
    let mut tx = app.db.begin().await?;
    let said = sent(&fields, at.0, "access").is_some();
    let made = super::service::create(&mut tx, app.clock(), me.actor(), at.0.key, values.clone(), said).await;
    match made {
        Ok(id) => {
            tx.commit().await?;
            Ok(see_other(&app, &super::path_of(&id), Some("entry-made")))
        }
        Err(EntryError::Refused(reasons)) => {
            drop(tx);
            again(&app, &me, at.0, &fields, &values, None, Vec::new(), reasons).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn edit(app: State<App>, at: At, me: SignedIn, Path(id): Path<String>) -> Result<Response, Problem> {
    let id = id_of(at.0, &id)?;
    let entry = super::service::theirs(&mut app.db.reader(), me.actor(), &id).await?;
    let names = view::names(&mut app.db.reader(), at.0, &[&entry.values]).await?;
    let title = entry.name().in_lang(me.lang()).to_owned();
    let page = form_page(&app, me.visit(), at.0, &entry.values, &names)
        .with("version", entry.version)
        .with("action", format!("{}/edit", entry.path()))
        .with("back", entry.path())
        .crumb(&title, &entry.path())
        .crumb("entry-edit-step", "");
    app.render(page, me.visit())
}

async fn change(
    app: State<App>,
    at: At,
    me: SignedIn,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, Problem> {
    let id = id_of(at.0, &id)?;
    let before = super::service::theirs(&mut app.db.reader(), me.actor(), &id).await?;
    let (values, faults) =
        Values::read(at.0, |n| sent(&fields, at.0, n), Some(&before.values), &Lexicon::bare());
    if !faults.is_empty() {
        return again(&app, &me, at.0, &fields, &values, Some(&id), faults, Vec::new()).await;
    }
    let version = fields.get("version").parse().unwrap_or(0);
    let mut tx = app.db.begin().await?;
    let done = super::service::change(&mut tx, app.clock(), me.actor(), &id, version, values.clone()).await;
    match done {
        Ok(_) => {
            tx.commit().await?;
            Ok(see_other(&app, &super::path_of(&id), Some("entry-saved")))
        }
        Err(EntryError::Refused(reasons)) => {
            drop(tx);
            again(&app, &me, at.0, &fields, &values, Some(&id), Vec::new(), reasons).await
        }
        Err(EntryError::Stale(now)) => {
            drop(tx);
            let shown = view::stale(&app, me.visit(), &now, &values, version).await?;
            let page = crumbs(Page::new("entry/stale.html").with("stale", shown), at.0);
            app.render(page.status(StatusCode::CONFLICT), me.visit())
        }
        Err(error) => Err(error.into()),
    }
}

async fn history(
    app: State<App>,
    at: At,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let id = id_of(at.0, &id)?;
    let shown = view::history(&app, &visitor, &id).await?;
    let title = shown.get("title").and_then(Value::as_str).unwrap_or_default().to_owned();
    let page = crumbs(Page::new("entry/history.html").with("thing", shown), at.0)
        .crumb(&title, &super::path_of(&id))
        .crumb("entry-history", "");
    app.render(page, &visitor)
}

/// Names for a reference field: a JSON list of `name (id)`.
async fn suggest(app: State<App>, at: At, me: SignedIn, fields: Fields) -> Result<Response, Problem> {
    let text = fields.get("q");
    if text.trim().is_empty() {
        return Ok(axum::Json(json!([])).into_response());
    }
    let found = super::service::suggest(&mut app.db.reader(), at.0, text).await?;
    let lines: Vec<String> =
        found.iter().map(|(id, name)| format!("{} ({id})", name.in_lang(me.lang()))).collect();
    Ok(axum::Json(lines).into_response())
}

async fn linking(
    app: &App,
    at: At,
    me: &SignedIn,
    id: &str,
    fields: &Fields,
    linked: bool,
) -> Result<Response, Problem> {
    let id = id_of(at.0, id)?;
    let mut tx = app.db.begin().await?;
    let target = fields.get("kind").parse::<KindKey>().map_err(|_unknown| Problem::bad_request())?;
    let found = super::service::find_reference(&mut tx, target, fields.get("to")).await?;
    let Some(other) = found else {
        let name = fields.get("to").to_owned();
        return Err(Problem::refused("entry", vec![Refusal::Unknown { field: "to".to_owned(), name }]));
    };
    super::service::link(&mut tx, app.clock(), me.actor(), &id, &other, linked).await?;
    tx.commit().await?;
    let message = if linked { "entry-linked" } else { "entry-unlinked" };
    Ok(see_other(app, &format!("{}#links", super::path_of(&id)), Some(message)))
}

async fn link(
    app: State<App>,
    at: At,
    me: SignedIn,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, Problem> {
    linking(&app, at, &me, &id, &fields, true).await
}

async fn unlink(
    app: State<App>,
    at: At,
    me: SignedIn,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, Problem> {
    linking(&app, at, &me, &id, &fields, false).await
}

async fn add_file(
    app: State<App>,
    at: At,
    me: SignedIn,
    Path(id): Path<String>,
    upload: Upload,
) -> Result<Response, Problem> {
    let id = id_of(at.0, &id)?;
    let path = super::path_of(&id);
    if upload.files.is_empty() {
        return Ok(see_other(&app, &format!("{path}#files"), Some("entry-no-file")));
    }
    super::attachments::add(&app, &me, &id, &upload).await?;
    Ok(see_other(&app, &format!("{path}#files"), Some("entry-file-added")))
}

async fn file(
    app: State<App>,
    at: At,
    visitor: Visitor,
    Path((id, file)): Path<(String, Id<StoredFile>)>,
) -> Result<Response, Problem> {
    let id = id_of(at.0, &id)?;
    super::attachments::download(&app, &visitor.actor, &id, file).await
}

async fn remove_file(
    app: State<App>,
    at: At,
    me: SignedIn,
    Path((id, file)): Path<(String, Id<StoredFile>)>,
) -> Result<Response, Problem> {
    let id = id_of(at.0, &id)?;
    super::attachments::remove(&app, &me, &id, file).await?;
    Ok(see_other(&app, &format!("{}#files", super::path_of(&id)), Some("entry-file-removed")))
}

async fn withdrawing(
    app: &App,
    at: At,
    me: &SignedIn,
    id: &str,
    withdrawn: bool,
) -> Result<Response, Problem> {
    let id = id_of(at.0, id)?;
    let mut tx = app.db.begin().await?;
    super::service::withdraw(&mut tx, app.clock(), me.actor(), &id, withdrawn).await?;
    tx.commit().await?;
    let message = if withdrawn { "entry-withdrawn" } else { "entry-restored" };
    Ok(see_other(app, &super::path_of(&id), Some(message)))
}

async fn withdraw(
    app: State<App>,
    at: At,
    me: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    withdrawing(&app, at, &me, &id, true).await
}

async fn restore(app: State<App>, at: At, me: SignedIn, Path(id): Path<String>) -> Result<Response, Problem> {
    withdrawing(&app, at, &me, &id, false).await
}

//! `/admin` and below.

use crate::access;
use crate::admin::service::{self, ChangesFilter};
use crate::denied::Denied;
use crate::membership::{self, Membership, Refusal};
use axum::extract::State;
use axum::response::Response;
use ieum_kernel::{Id, Person, Role};
use ieum_web::{App, Doors, Fields, Page, Path, Problem, SignedIn, see_other};

const PEOPLE_ON_A_PAGE: i64 = 50;
const CHANGES_ON_A_PAGE: i64 = 100;

pub(crate) fn doors() -> Doors {
    Doors::new()
        .get("/admin", &access::ADMIN, home)
        .get("/admin/permissions", &access::ADMIN, permissions)
        .get("/admin/people", &access::PEOPLE, people)
        .get("/admin/people/{id}", &access::PEOPLE, person)
        .post("/admin/people/{id}/role", &access::PEOPLE, give_role)
        .post("/admin/people/{id}/memberships/{membership}/remove", &access::PEOPLE, take_role)
        .post("/admin/people/{id}/close", &access::PEOPLE, close)
        .get("/admin/audit", &access::AUDIT, audit)
}

async fn home(State(app): State<App>, me: SignedIn) -> Result<Response, Problem> {
    app.render(Page::new("admin/home.html").with("counts", service::counts(&app).await?), me.visit())
}

async fn permissions(State(app): State<App>, me: SignedIn) -> Result<Response, Problem> {
    let page = Page::new("admin/permissions.html").with("rooms", service::permissions(&app));
    app.render(page.crumb("admin-title", "/admin"), me.visit())
}

async fn people(State(app): State<App>, me: SignedIn, fields: Fields) -> Result<Response, Problem> {
    let number = fields.get("page").parse().unwrap_or(1).clamp(1, 100_000);
    let (words, role, closed) = (fields.get("q").trim(), fields.get("role"), fields.get("state") == "closed");
    let (rows, more) = service::find_people(&app, (words, role, closed), number, PEOPLE_ON_A_PAGE).await?;
    let roles: Vec<&str> = Role::ALL.iter().skip(1).map(|role| role.key()).collect();
    let page = Page::new("admin/people.html")
        .with("rows", rows)
        .with("more", more)
        .with("number", number)
        .with("q", words)
        .with("role", role)
        .with("closed", closed)
        .with("roles", roles);
    app.render(page.crumb("admin-title", "/admin"), me.visit())
}

async fn person_page(app: &App, id: Id<Person>) -> Result<Page, Problem> {
    let roles: Vec<&str> = membership::OF_NODE.iter().map(|role| role.key()).collect();
    let page =
        Page::new("admin/person.html").with("it", service::person(app, id).await?).with("roles", roles);
    Ok(page.crumb("admin-title", "/admin").crumb("admin-people-title", "/admin/people"))
}

async fn person(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<Id<Person>>,
) -> Result<Response, Problem> {
    app.render(person_page(&app, id).await?, me.visit())
}

async fn answer(
    app: &App,
    me: &SignedIn,
    id: Id<Person>,
    outcome: Result<(), Denied<Refusal>>,
    message: &str,
) -> Result<Response, Problem> {
    match outcome {
        Ok(()) => Ok(see_other(app, &format!("/admin/people/{id}"), Some(message))),
        Err(Denied::Fault(problem)) => Err(*problem),
        Err(Denied::Refused(reasons)) => app.render(
            person_page(app, id).await?.refused(&Fields::default(), "membership", &reasons),
            me.visit(),
        ),
    }
}

async fn give_role(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<Id<Person>>,
    fields: Fields,
) -> Result<Response, Problem> {
    let role: Role = fields.get("role").parse().map_err(|_unknown| Problem::not_found())?;
    let outcome = service::give_role(&app, me.id(), id, role).await;
    answer(&app, &me, id, outcome, "admin-person-changed").await
}

async fn take_role(
    State(app): State<App>,
    me: SignedIn,
    Path((id, membership)): Path<(Id<Person>, Id<Membership>)>,
) -> Result<Response, Problem> {
    let outcome = membership::service::remove(&app, me.actor(), membership).await.map(drop);
    answer(&app, &me, id, outcome, "admin-person-changed").await
}

async fn close(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<Id<Person>>,
) -> Result<Response, Problem> {
    let outcome = service::close(&app, me.id(), id).await;
    answer(&app, &me, id, outcome, "admin-person-closed").await
}

async fn audit(State(app): State<App>, me: SignedIn, fields: Fields) -> Result<Response, Problem> {
    let mut reading = fields.reading(&app.zone);
    let person = reading.id::<Person>("person");
    let day = reading.day("day");
    let before = reading.whole("before", 1, i64::MAX);
    let faults = reading.done().err().unwrap_or_default();
    let between = day.map(|day| {
        let next = day.tomorrow().unwrap_or(day);
        (app.zone.midnight(day), app.zone.midnight(next))
    });
    let filter = ChangesFilter { thing: fields.get("thing").trim(), person, between, before };
    let rows = service::changes(&app, &filter, CHANGES_ON_A_PAGE).await?;
    let last = rows
        .last()
        .map(|row| row.number)
        .filter(|_| i64::try_from(rows.len()).is_ok_and(|n| n == CHANGES_ON_A_PAGE));
    let page = Page::new("admin/audit.html")
        .with("rows", rows)
        .with("older", last)
        .with("thing", fields.get("thing"))
        .with("person", fields.get("person"))
        .with("day", fields.get("day"));
    let page = if faults.is_empty() { page } else { page.faulty(&fields, faults) };
    app.render(page.crumb("admin-title", "/admin"), me.visit())
}

//! `/work`: everything that waits for somebody in their roles, and the same lists on their own and for programs.

use super::SIT;
use super::waiting::{Kind, Waiting, as_json, of_kind, times, waiting};
use crate::request::{self, Filter, Line, Name, Side, next_step};
use axum::Json;
use axum::extract::State as Held;
use axum::response::Response;
use ieum_web::api::{Call, Shape};
use ieum_web::{App, Doors, Page, Path, Problem, SignedIn};
use serde_json::{Value, json};

/// Rows of a list that the desk shows; the rest stands on the list's own page.
const SHOWN: usize = 10;

pub(super) fn doors(doors: Doors) -> Doors {
    doors.get("/work", &SIT, desk).get("/desk/{kind}", &SIT, one).get("/api/v1/work", &SIT, api).says(
        Call::new("work-list")
            .gives_of(Shape::given(json!({ "type": "object", "required": ["count", "lists"] }))),
    )
}

/// A list as the page draws it, cut to what is shown.
fn drawn(list: &Waiting, most: usize) -> Value {
    let rows: Vec<_> = list.rows.iter().take(most).collect();
    let hidden = list.count.saturating_sub(rows.len());
    json!({ "kind": list.kind.key(), "count": list.count, "rows": rows, "hidden": hidden })
}

async fn desk(Held(app): Held<App>, me: SignedIn) -> Result<Response, Problem> {
    let lists = waiting(&app, me.actor()).await?;
    let count: usize = lists.iter().map(|list| list.count).sum();
    let late = lists.iter().flat_map(|list| &list.rows).filter(|row| row.late).count();
    let (today, bookings) = times(&app, me.actor()).await?;
    let firm = Kind::Answers.is_for(me.actor());
    let running = if firm { running(&app, &me).await? } else { Vec::new() };
    let page = Page::new("desk/work.html")
        .with("staff", me.actor().may(&request::RUN))
        .with("firm", firm)
        .with("count", count)
        .with("late", late)
        .with("lists", lists.iter().map(|list| drawn(list, SHOWN)).collect::<Vec<_>>())
        .with("running", running)
        .with("today", today)
        .with("bookings", bookings);
    app.render(page, me.visit())
}

/// The firm's requests that wait for the other side.
async fn running(app: &App, me: &SignedIn) -> Result<Vec<Line>, Problem> {
    let waits = |name: Name| name == Name::AwaitingSamples || next_step(name, Side::Firm).is_some();
    let states = Name::ALL.iter().copied().filter(|name| !name.is_over() && !waits(*name)).collect();
    let firm = Some((me.id(), me.actor().organisations.clone()));
    let filter = Filter { firm, states, most: 100, ..Filter::default() };
    Ok(request::lines(&mut app.db.reader(), &filter).await?)
}

async fn one(Held(app): Held<App>, me: SignedIn, Path(kind): Path<String>) -> Result<Response, Problem> {
    let kind: Kind = kind.parse().map_err(|_unknown| Problem::not_found())?;
    if !kind.is_for(me.actor()) {
        return Err(Problem::not_found());
    }
    let list = of_kind(&app, me.actor(), kind).await?;
    let page =
        Page::new("desk/list.html").with("list", drawn(&list, usize::MAX)).crumb("desk-title", "/work");
    app.render(page, me.visit())
}

async fn api(Held(app): Held<App>, me: SignedIn) -> Result<Json<Value>, Problem> {
    Ok(Json(as_json(&waiting(&app, me.actor()).await?)))
}

//! The register of unsolved problems: what nobody can solve yet, and how many share it.

use super::LOOK;
use super::store::{self, Wanted};
use crate::find::like;
use axum::extract::State as Held;
use axum::response::Response;
use ieum_web::{App, Doors, Fields, Page, Problem, Visitor};

const SIZE: i64 = 20;

pub(super) fn doors(doors: Doors) -> Doors {
    doors.get("/register", &LOOK, list)
}

/// Which part of the register a query asks for.
pub(super) fn wanted<'a>(
    fields: &Fields,
    reader: Option<ieum_kernel::Id<ieum_kernel::Person>>,
) -> Wanted<'a> {
    Wanted {
        like: fields.has("q").then(|| like(fields.get("q"))),
        solved: fields.get("solved") == "yes",
        by_votes: fields.get("sort") != "new",
        reader,
        page: fields.get("page").trim().parse::<i64>().unwrap_or(1).clamp(1, 500),
        size: SIZE,
        state: None,
    }
}

async fn list(Held(app): Held<App>, visitor: Visitor, fields: Fields) -> Result<Response, Problem> {
    let wanted = wanted(&fields, visitor.actor.person);
    let (rows, total) = store::register(&mut app.db.reader(), &wanted).await?;
    let page = Page::new("need/register.html")
        .with("rows", rows)
        .with("total", total)
        .with("q", fields.get("q").trim().chars().take(100).collect::<String>())
        .with("solved", wanted.solved)
        .with("by_votes", wanted.by_votes)
        .with("signed_in", visitor.actor.person.is_some())
        .with("page_no", wanted.page)
        .with("pages", (total + SIZE - 1) / SIZE);
    app.render(page, &visitor)
}

//! The first page: what this is, one box for a problem, and what the region has.

use crate::need::store::{self as needs, Wanted};
use axum::extract::State;
use axum::response::Response;
use ieum_db::{DbError, Reads, args};
use ieum_kernel::Permission;
use ieum_web::{ANYBODY, App, Doors, Page, Problem, Visitor};

/// Seeing the first page.
pub const LOOK: Permission = Permission { key: "home.look", roles: ANYBODY };

/// Problems of the register that the first page shows.
const SHOWN: i64 = 4;

pub(crate) fn doors() -> Doors {
    Doors::new().get("/", &LOOK, page)
}

async fn page(State(app): State<App>, visitor: Visitor) -> Result<Response, Problem> {
    let mut reader = app.db.reader();
    let (instruments, services, facilities) = counts(&mut reader).await?;
    let needs = needs::counts(&mut reader).await?;
    let of = |states: &[&str]| -> i64 {
        needs.iter().filter(|(state, _)| states.contains(&state.as_str())).map(|(_, many)| many).sum()
    };
    let open = of(&["submitted", "in_triage", "needs_info", "referred", "matched", "published"]);
    let wanted = Wanted {
        like: None,
        solved: false,
        by_votes: true,
        reader: visitor.actor.person,
        page: 1,
        size: SHOWN,
        state: None,
    };
    let (shared, _) = needs::register(&mut reader, &wanted).await?;
    let page = Page::new("home/home.html")
        .with("shared", shared)
        .with("instruments", instruments)
        .with("services", services)
        .with("facilities", facilities)
        .with("open", open)
        .with("solved", of(&["solved"]))
        .with("now", app.now());
    app.render(page, &visitor)
}

/// How many instruments, services and facilities the catalogue shows.
async fn counts(reads: &mut impl Reads) -> Result<(i64, i64, i64), DbError> {
    let sql = "SELECT (SELECT COUNT(*) FROM public_instrument) AS instruments,
                      (SELECT COUNT(*) FROM public_service) AS services,
                      (SELECT COUNT(*) FROM public_facility) AS facilities";
    reads
        .one(sql, args![], |row| Ok((row.get("instruments")?, row.get("services")?, row.get("facilities")?)))
        .await
}

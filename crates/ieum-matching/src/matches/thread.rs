//! The thread of one need, from its first word to the payment.

use super::OF_NEED;
use super::routes::need_inside;
use crate::asks;
use crate::need::store as needs;
use crate::{offer, plan};
use axum::extract::State;
use axum::response::Response;
use ieum_kernel::{Id, Timestamp};
use ieum_web::{App, Doors, Page, Path, Problem, SignedIn};
use serde_json::{Value, json};

pub(super) fn doors(doors: Doors) -> Doors {
    doors.get("/needs/{id}/thread", &OF_NEED, page)
}

async fn page(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<Id<ieum_kernel::Need>>,
) -> Result<Response, Problem> {
    let need = need_inside(&app, id, me.actor()).await?;
    let own = needs::steps(&mut app.db.reader(), id).await?;
    let mut moments: Vec<(Timestamp, Value)> = Vec::new();
    for step in own.iter().filter(|s| s.step != "write") {
        let state = if matches!(step.step.as_str(), "decline" | "close") { "refused" } else { "done" };
        let key = format!("need-step-{}", step.step);
        let value = json!({ "key": key, "args": {}, "at": step.at, "href": "", "who": step.who, "text": step.note,
            "state": state });
        moments.push((step.at, value));
    }
    for (plan, change) in plan::changes_of_need(&mut app.db.reader(), id).await? {
        let (key, href) = (format!("plan-change-{}", change.change), format!("/needs/{id}/plans/{plan}"));
        let value = json!({ "key": key, "args": {}, "at": change.at, "href": href, "who": change.who,
            "text": change.note, "state": "done" });
        moments.push((change.at, value));
    }
    for offer in offer::store::of_need(&mut app.db.reader(), id).await? {
        let (args, href) =
            (json!({ "name": offer.name.in_lang(me.lang()) }), format!("/offers/{}", offer.id));
        let value = json!({ "key": "offer-step-make", "args": args, "at": offer.at, "href": href, "who": offer.who,
            "text": "", "state": if offer.state == "made" { "current" } else { "done" } });
        moments.push((offer.at, value));
    }
    let work = asks::work_steps(&app, id).await?;
    let worked = !work.is_empty();
    for step in work {
        let value = json!({ "key": step.key, "args": step.args, "at": step.at, "href": step.href, "who": step.who,
            "text": "", "state": step.state });
        moments.push((step.at, value));
    }
    moments.sort_by_key(|(at, _)| *at);
    let moments: Vec<Value> = moments.into_iter().map(|(_, value)| value).collect();
    let page = Page::new("matches/thread.html")
        .with("need", &need)
        .with("state", need.state.key())
        .with("moments", moments)
        .with("worked", worked);
    app.render(page, me.visit())
}

//! One's own needs, a need as everybody sees it, and the steps taken from its page.

use super::policy::{NOTE_LETTERS, inside, open_steps};
use super::service::{NeedError, take, vote};
use super::thing::{Need, Step};
use super::wizard::{records, visible};
use super::{LOOK, WRITE, store};
use axum::extract::State as Held;
use axum::response::Response;
use ieum_kernel::{Id, Role, Text};
use ieum_web::{App, Doors, Fields, FileRecord, Page, Path, Problem, SignedIn, Visit, Visitor, see_other};
use serde_json::{Value, json};

type NeedId = Id<ieum_kernel::Need>;

pub(super) fn doors(doors: Doors) -> Doors {
    doors
        .get("/needs", &LOOK, mine)
        .get("/needs/{id}", &LOOK, show)
        .post("/needs/{id}/steps/{step}", &WRITE, step)
        .post("/needs/{id}/vote", &WRITE, give_vote)
        .post("/needs/{id}/unvote", &WRITE, take_vote)
}

async fn mine(Held(app): Held<App>, visitor: Visitor) -> Result<Response, Problem> {
    let Some(me) = SignedIn::of(visitor.0) else {
        // Whoever is not signed in has none of their own: what everybody shares is the next best.
        return Ok(see_other(&app, "/register", None));
    };
    let organisation = me.actor().organisation().filter(|_| me.actor().is(Role::Manager));
    let needs = store::mine(&mut app.db.reader(), me.id(), organisation).await?;
    let rows: Vec<Value> = needs.iter().map(|need| line(need, me.id() == need.owner)).collect();
    app.render(Page::new("need/mine.html").with("rows", rows), me.visit())
}

fn line(need: &Need, own: bool) -> Value {
    let draft = need.state.key() == "draft";
    let href = if draft { format!("/needs/{}/write/check", need.id) } else { format!("/needs/{}", need.id) };
    json!({ "id": need.id, "title": need.said.title, "words": need.said.words, "state": need.state.key(),
        "changed_at": need.changed_at, "href": href, "own": own })
}

async fn show(Held(app): Held<App>, visitor: Visitor, Path(id): Path<NeedId>) -> Result<Response, Problem> {
    let need = visible(&app, id, &visitor).await?;
    if need.state.key() == "draft" {
        return Ok(see_other(&app, &format!("/needs/{id}/write/check"), None));
    }
    let page = page(&app, &need, &visitor).await?;
    app.render(page, &visitor)
}

async fn page(app: &App, need: &Need, visit: &Visit) -> Result<Page, Problem> {
    let inside = inside(need, &visit.actor);
    let mut reader = app.db.reader();
    let (votes, voted) = store::votes(&mut reader, need.id, visit.actor.person).await?;
    let mut files: Vec<FileRecord> = Vec::new();
    let mut talk = Vec::new();
    let mut facilities = Vec::new();
    let mut offers = Vec::new();
    let steps = if inside { open_steps(need, &visit.actor) } else { Vec::new() };
    if inside {
        files = records(app, need.id).await?;
        offers = crate::offer::store::of_need(&mut reader, need.id).await?;
        talk = store::steps(&mut reader, need.id).await?;
        talk.retain(|t| !matches!(t.step.as_str(), "begin" | "write"));
        if steps.contains(&"refer") {
            facilities = store::facilities(&mut reader).await?;
        }
    }
    let named = inside || need.said.confidentiality.key() == "public";
    let organisation = match need.organisation.filter(|_| named) {
        Some(organisation) => app.directory.organisation_name(app, organisation).await?,
        None => None,
    };
    let may_vote = need.registered && visit.actor.person.is_some() && visit.actor.person != Some(need.owner);
    Ok(Page::new("need/show.html")
        .with("need", need)
        .with("state", need.state.key())
        .with("inside", inside)
        .with("own", visit.actor.person == Some(need.owner))
        .with("steps", steps)
        .with("files", files)
        .with("talk", talk)
        .with("offers", offers)
        .with("facilities", facilities)
        .with("organisation", organisation.unwrap_or_else(Text::default))
        .with("votes", votes)
        .with("voted", voted)
        .with("may_vote", may_vote && !need.state.is_over()))
}

/// Reads a step from its key and form.
fn read_step(key: &str, fields: &Fields) -> Option<Step> {
    let note: String = fields.get("note").trim().chars().take(NOTE_LETTERS).collect();
    Some(match key {
        "submit" => Step::Submit,
        "take" => Step::Take,
        "ask" => Step::Ask(note),
        "answer" => Step::Answer(note),
        "refer" => Step::Refer(fields.get("facility").parse().ok(), note),
        "decline" => Step::Decline(note),
        "match" => Step::Match(note),
        "publish" => Step::Publish(note),
        "solve" => Step::Solve(note),
        "close" => Step::Close(note),
        _ => return None,
    })
}

async fn step(
    Held(app): Held<App>,
    me: SignedIn,
    Path((id, key)): Path<(NeedId, String)>,
    fields: Fields,
) -> Result<Response, Problem> {
    let step = read_step(&key, &fields).ok_or_else(Problem::not_found)?;
    match take(&app, id, me.actor(), &step).await {
        Ok(_) => {
            let to = match step {
                Step::Submit => format!("/needs/{id}/matches"),
                Step::Close(_) => "/needs".to_owned(),
                _ => format!("/needs/{id}"),
            };
            Ok(see_other(&app, &to, Some(&format!("need-done-{key}"))))
        }
        Err(NeedError::Refused(reasons)) => {
            let need = visible(&app, id, me.visit()).await?;
            if need.state.key() == "draft" {
                return Err(NeedError::Refused(reasons).into());
            }
            let page = page(&app, &need, me.visit()).await?.refused(&fields, "need", &reasons);
            app.render(page, me.visit())
        }
        Err(error) => Err(error.into()),
    }
}

async fn give_vote(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<NeedId>,
    fields: Fields,
) -> Result<Response, Problem> {
    vote(&app, id, me.actor(), true).await?;
    Ok(see_other(&app, &back(id, &fields), Some("need-voted")))
}

async fn take_vote(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<NeedId>,
    fields: Fields,
) -> Result<Response, Problem> {
    vote(&app, id, me.actor(), false).await?;
    Ok(see_other(&app, &back(id, &fields), Some("need-unvoted")))
}

fn back(id: NeedId, fields: &Fields) -> String {
    if fields.has("list") { "/register".to_owned() } else { format!("/needs/{id}") }
}

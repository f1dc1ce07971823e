//! `/needs/{id}/matches` for people, `/api/v1/match` for programs.

use super::policy::Wishes;
use super::service::{Match, Matched, Solved, match_need, matched};
use super::{LOOK, OF_NEED};
use crate::find::engine;
use crate::need::{Need, inside, open_steps, store as needs};
use axum::Json;
use axum::extract::State;
use axum::response::Response;
use ieum_kernel::{Actor, Id};
use ieum_web::{App, Body, Call, Doors, Fields, Page, Path, Problem, Shape, SignedIn, Visitor};
use serde::Deserialize;
use serde_json::{Value, json};

/// Matches on the page.
const ON_PAGE: usize = 12;

pub(super) fn doors(doors: Doors) -> Doors {
    let answer = Shape::object(vec![
        ("query", Shape::of::<String>()),
        ("matches", Shape::of::<Vec<Match>>()),
        ("left_out", Shape::of::<Vec<Match>>()),
        ("unmatched_words", Shape::of::<Vec<String>>()),
        ("coverage", Shape::of::<f64>()),
        ("solved", Shape::of::<Vec<Solved>>()),
        ("weak", Shape::of::<bool>()),
    ]);
    let asked = Call::new("match-get")
        .query_needed("q", Shape::line(4000))
        .query_of("k", Shape::whole(1, 50))
        .query_of("region", Shape::list(Shape::choice(&crate::find::REGIONS)))
        .query_of("access", Shape::list(Shape::choice(&crate::find::ACCESS)))
        .query_of("accredited", Shape::choice(&["yes"]))
        .query_of("late", Shape::choice(&["yes"]));
    doors
        .get("/needs/{id}/matches", &OF_NEED, page)
        .get("/api/v1/match", &LOOK, from_query)
        .says(asked.gives_of(answer.clone()))
        .post("/api/v1/match", &LOOK, from_body)
        .says(
            Call::new("match-post")
                .takes::<Asked>()
                .gives_of(answer)
                .example(json!({ "q": "pesticide residues in farm produce", "k": 5 })),
        )
}

pub(crate) fn wishes(fields: &Fields) -> Wishes {
    let list = |name: &str, known: &[&str]| -> Vec<String> {
        fields.all(name).into_iter().filter(|v| known.contains(v)).map(str::to_owned).collect()
    };
    Wishes {
        regions: list("region", &crate::find::REGIONS),
        access: list("access", &crate::find::ACCESS),
        accredited: fields.has("accredited"),
        late_hours: fields.has("late"),
    }
}

/// A need whose matches and thread somebody may see.
pub(crate) async fn need_inside(
    app: &App,
    id: Id<ieum_kernel::Need>,
    actor: &Actor,
) -> Result<Need, Problem> {
    let found = needs::find(&mut app.db.reader(), id).await?.filter(|need| inside(need, actor));
    found.ok_or_else(Problem::not_found)
}

async fn page(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<Id<ieum_kernel::Need>>,
    fields: Fields,
) -> Result<Response, Problem> {
    let need = need_inside(&app, id, me.actor()).await?;
    let wishes = wishes(&fields);
    let found = match_need(&app, me.actor(), &need, &wishes, ON_PAGE).await?;
    let regions: Vec<Value> = crate::find::REGIONS
        .iter()
        .map(|code| json!({ "value": code, "checked": wishes.regions.iter().any(|r| r == code) }))
        .collect();
    let access: Vec<Value> = crate::find::ACCESS
        .iter()
        .map(|way| json!({ "value": way, "checked": wishes.access.iter().any(|a| a == way) }))
        .collect();
    let page = Page::new("matches/matches.html")
        .with("need", &need)
        .with("matches", &found.matches)
        .with("left_out", &found.left_out)
        .with("solved", &found.solved)
        .with("weak", found.weak)
        .with("unmatched", found.unmatched_words.iter().take(6).collect::<Vec<_>>())
        .with("regions", regions)
        .with("access", access)
        .with("accredited", wishes.accredited)
        .with("late", wishes.late_hours)
        .with("narrowed", wishes != Wishes::default())
        .with("ready", engine(&app).is_some_and(|e| e.is_ready()))
        .with("open_steps", open_steps(&need, me.actor()));
    app.render(page, me.visit())
}

async fn from_query(
    State(app): State<App>,
    visitor: Visitor,
    fields: Fields,
) -> Result<Json<Value>, Problem> {
    let k = fields.get("k").trim().parse().unwrap_or(10);
    let found = matched(&app, &visitor.actor, fields.get("q"), &wishes(&fields), (k, None)).await?;
    Ok(Json(answer(fields.get("q"), &found)))
}

#[derive(Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "MatchAsk")]
struct Asked {
    /// What is wrong, or what is looked for; letters beyond 4,000 are left out.
    q: String,
    /// How many at most; more than 50 counts as 50.
    #[serde(default = "ten")]
    k: usize,
}

const fn ten() -> usize {
    10
}

async fn from_body(
    State(app): State<App>,
    visitor: Visitor,
    Body(asked): Body<Asked>,
) -> Result<Json<Value>, Problem> {
    let found = matched(&app, &visitor.actor, &asked.q, &Wishes::default(), (asked.k, None)).await?;
    Ok(Json(answer(&asked.q, &found)))
}

fn answer(words: &str, found: &Matched) -> Value {
    json!({ "query": words.chars().take(4000).collect::<String>(), "matches": found.matches,
        "left_out": found.left_out, "unmatched_words": found.unmatched_words, "coverage": found.coverage, "solved": found.solved,
        "weak": found.weak })
}

//! `/ranking`: the weights with a sentence each, what was learned, and putting them in force or back.

use super::fit::{ENOUGH, RankingChange, RankingFit};
use super::policy::Act;
use super::service::{RankingFault, WHY, adopt, fit, in_force};
use super::{KEEP, policy, store};
use crate::learning;
use axum::extract::State as Held;
use axum::response::Response;
use ieum_kernel::{Id, Person};
use ieum_search::Ranking;
use ieum_web::{App, Doors, Fields, Page, Problem, SignedIn, see_other};
use serde_json::{Value, json};

pub(super) fn doors(doors: Doors) -> Doors {
    doors.get("/ranking", &KEEP, show).post("/ranking/fit", &KEEP, fit_now).post("/ranking/adopt", &KEEP, put)
}

async fn name(app: &App, id: Id<Person>) -> Result<String, Problem> {
    Ok(app.directory.person(app, id).await?.map(|contact| contact.name).unwrap_or_default())
}

fn digits(value: f64) -> String {
    format!("{value:.3}")
}

async fn page(app: &App) -> Result<Page, Problem> {
    learning::flush(app).await?;
    let judged = learning::judged(app).await?.len();
    let mut reader = app.db.reader();
    let (now, formula) = (in_force(&mut reader).await?, Ranking::default());
    let fits = store::fits(&mut reader).await?;
    let changes = store::changes(&mut reader).await?;
    let current = changes.first().and_then(|change| change.fit);
    let last = fits.first().map(|fit| fit.learned.ranking.weights);
    let weights: Vec<Value> = (0..)
        .zip(Ranking::KEYS)
        .map(|(place, key): (usize, &str)| {
            let of = |weights: &[f64]| weights.get(place).map(|weight| digits(*weight));
            json!({ "key": key, "formula": of(&formula.weights), "now": of(&now.weights),
                "fitted": last.as_ref().and_then(|weights| of(weights)) })
        })
        .collect();
    let mut fitted = Vec::new();
    for one in &fits {
        fitted.push(fit_line(app, one, current, &changes).await?);
    }
    let mut history = Vec::new();
    for change in &changes {
        history.push(json!({ "number": change.number, "fit": change.fit, "why": change.why, "at": change.at,
            "who": name(app, change.by).await?, "made_at": made_at(&fits, change.fit) }));
    }
    Ok(Page::new("ranking/ranking.html")
        .with("weights", weights)
        .with("judged", judged)
        .with("enough", ENOUGH)
        .with("missing", ENOUGH.saturating_sub(judged))
        .with("fits", fitted)
        .with("history", history)
        .with("is_formula", current.is_none())
        .with("keep_days", app.settings::<learning::LearningSettings>().keep_days))
}

fn made_at(fits: &[RankingFit], id: Option<Id<RankingFit>>) -> Value {
    json!(fits.iter().find(|fit| Some(fit.id) == id).map(|fit| fit.made_at))
}

async fn fit_line(
    app: &App,
    one: &RankingFit,
    current: Option<Id<RankingFit>>,
    changes: &[RankingChange],
) -> Result<Value, Problem> {
    let learned = &one.learned;
    let known = changes.iter().any(|change| change.fit == Some(one.id));
    let act = if known { Act::PutBack } else { Act::Adopt };
    let in_force = current == Some(one.id);
    // Whether it could be put in force, were a reason given.
    let facts = policy::Facts { act, judged: learned.judged, beats: learned.beats(), in_force, why: "x" };
    Ok(
        json!({ "id": one.id, "at": one.made_at, "who": name(app, one.made_by).await?, "judged": learned.judged,
        "trained": learned.trained, "held": learned.compared.questions, "before": digits(learned.before),
        "after": digits(learned.goodness), "difference": digits(learned.compared.difference),
        "low": digits(learned.compared.low), "high": digits(learned.compared.high), "p": digits(learned.compared.p),
        "beats": learned.beats(), "in_force": in_force, "may_adopt": policy::refusals(&facts).is_empty() }),
    )
}

async fn show(Held(app): Held<App>, me: SignedIn) -> Result<Response, Problem> {
    app.render(page(&app).await?, me.visit())
}

async fn answered(
    app: &App,
    me: &SignedIn,
    fields: &Fields,
    done: Result<(), RankingFault>,
    message: &str,
) -> Result<Response, Problem> {
    match done {
        Ok(()) => Ok(see_other(app, "/ranking", Some(message))),
        Err(RankingFault::Refused(reasons)) => {
            app.render(page(app).await?.refused(fields, "ranking", &reasons), me.visit())
        }
        Err(error) => Err(error.into()),
    }
}

async fn fit_now(Held(app): Held<App>, me: SignedIn) -> Result<Response, Problem> {
    let done = fit(&app, me.id()).await.map(drop);
    answered(&app, &me, &Fields::default(), done, "ranking-done-fit").await
}

async fn put(Held(app): Held<App>, me: SignedIn, fields: Fields) -> Result<Response, Problem> {
    let chosen = fields.get("fit").trim();
    let fit = match chosen {
        "formula" => None,
        id => Some(id.parse::<Id<RankingFit>>().map_err(|_no_id| Problem::bad_request())?),
    };
    let why: String = fields.get("why").chars().take(WHY).collect();
    let done = adopt(&app, me.id(), fit, &why).await;
    answered(&app, &me, &fields, done, "ranking-done-adopt").await
}

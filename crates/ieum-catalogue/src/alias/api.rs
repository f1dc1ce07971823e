//! Names of organisations as JSON: what a name stands for, and what was decided about names.

use super::known::{Answer, Candidate, How, known};
use super::service::{self, Stated};
use super::store::Decided;
use super::{AliasId, JUDGE, NAME, NOTE};
use crate::entry::routes::LOOK;
use axum::Json;
use axum::extract::State;
use http::StatusCode;
use ieum_kernel::{Id, Organisation, Text};
use ieum_web::{App, Body, Call, Doors, Fields, Path, Problem, Shape, SignedIn};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Decisions of one answer.
const MOST: i64 = 200;

pub(super) fn doors(doors: Doors) -> Doors {
    let example = json!({ "name": "KERI", "organisation": "org_01jc3w8h5k7m9n2p4q6r8s0t1v", "same": true });
    doors
        .get("/api/v1/organisation-names", &LOOK, ask)
        .says(
            Call::new("organisation-names-ask").query_needed("name", Shape::line(NAME)).gives::<Understood>(),
        )
        .get("/api/v1/organisation-aliases", &JUDGE, list)
        .says(
            Call::new("organisation-aliases-list")
                .query_of("before", Shape::line(30))
                .gives_of(Shape::object(vec![("aliases", Shape::of::<Vec<Decided>>())])),
        )
        .post("/api/v1/organisation-aliases", &JUDGE, decide)
        .says(
            Call::new("organisation-aliases-decide")
                .takes::<Deciding>()
                .makes::<Decided>()
                .refuses("alias")
                .example(example),
        )
        .post("/api/v1/organisation-aliases/{id}/undo", &JUDGE, undo)
        .says(
            Call::new("organisation-aliases-undo").path::<AliasId>("id").gives::<Decided>().refuses("alias"),
        )
}

/// What a name stands for.
#[derive(Serialize, schemars::JsonSchema)]
#[schemars(rename = "OrganisationNameUnderstood")]
struct Understood {
    /// The organisation, when nothing has to be asked.
    organisation: Option<Id<Organisation>>,
    /// What it is called.
    called: Option<Text>,
    /// How that is known: `alias`, `form` or `sound`.
    how: Option<How>,
    /// Who may be meant otherwise, the likeliest first.
    candidates: Vec<MayBe>,
}

/// An organisation that may be meant.
#[derive(Serialize, schemars::JsonSchema)]
#[schemars(rename = "OrganisationNameCandidate")]
struct MayBe {
    /// Which.
    organisation: Id<Organisation>,
    /// What it is called.
    called: Text,
    /// `same`, `look` or `different`.
    #[schemars(with = "String")]
    band: Value,
    /// Why, in the caller's language.
    reasons: Vec<String>,
}

async fn ask(
    State(app): State<App>,
    visitor: ieum_web::Visitor,
    fields: Fields,
) -> Result<Json<Understood>, Problem> {
    let name: String = fields.get("name").trim().chars().take(NAME).collect();
    let answer = known(&app).await?.ask(&name);
    let lang = visitor.actor.lang;
    let may_be = |one: Candidate| {
        let say = |why: &super::Why| {
            let (key, args) = why.message();
            app.words.say(lang, &key, &args)
        };
        MayBe {
            organisation: one.organisation,
            called: one.name,
            band: json!(one.band),
            reasons: one.reasons.iter().map(say).collect(),
        }
    };
    Ok(Json(match answer {
        Answer::Sure { organisation, name, how } => Understood {
            organisation: Some(organisation),
            called: Some(name),
            how: Some(how),
            candidates: Vec::new(),
        },
        Answer::Unsure(candidates) => Understood {
            organisation: None,
            called: None,
            how: None,
            candidates: candidates.into_iter().map(may_be).collect(),
        },
    }))
}

/// Newest first; `before` is the last id of the answer before.
async fn list(State(app): State<App>, _me: SignedIn, fields: Fields) -> Result<Json<Value>, Problem> {
    let before: String = fields.get("before").trim().chars().take(30).collect();
    Ok(Json(json!({ "aliases": service::latest(&app, &before, MOST).await? })))
}

#[derive(Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "OrganisationNameDeciding")]
struct Deciding {
    /// The name, up to 200 letters.
    #[schemars(length(max = NAME))]
    name: String,
    /// The organisation.
    organisation: Id<Organisation>,
    /// Whether it is the organisation's; otherwise it is expressly not.
    same: bool,
    /// What to note with it, up to 500 letters.
    #[serde(default)]
    #[schemars(length(max = NOTE))]
    note: String,
}

async fn decide(
    State(app): State<App>,
    me: SignedIn,
    Body(asked): Body<Deciding>,
) -> Result<(StatusCode, Json<Decided>), Problem> {
    let Deciding { name, organisation, same, note } = asked;
    let decided = service::judge(&app, me.actor(), Stated { name, organisation, same, note }).await?;
    Ok((StatusCode::CREATED, Json(decided)))
}

async fn undo(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<AliasId>,
) -> Result<Json<Decided>, Problem> {
    Ok(Json(service::undo(&app, me.actor(), id).await?))
}

//! The vocabulary as JSON: `/api/v1/vocabulary`.
#![expect(clippy::disallowed_types, reason = "reading a flattened object, serde names every kind of number")]

use super::policy::Act;
use super::routes::{Wanted, listed};
use super::service::{put_back, save, withdraw};
use super::understood::{SENTENCE, understand};
use super::word::Origin;
use super::{KEEP, store};
use crate::find::vocabulary;
use axum::Json;
use axum::extract::State;
use http::StatusCode;
use ieum_search::{Entry, EntryKind};
use ieum_web::{App, Body, Call, Doors, Fields, Path, Problem, Shape, SignedIn};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Entries of one answer.
const MOST: usize = 200;

/// Kinds of entries.
const KINDS: [&str; 9] =
    ["instrument", "technique", "preparation", "analyte", "matrix", "test", "service", "problem", "state"];

fn id() -> Shape {
    Shape::line(80)
}

pub(super) fn doors(doors: Doors) -> Doors {
    let find = Call::new("vocabulary-list")
        .query_of("q", Shape::line(100))
        .query_of("kind", Shape::list(Shape::choice(&KINDS)))
        .query_of("origin", Shape::list(Shape::choice(&["shipped", "changed", "added", "withdrawn"])));
    let understood = Call::new("vocabulary-understood").query_needed("q", Shape::line(SENTENCE)).gives_of(
        Shape::object(vec![("named", Shape::of::<Vec<Named>>()), ("ways", Shape::of::<Vec<Way>>())]),
    );
    let example = json!({ "id": "squeaker", "kind": "instrument", "en": ["squeaker"],
        "broader": "gas-chromatograph", "why": "firms here say so" });
    doors
        .get("/api/v1/vocabulary", &KEEP, list)
        .says(find.gives_of(Shape::object(vec![
            ("total", Shape::of::<usize>()),
            ("entries", Shape::of::<Vec<Stated>>()),
        ])))
        .get("/api/v1/vocabulary/understood", &KEEP, try_out)
        .says(understood)
        .get("/api/v1/vocabulary/{id}", &KEEP, one)
        .says(Call::new("vocabulary-one").path_of("id", id()).gives::<Stated>())
        .post("/api/v1/vocabulary", &KEEP, add)
        .says(
            Call::new("vocabulary-add")
                .takes::<NewWord>()
                .makes_of(Shape::object(vec![("version", Shape::of::<i64>())]))
                .refuses("vocabulary")
                .example(example),
        )
        .post("/api/v1/vocabulary/{id}", &KEEP, change)
        .says(
            Call::new("vocabulary-change")
                .path_of("id", id())
                .takes::<ChangedWord>()
                .gives_of(Shape::object(vec![("version", Shape::of::<i64>())]))
                .refuses("vocabulary")
                .versioned(),
        )
        .post("/api/v1/vocabulary/{id}/withdraw", &KEEP, take_away)
        .says(
            Call::new("vocabulary-withdraw")
                .path_of("id", id())
                .takes::<Reasoned>()
                .gives_of(Shape::object(vec![("version", Shape::of::<i64>())]))
                .refuses("vocabulary")
                .versioned(),
        )
        .post("/api/v1/vocabulary/{id}/put-back", &KEEP, back)
        .says(
            Call::new("vocabulary-put-back")
                .path_of("id", id())
                .takes::<Back>()
                .gives_of(Shape::object(vec![("version", Shape::of::<i64>())]))
                .refuses("vocabulary")
                .versioned(),
        )
}

/// An entry as programs get it.
#[derive(Serialize, schemars::JsonSchema)]
#[schemars(rename = "VocabularyEntry")]
struct Stated {
    /// Its id.
    id: String,
    /// Where it comes from.
    origin: Origin,
    /// Number of its last change here; 0 for none.
    version: i64,
    /// What it says; nothing where it was taken away.
    entry: Option<Words>,
}

/// Names and links of an entry.
#[derive(Serialize, Deserialize, schemars::JsonSchema)]
#[schemars(rename = "VocabularyWords")]
struct Words {
    /// `instrument`, `technique`, `preparation`, `analyte`, `matrix`, `test`, `service`, `problem` or `state`.
    kind: String,
    /// Korean names, the usual one first.
    #[serde(default)]
    ko: Vec<String>,
    /// English names, the usual one first.
    #[serde(default)]
    en: Vec<String>,
    /// Abbreviations and codes.
    #[serde(default)]
    short: Vec<String>,
    /// Names that also mean something else.
    #[serde(default)]
    doubtful: Vec<String>,
    /// Id of the wider entry.
    #[serde(default)]
    broader: Option<String>,
    /// Ids of entries it leads to.
    #[serde(default)]
    related: Vec<String>,
    /// Ids of states it takes any one of.
    #[serde(default)]
    takes: Vec<String>,
    /// Ids of states it gives one of.
    #[serde(default)]
    gives: Vec<String>,
    /// Id in CHMO or PSI-MS.
    #[serde(default)]
    reference: Option<String>,
}

impl Words {
    fn of(entry: &Entry) -> Self {
        let Entry { kind, ko, en, short, doubtful, broader, related, takes, gives, reference, .. } =
            entry.clone();
        let kind = kind.key().to_owned();
        Self { kind, ko, en, short, doubtful, broader, related, takes, gives, reference }
    }

    fn entry(self, id: &str) -> Result<Entry, Problem> {
        let kind = EntryKind::named(&self.kind).ok_or_else(Problem::bad_request)?;
        let Self { ko, en, short, doubtful, broader, related, takes, gives, reference, .. } = self;
        let id = id.chars().take(100).collect();
        Ok(Entry { id, kind, ko, en, short, doubtful, broader, related, takes, gives, reference })
    }
}

/// An entry that a sentence names.
#[derive(schemars::JsonSchema)]
#[expect(dead_code, reason = "says the shape of what is put together as JSON")]
#[schemars(rename = "VocabularyNamed")]
struct Named {
    /// The words that name it.
    by: String,
    /// Its id, usual names and kind.
    entry: NamedEntry,
}

/// An entry in a line.
#[derive(schemars::JsonSchema)]
#[expect(dead_code, reason = "says the shape of what is put together as JSON")]
#[schemars(rename = "VocabularyNamedEntry")]
struct NamedEntry {
    /// Its id.
    id: String,
    /// Usual Korean name, or empty.
    ko: String,
    /// Usual English name, or empty.
    en: String,
    /// Its kind.
    kind: String,
}

/// Other ways to say a word.
#[derive(schemars::JsonSchema)]
#[expect(dead_code, reason = "says the shape of what is put together as JSON")]
#[schemars(rename = "VocabularyWay")]
struct Way {
    /// As written.
    from: String,
    /// `synonym`, `translation` or `solution`.
    way: String,
    /// What is looked for as well.
    to: Vec<String>,
}

#[derive(Deserialize, schemars::JsonSchema)]
#[schemars(rename = "VocabularyNew")]
struct NewWord {
    /// Its id: small Latin letters, digits and hyphens.
    id: String,
    /// Names and links.
    #[serde(flatten)]
    words: Words,
    /// Why.
    why: String,
}

#[derive(Deserialize, schemars::JsonSchema)]
#[schemars(rename = "VocabularyChange")]
struct ChangedWord {
    /// Number of the last change you know; 0 for none.
    version: i64,
    /// Names and links, all of them.
    #[serde(flatten)]
    words: Words,
    /// Why.
    why: String,
}

#[derive(Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "VocabularyReason")]
struct Reasoned {
    /// Number of the last change you know; 0 for none.
    version: i64,
    /// Why.
    why: String,
}

#[derive(Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "VocabularyBack")]
struct Back {
    /// Number of the last change you know.
    version: i64,
    /// Number of the change after which it was right; 0 for how it ships.
    to: i64,
    /// Why.
    why: String,
}

async fn list(State(app): State<App>, _me: SignedIn, fields: Fields) -> Result<Json<Value>, Problem> {
    let wanted = Wanted::read(&fields);
    let (_, vocabulary) = vocabulary(&app).await?;
    let touched = store::touched(&mut app.db.reader()).await?;
    let fits = |kind: Option<EntryKind>, origin: Origin| {
        (wanted.kinds.is_empty() || kind.is_some_and(|kind| wanted.kinds.contains(&kind)))
            && (wanted.origins.is_empty() || wanted.origins.contains(&origin))
    };
    let all = listed(&vocabulary, &touched, &wanted.words);
    let all: Vec<_> = all.iter().filter(|one| fits(one.entry.map(|entry| entry.kind), one.origin)).collect();
    let version = |id: &str| touched.iter().find(|word| word.id == id).map_or(0, |word| word.version);
    let stated = |one: &&super::routes::Listed<'_>| Stated {
        id: one.id.to_owned(),
        origin: one.origin,
        version: version(one.id),
        entry: one.entry.map(Words::of),
    };
    let entries: Vec<Stated> = all.iter().take(MOST).map(stated).collect();
    Ok(Json(json!({ "total": all.len(), "entries": entries })))
}

async fn one(State(app): State<App>, _me: SignedIn, Path(id): Path<String>) -> Result<Json<Stated>, Problem> {
    let (_, vocabulary) = vocabulary(&app).await?;
    let word = store::find(&mut app.db.reader(), &id).await?;
    let entry = vocabulary.entry(&id).map(Words::of);
    if entry.is_none() && word.is_none() {
        return Err(Problem::not_found());
    }
    let (origin, version) = word.map_or((Origin::Shipped, 0), |word| (word.origin, word.version));
    Ok(Json(Stated { id, origin, version, entry }))
}

async fn try_out(State(app): State<App>, _me: SignedIn, fields: Fields) -> Json<Value> {
    let sentence: String = fields.get("q").trim().chars().take(SENTENCE).collect();
    let (named, ways) = understand(&app, &sentence);
    Json(json!({ "named": named, "ways": ways }))
}

async fn add(
    State(app): State<App>,
    me: SignedIn,
    Body(asked): Body<NewWord>,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let entry = asked.words.entry(&asked.id)?;
    let version = save(&app, me.id(), Act::Add, &entry, (0, &asked.why)).await?;
    Ok((StatusCode::CREATED, Json(json!({ "version": version }))))
}

async fn change(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<String>,
    Body(asked): Body<ChangedWord>,
) -> Result<Json<Value>, Problem> {
    let entry = asked.words.entry(&id)?;
    let version = save(&app, me.id(), Act::Edit, &entry, (asked.version, &asked.why)).await?;
    Ok(Json(json!({ "version": version })))
}

async fn take_away(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<String>,
    Body(asked): Body<Reasoned>,
) -> Result<Json<Value>, Problem> {
    let version = withdraw(&app, me.id(), &id, (asked.version, &asked.why)).await?;
    Ok(Json(json!({ "version": version })))
}

async fn back(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<String>,
    Body(asked): Body<Back>,
) -> Result<Json<Value>, Problem> {
    let version = put_back(&app, me.id(), &id, asked.to, (asked.version, &asked.why)).await?;
    Ok(Json(json!({ "version": version })))
}

//! `/vocabulary/new`, `/vocabulary/{id}/edit` and what they send: adding, changing, taking away, putting back.

use super::policy::{Act, LONGEST_NAME, MOST_NAMES};
use super::routes::one_page;
use super::service::{VocabularyFault, WHY, blank, put_back, save, withdraw};
use super::{KEEP, store};
use crate::find::vocabulary;
use axum::extract::State as Held;
use axum::response::Response;
use ieum_search::{Entry, EntryKind};
use ieum_web::{App, Doors, Fields, Page, Path, Problem, SignedIn, see_other};
use serde_json::{Value, json};

pub(super) fn doors(doors: Doors) -> Doors {
    doors
        .post("/vocabulary", &KEEP, add)
        .get("/vocabulary/new", &KEEP, new)
        .post("/vocabulary/{id}", &KEEP, change)
        .get("/vocabulary/{id}/edit", &KEEP, edit)
        .post("/vocabulary/{id}/withdraw", &KEEP, take_away)
        .post("/vocabulary/{id}/put-back", &KEEP, back)
}

/// A form's lists: a name a line, so that a name may hold a comma.
fn form(entry: &Entry) -> Value {
    let lines = |list: &[String]| list.join("\n");
    json!({
        "id": entry.id, "kind": entry.kind.key(), "ko": lines(&entry.ko), "en": lines(&entry.en),
        "short": lines(&entry.short), "doubtful": lines(&entry.doubtful), "broader": entry.broader,
        "related": lines(&entry.related), "takes": lines(&entry.takes), "gives": lines(&entry.gives),
        "reference": entry.reference,
    })
}

/// Reads an entry from its form. What is no rule's business (a kind that is none) is a fault at its field.
fn read(fields: &Fields, id: &str) -> Option<Entry> {
    let list = |name: &str| -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for name in fields.get(name).split(['\n', '|']).map(str::trim).filter(|name| !name.is_empty()) {
            if !names.iter().any(|known| known == name) {
                // One more than is allowed, so that the rule can say so.
                names.push(name.chars().take(LONGEST_NAME + 1).collect());
            }
        }
        names.truncate(MOST_NAMES + 1);
        names
    };
    let one = |name: &str| {
        Some(fields.get(name).trim().chars().take(100).collect::<String>()).filter(|text| !text.is_empty())
    };
    Some(Entry {
        id: id.to_owned(),
        kind: EntryKind::named(fields.get("kind"))?,
        ko: list("ko"),
        en: list("en"),
        short: list("short"),
        doubtful: list("doubtful"),
        broader: one("broader"),
        related: list("related"),
        takes: list("takes"),
        gives: list("gives"),
        reference: one("reference"),
    })
}

fn form_page(entry: &Entry, version: Option<i64>) -> Page {
    let page = Page::new("vocabulary/edit.html")
        .with("entry", form(entry))
        .with("version", version)
        .with("kinds", EntryKind::ALL.map(EntryKind::key))
        .crumb("vocabulary-title", "/vocabulary");
    match version {
        Some(_) => page.crumb(&entry.id, &format!("/vocabulary/{}", entry.id)),
        None => page,
    }
}

async fn new(Held(app): Held<App>, me: SignedIn, fields: Fields) -> Result<Response, Problem> {
    let mut entry = blank("");
    entry.ko = Some(fields.get("ko").trim().chars().take(LONGEST_NAME).collect::<String>())
        .filter(|name| !name.is_empty())
        .into_iter()
        .collect();
    app.render(form_page(&entry, None), me.visit())
}

fn seen(fields: &Fields) -> i64 {
    fields.get("version").trim().parse().unwrap_or(-1)
}

fn why(fields: &Fields) -> String {
    fields.get("why").chars().take(WHY).collect()
}

async fn add(Held(app): Held<App>, me: SignedIn, fields: Fields) -> Result<Response, Problem> {
    let id: String = fields.get("id").trim().chars().take(100).collect();
    let entry = read(&fields, &id).ok_or_else(Problem::bad_request)?;
    match save(&app, me.id(), Act::Add, &entry, (0, &why(&fields))).await {
        Ok(_) => Ok(see_other(&app, &format!("/vocabulary/{id}"), Some("vocabulary-done-add"))),
        Err(VocabularyFault::Refused(reasons)) => {
            app.render(form_page(&entry, None).refused(&fields, "vocabulary", &reasons), me.visit())
        }
        Err(error) => Err(error.into()),
    }
}

async fn edit(Held(app): Held<App>, me: SignedIn, Path(id): Path<String>) -> Result<Response, Problem> {
    let (_, vocabulary) = vocabulary(&app).await?;
    let mut entry = vocabulary.entry(&id).ok_or_else(Problem::not_found)?.clone();
    // What was taken away since is no longer offered.
    let there = |to: &String| vocabulary.entry(to).is_some();
    entry.related.retain(there);
    entry.takes.retain(there);
    entry.gives.retain(there);
    entry.broader = entry.broader.filter(there);
    let version = store::find(&mut app.db.reader(), &id).await?.map_or(0, |word| word.version);
    app.render(form_page(&entry, Some(version)), me.visit())
}

async fn change(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, Problem> {
    let entry = read(&fields, &id).ok_or_else(Problem::bad_request)?;
    match save(&app, me.id(), Act::Edit, &entry, (seen(&fields), &why(&fields))).await {
        Ok(_) => Ok(see_other(&app, &format!("/vocabulary/{id}"), Some("vocabulary-done-edit"))),
        Err(VocabularyFault::Refused(reasons)) => {
            let page = form_page(&entry, Some(seen(&fields)));
            app.render(page.refused(&fields, "vocabulary", &reasons), me.visit())
        }
        Err(error) => Err(error.into()),
    }
}

async fn answered(
    app: &App,
    me: &SignedIn,
    (id, fields): (&str, &Fields),
    done: Result<i64, VocabularyFault>,
    message: &str,
) -> Result<Response, Problem> {
    match done {
        Ok(_) => Ok(see_other(app, &format!("/vocabulary/{id}"), Some(message))),
        Err(VocabularyFault::Refused(reasons)) => {
            let page = one_page(app, id).await?.refused(fields, "vocabulary", &reasons);
            app.render(page, me.visit())
        }
        Err(error) => Err(error.into()),
    }
}

async fn take_away(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, Problem> {
    let done = withdraw(&app, me.id(), &id, (seen(&fields), &why(&fields))).await;
    answered(&app, &me, (&id, &fields), done, "vocabulary-done-withdraw").await
}

async fn back(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, Problem> {
    let to: i64 = fields.get("to").trim().parse().map_err(|_no_number| Problem::bad_request())?;
    let done = put_back(&app, me.id(), &id, to, (seen(&fields), &why(&fields))).await;
    answered(&app, &me, (&id, &fields), done, "vocabulary-done-put-back").await
}

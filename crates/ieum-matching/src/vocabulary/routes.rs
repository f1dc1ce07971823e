//! `/vocabulary`: the list, one entry with its history, and two versions of it side by side.

use super::word::{Origin, Version, Word, compare};
use super::{KEEP, store};
use crate::find::vocabulary;
use axum::extract::State as Held;
use axum::response::Response;
use ieum_search::{Entry, EntryKind, Vocabulary, analysis};
use ieum_web::{App, Doors, Fields, Page, Path, Problem, SignedIn, encode};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Entries a page.
pub(super) const SIZE: usize = 50;

pub(super) fn doors(doors: Doors) -> Doors {
    doors.get("/vocabulary", &KEEP, list).get("/vocabulary/{id}", &KEEP, one).get(
        "/vocabulary/{id}/compare",
        &KEEP,
        compared,
    )
}

/// What is listed: words that names or ids must hold, kinds and origins.
#[derive(Debug, Default)]
pub(super) struct Wanted {
    pub words: String,
    pub kinds: Vec<EntryKind>,
    pub origins: Vec<Origin>,
}

impl Wanted {
    pub(super) fn read(fields: &Fields) -> Self {
        Self {
            words: fields.get("q").trim().chars().take(100).collect(),
            kinds: fields.all("kind").into_iter().filter_map(EntryKind::named).collect(),
            origins: fields.all("origin").into_iter().filter_map(Origin::named).collect(),
        }
    }
}

/// One line of the list.
pub(super) struct Listed<'a> {
    pub id: &'a str,
    pub entry: Option<&'a Entry>,
    pub origin: Origin,
}

/// Entries in force and those taken away that fit the words, whatever their kind and origin.
pub(super) fn listed<'a>(vocabulary: &'a Vocabulary, touched: &'a [Word], words: &str) -> Vec<Listed<'a>> {
    let origins: BTreeMap<&str, Origin> =
        touched.iter().map(|word| (word.id.as_str(), word.origin)).collect();
    let gone = touched.iter().filter(|word| word.origin == Origin::Withdrawn);
    let gone = gone.map(|word| Listed { id: &word.id, entry: None, origin: word.origin });
    let there = vocabulary.entries().iter().map(|entry| {
        let origin = origins.get(entry.id.as_str()).copied().unwrap_or(Origin::Shipped);
        Listed { id: &entry.id, entry: Some(entry), origin }
    });
    let key = analysis::key(words);
    let small = words.trim().to_lowercase();
    let fits = |one: &Listed<'_>| {
        let has = |name: &str| {
            name.to_lowercase().contains(&small) || (!key.is_empty() && analysis::key(name).contains(&key))
        };
        let said = |e: &Entry| e.names().chain(e.doubtful.iter().map(String::as_str)).any(has);
        let refers = |e: &Entry| e.reference.as_deref().is_some_and(|r| r.to_lowercase() == small);
        small.is_empty() || one.id.contains(&small) || one.entry.is_some_and(|e| said(e) || refers(e))
    };
    let mut found: Vec<Listed<'a>> = gone.chain(there).filter(fits).collect();
    // What this region did stands first; the order of the table after that.
    found.sort_by_key(|one| one.origin == Origin::Shipped);
    found
}

fn facet(name: &str, counted: Vec<(&'static str, usize, bool)>) -> Value {
    let options: Vec<Value> = counted
        .into_iter()
        .filter(|(_, count, checked)| *count > 0 || *checked)
        .map(|(value, count, checked)| json!({ "value": value, "count": count, "checked": checked }))
        .collect();
    json!({ "name": name, "options": options })
}

async fn list(Held(app): Held<App>, me: SignedIn, fields: Fields) -> Result<Response, Problem> {
    let wanted = Wanted::read(&fields);
    let (_, vocabulary) = vocabulary(&app).await?;
    let touched = store::touched(&mut app.db.reader()).await?;
    let all = listed(&vocabulary, &touched, &wanted.words);
    let kind_fits = |one: &Listed<'_>| {
        wanted.kinds.is_empty() || one.entry.is_some_and(|entry| wanted.kinds.contains(&entry.kind))
    };
    let origin_fits = |one: &Listed<'_>| wanted.origins.is_empty() || wanted.origins.contains(&one.origin);
    let kinds = EntryKind::ALL.map(|kind| {
        let of_kind = |one: &&Listed<'_>| one.entry.is_some_and(|e| e.kind == kind) && origin_fits(one);
        (kind.key(), all.iter().filter(of_kind).count(), wanted.kinds.contains(&kind))
    });
    let origins = Origin::ALL.map(|origin| {
        let count = all.iter().filter(|one| one.origin == origin && kind_fits(one)).count();
        (origin.key(), count, wanted.origins.contains(&origin))
    });
    let fitting: Vec<&Listed<'_>> = all.iter().filter(|one| kind_fits(one) && origin_fits(one)).collect();
    let pages = fitting.len().div_ceil(SIZE).max(1);
    let number = fields.get("page").trim().parse::<usize>().unwrap_or(1).clamp(1, pages);
    let rows: Vec<Value> = fitting.iter().skip((number - 1) * SIZE).take(SIZE).map(|one| line(one)).collect();
    let page = Page::new("vocabulary/list.html")
        .with("rows", rows)
        .with("total", fitting.len())
        .with("page_no", number)
        .with("pages", pages)
        .with("q", &wanted.words)
        .with("narrowed", !wanted.kinds.is_empty() || !wanted.origins.is_empty())
        .with("facets", [facet("origin", origins.to_vec()), facet("kind", kinds.to_vec())]);
    app.render(page, me.visit())
}

fn line(one: &Listed<'_>) -> Value {
    let names = |list: fn(&Entry) -> &Vec<String>| one.entry.map(list).cloned().unwrap_or_default();
    json!({ "id": one.id, "kind": one.entry.map(|entry| entry.kind.key()), "ko": names(|e| &e.ko),
        "en": names(|e| &e.en), "short": names(|e| &e.short), "origin": one.origin })
}

pub(super) fn named(entry: &Entry) -> Value {
    json!({ "id": entry.id, "ko": entry.ko.first().cloned().unwrap_or_default(),
        "en": entry.en.first().cloned().unwrap_or_default(), "kind": entry.kind.key() })
}

/// Entries by id as links; those that are not there by their id alone.
fn links(vocabulary: &Vocabulary, ids: &[String]) -> Vec<Value> {
    let link = |id: &String| match vocabulary.entry(id) {
        Some(entry) => named(entry),
        None => json!({ "id": id, "ko": "", "en": "", "kind": Value::Null }),
    };
    ids.iter().map(link).collect()
}

async fn version_line(app: &App, version: &Version) -> Result<Value, Problem> {
    let who = app.directory.person(app, version.by).await?.map(|contact| contact.name).unwrap_or_default();
    Ok(json!({ "version": version.version, "change": version.change, "why": version.why, "who": who,
        "at": version.at, "there": version.entry.is_some() }))
}

pub(super) async fn one_page(app: &App, id: &str) -> Result<Page, Problem> {
    let (_, vocabulary) = vocabulary(app).await?;
    let mut reader = app.db.reader();
    let word = store::find(&mut reader, id).await?;
    let entry = vocabulary.entry(id);
    if entry.is_none() && word.is_none() {
        return Err(Problem::not_found());
    }
    let mut history = Vec::new();
    for version in store::versions(&mut reader, id).await?.iter().take(50) {
        history.push(version_line(app, version).await?);
    }
    let origin = word.as_ref().map_or(Origin::Shipped, |word| word.origin);
    let shown = entry.map(|entry| {
        json!({
            "kind": entry.kind.key(), "ko": entry.ko, "en": entry.en, "short": entry.short,
            "doubtful": entry.doubtful, "reference": entry.reference,
            "wider": vocabulary.wider(entry).map(named).collect::<Vec<_>>(),
            "related": links(&vocabulary, &entry.related),
            "takes": links(&vocabulary, &entry.takes), "gives": links(&vocabulary, &entry.gives),
        })
    });
    let narrower = |e: &&Entry| e.broader.as_deref() == Some(id);
    let (narrower, leading): (Vec<&Entry>, Vec<&Entry>) = vocabulary.leading_to(id).partition(narrower);
    let shown_of = |list: &[&Entry]| list.iter().take(40).map(|entry| named(entry)).collect::<Vec<_>>();
    let first = entry.and_then(|e| e.names().next()).unwrap_or(id).to_owned();
    Ok(Page::new("vocabulary/one.html")
        .with("id", id)
        .with("title", &first)
        .with("try_href", format!("/vocabulary/understood?q={}", encode(&first)))
        .with("origin", origin)
        .with("ships", Vocabulary::shipped().entry(id).is_some())
        .with("version", word.map_or(0, |word| word.version))
        .with("entry", shown)
        .with("narrower", shown_of(&narrower))
        .with("narrower_more", narrower.len().saturating_sub(40))
        .with("leading", shown_of(&leading))
        .with("leading_more", leading.len().saturating_sub(40))
        .with("history", history)
        .crumb("vocabulary-title", "/vocabulary")
        .crumb(&first, ""))
}

async fn one(Held(app): Held<App>, me: SignedIn, Path(id): Path<String>) -> Result<Response, Problem> {
    app.render(one_page(&app, &id).await?, me.visit())
}

async fn compared(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, Problem> {
    let versions = store::versions(&mut app.db.reader(), &id).await?;
    let last = versions.first().ok_or_else(Problem::not_found)?.version;
    let number = |name: &str, otherwise: i64| fields.get(name).trim().parse::<i64>().unwrap_or(otherwise);
    let (first, second) = (number("from", last - 1), number("to", last));
    let shipped = Vocabulary::shipped();
    let entry = |number: i64| match number {
        0 => Ok(shipped.entry(&id).cloned()),
        _ => {
            let found = versions.iter().find(|version| version.version == number);
            found.map(|version| version.entry.clone()).ok_or_else(Problem::not_found)
        }
    };
    let lines: Vec<Value> = compare(entry(first)?.as_ref(), entry(second)?.as_ref())
        .into_iter()
        .map(|(column, gone, kept, new)| json!({ "column": column, "gone": gone, "kept": kept, "new": new }))
        .collect();
    let numbers: Vec<i64> = versions.iter().map(|version| version.version).chain([0]).collect();
    let page = Page::new("vocabulary/compare.html")
        .with("id", &id)
        .with("from", first)
        .with("to", second)
        .with("numbers", numbers)
        .with("lines", lines)
        .crumb("vocabulary-title", "/vocabulary")
        .crumb(&id, &format!("/vocabulary/{id}"));
    app.render(page, me.visit())
}

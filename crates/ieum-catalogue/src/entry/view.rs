//! What the pages of one thing show, gathered from the database.

use super::kind::{Kind, KindKey, PAIRS, ThingId, pair};
use super::list::Asked;
use super::narrow::{self, Filter, Order};
use super::policy;
use super::show::{Names, Show, references};
use super::store;
use super::thing::{Belonging, Change, Entry, Values};
use super::{structured, thing};
use ieum_db::{DbError, Reads};
use ieum_kernel::{Id, Lang, Person, Text};
use ieum_web::{App, Fields, Problem, Visit};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Things of a neighbouring kind shown on a page before «all of them».
const SHOWN: i64 = 8;

/// Names of everything that values refer to.
pub(crate) async fn names(reads: &mut impl Reads, kind: &Kind, all: &[&Values]) -> Result<Names, DbError> {
    let mut names = Names::new();
    for (target, ids) in references(kind, all) {
        for entry in store::by_ids(reads, target.kind(), &ids).await? {
            names.insert(entry.id.to_string(), entry.name());
        }
    }
    Ok(names)
}

/// The name of whoever did something; nothing for the system.
async fn person_name(app: &App, id: Option<Id<Person>>) -> Result<Option<String>, Problem> {
    match id {
        Some(id) => Ok(app.directory.person(app, id).await?.map(|c| c.name)),
        None => Ok(None),
    }
}

/// Everything a detail page shows.
pub(crate) async fn detail(app: &App, visit: &Visit, id: &ThingId) -> Result<Value, Problem> {
    let entry = super::service::look(&mut app.db.reader(), &visit.actor, id).await?;
    let show = Show { words: &app.words, lang: visit.lang() };
    let kind = entry.kind();
    let names = names(&mut app.db.reader(), kind, &[&entry.values]).await?;
    let may_edit = policy::may_change(&visit.actor, kind.key, &Belonging::of(&entry));
    let links = links(app, &show, &entry).await?;
    let neighbours = neighbours(app, &show, &entry).await?;
    let files = files(app, &entry).await?;
    let photo = files.iter().find(|f| f.get("role").and_then(Value::as_str) == Some("photo"));
    let photo_href = photo.and_then(|f| f.get("href")).and_then(Value::as_str);
    let by = person_name(app, entry.changed_by).await?;
    let (primary, secondary) = actions(&entry);
    let description = entry.values.text("description");
    Ok(json!({
        "kind": kind.key.key(), "id": entry.id, "path": entry.path(), "list": kind.paths.list,
        "title": entry.name().in_lang(visit.lang()),
        "other_title": other_side(&entry.name(), visit.lang()),
        "what_for": show.what_for(&entry.values),
        "description": description.in_lang(visit.lang()),
        "card": show.card(&entry), "tags": show.tags(kind, &entry.values),
        "sections": show.sections(&entry, &names),
        "links": links, "neighbours": neighbours, "files": files, "photo": photo_href,
        "primary": primary, "secondary": secondary, "may_edit": may_edit, "withdrawn": entry.withdrawn,
        "version": entry.version, "changed_at": entry.changed_at, "changed_by": by,
        "source": entry.values.get("source"), "source_id": entry.values.get("source_id"),
        "link_kinds": link_kinds(kind.key), "structured": structured::json_ld(app, &entry),
        "has_pidinst": kind.key == KindKey::Instrument,
    }))
}

/// The name in the other language, when it says something else.
fn other_side(name: &Text, lang: Lang) -> String {
    let shown = name.in_lang(lang);
    let other = name.in_lang(lang.other());
    if shown == other { String::new() } else { other.to_owned() }
}

/// What to do with a thing: the first thing and a second one; message key and address.
fn actions(entry: &Entry) -> (Value, Value) {
    let values = &entry.values;
    let id = entry.id.text();
    let ask = json!({ "key": "entry-ask-quote", "href": format!("/requests/new?{}={id}", entry.id.kind()) });
    match entry.id.kind() {
        _ if entry.withdrawn => (Value::Null, Value::Null),
        KindKey::Instrument => {
            let works =
                values.get("life") == "in_service" && matches!(values.get("condition"), "ok" | "degraded");
            let direct = values.get("access_mode") != "request" && values.get("access") != "closed";
            let book = json!({ "key": "entry-book", "href": format!("{}/calendar", entry.path()) });
            if works && direct { (book, ask) } else { (ask, Value::Null) }
        }
        KindKey::Service | KindKey::Method | KindKey::Expert | KindKey::Facility | KindKey::Resource => {
            (ask, Value::Null)
        }
        KindKey::Technology => {
            let serves =
                json!({ "key": "entry-technology-serves", "href": format!("/technologies/{id}/matches") });
            (serves, Value::Null)
        }
        KindKey::Organisation | KindKey::Standard | KindKey::Software | KindKey::Dataset => {
            (Value::Null, Value::Null)
        }
    }
}

/// Kinds that may be linked to things of this kind.
fn link_kinds(kind: KindKey) -> Vec<Value> {
    let others = PAIRS.iter().filter_map(|(from, to)| match kind {
        k if k == *from => Some(*to),
        k if k == *to => Some(*from),
        _ => None,
    });
    others.map(|k| json!({ "kind": k.key(), "suggest": k.kind().paths.suggest })).collect()
}

/// Linked things by kind.
async fn links(app: &App, show: &Show<'_>, entry: &Entry) -> Result<Vec<Value>, Problem> {
    let mut by_kind: BTreeMap<KindKey, Vec<String>> = BTreeMap::new();
    for other in store::linked(&mut app.db.reader(), &entry.id).await? {
        if pair(entry.id.kind(), other.kind()).is_some() {
            by_kind.entry(other.kind()).or_default().push(other.to_string());
        }
    }
    let mut groups = Vec::new();
    for (kind, ids) in by_kind {
        let found = store::by_ids(&mut app.db.reader(), kind.kind(), &ids).await?;
        let things: Vec<Value> = found
            .iter()
            .filter(|other| !other.withdrawn)
            .map(|other| {
                let model = [other.values.get("maker"), other.values.get("model")].join(" ");
                let parts = [model.trim(), other.home_name.in_lang(show.lang)];
                let about: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
                json!({ "id": other.id.to_string(), "name": other.name().in_lang(show.lang),
                        "href": thing::path_of(&other.id), "about": about.join(", ") })
            })
            .collect();
        if !things.is_empty() {
            groups.push(json!({ "kind": kind.key(), "things": things }));
        }
    }
    Ok(groups)
}

/// Things that belong to this one: a facility's instruments and services, an organisation's facilities, a method's services.
async fn neighbours(app: &App, show: &Show<'_>, entry: &Entry) -> Result<Vec<Value>, Problem> {
    let own = Some(entry.id.to_string());
    let of_facility = Filter { facility: own.clone(), ..Filter::default() };
    let of_organisation = Filter { organisation: own.clone(), ..Filter::default() };
    let of_method = Filter { method: own, ..Filter::default() };
    let asked: Vec<(KindKey, Filter, &str)> = match entry.id.kind() {
        KindKey::Facility => vec![
            (KindKey::Instrument, of_facility.clone(), "facility"),
            (KindKey::Service, of_facility.clone(), "facility"),
            (KindKey::Expert, of_facility, "facility"),
        ],
        KindKey::Organisation => vec![
            (KindKey::Facility, of_organisation.clone(), "organisation"),
            (KindKey::Service, of_organisation.clone(), "organisation"),
            (KindKey::Expert, of_organisation.clone(), "organisation"),
            (KindKey::Resource, of_organisation, "organisation"),
        ],
        KindKey::Method => vec![(KindKey::Service, of_method, "method")],
        _ => Vec::new(),
    };
    let mut groups = Vec::new();
    for (key, filter, by) in asked {
        let mut reader = app.db.reader();
        let ids = narrow::page(&mut reader, key.kind(), &filter, Order::Name, SHOWN, 0).await?;
        if ids.is_empty() {
            continue;
        }
        let mut found: BTreeMap<String, Entry> = store::by_ids(&mut reader, key.kind(), &ids)
            .await?
            .into_iter()
            .map(|e| (e.id.to_string(), e))
            .collect();
        let cards: Vec<Value> = ids.iter().filter_map(|id| found.remove(id)).map(|e| show.card(&e)).collect();
        let all = format!("{}?{by}={}", key.kind().paths.list, entry.id);
        let more = i64::try_from(ids.len()).unwrap_or(0) >= SHOWN;
        groups.push(json!({ "kind": key.key(), "cards": cards, "all": all, "more": more }));
    }
    Ok(groups)
}

async fn files(app: &App, entry: &Entry) -> Result<Vec<Value>, Problem> {
    let found = store::files(&mut app.db.reader(), &entry.id).await?;
    let shown = found.iter().map(|f| {
        json!({
            "href": format!("{}/files/{}", entry.path(), f.file), "role": f.role, "name": f.name,
            "size": f.size_bytes, "caption": f.caption, "at": f.at,
        })
    });
    Ok(shown.collect())
}

/// Both versions of a stale edit: what is kept now, what was typed, and what others changed since.
pub(crate) async fn stale(
    app: &App,
    visit: &Visit,
    now: &Entry,
    typed: &Values,
    version: i64,
) -> Result<Value, Problem> {
    let show = Show { words: &app.words, lang: visit.lang() };
    let kind = now.kind();
    let names = names(&mut app.db.reader(), kind, &[&now.values, typed]).await?;
    let since: Vec<Change> = store::history(&mut app.db.reader(), &now.id, 50)
        .await?
        .into_iter()
        .filter(|c| c.version > version)
        .collect();
    let by = match since.first() {
        Some(change) => person_name(app, change.by).await?,
        None => None,
    };
    let differs = typed.changes_from(&now.values);
    // Fields that only others changed are taken over; what was typed is not lost.
    let base = since.iter().fold(now.values.clone(), |mut values, change| {
        for (field, before) in &change.before {
            values.set(field, before.clone());
        }
        values
    });
    let merged =
        typed.changes_from(&base).into_iter().fold(now.values.clone(), |mut values, (field, _, mine)| {
            values.set(&field, mine);
            values
        });
    let sections = show.form(kind, &merged, &names);
    let rows = show.changes(
        kind,
        differs.iter().map(|(f, now, mine)| (f.as_str(), now.as_str(), mine.as_str())),
        &names,
    );
    Ok(json!({
        "title": now.name().in_lang(visit.lang()), "path": now.path(), "action": format!("{}/edit", now.path()),
        "version": now.version, "changed_at": now.changed_at, "changed_by": by, "rows": rows, "sections": sections,
    }))
}

/// A thing's history with labels.
pub(crate) async fn history(app: &App, visit: &Visit, id: &ThingId) -> Result<Value, Problem> {
    let entry = super::service::look(&mut app.db.reader(), &visit.actor, id).await?;
    let show = Show { words: &app.words, lang: visit.lang() };
    let changes = store::history(&mut app.db.reader(), id, 200).await?;
    let sides: Vec<Values> = changes
        .iter()
        .flat_map(|c| [&c.before, &c.after])
        .map(|side| side.iter().fold(Values::new(), |v, (field, value)| v.with(field, value.clone())))
        .collect();
    let names = names(&mut app.db.reader(), entry.kind(), &sides.iter().collect::<Vec<_>>()).await?;
    let mut lines = Vec::new();
    for change in &changes {
        let fields: std::collections::BTreeSet<&String> =
            change.before.keys().chain(change.after.keys()).collect();
        let side =
            |map: &'_ BTreeMap<String, String>, field: &str| map.get(field).cloned().unwrap_or_default();
        let triples: Vec<(String, String, String)> = fields
            .into_iter()
            .map(|f| (f.clone(), side(&change.before, f), side(&change.after, f)))
            .collect();
        let rows = show.changes(
            entry.kind(),
            triples.iter().map(|(f, b, a)| (f.as_str(), b.as_str(), a.as_str())),
            &names,
        );
        let by = person_name(app, change.by).await?;
        lines.push(json!({
            "version": change.version, "what": change.what, "by": by, "at": change.at, "import": change.import,
            "rows": rows,
        }));
    }
    Ok(json!({ "title": entry.name().in_lang(visit.lang()), "path": entry.path(), "lines": lines }))
}

/// A page of a kind as an API answers it.
#[derive(Debug, Serialize)]
pub(crate) struct ApiPage {
    items: Vec<Entry>,
    total: i64,
    page: i64,
    pages: i64,
    size: i64,
    facets: BTreeMap<&'static str, BTreeMap<String, i64>>,
    cut: bool,
}

/// The page of a kind that was asked for.
pub(crate) async fn api_list(app: &App, kind: &'static Kind, fields: &Fields) -> Result<ApiPage, Problem> {
    let asked = Asked::read(kind, fields);
    let found = super::list::listing(app, kind, &asked).await?;
    let counts =
        |options: Vec<(String, i64, bool)>| options.into_iter().map(|(code, count, _)| (code, count));
    Ok(ApiPage {
        items: found.entries,
        total: found.total,
        page: found.page,
        pages: found.pages,
        size: asked.size,
        facets: found.facets.into_iter().map(|facet| (facet.name, counts(facet.options).collect())).collect(),
        cut: found.cut,
    })
}

//! The wizard: one question a page, kept at each step, so that nothing said is lost.

use super::service::{NeedError, attach, begin, detach, rewrite};
use super::store;
use super::thing::{Confidentiality, Need, Said};
use super::{LOOK, WRITE};
use axum::extract::State as Held;
use axum::response::Response;
use ieum_kernel::{Id, StoredFile};
use ieum_web::{
    App, Doors, Fields, FileRecord, Page, Path, Problem, SignedIn, Upload, Visit, Visitor, see_other,
};
use jiff::civil::Date;
use serde::Serialize;

type NeedId = Id<ieum_kernel::Need>;

/// The questions, in order. `files` and `check` are pages of their own kind.
pub(crate) const STEPS: [&str; 9] =
    ["words", "material", "solved", "quantity", "due", "budget", "confidentiality", "files", "check"];
/// Longest description, characters.
pub(crate) const WORDS_LETTERS: usize = 4000;
const TITLE_LETTERS: usize = 120;
const LINE_LETTERS: usize = 500;
/// Most files one need has.
const FILES: usize = 20;

pub(super) fn doors(doors: Doors) -> Doors {
    doors
        .get("/needs/new", &LOOK, first)
        .post("/needs/new", &LOOK, first)
        .post("/needs", &WRITE, make)
        .get("/needs/{id}/write/{step}", &WRITE, show)
        .post("/needs/{id}/write/{step}", &WRITE, answer)
        .post("/needs/{id}/files", &WRITE, add_files)
        .post("/needs/{id}/files/{file}/remove", &WRITE, remove_file)
        .get("/needs/{id}/files/{file}", &WRITE, file)
}

#[derive(Serialize)]
struct Place {
    key: &'static str,
    href: String,
    state: &'static str,
}

fn places(id: Option<NeedId>, current: &str) -> Vec<Place> {
    let here = STEPS.iter().position(|s| *s == current).unwrap_or_default();
    STEPS
        .iter()
        .enumerate()
        .map(|(n, key)| {
            let state = if n < here {
                "done"
            } else if n == here {
                "current"
            } else {
                "next"
            };
            let href = id.map(|id| format!("/needs/{id}/write/{key}")).unwrap_or_default();
            Place { key, href, state }
        })
        .collect()
}

fn page(need: Option<&Need>, step: &'static str) -> Page {
    let id = need.map(|n| n.id);
    let said = need.map(|n| n.said.clone()).unwrap_or_default();
    let action = id.map_or_else(|| "/needs".to_owned(), |id| format!("/needs/{id}/write/{step}"));
    let at = STEPS.iter().position(|s| *s == step).unwrap_or_default();
    let back =
        id.zip(at.checked_sub(1).and_then(|n| STEPS.get(n))).map(|(id, s)| format!("/needs/{id}/write/{s}"));
    Page::new("need/write.html")
        .with("need", need)
        .with("said", said)
        .with("step", step)
        .with("action", action)
        .with("back", back.unwrap_or_default())
        .with("places", places(id, step))
        .with("files", Vec::<FileRecord>::new())
        .with("draft", need.is_none_or(|n| n.state.key() == "draft"))
        .with("letters", WORDS_LETTERS)
}

fn known(step: &str) -> Result<&'static str, Problem> {
    STEPS.into_iter().find(|s| *s == step).ok_or_else(Problem::not_found)
}

fn after(step: &str) -> &'static str {
    let here = STEPS.iter().position(|s| *s == step).unwrap_or_default();
    STEPS.get(here + 1).copied().unwrap_or("check")
}

/// The first question, with what was written on another page.
async fn first(Held(app): Held<App>, visitor: Visitor, fields: Fields) -> Result<Response, Problem> {
    let page = page(None, "words");
    let filled = fields.has("words") || fields.has("title");
    app.render(if filled { page.typed(&fields) } else { page }, &visitor)
}

fn read_first(app: &App, fields: &Fields) -> Result<(String, String), Vec<ieum_web::FieldError>> {
    let mut form = fields.reading(&app.zone);
    let words = form.required("words", WORDS_LETTERS);
    let title = form.optional("title", TITLE_LETTERS);
    form.done()?;
    let title = if title.is_empty() { headline(&words) } else { title };
    Ok((title, words))
}

/// The first sentence or line, short enough for a title.
fn headline(words: &str) -> String {
    let line =
        words.split(['\n', '.', '?', '。']).map(str::trim).find(|l| !l.is_empty()).unwrap_or(words.trim());
    let short: String = line.chars().take(60).collect();
    if short.len() < line.len() { format!("{}…", short.trim_end()) } else { short }
}

async fn make(Held(app): Held<App>, me: SignedIn, fields: Fields) -> Result<Response, Problem> {
    let (title, words) = match read_first(&app, &fields) {
        Ok(read) => read,
        Err(faults) => return app.render(page(None, "words").faulty(&fields, faults), me.visit()),
    };
    let said = Said { title, words, ..Said::default() };
    let id = begin(&app, me.id(), me.actor(), said).await?;
    Ok(see_other(&app, &format!("/needs/{id}/write/{}", after("words")), Some("need-kept")))
}

async fn mine(app: &App, id: NeedId, me: &SignedIn) -> Result<Need, Problem> {
    let found = store::find(&mut app.db.reader(), id).await?.filter(|n| n.owner == me.id());
    found.ok_or_else(Problem::not_found)
}

async fn show(
    Held(app): Held<App>,
    me: SignedIn,
    Path((id, step)): Path<(NeedId, String)>,
) -> Result<Response, Problem> {
    let need = mine(&app, id, &me).await?;
    if !need.state.is_written() {
        return Ok(see_other(&app, &format!("/needs/{id}"), None));
    }
    let files = records(&app, id).await?;
    app.render(page(Some(&need), known(&step)?).with("files", files), me.visit())
}

/// The files of a need.
pub(super) async fn records(app: &App, id: NeedId) -> Result<Vec<FileRecord>, Problem> {
    let mut records = Vec::new();
    for file in store::files(&mut app.db.reader(), id).await? {
        records.extend(app.file(file).await?);
    }
    Ok(records)
}

async fn answer(
    Held(app): Held<App>,
    me: SignedIn,
    Path((id, step)): Path<(NeedId, String)>,
    fields: Fields,
) -> Result<Response, Problem> {
    let step = known(&step)?;
    let need = mine(&app, id, &me).await?;
    let today = app.zone.day(app.now());
    let change = match read(&app, step, &fields, today) {
        Ok(change) => change,
        Err(faults) => return app.render(page(Some(&need), step).faulty(&fields, faults), me.visit()),
    };
    match rewrite(&app, id, me.actor(), change).await {
        Ok(_) => {}
        Err(NeedError::Refused(reasons)) => {
            return app.render(page(Some(&need), step).refused(&fields, "need", &reasons), me.visit());
        }
        Err(error) => return Err(error.into()),
    }
    let next = if fields.has("to_check") { "check" } else { after(step) };
    Ok(see_other(&app, &format!("/needs/{id}/write/{next}"), None))
}

type Change = Box<dyn FnOnce(&mut Said) + Send>;

/// Reads the answer to one question.
fn read(app: &App, step: &str, fields: &Fields, today: Date) -> Result<Change, Vec<ieum_web::FieldError>> {
    let mut form = fields.reading(&app.zone);
    let change: Change = match step {
        "words" => {
            let (title, words) = read_first(app, fields)?;
            Box::new(move |said| {
                said.title = title;
                said.words = words;
            })
        }
        "material" => {
            let text = form.optional("material", LINE_LETTERS);
            Box::new(move |said| said.material = text)
        }
        "solved" => {
            let text = form.optional("solved_when", WORDS_LETTERS);
            Box::new(move |said| said.solved_when = text)
        }
        "quantity" => {
            let text = form.optional("quantity", LINE_LETTERS);
            Box::new(move |said| said.quantity = text)
        }
        "due" => {
            let day = form.day("due_on");
            if day.is_some_and(|day| day < today) {
                form.fault("due_on", "need-due-is-over", &[]);
            }
            Box::new(move |said| said.due_on = day)
        }
        "budget" => {
            let amount = form.money("budget");
            Box::new(move |said| said.budget = amount)
        }
        "confidentiality" => {
            let choice = form.must::<Confidentiality>("confidentiality", "field-not-a-choice");
            Box::new(move |said| said.confidentiality = choice.unwrap_or_default())
        }
        _ => Box::new(|_| {}),
    };
    form.done()?;
    Ok(change)
}

async fn add_files(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<NeedId>,
    upload: Upload,
) -> Result<Response, Problem> {
    let need = mine(&app, id, &me).await?;
    let page = page(Some(&need), "files").with("files", records(&app, id).await?);
    let there = store::files(&mut app.db.reader(), id).await?.len();
    if upload.files.is_empty() || there + upload.files.len() > FILES {
        let key = if upload.files.is_empty() { "need-no-file" } else { "need-too-many-files" };
        let fault = ieum_web::FieldError {
            field: "files".to_owned(),
            key: key.to_owned(),
            args: std::collections::BTreeMap::from([("most".to_owned(), FILES.into())]),
        };
        return app.render(page.faulty(&upload.fields, vec![fault]), me.visit());
    }
    let mut kept = Vec::new();
    for file in upload.files {
        kept.push(app.keep_file(&file.name, file.content).await?);
    }
    attach(&app, id, me.actor(), &kept).await?;
    Ok(see_other(&app, &format!("/needs/{id}/write/files"), Some("need-files-kept")))
}

async fn remove_file(
    Held(app): Held<App>,
    me: SignedIn,
    Path((id, file)): Path<(NeedId, Id<StoredFile>)>,
) -> Result<Response, Problem> {
    detach(&app, id, me.actor(), file).await?;
    Ok(see_other(&app, &format!("/needs/{id}/write/files"), Some("need-file-removed")))
}

async fn file(
    Held(app): Held<App>,
    me: SignedIn,
    Path((id, file)): Path<(NeedId, Id<StoredFile>)>,
) -> Result<Response, Problem> {
    let need = visible(&app, id, me.visit()).await?;
    let known = store::files(&mut app.db.reader(), id).await?.contains(&file);
    if !known || !super::inside(&need, me.actor()) {
        return Err(Problem::not_found());
    }
    app.download(file).await
}

/// A need that somebody may see.
pub(crate) async fn visible(app: &App, id: NeedId, visit: &Visit) -> Result<Need, Problem> {
    let found = store::find(&mut app.db.reader(), id).await?.filter(|n| super::visible(n, &visit.actor));
    found.ok_or_else(Problem::not_found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_the_first_thing_said() {
        assert_eq!(headline("\n 잔류농약이 나와요. 도와주세요"), "잔류농약이 나와요");
        assert_eq!(headline(&"가".repeat(80)).chars().count(), 61);
        assert_eq!(headline("..."), "...");
    }

    #[test]
    fn each_question_leads_to_the_next() {
        assert_eq!(after("words"), "material");
        assert_eq!(after("files"), "check");
        assert_eq!(after("check"), "check");
        assert_eq!(places(None, "due").iter().filter(|p| p.state == "done").count(), 4);
    }
}

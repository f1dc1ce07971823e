//! `/stats`: one's tables, a method in plain words, and what came of it.

use super::picture::{Picture, Scene, picture};
use super::says::says;
use super::service::{NewStudy, StudyError, begin, own, own_run, remove, run, tables_beside};
use super::thing::{Options, Run, State, Study};
use super::{USE, downloads, show, store};
use crate::figures::{figures, found};
use axum::extract::State as Extract;
use axum::response::Response;
use http::StatusCode;
use ieum_kernel::Id;
use ieum_stats::ask::{Method, command_line};
use ieum_stats::intake::Table;
use ieum_web::{App, Doors, Fields, Page, Path, Problem, SignedIn, Upload, see_other};
use serde_json::{Map, Value, json};

/// Rows of the table shown beside the methods.
const FIRST_ROWS: usize = 5;

pub(super) fn doors(doors: Doors) -> Doors {
    doors
        .get("/stats", &USE, list)
        .post("/stats", &USE, bring)
        .get("/stats/new", &USE, new)
        .get("/stats/{id}", &USE, one)
        .post("/stats/{id}/run", &USE, ask)
        .post("/stats/{id}/remove", &USE, drop_one)
        .get("/stats/{id}/runs/{run}", &USE, result)
        .get("/stats/{id}/runs/{run}/figures.json", &USE, downloads::json)
        .get("/stats/{id}/runs/{run}/picture.svg", &USE, downloads::picture)
        .get("/stats/{id}/runs/{run}/tables/{key}", &USE, downloads::table)
}

fn page(template: &'static str) -> Page {
    Page::new(template).crumb("study-title", "/stats")
}

async fn list(Extract(app): Extract<App>, me: SignedIn) -> Result<Response, Problem> {
    let rows = store::of_person(&mut app.db.reader(), me.id()).await?;
    app.render(Page::new("study/list.html").with("rows", rows), me.visit())
}

fn form(app: &App, sentences: &[String]) -> Page {
    page("study/new.html")
        .with("most", app.site.upload_bytes.min(crate::figures::LETTERS.try_into().unwrap_or(u64::MAX)))
        .with("sentences", sentences)
}

async fn new(Extract(app): Extract<App>, me: SignedIn) -> Result<Response, Problem> {
    app.render(form(&app, &[]), me.visit())
}

async fn bring(Extract(app): Extract<App>, me: SignedIn, upload: Upload) -> Result<Response, Problem> {
    let pasted = upload.fields.get("table").trim();
    let (file_name, content) = match upload.file("file") {
        Some(file) => (file.name.clone(), file.content.clone()),
        None => ("table.csv".to_owned(), bytes::Bytes::from(pasted.to_owned())),
    };
    if content.is_empty() {
        let sentence = app.words.plain(me.lang(), "study-no-table");
        let page = form(&app, &[sentence]).typed(&upload.fields).status(StatusCode::UNPROCESSABLE_ENTITY);
        return app.render(page, me.visit());
    }
    let name = upload.fields.get("name").trim().to_owned();
    match begin(&app, me.actor(), NewStudy { name, file_name, content }).await {
        Ok(study) => Ok(see_other(&app, &format!("/stats/{}", study.id), None)),
        Err(StudyError::Table(sentences)) => {
            let page = form(&app, &sentences).typed(&upload.fields).status(StatusCode::UNPROCESSABLE_ENTITY);
            app.render(page, me.visit())
        }
        Err(StudyError::Refused(reasons)) => {
            app.render(form(&app, &[]).refused(&upload.fields, "study", &reasons), me.visit())
        }
        Err(error) => Err(error.into()),
    }
}

/// The page of a study, with a method's form when one is chosen.
async fn study_page(
    app: &App,
    me: &SignedIn,
    study: &Study,
    chosen: &str,
    given: &Options,
) -> Result<Page, Problem> {
    let (file, content) = app.file_content(study.file).await?;
    let table = crate::figures::table(app, me.lang(), file.name.clone(), content).await?.unwrap_or_default();
    let first: Vec<Vec<String>> = (0..table.rows().min(FIRST_ROWS))
        .map(|row| {
            (0..study.columns.len().min(12)).map(|column| table.cell(row, column).to_owned()).collect()
        })
        .collect();
    let beside: Vec<Study> = store::of_person(&mut app.db.reader(), me.id()).await?;
    let runs: Vec<Value> = store::runs(&mut app.db.reader(), study.id)
        .await?
        .iter()
        .take(20)
        .map(|run| {
            let label = found(&run.family, &run.method).map(|m| show::label(&app.words, me.lang(), m));
            json!({ "run": run, "label": label.unwrap_or_else(|| run.method.clone()), "options": told(&run.options, &beside) })
        })
        .collect();
    let method = chosen.split_once('.').and_then(|(family, key)| found(family, key));
    let asked = method.map(|method| {
        json!({
            "value": chosen, "label": show::label(&app.words, me.lang(), method), "formula": method.formula,
            "source": method.source, "options": show::options(app, me.lang(), method, study, &beside, given),
        })
    });
    Ok(page("study/show.html")
        .with("study", study)
        .with("file", json!({ "name": file.name, "sha256": file.sha256 }))
        .with("columns", study.columns.iter().take(12).collect::<Vec<_>>())
        .with("first", first)
        .with("families", show::methods(app, me.lang()))
        .with("asked", asked)
        .with("runs", runs)
        .crumb(&study.name, &format!("/stats/{}", study.id)))
}

/// Options in one line; tables by their names.
fn told(options: &Options, tables: &[Study]) -> String {
    let name = |value: &String| {
        let table = tables.iter().find(|table| table.id.to_string() == *value);
        table.map_or_else(|| value.clone(), |table| table.name.clone())
    };
    let one = |(key, values): (&String, &Vec<String>)| {
        format!("{key}: {}", values.iter().map(name).collect::<Vec<_>>().join(", "))
    };
    options.iter().map(one).collect::<Vec<_>>().join(" · ")
}

async fn one(
    Extract(app): Extract<App>,
    me: SignedIn,
    Path(id): Path<Id<Study>>,
    fields: Fields,
) -> Result<Response, Problem> {
    let study = own(&app, me.id(), id).await?;
    let page = study_page(&app, &me, &study, fields.get("method"), &Options::new()).await?;
    app.render(page, me.visit())
}

async fn ask(
    Extract(app): Extract<App>,
    me: SignedIn,
    Path(id): Path<Id<Study>>,
    fields: Fields,
) -> Result<Response, Problem> {
    let study = own(&app, me.id(), id).await?;
    let chosen = fields.get("method").to_owned();
    let Some(method) = chosen.split_once('.').and_then(|(family, key)| found(family, key)) else {
        return Ok(see_other(&app, &format!("/stats/{id}"), None));
    };
    let mut options = Options::new();
    for option in method.options {
        let values: Vec<String> = fields
            .all(&format!("o_{}", option.key))
            .into_iter()
            .map(|value| value.trim().chars().take(4000).collect::<String>())
            .filter(|value| !value.is_empty())
            .take(200)
            .collect();
        if !values.is_empty() {
            options.insert(option.key.to_owned(), values);
        }
    }
    match run(&app, me.actor(), &study, method, options.clone()).await {
        Ok(Run { id: run, state: State::Waiting | State::Done { .. }, .. }) => {
            Ok(see_other(&app, &format!("/stats/{id}/runs/{run}"), None))
        }
        Ok(Run { state: State::Refused { reasons, .. }, .. }) => {
            let page = study_page(&app, &me, &study, &chosen, &options).await?;
            app.render(page.with("sentences", reasons).status(StatusCode::UNPROCESSABLE_ENTITY), me.visit())
        }
        Err(StudyError::Refused(reasons)) => {
            let page = study_page(&app, &me, &study, &chosen, &options).await?;
            app.render(page.refused(&fields, "study", &reasons), me.visit())
        }
        Err(error) => Err(error.into()),
    }
}

async fn drop_one(
    Extract(app): Extract<App>,
    me: SignedIn,
    Path(id): Path<Id<Study>>,
) -> Result<Response, Problem> {
    remove(&app, me.id(), id).await?;
    Ok(see_other(&app, "/stats", Some("study-removed")))
}

/// What a run found with what it was found from, for its page and its downloads.
pub(super) struct Found {
    pub(super) method: &'static Method,
    pub(super) figures: Map<String, Value>,
    table: Table,
    /// The table's file name and hash, then those of further tables by their option.
    files: Vec<(String, String, String)>,
}

impl Found {
    /// Nothing while the run waits or where it was refused.
    pub(super) async fn of(
        app: &App,
        me: &SignedIn,
        study: &Study,
        run: &Run,
    ) -> Result<Option<Self>, Problem> {
        let State::Done { figures: kept, .. } = &run.state else { return Ok(None) };
        let method = found(&run.family, &run.method).ok_or_else(Problem::not_found)?;
        let (file, content) = app.file_content(study.file).await?;
        let mut files = vec![(String::new(), file.name.clone(), file.sha256.clone())];
        for (key, table) in tables_beside(method, &run.options) {
            // A table that has been removed meanwhile is named by its option.
            let other = match own(app, me.id(), table).await {
                Ok(other) => Some(app.file_content(other.file).await?.0),
                Err(StudyError::NotFound) => None,
                Err(error) => return Err(error.into()),
            };
            let (name, hash) = other.map_or_else(
                || (format!("{key}.csv"), String::new()),
                |file| (file.name.clone(), file.sha256.clone()),
            );
            files.push((key, name, hash));
        }
        let words = figures(app)?;
        let figures =
            words.worded(&app.words, me.lang(), method, kept.as_object().cloned().unwrap_or_default());
        let table = crate::figures::table(app, me.lang(), file.name, content).await?.unwrap_or_default();
        Ok(Some(Self { method, figures, table, files }))
    }

    pub(super) fn picture(&self, app: &App, me: &SignedIn, run: &Run) -> Result<Option<Picture>, Problem> {
        let words = figures(app)?;
        Ok(picture(&Scene {
            words: &app.words,
            lang: me.lang(),
            says: words.as_ref(),
            method: self.method,
            figures: &self.figures,
            table: &self.table,
            options: &run.options,
        }))
    }

    /// The line that computes the same again.
    pub(super) fn command(&self, run: &Run) -> String {
        command(self.method, run, &self.files)
    }
}

fn command(method: &Method, run: &Run, files: &[(String, String, String)]) -> String {
    let request = crate::figures::request(method, Table::default(), &run.options);
    let (first, further) = files.split_first().map_or(("", files), |(first, rest)| (first.1.as_str(), rest));
    let request = further.iter().fold(request, |request, (key, name, _)| request.option(key, name.clone()));
    command_line(method, &request, first)
}

async fn result(
    Extract(app): Extract<App>,
    me: SignedIn,
    Path((id, run)): Path<(Id<Study>, Id<Run>)>,
) -> Result<Response, Problem> {
    let (study, run) = own_run(&app, me.id(), run).await?;
    if study.id != id {
        return Err(Problem::not_found());
    }
    let method = found(&run.family, &run.method).ok_or_else(Problem::not_found)?;
    let words = figures(&app)?;
    let done = Found::of(&app, &me, &study, &run).await?;
    let (shown, picture, command, files) = match done {
        Some(done) => (
            show::shown(&app, words.as_ref(), me.lang(), &done.figures),
            done.picture(&app, &me, &run)?,
            done.command(&run),
            done.files,
        ),
        None => {
            let file = app.file_content(study.file).await?.0;
            let files = vec![(String::new(), file.name.clone(), file.sha256.clone())];
            (Value::Null, None, command(method, &run, &files), files)
        }
    };
    let tables = store::of_person(&mut app.db.reader(), me.id()).await?;
    let label = show::label(&app.words, me.lang(), method);
    let page = page("study/run.html")
        .with("study", &study)
        .with("run", &run)
        .with("label", &label)
        .with("options", told(&run.options, &tables))
        .with("says", says(&app, &me, &run))
        .with("shown", shown)
        .with("picture", picture)
        .with("formula", method.formula)
        .with("source", method.source)
        .with("command", command)
        .with(
            "files",
            files.iter().map(|(_, name, hash)| json!({ "name": name, "sha256": hash })).collect::<Vec<_>>(),
        )
        .crumb(&study.name, &format!("/stats/{id}"))
        .crumb(&label, "");
    app.render(page, me.visit())
}

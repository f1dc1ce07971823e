//! `/stats`: one's tables, a method in plain words, and what came of it.

use super::picture::{Scene, picture};
use super::service::{NewStudy, StudyError, begin, own, own_run, remove, run};
use super::thing::{Options, Run, State, Study};
use super::{USE, show, store};
use crate::figures::{figures, found};
use axum::extract::State as Extract;
use axum::response::Response;
use http::StatusCode;
use ieum_kernel::Id;
use ieum_stats::ask::{Request, command_line};
use ieum_stats::intake::Table;
use ieum_web::{App, Doors, Fields, Page, Path, Problem, SignedIn, Upload, attachment, see_other};
use serde_json::{Value, json};

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
        .get("/stats/{id}/runs/{run}/figures.json", &USE, json_of)
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
    let runs: Vec<Value> = store::runs(&mut app.db.reader(), study.id)
        .await?
        .iter()
        .take(20)
        .map(|run| {
            let label = found(&run.family, &run.method).map(|m| show::label(&app.words, me.lang(), m));
            json!({ "run": run, "label": label.unwrap_or_else(|| run.method.clone()), "options": told(&run.options) })
        })
        .collect();
    let method = chosen.split_once('.').and_then(|(family, key)| found(family, key));
    let asked = method.map(|method| {
        json!({
            "value": chosen, "label": show::label(&app.words, me.lang(), method), "formula": method.formula,
            "source": method.source, "options": show::options(app, me.lang(), method, study, given),
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

/// Options in one line.
fn told(options: &Options) -> String {
    let one = |(key, values): (&String, &Vec<String>)| format!("{key}: {}", values.join(", "));
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
    let (file, content) = app.file_content(study.file).await?;
    let request = crate::figures::request(method, Table::default(), &run.options);
    let (shown, picture) = match &run.state {
        State::Done { figures, .. } => {
            let figures =
                words.worded(&app.words, me.lang(), method, figures.as_object().cloned().unwrap_or_default());
            let table =
                crate::figures::table(&app, me.lang(), file.name.clone(), content).await?.unwrap_or_default();
            let scene = Scene {
                words: &app.words,
                lang: me.lang(),
                says: words.as_ref(),
                method,
                figures: &figures,
                table: &table,
                options: &run.options,
            };
            (show::shown(&app, words.as_ref(), me.lang(), &figures), picture(&scene))
        }
        _ => (Value::Null, None),
    };
    let label = show::label(&app.words, me.lang(), method);
    let page = page("study/run.html")
        .with("study", &study)
        .with("run", &run)
        .with("label", &label)
        .with("options", told(&run.options))
        .with("says", says(&app, &me, &run))
        .with("shown", shown)
        .with("picture", picture)
        .with("formula", method.formula)
        .with("source", method.source)
        .with("command", command(method, &request, &file.name))
        .with("sha256", &file.sha256)
        .crumb(&study.name, &format!("/stats/{id}"))
        .crumb(&label, "");
    app.render(page, me.visit())
}

fn command(method: &ieum_stats::ask::Method, request: &Request, file: &str) -> String {
    command_line(method, request, file)
}

/// The figures in a sentence, where the method has one.
fn says(app: &App, me: &SignedIn, run: &Run) -> Option<String> {
    let State::Done { figures, .. } = &run.state else { return None };
    let key = format!("study-says-{}-{}", run.family, run.method);
    if !app.words.knows(me.lang(), &key) {
        return None;
    }
    let words = figures_of(app)?;
    let facts = facts(words.as_ref(), figures);
    app.words.try_say(me.lang(), &key, &facts).ok()
}

/// Facts for a sentence: every figure by its name, parts of a figure after its name, of a list its length and what comes first.
fn facts(words: &dyn crate::asks::Figures, figures: &Value) -> std::collections::BTreeMap<String, Value> {
    let told = |name: &str, value: &Value| match value {
        Value::Number(_) if name == "p" => json!(small(value)),
        value => json!(words.plain(value)),
    };
    let mut facts = std::collections::BTreeMap::new();
    let mut p = None;
    for (name, value) in figures.as_object().into_iter().flatten() {
        match value {
            Value::Array(items) => {
                facts.insert(name.clone(), json!(items.len()));
                for (part, value) in items.first().and_then(Value::as_object).into_iter().flatten() {
                    facts.insert(format!("{name}_{part}"), told(part, value));
                }
            }
            Value::Object(parts) => {
                for (part, value) in parts {
                    facts.insert(format!("{name}_{part}"), told(part, value));
                }
                p = p.or_else(|| parts.get("p").and_then(Value::as_f64));
            }
            Value::Null => {}
            value => {
                facts.insert(name.clone(), told(name, value));
            }
        }
    }
    let p = figures.get("p").and_then(Value::as_f64).or(p);
    facts.insert("firm".to_owned(), json!(if p.is_some_and(|p| p < 0.05) { "yes" } else { "no" }));
    facts
}

fn figures_of(app: &App) -> Option<std::sync::Arc<dyn crate::asks::Figures>> {
    app.ask::<dyn crate::asks::Figures>()
}

/// A p value as papers print it.
fn small(value: &Value) -> String {
    match value.as_f64() {
        Some(p) if p < 0.001 => "< .001".to_owned(),
        Some(p) => format!("= {p:.3}").replace("0.", "."),
        None => String::new(),
    }
}

async fn json_of(
    Extract(app): Extract<App>,
    me: SignedIn,
    Path((id, run)): Path<(Id<Study>, Id<Run>)>,
) -> Result<Response, Problem> {
    let (study, run) = own_run(&app, me.id(), run).await?;
    let State::Done { figures, .. } = &run.state else { return Err(Problem::not_found()) };
    if study.id != id {
        return Err(Problem::not_found());
    }
    let text = serde_json::to_string_pretty(figures).unwrap_or_default();
    Ok(attachment(&format!("{}.json", run.method), "application/json", text))
}

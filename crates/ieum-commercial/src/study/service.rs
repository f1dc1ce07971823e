//! The order of things: bring a table, ask a method, compute beside the request, keep what came of it.

use super::policy::{Facts, Refusal, refusals};
use super::store;
use super::thing::{Heading, Options, Run, State, Study};
use crate::figures::{computed, figures, found, request, table};
use ieum_db::{Audit, DbError, JobFailure, NewJob, Worker};
use ieum_kernel::{Actor, Id, Lang, Person};
use ieum_stats::ask::{Method, Opt, Takes};
use ieum_web::{App, Problem, record_file};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::sync::Semaphore;

/// The job that computes a run whose process ended meanwhile.
const RUN: &str = "study.run";
/// When it looks after the run, minutes.
const LOOK_AFTER_MINUTES: i64 = 10;
/// How long whoever asks waits for the figures before the page says that it takes longer.
const PATIENCE: Duration = Duration::from_secs(3);
/// Runs computed at the same time, so that pages stay quick beside them.
static TURNS: Semaphore = Semaphore::const_new(2);

/// Why a study or a run was not begun.
#[derive(Debug, thiserror::Error)]
pub enum StudyError {
    /// The rules said no.
    #[error("refused for {} reason(s)", .0.len())]
    Refused(Vec<Refusal>),
    /// The table cannot be read; sentences in the asker's language.
    #[error("the table cannot be read: {}", .0.join("; "))]
    Table(Vec<String>),
    /// There is none, or it is somebody else's.
    #[error("there is no such study")]
    NotFound,
    /// The database failed.
    #[error("cannot reach the studies")]
    Db(#[from] DbError),
    /// Something else answers for itself.
    #[error("{}", .0.key)]
    Web(Box<Problem>),
}

impl From<Problem> for StudyError {
    fn from(problem: Problem) -> Self {
        Self::Web(Box::new(problem))
    }
}

impl From<StudyError> for Problem {
    fn from(error: StudyError) -> Self {
        match error {
            StudyError::Refused(reasons) => Self::refused("study", reasons),
            StudyError::Table(sentences) => Self::refused("figures", crate::api::sentences(sentences)),
            StudyError::NotFound => Self::not_found(),
            StudyError::Db(error) => error.into(),
            StudyError::Web(problem) => *problem,
        }
    }
}

/// A table as it was brought.
#[derive(Debug, Clone)]
pub struct NewStudy {
    /// What its owner calls it; the file's name when empty.
    pub name: String,
    /// The file's name.
    pub file_name: String,
    /// Its content.
    pub content: bytes::Bytes,
}

/// Begins a study of a table.
///
/// # Errors
/// [`StudyError::Table`] with every fault of the table, [`StudyError::Refused`] with every rule.
pub async fn begin(app: &App, actor: &Actor, new: NewStudy) -> Result<Study, StudyError> {
    let Some(person) = actor.person else { return Err(StudyError::NotFound) };
    let read = table(app, actor.lang, new.file_name.clone(), new.content.clone()).await?;
    let read = read.map_err(StudyError::Table)?;
    let columns = read
        .names()
        .iter()
        .enumerate()
        .map(|(at, name)| Heading { name: name.clone(), numeric: read.is_numeric(at) })
        .collect();
    let kept = app.keep_file(&new.file_name, new.content).await?;
    let name = if new.name.is_empty() { new.file_name } else { new.name };
    let study = Study {
        id: app.new_id(),
        person,
        name: name.chars().take(200).collect(),
        file: app.new_id(),
        columns,
        rows: i64::try_from(read.rows()).unwrap_or(i64::MAX),
        made_at: app.now(),
    };
    let mut tx = app.db.begin().await?;
    let studies = store::of_person(&mut tx, person).await?.len();
    let reasons = refusals(&Facts { studies, ..Facts::default() });
    if !reasons.is_empty() {
        return Err(StudyError::Refused(reasons));
    }
    let file = record_file(&mut tx, study.file, &kept, Some(person), study.made_at).await?;
    store::insert(&mut tx, &study).await?;
    let (thing, at) = (study.id.to_string(), study.made_at);
    let after = Some(json!({ "name": study.name, "rows": study.rows, "sha256": file.sha256 }));
    tx.audit(&Audit { actor: Some(person), action: "study.begin", thing: &thing, before: None, after, at })
        .await?;
    tx.commit().await?;
    Ok(study)
}

/// A study of one's own.
///
/// # Errors
/// [`StudyError::NotFound`] also where it is somebody else's.
pub(crate) async fn own(app: &App, person: Id<Person>, id: Id<Study>) -> Result<Study, StudyError> {
    let found = store::find(&mut app.db.reader(), id).await?.filter(|study| study.person == person);
    found.ok_or(StudyError::NotFound)
}

/// A run over a table of one's own.
///
/// # Errors
/// [`StudyError::NotFound`] also where it is somebody else's.
pub(crate) async fn own_run(app: &App, person: Id<Person>, id: Id<Run>) -> Result<(Study, Run), StudyError> {
    let run = store::find_run(&mut app.db.reader(), id).await?.ok_or(StudyError::NotFound)?;
    Ok((own(app, person, run.study).await?, run))
}

/// Asks a method about a study's table; the run has ended when its figures came within a few seconds.
///
/// # Errors
/// [`StudyError::Refused`] with every reason. What the method itself refuses is kept with the run.
pub async fn run(
    app: &App,
    actor: &Actor,
    study: &Study,
    method: &'static Method,
    options: Options,
) -> Result<Run, StudyError> {
    let run = Run {
        id: app.new_id(),
        study: study.id,
        family: method.family.name().to_owned(),
        method: method.key.to_owned(),
        options,
        state: State::Waiting,
        made_at: app.now(),
    };
    let mut tx = app.db.begin().await?;
    let runs = store::runs(&mut tx, study.id).await?.len();
    let waiting = usize::try_from(store::waiting(&mut tx, study.person).await?).unwrap_or(usize::MAX);
    let reasons = refusals(&Facts { runs, waiting, ..Facts::default() });
    if !reasons.is_empty() {
        return Err(StudyError::Refused(reasons));
    }
    store::insert_run(&mut tx, &run).await?;
    let (thing, at) = (run.id.to_string(), run.made_at);
    let after = Some(json!({ "study": study.id, "method": run.method, "options": run.options }));
    tx.audit(&Audit { actor: actor.person, action: "study.run", thing: &thing, before: None, after, at })
        .await?;
    let left = Left { run: run.id, lang: actor.lang };
    let payload = serde_json::to_value(left).unwrap_or_default();
    tx.enqueue(&NewJob::new(RUN, payload, at.plus_minutes(LOOK_AFTER_MINUTES))).await?;
    tx.commit().await?;
    let computing = tokio::spawn(finish(app.clone(), left));
    if let Ok(Ok(Err(error))) = tokio::time::timeout(PATIENCE, computing).await {
        return Err(error);
    }
    Ok(store::find_run(&mut app.db.reader(), run.id).await?.unwrap_or(run))
}

/// What is left to do: a run, and the language its refusals are worded in.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Left {
    run: Id<Run>,
    lang: Lang,
}

/// Computes a run that waits and keeps what came of it.
async fn finish(app: App, left: Left) -> Result<(), StudyError> {
    let Ok(_turn) = TURNS.acquire().await else { return Ok(()) };
    let found_run = store::find_run(&mut app.db.reader(), left.run).await?;
    let Some(run) = found_run.filter(|run| run.state == State::Waiting) else { return Ok(()) };
    let study = store::find(&mut app.db.reader(), run.study).await?.ok_or(StudyError::NotFound)?;
    let state = match figures_of(&app, left.lang, &study, &run).await? {
        Ok(figures) => State::Done { figures, at: app.now() },
        Err(reasons) => State::Refused { reasons, at: app.now() },
    };
    let mut tx = app.db.begin().await?;
    store::end_run(&mut tx, run.id, &state).await?;
    tx.commit().await?;
    Ok(())
}

/// The figures of a run, or sentences why there are none.
async fn figures_of(
    app: &App,
    lang: Lang,
    study: &Study,
    run: &Run,
) -> Result<Result<Value, Vec<String>>, StudyError> {
    let Some(method) = found(&run.family, &run.method) else {
        return Ok(Err(vec![app.words.plain(lang, "study-no-method")]));
    };
    let (file, content) = app.file_content(study.file).await?;
    let table = match table(app, lang, file.name, content).await? {
        Ok(table) => table,
        Err(sentences) => return Ok(Err(sentences)),
    };
    let mut request = request(method, table, &run.options);
    for (key, id) in tables_beside(method, &run.options) {
        let other = match own(app, study.person, id).await {
            Ok(other) => other,
            Err(StudyError::NotFound) => {
                return Ok(Err(vec![app.words.plain(lang, "study-no-second-table")]));
            }
            Err(error) => return Err(error),
        };
        let (file, content) = app.file_content(other.file).await?;
        match crate::figures::table(app, lang, file.name, content).await? {
            Ok(table) => request = request.beside(&key, table),
            Err(sentences) => return Ok(Err(sentences)),
        }
    }
    let words = figures(app)?;
    Ok(match computed(method, request).await? {
        Ok(answer) => Ok(Value::Object(answer.figures)),
        Err(refusal) => Err(words.refused(&app.words, lang, &refusal)),
    })
}

/// The further tables that a run was given: the option and the study whose table it is. What names no study is left out, so that a
/// method which cannot do without refuses.
pub(super) fn tables_beside(method: &Method, options: &Options) -> Vec<(String, Id<Study>)> {
    let of = |option: &Opt| {
        let given = options.get(option.key)?.first()?;
        Some((option.key.to_owned(), given.parse().ok()?))
    };
    method.options.iter().filter(|option| option.takes == Takes::Table).filter_map(of).collect()
}

/// Removes a study of one's own with its runs.
///
/// # Errors
/// [`StudyError::NotFound`] also where it is somebody else's.
pub(crate) async fn remove(app: &App, person: Id<Person>, id: Id<Study>) -> Result<(), StudyError> {
    let study = own(app, person, id).await?;
    let mut tx = app.db.begin().await?;
    store::remove(&mut tx, id).await?;
    let (thing, at) = (id.to_string(), app.now());
    let before = Some(json!({ "name": study.name }));
    tx.audit(&Audit { actor: Some(person), action: "study.remove", thing: &thing, before, after: None, at })
        .await?;
    tx.commit().await?;
    Ok(())
}

/// Looks after runs whose process ended before they did.
pub fn work(worker: Worker, app: &App) -> Worker {
    let app = app.clone();
    worker.on(RUN, move |job| {
        let app = app.clone();
        async move {
            let left: Left = job.payload().map_err(|error| JobFailure::permanent(error.to_string()))?;
            match finish(app, left).await {
                Ok(()) | Err(StudyError::NotFound) => Ok(()),
                Err(error) => Err(JobFailure::retry(error.to_string())),
            }
        }
    })
}

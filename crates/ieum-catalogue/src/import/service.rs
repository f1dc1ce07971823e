//! The steps of an import: bring a file, choose columns, try, load, stop, undo.

use super::pass::{Ended, Pass, Progress};
use super::policy::{self, Facts, Refusal};
use super::{Choices, Counts, Import, ImportId, Reading, RowFault, State, guess, lost, store, undo};
use crate::entry::{KindKey, Lexicon};
use bytes::Bytes;
use ieum_db::{DbError, JobFailure, JobHandle, NewJob, Tx, Worker};
use ieum_kernel::{Actor, Id, Person};
use ieum_paper::{Sheet, SheetError};
use ieum_web::{App, Kept, Problem, record_file};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::sync::Arc;

/// Why an import cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file cannot be read as a list.
    #[error("cannot read the list")]
    Sheet(#[from] SheetError),
    /// The rules said no.
    #[error("refused for {} reason(s)", .0.len())]
    Refused(Vec<Refusal>),
    /// There is no such import.
    #[error("no such import")]
    NotFound,
    /// Files or pages failed.
    #[error("cannot keep the file: {}", .0.key)]
    Web(Box<Problem>),
    /// The database failed.
    #[error("cannot reach the imports")]
    Db(#[from] DbError),
}

impl From<Problem> for ImportError {
    fn from(problem: Problem) -> Self {
        Self::Web(Box::new(problem))
    }
}

/// Reads a file as a list without holding up the server.
pub(super) async fn read_sheet(content: Bytes, name: String) -> Result<Sheet, ImportError> {
    let read = tokio::task::spawn_blocking(move || Sheet::read(&content, &name)).await;
    match read {
        Ok(sheet) => Ok(sheet?),
        Err(error) => Err(Problem::fault(&error).into()),
    }
}

/// The first rows of a list, for guessing and for showing what stands where.
pub(super) fn samples(sheet: &Sheet, count: usize) -> Vec<Vec<String>> {
    let rows = sheet.rows().filter_map(Result::ok).take(count);
    rows.map(|row| row.cells.iter().map(|c| c.chars().take(120).collect()).collect()).collect()
}

/// Keeps a file and opens an import of it, its columns as remembered or guessed.
pub(super) async fn open(
    app: &App,
    by: Option<Id<Person>>,
    kind: KindKey,
    name: &str,
    sheet: &Sheet,
    kept: &Kept,
) -> Result<Import, ImportError> {
    let headers = sheet.headers().to_vec();
    let signature = guess::signature(&headers);
    let mut tx = app.db.begin().await?;
    let at = app.now();
    let file = record_file(&mut tx, app.new_id(), kept, by, at).await?;
    let choices = match store::remembered(&mut tx, &signature, kind).await? {
        Some(choices) => choices,
        None => Choices {
            columns: guess::columns(kind.kind(), &app.words, &headers, &samples(sheet, 5)),
            source: name.rsplit_once('.').map_or(name, |(stem, _)| stem).chars().take(100).collect(),
            ..Choices::default()
        },
    };
    let import = Import {
        id: app.new_id(),
        kind,
        file: file.id,
        file_name: file.name,
        signature,
        headers,
        choices,
        state: State::Mapping,
        job: None,
        rows: i64::try_from(sheet.row_count()).unwrap_or(i64::MAX),
        counts: Counts::default(),
        undone: 0,
        kept: 0,
        made_by: by,
        made_at: at,
        changed_at: at,
    };
    store::insert(&mut tx, &import).await?;
    tx.commit().await?;
    Ok(import)
}

/// One import.
///
/// # Errors
/// [`ImportError::NotFound`].
pub(super) async fn find(app: &App, id: Id<ImportId>) -> Result<Import, ImportError> {
    let import = store::get(&mut app.db.reader(), id).await?.ok_or(ImportError::NotFound)?;
    lost::looked_after(app, import).await
}

pub(super) async fn latest(app: &App) -> Result<Vec<Import>, ImportError> {
    let mut imports = Vec::new();
    for import in store::latest(&mut app.db.reader(), 50).await? {
        imports.push(lost::looked_after(app, import).await?);
    }
    Ok(imports)
}

pub(super) async fn faults(
    app: &App,
    id: Id<ImportId>,
    after: i64,
    limit: i64,
) -> Result<Vec<(i64, RowFault)>, ImportError> {
    Ok(store::faults(&mut app.db.reader(), id, after, limit).await?)
}

/// What names in the file were taken for, with what those are called.
pub(super) async fn readings(
    app: &App,
    id: Id<ImportId>,
) -> Result<Vec<(Reading, ieum_kernel::Text)>, ImportError> {
    Ok(store::readings(&mut app.db.reader(), id, 200).await?)
}

/// Things that undoing left alone.
pub(super) async fn kept(app: &App, id: Id<ImportId>) -> Result<Vec<(i64, RowFault)>, ImportError> {
    faults(app, id, undo::KEPT_FROM - 1, 200).await
}

fn facts(import: &Import, only_all: bool) -> Facts {
    let names = ["name_ko", "name_en", guess::NAMES];
    let has_name = import.choices.columns.values().any(|field| names.contains(&field.as_str()));
    Facts { state: import.state, counts: import.counts, only_all, has_name }
}

fn allowed(reasons: Vec<Refusal>) -> Result<(), ImportError> {
    if reasons.is_empty() { Ok(()) } else { Err(ImportError::Refused(reasons)) }
}

async fn step(app: &App, from: State, import: &mut Import, job: &str) -> Result<(), ImportError> {
    let mut tx = app.db.begin().await?;
    let at = app.now();
    let id = tx
        .enqueue_numbered(&NewJob::new(job, json!({ "import": import.id, "by": import.made_by }), at))
        .await?;
    import.job = Some(id);
    advance(&mut tx, from, import, at).await?;
    store::set_job(&mut tx, import.id, id).await?;
    tx.commit().await?;
    Ok(())
}

pub(super) async fn advance(
    tx: &mut Tx,
    from: State,
    to: &Import,
    at: ieum_kernel::Timestamp,
) -> Result<(), ImportError> {
    if store::advance(tx, from, to, at).await? {
        Ok(())
    } else {
        Err(ImportError::Refused(vec![Refusal::NotNow { state: to.state.key() }]))
    }
}

const CHECK: &str = "catalogue.import.check";
const LOAD: &str = "catalogue.import.load";
const UNDO: &str = "catalogue.import.undo";

fn to_check(mut import: Import, choices: Choices) -> Result<Import, ImportError> {
    import.choices = choices;
    allowed(policy::check_refusals(&facts(&import, false)))?;
    import.state = State::Checking;
    import.counts = Counts::default();
    Ok(import)
}

/// Leaves the dry run to the background; remembers the choices for the next list with these headings.
pub(super) async fn check(app: &App, import: Import, choices: Choices) -> Result<Import, ImportError> {
    let from = import.state;
    let mut import = to_check(import, choices)?;
    let mut tx = app.db.begin().await?;
    store::clear_faults(&mut tx, import.id).await?;
    store::remember(&mut tx, &import.signature, import.kind, &import.choices, app.now()).await?;
    tx.commit().await?;
    step(app, from, &mut import, CHECK).await?;
    Ok(import)
}

/// Goes back to choosing columns, as long as nothing was written.
pub(super) async fn choose_again(app: &App, mut import: Import) -> Result<Import, ImportError> {
    let from = import.state;
    if !matches!(from, State::Checked | State::Failed | State::Mapping) {
        return Err(ImportError::Refused(vec![Refusal::NotNow { state: from.key() }]));
    }
    import.state = State::Mapping;
    let mut tx = app.db.begin().await?;
    advance(&mut tx, from, &import, app.now()).await?;
    tx.commit().await?;
    Ok(import)
}

fn to_load(mut import: Import, only_all: bool) -> Result<Import, ImportError> {
    allowed(policy::load_refusals(&facts(&import, only_all)))?;
    import.state = State::Loading;
    import.counts = Counts::default();
    Ok(import)
}

/// Leaves loading to the background.
pub(super) async fn load(app: &App, import: Import, only_all: bool) -> Result<Import, ImportError> {
    let mut import = to_load(import, only_all)?;
    step(app, State::Checked, &mut import, LOAD).await?;
    Ok(import)
}

/// Leaves undoing to the background.
pub(super) async fn undo(app: &App, mut import: Import) -> Result<Import, ImportError> {
    allowed(policy::undo_refusals(&facts(&import, false)))?;
    let from = import.state;
    import.state = State::Undoing;
    step(app, from, &mut import, UNDO).await?;
    Ok(import)
}

/// Asks the running job to stop; what it wrote stays.
pub(super) async fn cancel(app: &App, mut import: Import) -> Result<Import, ImportError> {
    let Some(job) = import.job.filter(|_| import.state.is_running()) else { return Ok(import) };
    let mut tx = app.db.begin().await?;
    tx.cancel_job(job, app.now()).await?;
    tx.commit().await?;
    // A job that had not started will never tell: settle it here.
    let status = app.db.job_status(job).await?;
    if status.is_none_or(|s| s.state.is_over()) {
        let now = find(app, import.id).await?;
        if now.state.is_running() {
            import = settle(app, now, Ended::Stopped).await?;
        }
    }
    Ok(import)
}

/// Where an import stands after its work ended.
async fn settle(app: &App, mut import: Import, ended: Ended) -> Result<Import, ImportError> {
    let from = import.state;
    import.state = match (from, ended) {
        (State::Checking, Ended::Whole) => State::Checked,
        (State::Checking, Ended::Stopped) => State::Mapping,
        (State::Loading, Ended::Whole) => State::Loaded,
        (State::Undoing, Ended::Whole) => State::Undone,
        (State::Loading | State::Undoing, Ended::Stopped) => State::Stopped,
        (other, _) => other,
    };
    let mut tx = app.db.begin().await?;
    advance(&mut tx, from, &import, app.now()).await?;
    tx.commit().await?;
    Ok(import)
}

/// Progress of a background job.
struct Told(JobHandle);

impl Progress for Told {
    async fn told(&mut self, done: i64, total: i64) -> Result<bool, DbError> {
        self.0.progress(done, total).await?;
        Ok(!self.0.cancelled())
    }
}

/// Nobody watches.
struct Silent;

impl Progress for Silent {
    async fn told(&mut self, _done: i64, _total: i64) -> Result<bool, DbError> {
        Ok(true)
    }
}

/// Does the work an import is waiting for.
async fn work_on(
    app: &App,
    mut import: Import,
    by: Option<Id<Person>>,
    progress: &mut impl Progress,
) -> Result<Import, ImportError> {
    let ended = if import.state == State::Undoing {
        undo::run(&app.db, app.clock(), by, &mut import, progress).await?
    } else {
        let (file, content) = app.file_content(import.file).await?;
        let sheet = match read_sheet(content, file.name).await {
            Ok(sheet) => sheet,
            Err(error) => {
                let from = import.state;
                import.state = State::Failed;
                let mut tx = app.db.begin().await?;
                advance(&mut tx, from, &import, app.now()).await?;
                tx.commit().await?;
                return Err(error);
            }
        };
        pass(app, &mut import, &sheet, by, progress).await?
    };
    settle(app, import, ended).await
}

async fn pass(
    app: &App,
    import: &mut Import,
    sheet: &Sheet,
    by: Option<Id<Person>>,
    progress: &mut impl Progress,
) -> Result<Ended, ImportError> {
    let lexicon = Lexicon::of(&app.words);
    let writes = import.state == State::Loading;
    if !writes {
        // A dry run that broke off starts again.
        import.counts = Counts::default();
        let mut tx = app.db.begin().await?;
        store::clear_faults(&mut tx, import.id).await?;
        tx.commit().await?;
    }
    let pass = Pass { db: &app.db, clock: app.clock(), lexicon: &lexicon, by, writes };
    Ok(pass.run(import, sheet, progress).await?)
}

#[derive(Deserialize)]
struct Task {
    import: Id<ImportId>,
    by: Option<Id<Person>>,
}

/// Registers the background work of imports.
pub fn work(worker: Worker, app: &App) -> Worker {
    [CHECK, LOAD, UNDO].into_iter().fold(worker, |worker, kind| {
        let app = app.clone();
        worker.on(kind, move |job: JobHandle| {
            let app = app.clone();
            async move {
                let task: Task = job.payload()?;
                let import = find(&app, task.import).await?;
                if !import.state.is_running() {
                    return Ok(());
                }
                match work_on(&app, import, task.by, &mut Told(job.clone())).await {
                    Ok(_) if job.cancelled() => Err(JobFailure::cancelled()),
                    Ok(_) => Ok(()),
                    Err(ImportError::Sheet(error)) => Err(JobFailure::permanent(error.to_string())),
                    Err(error) => Err(error.into()),
                }
            }
        })
    })
}

/// How a list is imported from the command line.
#[derive(Debug, Clone, Default)]
pub struct ImportOptions {
    /// What the list is called; the file's name when empty.
    pub source: String,
    /// Facility of rows that name none: id or exact name.
    pub facility: String,
    /// Organisation of rows that name none: id or exact name.
    pub organisation: String,
    /// Load nothing when a row is faulty.
    pub only_all: bool,
    /// Try only, write nothing.
    pub dry_run: bool,
}

/// What became of a list.
#[derive(Debug, Clone, Serialize)]
pub struct ImportReport {
    /// The import, for its page and for undoing it.
    pub id: Id<ImportId>,
    /// Field by heading, as guessed or remembered.
    pub columns: std::collections::BTreeMap<String, String>,
    /// What happened to the rows, or would happen.
    pub counts: Counts,
    /// Whether rows were written.
    pub loaded: bool,
    /// Why nothing was written.
    pub refusals: Vec<Refusal>,
    /// The first thousand faults.
    pub faults: Vec<RowFault>,
    /// What names were taken for where the catalogue writes them otherwise; the first two hundred.
    pub readings: Vec<Reading>,
}

/// Imports a list at once: read, try, and unless only tried, load.
///
/// # Errors
/// The file cannot be read; the disk or database failed. Faulty rows are no error: they are in the report.
pub async fn import_file(
    app: &App,
    actor: &Actor,
    kind: KindKey,
    name: &str,
    content: Vec<u8>,
    options: &ImportOptions,
) -> Result<ImportReport, ImportError> {
    let content = Bytes::from(content);
    let sheet = Arc::new(read_sheet(content.clone(), name.to_owned()).await?);
    let kept = app.keep_file(name, content).await?;
    let opened = open(app, actor.person, kind, name, &sheet, &kept).await?;
    let mut choices = opened.choices.clone();
    let given = |given: &str, known: String| if given.is_empty() { known } else { given.to_owned() };
    choices.source = given(&options.source, choices.source);
    choices.facility = given(&options.facility, choices.facility);
    choices.organisation = given(&options.organisation, choices.organisation);
    let mut import = to_check(opened, choices)?;
    let mut tx = app.db.begin().await?;
    advance(&mut tx, State::Mapping, &import, app.now()).await?;
    tx.commit().await?;
    let ended = pass(app, &mut import, &sheet, actor.person, &mut Silent).await?;
    import = settle(app, import, ended).await?;
    let tried = import.clone();
    let found = faults(app, import.id, 0, 1_000).await?.into_iter().map(|(_, fault)| fault).collect();
    let taken = readings(app, import.id).await?.into_iter().map(|(reading, _)| reading).collect();
    let report = |import: Import, loaded, refusals| ImportReport {
        id: import.id,
        columns: import.choices.columns,
        counts: import.counts,
        loaded,
        refusals,
        faults: found,
        readings: taken,
    };
    if options.dry_run {
        return Ok(report(tried, false, Vec::new()));
    }
    let mut import = match to_load(import, options.only_all) {
        Ok(import) => import,
        Err(ImportError::Refused(reasons)) => return Ok(report(tried, false, reasons)),
        Err(error) => return Err(error),
    };
    let mut tx = app.db.begin().await?;
    advance(&mut tx, State::Checked, &import, app.now()).await?;
    tx.commit().await?;
    let ended = pass(app, &mut import, &sheet, actor.person, &mut Silent).await?;
    let import = settle(app, import, ended).await?;
    Ok(report(import, true, Vec::new()))
}

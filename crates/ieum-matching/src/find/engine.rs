//! The search index as the house keeps it: opened with the data, rebuilt when it is no use, kept fresh by events.

use super::build::{ALL, KINDS, document};
use super::{meanings, store, words};
use ieum_db::{DbError, setting};
use ieum_search::analysis::Dictionary;
use ieum_search::semantic::Encode;
use ieum_search::{Apart, Document, Hits, Index, IndexError, Query, Ranking, Suggestion};
use ieum_web::{App, Problem};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

/// Grows when documents are made differently, so that older indexes are rebuilt.
const FORM: u32 = 2;
/// Rows read at once while rebuilding.
const PAGE: i64 = 2000;
/// How long changes gather before they are written together.
const GATHER: Duration = Duration::from_millis(80);
/// The database's name for the build that the index should be.
const BUILT: &str = "search.built";

/// What reads texts beside the index's own ways.
#[derive(Clone, Default)]
pub struct Reading {
    /// What reads meaning instead of the model of the data folder.
    pub encoder: Option<Arc<dyn Encode>>,
    /// A dictionary of Korean.
    pub dictionary: Option<Arc<Dictionary>>,
}

/// The search index of this process. The binary makes one and gives it as an answer.
pub struct Engine {
    folder: Option<PathBuf>,
    index: RwLock<Arc<Index>>,
    /// Whether searches may rely on it.
    ready: AtomicBool,
    pending: Mutex<BTreeSet<(String, String)>>,
    flushing: AtomicBool,
    /// Making vectors takes turns too, but keeps nobody from writing.
    pub(super) reading: Arc<tokio::sync::Mutex<()>>,
    /// Whether the model of the data folder is still the one in use.
    pub(super) watch: meanings::Watch,
    /// Rebuilding and writing take turns.
    pub(super) turn: tokio::sync::Mutex<()>,
    /// The glossary with this region's changes, as it was last put together.
    pub(super) words: words::Known,
}

/// Why the index cannot answer or learn.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// The index failed.
    #[error("cannot use the search index")]
    Index(#[from] IndexError),
    /// The database failed.
    #[error("cannot read what is to be found")]
    Db(#[from] DbError),
    /// A background thread ended.
    #[error("the search was cut off")]
    Cut(#[from] tokio::task::JoinError),
    /// A file beside the index cannot be written.
    #[error("cannot write beside the search index")]
    Io(#[from] std::io::Error),
}

impl From<EngineError> for Problem {
    fn from(error: EngineError) -> Self {
        match error {
            EngineError::Db(error) => error.into(),
            other => Self::fault(&other),
        }
    }
}

impl Engine {
    /// The index in the folder `search` under the data; an empty one, to be rebuilt, when that one is missing or broken.
    ///
    /// Meaning is read by the encoder of `reading`, else by the model of the data folder, which may come and go, else not at
    /// all.
    pub fn open(data: &Path, reading: Reading) -> Self {
        let folder = data.join("search");
        let Reading { encoder, dictionary } = reading;
        let opened = Index::open_with(&folder, dictionary.clone()).or_else(|error| {
            tracing::info!(reason = %error, "the search index will be rebuilt");
            Self::forget_build(&folder);
            Index::create_with(&folder, dictionary)
        });
        match opened {
            Ok(index) => {
                let watch = meanings::Watch::new(encoder.is_none().then_some(data));
                index.set_meanings(meanings::open(data, encoder));
                Self { watch, ..Self::with(index, Some(folder)) }
            }
            Err(error) => {
                tracing::error!(%error, "the search index is kept in memory");
                Self::in_memory()
            }
        }
    }

    /// An index in memory, for tests and read-only disks.
    pub fn in_memory() -> Self {
        match Index::create_in_ram() {
            Ok(index) => Self::with(index, None),
            Err(error) => {
                tracing::error!(%error, "no search index at all");
                Self::empty()
            }
        }
    }

    #[expect(clippy::panic, reason = "an index in memory can only fail when memory has failed")]
    fn empty() -> Self {
        panic!("an index in memory cannot be made")
    }

    fn with(index: Index, folder: Option<PathBuf>) -> Self {
        Self {
            folder,
            index: RwLock::new(Arc::new(index)),
            ready: AtomicBool::new(false),
            pending: Mutex::default(),
            flushing: AtomicBool::new(false),
            reading: Arc::default(),
            watch: meanings::Watch::new(None),
            turn: tokio::sync::Mutex::new(()),
            words: words::Known::default(),
        }
    }

    fn forget_build(folder: &Path) {
        let _was_not_there = std::fs::remove_file(folder.join("built"));
    }

    /// Whether searches may rely on the index; while it is being built, the database answers.
    pub fn is_ready(&self) -> bool {
        self.ready.load(Ordering::Acquire)
    }

    /// How many documents it has.
    pub fn documents(&self) -> u64 {
        self.index().documents()
    }

    /// Whether there is a model that reads meaning.
    pub fn knows_meaning(&self) -> bool {
        self.index().meanings().is_some()
    }

    pub(super) fn index(&self) -> Arc<Index> {
        Arc::clone(&self.index.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Searches on a thread of its own, because ranking is work for a processor.
    ///
    /// # Errors
    /// When the index files fail.
    pub async fn search(&self, query: Query) -> Result<Hits, EngineError> {
        let index = self.index();
        self.watch.look(&index, &self.reading);
        Ok(tokio::task::spawn_blocking(move || index.search(&query)).await??)
    }

    /// Asks several questions one after the other, on one thread of their own.
    ///
    /// # Errors
    /// When the index files fail.
    pub async fn search_each(&self, queries: Vec<Query>) -> Result<Vec<Hits>, EngineError> {
        let index = self.index();
        let asking = move || queries.iter().map(|query| index.search(query)).collect::<Result<Vec<_>, _>>();
        Ok(tokio::task::spawn_blocking(asking).await??)
    }

    /// Takes the score of the thing `id` for `query` apart; no document when the viewer cannot see it.
    ///
    /// # Errors
    /// When the index files fail.
    pub async fn take_apart(&self, query: Query, id: String) -> Result<Apart, EngineError> {
        let index = self.index();
        Ok(tokio::task::spawn_blocking(move || index.take_apart(&query, &[&id])).await??)
    }

    /// Weighs the parts of scores by this ranking from now on.
    pub(crate) fn set_ranking(&self, ranking: Ranking) {
        self.index().set_ranking(ranking);
    }

    /// Names that a beginning may become.
    ///
    /// # Errors
    /// When the index files fail.
    pub async fn suggest(
        &self,
        typed: String,
        visibility: Vec<String>,
        limit: usize,
    ) -> Result<Vec<Suggestion>, EngineError> {
        let index = self.index();
        Ok(tokio::task::spawn_blocking(move || index.suggest(&typed, &visibility, limit)).await??)
    }

    pub(super) fn note(&self, name: &str) -> Option<PathBuf> {
        self.folder.as_ref().map(|folder| folder.join(name))
    }

    /// Remembers that things have changed. They are found again after the next [`flush`].
    pub(crate) fn mark(&self, things: impl IntoIterator<Item = (String, String)>) {
        let mut pending = self.pending.lock().unwrap_or_else(PoisonError::into_inner);
        if pending.is_empty()
            && let Some(dirty) = self.note("behind")
            && let Err(error) = std::fs::write(dirty, b"")
        {
            tracing::warn!(%error, "cannot note that the search index is behind");
        }
        pending.extend(things);
    }

    /// Forgets that things had changed: they are written.
    fn unmark(&self, things: &[(String, String)]) {
        let mut pending = self.pending.lock().unwrap_or_else(PoisonError::into_inner);
        things.iter().for_each(|thing| {
            pending.remove(thing);
        });
    }
}

/// The index of this house, if the binary gave one.
pub fn engine(app: &App) -> Option<Arc<Engine>> {
    app.ask::<Engine>()
}

/// Public things of one kind that fit the words: ids, best first, and whether there are more than `most`.
///
/// Nothing while the index cannot be relied on.
///
/// # Errors
/// When the index files fail.
pub async fn ranked(
    app: &App,
    kind: &str,
    words: &str,
    most: usize,
) -> Result<Option<(Vec<String>, bool)>, EngineError> {
    let Some(engine) = engine(app).filter(|engine| engine.is_ready()) else { return Ok(None) };
    let query = Query {
        text: words.to_owned(),
        visibility: vec![ALL.to_owned()],
        kinds: vec![kind.to_owned()],
        limit: most,
        reasons: false,
        ..Query::default()
    };
    let found = engine.search(query).await?;
    let cut = found.total > found.hits.len();
    Ok(Some((found.hits.into_iter().map(|hit| hit.id).collect(), cut)))
}

/// Makes the index fit the database: at start, and before a command line searches. Rebuilds only when it must.
///
/// # Errors
/// Faults of the database or the index.
pub async fn ensure(app: &App) -> Result<(), EngineError> {
    let Some(engine) = engine(app) else { return Ok(()) };
    // Whoever comes second finds the work done.
    let _turn = engine.turn.lock().await;
    crate::ranking::put_in_force(app).await?;
    let known: Option<String> = setting(&mut app.db.reader(), BUILT).await?;
    let here = engine.note("built").and_then(|file| std::fs::read_to_string(file).ok());
    let behind = engine.note("behind").is_some_and(|file| file.exists());
    if known.is_none() || known != here || behind {
        return build(app, &engine).await;
    }
    if engine.is_ready() {
        return Ok(());
    }
    if !words::remember(app, &engine).await? {
        words::learn_from_some(app, &engine).await?;
    }
    engine.ready.store(true, Ordering::Release);
    Ok(())
}

/// Builds the index again from the database. Searches go on with the old one if it was any use.
///
/// # Errors
/// Faults of the database or the index.
pub async fn rebuild(app: &App) -> Result<(), EngineError> {
    let Some(engine) = engine(app) else { return Ok(()) };
    let _turn = engine.turn.lock().await;
    build(app, &engine).await?;
    meanings::catch_up_soon(app);
    Ok(())
}

async fn build(app: &App, engine: &Engine) -> Result<(), EngineError> {
    let index = engine.index();
    if let Some(folder) = &engine.folder {
        Engine::forget_build(folder);
    }
    // What changes from here on is marked again by its event.
    engine.pending.lock().unwrap_or_else(PoisonError::into_inner).clear();
    let clearing = Arc::clone(&index);
    tokio::task::spawn_blocking(move || clearing.clear()).await??;
    for kind in KINDS {
        let mut after = String::new();
        loop {
            let page = store::rows(&mut app.db.reader(), kind, &after, PAGE, document).await?;
            let Some(last) = page.last() else { break };
            after.clone_from(&last.id);
            let full = i64::try_from(page.len()).unwrap_or(PAGE) >= PAGE;
            let adding = Arc::clone(&index);
            tokio::task::spawn_blocking(move || adding.add_new(&page)).await??;
            if !full {
                break;
            }
        }
    }
    let committing = Arc::clone(&index);
    tokio::task::spawn_blocking(move || committing.commit().and_then(|()| committing.settle())).await??;
    words::learn_from_some(app, engine).await?;
    let build = format!("{FORM}:{}", app.clock().new_uuid());
    let mut tx = app.db.begin().await?;
    tx.set_setting(BUILT, &build, app.now()).await?;
    tx.commit().await?;
    if let Some(file) = engine.note("built") {
        std::fs::write(file, &build)?;
    }
    settled(engine);
    engine.ready.store(true, Ordering::Release);
    tracing::info!(documents = index.documents(), "search index built");
    Ok(())
}

/// Writes what has been marked into the index.
///
/// # Errors
/// Faults of the database or the index; what was marked stays marked.
pub async fn flush(app: &App) -> Result<(), EngineError> {
    let Some(engine) = engine(app) else { return Ok(()) };
    let _turn = engine.turn.lock().await;
    let things: Vec<(String, String)> =
        engine.pending.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect();
    if things.is_empty() {
        return Ok(());
    }
    let things = store::with_dependents(&mut app.db.reader(), things).await?;
    let mut documents: Vec<Document> = Vec::new();
    for kind in KINDS {
        let ids: Vec<&str> = things.iter().filter(|(k, _)| k == kind).map(|(_, id)| id.as_str()).collect();
        for some in ids.chunks(200) {
            documents.extend(store::rows_of(&mut app.db.reader(), kind, some, document).await?);
        }
    }
    let index = engine.index();
    let written = things.clone();
    tokio::task::spawn_blocking(move || {
        index.remove(written.iter().map(|(_, id)| id.as_str()))?;
        index.add(&documents)?;
        index.commit()
    })
    .await??;
    engine.unmark(&things);
    settled(&engine);
    if engine.index().lexicon().table.is_empty() {
        words::learn_from_some(app, &engine).await?;
    }
    meanings::catch_up_soon(app);
    Ok(())
}

fn settled(engine: &Engine) {
    let pending = engine.pending.lock().unwrap_or_else(PoisonError::into_inner);
    if pending.is_empty()
        && let Some(file) = engine.note("behind")
    {
        let _was_not_there = std::fs::remove_file(file);
    }
}

/// Writes what has been marked a moment later, together with what comes until then.
pub(crate) fn flush_soon(app: &App, engine: &Arc<Engine>) {
    if engine.flushing.swap(true, Ordering::AcqRel) {
        return;
    }
    let (app, engine) = (app.clone(), Arc::clone(engine));
    tokio::spawn(async move {
        tokio::time::sleep(GATHER).await;
        engine.flushing.store(false, Ordering::Release);
        if let Err(error) = flush(&app).await {
            tracing::warn!(%error, "the search index is behind; the next change tries again");
        }
    });
}

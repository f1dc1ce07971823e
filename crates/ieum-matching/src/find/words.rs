//! What search knows of words: the shipped glossary with this region's changes over it, and what was learned from names.

use super::engine::{Engine, EngineError, engine};
use super::store;
use crate::vocabulary::store as changes;
use ieum_db::DbError;
use ieum_search::{Lexicon, TranslationTable, Vocabulary};
use ieum_web::App;
use std::fs::File;
use std::io::{BufReader, BufWriter};
use std::sync::{Arc, Mutex, PoisonError};

/// Beside the index: what was learned from the names when it was built.
const TABLE: &str = "translations";

/// A glossary and the turn of changes it was put together at.
#[derive(Default)]
pub(super) struct Known(Mutex<Option<(i64, Arc<Vocabulary>)>>);

impl Known {
    fn at(&self, turn: i64) -> Option<Arc<Vocabulary>> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.as_ref().filter(|(own, _)| *own == turn).map(|(_, vocabulary)| Arc::clone(vocabulary))
    }

    fn keep(&self, turn: i64, vocabulary: &Arc<Vocabulary>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((turn, Arc::clone(vocabulary)));
    }
}

/// The glossary in force with the turn of its last change: what ships, with this region's changes over it.
///
/// # Errors
/// Faults of the database.
pub(crate) async fn vocabulary(app: &App) -> Result<(i64, Arc<Vocabulary>), DbError> {
    let mut reader = app.db.reader();
    let turn = changes::turn(&mut reader).await?;
    let engine = engine(app);
    if let Some(known) = engine.as_ref().and_then(|engine| engine.words.at(turn)) {
        return Ok((turn, known));
    }
    let over = changes::over(&mut reader).await?;
    let vocabulary = match over.is_empty() {
        true => Vocabulary::shipped(),
        false => Arc::new(Vocabulary::shipped().with(over)),
    };
    if let Some(engine) = engine {
        engine.words.keep(turn, &vocabulary);
    }
    Ok((turn, vocabulary))
}

/// What questions are widened by at this moment; the shipped glossary while there is no index.
pub(crate) fn lexicon(app: &App) -> Lexicon {
    let now = engine(app).map(|engine| engine.index().lexicon());
    match now.filter(|lexicon| !lexicon.vocabulary.entries().is_empty()) {
        Some(lexicon) => lexicon.as_ref().clone(),
        None => Lexicon::shipped(),
    }
}

/// Lets searches know of a change of the glossary at once, and learns the table again behind them.
///
/// # Errors
/// Faults of the database.
pub(crate) async fn refresh(app: &App) -> Result<(), EngineError> {
    let Some(engine) = engine(app) else { return Ok(()) };
    let (_, vocabulary) = vocabulary(app).await?;
    let index = engine.index();
    let table = Arc::clone(&index.lexicon().table);
    index.set_lexicon(Lexicon { vocabulary, table });
    let app = app.clone();
    tokio::spawn(async move {
        let _turn = engine.turn.lock().await;
        if let Err(error) = learn(&app, &engine).await {
            tracing::warn!(%error, "the translations are learned again at the next start");
        }
    });
    Ok(())
}

/// What the table is taught beside the catalogue's names: the glossary as it ships, without entries that are taken away.
///
/// Words that a region adds are looked up and never generalised from: put back, they are gone at once, and not when the
/// table has been learned again.
fn taught(vocabulary: &Vocabulary) -> (Arc<Vocabulary>, Vec<String>) {
    let shipped = Vocabulary::shipped();
    let gone = shipped.entries().iter().filter(|entry| vocabulary.entry(&entry.id).is_none());
    let gone: Vec<String> = gone.map(|entry| entry.id.clone()).collect();
    match gone.is_empty() {
        true => (shipped, gone),
        false => (Arc::new(shipped.with(gone.iter().map(|id| (id.clone(), None)))), gone),
    }
}

/// Marks what was learned from this glossary: another release ships another one, and entries may be taken away.
fn mark(taught: &Vocabulary, gone: &[String]) -> String {
    let letters: usize = taught.pairs().map(|(ko, en)| ko.len() + en.len()).sum();
    format!("{} {letters} {}", taught.entries().len(), gone.join(" ")).trim_end().to_owned()
}

/// Trains the translation table from the pairs of names, gives it to the index and keeps it beside.
pub(super) async fn learn(app: &App, engine: &Engine) -> Result<(), EngineError> {
    let pairs = Arc::new(store::name_pairs(&mut app.db.reader()).await?);
    loop {
        let (turn, vocabulary) = vocabulary(app).await?;
        let (index, file, pairs) = (engine.index(), engine.note(TABLE), Arc::clone(&pairs));
        tokio::task::spawn_blocking(move || {
            let own = pairs.iter().map(|(ko, en)| (ko.as_str(), en.as_str()));
            let (taught, gone) = taught(&vocabulary);
            let table = Arc::new(TranslationTable::train(own.chain(taught.pairs())));
            let written =
                file.map(|file| table.write(&mark(&taught, &gone), BufWriter::new(File::create(file)?)));
            if let Some(Err(error)) = written {
                tracing::warn!(%error, "the translations are learned again at the next start");
            }
            index.set_lexicon(Lexicon { vocabulary, table });
        })
        .await?;
        // Whoever changed a word meanwhile must not find the older glossary in force again.
        if changes::turn(&mut app.db.reader()).await? == turn {
            return Ok(());
        }
    }
}

/// Learns when there is something to find; what an empty house would learn is learned with its first documents.
pub(super) async fn learn_from_some(app: &App, engine: &Engine) -> Result<(), EngineError> {
    let index = engine.index();
    if index.documents() > 0 {
        return learn(app, engine).await;
    }
    let (_, vocabulary) = vocabulary(app).await?;
    index.set_lexicon(Lexicon { vocabulary, table: Arc::default() });
    Ok(())
}

/// Gives the index the translations that were learned when it was built; whether there were any.
pub(super) async fn remember(app: &App, engine: &Engine) -> Result<bool, EngineError> {
    let (_, vocabulary) = vocabulary(app).await?;
    let (index, file) = (engine.index(), engine.note(TABLE));
    let known = tokio::task::spawn_blocking(move || {
        let file = BufReader::new(File::open(file?).ok()?);
        let (taught, gone) = taught(&vocabulary);
        let table = Arc::new(TranslationTable::read(&mark(&taught, &gone), file)?);
        index.set_lexicon(Lexicon { vocabulary, table });
        Some(())
    })
    .await?;
    Ok(known.is_some())
}

//! The optional model beside the index: opened with the data, its vectors made in the background.

use super::engine::EngineError;
use ieum_search::Index;
use ieum_search::semantic::{Encode, Meanings, Model, ModelError};
use ieum_web::App;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

/// Records whose vectors are made between two looks at what else there is to do.
const AT_ONCE: usize = 128;

/// Where the model of the data folder `data` is.
pub fn model_file(data: &Path) -> PathBuf {
    data.join("model").join("model")
}

/// Where the vectors of the data folder `data` are.
pub fn vector_file(data: &Path) -> PathBuf {
    data.join("model").join("vectors")
}

/// The model of the data folder, with the vectors made so far; nothing when there is none or it is no use.
pub(super) fn open(data: &Path, encoder: Option<Arc<dyn Encode>>) -> Option<Arc<Meanings>> {
    let with = |encoder| Some(Arc::new(Meanings::open(encoder, Some(&vector_file(data)))));
    if let Some(encoder) = encoder {
        return with(encoder);
    }
    match Model::open(&model_file(data)) {
        Ok(model) => with(Arc::new(model)),
        Err(ModelError::Missing) => None,
        Err(error) => {
            tracing::warn!(%error, "search goes by words alone; add the model again");
            None
        }
    }
}

/// How often it is looked at whether the model is still the same.
const LOOK: Duration = Duration::from_secs(2);

/// Notices that the model of the data folder was added, changed or removed while the server runs.
pub(super) struct Watch {
    data: Option<PathBuf>,
    seen: Mutex<(Instant, Option<Stamp>)>,
    every: Duration,
    opens: fn(&Path) -> Option<Arc<Meanings>>,
}

/// When the file was written, and how long it is.
type Stamp = (SystemTime, u64);

impl Watch {
    /// Watches the model of the data folder `data`, if one is named.
    pub(super) fn new(data: Option<&Path>) -> Self {
        let seen = Mutex::new((Instant::now(), data.and_then(stamp)));
        Self { data: data.map(Path::to_owned), seen, every: LOOK, opens: |data| open(data, None) }
    }

    /// Looks again when it is time; what has changed is opened, and its vectors are made, without making anybody wait.
    pub(super) fn look(&self, index: &Arc<Index>, reading: &Arc<tokio::sync::Mutex<()>>) {
        let Some(data) = &self.data else { return };
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.0.elapsed() < self.every {
            return;
        }
        let now = stamp(data);
        let changed = now != seen.1;
        *seen = (Instant::now(), now);
        drop(seen);
        if !changed {
            return;
        }
        let (index, reading, data, opens) =
            (Arc::clone(index), Arc::clone(reading), data.clone(), self.opens);
        tokio::task::spawn_blocking(move || {
            let _turn = reading.blocking_lock();
            index.set_meanings(opens(&data));
            tracing::info!(there = index.meanings().is_some(), "the model that reads meaning has changed");
            let mut before = usize::MAX;
            loop {
                match index.catch_up(AT_ONCE) {
                    Ok(left) if left > 0 && left < before => before = left,
                    Ok(_) => return,
                    Err(error) => {
                        tracing::warn!(%error, "the meaning of some records is not read yet");
                        return;
                    }
                }
            }
        });
    }
}

fn stamp(data: &Path) -> Option<Stamp> {
    let file = std::fs::metadata(model_file(data)).ok()?;
    Some((file.modified().ok()?, file.len()))
}

/// Makes all vectors that are missing, some at a time. Whoever comes second finds the work done.
///
/// # Errors
/// When the index files fail or the vectors cannot be written.
pub async fn catch_up(app: &App) -> Result<(), EngineError> {
    let Some(engine) = super::engine(app) else { return Ok(()) };
    if !engine.knows_meaning() {
        return Ok(());
    }
    let _turn = engine.reading.lock().await;
    let mut before = usize::MAX;
    loop {
        let index = engine.index();
        let left = tokio::task::spawn_blocking(move || index.catch_up(AT_ONCE)).await??;
        // An encoder that does not answer is asked again after the next change.
        if left == 0 || left >= before {
            return Ok(());
        }
        before = left;
    }
}

/// Makes missing vectors without making anybody wait.
pub(super) fn catch_up_soon(app: &App) {
    let app = app.clone();
    tokio::spawn(async move {
        if let Err(error) = catch_up(&app).await {
            tracing::warn!(%error, "the meaning of some records is not read yet; the next change tries again");
        }
    });
}

#[cfg(test)]
mod tests {
    use super::super::engine::{Engine, Reading};
    use super::*;
    use ieum_search::semantic::{Vector, fingerprint, unit};
    use ieum_search::{Document, FieldName, Query};

    /// Reads how often each letter occurs: enough to tell that texts with the same letters are alike.
    struct Letters;

    impl Encode for Letters {
        fn fingerprint(&self) -> u64 {
            fingerprint("letters")
        }

        fn encode(&self, texts: &[&str]) -> Option<Vec<Vector>> {
            let count = |text: &&str| {
                let of = |letter: char| text.chars().filter(|c| c.eq_ignore_ascii_case(&letter)).count();
                let counts: Vec<f64> =
                    ('a'..='z').map(|letter| f64::from(u32::try_from(of(letter)).unwrap())).collect();
                unit(&counts)
            };
            texts.iter().map(count).collect()
        }
    }

    /// A model file that says `letters` instead of holding thirty megabytes; any other file is no model, as with the real one.
    fn opens(data: &Path) -> Option<Arc<Meanings>> {
        let file = std::fs::read_to_string(model_file(data)).ok()?;
        match file.starts_with("letters") {
            true => Some(Arc::new(Meanings::open(Arc::new(Letters), Some(&vector_file(data))))),
            false => open(data, None),
        }
    }

    /// Asks until the answer is as wanted: what was noticed happens on a thread of its own.
    async fn asked_until(engine: &Engine, wanted: impl Fn(usize, bool) -> bool) {
        let asking = async {
            loop {
                let (text, visibility) = ("silent".to_owned(), vec!["all".to_owned()]);
                let hits = engine.search(Query { text, visibility, ..Query::default() }).await.unwrap();
                if wanted(hits.total, engine.knows_meaning()) {
                    return;
                }
            }
        };
        tokio::time::timeout(Duration::from_secs(60), asking).await.expect("noticed");
    }

    #[tokio::test]
    async fn a_running_search_notices_that_the_model_comes_changes_and_goes() {
        let data = tempfile::tempdir().unwrap();
        let mut engine = Engine::open(data.path(), Reading::default());
        let real = Watch::new(Some(data.path()));
        assert!(real.every <= Duration::from_secs(5), "soon enough for somebody who waits");
        engine.watch = Watch { every: Duration::ZERO, opens, ..real };
        // A word of the same letters, and others that are nothing like it.
        let names = ["listen", "quiz", "jazz", "fox", "buzz", "dry", "mock", "waxy", "hymn", "puff"];
        let documents: Vec<Document> = names
            .iter()
            .map(|name| Document::new(*name, "service").with(FieldName::Name, *name).visible_to("all"))
            .collect();
        engine.index().add(&documents).unwrap();
        engine.index().commit().unwrap();
        asked_until(&engine, |found, knows| found == 0 && !knows).await;
        let file = model_file(data.path());
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, "letters").unwrap();
        asked_until(&engine, |found, knows| found > 0 && knows).await;
        std::fs::write(&file, "not a model at all").unwrap();
        asked_until(&engine, |found, knows| found == 0 && !knows).await;
        std::fs::write(&file, "letters again").unwrap();
        asked_until(&engine, |found, knows| found > 0 && knows).await;
        std::fs::remove_file(&file).unwrap();
        asked_until(&engine, |found, knows| found == 0 && !knows).await;
    }
}

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
}

/// When the file was written, and how long it is.
type Stamp = (SystemTime, u64);

impl Watch {
    /// Watches the model of the data folder `data`, if one is named.
    pub(super) fn new(data: Option<&Path>) -> Self {
        Self { data: data.map(Path::to_owned), seen: Mutex::new((Instant::now(), data.and_then(stamp))) }
    }

    /// Looks again when it is time; what has changed is opened, and its vectors are made, without making anybody wait.
    pub(super) fn look(&self, index: &Arc<Index>, reading: &Arc<tokio::sync::Mutex<()>>) {
        let Some(data) = &self.data else { return };
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.0.elapsed() < LOOK {
            return;
        }
        let now = stamp(data);
        let changed = now != seen.1;
        *seen = (Instant::now(), now);
        drop(seen);
        if !changed {
            return;
        }
        let (index, reading, data) = (Arc::clone(index), Arc::clone(reading), data.clone());
        tokio::task::spawn_blocking(move || {
            let _turn = reading.blocking_lock();
            index.set_meanings(open(&data, None));
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

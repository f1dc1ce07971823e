//! Find: one box over everything the region has, with reasons in words.

mod api;
mod build;
mod card;
mod engine;
mod explain;
mod grouped;
mod map;
mod meanings;
mod question;
mod reasons;
mod routes;
mod store;
mod words;

pub(crate) use build::{ALL, KINDS};
pub use card::Card;
pub(crate) use card::cards;
pub use engine::{Engine, EngineError, Reading, engine, ensure, flush, ranked, rebuild};
pub use explain::{Explained, ExplainedLine, explain};
pub use meanings::{catch_up, model_file, vector_file};
pub(crate) use question::{Asked, asked, viewer};
pub(crate) use reasons::sentences;
pub(crate) use routes::{ACCESS, REGIONS};
pub(crate) use store::{instruments_of, like};
pub(crate) use words::{lexicon, refresh as refresh_words, vocabulary};

use ieum_db::{JobFailure, Worker};
use ieum_kernel::Permission;
use ieum_web::{ANYBODY, App, Doors};

/// Searching what everybody may see.
pub const LOOK: Permission = Permission { key: "find.look", roles: ANYBODY };

pub(crate) fn doors() -> Doors {
    routes::doors(Doors::new()).and(api::doors(Doors::new()))
}

/// Keeps the index fresh: events mark what changed, and it is written a moment later.
pub(crate) fn work(worker: Worker, app: &App) -> Worker {
    let Some(engine) = engine(app) else { return worker };
    if let Ok(runtime) = tokio::runtime::Handle::try_current() {
        runtime.spawn(begin(app.clone()));
    }
    let (catalogue, needs) = ((app.clone(), engine.clone()), (app.clone(), engine));
    worker
        .listen("catalogue.changed", "matching.index.catalogue", move |event, _job| {
            let (app, engine) = catalogue.clone();
            async move {
                let kind = event.payload.get("kind").and_then(serde_json::Value::as_str).unwrap_or_default();
                let many = event.payload.get("ids").and_then(serde_json::Value::as_array);
                let one = event.payload.get("id").and_then(serde_json::Value::as_str);
                let ids = many.into_iter().flatten().filter_map(serde_json::Value::as_str).chain(one);
                engine.mark(ids.map(|id| (kind.to_owned(), id.to_owned())));
                engine::flush_soon(&app, &engine);
                Ok::<(), JobFailure>(())
            }
        })
        .listen("need.", "matching.index.needs", move |event, _job| {
            let (app, engine) = needs.clone();
            async move {
                engine.mark([("need".to_owned(), event.thing)]);
                engine::flush_soon(&app, &engine);
                Ok::<(), JobFailure>(())
            }
        })
}

/// How often the index is tried at start, a second apart: the one before may still be closing its files.
const ATTEMPTS: u32 = 10;

async fn begin(app: App) {
    for _ in 0..ATTEMPTS {
        match ensure(&app).await {
            Ok(()) => return meanings::catch_up_soon(&app),
            Err(error) => tracing::warn!(%error, "the search index is not ready; the database answers"),
        }
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    }
    tracing::error!("the search index was given up until the next start");
}

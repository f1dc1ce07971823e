//! The order of things: save with what is there now, look again when the lists change, tell of what is new.

use super::policy::{Facts, Refusal, refusals};
use super::store;
use super::thing::SavedSearch;
use crate::find::{ALL, Asked, EngineError, cards, engine};
use ieum_db::{Audit, DbError, JobFailure, NewJob, Worker};
use ieum_kernel::{Actor, Id, Person};
use ieum_search::Query;
use ieum_web::{App, Problem, notices};
use serde_json::json;

/// The job that looks through the lists for every saved search.
const LOOK_AGAIN: &str = "saved-search.look";
/// How long changes gather before people are told of them, minutes: nobody wants a notice for each row of an import.
const GATHER_MINUTES: i64 = 10;
/// Best results that are worth a notice.
const WORTH: usize = 30;
/// Results that count as seen when a search is saved: what moves up from behind is not new.
const SEEN: usize = 300;
/// Share of the best score below which a result is not what was looked for.
const FLOOR: f64 = 0.4;
/// Searches read at once.
const PAGE: i64 = 100;

/// Why a search was not saved or not removed.
#[derive(Debug, thiserror::Error)]
pub enum SavedError {
    /// The rules said no.
    #[error("refused for {} reason(s)", .0.len())]
    Refused(Vec<Refusal>),
    /// There is none, or it is somebody else's.
    #[error("there is no such search")]
    NotFound,
    /// The database failed.
    #[error("cannot reach the searches")]
    Db(#[from] DbError),
    /// The index failed.
    #[error("cannot look for what is there now")]
    Engine(#[from] EngineError),
}

impl From<SavedError> for Problem {
    fn from(error: SavedError) -> Self {
        match error {
            SavedError::Refused(reasons) => Self::refused("saved", reasons),
            SavedError::NotFound => Self::not_found(),
            SavedError::Db(error) => error.into(),
            SavedError::Engine(error) => error.into(),
        }
    }
}

/// Saves a question; what is there now counts as seen.
///
/// # Errors
/// [`SavedError::Refused`] with every reason.
pub(crate) async fn save(app: &App, actor: &Actor, asked: &Asked) -> Result<SavedSearch, SavedError> {
    let Some(person) = actor.person else { return Err(SavedError::NotFound) };
    let search = SavedSearch {
        id: app.new_id(),
        person,
        words: asked.words.clone(),
        kinds: asked.kinds.clone(),
        filters: asked.filters.clone(),
        made_at: app.now(),
        checked_at: app.now(),
    };
    let there = fitting(app, &search, SEEN).await?.unwrap_or_default();
    let mut tx = app.db.begin().await?;
    let kept = store::of_person(&mut tx, person).await?;
    let same = |one: &SavedSearch| {
        one.words == search.words && one.kinds == search.kinds && one.filters == search.filters
    };
    let facts =
        Facts { says_something: asked.says_something, kept: kept.len(), has_same: kept.iter().any(same) };
    let reasons = refusals(&facts);
    if !reasons.is_empty() {
        return Err(SavedError::Refused(reasons));
    }
    store::insert(&mut tx, &search).await?;
    store::see(&mut tx, search.id, &there, search.made_at).await?;
    let (thing, after) = (search.id.to_string(), Some(json!(search)));
    let at = search.made_at;
    tx.audit(&Audit {
        actor: Some(person),
        action: "saved-search.save",
        thing: &thing,
        before: None,
        after,
        at,
    })
    .await?;
    tx.commit().await?;
    Ok(search)
}

/// Removes a search of one's own.
///
/// # Errors
/// [`SavedError::NotFound`] also where it is somebody else's.
pub async fn remove(app: &App, person: Id<Person>, id: Id<SavedSearch>) -> Result<(), SavedError> {
    let mut tx = app.db.begin().await?;
    if !store::remove(&mut tx, person, id).await? {
        return Err(SavedError::NotFound);
    }
    let thing = id.to_string();
    let at = app.now();
    tx.audit(&Audit {
        actor: Some(person),
        action: "saved-search.remove",
        thing: &thing,
        before: None,
        after: None,
        at,
    })
    .await?;
    tx.commit().await?;
    Ok(())
}

/// What fits a search now, best first; nothing while the index cannot be relied on.
async fn fitting(app: &App, search: &SavedSearch, most: usize) -> Result<Option<Vec<String>>, SavedError> {
    let Some(engine) = engine(app).filter(|engine| engine.is_ready()) else { return Ok(None) };
    let query = Query {
        text: search.words.clone(),
        filters: search.filters.clone(),
        visibility: vec![ALL.to_owned(), search.person.to_string()],
        kinds: search.kinds.clone(),
        limit: most,
        floor: FLOOR,
        reasons: false,
        ..Query::default()
    };
    Ok(Some(engine.search(query).await?.hits.into_iter().map(|hit| hit.id).collect()))
}

/// Looks through the lists for every saved search and tells of what is new; how many people were told.
///
/// # Errors
/// Faults of the database or the index; what was told before stays told.
pub async fn check_all(app: &App) -> Result<usize, SavedError> {
    let mut told = 0;
    let mut after = String::new();
    loop {
        let some = store::after(&mut app.db.reader(), &after, PAGE).await?;
        let Some(last) = some.last() else { return Ok(told) };
        after = last.id.to_string();
        for search in &some {
            told += usize::from(check(app, search).await?);
        }
    }
}

/// Whether there was something new.
async fn check(app: &App, search: &SavedSearch) -> Result<bool, SavedError> {
    let Some(there) = fitting(app, search, WORTH).await? else { return Ok(false) };
    let seen = store::seen(&mut app.db.reader(), search.id).await?;
    let fresh: Vec<String> = there.into_iter().filter(|id| !seen.contains(id)).collect();
    let first = cards(&mut app.db.reader(), fresh.get(..1).unwrap_or_default()).await?;
    let mut tx = app.db.begin().await?;
    store::see(&mut tx, search.id, &fresh, app.now()).await?;
    if let Some(first) = first.first() {
        let args = json!({ "words": search.words.chars().take(60).collect::<String>(), "count": fresh.len(),
            "first": first.name });
        let href = search.href();
        notices::notify(&mut tx, app.clock(), search.person, "search", "saved-notice-new", &args, &href)
            .await?;
    }
    tx.commit().await?;
    Ok(!first.is_empty())
}

/// Listens for changes of the lists and looks again a while later.
pub(super) fn work(worker: Worker, app: &App) -> Worker {
    let looking = app.clone();
    worker
        .listen("catalogue.changed", "matching.saved", |_event, job| async move {
            let at = job.clock().now();
            let mut next = NewJob::new(LOOK_AGAIN, json!({}), at.plus_minutes(GATHER_MINUTES));
            next.unique = Some("all".to_owned());
            let mut tx = job.db().begin().await?;
            tx.enqueue(&next).await?;
            tx.commit().await?;
            Ok::<(), JobFailure>(())
        })
        .on(LOOK_AGAIN, move |_job| {
            let app = looking.clone();
            async move {
                let told = check_all(&app).await.map_err(|error| JobFailure::retry(error.to_string()))?;
                tracing::debug!(told, "saved searches looked through");
                Ok::<(), JobFailure>(())
            }
        })
}

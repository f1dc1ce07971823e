//! The log: what was shown and what came of it gathers in memory and is written a moment later, in one transaction.

use super::outcome::{Came, Listed};
use super::{LearningSettings, Outcome, store};
use ieum_db::DbError;
use ieum_kernel::{Id, Need, Person, Timestamp};
use ieum_search::Features;
use ieum_web::App;
use jiff::civil::Date;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// How long notes gather before they are written together.
const GATHER: Duration = Duration::from_millis(250);
/// Notes that wait at most; what comes while the database is slow is not remembered.
const WAITING: usize = 2_000;
/// Things of one list that are remembered.
const THINGS: usize = 20;
/// A page opened so long after a search came of it.
const AFTER_MINUTES: i64 = 60;
/// How often what is too old is looked for.
const FORGET_HOURS: i64 = 6;

/// What waits to be written. The binary makes one and gives it as an answer; without it nothing is remembered.
#[derive(Default)]
pub struct Log {
    waiting: Mutex<Waiting>,
    flushing: AtomicBool,
}

#[derive(Default)]
struct Waiting {
    lists: Vec<Listed>,
    came: Vec<Note>,
    /// The day of the lists counted, and how many.
    today: Option<(Date, usize)>,
    /// When what is too old was last looked for.
    forgotten: Option<Timestamp>,
}

/// Something that came of a thing, which may still look for what it came of.
enum Note {
    Of(Came),
    /// A page was opened from a search of this person.
    Opened {
        person: Id<Person>,
        thing: String,
        at: Timestamp,
    },
}

/// What a list was shown for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum About {
    /// A problem.
    Need(Id<Need>),
    /// A search without one.
    Search,
}

fn log(app: &App) -> Option<Arc<Log>> {
    app.ask::<Log>().filter(|_| app.settings::<LearningSettings>().remembers)
}

fn rounded(features: &Features) -> Features {
    features.map(|part| (part * 10_000.0).round() / 10_000.0)
}

/// Remembers that these things were shown to somebody, the first at the place `first`, from 1.
pub(crate) fn shown<'a>(
    app: &App,
    about: About,
    person: Option<Id<Person>>,
    (first, things): (usize, impl Iterator<Item = (&'a str, &'a Features)>),
) {
    let (Some(log), Some(person)) = (log(app), person) else { return };
    let things: Vec<(String, usize, Features)> = (first..)
        .zip(things.take(THINGS))
        .map(|(place, (id, features))| (id.to_owned(), place, rounded(features)))
        .collect();
    if things.is_empty() {
        return;
    }
    let need = match about {
        About::Need(need) => Some(need),
        About::Search => None,
    };
    let (at, today) = (app.now(), app.zone.day(app.now()));
    let mut waiting = log.waiting.lock().unwrap_or_else(PoisonError::into_inner);
    let counted = waiting.today.filter(|(day, _)| *day == today).map_or(0, |(_, count)| count);
    if counted >= app.settings::<LearningSettings>().most_a_day || waiting.lists.len() >= WAITING {
        return;
    }
    waiting.today = Some((today, counted + 1));
    waiting.lists.push(Listed { id: app.new_id(), need, person, things, at });
    drop(waiting);
    flush_soon(app, &log);
}

fn note(app: &App, note: Note) {
    let Some(log) = log(app) else { return };
    let mut waiting = log.waiting.lock().unwrap_or_else(PoisonError::into_inner);
    if waiting.came.len() < WAITING {
        waiting.came.push(note);
    }
    drop(waiting);
    flush_soon(app, &log);
}

/// Remembers what came of a thing for a problem.
pub(crate) fn came_of(
    app: &App,
    need: Id<Need>,
    thing: &str,
    outcome: Outcome,
    (person, at): (Id<Person>, Timestamp),
) {
    let (about, thing) = (need.to_string(), thing.to_owned());
    note(app, Note::Of(Came { about, thing, outcome, person, at }));
}

/// Remembers that somebody opened the page of a thing from the page at the path `from` of this site: from the matches of
/// a problem, or from a search of the last hour that showed it. Anything else is not remembered.
pub fn opened(app: &App, person: Option<Id<Person>>, thing: &str, from: &str) {
    let Some(person) = person else { return };
    let path = from.split(['?', '#']).next().unwrap_or_default();
    let of_need = path.strip_prefix("/needs/").and_then(|rest| rest.strip_suffix("/matches"));
    if let Some(need) = of_need.and_then(|id| id.parse::<Id<Need>>().ok()) {
        came_of(app, need, thing, Outcome::Opened, (person, app.now()));
    } else if path == "/find" {
        note(app, Note::Opened { person, thing: thing.to_owned(), at: app.now() });
    }
}

/// Writes what waits, and forgets what is too old.
///
/// # Errors
/// Faults of the database; what waited is then lost, and nothing else is.
pub async fn flush(app: &App) -> Result<(), DbError> {
    let Some(log) = log(app) else { return Ok(()) };
    let settings = app.settings::<LearningSettings>();
    let now = app.now();
    let (lists, came, forget) = {
        let mut waiting = log.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let due = waiting.forgotten.is_none_or(|at| at.plus_minutes(FORGET_HOURS * 60) <= now);
        if due {
            waiting.forgotten = Some(now);
        }
        (std::mem::take(&mut waiting.lists), std::mem::take(&mut waiting.came), due)
    };
    let mut tx = app.db.begin().await?;
    for one in &lists {
        if !is_repeat(&mut tx, one).await? {
            store::insert(&mut tx, one).await?;
        }
    }
    for one in came {
        let found = match one {
            Note::Of(came) => Some(came),
            Note::Opened { person, thing, at } => search_of(&mut tx, person, &thing, at).await?,
        };
        if let Some(came) = found {
            store::note(&mut tx, &came).await?;
        }
    }
    if forget {
        store::forget_before(&mut tx, now.plus_days(-settings.keep_days.max(1))).await?;
    }
    tx.commit().await
}

/// Whether the same list was the last one shown to the same person: a page looked at twice says nothing twice.
async fn is_repeat(tx: &mut ieum_db::Tx, one: &Listed) -> Result<bool, DbError> {
    let last = store::of_person(tx, one.person, 1).await?;
    Ok(last.first().is_some_and(|last| last.need == one.need && last.things == one.things))
}

/// The last search of somebody that showed a thing.
async fn search_of(
    tx: &mut ieum_db::Tx,
    person: Id<Person>,
    thing: &str,
    at: Timestamp,
) -> Result<Option<Came>, DbError> {
    let lists = store::of_person(tx, person, 10).await?;
    let fits = |one: &&Listed| {
        let recent = one.at.plus_minutes(AFTER_MINUTES) >= at;
        one.need.is_none() && recent && one.things.iter().any(|(id, ..)| id == thing)
    };
    let came = |one: &Listed| Came {
        about: one.id.to_string(),
        thing: thing.to_owned(),
        outcome: Outcome::Opened,
        person,
        at,
    };
    Ok(lists.iter().find(fits).map(came))
}

fn flush_soon(app: &App, log: &Arc<Log>) {
    if log.flushing.swap(true, Ordering::AcqRel) {
        return;
    }
    let (app, log) = (app.clone(), Arc::clone(log));
    tokio::spawn(async move {
        tokio::time::sleep(GATHER).await;
        log.flushing.store(false, Ordering::Release);
        if let Err(error) = flush(&app).await {
            tracing::warn!(%error, "what was shown is not remembered");
        }
    });
}

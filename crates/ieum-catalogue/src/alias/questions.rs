//! What there is to decide: names that nobody has decided about, with who may be meant, in three bands.

use super::known::{Answer, Candidate, Known, Pair, Why, known};
use super::store;
use ieum_search::linkage::Band;
use ieum_web::{App, Problem};
use serde::Serialize;

/// Names from imports that are looked at.
const ASKED_FOR: i64 = 200;
/// Questions and pairs the page shows in each band.
pub(super) const SHOWN: usize = 30;
/// Candidates of one question.
const CANDIDATES: usize = 3;

/// Where a name was met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Met {
    /// In a list that was imported.
    Import,
    /// In the organisation's own entry.
    Entry,
}

/// A name to decide about.
#[derive(Debug, Clone, Serialize)]
pub struct Question {
    /// As written.
    pub name: String,
    /// Where.
    pub met: Met,
    /// In how many rows of lists.
    pub rows: i64,
    /// What to do: `same` needs a nod, `look` a look, `different` is nobody's as far as is known.
    pub band: Band,
    /// Who may be meant, the likeliest first.
    pub candidates: Vec<Candidate>,
}

/// Everything to decide.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Open {
    /// Names by band: same, look, different.
    pub questions: [Vec<Question>; 3],
    /// How many names there are in each band.
    pub totals: [usize; 3],
    /// Organisations that may be one: same, look.
    pub pairs: [Vec<Pair>; 2],
    /// How many pairs there are in each.
    pub pair_totals: [usize; 2],
    /// How many organisations were compared.
    pub organisations: usize,
}

fn place(band: Band) -> usize {
    match band {
        Band::Same => 0,
        Band::Look => 1,
        Band::Different => 2,
    }
}

/// What is to be decided now, at most `shown` names and pairs of each band. It computes: the first time after a change every
/// organisation is compared with those that are called alike.
///
/// # Errors
/// Faults of the database, and a background thread that ended.
pub async fn to_decide(app: &App, shown: usize) -> Result<Open, Problem> {
    let names = known(app).await?;
    let met = store::asked_for(&mut app.db.reader(), ASKED_FOR).await?;
    let done = tokio::task::spawn_blocking(move || open(&names, met, shown)).await;
    done.map_err(|error| Problem::fault(&error))
}

fn open(known: &Known, met: Vec<(String, i64)>, shown: usize) -> Open {
    let mut all: Vec<Question> = Vec::new();
    for (name, rows) in met {
        // What is understood meanwhile is no question any more.
        if let Answer::Unsure(candidates) = known.ask(&name) {
            all.push(question(name, Met::Import, rows, candidates));
        }
    }
    for owner in known.owners() {
        for name in owner.aliases.iter().filter(|name| !known.settled(name, owner.id)) {
            if !all.iter().any(|one| one.name == *name) {
                all.push(question(name.clone(), Met::Entry, 0, known.candidates_for(name)));
            }
        }
    }
    let mut open = Open { organisations: known.owners().len(), ..Open::default() };
    for one in all {
        let place = place(one.band);
        if let (Some(list), Some(total)) = (open.questions.get_mut(place), open.totals.get_mut(place)) {
            *total += 1;
            if list.len() < shown {
                list.push(one);
            }
        }
    }
    for pair in known.pairs() {
        let place = place(pair.band);
        if let (Some(list), Some(total)) = (open.pairs.get_mut(place), open.pair_totals.get_mut(place)) {
            *total += 1;
            if list.len() < shown {
                list.push(pair.clone());
            }
        }
    }
    open
}

fn question(name: String, met: Met, rows: i64, mut candidates: Vec<Candidate>) -> Question {
    candidates.truncate(CANDIDATES);
    let band = candidates.first().map_or(Band::Different, |first| first.band);
    // Who has next to nothing in common is shown where nobody else is.
    if band != Band::Different {
        candidates.retain(|one| one.band != Band::Different);
    }
    Question { name, met, rows, band, candidates }
}

/// Reasons as messages with their variables.
pub(super) fn said(reasons: &[Why]) -> Vec<serde_json::Value> {
    let message = |why: &Why| {
        let (key, args) = why.message();
        serde_json::json!({ "key": key, "args": args })
    };
    reasons.iter().map(message).collect()
}

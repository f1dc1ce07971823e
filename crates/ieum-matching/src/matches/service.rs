//! From words to what can solve them.

use super::policy::{WhyNot, Wishes, why_not};
use crate::asks;
use crate::find::{self, Card, viewer};
use crate::learning;
use crate::need::{self, State};
use ieum_kernel::{Actor, Id, Instrument, Lang, Need, Timestamp};
use ieum_search::{Features, Hit, Query, analysis};
use ieum_web::{App, Problem};
use serde::Serialize;
use std::collections::HashMap;

/// Kinds that can solve a problem.
const KINDS: [&str; 6] = ["service", "instrument", "method", "expert", "technology", "dataset"];
/// How many more are looked at than are shown, so that what is left out can be named.
const MORE: usize = 3;
/// Solved problems that are shown.
const SOLVED: usize = 3;
/// How much of a problem a solved one has to speak to, 0 to 1: below it they have little in common.
const LIKE_IT: f64 = 0.2;
/// Most matches anybody may ask for.
const MOST: usize = 50;

/// One thing that can solve a problem.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
pub struct Match {
    /// What it is, where, for how much.
    #[serde(flatten)]
    pub card: Card,
    /// Its page.
    pub href: String,
    /// Why it is here: sentences in the reader's language, heaviest first.
    pub why: Vec<String>,
    /// Comparable only within one answer.
    pub score: f64,
    /// When it is free next, if its calendar says so.
    pub earliest: Option<Timestamp>,
    /// Why it is left out; empty for what is offered.
    pub why_not: Vec<WhyNot>,
    /// The parts of its score, to learn from.
    #[serde(skip)]
    pub(crate) features: Features,
}

/// What was found for a problem.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Matched {
    /// Best first.
    pub matches: Vec<Match>,
    /// Good matches that wishes or their own state leave out.
    pub left_out: Vec<Match>,
    /// Words that nothing speaks to.
    pub unmatched_words: Vec<String>,
    /// How much of the problem the best one speaks to, 0 to 1.
    pub coverage: f64,
    /// Problems like this one that were solved, with how; without who had them.
    pub solved: Vec<Solved>,
    /// Whether the best of them speaks to so little of the problem that it is probably no answer.
    pub weak: bool,
}

/// A problem that was solved before, as far as the reader may know of it.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
#[schemars(rename = "NeedSolved")]
pub struct Solved {
    /// The problem.
    pub id: Id<Need>,
    /// Its title.
    pub title: String,
    /// How it was solved, in the words of those who did.
    pub how: String,
    /// Sentences in the reader's language.
    pub why: Vec<String>,
}

/// The `k` best for some words, as anybody sees them; the command line comes through here. Call
/// [`crate::find::ensure`] first where no server runs.
///
/// # Errors
/// Faults of the database or the index.
pub async fn match_text(app: &App, words: &str, lang: Lang, k: usize) -> Result<Vec<Match>, Problem> {
    let guest = Actor::guest(lang);
    Ok(matched(app, &guest, words, &Wishes::default(), (k, None)).await?.matches)
}

/// What fits a need; what is shown is remembered a moment later.
///
/// # Errors
/// Faults of the database or the index.
pub async fn match_need(
    app: &App,
    actor: &Actor,
    need: &crate::need::Need,
    wishes: &Wishes,
    k: usize,
) -> Result<Matched, Problem> {
    let found = matched(app, actor, &need.said.question(), wishes, (k, Some(need.id))).await?;
    let things = found.matches.iter().map(|one| (one.card.id.as_str(), &one.features));
    learning::shown(app, learning::About::Need(need.id), actor.person, (1, things));
    Ok(found)
}

/// What fits some words and wishes.
///
/// # Errors
/// Faults of the database or the index.
pub(crate) async fn matched(
    app: &App,
    actor: &Actor,
    words: &str,
    wishes: &Wishes,
    (k, not): (usize, Option<Id<Need>>),
) -> Result<Matched, Problem> {
    let k = k.clamp(1, MOST);
    let words: String = words.chars().take(4000).collect();
    let Some(engine) = find::engine(app).filter(|_| !analysis::terms(&words).is_empty()) else {
        return Ok(Matched::default());
    };
    let solved = solved(app, &engine, actor, &words, not).await?;
    let query = Query {
        text: words,
        visibility: viewer(actor),
        kinds: KINDS.map(str::to_owned).to_vec(),
        limit: k * MORE,
        ..Query::default()
    };
    let hits = engine.search(query).await?;
    let ids: Vec<String> = hits.hits.iter().map(|h| h.id.clone()).collect();
    let cards = find::cards(&mut app.db.reader(), &ids).await?;
    let by_id: HashMap<&str, &Hit> = hits.hits.iter().map(|h| (h.id.as_str(), h)).collect();
    let (mut matches, mut left_out) = (Vec::new(), Vec::new());
    for card in cards {
        let hit = by_id.get(card.id.as_str());
        let why = hit.map(|h| find::sentences(app, actor.lang, &h.reasons)).unwrap_or_default();
        let score = hit.map_or(0.0, |h| h.score);
        let why_not = why_not(&card, wishes);
        let features = hit.map(|h| h.features).unwrap_or_default();
        let one = Match { href: card.href(), card, why, score, earliest: None, why_not, features };
        if one.why_not.is_empty() { &mut matches } else { &mut left_out }.push(one);
    }
    matches.truncate(k);
    left_out.truncate(6);
    fill_slots(app, &mut matches).await?;
    let weak = matches.is_empty() || !hits.has_good_answer();
    let (unmatched_words, coverage) = (hits.unmatched_words, hits.coverage);
    Ok(Matched { matches, left_out, unmatched_words, coverage, solved, weak })
}

/// Problems like some words that were solved, of those the reader may know of; the one at hand is not among them.
async fn solved(
    app: &App,
    engine: &find::Engine,
    actor: &Actor,
    words: &str,
    not: Option<Id<Need>>,
) -> Result<Vec<Solved>, Problem> {
    let query = Query {
        text: words.to_owned(),
        visibility: viewer(actor),
        kinds: vec!["need".to_owned()],
        filters: vec![("state".to_owned(), "solved".to_owned())],
        limit: SOLVED + 1,
        floor: 0.5,
        ..Query::default()
    };
    let hits = engine.search(query).await?;
    let mut found = Vec::new();
    for hit in hits.hits.iter().filter(|_| hits.coverage >= LIKE_IT) {
        let Ok(id) = hit.id.parse::<Id<Need>>() else { continue };
        let need = need::store::find(&mut app.db.reader(), id).await?;
        // The index may be a moment behind: what may be known is asked of the row.
        let need = need.filter(|need| need::visible(need, actor) && Some(id) != not);
        let Some(State::Solved { how, .. }) = need.as_ref().map(|need| &need.state) else { continue };
        let (title, how) = (need.as_ref().map(|n| n.said.title.clone()).unwrap_or_default(), how.clone());
        found.push(Solved { id, title, how, why: find::sentences(app, actor.lang, &hit.reasons) });
    }
    found.truncate(SOLVED);
    Ok(found)
}

/// Asks the calendars once for every instrument, also for those that services use.
async fn fill_slots(app: &App, matches: &mut [Match]) -> Result<(), Problem> {
    let services: Vec<String> =
        matches.iter().filter(|m| m.card.kind == "service").map(|m| m.card.id.clone()).collect();
    let used = if services.is_empty() {
        Vec::new()
    } else {
        find::instruments_of(&mut app.db.reader(), &services).await?
    };
    let own = matches.iter().filter(|m| m.card.kind == "instrument").map(|m| m.card.id.as_str());
    let mut ids: Vec<Id<Instrument>> =
        own.chain(used.iter().map(|(_, i)| i.as_str())).filter_map(|id| id.parse().ok()).collect();
    ids.sort_unstable();
    ids.dedup();
    let free = asks::earliest(app, &ids).await;
    let at = |id: &str| id.parse::<Id<Instrument>>().ok().and_then(|id| free.get(&id).copied());
    for one in matches {
        one.earliest = match one.card.kind.as_str() {
            "instrument" => at(&one.card.id),
            _ => used.iter().filter(|(service, _)| *service == one.card.id).filter_map(|(_, i)| at(i)).min(),
        };
    }
    Ok(())
}

//! Fitting, adopting and putting back: ask the rules, write down, tell the index.

use super::fit::{RankingChange, RankingFit};
use super::policy::{Act, Facts, Refusal, refusals};
use super::store;
use crate::{find, learning};
use ieum_db::{Audit, DbError, Reads};
use ieum_kernel::{Id, Person};
use ieum_search::Ranking;
use ieum_search::learn::{Judged, Learned, learn};
use ieum_web::{App, Problem};
use serde_json::json;

/// Longest reason, letters.
pub(super) const WHY: usize = 500;

/// Why weights were not fitted or put in force.
#[derive(Debug, thiserror::Error)]
pub enum RankingFault {
    /// The rules said no.
    #[error("refused for {} reason(s)", .0.len())]
    Refused(Vec<Refusal>),
    /// There is no such fit.
    #[error("there is no such fit")]
    NotFound,
    /// The fit was cut off.
    #[error("the fit was cut off")]
    Cut(#[from] tokio::task::JoinError),
    /// The database failed.
    #[error("cannot reach the weights")]
    Db(#[from] DbError),
}

impl From<RankingFault> for Problem {
    fn from(error: RankingFault) -> Self {
        match error {
            RankingFault::Refused(reasons) => Self::refused("ranking", reasons),
            RankingFault::NotFound => Self::not_found(),
            RankingFault::Cut(error) => Self::fault(&error),
            RankingFault::Db(error) => error.into(),
        }
    }
}

/// The weights in force, as the database has them; the formula where nobody put others.
///
/// # Errors
/// Faults of the database.
pub async fn in_force(reads: &mut impl Reads) -> Result<Ranking, DbError> {
    let Some(fit) = store::in_force(reads).await? else { return Ok(Ranking::default()) };
    let mut ranking = Ranking::default();
    for (part, thousandths) in store::weights(reads, fit).await? {
        let place = Ranking::KEYS.iter().position(|key| *key == part);
        if let Some(weight) = place.and_then(|place| ranking.weights.get_mut(place)) {
            // At most 4,000, which a real number holds exactly.
            *weight = f64::from(i32::try_from(thousandths).unwrap_or(1_000)) / 1_000.0;
        }
    }
    Ok(ranking.bounded())
}

/// What a fit would be now: how many requests are judged, and what was learned from them if they are enough. Writes
/// nothing; `ieum search learn` prints it.
///
/// # Errors
/// Faults of the database.
pub async fn trial(app: &App) -> Result<(usize, Option<Learned>), RankingFault> {
    let all = learning::judged(app).await?;
    let now = in_force(&mut app.db.reader()).await?;
    let judged = all.len();
    let learned = tokio::task::spawn_blocking(move || learn_from(&all, &now)).await?;
    Ok((judged, learned))
}

fn learn_from(all: &[Judged], now: &Ranking) -> Option<Learned> {
    let mut learned = learn(all, now)?;
    // As they are stored, so that what is adopted is what was measured, to a thousandth.
    for weight in &mut learned.ranking.weights {
        *weight = (*weight * 1_000.0).round() / 1_000.0;
    }
    Some(learned)
}

/// Fits weights to what people chose and keeps them with how they did. Nothing is in force by that.
///
/// # Errors
/// Every reason why not.
pub async fn fit(app: &App, by: Id<Person>) -> Result<Id<RankingFit>, RankingFault> {
    learning::flush(app).await?;
    let (judged, learned) = trial(app).await?;
    let reasons = refusals(&Facts { act: Act::Fit, judged, beats: false, in_force: false, why: "" });
    let Some(learned) = learned.filter(|_| reasons.is_empty()) else {
        return Err(RankingFault::Refused(reasons));
    };
    let fit = RankingFit { id: app.new_id(), learned, made_by: by, made_at: app.now() };
    let mut tx = app.db.begin().await?;
    store::insert(&mut tx, &fit).await?;
    let (thing, at) = (fit.id.to_string(), fit.made_at);
    let after = Some(json!(fit.learned));
    tx.audit(&Audit { actor: Some(by), action: "ranking.fit", thing: &thing, before: None, after, at })
        .await?;
    tx.commit().await?;
    Ok(fit.id)
}

/// Puts the weights of a fit in force, or those that were before; `None` is the formula. Weights that were in force
/// once come back without being better now.
///
/// # Errors
/// Every reason why not.
pub async fn adopt(
    app: &App,
    by: Id<Person>,
    fit: Option<Id<RankingFit>>,
    why: &str,
) -> Result<(), RankingFault> {
    let mut tx = app.db.begin().await?;
    let number = store::last(&mut tx).await? + 1;
    let changes = store::changes(&mut tx).await?;
    let now = changes.first().and_then(|change| change.fit);
    let found = match fit {
        Some(id) => Some(store::find(&mut tx, id).await?.ok_or(RankingFault::NotFound)?),
        None => None,
    };
    let known = fit.is_none() || changes.iter().any(|change| change.fit == fit);
    let act = if known { Act::PutBack } else { Act::Adopt };
    let judged = found.as_ref().map_or(0, |fit| fit.learned.judged);
    let beats = found.as_ref().is_none_or(|fit| fit.learned.beats());
    let reasons = refusals(&Facts { act, judged, beats, in_force: now == fit, why });
    if !reasons.is_empty() {
        return Err(RankingFault::Refused(reasons));
    }
    let why: String = why.trim().chars().take(WHY).collect();
    let change = RankingChange { number, fit, why, by, at: app.now() };
    store::put(&mut tx, &change).await?;
    let (thing, at) = (fit.map_or_else(|| "ranking".to_owned(), |id| id.to_string()), change.at);
    let (before, after) = (Some(json!({ "fit": now })), Some(json!({ "fit": fit, "why": change.why })));
    tx.audit(&Audit { actor: Some(by), action: "ranking.adopt", thing: &thing, before, after, at }).await?;
    tx.commit().await?;
    put_in_force(app).await?;
    Ok(())
}

/// Lets searches go by the weights in force, from now on.
///
/// # Errors
/// Faults of the database.
pub async fn put_in_force(app: &App) -> Result<(), DbError> {
    let ranking = in_force(&mut app.db.reader()).await?;
    if let Some(engine) = find::engine(app) {
        engine.set_ranking(ranking);
    }
    Ok(())
}

//! Making a review and deciding about it: ask the rules, look, write down, in one transaction.

use super::finding::{Here, Wish, found, use_percent};
use super::policy::{Facts, Refusal, refusals};
use super::review::{Decided, Decision, PurchaseReview, Review};
use super::store;
use crate::duplicates;
use ieum_db::{Audit, DbError, Tx};
use ieum_kernel::{Actor, Facility, Id, Person, Timestamp};
use ieum_web::{App, Problem};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::Arc;

/// Letters of one line that are read.
const LINE: usize = 400;
/// Days over which use is counted.
const DAYS: i64 = 365;

/// Why a review was not made or not decided.
#[derive(Debug, thiserror::Error)]
pub enum ReviewError {
    /// The rules said no.
    #[error("refused for {} reason(s)", .0.len())]
    Refused(Vec<Refusal>),
    /// There is none.
    #[error("there is no such review")]
    NotFound,
    /// Nobody in particular asks.
    #[error("nobody asks")]
    Nobody,
    /// The register cannot be compared.
    #[error("cannot look through the register: {}", .0.key)]
    Register(Box<Problem>),
    /// The database failed.
    #[error("cannot reach the reviews")]
    Db(#[from] DbError),
}

impl From<ReviewError> for Problem {
    fn from(error: ReviewError) -> Self {
        match error {
            ReviewError::Refused(reasons) => Self::refused("purchase", reasons),
            ReviewError::NotFound => Self::not_found(),
            ReviewError::Nobody => Self::forbidden(),
            ReviewError::Register(problem) => *problem,
            ReviewError::Db(error) => error.into(),
        }
    }
}

/// Looks for every line of a wish and keeps what was found as a review with a number.
///
/// # Errors
/// Every reason why not.
pub async fn begin(
    app: &App,
    actor: &Actor,
    wishes: &str,
    facility: Option<Id<Facility>>,
) -> Result<Id<PurchaseReview>, ReviewError> {
    let lines: Vec<String> = wishes
        .lines()
        .map(|line| line.trim().chars().take(LINE).collect::<String>())
        .filter(|line| !ieum_search::analysis::terms(line).is_empty())
        .collect();
    let facts = Facts { lines: lines.len(), deciding: false, reason: "", same_person: false, decided: false };
    let reasons = refusals(&facts);
    if !reasons.is_empty() {
        return Err(ReviewError::Refused(reasons));
    }
    let made_by = actor.person.ok_or(ReviewError::Nobody)?;
    let findings = look(app, &lines, facility).await?;
    let mut tx = app.db.begin().await?;
    let year = i64::from(app.zone.day(app.now()).year());
    let review = Review {
        id: app.new_id(),
        number: store::next_number(&mut tx, year).await?,
        wishes: lines.join("\n"),
        facility,
        findings,
        made_by,
        made_at: app.now(),
        decided: None,
    };
    store::insert(&mut tx, &review).await?;
    let after = json!({ "number": review.number, "wishes": review.wishes });
    write_down(&mut tx, review.id, "purchase.review", made_by, after, review.made_at).await?;
    tx.commit().await?;
    Ok(review.id)
}

/// What the register has for each line.
async fn look(app: &App, lines: &[String], facility: Option<Id<Facility>>) -> Result<Vec<Wish>, ReviewError> {
    let register =
        duplicates::register(app).await.map_err(|problem| ReviewError::Register(Box::new(problem)))?;
    let mut reader = app.db.reader();
    let place = match facility {
        Some(id) => store::facility(&mut reader, id).await?,
        None => None,
    };
    let here = place.map_or_else(Here::default, |place| Here { facility: place.id, place: place.place });
    let (lines, looking) = (lines.to_vec(), Arc::clone(&register));
    let looked = tokio::task::spawn_blocking(move || {
        lines.iter().map(|line| found(&looking, line, &here)).collect::<Vec<Wish>>()
    });
    let mut wishes = looked.await.map_err(|error| ReviewError::Register(Box::new(Problem::fault(&error))))?;
    fill_use(app, &register, &mut wishes).await?;
    Ok(wishes)
}

/// How much of their open time the found instruments were booked in the last year.
async fn fill_use(
    app: &App,
    register: &duplicates::Register,
    wishes: &mut [Wish],
) -> Result<(), ReviewError> {
    let found = wishes.iter_mut().flat_map(Wish::findings_mut);
    let mut ids: Vec<String> = found.map(|finding| finding.id.clone()).collect();
    ids.sort_unstable();
    ids.dedup();
    let now = app.now();
    let from = now.plus_days(-DAYS);
    let booked = store::booked(&mut app.db.reader(), &ids, from, now).await?;
    let machines: HashMap<&str, &duplicates::Machine> =
        register.machines.iter().map(|machine| (machine.id.as_str(), machine)).collect();
    for finding in wishes.iter_mut().flat_map(Wish::findings_mut) {
        let minutes = booked.get(&finding.id).copied().unwrap_or_default();
        let machine = machines.get(finding.id.as_str());
        finding.use_percent = machine.and_then(|machine| use_percent(machine, minutes, DAYS));
    }
    Ok(())
}

/// Decides about a review, as a second person and with a reason.
///
/// # Errors
/// Every reason why not.
pub async fn decide(
    app: &App,
    actor: &Actor,
    id: Id<PurchaseReview>,
    decision: Decision,
    reason: &str,
) -> Result<(), ReviewError> {
    let by = actor.person.ok_or(ReviewError::Nobody)?;
    let mut tx = app.db.begin().await?;
    let review = store::find(&mut tx, id).await?.ok_or(ReviewError::NotFound)?;
    let facts = Facts {
        lines: review.findings.len(),
        deciding: true,
        reason,
        same_person: review.made_by == by,
        decided: review.decided.is_some(),
    };
    let reasons = refusals(&facts);
    if !reasons.is_empty() {
        return Err(ReviewError::Refused(reasons));
    }
    let decided = Decided { decision, reason: reason.trim().to_owned(), by, at: app.now() };
    if !store::decide(&mut tx, id, &decided).await? {
        return Err(ReviewError::Refused(vec![Refusal::DecidedBefore]));
    }
    let after = json!({ "number": review.number, "decision": decision, "reason": decided.reason });
    write_down(&mut tx, id, "purchase.decide", by, after, decided.at).await?;
    tx.commit().await?;
    Ok(())
}

async fn write_down(
    tx: &mut Tx,
    id: Id<PurchaseReview>,
    action: &str,
    by: Id<Person>,
    after: Value,
    at: Timestamp,
) -> Result<(), DbError> {
    let thing = id.to_string();
    tx.audit(&Audit { actor: Some(by), action, thing: &thing, before: None, after: Some(after), at }).await
}

//! What happened to requests from measuring to paying, for the thread page.

use ieum_db::{DbError, Query, Reads, Row, args};
use ieum_kernel::{Actor, Facility, Id, Money, Organisation, Person, Request, Role, Timestamp};
use serde::Serialize;

/// One step of a thread.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ThreadStep {
    /// Of which request.
    pub request: Id<Request>,
    /// `measurement`, `report`, `invoice`, `payment` or `feedback`; the message `billing-thread-<kind>` names it.
    pub kind: String,
    /// When.
    pub at: Timestamp,
    /// The state's key or, for feedback, whether it was solved.
    pub state: String,
    /// A number or a title; empty for none.
    pub words: String,
    /// The amount of an invoice or a payment.
    pub amount: Option<Money>,
    /// Its page.
    pub href: String,
}

/// A step with who may know of it.
struct Found {
    step: ThreadStep,
    facility: Id<Facility>,
    organisation: Option<Id<Organisation>>,
    person: Option<Id<Person>>,
}

fn found(row: &Row) -> Result<Found, DbError> {
    let (kind, id): (String, String) = (row.get("kind")?, row.get("id")?);
    let request: Id<Request> = row.get("request_id")?;
    let href = match kind.as_str() {
        "measurement" => format!("/measurements/{id}"),
        "report" => format!("/reports/{id}"),
        "feedback" => format!("/requests/{id}/feedback"),
        _ => format!("/invoices/{id}"),
    };
    let minor: Option<i64> = row.get("minor")?;
    let currency: Option<String> = row.get("currency")?;
    let currency = currency.and_then(|code| code.parse().ok()).unwrap_or_default();
    let words: Option<String> = row.get("words")?;
    let step = ThreadStep {
        request,
        kind,
        at: row.get("at")?,
        state: row.get("state")?,
        words: words.unwrap_or_default(),
        amount: minor.map(|minor| Money { minor, currency }),
        href,
    };
    let (facility, organisation) = (row.get("facility_id")?, row.get("organisation_id")?);
    Ok(Found { step, facility, organisation, person: row.get("person_id")? })
}

/// The steps of requests that somebody may know of, oldest first: what is not out or not issued is for the facility, and
/// money is for those who see the invoice.
///
/// # Errors
/// Faults of the database.
pub async fn steps_for_thread(
    db: &mut impl Reads,
    actor: &Actor,
    requests: &[Id<Request>],
) -> Result<Vec<ThreadStep>, DbError> {
    let all = gathered(db, requests).await?;
    Ok(all.into_iter().filter(|found| open_to(found, actor)).map(|found| found.step).collect())
}

/// The steps both sides of a request know of: what is out, without amounts.
///
/// # Errors
/// Faults of the database.
pub(crate) async fn steps_out(db: &mut impl Reads, request: Id<Request>) -> Result<Vec<ThreadStep>, DbError> {
    let all = gathered(db, &[request]).await?;
    let out = |step: &ThreadStep| match step.kind.as_str() {
        "measurement" => matches!(step.state.as_str(), "released" | "withdrawn"),
        "invoice" => step.state != "draft" && !step.words.is_empty(),
        _ => true,
    };
    Ok(all.into_iter().map(|found| ThreadStep { amount: None, ..found.step }).filter(out).collect())
}

async fn gathered(db: &mut impl Reads, requests: &[Id<Request>]) -> Result<Vec<Found>, DbError> {
    let base = "SELECT x.kind, x.id, x.request_id, x.at, x.state, x.words, x.minor, x.currency, x.facility_id,
                       x.organisation_id, x.person_id
                FROM (
                  SELECT 'measurement' AS kind, id, request_id, changed_at AS at, state, title AS words,
                    CAST(NULL AS BIGINT) AS minor, CAST(NULL AS TEXT) AS currency, facility_id, organisation_id,
                    person_id
                  FROM measurement
                  UNION ALL
                  SELECT 'report' AS kind, id, request_id, released_at, state, number, NULL, NULL, facility_id,
                    organisation_id, person_id
                  FROM report
                  UNION ALL
                  SELECT 'invoice' AS kind, id, request_id, COALESCE(issued_at, made_at), state, number, total_minor,
                    currency, facility_id, organisation_id, person_id
                  FROM invoice
                  UNION ALL
                  SELECT 'payment' AS kind, v.id, v.request_id, p.at, p.method, v.number, p.amount_minor, p.currency,
                    v.facility_id, v.organisation_id, v.person_id
                  FROM payment p JOIN invoice v ON v.id = p.invoice_id
                  UNION ALL
                  SELECT 'feedback' AS kind, request_id, request_id, at, solved, '', NULL, NULL, facility_id,
                    organisation_id, by_id
                  FROM feedback
                ) x WHERE x.request_id IS NOT NULL";
    let (sql, values) = Query::new(base, args![])
        .and_in(" AND x.request_id IN (?)", requests.iter().copied())
        .and(" ORDER BY x.at, x.kind, x.id LIMIT 1000", args![])
        .finish();
    db.all(sql, values, found).await
}

fn open_to(found: &Found, actor: &Actor) -> bool {
    if actor.is(Role::Operator) || actor.works_for(found.facility) {
        return true;
    }
    let mine = actor.person.is_some() && actor.person == found.person;
    let ours = found.organisation.is_some_and(|organisation| actor.belongs_to(organisation));
    let state = found.step.state.as_str();
    match found.step.kind.as_str() {
        "measurement" => (mine || ours) && matches!(state, "released" | "withdrawn"),
        "invoice" | "payment" => {
            let issued = state != "draft" && !found.step.words.is_empty();
            issued && (mine || (ours && actor.is(Role::Manager)))
        }
        _ => mine || ours,
    }
}

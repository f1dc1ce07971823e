//! The thread: every step of a problem's work in the order of time, read from the tables of this room.

use crate::request;
use ieum_db::{DbError, Reads, Row, args};
use ieum_kernel::{Id, Money, Need, Request, Timestamp};
use serde::Serialize;
use serde_json::{Value, json};

/// One step, ready to be said in either language.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Step {
    /// When.
    pub at: Timestamp,
    /// What it belongs to: `request`, `quote`, `booking`, `sample`, `result`, `report`, `invoice`, `payment` or
    /// `feedback`.
    pub kind: &'static str,
    /// Message key of its sentence.
    pub key: String,
    /// Variables of the sentence.
    pub args: Value,
    /// Who did it; empty when the house did.
    pub who: String,
    /// Words that came with it.
    pub words: String,
    /// Where it is shown in full.
    pub href: String,
}

/// Every step of a problem: its requests with quotes, samples, bookings, reports and bills, and bookings tied to it directly.
///
/// Whoever calls decides who may see the problem.
pub async fn thread_of(db: &mut impl Reads, need: Id<Need>) -> Result<Vec<Step>, DbError> {
    let mut steps = bookings_of_need(db, need).await?;
    for request in request::of_need(db, need).await? {
        // A draft is the firm's own until it is sent.
        if request.submitted_at.is_some() {
            steps.extend(thread_of_request(db, request.id).await?);
        }
    }
    steps.sort_by_key(|step| step.at);
    steps.dedup();
    Ok(steps)
}

/// Every step of one request, oldest first.
pub async fn thread_of_request(db: &mut impl Reads, id: Id<Request>) -> Result<Vec<Step>, DbError> {
    let mut steps = Vec::new();
    for past in request::history(db, id).await? {
        steps.push(Step {
            at: past.at,
            kind: if past.event.ends_with("_quote") { "quote" } else { "request" },
            key: format!("request-step-{}", past.event.replace('_', "-")),
            args: json!({}),
            who: past.by_name,
            words: past.note,
            href: format!("/requests/{id}"),
        });
    }
    steps.extend(samples(db, id).await?);
    steps.extend(bookings(db, id).await?);
    steps.extend(reports(db, id).await?);
    steps.extend(invoices(db, id).await?);
    steps.extend(payments(db, id).await?);
    for step in crate::billing::steps_out(db, id).await? {
        let kind = match step.kind.as_str() {
            "measurement" => "result",
            "feedback" => "feedback",
            // Reports, bills and payments are told above, with their numbers.
            _ => continue,
        };
        let key = format!("billing-thread-{}", step.kind);
        let (args, who, words) = (json!({}), String::new(), step.words);
        steps.push(Step { at: step.at, kind, key, args, who, words, href: step.href });
    }
    steps.sort_by_key(|step| step.at);
    Ok(steps)
}

async fn samples(db: &mut impl Reads, request: Id<Request>) -> Result<Vec<Step>, DbError> {
    let sql = "SELECT s.id, s.code, s.name, e.action, e.at, e.by_name, e.note, e.place_path
               FROM custody_event e JOIN sample s ON s.id = e.sample_id
               WHERE s.request_id = $1 ORDER BY e.at, s.code, e.seq LIMIT 1000";
    db.all(sql, args![request], |row| {
        let id: Id<ieum_kernel::Sample> = row.get("id")?;
        let action: String = row.get("action")?;
        let (note, place): (String, String) = (row.get("note")?, row.get("place_path")?);
        Ok(Step {
            at: row.get("at")?,
            kind: "sample",
            key: format!("sample-step-{}", action.replace('_', "-")),
            args: json!({ "code": row.get::<String>("code")?, "name": row.get::<String>("name")? }),
            who: row.get("by_name")?,
            words: [place, note].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "),
            href: format!("/samples/{id}"),
        })
    })
    .await
}

async fn reports(db: &mut impl Reads, request: Id<Request>) -> Result<Vec<Step>, DbError> {
    let sql = "SELECT r.id, r.number, r.version, r.released_at, p.name AS by_name
               FROM report r LEFT JOIN public_person p ON p.id = r.reviewer_id
               WHERE r.request_id = $1 ORDER BY r.released_at LIMIT 100";
    db.all(sql, args![request], |row| {
        let id: Id<ieum_kernel::Report> = row.get("id")?;
        Ok(Step {
            at: row.get("released_at")?,
            kind: "report",
            key: "desk-step-report".to_owned(),
            args: json!({ "number": row.get::<String>("number")?, "version": row.get::<i64>("version")? }),
            who: row.get::<Option<String>>("by_name")?.unwrap_or_default(),
            words: String::new(),
            href: format!("/reports/{id}"),
        })
    })
    .await
}

async fn invoices(db: &mut impl Reads, request: Id<Request>) -> Result<Vec<Step>, DbError> {
    // A bill over a whole month names no request of its own; it is found through the charges on it.
    let sql = "SELECT i.id, i.kind, i.number, i.currency, i.total_minor, i.issued_at
               FROM invoice i
               WHERE i.issued_at IS NOT NULL AND (i.request_id = $1 OR EXISTS (
                 SELECT 1 FROM invoice_line l JOIN charge c ON c.id = l.charge_id
                 WHERE l.invoice_id = i.id AND l.held AND c.request_id = $1))
               ORDER BY i.issued_at LIMIT 100";
    db.all(sql, args![request], |row| {
        let id: Id<ieum_kernel::Invoice> = row.get("id")?;
        let kind: String = row.get("kind")?;
        let number: Option<String> = row.get("number")?;
        Ok(Step {
            at: row.get("issued_at")?,
            kind: "invoice",
            key: format!("desk-step-{}", kind.replace('_', "-")),
            args: json!({ "number": number.unwrap_or_default(), "total": amount(row, "total_minor")? }),
            who: String::new(),
            words: String::new(),
            href: format!("/invoices/{id}"),
        })
    })
    .await
}

async fn payments(db: &mut impl Reads, request: Id<Request>) -> Result<Vec<Step>, DbError> {
    let sql = "SELECT i.id, i.number, p.currency, p.amount_minor, p.at
               FROM payment p JOIN invoice i ON i.id = p.invoice_id
               WHERE i.request_id = $1 OR EXISTS (
                 SELECT 1 FROM invoice_line l JOIN charge c ON c.id = l.charge_id
                 WHERE l.invoice_id = i.id AND l.held AND c.request_id = $1)
               ORDER BY p.at LIMIT 100";
    db.all(sql, args![request], |row| {
        let id: Id<ieum_kernel::Invoice> = row.get("id")?;
        let number: Option<String> = row.get("number")?;
        Ok(Step {
            at: row.get("at")?,
            kind: "payment",
            key: "desk-step-payment".to_owned(),
            args: json!({ "number": number.unwrap_or_default(), "total": amount(row, "amount_minor")? }),
            who: String::new(),
            words: String::new(),
            href: format!("/invoices/{id}"),
        })
    })
    .await
}

fn amount(row: &Row, column: &str) -> Result<Money, DbError> {
    let currency: String = row.get("currency")?;
    Ok(Money { minor: row.get(column)?, currency: currency.parse().unwrap_or_default() })
}

async fn bookings(db: &mut impl Reads, request: Id<Request>) -> Result<Vec<Step>, DbError> {
    let sql = "SELECT r.id, v.step, v.at, p.name AS by_name, v.note
               FROM reservation_version v
               JOIN reservation r ON r.id = v.reservation_id
               LEFT JOIN public_person p ON p.id = v.by_id
               WHERE r.request_id = $1 ORDER BY v.at LIMIT 500";
    db.all(sql, args![request], booking).await
}

async fn bookings_of_need(db: &mut impl Reads, need: Id<Need>) -> Result<Vec<Step>, DbError> {
    let sql = "SELECT r.id, v.step, v.at, p.name AS by_name, v.note
               FROM reservation_version v
               JOIN reservation r ON r.id = v.reservation_id
               LEFT JOIN public_person p ON p.id = v.by_id
               WHERE r.need_id = $1 AND r.request_id IS NULL ORDER BY v.at LIMIT 500";
    db.all(sql, args![need], booking).await
}

fn booking(row: &Row) -> Result<Step, DbError> {
    let id: Id<ieum_kernel::Reservation> = row.get("id")?;
    let step: String = row.get("step")?;
    Ok(Step {
        at: row.get("at")?,
        kind: "booking",
        key: format!("booking-step-{}", step.replace('_', "-")),
        args: json!({}),
        who: row.get::<Option<String>>("by_name")?.unwrap_or_default(),
        words: row.get("note")?,
        href: format!("/reservations/{id}"),
    })
}

//! Closures: stretches during which a facility or one instrument cannot be used.

use super::facts::Closure;
use ieum_db::{Audit, DbError, Question, Reads, Row, Tx, args};
use ieum_kernel::{Facility, Id, Instrument, Person, Text, Thing, TimeSpan, Timestamp};
use serde_json::json;

/// 휴무·점검: the identity of a closure.
#[derive(Debug, Clone, Copy)]
pub struct ClosureThing;

impl Thing for ClosureThing {
    const PREFIX: &'static str = "cls";
}

fn from_row(row: &Row) -> Result<Closure, DbError> {
    Ok(Closure {
        id: row.get("id")?,
        kind: row.get("kind")?,
        span: TimeSpan { starts: row.get("starts_at")?, ends: row.get("ends_at")? },
        reason: Text { ko: row.get("reason_ko")?, en: row.get("reason_en")? },
        instrument: row.get("instrument_id")?,
    })
}

/// Closures that touch an instrument within a window.
pub(crate) fn around(
    facility: Id<Facility>,
    instrument: Id<Instrument>,
    window: TimeSpan,
    into: &mut Vec<Closure>,
) -> Question<'_> {
    let sql = "SELECT id, kind, starts_at, ends_at, reason_ko, reason_en, instrument_id FROM closure
               WHERE facility_id = $1 AND (instrument_id IS NULL OR instrument_id = $2)
                 AND ends_at > $3 AND starts_at < $4 ORDER BY starts_at, id LIMIT 500";
    Question::rows(sql, args![facility, instrument, window.starts, window.ends], into, from_row)
}

/// Closures of a facility and its instruments that end after a moment.
pub(crate) async fn coming(
    db: &mut impl Reads,
    facility: Id<Facility>,
    after: Timestamp,
) -> Result<Vec<Closure>, DbError> {
    let sql = "SELECT id, kind, starts_at, ends_at, reason_ko, reason_en, instrument_id FROM closure
               WHERE facility_id = $1 AND ends_at > $2 ORDER BY starts_at, id LIMIT 500";
    db.all(sql, args![facility, after], from_row).await
}

/// Which facility a closure belongs to.
pub(crate) async fn facility_of(
    db: &mut impl Reads,
    id: Id<ClosureThing>,
) -> Result<Option<Id<Facility>>, DbError> {
    let sql = "SELECT facility_id FROM closure WHERE id = $1";
    db.maybe(sql, args![id], |row| row.get("facility_id")).await
}

/// Shuts a facility or an instrument.
pub(crate) async fn shut(
    tx: &mut Tx,
    facility: Id<Facility>,
    closure: &Closure,
    by: Id<Person>,
    at: Timestamp,
) -> Result<(), DbError> {
    let sql =
        "INSERT INTO closure (id, facility_id, instrument_id, kind, starts_at, ends_at, reason_ko, reason_en,
                 made_by_id, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let Closure { id, kind, span, reason, instrument } = closure;
    let values = args![
        *id,
        facility,
        *instrument,
        kind.as_str(),
        span.starts,
        span.ends,
        reason.ko.as_str(),
        reason.en.as_str(),
        by,
        at
    ];
    tx.run(sql, values).await?;
    let thing = id.to_string();
    let after = Some(json!({ "facility": facility, "closure": closure }));
    tx.audit(&Audit { actor: Some(by), action: "closure.made", thing: &thing, before: None, after, at })
        .await?;
    tx.emit("closure.made", &thing, &json!({ "facility": facility, "instrument": instrument }), at).await
}

/// Opens again: takes a closure away.
pub(crate) async fn reopen(
    tx: &mut Tx,
    id: Id<ClosureThing>,
    by: Id<Person>,
    at: Timestamp,
) -> Result<(), DbError> {
    let sql = "DELETE FROM closure WHERE id = $1 RETURNING facility_id, starts_at, ends_at";
    let before = tx
        .one(sql, args![id], |row| {
            let (facility, starts): (Id<Facility>, Timestamp) =
                (row.get("facility_id")?, row.get("starts_at")?);
            Ok(json!({ "facility": facility, "starts": starts, "ends": row.get::<Timestamp>("ends_at")? }))
        })
        .await?;
    let thing = id.to_string();
    let before = Some(before);
    tx.audit(&Audit { actor: Some(by), action: "closure.removed", thing: &thing, before, after: None, at })
        .await?;
    tx.emit("closure.removed", &thing, &json!({}), at).await
}

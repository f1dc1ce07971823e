//! What plans keep: the plan, its changes, the requests of its steps.

use super::kept::{Changed, Kept, Pick, PlanThing, What};
use super::plan::{Aim, Plan};
use crate::asks::Sent;
use ieum_db::{DbError, Reads, Row, Tx, args, to_json};
use ieum_kernel::{Id, Need, Person, Timestamp};

type PlanId = Id<PlanThing>;

pub(super) async fn insert(tx: &mut Tx, kept: &Kept) -> Result<(), DbError> {
    let sql = "INSERT INTO need_plan (id, need_id, state, state_json, picks_json, plan_json, aims, version, made_by_id,
                 made_at, changed_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    let values = args![
        kept.id,
        kept.need,
        kept.state.key(),
        to_json(&kept.state)?,
        to_json(&kept.picks)?,
        to_json(&kept.plan)?,
        to_json(&kept.aims)?,
        kept.version,
        kept.made_by,
        kept.made_at,
        kept.changed_at
    ];
    tx.run(sql, values).await.map(drop)
}

/// Writes a changed plan that was read at a version; false when somebody was quicker.
pub(super) async fn update(tx: &mut Tx, kept: &Kept, was: i64) -> Result<bool, DbError> {
    let sql =
        "UPDATE need_plan SET state = $3, state_json = $4, picks_json = $5, plan_json = $6, version = $7,
                 changed_at = $8
               WHERE id = $1 AND version = $2";
    let values = args![
        kept.id,
        was,
        kept.state.key(),
        to_json(&kept.state)?,
        to_json(&kept.picks)?,
        to_json(&kept.plan)?,
        kept.version,
        kept.changed_at
    ];
    Ok(tx.run(sql, values).await? == 1)
}

fn kept(row: &Row) -> Result<Kept, DbError> {
    let aims: String = row.get("aims")?;
    Ok(Kept {
        id: row.get("id")?,
        need: row.get("need_id")?,
        state: row.json("state_json")?,
        picks: row.json::<Vec<Pick>>("picks_json")?,
        plan: row.json::<Plan>("plan_json")?,
        aims: serde_json::from_str::<Vec<Aim>>(&aims).unwrap_or_default(),
        version: row.get("version")?,
        made_by: row.get("made_by_id")?,
        made_at: row.get("made_at")?,
        changed_at: row.get("changed_at")?,
    })
}

pub(super) async fn find(reads: &mut impl Reads, id: PlanId) -> Result<Option<Kept>, DbError> {
    let sql = "SELECT id, need_id, state_json, picks_json, plan_json, aims, version, made_by_id, made_at, changed_at
               FROM need_plan WHERE id = $1";
    reads.maybe(sql, args![id], kept).await
}

/// The kept plans of a need, the newest first.
/// Ids of what does the steps of a plan; none when there is no such plan.
pub(crate) async fn offers_of(reads: &mut impl Reads, plan: &str) -> Result<Vec<String>, DbError> {
    let Ok(id) = plan.parse::<PlanId>() else { return Ok(Vec::new()) };
    let kept = find(reads, id).await?;
    Ok(kept.into_iter().flat_map(|kept| kept.picks).map(|pick| pick.offer).collect())
}

pub(super) async fn of_need(reads: &mut impl Reads, need: Id<Need>) -> Result<Vec<Kept>, DbError> {
    let sql = "SELECT id, need_id, state_json, picks_json, plan_json, aims, version, made_by_id, made_at, changed_at
               FROM need_plan WHERE need_id = $1 ORDER BY made_at DESC, id DESC LIMIT 20";
    reads.all(sql, args![need], kept).await
}

/// One change, as it is written down.
pub(super) struct Entry<'a> {
    pub plan: PlanId,
    pub version: i64,
    pub change: &'a str,
    pub what: &'a What,
    pub note: &'a str,
    pub by: Id<Person>,
    pub at: Timestamp,
}

pub(super) async fn note(tx: &mut Tx, entry: &Entry<'_>) -> Result<(), DbError> {
    let sql = "INSERT INTO need_plan_change (plan_id, version, change, what_json, note, by_id, at)
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let Entry { plan, version, change, what, note, by, at } = entry;
    tx.run(sql, args![*plan, *version, *change, to_json(what)?, *note, *by, *at]).await.map(drop)
}

fn changed(row: &Row) -> Result<Changed, DbError> {
    Ok(Changed {
        change: row.get("change")?,
        what: row.json("what_json")?,
        note: row.get("note")?,
        who: row.get::<Option<String>>("name")?.unwrap_or_default(),
        at: row.get("at")?,
    })
}

/// The history of a plan, oldest first.
pub(super) async fn changes(reads: &mut impl Reads, id: PlanId) -> Result<Vec<Changed>, DbError> {
    let sql = "SELECT c.change, c.what_json, c.note, p.name, c.at FROM need_plan_change c
               LEFT JOIN public_person p ON p.id = c.by_id WHERE c.plan_id = $1 ORDER BY c.version LIMIT 200";
    reads.all(sql, args![id], changed).await
}

/// The history of all plans of a need, with the plan it belongs to, oldest first.
pub(crate) async fn changes_of_need(
    reads: &mut impl Reads,
    need: Id<Need>,
) -> Result<Vec<(PlanId, Changed)>, DbError> {
    let sql = "SELECT c.plan_id, c.change, c.what_json, c.note, p.name, c.at FROM need_plan n
               JOIN need_plan_change c ON c.plan_id = n.id
               LEFT JOIN public_person p ON p.id = c.by_id
               WHERE n.need_id = $1 ORDER BY c.at, c.plan_id, c.version LIMIT 500";
    reads.all(sql, args![need], |row| Ok((row.get("plan_id")?, changed(row)?))).await
}

/// Ties a step to its request; done twice it stays as it is.
pub(super) async fn ordered(tx: &mut Tx, id: PlanId, step: i64, sent: &Sent) -> Result<(), DbError> {
    let sql = "INSERT INTO need_plan_order (plan_id, step, request_id, number) VALUES ($1, $2, $3, $4)
               ON CONFLICT (plan_id, step) DO NOTHING";
    tx.run(sql, args![id, step, &sent.id, &sent.number]).await.map(drop)
}

/// The requests of a plan's steps, in their order.
pub(super) async fn orders(reads: &mut impl Reads, id: PlanId) -> Result<Vec<(i64, Sent)>, DbError> {
    let sql = "SELECT step, request_id, number FROM need_plan_order WHERE plan_id = $1 ORDER BY step";
    let read =
        |row: &Row| Ok((row.get("step")?, Sent { id: row.get("request_id")?, number: row.get("number")? }));
    reads.all(sql, args![id], read).await
}

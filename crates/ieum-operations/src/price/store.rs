//! What is kept of prices: versions of plans, partners, vouchers.

use super::plan::{Plan, Tier};
use ieum_db::{DbError, Query, Reads, Row, Tx, args, to_json};
use ieum_kernel::{Facility, Id, Organisation, Person, Text, Thing, Timestamp};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A version of a price plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PricePlan;

impl Thing for PricePlan {
    const PREFIX: &'static str = "prp";
}

/// What a plan is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(tag = "kind", content = "id", rename_all = "snake_case")]
#[schemars(rename = "PriceTarget")]
pub enum Target {
    /// Use of an instrument.
    Instrument(Id<ieum_kernel::Instrument>),
    /// A service.
    Service(Id<ieum_kernel::Service>),
}

impl Target {
    /// `instrument` or `service`.
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Instrument(_) => "instrument",
            Self::Service(_) => "service",
        }
    }

    /// Reads `instrument` or `service` with its id.
    pub fn read(kind: &str, id: &str) -> Option<Self> {
        match kind {
            "instrument" => id.parse().ok().map(Self::Instrument),
            "service" => id.parse().ok().map(Self::Service),
            _ => None,
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Instrument(id) => id.fmt(f),
            Self::Service(id) => id.fmt(f),
        }
    }
}

/// A kept version of a plan.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
#[schemars(rename = "PricePlanVersion")]
pub struct Version {
    /// Its identity: charges keep it.
    pub id: Id<PricePlan>,
    /// Counts from 1.
    pub version: i64,
    /// The first day it holds.
    pub effective_from: Date,
    /// The plan.
    pub plan: Plan,
    /// Why it changed.
    pub note: String,
    /// When it was made.
    pub made_at: Timestamp,
}

/// What stands around a plan: the thing's names and its facility.
#[derive(Debug, Clone, Serialize)]
pub struct Priced {
    /// Its names.
    pub name: Text,
    /// The facility.
    pub facility: Id<Facility>,
    /// Its names.
    pub facility_name: Text,
    /// The facility's organisation.
    pub organisation: Option<Id<Organisation>>,
    /// National registration number; empty for services.
    pub registration_number: String,
    /// `self`, `assisted` or `request`.
    pub access_mode: String,
}

pub(super) fn day<T: FromStr>(row: &Row, column: &str) -> Result<T, DbError> {
    let text: String = row.get(column)?;
    text.parse().map_err(|_wrong| DbError::Decode { column: column.to_owned(), source: "not a day".into() })
}

fn version(row: &Row) -> Result<Version, DbError> {
    Ok(Version {
        id: row.get("id")?,
        version: row.get("version")?,
        effective_from: day(row, "effective_from")?,
        plan: row.json("plan_json")?,
        note: row.get("note")?,
        made_at: row.get("made_at")?,
    })
}

/// The version that holds on a day, if there is one.
pub(crate) async fn on(db: &mut impl Reads, target: Target, day: Date) -> Result<Option<Version>, DbError> {
    let sql = "SELECT id, version, effective_from, plan_json, note, made_at FROM price_plan
               WHERE target_kind = $1 AND target_id = $2 AND effective_from <= $3
               ORDER BY effective_from DESC, version DESC LIMIT 1";
    db.maybe(sql, args![target.kind(), target.to_string(), day], version).await
}

/// One version.
pub(crate) async fn by_id(db: &mut impl Reads, id: Id<PricePlan>) -> Result<Option<Version>, DbError> {
    let sql = "SELECT id, version, effective_from, plan_json, note, made_at FROM price_plan WHERE id = $1";
    db.maybe(sql, args![id], version).await
}

/// Every version, newest first.
pub(crate) async fn versions(db: &mut impl Reads, target: Target) -> Result<Vec<Version>, DbError> {
    let sql = "SELECT id, version, effective_from, plan_json, note, made_at FROM price_plan
               WHERE target_kind = $1 AND target_id = $2 ORDER BY version DESC LIMIT 100";
    db.all(sql, args![target.kind(), target.to_string()], version).await
}

/// Keeps a new version; `after` is the newest version the writer saw.
pub(crate) async fn insert(
    tx: &mut Tx,
    id: Id<PricePlan>,
    target: Target,
    facility: Id<Facility>,
    after: i64,
    said: (&Plan, Date, &str),
    by: (Id<Person>, Timestamp),
) -> Result<(), DbError> {
    let sql =
        "INSERT INTO price_plan (id, facility_id, target_kind, target_id, version, effective_from, plan_json,
                 note, made_by_id, made_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let (plan, from, note) = said;
    let (number, kind, target) = (after.saturating_add(1), target.kind(), target.to_string());
    let values = args![id, facility, kind, target, number, from, to_json(plan)?, note, by.0, by.1];
    tx.run(sql, values).await.map(drop)
}

/// What a target is called and where it stands.
pub(crate) async fn priced(db: &mut impl Reads, target: Target) -> Result<Option<Priced>, DbError> {
    let read = |row: &Row| {
        let text = |column: &str| row.get::<Option<String>>(column).map(Option::unwrap_or_default);
        Ok(Priced {
            name: Text { ko: text("name_ko")?, en: text("name_en")? },
            facility: row.get("facility_id")?,
            facility_name: Text { ko: text("facility_ko")?, en: text("facility_en")? },
            organisation: row.get("organisation_id")?,
            registration_number: text("registration_number")?,
            access_mode: text("access_mode")?,
        })
    };
    match target {
        Target::Instrument(id) => {
            let sql = "SELECT i.name_ko, i.name_en, i.facility_id, i.registration_number, i.access_mode,
                              f.name_ko AS facility_ko, f.name_en AS facility_en, f.organisation_id
                       FROM public_instrument i LEFT JOIN public_facility f ON f.id = i.facility_id
                       WHERE i.id = $1 AND i.facility_id IS NOT NULL";
            db.maybe(sql, args![id], read).await
        }
        Target::Service(id) => {
            let sql = "SELECT s.name_ko, s.name_en, s.facility_id, '' AS registration_number, s.access_mode,
                              f.name_ko AS facility_ko, f.name_en AS facility_en, f.organisation_id
                       FROM public_service s LEFT JOIN public_facility f ON f.id = s.facility_id
                       WHERE s.id = $1 AND s.facility_id IS NOT NULL";
            db.maybe(sql, args![id], read).await
        }
    }
}

/// A thing of a facility with the newest version of its plan.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Listed {
    /// `instrument` or `service`.
    pub kind: String,
    /// Its id.
    pub id: String,
    /// Its names.
    pub name: Text,
    /// The newest version; nothing without a plan.
    pub version: Option<i64>,
    /// The first day of that version.
    pub effective_from: Option<String>,
}

/// Everything of a facility that can have a price.
pub(crate) async fn listed(db: &mut impl Reads, facility: Id<Facility>) -> Result<Vec<Listed>, DbError> {
    let sql = "SELECT x.kind, x.id, x.name_ko, x.name_en, p.version, p.effective_from
               FROM (SELECT 'instrument' AS kind, i.id, i.name_ko, i.name_en FROM public_instrument i
                     WHERE i.facility_id = $1
                     UNION ALL
                     SELECT 'service' AS kind, s.id, s.name_ko, s.name_en FROM public_service s
                     WHERE s.facility_id = $1) x
               LEFT JOIN price_plan p ON p.target_kind = x.kind AND p.target_id = x.id
                 AND p.version = (SELECT MAX(n.version) FROM price_plan n
                                  WHERE n.target_kind = x.kind AND n.target_id = x.id)
               ORDER BY x.kind, x.name_ko, x.id LIMIT 1000";
    db.all(sql, args![facility], |row| {
        let text = |column: &str| row.get::<Option<String>>(column).map(Option::unwrap_or_default);
        Ok(Listed {
            kind: row.get("kind")?,
            id: row.get("id")?,
            name: Text { ko: text("name_ko")?, en: text("name_en")? },
            version: row.get("version")?,
            effective_from: row.get("effective_from")?,
        })
    })
    .await
}

/// The things of a facility that have a price on a day, with their names.
pub(crate) async fn with_plan(
    db: &mut impl Reads,
    facility: Id<Facility>,
    day: Date,
) -> Result<Vec<(Target, Text)>, DbError> {
    let sql = "SELECT x.kind, x.id, x.name_ko, x.name_en
               FROM (SELECT 'service' AS kind, s.id, s.name_ko, s.name_en FROM public_service s
                     WHERE s.facility_id = $1
                     UNION ALL
                     SELECT 'instrument' AS kind, i.id, i.name_ko, i.name_en FROM public_instrument i
                     WHERE i.facility_id = $1) x
               WHERE EXISTS (SELECT 1 FROM price_plan p WHERE p.target_kind = x.kind AND p.target_id = x.id
                             AND p.effective_from <= $2)
               ORDER BY x.kind DESC, x.name_ko, x.id LIMIT 1000";
    let found = db.all(sql, args![facility, day], |row| {
        let text = |column: &str| row.get::<Option<String>>(column).map(Option::unwrap_or_default);
        let (kind, id): (String, String) = (row.get("kind")?, row.get("id")?);
        Ok((Target::read(&kind, &id), Text { ko: text("name_ko")?, en: text("name_en")? }))
    });
    Ok(found.await?.into_iter().filter_map(|(target, name)| Some((target?, name))).collect())
}

/// The tier of a payer at a facility on a day: the facility's own organisation, what was agreed, else by kind and size.
pub(crate) async fn tier(
    db: &mut impl Reads,
    facility: Id<Facility>,
    payer: Option<Id<Organisation>>,
    day: Date,
) -> Result<Tier, DbError> {
    let Some(payer) = payer else { return Ok(Tier::Sme) };
    let sql = "SELECT o.kind, o.size, f.organisation_id AS own, a.tier
               FROM public_organisation o
               LEFT JOIN public_facility f ON f.id = $1
               LEFT JOIN price_agreement a ON a.facility_id = $1 AND a.organisation_id = o.id
                 AND a.valid_from <= $3 AND a.valid_until >= $3
               WHERE o.id = $2";
    let found = db.maybe(sql, args![facility, payer, day], |row| tier_of(row, payer));
    Ok(found.await?.unwrap_or(Tier::Sme))
}

fn tier_of(row: &Row, payer: Id<Organisation>) -> Result<Tier, DbError> {
    let own: Option<Id<Organisation>> = row.get("own")?;
    let agreed: Option<String> = row.get("tier")?;
    if let Some(tier) = agreed.and_then(|tier| tier.parse().ok()) {
        return Ok(tier);
    }
    if own == Some(payer) {
        return Ok(Tier::Internal);
    }
    let text = |column: &str| row.get::<Option<String>>(column).map(Option::unwrap_or_default);
    Ok(Tier::of(&text("kind")?, &text("size")?))
}

/// The tiers of a payer at several facilities on a day, in one statement; a payer that is not known has none.
pub(super) async fn tiers(
    db: &mut impl Reads,
    facilities: &[Id<Facility>],
    payer: Id<Organisation>,
    day: Date,
) -> Result<Vec<(Id<Facility>, Tier)>, DbError> {
    let base = "SELECT f.id AS facility_id, f.organisation_id AS own, o.kind, o.size, a.tier
               FROM public_facility f
               JOIN public_organisation o ON o.id = $1
               LEFT JOIN price_agreement a ON a.facility_id = f.id AND a.organisation_id = o.id
                 AND a.valid_from <= $2 AND a.valid_until >= $2
               WHERE TRUE";
    let (sql, values) = Query::new(base, args![payer, day])
        .and_in(" AND f.id IN (?)", facilities.iter().copied())
        .and(" ORDER BY f.id", args![])
        .finish();
    db.all(sql, values, |row| Ok((row.get("facility_id")?, tier_of(row, payer)?))).await
}

/// The versions that hold on a day for several things, in one statement.
pub(super) async fn all_on(
    db: &mut impl Reads,
    targets: &[Target],
    day: Date,
) -> Result<Vec<(String, Version)>, DbError> {
    let base = "SELECT p.target_id, p.id, p.version, p.effective_from, p.plan_json, p.note, p.made_at FROM price_plan p
               WHERE p.effective_from <= $1 AND NOT EXISTS (SELECT 1 FROM price_plan n
                 WHERE n.target_kind = p.target_kind AND n.target_id = p.target_id AND n.effective_from <= $1
                   AND (n.effective_from > p.effective_from
                     OR (n.effective_from = p.effective_from AND n.version > p.version)))";
    let (sql, values) = Query::new(base, args![day])
        .and_in(" AND p.target_id IN (?)", targets.iter().map(ToString::to_string))
        .and(" ORDER BY p.target_id", args![])
        .finish();
    db.all(sql, values, |row| Ok((row.get("target_id")?, version(row)?))).await
}

//! Agreements: which organisation has which tier at a facility, from when to when.

use super::plan::Tier;
use super::policy::Refusal;
use super::service::sets_prices;
use super::store::day;
use ieum_db::{Audit, DbError, Reads, Row, Tx, args};
use ieum_kernel::{Actor, Facility, Id, Organisation, Person, Text, Thing, Timestamp};
use ieum_web::{App, Problem};
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;
use serde_json::json;

/// 협약.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AgreementThing;

impl Thing for AgreementThing {
    const PREFIX: &'static str = "pag";
}

/// One agreement.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Agreement {
    /// Its identity.
    pub id: Id<AgreementThing>,
    /// At which facility.
    pub facility: Id<Facility>,
    /// With whom.
    pub organisation: Id<Organisation>,
    /// Their names.
    pub name: Text,
    /// What they pay.
    pub tier: Tier,
    /// First day.
    pub valid_from: Date,
    /// Last day; the last day of the calendar where none was named.
    pub valid_until: Date,
    /// What stands in the agreement.
    pub note: String,
    /// Who wrote it down.
    pub made_by: Id<Person>,
    /// When.
    pub made_at: Timestamp,
}

/// The last day of an agreement without one.
pub(crate) const OPEN_END: Date = Date::constant(9999, 12, 31);

/// Why no agreement was kept.
#[derive(Debug, thiserror::Error)]
pub enum AgreementError {
    /// The rules said no.
    #[error("refused for {} reason(s)", .0.len())]
    Refused(Vec<Refusal>),
    /// Not for this person.
    #[error("no such agreement")]
    NotFound,
    /// The database.
    #[error("cannot reach the agreements")]
    Db(#[from] DbError),
}

impl From<AgreementError> for Problem {
    fn from(error: AgreementError) -> Self {
        match error {
            AgreementError::Refused(reasons) => Self::refused("price", reasons),
            AgreementError::NotFound => Self::not_found(),
            AgreementError::Db(error) => error.into(),
        }
    }
}

fn agreement(row: &Row) -> Result<Agreement, DbError> {
    let text = |column: &str| row.get::<Option<String>>(column).map(Option::unwrap_or_default);
    Ok(Agreement {
        id: row.get("id")?,
        facility: row.get("facility_id")?,
        organisation: row.get("organisation_id")?,
        name: Text { ko: text("name_ko")?, en: text("name_en")? },
        tier: day(row, "tier")?,
        valid_from: day(row, "valid_from")?,
        valid_until: day(row, "valid_until")?,
        note: row.get("note")?,
        made_by: row.get("made_by_id")?,
        made_at: row.get("made_at")?,
    })
}

/// The agreements of a facility, the one that ends last first.
pub(crate) async fn of_facility(
    db: &mut impl Reads,
    facility: Id<Facility>,
) -> Result<Vec<Agreement>, DbError> {
    let sql = "SELECT a.id, a.facility_id, a.organisation_id, a.tier, a.valid_from, a.valid_until, a.note, a.made_by_id,
                      a.made_at, o.name_ko, o.name_en
               FROM price_agreement a LEFT JOIN public_organisation o ON o.id = a.organisation_id
               WHERE a.facility_id = $1 ORDER BY a.valid_until DESC, o.name_ko, a.id LIMIT 1000";
    db.all(sql, args![facility], agreement).await
}

async fn find(db: &mut impl Reads, id: Id<AgreementThing>) -> Result<Option<Agreement>, DbError> {
    let sql = "SELECT a.id, a.facility_id, a.organisation_id, a.tier, a.valid_from, a.valid_until, a.note, a.made_by_id,
                      a.made_at, o.name_ko, o.name_en
               FROM price_agreement a LEFT JOIN public_organisation o ON o.id = a.organisation_id WHERE a.id = $1";
    db.maybe(sql, args![id], agreement).await
}

/// What somebody agreed with an organisation.
#[derive(Debug, Clone)]
pub struct Agreed {
    /// At which facility.
    pub facility: Id<Facility>,
    /// With whom.
    pub organisation: Id<Organisation>,
    /// What they pay.
    pub tier: Tier,
    /// First day.
    pub from: Date,
    /// Last day, if one is named.
    pub until: Option<Date>,
    /// What stands in the agreement.
    pub note: String,
}

/// Writes an agreement down; it counts for uses and quotes from its first day on.
///
/// # Errors
/// Every reason at once; not this person's facility; faults of the database.
pub async fn agree(app: &App, actor: &Actor, agreed: Agreed) -> Result<Id<AgreementThing>, AgreementError> {
    let me = actor.person.ok_or(AgreementError::NotFound)?;
    if !sets_prices(actor, agreed.facility) {
        return Err(AgreementError::NotFound);
    }
    let until = agreed.until.unwrap_or(OPEN_END);
    let mut tx = app.db.begin().await?;
    let mut reasons = Vec::new();
    if until < agreed.from {
        reasons.push(Refusal::AgreementEndsBeforeStart);
    }
    for other in of_facility(&mut tx, agreed.facility).await? {
        if other.organisation == agreed.organisation
            && other.valid_from <= until
            && other.valid_until >= agreed.from
        {
            let (from, until) = (other.valid_from, other.valid_until);
            reasons.push(Refusal::AgreementOverlaps { from, until });
        }
    }
    if !reasons.is_empty() {
        return Err(AgreementError::Refused(reasons));
    }
    let (id, at): (Id<AgreementThing>, _) = (app.new_id(), app.now());
    let sql =
        "INSERT INTO price_agreement (id, facility_id, organisation_id, tier, valid_from, valid_until, note,
                 made_by_id, made_at, changed_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)";
    let note = agreed.note.trim();
    let values =
        args![id, agreed.facility, agreed.organisation, agreed.tier.key(), agreed.from, until, note, me, at];
    if let Err(error) = tx.run(sql, values).await {
        if error.is_constraint("price_agreement_no_overlap") {
            let (from, until) = (agreed.from, until);
            return Err(AgreementError::Refused(vec![Refusal::AgreementOverlaps { from, until }]));
        }
        return Err(error.into());
    }
    let after = json!({ "organisation": agreed.organisation, "tier": agreed.tier, "from": agreed.from, "until": until });
    noted(&mut tx, "agreement.made", id, me, after, at).await?;
    tx.commit().await?;
    Ok(id)
}

/// Ends an agreement on a day: the last on which it counts.
///
/// # Errors
/// A day before it began; not this person's facility; faults of the database.
pub async fn end(
    app: &App,
    actor: &Actor,
    id: Id<AgreementThing>,
    last: Date,
) -> Result<Agreement, AgreementError> {
    let me = actor.person.ok_or(AgreementError::NotFound)?;
    let mut tx = app.db.begin().await?;
    let found = find(&mut tx, id).await?.filter(|one| sets_prices(actor, one.facility));
    let found = found.ok_or(AgreementError::NotFound)?;
    // An agreement that should never have counted ends on the day before it began: it goes.
    if last < found.valid_from.saturating_sub(1.day()) {
        return Err(AgreementError::Refused(vec![Refusal::AgreementEndsBeforeStart]));
    }
    let at = app.now();
    let ended = Agreement { valid_until: last, ..found };
    if last < ended.valid_from {
        tx.run("DELETE FROM price_agreement WHERE id = $1", args![id]).await?;
    } else {
        let sql = "UPDATE price_agreement SET valid_until = $2, changed_at = $3 WHERE id = $1";
        tx.run(sql, args![id, last, at]).await?;
    }
    noted(&mut tx, "agreement.ended", id, me, json!({ "until": last }), at).await?;
    tx.commit().await?;
    Ok(ended)
}

async fn noted(
    tx: &mut Tx,
    action: &str,
    id: Id<AgreementThing>,
    by: Id<Person>,
    after: serde_json::Value,
    at: Timestamp,
) -> Result<(), DbError> {
    let thing = id.to_string();
    let entry =
        Audit { actor: Some(by), action, thing: &thing, before: None, after: Some(after.clone()), at };
    tx.audit(&entry).await?;
    tx.emit(action, &thing, &after, at).await
}

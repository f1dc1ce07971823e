//! Charges that staff state with a reason; above a bound a second person decides before anything is charged.

use super::BillingSettings;
use super::charge::{Charge, ChargeThing, plain};
use super::charging::keep;
use super::invoice::bills;
use super::policy::{Refusal, deciding_refusals, stating_refusals};
use crate::price::VAT_PERCENT;
use crate::quote::Vat;
use crate::request;
use ieum_db::{Audit, DbError, Query, Reads, Row, Tx, args};
use ieum_kernel::{
    Actor, Facility, Id, Money, Organisation, Person, Ratio, Request, Rounding, Text, Thing, Timestamp,
};
use ieum_web::{App, Problem};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// 담당자가 적은 사용료.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatedThing;

impl Thing for StatedThing {
    const PREFIX: &'static str = "stc";
}

/// What somebody states.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Statement {
    /// Who is paid.
    pub facility: Id<Facility>,
    /// Who pays; for a request its organisation.
    #[serde(default)]
    pub organisation: Option<Id<Organisation>>,
    /// The request it belongs to.
    #[serde(default)]
    pub request: Option<Id<Request>>,
    /// What for.
    pub description: Text,
    /// The supply.
    pub supply: Money,
    /// How it is taxed.
    #[serde(default)]
    pub vat: Vat,
    /// `equipment_fee` or `test_fee`.
    pub budget_line: String,
    /// The day it is for.
    pub used_on: Date,
    /// Why.
    pub reason: String,
}

/// A statement as it stands.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
pub struct Stated {
    /// Its identity.
    pub id: Id<StatedThing>,
    /// What was stated.
    #[serde(flatten)]
    pub said: Statement,
    /// The payer's names.
    pub payer: Text,
    /// Whether a second person decides.
    pub needs_second: bool,
    /// `waiting`, `charged` or `rejected`.
    pub state: String,
    /// Who stated it.
    pub stated_by: Id<Person>,
    /// Their name.
    pub stated_by_name: String,
    /// When.
    pub stated_at: Timestamp,
    /// What was said when it was decided.
    pub decision: String,
    /// The charge it became.
    pub charge: Option<Id<ChargeThing>>,
}

/// Why nothing was charged.
#[derive(Debug, thiserror::Error)]
pub enum StatedError {
    /// The rules said no.
    #[error("refused for {} reason(s)", .0.len())]
    Refused(Vec<Refusal>),
    /// Not for this person.
    #[error("no such charge")]
    NotFound,
    /// The database.
    #[error("cannot reach the charges")]
    Db(#[from] DbError),
}

impl From<StatedError> for Problem {
    fn from(error: StatedError) -> Self {
        match error {
            StatedError::Refused(reasons) => Self::refused("billing", reasons),
            StatedError::NotFound => Self::not_found(),
            StatedError::Db(error) => error.into(),
        }
    }
}

fn stated(row: &Row) -> Result<Stated, DbError> {
    let text = |column: &str| row.get::<Option<String>>(column).map(Option::unwrap_or_default);
    let wrong = |column: &str| DbError::Decode { column: column.to_owned(), source: "cannot be read".into() };
    let currency = text("currency")?.parse().map_err(|_unknown| wrong("currency"))?;
    Ok(Stated {
        id: row.get("id")?,
        said: Statement {
            facility: row.get("facility_id")?,
            organisation: row.get("organisation_id")?,
            request: row.get("request_id")?,
            description: Text { ko: text("description_ko")?, en: text("description_en")? },
            supply: Money { minor: row.get("supply_minor")?, currency },
            vat: text("vat")?.parse().map_err(|_unknown| wrong("vat"))?,
            budget_line: text("budget_line")?,
            used_on: text("used_on")?.parse().map_err(|_wrong| wrong("used_on"))?,
            reason: text("reason")?,
        },
        payer: Text { ko: text("name_ko")?, en: text("name_en")? },
        needs_second: row.get("needs_second")?,
        state: text("state")?,
        stated_by: row.get("stated_by_id")?,
        stated_by_name: text("stated_by_name")?,
        stated_at: row.get("stated_at")?,
        decision: text("decision")?,
        charge: row.get("charge_id")?,
    })
}

async fn rows(
    db: &mut impl Reads,
    id: Option<Id<StatedThing>>,
    facilities: &[Id<Facility>],
    waiting: bool,
) -> Result<Vec<Stated>, DbError> {
    let base = "SELECT s.id, s.facility_id, s.organisation_id, s.request_id, s.description_ko, s.description_en,
                       s.supply_minor, s.currency, s.vat, s.budget_line, s.used_on, s.reason, s.needs_second, s.state,
                       s.stated_by_id, s.stated_at, s.decision, s.charge_id, o.name_ko, o.name_en,
                       p.name AS stated_by_name
                FROM stated_charge s
                LEFT JOIN public_organisation o ON o.id = s.organisation_id
                LEFT JOIN public_person p ON p.id = s.stated_by_id
                WHERE s.stated_at IS NOT NULL";
    let query = Query::new(base, args![]).and_some(" AND s.id = ?", id);
    let query = if id.is_none() {
        query.and_in(" AND s.facility_id IN (?)", facilities.iter().copied())
    } else {
        query
    };
    let (sql, values) = query
        .and_if(waiting, " AND s.state = 'waiting'", args![])
        .and(" ORDER BY s.stated_at DESC, s.id LIMIT 200", args![])
        .finish();
    db.all(sql, values, stated).await
}

/// Statements of facilities that wait for a second person.
pub(crate) async fn waiting(
    db: &mut impl Reads,
    facilities: &[Id<Facility>],
) -> Result<Vec<Stated>, DbError> {
    rows(db, None, facilities, true).await
}

/// The statements of a facility, newest first.
pub(super) async fn of_facility(db: &mut impl Reads, id: Id<Facility>) -> Result<Vec<Stated>, DbError> {
    rows(db, None, &[id], false).await
}

/// One statement, for those who bill for its facility.
pub(super) async fn find(
    db: &mut impl Reads,
    actor: &Actor,
    id: Id<StatedThing>,
) -> Result<Option<Stated>, DbError> {
    let found = rows(db, Some(id), &[], false).await?.into_iter().next();
    Ok(found.filter(|one| bills(actor, one.said.facility)))
}

/// States a charge: it is charged at once, or waits for a second person above the bound.
///
/// # Errors
/// Every reason at once; not this person's facility; faults of the database.
pub async fn state(app: &App, actor: &Actor, said: Statement) -> Result<Stated, StatedError> {
    let me = actor.person.ok_or(StatedError::NotFound)?;
    if !bills(actor, said.facility) {
        return Err(StatedError::NotFound);
    }
    let mut tx = app.db.begin().await?;
    let mut said = said;
    if let Some(id) = said.request {
        let of = request::load(&mut tx, id).await?.filter(|r| r.facility == Some(said.facility));
        said.organisation = of.ok_or(StatedError::NotFound)?.organisation.or(said.organisation);
    }
    let bound = Money::won(app.settings::<BillingSettings>().second_person_above_won);
    let reasons = stating_refusals(&said);
    if !reasons.is_empty() {
        return Err(StatedError::Refused(reasons));
    }
    // A bound in won says nothing of other currencies: those always wait for a second person.
    let needs_second = said.supply.currency != bound.currency || said.supply.minor > bound.minor;
    let (id, at): (Id<StatedThing>, _) = (app.new_id(), app.now());
    let sql = "INSERT INTO stated_charge (id, facility_id, organisation_id, request_id, description_ko, description_en,
                 supply_minor, currency, vat, budget_line, used_on, reason, needs_second, state, stated_by_id, stated_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'waiting', $14, $15)";
    let values = args![
        id,
        said.facility,
        said.organisation,
        said.request,
        &said.description.ko,
        &said.description.en,
        said.supply.minor,
        said.supply.currency.code(),
        said.vat.key(),
        &said.budget_line,
        said.used_on,
        said.reason.trim(),
        needs_second,
        me,
        at
    ];
    tx.run(sql, values).await?;
    noted(&mut tx, "charge.stated", id, me, json!({ "said": said, "needs_second": needs_second }), at)
        .await?;
    if !needs_second {
        charge(&mut tx, app, id, &said, me, None).await?;
    }
    let made = rows(&mut tx, Some(id), &[], false).await?.into_iter().next();
    tx.commit().await?;
    made.ok_or(StatedError::NotFound)
}

/// Makes the charge of a statement; `second` is who agreed to it.
async fn charge(
    tx: &mut Tx,
    app: &App,
    id: Id<StatedThing>,
    said: &Statement,
    stated_by: Id<Person>,
    second: Option<Id<Person>>,
) -> Result<(), StatedError> {
    let wide = |_wide| StatedError::Db(DbError::NotFound);
    let vat = match said.vat {
        Vat::Standard => said.supply.share(Ratio::percent(VAT_PERCENT), Rounding::Down).map_err(wide)?,
        Vat::Exempt | Vat::Zero => Money::zero(said.supply.currency),
    };
    let args = [("reason".to_owned(), json!(said.reason))].into();
    let calculation = plain("stated", said.supply, vat, args).ok_or(DbError::NotFound)?;
    let now = app.now();
    let person = match said.request {
        Some(id) => request::load(tx, id).await?.map(|request| request.person),
        None => None,
    };
    let charge = Charge {
        id: app.new_id(),
        kind: "stated".to_owned(),
        facility: said.facility,
        organisation: said.organisation,
        person,
        request: said.request,
        usage: None,
        quote: None,
        quote_line: None,
        instrument: None,
        service: None,
        description: said.description.clone(),
        registration_number: String::new(),
        access_mode: if said.budget_line == "test_fee" { "request" } else { "assisted" }.to_owned(),
        budget_line: said.budget_line.clone(),
        quantity: String::new(),
        calculation,
        plan: None,
        voucher: None,
        reverses: None,
        reason: said.reason.clone(),
        used_on: said.used_on,
        review_until: now.plus_days(app.settings::<BillingSettings>().review_days),
        made_by: second.unwrap_or(stated_by),
        made_at: now,
    };
    keep(tx, &charge).await?;
    let sql =
        "UPDATE stated_charge SET state = 'charged', charge_id = $2, decided_by_id = $3, decided_at = $4
               WHERE id = $1";
    tx.run(sql, args![id, charge.id, second, second.map(|_| now)]).await?;
    Ok(())
}

/// Decides on a statement that waits: somebody else than who stated it agrees, or turns it down with a reason.
///
/// # Errors
/// Every reason at once; not this person's facility; faults of the database.
pub async fn decide(
    app: &App,
    actor: &Actor,
    id: Id<StatedThing>,
    agree: bool,
    words: &str,
) -> Result<Stated, StatedError> {
    let me = actor.person.ok_or(StatedError::NotFound)?;
    let mut tx = app.db.begin().await?;
    // Whoever decides at the same moment waits for this one.
    tx.run("UPDATE stated_charge SET decision = decision WHERE id = $1", args![id]).await?;
    let found = find(&mut tx, actor, id).await?.ok_or(StatedError::NotFound)?;
    let reasons = deciding_refusals(&found, me, agree, words);
    if !reasons.is_empty() {
        return Err(StatedError::Refused(reasons));
    }
    let at = app.now();
    if agree {
        charge(&mut tx, app, id, &found.said, found.stated_by, Some(me)).await?;
    } else {
        let sql =
            "UPDATE stated_charge SET state = 'rejected', decided_by_id = $2, decided_at = $3, decision = $4
                   WHERE id = $1";
        tx.run(sql, args![id, me, at, words.trim()]).await?;
    }
    let action = if agree { "charge.approved" } else { "charge.rejected" };
    noted(&mut tx, action, id, me, json!({ "words": words }), at).await?;
    let made = rows(&mut tx, Some(id), &[], false).await?.into_iter().next();
    tx.commit().await?;
    made.ok_or(StatedError::NotFound)
}

async fn noted(
    tx: &mut Tx,
    action: &str,
    id: Id<StatedThing>,
    by: Id<Person>,
    after: serde_json::Value,
    at: Timestamp,
) -> Result<(), DbError> {
    let thing = id.to_string();
    let entry = Audit { actor: Some(by), action, thing: &thing, before: None, after: Some(after), at };
    tx.audit(&entry).await?;
    tx.emit(action, &thing, &json!({ "stated": id }), at).await
}

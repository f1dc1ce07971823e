//! Prices put together: which version holds, for which tier, with which voucher.

use super::bands::banded;
use super::calculate::{Calculation, Measured, Subsidy, Unpriced, price, sound};
use super::plan::{Basis, Plan, Tier, Vat};
use super::store::{self, PricePlan};
/// What pages read; they come to the store through here.
pub(super) use super::store::{Priced, Target, listed, on, priced, tier, versions};
use super::voucher_store::{self, Voucher};
use ieum_db::{Audit, DbError, Reads, Tx};
use ieum_kernel::{Actor, Facility, Id, Money, Organisation, Person, Role, TimeSpan, Zone};
use ieum_web::{App, Problem};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeMap;

/// Whether somebody sets the prices of a facility.
pub fn sets_prices(actor: &Actor, facility: Id<Facility>) -> bool {
    let billing = actor.is(Role::Billing) || actor.is(Role::Staff);
    actor.is(Role::Operator) || (billing && actor.works_for(facility))
}

/// A price with where it came from.
#[derive(Debug, Clone)]
pub struct PricedUse {
    /// The amount and its trace.
    pub calculation: Calculation,
    /// The version of the plan.
    pub plan: Id<PricePlan>,
    /// Its number.
    pub version: i64,
    /// The voucher that pays a part.
    pub voucher: Option<Id<Voucher>>,
}

/// Why there is no price.
#[derive(Debug, thiserror::Error)]
pub enum PriceError {
    /// No plan holds on the day.
    #[error("no price plan holds on the day of use")]
    NoPlan,
    /// The plan cannot price it.
    #[error("the plan cannot price it")]
    Unpriced(#[from] Unpriced),
    /// The database.
    #[error("cannot reach the prices")]
    Db(#[from] DbError),
}

/// What was used, as far as prices go.
#[derive(Debug, Clone, Default)]
pub struct Quantities {
    /// By basis: minutes for time.
    pub counted: BTreeMap<Basis, i64>,
    /// Keys of granted discounts.
    pub discounts: Vec<String>,
    /// Keys of surcharges.
    pub surcharges: Vec<String>,
    /// When it was used or will be, for hours of the day that cost more or less.
    pub time: Option<(TimeSpan, Zone)>,
}

/// Prices a use on a day for a payer, with their voucher when they have one that fits.
///
/// # Errors
/// No plan, a plan that does not fit, or the database.
pub async fn price_use(
    db: &mut impl Reads,
    target: Target,
    facility: Id<Facility>,
    payer: Option<Id<Organisation>>,
    day: Date,
    used: Quantities,
) -> Result<PricedUse, PriceError> {
    let version = store::on(db, target, day).await?.ok_or(PriceError::NoPlan)?;
    let tier = store::tier(db, facility, payer, day).await?;
    let voucher = match payer {
        Some(payer) => {
            let found = voucher_store::usable(db, payer, day, version.plan.currency.code()).await?;
            found.into_iter().next()
        }
        None => None,
    };
    let subsidy = voucher.as_ref().map(|voucher| Subsidy {
        name: voucher.name.clone(),
        percent: voucher.percent,
        left: voucher.left(),
    });
    let measured = Measured { subsidy, ..measured(&version.plan, tier, used) };
    let calculation = price(&version.plan, &measured)?;
    let voucher = voucher.map(|voucher| voucher.id).filter(|_| calculation.subsidy.minor > 0);
    Ok(PricedUse { calculation, plan: version.id, version: version.version, voucher })
}

/// What was used as a plan measures it.
fn measured(plan: &Plan, tier: Tier, used: Quantities) -> Measured {
    let Quantities { counted, discounts, surcharges, time } = used;
    let banded = time.map(|(span, zone)| banded(plan, &zone, span)).unwrap_or_default();
    Measured { tier, quantities: counted, banded, discounts, surcharges, subsidy: None }
}

/// A price from the list: which version said so, for which payer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct FromPlan {
    /// The version of the plan.
    pub plan: Id<PricePlan>,
    /// Its number.
    pub version: i64,
    /// The tier of the payer.
    pub tier: Tier,
    /// The amount and its trace, no voucher counted.
    pub calculation: Calculation,
    /// How the plan is taxed.
    pub vat: Vat,
}

/// Prices what somebody may order on a day, before any voucher.
///
/// # Errors
/// No plan, a plan that does not fit, or the database.
pub async fn price_ahead(
    db: &mut impl Reads,
    target: Target,
    facility: Id<Facility>,
    payer: Option<Id<Organisation>>,
    day: Date,
    wanted: Quantities,
) -> Result<FromPlan, PriceError> {
    let version = store::on(db, target, day).await?.ok_or(PriceError::NoPlan)?;
    let tier = store::tier(db, facility, payer, day).await?;
    let calculation = price(&version.plan, &measured(&version.plan, tier, wanted))?;
    let (plan, vat) = (version.id, version.plan.vat);
    Ok(FromPlan { plan, version: version.version, tier, calculation, vat })
}

/// Prices other quantities by the version and for the tier of an earlier price.
///
/// # Errors
/// The version is gone, does not fit, or the database.
pub async fn price_again(
    db: &mut impl Reads,
    earlier: &FromPlan,
    used: Quantities,
) -> Result<Calculation, PriceError> {
    let version = store::by_id(db, earlier.plan).await?.ok_or(PriceError::NoPlan)?;
    Ok(price(&version.plan, &measured(&version.plan, earlier.tier, used))?)
}

/// What one hour, sample or run costs an organisation today, for cards and booking pages; nothing without a plan.
///
/// # Errors
/// Faults of the database.
pub async fn price_hint(
    app: &App,
    target: Target,
    organisation: Option<Id<Organisation>>,
) -> Result<Option<(Basis, Money)>, Problem> {
    let mut reader = app.db.reader();
    let today = app.zone.day(app.now());
    let Some(version) = store::on(&mut reader, target, today).await? else { return Ok(None) };
    let Some(priced) = store::priced(&mut reader, target).await? else { return Ok(None) };
    let tier = match organisation {
        Some(_) => store::tier(&mut reader, priced.facility, organisation, today).await?,
        None => Tier::MidLarge,
    };
    let first = version.plan.rates.first().map(|rate| rate.basis);
    Ok(first.and_then(|basis| Some((basis, version.plan.first_price(basis, tier)?))))
}

/// Makes a new version of a plan, effective from a day; `seen` is the newest version the writer saw.
///
/// # Errors
/// A plan that contradicts itself; a newer version than seen; faults of the database.
#[expect(clippy::too_many_arguments, reason = "one version and who makes it; a struct would be made once")]
pub async fn set_plan(
    app: &App,
    tx: &mut Tx,
    by: Id<Person>,
    target: Target,
    priced: &Priced,
    seen: i64,
    plan: &Plan,
    from: Date,
    note: &str,
) -> Result<(), SetError> {
    sound(plan)?;
    let newest = store::versions(tx, target).await?.first().map_or(0, |version| version.version);
    if newest != seen {
        return Err(SetError::Stale { now: newest });
    }
    let id: Id<PricePlan> = app.new_id();
    let at = app.now();
    store::insert(tx, id, target, priced.facility, seen, (plan, from, note), (by, at)).await?;
    let thing = target.to_string();
    let after = Some(json!({ "version": seen.saturating_add(1), "from": from, "plan": plan }));
    tx.audit(&Audit { actor: Some(by), action: "price.set", thing: &thing, before: None, after, at }).await?;
    tx.emit("price.set", &thing, &json!({ "plan": id, "kind": target.kind() }), at).await?;
    Ok(())
}

/// Why a plan was not kept.
#[derive(Debug, thiserror::Error)]
pub enum SetError {
    /// It contradicts itself.
    #[error("the plan contradicts itself")]
    Wrong(#[from] Unpriced),
    /// Somebody made a version in between.
    #[error("version {now} was made in between")]
    Stale {
        /// The newest version.
        now: i64,
    },
    /// The database.
    #[error("cannot keep the plan")]
    Db(#[from] DbError),
}

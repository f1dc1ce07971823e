//! Prices of many things at once, for whoever compares them before anything is ordered.

use super::calculate::{Measured, price};
use super::plan::{Basis, Tier};
use super::service::FromPlan;
use super::store::{self, Target};
use super::voucher_store::{self, VoucherRow};
use ieum_db::{DbError, Reads};
use ieum_kernel::{Currency, Facility, Id, Organisation};
use jiff::civil::Date;
use std::collections::{BTreeMap, HashMap};

/// One thing whose price is asked.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// The instrument or service.
    pub target: Target,
    /// Where it stands.
    pub facility: Id<Facility>,
    /// Quantities: minutes for time, pieces otherwise.
    pub counted: BTreeMap<Basis, i64>,
}

/// What each of several things costs a payer on a day by its price plan, before vouchers, in the order asked; nothing
/// where no plan holds or the plan cannot price it. Two statements, however many are asked.
///
/// # Errors
/// Faults of the database.
pub async fn price_many(
    db: &mut impl Reads,
    payer: Option<Id<Organisation>>,
    day: Date,
    wanted: &[Wanted],
) -> Result<Vec<Option<FromPlan>>, DbError> {
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let targets: Vec<Target> = wanted.iter().map(|one| one.target).collect();
    let mut facilities: Vec<Id<Facility>> = wanted.iter().map(|one| one.facility).collect();
    facilities.sort_unstable();
    facilities.dedup();
    let versions: HashMap<String, store::Version> =
        store::all_on(db, &targets, day).await?.into_iter().collect();
    let tiers: HashMap<Id<Facility>, Tier> = match payer {
        Some(payer) => store::tiers(db, &facilities, payer, day).await?.into_iter().collect(),
        None => HashMap::new(),
    };
    let one = |wanted: &Wanted| {
        let version = versions.get(&wanted.target.to_string())?;
        let tier = tiers.get(&wanted.facility).copied().unwrap_or(Tier::Sme);
        let measured = Measured {
            tier,
            quantities: wanted.counted.clone(),
            banded: BTreeMap::new(),
            discounts: Vec::new(),
            surcharges: Vec::new(),
            subsidy: None,
        };
        let calculation = price(&version.plan, &measured).ok()?;
        let (plan, vat) = (version.id, version.plan.vat);
        Some(FromPlan { plan, version: version.version, tier, calculation, vat })
    };
    Ok(wanted.iter().map(one).collect())
}

/// The vouchers in won of which an organisation can use something on a day, the one that ends first first.
///
/// # Errors
/// Faults of the database.
pub async fn usable_vouchers(
    db: &mut impl Reads,
    organisation: Id<Organisation>,
    day: Date,
) -> Result<Vec<VoucherRow>, DbError> {
    voucher_store::usable(db, organisation, day, Currency::Krw.code()).await
}

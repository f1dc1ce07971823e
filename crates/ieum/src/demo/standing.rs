//! What organisations are to the platform, and what the use of their instruments costs.

use super::SampleClock;
use super::cast::Cast;
use super::files::Vocabulary;
use super::region::SampleRegion;
use anyhow::{Context, anyhow};
use ieum_governance::{PlatformRole, set_platform_role};
use ieum_kernel::{Actor, Id, Money, Organisation, Role, Text, Timestamp};
use ieum_operations::price::{Basis, Plan, Priced, Target, Tier, VoucherRow, keep_voucher, set_plan};
use ieum_web::App;
use std::collections::{BTreeMap, BTreeSet};

/// Gives every organisation its platform roles, as in the deck of the research-infrastructure platform.
pub async fn roles(app: &App, words: &Vocabulary, region: &SampleRegion, cast: &Cast) -> anyhow::Result<()> {
    let by = cast.any(Role::Operator)?.person;
    for row in &words.organisations {
        let Some(organisation) = region.organisations.get(&row.key) else { continue };
        let runs = words.facilities.iter().any(|facility| facility.organisation == row.key);
        let held = [
            (PlatformRole::User, row.kind == "firm"),
            (PlatformRole::Provider, runs),
            (PlatformRole::Complementor, row.kind == "hospital"),
            (PlatformRole::SecondComplementor, row.kind == "support" && !runs),
            (PlatformRole::Leader, row.kind == "government" || row.key == "sup1"),
            (PlatformRole::Sponsor, row.kind == "government"),
        ];
        for (role, _) in held.into_iter().filter(|(_, held)| *held) {
            set_platform_role(app, *organisation, role, true, by).await?;
        }
    }
    Ok(())
}

/// Writes a price plan for every instrument people book themselves, in force for the whole two years.
pub async fn prices(
    app: &App,
    clock: &SampleClock,
    region: &SampleRegion,
    cast: &Cast,
    today: Timestamp,
) -> anyhow::Result<()> {
    let since = today.plus_days(-2 * 365);
    clock.set(since);
    let from = app.zone.day(since);
    let tiers = BTreeMap::from([
        (Tier::Internal, 50),
        (Tier::Partner, 80),
        (Tier::Public, 80),
        (Tier::Sme, 90),
        (Tier::Foreign, 150),
    ]);
    let mut tx = app.db.begin().await?;
    for instrument in
        region.instruments.iter().filter(|i| i.kind.price_hour > 0 && i.kind.access != "request")
    {
        let by = cast.at(instrument.facility, Role::Billing)?.person;
        let Some(by) = by else { continue };
        let base = Plan::simple(Basis::Hour, Money::won(instrument.kind.price_hour));
        let plan = Plan { tiers: tiers.clone(), time_unit: 30, ..base };
        let priced = Priced {
            name: Text::new(&instrument.kind.name_ko, &instrument.kind.name_en),
            facility: instrument.facility,
            facility_name: Text::default(),
            organisation: None,
            registration_number: String::new(),
            access_mode: instrument.kind.access.clone(),
        };
        let target = Target::Instrument(instrument.id);
        set_plan(app, &mut tx, by, target, &priced, 0, &plan, from, "")
            .await
            .map_err(|error| anyhow!("cannot price an instrument: {error:?}"))?;
    }
    // What is done on request costs by the sample: the quotes of the region come from here.
    for service in region.services.iter().filter(|service| service.price > 0) {
        let Some(by) = cast.at(service.facility, Role::Billing)?.person else { continue };
        let base = Plan::simple(Basis::Sample, Money::won(service.price));
        let plan = Plan { tiers: tiers.clone(), ..base };
        let priced = Priced {
            name: Text::new(&service.name_ko, ""),
            facility: service.facility,
            facility_name: Text::default(),
            organisation: None,
            registration_number: String::new(),
            access_mode: "request".to_owned(),
        };
        set_plan(app, &mut tx, by, Target::Service(service.id), &priced, 0, &plan, from, "")
            .await
            .map_err(|error| anyhow!("cannot price a service: {error:?}"))?;
    }
    tx.commit().await?;
    Ok(())
}

/// Gives the firms of the sample accounts and some others a voucher for the two years.
///
/// # Errors
/// Nobody bills anywhere; faults of the database.
pub async fn vouchers(
    app: &App,
    clock: &SampleClock,
    words: &Vocabulary,
    cast: &Cast,
    today: Timestamp,
) -> anyhow::Result<()> {
    let since = today.plus_days(-2 * 365);
    clock.set(since);
    let by = cast.any(Role::Billing)?.person.context("nobody bills")?;
    let name = words.say("voucher", &[]);
    let organisations: BTreeSet<Id<Organisation>> =
        cast.firms.iter().take(WITH_VOUCHER).filter_map(Actor::organisation).collect();
    let mut tx = app.db.begin().await?;
    for organisation in organisations {
        let row = VoucherRow {
            id: app.new_id(),
            organisation,
            name: name.clone(),
            percent: 60,
            cap: 30_000_000,
            spent: 0,
            held: 0,
            currency: "KRW".to_owned(),
            valid_from: app.zone.day(since),
            valid_until: app.zone.day(today.plus_days(200)),
        };
        keep_voucher(&mut tx, app, &row, by).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// So many of those who act for firms bring a voucher.
const WITH_VOUCHER: usize = 8;

//! What organisations are to the platform, and what the use of their instruments costs.

use super::SampleClock;
use super::cast::Cast;
use super::files::Vocabulary;
use super::region::SampleRegion;
use anyhow::anyhow;
use ieum_governance::{PlatformRole, set_platform_role};
use ieum_kernel::{Money, Role, Text, Timestamp};
use ieum_operations::price::{Basis, Plan, Priced, Target, Tier, set_plan};
use ieum_web::App;
use std::collections::BTreeMap;

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
    tx.commit().await?;
    Ok(())
}

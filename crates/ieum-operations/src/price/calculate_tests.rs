//! Published and hand-worked prices, to the last won.

use super::super::shares::{price_all, split};
use super::*;
use proptest::prelude::*;

fn won(minor: i64) -> Money {
    Money::won(minor)
}

/// NUcore, `doc/product_pricing.md`: four steps of an hourly price for two groups.
fn stepped() -> Plan {
    let step = |hours: i64, base: i64, other: i64| super::super::plan::Step {
        above: hours * 60,
        price: base,
        by_tier: BTreeMap::from([(Tier::Partner, other)]),
    };
    let steps = vec![step(0, 50, 45), step(2, 45, 37), step(5, 40, 30), step(7, 39, 27)];
    let vat = Vat::Exempt;
    Plan { rates: vec![Rate { basis: Basis::Hour, steps }], vat, ..Plan::simple(Basis::Hour, won(0)) }
}

fn hours(tier: Tier, hours: i64) -> Measured {
    Measured {
        tier,
        quantities: BTreeMap::from([(Basis::Hour, hours * 60)]),
        banded: BTreeMap::new(),
        discounts: Vec::new(),
        surcharges: Vec::new(),
        subsidy: None,
    }
}

#[track_caller]
fn check(plan: &Plan, measured: &Measured, supply: i64, total: i64) -> Calculation {
    let found = price(plan, measured).unwrap();
    assert_eq!((found.supply.minor, found.total.minor), (supply, total), "{found:#?}");
    let mut last = found.trace.first().unwrap().before;
    for step in &found.trace {
        assert_eq!(step.before, last, "every step begins where the one before ended");
        last = step.after;
    }
    assert_eq!(last, found.total, "the last step ends at the total");
    found
}

#[test]
fn ten_hours_in_steps_cost_432_and_342() {
    // 2·50 + 3·45 + 2·40 + 3·39; the document's second sum, 305, adds 74 for 3·37 = 111 and is wrong.
    check(&stepped(), &hours(Tier::Internal, 10), 432, 432);
    check(&stepped(), &hours(Tier::Partner, 10), 342, 342);
    check(&stepped(), &hours(Tier::Internal, 2), 100, 100);
    check(&stepped(), &hours(Tier::Internal, 3), 145, 145);
}

/// GIST: 100 for outsiders, 70 inside; an extra 50 % makes 35, one of 30 % makes 49.
fn gist(together: Together) -> Plan {
    let extra = |key: &str, percent| Extra { key: key.to_owned(), name: Text::new(key, key), percent };
    Plan {
        tiers: BTreeMap::from([(Tier::Internal, 70)]),
        discounts: vec![extra("centre", 50), extra("paper", 30)],
        together,
        vat: Vat::Exempt,
        ..Plan::simple(Basis::Hour, won(100))
    }
}

#[test]
fn only_the_best_extra_discount_counts_unless_the_plan_says_otherwise() {
    let with = |keys: &[&str]| Measured {
        discounts: keys.iter().map(|key| (*key).to_owned()).collect(),
        ..hours(Tier::Internal, 1)
    };
    check(&gist(Together::Best), &hours(Tier::Sme, 1), 100, 100);
    check(&gist(Together::Best), &with(&[]), 70, 70);
    check(&gist(Together::Best), &with(&["centre"]), 35, 35);
    check(&gist(Together::Best), &with(&["paper"]), 49, 49);
    let both = check(&gist(Together::Best), &with(&["paper", "centre"]), 35, 35);
    assert!(both.trace.iter().any(|step| step.rule == "discount-not-best"));
    // 70 · 0.5 · 0.7 = 24.5, rounded down once.
    let compound = check(&gist(Together::Compound), &with(&["paper", "centre"]), 24, 24);
    assert!(compound.trace.iter().any(|step| step.exact.as_deref() == Some("49/2")));
    let unknown = price(&gist(Together::Best), &with(&["friend"]));
    assert_eq!(unknown, Err(Unpriced::UnknownExtra { key: "friend".to_owned() }));
}

#[test]
fn a_voucher_pays_its_share_until_it_is_empty() {
    let plan = Plan { tiers: BTreeMap::new(), ..Plan::simple(Basis::Hour, won(300_000)) };
    let voucher = |percent, left| Subsidy { name: Text::new("바우처", "Voucher"), percent, left };
    let three = vec![hours(Tier::Sme, 1), hours(Tier::Sme, 1), hours(Tier::Sme, 1)];
    // 60 % for a firm younger than five years: 180,000 + 180,000, and the cap of 400,000 leaves 40,000 for the third.
    let sixty = price_all(&plan, &three, &voucher(60, 400_000)).unwrap();
    assert_eq!(sixty.iter().map(|c| c.subsidy.minor).collect::<Vec<_>>(), [180_000, 180_000, 40_000]);
    // VAT is on the whole supply, and the firm pays it.
    assert_eq!(sixty.iter().map(|c| c.total.minor).collect::<Vec<_>>(), [150_000, 150_000, 290_000]);
    assert_eq!(sixty[2].trace.iter().filter(|s| s.rule == "subsidy-capped").count(), 1);
    let fifty = price_all(&plan, &three, &voucher(50, 400_000)).unwrap();
    assert_eq!(fifty.iter().map(|c| c.subsidy.minor).collect::<Vec<_>>(), [150_000, 150_000, 100_000]);
}

#[test]
fn the_rest_of_a_split_goes_to_the_payer_named() {
    assert_eq!(split(won(100), &[1, 1, 1], 2).unwrap(), [33, 33, 34].map(Money::won));
    assert_eq!(split(won(1), &[1, 1, 1], 0).unwrap(), [1, 0, 0].map(Money::won));
    assert!(split(won(1), &[1], 1).is_err() && split(won(1), &[0], 0).is_err());
}

#[test]
fn units_minimum_surcharge_and_rounding_come_in_their_order() {
    let night = Extra { key: "night".to_owned(), name: Text::new("야간", "Night"), percent: 30 };
    let plan = Plan {
        time_unit: 30,
        minimum: 50_000,
        tiers: BTreeMap::from([(Tier::Sme, 70)]),
        surcharges: vec![night],
        rounding: Rounding::DownToTen,
        ..Plan::simple(Basis::Hour, won(33_333))
    };
    let minutes =
        |minutes| Measured { quantities: BTreeMap::from([(Basis::Hour, minutes)]), ..hours(Tier::Sme, 0) };
    // 61 → 90 minutes: 49,999.5 < 50,000 → 50,000 · 70 % = 35,000.
    let least = check(&plan, &minutes(61), 35_000, 38_500);
    assert_eq!(
        least.trace.iter().map(|s| s.rule.as_str()).collect::<Vec<_>>(),
        ["time-unit", "time", "minimum", "tier", "vat"]
    );
    // 120 minutes: 66,666 · 0.7 · 1.3 = 60,666.06 → 60,660.
    let night = Measured { surcharges: vec!["night".to_owned()], ..minutes(120) };
    check(&plan, &night, 60_660, 66_726);
    assert_eq!(price(&plan, &minutes(0)), Err(Unpriced::NothingPriced));
    assert_eq!(price(&plan, &minutes(-1)), Err(Unpriced::Negative));
}

#[test]
fn a_tier_comes_from_the_payers_organisation() {
    assert_eq!(Tier::of("firm", "small"), Tier::Sme);
    assert_eq!(Tier::of("firm", "large"), Tier::MidLarge);
    assert_eq!(Tier::of("university", ""), Tier::Public);
    assert_eq!(Tier::of("foreign", "large"), Tier::Foreign);
    assert_eq!(Tier::of("", ""), Tier::Sme);
}

proptest! {
    #[test]
    fn a_split_always_adds_up(amount in -1_000_000_i64..1_000_000, weights in prop::collection::vec(0_i64..100, 1..6), at in 0_usize..6) {
        let at = at % weights.len();
        if let Ok(parts) = split(won(amount), &weights, at) {
            prop_assert_eq!(parts.iter().map(|part| part.minor).sum::<i64>(), amount);
        }
    }

    #[test]
    fn nobody_ever_owes_less_than_nothing(
        rate in 0_i64..10_000_000, minutes in 1_i64..10_000, tier in 0_usize..6, percent in 0_i64..=100,
        discount in 0_i64..=100, left in -10_i64..100_000_000, minimum in 0_i64..1_000_000,
    ) {
        let extra = Extra { key: "x".to_owned(), name: Text::default(), percent: discount };
        let tier = Tier::ALL[tier];
        let plan = Plan {
            tiers: BTreeMap::from([(tier, percent)]), discounts: vec![extra], minimum,
            ..Plan::simple(Basis::Hour, won(rate))
        };
        let subsidy = Some(Subsidy { name: Text::default(), percent, left });
        let asked = Measured {
            tier, quantities: BTreeMap::from([(Basis::Hour, minutes)]), discounts: vec!["x".to_owned()],
            banded: BTreeMap::new(),
            surcharges: vec![], subsidy,
        };
        let found = price(&plan, &asked).unwrap();
        prop_assert!(found.total.minor >= 0 && found.subsidy.minor >= 0 && found.subsidy.minor <= left.max(0));
        prop_assert_eq!(found.total.minor, found.supply.minor + found.vat.minor - found.subsidy.minor);
    }
}

#[test]
fn time_in_a_band_of_the_day_costs_by_its_share() {
    let night = super::super::plan::Band {
        key: "night".to_owned(),
        name: Text::new("야간", "Night"),
        days: super::super::plan::Days::Every,
        from: 1080,
        to: 540,
        percent: 150,
    };
    let plan = Plan { bands: vec![night], vat: Vat::Zero, ..Plan::simple(Basis::Hour, won(30_000)) };
    let measured = |minutes: i64| Measured {
        banded: BTreeMap::from([("night".to_owned(), minutes)]),
        ..hours(Tier::Sme, 4)
    };
    // 4 h at 30,000; one of them at night costs half as much again; zero-rated.
    let found = check(&plan, &measured(60), 135_000, 135_000);
    assert!(found.trace.iter().any(|step| step.rule == "band"));
    assert_eq!(found.trace.last().unwrap().rule, "vat-zero");
    check(&plan, &measured(240), 180_000, 180_000);
    check(&plan, &measured(9_999), 180_000, 180_000);
    check(&plan, &measured(0), 120_000, 120_000);
    let twice = Plan { bands: vec![plan.bands[0].clone(), plan.bands[0].clone()], ..plan };
    assert_eq!(price(&twice, &measured(0)), Err(Unpriced::WrongPlan { what: "bands".to_owned() }));
}

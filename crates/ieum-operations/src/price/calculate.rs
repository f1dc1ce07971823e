//! The calculation: a pure function from plan and measure to an amount that explains itself step by step.
//!
//! Order: measure → unit of time → steps → hours of the day → sum → minimum → tier → extra discounts → surcharges → rounding → subsidy →
//! VAT. Nothing is rounded before the one rounding; subsidy and VAT are whole shares of the rounded supply, both down.

use super::exact::Exact;
use super::plan::{Basis, Extra, Plan, Rate, Tier, Together, Vat};
use ieum_kernel::{Currency, Money, MoneyError, Ratio, Rounding, Text};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// VAT in hundredths (부가가치세법 §30).
pub const VAT_PERCENT: i64 = 10;

/// What was measured, and under which terms it is paid.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// Who pays.
    pub tier: Tier,
    /// Quantities by basis: minutes for time, pieces otherwise.
    pub quantities: BTreeMap<Basis, i64>,
    /// Minutes of the time on the instrument that lie in bands of the day, by the plan's keys.
    #[serde(default)]
    pub banded: BTreeMap<String, i64>,
    /// Keys of the plan's discounts that were granted.
    #[serde(default)]
    pub discounts: Vec<String>,
    /// Keys of the plan's surcharges that apply.
    #[serde(default)]
    pub surcharges: Vec<String>,
    /// The voucher or grant that pays a part.
    #[serde(default)]
    pub subsidy: Option<Subsidy>,
}

/// A part that somebody else pays: a voucher or a grant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subsidy {
    /// What people call it.
    pub name: Text,
    /// Hundredths of the supply, VAT not counted.
    pub percent: i64,
    /// At most so much, minor units: what is left of it.
    pub left: i64,
}

/// One counted component at list or tier price.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[schemars(rename = "PriceLine")]
pub struct Line {
    /// What is counted.
    pub basis: Basis,
    /// How many: minutes for time, pieces otherwise, after rounding to units of time.
    pub quantity: i64,
    /// The price of its first step for one hour or piece.
    pub unit_price: Money,
    /// What it comes to before minimum, tier and discounts; shown down to whole units.
    pub amount: Money,
}

/// One step of the calculation, in words and amounts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[schemars(rename = "PriceTrace")]
pub struct Trace {
    /// The rule; the message `price-step-<rule>` says it with `args`.
    pub rule: String,
    /// The amount before, down to whole units.
    pub before: Money,
    /// The amount after, down to whole units.
    pub after: Money,
    /// The exact amount after as a fraction of minor units, where it is not whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exact: Option<String>,
    /// Variables of the message.
    #[serde(default)]
    pub args: BTreeMap<String, Value>,
}

/// An amount with everything that made it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[schemars(rename = "PriceCalculation")]
pub struct Calculation {
    /// The components.
    pub lines: Vec<Line>,
    /// Every step, in order.
    pub trace: Vec<Trace>,
    /// The supply (공급가액), VAT not counted.
    pub supply: Money,
    /// VAT on the whole supply.
    pub vat: Money,
    /// What voucher or grant pays.
    pub subsidy: Money,
    /// What the payer pays: supply + VAT − subsidy.
    pub total: Money,
}

/// Why a price cannot be calculated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(tag = "rule", rename_all = "kebab-case")]
pub enum Unpriced {
    /// The plan has no price for what was measured.
    #[error("the plan has no price for anything measured")]
    NothingPriced,
    /// A quantity below zero.
    #[error("a quantity is below zero")]
    Negative,
    /// A discount or surcharge the plan does not know.
    #[error("the plan knows no extra {key}")]
    UnknownExtra {
        /// Its key.
        key: String,
    },
    /// A percentage outside its range, or a step out of order.
    #[error("the plan is wrong: {what}")]
    WrongPlan {
        /// Which part.
        what: String,
    },
    /// Beyond what can be counted.
    #[error("the amount is too large")]
    TooLarge,
}

impl From<MoneyError> for Unpriced {
    fn from(_error: MoneyError) -> Self {
        Self::TooLarge
    }
}

/// The amount as it goes from step to step.
struct Running {
    currency: Currency,
    now: Exact,
    trace: Vec<Trace>,
}

impl Running {
    fn shown(&self, exact: Exact) -> Result<Money, Unpriced> {
        Ok(exact.settle(self.currency, Rounding::Down)?)
    }

    fn step(&mut self, rule: &str, after: Exact, args: &[(&str, Value)]) -> Result<(), Unpriced> {
        let (before, shown) = (self.shown(self.now)?, self.shown(after)?);
        self.trace.push(Trace {
            rule: rule.to_owned(),
            before,
            after: shown,
            exact: (!after.is_whole()).then(|| after.to_string()),
            args: args.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
        });
        self.now = after;
        Ok(())
    }
}

/// Prices what was measured.
///
/// # Errors
/// When the plan has no price for it, does not know an extra, contradicts itself, or the amount cannot be counted.
pub fn price(plan: &Plan, measured: &Measured) -> Result<Calculation, Unpriced> {
    sound(plan)?;
    if measured.quantities.values().any(|quantity| *quantity < 0) {
        return Err(Unpriced::Negative);
    }
    let mut run = Running { currency: plan.currency, now: Exact::ZERO, trace: Vec::new() };
    let mut lines = Vec::new();
    let mut tiered = Exact::ZERO;
    for rate in &plan.rates {
        let asked = match rate.basis {
            Basis::Fixed => 1,
            basis => measured.quantities.get(&basis).copied().unwrap_or_default(),
        };
        if asked == 0 {
            continue;
        }
        let quantity = in_units(plan, rate.basis, asked, &mut run)?;
        let (line, listed, explicit) = component(plan, rate, quantity, measured.tier, &mut run)?;
        lines.push(line);
        let listed = match rate.basis {
            Basis::Hour => by_the_day(plan, measured, listed, asked, &mut run)?,
            _ => listed,
        };
        tiered = tiered.plus(if explicit {
            listed
        } else {
            listed.percent(tier_percent(plan, measured.tier))?
        })?;
    }
    if lines.is_empty() {
        return Err(Unpriced::NothingPriced);
    }
    minimum_and_tier(plan, measured.tier, tiered, &mut run)?;
    discounts(plan, &measured.discounts, &mut run)?;
    for key in &measured.surcharges {
        let extra = known(&plan.surcharges, key)?;
        let after = run.now.percent(100 + extra.percent)?;
        run.step("surcharge", after, &[("name", json!(extra.name)), ("percent", json!(extra.percent))])?;
    }
    settle(plan, measured, run, lines)
}

fn tier_percent(plan: &Plan, tier: Tier) -> i64 {
    plan.tiers.get(&tier).copied().unwrap_or(100)
}

/// The share of the time that lies in a band of the day costs more or less.
fn by_the_day(
    plan: &Plan,
    measured: &Measured,
    listed: Exact,
    asked: i64,
    run: &mut Running,
) -> Result<Exact, Unpriced> {
    let mut after = listed;
    for band in &plan.bands {
        let within = measured.banded.get(&band.key).copied().unwrap_or_default().clamp(0, asked);
        if within == 0 || band.percent == 100 {
            continue;
        }
        let more = listed.times(within, asked)?.percent(band.percent - 100)?;
        after = after.plus(more)?;
        let args = [
            ("name", json!(band.name)),
            ("minutes", json!(within)),
            ("of", json!(asked)),
            ("percent", json!(band.percent)),
        ];
        run.step("band", run.now.plus(more)?, &args)?;
    }
    Ok(after)
}

/// Time goes up to whole units.
fn in_units(plan: &Plan, basis: Basis, asked: i64, run: &mut Running) -> Result<i64, Unpriced> {
    let unit = plan.time_unit;
    if basis.per() != 60 || unit <= 1 {
        return Ok(asked);
    }
    let up = asked.checked_add(unit - 1).ok_or(Unpriced::TooLarge)? / unit * unit;
    if up != asked {
        let args = [
            ("basis", json!(basis.key())),
            ("minutes", json!(asked)),
            ("unit", json!(unit)),
            ("rounded", json!(up)),
        ];
        run.step("time-unit", run.now, &args)?;
    }
    Ok(up)
}

/// A component step by step; says whether the tier has its own prices throughout.
fn component(
    plan: &Plan,
    rate: &Rate,
    quantity: i64,
    tier: Tier,
    run: &mut Running,
) -> Result<(Line, Exact, bool), Unpriced> {
    // A tier with its own prices has one on every step (`sound` sees to it).
    let explicit = rate.steps.iter().any(|step| step.by_tier.contains_key(&tier));
    let price_of = |step: &super::plan::Step| step.by_tier.get(&tier).copied().unwrap_or(step.price);
    let mut sum = Exact::ZERO;
    for (place, step) in rate.steps.iter().enumerate() {
        let until = rate.steps.get(place + 1).map_or(i64::MAX, |next| next.above);
        let within = quantity.min(until) - step.above;
        if within <= 0 {
            break;
        }
        let part = Exact::whole(price_of(step)).times(within, rate.basis.per())?;
        sum = sum.plus(part)?;
        let unit = Money { minor: price_of(step), currency: plan.currency };
        let args = [
            ("basis", json!(rate.basis.key())),
            ("quantity", json!(within)),
            ("above", json!(step.above)),
            ("price", json!(unit)),
        ];
        let after = run.now.plus(part)?;
        let rule = if rate.basis.per() == 60 { "time" } else { "count" };
        run.step(if rate.basis == Basis::Fixed { "fixed" } else { rule }, after, &args)?;
    }
    let first = rate.steps.first().map_or(0, price_of);
    let line = Line {
        basis: rate.basis,
        quantity,
        unit_price: Money { minor: first, currency: plan.currency },
        amount: run.shown(sum)?,
    };
    Ok((line, sum, explicit))
}

/// The minimum in list prices, then what the tier pays of them.
fn minimum_and_tier(plan: &Plan, tier: Tier, tiered: Exact, run: &mut Running) -> Result<(), Unpriced> {
    let percent = tier_percent(plan, tier);
    let mut after_tier = tiered;
    if run.now.is_less_than(plan.minimum) {
        let minimum = Exact::whole(plan.minimum);
        let args = [("minimum", json!(Money { minor: plan.minimum, currency: plan.currency }))];
        run.step("minimum", minimum, &args)?;
        after_tier = minimum.percent(percent)?;
    }
    if after_tier != run.now {
        run.step("tier", after_tier, &[("tier", json!(tier.key())), ("percent", json!(percent))])?;
    }
    Ok(())
}

fn known<'a>(extras: &'a [Extra], key: &str) -> Result<&'a Extra, Unpriced> {
    extras.iter().find(|extra| extra.key == key).ok_or_else(|| Unpriced::UnknownExtra { key: key.to_owned() })
}

fn discounts(plan: &Plan, granted: &[String], run: &mut Running) -> Result<(), Unpriced> {
    let mut found: Vec<&Extra> = Vec::new();
    for key in granted {
        found.push(known(&plan.discounts, key)?);
    }
    // The best first: for a compound the order does not change the amount.
    found.sort_by_key(|extra| std::cmp::Reverse(extra.percent));
    let counted = match plan.together {
        Together::Best => found.iter().take(1),
        Together::Compound => found.iter().take(found.len()),
    };
    for extra in counted {
        let after = run.now.percent(100 - extra.percent)?;
        run.step("discount", after, &[("name", json!(extra.name)), ("percent", json!(extra.percent))])?;
    }
    if plan.together == Together::Best {
        for extra in found.iter().skip(1) {
            let args = [("name", json!(extra.name)), ("percent", json!(extra.percent))];
            run.step("discount-not-best", run.now, &args)?;
        }
    }
    Ok(())
}

/// Rounds once, then takes the subsidy and adds the VAT.
fn settle(
    plan: &Plan,
    measured: &Measured,
    mut run: Running,
    lines: Vec<Line>,
) -> Result<Calculation, Unpriced> {
    let supply = run.now.settle(plan.currency, plan.rounding)?;
    let settled = Exact::whole(supply.minor);
    if settled != run.now {
        let rounding = serde_json::to_value(plan.rounding).unwrap_or_default();
        run.step("rounding", settled, &[("rounding", rounding)])?;
    }
    let mut subsidy = Money::zero(plan.currency);
    if let Some(voucher) = &measured.subsidy {
        let share = supply.share(Ratio::percent(voucher.percent), Rounding::Down)?;
        let paid = share.minor.min(voucher.left.max(0));
        subsidy = Money { minor: paid, currency: plan.currency };
        let after = Exact::whole(supply.minus(subsidy)?.minor);
        let args = [
            ("name", json!(voucher.name)),
            ("percent", json!(voucher.percent)),
            ("paid", json!(subsidy)),
            ("left", json!(Money { minor: voucher.left.max(0), currency: plan.currency })),
        ];
        run.step(if paid < share.minor { "subsidy-capped" } else { "subsidy" }, after, &args)?;
    }
    let vat = match plan.vat {
        Vat::Taxable => supply.share(Ratio::percent(VAT_PERCENT), Rounding::Down)?,
        Vat::Exempt | Vat::Zero => Money::zero(plan.currency),
    };
    let total = supply.plus(vat)?.minus(subsidy)?;
    let rule = match plan.vat {
        Vat::Taxable => "vat",
        Vat::Exempt => "vat-exempt",
        Vat::Zero => "vat-zero",
    };
    run.step(rule, Exact::whole(total.minor), &[("percent", json!(VAT_PERCENT)), ("vat", json!(vat))])?;
    Ok(Calculation { lines, trace: run.trace, supply, vat, subsidy, total })
}

/// Whether a plan can be calculated with: thresholds rise from 0, prices and percentages lie in range.
///
/// # Errors
/// The first part that is wrong.
pub fn sound(plan: &Plan) -> Result<(), Unpriced> {
    let wrong = |what: &str| Err(Unpriced::WrongPlan { what: what.to_owned() });
    for rate in &plan.rates {
        let rises = rate.steps.windows(2).all(|pair| match pair {
            [a, b] => a.above < b.above,
            _ => true,
        });
        if rate.steps.first().is_none_or(|step| step.above != 0) || !rises {
            return wrong("steps");
        }
        if rate.steps.iter().any(|step| step.price < 0 || step.by_tier.values().any(|price| *price < 0)) {
            return wrong("price");
        }
        for tier in Tier::ALL {
            let said = rate.steps.iter().filter(|step| step.by_tier.contains_key(&tier)).count();
            if said != 0 && said != rate.steps.len() {
                return wrong("tier-steps");
            }
        }
    }
    if plan.rates.is_empty() {
        return wrong("rates");
    }
    if plan.tiers.values().any(|percent| !(0..=1000).contains(percent)) {
        return wrong("tiers");
    }
    if plan.discounts.iter().any(|extra| !(0..=100).contains(&extra.percent)) {
        return wrong("discounts");
    }
    if plan.surcharges.iter().any(|extra| !(0..=1000).contains(&extra.percent)) {
        return wrong("surcharges");
    }
    if !plan.bands.iter().all(super::plan::Band::sound) || !super::bands::apart(&plan.bands) {
        return wrong("bands");
    }
    if plan.minimum < 0 || !(0..=1440).contains(&plan.time_unit) {
        return wrong("minimum");
    }
    Ok(())
}

#[cfg(test)]
#[path = "calculate_tests.rs"]
mod tests;

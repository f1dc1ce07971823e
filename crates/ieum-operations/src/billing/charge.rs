//! A charge: one amount with everything that explains it. Once made it never changes; a mistake is reversed.

use crate::price::{Calculation, PricePlan, Trace, Voucher};
use ieum_kernel::{
    Currency, Facility, Id, Instrument, Money, Organisation, Person, Quote, Request, Service, Text, Thing,
    Timestamp, UsageSession,
};
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeMap;

/// 사용료.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChargeThing;

impl Thing for ChargeThing {
    const PREFIX: &'static str = "chg";
}

/// The budget line a grant pays it from: direct use is an equipment fee, work on request a test fee.
///
/// Source: 국가연구개발사업 연구개발비 사용 기준; practice note of Korea University, 12 January 2026.
pub fn budget_line(access_mode: &str) -> &'static str {
    if access_mode == "request" { "test_fee" } else { "equipment_fee" }
}

/// One charge.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
pub struct Charge {
    /// Its identity.
    pub id: Id<ChargeThing>,
    /// `usage`, `quote`, `stated` or `reversal`.
    pub kind: String,
    /// Who is paid.
    pub facility: Id<Facility>,
    /// Who pays.
    pub organisation: Option<Id<Organisation>>,
    /// For whom.
    pub person: Option<Id<Person>>,
    /// The request it belongs to.
    pub request: Option<Id<Request>>,
    /// The use it pays.
    pub usage: Option<Id<UsageSession>>,
    /// The accepted quote it comes from.
    pub quote: Option<Id<Quote>>,
    /// Which line of it, from 1.
    pub quote_line: Option<i64>,
    /// The instrument.
    pub instrument: Option<Id<Instrument>>,
    /// The service.
    pub service: Option<Id<Service>>,
    /// What it is for.
    pub description: Text,
    /// National registration number of the instrument; empty for none.
    pub registration_number: String,
    /// `self`, `assisted` or `request`.
    pub access_mode: String,
    /// `equipment_fee` 장비사용료 or `test_fee` 시험분석비.
    pub budget_line: String,
    /// How much was used, in words; empty when the description says it.
    pub quantity: String,
    /// The amounts and every step to them.
    pub calculation: Calculation,
    /// The version of the price plan.
    pub plan: Option<Id<PricePlan>>,
    /// The voucher that paid a part.
    pub voucher: Option<Id<Voucher>>,
    /// The charge this one takes back.
    pub reverses: Option<Id<ChargeThing>>,
    /// Why it was reversed or stated.
    pub reason: String,
    /// The day of use.
    pub used_on: Date,
    /// The payer may object until then.
    pub review_until: Timestamp,
    /// Who made it.
    pub made_by: Id<Person>,
    /// When.
    pub made_at: Timestamp,
}

/// An amount with one step that says where it comes from: a quote, a statement.
pub(super) fn plain(
    rule: &str,
    supply: Money,
    vat: Money,
    args: BTreeMap<String, serde_json::Value>,
) -> Option<Calculation> {
    let zero = Money::zero(supply.currency);
    let total = supply.plus(vat).ok()?;
    let step = Trace { rule: rule.to_owned(), before: zero, after: supply, exact: None, args };
    let mut trace = vec![step];
    if vat.minor != 0 {
        let args = BTreeMap::from([
            ("percent".to_owned(), serde_json::json!(crate::price::VAT_PERCENT)),
            ("vat".to_owned(), serde_json::json!(vat)),
        ]);
        trace.push(Trace { rule: "vat".to_owned(), before: supply, after: total, exact: None, args });
    }
    Some(Calculation { lines: Vec::new(), trace, supply, vat, subsidy: zero, total })
}

/// A calculation with its signs turned: what takes it back.
pub(super) fn turned(c: &Calculation) -> Option<Calculation> {
    let back = |money: Money| money.times(-1).ok();
    let (supply, vat, subsidy, total) = (back(c.supply)?, back(c.vat)?, back(c.subsidy)?, back(c.total)?);
    let zero = Money::zero(c.total.currency);
    let step =
        Trace { rule: "reversed".to_owned(), before: zero, after: total, exact: None, args: BTreeMap::new() };
    Some(Calculation { lines: Vec::new(), trace: vec![step], supply, vat, subsidy, total })
}

/// What charges add up to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[schemars(rename = "ChargeSums")]
pub struct Sums {
    /// Supplies.
    pub supply: Money,
    /// VAT.
    pub vat: Money,
    /// What vouchers pay.
    pub subsidy: Money,
    /// What is to be paid.
    pub total: Money,
}

/// Adds charges up; nothing when currencies mix or the sum cannot be counted.
pub fn sums<'a>(charges: impl IntoIterator<Item = &'a Charge>) -> Option<Sums> {
    let mut found: Option<Sums> = None;
    for charge in charges {
        let c = &charge.calculation;
        found = Some(match found {
            None => Sums { supply: c.supply, vat: c.vat, subsidy: c.subsidy, total: c.total },
            Some(s) => Sums {
                supply: s.supply.plus(c.supply).ok()?,
                vat: s.vat.plus(c.vat).ok()?,
                subsidy: s.subsidy.plus(c.subsidy).ok()?,
                total: s.total.plus(c.total).ok()?,
            },
        });
    }
    Some(found.unwrap_or_else(|| {
        let zero = Money::zero(Currency::Krw);
        Sums { supply: zero, vat: zero, subsidy: zero, total: zero }
    }))
}

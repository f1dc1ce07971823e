//! A price plan: what an instrument or a service costs for whom, as data that a person can read line by line.

use ieum_kernel::{Currency, Money, Rounding, Text};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::{fmt, str::FromStr};

/// Who pays, as far as prices go; taken from the payer's organisation on the day of use.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Tier {
    /// The facility's own organisation.
    Internal,
    /// An organisation the facility has an agreement with.
    Partner,
    /// University, public institute, hospital, government, support agency.
    Public,
    /// Small and medium firm (중소기업).
    Sme,
    /// Mid-size and large firm (중견·대기업).
    MidLarge,
    /// From abroad.
    Foreign,
}

impl Tier {
    /// Every tier, nearest first.
    pub const ALL: [Self; 6] =
        [Self::Internal, Self::Partner, Self::Public, Self::Sme, Self::MidLarge, Self::Foreign];

    /// The name in code, database and message keys.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Internal => "internal",
            Self::Partner => "partner",
            Self::Public => "public",
            Self::Sme => "sme",
            Self::MidLarge => "mid_large",
            Self::Foreign => "foreign",
        }
    }

    /// The tier of an organisation by its kind and size in the catalogue; somebody without one pays as a small firm.
    pub fn of(kind: &str, size: &str) -> Self {
        match (kind, size) {
            ("foreign", _) => Self::Foreign,
            ("university" | "institute" | "hospital" | "government" | "support", _) => Self::Public,
            (_, "mid" | "large") => Self::MidLarge,
            _ => Self::Sme,
        }
    }
}

impl fmt::Display for Tier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

/// The text is no tier's or basis's key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no such key: {0}")]
pub struct NoSuchKey(pub String);

impl FromStr for Tier {
    type Err = NoSuchKey;

    fn from_str(text: &str) -> Result<Self, NoSuchKey> {
        Self::ALL.into_iter().find(|tier| tier.key() == text).ok_or_else(|| NoSuchKey(text.to_owned()))
    }
}

/// What is counted.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "PriceBasis")]
pub enum Basis {
    /// Time on the instrument; the price is for an hour, the quantity in minutes.
    Hour,
    /// Time of staff; the price is for an hour, the quantity in minutes.
    StaffHour,
    /// Samples.
    Sample,
    /// Runs.
    Run,
    /// Test items.
    Item,
    /// Once.
    Fixed,
}

impl Basis {
    /// Every basis.
    pub const ALL: [Self; 6] =
        [Self::Hour, Self::StaffHour, Self::Sample, Self::Run, Self::Item, Self::Fixed];

    /// The name in code and message keys.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::StaffHour => "staff_hour",
            Self::Sample => "sample",
            Self::Run => "run",
            Self::Item => "item",
            Self::Fixed => "fixed",
        }
    }

    /// How many of the counted quantity one price is for: 60 minutes, or 1.
    pub const fn per(self) -> i64 {
        match self {
            Self::Hour | Self::StaffHour => 60,
            Self::Sample | Self::Run | Self::Item | Self::Fixed => 1,
        }
    }
}

impl FromStr for Basis {
    type Err = NoSuchKey;

    fn from_str(text: &str) -> Result<Self, NoSuchKey> {
        Self::ALL.into_iter().find(|basis| basis.key() == text).ok_or_else(|| NoSuchKey(text.to_owned()))
    }
}

/// The price of what lies above a threshold, until the next step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[schemars(rename = "PriceStep")]
pub struct Step {
    /// The step begins above so many (minutes for time, pieces otherwise); the first is 0.
    pub above: i64,
    /// List price of one hour or piece, minor units.
    pub price: i64,
    /// Explicit prices of some tiers, minor units; they pay these instead of a percentage of the list price.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub by_tier: BTreeMap<Tier, i64>,
}

/// One component of a price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[schemars(rename = "PriceRate")]
pub struct Rate {
    /// What is counted.
    pub basis: Basis,
    /// Prices from the first threshold on; the marginal price of a step holds only within it.
    pub steps: Vec<Step>,
}

/// An extra that may be granted or asked: a discount for a paper, a surcharge for the night.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[schemars(rename = "PriceExtra")]
pub struct Extra {
    /// Its key within the plan.
    pub key: String,
    /// What people call it.
    pub name: Text,
    /// Hundredths off or on top.
    pub percent: i64,
}

/// How several extra discounts go together; a facility names one (GIST: only the best one counts).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "PriceTogether")]
pub enum Together {
    /// Only the best one counts.
    #[default]
    Best,
    /// One after the other, each on what the one before left.
    Compound,
}

/// How the supply is taxed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "PriceVat")]
pub enum Vat {
    /// 10 % (부가가치세법 §30).
    #[default]
    Taxable,
    /// Exempt, such as research services of certain bodies (부가가치세법 §26).
    Exempt,
    /// Zero-rated: taxable at 0 %, such as services supplied abroad (부가가치세법 §21~§24).
    Zero,
}

/// On which days hours of the day count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Days {
    /// On all days.
    #[default]
    Every,
    /// Monday to Friday, public holidays left out.
    Workdays,
    /// Saturday, Sunday and public holidays.
    Rest,
}

impl Days {
    /// Every choice.
    pub const ALL: [Self; 3] = [Self::Every, Self::Workdays, Self::Rest];

    /// The word in forms and message keys.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Every => "every",
            Self::Workdays => "workdays",
            Self::Rest => "rest",
        }
    }
}

impl FromStr for Days {
    type Err = NoSuchKey;

    fn from_str(text: &str) -> Result<Self, NoSuchKey> {
        Self::ALL.into_iter().find(|days| days.key() == text).ok_or_else(|| NoSuchKey(text.to_owned()))
    }
}

/// Hours of the day in which time on the instrument costs more or less: nights, weekends, quiet mornings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Band {
    /// Its key within the plan.
    pub key: String,
    /// What people call it.
    pub name: Text,
    /// On which days; a band across midnight belongs to the day on which it begins.
    #[serde(default)]
    pub days: Days,
    /// Begins so many minutes after midnight, 0 to 1439.
    pub from: i64,
    /// Ends so many minutes after midnight, 1 to 1440; at or before `from` means on the next day.
    pub to: i64,
    /// Hundredths of the price that time costs in it: 150 at night, 70 when it is quiet.
    pub percent: i64,
}

/// A version of a price plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[schemars(rename = "PricePlan")]
pub struct Plan {
    /// Currency of every amount in it.
    pub currency: Currency,
    /// What is counted and for how much.
    pub rates: Vec<Rate>,
    /// Hundredths of the list price a tier pays; 100 where nothing is said.
    #[serde(default)]
    pub tiers: BTreeMap<Tier, i64>,
    /// Time is rounded up to whole units of so many minutes; 0 and 1 leave it.
    #[serde(default)]
    pub time_unit: i64,
    /// At least so much before tier and discounts, minor units.
    #[serde(default)]
    pub minimum: i64,
    /// Hours of the day that cost more or less.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bands: Vec<Band>,
    /// Discounts that may be granted.
    #[serde(default)]
    pub discounts: Vec<Extra>,
    /// How several discounts go together.
    #[serde(default)]
    pub together: Together,
    /// Surcharges that may apply.
    #[serde(default)]
    pub surcharges: Vec<Extra>,
    /// How it is taxed.
    #[serde(default)]
    pub vat: Vat,
    /// How a fraction is settled, once a charge; the facility bears the rest.
    pub rounding: Rounding,
}

impl Plan {
    /// A plan with one price for everybody.
    pub fn simple(basis: Basis, price: Money) -> Self {
        let step = Step { above: 0, price: price.minor, by_tier: BTreeMap::new() };
        Self {
            currency: price.currency,
            rates: vec![Rate { basis, steps: vec![step] }],
            tiers: BTreeMap::new(),
            time_unit: 0,
            minimum: 0,
            bands: Vec::new(),
            discounts: Vec::new(),
            together: Together::Best,
            surcharges: Vec::new(),
            vat: Vat::Taxable,
            rounding: Rounding::Down,
        }
    }

    /// The first step's price of a basis for a tier: what a page shows as «from».
    pub fn first_price(&self, basis: Basis, tier: Tier) -> Option<Money> {
        let step = self.rates.iter().find(|rate| rate.basis == basis)?.steps.first()?;
        let minor = match step.by_tier.get(&tier) {
            Some(own) => *own,
            None => {
                let list = Money { minor: step.price, currency: self.currency };
                let percent = self.tiers.get(&tier).copied().unwrap_or(100);
                list.share(ieum_kernel::Ratio::percent(percent), Rounding::Down).ok()?.minor
            }
        };
        Some(Money { minor, currency: self.currency })
    }
}

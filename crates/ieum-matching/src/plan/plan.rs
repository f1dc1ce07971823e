//! A plan: the steps from what somebody has to what they asked for, each with who does it, when and for how much.

use ieum_kernel::{Money, Text, Timestamp};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// What a step is for.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "PlanPart")]
pub enum Part {
    /// Makes the sample fit to be measured.
    Prepare,
    /// Measures, tests or makes.
    Measure,
    /// Says what the results mean.
    Interpret,
    /// Turns results into a certificate.
    Certify,
}

impl Part {
    /// In the order of work.
    pub const ALL: [Self; 4] = [Self::Prepare, Self::Measure, Self::Interpret, Self::Certify];

    /// The word in forms and message keys.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Prepare => "prepare",
            Self::Measure => "measure",
            Self::Interpret => "interpret",
            Self::Certify => "certify",
        }
    }

    /// Whether the sample itself has to be there, not only what was found out about it.
    pub const fn needs_sample(self) -> bool {
        matches!(self, Self::Prepare | Self::Measure)
    }
}

impl FromStr for Part {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|part| part.key() == text).ok_or_else(|| format!("no such part: {text}"))
    }
}

/// What a plan is the best at.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "PlanAim")]
pub enum Aim {
    /// Done first.
    Earliest,
    /// Costs least.
    Cheapest,
    /// Done by those of whom most is known: work finished, accreditation, methods run, how much of the problem is covered.
    Strongest,
}

impl Aim {
    /// In the order pages show them.
    pub const ALL: [Self; 3] = [Self::Earliest, Self::Cheapest, Self::Strongest];
}

/// A thing of the catalogue by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[schemars(rename = "PlanLink")]
pub struct Link {
    /// Its id.
    pub id: String,
    /// Its names.
    pub name: Text,
}

/// A service, or time on an instrument.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[schemars(rename = "PlanOffer")]
pub struct Offer {
    /// `service` or `instrument`.
    pub kind: String,
    /// Its id.
    pub id: String,
    /// Its names.
    pub name: Text,
    /// Id of the facility, or empty.
    pub facility: String,
    /// Names of the facility.
    pub place: Text,
    /// Code of the region, or empty.
    pub region: String,
    /// `self`, `assisted`, `request`, or empty.
    pub access_mode: String,
    /// By whom it is accredited, or empty.
    pub accreditation: String,
    /// Days from order to result, if it says.
    pub turnaround_days: Option<i64>,
}

impl Offer {
    /// Where its page is.
    pub fn href(&self) -> String {
        format!("/{}s/{}", self.kind, self.id)
    }

    /// Whether those who offer it do the work; otherwise the customer sits at the instrument.
    pub fn is_done_for_you(&self) -> bool {
        self.kind == "service" || self.access_mode == "request"
    }
}

/// Sentences in both languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[schemars(rename = "PlanSaid")]
pub struct Said {
    /// In Korean.
    pub ko: Vec<String>,
    /// In English.
    pub en: Vec<String>,
}

/// One counted part of a price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[schemars(rename = "PlanPriceLine")]
pub struct PriceLine {
    /// `hour`, `staff_hour`, `sample`, `run`, `item`, `fixed`, or `listed` where a service only lists a price.
    pub basis: String,
    /// How many: minutes for time, pieces otherwise.
    pub quantity: i64,
    /// The price of one hour or piece.
    pub unit_price: Money,
}

/// What a step costs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[schemars(rename = "PlanCost")]
pub struct Cost {
    /// Without VAT (공급가액).
    pub supply: Money,
    /// VAT on it.
    pub vat: Money,
    /// What a voucher pays of it.
    pub subsidy: Money,
    /// What the customer pays.
    pub total: Money,
    /// Whose price: `internal`, `partner`, `public`, `sme`, `mid_large`, `foreign`, or empty for a listed one.
    pub tier: String,
    /// What is counted.
    pub lines: Vec<PriceLine>,
    /// The voucher that pays a part.
    pub voucher: Option<Text>,
}

/// How past work of one thing ended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[schemars(rename = "PlanRecord")]
pub struct Record {
    /// Delivered or closed.
    pub finished: i64,
    /// Declined, disputed or taken back.
    pub failed: i64,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[schemars(rename = "PlanStep")]
pub struct Step {
    /// What it is for.
    pub part: Part,
    /// The work of the vocabulary it does, where one is known.
    pub task: Option<Link>,
    /// Places of the steps it waits for, from 0.
    pub after: Vec<usize>,
    /// Who does it.
    pub offer: Offer,
    /// By which method.
    pub method: Option<Link>,
    /// On which instrument.
    pub instrument: Option<Link>,
    /// Whom to talk to.
    pub expert: Option<Link>,
    /// Why it is here.
    pub why: Said,
    /// Days the sample is on its way before it.
    pub transport_days: i64,
    /// When it begins.
    pub starts: Timestamp,
    /// When its result is there.
    pub finishes: Timestamp,
    /// Minutes on an instrument that is used by the hour.
    pub minutes: Option<i64>,
    /// What it costs; nothing where nobody says.
    pub cost: Option<Cost>,
    /// What came of past work.
    pub record: Record,
}

/// What is not settled by the plan and has to be asked or accepted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(tag = "open", rename_all = "kebab-case")]
#[schemars(rename = "PlanOpen")]
pub enum Open {
    /// Nothing found speaks to these words.
    Unmet {
        /// As written.
        words: String,
    },
    /// Nobody found does this work.
    Undone {
        /// The work.
        task: Text,
    },
    /// The service is taken to do this work itself.
    Included {
        /// Names of the service.
        offer: Text,
        /// The work.
        task: Text,
    },
    /// No service says what the results mean; the expert named with the measurement is the one to ask.
    Interpretation,
    /// A certificate is wanted, but the measuring place is not accredited.
    NotAccredited {
        /// Names of the service or instrument.
        offer: Text,
    },
    /// The customer works at the instrument.
    YourOwnHands {
        /// Names of the instrument.
        offer: Text,
    },
    /// Nobody says what it costs.
    NoPrice {
        /// Names of the service or instrument.
        offer: Text,
    },
    /// No calendar says when it is free.
    NoCalendar {
        /// Names of the service or instrument.
        offer: Text,
    },
    /// Nobody says how long it takes; so many days were reckoned with.
    NoTurnaround {
        /// Names of the service.
        offer: Text,
        /// Days reckoned with.
        days: i64,
    },
    /// How many samples there are is not said; one was reckoned with.
    NoQuantity,
    /// It ends after the day by which it was wanted.
    Late {
        /// The day.
        due: Date,
    },
    /// It costs more than was meant to be spent.
    OverBudget {
        /// What was meant to be spent.
        budget: Money,
    },
}

/// A plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Plan {
    /// In the order of work.
    pub steps: Vec<Step>,
    /// When the first step begins.
    pub starts: Timestamp,
    /// When the last result is there.
    pub finishes: Timestamp,
    /// Civil days from today to the last result.
    pub days: i64,
    /// What all priced steps cost together; nothing when no step has a price or their currencies differ.
    pub cost: Option<Total>,
    /// Steps without a price.
    pub unpriced: usize,
    /// How much is known of those who measure, 0 to 1: the weakest of them counts.
    pub strength: f64,
    /// What is still open.
    pub open: Vec<Open>,
}

/// A sum of costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[schemars(rename = "PlanTotal")]
pub struct Total {
    /// Without VAT.
    pub supply: Money,
    /// VAT.
    pub vat: Money,
    /// What vouchers pay.
    pub subsidy: Money,
    /// What the customer pays.
    pub total: Money,
}

/// A plan with what it is the best at; one that is the best at several things stands there once.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
#[schemars(rename = "PlanProposal")]
pub struct Proposal {
    /// What it is the best at.
    pub aims: Vec<Aim>,
    /// The plan.
    pub plan: Plan,
}

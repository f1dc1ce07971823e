//! A sample: what is handed in with a request.

use ieum_kernel::{Facility, Id, Person, Request, Timestamp};
use serde::{Deserialize, Serialize};

/// What is handed in. Where it is and how it fares stands in the ledger alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Sample {
    /// Its identity.
    pub id: Id<ieum_kernel::Sample>,
    /// What stands on its label: `S-2026-000123`.
    pub code: String,
    /// With which request.
    pub request: Id<Request>,
    /// At which facility.
    pub facility: Id<Facility>,
    /// What the firm calls it.
    #[serde(flatten)]
    pub declaration: Declaration,
    /// Who declared it.
    pub made_by: Id<Person>,
    /// When.
    pub made_at: Timestamp,
}

/// What a firm says of a sample before it comes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[schemars(rename = "SampleDeclaration")]
pub struct Declaration {
    /// What the firm calls it.
    #[schemars(length(min = 1))]
    pub name: String,
    /// What it is made of.
    #[serde(default)]
    pub kind: String,
    /// How much of it, as written: `5 g`, `3 × 10 mL`.
    #[serde(default)]
    pub amount: String,
    /// `none`, `flammable`, `toxic`, `corrosive`, `biological`, `radioactive` or `other`.
    #[serde(default = "none")]
    #[schemars(extend("enum" = HAZARDS))]
    pub hazard: String,
    /// What to mind.
    #[serde(default)]
    pub hazard_words: String,
    /// `room`, `cool` (2–8 °C), `frozen` (−20 °C), `deep_frozen` (−80 °C) or `other`.
    #[serde(default = "room")]
    #[schemars(extend("enum" = STORAGES))]
    pub storage: String,
    /// How many vessels, at least 1.
    #[serde(default = "one")]
    #[schemars(range(min = 1, max = 100))]
    pub count: i64,
    /// What happens afterwards: `return`, `dispose` or `keep`.
    #[serde(default = "dispose")]
    #[schemars(extend("enum" = AFTERWARDS))]
    pub afterwards: String,
}

/// Hazards one may choose.
pub const HAZARDS: [&str; 7] =
    ["none", "flammable", "toxic", "corrosive", "biological", "radioactive", "other"];
/// Ways of storing one may choose.
pub const STORAGES: [&str; 5] = ["room", "cool", "frozen", "deep_frozen", "other"];
/// What may happen afterwards.
pub const AFTERWARDS: [&str; 3] = ["return", "dispose", "keep"];

fn none() -> String {
    "none".to_owned()
}

fn room() -> String {
    "room".to_owned()
}

fn dispose() -> String {
    "dispose".to_owned()
}

const fn one() -> i64 {
    1
}

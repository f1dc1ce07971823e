//! Physical values with their unit.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A value with its UCUM unit (case-sensitive code, such as `mg/L`, `Cel`, `um`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Quantity {
    /// The number; finite.
    pub value: f64,
    /// UCUM code; empty for a bare count.
    pub unit: String,
}

impl Quantity {
    /// A finite value with its unit, or nothing.
    pub fn new(value: f64, unit: &str) -> Option<Self> {
        value.is_finite().then(|| Self { value, unit: unit.trim().to_owned() })
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.unit.is_empty() {
            write!(f, "{}", self.value)
        } else {
            write!(f, "{} {}", self.value, self.unit)
        }
    }
}

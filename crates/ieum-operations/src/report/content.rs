//! What a report says, its canonical form and its hash.

use crate::measurement::ResultRow;
use ieum_kernel::{Text, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Who signed, as what, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// `operator` or `reviewer`.
    pub role: String,
    /// The name at that moment.
    pub name: String,
    /// When they signed.
    pub at: Timestamp,
}

/// A result file the report speaks of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enclosed {
    /// Its name.
    pub name: String,
    /// SHA-256 of its content, hex.
    pub sha256: String,
}

/// Everything a report says. Its canonical form is its JSON with the fields in this order and no spaces.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// `P-2026-000123`.
    pub number: String,
    /// Counts from 1.
    pub version: i64,
    /// The request's number; empty for none.
    pub request: String,
    /// In a line.
    pub title: String,
    /// Who issues it.
    pub facility: Text,
    /// For which organisation.
    pub organisation: Text,
    /// For whom.
    pub person: String,
    /// On what.
    pub instrument: Text,
    /// Its national registration number.
    pub registration_number: String,
    /// By which method.
    pub method: Text,
    /// When the work began.
    pub started: Option<Timestamp>,
    /// When it ended.
    pub ended: Option<Timestamp>,
    /// Samples.
    pub samples: String,
    /// Conditions.
    pub conditions: String,
    /// Summary.
    pub summary: String,
    /// Results.
    pub results: Vec<ResultRow>,
    /// Conclusion.
    pub conclusion: String,
    /// Enclosed files.
    pub files: Vec<Enclosed>,
    /// The version it replaces.
    pub supersedes: Option<i64>,
    /// Two people.
    pub signatures: Vec<Signature>,
}

/// SHA-256 of a canonical text, hex.
pub fn hash(canonical: &str) -> String {
    hex::encode(Sha256::digest(canonical.as_bytes()))
}

/// What may be said of a number and a hash to anybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "ReportStanding")]
pub enum Standing {
    /// The valid version has this hash.
    Genuine,
    /// It was valid; a later version has taken its place.
    Superseded,
    /// It was released and taken back.
    Withdrawn,
    /// No report of that number has this hash.
    Unknown,
}

/// The standing of a hash among the versions of a number: `(hash, state)`.
pub fn standing(versions: &[(String, String)], asked: &str) -> Standing {
    let asked = asked.trim().to_ascii_lowercase();
    let found = versions.iter().find(|(hash, _)| *hash == asked && asked.len() == 64);
    match found.map(|(_, state)| state.as_str()) {
        Some("valid") => Standing::Genuine,
        Some("superseded") => Standing::Superseded,
        Some("withdrawn") => Standing::Withdrawn,
        _ => Standing::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_tells_how_a_report_stands_and_nothing_else() {
        let versions = [(hash("one"), "superseded".to_owned()), (hash("two"), "valid".to_owned())];
        assert_eq!(standing(&versions, &hash("two").to_uppercase()), Standing::Genuine);
        assert_eq!(standing(&versions, &hash("one")), Standing::Superseded);
        assert_eq!(standing(&versions, &hash("three")), Standing::Unknown);
        assert_eq!(standing(&versions, ""), Standing::Unknown);
    }
}

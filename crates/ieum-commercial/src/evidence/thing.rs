//! An audit of a table, and what is said to it.

use ieum_kernel::{Id, Person, Thing, Timestamp};
use serde::Serialize;
use std::fmt;
use std::str::FromStr;

/// A table of printed results that was audited. What was found is computed from the table whenever it is shown.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EvidenceAudit {
    /// Its identity.
    pub id: Id<Self>,
    /// Who audited.
    pub person: Id<Person>,
    /// What the table is called.
    pub name: String,
    /// Where it was printed; empty when not said.
    pub about: String,
    /// The table in the schema of `docs/how-to/audit-a-table.md`.
    pub content: String,
    /// Who may see it.
    pub sight: Sight,
    /// Figures that agree with the others.
    pub agrees: i64,
    /// Figures that cannot hold.
    pub cannot_hold: i64,
    /// Grows with every change of who may see it.
    pub version: i64,
    /// When it was made.
    pub made_at: Timestamp,
}

impl Thing for EvidenceAudit {
    const PREFIX: &'static str = "aud";
}

/// Who may see an audit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Sight {
    /// Only its owner.
    Private,
    /// Whoever is signed in and has the address, so that the author can be asked.
    Link,
    /// Everybody; it stands in the list.
    Open,
}

impl Sight {
    /// The word kept in the database and in forms.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Private => "private",
            Self::Link => "link",
            Self::Open => "open",
        }
    }
}

impl fmt::Display for Sight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Sight {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        [Self::Private, Self::Link, Self::Open].into_iter().find(|sight| sight.name() == text).ok_or(())
    }
}

/// What somebody says to the findings.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reply {
    /// Its identity.
    pub id: Id<Self>,
    /// Who says it.
    pub person: Id<Person>,
    /// At most 4,000 letters.
    pub words: String,
    /// When.
    pub at: Timestamp,
}

impl Thing for Reply {
    const PREFIX: &'static str = "rpy";
}

//! One entry of the glossary: a thing, its names, and the things it leads to.

use serde::{Deserialize, Serialize};

/// What an entry names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryKind {
    /// A machine.
    Instrument,
    /// A way to measure or make.
    Technique,
    /// A step that makes a sample fit for a technique.
    Preparation,
    /// What is measured.
    Analyte,
    /// What it is measured in.
    Matrix,
    /// A test as customers order it.
    Test,
    /// A service of a support institution.
    Service,
    /// What goes wrong, as a customer says it.
    Problem,
    /// What a step takes in or hands on: a kind of sample, data, a report.
    State,
}

impl EntryKind {
    /// Every kind.
    pub const ALL: [Self; 9] = [
        Self::Instrument,
        Self::Technique,
        Self::Preparation,
        Self::Analyte,
        Self::Matrix,
        Self::Test,
        Self::Service,
        Self::Problem,
        Self::State,
    ];

    /// As it stands in the column `kind`.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Instrument => "instrument",
            Self::Technique => "technique",
            Self::Preparation => "preparation",
            Self::Analyte => "analyte",
            Self::Matrix => "matrix",
            Self::Test => "test",
            Self::Service => "service",
            Self::Problem => "problem",
            Self::State => "state",
        }
    }

    /// The kind that stands in the column `kind` as this word.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == word)
    }
}

/// One thing and what it is called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Stable name of the entry.
    pub id: String,
    /// What it names.
    pub kind: EntryKind,
    /// Korean names, the usual one first.
    #[serde(with = "list")]
    pub ko: Vec<String>,
    /// English names, the usual one first.
    #[serde(with = "list")]
    pub en: Vec<String>,
    /// Abbreviations and codes.
    #[serde(with = "list")]
    pub short: Vec<String>,
    /// Names that also mean something else (`IC`, `lead`): they name this entry only beside another word of its field.
    #[serde(default, with = "list")]
    pub doubtful: Vec<String>,
    /// Id of the wider entry, if any.
    pub broader: Option<String>,
    /// Ids of entries this one leads to: problem to tests, test and analyte to techniques, technique to instruments
    /// and preparations, the usual one first.
    #[serde(default, with = "list")]
    pub related: Vec<String>,
    /// Ids of states of which it takes any one; empty means as the wider entry.
    #[serde(default, with = "list")]
    pub takes: Vec<String>,
    /// Ids of states of which it gives one; for a matrix, how it arrives. Empty means as the wider entry.
    #[serde(default, with = "list")]
    pub gives: Vec<String>,
    /// Id in CHMO or PSI-MS, if the term is there.
    pub reference: Option<String>,
}

impl Entry {
    /// All names and abbreviations that are not doubtful.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.ko.iter().chain(&self.en).chain(&self.short).map(String::as_str)
    }

    /// The usual name in each language and the abbreviations.
    pub fn usual_names(&self) -> impl Iterator<Item = &str> {
        self.ko.iter().take(1).chain(self.en.iter().take(1)).chain(&self.short).map(String::as_str)
    }
}

pub(super) mod list {
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(list: &[String], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&list.join("|"))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
        Ok(split(&String::deserialize(deserializer)?))
    }

    /// The parts of a list as it stands in a cell.
    pub(in super::super) fn split(text: &str) -> Vec<String> {
        text.split('|').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
    }
}

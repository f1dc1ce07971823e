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

mod list {
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(list: &[String], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&list.join("|"))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
        let text = String::deserialize(deserializer)?;
        Ok(text.split('|').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect())
    }
}

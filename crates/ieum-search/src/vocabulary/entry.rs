//! The glossary: our own words for instruments, techniques, analytes, matrices and services.

use crate::analysis;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

const SHIPPED: &str = include_str!("../../vocabulary/terms.csv");

/// What an entry names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryKind {
    /// A machine.
    Instrument,
    /// A way to measure, test or make.
    Technique,
    /// What is measured.
    Analyte,
    /// What it is measured in.
    Matrix,
    /// A test as customers order it.
    Test,
    /// A service of a support institution.
    Service,
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
    /// Id of the wider entry, if any.
    pub broader: Option<String>,
    /// Id in CHMO or PSI-MS, if the term is there.
    pub reference: Option<String>,
}

impl Entry {
    /// All names and abbreviations.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.ko.iter().chain(&self.en).chain(&self.short).map(String::as_str)
    }
}

/// Why a vocabulary cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum VocabularyError {
    /// A row has the wrong shape.
    #[error("cannot read row {row} of the vocabulary")]
    Row {
        /// Row number, the heading being 1.
        row: usize,
        /// What is wrong.
        #[source]
        source: csv::Error,
    },
    /// Two rows have one id.
    #[error("row {row} repeats the id {id}")]
    Repeated {
        /// Row number.
        row: usize,
        /// The id.
        id: String,
    },
    /// A row has no name.
    #[error("row {row} has no name")]
    Nameless {
        /// Row number.
        row: usize,
    },
}

/// A set of entries that can be looked up by any of their names.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    entries: Vec<Entry>,
    by_key: HashMap<String, Vec<usize>>,
}

impl Vocabulary {
    /// The glossary that comes with the program.
    pub fn shipped() -> Arc<Self> {
        static SHIPPED_ONCE: LazyLock<Arc<Vocabulary>> =
            LazyLock::new(|| Arc::new(Vocabulary::parse(SHIPPED).unwrap_or_default()));
        SHIPPED_ONCE.clone()
    }

    /// Reads a vocabulary: CSV with the heading `id,kind,ko,en,short,broader,reference`; lists are split at `|`.
    ///
    /// # Errors
    /// The first row that is wrong.
    pub fn parse(text: &str) -> Result<Self, VocabularyError> {
        let mut entries: Vec<Entry> = Vec::new();
        let mut ids: HashMap<String, usize> = HashMap::new();
        for (row, entry) in (2..).zip(csv::Reader::from_reader(text.as_bytes()).deserialize()) {
            let entry: Entry = entry.map_err(|source| VocabularyError::Row { row, source })?;
            if entry.names().next().is_none() {
                return Err(VocabularyError::Nameless { row });
            }
            if ids.insert(entry.id.clone(), row).is_some() {
                return Err(VocabularyError::Repeated { row, id: entry.id });
            }
            entries.push(entry);
        }
        Ok(Self::new(entries))
    }

    /// A vocabulary of these entries.
    pub fn new(entries: Vec<Entry>) -> Self {
        let mut by_key: HashMap<String, Vec<usize>> = HashMap::new();
        for (place, entry) in entries.iter().enumerate() {
            for name in entry.names() {
                let places = by_key.entry(analysis::key(name)).or_default();
                if !places.contains(&place) {
                    places.push(place);
                }
            }
        }
        by_key.remove("");
        Self { entries, by_key }
    }

    /// All entries, in order.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Entries with a name of this key ([`analysis::key`]).
    pub fn named(&self, key: &str) -> Vec<&Entry> {
        let places = self.by_key.get(key).map(Vec::as_slice).unwrap_or_default();
        places.iter().filter_map(|place| self.entries.get(*place)).collect()
    }

    /// Pairs of one Korean and one English name for the same thing, to train the table with.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.entries.iter().flat_map(|entry| {
            entry.ko.iter().flat_map(move |ko| entry.en.iter().map(move |en| (ko.as_str(), en.as_str())))
        })
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

//! The glossary: our own words for instruments, techniques, analytes, matrices, problems and services.

use super::{Entry, EntryKind};
use crate::analysis;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, LazyLock, OnceLock};

const SHIPPED: &str = include_str!("../../vocabulary/terms.csv");

/// A term that more entries than this have in a name does not tell one field from another.
const COMMON: usize = 25;

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
    /// A row leads to an entry that is not there, or is no state where a state is meant.
    #[error("row {row} leads to {id}, which is not there or of the wrong kind")]
    Astray {
        /// Row number.
        row: usize,
        /// The id it leads to.
        id: String,
    },
    /// An entry is wider than itself.
    #[error("row {row} ({id}) is among its own wider entries")]
    Circle {
        /// Row number.
        row: usize,
        /// The entry.
        id: String,
    },
}

/// A set of entries that can be looked up by any of their names.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    entries: Vec<Entry>,
    by_id: HashMap<String, usize>,
    by_key: HashMap<String, Vec<usize>>,
    doubtful: HashMap<String, Vec<usize>>,
    led_to_from: HashMap<usize, Vec<usize>>,
    /// Terms of many entries; only doubtful names ask for them.
    common: OnceLock<HashSet<String>>,
}

impl Vocabulary {
    /// The glossary that comes with the program.
    pub fn shipped() -> Arc<Self> {
        static SHIPPED_ONCE: LazyLock<Arc<Vocabulary>> =
            LazyLock::new(|| Arc::new(Vocabulary::parse(SHIPPED).unwrap_or_default()));
        SHIPPED_ONCE.clone()
    }

    /// Reads a vocabulary: CSV with the heading
    /// `id,kind,ko,en,short,doubtful,broader,related,takes,gives,reference`; lists are split at `|`. The columns
    /// `doubtful`, `related`, `takes` and `gives` may be left out.
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
        let read = Self::new(entries);
        read.led_right()?;
        Ok(read)
    }

    /// A vocabulary of these entries.
    pub fn new(entries: Vec<Entry>) -> Self {
        let mut by_key: HashMap<String, Vec<usize>> = HashMap::new();
        let mut doubtful: HashMap<String, Vec<usize>> = HashMap::new();
        let by_id: HashMap<String, usize> = entries.iter().map(|e| e.id.clone()).zip(0..).collect();
        let mut led_to_from: HashMap<usize, Vec<usize>> = HashMap::new();
        for (place, entry) in entries.iter().enumerate() {
            // A state is what steps hand on; nobody looks for "data" and means a glossary entry.
            if entry.kind != EntryKind::State {
                entry.names().for_each(|name| enter(&mut by_key, name, place));
                entry.doubtful.iter().for_each(|name| enter(&mut doubtful, name, place));
            }
            for led in entry.related.iter().chain(&entry.broader).filter_map(|id| by_id.get(id)) {
                led_to_from.entry(*led).or_default().push(place);
            }
        }
        Self { entries, by_id, by_key, doubtful, led_to_from, common: OnceLock::new() }
    }

    /// All entries, in order.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entry with this id.
    pub fn entry(&self, id: &str) -> Option<&Entry> {
        self.by_id.get(id).and_then(|place| self.entries.get(*place))
    }

    /// Entries with a name of this key ([`analysis::key`]), doubtful names left out.
    pub fn named(&self, key: &str) -> Vec<&Entry> {
        let places = self.by_key.get(key).map(Vec::as_slice).unwrap_or_default();
        places.iter().filter_map(|place| self.entries.get(*place)).collect()
    }

    /// Entries that `key` means among other words of the question with the index terms `beside`: those it names for
    /// sure, and those it may name if one of the other words belongs to their field. A field is the names of the entry,
    /// of its wider entries, of the others under the nearest of these, of what it leads to and of what leads to it,
    /// without terms that many entries have.
    pub fn meant<'b>(&self, key: &str, beside: impl Iterator<Item = &'b str> + Clone) -> Vec<&Entry> {
        let mut found = self.named(key);
        for place in self.doubtful.get(key).map(Vec::as_slice).unwrap_or_default() {
            let Some(entry) = self.entries.get(*place) else { continue };
            let field = self.field(*place, entry);
            let mut telling = beside.clone().filter(|term| !self.common().contains(*term));
            if telling.any(|term| field.contains(term)) && !found.iter().any(|e| e.id == entry.id) {
                found.push(entry);
            }
        }
        found
    }

    /// The wider entries of `entry`, nearest first.
    pub fn wider<'a>(&'a self, entry: &'a Entry) -> impl Iterator<Item = &'a Entry> {
        let next = |e: &&'a Entry| e.broader.as_deref().and_then(|id| self.entry(id));
        // An edited vocabulary may be circular for a moment; nothing here is ten levels deep.
        std::iter::successors(next(&entry), next).take(10)
    }

    /// What `entry` leads to, usual first.
    pub fn related<'a>(&'a self, entry: &'a Entry) -> impl Iterator<Item = &'a Entry> {
        entry.related.iter().filter_map(|id| self.entry(id))
    }

    /// Ids of the states of which `entry` takes any one, its own or those of the nearest wider entry that says.
    pub fn takes<'a>(&'a self, entry: &'a Entry) -> &'a [String] {
        self.said(entry, |e| &e.takes)
    }

    /// Ids of the states of which `entry` gives one, its own or those of the nearest wider entry that says.
    pub fn gives<'a>(&'a self, entry: &'a Entry) -> &'a [String] {
        self.said(entry, |e| &e.gives)
    }

    fn said<'a>(&'a self, entry: &'a Entry, of: impl Fn(&'a Entry) -> &'a Vec<String>) -> &'a [String] {
        let says = |e: &&Entry| !e.takes.is_empty() || !e.gives.is_empty();
        std::iter::once(entry).chain(self.wider(entry)).find(says).map(of).map_or(&[], Vec::as_slice)
    }

    /// Pairs of one Korean and one English name for the same thing, to train the table with.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        let named = self.entries.iter().filter(|e| e.kind != EntryKind::Problem);
        named.flat_map(|entry| {
            entry.ko.iter().flat_map(move |ko| entry.en.iter().map(move |en| (ko.as_str(), en.as_str())))
        })
    }

    fn common(&self) -> &HashSet<String> {
        self.common.get_or_init(|| {
            let mut counts: HashMap<String, usize> = HashMap::new();
            for entry in &self.entries {
                // Each term once an entry, however many of its names have it.
                let once: HashSet<String> = entry.names().flat_map(analysis::terms).collect();
                for term in once {
                    *counts.entry(term).or_default() += 1;
                }
            }
            counts.into_iter().filter(|(_, count)| *count > COMMON).map(|(term, _)| term).collect()
        })
    }

    fn field(&self, place: usize, entry: &Entry) -> HashSet<String> {
        let leading = |place: &usize| self.led_to_from.get(place).into_iter().flatten();
        let beside = entry.broader.as_ref().and_then(|id| self.by_id.get(id)).into_iter().flat_map(leading);
        let from = leading(&place).chain(beside).filter_map(|place| self.entries.get(*place));
        let around = std::iter::once(entry).chain(self.wider(entry)).chain(self.related(entry)).chain(from);
        around.flat_map(Entry::names).flat_map(analysis::terms).collect()
    }

    fn led_right(&self) -> Result<(), VocabularyError> {
        for (row, entry) in (2..).zip(&self.entries) {
            let astray = |id: &String| VocabularyError::Astray { row, id: id.clone() };
            let there = entry.related.iter().chain(&entry.broader);
            for id in there {
                self.entry(id).ok_or_else(|| astray(id))?;
            }
            for id in entry.takes.iter().chain(&entry.gives) {
                let state = self.entry(id).filter(|e| e.kind == EntryKind::State);
                state.ok_or_else(|| astray(id))?;
            }
            if self.wider(entry).any(|wider| wider.id == entry.id) {
                return Err(VocabularyError::Circle { row, id: entry.id.clone() });
            }
        }
        Ok(())
    }
}

fn enter(keys: &mut HashMap<String, Vec<usize>>, name: &str, place: usize) {
    let key = analysis::key(name);
    if key.is_empty() {
        return;
    }
    let places = keys.entry(key).or_default();
    if !places.contains(&place) {
        places.push(place);
    }
}

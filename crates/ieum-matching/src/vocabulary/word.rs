//! A word of the vocabulary and its versions.

use ieum_kernel::{Id, Person, Timestamp};
use serde::{Deserialize, Serialize};

pub(super) use ieum_search::analysis::key;
pub(super) use ieum_search::{Entry, EntryKind, Vocabulary};

/// Where an entry in force comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// As it ships with the program.
    Shipped,
    /// Ships, and this region changed it.
    Changed,
    /// This region added it.
    Added,
    /// This region took it away.
    Withdrawn,
}

impl Origin {
    /// Every origin, in the order pages list them.
    pub const ALL: [Self; 4] = [Self::Shipped, Self::Changed, Self::Added, Self::Withdrawn];

    /// As it is stored and named.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Shipped => "shipped",
            Self::Changed => "changed",
            Self::Added => "added",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The origin stored as this word.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|origin| origin.key() == word)
    }

    /// What an entry is, given what ships under its id and what is in force.
    pub fn of(shipped: Option<&Entry>, now: Option<&Entry>) -> Self {
        match (shipped, now) {
            (_, None) => Self::Withdrawn,
            (None, Some(_)) => Self::Added,
            (Some(ships), Some(now)) if ships == now => Self::Shipped,
            (Some(_), Some(_)) => Self::Changed,
        }
    }
}

/// An entry that this region has touched.
#[derive(Debug, Clone, PartialEq)]
pub struct Word {
    /// Id of the entry.
    pub id: String,
    /// What it is by now.
    pub origin: Origin,
    /// The entry in force, where it is not as it ships.
    pub entry: Option<Entry>,
    /// Number of its last change, from 1.
    pub version: i64,
}

/// One change of an entry.
#[derive(Debug, Clone, PartialEq)]
pub struct Version {
    /// From 1 within the entry; 0 is how it ships.
    pub version: i64,
    /// `add`, `edit`, `withdraw`, `put-back` or `import`.
    pub change: String,
    /// The entry after the change; none where it was taken away.
    pub entry: Option<Entry>,
    /// Why.
    pub why: String,
    /// Who.
    pub by: Id<Person>,
    /// When.
    pub at: Timestamp,
}

/// Names and links of two versions side by side: column, what only the first says, what both say, what only the second says.
pub(super) type Line = (&'static str, Vec<String>, Vec<String>, Vec<String>);

/// The cells of an entry by column, lists taken apart.
pub(super) fn cells(entry: Option<&Entry>) -> Vec<(&'static str, Vec<String>)> {
    let Some(entry) = entry else {
        return ieum_search::vocabulary::COLUMNS.iter().skip(1).map(|column| (*column, Vec::new())).collect();
    };
    vec![
        ("kind", vec![entry.kind.key().to_owned()]),
        ("ko", entry.ko.clone()),
        ("en", entry.en.clone()),
        ("short", entry.short.clone()),
        ("doubtful", entry.doubtful.clone()),
        ("broader", entry.broader.iter().cloned().collect()),
        ("related", entry.related.clone()),
        ("takes", entry.takes.clone()),
        ("gives", entry.gives.clone()),
        ("reference", entry.reference.iter().cloned().collect()),
    ]
}

/// What differs between two versions, column by column; columns that are the same are left out.
pub(super) fn compare(first: Option<&Entry>, second: Option<&Entry>) -> Vec<Line> {
    let both = cells(first).into_iter().zip(cells(second));
    both.filter(|((_, before), (_, after))| before != after)
        .map(|((column, before), (_, after))| {
            let gone = before.iter().filter(|cell| !after.contains(cell)).cloned().collect();
            let kept = before.iter().filter(|cell| after.contains(cell)).cloned().collect();
            let new = after.iter().filter(|cell| !before.contains(cell)).cloned().collect();
            (column, gone, kept, new)
        })
        .collect()
}

/// Where an entry leads, by the name of the link.
pub(super) fn links(entry: &Entry) -> Vec<(&'static str, &String)> {
    let broader = entry.broader.iter().map(|to| ("broader", to));
    let related = entry.related.iter().map(|to| ("related", to));
    let takes = entry.takes.iter().map(|to| ("takes", to));
    broader.chain(related).chain(takes).chain(entry.gives.iter().map(|to| ("gives", to))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(crate) fn entry(id: &str, ko: &[&str]) -> Entry {
        Entry {
            id: id.into(),
            kind: EntryKind::Instrument,
            ko: ko.iter().map(|name| (*name).to_owned()).collect(),
            en: Vec::new(),
            short: Vec::new(),
            doubtful: Vec::new(),
            broader: None,
            related: Vec::new(),
            takes: Vec::new(),
            gives: Vec::new(),
            reference: None,
        }
    }

    #[test]
    fn an_entry_is_what_it_is_beside_what_ships() {
        let (ships, other) = (entry("a", &["가"]), entry("a", &["나"]));
        for (shipped, now, expected) in [
            (Some(&ships), Some(&ships), Origin::Shipped),
            (Some(&ships), Some(&other), Origin::Changed),
            (None, Some(&other), Origin::Added),
            (Some(&ships), None, Origin::Withdrawn),
            (None, None, Origin::Withdrawn),
        ] {
            assert_eq!(Origin::of(shipped, now), expected);
        }
    }

    #[test]
    fn two_versions_are_compared_word_by_word() {
        let lines = compare(Some(&entry("a", &["가", "나"])), Some(&entry("a", &["나", "다"])));
        let expected = ("ko", vec!["가".to_owned()], vec!["나".to_owned()], vec!["다".to_owned()]);
        assert_eq!(lines, [expected]);
        let gone = compare(Some(&entry("a", &["가"])), None);
        assert_eq!(gone.iter().map(|line| line.0).collect::<Vec<_>>(), ["kind", "ko"]);
    }
}

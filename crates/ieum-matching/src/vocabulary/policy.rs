//! The rules of words: pure, all reasons at once.

use super::word::{Entry, EntryKind, Vocabulary, key, links};
use serde::Serialize;

/// Most names of one kind, and most links.
pub(super) const MOST_NAMES: usize = 40;
/// Longest name, letters.
pub(super) const LONGEST_NAME: usize = 120;

/// Ids that name pages of the vocabulary.
const PAGES: [&str; 5] = ["new", "import", "export", "understood", "none"];

/// What is asked to happen to an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// It is new.
    Add,
    /// It is changed, or an earlier version of it comes back.
    Edit,
    /// It is taken away.
    Withdraw,
}

/// All that a rule may look at.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// The glossary in force; may hold the entry already.
    pub vocabulary: &'a Vocabulary,
    /// The entry as it is asked to be; when it is taken away, as it is.
    pub entry: &'a Entry,
    /// What is asked.
    pub act: Act,
    /// Whether an entry with this id is in force.
    pub there: bool,
    /// Why, in words.
    pub why: &'a str,
}

/// Why an entry is not changed: one variant, one rule, one message `vocabulary-refused-<rule>` in each language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error, schemars::JsonSchema)]
#[serde(tag = "rule", rename_all = "kebab-case")]
pub enum Refusal {
    /// Nobody knows why.
    #[error("gives no reason")]
    ReasonMissing,
    /// The id is no id.
    #[error("has the id {id}")]
    IdMalformed {
        /// As asked.
        id: String,
    },
    /// There is one with this id.
    #[error("there is one with the id {id}")]
    IdTaken {
        /// As asked.
        id: String,
    },
    /// It has no name.
    #[error("has no name")]
    Nameless,
    /// It has too many names or links.
    #[error("has more than {most} names or links of one kind")]
    TooMany {
        /// The most.
        most: usize,
    },
    /// A name cannot be asked for, or is a text.
    #[error("{name} is no name")]
    NoName {
        /// The name.
        name: String,
        /// The most letters.
        longest: usize,
    },
    /// A name stands for another entry, and neither leads to the other.
    #[error("{name} stands for {by}")]
    NameTaken {
        /// The name.
        name: String,
        /// Id of the other entry.
        by: String,
    },
    /// It leads to itself.
    #[error("leads to itself")]
    PointsAtItself,
    /// It would be wider than itself.
    #[error("is among its own wider entries through {through}")]
    Circle {
        /// Id of its wider entry.
        through: String,
    },
    /// It leads to an entry that is not there.
    #[error("leads to {id}, which is not there")]
    LeadsAstray {
        /// The id it leads to.
        id: String,
    },
    /// What it takes or gives is no state.
    #[error("takes or gives {id}, which is no state")]
    NotAState {
        /// The id it leads to.
        id: String,
    },
    /// The id in CHMO or PSI-MS is none.
    #[error("refers to {reference}")]
    ReferenceMalformed {
        /// As asked.
        reference: String,
    },
}

type Rule = fn(&Facts<'_>) -> Vec<Refusal>;

const RULES: &[Rule] = &[
    gives_reason,
    well_formed_id,
    fresh_id,
    has_name,
    few_enough,
    names_can_be_asked,
    names_one_thing,
    leads_elsewhere,
    no_circle,
    leads_somewhere,
    states_are_states,
    well_formed_reference,
];

/// Returns all reasons at once. Taking an entry away only asks for a reason.
pub fn refusals(facts: &Facts<'_>) -> Vec<Refusal> {
    let rules = if facts.act == Act::Withdraw { RULES.get(..1).unwrap_or_default() } else { RULES };
    rules.iter().flat_map(|rule| rule(facts)).collect()
}

fn one(holds: bool, refusal: Refusal) -> Vec<Refusal> {
    if holds { vec![refusal] } else { Vec::new() }
}

/// A change says why.
///
/// This rule explains; the constraint `vocabulary_reason_missing` guarantees.
fn gives_reason(f: &Facts<'_>) -> Vec<Refusal> {
    one(f.why.trim().is_empty(), Refusal::ReasonMissing)
}

/// An id is 2 to 80 small Latin letters, digits and hyphens, and no page's name.
///
/// This rule explains; the constraint `vocabulary_id_malformed` guarantees.
fn well_formed_id(f: &Facts<'_>) -> Vec<Refusal> {
    let id = f.entry.id.as_str();
    let letters = id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    let bad = !letters || !(2..=80).contains(&id.len()) || id.starts_with('-') || PAGES.contains(&id);
    one(bad, Refusal::IdMalformed { id: id.chars().take(80).collect() })
}

/// An id is given once.
///
/// This rule explains; the primary key of `vocabulary_word` guarantees.
fn fresh_id(f: &Facts<'_>) -> Vec<Refusal> {
    one(f.act == Act::Add && f.there, Refusal::IdTaken { id: f.entry.id.clone() })
}

/// An entry has a name that stands for it alone.
fn has_name(f: &Facts<'_>) -> Vec<Refusal> {
    one(f.entry.names().next().is_none(), Refusal::Nameless)
}

/// Lists stay as long as one can read.
fn few_enough(f: &Facts<'_>) -> Vec<Refusal> {
    let Entry { ko, en, short, doubtful, related, takes, gives, .. } = f.entry;
    let lists = [ko, en, short, doubtful, related, takes, gives];
    one(lists.iter().any(|list| list.len() > MOST_NAMES), Refusal::TooMany { most: MOST_NAMES })
}

/// A name has letters that can be looked up, and is no text.
fn names_can_be_asked(f: &Facts<'_>) -> Vec<Refusal> {
    let all = f.entry.names().chain(f.entry.doubtful.iter().map(String::as_str));
    let bad = |name: &&str| name.chars().count() > LONGEST_NAME || key(name).is_empty();
    let refusal =
        |name: &str| Refusal::NoName { name: name.chars().take(60).collect(), longest: LONGEST_NAME };
    all.filter(bad).take(3).map(refusal).collect()
}

/// A name stands for one thing, or for two of which one leads to the other; else it is one with several meanings.
fn names_one_thing(f: &Facts<'_>) -> Vec<Refusal> {
    let clashes = f.vocabulary.clashes(f.entry).into_iter().take(3);
    clashes.map(|(name, other)| Refusal::NameTaken { name, by: other.id.clone() }).collect()
}

/// An entry does not lead to itself.
///
/// This rule explains; the constraint `vocabulary_points_at_itself` guarantees.
fn leads_elsewhere(f: &Facts<'_>) -> Vec<Refusal> {
    one(links(f.entry).iter().any(|(_, to)| **to == f.entry.id), Refusal::PointsAtItself)
}

/// No entry is among its own wider entries.
///
/// No constraint can hold this: the chain runs through the glossary that ships, which is no table. Whatever is stored,
/// `Vocabulary::wider` ends after ten steps.
fn no_circle(f: &Facts<'_>) -> Vec<Refusal> {
    let through = f.vocabulary.circle_of(f.entry).filter(|through| *through != f.entry.id);
    through.map(|through| Refusal::Circle { through }).into_iter().collect()
}

/// Links lead to entries that are in force.
fn leads_somewhere(f: &Facts<'_>) -> Vec<Refusal> {
    let all = links(f.entry).into_iter().map(|(_, to)| to).filter(|to| **to != f.entry.id);
    let gone = all.filter(|to| f.vocabulary.entry(to).is_none());
    gone.take(3).map(|id| Refusal::LeadsAstray { id: id.clone() }).collect()
}

/// What a step takes and gives are states.
fn states_are_states(f: &Facts<'_>) -> Vec<Refusal> {
    let all = f.entry.takes.iter().chain(&f.entry.gives);
    let wrong = |id: &&String| f.vocabulary.entry(id).is_some_and(|entry| entry.kind != EntryKind::State);
    all.filter(wrong).take(3).map(|id| Refusal::NotAState { id: id.clone() }).collect()
}

/// An id of CHMO or PSI-MS is its name, a colon and seven digits.
///
/// This rule explains; the constraint `vocabulary_reference_malformed` guarantees.
fn well_formed_reference(f: &Facts<'_>) -> Vec<Refusal> {
    let Some(reference) = &f.entry.reference else { return Vec::new() };
    let digits = reference.strip_prefix("CHMO:").or_else(|| reference.strip_prefix("MS:"));
    let good = digits.is_some_and(|digits| digits.len() == 7 && digits.bytes().all(|b| b.is_ascii_digit()));
    one(!good, Refusal::ReferenceMalformed { reference: reference.chars().take(40).collect() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry() -> Entry {
        let shipped = Vocabulary::shipped();
        let base = shipped.entry("gas-chromatography").unwrap().clone();
        Entry {
            id: "sniffer".into(),
            ko: vec!["킁킁이".into()],
            en: vec!["sniffer".into()],
            short: Vec::new(),
            broader: Some("gas-chromatography".into()),
            reference: None,
            ..base
        }
    }

    /// Adds an entry to the shipped glossary, changed from one that is sound.
    #[track_caller]
    fn check(change: impl FnOnce(&mut Entry), expected: &[&str]) {
        let mut asked = entry();
        change(&mut asked);
        let shipped = Vocabulary::shipped();
        let facts = Facts {
            there: shipped.entry(&asked.id).is_some(),
            vocabulary: &shipped,
            entry: &asked,
            act: Act::Add,
            why: "our firms say so",
        };
        let found: Vec<String> = refusals(&facts).iter().map(ToString::to_string).collect();
        assert_eq!(found, expected, "{asked:?}");
    }

    #[test]
    fn a_sound_word_is_taken() {
        check(|_| {}, &[]);
        check(|e| e.reference = Some("CHMO:0000470".into()), &[]);
        check(|e| e.reference = Some("MS:1000031".into()), &[]);
    }

    #[test]
    fn ids_are_well_formed_and_given_once() {
        for id in ["A", "a", "-ab", "a b", "한글", "new", &"a".repeat(81)] {
            let shown: String = id.chars().take(80).collect();
            check(|e| e.id = id.into(), &[&format!("has the id {shown}")]);
        }
        check(
            |e| {
                e.id = "gas-chromatography".into();
                e.broader = None;
            },
            &["there is one with the id gas-chromatography"],
        );
    }

    #[test]
    fn names_can_be_asked_and_stand_for_one_thing() {
        check(
            |e| {
                e.ko.clear();
                e.en.clear();
            },
            &["has no name"],
        );
        check(|e| e.ko.push("..".into()), &[".. is no name"]);
        check(|e| e.doubtful = vec!["x".repeat(121)], &[&format!("{} is no name", "x".repeat(60))]);
        check(|e| e.ko.push("인장시험".into()), &["인장시험 stands for tensile-test"]);
        check(|e| e.doubtful.push("인장시험".into()), &[]);
        check(
            |e| e.short = (0..41).map(|n| format!("Q{n}Z")).collect(),
            &["has more than 40 names or links of one kind"],
        );
    }

    #[test]
    fn links_lead_somewhere_else_and_not_round() {
        check(|e| e.related = vec!["sniffer".into()], &["leads to itself"]);
        check(|e| e.broader = Some("sniffer".into()), &["leads to itself"]);
        check(|e| e.broader = Some("nowhere".into()), &["leads to nowhere, which is not there"]);
        check(
            |e| e.takes = vec!["gas-chromatography".into()],
            &["takes or gives gas-chromatography, which is no state"],
        );
        let shipped = Vocabulary::shipped();
        let mut wide = shipped.entry("chromatography").unwrap().clone();
        wide.broader = Some("gas-chromatography".into());
        let facts = Facts { vocabulary: &shipped, entry: &wide, act: Act::Edit, there: true, why: "x" };
        assert_eq!(refusals(&facts), [Refusal::Circle { through: "gas-chromatography".into() }]);
    }

    #[test]
    fn references_are_ids_of_the_ontologies() {
        for reference in ["CHMO:470", "XYZ:0000470", "CHMO:000047a", "0000470"] {
            check(|e| e.reference = Some(reference.into()), &[&format!("refers to {reference}")]);
        }
    }

    #[test]
    fn a_change_says_why() {
        let shipped = Vocabulary::shipped();
        let asked = entry();
        for act in [Act::Add, Act::Edit, Act::Withdraw] {
            let facts = Facts { vocabulary: &shipped, entry: &asked, act, there: false, why: " " };
            assert_eq!(refusals(&facts), [Refusal::ReasonMissing]);
        }
    }
}

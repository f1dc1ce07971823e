//! What may be decided about a pair.

use serde::Serialize;

/// All that a rule may look at.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// One instrument.
    pub left: &'a str,
    /// The other.
    pub right: &'a str,
    /// The one to keep; empty when they are two things.
    pub kept: &'a str,
    /// Whether a decision about them stands.
    pub decided: bool,
    /// Whether the decision is to be undone.
    pub undoing: bool,
}

/// Why a decision is not taken.
#[derive(Debug, Clone, PartialEq, Serialize, thiserror::Error)]
#[serde(tag = "rule", rename_all = "kebab-case")]
pub enum Refusal {
    /// A pair is of two.
    #[error("is one entry")]
    OneEntry,
    /// The one to keep is one of the two.
    #[error("keeps neither")]
    KeepsNeither,
    /// Somebody has decided before.
    #[error("is decided")]
    DecidedAlready,
    /// There is nothing to undo.
    #[error("is not decided")]
    NotDecided,
}

type Rule = fn(&Facts) -> Option<Refusal>;

const RULES: &[Rule] = &[two_entries, keeps_one_of_them, decided_once, something_to_undo];

/// Returns all reasons at once.
pub fn refusals(facts: &Facts) -> Vec<Refusal> {
    RULES.iter().filter_map(|rule| rule(facts)).collect()
}

/// A pair is of two entries.
fn two_entries(f: &Facts) -> Option<Refusal> {
    (f.left == f.right).then_some(Refusal::OneEntry)
}

/// What is kept is one of the two.
///
/// This rule explains; the constraint `duplicate_label_kept` guarantees.
fn keeps_one_of_them(f: &Facts) -> Option<Refusal> {
    let stranger = !f.kept.is_empty() && f.kept != f.left && f.kept != f.right;
    stranger.then_some(Refusal::KeepsNeither)
}

/// A pair is decided once; whoever thinks otherwise undoes first.
///
/// This rule explains; the constraint `duplicates_decided_already` guarantees.
fn decided_once(f: &Facts) -> Option<Refusal> {
    (f.decided && !f.undoing).then_some(Refusal::DecidedAlready)
}

/// Only what was decided can be undone.
fn something_to_undo(f: &Facts) -> Option<Refusal> {
    (f.undoing && !f.decided).then_some(Refusal::NotDecided)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(facts: Facts, expected: &[Refusal]) {
        assert_eq!(refusals(&facts), expected, "{facts:?}");
    }

    const PAIR: Facts = Facts { left: "a", right: "b", kept: "", decided: false, undoing: false };

    #[test]
    fn a_pair_is_decided_once_and_undone_once() {
        check(PAIR, &[]);
        check(Facts { kept: "b", ..PAIR }, &[]);
        check(Facts { decided: true, ..PAIR }, &[Refusal::DecidedAlready]);
        check(Facts { decided: true, undoing: true, ..PAIR }, &[]);
        check(Facts { undoing: true, ..PAIR }, &[Refusal::NotDecided]);
    }

    #[test]
    fn what_is_kept_is_one_of_two() {
        check(Facts { right: "a", kept: "c", ..PAIR }, &[Refusal::OneEntry, Refusal::KeepsNeither]);
    }
}

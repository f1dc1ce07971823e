//! What may be decided about names, and about organisations that may be one.

use serde::Serialize;

/// All that a rule about a name may look at.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// The name in one spelling, without legal form, blanks and signs.
    pub key: &'a str,
    /// The organisation's own names, in one spelling.
    pub own: &'a [String],
    /// Whether the name is to be the organisation's; otherwise it is expressly not to be.
    pub same: bool,
    /// Another organisation whose name it is, confirmed or its own: id and what it is called.
    pub others: Option<(&'a str, &'a str)>,
    /// Whether the same decision, or its opposite, stands.
    pub decided: bool,
}

/// All that a rule about two organisations may look at.
#[derive(Debug, Clone, Copy)]
pub struct PairFacts<'a> {
    /// One.
    pub left: &'a str,
    /// The other.
    pub right: &'a str,
    /// The one to keep; empty when they are two.
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
    /// Nothing is left of the name without legal form and signs.
    #[error("the name says nothing")]
    SaysNothing,
    /// The organisation is called so anyway.
    #[error("is its own name")]
    OwnName,
    /// The name is another's.
    #[error("is the name of {id}")]
    Taken {
        /// Whose.
        id: String,
        /// What that one is called.
        name: String,
    },
    /// Somebody has decided before.
    #[error("is decided")]
    DecidedAlready,
    /// There is nothing to undo.
    #[error("is not decided")]
    NotDecided,
    /// A pair is of two.
    #[error("is one organisation")]
    OneEntry,
    /// The one to keep is one of the two.
    #[error("keeps neither")]
    KeepsNeither,
    /// Somebody has decided about the pair before.
    #[error("the pair is decided")]
    PairDecided,
}

type Rule = fn(&Facts) -> Option<Refusal>;

const RULES: &[Rule] = &[says_something, not_its_own, nobody_elses, decided_once];

/// Every reason why a name is not decided about so.
pub fn refusals(facts: &Facts) -> Vec<Refusal> {
    RULES.iter().filter_map(|rule| rule(facts)).collect()
}

/// A name says something besides its legal form.
///
/// This rule explains; the constraint `alias_says_nothing` guarantees.
fn says_something(f: &Facts) -> Option<Refusal> {
    f.key.is_empty().then_some(Refusal::SaysNothing)
}

/// What an organisation is called anyway is not confirmed.
fn not_its_own(f: &Facts) -> Option<Refusal> {
    f.own.iter().any(|own| own == f.key).then_some(Refusal::OwnName)
}

/// A name stands for one organisation.
///
/// This rule explains; the constraint `alias_taken` guarantees it among confirmed names.
fn nobody_elses(f: &Facts) -> Option<Refusal> {
    let (id, name) = f.others.filter(|_| f.same)?;
    Some(Refusal::Taken { id: id.to_owned(), name: name.to_owned() })
}

/// A name is decided about an organisation once; whoever thinks otherwise undoes first.
///
/// This rule explains; the constraint `alias_decided_already` guarantees.
fn decided_once(f: &Facts) -> Option<Refusal> {
    f.decided.then_some(Refusal::DecidedAlready)
}

type PairRule = fn(&PairFacts) -> Option<Refusal>;

const PAIR_RULES: &[PairRule] = &[two_entries, keeps_one_of_them, pair_decided_once, something_to_undo];

/// Every reason why two organisations are not decided about so.
pub fn pair_refusals(facts: &PairFacts) -> Vec<Refusal> {
    PAIR_RULES.iter().filter_map(|rule| rule(facts)).collect()
}

/// A pair is of two organisations.
fn two_entries(f: &PairFacts) -> Option<Refusal> {
    (f.left == f.right).then_some(Refusal::OneEntry)
}

/// What is kept is one of the two.
///
/// This rule explains; the constraint `organisation_pair_kept` guarantees.
fn keeps_one_of_them(f: &PairFacts) -> Option<Refusal> {
    let stranger = !f.kept.is_empty() && f.kept != f.left && f.kept != f.right;
    stranger.then_some(Refusal::KeepsNeither)
}

/// A pair of organisations is decided once.
///
/// This rule explains; the constraint `alias_pair_decided` guarantees.
fn pair_decided_once(f: &PairFacts) -> Option<Refusal> {
    (f.decided && !f.undoing).then_some(Refusal::PairDecided)
}

/// Only what was decided can be undone.
fn something_to_undo(f: &PairFacts) -> Option<Refusal> {
    (f.undoing && !f.decided).then_some(Refusal::NotDecided)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(facts: Facts, expected: &[Refusal]) {
        assert_eq!(refusals(&facts), expected, "{facts:?}");
    }

    #[track_caller]
    fn check_pair(facts: PairFacts, expected: &[Refusal]) {
        assert_eq!(pair_refusals(&facts), expected, "{facts:?}");
    }

    const NAME: Facts = Facts { key: "keri", own: &[], same: true, others: None, decided: false };

    #[test]
    fn a_name_is_one_organisations() {
        let taken = Refusal::Taken { id: "org_2".into(), name: "다른 기관".into() };
        check(NAME, &[]);
        check(Facts { key: "", ..NAME }, &[Refusal::SaysNothing]);
        check(Facts { own: &["keri".to_owned()], ..NAME }, &[Refusal::OwnName]);
        check(Facts { others: Some(("org_2", "다른 기관")), ..NAME }, &[taken]);
        check(Facts { others: Some(("org_2", "다른 기관")), same: false, ..NAME }, &[]);
        check(Facts { decided: true, ..NAME }, &[Refusal::DecidedAlready]);
    }

    const PAIR: PairFacts = PairFacts { left: "a", right: "b", kept: "", decided: false, undoing: false };

    #[test]
    fn a_pair_is_decided_once_and_undone_once() {
        check_pair(PAIR, &[]);
        check_pair(PairFacts { decided: true, ..PAIR }, &[Refusal::PairDecided]);
        check_pair(PairFacts { decided: true, undoing: true, ..PAIR }, &[]);
        check_pair(PairFacts { undoing: true, ..PAIR }, &[Refusal::NotDecided]);
        check_pair(PairFacts { right: "a", kept: "c", ..PAIR }, &[Refusal::OneEntry, Refusal::KeepsNeither]);
    }
}

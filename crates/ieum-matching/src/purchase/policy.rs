//! What a review needs, and who decides.

use serde::Serialize;

/// Most lines of one review.
const MOST_LINES: usize = 30;

/// All that a rule may look at.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// Lines of the wish.
    pub lines: usize,
    /// A decision is asked for.
    pub deciding: bool,
    /// The reason given with it.
    pub reason: &'a str,
    /// Whoever decides also asked.
    pub same_person: bool,
    /// The review was decided before.
    pub decided: bool,
}

/// Why a review is not made or not decided.
#[derive(Debug, Clone, PartialEq, Serialize, thiserror::Error)]
#[serde(tag = "rule", rename_all = "kebab-case")]
pub enum Refusal {
    /// Nothing says what is wanted.
    #[error("asks for nothing")]
    NothingAsked,
    /// More lines than one review takes.
    #[error("asks for {lines} things, at most {most}")]
    TooManyLines {
        /// Lines there are.
        lines: usize,
        /// Lines allowed.
        most: usize,
    },
    /// It was decided before.
    #[error("is decided")]
    DecidedBefore,
    /// Whoever asked does not decide.
    #[error("was asked by the same person")]
    SamePerson,
    /// A decision needs a reason.
    #[error("gives no reason")]
    ReasonMissing,
}

type Rule = fn(&Facts) -> Option<Refusal>;

const RULES: &[Rule] = &[asks_something, few_enough, decided_once, second_person, gives_reason];

/// Returns all reasons at once.
pub fn refusals(facts: &Facts) -> Vec<Refusal> {
    RULES.iter().filter_map(|rule| rule(facts)).collect()
}

/// A review asks for at least one thing.
///
/// This rule explains; the constraint `purchase_nothing_asked` guarantees.
fn asks_something(f: &Facts) -> Option<Refusal> {
    (f.lines == 0).then_some(Refusal::NothingAsked)
}

/// A committee reads every line, so one review has at most thirty.
fn few_enough(f: &Facts) -> Option<Refusal> {
    (f.lines > MOST_LINES).then_some(Refusal::TooManyLines { lines: f.lines, most: MOST_LINES })
}

/// A review is decided once; a new wish is a new review.
fn decided_once(f: &Facts) -> Option<Refusal> {
    (f.deciding && f.decided).then_some(Refusal::DecidedBefore)
}

/// Whoever asked does not decide.
///
/// This rule explains; the constraint `purchase_same_person` guarantees.
fn second_person(f: &Facts) -> Option<Refusal> {
    (f.deciding && f.same_person).then_some(Refusal::SamePerson)
}

/// A decision says why.
///
/// This rule explains; the constraint `purchase_reason_missing` guarantees.
fn gives_reason(f: &Facts) -> Option<Refusal> {
    (f.deciding && f.reason.trim().is_empty()).then_some(Refusal::ReasonMissing)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WISH: Facts = Facts { lines: 1, deciding: false, reason: "", same_person: true, decided: false };
    const DECIDING: Facts = Facts { deciding: true, reason: "x", same_person: false, ..WISH };

    #[track_caller]
    fn check(facts: Facts, expected: &[Refusal]) {
        assert_eq!(refusals(&facts), expected, "{facts:?}");
    }

    #[test]
    fn a_review_asks_for_something_and_not_too_much() {
        check(WISH, &[]);
        check(Facts { lines: 0, ..WISH }, &[Refusal::NothingAsked]);
        check(Facts { lines: 31, ..WISH }, &[Refusal::TooManyLines { lines: 31, most: 30 }]);
    }

    #[test]
    fn a_second_person_decides_once_and_says_why() {
        check(DECIDING, &[]);
        check(
            Facts { same_person: true, reason: " ", ..DECIDING },
            &[Refusal::SamePerson, Refusal::ReasonMissing],
        );
        check(Facts { decided: true, ..DECIDING }, &[Refusal::DecidedBefore]);
    }
}

//! The rules of saved searches: pure, all reasons at once.

use serde::Serialize;

/// Most searches one person keeps.
pub const MOST: usize = 30;

/// Why a search is not saved: one variant, one rule, one message `saved-refused-<rule>` in each language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error, schemars::JsonSchema)]
#[serde(tag = "rule", rename_all = "kebab-case")]
pub enum Refusal {
    /// The words hold something that can be looked up.
    #[error("says nothing that can be found")]
    SaysNothing,
    /// Each person keeps so many and no more.
    #[error("{most} are kept already")]
    TooMany {
        /// The most.
        most: usize,
    },
    /// The same question is kept once.
    #[error("is kept already")]
    Twice,
}

/// All that a rule may look at.
#[derive(Debug, Clone, Copy)]
pub struct Facts {
    /// Whether anything in the words can be looked up.
    pub says_something: bool,
    /// How many this person keeps.
    pub kept: usize,
    /// Whether one of them is this very question.
    pub has_same: bool,
}

type Rule = fn(&Facts) -> Option<Refusal>;

const RULES: &[Rule] = &[says_something, few_enough, once];

/// Returns all reasons at once.
pub fn refusals(facts: &Facts) -> Vec<Refusal> {
    RULES.iter().filter_map(|rule| rule(facts)).collect()
}

fn says_something(f: &Facts) -> Option<Refusal> {
    (!f.says_something).then_some(Refusal::SaysNothing)
}

fn few_enough(f: &Facts) -> Option<Refusal> {
    (f.kept >= MOST).then_some(Refusal::TooMany { most: MOST })
}

fn once(f: &Facts) -> Option<Refusal> {
    f.has_same.then_some(Refusal::Twice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(says_something: bool, kept: usize, has_same: bool, expected: &[Refusal]) {
        assert_eq!(refusals(&Facts { says_something, kept, has_same }), expected);
    }

    #[test]
    fn every_reason_is_given() {
        check(true, MOST - 1, false, &[]);
        check(false, 0, false, &[Refusal::SaysNothing]);
        check(true, MOST, true, &[Refusal::TooMany { most: MOST }, Refusal::Twice]);
    }
}

//! The rules of rankings: pure, all reasons at once.

use super::fit::ENOUGH;
use serde::Serialize;

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Fit weights to what people chose.
    Fit,
    /// Put fitted weights in force.
    Adopt,
    /// Put the weights in force that were before, or the formula.
    PutBack,
}

/// All that a rule may look at.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// What is asked.
    pub act: Act,
    /// Judged requests there are; of a fit, those it was made from.
    pub judged: usize,
    /// Whether the fit is better than the weights it was held against, and not by luck.
    pub beats: bool,
    /// Whether the weights are in force already.
    pub in_force: bool,
    /// Why, in words.
    pub why: &'a str,
}

/// Why weights are not fitted or not put in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error, schemars::JsonSchema)]
#[serde(tag = "rule", rename_all = "kebab-case")]
pub enum Refusal {
    /// Too little is known.
    #[error("{missing} of {enough} judged requests are missing")]
    TooFew {
        /// How many more are needed.
        missing: usize,
        /// How many are needed.
        enough: usize,
    },
    /// The fit is no better, or only by luck.
    #[error("is not better than what is in force")]
    NotBetter,
    /// They are in force.
    #[error("is in force already")]
    InForce,
    /// Nobody knows why.
    #[error("gives no reason")]
    ReasonMissing,
}

type Rule = fn(&Facts<'_>) -> Option<Refusal>;

const RULES: &[Rule] = &[known_enough, better, changes_something, gives_reason];

/// Returns all reasons at once.
pub fn refusals(facts: &Facts<'_>) -> Vec<Refusal> {
    RULES.iter().filter_map(|rule| rule(facts)).collect()
}

/// Weights are fitted from 500 judged requests on.
///
/// This rule explains; the constraint `ranking_too_few` guarantees.
fn known_enough(f: &Facts<'_>) -> Option<Refusal> {
    (f.act != Act::PutBack && f.judged < ENOUGH)
        .then(|| Refusal::TooFew { missing: ENOUGH - f.judged, enough: ENOUGH })
}

/// Weights are adopted only if they are better on requests kept from the fit, and not by luck.
///
/// This rule explains; the constraint `ranking_not_better` guarantees.
fn better(f: &Facts<'_>) -> Option<Refusal> {
    (f.act == Act::Adopt && !f.beats).then_some(Refusal::NotBetter)
}

/// What is in force is not put in force again.
fn changes_something(f: &Facts<'_>) -> Option<Refusal> {
    (f.act != Act::Fit && f.in_force).then_some(Refusal::InForce)
}

/// Other weights come with a reason.
///
/// This rule explains; the constraint `ranking_reason_missing` guarantees.
fn gives_reason(f: &Facts<'_>) -> Option<Refusal> {
    (f.act != Act::Fit && f.why.trim().is_empty()).then_some(Refusal::ReasonMissing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(act: Act, judged: usize, beats: bool, in_force: bool, why: &str, expected: &[Refusal]) {
        assert_eq!(refusals(&Facts { act, judged, beats, in_force, why }), expected);
    }

    #[test]
    fn weights_are_fitted_when_enough_is_known() {
        check(Act::Fit, 500, false, false, "", &[]);
        check(Act::Fit, 488, false, false, "", &[Refusal::TooFew { missing: 12, enough: 500 }]);
    }

    #[test]
    fn weights_are_adopted_when_they_are_better_with_a_reason() {
        check(Act::Adopt, 500, true, false, "better", &[]);
        check(
            Act::Adopt,
            500,
            false,
            true,
            " ",
            &[Refusal::NotBetter, Refusal::InForce, Refusal::ReasonMissing],
        );
    }

    #[test]
    fn the_formula_comes_back_whatever_is_known() {
        check(Act::PutBack, 0, false, false, "worse in fact", &[]);
        check(Act::PutBack, 0, false, true, "x", &[Refusal::InForce]);
    }
}

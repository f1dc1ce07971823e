//! The rules of study: pure functions of facts, answering with every reason at once.

use serde::Serialize;

/// All that a rule may look at.
pub struct Facts<'a> {
    /// What the person asks for.
    pub ask: &'a str,
}

/// Why the answer is no: one variant, one rule, one test, one message in each language.
#[derive(Debug, Clone, PartialEq, Serialize, thiserror::Error)]
#[serde(tag = "rule", rename_all = "kebab-case")]
pub enum Refusal {
    /// Something must be asked for.
    #[error("asks for nothing")]
    Empty,
}

/// Every rule, in the order people read the reasons.
const RULES: &[fn(&Facts) -> Option<Refusal>] = &[not_empty];

/// Returns all reasons at once.
pub fn refusals(facts: &Facts) -> Vec<Refusal> {
    RULES.iter().filter_map(|rule| rule(facts)).collect()
}

/// Something must be asked for.
fn not_empty(f: &Facts) -> Option<Refusal> {
    f.ask.is_empty().then_some(Refusal::Empty)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(ask: &str, expected: &[Refusal]) {
        assert_eq!(refusals(&Facts { ask }), expected);
    }

    #[test]
    fn nothing_is_refused() {
        check("", &[Refusal::Empty]);
        check("something", &[]);
    }
}

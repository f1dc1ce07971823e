//! When an import may go on.

use super::{Counts, State};
use serde::Serialize;

/// What a step looks at.
#[derive(Debug, Clone, Copy)]
pub struct Facts {
    /// Where the import stands.
    pub state: State,
    /// What the dry run found.
    pub counts: Counts,
    /// Whether it is to be loaded only when every row is good.
    pub only_all: bool,
    /// Whether a column means a name.
    pub has_name: bool,
}

/// Why a step cannot be taken.
#[derive(Debug, Clone, PartialEq, Serialize, thiserror::Error)]
#[serde(tag = "rule", rename_all = "kebab-case")]
pub enum Refusal {
    /// No column means a name.
    #[error("no column means a name")]
    NameMissing,
    /// The step does not follow from where the import stands.
    #[error("not while the import is {state}")]
    NotNow {
        /// Where it stands.
        state: &'static str,
    },
    /// It was to be loaded only whole, and rows are faulty.
    #[error("{faulty} rows are faulty")]
    NotAllGood {
        /// How many.
        faulty: i64,
    },
    /// No row can be loaded.
    #[error("nothing to load")]
    NothingToLoad,
}

/// Rows can be tried when a column means a name and nothing is under way or written.
pub fn check_refusals(f: &Facts) -> Vec<Refusal> {
    let fits = matches!(f.state, State::Mapping | State::Checked | State::Failed);
    let not_now = (!fits).then_some(Refusal::NotNow { state: f.state.key() });
    not_now.into_iter().chain(name_is_there(f)).collect()
}

/// A thing needs a name, so one column has to mean one.
fn name_is_there(f: &Facts) -> Option<Refusal> {
    (!f.has_name).then_some(Refusal::NameMissing)
}

/// Rows can be loaded after a dry run that found some to load; all of them or none when that was asked.
pub fn load_refusals(f: &Facts) -> Vec<Refusal> {
    let mut reasons = Vec::new();
    if f.state != State::Checked {
        reasons.push(Refusal::NotNow { state: f.state.key() });
    }
    if f.only_all && f.counts.faulty > 0 {
        reasons.push(Refusal::NotAllGood { faulty: f.counts.faulty });
    }
    if f.counts.new + f.counts.update == 0 {
        reasons.push(Refusal::NothingToLoad);
    }
    reasons
}

/// Only what was written can be undone.
pub fn undo_refusals(f: &Facts) -> Vec<Refusal> {
    let written = matches!(f.state, State::Loaded | State::Stopped);
    (!written).then_some(Refusal::NotNow { state: f.state.key() }).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(step: fn(&Facts) -> Vec<Refusal>, facts: Facts, expected: &[&str]) {
        let found: Vec<_> = step(&facts)
            .iter()
            .map(|r| serde_json::to_value(r).unwrap()["rule"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(found, expected, "{facts:?}");
    }

    #[test]
    fn steps_follow_each_other() {
        let facts =
            Facts { state: State::Mapping, counts: Counts::default(), only_all: true, has_name: true };
        check(check_refusals, facts, &[]);
        check(check_refusals, Facts { has_name: false, ..facts }, &["name-missing"]);
        check(check_refusals, Facts { state: State::Loading, ..facts }, &["not-now"]);
        check(load_refusals, facts, &["not-now", "nothing-to-load"]);
        let tried = Facts {
            state: State::Checked,
            counts: Counts { new: 5, faulty: 1, ..Counts::default() },
            ..facts
        };
        check(load_refusals, tried, &["not-all-good"]);
        check(load_refusals, Facts { only_all: false, ..tried }, &[]);
        check(undo_refusals, tried, &["not-now"]);
        check(undo_refusals, Facts { state: State::Stopped, ..tried }, &[]);
    }
}

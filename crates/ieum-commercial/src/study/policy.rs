//! The rules of studies: pure, all reasons at once.

use serde::Serialize;

/// Most studies one person keeps.
pub const MOST_STUDIES: usize = 200;
/// Most runs over one table.
pub const MOST_RUNS: usize = 500;

/// Why a study or a run is not begun: one variant, one rule, one message `study-refused-<rule>` in each language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error, schemars::JsonSchema)]
#[serde(tag = "rule", rename_all = "kebab-case")]
pub enum Refusal {
    /// A person keeps so many studies and no more.
    #[error("{most} studies are kept already")]
    TooMany {
        /// The most.
        most: usize,
    },
    /// A table is asked so many times and no more.
    #[error("{most} runs are kept already")]
    TooManyRuns {
        /// The most.
        most: usize,
    },
    /// One thing is computed at a time for each person.
    #[error("another run is not finished")]
    Busy,
}

/// All that a rule may look at.
#[derive(Debug, Clone, Copy, Default)]
pub struct Facts {
    /// Studies this person keeps.
    pub studies: usize,
    /// Runs over this table.
    pub runs: usize,
    /// Runs of this person that wait.
    pub waiting: usize,
}

type Rule = fn(&Facts) -> Option<Refusal>;

const RULES: &[Rule] = &[few_studies, few_runs, one_at_a_time];

/// Returns all reasons at once.
pub fn refusals(facts: &Facts) -> Vec<Refusal> {
    RULES.iter().filter_map(|rule| rule(facts)).collect()
}

fn few_studies(f: &Facts) -> Option<Refusal> {
    (f.studies >= MOST_STUDIES).then_some(Refusal::TooMany { most: MOST_STUDIES })
}

fn few_runs(f: &Facts) -> Option<Refusal> {
    (f.runs >= MOST_RUNS).then_some(Refusal::TooManyRuns { most: MOST_RUNS })
}

fn one_at_a_time(f: &Facts) -> Option<Refusal> {
    (f.waiting > 0).then_some(Refusal::Busy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(facts: Facts, expected: &[Refusal]) {
        assert_eq!(refusals(&facts), expected);
    }

    #[test]
    fn every_reason_is_given() {
        check(Facts::default(), &[]);
        check(
            Facts { studies: MOST_STUDIES, ..Facts::default() },
            &[Refusal::TooMany { most: MOST_STUDIES }],
        );
        check(
            Facts { runs: MOST_RUNS, waiting: 1, ..Facts::default() },
            &[Refusal::TooManyRuns { most: MOST_RUNS }, Refusal::Busy],
        );
    }
}

//! What was shown, and what came of it.

use ieum_kernel::{Id, Need, Person, Thing, Timestamp};
use ieum_search::Features;
use serde::{Deserialize, Serialize};

/// Marks the id of a list that was shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ShownList;

impl Thing for ShownList {
    const PREFIX: &'static str = "shw";
}

/// One list as it was shown: things in order, the place of the first, and the parts of their scores.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Listed {
    pub id: Id<ShownList>,
    pub need: Option<Id<Need>>,
    pub person: Id<Person>,
    /// Id, place from 1, parts of the score.
    pub things: Vec<(String, usize, Features)>,
    pub at: Timestamp,
}

/// One thing that something came of.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Came {
    pub about: String,
    pub thing: String,
    pub outcome: Outcome,
    pub person: Id<Person>,
    pub at: Timestamp,
}

/// What came of it, from a look to a solved problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Its page was opened.
    Opened,
    /// It is a step of a plan that was kept.
    Planned,
    /// It was asked for.
    Requested,
    /// Its quote was accepted.
    Accepted,
    /// The work was done.
    Finished,
    /// The problem is solved, in full or in part, as its owner says.
    Solved,
    /// The work was done and the problem is not solved, as its owner says.
    Unsolved,
}

impl Outcome {
    /// Every outcome, from a look on.
    pub const ALL: [Self; 7] = [
        Self::Opened,
        Self::Planned,
        Self::Requested,
        Self::Accepted,
        Self::Finished,
        Self::Solved,
        Self::Unsolved,
    ];

    /// As it is stored and named.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::Planned => "planned",
            Self::Requested => "requested",
            Self::Accepted => "accepted",
            Self::Finished => "finished",
            Self::Solved => "solved",
            Self::Unsolved => "unsolved",
        }
    }

    /// The outcome stored as this word.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.key() == word)
    }

    /// How good a find it was, 0 to 5.
    const fn grade(self) -> u8 {
        match self {
            Self::Opened => 1,
            Self::Planned => 2,
            Self::Requested => 3,
            Self::Accepted | Self::Finished => 4,
            Self::Solved => 5,
            Self::Unsolved => 0,
        }
    }
}

/// How good a find a thing was: the best that came of it; none at all if the problem was not solved with it.
pub(super) fn grade(outcomes: &[Outcome]) -> u8 {
    if outcomes.contains(&Outcome::Unsolved) {
        return 0;
    }
    outcomes.iter().map(|outcome| outcome.grade()).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_that_came_of_it_counts_and_a_failure_undoes_it() {
        for (outcomes, expected) in [
            (&[][..], 0),
            (&[Outcome::Opened], 1),
            (&[Outcome::Requested, Outcome::Opened], 3),
            (&[Outcome::Finished, Outcome::Solved], 5),
            (&[Outcome::Finished, Outcome::Unsolved], 0),
        ] {
            assert_eq!(grade(outcomes), expected, "{outcomes:?}");
        }
    }
}

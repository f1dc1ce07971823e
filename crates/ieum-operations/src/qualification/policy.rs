//! The rules of qualifications and training: pure, all reasons at once.

use super::standing::{Qualification, State};
use super::training::Training;
use ieum_kernel::{Id, Person, Timestamp};
use serde::Serialize;

/// Why the answer is no: one variant, one rule, one message `qualification-refused-<rule>` in each language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error, schemars::JsonSchema)]
#[serde(tag = "rule", rename_all = "kebab-case")]
pub enum Refusal {
    /// Nothing has to be learnt where nothing is asked.
    #[error("the instrument asks for no qualification")]
    NotDemanded,
    /// Who already has what is asked, for long enough, needs no training.
    #[error("holds it already")]
    HeldAlready,
    /// One training of one person at one instrument is open at a time.
    #[error("has asked already")]
    AskedAlready,
    /// Nobody grants themselves a qualification.
    #[error("grants it to themselves")]
    NotByOneself,
    /// A qualification is good for some time to come.
    #[error("is over before it begins")]
    OverAlready,
    /// Training gets a time to come.
    #[error("the time is over")]
    SessionOver,
    /// What is taken away from somebody has a reason.
    #[error("gives no reason")]
    ReasonMissing,
    /// Only what counts can be suspended, only what was suspended reinstated, and nothing is taken back twice.
    #[error("cannot be done while {state}")]
    QualificationElsewhere {
        /// Where it stands.
        state: &'static str,
    },
    /// Only an open training can go on.
    #[error("the training is {state}")]
    TrainingOver {
        /// Where it stands.
        state: &'static str,
    },
}

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// A person asks for training.
    Ask,
    /// Staff give a training its time.
    Schedule,
    /// Staff say how a training went; `with_reason` for failing and declining.
    Settle {
        /// Whether it takes something away.
        with_reason: bool,
    },
    /// The person withdraws from training.
    Withdraw,
    /// Staff grant, raise or prolong.
    Grant,
    /// Staff suspend.
    Suspend,
    /// Staff let it count again.
    Reinstate,
    /// Staff take it back.
    Revoke,
}

/// All that a rule may look at.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// What is to be done.
    pub wish: Wish,
    /// Who does it.
    pub by: Id<Person>,
    /// For whom.
    pub person: Id<Person>,
    /// The present moment.
    pub now: Timestamp,
    /// Whether the instrument asks for anything.
    pub demanded: bool,
    /// Whether what the person holds meets the demand well beyond the time at which its holder is told.
    pub held_long: bool,
    /// Whether a training of the person is open there.
    pub asked: bool,
    /// The training, when one is spoken of.
    pub training: Option<&'a Training>,
    /// The qualification, when there is one.
    pub qualification: Option<&'a Qualification>,
    /// When training is to begin.
    pub starts: Option<Timestamp>,
    /// How long the qualification is to be good for.
    pub valid_until: Option<Timestamp>,
    /// The reason given.
    pub reason: &'a str,
}

type Rule = fn(&Facts<'_>) -> Option<Refusal>;

const RULES: &[Rule] = &[
    demanded,
    not_held,
    asked_once,
    open_training,
    by_another,
    good_for_some_time,
    session_ahead,
    with_reason,
    fitting_state,
];

/// Returns all reasons at once.
pub fn refusals(facts: &Facts<'_>) -> Vec<Refusal> {
    RULES.iter().filter_map(|rule| rule(facts)).collect()
}

fn demanded(f: &Facts<'_>) -> Option<Refusal> {
    (f.wish == Wish::Ask && !f.demanded).then_some(Refusal::NotDemanded)
}

fn not_held(f: &Facts<'_>) -> Option<Refusal> {
    (f.wish == Wish::Ask && f.held_long).then_some(Refusal::HeldAlready)
}

/// One training of one person at one instrument is open at a time. Constraint `qualification_asked_already`.
fn asked_once(f: &Facts<'_>) -> Option<Refusal> {
    (f.wish == Wish::Ask && f.asked).then_some(Refusal::AskedAlready)
}

fn open_training(f: &Facts<'_>) -> Option<Refusal> {
    let training = f.training?;
    let goes_on = matches!(f.wish, Wish::Schedule | Wish::Settle { .. } | Wish::Withdraw);
    (goes_on && !training.state.is_open()).then(|| Refusal::TrainingOver { state: training.state.key() })
}

/// Nobody grants themselves a qualification. Constraint `qualification_not_by_oneself`.
fn by_another(f: &Facts<'_>) -> Option<Refusal> {
    (f.wish == Wish::Grant && f.by == f.person).then_some(Refusal::NotByOneself)
}

fn good_for_some_time(f: &Facts<'_>) -> Option<Refusal> {
    let over = f.valid_until.is_some_and(|until| until <= f.now);
    (f.wish == Wish::Grant && over).then_some(Refusal::OverAlready)
}

fn session_ahead(f: &Facts<'_>) -> Option<Refusal> {
    let over = f.starts.is_some_and(|starts| starts <= f.now);
    (f.wish == Wish::Schedule && over).then_some(Refusal::SessionOver)
}

fn with_reason(f: &Facts<'_>) -> Option<Refusal> {
    let needed = matches!(f.wish, Wish::Suspend | Wish::Revoke | Wish::Settle { with_reason: true });
    (needed && f.reason.trim().is_empty()).then_some(Refusal::ReasonMissing)
}

fn fitting_state(f: &Facts<'_>) -> Option<Refusal> {
    let held = f.qualification?;
    let fits = match f.wish {
        Wish::Suspend => held.state == State::Active,
        Wish::Reinstate => matches!(held.state, State::Suspended { .. }),
        Wish::Revoke => !matches!(held.state, State::Revoked { .. }),
        _ => true,
    };
    (!fits).then(|| Refusal::QualificationElsewhere { state: held.state.key() })
}

//! Who offers which instrument for which problem, and who answers: pure, all reasons at once.

use crate::need::Need;
use ieum_kernel::{Actor, Facility, Id, Role};
use serde::Serialize;

/// What is to be done with an offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Offer an instrument.
    Make,
    /// Take it: a request is sent.
    Accept,
    /// Not take it.
    Decline,
    /// Take it back.
    Withdraw,
}

impl Act {
    /// The word in addresses, history and messages.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Make => "make",
            Self::Accept => "accept",
            Self::Decline => "decline",
            Self::Withdraw => "withdraw",
        }
    }
}

/// All that a rule may look at.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// What is to be done.
    pub act: Act,
    /// By whom.
    pub actor: &'a Actor,
    /// The problem.
    pub need: &'a Need,
    /// The facility that runs the instrument; none when it is nobody's.
    pub facility: Option<Id<Facility>>,
    /// Whether the instrument can be used by others now.
    pub usable: bool,
    /// The key of the offer's state: the one at hand, or for a new one that of an offer of the same two.
    pub state: Option<&'a str>,
}

/// Why the answer is no: one variant, one rule, one message `offer-refused-<rule>` in each language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(tag = "rule", rename_all = "kebab-case")]
pub enum Refusal {
    /// Only whoever works for its facility offers an instrument or takes the offer back.
    #[error("does not work for the facility")]
    NotYours,
    /// Only the one who has the problem answers.
    #[error("does not have the problem")]
    NotOwner,
    /// Nobody offers to themselves.
    #[error("is one's own problem")]
    OwnNeed,
    /// Only a problem that waits for a solution gets offers.
    #[error("the problem is {state}")]
    NeedNotOpen {
        /// Where it stands.
        state: String,
    },
    /// Only an instrument that works and is open to others is offered.
    #[error("the instrument cannot be used by others")]
    NotUsable,
    /// One instrument is offered once for one problem.
    #[error("was offered before")]
    OfferedBefore,
    /// An offer is answered once.
    #[error("is {state}")]
    AnsweredBefore {
        /// What became of it.
        state: String,
    },
}

type Rule = fn(&Facts) -> Option<Refusal>;

const RULES: &[Rule] = &[theirs, owners, not_to_oneself, need_open, usable, once, open];

/// Returns all reasons at once.
pub fn refusals(facts: &Facts) -> Vec<Refusal> {
    RULES.iter().filter_map(|rule| rule(facts)).collect()
}

/// States of a problem in which an offer helps.
pub(crate) const OPEN: [&str; 6] =
    ["submitted", "in_triage", "needs_info", "referred", "matched", "published"];

fn theirs(f: &Facts) -> Option<Refusal> {
    let facilitys = matches!(f.act, Act::Make | Act::Withdraw);
    let runs = f.actor.is(Role::Operator) || f.facility.is_some_and(|facility| f.actor.works_for(facility));
    (facilitys && !runs).then_some(Refusal::NotYours)
}

fn owners(f: &Facts) -> Option<Refusal> {
    let answer = matches!(f.act, Act::Accept | Act::Decline);
    (answer && f.actor.person != Some(f.need.owner)).then_some(Refusal::NotOwner)
}

fn not_to_oneself(f: &Facts) -> Option<Refusal> {
    (f.act == Act::Make && f.actor.person == Some(f.need.owner)).then_some(Refusal::OwnNeed)
}

fn need_open(f: &Facts) -> Option<Refusal> {
    let state = f.need.state.key();
    let wants = matches!(f.act, Act::Make | Act::Accept);
    (wants && !OPEN.contains(&state)).then(|| Refusal::NeedNotOpen { state: state.to_owned() })
}

fn usable(f: &Facts) -> Option<Refusal> {
    let wants = matches!(f.act, Act::Make | Act::Accept);
    (wants && !f.usable).then_some(Refusal::NotUsable)
}

/// This rule explains; the constraint `offer_offered_before` guarantees.
fn once(f: &Facts) -> Option<Refusal> {
    (f.act == Act::Make && f.state.is_some_and(|state| state != "withdrawn"))
        .then_some(Refusal::OfferedBefore)
}

fn open(f: &Facts) -> Option<Refusal> {
    let state = f.state.filter(|state| f.act != Act::Make && *state != "made")?;
    Some(Refusal::AnsweredBefore { state: state.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::need::{Said, State};
    use ieum_kernel::{Lang, Timestamp};
    use std::collections::BTreeSet;

    fn person(n: u128, role: Role, facility: u128) -> Actor {
        Actor {
            person: Some(Id::nth(n)),
            roles: BTreeSet::from([Role::Member, role]),
            facilities: vec![Id::nth(facility)],
            ..Actor::guest(Lang::Ko)
        }
    }

    fn need(state: State) -> Need {
        let at = Timestamp::from_micros(0);
        Need {
            id: Id::nth(9),
            owner: Id::nth(1),
            organisation: None,
            said: Said::default(),
            state,
            registered: false,
            version: 1,
            made_at: at,
            submitted_at: None,
            changed_at: at,
        }
    }

    /// An instrument of facility 5.
    #[track_caller]
    fn check(act: Act, actor: &Actor, need: &Need, usable: bool, state: Option<&str>, expected: &[&str]) {
        let facts = Facts { act, actor, need, facility: Some(Id::nth(5)), usable, state };
        let found: Vec<String> = refusals(&facts).iter().map(ToString::to_string).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_facility_offers_what_it_runs_once() {
        let (open, staff) = (need(State::Submitted), person(2, Role::Staff, 5));
        check(Act::Make, &staff, &open, true, None, &[]);
        check(Act::Make, &staff, &open, true, Some("withdrawn"), &[]);
        check(Act::Make, &person(3, Role::Operator, 6), &open, true, None, &[]);
        check(Act::Make, &person(2, Role::Staff, 6), &open, true, None, &["does not work for the facility"]);
        check(Act::Make, &staff, &open, true, Some("declined"), &["was offered before"]);
        check(Act::Make, &person(1, Role::Staff, 5), &open, true, None, &["is one's own problem"]);
        let solved = need(State::Solved { by: Id::nth(1), how: String::new() });
        let both = ["the problem is solved", "the instrument cannot be used by others"];
        check(Act::Make, &staff, &solved, false, None, &both);
        check(Act::Withdraw, &staff, &solved, false, Some("made"), &[]);
        check(Act::Withdraw, &staff, &open, true, Some("accepted"), &["is accepted"]);
    }

    #[test]
    fn whoever_has_the_problem_answers_once() {
        let (open, owner) = (need(State::Submitted), person(1, Role::Member, 7));
        check(Act::Accept, &owner, &open, true, Some("made"), &[]);
        check(Act::Decline, &owner, &open, false, Some("made"), &[]);
        check(Act::Accept, &owner, &open, true, Some("withdrawn"), &["is withdrawn"]);
        check(Act::Accept, &owner, &open, false, Some("made"), &["the instrument cannot be used by others"]);
        let staff = person(2, Role::Staff, 5);
        check(Act::Accept, &staff, &open, true, Some("made"), &["does not have the problem"]);
        check(Act::Decline, &staff, &open, true, Some("made"), &["does not have the problem"]);
    }
}

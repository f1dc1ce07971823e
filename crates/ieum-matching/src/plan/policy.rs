//! When a plan may be kept, changed and ordered.

use super::kept::{Pick, State};
use super::plan::Part;
use crate::matches::WhyNot;
use crate::need::{Need, sorts};
use ieum_kernel::{Actor, Text};
use serde::Serialize;

/// Most steps of a plan.
pub(super) const MOST_STEPS: usize = 8;

/// What is to be done with a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// It is kept for the need.
    Keep,
    /// A kept one is changed.
    Change,
    /// Its steps become requests.
    Order,
}

/// An offer of a plan as the catalogue has it now.
#[derive(Debug, Clone, PartialEq)]
pub struct Present {
    /// Its id.
    pub id: String,
    /// Its names.
    pub name: Text,
    /// Its facility, or empty.
    pub facility: String,
    /// Why it cannot be used now.
    pub why_not: Vec<WhyNot>,
}

/// All that a rule may look at.
pub struct Facts<'a> {
    /// Whose plan it is.
    pub need: &'a Need,
    /// Where the plan stands.
    pub state: &'a State,
    /// Its steps, as they are to be.
    pub picks: &'a [Pick],
    /// The offers of these steps that are in the catalogue.
    pub offers: &'a [Present],
    /// What is to be done.
    pub act: Act,
    /// By whom.
    pub actor: &'a Actor,
}

/// Why the answer is no.
#[derive(Debug, Clone, PartialEq, Serialize, thiserror::Error)]
#[serde(tag = "rule", rename_all = "kebab-case")]
pub enum Refusal {
    /// Only whose problem it is orders.
    #[error("only the owner of the need may order")]
    NotOwner,
    /// Only whose problem it is and those who sort needs keep and change plans.
    #[error("only the owner and those who sort needs may change plans")]
    NotSorter,
    /// Nothing more happens with the need.
    #[error("the need is {state}")]
    NeedOver {
        /// Where it stands.
        state: String,
    },
    /// A draft is nobody else's business yet.
    #[error("the need was not handed in")]
    NeedDraft,
    /// Its steps are requests already.
    #[error("the plan is ordered already")]
    AlreadyOrdered,
    /// A plan has a step that measures, tests or makes.
    #[error("the plan has no measuring step")]
    NothingMeasured,
    /// A plan stays small.
    #[error("the plan has {count} steps, at most {most} are allowed")]
    TooManySteps {
        /// How many it has.
        count: usize,
        /// How many it may have.
        most: usize,
    },
    /// Steps wait for steps before them.
    #[error("step {step} waits for a later one")]
    WaitsForLater {
        /// Number of the step, from 1.
        step: usize,
    },
    /// What a step chose is no longer in the catalogue.
    #[error("what step {step} chose is gone")]
    OfferGone {
        /// Number of the step, from 1.
        step: usize,
    },
    /// What a step chose cannot be used now.
    #[error("what step {step} chose cannot be used")]
    OfferUnusable {
        /// Number of the step, from 1.
        step: usize,
        /// Its names.
        offer: Text,
    },
    /// Somebody has to be asked.
    #[error("what step {step} chose is at no facility")]
    NobodyToAsk {
        /// Number of the step, from 1.
        step: usize,
        /// Names of the offer.
        offer: Text,
    },
}

type Rule = fn(&Facts) -> Vec<Refusal>;

/// Every rule, in the order people read the reasons.
const RULES: &[Rule] = &[
    right_person,
    need_goes_on,
    still_open,
    measures,
    small,
    in_order,
    all_there,
    all_usable,
    all_somewhere,
];

/// Returns all reasons at once.
pub fn refusals(facts: &Facts) -> Vec<Refusal> {
    RULES.iter().flat_map(|rule| rule(facts)).collect()
}

fn one(refused: bool, refusal: Refusal) -> Vec<Refusal> {
    refused.then_some(refusal).into_iter().collect()
}

fn right_person(f: &Facts) -> Vec<Refusal> {
    let owner = f.actor.person == Some(f.need.owner);
    match f.act {
        Act::Order => one(!owner, Refusal::NotOwner),
        Act::Keep | Act::Change => one(!owner && !sorts(f.actor), Refusal::NotSorter),
    }
}

fn need_goes_on(f: &Facts) -> Vec<Refusal> {
    let state = f.need.state.key();
    let draft = f.act == Act::Order && state == "draft";
    let mut reasons = one(f.need.state.is_over(), Refusal::NeedOver { state: state.to_owned() });
    reasons.extend(one(draft, Refusal::NeedDraft));
    reasons
}

fn still_open(f: &Facts) -> Vec<Refusal> {
    one(matches!(f.state, State::Ordered { .. }), Refusal::AlreadyOrdered)
}

fn measures(f: &Facts) -> Vec<Refusal> {
    one(!f.picks.iter().any(|pick| pick.part == Part::Measure), Refusal::NothingMeasured)
}

fn small(f: &Facts) -> Vec<Refusal> {
    let count = f.picks.len();
    one(count > MOST_STEPS, Refusal::TooManySteps { count, most: MOST_STEPS })
}

fn steps<'a>(f: &'a Facts<'a>) -> impl Iterator<Item = (usize, &'a Pick, Option<&'a Present>)> {
    let present = |pick: &Pick| f.offers.iter().find(|offer| offer.id == pick.offer);
    (1..).zip(f.picks).map(move |(number, pick)| (number, pick, present(pick)))
}

fn in_order(f: &Facts) -> Vec<Refusal> {
    let late = steps(f).filter(|(number, pick, _)| pick.after.iter().any(|place| place + 1 >= *number));
    late.map(|(step, ..)| Refusal::WaitsForLater { step }).collect()
}

fn all_there(f: &Facts) -> Vec<Refusal> {
    let gone = steps(f).filter(|(_, _, present)| present.is_none());
    gone.map(|(step, ..)| Refusal::OfferGone { step }).collect()
}

fn all_usable(f: &Facts) -> Vec<Refusal> {
    let unusable = steps(f).filter_map(|(step, _, present)| {
        let present = present.filter(|offer| !offer.why_not.is_empty())?;
        Some(Refusal::OfferUnusable { step, offer: present.name.clone() })
    });
    unusable.collect()
}

fn all_somewhere(f: &Facts) -> Vec<Refusal> {
    let nowhere = steps(f).filter_map(|(step, _, present)| {
        let present = present.filter(|offer| f.act == Act::Order && offer.facility.is_empty())?;
        Some(Refusal::NobodyToAsk { step, offer: present.name.clone() })
    });
    nowhere.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::need::{Said, State as NeedState};
    use ieum_kernel::{Id, Lang, Role, Timestamp};

    fn actor(n: u128, role: Role) -> Actor {
        Actor { person: Some(Id::nth(n)), roles: [Role::Member, role].into(), ..Actor::guest(Lang::Ko) }
    }

    fn need(state: NeedState) -> Need {
        let at = Timestamp::from_micros(0);
        Need {
            id: Id::nth(1),
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

    fn present(id: &str, facility: &str, why_not: Vec<WhyNot>) -> Present {
        Present { id: id.into(), name: Text::new(id, id), facility: facility.into(), why_not }
    }

    #[track_caller]
    fn check(act: Act, who: &Actor, need: NeedState, state: &State, picks: &str, expected: &[&str]) {
        let picks: Vec<Pick> = picks.split_whitespace().map(|one| one.parse().unwrap()).collect();
        let broken = vec![WhyNot::NotWorking { condition: "down".into() }];
        let offers = [present("a", "f", vec![]), present("b", "f", broken), present("c", "", vec![])];
        let need = self::need(need);
        let found = refusals(&Facts { need: &need, state, picks: &picks, offers: &offers, act, actor: who });
        assert_eq!(found.iter().map(ToString::to_string).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn the_owner_orders_and_sorters_change() {
        let (owner, staff, other) = (actor(1, Role::Member), actor(2, Role::Staff), actor(3, Role::Member));
        let (kept, fine) = (State::Kept, "measure||a|");
        check(Act::Order, &owner, NeedState::Submitted, &kept, fine, &[]);
        check(
            Act::Order,
            &staff,
            NeedState::Submitted,
            &kept,
            fine,
            &["only the owner of the need may order"],
        );
        check(Act::Change, &staff, NeedState::Submitted, &kept, fine, &[]);
        let words = ["only the owner and those who sort needs may change plans"];
        check(Act::Keep, &other, NeedState::Submitted, &kept, fine, &words);
    }

    #[test]
    fn what_is_over_or_not_begun_is_not_ordered() {
        let owner = actor(1, Role::Member);
        let over = NeedState::Closed { reason: String::new() };
        check(Act::Keep, &owner, over, &State::Kept, "measure||a|", &["the need is closed"]);
        check(
            Act::Order,
            &owner,
            NeedState::Draft,
            &State::Kept,
            "measure||a|",
            &["the need was not handed in"],
        );
        check(Act::Keep, &owner, NeedState::Draft, &State::Kept, "measure||a|", &[]);
        let ordered = State::Ordered { by: Id::nth(1), at: Timestamp::from_micros(0) };
        check(
            Act::Change,
            &owner,
            NeedState::Submitted,
            &ordered,
            "measure||a|",
            &["the plan is ordered already"],
        );
    }

    #[test]
    fn every_step_is_looked_at() {
        let owner = actor(1, Role::Member);
        let state = || NeedState::Submitted;
        check(Act::Keep, &owner, state(), &State::Kept, "prepare||a|", &["the plan has no measuring step"]);
        check(
            Act::Order,
            &owner,
            state(),
            &State::Kept,
            "prepare||gone|1 measure||b|0 measure||c|",
            &[
                "step 1 waits for a later one",
                "what step 1 chose is gone",
                "what step 2 chose cannot be used",
                "what step 3 chose is at no facility",
            ],
        );
        let nine = "measure||a| ".repeat(9);
        check(
            Act::Keep,
            &owner,
            state(),
            &State::Kept,
            &nine,
            &["the plan has 9 steps, at most 8 are allowed"],
        );
    }
}

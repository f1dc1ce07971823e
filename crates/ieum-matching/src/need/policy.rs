//! What may be done with a need, by whom: one table of steps, and rules that name every reason why not.

use super::thing::{Confidentiality, Need, Step};
use ieum_kernel::{Actor, Role};
use jiff::civil::Date;
use serde::Serialize;

/// Longest note that goes with a step, characters.
pub(super) const NOTE_LETTERS: usize = 2000;

/// All a rule may look at.
pub struct Facts<'a> {
    /// The need as it is.
    pub need: &'a Need,
    /// What is to be done.
    pub step: &'a Step,
    /// By whom.
    pub actor: &'a Actor,
    /// The civil day in the house's zone.
    pub today: Date,
}

/// Why the answer is no.
#[derive(Debug, Clone, PartialEq, Serialize, thiserror::Error)]
#[serde(tag = "rule", rename_all = "kebab-case")]
pub enum Refusal {
    /// Only the owner may.
    #[error("only the owner may {step}")]
    NotOwner {
        /// The step.
        step: String,
    },
    /// Only those who sort needs may.
    #[error("only those who sort needs may {step}")]
    NotSorter {
        /// The step.
        step: String,
    },
    /// Not in this state.
    #[error("cannot {step} from {state}")]
    WrongState {
        /// The step.
        step: String,
        /// The state it is in.
        state: String,
    },
    /// Nothing says what is wrong.
    #[error("says nothing")]
    NoWords,
    /// The wanted day is over.
    #[error("was wanted by {due}")]
    DueOver {
        /// The day.
        due: Date,
    },
    /// The step needs words.
    #[error("{step} needs words")]
    NoNote {
        /// The step.
        step: String,
    },
    /// No facility is named.
    #[error("no facility is named")]
    NoFacility,
    /// A private need is nobody else's business.
    #[error("is private")]
    PrivateNotPublished,
}

type Rule = fn(&Facts) -> Option<Refusal>;

/// Every rule, in the order people read the reasons.
const RULES: &[Rule] =
    &[right_person, right_state, says_something, due_ahead, has_note, names_facility, may_be_known];

/// Returns all reasons at once.
pub fn refusals(facts: &Facts) -> Vec<Refusal> {
    RULES.iter().filter_map(|rule| rule(facts)).collect()
}

/// Whether somebody may sort needs.
pub fn sorts(actor: &Actor) -> bool {
    [Role::Staff, Role::Planner, Role::Operator].into_iter().any(|role| actor.is(role))
}

/// Whether somebody may see a need: everybody what is registered, else its owner, the owner's managers, and sorters
/// once it was handed in.
pub fn visible(need: &Need, actor: &Actor) -> bool {
    need.registered || inside(need, actor)
}

/// Whether somebody may see everything about it: the thread, the files, who owns it.
pub fn inside(need: &Need, actor: &Actor) -> bool {
    let owner = actor.person == Some(need.owner);
    let drafted = need.state.key() == "draft";
    let ours = need.organisation.is_some_and(|organisation| actor.belongs_to(organisation));
    owner || (!drafted && (sorts(actor) || (ours && actor.is(Role::Manager))))
}

#[derive(PartialEq)]
enum Who {
    Owner,
    Sorter,
    Either,
}

/// From which states, and by whom.
const fn table(step: &Step) -> (&'static [&'static str], Who) {
    match step {
        Step::Submit => (&["draft"], Who::Owner),
        Step::Take => (&["submitted"], Who::Sorter),
        Step::Ask(_) => (&["submitted", "in_triage"], Who::Sorter),
        Step::Answer(_) => (&["needs_info"], Who::Owner),
        Step::Refer(..) => (&["submitted", "in_triage", "needs_info", "matched", "published"], Who::Sorter),
        Step::Decline(_) => (&["submitted", "in_triage", "needs_info"], Who::Sorter),
        Step::Match(_) => (&["submitted", "in_triage", "needs_info", "referred", "published"], Who::Either),
        Step::Publish(_) => (&["submitted", "in_triage", "needs_info", "referred", "matched"], Who::Sorter),
        Step::Solve(_) => (&["in_triage", "referred", "matched", "published"], Who::Either),
        Step::Close(_) => (
            &["draft", "submitted", "in_triage", "needs_info", "referred", "matched", "published"],
            Who::Owner,
        ),
    }
}

/// Keys of the steps somebody may take now; what they must write is not yet looked at.
pub fn open_steps(need: &Need, actor: &Actor) -> Vec<&'static str> {
    let note = String::new;
    let steps = [
        Step::Submit,
        Step::Take,
        Step::Ask(note()),
        Step::Answer(note()),
        Step::Refer(None, note()),
        Step::Decline(note()),
        Step::Match(note()),
        Step::Publish(note()),
        Step::Solve(note()),
        Step::Close(note()),
    ];
    let may = |step: &Step| {
        let (states, who) = table(step);
        let hidden =
            matches!(step, Step::Publish(_)) && need.said.confidentiality == Confidentiality::Private;
        states.contains(&need.state.key()) && allowed(&who, need, actor) && !hidden
    };
    steps.iter().filter(|step| may(step)).map(Step::key).collect()
}

fn allowed(who: &Who, need: &Need, actor: &Actor) -> bool {
    let owner = actor.person == Some(need.owner);
    match who {
        Who::Owner => owner,
        Who::Sorter => sorts(actor),
        Who::Either => owner || sorts(actor),
    }
}

fn right_person(f: &Facts) -> Option<Refusal> {
    let (_, who) = table(f.step);
    if allowed(&who, f.need, f.actor) {
        return None;
    }
    let step = f.step.key().to_owned();
    Some(if who == Who::Sorter { Refusal::NotSorter { step } } else { Refusal::NotOwner { step } })
}

fn right_state(f: &Facts) -> Option<Refusal> {
    let (states, _) = table(f.step);
    let state = f.need.state.key();
    (!states.contains(&state))
        .then(|| Refusal::WrongState { step: f.step.key().to_owned(), state: state.to_owned() })
}

/// This rule explains; the constraint `need_said` guarantees.
fn says_something(f: &Facts) -> Option<Refusal> {
    let said = &f.need.said;
    let silent = said.words.trim().is_empty() || said.title.trim().is_empty();
    (*f.step == Step::Submit && silent).then_some(Refusal::NoWords)
}

fn due_ahead(f: &Facts) -> Option<Refusal> {
    let due = f.need.said.due_on.filter(|due| *f.step == Step::Submit && *due < f.today)?;
    Some(Refusal::DueOver { due })
}

fn has_note(f: &Facts) -> Option<Refusal> {
    let wants = matches!(f.step, Step::Ask(_) | Step::Answer(_) | Step::Decline(_));
    let step = f.step.key().to_owned();
    (wants && f.step.note().trim().is_empty()).then_some(Refusal::NoNote { step })
}

fn names_facility(f: &Facts) -> Option<Refusal> {
    matches!(f.step, Step::Refer(None, _)).then_some(Refusal::NoFacility)
}

/// This rule explains; the constraint `need_private_not_published` guarantees.
fn may_be_known(f: &Facts) -> Option<Refusal> {
    let secret = f.need.said.confidentiality == Confidentiality::Private;
    (matches!(f.step, Step::Publish(_)) && secret).then_some(Refusal::PrivateNotPublished)
}

/// Why a vote is not taken.
#[derive(Debug, Clone, PartialEq, Serialize, thiserror::Error)]
#[serde(tag = "rule", rename_all = "kebab-case")]
pub enum VoteRefusal {
    /// Only unsolved problems in the register are voted for.
    #[error("is not open for votes")]
    NotOpenForVotes,
    /// One's own problem.
    #[error("is one's own")]
    OwnNeed,
}

/// Every reason why somebody may not vote for a need. That nobody votes twice is the constraint `need_vote_once`.
pub fn vote_refusals(need: &Need, actor: &Actor) -> Vec<VoteRefusal> {
    let open = need.registered && !need.state.is_over();
    let own = actor.person == Some(need.owner);
    [(!open).then_some(VoteRefusal::NotOpenForVotes), own.then_some(VoteRefusal::OwnNeed)]
        .into_iter()
        .flatten()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::need::thing::{Said, State};
    use ieum_kernel::{Id, Lang, Person, Timestamp};
    use std::collections::BTreeSet;

    fn person(n: u128, roles: &[Role]) -> Actor {
        let roles: BTreeSet<Role> = roles.iter().copied().collect();
        Actor { person: Some(Id::nth(n)), roles, ..Actor::guest(Lang::Ko) }
    }

    fn owner() -> Actor {
        person(1, &[Role::Member])
    }

    fn staff() -> Actor {
        person(2, &[Role::Member, Role::Staff])
    }

    fn need(state: State) -> Need {
        let said =
            Said { title: "잔류농약".into(), words: "사과에서 나와요".into(), ..Said::default() };
        let at = Timestamp::from_micros(0);
        Need {
            id: Id::nth(9),
            owner: Id::nth(1),
            organisation: Some(Id::nth(5)),
            said,
            state,
            registered: false,
            version: 1,
            made_at: at,
            submitted_at: None,
            changed_at: at,
        }
    }

    #[track_caller]
    fn check(need: &Need, step: &Step, actor: &Actor, expected: &[&str]) {
        let today = "2026-03-02".parse().unwrap();
        let found = refusals(&Facts { need, step, actor, today });
        assert_eq!(found.iter().map(ToString::to_string).collect::<Vec<_>>(), expected);
    }

    fn by() -> Id<Person> {
        Id::nth(2)
    }

    #[test]
    fn each_step_has_its_states_and_its_people() {
        check(&need(State::Draft), &Step::Submit, &owner(), &[]);
        check(&need(State::Draft), &Step::Submit, &staff(), &["only the owner may submit"]);
        check(&need(State::Submitted), &Step::Submit, &owner(), &["cannot submit from submitted"]);
        check(&need(State::Submitted), &Step::Take, &staff(), &[]);
        check(&need(State::Submitted), &Step::Take, &owner(), &["only those who sort needs may take"]);
        check(&need(State::NeedsInfo { by: by() }), &Step::Answer("네".into()), &owner(), &[]);
        check(
            &need(State::InTriage { by: by() }),
            &Step::Refer(Some(Id::nth(3)), String::new()),
            &staff(),
            &[],
        );
        check(&need(State::Matched { by: by() }), &Step::Solve(String::new()), &owner(), &[]);
        let closed = need(State::Closed { reason: String::new() });
        check(&closed, &Step::Close(String::new()), &owner(), &["cannot close from closed"]);
    }

    #[test]
    fn every_reason_comes_back_at_once() {
        let all =
            ["only those who sort needs may decline", "cannot decline from draft", "decline needs words"];
        check(&need(State::Draft), &Step::Decline(" ".into()), &owner(), &all);
        check(&need(State::Submitted), &Step::Ask(String::new()), &staff(), &["ask needs words"]);
        check(
            &need(State::Submitted),
            &Step::Refer(None, String::new()),
            &staff(),
            &["no facility is named"],
        );
    }

    #[test]
    fn handing_in_needs_words_and_time() {
        let mut late = need(State::Draft);
        late.said.words = String::new();
        late.said.due_on = "2026-03-01".parse().ok();
        check(&late, &Step::Submit, &owner(), &["says nothing", "was wanted by 2026-03-01"]);
    }

    #[test]
    fn a_private_need_is_never_published_nor_seen() {
        let mut need = need(State::Submitted);
        check(&need, &Step::Publish(String::new()), &staff(), &["is private"]);
        assert!(!open_steps(&need, &staff()).contains(&"publish"));
        assert!(!visible(&need, &person(7, &[Role::Member])));
        assert!(!visible(&need, &Actor::guest(Lang::Ko)));
        assert!(visible(&need, &owner()) && visible(&need, &staff()));
        let manager = Actor { organisations: vec![Id::nth(5)], ..person(8, &[Role::Manager]) };
        assert!(visible(&need, &manager));
        need.said.confidentiality = Confidentiality::Anonymous;
        check(&need, &Step::Publish(String::new()), &staff(), &[]);
        let published = need.after(&Step::Publish(String::new()), by(), Timestamp::from_micros(1));
        assert!(visible(&published, &Actor::guest(Lang::Ko)) && !inside(&published, &Actor::guest(Lang::Ko)));
    }

    #[test]
    fn a_draft_is_its_owners_alone() {
        assert!(visible(&need(State::Draft), &owner()) && !visible(&need(State::Draft), &staff()));
    }

    #[test]
    fn votes_are_for_other_peoples_open_problems() {
        let mut published = need(State::Published { by: by() });
        published.registered = true;
        assert_eq!(vote_refusals(&published, &staff()), []);
        assert_eq!(vote_refusals(&published, &owner()), [VoteRefusal::OwnNeed]);
        let solved = need(State::Solved { by: by(), how: String::new() });
        assert_eq!(vote_refusals(&solved, &owner()), [VoteRefusal::NotOpenForVotes, VoteRefusal::OwnNeed]);
    }
}

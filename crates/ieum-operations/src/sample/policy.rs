//! What may be done with a sample, from where, by whom; its state is read off the last entry of the ledger.

use crate::request::{Name, Side};
use serde::{Deserialize, Serialize};

macro_rules! words {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $key:literal,)* }) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
        $(#[$about])*
        pub enum $name {
            $($(#[$doc])* #[serde(rename = $key)] $variant,)*
        }

        impl $name {
            /// Every one.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The word in messages, the database and the API.
            pub const fn key(self) -> &'static str {
                match self {
                    $(Self::$variant => $key,)*
                }
            }
        }

        impl std::str::FromStr for $name {
            type Err = String;

            fn from_str(text: &str) -> Result<Self, String> {
                Self::ALL.iter().copied().find(|n| n.key() == text).ok_or_else(|| format!("no such word: {text}"))
            }
        }
    };
}

words! {
    /// How a sample stands.
    #[schemars(rename = "SampleState")]
    State {
        /// Announced.
        Declared = "declared",
        /// Sent off.
        InTransit = "in_transit",
        /// Taken in.
        Accepted = "accepted",
        /// Taken in, set apart until somebody decides.
        Quarantined = "quarantined",
        /// Not taken in.
        Rejected = "rejected",
        /// Lies in its place.
        Stored = "stored",
        /// In somebody's hands.
        CheckedOut = "checked_out",
        /// Being worked on.
        InAnalysis = "in_analysis",
        /// Worked on.
        Analysed = "analysed",
        /// Used up.
        Consumed = "consumed",
        /// Given back.
        Returned = "returned",
        /// Disposed of.
        Disposed = "disposed",
        /// Given to somebody else.
        Transferred = "transferred",
        /// Not to be found.
        Lost = "lost",
    }
}

words! {
    /// What is done with a sample.
    #[schemars(rename = "SampleAction")]
    Action {
        /// The firm announces it.
        Declare = "declare",
        /// The firm sends it off.
        Ship = "ship",
        /// Reception takes it in.
        Accept = "accept",
        /// Reception sets it apart.
        Quarantine = "quarantine",
        /// Reception does not take it.
        Reject = "reject",
        /// It is put in a place.
        Store = "store",
        /// Somebody takes it out.
        CheckOut = "check_out",
        /// Work on it begins.
        Begin = "begin",
        /// Work on it is done.
        Finish = "finish",
        /// It is used up.
        Consume = "consume",
        /// It goes back to the firm.
        Return = "return",
        /// It is disposed of.
        Dispose = "dispose",
        /// It is given to somebody else.
        Transfer = "transfer",
        /// It cannot be found.
        Lose = "lose",
        /// It is found again.
        Find = "find",
    }
}

impl State {
    /// Nothing more can be done with it.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Consumed | Self::Returned | Self::Disposed | Self::Transferred)
    }

    /// Whether the facility has it, or had it whole.
    pub const fn is_here(self) -> bool {
        !matches!(self, Self::Declared | Self::InTransit | Self::Rejected | Self::Quarantined | Self::Lost)
    }

    /// The tone it is shown in.
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Declared | Self::InTransit | Self::Quarantined => "warning",
            Self::Rejected | Self::Lost => "danger",
            Self::Analysed => "success",
            Self::Consumed | Self::Returned | Self::Disposed | Self::Transferred => "neutral",
            _ => "info",
        }
    }
}

impl Action {
    /// Whether a sentence is owed with it.
    pub const fn needs_words(self) -> bool {
        matches!(self, Self::Reject | Self::Quarantine | Self::Transfer | Self::Lose)
    }
}

const FIRM: &[Side] = &[Side::Firm];
const STAFF: &[Side] = &[Side::Facility];
/// A declared sample may be announced as sent by either side: parcels arrive unannounced.
const EITHER: &[Side] = &[Side::Firm, Side::Facility];

/// Every move: from a state, by an action, who may, to a state.
pub static MOVES: &[(State, Action, &[Side], State)] = &[
    (State::Declared, Action::Ship, FIRM, State::InTransit),
    (State::Declared, Action::Accept, STAFF, State::Accepted),
    (State::Declared, Action::Quarantine, STAFF, State::Quarantined),
    (State::Declared, Action::Reject, STAFF, State::Rejected),
    (State::Declared, Action::Lose, EITHER, State::Lost),
    (State::InTransit, Action::Accept, STAFF, State::Accepted),
    (State::InTransit, Action::Quarantine, STAFF, State::Quarantined),
    (State::InTransit, Action::Reject, STAFF, State::Rejected),
    (State::InTransit, Action::Lose, EITHER, State::Lost),
    (State::Quarantined, Action::Accept, STAFF, State::Accepted),
    (State::Quarantined, Action::Reject, STAFF, State::Rejected),
    (State::Rejected, Action::Return, STAFF, State::Returned),
    (State::Rejected, Action::Dispose, STAFF, State::Disposed),
    (State::Accepted, Action::Store, STAFF, State::Stored),
    (State::Accepted, Action::CheckOut, STAFF, State::CheckedOut),
    (State::Accepted, Action::Begin, STAFF, State::InAnalysis),
    (State::Accepted, Action::Lose, STAFF, State::Lost),
    // Moving from place to place.
    (State::Stored, Action::Store, STAFF, State::Stored),
    (State::Stored, Action::CheckOut, STAFF, State::CheckedOut),
    (State::Stored, Action::Return, STAFF, State::Returned),
    (State::Stored, Action::Dispose, STAFF, State::Disposed),
    (State::Stored, Action::Transfer, STAFF, State::Transferred),
    (State::Stored, Action::Lose, STAFF, State::Lost),
    (State::CheckedOut, Action::Store, STAFF, State::Stored),
    (State::CheckedOut, Action::Begin, STAFF, State::InAnalysis),
    (State::CheckedOut, Action::Consume, STAFF, State::Consumed),
    (State::CheckedOut, Action::Return, STAFF, State::Returned),
    (State::CheckedOut, Action::Dispose, STAFF, State::Disposed),
    (State::CheckedOut, Action::Transfer, STAFF, State::Transferred),
    (State::CheckedOut, Action::Lose, STAFF, State::Lost),
    (State::InAnalysis, Action::Finish, STAFF, State::Analysed),
    (State::InAnalysis, Action::Consume, STAFF, State::Consumed),
    (State::InAnalysis, Action::Lose, STAFF, State::Lost),
    (State::Analysed, Action::Store, STAFF, State::Stored),
    (State::Analysed, Action::Begin, STAFF, State::InAnalysis),
    (State::Analysed, Action::Return, STAFF, State::Returned),
    (State::Analysed, Action::Dispose, STAFF, State::Disposed),
    (State::Analysed, Action::Transfer, STAFF, State::Transferred),
    (State::Analysed, Action::Consume, STAFF, State::Consumed),
    (State::Analysed, Action::Lose, STAFF, State::Lost),
    (State::Lost, Action::Find, STAFF, State::Accepted),
];

/// Why something is not done with a sample.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(tag = "rule", rename_all = "kebab-case")]
pub enum Refusal {
    /// No move leads from this state by this action.
    #[error("{} is not possible while {}", action.key(), state.key())]
    NotFromHere {
        /// How the sample stands.
        state: State,
        /// What was tried.
        action: Action,
    },
    /// The move is for the other side.
    #[error("{} is for the other side", action.key())]
    OtherSide {
        /// What was tried.
        action: Action,
    },
    /// The other side is owed a sentence.
    #[error("no reason is given")]
    NoReason,
    /// A stored sample lies somewhere.
    #[error("no place is chosen")]
    NoPlace,
    /// A place of another facility, or one that is no longer used.
    #[error("the place is not one of this facility")]
    OtherPlace,
    /// One vessel in one position.
    #[error("the position holds {code}")]
    PlaceTaken {
        /// What lies there.
        code: String,
    },
    /// Samples are declared with a request that is under way.
    #[error("the request takes no samples now")]
    NotNow,
}

/// What the rules look at.
pub struct Facts<'a> {
    /// How the sample stands.
    pub state: State,
    /// What is to be done.
    pub action: Action,
    /// The sides the actor stands on.
    pub sides: &'a [Side],
    /// Words that come with it.
    pub note: &'a str,
    /// Whether a place was chosen, is of this facility, and what other sample holds it.
    pub place: Option<PlaceFacts>,
}

/// What is known of a chosen place.
#[derive(Debug, Clone, Default)]
pub struct PlaceFacts {
    /// Whether it is in use at this facility.
    pub ours: bool,
    /// The code of another sample in a position that holds one.
    pub holds: Option<String>,
}

/// The move from a state by an action.
pub(super) fn moved(from: State, action: Action) -> Option<&'static (State, Action, &'static [Side], State)> {
    MOVES.iter().find(|(state, act, _, _)| *state == from && *act == action)
}

const RULES: &[fn(&Facts) -> Option<Refusal>] =
    &[from_here, own_side, gives_reason, has_place, own_place, free];

/// All reasons at once.
pub fn refusals(facts: &Facts) -> Vec<Refusal> {
    RULES.iter().filter_map(|rule| rule(facts)).collect()
}

fn from_here(f: &Facts) -> Option<Refusal> {
    moved(f.state, f.action).is_none().then_some(Refusal::NotFromHere { state: f.state, action: f.action })
}

fn own_side(f: &Facts) -> Option<Refusal> {
    let (_, _, who, _) = moved(f.state, f.action)?;
    (!who.iter().any(|side| f.sides.contains(side))).then_some(Refusal::OtherSide { action: f.action })
}

fn gives_reason(f: &Facts) -> Option<Refusal> {
    (f.action.needs_words() && f.note.trim().is_empty()).then_some(Refusal::NoReason)
}

fn has_place(f: &Facts) -> Option<Refusal> {
    (f.action == Action::Store && f.place.is_none()).then_some(Refusal::NoPlace)
}

fn own_place(f: &Facts) -> Option<Refusal> {
    let place = f.place.as_ref()?;
    (f.action == Action::Store && !place.ours).then_some(Refusal::OtherPlace)
}

/// This rule explains; the constraint `place_holds_one` guarantees.
fn free(f: &Facts) -> Option<Refusal> {
    let code = f.place.as_ref()?.holds.clone()?;
    (f.action == Action::Store).then_some(Refusal::PlaceTaken { code })
}

/// What somebody can do with a sample now.
pub fn actions_open(state: State, sides: &[Side]) -> Vec<Action> {
    let open =
        MOVES.iter().filter(|(from, _, who, _)| *from == state && who.iter().any(|s| sides.contains(s)));
    open.map(|(_, action, _, _)| *action).collect()
}

/// The next thing to do with a sample at the facility.
pub const fn next_action(state: State) -> Option<Action> {
    Some(match state {
        State::Declared | State::InTransit | State::Quarantined => Action::Accept,
        State::Accepted | State::Analysed => Action::Store,
        State::Stored => Action::CheckOut,
        State::CheckedOut => Action::Begin,
        State::InAnalysis => Action::Finish,
        State::Rejected => Action::Return,
        State::Lost => Action::Find,
        _ => return None,
    })
}

/// Whether a request takes samples: from sending until the results are reviewed.
pub const fn may_declare(request: Name) -> bool {
    matches!(
        request,
        Name::Submitted
            | Name::InTriage
            | Name::NeedsInfo
            | Name::Scoping
            | Name::Quoted
            | Name::Accepted
            | Name::Planned
            | Name::AwaitingSamples
            | Name::Ready
            | Name::InProgress
            | Name::OnHold
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(state: State, action: Action, side: Side, place: Option<PlaceFacts>, expected: &[&str]) {
        let found = refusals(&Facts { state, action, sides: &[side], note: "", place });
        let rules: Vec<String> = found
            .iter()
            .map(|r| serde_json::to_value(r).unwrap()["rule"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(rules, expected);
    }

    #[test]
    fn reception_is_the_facilitys_and_says_why_not() {
        check(State::Declared, Action::Accept, Side::Facility, None, &[]);
        check(State::Declared, Action::Accept, Side::Firm, None, &["other-side"]);
        check(State::InTransit, Action::Reject, Side::Facility, None, &["no-reason"]);
        check(State::Declared, Action::Finish, Side::Facility, None, &["not-from-here"]);
    }

    #[test]
    fn a_position_holds_one() {
        let free = PlaceFacts { ours: true, holds: None };
        let taken = PlaceFacts { ours: true, holds: Some("S-2026-000001".to_owned()) };
        check(State::Accepted, Action::Store, Side::Facility, Some(free), &[]);
        check(State::Accepted, Action::Store, Side::Facility, Some(taken), &["place-taken"]);
        check(State::Accepted, Action::Store, Side::Facility, None, &["no-place"]);
        check(State::Accepted, Action::Store, Side::Facility, Some(PlaceFacts::default()), &["other-place"]);
    }

    #[test]
    fn the_list_names_no_pair_twice_and_leaves_no_final_state() {
        for (index, (from, action, _, _)) in MOVES.iter().enumerate() {
            assert!(!MOVES.iter().skip(index + 1).any(|(f, a, _, _)| f == from && a == action));
            assert!(!from.is_over(), "{from:?} is final");
        }
        for state in State::ALL {
            if let Some(action) = next_action(*state) {
                assert!(moved(*state, action).is_some(), "{state:?} {action:?}");
            }
        }
    }
}

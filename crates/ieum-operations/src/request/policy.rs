//! What may happen to a request, from where, by whom. One list; what it does not name is refused.

use super::request::Request;
use super::state::{Event, Name, State, Step};
use ieum_kernel::{Id, Person, Timestamp};
use serde::Serialize;

/// On whose side somebody stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The organisation that asks.
    Firm,
    /// The facility that works.
    Facility,
    /// The house itself, when a time has passed or another step brings it about.
    House,
}

impl Side {
    /// The word in the database.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Firm => "firm",
            Self::Facility => "facility",
            Self::House => "house",
        }
    }
}

/// Results can be objected to for so many days after delivery (ulsan rfc: within one week of analysis).
pub const OBJECTION_DAYS: i64 = 7;

/// One arrow: from a state, by an event, who may, to a state.
pub type Arrow = (Name, Step, &'static [Side], Name);

const FIRM: &[Side] = &[Side::Firm];
const FACILITY: &[Side] = &[Side::Facility];
const HOUSE: &[Side] = &[Side::House];
const WORK: &[Side] = &[Side::Facility, Side::House];
const BOTH: &[Side] = &[Side::Firm, Side::Facility];

/// Every step a request can take. The clock of `submit` and the objection period follow ZEUS's 3·3 promise and
/// common terms of Korean analysis centres.
pub static ARROWS: &[Arrow] = &[
    (Name::Draft, Step::Submit, FIRM, Name::Submitted),
    (Name::Submitted, Step::Triage, FACILITY, Name::InTriage),
    (Name::InTriage, Step::AskBack, FACILITY, Name::NeedsInfo),
    (Name::NeedsInfo, Step::Answer, FIRM, Name::InTriage),
    (Name::InTriage, Step::Decline, FACILITY, Name::Declined),
    (Name::NeedsInfo, Step::Decline, FACILITY, Name::Declined),
    (Name::InTriage, Step::Refer, FACILITY, Name::Referred),
    (Name::InTriage, Step::Scope, FACILITY, Name::Scoping),
    (Name::Scoping, Step::Scope, FACILITY, Name::Scoping),
    (Name::Scoping, Step::AskBack, FACILITY, Name::NeedsInfo),
    (Name::Scoping, Step::Decline, FACILITY, Name::Declined),
    (Name::Scoping, Step::Refer, FACILITY, Name::Referred),
    (Name::Scoping, Step::SendQuote, FACILITY, Name::Quoted),
    (Name::Quoted, Step::SendQuote, FACILITY, Name::Quoted),
    (Name::Quoted, Step::RejectQuote, FIRM, Name::Scoping),
    (Name::Quoted, Step::ExpireQuote, HOUSE, Name::Scoping),
    (Name::Quoted, Step::AcceptQuote, FIRM, Name::Accepted),
    (Name::Accepted, Step::Plan, FACILITY, Name::Planned),
    (Name::Planned, Step::AwaitSamples, WORK, Name::AwaitingSamples),
    (Name::Planned, Step::MakeReady, WORK, Name::Ready),
    (Name::AwaitingSamples, Step::MakeReady, WORK, Name::Ready),
    (Name::Ready, Step::Start, WORK, Name::InProgress),
    (Name::InProgress, Step::Hold, FACILITY, Name::OnHold),
    (Name::OnHold, Step::Resume, FACILITY, Name::InProgress),
    // A change of the order in the middle of the work.
    (Name::InProgress, Step::SendQuote, FACILITY, Name::Quoted),
    (Name::OnHold, Step::SendQuote, FACILITY, Name::Quoted),
    (Name::InProgress, Step::ResultsIn, WORK, Name::InReview),
    (Name::InReview, Step::Rework, FACILITY, Name::InProgress),
    (Name::InReview, Step::Deliver, WORK, Name::Delivered),
    (Name::Delivered, Step::Close, FIRM, Name::Closed),
    (Name::Delivered, Step::CloseOverdue, HOUSE, Name::Closed),
    (Name::Delivered, Step::Dispute, FIRM, Name::Disputed),
    (Name::Closed, Step::Dispute, FIRM, Name::Disputed),
    (Name::Disputed, Step::Redo, FACILITY, Name::InProgress),
    (Name::Disputed, Step::Credit, FACILITY, Name::Closed),
    (Name::Disputed, Step::Uphold, FACILITY, Name::Closed),
    (Name::Delivered, Step::Invalidate, FACILITY, Name::Invalidated),
    (Name::Closed, Step::Invalidate, FACILITY, Name::Invalidated),
    (Name::Invalidated, Step::Redo, FACILITY, Name::InProgress),
    (Name::Draft, Step::Cancel, FIRM, Name::Cancelled),
    (Name::Submitted, Step::Cancel, FIRM, Name::Cancelled),
    (Name::InTriage, Step::Cancel, FIRM, Name::Cancelled),
    (Name::NeedsInfo, Step::Cancel, FIRM, Name::Cancelled),
    (Name::Scoping, Step::Cancel, FIRM, Name::Cancelled),
    (Name::Quoted, Step::Cancel, FIRM, Name::Cancelled),
    (Name::Accepted, Step::Cancel, BOTH, Name::Cancelled),
    (Name::Planned, Step::Cancel, BOTH, Name::Cancelled),
    (Name::AwaitingSamples, Step::Cancel, BOTH, Name::Cancelled),
    (Name::Ready, Step::Cancel, BOTH, Name::Cancelled),
    (Name::InProgress, Step::Cancel, BOTH, Name::Cancelled),
    (Name::OnHold, Step::Cancel, BOTH, Name::Cancelled),
    (Name::InReview, Step::Cancel, BOTH, Name::Cancelled),
];

/// Why a step is not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(tag = "rule", rename_all = "kebab-case")]
pub enum Refusal {
    /// No arrow leads from this state by this event.
    #[error("{} is not possible while {}", event.key(), state.key())]
    NotFromHere {
        /// Where the request stands.
        state: Name,
        /// What was tried.
        event: Step,
    },
    /// The step is for the other side.
    #[error("{} is for the other side", event.key())]
    OtherSide {
        /// What was tried.
        event: Step,
    },
    /// A request is sent to somebody.
    #[error("no facility is chosen")]
    NoFacility,
    /// It says what is wanted.
    #[error("nothing is asked")]
    NoWords,
    /// The other side is owed a sentence.
    #[error("no reason is given")]
    NoReason,
    /// A request is not referred to where it is.
    #[error("the request is already with this facility")]
    SameFacility,
    /// Results are objected to in time.
    #[error("the time to object ended at {ended}")]
    ObjectionOver {
        /// When it ended.
        ended: Timestamp,
    },
}

/// What the rules look at.
pub struct Facts<'a> {
    /// The request as it stands.
    pub request: &'a Request,
    /// What is to happen.
    pub event: &'a Event,
    /// The sides the actor stands on.
    pub sides: &'a [Side],
    /// The present moment.
    pub now: Timestamp,
}

/// The arrow from a state by an event.
pub fn arrow(from: Name, step: Step) -> Option<&'static Arrow> {
    ARROWS.iter().find(|(state, event, _, _)| *state == from && *event == step)
}

const RULES: &[fn(&Facts) -> Option<Refusal>] =
    &[from_here, own_side, has_facility, says_what, gives_reason, elsewhere, in_time];

/// All reasons at once.
pub fn refusals(facts: &Facts) -> Vec<Refusal> {
    RULES.iter().filter_map(|rule| rule(facts)).collect()
}

fn from_here(f: &Facts) -> Option<Refusal> {
    let (state, event) = (f.request.state.name(), f.event.step());
    arrow(state, event).is_none().then_some(Refusal::NotFromHere { state, event })
}

fn own_side(f: &Facts) -> Option<Refusal> {
    let event = f.event.step();
    let (_, _, who, _) = arrow(f.request.state.name(), event)?;
    (!who.iter().any(|side| f.sides.contains(side))).then_some(Refusal::OtherSide { event })
}

fn has_facility(f: &Facts) -> Option<Refusal> {
    (f.event.step() == Step::Submit && f.request.facility.is_none()).then_some(Refusal::NoFacility)
}

fn says_what(f: &Facts) -> Option<Refusal> {
    let silent = f.request.title.trim().is_empty() || f.request.words.trim().is_empty();
    (f.event.step() == Step::Submit && silent).then_some(Refusal::NoWords)
}

/// Whether the other side is owed a sentence with a step.
pub const fn needs_words(from: Name, step: Step) -> bool {
    match step {
        Step::AskBack
        | Step::Answer
        | Step::Decline
        | Step::Refer
        | Step::Hold
        | Step::Rework
        | Step::Dispute
        | Step::Uphold
        | Step::Credit
        | Step::Invalidate => true,
        Step::Cancel => !matches!(from, Name::Draft),
        _ => false,
    }
}

fn gives_reason(f: &Facts) -> Option<Refusal> {
    let owed = needs_words(f.request.state.name(), f.event.step());
    (owed && f.event.words().trim().is_empty()).then_some(Refusal::NoReason)
}

fn elsewhere(f: &Facts) -> Option<Refusal> {
    let same = matches!(f.event, Event::Refer { to, .. } if Some(*to) == f.request.facility);
    same.then_some(Refusal::SameFacility)
}

fn in_time(f: &Facts) -> Option<Refusal> {
    let delivered = match (&f.request.state, f.event) {
        (State::Delivered { at }, Event::Dispute { .. }) => *at,
        (State::Closed { delivered, .. }, Event::Dispute { .. }) => *delivered,
        _ => return None,
    };
    let ended = delivered.plus_days(OBJECTION_DAYS);
    (f.now >= ended).then_some(Refusal::ObjectionOver { ended })
}

/// The steps somebody can take now, in the order of the list.
pub fn steps_open(state: Name, sides: &[Side]) -> Vec<Step> {
    let open =
        ARROWS.iter().filter(|(from, _, who, _)| *from == state && who.iter().any(|s| sides.contains(s)));
    open.map(|(_, step, _, _)| *step).collect()
}

/// The state after an allowed event.
pub(super) fn state_after(
    was: &State,
    event: &Event,
    by: Option<Id<Person>>,
    onwards: Id<ieum_kernel::Request>,
    now: Timestamp,
    requester: Id<Person>,
) -> State {
    let by = by.unwrap_or(requester);
    let delivered = match was {
        State::Delivered { at } => *at,
        State::Closed { delivered, .. } | State::Disputed { delivered, .. } => *delivered,
        _ => now,
    };
    let closed = |by_itself| State::Closed { at: now, delivered, by_itself };
    match event.clone() {
        Event::Submit => State::Submitted,
        Event::Triage | Event::Answer { .. } => match was {
            State::NeedsInfo { by, .. } => State::InTriage { by: *by },
            _ => State::InTriage { by },
        },
        Event::AskBack { question } => State::NeedsInfo { by, question },
        Event::Decline { reason } => State::Declined { by, at: now, reason },
        Event::Refer { to, reason } => State::Referred { by, at: now, to, request: onwards, reason },
        Event::Scope { verdict, note } => State::Scoping { by, verdict, note },
        Event::RejectQuote { reason } => {
            State::Scoping { by, verdict: super::Verdict::Feasible, note: reason }
        }
        Event::ExpireQuote => State::Scoping { by, verdict: super::Verdict::Feasible, note: String::new() },
        Event::SendQuote { quote, revision } => State::Quoted { quote, revision },
        Event::AcceptQuote { quote } => State::Accepted { quote, by, at: now },
        Event::Plan { note } => State::Planned { by, note },
        Event::AwaitSamples => State::AwaitingSamples,
        Event::MakeReady => State::Ready,
        Event::Start | Event::Resume | Event::Rework { .. } | Event::Redo => State::InProgress { since: now },
        Event::Hold { reason } => State::OnHold { by, since: now, reason },
        Event::ResultsIn => State::InReview { since: now },
        Event::Deliver => State::Delivered { at: now },
        Event::Close | Event::Uphold { .. } | Event::Credit { .. } => closed(false),
        Event::CloseOverdue => closed(true),
        Event::Dispute { reason } => State::Disputed { by, at: now, delivered, reason },
        Event::Cancel { reason } => State::Cancelled { by, at: now, was: was.name(), reason },
        Event::Invalidate { reason } => State::Invalidated { by, at: now, reason },
    }
}

//! Where a request stands, and what may happen to it.

use ieum_kernel::{Facility, Id, Person, Quote, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where a request stands. What is known only in one state is kept in that state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "name", rename_all = "snake_case", rename = "RequestState")]
pub enum State {
    /// Being written; only the firm sees it.
    Draft,
    /// Sent; the clock runs.
    Submitted,
    /// Staff have taken it up.
    InTriage {
        /// Who took it up.
        by: Id<Person>,
    },
    /// Staff wait for an answer.
    NeedsInfo {
        /// Who asks.
        by: Id<Person>,
        /// What they ask.
        question: String,
    },
    /// The facility will not do it.
    Declined {
        /// Who declined.
        by: Id<Person>,
        /// When.
        at: Timestamp,
        /// Why.
        reason: String,
    },
    /// Another facility does it; the request goes on there.
    Referred {
        /// Who referred it.
        by: Id<Person>,
        /// When.
        at: Timestamp,
        /// Where to.
        to: Id<Facility>,
        /// The request there.
        request: Id<ieum_kernel::Request>,
        /// Why.
        reason: String,
    },
    /// It is being worked out how to do it.
    Scoping {
        /// Who judged it.
        by: Id<Person>,
        /// Whether it can be done.
        verdict: Verdict,
        /// What can be done and what not.
        note: String,
    },
    /// A quote is with the firm.
    Quoted {
        /// Which.
        quote: Id<Quote>,
        /// Its number within the request, from 1.
        revision: i64,
    },
    /// The firm has accepted the quote.
    Accepted {
        /// Which.
        quote: Id<Quote>,
        /// Who accepted.
        by: Id<Person>,
        /// When.
        at: Timestamp,
    },
    /// The work has its place in the facility's plan.
    Planned {
        /// Who planned it.
        by: Id<Person>,
        /// What was told to the firm.
        note: String,
    },
    /// Samples are on their way.
    AwaitingSamples,
    /// Everything is there; work can begin.
    Ready,
    /// Work is being done.
    InProgress {
        /// Since when.
        since: Timestamp,
    },
    /// Work rests.
    OnHold {
        /// Who stopped it.
        by: Id<Person>,
        /// Since when.
        since: Timestamp,
        /// Why.
        reason: String,
    },
    /// A second person reads the results.
    InReview {
        /// Since when.
        since: Timestamp,
    },
    /// The firm has the results.
    Delivered {
        /// Since when.
        at: Timestamp,
    },
    /// Done.
    Closed {
        /// When.
        at: Timestamp,
        /// When the results were delivered; objections count from here.
        delivered: Timestamp,
        /// Whether nobody answered and the time to object passed.
        by_itself: bool,
    },
    /// The firm objects to the results.
    Disputed {
        /// Who objects.
        by: Id<Person>,
        /// When.
        at: Timestamp,
        /// When the results were delivered.
        delivered: Timestamp,
        /// To what.
        reason: String,
    },
    /// Given up.
    Cancelled {
        /// By whom.
        by: Id<Person>,
        /// When.
        at: Timestamp,
        /// Where it stood.
        was: Name,
        /// Why.
        reason: String,
    },
    /// The report is withdrawn.
    Invalidated {
        /// By whom.
        by: Id<Person>,
        /// When.
        at: Timestamp,
        /// Why.
        reason: String,
    },
}

/// Whether a request can be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", rename = "RequestVerdict")]
pub enum Verdict {
    /// As asked.
    Feasible,
    /// In part; the note says which.
    Partly,
    /// Not at this facility.
    Unfeasible,
}

impl Verdict {
    /// Every verdict.
    pub const ALL: [Self; 3] = [Self::Feasible, Self::Partly, Self::Unfeasible];

    /// The word in forms, messages and the database.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Feasible => "feasible",
            Self::Partly => "partly",
            Self::Unfeasible => "unfeasible",
        }
    }
}

impl std::str::FromStr for Verdict {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|v| v.key() == text).ok_or_else(|| format!("no such verdict: {text}"))
    }
}

macro_rules! names {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $key:literal,)* }) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
        $(#[$about])*
        pub enum $name {
            $($(#[$doc])* #[serde(rename = $key)] $variant,)*
        }

        impl $name {
            /// Every one, in the order of a request's life.
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

names! {
    /// A state without what is known in it.
    #[schemars(rename = "RequestStateName")]
    Name {
        /// See [`State::Draft`].
        Draft = "draft",
        /// See [`State::Submitted`].
        Submitted = "submitted",
        /// See [`State::InTriage`].
        InTriage = "in_triage",
        /// See [`State::NeedsInfo`].
        NeedsInfo = "needs_info",
        /// See [`State::Declined`].
        Declined = "declined",
        /// See [`State::Referred`].
        Referred = "referred",
        /// See [`State::Scoping`].
        Scoping = "scoping",
        /// See [`State::Quoted`].
        Quoted = "quoted",
        /// See [`State::Accepted`].
        Accepted = "accepted",
        /// See [`State::Planned`].
        Planned = "planned",
        /// See [`State::AwaitingSamples`].
        AwaitingSamples = "awaiting_samples",
        /// See [`State::Ready`].
        Ready = "ready",
        /// See [`State::InProgress`].
        InProgress = "in_progress",
        /// See [`State::OnHold`].
        OnHold = "on_hold",
        /// See [`State::InReview`].
        InReview = "in_review",
        /// See [`State::Delivered`].
        Delivered = "delivered",
        /// See [`State::Closed`].
        Closed = "closed",
        /// See [`State::Disputed`].
        Disputed = "disputed",
        /// See [`State::Cancelled`].
        Cancelled = "cancelled",
        /// See [`State::Invalidated`].
        Invalidated = "invalidated",
    }
}

names! {
    /// An event without what comes with it.
    #[schemars(rename = "RequestStep")]
    Step {
        /// See [`Event::Submit`].
        Submit = "submit",
        /// See [`Event::Triage`].
        Triage = "triage",
        /// See [`Event::AskBack`].
        AskBack = "ask_back",
        /// See [`Event::Answer`].
        Answer = "answer",
        /// See [`Event::Decline`].
        Decline = "decline",
        /// See [`Event::Refer`].
        Refer = "refer",
        /// See [`Event::Scope`].
        Scope = "scope",
        /// See [`Event::SendQuote`].
        SendQuote = "send_quote",
        /// See [`Event::RejectQuote`].
        RejectQuote = "reject_quote",
        /// See [`Event::ExpireQuote`].
        ExpireQuote = "expire_quote",
        /// See [`Event::AcceptQuote`].
        AcceptQuote = "accept_quote",
        /// See [`Event::Plan`].
        Plan = "plan",
        /// See [`Event::AwaitSamples`].
        AwaitSamples = "await_samples",
        /// See [`Event::MakeReady`].
        MakeReady = "make_ready",
        /// See [`Event::Start`].
        Start = "start",
        /// See [`Event::Hold`].
        Hold = "hold",
        /// See [`Event::Resume`].
        Resume = "resume",
        /// See [`Event::ResultsIn`].
        ResultsIn = "results_in",
        /// See [`Event::Rework`].
        Rework = "rework",
        /// See [`Event::Deliver`].
        Deliver = "deliver",
        /// See [`Event::Close`].
        Close = "close",
        /// See [`Event::CloseOverdue`].
        CloseOverdue = "close_overdue",
        /// See [`Event::Dispute`].
        Dispute = "dispute",
        /// See [`Event::Uphold`].
        Uphold = "uphold",
        /// See [`Event::Credit`].
        Credit = "credit",
        /// See [`Event::Redo`].
        Redo = "redo",
        /// See [`Event::Cancel`].
        Cancel = "cancel",
        /// See [`Event::Invalidate`].
        Invalidate = "invalidate",
    }
}

/// What happens to a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "event", rename_all = "snake_case", rename = "RequestEvent")]
pub enum Event {
    /// The firm sends it.
    Submit,
    /// Staff take it up.
    Triage,
    /// Staff ask for what is missing.
    AskBack {
        /// What.
        question: String,
    },
    /// The firm answers.
    Answer {
        /// With what.
        words: String,
    },
    /// The facility will not do it.
    Decline {
        /// Why.
        reason: String,
    },
    /// Another facility should do it.
    Refer {
        /// Which.
        to: Id<Facility>,
        /// Why.
        reason: String,
    },
    /// Staff judge whether it can be done.
    Scope {
        /// The judgement.
        verdict: Verdict,
        /// What can be done and what not.
        #[serde(default)]
        note: String,
    },
    /// A quote goes out; in the middle of work, a change of the order.
    SendQuote {
        /// Which.
        quote: Id<Quote>,
        /// Its number within the request.
        revision: i64,
    },
    /// The firm does not want the quote.
    RejectQuote {
        /// Why.
        reason: String,
    },
    /// The quote's validity is over.
    ExpireQuote,
    /// The firm accepts the quote.
    AcceptQuote {
        /// Which.
        quote: Id<Quote>,
    },
    /// The work gets its place in the plan.
    Plan {
        /// What the firm should know.
        #[serde(default)]
        note: String,
    },
    /// Samples are asked for.
    AwaitSamples,
    /// Everything is there.
    MakeReady,
    /// Work begins.
    Start,
    /// Work rests.
    Hold {
        /// Why.
        reason: String,
    },
    /// Work goes on.
    Resume,
    /// Results wait for review.
    ResultsIn,
    /// The reviewer sends the results back.
    Rework {
        /// Why.
        reason: String,
    },
    /// The reviewer releases the results; the firm gets them.
    Deliver,
    /// The firm is content.
    Close,
    /// The time to object is over.
    CloseOverdue,
    /// The firm objects.
    Dispute {
        /// To what.
        reason: String,
    },
    /// The objection does not hold; the results stand.
    Uphold {
        /// Why.
        reason: String,
    },
    /// The objection is settled with money.
    Credit {
        /// How.
        reason: String,
    },
    /// The work is done again.
    Redo,
    /// The firm or the facility gives the work up.
    Cancel {
        /// Why.
        #[serde(default)]
        reason: String,
    },
    /// The facility withdraws the report.
    Invalidate {
        /// Why.
        reason: String,
    },
}

impl State {
    /// The state without what is known in it.
    pub const fn name(&self) -> Name {
        match self {
            Self::Draft => Name::Draft,
            Self::Submitted => Name::Submitted,
            Self::InTriage { .. } => Name::InTriage,
            Self::NeedsInfo { .. } => Name::NeedsInfo,
            Self::Declined { .. } => Name::Declined,
            Self::Referred { .. } => Name::Referred,
            Self::Scoping { .. } => Name::Scoping,
            Self::Quoted { .. } => Name::Quoted,
            Self::Accepted { .. } => Name::Accepted,
            Self::Planned { .. } => Name::Planned,
            Self::AwaitingSamples => Name::AwaitingSamples,
            Self::Ready => Name::Ready,
            Self::InProgress { .. } => Name::InProgress,
            Self::OnHold { .. } => Name::OnHold,
            Self::InReview { .. } => Name::InReview,
            Self::Delivered { .. } => Name::Delivered,
            Self::Closed { .. } => Name::Closed,
            Self::Disputed { .. } => Name::Disputed,
            Self::Cancelled { .. } => Name::Cancelled,
            Self::Invalidated { .. } => Name::Invalidated,
        }
    }

    /// Words kept in the state: a question, a reason, a note.
    pub fn words(&self) -> &str {
        match self {
            Self::NeedsInfo { question, .. } => question,
            Self::Scoping { note, .. } | Self::Planned { note, .. } => note,
            Self::Declined { reason, .. }
            | Self::Referred { reason, .. }
            | Self::OnHold { reason, .. }
            | Self::Disputed { reason, .. }
            | Self::Cancelled { reason, .. }
            | Self::Invalidated { reason, .. } => reason,
            _ => "",
        }
    }
}

impl Name {
    /// Nothing more is expected to happen.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Declined | Self::Referred | Self::Closed | Self::Cancelled)
    }

    /// The tone it is shown in.
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Draft | Self::Closed | Self::Cancelled | Self::Referred => "neutral",
            Self::NeedsInfo | Self::Quoted | Self::OnHold | Self::AwaitingSamples => "warning",
            Self::Declined | Self::Disputed | Self::Invalidated => "danger",
            Self::Accepted | Self::Delivered => "success",
            _ => "info",
        }
    }
}

impl Event {
    /// The event without what comes with it.
    pub const fn step(&self) -> Step {
        match self {
            Self::Submit => Step::Submit,
            Self::Triage => Step::Triage,
            Self::AskBack { .. } => Step::AskBack,
            Self::Answer { .. } => Step::Answer,
            Self::Decline { .. } => Step::Decline,
            Self::Refer { .. } => Step::Refer,
            Self::Scope { .. } => Step::Scope,
            Self::SendQuote { .. } => Step::SendQuote,
            Self::RejectQuote { .. } => Step::RejectQuote,
            Self::ExpireQuote => Step::ExpireQuote,
            Self::AcceptQuote { .. } => Step::AcceptQuote,
            Self::Plan { .. } => Step::Plan,
            Self::AwaitSamples => Step::AwaitSamples,
            Self::MakeReady => Step::MakeReady,
            Self::Start => Step::Start,
            Self::Hold { .. } => Step::Hold,
            Self::Resume => Step::Resume,
            Self::ResultsIn => Step::ResultsIn,
            Self::Rework { .. } => Step::Rework,
            Self::Deliver => Step::Deliver,
            Self::Close => Step::Close,
            Self::CloseOverdue => Step::CloseOverdue,
            Self::Dispute { .. } => Step::Dispute,
            Self::Uphold { .. } => Step::Uphold,
            Self::Credit { .. } => Step::Credit,
            Self::Redo => Step::Redo,
            Self::Cancel { .. } => Step::Cancel,
            Self::Invalidate { .. } => Step::Invalidate,
        }
    }

    /// The words that come with it.
    pub fn words(&self) -> &str {
        match self {
            Self::AskBack { question } => question,
            Self::Answer { words } => words,
            Self::Scope { note, .. } | Self::Plan { note } => note,
            Self::Decline { reason }
            | Self::Refer { reason, .. }
            | Self::RejectQuote { reason }
            | Self::Hold { reason }
            | Self::Rework { reason }
            | Self::Dispute { reason }
            | Self::Uphold { reason }
            | Self::Credit { reason }
            | Self::Cancel { reason }
            | Self::Invalidate { reason } => reason,
            _ => "",
        }
    }

    /// An event from the fields of a form or a program's words; `None` when it needs what only other pages know.
    pub fn from_words(
        step: Step,
        words: &str,
        verdict: Option<Verdict>,
        to: Option<Id<Facility>>,
    ) -> Option<Self> {
        let reason: String = words.trim().chars().take(4000).collect();
        Some(match step {
            Step::Submit => Self::Submit,
            Step::Triage => Self::Triage,
            Step::AskBack => Self::AskBack { question: reason },
            Step::Answer => Self::Answer { words: reason },
            Step::Decline => Self::Decline { reason },
            Step::Refer => Self::Refer { to: to?, reason },
            Step::Scope => Self::Scope { verdict: verdict?, note: reason },
            Step::Plan => Self::Plan { note: reason },
            Step::AwaitSamples => Self::AwaitSamples,
            Step::MakeReady => Self::MakeReady,
            Step::Start => Self::Start,
            Step::Hold => Self::Hold { reason },
            Step::Resume => Self::Resume,
            Step::Close => Self::Close,
            Step::Dispute => Self::Dispute { reason },
            Step::Uphold => Self::Uphold { reason },
            Step::Credit => Self::Credit { reason },
            Step::Redo => Self::Redo,
            Step::Cancel => Self::Cancel { reason },
            // Quotes, results, reviews and the house's own steps have pages and rules of their own.
            Step::SendQuote
            | Step::RejectQuote
            | Step::ExpireQuote
            | Step::AcceptQuote
            | Step::ResultsIn
            | Step::Rework
            | Step::Deliver
            | Step::CloseOverdue
            | Step::Invalidate => return None,
        })
    }
}

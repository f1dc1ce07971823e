//! A need: a problem in the words of the one who has it, and where it stands.

use ieum_kernel::{Facility, Id, Money, Organisation, Person, Timestamp};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// A problem somebody wants solved.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Need {
    /// Its identity.
    pub id: Id<ieum_kernel::Need>,
    /// Whose it is.
    pub owner: Id<Person>,
    /// For which organisation.
    pub organisation: Option<Id<Organisation>>,
    /// What it says.
    #[serde(flatten)]
    pub said: Said,
    /// Where it stands.
    pub state: State,
    /// Whether it is in the register of unsolved problems.
    pub registered: bool,
    /// Counts changes.
    pub version: i64,
    /// When it was begun.
    pub made_at: Timestamp,
    /// When it was handed in.
    pub submitted_at: Option<Timestamp>,
    /// When it last changed.
    pub changed_at: Timestamp,
}

/// What the owner says about the problem.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default, schemars::JsonSchema)]
#[schemars(rename = "NeedSaid")]
pub struct Said {
    /// One line.
    pub title: String,
    /// What is wrong, in their own words.
    pub words: String,
    /// What it is about: a material, product, sample.
    pub material: String,
    /// What would count as solved.
    pub solved_when: String,
    /// How much of it there is, with its unit, as written.
    pub quantity: String,
    /// By when, civil day.
    pub due_on: Option<Date>,
    /// How much it may cost.
    pub budget: Option<Money>,
    /// Who may know.
    pub confidentiality: Confidentiality,
}

impl Said {
    /// Everything that says what is looked for, as one text.
    pub fn question(&self) -> String {
        [&self.title, &self.words, &self.material, &self.solved_when]
            .into_iter()
            .filter(|text| !text.is_empty())
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join("\n")
    }
}

/// Who may know of a need.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Confidentiality {
    /// The owner, their organisation and those who sort needs.
    #[default]
    Private,
    /// Everybody, without a name.
    Anonymous,
    /// Everybody.
    Public,
}

impl Confidentiality {
    /// All, most secret first.
    pub const ALL: [Self; 3] = [Self::Private, Self::Anonymous, Self::Public];

    /// The word kept in the database.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Private => "private",
            Self::Anonymous => "anonymous",
            Self::Public => "public",
        }
    }
}

impl FromStr for Confidentiality {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|c| c.key() == text)
            .ok_or_else(|| format!("no such confidentiality: {text}"))
    }
}

/// Where a need stands. What is known only in one state is kept in that state.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(tag = "name", rename_all = "snake_case")]
#[schemars(rename = "NeedState")]
pub enum State {
    /// Being written.
    Draft,
    /// Waits to be sorted.
    Submitted,
    /// Somebody looks after it.
    InTriage {
        /// Who.
        by: Id<Person>,
    },
    /// The owner was asked something.
    NeedsInfo {
        /// By whom.
        by: Id<Person>,
    },
    /// A facility was asked to look at it.
    Referred {
        /// By whom.
        by: Id<Person>,
        /// Which.
        to: Id<Facility>,
    },
    /// Not taken on.
    Declined {
        /// By whom.
        by: Id<Person>,
        /// Why.
        reason: String,
    },
    /// Somebody was found and asked for an offer.
    Matched {
        /// Who decided so.
        by: Id<Person>,
    },
    /// In the register: nobody has a solution yet.
    Published {
        /// By whom.
        by: Id<Person>,
    },
    /// Solved.
    Solved {
        /// Who said so.
        by: Id<Person>,
        /// How, in their words.
        how: String,
    },
    /// Given up by its owner.
    Closed {
        /// Why, if they said.
        reason: String,
    },
}

impl State {
    /// Keys of all states, in the order of life.
    pub const KEYS: [&'static str; 10] = [
        "draft",
        "submitted",
        "in_triage",
        "needs_info",
        "referred",
        "declined",
        "matched",
        "published",
        "solved",
        "closed",
    ];

    /// The word kept in the database.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::InTriage { .. } => "in_triage",
            Self::NeedsInfo { .. } => "needs_info",
            Self::Referred { .. } => "referred",
            Self::Declined { .. } => "declined",
            Self::Matched { .. } => "matched",
            Self::Published { .. } => "published",
            Self::Solved { .. } => "solved",
            Self::Closed { .. } => "closed",
        }
    }

    /// Whether its owner may still change what it says.
    pub const fn is_written(&self) -> bool {
        matches!(self, Self::Draft | Self::NeedsInfo { .. })
    }

    /// Whether nothing more will happen.
    pub const fn is_over(&self) -> bool {
        matches!(self, Self::Declined { .. } | Self::Solved { .. } | Self::Closed { .. })
    }
}

/// A step a need may take, with what it takes along.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// The owner hands it in.
    Submit,
    /// Somebody begins to look after it.
    Take,
    /// The owner is asked something.
    Ask(String),
    /// The owner answers.
    Answer(String),
    /// A facility is asked to look at it.
    Refer(Option<Id<Facility>>, String),
    /// It is not taken on.
    Decline(String),
    /// Somebody was found.
    Match(String),
    /// It goes into the register.
    Publish(String),
    /// It is solved.
    Solve(String),
    /// Its owner gives it up.
    Close(String),
}

impl Step {
    /// The word in code, history and messages.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Submit => "submit",
            Self::Take => "take",
            Self::Ask(_) => "ask",
            Self::Answer(_) => "answer",
            Self::Refer(..) => "refer",
            Self::Decline(_) => "decline",
            Self::Match(_) => "match",
            Self::Publish(_) => "publish",
            Self::Solve(_) => "solve",
            Self::Close(_) => "close",
        }
    }

    /// The words that go with it.
    pub fn note(&self) -> &str {
        match self {
            Self::Submit | Self::Take => "",
            Self::Ask(note)
            | Self::Answer(note)
            | Self::Refer(_, note)
            | Self::Decline(note)
            | Self::Match(note)
            | Self::Publish(note)
            | Self::Solve(note)
            | Self::Close(note) => note,
        }
    }
}

impl Need {
    /// The need after a step that no rule refused; the rules are in `policy.rs`.
    #[must_use]
    pub fn after(self, step: &Step, by: Id<Person>, at: Timestamp) -> Self {
        let registered = self.registered && !matches!(step, Step::Close(_) | Step::Decline(_));
        let (state, registered) = match step {
            Step::Submit => (State::Submitted, registered),
            Step::Take | Step::Answer(_) => (State::InTriage { by }, registered),
            Step::Ask(_) => (State::NeedsInfo { by }, registered),
            Step::Refer(Some(to), _) => (State::Referred { by, to: *to }, registered),
            Step::Refer(None, _) => (self.state, registered),
            Step::Decline(reason) => (State::Declined { by, reason: reason.clone() }, registered),
            Step::Match(_) => (State::Matched { by }, registered),
            Step::Publish(_) => (State::Published { by }, true),
            Step::Solve(how) => (State::Solved { by, how: how.clone() }, registered),
            Step::Close(reason) => (State::Closed { reason: reason.clone() }, registered),
        };
        let submitted_at = if *step == Step::Submit { Some(at) } else { self.submitted_at };
        Self {
            state,
            registered,
            submitted_at,
            version: self.version.saturating_add(1),
            changed_at: at,
            ..self
        }
    }
}

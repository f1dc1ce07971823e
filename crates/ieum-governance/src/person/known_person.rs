//! The types of a person's account.

use crate::person::Email;
use ieum_kernel::{Id, Lang, Person, Timestamp};
use serde::Serialize;

/// Somebody to open an account for.
#[derive(Debug, Clone)]
pub struct NewPerson {
    /// Their address; nobody else's account may have it in any case.
    pub email: Email,
    /// The name shown to others, at most 100 letters.
    pub name: String,
    /// The language of their pages and mails.
    pub lang: Lang,
    /// How they will sign in.
    pub password: FirstPassword,
    /// Whether the address is known to be theirs; otherwise they confirm it before the first sign-in.
    pub confirmed: bool,
}

/// The password a new account starts with.
#[derive(Clone)]
pub enum FirstPassword {
    /// Chosen words: held against the password rules and hashed.
    Words(String),
    /// A hash made before by [`crate::password::hash`]: for many accounts at once.
    Hash(String),
    /// None yet: they choose one by a reset link, or sign in at their institution.
    None,
}

impl std::fmt::Debug for FirstPassword {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Words(_) => "Words(…)",
            Self::Hash(_) => "Hash(…)",
            Self::None => "None",
        })
    }
}

/// Whether an account can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonState {
    /// In use.
    Active,
    /// Closed: it keeps its name where it acted, and nothing else.
    Closed,
}

impl PersonState {
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Closed => "closed",
        }
    }

    pub(crate) fn read(key: &str) -> Self {
        if key == "closed" { Self::Closed } else { Self::Active }
    }
}

/// An account as its owner and the operators see it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Account {
    /// Its id.
    pub id: Id<Person>,
    /// The address; empty once closed.
    pub email: String,
    /// The name shown to others.
    pub name: String,
    /// The language of pages and mails.
    pub lang: Lang,
    /// `auto`, `light` or `dark`.
    pub theme: String,
    /// `calm` or `dense`.
    pub density: String,
    /// Whether it can be used.
    pub state: PersonState,
    /// Whether it has a password; those who sign in at an institution may have none.
    pub has_password: bool,
    /// When the address was shown to be theirs.
    pub confirmed_at: Option<Timestamp>,
    /// When it was opened.
    pub made_at: Timestamp,
}

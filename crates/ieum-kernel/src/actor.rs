//! Who acts, as what, and what that allows.

use crate::{Facility, Id, Lang, Organisation, Person};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeSet, fmt, str::FromStr};

/// What somebody is to the platform. A person may be several; everybody is at least [`Role::Guest`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Anybody, not signed in.
    Guest,
    /// Signed in; a firm's engineer, a resident, a student.
    Member,
    /// May bind their organisation: accepts quotes, sees its bills.
    Manager,
    /// Runs instruments and samples of a facility.
    Staff,
    /// Reviews and signs results of a facility; never their own.
    Reviewer,
    /// Issues invoices and records payments for a facility.
    Billing,
    /// Solves problems; writes method and expert pages.
    Expert,
    /// Regional planner or programme manager.
    Planner,
    /// Runs the node: accounts, settings, everything declared for operators.
    Operator,
}

impl Role {
    /// Every role, least first.
    pub const ALL: [Self; 9] = [
        Self::Guest,
        Self::Member,
        Self::Manager,
        Self::Staff,
        Self::Reviewer,
        Self::Billing,
        Self::Expert,
        Self::Planner,
        Self::Operator,
    ];

    /// The name in code, database and message keys.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Guest => "guest",
            Self::Member => "member",
            Self::Manager => "manager",
            Self::Staff => "staff",
            Self::Reviewer => "reviewer",
            Self::Billing => "billing",
            Self::Expert => "expert",
            Self::Planner => "planner",
            Self::Operator => "operator",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

/// The text is no role's key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no such role: {0}")]
pub struct RoleParseError(pub String);

impl FromStr for Role {
    type Err = RoleParseError;

    fn from_str(text: &str) -> Result<Self, RoleParseError> {
        Self::ALL.into_iter().find(|r| r.key() == text).ok_or_else(|| RoleParseError(text.to_owned()))
    }
}

/// A thing one may be allowed to do, declared by the room that owns it.
///
/// `roles` may do it at all; whose rows they may touch is decided by the room, and another organisation's
/// private row answers as if it did not exist. The message `permission-<key>` names it for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Permission {
    /// `thing.verb`, such as `booking.reserve`.
    pub key: &'static str,
    /// Who may.
    pub roles: &'static [Role],
}

/// Who is asking, gathered once a request.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Actor {
    /// The account, unless nobody is signed in.
    pub person: Option<Id<Person>>,
    /// The name shown to others.
    pub name: String,
    /// The language of pages, mails and messages.
    pub lang: Lang,
    /// All roles, over all memberships.
    pub roles: BTreeSet<Role>,
    /// Organisations they belong to, the one they act for first.
    pub organisations: Vec<Id<Organisation>>,
    /// Facilities they work for as staff, reviewer or billing.
    pub facilities: Vec<Id<Facility>>,
}

impl Actor {
    /// Nobody in particular.
    pub fn guest(lang: Lang) -> Self {
        Self {
            person: None,
            name: String::new(),
            lang,
            roles: BTreeSet::from([Role::Guest]),
            organisations: Vec::new(),
            facilities: Vec::new(),
        }
    }

    /// Whether a permission is for everybody or names one of their roles.
    pub fn may(&self, permission: &Permission) -> bool {
        permission.roles.iter().any(|role| *role == Role::Guest || self.roles.contains(role))
    }

    /// Whether they have a role.
    pub fn is(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// The organisation they act for.
    pub fn organisation(&self) -> Option<Id<Organisation>> {
        self.organisations.first().copied()
    }

    /// Whether they belong to an organisation.
    pub fn belongs_to(&self, organisation: Id<Organisation>) -> bool {
        self.organisations.contains(&organisation)
    }

    /// Whether they work for a facility.
    pub fn works_for(&self, facility: Id<Facility>) -> bool {
        self.facilities.contains(&facility)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_permission_is_a_list_of_roles() {
        let reserve = Permission { key: "booking.reserve", roles: &[Role::Member, Role::Staff] };
        let look = Permission { key: "catalogue.look", roles: &[Role::Guest] };
        let guest = Actor::guest(Lang::Ko);
        assert!(!guest.may(&reserve));
        assert!(guest.may(&look));
        let member = Actor { roles: BTreeSet::from([Role::Member]), ..guest };
        assert!(member.may(&reserve) && member.may(&look));
        assert_eq!("staff".parse(), Ok(Role::Staff));
        assert!("boss".parse::<Role>().is_err());
    }
}

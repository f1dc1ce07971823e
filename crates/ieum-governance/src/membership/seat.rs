//! The types of belonging somewhere.

use ieum_kernel::{Facility, Id, Organisation, Person, Role, Text, Thing, Timestamp};
use serde::Serialize;

/// 소속: one role of one person somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Membership;

impl Thing for Membership {
    const PREFIX: &'static str = "mbr";
}

/// A membership to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMembership {
    /// Who.
    pub person: Id<Person>,
    /// Where; nothing for free experts, regional planners and operators.
    pub organisation: Option<Id<Organisation>>,
    /// At which facility; staff, reviewers and billing always have one, others never.
    pub facility: Option<Id<Facility>>,
    /// As what; never guest.
    pub role: Role,
}

/// A membership as lists show it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Seat {
    /// Its id.
    pub id: Id<Membership>,
    /// Who.
    pub person: Id<Person>,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Where.
    pub organisation: Option<Id<Organisation>>,
    /// Name of the organisation, as far as it is known.
    pub organisation_name: Text,
    /// At which facility.
    pub facility: Option<Id<Facility>>,
    /// Name of the facility.
    pub facility_name: Text,
    /// As what.
    pub role: Role,
    /// Since when.
    pub made_at: Timestamp,
}

/// 초대: a mail that lets its reader become a member.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Invitation {
    /// Its id.
    pub id: Id<Invitation>,
    /// To where.
    pub organisation: Id<Organisation>,
    /// At which facility.
    pub facility: Option<Id<Facility>>,
    /// As what.
    pub role: Role,
    /// The address it went to.
    pub email: String,
    /// Who sent it.
    pub made_by: Id<Person>,
    /// When it stops working.
    pub ends_at: Timestamp,
}

impl Thing for Invitation {
    const PREFIX: &'static str = "ivt";
}

/// 가입 신청: somebody says they belong here, and waits for a yes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct JoinRequest {
    /// Its id.
    pub id: Id<JoinRequest>,
    /// Who asks.
    pub person: Id<Person>,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Where to.
    pub organisation: Id<Organisation>,
    /// When.
    pub made_at: Timestamp,
}

impl Thing for JoinRequest {
    const PREFIX: &'static str = "mrq";
}

/// Roles that need a facility.
pub(crate) const AT_FACILITY: [Role; 3] = [Role::Staff, Role::Reviewer, Role::Billing];
/// Roles an organisation gives to its own people.
pub(crate) const OF_ORGANISATION: [Role; 6] =
    [Role::Member, Role::Manager, Role::Staff, Role::Reviewer, Role::Billing, Role::Expert];
/// Roles only operators give, over the whole node.
pub(crate) const OF_NODE: [Role; 3] = [Role::Expert, Role::Planner, Role::Operator];

//! Who may become what where, and who may leave.

use crate::membership::seat::{AT_FACILITY, OF_NODE};
use ieum_kernel::{Facility, Id, Organisation, Person, Role};
use serde::Serialize;

/// A membership of the organisation in question, as the rules see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Whose.
    pub person: Id<Person>,
    /// At which facility.
    pub facility: Option<Id<Facility>>,
    /// As what.
    pub role: Role,
}

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// A new membership of an organisation, or of the node when there is none.
    Add {
        /// Where.
        organisation: Option<Id<Organisation>>,
        /// Who, as what, at which facility.
        place: Place,
        /// Whether the facility belongs to the organisation; true without one.
        facility_is_theirs: bool,
    },
    /// The end of a membership.
    Remove {
        /// Which.
        place: Place,
    },
}

/// All that the rules may look at, gathered while no other change of this organisation's members runs.
pub struct Facts<'a> {
    /// What is asked for.
    pub change: Change,
    /// Whether an operator asks; managers of the organisation otherwise.
    pub by_operator: bool,
    /// Memberships of the organisation as they are.
    pub places: &'a [Place],
    /// Whether somebody else is an operator too.
    pub other_operators: bool,
}

/// Why a change of membership is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(tag = "rule", rename_all = "kebab-case")]
pub enum Refusal {
    /// Others would be left without anybody who may bind the organisation.
    #[error("is the last manager while others remain")]
    LastManager,
    /// The node would be left without anybody to run it.
    #[error("is the last operator")]
    LastOperator,
    /// The role works at a facility and none of the organisation is named.
    #[error("needs a facility of the organisation")]
    NeedsFacility,
    /// The role does not work at a facility and one is named.
    #[error("has no facility")]
    NoFacility,
    /// The role belongs to an organisation and none is named.
    #[error("needs an organisation")]
    NeedsOrganisation,
    /// The role is given by operators only.
    #[error("is given by operators")]
    OperatorsOnly,
    /// They are that already.
    #[error("is a member in this role already")]
    Already,
}

const RULES: &[fn(&Facts<'_>) -> Option<Refusal>] = &[
    manager_stays,
    operator_stays,
    facility_named,
    no_facility_named,
    organisation_named,
    given_by_operators,
    not_twice,
];

/// Every reason against a change; none if it may be made.
pub fn refusals(facts: &Facts<'_>) -> Vec<Refusal> {
    RULES.iter().filter_map(|rule| rule(facts)).collect()
}

/// The last manager of an organisation stays as long as it has other members.
fn manager_stays(f: &Facts<'_>) -> Option<Refusal> {
    let Change::Remove { place } = f.change else { return None };
    let others = || f.places.iter().filter(|other| other.person != place.person);
    let is_last = place.role == Role::Manager && !others().any(|other| other.role == Role::Manager);
    (is_last && others().next().is_some()).then_some(Refusal::LastManager)
}

/// The last operator stays.
fn operator_stays(f: &Facts<'_>) -> Option<Refusal> {
    let Change::Remove { place } = f.change else { return None };
    (place.role == Role::Operator && !f.other_operators).then_some(Refusal::LastOperator)
}

/// Staff, reviewers and billing work at a facility of the organisation (`membership_needs_facility`).
fn facility_named(f: &Facts<'_>) -> Option<Refusal> {
    let Change::Add { place, facility_is_theirs, .. } = f.change else { return None };
    let named = place.facility.is_some() && facility_is_theirs;
    (AT_FACILITY.contains(&place.role) && !named).then_some(Refusal::NeedsFacility)
}

/// The other roles hold for the whole organisation.
fn no_facility_named(f: &Facts<'_>) -> Option<Refusal> {
    let Change::Add { place, .. } = f.change else { return None };
    (!AT_FACILITY.contains(&place.role) && place.facility.is_some()).then_some(Refusal::NoFacility)
}

/// Only experts, planners and operators stand outside any organisation (`membership_needs_organisation`).
fn organisation_named(f: &Facts<'_>) -> Option<Refusal> {
    let Change::Add { organisation: None, place, .. } = f.change else { return None };
    (!OF_NODE.contains(&place.role)).then_some(Refusal::NeedsOrganisation)
}

/// Planners and operators are named by operators, and so is anybody outside an organisation.
fn given_by_operators(f: &Facts<'_>) -> Option<Refusal> {
    let Change::Add { organisation, place, .. } = f.change else { return None };
    let over_node =
        organisation.is_none() || matches!(place.role, Role::Planner | Role::Operator | Role::Guest);
    (over_node && !f.by_operator).then_some(Refusal::OperatorsOnly)
}

/// Nobody is the same thing at the same place twice (`membership_once`).
fn not_twice(f: &Facts<'_>) -> Option<Refusal> {
    let Change::Add { place, .. } = f.change else { return None };
    f.places.contains(&place).then_some(Refusal::Already)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(person: u128, role: Role) -> Place {
        Place { person: Id::nth(person), facility: None, role }
    }

    #[track_caller]
    fn check(change: Change, by_operator: bool, places: &[Place], expected: &[&str]) {
        let found = refusals(&Facts { change, by_operator, places, other_operators: false });
        assert_eq!(found.iter().map(ToString::to_string).collect::<Vec<_>>(), expected);
    }

    fn add(role: Role, organisation: Option<u128>, facility: Option<u128>) -> Change {
        let place = Place { facility: facility.map(Id::nth), ..place(1, role) };
        Change::Add {
            organisation: organisation.map(Id::nth),
            place,
            facility_is_theirs: facility != Some(99),
        }
    }

    #[test]
    fn the_last_manager_stays_while_others_remain() {
        let (boss, second, hand) = (place(1, Role::Manager), place(2, Role::Manager), place(3, Role::Member));
        let leave = Change::Remove { place: boss };
        check(leave, false, &[boss, hand], &["is the last manager while others remain"]);
        check(leave, true, &[boss, hand], &["is the last manager while others remain"]);
        check(leave, false, &[boss, second, hand], &[]);
        check(leave, false, &[boss], &[]);
        check(leave, false, &[boss, place(1, Role::Member)], &[]);
        check(Change::Remove { place: hand }, false, &[boss, hand], &[]);
    }

    #[test]
    fn the_last_operator_stays() {
        let change = Change::Remove { place: place(1, Role::Operator) };
        check(change, true, &[], &["is the last operator"]);
        assert!(
            refusals(&Facts { change, by_operator: true, places: &[], other_operators: true }).is_empty()
        );
    }

    #[test]
    fn places_fit_their_roles() {
        check(add(Role::Staff, Some(5), Some(7)), false, &[], &[]);
        check(add(Role::Staff, Some(5), None), false, &[], &["needs a facility of the organisation"]);
        check(add(Role::Staff, Some(5), Some(99)), false, &[], &["needs a facility of the organisation"]);
        check(add(Role::Member, Some(5), Some(7)), false, &[], &["has no facility"]);
        check(add(Role::Member, None, None), true, &[], &["needs an organisation"]);
        check(add(Role::Expert, None, None), true, &[], &[]);
    }

    #[test]
    fn operators_are_named_by_operators() {
        check(add(Role::Operator, None, None), true, &[], &[]);
        check(add(Role::Operator, Some(5), None), false, &[], &["is given by operators"]);
        check(add(Role::Member, None, None), false, &[], &["needs an organisation", "is given by operators"]);
    }

    #[test]
    fn nobody_is_the_same_twice() {
        check(
            add(Role::Member, Some(5), None),
            false,
            &[place(1, Role::Member)],
            &["is a member in this role already"],
        );
    }
}

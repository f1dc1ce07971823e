//! Who does what in the sample region's two years: the people as the rules see them.

use super::people::{SamplePeople, SamplePerson};
use super::region::SampleRegion;
use anyhow::Context;
use ieum_kernel::{Actor, Facility, Id, Lang, Organisation, Role};
use std::collections::BTreeSet;

/// Everybody, to be asked by place and role.
#[derive(Debug, Clone)]
pub struct Cast {
    people: Vec<SamplePerson>,
    /// Those who act for firms, the shown engineer and manager first.
    pub firms: Vec<Actor>,
}

impl Cast {
    /// Gathers the people of the region.
    pub fn of(region: &SampleRegion, people: &SamplePeople) -> Self {
        let firms: Vec<Id<Organisation>> = region
            .organisations
            .iter()
            .filter(|(key, _)| key.starts_with("firm"))
            .map(|(_, id)| *id)
            .collect();
        let of_firm = |p: &&SamplePerson| p.facility.is_none() && firms.contains(&p.organisation);
        let acting = people.everybody.iter().filter(of_firm).map(actor).collect();
        Self { people: people.everybody.clone(), firms: acting }
    }

    /// Somebody who does something for a facility.
    ///
    /// # Errors
    /// Nobody does.
    pub fn at(&self, facility: Id<Facility>, role: Role) -> anyhow::Result<Actor> {
        let found = self.people.iter().find(|p| p.facility == Some(facility) && p.role == role);
        found.map(actor).with_context(|| format!("nobody is {role} at {facility}"))
    }

    /// Somebody of an organisation.
    ///
    /// # Errors
    /// Nobody is.
    pub fn of_organisation(&self, organisation: Id<Organisation>, role: Role) -> anyhow::Result<Actor> {
        let found = self.people.iter().find(|p| p.organisation == organisation && p.role == role);
        found.map(actor).with_context(|| format!("nobody is {role} of {organisation}"))
    }

    /// Somebody with a role anywhere.
    ///
    /// # Errors
    /// Nobody has it.
    pub fn any(&self, role: Role) -> anyhow::Result<Actor> {
        self.people.iter().find(|p| p.role == role).map(actor).with_context(|| format!("nobody is {role}"))
    }

    /// Everybody's id.
    pub fn everybody(&self) -> impl Iterator<Item = Id<ieum_kernel::Person>> + '_ {
        self.people.iter().map(|p| p.id)
    }
}

fn actor(person: &SamplePerson) -> Actor {
    Actor {
        person: Some(person.id),
        name: person.name.clone(),
        lang: Lang::Ko,
        roles: BTreeSet::from([Role::Guest, Role::Member, person.role]),
        organisations: vec![person.organisation],
        facilities: person.facility.into_iter().collect(),
    }
}

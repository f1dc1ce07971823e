//! A request: what an organisation asks a facility to do.

use super::policy::{Facts, Refusal, Side, refusals, state_after};
use super::state::{Event, State};
use ieum_kernel::{Actor, Facility, Id, Instrument, Need, Organisation, Person, Role, Service, Timestamp};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What an organisation asks a facility to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Request {
    /// Its identity.
    pub id: Id<ieum_kernel::Request>,
    /// What people call it: `R-2026-000123`.
    pub number: String,
    /// The problem it serves.
    pub need: Option<Id<Need>>,
    /// For which organisation; nobody's for a person on their own.
    pub organisation: Option<Id<Organisation>>,
    /// Who asks.
    pub person: Id<Person>,
    /// Who is asked; open only in a draft.
    pub facility: Option<Id<Facility>>,
    /// The service asked for.
    pub service: Option<Id<Service>>,
    /// The instrument asked for.
    pub instrument: Option<Id<Instrument>>,
    /// In a line.
    pub title: String,
    /// In full.
    pub words: String,
    /// How many samples, hours or items, in the service's unit.
    pub quantity: Option<i64>,
    /// When it is needed.
    pub deadline: Option<Date>,
    /// Who at the facility takes care of it.
    pub handler: Option<Id<Person>>,
    /// Where it stands.
    pub state: State,
    /// When it was sent.
    pub submitted_at: Option<Timestamp>,
    /// When the first answer is due: three working hours after sending.
    pub answer_due_at: Option<Timestamp>,
    /// When a plan is due: three days after sending.
    pub plan_due_at: Option<Timestamp>,
    /// When staff first answered.
    pub answered_at: Option<Timestamp>,
    /// When the firm first had a plan: a quote, a refusal or a referral.
    pub planned_at: Option<Timestamp>,
    /// The request it came from when another facility referred it.
    pub referred_from: Option<Id<ieum_kernel::Request>>,
    /// Counts changes.
    pub version: i64,
    /// When it was begun.
    pub made_at: Timestamp,
    /// When it last changed.
    pub changed_at: Timestamp,
}

/// What is filled in, before any rule has spoken.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default)]
#[schemars(rename = "RequestAsk")]
pub struct Ask {
    /// The problem it serves.
    pub need: Option<Id<Need>>,
    /// Who is asked.
    pub facility: Option<Id<Facility>>,
    /// The service asked for.
    pub service: Option<Id<Service>>,
    /// The instrument asked for.
    pub instrument: Option<Id<Instrument>>,
    /// In a line.
    pub title: String,
    /// In full.
    pub words: String,
    /// How many.
    pub quantity: Option<i64>,
    /// When it is needed.
    pub deadline: Option<Date>,
}

impl Request {
    /// The request after an event, or every reason why not. Consumes the old one.
    pub fn step(
        self,
        event: &Event,
        sides: &[Side],
        by: Option<Id<Person>>,
        onwards: Id<ieum_kernel::Request>,
        now: Timestamp,
    ) -> Result<Self, Vec<Refusal>> {
        let reasons = refusals(&Facts { request: &self, event, sides, now });
        if !reasons.is_empty() {
            return Err(reasons);
        }
        let state = state_after(&self.state, event, by, onwards, now, self.person);
        Ok(Self { state, version: self.version.saturating_add(1), changed_at: now, ..self })
    }

    /// The sides somebody stands on; none for strangers.
    pub fn sides(&self, actor: &Actor) -> Vec<Side> {
        let mut sides = Vec::new();
        let mine = actor.person == Some(self.person);
        if mine || self.organisation.is_some_and(|organisation| actor.belongs_to(organisation)) {
            sides.push(Side::Firm);
        }
        // An operator may help, but not in a draft that nobody sent them.
        let runs =
            actor.is(Role::Operator) || self.facility.is_some_and(|facility| actor.works_for(facility));
        if runs && self.submitted_at.is_some() {
            sides.push(Side::Facility);
        }
        sides
    }

    /// Whether somebody may know of it.
    pub fn open_to(&self, actor: &Actor) -> bool {
        !self.sides(actor).is_empty()
    }

    /// Its page.
    pub fn path(&self) -> String {
        format!("/requests/{}", self.id)
    }
}

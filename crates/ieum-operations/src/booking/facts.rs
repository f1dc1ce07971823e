//! Everything the booking rules may look at, gathered once.

use super::terms::Terms;
use crate::qualification::Standing;
use ieum_kernel::{
    Facility, Id, Instrument, Organisation, Person, Reservation, Text, TimeSpan, Timestamp, Zone,
};
use serde::Serialize;

/// An instrument as booking knows it: what the catalogue says of it and the terms in force.
#[derive(Debug, Clone, Serialize)]
pub struct Desk {
    /// The instrument.
    pub instrument: Id<Instrument>,
    /// Its names.
    pub name: Text,
    /// The facility that runs it.
    pub facility: Id<Facility>,
    /// The facility's names.
    pub facility_name: Text,
    /// The organisation the facility belongs to.
    pub organisation: Option<Id<Organisation>>,
    /// Who may work on it: `self`, `assisted` or `request`.
    pub access_mode: String,
    /// Where it is in its life: `planned` … `retired`; see the catalogue.
    pub life: String,
    /// Its condition: `ok`, `degraded`, `down`, `in_maintenance` or `calibration_overdue`.
    pub condition: String,
    /// Whom it is open to: `open`, `internal_only` or `closed`.
    pub access: String,
    /// How many can be used at the same time; at least 1.
    pub units: i64,
    /// The terms in force.
    pub terms: Terms,
    /// Counts changes of the instrument's own terms; kept with each reservation.
    pub terms_version: i64,
}

/// A stretch during which a facility or an instrument is shut.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Closure {
    /// Its identity.
    pub id: Id<super::closure::ClosureThing>,
    /// `closure` or `upkeep`.
    pub kind: String,
    /// When.
    #[serde(flatten)]
    pub span: TimeSpan,
    /// Why, for people.
    pub reason: Text,
    /// Of one instrument only; the whole facility otherwise.
    pub instrument: Option<Id<Instrument>>,
}

/// Time that is taken, with preparation and cleaning.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Held {
    /// By which reservation.
    pub reservation: Id<Reservation>,
    /// Which of the units, from 0.
    pub unit: i64,
    /// When.
    pub block: TimeSpan,
}

/// Another reservation of the same person.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Own {
    /// Which.
    pub reservation: Id<Reservation>,
    /// Of what.
    pub instrument: Id<Instrument>,
    /// When.
    pub span: TimeSpan,
    /// Whether it is only held, not booked.
    pub held: bool,
}

/// The person a booking is for.
#[derive(Debug, Clone)]
pub struct Booker {
    /// Who.
    pub person: Id<Person>,
    /// Whether they belong to the facility's own organisation.
    pub inside: bool,
    /// What they have shown that they can.
    pub qualified: Standing,
    /// Their other reservations that hold time, on any instrument.
    pub own: Vec<Own>,
    /// Starts of bookings they missed at this facility.
    pub missed: Vec<Timestamp>,
}

impl Booker {
    /// Somebody of whom nothing is known: for looking at what is open to everybody.
    pub fn anybody(person: Id<Person>) -> Self {
        Self { person, inside: false, qualified: Standing::NotAsked, own: Vec::new(), missed: Vec::new() }
    }
}

/// All that a rule may look at.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// The time asked for.
    pub span: TimeSpan,
    /// The present moment.
    pub now: Timestamp,
    /// Where the instrument's civil days and hours are read.
    pub zone: &'a Zone,
    /// The instrument and its terms.
    pub desk: &'a Desk,
    /// The person.
    pub booker: &'a Booker,
    /// Time that others hold near the asked span.
    pub held: &'a [Held],
    /// Closures near the asked span.
    pub closures: &'a [Closure],
    /// The reservation that is being changed; its present time does not stand in its own way.
    pub changing: Option<Id<Reservation>>,
    /// Starting on the spot: the start needs neither grid nor notice.
    pub walk_up: bool,
    /// The time is to be held, not yet booked.
    pub hold: bool,
    /// Whether the instrument is for analysis on request, and this is work on one.
    pub for_request: bool,
}

impl<'a> Facts<'a> {
    /// The same facts for another time.
    #[must_use]
    pub const fn at(self, span: TimeSpan) -> Self {
        Self { span, ..self }
    }

    /// Held time that matters: not of the reservation being changed.
    pub fn others(&self) -> impl Iterator<Item = &'a Held> {
        let changing = self.changing;
        self.held.iter().filter(move |held| Some(held.reservation) != changing)
    }

    /// The person's other reservations: not the one being changed.
    pub fn own(&self) -> impl Iterator<Item = &'a Own> {
        let changing = self.changing;
        self.booker.own.iter().filter(move |own| Some(own.reservation) != changing)
    }

    /// The person's other reservations of this instrument.
    pub fn own_here(&self) -> impl Iterator<Item = &'a Own> {
        let instrument = self.desk.instrument;
        self.own().filter(move |own| own.instrument == instrument)
    }

    /// Civil days the asked span touches; a span that ends at midnight does not touch the next day.
    pub fn days(&self) -> impl Iterator<Item = jiff::civil::Date> + use<> {
        let first = self.zone.day(self.span.starts);
        let last = self.zone.day(Timestamp::from_micros(self.span.ends.micros().saturating_sub(1)));
        first.series(jiff::ToSpan::day(1)).take_while(move |day| *day <= last)
    }
}

//! What other rooms ask of the catalogue. Plain functions; the house wires them to the rooms' questions.

use crate::entry::{Entry, KindKey, ThingId, Values, service, store};
use ieum_db::{DbError, Reads, Tx};
use ieum_kernel::{
    Actor, Clock, Currency, Facility, Id, Instrument, Method, Money, Organisation, Service, Text,
};
use serde::Serialize;

/// The organisation with a business number, written with or without dashes.
///
/// # Errors
/// Faults of the database.
pub async fn organisation_by_business_number(
    reads: &mut impl Reads,
    number: &str,
) -> Result<Option<(Id<Organisation>, Text)>, DbError> {
    let Ok(digits) = crate::organisation::numbers::business_number(number) else { return Ok(None) };
    let found = store::by_field(reads, KindKey::Organisation.kind(), "business_number", &[digits]).await?;
    Ok(found.into_iter().find(|e| !e.withdrawn).and_then(|e| Some((e.id.typed()?, e.name()))))
}

/// Enters an organisation for somebody who joins; the rules of the catalogue hold, who asks is for the caller.
///
/// `kind` and `size` are codes of the catalogue; an empty size says nothing.
///
/// # Errors
/// Every reason why not.
pub async fn create_organisation(
    tx: &mut Tx,
    clock: &dyn Clock,
    name: &Text,
    kind: &str,
    size: &str,
    business_number: &str,
) -> Result<Id<Organisation>, service::EntryError> {
    let values = Values::new()
        .with("name_ko", name.ko.clone())
        .with("name_en", name.en.clone())
        .with("kind", kind)
        .with("size", size)
        .with("business_number", business_number);
    let system = Actor {
        roles: std::collections::BTreeSet::from([ieum_kernel::Role::Operator]),
        ..Actor::guest(ieum_kernel::Lang::Ko)
    };
    let id = service::create(tx, clock, &system, KindKey::Organisation, values, false).await?;
    id.typed().ok_or(service::EntryError::NotFound)
}

/// What booking and matching need to know of an instrument.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct InstrumentFacts {
    /// Its id.
    pub id: Id<Instrument>,
    /// Its name.
    pub name: Text,
    /// The facility that runs it.
    pub facility: Option<Id<Facility>>,
    /// That facility's name.
    pub facility_name: Text,
    /// The organisation behind it.
    pub organisation: Option<Id<Organisation>>,
    /// `self`, `assisted` or `request`.
    pub access_mode: String,
    /// `planned`, `commissioning`, `in_service`, `idle`, `disposal_review`, `transferred` or `retired`.
    pub life: String,
    /// `ok`, `degraded`, `down`, `in_maintenance` or `calibration_overdue`.
    pub condition: String,
    /// `open`, `internal_only` or `closed`.
    pub access: String,
    /// Opens so many minutes after midnight.
    pub opens_at: Option<i64>,
    /// Closes so many minutes after midnight.
    pub closes_at: Option<i64>,
    /// Open days from Monday, such as `MTWTF--`.
    pub open_days: String,
}

/// The facts of an instrument that is in the catalogue.
///
/// # Errors
/// Faults of the database.
pub async fn instrument_facts(
    reads: &mut impl Reads,
    id: Id<Instrument>,
) -> Result<Option<InstrumentFacts>, DbError> {
    let found = store::get(reads, &ThingId::from(id)).await?.filter(|e| !e.withdrawn);
    Ok(found.map(|e| InstrumentFacts {
        id,
        name: e.name(),
        facility: e.values.get("facility_id").parse().ok(),
        facility_name: e.home_name.clone(),
        organisation: e.owner,
        access_mode: e.values.get("access_mode").to_owned(),
        life: e.values.get("life").to_owned(),
        condition: e.values.get("condition").to_owned(),
        access: e.values.get("access").to_owned(),
        opens_at: e.values.whole("opens_at"),
        closes_at: e.values.whole("closes_at"),
        open_days: e.values.get("open_days").to_owned(),
    }))
}

/// What a quote needs to know of a service.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ServiceFacts {
    /// Its id.
    pub id: Id<Service>,
    /// Its name.
    pub name: Text,
    /// The facility that does it.
    pub facility: Option<Id<Facility>>,
    /// The organisation behind it.
    pub organisation: Option<Id<Organisation>>,
    /// The method it follows.
    pub method: Option<Id<Method>>,
    /// What one unit costs.
    pub price: Option<Money>,
    /// `sample`, `hour`, `item` or `case`; empty when unknown.
    pub unit: String,
    /// Usual days until the result.
    pub turnaround_days: Option<i64>,
    /// What the customer gets.
    pub deliverable: Text,
    /// Accreditation in words.
    pub accreditation: String,
}

/// The facts of a service that is in the catalogue.
///
/// # Errors
/// Faults of the database.
pub async fn service_facts(reads: &mut impl Reads, id: Id<Service>) -> Result<Option<ServiceFacts>, DbError> {
    let found = store::get(reads, &ThingId::from(id)).await?.filter(|e| !e.withdrawn);
    let currency = |e: &Entry| e.values.get("currency").parse::<Currency>().unwrap_or_default();
    Ok(found.map(|e| ServiceFacts {
        id,
        name: e.name(),
        facility: e.values.get("facility_id").parse().ok(),
        organisation: e.owner,
        method: e.values.get("method_id").parse().ok(),
        price: e.values.whole("price_minor").map(|minor| Money { minor, currency: currency(&e) }),
        unit: e.values.get("unit").to_owned(),
        turnaround_days: e.values.whole("turnaround_days"),
        deliverable: e.values.text("deliverable"),
        accreditation: e.values.get("accreditation").to_owned(),
    }))
}

/// The facility a thing belongs to, and the organisation behind it; a facility is its own.
///
/// # Errors
/// Faults of the database.
pub async fn facility_of(
    reads: &mut impl Reads,
    id: &ThingId,
) -> Result<(Option<Id<Facility>>, Option<Id<Organisation>>), DbError> {
    let Some(entry) = store::get(reads, id).await? else { return Ok((None, None)) };
    let whose = crate::entry::Belonging::of(&entry);
    Ok((whose.facility, whose.organisation))
}

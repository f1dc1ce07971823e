//! Charges on no invoice, by who pays them and for what: what becomes one invoice.

use super::charge::{Charge, ChargeThing, sums};
use super::store::{self, Charges};
use ieum_kernel::{Facility, Id, Money, Organisation, Person, Request, Text};
use ieum_web::{App, Problem};
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeMap;

/// What one invoice would gather.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct OpenGroup {
    /// The organisation that pays.
    pub payer: Option<Id<Organisation>>,
    /// Who pays where no organisation does.
    pub person: Option<Id<Person>>,
    /// The month, `2026-03`; empty for a request's.
    pub month: String,
    /// The request.
    pub request: Option<Id<Request>>,
    /// Its number.
    pub request_number: Option<String>,
    /// The payer's name.
    pub name: Text,
    /// What the first charge is for.
    pub first: Text,
    /// The first day of use.
    pub first_used_on: Date,
    /// How many charges.
    pub count: usize,
    /// What they add up to; nothing when currencies mix.
    pub total: Option<Money>,
    /// The first charge.
    pub charge: Id<ChargeThing>,
}

type Key = (Option<Id<Organisation>>, Option<Id<Person>>, String, Option<Id<Request>>);

fn key(charge: &Charge) -> Key {
    let person = if charge.organisation.is_none() { charge.person } else { None };
    let month = match charge.request {
        Some(_) => String::new(),
        None => charge.used_on.strftime("%Y-%m").to_string(),
    };
    (charge.organisation, person, month, charge.request)
}

/// The open charges of a facility by payer, month and request, with their sums.
pub(crate) async fn open_groups(app: &App, facility: Id<Facility>) -> Result<Vec<OpenGroup>, Problem> {
    let of = Charges { facility: Some(facility), open: true, ..Charges::default() };
    let mut reader = app.db.reader();
    let open = store::charges(&mut reader, of).await?;
    let mut groups: BTreeMap<Key, Vec<&Charge>> = BTreeMap::new();
    for charge in &open {
        groups.entry(key(charge)).or_default().push(charge);
    }
    let mut found = Vec::new();
    for ((payer, person, month, request), charges) in groups {
        let Some(first) = charges.first() else { continue };
        let name = match (payer, person) {
            (Some(id), _) => app.directory.organisation_name(app, id).await?.unwrap_or_default(),
            (None, Some(id)) => {
                let name = app.directory.person(app, id).await?.map(|contact| contact.name);
                let name = name.unwrap_or_default();
                Text { ko: name.clone(), en: name }
            }
            (None, None) => Text::default(),
        };
        let request_number = match request {
            Some(id) => crate::request::load(&mut reader, id).await?.map(|request| request.number),
            None => None,
        };
        found.push(OpenGroup {
            payer,
            person,
            month,
            request,
            request_number,
            name,
            first: first.description.clone(),
            first_used_on: first.used_on,
            count: charges.len(),
            total: sums(charges.iter().copied()).map(|sums| sums.total),
            charge: first.id,
        });
    }
    Ok(found)
}

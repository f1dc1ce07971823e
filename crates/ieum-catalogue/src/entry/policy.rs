//! What may be said of a thing, and who may say it.

use super::kind::KindKey;
use super::thing::{Belonging, Values};
use crate::organisation::numbers::{self, NumberError};
use ieum_kernel::{Actor, Role};
use serde::Serialize;

/// All that a rule may look at.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// What kind of thing.
    pub kind: KindKey,
    /// Its fields as they would be.
    pub values: &'a Values,
    /// Its own id, unless it is new.
    pub id: Option<&'a str>,
    /// Other things that already have one of its identifying values: field, id, name.
    pub taken: &'a [(String, String, String)],
    /// Fields that name a thing which is not there.
    pub unknown: &'a [(String, String)],
}

/// Why a thing cannot be kept as it is.
#[derive(Debug, Clone, PartialEq, Serialize, thiserror::Error)]
#[serde(tag = "rule", rename_all = "kebab-case")]
pub enum Refusal {
    /// The check digits of a business number do not fit.
    #[error("the business number does not check")]
    BusinessNumber,
    /// A ROR id is not of the form or does not check.
    #[error("the ROR id does not check")]
    RorId,
    /// A size is said of something other than a firm.
    #[error("only firms have a size")]
    SizeOfFirms,
    /// A national registration number is not of the form.
    #[error("the registration number is not NFEC-YYYY-MM-NNNNNN")]
    RegistrationNumber,
    /// Latitude and longitude stand in each other's place.
    #[error("latitude and longitude are swapped")]
    CoordinatesSwapped,
    /// One of latitude and longitude is missing.
    #[error("latitude and longitude come together")]
    CoordinatesIncomplete,
    /// A place is given a Korean region but lies outside Korea.
    #[error("the coordinates lie outside Korea")]
    CoordinatesAbroad,
    /// The closing time is not after the opening time.
    #[error("closes before it opens")]
    ClosesBeforeOpens,
    /// An instrument for direct use has no hours or days to use it in.
    #[error("direct use needs hours and days")]
    HoursMissing,
    /// An instrument that is for sole use does not say why.
    #[error("sole use needs its reason")]
    SoleUseReason,
    /// An instrument for sole use is open to others.
    #[error("sole use and open access exclude each other")]
    SoleUseOpen,
    /// A retired or transferred instrument is still open.
    #[error("a retired instrument cannot be open")]
    RetiredOpen,
    /// A span of days ends before it begins.
    #[error("{field} is before its beginning")]
    DaysBackwards {
        /// The later field.
        field: String,
    },
    /// A price stands without its currency or unit.
    #[error("a price needs currency and unit")]
    PriceIncomplete,
    /// A patent stands without its number.
    #[error("a patent needs its number")]
    PatentNumberMissing,
    /// A thing is its own part.
    #[error("a thing cannot be its own parent")]
    OwnParent,
    /// Another thing already has the identifying value.
    #[error("{field} already belongs to {id}")]
    Taken {
        /// Which field.
        field: String,
        /// Whose it is.
        id: String,
        /// That thing's name.
        name: String,
    },
    /// A field names a thing that is not in the catalogue.
    #[error("nothing is called {name}")]
    Unknown {
        /// Which field.
        field: String,
        /// What was written.
        name: String,
    },
    /// The facility or organisation is not one the person works for.
    #[error("not one of your facilities or organisations")]
    NotYours,
}

impl Refusal {
    /// The field to show the refusal at.
    pub fn field(&self) -> &str {
        match self {
            Self::BusinessNumber => "business_number",
            Self::RorId => "ror_id",
            Self::SizeOfFirms => "size",
            Self::RegistrationNumber => "registration_number",
            Self::CoordinatesSwapped | Self::CoordinatesIncomplete | Self::CoordinatesAbroad => "latitude",
            Self::ClosesBeforeOpens => "closes_at",
            Self::HoursMissing => "opens_at",
            Self::SoleUseReason => "sole_use_reason",
            Self::SoleUseOpen | Self::RetiredOpen => "access",
            Self::PriceIncomplete => "price_minor",
            Self::PatentNumberMissing => "patent_number",
            Self::OwnParent => "parent_id",
            Self::DaysBackwards { field } | Self::Taken { field, .. } | Self::Unknown { field, .. } => field,
            Self::NotYours => "facility_id",
        }
    }
}

/// Every rule, in the order people read the reasons.
const RULES: &[fn(&Facts<'_>) -> Option<Refusal>] = &[
    business_number,
    ror_id,
    size_of_firms,
    registration_number,
    coordinates_complete,
    coordinates_not_swapped,
    coordinates_in_korea,
    closes_after_opens,
    hours_for_direct_use,
    sole_use_has_a_reason,
    sole_use_is_not_open,
    retired_is_not_open,
    days_forward,
    price_complete,
    patent_numbered,
    not_its_own_parent,
    not_taken,
    nothing_unknown,
];

/// All reasons at once.
pub fn refusals(facts: &Facts<'_>) -> Vec<Refusal> {
    RULES.iter().filter_map(|rule| rule(facts)).collect()
}

/// A Korean business number has ten digits of which the last checks the others.
///
/// This rule explains; the constraint `organisation_business_number_digits` holds the form.
fn business_number(f: &Facts<'_>) -> Option<Refusal> {
    let number = Some(f.values.get("business_number")).filter(|n| !n.is_empty())?;
    let fault: NumberError = numbers::business_number(number).err()?;
    matches!(fault, NumberError::Form | NumberError::Check).then_some(Refusal::BusinessNumber)
}

/// A ROR id checks by ISO 7064 MOD 97-10.
fn ror_id(f: &Facts<'_>) -> Option<Refusal> {
    let id = Some(f.values.get("ror_id")).filter(|n| !n.is_empty())?;
    numbers::ror_id(id).is_err().then_some(Refusal::RorId)
}

/// Only firms have a size.
///
/// The constraint `organisation_size_of_firms` guarantees it.
fn size_of_firms(f: &Facts<'_>) -> Option<Refusal> {
    let is_firm = matches!(f.values.get("kind"), "firm" | "foreign");
    (f.kind == KindKey::Organisation && f.values.has("size") && !is_firm).then_some(Refusal::SizeOfFirms)
}

/// A national registration number reads `NFEC-YYYY-MM-NNNNNN`.
///
/// Source: 국가연구시설·장비 등록번호; the year is 1990 or later, the month 01 to 12.
fn registration_number(f: &Facts<'_>) -> Option<Refusal> {
    let number = Some(f.values.get("registration_number")).filter(|n| !n.is_empty())?;
    (!is_registration_number(number)).then_some(Refusal::RegistrationNumber)
}

/// Whether a text is a national registration number.
pub fn is_registration_number(text: &str) -> bool {
    let mut parts = text.split('-');
    let digits = |part: Option<&str>, count: usize| {
        part.filter(|p| p.len() == count && p.bytes().all(|b| b.is_ascii_digit()))
            .and_then(|p| p.parse::<u32>().ok())
    };
    parts.next() == Some("NFEC")
        && digits(parts.next(), 4).is_some_and(|year| (1990..=2100).contains(&year))
        && digits(parts.next(), 2).is_some_and(|month| (1..=12).contains(&month))
        && digits(parts.next(), 6).is_some()
        && parts.next().is_none()
}

/// Latitude and longitude come together.
fn coordinates_complete(f: &Facts<'_>) -> Option<Refusal> {
    (f.values.has("latitude") != f.values.has("longitude")).then_some(Refusal::CoordinatesIncomplete)
}

/// What Korea spans, degrees: latitude 33 to 39, longitude 124 to 132 (국토지리정보원, with a margin at sea).
const KOREA: (std::ops::Range<f64>, std::ops::Range<f64>) = (32.5..39.5, 123.5..132.5);

/// A latitude beyond 90° is none; one that fits Korea's longitudes while the longitude fits its latitudes is swapped.
fn are_swapped(latitude: f64, longitude: f64) -> bool {
    latitude.abs() > 90.0 || (KOREA.0.contains(&longitude) && KOREA.1.contains(&latitude))
}

/// Latitude and longitude are not swapped, as the labels of a widespread form make people do.
///
/// The constraints `facility_latitude_range` and `instrument_latitude_range` hold the outer bounds.
fn coordinates_not_swapped(f: &Facts<'_>) -> Option<Refusal> {
    let (latitude, longitude) = (f.values.decimal("latitude")?, f.values.decimal("longitude")?);
    are_swapped(latitude, longitude).then_some(Refusal::CoordinatesSwapped)
}

/// A thing in a Korean region lies in Korea.
fn coordinates_in_korea(f: &Facts<'_>) -> Option<Refusal> {
    let (latitude, longitude) = (f.values.decimal("latitude")?, f.values.decimal("longitude")?);
    let inside = KOREA.0.contains(&latitude) && KOREA.1.contains(&longitude);
    let swapped = are_swapped(latitude, longitude);
    let korean = !matches!(f.values.get("region"), "" | "99");
    (korean && !inside && !swapped).then_some(Refusal::CoordinatesAbroad)
}

/// The closing time is after the opening time.
///
/// The constraint `instrument_closes_after_opens` guarantees it.
fn closes_after_opens(f: &Facts<'_>) -> Option<Refusal> {
    let (opens, closes) = (f.values.whole("opens_at")?, f.values.whole("closes_at")?);
    (opens >= closes).then_some(Refusal::ClosesBeforeOpens)
}

/// An instrument that people handle themselves says in which hours and on which days.
fn hours_for_direct_use(f: &Facts<'_>) -> Option<Refusal> {
    let direct = f.kind == KindKey::Instrument && matches!(f.values.get("access_mode"), "self" | "assisted");
    let hours = f.values.has("opens_at") && f.values.has("closes_at");
    let days = f.values.get("open_days").chars().any(|day| day != '-');
    (direct && !(hours && days)).then_some(Refusal::HoursMissing)
}

/// Sole use has one of the nine reasons.
///
/// Source: 단독활용사유 of the national registration form. Imported lists rarely carry it, so it is asked for only where
/// the form's sharing method is known too.
fn sole_use_has_a_reason(f: &Facts<'_>) -> Option<Refusal> {
    let sole = f.values.get("use_scope") == "1" && f.values.has("sharing_method");
    (sole && !f.values.has("sole_use_reason")).then_some(Refusal::SoleUseReason)
}

/// An instrument for sole use is not open to others.
fn sole_use_is_not_open(f: &Facts<'_>) -> Option<Refusal> {
    (f.values.get("use_scope") == "1" && f.values.get("access") == "open").then_some(Refusal::SoleUseOpen)
}

/// An instrument that has left is not open.
fn retired_is_not_open(f: &Facts<'_>) -> Option<Refusal> {
    let left = matches!(f.values.get("life"), "transferred" | "retired");
    (left && f.values.get("access") == "open").then_some(Refusal::RetiredOpen)
}

/// Pairs of days of which the second is not before the first.
const SPANS: [(&str, &str); 4] = [
    ("built_from", "built_to"),
    ("developed_from", "developed_to"),
    ("project_from", "project_to"),
    ("measured_from", "measured_to"),
];

/// No span of days ends before it begins.
fn days_forward(f: &Facts<'_>) -> Option<Refusal> {
    let backwards = |(from, to): &&(&str, &str)| {
        let (from, to) = (f.values.get(from), f.values.get(to));
        !from.is_empty() && !to.is_empty() && to < from
    };
    SPANS.iter().find(backwards).map(|(_, to)| Refusal::DaysBackwards { field: (*to).to_owned() })
}

/// A price says in which currency and for what.
///
/// The constraint `service_price_has_currency` holds the first half.
fn price_complete(f: &Facts<'_>) -> Option<Refusal> {
    let complete = f.values.has("currency") && f.values.has("unit");
    (f.values.has("price_minor") && !complete).then_some(Refusal::PriceIncomplete)
}

/// What is patented, or filed to be, says its number.
///
/// The constraint `technology_patent_number_missing` guarantees it.
fn patent_numbered(f: &Facts<'_>) -> Option<Refusal> {
    let patented = f.kind == KindKey::Technology && matches!(f.values.get("rights"), "patent" | "filed");
    (patented && !f.values.has("patent_number")).then_some(Refusal::PatentNumberMissing)
}

/// Nothing is a part of itself.
fn not_its_own_parent(f: &Facts<'_>) -> Option<Refusal> {
    let own = f.id?;
    let field = match f.kind {
        KindKey::Instrument => "parent_id",
        KindKey::Organisation => "organisation_id",
        KindKey::Facility => "facility_id",
        _ => return None,
    };
    (f.values.get(field) == own).then_some(Refusal::OwnParent)
}

/// No two things share an identifying value.
///
/// The constraints `organisation_business_number_unique`, `organisation_ror_id_unique` and
/// `instrument_registration_number_unique` guarantee it.
fn not_taken(f: &Facts<'_>) -> Option<Refusal> {
    let (field, id, name) = f.taken.first()?.clone();
    Some(Refusal::Taken { field, id, name })
}

/// A field that names another thing names one that is there.
fn nothing_unknown(f: &Facts<'_>) -> Option<Refusal> {
    let (field, name) = f.unknown.first()?.clone();
    Some(Refusal::Unknown { field, name })
}

/// Whether somebody may change a thing: operators everything, staff what belongs to their facility, managers what
/// belongs to their organisation, experts their own page and methods that belong to nobody.
pub fn may_change(actor: &Actor, kind: KindKey, whose: &Belonging) -> bool {
    let staff = actor.is(Role::Staff) && whose.facility.is_some_and(|f| actor.works_for(f));
    let manager = actor.is(Role::Manager) && whose.organisation.is_some_and(|o| actor.belongs_to(o));
    let self_page = actor.person.is_some() && whose.person == actor.person;
    let nobodys = whose.facility.is_none() && whose.organisation.is_none();
    let common = matches!(kind, KindKey::Method | KindKey::Standard | KindKey::Software) && nobodys;
    actor.is(Role::Operator) || staff || manager || self_page || (common && actor.is(Role::Expert))
}

/// A thing is entered for one's own facility or organisation only.
pub fn not_yours(actor: &Actor, kind: KindKey, whose: &Belonging) -> Option<Refusal> {
    (!may_change(actor, kind, whose)).then_some(Refusal::NotYours)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ieum_kernel::{Id, Lang};
    use std::collections::BTreeSet;

    /// Checks the rules a thing of these fields is refused by.
    #[track_caller]
    fn check(kind: KindKey, fields: &[(&str, &str)], expected: &[&str]) {
        let values = fields.iter().fold(Values::new(), |v, (name, value)| v.with(name, *value));
        let facts = Facts { kind, values: &values, id: Some("ins_1"), taken: &[], unknown: &[] };
        let rule = |r: &Refusal| serde_json::to_value(r).unwrap()["rule"].as_str().unwrap().to_owned();
        assert_eq!(refusals(&facts).iter().map(rule).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn organisations_have_numbers_that_check() {
        let organisation = KindKey::Organisation;
        check(organisation, &[("kind", "firm"), ("business_number", "1208147521"), ("size", "small")], &[]);
        check(organisation, &[("kind", "firm"), ("business_number", "1208147522")], &["business-number"]);
        check(organisation, &[("kind", "university"), ("ror_id", "05pa68764")], &["ror-id"]);
        check(organisation, &[("kind", "university"), ("size", "small")], &["size-of-firms"]);
    }

    #[test]
    fn registration_numbers_have_one_form() {
        for (text, fits) in [
            ("NFEC-2017-11-240982", true),
            ("NFEC-2017-13-240982", false),
            ("NFEC-2017-11-24098", false),
            ("NFEC-2017-11-240982-1", false),
            ("nfec-2017-11-240982", false),
        ] {
            assert_eq!(is_registration_number(text), fits, "{text}");
        }
        check(KindKey::Instrument, &[("registration_number", "2017-1")], &["registration-number"]);
    }

    #[test]
    fn coordinates_are_neither_swapped_nor_halved() {
        let place =
            |latitude, longitude| [("latitude", latitude), ("longitude", longitude), ("region", "43")];
        check(KindKey::Facility, &place("36.63", "127.49"), &[]);
        check(KindKey::Facility, &place("127.49", "36.63"), &["coordinates-swapped"]);
        check(KindKey::Facility, &place("48.85", "2.35"), &["coordinates-abroad"]);
        check(KindKey::Facility, &[("latitude", "36.63")], &["coordinates-incomplete"]);
        check(KindKey::Facility, &[("latitude", "48.85"), ("longitude", "2.35"), ("region", "99")], &[]);
    }

    #[test]
    fn an_instrument_says_when_and_for_whom() {
        let instrument = KindKey::Instrument;
        check(instrument, &[("opens_at", "600"), ("closes_at", "600")], &["closes-before-opens"]);
        check(instrument, &[("access_mode", "self")], &["hours-missing"]);
        let hours =
            [("access_mode", "self"), ("opens_at", "540"), ("closes_at", "1080"), ("open_days", "MTWTF--")];
        check(instrument, &hours, &[]);
        check(instrument, &[("use_scope", "1"), ("sharing_method", "2")], &["sole-use-reason"]);
        check(instrument, &[("use_scope", "1"), ("access", "open")], &["sole-use-open"]);
        check(instrument, &[("life", "retired"), ("access", "open")], &["retired-open"]);
        check(instrument, &[("built_from", "2020-02-01"), ("built_to", "2020-01-01")], &["days-backwards"]);
        check(instrument, &[("parent_id", "ins_1")], &["own-parent"]);
        check(KindKey::Service, &[("price_minor", "1000"), ("currency", "KRW")], &["price-incomplete"]);
        check(KindKey::Technology, &[("rights", "patent")], &["patent-number-missing"]);
        check(KindKey::Technology, &[("rights", "filed"), ("patent_number", "10-2024-0012345")], &[]);
    }

    #[test]
    fn every_reason_comes_back_at_once() {
        let fields = [("registration_number", "x"), ("opens_at", "600"), ("closes_at", "500")];
        check(KindKey::Instrument, &fields, &["registration-number", "closes-before-opens"]);
        let taken = [("ror_id".to_owned(), "org_1".to_owned(), "A".to_owned())];
        let unknown = [("facility_id".to_owned(), "B".to_owned())];
        let values = Values::new();
        let facts =
            Facts { kind: KindKey::Method, values: &values, id: None, taken: &taken, unknown: &unknown };
        let found: Vec<_> = refusals(&facts).iter().map(|r| r.field().to_owned()).collect();
        assert_eq!(found, ["ror_id", "facility_id"]);
    }

    fn actor(role: Role, organisation: u128, facility: u128) -> Actor {
        Actor {
            person: Some(Id::nth(1)),
            roles: BTreeSet::from([Role::Member, role]),
            organisations: vec![Id::nth(organisation)],
            facilities: vec![Id::nth(facility)],
            ..Actor::guest(Lang::Ko)
        }
    }

    /// Whether somebody of organisation 1 and facility 1 may change a thing of these.
    #[track_caller]
    fn may(role: Role, kind: KindKey, organisation: u128, facility: u128, expected: bool) {
        let some = |n: u128| (n > 0).then_some(n);
        let whose = Belonging {
            organisation: some(organisation).map(Id::nth),
            facility: some(facility).map(Id::nth),
            person: None,
        };
        let actor = actor(role, 1, 1);
        assert_eq!(may_change(&actor, kind, &whose), expected, "{role} {kind} {organisation} {facility}");
        assert_eq!(not_yours(&actor, kind, &whose).is_none(), expected, "not-yours");
    }

    #[test]
    fn people_change_what_is_theirs() {
        may(Role::Staff, KindKey::Instrument, 1, 1, true);
        may(Role::Staff, KindKey::Instrument, 1, 2, false);
        may(Role::Staff, KindKey::Organisation, 1, 0, false);
        may(Role::Manager, KindKey::Organisation, 1, 0, true);
        may(Role::Manager, KindKey::Instrument, 1, 2, true);
        may(Role::Manager, KindKey::Instrument, 2, 2, false);
        may(Role::Member, KindKey::Instrument, 1, 1, false);
        may(Role::Expert, KindKey::Method, 0, 0, true);
        may(Role::Expert, KindKey::Method, 1, 0, false);
        may(Role::Expert, KindKey::Instrument, 0, 0, false);
        may(Role::Operator, KindKey::Instrument, 2, 2, true);
        let own = Belonging { person: Some(Id::nth(1)), ..Belonging::default() };
        assert!(may_change(&actor(Role::Member, 1, 1), KindKey::Expert, &own));
        assert!(!may_change(&Actor::guest(Lang::Ko), KindKey::Expert, &Belonging::default()));
    }
}

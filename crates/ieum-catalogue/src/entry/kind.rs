//! The kinds of things a catalogue holds, each described by its fields.
//!
//! One description drives the form, the reading of what people send, import columns, export and history; a new field is
//! one line in its kind's folder.

use super::input::Input;
use ieum_kernel::{
    Clock, Dataset, Expert, Facility, Id, Instrument, Method, Organisation, Resource, Service, Software,
    Standard, Technology, Thing,
};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Which of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum KindKey {
    /// A firm, university, institute, hospital, government body or support agency.
    Organisation,
    /// A place that runs instruments for others.
    Facility,
    /// One instrument.
    Instrument,
    /// A way to measure or make something.
    Method,
    /// What a provider does for a price.
    Service,
    /// A person known for what they can solve.
    Expert,
    /// Samples, materials, strains, collections.
    Resource,
    /// A published standard.
    Standard,
    /// Research software.
    Software,
    /// A technology that is offered to others.
    Technology,
    /// A dataset.
    Dataset,
}

impl KindKey {
    /// All of them, in the order people read them.
    pub const ALL: [Self; 11] = [
        Self::Organisation,
        Self::Facility,
        Self::Instrument,
        Self::Method,
        Self::Service,
        Self::Expert,
        Self::Resource,
        Self::Standard,
        Self::Software,
        Self::Technology,
        Self::Dataset,
    ];

    /// The word in code, message keys and tables.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Organisation => "organisation",
            Self::Facility => "facility",
            Self::Instrument => "instrument",
            Self::Method => "method",
            Self::Service => "service",
            Self::Expert => "expert",
            Self::Resource => "resource",
            Self::Standard => "standard",
            Self::Software => "software",
            Self::Technology => "technology",
            Self::Dataset => "dataset",
        }
    }

    /// What its ids begin with, without the underscore.
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::Organisation => Organisation::PREFIX,
            Self::Facility => Facility::PREFIX,
            Self::Instrument => Instrument::PREFIX,
            Self::Method => Method::PREFIX,
            Self::Service => Service::PREFIX,
            Self::Expert => Expert::PREFIX,
            Self::Resource => Resource::PREFIX,
            Self::Standard => Standard::PREFIX,
            Self::Software => Software::PREFIX,
            Self::Technology => Technology::PREFIX,
            Self::Dataset => Dataset::PREFIX,
        }
    }

    /// Its description.
    pub fn kind(self) -> &'static Kind {
        match self {
            Self::Organisation => &crate::organisation::KIND,
            Self::Facility => &crate::facility::KIND,
            Self::Instrument => &crate::instrument::KIND,
            Self::Method => &crate::method::KIND,
            Self::Service => &crate::service::KIND,
            Self::Expert => &crate::expert::KIND,
            Self::Resource => &crate::resource::KIND,
            Self::Standard => &crate::standard::KIND,
            Self::Software => &crate::software::KIND,
            Self::Technology => &crate::technology::KIND,
            Self::Dataset => &crate::dataset::KIND,
        }
    }

    /// The kind whose pages live under a first path segment, such as `instruments`.
    pub fn of_path(segment: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.kind().paths.segment == segment)
    }

    /// A fresh id of this kind.
    pub fn new_id(self, clock: &dyn Clock) -> ThingId {
        let text = match self {
            Self::Organisation => clock.new_id::<Organisation>().to_string(),
            Self::Facility => clock.new_id::<Facility>().to_string(),
            Self::Instrument => clock.new_id::<Instrument>().to_string(),
            Self::Method => clock.new_id::<Method>().to_string(),
            Self::Service => clock.new_id::<Service>().to_string(),
            Self::Expert => clock.new_id::<Expert>().to_string(),
            Self::Resource => clock.new_id::<Resource>().to_string(),
            Self::Standard => clock.new_id::<Standard>().to_string(),
            Self::Software => clock.new_id::<Software>().to_string(),
            Self::Technology => clock.new_id::<Technology>().to_string(),
            Self::Dataset => clock.new_id::<Dataset>().to_string(),
        };
        ThingId { kind: self, text }
    }
}

impl FromStr for KindKey {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let fits = |k: &Self| k.key() == text || k.kind().paths.segment == text;
        Self::ALL.into_iter().find(fits).ok_or_else(|| format!("no such kind of thing: {text}"))
    }
}

impl fmt::Display for KindKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

/// The id of a thing whose kind only run time knows; the text of the [`Id`] of that kind.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ThingId {
    kind: KindKey,
    text: String,
}

impl ThingId {
    /// Which kind it is of.
    pub fn kind(&self) -> KindKey {
        self.kind
    }

    /// The text, such as `ins_…`.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The id of a known kind, if this is one.
    pub fn typed<T: Thing>(&self) -> Option<Id<T>> {
        self.text.parse().ok()
    }
}

impl<T: Thing> From<Id<T>> for ThingId {
    /// Only for the kinds of the catalogue; an id of anything else is a mistake of the caller and reads as an organisation's.
    fn from(id: Id<T>) -> Self {
        let kind =
            KindKey::ALL.into_iter().find(|k| k.prefix() == T::PREFIX).unwrap_or(KindKey::Organisation);
        Self { kind, text: id.to_string() }
    }
}

/// The text is no id of a thing of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not the id of a thing of the catalogue")]
pub struct NotAThing;

impl FromStr for ThingId {
    type Err = NotAThing;

    fn from_str(text: &str) -> Result<Self, NotAThing> {
        let (prefix, _) = text.split_once('_').ok_or(NotAThing)?;
        let kind = KindKey::ALL.into_iter().find(|k| k.prefix() == prefix).ok_or(NotAThing)?;
        let fits = match kind {
            KindKey::Organisation => text.parse::<Id<Organisation>>().is_ok(),
            KindKey::Facility => text.parse::<Id<Facility>>().is_ok(),
            KindKey::Instrument => text.parse::<Id<Instrument>>().is_ok(),
            KindKey::Method => text.parse::<Id<Method>>().is_ok(),
            KindKey::Service => text.parse::<Id<Service>>().is_ok(),
            KindKey::Expert => text.parse::<Id<Expert>>().is_ok(),
            KindKey::Resource => text.parse::<Id<Resource>>().is_ok(),
            KindKey::Standard => text.parse::<Id<Standard>>().is_ok(),
            KindKey::Software => text.parse::<Id<Software>>().is_ok(),
            KindKey::Technology => text.parse::<Id<Technology>>().is_ok(),
            KindKey::Dataset => text.parse::<Id<Dataset>>().is_ok(),
        };
        if fits { Ok(Self { kind, text: text.to_owned() }) } else { Err(NotAThing) }
    }
}

impl fmt::Display for ThingId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Serialize for ThingId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for ThingId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl ieum_db::IntoValue for ThingId {
    const KIND: ieum_db::Kind = ieum_db::Kind::Text;

    fn into_value(self) -> ieum_db::Value {
        ieum_db::Value::Text(self.text)
    }
}

impl ieum_db::FromColumn for ThingId {
    fn from_cell(cell: ieum_db::Cell) -> Result<Self, ieum_db::CellError> {
        Ok(String::from_cell(cell)?.parse()?)
    }
}

/// How far a field tells one thing from another when a list is imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Identity {
    /// Not at all.
    None,
    /// No two things of the kind share it; a constraint holds that.
    Unique,
    /// No two things of one facility share it, by practice.
    WithinFacility,
}

/// One field of a kind. Message `entry-field-<name>` names it, `entry-hint-<name>`, if there is one, explains it.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its name in forms, JSON, tables and message keys.
    pub name: &'static str,
    /// What may stand in it.
    pub input: Input,
    /// Whether it must be filled.
    pub needed: bool,
    /// What stands in it when nothing was said, in canonical form.
    pub default: &'static str,
    /// Whether it identifies.
    pub identity: Identity,
}

impl Field {
    /// A field that may stay empty.
    pub const fn new(name: &'static str, input: Input) -> Self {
        Self { name, input, needed: false, default: "", identity: Identity::None }
    }

    /// The same field, to be filled.
    pub const fn needed(mut self) -> Self {
        self.needed = true;
        self
    }

    /// The same field with something in it from the start.
    pub const fn default(mut self, canonical: &'static str) -> Self {
        self.default = canonical;
        self
    }

    /// The same field, identifying.
    pub const fn identity(mut self, identity: Identity) -> Self {
        self.identity = identity;
        self
    }

    /// Whether its column is NULL rather than empty when nothing is known.
    pub fn is_null_when_empty(&self) -> bool {
        self.identity == Identity::Unique
            || matches!(
                self.input,
                Input::Ref(_)
                    | Input::Day
                    | Input::Whole { .. }
                    | Input::Decimal { .. }
                    | Input::Clock
                    | Input::Amount
            )
    }
}

/// Fields that are shown together under one heading, message `entry-section-<name>`.
#[derive(Debug, Clone, Copy)]
pub struct Section {
    /// Its name.
    pub name: &'static str,
    /// Its fields in the order people fill them.
    pub fields: &'static [Field],
}

/// The statements that differ from kind to kind; each kind's are in its `store.rs`.
#[derive(Debug)]
pub struct Statements {
    /// Columns of its own beside the shared ones, in the order of the statements.
    pub own: &'static [&'static str],
    /// Whole rows with the names of their organisation and facility; filters may follow.
    pub select: &'static str,
    /// Ids of what is shown; filters and an order may follow.
    pub ids: &'static str,
    /// Ids and names, for looking things up; filters may follow.
    pub lookup: &'static str,
    /// One new row; more rows of values may follow.
    pub insert: &'static str,
    /// One changed row of a known version.
    pub update: &'static str,
}

/// Where a kind's pages are.
#[derive(Debug, Clone, Copy)]
pub struct Paths {
    /// The first segment: `instruments`.
    pub segment: &'static str,
    /// The list, and where new things are sent.
    pub list: &'static str,
    /// The form for a new thing.
    pub new: &'static str,
    /// Names for the suggestions of reference fields.
    pub suggest: &'static str,
    /// Downloads of the list.
    pub export: &'static str,
    /// One thing.
    pub one: &'static str,
    /// Its form, and where changes are sent.
    pub edit: &'static str,
    /// Who changed what.
    pub history: &'static str,
    /// Where links to other things are sent.
    pub links: &'static str,
    /// Where links are taken away.
    pub unlink: &'static str,
    /// Where photos and documents are sent.
    pub files: &'static str,
    /// One photo or document.
    pub file: &'static str,
    /// Where a photo or document is taken away.
    pub remove_file: &'static str,
    /// Where a thing is withdrawn from the catalogue.
    pub withdraw: &'static str,
    /// Where a withdrawn thing is brought back.
    pub restore: &'static str,
    /// The list for programs.
    pub api_list: &'static str,
    /// One thing for programs.
    pub api_one: &'static str,
}

/// The paths under a first segment.
macro_rules! paths {
    ($segment:literal) => {
        $crate::entry::Paths {
            segment: $segment,
            list: concat!("/", $segment),
            new: concat!("/", $segment, "/new"),
            suggest: concat!("/", $segment, "/suggest"),
            export: concat!("/", $segment, "/export/{file}"),
            one: concat!("/", $segment, "/{id}"),
            edit: concat!("/", $segment, "/{id}/edit"),
            history: concat!("/", $segment, "/{id}/history"),
            links: concat!("/", $segment, "/{id}/links"),
            unlink: concat!("/", $segment, "/{id}/unlink"),
            files: concat!("/", $segment, "/{id}/files"),
            file: concat!("/", $segment, "/{id}/files/{file}"),
            remove_file: concat!("/", $segment, "/{id}/files/{file}/remove"),
            withdraw: concat!("/", $segment, "/{id}/withdraw"),
            restore: concat!("/", $segment, "/{id}/restore"),
            api_list: concat!("/api/v1/", $segment),
            api_one: concat!("/api/v1/", $segment, "/{id}"),
        }
    };
}
pub(crate) use paths;

/// What one kind of thing is.
#[derive(Debug)]
pub struct Kind {
    /// Which it is.
    pub key: KindKey,
    /// Where its pages are.
    pub paths: Paths,
    /// Its fields by section, shared ones included.
    pub sections: &'static [Section],
    /// Fields people filter the list by; each a choice.
    pub facets: &'static [&'static str],
    /// Fields found by the search box of the list, beside the names.
    pub searched: &'static [&'static str],
    /// Kinds that a thing of this kind may be linked to.
    pub links: &'static [KindKey],
    /// Its statements.
    pub statements: &'static Statements,
}

impl Kind {
    /// Every field.
    pub fn fields(&self) -> impl Iterator<Item = &'static Field> + use<> {
        let sections = self.sections;
        sections.iter().flat_map(|s| s.fields.iter())
    }

    /// The field of a name.
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields().find(|f| f.name == name)
    }

    /// Whether a field has a column; the others are kept in `more_json`.
    pub fn has_column(&self, name: &str) -> bool {
        SHARED_COLUMNS.contains(&name) || self.statements.own.contains(&name)
    }
}

/// Columns every kind has, in the order of the statements.
pub const SHARED_COLUMNS: [&str; 11] = [
    "name_ko",
    "name_en",
    "description_ko",
    "description_en",
    "keywords",
    "homepage",
    "region",
    "organisation_id",
    "facility_id",
    "source",
    "source_id",
];

/// Kinds that may be linked, the first one's id in `from_id`.
pub const PAIRS: [(KindKey, KindKey); 12] = [
    (KindKey::Instrument, KindKey::Method),
    (KindKey::Service, KindKey::Instrument),
    (KindKey::Expert, KindKey::Method),
    (KindKey::Method, KindKey::Standard),
    (KindKey::Method, KindKey::Software),
    (KindKey::Resource, KindKey::Method),
    (KindKey::Service, KindKey::Standard),
    (KindKey::Expert, KindKey::Instrument),
    (KindKey::Technology, KindKey::Method),
    (KindKey::Technology, KindKey::Expert),
    (KindKey::Dataset, KindKey::Method),
    (KindKey::Dataset, KindKey::Instrument),
];

/// The pair two kinds make and whether the first is the `from` side; `None` when they are not linked.
pub fn pair(one: KindKey, other: KindKey) -> Option<(String, bool)> {
    PAIRS.iter().find_map(|(from, to)| match (one, other) {
        (a, b) if (a, b) == (*from, *to) => Some((format!("{from}-{to}"), true)),
        (a, b) if (b, a) == (*from, *to) => Some((format!("{from}-{to}"), false)),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_has_a_field_and_every_facet_is_a_choice_with_a_column() {
        for key in KindKey::ALL {
            let kind = key.kind();
            for column in SHARED_COLUMNS.iter().chain(kind.statements.own) {
                assert!(kind.field(column).is_some(), "{key}: the column {column} has no field");
            }
            for facet in kind.facets {
                let field = kind.field(facet).unwrap_or_else(|| panic!("{key}: no field {facet}"));
                assert!(matches!(field.input, Input::Choice(_)), "{key}: {facet} is not a choice");
                assert!(kind.has_column(facet), "{key}: {facet} has no column");
            }
            let names: Vec<_> = kind.fields().map(|f| f.name).collect();
            let once: std::collections::BTreeSet<_> = names.iter().collect();
            assert_eq!(once.len(), names.len(), "{key}: a field is described twice");
            for link in kind.links {
                assert!(pair(key, *link).is_some(), "{key} and {link} make no pair");
            }
        }
    }

    #[test]
    fn an_id_tells_its_kind() {
        let id: Id<Instrument> = Id::nth(7);
        let thing: ThingId = id.to_string().parse().unwrap();
        assert_eq!((thing.kind(), thing.typed::<Instrument>()), (KindKey::Instrument, Some(id)));
        assert_eq!(thing, ThingId::from(id));
        assert!("per_00000000000000000000000007".parse::<ThingId>().is_err());
        assert!("ins_7".parse::<ThingId>().is_err());
    }
}

//! One thing of the catalogue, of whatever kind.

use super::codes::{Lexicon, folded};
use super::kind::{Kind, KindKey, ThingId};
use ieum_kernel::{Id, Organisation, Person, Text, Timestamp};
use ieum_web::FieldError;
use serde::ser::SerializeMap as _;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Field values in canonical text; empty ones are not kept.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Values(BTreeMap<String, String>);

impl Values {
    /// Nothing known.
    pub fn new() -> Self {
        Self::default()
    }

    /// The value of a field; empty when nothing is known.
    pub fn get(&self, field: &str) -> &str {
        self.0.get(field).map_or("", String::as_str)
    }

    /// Whether something is known.
    pub fn has(&self, field: &str) -> bool {
        self.0.contains_key(field)
    }

    /// Sets a field; an empty value forgets it.
    pub fn set(&mut self, field: &str, value: impl Into<String>) {
        let value = value.into();
        if value.is_empty() {
            self.0.remove(field);
        } else {
            self.0.insert(field.to_owned(), value);
        }
    }

    /// The same with a field set.
    #[must_use]
    pub fn with(mut self, field: &str, value: impl Into<String>) -> Self {
        self.set(field, value);
        self
    }

    /// A bilingual text from `<field>_ko` and `<field>_en`.
    pub fn text(&self, field: &str) -> Text {
        Text::new(self.get(&format!("{field}_ko")), self.get(&format!("{field}_en")))
    }

    /// A whole number.
    pub fn whole(&self, field: &str) -> Option<i64> {
        self.get(field).parse().ok()
    }

    /// A decimal number.
    pub fn decimal(&self, field: &str) -> Option<f64> {
        self.get(field).parse().ok()
    }

    /// Every field that is known.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The fields that differ from an earlier state: field, before, after.
    pub fn changes_from(&self, before: &Self) -> Vec<(String, String, String)> {
        let names: std::collections::BTreeSet<&str> =
            self.0.keys().chain(before.0.keys()).map(String::as_str).collect();
        let differs = |name: &&str| self.get(name) != before.get(name);
        names
            .into_iter()
            .filter(differs)
            .map(|name| (name.to_owned(), before.get(name).to_owned(), self.get(name).to_owned()))
            .collect()
    }

    /// Reads every field of a kind from what was sent; `sent` answers `None` for a field that was not sent at all.
    ///
    /// With `before`, fields that were not sent keep their value; without it they get the kind's default.
    pub fn read(
        kind: &Kind,
        sent: impl Fn(&str) -> Option<String>,
        before: Option<&Self>,
        lexicon: &Lexicon,
    ) -> (Self, Vec<FieldError>) {
        let mut values = Self::new();
        let mut faults = Vec::new();
        for field in kind.fields() {
            let Some(written) = sent(field.name) else {
                values.set(field.name, before.map_or(field.default, |b| b.get(field.name)));
                continue;
            };
            match field.input.read(&written, lexicon) {
                Ok(canonical) => values.set(field.name, canonical),
                Err(fault) => {
                    let args = fault.args.into_iter().map(|(n, v)| (n.to_owned(), v)).collect();
                    faults.push(FieldError { field: field.name.to_owned(), key: fault.key.to_owned(), args });
                }
            }
        }
        for field in kind.fields().filter(|f| f.needed && !values.has(f.name)) {
            if !faults.iter().any(|f| f.field == field.name) {
                faults.push(required(field.name, "field-required"));
            }
        }
        let nameless = !values.has("name_ko") && !values.has("name_en");
        if nameless && !faults.iter().any(|f| f.field.starts_with("name_")) {
            faults.push(required("name_ko", "field-required-one-language"));
        }
        (values, faults)
    }

    /// What is kept in `more_json`: fields without a column.
    pub(crate) fn more(&self, kind: &Kind) -> Value {
        let rest = self.iter().filter(|(name, _)| !kind.has_column(name));
        Value::Object(rest.map(|(n, v)| (n.to_owned(), Value::String(v.to_owned()))).collect())
    }

    /// The values as JSON, unknown fields as `null`.
    pub fn json(&self, kind: &Kind) -> Map<String, Value> {
        kind.fields().map(|f| (f.name.to_owned(), json!(f.input.plain(self.get(f.name))))).collect()
    }

    /// What lists are sorted by: the name, in small letters. Bounded, as indexes bound their keys.
    pub(crate) fn sort_name(&self) -> String {
        self.text("name").in_lang(ieum_kernel::Lang::Ko).to_lowercase().chars().take(120).collect()
    }

    /// What the search box of a list looks through.
    pub(crate) fn search_text(&self, kind: &Kind) -> String {
        let fields = ["name_ko", "name_en"].iter().chain(kind.searched);
        let mut text = String::new();
        for field in fields.map(|f| self.get(f)).filter(|v| !v.is_empty()) {
            text.push(' ');
            text.push_str(&field.to_lowercase());
        }
        text.trim_start().chars().take(400).collect()
    }

    /// The filter values in the kind's order, as counted.
    pub(crate) fn combination(&self, kind: &Kind) -> String {
        kind.facets.iter().map(|f| self.get(f)).collect::<Vec<_>>().join("|")
    }

    /// A short text that is the same for two rows that name the same thing.
    pub(crate) fn fingerprint(&self) -> String {
        ["name_ko", "name_en", "maker", "model", "facility_id", "organisation_id"]
            .map(|f| folded(self.get(f)))
            .join("/")
    }
}

fn required(field: &str, key: &str) -> FieldError {
    FieldError { field: field.to_owned(), key: key.to_owned(), args: BTreeMap::new() }
}

/// A thing as kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Its id.
    pub id: ThingId,
    /// Its fields.
    pub values: Values,
    /// Grows with every change.
    pub version: i64,
    /// Whether it was taken out of the catalogue.
    pub withdrawn: bool,
    /// Who entered it; nothing for imports by the system.
    pub made_by: Option<Id<Person>>,
    /// When.
    pub made_at: Timestamp,
    /// Who changed it last.
    pub changed_by: Option<Id<Person>>,
    /// When.
    pub changed_at: Timestamp,
    /// Its organisation: its own, or that of its facility.
    pub owner: Option<Id<Organisation>>,
    /// That organisation's name.
    pub owner_name: Text,
    /// Its facility's name.
    pub home_name: Text,
}

impl Entry {
    /// Which kind it is of.
    pub fn kind(&self) -> &'static Kind {
        self.id.kind().kind()
    }

    /// Its name.
    pub fn name(&self) -> Text {
        self.values.text("name")
    }

    /// Its page.
    pub fn path(&self) -> String {
        path_of(&self.id)
    }
}

/// As programs get it: its fields, numbers as numbers and what is not known as `null`, and `id`, `version`, `withdrawn`,
/// `made_at`, `changed_at`. Written straight into the answer: a list holds thousands of values.
impl Serialize for Entry {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", self.id.text())?;
        for field in self.kind().fields() {
            map.serialize_entry(field.name, &field.input.plain(self.values.get(field.name)))?;
        }
        map.serialize_entry("version", &self.version)?;
        map.serialize_entry("withdrawn", &self.withdrawn)?;
        map.serialize_entry("made_at", &self.made_at.to_string())?;
        map.serialize_entry("changed_at", &self.changed_at.to_string())?;
        map.end()
    }
}

/// The page of a thing.
pub fn path_of(id: &ThingId) -> String {
    format!("{}/{id}", id.kind().kind().paths.list)
}

/// Whose a thing is: what permission looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Belonging {
    /// The organisation, its own or its facility's; for an organisation, itself.
    pub organisation: Option<Id<Organisation>>,
    /// The facility; for a facility, itself.
    pub facility: Option<Id<ieum_kernel::Facility>>,
    /// The account of an expert.
    pub person: Option<Id<Person>>,
}

impl Belonging {
    /// Of a thing as kept.
    pub fn of(entry: &Entry) -> Self {
        let own_facility = entry.id.typed().or_else(|| entry.values.get("facility_id").parse().ok());
        let organisation = match entry.id.kind() {
            KindKey::Organisation => entry.id.typed(),
            _ => entry.owner,
        };
        Self { organisation, facility: own_facility, person: entry.values.get("person_id").parse().ok() }
    }
}

/// What happened to a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum What {
    /// Entered.
    Made,
    /// Changed.
    Changed,
    /// Taken out of the catalogue.
    Withdrawn,
    /// Brought back.
    Restored,
    /// Put back as it was before an import.
    Undone,
}

impl What {
    /// The word in the table and in message keys.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Made => "made",
            Self::Changed => "changed",
            Self::Withdrawn => "withdrawn",
            Self::Restored => "restored",
            Self::Undone => "undone",
        }
    }
}

/// One line of a thing's history.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// The version it led to.
    pub version: i64,
    /// What happened.
    pub what: String,
    /// Who.
    pub by: Option<Id<Person>>,
    /// When.
    pub at: Timestamp,
    /// The import that did it.
    pub import: Option<String>,
    /// Fields that changed, before.
    pub before: BTreeMap<String, String>,
    /// The same fields, after.
    pub after: BTreeMap<String, String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::KindKey;

    #[test]
    fn fields_not_sent_keep_their_value_or_get_the_default() {
        let kind = KindKey::Instrument.kind();
        let sent = |name: &str| (name == "name_ko").then(|| "질량분석기".to_owned());
        let (made, faults) = Values::read(kind, sent, None, &Lexicon::bare());
        assert_eq!(faults, []);
        assert_eq!((made.get("access_mode"), made.get("opens_at")), ("request", "540"));
        let sent = |name: &str| (name == "model").then(|| "X1".to_owned());
        let (changed, _) = Values::read(kind, sent, Some(&made), &Lexicon::bare());
        assert_eq!(changed.changes_from(&made), [("model".to_owned(), String::new(), "X1".to_owned())]);
    }

    #[test]
    fn every_missing_field_is_named() {
        let (_, faults) =
            Values::read(KindKey::Organisation.kind(), |_| Some(String::new()), None, &Lexicon::bare());
        let found: Vec<_> = faults.iter().map(|f| (f.field.as_str(), f.key.as_str())).collect();
        assert_eq!(found, [("kind", "field-required"), ("name_ko", "field-required-one-language")]);
    }

    #[test]
    fn index_texts_are_bounded() {
        let long = Values::new().with("name_ko", "가".repeat(2_000));
        assert_eq!(long.sort_name().chars().count(), 120);
        assert_eq!(long.search_text(KindKey::Method.kind()).chars().count(), 400);
    }
}

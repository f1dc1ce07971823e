//! Things as pages show them, in the reader's language.

use super::input::{Input, clock_text};
use super::kind::{Field, Kind, KindKey, ThingId};
use super::list::{Asked, Listing};
use super::thing::{Entry, Values, path_of};
use ieum_kernel::{Currency, Lang, Money, Text};
use ieum_web::{Words, format};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Words in one language.
pub struct Show<'a> {
    /// Messages.
    pub words: &'a Words,
    /// The reader's language.
    pub lang: Lang,
}

/// Names of referred things by id.
pub type Names = BTreeMap<String, Text>;

impl Show<'_> {
    /// The label of a field.
    pub fn label(&self, field: &str) -> String {
        self.words.plain(self.lang, &field_key(field))
    }

    /// The label of a code; the code itself when the field is no choice.
    pub fn code(&self, field: &Field, code: &str) -> String {
        match field.input {
            Input::Choice(list) if !code.is_empty() => self.words.plain(self.lang, &list.label_key(code)),
            _ => code.to_owned(),
        }
    }

    fn both<'t>(&self, text: &'t Text) -> &'t str {
        text.in_lang(self.lang)
    }

    /// A value as people read it.
    pub fn value(&self, field: &Field, canonical: &str, names: &Names) -> String {
        match field.input {
            _ if canonical.is_empty() => String::new(),
            Input::Choice(_) => self.code(field, canonical),
            Input::Clock => canonical.parse().map(clock_text).unwrap_or_default(),
            Input::Days => self.days(canonical),
            Input::Day => {
                canonical.parse().map_or_else(|_| canonical.to_owned(), |d| format::day(self.lang, d))
            }
            Input::Yes => {
                self.words.plain(self.lang, if canonical == "true" { "entry-yes" } else { "entry-no" })
            }
            Input::Amount => {
                canonical.parse().map_or_else(|_| String::new(), |n| format::money(self.lang, Money::won(n)))
            }
            Input::Whole { .. } => {
                canonical.parse().map_or_else(|_| String::new(), |n: f64| format::number(n, None))
            }
            Input::Ref(_) => {
                names.get(canonical).map_or_else(|| canonical.to_owned(), |n| self.both(n).to_owned())
            }
            _ => canonical.to_owned(),
        }
    }

    /// `월–금` or `Mon, Wed` of `MTWTF--`.
    fn days(&self, week: &str) -> String {
        use jiff::civil::Weekday;
        let name = |place: usize| {
            let offset = i8::try_from(place).unwrap_or(0);
            Weekday::from_monday_zero_offset(offset).map_or("", |day| format::weekday(self.lang, day))
        };
        let open: Vec<usize> = week.chars().enumerate().filter(|(_, c)| *c != '-').map(|(i, _)| i).collect();
        match (open.first(), open.last()) {
            (Some(first), Some(last)) if open.len() > 2 && last - first + 1 == open.len() => {
                format!("{}–{}", name(*first), name(*last))
            }
            _ => open.into_iter().map(name).collect::<Vec<_>>().join(", "),
        }
    }

    /// Opening hours of an instrument in one line; empty when unknown.
    fn hours(&self, values: &Values) -> String {
        match (values.whole("opens_at"), values.whole("closes_at")) {
            (Some(opens), Some(closes)) => {
                let hours = format!("{}–{}", clock_text(opens), clock_text(closes));
                format!("{} {hours}", self.days(values.get("open_days"))).trim().to_owned()
            }
            _ => String::new(),
        }
    }

    /// The price of a service with its unit.
    fn price(&self, values: &Values) -> Option<String> {
        let minor = values.whole("price_minor")?;
        let currency = values.get("currency").parse::<Currency>().unwrap_or_default();
        let amount = format::money(self.lang, Money { minor, currency });
        let unit = KindKey::Service
            .kind()
            .field("unit")
            .map(|f| self.code(f, values.get("unit")))
            .unwrap_or_default();
        Some(if unit.is_empty() { amount } else { format!("{amount} / {unit}") })
    }

    /// The first sentence of the description: what it is for.
    pub fn what_for(&self, values: &Values) -> String {
        let text = values.text("description");
        let line = self.both(&text).lines().next().unwrap_or_default().trim();
        let end = line.find(". ").map(|at| at + 1);
        let sentence = end.and_then(|end| line.get(..end)).unwrap_or(line);
        if sentence.chars().count() <= 160 {
            return sentence.to_owned();
        }
        let cut: String = sentence.chars().take(159).collect();
        format!("{}…", cut.trim_end())
    }

    /// States worth a tag, with the colour that fits.
    pub fn tags(&self, kind: &Kind, values: &Values) -> Vec<Value> {
        let mut tags = Vec::new();
        for field in kind.facets.iter().filter_map(|name| kind.field(name)) {
            let code = values.get(field.name);
            let look = match (field.name, code) {
                (_, "") | ("region" | "class_major", _) => continue,
                ("condition", "ok") | ("life", "in_service") => continue,
                ("condition", "degraded" | "calibration_overdue")
                | ("life", "idle" | "commissioning" | "planned") => "warning",
                ("condition", _) => "danger",
                (
                    "life" | "status",
                    "retired" | "transferred" | "disposal_review" | "withdrawn" | "superseded",
                ) => "warning",
                ("access_mode" | "service_field" | "family" | "kind", _) => "info",
                _ => "neutral",
            };
            tags.push(json!({ "text": self.code(field, code), "kind": look }));
        }
        tags
    }

    /// Whether an instrument can be booked now, in words.
    fn status(&self, kind: &Kind, values: &Values) -> Value {
        if kind.key != KindKey::Instrument {
            return Value::Null;
        }
        let (key, look) = match (values.get("life"), values.get("condition"), values.get("access")) {
            ("in_service", "ok" | "degraded" | "calibration_overdue", "open") => ("entry-usable", "success"),
            ("in_service", "ok" | "degraded" | "calibration_overdue", _) => ("entry-internal", "neutral"),
            ("in_service", _, _) => ("entry-stopped", "danger"),
            _ => ("entry-not-running", "neutral"),
        };
        json!({ "text": self.words.plain(self.lang, key), "kind": look })
    }

    /// A card of a list.
    pub fn card(&self, entry: &Entry) -> Value {
        let (kind, values) = (entry.kind(), &entry.values);
        let region = kind.field("region").map(|f| self.code(f, values.get("region"))).unwrap_or_default();
        let model = [values.get("maker"), values.get("model")].join(" ");
        let number = if kind.key == KindKey::Standard { values.get("number") } else { "" };
        let technique =
            if kind.key == KindKey::Method { values.get("technique") } else { values.get("fields") };
        let (home, owner) = (self.both(&entry.home_name), self.both(&entry.owner_name));
        // A facility is often named after its organisation.
        let owner = if home.contains(owner) { "" } else { owner };
        let meta: Vec<&str> = [model.trim(), number, technique, home, owner, region.as_str()]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect();
        json!({
            "href": entry.path(),
            "title": self.both(&entry.name()),
            "text": self.what_for(values),
            "meta": meta,
            "tags": self.tags(kind, values),
            "status": self.status(kind, values),
            "price": self.price(values),
            "aside": self.hours(values),
        })
    }

    /// The values a list page shows.
    pub fn list(&self, kind: &Kind, asked: &Asked, listing: &Listing) -> Value {
        let facets: Vec<Value> = listing
            .facets
            .iter()
            .filter_map(|facet| {
                let field = kind.field(facet.name)?;
                let options: Vec<Value> = facet
                    .options
                    .iter()
                    .map(|(code, count, checked)| {
                        json!({ "value": code, "label": self.code(field, code), "count": count, "checked": checked })
                    })
                    .collect();
                Some(json!({ "name": facet.name, "label": self.label(facet.name), "options": options }))
            })
            .collect();
        let cards: Vec<Value> = listing.entries.iter().map(|e| self.card(e)).collect();
        let mut keep = serde_json::Map::new();
        for (name, value) in asked.within() {
            keep.insert(name.to_owned(), json!(value));
        }
        let mut keep_for_facets = keep.clone();
        if !asked.text.is_empty() {
            keep_for_facets.insert("q".to_owned(), json!(asked.text));
        }
        if asked.is_newest() {
            keep_for_facets.insert("sort".to_owned(), json!("newest"));
        }
        if asked.on_map {
            keep.insert("view".to_owned(), json!("map"));
            keep_for_facets.insert("view".to_owned(), json!("map"));
        }
        let placed = kind.has_column("facility_id") && kind.key != KindKey::Organisation;
        json!({
            "kind": kind.key.key(), "path": kind.paths.list, "q": asked.text, "query": asked.query(),
            "total": listing.total, "cut": listing.cut, "page_no": listing.page, "pages": listing.pages,
            "start": (listing.page - 1) * asked.size + 1, "newest": asked.is_newest(),
            "facets": facets, "cards": cards, "keep": keep, "keep_for_facets": keep_for_facets,
            "placed": placed, "on_map": asked.on_map,
        })
    }

    /// Sections of facts, those without any left out.
    pub fn sections(&self, entry: &Entry, names: &Names) -> Vec<Value> {
        let mut sections = Vec::new();
        let kind = entry.kind();
        for section in kind.sections {
            let rows: Vec<Value> = section
                .fields
                .iter()
                .filter_map(|field| self.fact(kind, field, &entry.values, names))
                .collect();
            if !rows.is_empty() {
                let label = self.words.plain(self.lang, &format!("entry-section-{}", section.name));
                sections.push(json!({ "name": section.name, "label": label, "rows": rows }));
            }
        }
        sections
    }

    /// One fact; texts in two languages are shown once, in the reader's.
    fn fact(&self, kind: &Kind, field: &Field, values: &Values, names: &Names) -> Option<Value> {
        let canonical = values.get(field.name);
        if matches!(
            field.name,
            "name_ko" | "name_en" | "description_ko" | "description_en" | "currency" | "unit"
        ) {
            return None;
        }
        let bare = field.name.strip_suffix("_en").or_else(|| field.name.strip_suffix("_ko"));
        if let Some(bare) = bare.filter(|b| kind.field(&format!("{b}_ko")).is_some()) {
            if field.name.ends_with("_en") {
                return None;
            }
            let text = values.text(bare);
            let said = self.both(&text);
            return (!said.is_empty()).then(|| json!({ "label": self.label(bare), "value": said }));
        }
        if canonical.is_empty() {
            return None;
        }
        let value = match field.name {
            "price_minor" => self.price(values)?,
            _ => self.value(field, canonical, names),
        };
        let href = match field.input {
            Input::Ref(_) => canonical.parse::<ThingId>().ok().map(|id| path_of(&id)),
            Input::Link => Some(canonical.to_owned()),
            Input::Mail => Some(format!("mailto:{canonical}")),
            _ if field.name == "ror_id" => Some(format!("https://ror.org/{canonical}")),
            _ => None,
        };
        Some(json!({ "label": self.label(field.name), "value": value, "href": href }))
    }

    /// The form of a kind: sections of controls with their values.
    pub fn form(&self, kind: &Kind, values: &Values, names: &Names) -> Vec<Value> {
        let control = |field: &Field| {
            let canonical = values.get(field.name);
            let shown = match field.input {
                Input::Ref(_) if !canonical.is_empty() => match names.get(canonical) {
                    Some(name) => format!("{} ({canonical})", self.both(name)),
                    None => canonical.to_owned(),
                },
                _ => field.input.shown(canonical),
            };
            let (control, longest) = match field.input {
                Input::Line(longest) => ("line", longest),
                Input::Words(longest) => ("words", longest),
                Input::Whole { .. } | Input::Decimal { .. } => ("number", 0),
                Input::Amount => ("amount", 0),
                Input::Day => ("day", 0),
                Input::Clock => ("time", 0),
                Input::Days => ("days", 0),
                Input::Choice(_) => ("choice", 0),
                Input::Yes => ("yes", 0),
                Input::Ref(_) => ("thing", 0),
                Input::Link => ("link", 0),
                Input::Mail => ("mail", 0),
                Input::Person => ("line", 60),
            };
            let options: Vec<Value> = match field.input {
                Input::Choice(list) => list
                    .codes
                    .iter()
                    .map(|code| json!({ "value": code, "label": self.words.plain(self.lang, &list.label_key(code)) }))
                    .collect(),
                Input::Yes => ["true", "false"]
                    .iter()
                    .zip(["entry-yes", "entry-no"])
                    .map(|(value, key)| json!({ "value": value, "label": self.words.plain(self.lang, key) }))
                    .collect(),
                Input::Days => self.week(),
                _ => Vec::new(),
            };
            let chosen: Vec<String> = match field.input {
                Input::Days => canonical
                    .chars()
                    .enumerate()
                    .filter(|(_, c)| *c != '-')
                    .map(|(place, _)| (place + 1).to_string())
                    .collect(),
                _ => Vec::new(),
            };
            let suggest = match field.input {
                Input::Ref(target) => Some(target.kind().paths.suggest),
                _ => None,
            };
            let hint_key = format!("entry-hint-{}", field.name.replace('_', "-"));
            let hint = self.words.knows(self.lang, &hint_key).then(|| self.words.plain(self.lang, &hint_key));
            json!({
                "name": field.name, "label": self.label(field.name), "control": control, "value": shown,
                "needed": field.needed, "longest": longest, "options": options, "chosen": chosen,
                "suggest": suggest, "hint": hint,
            })
        };
        let section = |s: &super::Section| {
            json!({
                "name": s.name,
                "label": self.words.plain(self.lang, &format!("entry-section-{}", s.name)),
                "open": s.fields.iter().any(|f| f.needed) || matches!(s.name, "names" | "home" | "identity" | "use"),
                "fields": s.fields.iter().map(control).collect::<Vec<_>>(),
            })
        };
        kind.sections.iter().map(section).collect()
    }

    fn week(&self) -> Vec<Value> {
        use jiff::civil::Weekday;
        (0..7_i8)
            .filter_map(|offset| Weekday::from_monday_zero_offset(offset).ok())
            .map(|day| {
                let number = (day.to_monday_zero_offset() + 1).to_string();
                json!({ "value": number, "label": format::weekday(self.lang, day) })
            })
            .collect()
    }

    /// Changed fields as rows: label, before, after.
    pub fn changes<'c>(
        &self,
        kind: &Kind,
        changes: impl IntoIterator<Item = (&'c str, &'c str, &'c str)>,
        names: &Names,
    ) -> Vec<Value> {
        changes
            .into_iter()
            .map(|(name, before, after)| {
                let shown = |v: &str| kind.field(name).map_or_else(|| v.to_owned(), |f| self.value(f, v, names));
                json!({ "field": name, "label": self.label(name), "before": shown(before), "after": shown(after) })
            })
            .collect()
    }
}

/// Message key of a field's label.
pub fn field_key(field: &str) -> String {
    format!("entry-field-{}", field.replace('_', "-"))
}

/// Ids of the things that values refer to, by kind.
pub fn references(kind: &Kind, all: &[&Values]) -> BTreeMap<KindKey, Vec<String>> {
    let mut found: BTreeMap<KindKey, Vec<String>> = BTreeMap::new();
    for field in kind.fields() {
        let Input::Ref(target) = field.input else { continue };
        for id in all.iter().map(|v| v.get(field.name)).filter(|id| id.parse::<ThingId>().is_ok()) {
            let ids = found.entry(target).or_default();
            if !ids.iter().any(|known| known == id) {
                ids.push(id.to_owned());
            }
        }
    }
    found
}

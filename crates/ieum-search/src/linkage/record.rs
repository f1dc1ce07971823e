//! What is compared: records of typed fields, and what is worked out of them once.

use super::bag::{Bag, Terms, Words};
use super::{code, text};

/// What a field holds, which decides how two values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// A short name in words; its model codes count as well.
    Name,
    /// Sentences; model codes in them count as well.
    Text,
    /// A model code.
    Code,
    /// A number that only one thing has, such as a registration number; equal or not.
    Identifier,
    /// A number; how near two are.
    Number,
    /// A year, or another whole number in which one more is another thing.
    Year,
    /// A name from a small set, such as a maker: the same one may be written in another script or another way.
    Category,
    /// Names of people, separated by commas.
    People,
}

/// One field of a schema.
#[derive(Debug, Clone)]
pub struct Field {
    /// Its name, as the reasons give it back.
    pub name: String,
    /// What it holds.
    pub kind: FieldKind,
}

/// The fields of records, in the order of their values.
#[derive(Debug, Clone, Default)]
pub struct Schema {
    /// The fields.
    pub fields: Vec<Field>,
}

impl Schema {
    /// A schema of these fields.
    pub fn of(fields: &[(&str, FieldKind)]) -> Self {
        let field = |(name, kind): &(&str, FieldKind)| Field { name: (*name).to_owned(), kind: *kind };
        Self { fields: fields.iter().map(field).collect() }
    }
}

/// One thing, written down once.
#[derive(Debug, Clone, Default)]
pub struct Record {
    /// What the caller knows it by.
    pub id: String,
    /// Values in the schema's order; an empty or missing one says nothing.
    pub values: Vec<String>,
}

/// One value, ready to compare.
#[derive(Debug, Clone, Default)]
pub(super) struct Prepared {
    /// Letters and digits in one spelling.
    pub(super) squeezed: String,
    /// Index terms (stems, pairs of syllables, codes).
    pub(super) terms: Bag,
    /// Whole words.
    pub(super) words: Words,
    /// Runs of three letters.
    pub(super) trigrams: Bag,
    /// Single letters, Hangul taken apart; short values only.
    pub(super) letters: Vec<char>,
    /// How it sounds.
    pub(super) sound: Vec<char>,
    /// The number of the whole value among the field's values.
    pub(super) value: u32,
    /// The value as a number.
    pub(super) number: Option<f64>,
    /// People: last names with the first letters of the others.
    pub(super) people: Vec<(String, String)>,
}

/// One record, ready to compare.
#[derive(Debug, Clone, Default)]
pub(super) struct Ready {
    /// One per field; `None` where the record says nothing.
    pub(super) values: Vec<Option<Prepared>>,
    /// Model codes anywhere in the record with their numbers, the code field's first.
    pub(super) codes: Vec<(u32, String)>,
    /// Names, codes and texts squeezed into one run of letters.
    pub(super) run: Vec<char>,
    /// Letters of the names only.
    pub(super) name_run: Vec<char>,
    /// Numbers and measures in the names.
    pub(super) measures: Bag,
    /// Entries of the glossary that the names speak of, whatever the language.
    pub(super) concepts: Bag,
    /// Index terms of everything.
    pub(super) all: Bag,
}

/// The tables of terms of one field.
#[derive(Debug, Clone, Default)]
pub(super) struct Tables {
    pub(super) terms: Terms,
    pub(super) words: Terms,
    pub(super) trigrams: Terms,
    pub(super) values: Terms,
}

/// All records, ready to compare, with how often each term occurs.
#[derive(Debug, Clone, Default)]
pub struct Corpus {
    pub(super) schema: Schema,
    pub(super) ready: Vec<Ready>,
    pub(super) tables: Vec<Tables>,
    pub(super) codes: Terms,
    pub(super) concepts: Terms,
    pub(super) all: Terms,
    pub(super) measures: Terms,
}

/// Longest values compared letter by letter.
const LETTERWISE: usize = 80;
/// Most letters of a record's run.
const RUN: usize = 500;

/// What one value is made of, before its terms have numbers.
#[derive(Debug, Clone, Default)]
struct Pieces {
    raw: String,
    squeezed: String,
    terms: Vec<String>,
    words: Vec<String>,
    trigrams: Vec<String>,
}

/// What one record is made of.
#[derive(Debug, Clone, Default)]
struct Parts {
    fields: Vec<Option<Pieces>>,
    codes: Vec<String>,
    concepts: Vec<String>,
    all: Vec<String>,
    measures: Vec<String>,
}

impl Corpus {
    /// Prepares records once; comparing two is cheap afterwards.
    pub fn new(schema: Schema, records: &[Record]) -> Self {
        let mut corpus =
            Self { tables: vec![Tables::default(); schema.fields.len()], schema, ..Self::default() };
        let parts: Vec<Parts> = records.iter().map(|record| corpus.parts(record)).collect();
        for record in &parts {
            corpus.learn(record);
        }
        corpus.ready = parts.iter().map(|record| corpus.prepare(record)).collect();
        corpus
    }

    /// How many records there are.
    pub fn len(&self) -> usize {
        self.ready.len()
    }

    /// Whether there is no record.
    pub fn is_empty(&self) -> bool {
        self.ready.is_empty()
    }

    /// The schema the records follow.
    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    /// How often two records drawn at random agree on each field: the sum of squared shares.
    pub(super) fn collisions(&self) -> Vec<f64> {
        self.tables.iter().map(|tables| tables.values.collision()).collect()
    }

    /// A record that is not one of the corpus, ready to be compared with those that are.
    pub(super) fn outside(&self, record: &Record) -> Ready {
        self.prepare(&self.parts(record))
    }

    fn parts(&self, record: &Record) -> Parts {
        let mut parts = Parts::default();
        for (at, field) in self.schema.fields.iter().enumerate() {
            let raw = record.values.get(at).map(|v| v.trim()).unwrap_or_default();
            let pieces = Pieces::of(field.kind, raw);
            if let Some(pieces) = &pieces {
                parts.add(field.kind, pieces);
            }
            parts.fields.push(pieces);
        }
        let mut seen: Vec<String> = Vec::new();
        parts.codes.retain(|code| {
            let fresh = !seen.contains(code);
            if fresh {
                seen.push(code.clone());
            }
            fresh
        });
        parts
    }

    fn learn(&mut self, parts: &Parts) {
        for (pieces, tables) in parts.fields.iter().zip(&mut self.tables) {
            let Some(pieces) = pieces else { continue };
            tables.values.learn(std::slice::from_ref(&pieces.squeezed));
            tables.terms.learn(&pieces.terms);
            tables.words.learn(&pieces.words);
            tables.trigrams.learn(&pieces.trigrams);
        }
        self.codes.learn(&parts.codes);
        self.concepts.learn(&parts.concepts);
        self.all.learn(&parts.all);
        self.measures.learn(&parts.measures);
    }

    fn prepare(&self, parts: &Parts) -> Ready {
        let mut ready = Ready::default();
        for ((field, pieces), tables) in self.schema.fields.iter().zip(&parts.fields).zip(&self.tables) {
            let Some(pieces) = pieces else {
                ready.values.push(None);
                continue;
            };
            ready.values.push(Some(pieces.prepare(field.kind, tables)));
            if matches!(field.kind, FieldKind::Name | FieldKind::Text | FieldKind::Code) {
                ready.run.extend(pieces.squeezed.chars().take(RUN.saturating_sub(ready.run.len())));
            }
            if field.kind == FieldKind::Name {
                ready.name_run.extend(pieces.squeezed.chars().take(LETTERWISE));
            }
        }
        let numbered = self.codes.counted(&parts.codes);
        ready.codes = numbered.into_iter().map(|(id, _, code)| (id, code.to_owned())).collect();
        ready.concepts = Bag::of(&parts.concepts, &self.concepts);
        ready.all = Bag::of(&parts.all, &self.all);
        ready.measures = Bag::of(&parts.measures, &self.measures);
        ready
    }
}

impl Parts {
    fn add(&mut self, kind: FieldKind, pieces: &Pieces) {
        match kind {
            FieldKind::Name | FieldKind::Text => {
                self.codes.extend(code::codes(&pieces.raw));
                self.all.extend(pieces.terms.iter().cloned());
            }
            FieldKind::Code => {
                self.codes.push(pieces.squeezed.clone());
                self.codes.extend(code::codes(&pieces.raw));
                self.all.push(pieces.squeezed.clone());
            }
            _ => {}
        }
        if kind == FieldKind::Name {
            let numbered = pieces.words.iter().filter(|word| word.chars().any(|c| c.is_ascii_digit()));
            self.measures.extend(numbered.cloned());
            self.concepts.extend(super::concepts::concepts(&pieces.raw));
        }
    }
}

impl Pieces {
    fn of(kind: FieldKind, raw: &str) -> Option<Self> {
        let named;
        let raw = if kind == FieldKind::Category {
            named = super::organisation::core(raw);
            named.as_str()
        } else {
            raw
        };
        let squeezed = text::squeezed(raw);
        if squeezed.is_empty() {
            return None;
        }
        let mut pieces = Self { raw: raw.to_owned(), squeezed, ..Self::default() };
        if matches!(kind, FieldKind::Name | FieldKind::Text | FieldKind::Category) {
            pieces.terms = crate::analysis::terms(raw);
            pieces.words = text::words(raw);
        }
        if matches!(kind, FieldKind::Name | FieldKind::Category) {
            pieces.trigrams = text::trigrams(raw);
        }
        Some(pieces)
    }

    fn prepare(&self, kind: FieldKind, tables: &Tables) -> Prepared {
        let counted = tables.values.counted(std::slice::from_ref(&self.squeezed));
        let mut value = Prepared {
            squeezed: self.squeezed.clone(),
            value: counted.first().map_or(0, |(id, ..)| *id),
            terms: Bag::of(&self.terms, &tables.terms),
            words: Words::of(&self.words, &tables.words),
            trigrams: Bag::of(&self.trigrams, &tables.trigrams),
            ..Prepared::default()
        };
        match kind {
            FieldKind::Name => {
                value.letters = text::letters(&self.raw).into_iter().take(LETTERWISE).collect()
            }
            FieldKind::Category => {
                value.letters = text::letters(&self.raw).into_iter().take(LETTERWISE).collect();
                value.sound = text::sound(&self.raw).chars().collect();
            }
            FieldKind::Number | FieldKind::Year => value.number = parse_number(&self.raw),
            FieldKind::People => value.people = people(&self.raw),
            FieldKind::Text | FieldKind::Code | FieldKind::Identifier => {}
        }
        value
    }
}

/// A number as people write one: thousands separators, a currency sign before it.
fn parse_number(raw: &str) -> Option<f64> {
    let bare: String = raw.chars().filter(|c| c.is_ascii_digit() || matches!(c, '.' | '-')).collect();
    bare.parse::<f64>().ok().filter(|value| value.is_finite())
}

/// Last names with the first letters of the others: `w. i. grosky` is (`grosky`, `wi`).
fn people(raw: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for person in raw.split([',', ';']) {
        let mut words = text::words(person);
        if let Some(last) = words.pop() {
            let initials = words.iter().filter_map(|word| word.chars().next()).collect();
            found.push((last, initials));
        }
    }
    found.sort();
    found
}

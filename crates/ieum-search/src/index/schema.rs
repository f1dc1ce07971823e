//! How documents lie in the index engine.

use super::meaning::{mark, pieces};
use super::{Document, FieldName};
use crate::analysis::{Dictionary, TOKENIZER, initials, letters};
use tantivy::TantivyDocument;
use tantivy::schema::document::{
    DeserializeError, DocumentDeserialize, DocumentDeserializer, ValueDeserialize, ValueDeserializer,
};
use tantivy::schema::{
    Field, IndexRecordOption, NumericOptions, STORED, Schema, SchemaBuilder, TextFieldIndexing, TextOptions,
};

/// Stands between key and value of a filter term; never occurs in either.
pub(crate) const SEPARATOR: char = '\u{1f}';

/// Letters of a name kept for autocomplete.
const LETTERS_KEPT: usize = 30;
/// Initial consonants of a name kept for autocomplete.
const INITIALS_KEPT: usize = 16;
/// Words of a name that autocomplete can start at.
const STARTS: usize = 6;

/// The engine's fields.
#[derive(Clone)]
pub(crate) struct Fields {
    pub(crate) id: Field,
    pub(crate) kind: Field,
    pub(crate) filter: Field,
    pub(crate) visibility: Field,
    pub(crate) boost: Field,
    /// Tells what the record says from what others say.
    pub(crate) mark: Field,
    pub(crate) letters: Field,
    pub(crate) initials: Field,
    pub(crate) texts: [Field; FieldName::ALL.len()],
    /// The same texts in morphemes, where there is a dictionary.
    morphemes: Vec<Field>,
}

impl Fields {
    /// With a field for the morphemes of each text where there is a dictionary; `dictionary` tells it from others.
    pub(crate) fn build(dictionary: Option<u64>) -> (Schema, Self) {
        let mut builder = SchemaBuilder::new();
        let exact = |name: &str, builder: &mut SchemaBuilder, stored: bool| {
            let indexing = TextFieldIndexing::default()
                .set_tokenizer("raw")
                .set_fieldnorms(false)
                .set_index_option(IndexRecordOption::Basic);
            let options = TextOptions::default().set_indexing_options(indexing);
            builder.add_text_field(name, if stored { options.set_stored() } else { options })
        };
        let id = exact("id", &mut builder, true);
        let kind = builder.add_text_field("kind", STORED);
        let filter = exact("filter", &mut builder, false);
        let visibility = exact("visibility", &mut builder, false);
        let letters = exact("letters", &mut builder, false);
        let initials = exact("initials", &mut builder, false);
        let boost = builder.add_f64_field("boost", NumericOptions::default().set_fast());
        let mark = builder.add_u64_field("mark", NumericOptions::default().set_fast());
        let texts = FieldName::ALL.map(|name| {
            let indexing = TextFieldIndexing::default()
                .set_tokenizer(TOKENIZER)
                .set_fieldnorms(true)
                .set_index_option(IndexRecordOption::WithFreqsAndPositions);
            builder
                .add_text_field(name.column(), TextOptions::default().set_indexing_options(indexing) | STORED)
        });
        // Another dictionary makes other fields, so that the index is built again.
        let morphemes = FieldName::ALL.into_iter().filter_map(|name| {
            let indexing = TextFieldIndexing::default()
                .set_tokenizer("whitespace")
                .set_fieldnorms(true)
                .set_index_option(IndexRecordOption::WithFreqs);
            let column = format!("{}_{:016x}", name.column(), dictionary?);
            Some(builder.add_text_field(&column, TextOptions::default().set_indexing_options(indexing)))
        });
        let morphemes = morphemes.collect();
        let fields = Self { id, kind, filter, visibility, boost, mark, letters, initials, texts, morphemes };
        (builder.build(), fields)
    }

    /// The field of the morphemes of a text.
    pub(crate) fn morphemes(&self, name: FieldName) -> Option<Field> {
        let place = FieldName::ALL.iter().position(|own| *own == name)?;
        self.morphemes.get(place).copied()
    }

    /// All fields that words are looked up in, each with what it stands for.
    pub(crate) fn looked_up(&self) -> impl Iterator<Item = (FieldName, Field)> {
        let morphemes = FieldName::ALL.into_iter().zip(self.morphemes.iter().copied());
        FieldName::ALL.into_iter().map(|name| (name, self.text(name))).chain(morphemes)
    }

    pub(crate) fn text(&self, name: FieldName) -> Field {
        let [n, alias, method, test_item, spec, description, organisation] = self.texts;
        match name {
            FieldName::Name => n,
            FieldName::Alias => alias,
            FieldName::Method => method,
            FieldName::TestItem => test_item,
            FieldName::Spec => spec,
            FieldName::Description => description,
            FieldName::Organisation => organisation,
        }
    }

    pub(crate) fn document(&self, document: &Document, dictionary: Option<&Dictionary>) -> TantivyDocument {
        let mut out = TantivyDocument::new();
        out.add_text(self.id, &document.id);
        out.add_text(self.kind, &document.kind);
        out.add_text(self.filter, filter_term("kind", &document.kind));
        for (key, value) in &document.filters {
            out.add_text(self.filter, filter_term(key, value));
        }
        for term in &document.visibility {
            out.add_text(self.visibility, term);
        }
        if document.boost != 0.0 && document.boost.is_finite() {
            out.add_f64(self.boost, document.boost.clamp(-0.6, 0.6));
        }
        let said = FieldName::ALL.into_iter().flat_map(|name| {
            let of_name = document.fields.iter().filter(move |(field, _)| *field == name);
            of_name.map(|(field, text)| (*field, text.as_str()))
        });
        out.add_u64(self.mark, mark(&pieces(said)));
        for (name, text) in &document.fields {
            out.add_text(self.text(*name), text);
            if let (Some(dictionary), Some(field)) = (dictionary, self.morphemes(*name)) {
                out.add_text(field, dictionary.terms(text).join(" "));
            }
            if matches!(name, FieldName::Name | FieldName::Alias) {
                self.add_starts(text, &mut out);
            }
        }
        out
    }

    /// Id and kind of a document as stored.
    pub(crate) fn identity(&self, stored: &Stored) -> (String, String) {
        let text = |field| stored.texts(field).next().unwrap_or_default().to_owned();
        (text(self.id), text(self.kind))
    }

    /// The name from each of its first words on, for autocomplete.
    fn add_starts(&self, name: &str, out: &mut TantivyDocument) {
        let mut rest = name.trim();
        for _ in 0..STARTS {
            if rest.is_empty() {
                break;
            }
            let mut all = letters(rest);
            shorten(&mut all, LETTERS_KEPT);
            if !all.is_empty() {
                out.add_text(self.letters, &all);
            }
            if !rest.is_ascii() {
                let mut first = initials(rest);
                shorten(&mut first, INITIALS_KEPT);
                if first != all && !first.is_empty() {
                    out.add_text(self.initials, &first);
                }
            }
            rest = rest.split_once(|c: char| !c.is_alphanumeric()).map_or("", |(_, after)| after);
            rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
        }
    }
}

/// The texts of a document as they are stored.
pub(crate) struct Stored(Vec<(Field, String)>);

impl Stored {
    /// The texts of one field.
    pub(crate) fn texts(&self, field: Field) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |(own, _)| *own == field).map(|(_, text)| text.as_str())
    }
}

impl DocumentDeserialize for Stored {
    fn deserialize<'de, D: DocumentDeserializer<'de>>(mut from: D) -> Result<Self, DeserializeError> {
        let mut texts = Vec::with_capacity(from.size_hint());
        while let Some((field, Text(text))) = from.next_field()? {
            texts.push((field, text));
        }
        Ok(Self(texts))
    }
}

/// Only texts are stored.
struct Text(String);

impl ValueDeserialize for Text {
    fn deserialize<'de, D: ValueDeserializer<'de>>(from: D) -> Result<Self, DeserializeError> {
        from.deserialize_string().map(Self)
    }
}

/// The term of a filter.
pub(crate) fn filter_term(key: &str, value: &str) -> String {
    format!("{key}{SEPARATOR}{value}")
}

fn shorten(text: &mut String, most: usize) {
    if let Some((cut, _)) = text.char_indices().nth(most) {
        text.truncate(cut);
    }
}

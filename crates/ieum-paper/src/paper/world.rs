//! The closed world in which a paper is set: one template, one data file, two fonts; no clock, no disk, no network.

use super::{Fonts, MOST_BYTES, MOST_PAGES, PaperError, clean};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::LazyLock;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt as _, World};
use typst_pdf::PdfOptions;

static TEMPLATE: &str = include_str!("../../templates/paper.typ");
static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));

struct Desk<'a> {
    fonts: &'a Fonts,
    template: Source,
    data_id: FileId,
    data: Bytes,
}

impl World for Desk<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.fonts.book
    }

    fn main(&self) -> FileId {
        self.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.template.id() { Ok(self.template.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data_id { Ok(self.data.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.faces.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// Sets `content` with the part of the template called `form`.
pub(super) fn set(fonts: &Fonts, form: &str, content: &impl Serialize) -> Result<Vec<u8>, PaperError> {
    let mut content =
        serde_json::to_value(content).map_err(|error| PaperError::Setting(error.to_string()))?;
    clean::clean(&mut content);
    let data = serde_json::to_vec(&json!({ "form": form, "content": content }))
        .map_err(|error| PaperError::Setting(error.to_string()))?;
    // The document's identity is its content, so that the same paper is the same file.
    let ident = String::from_utf8_lossy(&data).into_owned();
    let desk = Desk {
        fonts,
        template: Source::new(place("paper.typ")?, TEMPLATE.to_owned()),
        data_id: place("data.json")?,
        data: Bytes::new(data),
    };
    let document = typst::compile(&desk).output.map_err(|problems| told(&problems))?;
    let options = PdfOptions {
        ident: Smart::Custom(ident),
        creator: Smart::Custom(Some("Ieum".to_owned())),
        timestamp: None,
        ..PdfOptions::default()
    };
    let pdf = typst_pdf::pdf(&document, &options).map_err(|problems| told(&problems));
    // Papers rarely repeat: what was remembered while setting this one would only hold memory.
    typst::comemo::evict(0);
    let pages = document.pages().len();
    if pages > MOST_PAGES {
        return Err(PaperError::TooLarge { of: "pages", found: pages, most: MOST_PAGES });
    }
    let pdf = pdf?;
    if pdf.len() > MOST_BYTES {
        return Err(PaperError::TooLarge { of: "bytes", found: pdf.len(), most: MOST_BYTES });
    }
    Ok(pdf)
}

/// How many letters the texts of a value have together.
pub(super) fn count(content: &impl Serialize) -> usize {
    fn of(value: &Value) -> usize {
        match value {
            Value::String(text) => text.chars().count(),
            Value::Array(items) => items.iter().map(of).sum(),
            Value::Object(map) => map.iter().filter(|(key, _)| *key != "svg").map(|(_, item)| of(item)).sum(),
            Value::Null | Value::Bool(_) | Value::Number(_) => 0,
        }
    }
    serde_json::to_value(content).map_or(usize::MAX, |value| of(&value))
}

/// Every letter in the texts of a value, each once.
pub(super) fn letters(content: &impl Serialize) -> BTreeSet<char> {
    fn gather(value: &Value, into: &mut BTreeSet<char>) {
        match value {
            Value::String(text) => into.extend(text.chars()),
            Value::Array(items) => items.iter().for_each(|item| gather(item, into)),
            Value::Object(map) => {
                map.iter().filter(|(key, _)| *key != "svg").for_each(|(_, item)| gather(item, into))
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
    let mut found = BTreeSet::new();
    if let Ok(value) = serde_json::to_value(content) {
        gather(&value, &mut found);
    }
    found
}

fn place(name: &str) -> Result<FileId, PaperError> {
    let path = VirtualPath::new(name).map_err(|error| PaperError::Setting(format!("{error:?}")))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

fn told(problems: &[typst::diag::SourceDiagnostic]) -> PaperError {
    let told: Vec<&str> = problems.iter().map(|problem| problem.message.as_str()).collect();
    PaperError::Setting(told.join("; "))
}

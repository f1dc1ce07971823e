//! Sections that every kind has.

use super::codes;
use super::input::Input;
use super::kind::{Field, KindKey, Section};

/// Longest name, letters.
pub const NAME: usize = 200;
/// Longest text, letters.
pub const TEXT: usize = 8_000;

/// What it is called and what it is for. One name is enough, in either language.
pub const NAMES: Section = Section {
    name: "names",
    fields: &[
        Field::new("name_ko", Input::Line(NAME)),
        Field::new("name_en", Input::Line(NAME)),
        Field::new("description_ko", Input::Words(TEXT)),
        Field::new("description_en", Input::Words(TEXT)),
        Field::new("keywords", Input::Line(1_000)),
        Field::new("homepage", Input::Link),
    ],
};

/// Whose it is and where.
pub const HOME: Section = Section {
    name: "home",
    fields: &[
        Field::new("facility_id", Input::Ref(KindKey::Facility)),
        Field::new("organisation_id", Input::Ref(KindKey::Organisation)),
        Field::new("region", Input::Choice(&codes::REGION)),
    ],
};

/// Where the facts come from.
pub const ORIGIN: Section = Section {
    name: "origin",
    fields: &[Field::new("source", Input::Line(200)), Field::new("source_id", Input::Line(200))],
};

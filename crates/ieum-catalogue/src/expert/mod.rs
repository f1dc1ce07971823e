//! Experts: people known for what they can solve.

use crate::entry::{Field, Identity, Input, Kind, KindKey, Section, codes, paths, shared};

mod store;

/// What an expert is.
pub static KIND: Kind = Kind {
    key: KindKey::Expert,
    paths: paths!("experts"),
    sections: SECTIONS,
    facets: &["science_field", "availability", "region"],
    searched: &["fields"],
    links: &[KindKey::Method, KindKey::Instrument],
    statements: &store::STATEMENTS,
};

static SECTIONS: &[Section] = &[
    shared::NAMES,
    Section {
        name: "expert",
        fields: &[
            Field::new("science_field", Input::Choice(&codes::SCIENCE_FIELD)),
            Field::new("availability", Input::Choice(&codes::AVAILABILITY)),
            Field::new("fields", Input::Line(1_000)),
            Field::new("career_ko", Input::Words(4_000)),
            Field::new("career_en", Input::Words(4_000)),
            Field::new("orcid", Input::Line(40)),
            Field::new("person_id", Input::Person).identity(Identity::Unique),
        ],
    },
    shared::HOME,
    shared::ORIGIN,
];

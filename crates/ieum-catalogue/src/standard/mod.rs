//! Standards that methods and services follow.

use crate::entry::{Field, Identity, Input, Kind, KindKey, Section, codes, paths, shared};

mod store;

/// What a standard is.
pub static KIND: Kind = Kind {
    key: KindKey::Standard,
    paths: paths!("standards"),
    sections: SECTIONS,
    facets: &["body", "status"],
    searched: &["number"],
    links: &[],
    statements: &store::STATEMENTS,
};

static SECTIONS: &[Section] = &[
    shared::NAMES,
    Section {
        name: "standard",
        fields: &[
            Field::new("number", Input::Line(80)).identity(Identity::Unique),
            Field::new("body", Input::Choice(&codes::STANDARD_BODY)),
            Field::new("status", Input::Choice(&codes::STANDARD_STATUS)),
            Field::new("edition", Input::Line(40)),
            Field::new("scope_ko", Input::Words(4_000)),
            Field::new("scope_en", Input::Words(4_000)),
        ],
    },
    shared::HOME,
    shared::ORIGIN,
];

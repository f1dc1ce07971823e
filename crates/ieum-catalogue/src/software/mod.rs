//! Software for research.

use crate::entry::{Field, Input, Kind, KindKey, Section, codes, paths, shared};

mod store;

/// What a software is.
pub static KIND: Kind = Kind {
    key: KindKey::Software,
    paths: paths!("software"),
    sections: SECTIONS,
    facets: &["licence_kind", "region"],
    searched: &["operations"],
    links: &[],
    statements: &store::STATEMENTS,
};

static SECTIONS: &[Section] = &[
    shared::NAMES,
    Section {
        name: "software",
        fields: &[
            Field::new("licence_kind", Input::Choice(&codes::LICENCE_KIND)),
            Field::new("licence", Input::Line(200)),
            Field::new("release", Input::Line(60)),
            Field::new("operations", Input::Words(4_000)),
            Field::new("topics", Input::Words(4_000)),
            Field::new("repository", Input::Link),
        ],
    },
    shared::HOME,
    shared::ORIGIN,
];

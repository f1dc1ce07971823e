//! Methods: ways to measure or make something.

use crate::entry::{Field, Input, Kind, KindKey, Section, codes, paths, shared};

mod store;

/// What a method is.
pub static KIND: Kind = Kind {
    key: KindKey::Method,
    paths: paths!("methods"),
    sections: SECTIONS,
    facets: &["family", "stage", "region"],
    searched: &["technique", "analytes", "standards"],
    links: &[KindKey::Standard, KindKey::Software],
    statements: &store::STATEMENTS,
};

static SECTIONS: &[Section] = &[
    shared::NAMES,
    Section {
        name: "method",
        fields: &[
            Field::new("family", Input::Choice(&codes::METHOD_FAMILY)),
            Field::new("stage", Input::Choice(&codes::STAGE)),
            Field::new("technique", Input::Line(300)),
            Field::new("analytes", Input::Words(4_000)),
            Field::new("matrices", Input::Words(4_000)),
            Field::new("standards", Input::Line(1_000)),
            Field::new("chmo_id", Input::Line(40)),
            Field::new("range", Input::Line(300)),
            Field::new("detection_limit", Input::Line(200)),
            Field::new("sample_needs_ko", Input::Words(4_000)),
            Field::new("sample_needs_en", Input::Words(4_000)),
            Field::new("hazards", Input::Words(2_000)),
        ],
    },
    shared::HOME,
    shared::ORIGIN,
];

//! Datasets: what was measured of what, on what terms others get it.

use crate::entry::{Field, Input, Kind, KindKey, Section, codes, paths, shared};

mod store;

/// What a dataset is.
pub static KIND: Kind = Kind {
    key: KindKey::Dataset,
    paths: paths!("datasets"),
    sections: SECTIONS,
    facets: &["data_kind", "data_access", "region"],
    searched: &["subjects", "doi"],
    links: &[KindKey::Method, KindKey::Instrument],
    statements: &store::STATEMENTS,
};

static SECTIONS: &[Section] = &[
    shared::NAMES,
    Section {
        name: "dataset",
        fields: &[
            Field::new("data_kind", Input::Choice(&codes::DATA_KIND)),
            Field::new("subjects", Input::Words(4_000)),
            Field::new("methods", Input::Words(4_000)),
            Field::new("measured_from", Input::Day),
            Field::new("measured_to", Input::Day),
            Field::new("volume", Input::Line(120)),
            Field::new("formats", Input::Line(200)),
        ],
    },
    Section {
        name: "terms",
        fields: &[
            Field::new("data_access", Input::Choice(&codes::DATA_ACCESS)),
            Field::new("licence", Input::Line(200)),
            Field::new("doi", Input::Line(200)),
        ],
    },
    shared::HOME,
    shared::ORIGIN,
];

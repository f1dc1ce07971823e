//! Resources: samples, materials, strains, collections.

use crate::entry::{Field, Input, Kind, KindKey, Section, codes, paths, shared};

mod store;

/// What a resource is.
pub static KIND: Kind = Kind {
    key: KindKey::Resource,
    paths: paths!("resources"),
    sections: SECTIONS,
    facets: &["resource_kind", "access_mode", "region"],
    searched: &["taxon"],
    links: &[KindKey::Method],
    statements: &store::STATEMENTS,
};

static SECTIONS: &[Section] = &[
    shared::NAMES,
    Section {
        name: "resource",
        fields: &[
            Field::new("resource_kind", Input::Choice(&codes::RESOURCE_KIND)),
            Field::new("access_mode", Input::Choice(&codes::ACCESS_MODE)),
            Field::new("quantity", Input::Line(200)),
            Field::new("storage", Input::Line(300)),
            Field::new("conditions_ko", Input::Words(2_000)),
            Field::new("conditions_en", Input::Words(2_000)),
            Field::new("taxon", Input::Line(200)),
        ],
    },
    shared::HOME,
    shared::ORIGIN,
];

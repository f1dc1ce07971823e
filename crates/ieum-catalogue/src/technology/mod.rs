//! Technologies that somebody offers to others: what they solve, how mature they are, on what rights they stand.

use crate::entry::{Field, Input, Kind, KindKey, Section, codes, paths, shared};

mod store;

/// What a technology is.
pub static KIND: Kind = Kind {
    key: KindKey::Technology,
    paths: paths!("technologies"),
    sections: SECTIONS,
    facets: &["trl", "rights", "six_t", "region"],
    searched: &["patent_number", "applications"],
    links: &[KindKey::Method, KindKey::Expert],
    statements: &store::STATEMENTS,
};

static SECTIONS: &[Section] = &[
    shared::NAMES,
    Section {
        name: "technology",
        fields: &[
            // What a firm has to know first: which problem it solves, and where.
            Field::new("solves", Input::Words(4_000)),
            Field::new("applications", Input::Words(4_000)),
            Field::new("trl", Input::Choice(&codes::TRL)),
            Field::new("six_t", Input::Choice(&codes::SIX_T)),
        ],
    },
    Section {
        name: "rights",
        fields: &[
            Field::new("rights", Input::Choice(&codes::RIGHTS)),
            Field::new("patent_number", Input::Line(200)),
            Field::new("rights_until", Input::Day),
            Field::new("offers_licence", Input::Yes),
            Field::new("offers_transfer", Input::Yes),
            Field::new("offers_joint", Input::Yes),
        ],
    },
    shared::HOME,
    shared::ORIGIN,
];

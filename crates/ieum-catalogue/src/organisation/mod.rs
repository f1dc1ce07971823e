//! Organisations: firms, universities, institutes, hospitals, government bodies and support agencies.

use crate::entry::{Field, Identity, Input, Kind, KindKey, Section, codes, paths, shared};

pub mod numbers;
mod store;

/// What an organisation is.
pub static KIND: Kind = Kind {
    key: KindKey::Organisation,
    paths: paths!("organisations"),
    sections: SECTIONS,
    facets: &["kind", "size", "region"],
    searched: &["business_number", "ror_id", "aliases"],
    links: &[],
    statements: &store::STATEMENTS,
};

static SECTIONS: &[Section] = &[
    shared::NAMES,
    Section {
        name: "identity",
        fields: &[
            Field::new("kind", Input::Choice(&codes::ORGANISATION_KIND)).needed(),
            Field::new("size", Input::Choice(&codes::FIRM_SIZE)),
            Field::new("business_number", Input::Line(20)).identity(Identity::Unique),
            Field::new("ror_id", Input::Line(60)).identity(Identity::Unique),
            Field::new("founded_on", Input::Day),
            Field::new("organisation_id", Input::Ref(KindKey::Organisation)),
        ],
    },
    Section {
        name: "place",
        fields: &[
            Field::new("region", Input::Choice(&codes::REGION)),
            Field::new("address", Input::Line(300)),
            Field::new("postcode", Input::Line(20)),
            Field::new("phone", Input::Line(40)),
            Field::new("email", Input::Mail),
        ],
    },
    Section {
        name: "profile",
        fields: &[
            Field::new("aliases", Input::Words(1_000)),
            Field::new("industry_code", Input::Line(20)),
            Field::new("employees", Input::Whole { least: 0, most: 10_000_000 }),
            Field::new("facility_id", Input::Ref(KindKey::Facility)),
        ],
    },
    shared::ORIGIN,
];

//! Services: what a provider does for a price.

use crate::entry::{Field, Input, Kind, KindKey, Section, codes, paths, shared};

mod store;

/// What a service is.
pub static KIND: Kind = Kind {
    key: KindKey::Service,
    paths: paths!("services"),
    sections: SECTIONS,
    facets: &["service_field", "access_mode", "unit", "stage", "region"],
    searched: &["accreditation"],
    links: &[KindKey::Instrument, KindKey::Standard],
    statements: &store::STATEMENTS,
};

static SECTIONS: &[Section] = &[
    shared::NAMES,
    shared::HOME,
    Section {
        name: "service",
        fields: &[
            Field::new("method_id", Input::Ref(KindKey::Method)),
            Field::new("service_field", Input::Choice(&codes::SERVICE_FIELD)),
            Field::new("stage", Input::Choice(&codes::STAGE)),
            Field::new("access_mode", Input::Choice(&codes::ACCESS_MODE)),
            Field::new("deliverable_ko", Input::Words(2_000)),
            Field::new("deliverable_en", Input::Words(2_000)),
            Field::new("price_minor", Input::Amount),
            Field::new("currency", Input::Choice(&codes::CURRENCY)).default("KRW"),
            Field::new("unit", Input::Choice(&codes::SERVICE_UNIT)),
            Field::new("turnaround_days", Input::Whole { least: 0, most: 3_650 }),
            Field::new("accreditation", Input::Line(300)),
            Field::new("sample_needs_ko", Input::Words(4_000)),
            Field::new("sample_needs_en", Input::Words(4_000)),
        ],
    },
    shared::ORIGIN,
];

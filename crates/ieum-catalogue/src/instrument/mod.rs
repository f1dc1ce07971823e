//! Instruments, with every field of the national registration form that is not personal data.

use crate::entry::{Field, Identity, Input, Kind, KindKey, Section, codes, paths, shared};

mod store;

/// What an instrument is.
pub static KIND: Kind = Kind {
    key: KindKey::Instrument,
    paths: paths!("instruments"),
    sections: SECTIONS,
    facets: &["class_major", "access_mode", "condition", "life", "use_scope", "tier", "region"],
    searched: &["maker", "model", "registration_number", "asset_number"],
    links: &[KindKey::Method],
    statements: &store::STATEMENTS,
};

static SECTIONS: &[Section] = &[
    shared::NAMES,
    Section {
        name: "identity",
        fields: &[
            Field::new("equipment_kind", Input::Choice(&codes::EQUIPMENT_KIND)),
            Field::new("parent_id", Input::Ref(KindKey::Instrument)),
            Field::new("maker", Input::Line(200)),
            Field::new("model", Input::Line(200)),
            Field::new("made_in", Input::Line(80)),
            Field::new("model_origin", Input::Line(100)),
            Field::new("registration_number", Input::Line(40)).identity(Identity::Unique),
            Field::new("asset_number", Input::Line(80)).identity(Identity::WithinFacility),
            Field::new("review_number", Input::Line(80)),
            Field::new("class_major", Input::Choice(&codes::CLASS_MAJOR)),
            Field::new("class_code", Input::Line(80)),
            Field::new("tier", Input::Choice(&codes::TIER)),
        ],
    },
    shared::HOME,
    Section {
        name: "ability",
        fields: &[
            Field::new("capability_ko", Input::Words(8_000)),
            Field::new("capability_en", Input::Words(8_000)),
            Field::new("example_ko", Input::Words(8_000)),
            Field::new("example_en", Input::Words(8_000)),
        ],
    },
    Section {
        name: "use",
        fields: &[
            Field::new("access_mode", Input::Choice(&codes::ACCESS_MODE)).needed().default("request"),
            Field::new("access", Input::Choice(&codes::ACCESS)).needed().default("open"),
            Field::new("life", Input::Choice(&codes::LIFE)).needed().default("in_service"),
            Field::new("condition", Input::Choice(&codes::CONDITION)).needed().default("ok"),
            Field::new("opens_at", Input::Clock).default("540"),
            Field::new("closes_at", Input::Clock).default("1080"),
            Field::new("open_days", Input::Days).default("MTWTF--"),
            Field::new("limits_ko", Input::Words(2_000)),
            Field::new("limits_en", Input::Words(2_000)),
        ],
    },
    Section {
        name: "sharing",
        fields: &[
            Field::new("use_scope", Input::Choice(&codes::USE_SCOPE)),
            Field::new("sharing_range", Input::Choice(&codes::SHARING_RANGE)),
            Field::new("sharing_method", Input::Choice(&codes::SHARING_METHOD)),
            Field::new("sole_use_reason", Input::Choice(&codes::SOLE_USE_REASON)),
            Field::new("sole_use_note", Input::Words(1_000)),
            Field::new("purpose", Input::Choice(&codes::PURPOSE)),
            Field::new("purpose_note", Input::Line(300)),
            Field::new("usage_state", Input::Choice(&codes::USAGE_STATE)),
        ],
    },
    Section {
        name: "place",
        fields: &[
            Field::new("place", Input::Line(300)),
            Field::new("building", Input::Line(100)),
            Field::new("above_ground", Input::Yes),
            Field::new("floor", Input::Line(20)),
            Field::new("room", Input::Line(60)),
            Field::new("postcode", Input::Line(20)),
            Field::new("address", Input::Line(300)),
            Field::new("latitude", Input::Decimal { least: -180.0, most: 180.0 }),
            Field::new("longitude", Input::Decimal { least: -180.0, most: 180.0 }),
        ],
    },
    Section {
        name: "acquisition",
        fields: &[
            Field::new("acquisition", Input::Choice(&codes::ACQUISITION)),
            Field::new("acquired_on", Input::Day),
            Field::new("price", Input::Amount),
            Field::new("quantity", Input::Whole { least: 0, most: 100_000 }),
            Field::new("built_from", Input::Day),
            Field::new("built_to", Input::Day),
            Field::new("domestic_amount", Input::Amount),
            Field::new("foreign_amount", Input::Amount),
            Field::new("developed_from", Input::Day),
            Field::new("developed_to", Input::Day),
            Field::new("development_cost", Input::Amount),
            Field::new("development_public", Input::Yes),
            Field::new("development_share", Input::Decimal { least: 0.0, most: 100.0 }),
        ],
    },
    Section {
        name: "funding",
        fields: &[
            Field::new("funded_by_research", Input::Yes),
            Field::new("programme", Input::Line(300)),
            Field::new("project", Input::Line(300)),
            Field::new("project_number", Input::Line(80)),
            Field::new("project_amount", Input::Amount),
            Field::new("project_share", Input::Decimal { least: 0.0, most: 100.0 }),
            Field::new("ministry", Input::Line(120)),
            Field::new("lead_institution", Input::Line(200)),
            Field::new("agency", Input::Line(200)),
            Field::new("project_from", Input::Day),
            Field::new("project_to", Input::Day),
            Field::new("six_t", Input::Choice(&codes::SIX_T)),
            Field::new("priority_field", Input::Choice(&codes::PRIORITY_FIELD)),
            Field::new("more_projects", Input::Words(4_000)),
        ],
    },
    Section {
        name: "disposal",
        fields: &[
            Field::new("disposal_stage", Input::Choice(&codes::DISPOSAL_STAGE)),
            Field::new("disposal_decided", Input::Choice(&codes::DISPOSAL)),
            Field::new("disposal_done", Input::Choice(&codes::DISPOSAL)),
            Field::new("disposed_on", Input::Day),
            Field::new("transferee", Input::Line(200)),
        ],
    },
    shared::ORIGIN,
];

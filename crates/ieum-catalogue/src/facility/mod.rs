//! Facilities: places that run instruments for others, among them test beds and proving grounds.

use crate::entry::{Field, Input, Kind, KindKey, Section, codes, paths, shared};

mod store;

/// What a facility is.
pub static KIND: Kind = Kind {
    key: KindKey::Facility,
    paths: paths!("facilities"),
    sections: SECTIONS,
    facets: &["category", "tier", "stage", "region"],
    searched: &["address"],
    links: &[],
    statements: &store::STATEMENTS,
};

static SECTIONS: &[Section] = &[
    shared::NAMES,
    Section {
        name: "home",
        fields: &[
            Field::new("organisation_id", Input::Ref(KindKey::Organisation)).needed(),
            Field::new("category", Input::Choice(&codes::FACILITY_CATEGORY)),
            Field::new("tier", Input::Choice(&codes::TIER)),
            Field::new("stage", Input::Choice(&codes::STAGE)),
            Field::new("facility_id", Input::Ref(KindKey::Facility)),
        ],
    },
    Section {
        name: "place",
        fields: &[
            Field::new("region", Input::Choice(&codes::REGION)),
            Field::new("address", Input::Line(300)),
            Field::new("postcode", Input::Line(20)),
            Field::new("building", Input::Line(100)),
            Field::new("floor", Input::Line(20)),
            Field::new("room", Input::Line(60)),
            Field::new("latitude", Input::Decimal { least: -180.0, most: 180.0 }),
            Field::new("longitude", Input::Decimal { least: -180.0, most: 180.0 }),
            Field::new("phone", Input::Line(40)),
            Field::new("email", Input::Mail),
        ],
    },
    Section {
        name: "guide",
        fields: &[
            Field::new("opening_note_ko", Input::Words(2_000)),
            Field::new("opening_note_en", Input::Words(2_000)),
            Field::new("field_conditions_ko", Input::Words(2_000)),
            Field::new("field_conditions_en", Input::Words(2_000)),
        ],
    },
    shared::ORIGIN,
];

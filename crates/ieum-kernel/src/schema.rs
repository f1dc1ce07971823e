//! How the shared words look in a description of the API: JSON Schema 2020-12, as OpenAPI 3.1 reads it.
//!
//! Ids and moments are texts with a form; they are written in place, so that no reader has to follow a reference.

use crate::{Id, Thing, Timestamp};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;

impl<T: Thing> JsonSchema for Id<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("Id_{}", T::PREFIX).into()
    }

    fn json_schema(_generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "pattern": format!("^{}_[0-7][0-9a-hjkmnp-tv-z]{{25}}$", T::PREFIX),
            "examples": [format!("{}_01jc3w8h5k7m9n2p4q6r8s0t1v", T::PREFIX)],
        })
    }
}

impl JsonSchema for Timestamp {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Timestamp".into()
    }

    fn json_schema(_generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "date-time", "examples": ["2026-03-02T01:00:00Z"] })
    }
}

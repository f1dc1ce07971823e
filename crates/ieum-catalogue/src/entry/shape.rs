//! How the things of a kind look to programs: the kind's fields, as JSON Schema.

use super::Input;
use super::api::Asking;
use super::kind::{Field, Kind, KindKey};
use ieum_web::{Call, Shape};
use serde_json::{Map, Value, json};

/// The pattern of an id.
fn id_of(kind: KindKey) -> Value {
    let prefix = kind.prefix();
    let example = format!("{prefix}_01jc3w8h5k7m9n2p4q6r8s0t1v");
    json!({ "type": "string", "pattern": format!("^{prefix}_[0-7][0-9a-hjkmnp-tv-z]{{25}}$"), "examples": [example] })
}

/// What a field holds in an answer.
fn shown(input: &Input) -> Value {
    match input {
        Input::Line(longest) | Input::Words(longest) => json!({ "type": "string", "maxLength": longest }),
        Input::Whole { least, most } => json!({ "type": "integer", "minimum": least, "maximum": most }),
        Input::Decimal { least, most } => json!({ "type": "number", "minimum": least, "maximum": most }),
        Input::Day => json!({ "type": "string", "format": "date" }),
        Input::Clock => json!({ "type": "integer", "minimum": 0, "maximum": 1440, "examples": [540] }),
        Input::Days => {
            json!({ "type": "string", "pattern": "^[M-][T-][W-][T-][F-][S-][S-]$", "examples": ["MTWTF--"] })
        }
        Input::Choice(list) => json!({ "type": "string", "enum": list.codes }),
        Input::Yes => json!({ "type": "boolean" }),
        Input::Amount => json!({ "type": "integer", "minimum": 0, "examples": [150_000] }),
        Input::Ref(kind) => id_of(*kind),
        Input::Link => json!({ "type": "string", "format": "uri", "maxLength": 1000 }),
        Input::Mail => json!({ "type": "string", "format": "email", "maxLength": 254 }),
        Input::Person => json!({ "type": "string", "pattern": "^per_[0-7][0-9a-hjkmnp-tv-z]{25}$",
            "examples": ["per_01jc3w8h5k7m9n2p4q6r8s0t1v"] }),
    }
}

/// What may be sent for a field. References may be named as well as given by id.
fn taken(input: &Input) -> Value {
    match input {
        Input::Ref(kind) => {
            let example = id_of(*kind).get("examples").cloned();
            json!({ "type": "string", "maxLength": 400, "examples": example })
        }
        other => shown(other),
    }
}

/// The same, or nothing known.
fn or_nothing(mut schema: Value) -> Value {
    let Some(map) = schema.as_object_mut() else { return schema };
    if let Some(kind) = map.get("type").cloned() {
        map.insert("type".to_owned(), json!([kind, "null"]));
    }
    if let Some(Value::Array(words)) = map.get_mut("enum") {
        words.push(Value::Null);
    }
    schema
}

fn labelled(mut schema: Value, field: &Field) -> Value {
    if let Some(map) = schema.as_object_mut() {
        map.insert("x-words".to_owned(), json!(super::show::field_key(field.name)));
    }
    schema
}

/// A thing as programs get it.
fn thing(kind: &Kind) -> Shape {
    let key = kind.key;
    Shape::made(move || thing_of(key.kind()))
}

fn thing_of(kind: &Kind) -> Value {
    let mut parts = Map::new();
    parts.insert("id".to_owned(), id_of(kind.key));
    for field in kind.fields() {
        parts.insert(field.name.to_owned(), labelled(or_nothing(shown(&field.input)), field));
    }
    let moment = json!({ "type": "string", "format": "date-time" });
    parts.insert("version".to_owned(), json!({ "type": "integer", "minimum": 1 }));
    parts.insert("withdrawn".to_owned(), json!({ "type": "boolean" }));
    parts.insert("made_at".to_owned(), moment.clone());
    parts.insert("changed_at".to_owned(), moment);
    let names: Vec<&String> = parts.keys().collect();
    json!({ "type": "object", "required": names, "properties": parts })
}

/// A thing as programs send it. A change may leave fields out and names the version it was made from.
fn sent(kind: &Kind, change: bool) -> Shape {
    let key = kind.key;
    Shape::made(move || sent_of(key.kind(), change))
}

fn sent_of(kind: &Kind, change: bool) -> Value {
    let mut parts = Map::new();
    let mut needed: Vec<&str> = Vec::new();
    for field in kind.fields() {
        parts.insert(field.name.to_owned(), labelled(or_nothing(taken(&field.input)), field));
        if field.needed && field.default.is_empty() && !change {
            needed.push(field.name);
        }
    }
    for own in ["id", "withdrawn", "made_at", "changed_at"] {
        // What an answer carries may be sent back as it came; it is not read.
        parts.insert(own.to_owned(), json!({ "readOnly": true }));
    }
    let version =
        if change { json!({ "type": "integer", "minimum": 1 }) } else { json!({ "readOnly": true }) };
    parts.insert("version".to_owned(), version);
    if change {
        needed.push("version");
    }
    json!({ "type": "object", "required": needed, "properties": parts, "additionalProperties": false })
}

/// A page of a list.
fn page(kind: &Kind) -> Shape {
    let count = || Shape::of::<u64>();
    Shape::object(vec![
        ("items", Shape::list(thing(kind))),
        ("total", count()),
        ("page", count()),
        ("pages", count()),
        ("size", count()),
        (
            "facets",
            Shape::of::<std::collections::BTreeMap<String, std::collections::BTreeMap<String, u64>>>(),
        ),
        ("cut", Shape::of::<bool>()),
    ])
}

/// A body that goes through: the fields that are needed, and a name in both languages.
fn example(kind: &Kind, change: bool) -> Value {
    let mut body = Map::new();
    if change {
        body.insert("version".to_owned(), json!(1));
    }
    body.insert("name_en".to_owned(), json!("Example"));
    for field in kind.fields().filter(|field| field.needed && field.default.is_empty() && !change) {
        let schema = taken(&field.input);
        let first = |key: &str| schema.get(key).and_then(Value::as_array).and_then(|l| l.first()).cloned();
        body.insert(
            field.name.to_owned(),
            first("examples").or_else(|| first("enum")).unwrap_or(json!("text")),
        );
    }
    Value::Object(body)
}

/// A call about a kind: `instruments-list`, in the words of all kinds.
pub(super) fn call(kind: &Kind, asking: Asking) -> Call {
    let (step, key) = match asking {
        Asking::List => ("list", "entry-list"),
        Asking::Create => ("create", "entry-create"),
        Asking::One => ("one", "entry-one"),
        Asking::Change => ("change", "entry-change"),
        Asking::Withdraw => ("withdraw", "entry-withdraw"),
    };
    let call =
        Call::named(format!("{}-{step}", kind.paths.segment), key).about(format!("entry-kinds-{}", kind.key));
    let one = |call: Call| call.path_of("id", Shape::given(id_of(kind.key)));
    match asking {
        Asking::List => {
            let call = call.query_of("q", Shape::line(100));
            let facet = |call: Call, name: &'static str| {
                let codes = kind.field(name).map(|field| shown(&field.input)).unwrap_or_default();
                let labelled = kind.field(name).map(|field| labelled(codes.clone(), field)).unwrap_or(codes);
                call.query_of(name, Shape::given(labelled))
            };
            let call = kind.facets.iter().copied().fold(call, facet);
            let within =
                [("facility", KindKey::Facility, "facility_id"), ("method", KindKey::Method, "method_id")];
            let call = within
                .into_iter()
                .filter(|(_, _, column)| kind.has_column(column))
                .fold(call, |call, (name, key, _)| call.query_of(name, Shape::given(id_of(key))));
            call.query_of("organisation", Shape::given(id_of(KindKey::Organisation)))
                .query_of("sort", Shape::choice(&["name", "newest"]))
                .query_of("page", Shape::whole(1, 1_000_000))
                .query_of("size", Shape::whole(1, 200))
                .gives_of(page(kind))
        }
        Asking::Create => call
            .takes_of(sent(kind, false))
            .makes_of(thing(kind))
            .refuses("entry")
            .example(example(kind, false)),
        Asking::One => one(call).gives_of(thing(kind)),
        Asking::Change => one(call)
            .takes_of(sent(kind, true))
            .gives_of(thing(kind))
            .refuses("entry")
            .versioned()
            .example(example(kind, true)),
        Asking::Withdraw => one(call).gives_nothing().refuses("entry"),
    }
}

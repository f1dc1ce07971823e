//! Calls: what a program may ask at a door, said beside the door, so that the description cannot drift from the house.
//!
//! A door under `/api` carries a [`Call`]: its parameters, body and answers as types, its words as message keys. From
//! these the house makes `/api/v1/openapi.json` (OpenAPI 3.1) and the page `/api`, in both languages.

mod document;
mod example;
mod page;
mod told;

pub(crate) use document::Documents;
pub use document::undescribed;
pub use told::ProblemBody;

use crate::{App, Doors, Problem, Visitor};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};
use ieum_kernel::Permission;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::Value;
use std::fmt;
use std::sync::Arc;

/// How a value looks: a type by its derive, something made of data by hand.
#[derive(Clone)]
pub struct Shape(Arc<dyn Fn(&mut SchemaGenerator) -> Schema + Send + Sync>);

impl fmt::Debug for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Shape")
    }
}

impl Shape {
    /// The shape of a type.
    pub fn of<T: JsonSchema + 'static>() -> Self {
        Self(Arc::new(|generator| generator.subschema_for::<T>()))
    }

    /// A shape written down, as JSON Schema 2020-12; anything that is not an object stands for any value.
    pub fn given(schema: Value) -> Self {
        let schema = Schema::try_from(schema).unwrap_or_default();
        Self(Arc::new(move |_generator| schema.clone()))
    }

    /// A large shape written down, made each time somebody asks for the document: kept, the shapes of all kinds of things
    /// would take more room than most of what they describe.
    pub fn made(schema: impl Fn() -> Value + Send + Sync + 'static) -> Self {
        Self(Arc::new(move |_generator| Schema::try_from(schema()).unwrap_or_default()))
    }

    /// A whole number within bounds.
    pub fn whole(least: i64, most: i64) -> Self {
        Self::given(serde_json::json!({ "type": "integer", "minimum": least, "maximum": most }))
    }

    /// A text of at most so many letters.
    pub fn line(longest: usize) -> Self {
        Self::given(serde_json::json!({ "type": "string", "maxLength": longest }))
    }

    /// One of some words.
    pub fn choice(words: &[&str]) -> Self {
        Self::given(serde_json::json!({ "type": "string", "enum": words }))
    }

    /// A list of something.
    pub fn list(of: Self) -> Self {
        Self(Arc::new(move |generator| {
            let items = of.make(generator);
            json_schema!({ "type": "array", "items": items })
        }))
    }

    /// A list of so many.
    pub fn some(least: u64, most: u64, of: Self) -> Self {
        Self(Arc::new(move |generator| {
            let items = of.make(generator);
            json_schema!({ "type": "array", "items": items, "minItems": least, "maxItems": most })
        }))
    }

    /// One of several.
    pub fn either(shapes: Vec<Self>) -> Self {
        Self(Arc::new(move |generator| {
            let all: Vec<Value> = shapes.iter().map(|shape| shape.make(generator).to_value()).collect();
            json_schema!({ "anyOf": all })
        }))
    }

    /// An object of named parts, all of them there.
    pub fn object(parts: Vec<(&'static str, Self)>) -> Self {
        Self(Arc::new(move |generator| {
            let properties: serde_json::Map<String, Value> = parts
                .iter()
                .map(|(name, shape)| ((*name).to_owned(), shape.make(generator).to_value()))
                .collect();
            let names: Vec<&str> = parts.iter().map(|(name, _)| *name).collect();
            json_schema!({ "type": "object", "properties": properties, "required": names })
        }))
    }

    /// The schema; types with a name land among the generator's definitions.
    pub fn make(&self, generator: &mut SchemaGenerator) -> Schema {
        (self.0)(generator)
    }
}

/// Where a parameter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In the path.
    Path,
    /// In the query.
    Query,
}

/// One parameter; message `api-field-<name>` says what it is.
#[derive(Debug, Clone)]
pub struct Param {
    pub(crate) name: &'static str,
    pub(crate) place: Place,
    pub(crate) needed: bool,
    pub(crate) shape: Shape,
}

/// What may be asked at a door, and what comes back.
#[derive(Debug, Clone)]
pub struct Call {
    /// `operationId`: thing and step, such as `reservations-create`.
    pub id: String,
    /// Message `api-<key>` says it in a line; `api-<key>-detail`, if there is one, in full.
    pub key: &'static str,
    /// Message key of the thing it is about, the messages' variable `thing`.
    pub about: Option<String>,
    pub(crate) params: Vec<Param>,
    pub(crate) body: Option<(Shape, bool)>,
    pub(crate) answers: Vec<(StatusCode, Option<Shape>)>,
    pub(crate) things: Vec<&'static str>,
    pub(crate) versioned: bool,
    pub(crate) example: Option<Value>,
    pub(crate) media: &'static str,
}

impl Call {
    /// A call by its name; the message key is the name as well.
    pub fn new(id: &'static str) -> Self {
        Self::named(id.to_owned(), id)
    }

    /// A call whose name is made and whose words it shares with others.
    pub fn named(id: String, key: &'static str) -> Self {
        Self {
            id,
            key,
            about: None,
            params: Vec::new(),
            body: None,
            answers: Vec::new(),
            things: Vec::new(),
            versioned: false,
            example: None,
            media: "application/json",
        }
    }

    /// What it is about: a message key.
    #[must_use]
    pub fn about(mut self, key: String) -> Self {
        self.about = Some(key);
        self
    }

    /// A part of the path.
    #[must_use]
    pub fn path<T: JsonSchema + 'static>(self, name: &'static str) -> Self {
        self.path_of(name, Shape::of::<T>())
    }

    /// A part of the path, with its shape.
    #[must_use]
    pub fn path_of(mut self, name: &'static str, shape: Shape) -> Self {
        self.params.push(Param { name, place: Place::Path, needed: true, shape });
        self
    }

    /// Something the query may say.
    #[must_use]
    pub fn query<T: JsonSchema + 'static>(self, name: &'static str) -> Self {
        self.query_of(name, Shape::of::<T>())
    }

    /// Something the query may say, with its shape.
    #[must_use]
    pub fn query_of(mut self, name: &'static str, shape: Shape) -> Self {
        self.params.push(Param { name, place: Place::Query, needed: false, shape });
        self
    }

    /// Something the query has to say, with its shape.
    #[must_use]
    pub fn query_needed(mut self, name: &'static str, shape: Shape) -> Self {
        self.params.push(Param { name, place: Place::Query, needed: true, shape });
        self
    }

    /// The body.
    #[must_use]
    pub fn takes<T: JsonSchema + 'static>(self) -> Self {
        self.takes_of(Shape::of::<T>())
    }

    /// The body, with its shape.
    #[must_use]
    pub fn takes_of(mut self, shape: Shape) -> Self {
        self.body = Some((shape, true));
        self
    }

    /// A body that may be left out.
    #[must_use]
    pub fn may_take<T: JsonSchema + 'static>(mut self) -> Self {
        self.body = Some((Shape::of::<T>(), false));
        self
    }

    /// Answers 200 with this.
    #[must_use]
    pub fn gives<T: JsonSchema + 'static>(self) -> Self {
        self.answers_of(StatusCode::OK, Shape::of::<T>())
    }

    /// Answers 200 with this shape.
    #[must_use]
    pub fn gives_of(self, shape: Shape) -> Self {
        self.answers_of(StatusCode::OK, shape)
    }

    /// Answers 201 with this, and `Location` where it has an address of its own.
    #[must_use]
    pub fn makes<T: JsonSchema + 'static>(self) -> Self {
        self.answers_of(StatusCode::CREATED, Shape::of::<T>())
    }

    /// Answers 201 with this shape.
    #[must_use]
    pub fn makes_of(self, shape: Shape) -> Self {
        self.answers_of(StatusCode::CREATED, shape)
    }

    /// Answers a status with this shape.
    #[must_use]
    pub fn answers_of(mut self, status: StatusCode, shape: Shape) -> Self {
        self.answers.push((status, Some(shape)));
        self
    }

    /// Answers 204 with nothing.
    #[must_use]
    pub fn gives_nothing(mut self) -> Self {
        self.answers.push((StatusCode::NO_CONTENT, None));
        self
    }

    /// The rules of a thing may say no: 422 with every refusal (409 where the thing stands elsewhere by now).
    #[must_use]
    pub fn refuses(mut self, thing: &'static str) -> Self {
        self.things.push(thing);
        self
    }

    /// A version that is no longer the present one answers 409 with both.
    #[must_use]
    pub fn versioned(mut self) -> Self {
        self.versioned = true;
        self
    }

    /// A body to show instead of the one made from its shape.
    #[must_use]
    pub fn example(mut self, body: Value) -> Self {
        self.example = Some(body);
        self
    }
}

impl Doors {
    /// Describes the door opened last, for programs.
    #[must_use]
    pub fn says(mut self, call: Call) -> Self {
        if let Some(door) = self.list.last_mut() {
            door.call = Some(Arc::new(call));
        }
        self
    }
}

pub(crate) fn doors(doors: Doors, look: &'static Permission) -> Doors {
    doors
        .get("/api/v1/openapi.json", look, openapi)
        .says(Call::new("openapi").gives_of(Shape::given(serde_json::json!({
            "type": "object",
            "properties": { "openapi": { "type": "string" }, "paths": { "type": "object" } },
            "required": ["openapi", "info", "paths", "components"],
        }))))
        .get("/api", look, page::page)
}

/// The description as OpenAPI 3.1, in the reader's language.
async fn openapi(State(app): State<App>, visitor: Visitor) -> Result<Response, Problem> {
    let text = app.documents.get(&app, visitor.lang()).to_string();
    let kind = (header::CONTENT_TYPE, "application/json");
    let open = (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    Ok(([kind, open], text).into_response())
}

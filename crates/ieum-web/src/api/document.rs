//! The description of the API: OpenAPI 3.1, made from the doors and their calls.

use super::told::ProblemBody;
use super::{Call, Place, example};
use crate::{App, Door, SESSION_COOKIE, Words};
use http::{Method, StatusCode};
use ieum_kernel::{Lang, Role};
use schemars::generate::{Contract, SchemaGenerator, SchemaSettings};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// The description in each language, made when first asked for.
#[derive(Default)]
pub(crate) struct Documents {
    ko: OnceLock<Arc<Value>>,
    en: OnceLock<Arc<Value>>,
}

impl Documents {
    pub(crate) fn get(&self, app: &App, lang: Lang) -> Arc<Value> {
        let cell = match lang {
            Lang::Ko => &self.ko,
            Lang::En => &self.en,
        };
        Arc::clone(cell.get_or_init(|| Arc::new(build(app, lang))))
    }
}

impl App {
    /// The OpenAPI 3.1 document, in a language.
    pub fn openapi(&self, lang: Lang) -> Arc<Value> {
        self.documents.get(self, lang)
    }
}

fn generator(contract: Contract, inline: bool) -> SchemaGenerator {
    let mut settings = SchemaSettings::draft2020_12();
    settings.definitions_path = "/components/schemas".into();
    settings.meta_schema = None;
    settings.contract = contract;
    settings.inline_subschemas = inline;
    settings.into_generator()
}

/// What the description is made with.
struct Making<'a> {
    words: &'a Words,
    lang: Lang,
    /// Of answers: types with a name are gathered as components.
    out: SchemaGenerator,
    /// Of bodies: written in place, since what may be left out differs from answers.
    taken: SchemaGenerator,
}

fn build(app: &App, lang: Lang) -> Value {
    let mut making = Making {
        words: &app.words,
        lang,
        out: generator(Contract::Serialize, false),
        taken: generator(Contract::Deserialize, true),
    };
    let problem = making.out.subschema_for::<ProblemBody>().to_value();
    let mut paths: Map<String, Value> = Map::new();
    let mut tags: Vec<String> = Vec::new();
    for door in app.doors.iter().filter(|door| door.path.starts_with("/api/")) {
        let Some(call) = &door.call else { continue };
        let tag = tag_of(door.path);
        if !tags.contains(&tag) {
            tags.push(tag);
        }
        let operation = making.operation(door, call);
        let item = paths.entry(door.path).or_insert_with(|| json!({}));
        if let Some(item) = item.as_object_mut() {
            item.insert(door.method.as_str().to_ascii_lowercase(), operation);
        }
    }
    tags.sort();
    let mut components = making.out.take_definitions(true);
    let say = |key: &str| app.words.plain(lang, key);
    for schema in components.values_mut() {
        describe(schema, &app.words, lang, None);
    }
    show_examples(&mut paths, &components);
    let tags: Vec<Value> = tags
        .iter()
        .map(|tag| json!({ "name": tag, "description": say(&format!("api-group-{tag}")) }))
        .collect();
    let title = Words::plain(&app.words, lang, "api-title");
    json!({
        "openapi": "3.1.0",
        "jsonSchemaDialect": "https://spec.openapis.org/oas/3.1/dialect/base",
        "info": { "title": title, "version": "1", "description": say("api-intro"),
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" } },
        "servers": [{ "url": app.site.base_url.trim_end_matches('/') }],
        "externalDocs": { "url": app.link("/api"), "description": say("api-title") },
        "tags": tags,
        "paths": paths,
        "components": {
            "schemas": components,
            "parameters": { "IdempotencyKey": {
                "name": "Idempotency-Key", "in": "header", "required": false, "description": say("api-idempotency"),
                "schema": { "type": "string", "minLength": 1, "maxLength": 255 },
            } },
            "responses": { "Problem": { "description": say("api-answer-other"),
                "content": { "application/problem+json": { "schema": problem } } } },
            "securitySchemes": {
                "token": { "type": "http", "scheme": "bearer", "description": say("api-security-token") },
                "session": { "type": "apiKey", "in": "cookie", "name": SESSION_COOKIE,
                    "description": say("api-security-session") },
            },
        },
    })
}

/// The part of the path after the version: what calls are grouped by.
pub(super) fn tag_of(path: &str) -> String {
    let rest = path.strip_prefix("/api/v1/").unwrap_or_default();
    let first = rest.split('/').next().unwrap_or_default();
    // What is done to a request or an instrument by another thing stands with that thing.
    let inner = rest.split('/').nth(2).unwrap_or_default();
    let own = ["samples", "quotes"].contains(&inner);
    let name = if own { inner } else { first };
    name.split('.').next().unwrap_or_default().to_owned()
}

/// Whether anybody may, signed in or not.
fn open_to_all(door: &Door) -> bool {
    door.permission.roles.contains(&Role::Guest)
}

impl Making<'_> {
    fn say(&self, call: &Call, key: &str) -> String {
        let about =
            call.about.iter().map(|about| ("thing".to_owned(), json!(self.words.plain(self.lang, about))));
        let args: BTreeMap<String, Value> = about.collect();
        self.words.say(self.lang, key, &args)
    }

    fn operation(&mut self, door: &Door, call: &Call) -> Value {
        let detail = format!("api-{}-detail", call.key);
        let permission = door.permission.key;
        let who = self.words.plain(self.lang, &format!("permission-{}", permission.replace('.', "-")));
        let mut description = vec![self.words.plain(self.lang, "api-permission") + ": " + &who];
        if self.words.knows(self.lang, &detail) {
            description.insert(0, self.say(call, &detail));
        }
        let roles: Vec<&str> = door.permission.roles.iter().map(|role| role.key()).collect();
        let mut operation = json!({
            "operationId": call.id,
            "tags": [tag_of(door.path)],
            "summary": self.say(call, &format!("api-{}", call.key)),
            "description": description.join("\n\n"),
            "x-permission": { "key": permission, "words": who, "roles": roles },
            "security": if open_to_all(door) {
                json!([{}, { "token": [] }, { "session": [] }])
            } else {
                json!([{ "token": [] }, { "session": [] }])
            },
            "responses": {},
        });
        let parameters = self.parameters(door, call);
        let body = self.body(call);
        let responses = self.responses(door, call);
        if let Some(map) = operation.as_object_mut() {
            if !parameters.is_empty() {
                map.insert("parameters".to_owned(), json!(parameters));
            }
            if let Some(body) = body {
                map.insert("requestBody".to_owned(), body);
            }
            map.insert("responses".to_owned(), Value::Object(responses));
        }
        operation
    }

    fn parameters(&mut self, door: &Door, call: &Call) -> Vec<Value> {
        let mut all = Vec::new();
        for param in &call.params {
            let schema = param.shape.make(&mut self.taken).to_value();
            let key = schema.get("x-words").and_then(Value::as_str).map(str::to_owned);
            let key = key.or_else(|| field_key(self.words, call.key, param.name));
            let key = key.unwrap_or_else(|| format!("api-field-{}", param.name));
            let place = match param.place {
                Place::Path => "path",
                Place::Query => "query",
            };
            all.push(json!({ "name": param.name, "in": place, "required": param.needed,
                "description": self.words.plain(self.lang, &key), "schema": schema }));
        }
        if !door.method.is_safe() {
            all.push(json!({ "$ref": "#/components/parameters/IdempotencyKey" }));
        }
        all
    }

    fn body(&mut self, call: &Call) -> Option<Value> {
        let (shape, needed) = call.body.as_ref()?;
        let mut schema = shape.make(&mut self.taken).to_value();
        describe(&mut schema, self.words, self.lang, Some(call.key));
        let mut content = json!({ "schema": schema });
        if let (Some(map), Some(example)) = (content.as_object_mut(), &call.example) {
            map.insert("example".to_owned(), example.clone());
        }
        Some(json!({ "required": needed, "content": { "application/json": content } }))
    }

    /// The answers hoped for, and every problem that this door can have.
    fn responses(&mut self, door: &Door, call: &Call) -> Map<String, Value> {
        let mut all = Map::new();
        for (status, shape) in &call.answers {
            let mut answer = json!({ "description": self.say(call, &format!("api-{}", call.key)) });
            if let (Some(map), Some(shape)) = (answer.as_object_mut(), shape) {
                let mut schema = shape.make(&mut self.out).to_value();
                describe(&mut schema, self.words, self.lang, None);
                map.insert("content".to_owned(), json!({ call.media: { "schema": schema } }));
                if *status == StatusCode::CREATED {
                    map.insert(
                        "headers".to_owned(),
                        json!({ "Location": { "schema": { "type": "string" } } }),
                    );
                }
            }
            all.insert(status.as_str().to_owned(), answer);
        }
        let changes = !door.method.is_safe();
        let has_path = call.params.iter().any(|p| p.place == Place::Path);
        let reads = call.body.is_some() || call.params.iter().any(|p| p.place == Place::Query);
        let rules = self.rules(call);
        let mut problem = |status: &str, kinds: Vec<String>| {
            let words = self.words.plain(self.lang, &format!("api-answer-{status}"));
            all.insert(
                status.to_owned(),
                json!({ "description": words, "x-problem-types": kinds,
                    "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } } }),
            );
        };
        let of =
            |names: &[&str]| -> Vec<String> { names.iter().map(|n| format!("/rules/problem/{n}")).collect() };
        if call.body.is_some() {
            problem("400", of(&["bad-request"]));
            problem("413", of(&["too-large"]));
        }
        problem("401", if open_to_all(door) { of(&["token"]) } else { of(&["sign-in", "token"]) });
        if !open_to_all(door) {
            problem("403", if changes { of(&["forbidden", "csrf"]) } else { of(&["forbidden"]) });
        }
        if has_path || call.body.is_some() {
            problem("404", of(&["not-found"]));
        }
        if changes {
            let mut kinds = of(if call.versioned {
                &["stale", "in-progress", "constraint"]
            } else {
                &["in-progress", "constraint"]
            });
            kinds.extend(rules.iter().cloned());
            problem("409", kinds);
        }
        if reads || changes || !rules.is_empty() {
            let mut kinds = of(&["invalid", "json"]);
            if changes {
                kinds.extend(of(&["key-reused"]));
            }
            kinds.extend(rules.iter().cloned());
            problem("422", kinds);
        }
        problem("503", of(&["busy"]));
        all.insert("default".to_owned(), json!({ "$ref": "#/components/responses/Problem" }));
        all
    }

    /// The problem types of the rules that may say no: every refusal of the thing that has words.
    fn rules(&self, call: &Call) -> Vec<String> {
        let of = |thing: &&'static str| {
            let start = format!("{thing}-refused-");
            let rules = self.words.keys().filter_map(move |key| key.strip_prefix(&start).map(str::to_owned));
            let kinds = rules.map(|rule| format!("/rules/{thing}/{rule}"));
            kinds.collect::<Vec<_>>()
        };
        call.things.iter().flat_map(of).collect()
    }
}

/// Puts words of the language at every field that has some: the message that `x-words` names; and where a body is
/// described, `api-<call>-<field>` or else `api-field-<field>`. What is left keeps the words of the type itself.
fn describe(schema: &mut Value, words: &Words, lang: Lang, call: Option<&str>) {
    match schema {
        Value::Array(items) => items.iter_mut().for_each(|item| describe(item, words, lang, call)),
        Value::Object(map) => {
            if let Some(Value::Object(properties)) = map.get_mut("properties") {
                for (name, field) in properties.iter_mut() {
                    let Some(field) = field.as_object_mut() else { continue };
                    let given = field.get("x-words").and_then(Value::as_str).map(str::to_owned);
                    let key = given.or_else(|| field_key(words, call?, name));
                    if let Some(key) = key.filter(|key| words.knows(lang, key)) {
                        field.insert("description".to_owned(), json!(words.plain(lang, &key)));
                    }
                }
            }
            for (name, value) in map.iter_mut() {
                if !matches!(name.as_str(), "examples" | "default" | "enum" | "const") {
                    describe(value, words, lang, call);
                }
            }
        }
        _ => {}
    }
}

/// The message of a field that a call takes: its own, or the one all calls share.
fn field_key(words: &Words, call: &str, name: &str) -> Option<String> {
    let own = format!("api-{call}-{name}");
    let shared = format!("api-field-{name}");
    [own, shared].into_iter().find(|key| words.knows(Lang::En, key))
}

/// Gives every body and answer an example that fits its schema, unless the call brought one.
fn show_examples(paths: &mut Map<String, Value>, components: &Map<String, Value>) {
    let operations = paths.values_mut().filter_map(Value::as_object_mut).flat_map(|item| item.values_mut());
    for operation in operations {
        if let Some(content) = operation.pointer_mut("/requestBody/content/application~1json") {
            show(content, components, false);
        }
        let answers = operation.get_mut("responses").and_then(Value::as_object_mut);
        for (_, answer) in answers.into_iter().flatten().filter(|(status, _)| status.starts_with('2')) {
            if let Some(content) = answer.pointer_mut("/content/application~1json") {
                show(content, components, true);
            }
        }
    }
}

fn show(content: &mut Value, components: &Map<String, Value>, whole: bool) {
    let Some(content) = content.as_object_mut().filter(|content| !content.contains_key("example")) else {
        return;
    };
    let made = content.get("schema").map(|schema| example::of(schema, components, whole));
    if let Some(made) = made {
        content.insert("example".to_owned(), made);
    }
}

/// Doors of the API that nobody has described, and descriptions without an answer: empty in a whole house.
pub fn undescribed(doors: &[Door]) -> Vec<String> {
    let of_api = doors.iter().filter(|door| door.path.starts_with("/api/"));
    let lacking = of_api.filter_map(|door| {
        let name = format!("{} {}", door.method, door.path);
        let Some(call) = &door.call else { return Some(format!("{name}: not described")) };
        let holes: Vec<&str> =
            door.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')).collect();
        let named: Vec<&str> =
            call.params.iter().filter(|p| p.place == Place::Path).map(|p| p.name).collect();
        if holes != named {
            return Some(format!("{name}: the path has {holes:?}, the description {named:?}"));
        }
        let takes = call.body.is_some();
        if takes && matches!(door.method, Method::GET | Method::DELETE) {
            return Some(format!("{name}: describes a body that it cannot have"));
        }
        call.answers.is_empty().then(|| format!("{name}: describes no answer"))
    });
    lacking.collect()
}

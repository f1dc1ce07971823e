//! What a program is told when something goes wrong, as the description has it.

use schemars::JsonSchema;
use serde_json::{Map, Value};

/// What is wrong with one field.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its form is read; `Problem::json` writes it")]
struct FaultyField {
    /// The field's name in the body or the query.
    field: String,
    /// What is wrong, as a key that stays the same in every language.
    key: String,
    /// What the sentence is about, such as the bounds.
    args: Map<String, Value>,
    /// What is wrong, as a sentence.
    message: String,
}

/// `application/problem+json` (RFC 9457) with what Ieum adds.
#[derive(JsonSchema)]
#[schemars(rename = "Problem")]
#[expect(dead_code, reason = "only its form is read; `Problem::json` writes it")]
pub struct ProblemBody {
    /// Path of the page that explains this kind of problem, in Korean and English: `/rules/booking/overlap`.
    r#type: String,
    /// The problem in a line, in the language asked for.
    title: String,
    /// The HTTP status again.
    #[schemars(range(min = 400, max = 599))]
    status: u16,
    /// What to do about it.
    detail: String,
    /// Every rule that said no: its name in `rule`, and what it looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    refusals: Option<Vec<Map<String, Value>>>,
    /// The same refusals as sentences.
    #[serde(skip_serializing_if = "Option::is_none")]
    reasons: Option<Vec<String>>,
    /// Every field that cannot be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    errors: Option<Vec<FaultyField>>,
    /// More: for a stale version `now` (what is stored) and `yours` (what was sent); for a refused booking `slots`.
    #[serde(skip_serializing_if = "Option::is_none")]
    extra: Option<Value>,
}

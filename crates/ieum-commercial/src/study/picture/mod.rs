//! The natural picture of each method's figures: drawn on the server, worded in the reader's language, beside the table that has the
//! same numbers. No new figure is computed for it that the method does not state, save curves of survival by group.

mod canvas;
mod data;
mod kinds;
mod of_methods;
mod of_region;
mod of_stats;
mod svg;

use super::thing::Options;
use crate::asks::Figures;
use canvas::Canvas;
use ieum_kernel::Lang;
use ieum_stats::ask::Method;
use ieum_stats::intake::Table;
use ieum_web::Words;
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// What a picture is drawn from.
pub(super) struct Scene<'a> {
    pub(super) words: &'a Words,
    pub(super) lang: Lang,
    pub(super) says: &'a dyn Figures,
    pub(super) method: &'a Method,
    pub(super) figures: &'a Map<String, Value>,
    pub(super) table: &'a Table,
    pub(super) options: &'a Options,
}

/// A drawing with its caption and what it shows in words, for those who do not see it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Picture {
    label: String,
    about: String,
    #[serde(flatten)]
    canvas: Canvas,
}

/// The picture of a method's figures; nothing where there is nothing to draw.
pub(super) fn picture(scene: &Scene) -> Option<Picture> {
    let (kind, facts, canvas) = of_methods::drawn(scene)?;
    let facts: BTreeMap<String, Value> =
        facts.into_iter().map(|(name, text)| (name.to_owned(), Value::String(text))).collect();
    let say = |key: String| scene.words.try_say(scene.lang, &key, &facts).ok();
    let label = say(format!("study-picture-{kind}"))?;
    let about = say(format!("study-picture-{kind}-about")).unwrap_or_else(|| label.clone());
    Some(Picture { label, about, canvas })
}

#[cfg(test)]
mod tests;

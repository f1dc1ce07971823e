//! A study and its runs.

use ieum_kernel::{Id, Person, StoredFile, Thing, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// A table that somebody looks into.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Study {
    /// Its identity.
    pub id: Id<Self>,
    /// Whose it is; nobody else sees it.
    pub person: Id<Person>,
    /// What its owner calls it.
    pub name: String,
    /// The table as CSV in UTF-8.
    pub file: Id<StoredFile>,
    /// Its columns.
    pub columns: Vec<Heading>,
    /// Rows under the headings.
    pub rows: i64,
    /// When it was brought.
    pub made_at: Timestamp,
}

impl Thing for Study {
    const PREFIX: &'static str = "sty";
}

/// A column of a study's table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Heading {
    /// Its heading.
    pub name: String,
    /// Whether every cell that is not empty reads as a number.
    pub numeric: bool,
}

/// Options of a method by name, each with its values in order.
pub type Options = BTreeMap<String, Vec<String>>;

/// One method over a study's table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Run {
    /// Its identity.
    pub id: Id<Self>,
    /// Over which table.
    pub study: Id<Study>,
    /// `stats` or `region`.
    pub family: String,
    /// The method's name there.
    pub method: String,
    /// What was asked.
    pub options: Options,
    /// How it stands.
    pub state: State,
    /// When it was asked.
    pub made_at: Timestamp,
}

impl Thing for Run {
    const PREFIX: &'static str = "run";
}

/// How a run stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "name", rename_all = "snake_case")]
pub enum State {
    /// It is being computed, or waits for its turn.
    Waiting,
    /// There are figures.
    Done {
        /// By name, as programs get them.
        figures: Value,
        /// When.
        at: Timestamp,
    },
    /// There is no answer.
    Refused {
        /// Why, in the asker's language.
        reasons: Vec<String>,
        /// When.
        at: Timestamp,
    },
}

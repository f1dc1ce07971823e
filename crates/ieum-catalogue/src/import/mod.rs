//! Lists in: a spreadsheet of any kind becomes things, after a dry run that tells what would happen, and can be undone.

mod guess;
mod lost;
mod pass;
pub mod policy;
mod reading;
mod routes;
pub mod service;
mod shapes;
pub(crate) mod store;
mod undo;

pub use routes::{IMPORT, doors};
pub use service::{ImportError, ImportOptions, ImportReport, import_file, work};

use crate::entry::KindKey;
use ieum_db::JobId;
use ieum_kernel::{Id, Person, StoredFile, Thing, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One import of one file.
#[derive(Debug, Clone, Copy)]
pub struct ImportId;

impl Thing for ImportId {
    const PREFIX: &'static str = "imp";
}

/// What a column means and what is said of every row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
pub struct Choices {
    /// Field by heading; columns that are left out are not named. `@names` spreads a list of names.
    pub columns: BTreeMap<String, String>,
    /// The facility of rows that name none.
    #[serde(default)]
    pub facility: String,
    /// The organisation of rows that name none.
    #[serde(default)]
    pub organisation: String,
    /// What the list is called; numbers of rows are unique within it.
    pub source: String,
}

/// Where an import stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Read; its columns are being chosen.
    Mapping,
    /// Every row is being tried, nothing written.
    Checking,
    /// Tried: what would happen is known.
    Checked,
    /// Being written.
    Loading,
    /// Written.
    Loaded,
    /// Stopped by somebody while it was written; what was written stays and can be undone.
    Stopped,
    /// Being undone.
    Undoing,
    /// Undone.
    Undone,
    /// The file could not be read any more.
    Failed,
}

impl State {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Mapping,
        Self::Checking,
        Self::Checked,
        Self::Loading,
        Self::Loaded,
        Self::Stopped,
        Self::Undoing,
        Self::Undone,
        Self::Failed,
    ];

    /// The word in the table and in message keys.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Mapping => "mapping",
            Self::Checking => "checking",
            Self::Checked => "checked",
            Self::Loading => "loading",
            Self::Loaded => "loaded",
            Self::Stopped => "stopped",
            Self::Undoing => "undoing",
            Self::Undone => "undone",
            Self::Failed => "failed",
        }
    }

    /// Whether work is under way.
    pub const fn is_running(self) -> bool {
        matches!(self, Self::Checking | Self::Loading | Self::Undoing)
    }
}

/// What happened, or would happen, to the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// Rows looked at.
    pub read: i64,
    /// Rows that become new things.
    pub new: i64,
    /// Rows that change a thing.
    pub update: i64,
    /// Rows that say what is known.
    pub same: i64,
    /// Rows that cannot be used.
    pub faulty: i64,
}

/// An import as kept.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Import {
    /// Its id.
    pub id: Id<ImportId>,
    /// What kind of things it holds.
    pub kind: KindKey,
    /// The stored file.
    pub file: Id<StoredFile>,
    /// Its name.
    pub file_name: String,
    /// Stands for its headings.
    pub signature: String,
    /// Its headings.
    pub headers: Vec<String>,
    /// What the columns mean.
    pub choices: Choices,
    /// Where it stands.
    pub state: State,
    /// The job at work.
    pub job: Option<JobId>,
    /// Rows of the file.
    pub rows: i64,
    /// What happened to them.
    pub counts: Counts,
    /// Things put back by undoing.
    pub undone: i64,
    /// Things left alone by undoing, because somebody changed them since.
    pub kept: i64,
    /// Who brought it.
    pub made_by: Option<Id<Person>>,
    /// When.
    pub made_at: Timestamp,
    /// When it last moved on.
    pub changed_at: Timestamp,
}

/// What is wrong with one row.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RowFault {
    /// The line of the file, from 1.
    pub line: i64,
    /// The heading of the column, where one is at fault.
    pub heading: String,
    /// What stands there.
    pub value: String,
    /// Message key.
    pub key: String,
    /// Variables of the message.
    pub args: BTreeMap<String, serde_json::Value>,
}

/// What an import took a name in its file for, where the catalogue writes it otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reading {
    /// As written.
    pub written: String,
    /// The organisation it was taken for.
    pub thing: String,
    /// `alias`, `form`, `sound` or `number`.
    pub how: String,
    /// The first line with it.
    pub line: i64,
}

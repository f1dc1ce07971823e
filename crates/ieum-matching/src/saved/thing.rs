//! A saved search.

use ieum_kernel::{Id, Person, Thing, Timestamp};
use serde::Serialize;

/// A question somebody wants to be answered again whenever the lists change.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct SavedSearch {
    /// Its identity.
    pub id: Id<Self>,
    /// Whose it is.
    #[serde(skip)]
    pub person: Id<Person>,
    /// What is looked for, at most 4,000 letters.
    pub words: String,
    /// Kinds wanted; none means all.
    pub kinds: Vec<String>,
    /// Filters by key of the search.
    pub filters: Vec<(String, String)>,
    /// When it was saved.
    pub made_at: Timestamp,
    /// When the lists were last looked through for it.
    pub checked_at: Timestamp,
}

impl Thing for SavedSearch {
    const PREFIX: &'static str = "svs";
}

impl SavedSearch {
    /// The page that asks it now.
    pub fn href(&self) -> String {
        let mut address = format!("/find?q={}", ieum_web::encode(&self.words));
        let kinds = self.kinds.iter().map(|kind| ("kind", kind));
        for (name, value) in kinds.chain(self.filters.iter().map(|(name, value)| (name.as_str(), value))) {
            address.push_str(&format!("&{}={}", ieum_web::encode(name), ieum_web::encode(value)));
        }
        address
    }
}

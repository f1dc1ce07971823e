//! What was found by kind: the best few of each, and folded, so that nobody compares a thing with its twin.

use super::routes::Found;
use ieum_search::{Hit, OfKind};
use serde::Serialize;
use std::collections::BTreeMap;

/// Best results of each kind that are looked up; several alike become one.
pub(super) const LOOKED_UP: usize = 4;
/// Results shown of each kind.
const SHOWN: usize = 3;

/// The best of one kind.
#[derive(Debug, Clone, Default, Serialize, schemars::JsonSchema)]
pub(crate) struct Group {
    /// The kind.
    pub kind: String,
    /// How many there are of it.
    pub total: usize,
    /// The best few, best first.
    pub results: Vec<Found>,
}

/// The hits of the list, then those of the kinds.
pub(super) fn all<'a>(list: &'a [Hit], kinds: &'a [OfKind]) -> impl Iterator<Item = &'a Hit> {
    list.iter().chain(kinds.iter().flat_map(|of| &of.hits))
}

/// The ids of all hits, each once.
pub(super) fn ids(list: &[Hit], kinds: &[OfKind]) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    for hit in all(list, kinds) {
        if !ids.contains(&hit.id) {
            ids.push(hit.id.clone());
        }
    }
    ids
}

/// Groups of what is there, the group with the best hit first; what went away meanwhile is left out.
pub(super) fn groups(kinds: &[OfKind], made: &BTreeMap<String, Found>) -> Vec<Group> {
    let group = |of: &OfKind| Group {
        kind: of.kind.clone(),
        total: of.total,
        results: of.hits.iter().filter_map(|hit| made.get(&hit.id).cloned()).collect(),
    };
    kinds.iter().map(group).filter(|group| !group.results.is_empty()).collect()
}

/// Groups of a list that the database gave: in the order in which their first comes.
pub(super) fn gathered(list: &[Found]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for one in list {
        let place = groups.iter().position(|group| group.kind == one.card.kind);
        let place = place.unwrap_or_else(|| {
            groups.push(Group { kind: one.card.kind.clone(), ..Group::default() });
            groups.len() - 1
        });
        if let Some(group) = groups.get_mut(place) {
            group.total += 1;
            if group.results.len() < LOOKED_UP {
                group.results.push(one.clone());
            }
        }
    }
    groups
}

/// A result of the page, with what is the same in all that a reader compares.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Shown<'a> {
    #[serde(flatten)]
    first: &'a Found,
    also: Vec<&'a Found>,
}

impl<'a> Shown<'a> {
    /// The results themselves, the twins after the first.
    pub(super) fn all(&self) -> impl Iterator<Item = &'a Found> {
        std::iter::once(self.first).chain(self.also.iter().copied())
    }
}

/// Several instruments of one kind at one place become one result, at the place of the best: nobody compares a second with its
/// twin.
pub(super) fn folded(found: &[Found]) -> Vec<Shown<'_>> {
    let mut shown: Vec<Shown> = Vec::new();
    for one in found {
        let twin = shown.iter_mut().find(|s| s.first.card.is_like(&one.card));
        match twin {
            Some(twin) => twin.also.push(one),
            None => shown.push(Shown { first: one, also: Vec::new() }),
        }
    }
    shown
}

/// One group of the page.
#[derive(Debug, Clone, Serialize)]
pub(super) struct ShownGroup<'a> {
    kind: &'a str,
    total: usize,
    /// Whether there are more than are shown here.
    more: bool,
    pub(super) found: Vec<Shown<'a>>,
}

/// The groups as the page shows them.
pub(super) fn shown(groups: &[Group]) -> Vec<ShownGroup<'_>> {
    groups
        .iter()
        .map(|group| {
            let mut found = folded(&group.results);
            found.truncate(SHOWN);
            let here: usize = found.iter().map(|one| one.all().count()).sum();
            ShownGroup { kind: &group.kind, total: group.total, more: group.total > here, found }
        })
        .collect()
}

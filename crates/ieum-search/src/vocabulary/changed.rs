//! A vocabulary with changes laid over it, and what a change would break.

use super::{Entry, EntryKind, Vocabulary};
use crate::analysis;
use std::collections::HashMap;

impl Vocabulary {
    /// This vocabulary with entries laid over it by id: one that is there is replaced in its place, a new one comes
    /// last, `None` takes one away. What leads to an entry that was taken away leads nowhere.
    #[must_use]
    pub fn with(&self, changes: impl IntoIterator<Item = (String, Option<Entry>)>) -> Self {
        let mut entries: Vec<Option<Entry>> = self.entries().iter().cloned().map(Some).collect();
        let mut places: HashMap<String, usize> =
            self.entries().iter().map(|entry| entry.id.clone()).zip(0..).collect();
        for (id, change) in changes {
            match places.get(&id).and_then(|place| entries.get_mut(*place)) {
                Some(slot) => *slot = change,
                None => {
                    places.insert(id, entries.len());
                    entries.push(change);
                }
            }
        }
        Self::new(entries.into_iter().flatten().collect())
    }

    /// The wider entry through which `entry` would become wider than itself, if its `broader` were as it says.
    pub fn circle_of(&self, entry: &Entry) -> Option<String> {
        let mut at = entry.broader.clone()?;
        // A vocabulary has no chain longer than its entries; one that goes on is a circle of others.
        for _ in 0..=self.entries().len() {
            if at == entry.id {
                return entry.broader.clone();
            }
            at = self.entry(&at)?.broader.clone()?;
        }
        entry.broader.clone()
    }

    /// Names of `entry` that already stand for another entry, which neither leads to it nor is led to by it.
    ///
    /// States are named for the steps between them and never asked for, so that they may be called like anything.
    pub fn clashes<'a>(&'a self, entry: &Entry) -> Vec<(String, &'a Entry)> {
        if entry.kind == EntryKind::State {
            return Vec::new();
        }
        let leads = |a: &Entry, b: &Entry| a.related.contains(&b.id) || a.broader.as_ref() == Some(&b.id);
        let mut found: Vec<(String, &Entry)> = Vec::new();
        for name in entry.names() {
            for other in self.named(&analysis::key(name)) {
                let apart = other.id != entry.id && !leads(entry, other) && !leads(other, entry);
                if apart && !found.iter().any(|(_, known)| known.id == other.id) {
                    found.push((name.to_owned(), other));
                }
            }
        }
        found
    }

    /// Entries that lead to the entry with this id, in order.
    pub fn leading_to<'a>(&'a self, id: &'a str) -> impl Iterator<Item = &'a Entry> {
        let leads = move |entry: &&Entry| {
            let links = entry.related.iter().chain(&entry.takes).chain(&entry.gives).chain(&entry.broader);
            links.into_iter().any(|to| to == id)
        };
        self.entries().iter().filter(leads)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(id: &str, ko: &str, broader: &str) -> Entry {
        Entry {
            id: id.into(),
            kind: EntryKind::Technique,
            ko: vec![ko.into()],
            en: Vec::new(),
            short: Vec::new(),
            doubtful: Vec::new(),
            broader: Some(broader.to_owned()).filter(|id| !id.is_empty()),
            related: Vec::new(),
            takes: Vec::new(),
            gives: Vec::new(),
            reference: None,
        }
    }

    fn three() -> Vocabulary {
        Vocabulary::new(vec![entry("a", "가나", ""), entry("b", "나다", "a"), entry("c", "다라", "b")])
    }

    #[test]
    fn changes_lie_over_what_ships_and_leave_it_as_it_is() {
        let shipped = three();
        let changes = [("b".to_owned(), None), ("d".to_owned(), Some(entry("d", "라마", "c")))];
        let changed = shipped.with(changes);
        let ids: Vec<&str> = changed.entries().iter().map(|e| e.id.as_str()).collect();
        assert_eq!(ids, ["a", "c", "d"]);
        assert!(changed.named(&analysis::key("나다")).is_empty(), "what is taken away has no name");
        assert_eq!(changed.named(&analysis::key("라마")).len(), 1);
        assert_eq!(shipped.entries().len(), 3);
        let back = changed.with([("b".to_owned(), shipped.entry("b").cloned()), ("d".to_owned(), None)]);
        assert_eq!(back.entries().len(), 3);
    }

    #[track_caller]
    fn check_circle(entry: &Entry, through: Option<&str>) {
        assert_eq!(three().circle_of(entry).as_deref(), through, "{entry:?}");
    }

    #[test]
    fn an_entry_wider_than_itself_is_found_before_it_is_one() {
        check_circle(&entry("a", "가나", "c"), Some("c"));
        check_circle(&entry("a", "가나", "a"), Some("a"));
        check_circle(&entry("c", "다라", "a"), None);
        check_circle(&entry("new", "새로", "c"), None);
        check_circle(&entry("new", "새로", "nowhere"), None);
        // Others that already go round are said of whoever joins them.
        let round = Vocabulary::new(vec![entry("x", "하나", "y"), entry("y", "둘둘", "x")]);
        assert_eq!(round.circle_of(&entry("z", "셋셋", "x")).as_deref(), Some("x"));
    }

    #[test]
    fn a_name_of_two_things_is_told_unless_one_leads_to_the_other() {
        let names =
            |entry: &Entry| three().clashes(entry).into_iter().map(|(n, e)| (n, e.id.clone())).collect();
        let found: Vec<(String, String)> = names(&entry("new", "나다", ""));
        assert_eq!(found, [("나다".to_owned(), "b".to_owned())]);
        let led: Vec<(String, String)> = names(&entry("new", "나다", "b"));
        assert!(led.is_empty(), "{led:?}");
        let own: Vec<(String, String)> = names(&entry("b", "나다", "a"));
        assert!(own.is_empty(), "{own:?}");
    }
}

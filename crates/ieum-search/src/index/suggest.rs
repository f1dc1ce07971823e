//! What a reader is probably typing: names by their beginning, their initial consonants, the other keyboard layout, or
//! with one slip.

use super::bits::Bits;
use super::schema::Stored;
use super::slips::Slips;
use super::snapshot::{Segment, Snapshot};
use super::{FieldName, Index, IndexError};
use crate::analysis::{initials, is_letter, letters, other_layout};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::sync::Arc;
use tantivy::index::InvertedIndexReader;

/// Dictionary entries read for one prefix.
const ENTRIES_READ: usize = 2_000;
/// Documents whose names are looked at for one answer.
const CANDIDATES: usize = 60;

/// A name to offer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    /// The name as the record has it.
    pub text: String,
    /// The record's id.
    pub id: String,
    /// The record's kind.
    pub kind: String,
    /// How the typed text led to it.
    pub way: SuggestionWay,
}

/// How a typed text led to a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SuggestionWay {
    /// The name, or a word of it, begins so; half-typed syllables count.
    Beginning,
    /// Initial consonants: `ㅈㄹㅂㅅㄱ`.
    Initials,
    /// Typed with the other keyboard layout on.
    Layout,
    /// One slip away from the beginning.
    Slip,
}

impl Index {
    /// At most `limit` names that `typed` may become, best first, among what the viewer may see.
    ///
    /// # Errors
    /// Only when the index files fail.
    pub fn suggest(
        &self,
        typed: &str,
        visibility: &[String],
        limit: usize,
    ) -> Result<Vec<Suggestion>, IndexError> {
        let end = typed.char_indices().nth(60).map_or(typed.len(), |(at, _)| at);
        let typed = typed.get(..end).unwrap_or_default().trim();
        let keys = letters(typed);
        let limit = limit.min(50);
        if keys.is_empty() || limit == 0 {
            return Ok(Vec::new());
        }
        let snapshot = self.snapshot();
        let viewer = snapshot.viewer(visibility)?;
        let visible = &viewer.visible;
        let mut out: Vec<Suggestion> = Vec::new();
        let only_letters =
            typed.chars().any(is_letter) && typed.chars().all(|c| is_letter(c) || c.is_ascii());
        if only_letters {
            self.offer(&snapshot, visible, (&keys, SuggestionWay::Initials), limit, &mut out)?;
        }
        self.offer(&snapshot, visible, (&keys, SuggestionWay::Beginning), limit, &mut out)?;
        if out.is_empty()
            && let Some(meant) = other_layout(typed)
        {
            self.offer(&snapshot, visible, (&letters(&meant), SuggestionWay::Layout), limit, &mut out)?;
        }
        if out.is_empty() && keys.chars().count() >= 4 {
            self.offer(&snapshot, visible, (&keys, SuggestionWay::Slip), limit, &mut out)?;
        }
        Ok(out)
    }

    fn offer(
        &self,
        snapshot: &Snapshot,
        visible: &Bits,
        (keys, way): (&str, SuggestionWay),
        limit: usize,
        out: &mut Vec<Suggestion>,
    ) -> Result<(), IndexError> {
        let typed = keys.chars().count();
        // The entries, with how many letters they go on for, and the place of their segment.
        let mut entries: Vec<(usize, usize, String)> = Vec::new();
        for (place, segment) in snapshot.segments.iter().enumerate() {
            let entry = |term: &str| (term.chars().count().saturating_sub(typed), place, term.to_owned());
            let terms = dictionary(segment, way).terms();
            if way == SuggestionWay::Slip {
                let letters: Vec<char> = keys.chars().collect();
                let Some(slips) = Slips::new(&letters, 1, true) else { continue };
                let mut stream = terms.search(&slips).into_stream()?;
                for _ in 0..ENTRIES_READ {
                    if !stream.advance() {
                        break;
                    }
                    entries.extend(std::str::from_utf8(stream.key()).ok().map(entry));
                }
            } else {
                let mut stream = terms.range().ge(keys.as_bytes()).into_stream()?;
                for _ in 0..ENTRIES_READ {
                    if !stream.advance() || !stream.key().starts_with(keys.as_bytes()) {
                        break;
                    }
                    entries.extend(std::str::from_utf8(stream.key()).ok().map(entry));
                }
            }
        }
        entries.sort_unstable();
        // Those that go on for the fewest letters first, and of these the first documents.
        let mut order: Vec<(usize, u32)> = Vec::new();
        let mut known: HashSet<u32> = HashSet::new();
        for alike in entries.chunk_by(|a, b| a.0 == b.0) {
            let mut docs: Vec<u32> = Vec::new();
            for (_, place, term) in alike {
                let Some(segment) = snapshot.segments.get(*place) else { continue };
                let mut left = CANDIDATES;
                segment.each_while(dictionary(segment, way), term, |doc| {
                    if visible.contains(doc) && !known.contains(&doc) {
                        docs.push(doc);
                        left -= 1;
                    }
                    left > 0
                })?;
            }
            docs.sort_unstable();
            docs.dedup();
            docs.truncate(CANDIDATES - order.len());
            known.extend(&docs);
            let rest = alike.first().map_or(0, |(rest, _, _)| *rest);
            order.extend(docs.into_iter().map(|doc| (rest, doc)));
            if order.len() >= CANDIDATES {
                break;
            }
        }
        let mut offered: Vec<(bool, usize, Suggestion)> = Vec::new();
        for (rest, doc) in order {
            let Some(address) = snapshot.address(doc) else { continue };
            let stored: Stored = snapshot.searcher.doc(address)?;
            let (id, kind) = self.fields.identity(&stored);
            let names = [FieldName::Name, FieldName::Alias].map(|name| self.fields.text(name));
            let texts = names.iter().flat_map(|field| stored.texts(*field));
            let fits = |text: &&str| match way {
                SuggestionWay::Initials => initials(text).contains(keys),
                SuggestionWay::Beginning | SuggestionWay::Layout => letters(text).contains(keys),
                SuggestionWay::Slip => true,
            };
            let Some(text) = texts.into_iter().find(fits) else { continue };
            let start = if way == SuggestionWay::Initials { initials(text) } else { letters(text) };
            let text = text.to_owned();
            offered.push((!start.starts_with(keys), rest, Suggestion { text, id, kind, way }));
        }
        offered.sort_by_key(|(inside, rest, _)| (*inside, *rest));
        for (_, _, suggestion) in offered {
            if out.len() < limit && !out.iter().any(|known| known.text == suggestion.text) {
                out.push(suggestion);
            }
        }
        Ok(())
    }
}

fn dictionary(segment: &Segment, way: SuggestionWay) -> &Arc<InvertedIndexReader> {
    match way {
        SuggestionWay::Initials => &segment.initials,
        SuggestionWay::Beginning | SuggestionWay::Layout | SuggestionWay::Slip => &segment.letters,
    }
}

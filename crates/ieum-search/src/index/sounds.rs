//! Hangul words that sound like English words of names.

use super::plan::Plan;
use super::snapshot::{Snapshot, Viewer};
use super::{FieldName, Index, IndexError, Via};
use crate::analysis::{Sounds, is_syllable};
use crate::numbers::{at, real};

/// English words of names that are compared by their sound; in a larger catalogue the commonest of them.
const COMPARED: usize = 16_000;
/// Words of a question that are listened to.
const LISTENED: usize = 12;
/// Words from which on a question is long, and how alike a word of it must be: others speak for it already.
const LONG: usize = 5;
const LIKE: f64 = 0.96;
/// How much more a word says that is heard over many pairs of syllables, as a power of their number: at 1 it weighs as all of
/// them together, else what merely shares some of them came before what is meant. A stem is commoner than its pairs and takes
/// somewhat more; chosen on the loan words in `tests/floors.rs`, where 0 reaches 0.50, 1 0.76 and 1.25 0.79.
const PAIRS: f64 = 1.25;
/// English words that one word of a question may sound like.
const HEARD: usize = 3;

impl Index {
    /// Adds the English words that Hangul words of the question sound like, as far as visible names have them.
    ///
    /// What the glossary knows as a whole, and what the learned table is sure of, is said in both languages already.
    pub(super) fn listen(
        &self,
        snapshot: &Snapshot,
        viewer: &Viewer,
        plan: &mut Plan,
    ) -> Result<(), IndexError> {
        let asked = |place: &usize| {
            let word = plan.words.get(*place);
            word.is_some_and(|word| !word.asking && word.key.chars().all(is_syllable))
                && !plan.is_known(*place)
        };
        let places: Vec<usize> = (0..plan.words.len()).filter(asked).take(LISTENED).collect();
        let least = if plan.words.len() < LONG { 0.0 } else { LIKE };
        for place in places {
            let Some(key) = plan.words.get(place).map(|word| word.key.clone()) else { continue };
            if !Sounds::may_hear(&key) {
                continue;
            }
            let seen = |term: &str| snapshot.documents_with(term, viewer) > 0;
            for alike in snapshot
                .sounds()?
                .like(&key, HEARD)
                .into_iter()
                .filter(|alike| alike.likeness >= least && seen(alike.term))
            {
                let (from, to) = alike.part;
                let pairs = real(to.saturating_sub(from + 1).max(1));
                let from = key.chars().skip(from).take(to - from).collect();
                let via = Via::Sound { from, to: alike.term.to_owned() };
                let sure = alike.likeness.powi(4);
                let weight = self.weights.translation * sure * pairs.powf(PAIRS);
                plan.add_heard(place, via, (weight, sure));
            }
        }
        Ok(())
    }
}

impl Snapshot {
    /// The English words of names and aliases by their sound, put together when they are first asked for.
    fn sounds(&self) -> Result<&Sounds, IndexError> {
        if let Some(known) = self.sounds.get() {
            return Ok(known);
        }
        // How many words there are that at least 1, 2, 4, … documents have.
        let mut counts = [0_usize; 32];
        self.each_name(|_, documents| {
            counts.iter_mut().take(at(documents.max(1).ilog2()) + 1).for_each(|count| *count += 1);
        })?;
        let least = counts.iter().position(|count| *count <= COMPARED).unwrap_or(counts.len());
        let mut terms: Vec<String> = Vec::new();
        self.each_name(|term, documents| {
            if at(documents.max(1).ilog2()) >= least {
                terms.push(term.to_owned());
            }
        })?;
        let sounds = Sounds::of(terms.iter().map(String::as_str));
        Ok(self.sounds.get_or_init(|| sounds))
    }

    /// Each English word of names and aliases with how many documents of a segment have it.
    fn each_name(&self, mut then: impl FnMut(&str, u32)) -> Result<(), IndexError> {
        for segment in &self.segments {
            let named = |name| matches!(name, FieldName::Name | FieldName::Alias);
            for part in segment.texts.iter().filter(|part| named(part.name)) {
                let mut stream = part.index.terms().range().ge(b"a").lt(b"{").into_stream()?;
                while stream.advance() {
                    let Ok(term) = std::str::from_utf8(stream.key()) else { continue };
                    if term.bytes().all(|letter| letter.is_ascii_lowercase()) {
                        then(term, stream.value().doc_freq);
                    }
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Document, Lexicon, Query};

    #[test]
    fn a_hangul_word_finds_the_english_one_it_sounds_like() {
        let index = Index::create_in_ram().expect("an index in memory");
        index.set_lexicon(Lexicon::shipped());
        let named =
            |id, name, who| Document::new(id, "instrument").with(FieldName::Name, name).visible_to(who);
        let documents = [
            named("plate", "Nephelostat reader", "public"),
            named("other", "Residue analyser", "public"),
            named("secret", "Zirkolator", "org:7"),
        ];
        index.add(&documents).expect("added");
        index.commit().expect("committed");
        let ask = |text: &str| {
            let query =
                Query { text: text.to_owned(), visibility: vec!["public".to_owned()], ..Query::default() };
            index.search(&query).expect("searched")
        };
        let hits = ask("네펠로스타트");
        let best = hits.hits.first().expect("a hit");
        assert_eq!(best.id, "plate");
        assert!(
            matches!(&best.reasons[0].via, Via::Sound { from, .. } if from == "네펠로스타트"),
            "{best:?}"
        );
        assert_eq!(ask("지르콜레이터").hits, [], "names that are hidden are not told of");
    }
}

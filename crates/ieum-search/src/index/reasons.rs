//! Which word met which field: the score of a few documents taken apart again.

use super::beside::beside;
use super::meaning::Meant;
use super::plan::Plan;
use super::ranking::{FACTS, PARTS, part_of};
use super::score::{name_part, saturate};
use super::snapshot::Snapshot;
use super::{Features, FieldName, IndexError, Ranking, Reason, TermPart, Via, Weights};
use crate::analysis::MARK;
use std::collections::BTreeMap;
use tantivy::DocSet;
use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;

/// Reasons shown for one document.
pub(crate) const SHOWN: usize = 12;

/// One term's part of one document's score.
struct Part {
    term: usize,
    field: FieldName,
    amount: f64,
}

/// The score and the terms that one word brought to one field in one way.
type Group<'a> = (f64, Vec<&'a str>);

/// The parts of the scores of `docs`, in their order.
pub(crate) struct Parts {
    of: Vec<Vec<Part>>,
    /// What meaning brings to each, with the field that is near.
    meant: Vec<Option<(f64, FieldName)>>,
}

impl Parts {
    /// Reads the postings of every term again, only at `docs`.
    pub(crate) fn new(
        snapshot: &Snapshot,
        plan: &Plan,
        weights: &Weights,
        docs: &[u32],
    ) -> Result<Self, IndexError> {
        let mut order: Vec<(u32, usize)> = docs.iter().copied().zip(0..).collect();
        order.sort_unstable();
        let mut of: Vec<Vec<Part>> = docs.iter().map(|_| Vec::new()).collect();
        let mut found: Vec<(usize, FieldName, f64)> = Vec::new();
        for (place, term) in plan.terms.iter().enumerate().filter(|(_, term)| term.documents > 0) {
            found.clear();
            for segment in &snapshot.segments {
                for part in &segment.texts {
                    let Some(info) = part.index.terms().get(term.text.as_bytes())? else { continue };
                    let mut postings =
                        part.index.read_postings_from_terminfo(&info, IndexRecordOption::WithFreqs)?;
                    for (doc, at_doc) in &order {
                        let Some(local) = doc.checked_sub(segment.base) else { continue };
                        if postings.doc() < local {
                            postings.seek(local);
                        }
                        if postings.doc() == local {
                            found.push((
                                *at_doc,
                                part.name,
                                f64::from(postings.term_freq()) * part.factor(local),
                            ));
                        }
                    }
                }
            }
            let (strength, k1) = (term.says() * term.idf, term.k1(weights));
            found.sort_unstable_by_key(|(at_doc, field, _)| (*at_doc, *field));
            for same in found.chunk_by(|a, b| a.0 == b.0) {
                let sum: f64 = same.iter().map(|(_, _, amount)| amount).sum();
                let whole = strength * saturate(sum, k1);
                for (at_doc, field, amount) in same {
                    let name = if *field == FieldName::Name {
                        strength * name_part(*amount, k1, weights)
                    } else {
                        0.0
                    };
                    let part = Part { term: place, field: *field, amount: whole * amount / sum + name };
                    if let Some(parts) = of.get_mut(*at_doc) {
                        parts.push(part);
                    }
                }
            }
        }
        for pair in beside(snapshot, plan, weights, docs)? {
            if let Some(parts) = of.get_mut(pair.place) {
                let halves =
                    pair.terms.map(|term| Part { term, field: pair.field, amount: pair.amount / 2.0 });
                parts.extend(halves);
            }
        }
        Ok(Self { of, meant: Vec::new() })
    }

    /// With what meaning brings to the same `docs`.
    pub(crate) fn with(mut self, meant: &Meant, docs: &[u32]) -> Self {
        let part = |doc: &u32| meant.of(*doc).map(|(amount, _, field)| (amount, field));
        self.meant = docs.iter().map(part).collect();
        self
    }

    /// What meaning brings to the document at `place`.
    fn meaning(&self, place: usize) -> Option<(f64, FieldName)> {
        self.meant.get(place).copied().flatten()
    }

    /// The text score of the document at `place`: all parts together.
    pub(crate) fn whole(&self, place: usize) -> f64 {
        let words: f64 = self.of.get(place).into_iter().flatten().map(|part| part.amount).sum();
        words + self.meaning(place).map_or(0.0, |(amount, _)| amount)
    }

    /// The parts of the text score of the document at `place`, and under the facts the whole of it.
    pub(crate) fn sums(&self, place: usize, plan: &Plan) -> Features {
        let mut sums = [0.0; PARTS];
        for part in self.of.get(place).into_iter().flatten() {
            let via = plan.terms.get(part.term).map_or(0, |term| term.via);
            if let Some(sum) = sums.get_mut(part_of(plan, via, part.field)) {
                *sum += part.amount;
            }
        }
        if let Some(whole) = sums.get_mut(FACTS) {
            *whole = self.whole(place);
        }
        sums
    }

    /// Weighs every part, so that reasons and shares say what the order goes by.
    pub(crate) fn weigh(&mut self, plan: &Plan, ranking: &Ranking) {
        for part in self.of.iter_mut().flatten() {
            let via = plan.terms.get(part.term).map_or(0, |term| term.via);
            let weight = ranking.weights.get(part_of(plan, via, part.field)).copied().unwrap_or(1.0);
            part.amount *= weight;
        }
    }

    /// The reasons of the document at `place`, the `most` heaviest first.
    pub(crate) fn reasons(&self, place: usize, plan: &Plan, most: usize) -> Vec<Reason> {
        let Some(parts) = self.of.get(place) else { return Vec::new() };
        let total = self.whole(place);
        let mut groups: BTreeMap<(Option<usize>, FieldName, usize), Group> = BTreeMap::new();
        for part in parts {
            let Some(term) = plan.terms.get(part.term) else { continue };
            let group = groups.entry((term.word, part.field, term.via)).or_default();
            group.0 += part.amount;
            group.1.push(&term.text);
        }
        let mut reasons: Vec<Reason> = groups
            .into_iter()
            .map(|((word, kind, via), (amount, terms))| Reason {
                kind,
                word: word.and_then(|w| plan.words.get(w)).map(|w| w.surface.clone()).unwrap_or_default(),
                matched: joined(&terms),
                via: plan.vias.get(via).cloned().unwrap_or(Via::Direct),
                share: if total > 0.0 { amount / total } else { 0.0 },
            })
            .collect();
        if let Some((amount, kind)) = self.meaning(place) {
            let (word, matched, via) = (String::new(), String::new(), Via::Meaning);
            let share = if total > 0.0 { amount / total } else { 0.0 };
            reasons.push(Reason { kind, word, matched, via, share });
        }
        reasons.sort_by(|a, b| b.share.total_cmp(&a.share));
        reasons.truncate(most);
        reasons
    }

    /// What each term brings to each field of the document at `place`, heaviest first.
    pub(crate) fn by_term(&self, place: usize) -> Vec<TermPart> {
        let parts = self.of.get(place).map(Vec::as_slice).unwrap_or_default();
        let part = |p: &Part| TermPart { term: p.term, field: p.field, amount: p.amount };
        let mut parts: Vec<TermPart> = parts.iter().map(part).collect();
        parts.sort_by(|a, b| b.amount.total_cmp(&a.amount));
        parts
    }

    /// How much of the question the document at `place` speaks to, 0 to 1, weighed by rarity. What was learned or heard to
    /// mean a word counts as far as that is sure.
    pub(crate) fn coverage(&self, place: usize, plan: &Plan) -> f64 {
        let found: Vec<usize> =
            self.of.get(place).map(|p| p.iter().map(|p| p.term).collect()).unwrap_or_default();
        let (mut covered, mut whole) = (0.0, 0.0);
        for word in 0..plan.words.len() {
            // By way of arriving: what was looked up, and what of it this document has.
            let mut ways: BTreeMap<usize, (f64, f64)> = BTreeMap::new();
            for (place, term) in plan.terms.iter().enumerate().filter(|(_, t)| t.word == Some(word)) {
                let way = ways.entry(term.via).or_default();
                way.0 += term.idf;
                way.1 += if found.contains(&place) { term.idf } else { 0.0 };
            }
            let Some((mass, _)) = ways.get(&0).copied() else { continue };
            let share = |(via, (all, has)): (&usize, &(f64, f64))| plan.sure(*via) * has / all;
            let best = ways.iter().filter(|(_, (all, _))| *all > 0.0).map(share).fold(0.0, f64::max);
            whole += mass;
            covered += mass * best;
        }
        if whole > 0.0 { covered / whole } else { 0.0 }
    }

    /// The words the document at `place` rests on, as asked and as they were taken, when nothing but guesses speaks for it.
    pub(crate) fn guessed(&self, place: usize, plan: &Plan) -> Vec<(String, String)> {
        let mut guesses: Vec<(String, String)> = Vec::new();
        for part in self.of.get(place).into_iter().flatten() {
            let via = plan.terms.get(part.term).map_or(0, |term| term.via);
            let Some(Via::Translation { from, to }) = plan.vias.get(via).filter(|_| plan.is_guess(via))
            else {
                return Vec::new();
            };
            let guess = (from.clone(), to.clone());
            if !guesses.contains(&guess) {
                guesses.push(guess);
            }
        }
        if self.meaning(place).is_some() { Vec::new() } else { guesses }
    }
}

/// Terms as one reads them: overlapping pairs of syllables become the word again.
fn joined(terms: &[&str]) -> String {
    let mut out = String::new();
    // Morphemes repeat what the pairs of syllables say, unless there is nothing else.
    let plain = |term: &&&str| !term.starts_with(MARK);
    let pairs = terms.iter().filter(plain).count();
    for term in
        terms.iter().filter(|term| pairs == 0 || plain(term)).map(|term| term.trim_start_matches(MARK))
    {
        let hangul = term.chars().all(crate::analysis::is_syllable);
        let mut chars = term.chars();
        let first = chars.next();
        if hangul && out.chars().last() == first && chars.clone().count() == 1 {
            out.extend(chars);
        } else {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(term);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn pairs_of_syllables_read_as_the_word() {
        assert_eq!(super::joined(&["잔류", "류농", "농약"]), "잔류농약");
        assert_eq!(super::joined(&["pesticid", "residu"]), "pesticid residu");
        assert_eq!(super::joined(&["잔류", "분석"]), "잔류 분석");
    }
}

//! One search from question to answer.

use super::beside::{beside, sums};
use super::bits::Bits;
use super::importance::Asked;
use super::meaning::Meant;
use super::plan::{Plan, Planned};
use super::ranking::FACTS;
use super::reasons::{Parts, SHOWN};
use super::related::{Counts, shared_words};
use super::score::{self, Scratch};
use super::snapshot::Snapshot;
use super::{Features, FieldName, Hit, Hits, Index, IndexError, Query, Ranking};
use crate::analysis::{self, distance, other_layout};
use crate::numbers::real;
use std::sync::PoisonError;
use tantivy::TantivyDocument;
use tantivy::schema::Value;

/// Most hits in one answer.
const MOST_HITS: usize = 1_000;
/// Best documents that facts may reorder.
const REORDERED: usize = 300;
/// Best documents that other weights than the formula's may reorder.
const WEIGHED: usize = 60;
/// Best documents in which neighbouring words are looked for.
const LIFTED: usize = 100;
/// Unmatched words that a corrected spelling is looked for.
const CORRECTED: usize = 3;
/// Words from which on a question is long.
const LONG: usize = 8;
/// Bytes of each of the best hits' texts that feedback reads.
const READ_BYTES: usize = 1_200;
/// Dictionary entries read for one corrected spelling.
const ENTRIES_READ: usize = 20_000;

impl Index {
    /// Finds what `query` asks for, best first.
    ///
    /// Any text is a good question: empty lists everything allowed; markup, control characters, 20,000 characters or
    /// particles alone give few hits or none, in bounded time.
    ///
    /// # Errors
    /// Only when the index files fail; then build it again.
    pub fn search(&self, query: &Query) -> Result<Hits, IndexError> {
        let snapshot = self.snapshot();
        let visible = snapshot.visible(&query.visibility)?;
        let filtered = snapshot.filtered(query)?;
        let mut plan = Plan::new(&query.text, &self.lexicon(), &self.weights);
        let mut scratch =
            self.scratch.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default();
        scratch.prepare(snapshot.documents);
        let answer = self.answer(query, &snapshot, (&visible, filtered.as_ref()), &mut plan, &mut scratch);
        self.scratch.lock().unwrap_or_else(PoisonError::into_inner).push(scratch);
        answer
    }

    fn answer(
        &self,
        query: &Query,
        snapshot: &Snapshot,
        (visible, filtered): (&Bits, Option<&Bits>),
        plan: &mut Plan,
        scratch: &mut Scratch,
    ) -> Result<Hits, IndexError> {
        let passes = |doc: u32| filtered.is_none_or(|bits| bits.contains(doc));
        let limit = query.limit.min(MOST_HITS);
        if plan.terms.is_empty() {
            if query.text.trim().is_empty() {
                let mut all: Vec<(f64, u32)> =
                    visible.iter().filter(|doc| passes(*doc)).map(|doc| (snapshot.boost(doc), doc)).collect();
                all.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
                return self.page(query, snapshot, (plan, &Meant::default()), (all, limit));
            }
            let unmatched_words = plan.words.iter().map(|word| word.surface.clone()).collect();
            return Ok(Hits { unmatched_words, ..Hits::default() });
        }
        self.score(snapshot, visible, plan, scratch)?;
        let meant = self.mean(snapshot, (visible, filtered), (&query.text, plan), scratch)?;
        let near = meant.docs().filter(|doc| scratch.score(*doc) == 0.0);
        let all = scratch.matched.iter().copied().filter(|doc| passes(*doc)).chain(near);
        let mut ranked: Vec<(f64, u32)> =
            all.map(|doc| (scratch.score(doc) + meant.amount(doc), doc)).collect();
        let best = ranked.iter().map(|(score, _)| *score).fold(0.0, f64::max);
        let least = best * query.floor.clamp(0.0, 1.0);
        ranked.retain(|(score, _)| *score >= least);
        let order = |a: &(f64, u32), b: &(f64, u32)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
        let kept = query.offset.saturating_add(limit).max(REORDERED);
        let front = if ranked.len() > kept {
            ranked.select_nth_unstable_by(kept, order);
            kept
        } else {
            ranked.len()
        };
        if let Some(front) = ranked.get_mut(..front) {
            self.lift_neighbours(snapshot, plan, front)?;
            for (score, doc) in front.iter_mut() {
                *score *= 1.0 + self.weights.boost * snapshot.boost(*doc);
            }
            front.sort_unstable_by(order);
        }
        // How strong an answer is, is told by the formula whatever weights are in force.
        let best = ranked.first().map_or(0.0, |(score, _)| *score);
        let strength = best / (real(visible.len()) + 1.0).ln().max(1.0);
        if let Some(ranking) = self.other_ranking() {
            self.weigh(&ranking, snapshot, (plan, &meant), &mut ranked)?;
        }
        Ok(Hits { strength, ..self.page(query, snapshot, (plan, &meant), (ranked, limit))? })
    }

    /// The text score of every visible document, in `scratch`, and what is known of each term, in `plan`.
    pub(super) fn score(
        &self,
        snapshot: &Snapshot,
        visible: &Bits,
        plan: &mut Plan,
        scratch: &mut Scratch,
    ) -> Result<(), IndexError> {
        score::add(snapshot, &self.weights, visible, (plan, 0), scratch)?;
        self.correct(snapshot, visible, plan, scratch)?;
        self.relate(snapshot, visible, plan, scratch)
    }

    /// Adds to the best of `ranked` what words near one another say.
    fn lift_neighbours(
        &self,
        snapshot: &Snapshot,
        plan: &Plan,
        ranked: &mut [(f64, u32)],
    ) -> Result<(), IndexError> {
        if plan.neighbours.is_empty() {
            return Ok(());
        }
        if ranked.len() > LIFTED {
            ranked.select_nth_unstable_by(LIFTED, |a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        }
        let lifted = LIFTED.min(ranked.len());
        let best = ranked.get_mut(..lifted).unwrap_or_default();
        let docs: Vec<u32> = best.iter().map(|(_, doc)| *doc).collect();
        let pairs = beside(snapshot, plan, &self.weights, &docs)?;
        for ((score, _), more) in best.iter_mut().zip(sums(&pairs, lifted)) {
            *score += more;
        }
        Ok(())
    }

    /// Orders the best by `ranking` instead of the formula; those behind them stay behind.
    fn weigh(
        &self,
        ranking: &Ranking,
        snapshot: &Snapshot,
        (plan, meant): (&Plan, &Meant),
        ranked: &mut [(f64, u32)],
    ) -> Result<(), IndexError> {
        let (front, behind) = ranked.split_at_mut(WEIGHED.min(ranked.len()));
        let docs: Vec<u32> = front.iter().map(|(_, doc)| *doc).collect();
        let parts = Parts::new(snapshot, plan, &self.weights, &docs)?.with(meant, &docs);
        for (place, (score, doc)) in front.iter_mut().enumerate() {
            let mut sums = parts.sums(place, plan);
            if let Some(facts) = sums.get_mut(FACTS) {
                *facts *= snapshot.boost(*doc);
            }
            *score = ranking.score(&sums) + meant.amount(*doc);
        }
        front.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let least = front.last().map_or(f64::INFINITY, |(score, _)| *score);
        behind.iter_mut().for_each(|(score, _)| *score = score.min(least));
        Ok(())
    }

    /// The page of `ranked` that was asked for; only its front need be in order.
    fn page(
        &self,
        query: &Query,
        snapshot: &Snapshot,
        (plan, meant): (&Plan, &Meant),
        (ranked, limit): (Vec<(f64, u32)>, usize),
    ) -> Result<Hits, IndexError> {
        let shown: Vec<(f64, u32)> = ranked.iter().skip(query.offset).take(limit).copied().collect();
        let docs: Vec<u32> = shown.iter().map(|(_, doc)| *doc).collect();
        let explained = if query.reasons { docs.as_slice() } else { docs.get(..1).unwrap_or_default() };
        let mut parts = Parts::new(snapshot, plan, &self.weights, explained)?.with(meant, explained);
        let features = features(&parts, snapshot, plan, explained);
        if let Some(ranking) = self.other_ranking() {
            parts.weigh(plan, &ranking);
        }
        let mut hits = Hits { total: ranked.len(), meaning: meant.open, ..Hits::default() };
        for (place, (score, doc)) in shown.iter().enumerate() {
            let (id, kind) = snapshot.identity(&self.fields, *doc)?;
            let reasons = if query.reasons { parts.reasons(place, plan, SHOWN) } else { Vec::new() };
            let features = features.get(place).filter(|_| query.reasons).copied().unwrap_or_default();
            hits.hits.push(Hit { id, kind, score: *score, reasons, features });
        }
        hits.coverage = parts.coverage(0, plan);
        let unmatched = plan.unmatched().into_iter().filter_map(|place| plan.words.get(place));
        hits.unmatched_words = unmatched.map(|word| word.surface.clone()).collect();
        if !query.facets.is_empty() {
            let mut among = Bits::new(snapshot.documents);
            for (_, doc) in &ranked {
                among.insert(*doc);
            }
            for key in &query.facets {
                hits.facets.insert(key.clone(), snapshot.count(key, &among)?);
            }
        }
        Ok(hits)
    }

    /// Looks for a likely meant spelling of words that nothing visible speaks to.
    fn correct(
        &self,
        snapshot: &Snapshot,
        visible: &Bits,
        plan: &mut Plan,
        scratch: &mut Scratch,
    ) -> Result<(), IndexError> {
        let first = plan.terms.len();
        let unmatched = plan.unmatched();
        // A long question that is mostly understood does not hang on one spelling.
        if plan.words.len() > LONG && unmatched.len() * 2 < plan.words.len() {
            return Ok(());
        }
        for place in unmatched.into_iter().take(CORRECTED) {
            let Some(word) = plan.words.get(place).cloned() else { continue };
            if let Some(meant) = other_layout(&word.surface) {
                plan.add_correction(place, meant, self.weights.fuzzy);
            }
            for meant in near(snapshot, &word.key)? {
                plan.add_correction(place, meant, self.weights.fuzzy);
            }
        }
        if plan.terms.len() > first {
            score::add(snapshot, &self.weights, visible, (plan, first), scratch)?;
        }
        Ok(())
    }

    /// Adds the words that the best hits share, for long questions in Latin letters.
    fn relate(
        &self,
        snapshot: &Snapshot,
        visible: &Bits,
        plan: &mut Plan,
        scratch: &mut Scratch,
    ) -> Result<(), IndexError> {
        let weights = &self.weights;
        let asked: f64 = plan.terms.iter().filter(|t| t.via == 0).map(Planned::says).sum();
        if weights.related <= 0.0 || asked < real(weights.related_from_terms) || !plan.is_latin() {
            return Ok(());
        }
        let best = scratch.best(weights.related_documents);
        let mut texts = Vec::new();
        let mut sieve = self.sieves.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default();
        for (score, doc) in best {
            let Some(address) = snapshot.address(doc) else { continue };
            let stored: TantivyDocument = snapshot.searcher.doc(address)?;
            let mut counts = Counts::default();
            for name in [FieldName::Name, FieldName::Description] {
                for value in stored.get_all(self.fields.text(name)) {
                    let text = value.as_str().unwrap_or_default();
                    let end = (0..=READ_BYTES.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
                    sieve.pour(text.get(..end.unwrap_or_default()).unwrap_or_default(), &mut counts);
                }
            }
            texts.push((score, counts));
        }
        self.sieves.lock().unwrap_or_else(PoisonError::into_inner).push(sieve);
        let all = real(visible.len());
        let rarity = |term: &str| {
            score::rarity(all, snapshot.documents_with(term, visible)).powf(weights.related_rarity)
        };
        let via = plan.vias.len();
        plan.vias.push(super::Via::Related);
        let first = plan.terms.len();
        let direct = plan.terms.iter().filter(|t| t.via == 0).count();
        for (term, weight) in shared_words(&texts, weights.related_words, rarity) {
            let amount = weights.related * asked * weight;
            let known = plan.terms.iter().find(|t| t.via == 0 && t.text == term);
            let planned = match known.and_then(|t| t.word) {
                Some(word) => Planned::new(term, amount, Some(word), 0),
                None => {
                    let mut found = Planned::new(term, amount, None, via);
                    found.asked = Some(Asked { terms: direct, ..Asked::default() });
                    found
                }
            };
            plan.terms.push(planned);
        }
        score::add(snapshot, weights, visible, (plan, first), scratch)
    }
}

/// The parts of the scores of `docs`, over the text score of the best of them.
fn features(parts: &Parts, snapshot: &Snapshot, plan: &Plan, docs: &[u32]) -> Vec<Features> {
    let best = (0..docs.len()).map(|place| parts.whole(place)).fold(0.0, f64::max);
    let share = if best > 0.0 { 1.0 / best } else { 0.0 };
    let of = |(place, doc): (usize, &u32)| {
        let mut sums = parts.sums(place, plan).map(|sum| sum * share);
        if let Some(facts) = sums.get_mut(FACTS) {
            *facts *= snapshot.boost(*doc);
        }
        sums
    };
    docs.iter().enumerate().map(of).collect()
}

/// Up to three known words within a slip or two of `key`, nearest first.
///
/// Latin words are compared with the terms of names and descriptions, Hangul ones letter by letter with the
/// beginnings of names.
fn near(snapshot: &Snapshot, key: &str) -> Result<Vec<String>, IndexError> {
    let hangul = key.chars().any(analysis::is_syllable);
    let wanted: Vec<char> =
        if hangul { analysis::letters(key).chars().collect() } else { key.chars().collect() };
    let most = if wanted.len() >= 8 { 2 } else { 1 };
    if wanted.len() < 4 || wanted.len() > 30 {
        return Ok(Vec::new());
    }
    let from: String = wanted.iter().take(1).collect();
    let shape: usize = wanted.iter().map(|c| c.len_utf8()).sum();
    let mut found: Vec<(usize, std::cmp::Reverse<u32>, String)> = Vec::new();
    for segment in &snapshot.segments {
        let names = segment.texts.iter().filter(|part| {
            !hangul && matches!(part.name, FieldName::Name | FieldName::Alias | FieldName::Description)
        });
        let dictionaries = names.map(|part| &part.index).chain(hangul.then_some(&segment.letters));
        for dictionary in dictionaries {
            let mut stream = dictionary.terms().range().ge(from.as_bytes()).into_stream()?;
            let mut read = 0;
            while stream.advance() && read < ENTRIES_READ {
                read += 1;
                let Ok(term) = std::str::from_utf8(stream.key()) else { continue };
                if !term.starts_with(&from) {
                    break;
                }
                let far =
                    if hangul { term.len() + most * 3 < shape } else { term.len().abs_diff(shape) > most };
                if far {
                    continue;
                }
                let letters: Vec<char> = term.chars().collect();
                // A name may go on after the word.
                let shortest = if hangul { wanted.len().saturating_sub(most) } else { letters.len() };
                let longest = if hangul { wanted.len() + most } else { letters.len() };
                for length in shortest..=longest.min(letters.len()) {
                    let head = letters.get(..length).unwrap_or_default();
                    if let Some(apart) = distance(&wanted, head, most).filter(|apart| *apart > 0) {
                        let text: String = head.iter().collect();
                        let text = if hangul { analysis::compose(&text) } else { text };
                        let whole = !text.chars().any(analysis::is_letter);
                        if whole && !found.iter().any(|(_, _, known)| *known == text) {
                            found.push((apart, std::cmp::Reverse(stream.value().doc_freq), text));
                        }
                    }
                }
            }
        }
    }
    found.sort();
    Ok(found.into_iter().take(3).map(|(_, _, text)| text).collect())
}

//! One search from question to answer.

use super::beside::{beside, sums};
use super::bits::Bits;
use super::importance::Asked;
use super::kinds::Few;
use super::lists::Weighed;
use super::meaning::Meant;
use super::narrow::{self, Narrowed, Sample};
use super::plan::{Plan, Planned};
use super::ranking::FACTS;
use super::reasons::{Parts, SHOWN};
use super::related::{Counts, shared_words};
use super::schema::Stored;
use super::score::{self, Front, Scratch, best_first};
use super::snapshot::{Snapshot, Viewer};
use super::{Features, FieldName, Hit, Hits, Index, IndexError, OfKind, Query, Ranking};
use crate::numbers::real;
use std::sync::PoisonError;

/// Most hits in one answer.
const MOST_HITS: usize = 1_000;
/// Most hits of each kind besides.
const MOST_OF_KIND: usize = 20;
/// Best documents that facts may reorder.
const REORDERED: usize = 300;
/// Best documents of a large catalogue whose scores are whole.
const NARROWED: usize = 100;
/// The same where the best of each kind are asked for.
const NARROWED_BY_KIND: usize = 2_000;
/// Best documents that other weights than the formula's may reorder.
const WEIGHED: usize = 60;
/// Best documents in which neighbouring words are looked for.
const LIFTED: usize = 100;
/// Bytes of each of the best hits' texts that feedback reads.
const READ_BYTES: usize = 1_200;

/// What was found, before the page that was asked for is cut out.
struct Found {
    /// The front of it, best first.
    ranked: Vec<(f64, u32)>,
    /// How many there are in all.
    total: usize,
    /// All of them, where values are to be counted; only the best, where there is a sample.
    among: Option<Bits>,
    /// The best of each kind, where they are asked for.
    kinds: Vec<Few>,
    /// By what one tells how many there are, where not all were scored, and those of it that fit.
    sample: Option<(Sample, Bits)>,
}

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
        let viewer = snapshot.viewer(&query.visibility)?;
        let filtered = snapshot.filtered(query)?;
        let mut plan = Plan::new(&query.text, &self.lexicon(), &self.weights, self.dictionary.as_deref());
        let mut scratch =
            self.scratch.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default();
        scratch.prepare(snapshot.documents);
        let answer = self.answer(query, &snapshot, (&viewer, filtered.as_ref()), &mut plan, &mut scratch);
        self.scratch.lock().unwrap_or_else(PoisonError::into_inner).push(scratch);
        answer
    }

    fn answer(
        &self,
        query: &Query,
        snapshot: &Snapshot,
        (viewer, filtered): (&Viewer, Option<&Bits>),
        plan: &mut Plan,
        scratch: &mut Scratch,
    ) -> Result<Hits, IndexError> {
        let visible = &viewer.visible;
        let passes = |doc: u32| filtered.is_none_or(|bits| bits.contains(doc));
        let limit = query.limit.min(MOST_HITS);
        let few = query.of_each_kind.min(MOST_OF_KIND);
        let least = match (self.is_large(snapshot), few) {
            (true, 0) => NARROWED,
            (true, _) => NARROWED_BY_KIND,
            (false, _) => REORDERED,
        };
        let kept = query.offset.saturating_add(limit).max(least);
        let counted = few > 0 || !query.facets.is_empty();
        let mut among = counted.then(|| Bits::new(snapshot.documents));
        let mut front = Front::new(kept);
        let mut total = 0;
        let mut take = |score: f64, doc: u32| {
            total += 1;
            if let Some(among) = &mut among {
                among.insert(doc);
            }
            front.push(score, doc);
        };
        if plan.terms.is_empty() {
            if query.text.trim().is_empty() {
                visible.iter().filter(|doc| passes(*doc)).for_each(|doc| take(snapshot.boost(doc), doc));
                let mut ranked = front.done();
                ranked.sort_unstable_by(best_first);
                let found = Found { ranked, total, among, kinds: Vec::new(), sample: None };
                return self.page(query, snapshot, (plan, &Meant::default()), &found);
            }
            let unmatched_words = plan.words.iter().map(|word| word.surface.clone()).collect();
            return Ok(Hits { unmatched_words, ..Hits::default() });
        }
        let sample = self.score(snapshot, (viewer, filtered), (plan, kept), scratch)?;
        let meant = self.mean(snapshot, (viewer, filtered), (&query.text, plan), scratch)?;
        // Meaning first, so that most documents need not be looked up there.
        for doc in meant.docs() {
            scratch.add(doc, meant.amount(doc));
        }
        let best = scratch.matched.iter().filter(|doc| passes(**doc)).map(|doc| scratch.score(*doc));
        let least = best.fold(0.0, f64::max) * query.floor.clamp(0.0, 1.0);
        for doc in scratch.matched.iter().filter(|doc| passes(**doc)) {
            let score = scratch.score(*doc);
            if score >= least {
                take(score, *doc);
            }
        }
        let mut ranked = front.done();
        let sample = sample.map(|sample| {
            let mut within = Bits::new(snapshot.documents);
            for (score, doc) in sample.from(query.floor.clamp(0.0, 1.0)) {
                within.insert(doc);
                // A kind that is not among the best is shown by the sample.
                if let Some(among) = among.as_mut().filter(|among| few > 0 && !among.contains(doc)) {
                    among.insert(doc);
                    scratch.add(doc, score);
                }
            }
            total = total.max(sample.stands_for(within.len()));
            (sample, within)
        });
        self.lift_neighbours(snapshot, plan, &mut ranked)?;
        for (score, doc) in &mut ranked {
            *score *= 1.0 + self.weights.boost * snapshot.boost(*doc);
        }
        ranked.sort_unstable_by(best_first);
        // How strong an answer is, is told by the formula whatever weights are in force, and by its words: what meaning adds is
        // no evidence that the question was answered.
        let best = ranked.iter().map(|(score, doc)| score - meant.amount(*doc)).fold(0.0, f64::max);
        let strength = best / (real(viewer.count) + 1.0).ln().max(1.0);
        if let Some(ranking) = self.other_ranking() {
            self.weigh(&ranking, snapshot, (plan, &meant), &mut ranked)?;
        }
        let mut kinds = match &among {
            Some(among) if few > 0 => {
                let whole = |doc: u32| scratch.score(doc) * (1.0 + self.weights.boost * snapshot.boost(doc));
                snapshot.few_of_each(few, (&ranked, among), whole)?
            }
            _ => Vec::new(),
        };
        if let Some((sample, within)) = sample.as_ref().filter(|_| !kinds.is_empty()) {
            let counts = snapshot.count("kind", within)?;
            for few in &mut kinds {
                few.total =
                    few.total.max(sample.stands_for(counts.get(&few.kind).copied().unwrap_or_default()));
            }
        }
        let found = Found { ranked, total, among, kinds, sample };
        Ok(Hits { strength, ..self.page(query, snapshot, (plan, &meant), &found)? })
    }

    /// The text score of visible documents, in `scratch`, and what is known of each term, in `plan`. In a large catalogue only
    /// the scores of about the `kept` best are whole.
    pub(super) fn score(
        &self,
        snapshot: &Snapshot,
        (viewer, filtered): (&Viewer, Option<&Bits>),
        (plan, kept): (&mut Plan, usize),
        scratch: &mut Scratch,
    ) -> Result<Option<Sample>, IndexError> {
        let visible = &viewer.visible;
        self.listen(snapshot, viewer, plan)?;
        self.add_terms(snapshot, viewer, (plan, 0), scratch)?;
        self.correct(snapshot, viewer, plan, scratch)?;
        let narrowed = if self.is_large(snapshot) {
            let mut wanted = visible.clone();
            filtered.into_iter().for_each(|bits| wanted.keep(bits));
            Some(narrow::score(snapshot, &self.weights, &wanted, (plan, kept.max(NARROWED)), scratch)?)
        } else {
            None
        };
        let first = plan.terms.len();
        self.relate(snapshot, viewer, plan, scratch)?;
        self.add_terms(snapshot, viewer, (plan, first), scratch)?;
        let Some(Narrowed { mut best, sample }) = narrowed else { return Ok(None) };
        best.sort_unstable();
        for term in plan.terms.iter().skip(first).filter(|term| term.weight > 0.0 && term.documents > 0) {
            narrow::add_at(snapshot, &self.weights, &Weighed::new(term, &self.weights), &best, scratch)?;
        }
        Ok(sample)
    }

    fn is_large(&self, snapshot: &Snapshot) -> bool {
        snapshot.documents >= self.weights.narrow_from
    }

    /// Adds the score of the terms from place `first` on, or in a large catalogue only notes how rare they are.
    pub(super) fn add_terms(
        &self,
        snapshot: &Snapshot,
        viewer: &Viewer,
        terms: (&mut Plan, usize),
        scratch: &mut Scratch,
    ) -> Result<(), IndexError> {
        if self.is_large(snapshot) {
            narrow::measure(snapshot, &self.weights, viewer, terms, scratch)
        } else {
            score::add(snapshot, &self.weights, &viewer.visible, terms, scratch)
        }
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
            ranked.select_nth_unstable_by(LIFTED, best_first);
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
        front.sort_unstable_by(best_first);
        let least = front.last().map_or(f64::INFINITY, |(score, _)| *score);
        behind.iter_mut().for_each(|(score, _)| *score = score.min(least));
        Ok(())
    }

    /// The page of what was found that was asked for.
    fn page(
        &self,
        query: &Query,
        snapshot: &Snapshot,
        (plan, meant): (&Plan, &Meant),
        found: &Found,
    ) -> Result<Hits, IndexError> {
        let limit = query.limit.min(MOST_HITS);
        let shown: Vec<(f64, u32)> = found.ranked.iter().skip(query.offset).take(limit).copied().collect();
        let mut docs: Vec<u32> = shown.iter().map(|(_, doc)| *doc).collect();
        for (_, doc) in found.kinds.iter().flat_map(|few| &few.best) {
            if !docs.contains(doc) {
                docs.push(*doc);
            }
        }
        let explained = if query.reasons { docs.as_slice() } else { docs.get(..1).unwrap_or_default() };
        let mut parts = Parts::new(snapshot, plan, &self.weights, explained)?.with(meant, explained);
        let features = features(&parts, snapshot, plan, explained, shown.len());
        if let Some(ranking) = self.other_ranking() {
            parts.weigh(plan, &ranking);
        }
        let mut hits = Hits { total: found.total, meaning: meant.open, ..Hits::default() };
        let hit = |(score, doc): &(f64, u32)| -> Result<Hit, IndexError> {
            let (id, kind) = snapshot.identity(&self.fields, *doc)?;
            let place = explained.iter().position(|one| one == doc).filter(|_| query.reasons);
            let reasons = place.map(|place| parts.reasons(place, plan, SHOWN)).unwrap_or_default();
            let features = place.and_then(|place| features.get(place).copied()).unwrap_or_default();
            Ok(Hit { id, kind, score: *score, reasons, features })
        };
        for one in &shown {
            hits.hits.push(hit(one)?);
        }
        for few in &found.kinds {
            let best = few.best.iter().map(hit).collect::<Result<Vec<_>, _>>()?;
            hits.kinds.push(OfKind { kind: few.kind.clone(), total: few.total, hits: best });
        }
        hits.guessed = parts.guessed(0, plan);
        hits.coverage = parts.coverage(0, plan);
        let unmatched = plan.unmatched().into_iter().filter_map(|place| plan.words.get(place));
        hits.unmatched_words = unmatched.map(|word| word.surface.clone()).collect();
        hits.about = found.sample.is_some();
        if let Some(among) = &found.among {
            for key in &query.facets {
                let mut counts = snapshot.count(key, among)?;
                if let Some((sample, within)) = &found.sample {
                    for (value, count) in snapshot.count(key, within)? {
                        let known = counts.entry(value).or_default();
                        *known = sample.stands_for(count).max(*known);
                    }
                }
                hits.facets.insert(key.clone(), counts);
            }
        }
        Ok(hits)
    }

    /// Adds the words that the best hits share to the plan, for long questions in Latin letters.
    fn relate(
        &self,
        snapshot: &Snapshot,
        viewer: &Viewer,
        plan: &mut Plan,
        scratch: &Scratch,
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
            let stored: Stored = snapshot.searcher.doc(address)?;
            let mut counts = Counts::default();
            for name in [FieldName::Name, FieldName::Description] {
                for text in stored.texts(self.fields.text(name)) {
                    let end = (0..=READ_BYTES.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
                    sieve.pour(text.get(..end.unwrap_or_default()).unwrap_or_default(), &mut counts);
                }
            }
            texts.push((score.powf(weights.related_sharpness), counts));
        }
        self.sieves.lock().unwrap_or_else(PoisonError::into_inner).push(sieve);
        let all = real(viewer.count);
        let rarity = |term: &str| {
            score::rarity(all, snapshot.documents_with(term, viewer)).powf(weights.related_rarity)
        };
        let via = plan.vias.len();
        plan.vias.push(super::Via::Related);
        let direct = plan.terms.iter().filter(|t| t.via == 0).count();
        for (term, weight) in shared_words(&texts, weights.related_words, rarity) {
            let amount = weights.related * asked * weight;
            let known = plan.terms.iter().find(|t| t.via == 0 && t.text == term);
            let planned = match known.and_then(|t| t.word) {
                Some(word) => Planned::new(term, amount, Some(word), 0),
                None => {
                    let mut found = Planned::new(term, amount, None, via);
                    found.asked = Some(Asked { terms: direct, place: direct, ..Asked::default() });
                    found
                }
            };
            plan.terms.push(planned);
        }
        Ok(())
    }
}

/// The parts of the scores of `docs`, over the text score of the best of the first `most` of them, or of all.
fn features(parts: &Parts, snapshot: &Snapshot, plan: &Plan, docs: &[u32], most: usize) -> Vec<Features> {
    let first = if most > 0 { most.min(docs.len()) } else { docs.len() };
    let best = (0..first).map(|place| parts.whole(place)).fold(0.0, f64::max);
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

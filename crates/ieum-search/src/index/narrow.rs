//! Large catalogues: the score is summed up only where a document can still be among the best.
//!
//! One stretch of documents in sixteen is read whole. It tells how common each term is, the most that a term brings to a
//! document, how many documents fit, and about which score the last of the best will have. Then all documents are gone through
//! in stretches: the terms that a document needs to come so far are added up for all of the stretch, the others only where it
//! can still matter (Turtle and Flood 1995, "Query evaluation: strategies and optimizations", max score; in stretches as in
//! Grand et al. 2020, "From MAXSCORE to block-max WAND: the story of how Lucene significantly improved query evaluation
//! performance"). What a term brings is bounded by the sixteenth, so that the best are the same as without but for rare luck.

use super::bits::Bits;
use super::importance::Spread;
use super::lists::{List, Weighed, Window};
use super::plan::Plan;
use super::score::{Front, Scratch, name_part, saturate, settle};
use super::snapshot::{Measured, Segment, Snapshot, Viewer};
use super::{IndexError, Weights};
use crate::numbers::{at, real, whole};
use fearless_simd::Level;

/// Documents of one stretch of the sample, as a power of two; one in so many is looked at, as a power of two.
const STRETCH: u32 = 8;
const ONE_IN: u32 = 4;
/// Documents of a stretch when all are gone through.
const WIDE: u32 = 4_096;
/// Documents in the sample from which on a term is counted there only.
const ENOUGH: usize = 512;
/// Documents up to which each is looked up by itself.
const FEW: usize = 2_048;
/// Share of the most that a term brings in the sample that is counted on elsewhere. No document has the most of all terms at
/// once; with longer stretches than these it lost one of 837 first tens, among equals (Broder et al. 2003, "Efficient query evaluation using a
/// two-level retrieval process", where the same factor stands at the other side).
const ROOM: f64 = 0.65;

/// How many documents of `visible` lie in the stretches that are looked at.
pub(crate) fn sampled(visible: &Bits) -> usize {
    stretches(visible.documents()).map(|(from, to)| visible.count(from, to)).sum()
}

/// The stretches of documents that are looked at.
fn stretches(documents: u32) -> impl Iterator<Item = (u32, u32)> {
    (0..documents)
        .step_by(1 << (STRETCH + ONE_IN))
        .map(move |from| (from, (from + (1 << STRETCH)).min(documents)))
}

/// The stretches of a segment that are looked at, by its own numbers; the segment ends before the document that is given.
type Stretches = fn(&Segment, u32) -> Vec<(u32, u32)>;

/// The part of the stretches that lies in a segment, by its own numbers.
fn within(segment: &Segment, end: u32) -> Vec<(u32, u32)> {
    let base = segment.base;
    let inside = stretches(end).filter(|(_, to)| *to > base);
    inside.map(|(from, to)| (from.saturating_sub(base), to - base)).collect()
}

/// All of a segment as one stretch.
fn all_of(segment: &Segment, end: u32) -> Vec<(u32, u32)> {
    vec![(0, end - segment.base)]
}

/// Notes how rare the terms from place `first` on are and the most that each brings, without adding anything up.
pub(crate) fn measure(
    snapshot: &Snapshot,
    weights: &Weights,
    viewer: &Viewer,
    (plan, first): (&mut Plan, usize),
    scratch: &mut Scratch,
) -> Result<(), IndexError> {
    for place in first..plan.terms.len() {
        let most = plan.rarest(place);
        plan.make_way(place, weights);
        let Some(term) = plan.terms.get_mut(place).filter(|term| term.weight > 0.0) else { continue };
        let Measured { spread, highest } =
            measured(snapshot, weights, viewer, (&term.text, term.k1(weights)), scratch)?;
        term.highest = highest;
        settle(term, most, weights, spread);
    }
    Ok(())
}

/// How common a term is among what the viewer may see, and the most that it brings; remembered as long as nothing changes.
pub(crate) fn measured(
    snapshot: &Snapshot,
    weights: &Weights,
    viewer: &Viewer,
    (text, k1): (&str, f64),
    scratch: &mut Scratch,
) -> Result<Measured, IndexError> {
    if let Some(known) = viewer.measured(text) {
        return Ok(known);
    }
    let visible = &viewer.visible;
    let all = viewer.count;
    let mut found = look(snapshot, (visible, within), (text, k1), weights, scratch)?;
    let sampled = sampled(visible);
    if found.spread.documents < ENOUGH || sampled == 0 {
        found = look(snapshot, (visible, all_of), (text, k1), weights, scratch)?;
    } else {
        let times = |count: usize| (count * all / sampled).min(all);
        found.spread.documents = times(found.spread.documents);
        found.spread.names = times(found.spread.names);
        found.spread.occurrences *= real(all) / real(sampled);
        let ceiling = (k1 + 1.0) * (1.0 + weights.name_share);
        found.highest = (found.highest * ROOM).min(ceiling);
    }
    found.spread.all = all;
    viewer.remember(text, found);
    Ok(found)
}

/// How often a term occurs in some stretches of each segment, and the most that it brings to a document there.
fn look(
    snapshot: &Snapshot,
    (visible, stretches): (&Bits, Stretches),
    (text, k1): (&str, f64),
    weights: &Weights,
    scratch: &mut Scratch,
) -> Result<Measured, IndexError> {
    let mut spread = Spread::default();
    let mut occurrences = 0_u64;
    for (segment, end) in snapshot.ranges() {
        let stretches = stretches(segment, end);
        for mut list in List::open(segment, text)? {
            let is_name = list.is_name();
            for stretch in &stretches {
                list.each(*stretch, |local, frequency, _, amount| {
                    let doc = segment.base + local;
                    if visible.contains(doc) {
                        scratch.note(doc, amount, is_name);
                        occurrences += u64::from(frequency);
                    }
                });
            }
        }
    }
    (spread.documents, spread.names) = scratch.gathered();
    spread.occurrences = real(usize::try_from(occurrences).unwrap_or(usize::MAX));
    // A document's name counts on top of its whole; taking both at their most is never too little.
    let (sum, name) = scratch.most_gathered();
    let named = if name > 0.0 { name_part(name, k1, weights) } else { 0.0 };
    let highest = if sum > 0.0 { saturate(sum, k1) + named } else { 0.0 };
    scratch.forget();
    Ok(Measured { spread, highest })
}

/// What was found in a large catalogue.
pub(crate) struct Narrowed {
    /// The best, by number; their scores are whole.
    pub(crate) best: Vec<u32>,
    /// The sample; nothing where all have been scored.
    pub(crate) sample: Option<Sample>,
}

/// Documents by which one tells how many there are.
pub(crate) struct Sample {
    /// Scores without the words that the best share.
    scores: Vec<(f64, u32)>,
    /// How many documents each of them stands for.
    each: f64,
    /// The best score of all documents, without these words too.
    best: f64,
}

impl Sample {
    /// The documents of it whose score is at least this share of the best.
    pub(crate) fn from(&self, share: f64) -> impl Iterator<Item = (f64, u32)> {
        let least = share * self.best;
        self.scores.iter().filter(move |(score, _)| *score >= least).copied()
    }

    /// About how many documents there are for so many of the sample: two figures of the number say all that is known.
    pub(crate) fn stands_for(&self, count: usize) -> usize {
        let about = whole(real(count) * self.each);
        let unit = 10_usize.pow(about.checked_ilog10().unwrap_or_default().saturating_sub(1));
        (about + unit / 2) / unit * unit
    }
}

/// Sums up the terms of `plan`, which have been measured: the `most` best of the `wanted` documents are in `scratch`, and all
/// of them where they are few.
pub(crate) fn score(
    snapshot: &Snapshot,
    weights: &Weights,
    wanted: &Bits,
    (plan, most): (&Plan, usize),
    scratch: &mut Scratch,
) -> Result<Narrowed, IndexError> {
    let there = plan.terms.iter().filter(|term| term.weight > 0.0 && term.documents > 0);
    let mut terms: Vec<Weighed> = there.map(|term| Weighed::new(term, weights)).collect();
    // A term that brings much for few documents to be read is read for all of them.
    let worth = |term: &Weighed| term.most / real(term.term.documents.max(1));
    terms.sort_by(|a, b| worth(b).total_cmp(&worth(a)));
    let all = wanted.len();
    if all <= FEW {
        let best: Vec<u32> = wanted.iter().collect();
        for term in &terms {
            add_at(snapshot, weights, term, &best, scratch)?;
        }
        return Ok(Narrowed { best, sample: None });
    }
    let (window, candidates) = (Window::default(), Vec::new());
    let mut search = Search { weights, wanted, terms, level: Level::new(), window, candidates };
    let mut lists: Vec<Vec<Vec<List>>> = Vec::new();
    for segment in &snapshot.segments {
        let of = |term: &Weighed| List::prepared(segment, term, weights);
        lists.push(search.terms.iter().map(of).collect::<Result<_, _>>()?);
    }
    let mut sample: Vec<(f64, u32)> = Vec::new();
    for ((segment, end), lists) in snapshot.ranges().zip(&lists) {
        let mut lists = lists.clone();
        for stretch in within(segment, end) {
            search.stretch(segment.base, stretch, &mut lists, f64::NEG_INFINITY, |score, doc| {
                sample.push((score, doc));
            });
        }
    }
    let seen = sampled(wanted).max(1);
    let mut least = about_last(&sample, real(most) * real(seen) / real(all));
    loop {
        let mut front = Front::new(most);
        let whole = least == f64::NEG_INFINITY;
        for ((segment, end), lists) in snapshot.ranges().zip(&lists) {
            let mut lists = lists.clone();
            for from in (segment.base..end).step_by(at(WIDE)) {
                let to = (from + WIDE).min(end);
                if wanted.count(from, to) == 0 {
                    continue;
                }
                let stretch = (from - segment.base, to - segment.base);
                let reach = least.max(if whole { f64::NEG_INFINITY } else { front.least() });
                search.stretch(segment.base, stretch, &mut lists, reach, |score, doc| {
                    if whole {
                        scratch.add(doc, score);
                    } else {
                        front.push(score, doc);
                    }
                });
            }
        }
        if whole {
            let best = scratch.best(most).into_iter().map(|(_, doc)| doc).collect();
            return Ok(Narrowed { best, sample: None });
        }
        let found = front.done();
        if found.len() * 2 >= most {
            found.iter().for_each(|(score, doc)| scratch.add(*doc, *score));
            let best = found.iter().map(|(score, _)| *score).fold(0.0, f64::max);
            let sample = Sample { scores: sample, each: real(all) / real(seen), best };
            let best = found.into_iter().map(|(_, doc)| doc).collect();
            return Ok(Narrowed { best, sample: Some(sample) });
        }
        // The sample was not like the rest.
        least = if least > 1e-3 { least / 2.0 } else { f64::NEG_INFINITY };
    }
}

/// About the score that so many documents of the sample reach, with some more to be sure; less than any when there are not so
/// many.
fn about_last(sample: &[(f64, u32)], many: f64) -> f64 {
    let wanted = many + 2.0 * many.sqrt() + 1.0;
    let rank = sample.iter().zip(1..).take_while(|(_, place)| real(*place) <= wanted).count();
    if rank == 0 || rank >= sample.len() {
        return f64::NEG_INFINITY;
    }
    let mut scores: Vec<f64> = sample.iter().map(|(score, _)| *score).collect();
    *scores.select_nth_unstable_by(rank - 1, |a, b| b.total_cmp(a)).1
}

struct Search<'q> {
    weights: &'q Weights,
    wanted: &'q Bits,
    /// The terms, those first that bring most for what there is to read.
    terms: Vec<Weighed<'q>>,
    level: Level,
    window: Window,
    candidates: Vec<(f64, u32)>,
}

impl Search<'_> {
    /// Scores one stretch of a segment and hands on what reaches `least`.
    fn stretch(
        &mut self,
        base: u32,
        (from, to): (u32, u32),
        lists: &mut [Vec<List>],
        least: f64,
        mut then: impl FnMut(f64, u32),
    ) {
        let Self { weights, wanted, terms, level, window, candidates } = self;
        window.begin(from, at(to - from));
        let mut left: f64 = terms.iter().map(|term| term.most).sum();
        let mut turns = terms.iter().zip(lists.iter_mut());
        while left >= least {
            let Some((term, lists)) = turns.next() else { break };
            window.add(term, lists, weights);
            left -= term.most;
        }
        // Rounding must not lose a document.
        left = left.max(0.0) + 1e-9;
        let cut = (least - left).max(f64::MIN_POSITIVE);
        candidates.clear();
        window.reaching(*level, cut, |score, local| {
            if wanted.contains(base + local) {
                candidates.push((score, local));
            }
        });
        let share = f64::from(to - from) / real(at(wanted.documents()).max(1));
        for (term, lists) in turns {
            if candidates.is_empty() {
                return;
            }
            left -= term.most;
            if term.is_rare_for(candidates.len(), share) {
                window.add_to(candidates, (term, lists), weights);
            } else {
                for (score, local) in candidates.iter_mut() {
                    *score += term.of(lists, *local, weights);
                }
            }
            candidates.retain(|(score, _)| score + left >= least);
        }
        for (score, local) in candidates.iter() {
            if *score >= least {
                then(*score, base + local);
            }
        }
    }
}

/// Adds what a term says to the scores of `docs`, which are in order.
pub(crate) fn add_at(
    snapshot: &Snapshot,
    weights: &Weights,
    term: &Weighed,
    docs: &[u32],
    scratch: &mut Scratch,
) -> Result<(), IndexError> {
    for (segment, end) in snapshot.ranges() {
        let first = docs.partition_point(|doc| *doc < segment.base);
        let within = docs.get(first..).unwrap_or_default();
        let within = within.get(..within.partition_point(|doc| *doc < end)).unwrap_or_default();
        if within.is_empty() {
            continue;
        }
        let mut lists = List::open(segment, &term.term.text)?;
        for doc in within {
            let amount = term.of(&mut lists, doc - segment.base, weights);
            if amount > 0.0 {
                scratch.add(*doc, amount);
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_stretch_in_sixteen_is_looked_at() {
        let mut bits = Bits::new(40_000);
        (0..40_000).for_each(|doc| bits.insert(doc));
        assert_eq!(sampled(&bits), 10 * 256);
        assert_eq!(stretches(8_200).collect::<Vec<_>>(), [(0, 256), (4_096, 4_352), (8_192, 8_200)]);
    }

    #[track_caller]
    fn check(scores: &[f64], many: f64, expected: f64) {
        let sample: Vec<(f64, u32)> = scores.iter().copied().zip(0..).collect();
        assert_eq!(about_last(&sample, many), expected);
    }

    #[test]
    fn the_last_of_the_best_is_guessed_low() {
        let scores: Vec<f64> = (0..100).map(f64::from).collect();
        check(&scores, 16.0, 75.0);
        check(&scores, 90.0, f64::NEG_INFINITY);
        check(&[], 3.0, f64::NEG_INFINITY);
        check(&scores, 0.0, 99.0);
    }
}

//! Lists of documents read stretch by stretch: the scores of a few thousand neighbours stay in the processor's own memory.

use super::plan::Planned;
use super::score::{name_part, saturate};
use super::snapshot::{Segment, TextPart};
use super::{FieldName, IndexError, Weights};
use crate::numbers::{at, number, real};
use fearless_simd::{Level, Simd, SimdBase, SimdFrom, SimdMask, dispatch, f64x8};
use std::rc::Rc;
use tantivy::postings::BlockSegmentPostings;
use tantivy::schema::IndexRecordOption;

/// Documents from which on a list is long.
const LONG: u32 = 4_096;
/// Occurrences up to which it is worked out beforehand what they bring, and kinds of lengths.
const TIMES: [f64; 3] = [1.0, 2.0, 3.0];
const LENGTHS: usize = 256;

/// The documents that have one term in one field, and how far they have been read.
#[derive(Clone)]
pub(crate) struct List<'s> {
    part: &'s TextPart,
    postings: BlockSegmentPostings,
    /// Place in the block that is unpacked.
    next: usize,
    /// What the term brings by this list alone, where it occurs once, twice and three times, each by the byte of the length.
    table: Option<Rc<[f64]>>,
}

impl<'s> List<'s> {
    /// The lists of `text` in the fields of a segment.
    pub(crate) fn open(segment: &'s Segment, text: &str) -> Result<Vec<Self>, IndexError> {
        let mut lists = Vec::new();
        for part in &segment.texts {
            let Some(info) = part.index.terms().get(text.as_bytes())? else { continue };
            let postings =
                part.index.read_block_postings_from_terminfo(&info, IndexRecordOption::WithFreqs)?;
            lists.push(Self { part, postings, next: 0, table: None });
        }
        lists.sort_by_key(|list| list.postings.doc_freq());
        Ok(lists)
    }

    /// As [`List::open`], with what the term brings by the longest list alone worked out beforehand where that list is long.
    pub(crate) fn prepared(
        segment: &'s Segment,
        term: &Weighed,
        weights: &Weights,
    ) -> Result<Vec<Self>, IndexError> {
        let mut lists = Self::open(segment, &term.term.text)?;
        if let Some(longest) = lists.last_mut().filter(|list| list.postings.doc_freq() >= LONG) {
            let (part, is_name) = (longest.part, longest.is_name());
            let row = |times: f64| {
                (0..=u8::MAX).map(move |length| {
                    let amount = times * part.factor_of(length);
                    term.brings(amount, if is_name { amount } else { 0.0 }, weights)
                })
            };
            longest.table = Some(TIMES.into_iter().flat_map(row).collect());
        }
        Ok(lists)
    }

    /// Whether these are names.
    pub(crate) fn is_name(&self) -> bool {
        self.part.name == FieldName::Name
    }

    /// Hands on every document of `from..to` with how often it has the term, the byte of its length, and how often weighed.
    pub(crate) fn each(&mut self, stretch: (u32, u32), mut then: impl FnMut(u32, u32, u8, f64)) {
        let part = self.part;
        self.each_in(stretch, |doc, frequency, length| {
            then(doc, frequency, length, f64::from(frequency) * part.factor_of(length));
        });
    }

    /// The same without weighing.
    #[inline]
    fn each_in(&mut self, (from, to): (u32, u32), mut then: impl FnMut(u32, u32, u8)) {
        match self.postings.docs().get(self.next) {
            // Most lists have nothing in most stretches.
            Some(doc) if *doc >= to => return,
            Some(doc) if *doc >= from => {}
            _ => self.next = self.postings.seek(from),
        }
        let lengths = &self.part.lengths;
        loop {
            let docs = self.postings.docs().get(self.next..).unwrap_or_default();
            let frequencies = self.postings.freqs().get(self.next..).unwrap_or_default();
            let whole = docs.last().is_none_or(|last| *last < to);
            let count = if whole { docs.len() } else { docs.partition_point(|doc| *doc < to) };
            for (doc, frequency) in docs.iter().zip(frequencies).take(count) {
                then(*doc, *frequency, lengths.fieldnorm_id(*doc));
            }
            self.next += count;
            if !whole || self.postings.block_len() == 0 {
                return;
            }
            self.postings.advance();
            self.next = 0;
        }
    }

    /// How often `doc` has the term, weighed; documents are asked for in order.
    pub(crate) fn at(&mut self, doc: u32) -> Option<f64> {
        self.next = self.postings.seek(doc);
        let found = self.postings.docs().get(self.next).is_some_and(|own| *own == doc);
        found.then(|| f64::from(self.postings.freq(self.next)) * self.part.factor(doc))
    }
}

/// What a term that has been settled brings.
pub(crate) struct Weighed<'p> {
    pub(crate) term: &'p Planned,
    strength: f64,
    k1: f64,
    /// The most that it brings to any document.
    pub(crate) most: f64,
}

impl<'p> Weighed<'p> {
    pub(crate) fn new(term: &'p Planned, weights: &Weights) -> Self {
        let (strength, k1) = (term.says() * term.idf, term.k1(weights));
        Self { term, strength, k1, most: strength * term.highest }
    }

    /// What the weighed frequency `sum` brings, of which `name` is the name's.
    pub(crate) fn brings(&self, sum: f64, name: f64, weights: &Weights) -> f64 {
        let named = if name > 0.0 { name_part(name, self.k1, weights) } else { 0.0 };
        self.strength * (saturate(sum, self.k1) + named)
    }

    /// What `doc` gets by the term whose lists these are.
    pub(crate) fn of(&self, lists: &mut [List], doc: u32, weights: &Weights) -> f64 {
        let (mut sum, mut name) = (0.0, 0.0);
        for list in lists {
            if let Some(amount) = list.at(doc) {
                sum += amount;
                name = if list.is_name() { amount } else { name };
            }
        }
        if sum > 0.0 { self.brings(sum, name, weights) } else { 0.0 }
    }

    /// Documents that have the term for each that is asked for, from which on reading all is quicker than looking each up.
    pub(crate) fn is_rare_for(&self, candidates: usize, share: f64) -> bool {
        real(self.term.documents) * share < real(candidates) * 16.0
    }
}

/// The scores of one stretch of documents.
#[derive(Default)]
pub(crate) struct Window {
    /// Where it begins in its segment.
    from: u32,
    pub(crate) scores: Vec<f64>,
    sums: Vec<f64>,
    touched: Vec<usize>,
    names: Vec<(usize, f64)>,
}

impl Window {
    /// Begins anew with `count` documents from `from` on.
    pub(crate) fn begin(&mut self, from: u32, count: usize) {
        self.from = from;
        self.scores.truncate(count);
        self.scores.fill(0.0);
        self.scores.resize(count, 0.0);
        self.sums.resize(count.max(self.sums.len()), 0.0);
    }

    /// Hands on the documents of some score that is at least `cut`, with it.
    pub(crate) fn reaching(&self, level: Level, cut: f64, then: impl FnMut(f64, u32)) {
        dispatch!(level, simd => self.compare(simd, cut, then));
    }

    /// Most have no such score: eight are compared at once.
    #[inline(always)]
    fn compare<S: Simd>(&self, simd: S, cut: f64, mut then: impl FnMut(f64, u32)) {
        let least = f64x8::splat(simd, cut);
        let (groups, rest) = self.scores.as_chunks::<8>();
        for (group, first) in groups.iter().zip((self.from..).step_by(8)) {
            let mut found = f64x8::simd_from(simd, *group).simd_ge(least).to_bitmask();
            while found != 0 {
                let place = found.trailing_zeros();
                if let Some(score) = group.get(at(place)) {
                    then(*score, first + place);
                }
                found &= found - 1;
            }
        }
        let first = self.from + number(self.scores.len() - rest.len());
        for (score, local) in rest.iter().zip(first..).filter(|(score, _)| **score >= cut) {
            then(*score, local);
        }
    }

    /// Adds what a term brings to some documents, which come with their scores and in any order.
    pub(crate) fn add_to(
        &mut self,
        some: &mut [(f64, u32)],
        (term, lists): (&Weighed, &mut [List]),
        weights: &Weights,
    ) {
        let from = self.from;
        // What is left of others at the other places is not looked at.
        for (_, local) in some.iter() {
            if let Some(score) = self.scores.get_mut(at(*local - from)) {
                *score = 0.0;
            }
        }
        self.add(term, lists, weights);
        for (score, local) in some {
            *score += self.scores.get(at(*local - from)).copied().unwrap_or_default();
        }
    }

    /// Adds what a term brings to every document. The lists are in the order of [`List::open`].
    pub(crate) fn add(&mut self, term: &Weighed, lists: &mut [List], weights: &Weights) {
        let Self { from, scores, sums, touched, names } = self;
        let (from, to) = (*from, *from + number(scores.len()));
        let Some((longest, others)) = lists.split_last_mut() else { return };
        for list in others {
            let is_name = list.is_name();
            list.each((from, to), |doc, _, _, amount| {
                let place = at(doc - from);
                let Some(sum) = sums.get_mut(place) else { return };
                if *sum == 0.0 {
                    touched.push(place);
                }
                *sum += amount;
                if is_name {
                    names.push((place, amount));
                }
            });
        }
        let (is_name, part, table) = (longest.is_name(), longest.part, longest.table.clone());
        let table = table.as_deref().unwrap_or_default();
        let known = |frequency: u32, length: u8| {
            table.get(at(frequency.wrapping_sub(1)) * LENGTHS + usize::from(length)).copied()
        };
        let whole = |sum: f64, frequency: u32, length: u8| {
            let amount = f64::from(frequency) * part.factor_of(length);
            term.brings(sum + amount, if is_name { amount } else { 0.0 }, weights)
        };
        if touched.is_empty() {
            longest.each_in((from, to), |doc, frequency, length| {
                let Some(score) = scores.get_mut(at(doc - from)) else { return };
                *score += known(frequency, length).unwrap_or_else(|| whole(0.0, frequency, length));
            });
            return;
        }
        longest.each_in((from, to), |doc, frequency, length| {
            let place = at(doc - from);
            let (Some(sum), Some(score)) = (sums.get_mut(place), scores.get_mut(place)) else { return };
            *score += match known(frequency, length) {
                Some(known) if *sum == 0.0 => known,
                _ => whole(*sum, frequency, length),
            };
            *sum = 0.0;
        });
        for place in touched.drain(..) {
            if let (Some(sum), Some(score)) = (sums.get_mut(place), scores.get_mut(place))
                && *sum > 0.0
            {
                *score += term.strength * saturate(*sum, term.k1);
                *sum = 0.0;
            }
        }
        for (place, amount) in names.drain(..) {
            if let Some(score) = scores.get_mut(place) {
                *score += term.strength * name_part(amount, term.k1, weights);
            }
        }
    }
}

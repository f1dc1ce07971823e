//! A candidate: something that could do a step, with every fact a plan looks at.

use super::plan::{Cost, Link, Offer, Record, Said};
use super::wanted::{Topic, Wanted, reach};
use ieum_kernel::Timestamp;
use ieum_search::{Entry, EntryKind, Vocabulary};
use std::collections::BTreeSet;

/// Something that could do a step.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub offer: Offer,
    pub method: Option<Link>,
    pub instrument: Option<Link>,
    pub expert: Option<Link>,
    pub why: Said,
    pub record: Record,
    /// Latitude and longitude of the facility, degrees.
    pub position: Option<(f64, f64)>,
    /// The first free start of each day.
    pub openings: Vec<Timestamp>,
    /// Before vouchers.
    pub cost: Option<Cost>,
    /// Ids of the vocabulary's entries that its name, methods and texts name, in their order.
    pub speaks: Vec<String>,
    /// The same of its name alone.
    pub named: Vec<String>,
    /// How many methods it runs.
    pub methods: usize,
    /// Part of the best score of the search, 0 to 1; nothing for what was searched for a single task.
    pub relevance: f64,
}

/// How far a candidate covers a topic that it reaches by a technique, without naming the topic itself.
const BY_TECHNIQUE: f64 = 0.6;
/// Methods beyond which more of them say nothing more.
const MANY_METHODS: usize = 4;

impl Candidate {
    /// How far it covers a topic: 1 when it names it, less when it only runs a technique for it, 0 when neither.
    pub(super) fn covers(&self, vocabulary: &Vocabulary, topic: &Topic) -> f64 {
        let names = |wanted: &dyn Fn(&str) -> bool| {
            self.speaks.iter().any(|spoken| {
                wanted(spoken)
                    || vocabulary
                        .entry(spoken)
                        .is_some_and(|entry| vocabulary.wider(entry).any(|wider| wanted(&wider.id)))
            })
        };
        if names(&|id| topic.ids.iter().any(|wanted| wanted == id)) {
            return 1.0;
        }
        let by: BTreeSet<String> = topic.ids.iter().flat_map(|id| reach(vocabulary, id)).collect();
        if names(&|id| by.contains(id)) { BY_TECHNIQUE } else { 0.0 }
    }

    /// The share of all topics it covers, 0 to 1; 1 when nothing in particular is asked.
    pub(super) fn cover(&self, vocabulary: &Vocabulary, wanted: &Wanted) -> f64 {
        let (mut sum, mut many) = (0.0, 0.0);
        for topic in &wanted.topics {
            sum += self.covers(vocabulary, topic);
            many += 1.0;
        }
        if many > 0.0 { sum / many } else { 1.0 }
    }

    /// The technique or test it is used for here: one that speaks to what is asked first, then its own first one.
    pub(super) fn technique<'v>(&self, vocabulary: &'v Vocabulary, wanted: &Wanted) -> Option<&'v Entry> {
        let asked: BTreeSet<String> =
            wanted.topics.iter().flat_map(|t| &t.ids).flat_map(|id| reach(vocabulary, id)).collect();
        let does = |kind: EntryKind| matches!(kind, EntryKind::Test | EntryKind::Technique);
        let own: Vec<&Entry> = self.speaks.iter().filter_map(|id| vocabulary.entry(id)).collect();
        // What an instrument is for is said by the techniques that lead to it.
        let of_instruments = own.iter().filter(|e| e.kind == EntryKind::Instrument).flat_map(|instrument| {
            let leads =
                vocabulary.entries().iter().find(|e| does(e.kind) && e.related.contains(&instrument.id));
            leads.into_iter().chain(vocabulary.related(instrument).filter(|e| does(e.kind)))
        });
        let all: Vec<&Entry> = own.iter().copied().filter(|e| does(e.kind)).chain(of_instruments).collect();
        let takes = |e: &&&Entry| !vocabulary.takes(e).is_empty();
        let fits = all.iter().filter(takes).find(|e| asked.contains(&e.id));
        fits.or_else(|| all.iter().find(takes)).copied()
    }

    /// How well it fits what is asked, 0 to 1: how near its words are, weighed by how much of what is asked it covers.
    pub(super) fn fit(&self, vocabulary: &Vocabulary, wanted: &Wanted) -> f64 {
        self.relevance * 0.6f64.mul_add(self.cover(vocabulary, wanted), 0.4)
    }

    /// How much is known of it, 0 to 1: past work 0.35 (lower bound of its success), accreditation 0.25, cover of what
    /// is asked 0.25, methods it runs 0.15. The weights are the house's own, in the order of the matching formula.
    pub(super) fn strength(&self, vocabulary: &Vocabulary, wanted: &Wanted) -> f64 {
        let accredited = if self.offer.accreditation.is_empty() { 0.0 } else { 1.0 };
        let methods = real(self.methods.min(MANY_METHODS)) / real(MANY_METHODS);
        0.35f64.mul_add(
            surely(self.record),
            0.25f64.mul_add(accredited, 0.25f64.mul_add(self.cover(vocabulary, wanted), 0.15 * methods)),
        )
    }
}

/// The lower bound of the share of work that ends well, 95 %: score interval, Wilson 1927, JASA 22, 209–212. Nothing
/// done proves nothing: 0.
fn surely(record: Record) -> f64 {
    const Z: f64 = 1.959_963_984_540_054;
    let (good, all) = (count(record.finished), count(record.finished + record.failed));
    if all <= 0.0 {
        return 0.0;
    }
    let share = good / all;
    let middle = share + Z * Z / (2.0 * all);
    let spread = Z * ((share * (1.0 - share) + Z * Z / (4.0 * all)) / all).sqrt();
    ((middle - spread) / (1.0 + Z * Z / all)).max(0.0)
}

fn count(number: i64) -> f64 {
    f64::from(i32::try_from(number).unwrap_or(i32::MAX))
}

fn real(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn past_work_counts_as_far_as_it_proves_something() {
        let surely = |finished, failed| surely(Record { finished, failed });
        assert!(surely(0, 0).abs() < 1e-12);
        // Newcombe 1998, Statistics in Medicine 17, 857–872, table I, method 3: 81 of 263 gives 0.2553.
        assert!((surely(81, 182) - 0.2553).abs() < 5e-5);
        assert!((surely(15, 133) - 0.0624).abs() < 5e-5);
        assert!(surely(3, 0) < surely(30, 0));
        assert!(surely(30, 3) < surely(30, 0));
    }
}

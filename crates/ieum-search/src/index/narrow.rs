//! Large catalogues: the score is summed up only where a document can still be among the best.
//!
//! Terms come heaviest first. As long as a document without any of them could still be among the best, every document of a
//! term is added up; from then on only those that are still in the running are looked at, in the lists of the terms that are
//! left, and what falls behind drops out (Turtle and Flood 1995, "Query evaluation: strategies and optimizations", max score
//! with a term at a time). The best are the same as without. Two things are not: how often a common term occurs is estimated
//! from a sixteenth of what the viewer may see, and words that the best hits share weigh only among the best.

use super::bits::Bits;
use super::importance::Spread;
use super::plan::{Plan, Planned};
use super::score::{Scratch, name_part, saturate, settle};
use super::snapshot::Snapshot;
use super::{FieldName, IndexError, Weights};
use crate::numbers::real;
use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, TERMINATED};

/// Documents of one stretch, as a power of two; one stretch in so many is looked at, as a power of two.
const STRETCH: u32 = 10;
const ONE_IN: u32 = 4;
/// Documents in these stretches from which on a term is counted there only.
const ENOUGH: usize = 512;

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

/// Notes how rare the terms from place `first` on are, without adding anything up.
pub(crate) fn measure(
    snapshot: &Snapshot,
    weights: &Weights,
    visible: &Bits,
    (plan, first): (&mut Plan, usize),
    scratch: &mut Scratch,
) -> Result<(), IndexError> {
    let (all, sampled) = (visible.len(), sampled(visible));
    for place in first..plan.terms.len() {
        let most = plan.rarest(place);
        plan.make_way(place, weights);
        let Some(term) = plan.terms.get_mut(place).filter(|term| term.weight > 0.0) else { continue };
        let mut spread = look(snapshot, visible, &term.text, scratch)?;
        if spread.documents < ENOUGH || sampled == 0 {
            let occurrences = scratch.gather(snapshot, visible, &term.text)?;
            let (documents, names) = scratch.gathered();
            scratch.forget();
            spread = Spread { all, documents, names, occurrences, rarity: 0.0 };
        } else {
            let times = |count: usize| count * all / sampled;
            let (documents, names) = (times(spread.documents).min(all), times(spread.names).min(all));
            let occurrences = spread.occurrences * real(all) / real(sampled);
            spread = Spread { all, documents, names, occurrences, rarity: 0.0 };
        }
        settle(term, most, weights, spread);
    }
    Ok(())
}

/// How often a term occurs in the stretches that are looked at.
fn look(
    snapshot: &Snapshot,
    visible: &Bits,
    text: &str,
    scratch: &mut Scratch,
) -> Result<Spread, IndexError> {
    let mut spread = Spread::default();
    let mut occurrences = 0_u64;
    for (segment, end) in snapshot.ranges() {
        for part in &segment.texts {
            let Some(info) = part.index.terms().get(text.as_bytes())? else { continue };
            let mut postings = part.index.read_postings_from_terminfo(&info, IndexRecordOption::WithFreqs)?;
            let within = stretches(end).filter(|(_, to)| *to > segment.base);
            for (from, to) in within {
                let (from, to) = (from.saturating_sub(segment.base), to - segment.base);
                if postings.doc() < from {
                    postings.seek(from);
                }
                while postings.doc() < to {
                    let doc = segment.base + postings.doc();
                    if visible.contains(doc) {
                        spread.documents += usize::from(scratch.touch(doc));
                        spread.names += usize::from(part.name == FieldName::Name);
                        occurrences += u64::from(postings.term_freq());
                    }
                    postings.advance();
                }
                if postings.doc() == TERMINATED {
                    break;
                }
            }
        }
    }
    scratch.forget();
    spread.occurrences = real(usize::try_from(occurrences).unwrap_or(usize::MAX));
    Ok(spread)
}

/// Sums up the terms of `plan`, which have been measured; the `most` best documents are those that it returns, by number.
/// Others that have a score may lack parts of it.
pub(crate) fn score(
    snapshot: &Snapshot,
    weights: &Weights,
    visible: &Bits,
    (plan, most): (&Plan, usize),
    scratch: &mut Scratch,
) -> Result<Vec<u32>, IndexError> {
    let bound =
        |term: &Planned| term.says() * term.idf * (term.k1(weights) + 1.0) * (1.0 + weights.name_share);
    let there = plan.terms.iter().filter(|term| term.weight > 0.0 && term.documents > 0);
    let mut terms: Vec<(f64, &Planned)> = there.map(|term| (bound(term), term)).collect();
    terms.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut left: f64 = terms.iter().map(|(bound, _)| bound).sum();
    let mut least = f64::NEG_INFINITY;
    let mut terms = terms.into_iter();
    for (bound, term) in terms.by_ref() {
        scratch.gather(snapshot, visible, &term.text)?;
        scratch.apply(term, weights);
        left -= bound;
        if left < scratch.highest {
            least = scratch.last_of_best(most);
            if left < least {
                break;
            }
        }
    }
    let running = |doc: &u32, left: f64, least: f64, scratch: &Scratch| scratch.score(*doc) + left >= least;
    let mut docs: Vec<u32> =
        scratch.matched.iter().copied().filter(|doc| running(doc, left, least, scratch)).collect();
    docs.sort_unstable();
    for (bound, term) in terms {
        add_at(snapshot, weights, term, &docs, scratch)?;
        left -= bound;
        if docs.len() > most * 2 {
            least = last_of_best(&docs, most, scratch);
            docs.retain(|doc| running(doc, left, least, scratch));
        }
    }
    let least = last_of_best(&docs, most, scratch);
    docs.retain(|doc| scratch.score(*doc) >= least);
    Ok(docs)
}

/// The score of the `most`-th best of `docs`.
fn last_of_best(docs: &[u32], most: usize, scratch: &Scratch) -> f64 {
    let mut scores: Vec<f64> = docs.iter().map(|doc| scratch.score(*doc)).collect();
    if scores.len() <= most || most == 0 {
        return f64::NEG_INFINITY;
    }
    *scores.select_nth_unstable_by(most - 1, |a, b| b.total_cmp(a)).1
}

/// Adds what a term says to the scores of `docs`, which are in order.
pub(crate) fn add_at(
    snapshot: &Snapshot,
    weights: &Weights,
    term: &Planned,
    docs: &[u32],
    scratch: &mut Scratch,
) -> Result<(), IndexError> {
    let mut sums = vec![(0.0, 0.0); docs.len()];
    for (segment, end) in snapshot.ranges() {
        let first = docs.partition_point(|doc| *doc < segment.base);
        let within = docs.get(first..).unwrap_or_default();
        let within = within.get(..within.partition_point(|doc| *doc < end)).unwrap_or_default();
        if within.is_empty() {
            continue;
        }
        for part in &segment.texts {
            let Some(info) = part.index.terms().get(term.text.as_bytes())? else { continue };
            let mut postings = part.index.read_postings_from_terminfo(&info, IndexRecordOption::WithFreqs)?;
            let is_name = part.name == FieldName::Name;
            for (doc, sum) in within.iter().zip(sums.iter_mut().skip(first)) {
                let local = doc - segment.base;
                if postings.doc() < local {
                    postings.seek(local);
                }
                if postings.doc() == local {
                    let amount = f64::from(postings.term_freq()) * part.factor(local);
                    sum.0 += amount;
                    if is_name {
                        sum.1 = amount;
                    }
                }
            }
        }
    }
    let (strength, k1) = (term.says() * term.idf, term.k1(weights));
    for (doc, (sum, name)) in docs.iter().zip(sums) {
        if sum > 0.0 {
            let named = if name > 0.0 { name_part(name, k1, weights) } else { 0.0 };
            scratch.add(*doc, strength * (saturate(sum, k1) + named));
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
        assert_eq!(sampled(&bits), 3 * 1_024);
        assert_eq!(stretches(33_000).collect::<Vec<_>>(), [(0, 1_024), (16_384, 17_408), (32_768, 33_000)]);
    }
}

//! Words that stand side by side in the question and near one another in a document.

use super::plan::Plan;
use super::score::saturate;
use super::snapshot::Snapshot;
use super::{FieldName, IndexError, Weights};
use crate::analysis::is_syllable;
use std::cmp::Ordering;
use tantivy::DocSet;
use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;

/// Words apart up to which two words are near one another.
const NEAR: u32 = 3;

/// What two neighbouring terms of the question add to one field of one document.
pub(crate) struct Beside {
    /// Place among the documents asked for.
    pub(crate) place: usize,
    pub(crate) field: FieldName,
    /// Places of the two terms in the plan.
    pub(crate) terms: [usize; 2],
    pub(crate) amount: f64,
}

/// Where one term stands in one field of one document.
struct Standing {
    place: usize,
    field: FieldName,
    positions: Vec<u32>,
}

/// What each pair of neighbouring terms adds to each of `docs`.
///
/// Two occurrences `d ≤ 3` words apart, in either order, count `1/d`; the counts of all fields are summed, saturated as
/// frequencies are, and weighed by the rarity of both terms together, after Büttcher, Clarke and Lushman 2006, "Term
/// proximity scoring for ad-hoc retrieval on very large text collections", with neighbours of the question only.
pub(crate) fn beside(
    snapshot: &Snapshot,
    plan: &Plan,
    weights: &Weights,
    docs: &[u32],
) -> Result<Vec<Beside>, IndexError> {
    let mut out = Vec::new();
    let strength = |[first, second]: [usize; 2]| {
        let (first, second) = (plan.terms.get(first)?, plan.terms.get(second)?);
        let hangul = [first, second].iter().all(|term| term.text.chars().all(is_syllable));
        let share = if hangul { weights.beside_pairs } else { weights.beside };
        let there = first.documents > 0 && second.documents > 0;
        let strength = share * first.says().min(second.says()) * (first.idf + second.idf);
        (there && strength > 0.0).then_some(strength)
    };
    let pairs: Vec<([usize; 2], f64)> =
        plan.neighbours.iter().filter_map(|pair| Some((*pair, strength(*pair)?))).collect();
    if pairs.is_empty() {
        return Ok(out);
    }
    let mut order: Vec<(u32, usize)> = docs.iter().copied().zip(0..).collect();
    order.sort_unstable();
    let mut wanted = vec![false; plan.terms.len()];
    for place in pairs.iter().flat_map(|(pair, _)| pair) {
        if let Some(wanted) = wanted.get_mut(*place) {
            *wanted = true;
        }
    }
    let mut standing: Vec<Vec<Standing>> = Vec::with_capacity(wanted.len());
    for (term, wanted) in plan.terms.iter().zip(wanted) {
        standing.push(if wanted { read(snapshot, &term.text, &order)? } else { Vec::new() });
    }
    for ([first, second], strength) in pairs {
        let (Some(left), Some(right)) = (standing.get(first), standing.get(second)) else { continue };
        let mut met: Vec<(usize, FieldName, f64)> = Vec::new();
        let mut right = right.iter().peekable();
        for left in left {
            let key = (left.place, left.field);
            while right.next_if(|r| (r.place, r.field).cmp(&key) == Ordering::Less).is_some() {}
            if let Some(right) = right.peek().filter(|r| (r.place, r.field) == key) {
                let count = nearness(&left.positions, &right.positions);
                if count > 0.0 {
                    met.push((left.place, left.field, count));
                }
            }
        }
        for same in met.chunk_by(|a, b| a.0 == b.0) {
            let sum: f64 = same.iter().map(|(.., count)| count).sum();
            let each = strength * saturate(sum, weights.k1) / sum;
            out.extend(same.iter().map(|(place, field, count)| Beside {
                place: *place,
                field: *field,
                terms: [first, second],
                amount: each * count,
            }));
        }
    }
    Ok(out)
}

/// Where `term` stands in the documents of `order`, which is sorted, by place and field.
fn read(snapshot: &Snapshot, term: &str, order: &[(u32, usize)]) -> Result<Vec<Standing>, IndexError> {
    let mut out = Vec::new();
    for segment in &snapshot.segments {
        for part in &segment.texts {
            let Some(info) = part.index.terms().get(term.as_bytes())? else { continue };
            let mut postings =
                part.index.read_postings_from_terminfo(&info, IndexRecordOption::WithFreqsAndPositions)?;
            for (doc, place) in order {
                let Some(local) = doc.checked_sub(segment.base) else { continue };
                if postings.doc() < local {
                    postings.seek(local);
                }
                if postings.doc() == local {
                    let mut positions = Vec::new();
                    postings.positions(&mut positions);
                    out.push(Standing { place: *place, field: part.name, positions });
                }
            }
        }
    }
    out.sort_unstable_by_key(|standing| (standing.place, standing.field));
    Ok(out)
}

/// The sum of `1/d` over pairs of positions `d` apart, up to [`NEAR`]; both lists are sorted.
fn nearness(left: &[u32], right: &[u32]) -> f64 {
    let mut sum = 0.0;
    let mut from = 0;
    for at in left {
        from += right.iter().skip(from).take_while(|other| **other + NEAR < *at).count();
        let near = right.iter().skip(from).take_while(|other| **other <= *at + NEAR);
        sum +=
            near.map(|other| other.abs_diff(*at)).filter(|d| *d > 0).map(|d| 1.0 / f64::from(d)).sum::<f64>();
    }
    sum
}

/// What the pairs add to each of `count` documents.
pub(crate) fn sums(pairs: &[Beside], count: usize) -> Vec<f64> {
    let mut out = vec![0.0; count];
    for pair in pairs {
        if let Some(sum) = out.get_mut(pair.place) {
            *sum += pair.amount;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::nearness;

    #[track_caller]
    fn check(left: &[u32], right: &[u32], expected: f64) {
        assert!((nearness(left, right) - expected).abs() < 1e-12, "{left:?} {right:?}");
        assert!((nearness(right, left) - expected).abs() < 1e-12, "{right:?} {left:?}");
    }

    #[test]
    fn nearer_words_count_more_and_order_does_not_matter() {
        check(&[0], &[1], 1.0);
        check(&[0], &[2], 0.5);
        check(&[0], &[4], 0.0);
        check(&[5], &[5], 0.0);
        check(&[0, 10], &[1, 9, 30], 2.0);
        check(&[], &[1], 0.0);
    }
}

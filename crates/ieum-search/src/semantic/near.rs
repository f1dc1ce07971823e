//! The records nearest to a question: all compared whole where they are few, by a look at one bit a number first where they are
//! many.

use super::store::{MANY, Question, Rows, Vectors};
use crate::numbers::{at, real};
use std::collections::HashSet;

/// Records that are compared whole after the look.
const WHOLE: usize = 4_096;
/// Records, spread over all, by which the spread of likeness is told.
const TOLD: usize = 2_048;

/// Records near to a question.
pub(crate) struct Near {
    /// Cosine, record, and which of its rows that is.
    pub(crate) found: Vec<(f64, u32, u32)>,
    /// Mean and deviation of the cosines of all that are seen, and how many tell it.
    pub(crate) told: (f64, f64),
    pub(crate) of: usize,
}

impl Vectors {
    /// Of the records in `places` that are `seen` and `wanted` those nearest to the question, as [`Vectors::nearest`] has them,
    /// with mean and deviation of the likeness over all that are seen. Where there are many, only the nearest [`WHOLE`] are given.
    pub(crate) fn near(
        &self,
        question: &Question,
        places: &[(u32, Rows)],
        (seen, wanted): (impl Fn(u32) -> bool, impl Fn(u32) -> bool),
    ) -> Near {
        let likeness = |found: &[(f64, u32, u32)]| spread(found.iter().map(|(cosine, _, _)| *cosine));
        let looked_at = self.kept.coarse.len();
        let some = |every: usize| -> Vec<(u32, Rows)> {
            places.iter().step_by(every).filter(|(what, _)| seen(*what)).copied().collect()
        };
        // How many are seen is told by the same that tell of the spread.
        let every = (places.len() / TOLD).max(1);
        let told = if places.len() < MANY || looked_at == 0 { Vec::new() } else { some(every) };
        if told.len() * every < MANY {
            let mut found = self.nearest(question, &some(1));
            let (told, of) = (likeness(&found), found.len());
            found.retain(|(_, what, _)| wanted(*what));
            return Near { found, told, of };
        }
        let (told, of) = (likeness(&self.nearest(question, &told)), told.len());
        let mut nearest = self.glance(question, places, |what| seen(what) && wanted(what));
        // Rows are read in the order in which they lie.
        nearest.sort_unstable_by_key(|(_, rows)| rows.first);
        Near { found: self.nearest(question, &nearest), told, of }
    }

    /// The [`WHOLE`] of `places` that are nearest by their bits, and those that have none yet, in no order.
    fn glance(
        &self,
        question: &Question,
        places: &[(u32, Rows)],
        wanted: impl Fn(u32) -> bool,
    ) -> Vec<(u32, Rows)> {
        let likeness = self.kept.coarse.likeness(question);
        let looked_at = self.kept.coarse.len();
        let most = WHOLE + self.new_scales.len();
        let mut best: Vec<(i32, (u32, Rows))> = Vec::with_capacity(most * 4);
        let mut least = i32::MIN;
        let cut = |best: &mut Vec<(i32, (u32, Rows))>| {
            best.select_nth_unstable_by(most - 1, |a, b| b.0.cmp(&a.0).then(a.1.0.cmp(&b.1.0)));
            best.truncate(most);
            best.last().map_or(i32::MIN, |(like, _)| *like)
        };
        for place in places {
            let (what, rows) = *place;
            let first = at(rows.first);
            // What is not in the file yet cannot be looked at coarsely and is compared whole.
            let like = if first >= looked_at {
                i32::MAX
            } else {
                let own = likeness.get(first..first + at(rows.count)).unwrap_or_default();
                own.iter().copied().fold(i32::MIN, i32::max)
            };
            if like >= least && wanted(what) {
                best.push((like, *place));
                if best.len() >= most * 4 {
                    least = cut(&mut best);
                }
            }
        }
        if best.len() > most {
            cut(&mut best);
        }
        best.into_iter().map(|(_, place)| place).collect()
    }

    /// Of so many records nearest to the question, all compared whole, the shares that [`Vectors::near`] gives.
    pub(super) fn kept_of(&self, question: &Question, counts: &[usize]) -> Vec<f64> {
        let mut rows: Vec<Rows> = self.kept.places.values().copied().collect();
        rows.sort_unstable_by_key(|rows| rows.first);
        let places: Vec<(u32, Rows)> = (0..).zip(rows).collect();
        let best_first = |mut found: Vec<(f64, u32, u32)>| {
            found.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            found
        };
        let all = best_first(self.nearest(question, &places));
        let near = best_first(self.near(question, &places, (|_| true, |_| true)).found);
        let first = |found: &[(f64, u32, u32)], most: usize| -> HashSet<u32> {
            found.iter().take(most).map(|(_, what, _)| *what).collect()
        };
        let share = |most: &usize| {
            let (all, near) = (first(&all, *most), first(&near, *most));
            real(all.intersection(&near).count()) / real(all.len().max(1))
        };
        counts.iter().map(share).collect()
    }
}

/// Mean and spread of some numbers.
fn spread(values: impl Iterator<Item = f64> + Clone) -> (f64, f64) {
    let count = real(values.clone().count()).max(1.0);
    let mean = values.clone().sum::<f64>() / count;
    let variance = values.map(|value| (value - mean).powi(2)).sum::<f64>() / count;
    (mean, variance.sqrt())
}

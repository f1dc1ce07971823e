//! Ranks.

use crate::dd::Dd;

/// The rank of every value, from 1; equal values share the mean of theirs. With it, how many values are tied.
#[must_use]
pub fn ranks(values: &[Dd]) -> (Vec<f64>, usize) {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&one, &other| values[one].total_cmp(&values[other]));
    let mut ranks = vec![0.0; values.len()];
    let (mut from, mut tied) = (0, 0);
    while from < order.len() {
        let same = |at: &usize| values[*at] == values[order[from]];
        let to = from + order[from..].iter().take_while(|at| same(at)).count().max(1);
        let mean = (from + 1 + to) as f64 / 2.0;
        order[from..to].iter().for_each(|&at| ranks[at] = mean);
        if to - from > 1 {
            tied += to - from;
        }
        from = to;
    }
    (ranks, tied)
}

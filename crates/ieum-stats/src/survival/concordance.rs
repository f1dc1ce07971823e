//! How often the case with the higher hazard has the earlier event.

use serde::Serialize;

/// Harrell's concordance.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Concordance {
    /// Share of comparable pairs in the right order, ties in the score counting a half; 0.5 is chance.
    pub c: f64,
    /// Comparable pairs: the earlier time is an event.
    pub pairs: f64,
    /// Pairs tied in the score.
    pub tied: f64,
}

/// Concordance of a score (higher means earlier) with the times.
///
/// A pair is comparable when the earlier of two different times is an event, or when of two equal times one is an event and the other
/// censored (which was seen to last longer). Source: Harrell, Lee and Mark 1996, Statistics in Medicine 15, §5.5; counted by a
/// Fenwick tree over the ranks of the score, n log n.
pub(crate) fn concordance(time: &[f64], event: &[bool], score: &[f64]) -> Concordance {
    let n = time.len();
    let mut values = score.to_vec();
    values.sort_by(f64::total_cmp);
    values.dedup();
    let rank: Vec<usize> = score.iter().map(|s| values.partition_point(|v| v < s)).collect();
    let mut order: Vec<usize> = (0..n).collect();
    // Latest first; at one time the censored come in before the events are counted.
    order.sort_by(|one, two| time[*two].total_cmp(&time[*one]).then(event[*one].cmp(&event[*two])));
    let mut tree = vec![0.0; values.len() + 1];
    let below = |tree: &[f64], mut at: usize| {
        let mut sum = 0.0;
        while at > 0 {
            sum += tree[at];
            at &= at - 1;
        }
        sum
    };
    let (mut right, mut tied, mut pairs, mut inside) = (0.0, 0.0, 0.0, 0.0);
    for group in order.chunk_by(|one, two| time[*one] == time[*two] && event[*one] == event[*two]) {
        if event[group[0]] {
            for row in group {
                let (lower, upto) = (below(&tree, rank[*row]), below(&tree, rank[*row] + 1));
                right += lower;
                tied += upto - lower;
                pairs += inside;
            }
        }
        for row in group {
            let mut at = rank[*row] + 1;
            while at < tree.len() {
                tree[at] += 1.0;
                at += at & at.wrapping_neg();
            }
            inside += 1.0;
        }
    }
    Concordance { c: if pairs > 0.0 { (right + tied / 2.0) / pairs } else { f64::NAN }, pairs, tied }
}

#[cfg(test)]
mod tests {
    use super::concordance;

    #[test]
    fn counting_by_tree_is_counting_by_pairs() {
        let mut seed = crate::Seed::new(4);
        let n = 60;
        let time: Vec<f64> = (0..n).map(|_| seed.below(12) as f64).collect();
        let event: Vec<bool> = (0..n).map(|_| seed.below(3) > 0).collect();
        let score: Vec<f64> = (0..n).map(|_| seed.below(6) as f64).collect();
        let (mut right, mut pairs) = (0.0, 0.0);
        for i in 0..n {
            for j in 0..n {
                let later = time[j] > time[i] || (time[j] == time[i] && !event[j]);
                if i != j && event[i] && later {
                    pairs += 1.0;
                    right += if score[i] > score[j] {
                        1.0
                    } else if score[i] == score[j] {
                        0.5
                    } else {
                        0.0
                    };
                }
            }
        }
        let found = concordance(&time, &event, &score);
        assert_eq!(found.pairs, pairs);
        assert!((found.c - right / pairs).abs() < 1e-15);
    }
}

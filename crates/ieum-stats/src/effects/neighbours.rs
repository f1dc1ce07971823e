//! Nearest neighbours on one score.

use super::matching::Replacement;

/// Two scores closer than this count as one: rounding in the score must not break a tie between equal cases.
const SAME: f64 = 1e-12;

/// Treated cases with the controls that stand beside them.
pub(crate) struct Neighbours {
    pub(crate) of: Vec<(usize, Vec<usize>)>,
}

impl Neighbours {
    pub(crate) fn find(
        score: &[f64],
        treated: &[bool],
        count: usize,
        replacement: Replacement,
        caliper: Option<f64>,
    ) -> Self {
        let mut pool: Vec<usize> = (0..score.len()).filter(|row| !treated[*row]).collect();
        pool.sort_by(|one, two| score[*one].total_cmp(&score[*two]).then(one.cmp(two)));
        let mut cases: Vec<usize> = (0..score.len()).filter(|row| treated[*row]).collect();
        if replacement == Replacement::Without {
            cases.sort_by(|one, two| score[*two].total_cmp(&score[*one]).then(one.cmp(two)));
        }
        let mut of = Vec::with_capacity(cases.len());
        for case in cases {
            let mut near = nearest(score, &pool, score[case], count, None);
            if replacement != Replacement::WithTiesShared {
                // Among equal distances the first rows.
                near.sort_by(|one, two| {
                    let distance = |row: usize| (score[row] - score[case]).abs();
                    let (one_far, two_far) = (distance(*one), distance(*two));
                    if (one_far - two_far).abs() <= SAME { one.cmp(two) } else { one_far.total_cmp(&two_far) }
                });
                near.truncate(count);
            }
            if let Some(width) = caliper {
                near.retain(|row| (score[*row] - score[case]).abs() <= width + SAME);
            }
            if near.is_empty() {
                continue;
            }
            if replacement == Replacement::Without {
                pool.retain(|row| !near.contains(row));
            }
            of.push((case, near));
        }
        Self { of }
    }
}

/// The `count` nearest rows of a pool sorted by score, with all that lie as far as the last of them; `but` itself left out.
fn nearest(score: &[f64], pool: &[usize], at: f64, count: usize, but: Option<usize>) -> Vec<usize> {
    let mut right = pool.partition_point(|row| score[*row] < at);
    let mut left = right;
    let mut found: Vec<usize> = Vec::with_capacity(count);
    let mut reach = f64::INFINITY;
    loop {
        let below = left.checked_sub(1).map(|place| at - score[pool[place]]);
        let above = pool.get(right).map(|row| score[*row] - at);
        let (row, distance) = match (below, above) {
            (None, None) => return found,
            (Some(below), above) if above.is_none_or(|above| below < above) => {
                left -= 1;
                (pool[left], below)
            }
            (_, above) => {
                right += 1;
                (pool[right - 1], above.unwrap_or(f64::INFINITY))
            }
        };
        if distance > reach + SAME {
            return found;
        }
        if Some(row) != but {
            found.push(row);
            if found.len() == count {
                reach = distance;
            }
        }
    }
}

/// The variance of each control's outcome given its score, from its two nearest of the same kind: J/(J + 1) (y − their mean)².
///
/// Source: Abadie and Imbens 2006, eq. 14.
pub(crate) fn variances(score: &[f64], y: &[f64], treated: &[bool]) -> Vec<f64> {
    let mut pool: Vec<usize> = (0..score.len()).filter(|row| !treated[*row]).collect();
    pool.sort_by(|one, two| score[*one].total_cmp(&score[*two]).then(one.cmp(two)));
    let mut spread = vec![0.0; score.len()];
    for row in &pool {
        let near = nearest(score, &pool, score[*row], 2, Some(*row));
        if near.is_empty() {
            continue;
        }
        let count = near.len() as f64;
        let gap = y[*row] - near.iter().map(|other| y[*other]).sum::<f64>() / count;
        spread[*row] = count / (count + 1.0) * gap * gap;
    }
    spread
}

#[cfg(test)]
mod tests {
    use super::{Neighbours, nearest};
    use crate::effects::Replacement;

    #[test]
    fn ties_are_shared_or_broken_as_named() {
        // Case 0 at 0.5 has two controls as near (2 and 3) and one further off; case 1 at 0.9.
        let score = [0.5, 0.9, 0.6, 0.4, 0.8];
        let treated = [true, true, false, false, false];
        let find = |replacement, caliper| Neighbours::find(&score, &treated, 1, replacement, caliper).of;
        assert_eq!(find(Replacement::WithTiesShared, None), [(0, vec![2, 3]), (1, vec![4])]);
        assert_eq!(find(Replacement::WithFirstTaken, None), [(0, vec![2]), (1, vec![4])]);
        assert_eq!(find(Replacement::Without, None), [(1, vec![4]), (0, vec![2])]);
        assert_eq!(find(Replacement::WithTiesShared, Some(0.05)), []);
        assert_eq!(nearest(&score, &[3, 2, 4], 0.5, 1, Some(2)), [3]);
    }
}

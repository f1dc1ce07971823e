//! Samples of whole numbers behind a printed mean and standard deviation: whether there is any, and a few of them.
//!
//! The search is that of SPRITE (Heathers, Anaya, van der Zee and Brown 2018, «Recovering data from summary statistics: Sample
//! Parameter Reconstruction via Iterative TEchniques», PeerJ Preprints 6:e26968): begin with answers of the wanted sum, then move pairs
//! of them apart or together, which keeps the sum, until their squares fit. What chance does not find is settled: answer by answer from
//! the largest down, how many gave it, leaving out every branch whose most equal and most unequal ends miss the squares.

use super::range::Range;
use crate::Seed;
use std::collections::{BTreeSet, HashSet};

/// Cases up to which a sample is looked for.
const MOST_CASES: i64 = 300;
/// Different answers up to which a sample is looked for.
const MOST_ANSWERS: i64 = 200;
/// Samples that are told.
const TOLD: usize = 3;
/// Beginnings of the search by chance, and moves from each.
const BEGINNINGS: usize = 9;
const MOVES: usize = 1_500;
/// Squares on either side that are tried for the nearest standard deviations.
const BESIDE: i64 = 60;

/// Steps that one audit may take, so that no table keeps it busy for long.
#[derive(Debug)]
pub(super) struct Patience(usize);

impl Patience {
    pub(super) const fn new() -> Self {
        Self(6_000_000)
    }

    /// Whether `steps` more may be taken.
    fn spend(&mut self, steps: usize) -> bool {
        self.0 = self.0.saturating_sub(steps);
        self.0 > 0
    }
}

/// What is printed of whole-number answers.
pub(super) struct Asked {
    /// How many answered.
    pub(super) n: i64,
    /// Their sums that round to the printed mean.
    pub(super) sums: Vec<i64>,
    /// The standard deviation, with n − 1.
    pub(super) spread: Range,
    /// The ends of the scale, where they are known.
    pub(super) least: Option<f64>,
    /// See `least`.
    pub(super) most: Option<f64>,
}

/// What came of looking.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Looked {
    /// Samples, each as answers with how many gave them, the least answer first.
    Found(Vec<Vec<(i64, i64)>>),
    /// There is none; the nearest standard deviations that samples with such a mean have.
    Nowhere(Range),
    /// Too large to settle.
    Unsettled,
}

/// Answers from 0 to `top` with one sum, and the squares asked of them.
#[derive(Debug, Clone, Copy)]
struct Goal {
    n: i64,
    top: i64,
    sum: i64,
    /// The least and the most of the squares, both with the parity of the sum: x² is even exactly when x is.
    low: i64,
    high: i64,
}

impl Asked {
    /// Looks for samples; the same question gives the same answer.
    pub(super) fn look(&self, patience: &mut Patience) -> Looked {
        let Some((base, top)) = self.answers() else { return Looked::Unsettled };
        let goals: Vec<Goal> = self.sums.iter().map(|sum| self.goal(*sum, base, top)).collect();
        let mut found: BTreeSet<Vec<i64>> = BTreeSet::new();
        // The sums in the middle of what rounds to the mean come first.
        let mut order: Vec<&Goal> = goals.iter().collect();
        order.sort_by_key(|goal| (goal.sum * 2 - goals[0].sum - goals[goals.len() - 1].sum).abs());
        for goal in &order {
            by_chance(goal, patience, &mut found);
            if found.len() >= TOLD {
                break;
            }
        }
        if found.is_empty() {
            for goal in &order {
                match settled(goal, patience) {
                    Some(Some(sample)) => {
                        found.insert(sample);
                        break;
                    }
                    Some(None) => {}
                    None => return Looked::Unsettled,
                }
            }
        }
        if found.is_empty() {
            return self.nearest(&goals, patience).map_or(Looked::Unsettled, Looked::Nowhere);
        }
        let told = |counts: &Vec<i64>| {
            (base..)
                .zip(counts)
                .filter(|(_, count)| **count > 0)
                .map(|(answer, count)| (answer, *count))
                .collect()
        };
        Looked::Found(found.iter().take(TOLD).map(told).collect())
    }

    /// The least answer that can be among them and how many more there are above it: the scale, or where that is not known, what the
    /// spread leaves room for, |x − mean| ≤ s (n − 1) / √n (Samuelson 1968, JASA 63, 1522–1525), and half as much again, so that the
    /// next larger spread is seen too.
    fn answers(&self) -> Option<(i64, i64)> {
        let (first, last) = (*self.sums.first()?, *self.sums.last()?);
        if !(1..=MOST_CASES).contains(&self.n) || self.sums.len() > 2_000 || !self.spread.high.is_finite() {
            return None;
        }
        let n = self.n as f64;
        let reach = self.spread.high.max(0.0) * (n - 1.0) / n.sqrt() * 1.5 + 2.0;
        let low = (first as f64 / n - reach).max(self.least.unwrap_or(f64::NEG_INFINITY)).ceil();
        let high = (last as f64 / n + reach).min(self.most.unwrap_or(f64::INFINITY)).floor();
        let fits = low.abs() < 1e12 && high >= low && high - low <= MOST_ANSWERS as f64;
        fits.then_some((low as i64, (high - low) as i64))
    }

    fn goal(&self, sum: i64, base: i64, top: i64) -> Goal {
        let sum = sum - self.n * base;
        let n = self.n as f64;
        let about = self.spread.at_least(0.0).squared().scaled(n - 1.0);
        let level = (sum as f64).powi(2) / n;
        let slack = |end: f64| 1e-9 + end.abs() * 1e-14;
        let (low, high) = (about.low + level, about.high + level);
        let (low, high) = ((low - slack(low)).ceil() as i64, (high + slack(high)).floor() as i64);
        let odd = |end: i64| (end - sum).rem_euclid(2);
        Goal { n: self.n, top, sum, low: low + odd(low), high: high - odd(high) }
    }

    /// The standard deviations next to those printed that some sample has.
    fn nearest(&self, goals: &[Goal], patience: &mut Patience) -> Option<Range> {
        let mut nearest = Range::new(f64::NEG_INFINITY, f64::INFINITY);
        for goal in goals {
            let spread = |square: i64| {
                let (sum, n) = (goal.sum as f64, goal.n as f64);
                ((square as f64 - sum * sum / n) / (n - 1.0)).max(0.0).sqrt()
            };
            for (from, by) in [(goal.high.min(goal.low - 2), -2), (goal.low.max(goal.high + 2), 2)] {
                for step in 0..BESIDE {
                    let square = from + by * step;
                    let one = Goal { low: square, high: square, ..*goal };
                    if one.may_end(goal.top, goal.n, goal.sum, 0) && settled(&one, patience)?.is_some() {
                        if by < 0 {
                            nearest.low = nearest.low.max(spread(square));
                        } else {
                            nearest.high = nearest.high.min(spread(square));
                        }
                        break;
                    }
                }
            }
        }
        Some(nearest)
    }
}

impl Goal {
    /// Whether answers from 0 to `top`, `left` of them with this sum, beside squares already `spent`, can come near the goal.
    fn may_end(&self, top: i64, left: i64, sum: i64, spent: i64) -> bool {
        if left == 0 {
            return sum == 0 && (self.low..=self.high).contains(&spent);
        }
        if sum < 0 || sum > left * top {
            return false;
        }
        let (each, over) = (sum / left, sum % left);
        let least = left * each * each + over * (2 * each + 1);
        let most = if top == 0 {
            0
        } else {
            let (full, rest) = (sum / top, sum % top);
            full * top * top + rest * rest
        };
        (spent + least).max(self.low) <= (spent + most).min(self.high)
    }
}

/// Walks from answers of chance towards the squares; what fits is put among `found` as how many gave each answer.
fn by_chance(goal: &Goal, patience: &mut Patience, found: &mut BTreeSet<Vec<i64>>) {
    if !goal.may_end(goal.top, goal.n, goal.sum, 0) {
        return;
    }
    let seed = Seed::new(0x0053_5052_4954_4500).branch(goal.sum.unsigned_abs());
    for beginning in 0..BEGINNINGS {
        let mut seed = seed.branch(beginning as u64);
        let n = goal.n as usize;
        let mut answers: Vec<i64> =
            (0..goal.n).map(|at| goal.sum / goal.n + i64::from(at < goal.sum % goal.n)).collect();
        let mut square: i64 = answers.iter().map(|answer| answer * answer).sum();
        let steps = ((goal.high - goal.low) / 2 + 1).clamp(1, 1 << 20) as usize;
        let aim = goal.low + 2 * seed.below(steps) as i64;
        for _ in 0..MOVES {
            if (goal.low..=goal.high).contains(&square) {
                break;
            }
            let (one, other) = (seed.below(n), seed.below(n));
            // One goes down and the other up by one.
            let (down, up) = (answers[one], answers[other]);
            if one == other || down == 0 || up == goal.top {
                continue;
            }
            let change = 2 * (up - down) + 2;
            let nearer = (square + change - aim).abs() < (square - aim).abs();
            if nearer || seed.below(12) == 0 {
                (answers[one], answers[other]) = (down - 1, up + 1);
                square += change;
            }
        }
        if (goal.low..=goal.high).contains(&square) {
            let mut counts = vec![0; goal.top as usize + 1];
            answers.iter().for_each(|answer| counts[*answer as usize] += 1);
            found.insert(counts);
        }
        if !patience.spend(MOVES) || found.len() >= TOLD {
            return;
        }
    }
}

/// A sample, or that there is none; nothing when patience ends before that is known.
fn settled(goal: &Goal, patience: &mut Patience) -> Option<Option<Vec<i64>>> {
    let mut counts = vec![0; goal.top as usize + 1];
    let mut failed = HashSet::new();
    let is_there = fill(goal, goal.top, (goal.n, goal.sum, 0), &mut counts, &mut failed, patience)?;
    Some(is_there.then_some(counts))
}

/// Tries how many gave the answer `top`, then the ones below it. `rest` is how many answers are left, their sum, and the squares spent.
fn fill(
    goal: &Goal,
    top: i64,
    rest: (i64, i64, i64),
    counts: &mut [i64],
    failed: &mut HashSet<(i64, i64, i64, i64)>,
    patience: &mut Patience,
) -> Option<bool> {
    let (left, sum, spent) = rest;
    if !goal.may_end(top, left, sum, spent) || failed.contains(&(top, left, sum, spent)) {
        return Some(false);
    }
    if !patience.spend(1) {
        return None;
    }
    if top == 0 || left == 0 {
        counts[..=top as usize].fill(0);
        counts[0] = left;
        return Some(true);
    }
    let most = left.min(sum / top);
    let least = (sum - left * (top - 1)).max(0);
    for count in (least..=most).rev() {
        counts[top as usize] = count;
        let below = (left - count, sum - count * top, spent + count * top * top);
        if fill(goal, top - 1, below, counts, failed, patience)? {
            return Some(true);
        }
    }
    failed.insert((top, left, sum, spent));
    Some(false)
}

#[cfg(test)]
mod tests {
    use super::{Asked, Looked, Patience, Range};
    use std::collections::BTreeSet;

    /// Every sample of n answers from 0 to `top`, as sum and squares.
    fn all(n: usize, top: i64) -> BTreeSet<(i64, i64)> {
        let mut reached = BTreeSet::from([(0, 0)]);
        for _ in 0..n {
            reached = reached
                .iter()
                .flat_map(|(sum, square)| {
                    (0..=top).map(move |answer| (sum + answer, square + answer * answer))
                })
                .collect();
        }
        reached
    }

    fn asked(n: i64, sum: i64, spread: Range, ends: (i64, i64)) -> Asked {
        Asked { n, sums: vec![sum], spread, least: Some(ends.0 as f64), most: Some(ends.1 as f64) }
    }

    #[test]
    fn what_is_found_is_what_trying_everything_finds() {
        let mut nowhere = 0;
        for n in 2..=8_i64 {
            for top in 1..=5 {
                let reached = all(n as usize, top);
                let spread = |sum: i64, square: i64| {
                    let n = n as f64;
                    ((square as f64 - (sum * sum) as f64 / n) / (n - 1.0)).max(0.0).sqrt()
                };
                for sum in 0..=n * top {
                    let mut own: Vec<f64> =
                        reached.iter().filter(|at| at.0 == sum).map(|at| spread(sum, at.1)).collect();
                    own.sort_by(f64::total_cmp);
                    for hundredths in 0..300 {
                        let middle = f64::from(hundredths) / 100.0;
                        let printed = Range::new(middle - 0.005, middle + 0.005);
                        let there = own.iter().any(|own| printed.meets(Range::exactly(*own)));
                        // Answers are counted from 3 here, so that a scale need not begin at 0.
                        let question = asked(n, sum + 3 * n, printed, (3, 3 + top));
                        match question.look(&mut Patience::new()) {
                            Looked::Found(samples) => {
                                assert!(there, "{n} {top} {sum} {middle}");
                                for sample in samples {
                                    let count: i64 = sample.iter().map(|(_, count)| count).sum();
                                    let total: i64 =
                                        sample.iter().map(|(answer, count)| answer * count).sum();
                                    let squares: i64 = sample
                                        .iter()
                                        .map(|(answer, count)| (answer - 3).pow(2) * count)
                                        .sum();
                                    assert_eq!((count, total), (n, sum + 3 * n));
                                    assert!(printed.meets(Range::exactly(spread(sum, squares))));
                                }
                            }
                            Looked::Nowhere(nearest) => {
                                nowhere += 1;
                                assert!(!there, "{n} {top} {sum} {middle}");
                                let below = own.iter().copied().rfind(|own| *own < middle);
                                let above = own.iter().copied().find(|own| *own > middle);
                                let near = |a: f64, b: Option<f64>| b.is_none_or(|b| (a - b).abs() < 1e-9);
                                // Far away nothing is looked for.
                                assert!(near(nearest.low, below.filter(|_| nearest.low.is_finite())));
                                assert!(near(nearest.high, above.filter(|_| nearest.high.is_finite())));
                            }
                            Looked::Unsettled => panic!("{n} {top} {sum} {middle}"),
                        }
                    }
                }
            }
        }
        assert!(nowhere > 10_000, "{nowhere}");
    }

    #[test]
    fn large_samples_are_found_quickly_and_the_same_each_time() {
        let printed = Range::new(1.195, 1.205);
        let question = || asked(300, 1_050, printed, (1, 7));
        let mut patience = Patience::new();
        let Looked::Found(samples) = question().look(&mut patience) else { panic!("not found") };
        assert!(samples.len() == 3 && patience.0 > 5_000_000, "{samples:?} {patience:?}");
        assert_eq!(question().look(&mut Patience::new()), Looked::Found(samples));
        // Half at either end would be 2.05; the next below it, one pair a step in, is 1.98.
        let edge = asked(20, 60, Range::new(2.005, 2.045), (1, 5));
        let Looked::Nowhere(nearest) = edge.look(&mut Patience::new()) else { panic!("found") };
        assert!((nearest.low - (74.0_f64 / 19.0).sqrt()).abs() < 1e-12, "{nearest:?}");
        assert!((nearest.high - (80.0_f64 / 19.0).sqrt()).abs() < 1e-12, "{nearest:?}");
    }

    #[test]
    fn what_is_too_large_is_left_open() {
        for question in [
            asked(5_000, 15_000, Range::new(1.0, 1.1), (1, 5)),
            asked(30, 3_000_000, Range::new(90_000.0, 90_001.0), (0, 1_000_000)),
            Asked { n: 30, sums: vec![3_000], spread: Range::new(9e9, 9e9), least: None, most: None },
        ] {
            assert_eq!(question.look(&mut Patience::new()), Looked::Unsettled);
        }
    }
}

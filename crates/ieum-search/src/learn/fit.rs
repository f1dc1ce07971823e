//! The fit: logistic regression on differences, drawn towards the formula and kept within bounds.

use super::{Judged, look};
use crate::index::{Features, PARTS, Ranking};

/// How much weights are drawn towards the formula, in requests.
const RIDGE: f64 = 1.0;
/// Rounds of finding how sharp choices are and then how much parts count.
const ROUNDS: usize = 3;
/// Steps of each round; the loss is convex, so that more of them change nothing that is seen.
const STEPS: usize = 80;
/// The least and the most sharp that choices are: what one more of score does to the log-odds of being chosen.
const SHARPNESS: (f64, f64) = (1.0, 60.0);

/// One thing chosen before another: how their parts differ, and how much the pair counts.
struct Pair {
    difference: Features,
    weight: f64,
}

/// Weights under which what was chosen comes before what was not.
///
/// For each pair shown together, of which one came to more, the loss is `ln(1 + exp(−s·w·(x₁ − x₂)))` (Burges et al.
/// 2005, "Learning to rank using gradient descent", equation 3, with a linear score), times the inverse of the chance
/// that the better one was looked at and the difference of grades, each request counting once; `s` is how sharp choices
/// are. To it comes half of [`RIDGE`] times the squared distance from the formula. Accelerated projected gradient steps
/// (Beck and Teboulle 2009, "A fast iterative shrinkage-thresholding algorithm") keep each weight within
/// [`Ranking::bounds`].
pub fn fit(judged: &[&Judged]) -> Ranking {
    let start = Ranking::default();
    let pairs: Vec<Pair> = judged.iter().flat_map(|one| pairs_of(one)).collect();
    if pairs.is_empty() {
        return start;
    }
    let mut weights = start.weights;
    for _ in 0..ROUNDS {
        let sharp = sharpness(&pairs, &weights);
        weights = descend(&pairs, sharp, &start.weights, weights);
    }
    Ranking { weights }.bounded()
}

fn pairs_of(judged: &Judged) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = Vec::new();
    for better in &judged.shown {
        for worse in judged.shown.iter().filter(|worse| worse.grade < better.grade) {
            let mut difference = better.features;
            difference.iter_mut().zip(worse.features).for_each(|(mine, other)| *mine -= other);
            let weight = f64::from(better.grade - worse.grade) / look(better.place);
            pairs.push(Pair { difference, weight });
        }
    }
    let sum: f64 = pairs.iter().map(|pair| pair.weight).sum();
    pairs.iter_mut().for_each(|pair| pair.weight /= sum);
    pairs
}

fn dot(left: &Features, right: &Features) -> f64 {
    left.iter().zip(right).map(|(l, r)| l * r).sum()
}

/// `1 / (1 + exp(x))`.
fn doubt(x: f64) -> f64 {
    1.0 / (1.0 + x.exp())
}

/// How sharp choices are under these weights: the root of the derivative of the loss, by halving.
fn sharpness(pairs: &[Pair], weights: &Features) -> f64 {
    let margins: Vec<(f64, f64)> =
        pairs.iter().map(|pair| (dot(&pair.difference, weights), pair.weight)).collect();
    let falls = |sharp: f64| {
        margins.iter().map(|(margin, weight)| weight * margin * doubt(sharp * margin)).sum::<f64>() > 0.0
    };
    let (mut low, mut high) = SHARPNESS;
    for _ in 0..50 {
        let middle = (low + high) / 2.0;
        if falls(middle) { low = middle } else { high = middle }
    }
    (low + high) / 2.0
}

fn descend(pairs: &[Pair], sharp: f64, formula: &Features, from: Features) -> Features {
    // The curvature of the loss is nowhere greater than this.
    let square = |pair: &Pair| pair.weight * dot(&pair.difference, &pair.difference);
    let steepest = sharp * sharp * pairs.iter().map(square).sum::<f64>() / 4.0 + RIDGE;
    let (mut weights, mut ahead, mut pace) = (from, from, 1.0_f64);
    for _ in 0..STEPS {
        let mut gradient = [0.0; PARTS];
        for (slope, (weight, usual)) in gradient.iter_mut().zip(ahead.iter().zip(formula)) {
            *slope = RIDGE * (weight - usual);
        }
        for pair in pairs {
            let push = pair.weight * sharp * doubt(sharp * dot(&pair.difference, &ahead));
            gradient.iter_mut().zip(&pair.difference).for_each(|(slope, part)| *slope -= push * part);
        }
        let mut next = ahead;
        for (part, (weight, slope)) in next.iter_mut().zip(gradient).enumerate() {
            let (least, most) = Ranking::bounds(part);
            *weight = (*weight - slope / steepest).clamp(least, most);
        }
        let quicker = (1.0 + (1.0 + 4.0 * pace * pace).sqrt()) / 2.0;
        let momentum = (pace - 1.0) / quicker;
        for (place, (to, was)) in ahead.iter_mut().zip(next.iter().zip(&weights)) {
            *place = to + momentum * (to - was);
        }
        weights = next;
        pace = quicker;
    }
    weights
}

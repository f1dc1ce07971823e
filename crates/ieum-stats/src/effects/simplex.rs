//! Least squares with weights that are not negative and add up to one, solved exactly.

use crate::glm::solve::{dot, least_squares, predict};
use crate::{Matrix, Unfit};

/// The weights w ≥ 0, Σw = 1 that minimise ‖A w − b‖² + ridge ‖w‖².
///
/// An active-set search: on the weights in use the problem is plain least squares; the weight with the steepest descent joins, weights
/// that would turn negative leave. It ends at the one minimum (the ridge makes it one), where no descent is left.
///
/// Source: Lawson and Hanson 1974, «Solving Least Squares Problems», ch. 23, with the sum held by differences to one weight in use.
///
/// # Errors
/// [`Unfit::TooFew`] without columns, [`Unfit::NotSettled`].
pub(crate) fn simplex_weights(a: &Matrix, b: &[f64], ridge: f64) -> Result<Vec<f64>, Unfit> {
    let k = a.columns();
    if k == 0 {
        return Err(Unfit::TooFew { needed: 1, found: 0 });
    }
    let columns: Vec<Vec<f64>> = (0..k).map(|column| a.column(column)).collect();
    let root = ridge.sqrt();
    // Start at the best single column.
    let alone = |column: &Vec<f64>| column.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum::<f64>();
    let first = (0..k)
        .map(|column| (alone(&columns[column]), column))
        .min_by(|one, two| one.0.total_cmp(&two.0))
        .map_or(0, |(_, column)| column);
    let mut weights = vec![0.0; k];
    weights[first] = 1.0;
    let mut used = vec![first];
    let size = columns.iter().map(|column| dot(column, column)).fold(0.0, f64::max).max(dot(b, b));
    let mut barred: Vec<usize> = Vec::new();
    let steps = 20 * k + 100;
    for _ in 0..steps {
        let fitted = predict(a, &weights);
        let gap: Vec<f64> = fitted.iter().zip(b).map(|(fitted, b)| fitted - b).collect();
        let slope = |column: usize| dot(&columns[column], &gap) + ridge * weights[column];
        let level = used.iter().map(|column| weights[*column] * slope(*column)).sum::<f64>();
        let steepest = (0..k)
            .filter(|column| !used.contains(column) && !barred.contains(column))
            .map(|column| (slope(column) - level, column))
            .min_by(|one, two| one.0.total_cmp(&two.0));
        match steepest {
            Some((descent, column)) if descent < -1e-12 * size => used.push(column),
            _ => return Ok(weights),
        }
        barred.clear();
        // Weights that would turn negative leave, one at a time, until what is left is a minimum inside.
        loop {
            let inside = match on_support(&columns, b, root, &used) {
                Ok(inside) => inside,
                // The newcomer repeats the others: it can wait.
                Err(Unfit::Collinear { .. }) => {
                    if let Some(column) = used.pop() {
                        weights[column] = 0.0;
                        barred.push(column);
                    }
                    break;
                }
                Err(refused) => return Err(refused),
            };
            let stop = used
                .iter()
                .zip(&inside)
                .enumerate()
                .filter(|(_, (_, to))| **to < 0.0)
                .map(|(at, (column, to))| (weights[*column] / (weights[*column] - to), at))
                .min_by(|one, two| one.0.total_cmp(&two.0));
            let share = stop.map_or(1.0, |(share, _)| share);
            for (column, to) in used.iter().zip(&inside) {
                weights[*column] += share * (to - weights[*column]);
            }
            match stop {
                None => break,
                Some((_, at)) => {
                    weights[used[at]] = 0.0;
                    let gone = used.remove(at);
                    if share == 0.0 {
                        barred.push(gone);
                    }
                }
            }
        }
    }
    Err(Unfit::NotSettled { steps })
}

/// The same weights as the published program of synthetic difference in differences finds them: Frank and Wolfe's steps from equal
/// weights, stopped when a step gains less than `least_gain`² of the mean square; after 100 steps weights up to a quarter of the largest
/// are set to 0 and the search goes on from there.
///
/// Source: Arkhangelsky and others 2021, online appendix on computation (step and stopping rule); Frank and Wolfe 1956.
pub(crate) fn frank_wolfe(a: &Matrix, b: &[f64], ridge: f64, least_gain: f64) -> Vec<f64> {
    let k = a.columns();
    let columns: Vec<Vec<f64>> = (0..k).map(|column| a.column(column)).collect();
    let mut weights = steps(&columns, b, ridge, least_gain, vec![1.0 / k as f64; k], 100);
    let largest = weights.iter().copied().fold(0.0, f64::max);
    weights.iter_mut().filter(|weight| **weight <= largest / 4.0).for_each(|weight| *weight = 0.0);
    let sum: f64 = weights.iter().sum();
    weights.iter_mut().for_each(|weight| *weight /= sum);
    steps(&columns, b, ridge, least_gain, weights, 10_000)
}

fn steps(
    columns: &[Vec<f64>],
    b: &[f64],
    ridge: f64,
    least_gain: f64,
    mut weights: Vec<f64>,
    most: usize,
) -> Vec<f64> {
    let rows = b.len() as f64;
    let mut gap: Vec<f64> = b.iter().map(|b| -b).collect();
    for (column, weight) in columns.iter().zip(&weights) {
        gap.iter_mut().zip(column).for_each(|(gap, cell)| *gap += weight * cell);
    }
    // Inner products once, so that a step costs no more than one pass over the weights.
    let k = columns.len();
    let pairs: Vec<f64> =
        columns.iter().flat_map(|one| columns.iter().map(|two| dot(one, two)).collect::<Vec<_>>()).collect();
    let aims: Vec<f64> = columns.iter().map(|column| dot(column, b)).collect();
    let mut pulls: Vec<f64> = columns.iter().map(|column| dot(column, &gap)).collect();
    let mut last = f64::INFINITY;
    for step in 0..most {
        let slope = |at: usize| pulls[at] + ridge * weights[at];
        let lowest = (0..k).fold(0, |low, at| if slope(at) < slope(low) { at } else { low });
        // The way from the weights to all weight on the column of steepest descent.
        let level: f64 = (0..k).map(|at| slope(at) * weights[at]).sum();
        let way: Vec<f64> =
            columns[lowest].iter().zip(b).zip(&gap).map(|((cell, b), gap)| cell - b - gap).collect();
        let squares: f64 = weights.iter().map(|w| w * w).sum::<f64>() + 1.0 - 2.0 * weights[lowest];
        let length = dot(&way, &way) + ridge * squares;
        if length > 0.0 {
            let share = ((level - slope(lowest)) / length).clamp(0.0, 1.0);
            weights.iter_mut().for_each(|weight| *weight *= 1.0 - share);
            weights[lowest] += share;
            gap.iter_mut().zip(&way).for_each(|(gap, by)| *gap += share * by);
            let towards = pairs[lowest * k..(lowest + 1) * k].iter().zip(&aims);
            pulls
                .iter_mut()
                .zip(towards)
                .for_each(|(pull, (pair, aim))| *pull += share * (pair - aim - *pull));
        }
        let squares: f64 = weights.iter().map(|w| w * w).sum();
        let value = (ridge * squares + dot(&gap, &gap)) / rows;
        if step > 0 && last - value <= least_gain * least_gain {
            break;
        }
        last = value;
    }
    weights
}

/// The minimum over the columns in use, whose weights add up to one but may be negative.
fn on_support(columns: &[Vec<f64>], b: &[f64], root: f64, used: &[usize]) -> Result<Vec<f64>, Unfit> {
    let Some((base, others)) = used.split_first() else { return Ok(Vec::new()) };
    if others.is_empty() {
        return Ok(vec![1.0]);
    }
    let (rows, ridges) = (b.len(), if root > 0.0 { used.len() } else { 0 });
    if rows + ridges < others.len() {
        return Err(Unfit::Collinear { column: used.len() - 1 });
    }
    let mut design = Matrix::zeros(rows + ridges, others.len());
    let mut target = Vec::with_capacity(rows + ridges);
    for row in 0..rows {
        for (at, column) in others.iter().enumerate() {
            *design.at_mut(row, at) = columns[*column][row] - columns[*base][row];
        }
        target.push(b[row] - columns[*base][row]);
    }
    if ridges > 0 {
        // The ridge as further cases: root · w should be 0, and the base's weight is one less the others'.
        for at in 0..others.len() {
            *design.at_mut(rows, at) = -root;
            *design.at_mut(rows + 1 + at, at) = root;
        }
        target.push(-root);
        target.resize(rows + ridges, 0.0);
    }
    let found = least_squares(&design, None, &target)?.coefficients;
    let rest = 1.0 - found.iter().sum::<f64>();
    Ok(std::iter::once(rest).chain(found).collect())
}

#[cfg(test)]
mod tests {
    use super::simplex_weights;
    use crate::{Matrix, Seed};

    #[test]
    fn a_mixture_is_found_again() {
        let mut seed = Seed::new(5);
        let a = Matrix::new(12, 5, (0..60).map(|_| seed.unit() * 10.0).collect()).expect("fits");
        let mixed = [0.2, 0.0, 0.5, 0.3, 0.0];
        let b: Vec<f64> = (0..12).map(|row| a.row(row).iter().zip(mixed).map(|(a, w)| a * w).sum()).collect();
        let found = simplex_weights(&a, &b, 0.0).expect("settles");
        assert!(found.iter().zip(mixed).all(|(w, known)| (w - known).abs() < 1e-12), "{found:?}");
    }

    proptest::proptest! {
        /// At the minimum no weight in use is steeper than another, and none left out would help (Karush, Kuhn, Tucker).
        #[test]
        fn nothing_is_left_to_gain(
            cells in proptest::collection::vec(-10.0..10.0_f64, 8 * 15),
            b in proptest::collection::vec(-10.0..10.0_f64, 8),
            ridge in 0.0001..5.0_f64,
        ) {
            let a = Matrix::new(8, 15, cells).expect("fits");
            let weights = simplex_weights(&a, &b, ridge).expect("settles");
            proptest::prop_assert!((weights.iter().sum::<f64>() - 1.0).abs() < 1e-12);
            proptest::prop_assert!(weights.iter().all(|w| *w >= 0.0));
            let gap: Vec<f64> = (0..8)
                .map(|row| a.row(row).iter().zip(&weights).map(|(a, w)| a * w).sum::<f64>() - b[row])
                .collect();
            let slope: Vec<f64> = (0..15)
                .map(|column| (0..8).map(|row| a.at(row, column) * gap[row]).sum::<f64>() + ridge * weights[column])
                .collect();
            let level: f64 = slope.iter().zip(&weights).map(|(s, w)| s * w).sum();
            for (slope, weight) in slope.iter().zip(&weights) {
                proptest::prop_assert!(slope - level > -1e-7);
                proptest::prop_assert!(*weight < 1e-12 || (slope - level).abs() < 1e-7);
            }
        }
    }
}

//! COMET: judge the corners of the space of criteria once, then read any alternative off between them.

use super::problem::{Problem, Ranking};
use crate::{Matrix, Unfit};

/// The most corners that may be judged.
const MOST: usize = 1 << 20;

/// COMET: `judge` scores every combination of the characteristic values (higher is better); its distinct ranks, spread over 0 to 1, are
/// interpolated linearly in every criterion.
///
/// `characteristic[j]`: at least two rising values that span criterion j. The weights and goals of the problem are not looked at: they
/// are the judge's. Corners whose scores differ by rounding alone share a rank.
///
/// # Errors
/// [`Unfit::Shape`] unless each criterion has its values; [`Unfit::OutOfRange`] when they do not rise, an alternative lies outside, or
/// there would be more than about a million corners; [`Unfit::Constant`] when all corners are judged equal; what `judge` returns.
///
/// Source: Sałabun 2015, sections 3.1–3.5.
pub fn comet(
    problem: &Problem,
    characteristic: &[Vec<f64>],
    judge: impl FnOnce(&Matrix) -> Result<Vec<f64>, Unfit>,
) -> Result<Ranking, Unfit> {
    let columns = problem.table().columns();
    if characteristic.len() != columns {
        return Err(Unfit::Shape { expected: columns, found: characteristic.len() });
    }
    let mut corners: usize = 1;
    for (at, values) in characteristic.iter().enumerate() {
        if values.len() < 2 {
            return Err(Unfit::TooFew { needed: 2, found: values.len() });
        }
        if let Some(pair) = values.windows(2).find(|pair| pair[0] >= pair[1] || !pair[1].is_finite()) {
            return Err(Unfit::OutOfRange {
                name: "characteristic",
                value: pair[1],
                low: pair[0],
                high: f64::MAX,
            });
        }
        let (low, high) = (values[0], values[values.len() - 1]);
        if let Some(&value) = problem.table().column(at).iter().find(|x| **x < low || **x > high) {
            return Err(Unfit::OutOfRange { name: "table", value, low, high });
        }
        corners = corners.saturating_mul(values.len());
    }
    if corners > MOST {
        let (value, high) = (corners as f64, MOST as f64);
        return Err(Unfit::OutOfRange { name: "corners", value, low: 4.0, high });
    }
    // Corner number = mixed-radix number whose last digit belongs to the last criterion.
    let mut cells = Vec::with_capacity(corners * columns);
    for corner in 0..corners {
        let mut radix = corners;
        let mut rest = corner;
        for values in characteristic {
            radix /= values.len();
            cells.push(values[rest / radix]);
            rest %= radix;
        }
    }
    let preference = spread(&judge(&Matrix::new(corners, columns, cells)?)?, corners)?;
    let score = |row: &[f64]| {
        // At most two values of each criterion matter: those on either side.
        let mut parts = vec![(0, 1.0)];
        for (x, values) in row.iter().zip(characteristic) {
            let above = values.partition_point(|value| value < x).clamp(1, values.len() - 1);
            let (low, high) = (values[above - 1], values[above]);
            let share = (x - low) / (high - low);
            parts = parts
                .iter()
                .flat_map(|(corner, weight)| {
                    let from = corner * values.len() + above;
                    [(from - 1, weight * (1.0 - share)), (from, weight * share)]
                })
                .filter(|(_, weight)| *weight > 0.0)
                .collect();
        }
        parts.iter().map(|(corner, weight)| weight * preference[*corner]).sum()
    };
    let scores = (0..problem.table().rows()).map(|row| score(problem.table().row(row))).collect();
    problem.ranked(("comet", "judged-corners", "Sałabun 2015, sections 3.1-3.5"), true, scores)
}

/// Distinct scores in rising order become evenly spread preferences from 0 to 1.
fn spread(scores: &[f64], expected: usize) -> Result<Vec<f64>, Unfit> {
    if scores.len() != expected {
        return Err(Unfit::Shape { expected, found: scores.len() });
    }
    if let Some(row) = scores.iter().position(|score| !score.is_finite()) {
        return Err(Unfit::NotFinite { row, column: 0 });
    }
    let slack = 1e-12 * scores.iter().fold(0.0_f64, |most, score| most.max(score.abs()));
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|a, b| scores[*a].total_cmp(&scores[*b]));
    let mut levels = vec![0; scores.len()];
    let mut last = 0;
    for pair in order.windows(2) {
        last += usize::from(scores[pair[1]] - scores[pair[0]] > slack);
        levels[pair[1]] = last;
    }
    if last == 0 {
        return Err(Unfit::Constant { column: 0 });
    }
    Ok(levels.into_iter().map(|level| f64::from(level as u32) / last as f64).collect())
}

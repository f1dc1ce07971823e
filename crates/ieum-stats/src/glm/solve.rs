//! Small dense algebra: least squares by Householder reflections and inverses of positive definite matrices.
//!
//! Squares of k × k numbers are kept row after row in a plain vector.

use crate::{Matrix, Unfit};

/// A column counts as a combination of the ones before it when less than this share of its length is left.
const NOTHING_LEFT: f64 = 1e-11;

/// The solution of a least-squares problem.
#[derive(Debug, Clone)]
pub(crate) struct Solution {
    /// One number a column.
    pub(crate) coefficients: Vec<f64>,
    /// The inverse of XᵀX (with rows multiplied by their roots), k × k.
    pub(crate) inverse: Vec<f64>,
    /// Squared length of what is left.
    pub(crate) left: f64,
    /// Squared length of what the columns explain.
    pub(crate) explained: f64,
}

/// Least squares of `target` on the columns of `x`, each row of `x` first multiplied by its root.
///
/// Source: Golub and Van Loan 2013, «Matrix Computations», algorithm 5.3.2, on columns brought to length one.
///
/// # Errors
/// [`Unfit::TooFew`] with fewer rows than columns, [`Unfit::Collinear`] at the first column that adds nothing.
pub(crate) fn least_squares(x: &Matrix, roots: Option<&[f64]>, target: &[f64]) -> Result<Solution, Unfit> {
    let (n, k) = (x.rows(), x.columns());
    if n < k {
        return Err(Unfit::TooFew { needed: k, found: n });
    }
    let mut columns = vec![0.0; n * k];
    for row in 0..n {
        let root = roots.map_or(1.0, |roots| roots[row]);
        for (column, cell) in x.row(row).iter().enumerate() {
            columns[column * n + row] = cell * root;
        }
    }
    let mut lengths = vec![0.0; k];
    for (column, length) in lengths.iter_mut().enumerate() {
        let cells = &mut columns[column * n..(column + 1) * n];
        // By the largest cell first, so that no square leaves the range of doubles.
        let most = cells.iter().fold(0.0_f64, |most, cell| most.max(cell.abs()));
        if most == 0.0 || !most.is_finite() {
            return Err(Unfit::Collinear { column });
        }
        cells.iter_mut().for_each(|cell| *cell /= most);
        let rest = dot(cells, cells).sqrt();
        cells.iter_mut().for_each(|cell| *cell /= rest);
        *length = most * rest;
    }
    let mut target = target.to_vec();
    let mut upper = vec![0.0; k * k];
    for j in 0..k {
        let (before, after) = columns.split_at_mut((j + 1) * n);
        let mirror = &mut before[j * n + j..];
        let length = dot(mirror, mirror).sqrt();
        if length < NOTHING_LEFT || !length.is_finite() {
            return Err(Unfit::Collinear { column: j });
        }
        let diagonal = if mirror[0] > 0.0 { -length } else { length };
        mirror[0] -= diagonal;
        let scale = 2.0 / dot(mirror, mirror);
        for (other, cells) in after.chunks_exact_mut(n).enumerate() {
            reflect(mirror, scale, &mut cells[j..]);
            upper[j * k + j + 1 + other] = cells[j];
        }
        reflect(mirror, scale, &mut target[j..]);
        upper[j * k + j] = diagonal;
    }
    let back = upper_inverse(&upper, k);
    let coefficients =
        (0..k).map(|i| (i..k).map(|j| back[i * k + j] * target[j]).sum::<f64>() / lengths[i]).collect();
    let mut inverse = vec![0.0; k * k];
    for i in 0..k {
        for j in 0..=i {
            let sum: f64 = (i..k).map(|l| back[i * k + l] * back[j * k + l]).sum();
            let cell = sum / (lengths[i] * lengths[j]);
            inverse[i * k + j] = cell;
            inverse[j * k + i] = cell;
        }
    }
    let (head, tail) = target.split_at(k);
    Ok(Solution { coefficients, inverse, left: dot(tail, tail), explained: dot(head, head) })
}

fn reflect(mirror: &[f64], scale: f64, cells: &mut [f64]) {
    let share = scale * dot(mirror, cells);
    for (cell, part) in cells.iter_mut().zip(mirror) {
        *cell -= share * part;
    }
}

fn upper_inverse(upper: &[f64], k: usize) -> Vec<f64> {
    let mut back = vec![0.0; k * k];
    for j in 0..k {
        back[j * k + j] = 1.0 / upper[j * k + j];
        for i in (0..j).rev() {
            let sum: f64 = (i + 1..=j).map(|l| upper[i * k + l] * back[l * k + j]).sum();
            back[i * k + j] = -sum / upper[i * k + i];
        }
    }
    back
}

/// Inner product, in four strands so that the processor can keep several sums at once.
pub(crate) fn dot(left: &[f64], right: &[f64]) -> f64 {
    let mut strands = [0.0; 4];
    let (left_fours, right_fours) = (left.chunks_exact(4), right.chunks_exact(4));
    let rest: f64 = left_fours.remainder().iter().zip(right_fours.remainder()).map(|(l, r)| l * r).sum();
    for (l, r) in left_fours.zip(right_fours) {
        for strand in 0..4 {
            strands[strand] += l[strand] * r[strand];
        }
    }
    (strands[0] + strands[1]) + (strands[2] + strands[3]) + rest
}

/// The lower Cholesky triangle of a positive definite matrix, on a diagonal brought to one; with it the roots of that diagonal.
///
/// # Errors
/// The first column that adds nothing.
fn cholesky(square: &[f64], k: usize) -> Result<(Vec<f64>, Vec<f64>), usize> {
    let mut roots = vec![0.0; k];
    for (i, root) in roots.iter_mut().enumerate() {
        let diagonal = square[i * k + i];
        if diagonal <= 0.0 || !diagonal.is_finite() {
            return Err(i);
        }
        *root = diagonal.sqrt();
    }
    let mut lower = vec![0.0; k * k];
    for i in 0..k {
        for j in 0..=i {
            let done: f64 = (0..j).map(|l| lower[i * k + l] * lower[j * k + l]).sum();
            let rest = square[i * k + j] / (roots[i] * roots[j]) - done;
            if i == j {
                if rest < 1e-13 || !rest.is_finite() {
                    return Err(i);
                }
                lower[i * k + i] = rest.sqrt();
            } else {
                lower[i * k + j] = rest / lower[j * k + j];
            }
        }
    }
    Ok((lower, roots))
}

/// The inverse of a positive definite k × k matrix.
///
/// # Errors
/// [`Unfit::Collinear`] at the first column that adds nothing.
pub(crate) fn definite_inverse(square: &[f64], k: usize) -> Result<Vec<f64>, Unfit> {
    let (lower, roots) = cholesky(square, k).map_err(|column| Unfit::Collinear { column })?;
    let mut back = vec![0.0; k * k];
    for j in 0..k {
        back[j * k + j] = 1.0 / lower[j * k + j];
        for i in j + 1..k {
            let sum: f64 = (j..i).map(|l| lower[i * k + l] * back[l * k + j]).sum();
            back[i * k + j] = -sum / lower[i * k + i];
        }
    }
    let mut inverse = vec![0.0; k * k];
    for i in 0..k {
        for j in 0..=i {
            let sum: f64 = (i..k).map(|l| back[l * k + i] * back[l * k + j]).sum();
            let cell = sum / (roots[i] * roots[j]);
            inverse[i * k + j] = cell;
            inverse[j * k + i] = cell;
        }
    }
    Ok(inverse)
}

/// One step of scoring by the normal equations: the solution of XᵀWX d = Xᵀs with the length sᵀX d; none when they are singular to
/// rounding.
///
/// A quarter of the work of reflections. Its rounding only bends the way to a root of the score, not the root, which is judged by the
/// score itself; what is reported is computed by [`least_squares`].
pub(crate) fn scoring_step(x: &Matrix, roots: &[f64], scores: &[f64]) -> Option<(Vec<f64>, f64)> {
    let k = x.columns();
    let (mut square, mut right) = (vec![0.0; k * k], vec![0.0; k]);
    for (row, (root, score)) in roots.iter().zip(scores).enumerate() {
        let cells = x.row(row);
        let weight = root * root;
        for (i, cell) in cells.iter().enumerate() {
            let weighted = weight * cell;
            for (sum, other) in square[i * k..].iter_mut().zip(&cells[..=i]) {
                *sum += weighted * other;
            }
            right[i] += score * cell;
        }
    }
    for i in 0..k {
        for j in 0..i {
            square[j * k + i] = square[i * k + j];
        }
    }
    let step = times(&definite_inverse(&square, k).ok()?, &right);
    let length = dot(&step, &right);
    (length.is_finite() && length >= 0.0).then_some((step, length))
}

/// Twice the sum of the logarithms of the Cholesky diagonal: the logarithm of the determinant.
///
/// # Errors
/// [`Unfit::Collinear`] at the first column that adds nothing.
pub(crate) fn log_determinant(square: &[f64], k: usize) -> Result<f64, Unfit> {
    let (lower, roots) = cholesky(square, k).map_err(|column| Unfit::Collinear { column })?;
    Ok(2.0 * (0..k).map(|i| lower[i * k + i].ln() + roots[i].ln()).sum::<f64>())
}

/// Square matrix times vector.
pub(crate) fn times(square: &[f64], vector: &[f64]) -> Vec<f64> {
    square.chunks_exact(vector.len()).map(|row| dot(row, vector)).collect()
}

/// Square matrix times square matrix.
pub(crate) fn product(left: &[f64], right: &[f64], k: usize) -> Vec<f64> {
    let mut cells = vec![0.0; k * k];
    for i in 0..k {
        for l in 0..k {
            let factor = left[i * k + l];
            for j in 0..k {
                cells[i * k + j] += factor * right[l * k + j];
            }
        }
    }
    cells
}

/// `vᵀ M v`.
pub(crate) fn quadratic(square: &[f64], vector: &[f64]) -> f64 {
    dot(&times(square, vector), vector)
}

/// The linear predictor `X b`.
pub(crate) fn predict(x: &Matrix, coefficients: &[f64]) -> Vec<f64> {
    (0..x.rows()).map(|row| dot(x.row(row), coefficients)).collect()
}

/// The sum over rows of the outer product of the score contributions `factor × row`, or over clusters of their sums.
///
/// Clusters are numbered from 0 to `clusters - 1` by `of`.
pub(crate) fn meat(x: &Matrix, factors: &[f64], clusters: Option<(&[usize], usize)>) -> Vec<f64> {
    let k = x.columns();
    let mut square = vec![0.0; k * k];
    let mut add = |scores: &[f64]| {
        for i in 0..k {
            for j in 0..k {
                square[i * k + j] += scores[i] * scores[j];
            }
        }
    };
    match clusters {
        None => {
            let mut scores = vec![0.0; k];
            for (row, factor) in factors.iter().enumerate() {
                for (score, cell) in scores.iter_mut().zip(x.row(row)) {
                    *score = factor * cell;
                }
                add(&scores);
            }
        }
        Some((of, count)) => {
            let mut sums = vec![0.0; count * k];
            for (row, factor) in factors.iter().enumerate() {
                let sum = &mut sums[of[row] * k..(of[row] + 1) * k];
                for (score, cell) in sum.iter_mut().zip(x.row(row)) {
                    *score += factor * cell;
                }
            }
            sums.chunks_exact(k.max(1)).for_each(add);
        }
    }
    square
}

/// Bread, meat, bread.
pub(crate) fn sandwich(bread: &[f64], meat: &[f64], k: usize) -> Vec<f64> {
    product(&product(bread, meat, k), bread, k)
}

/// Labels of any kind numbered from 0 in their order, with how many there are.
pub(crate) fn numbered<T: Ord>(labels: &[T]) -> (Vec<usize>, usize) {
    let mut kinds: Vec<&T> = labels.iter().collect();
    kinds.sort_unstable();
    kinds.dedup();
    let of = labels.iter().map(|label| kinds.partition_point(|kind| *kind < label)).collect();
    (of, kinds.len())
}

#[cfg(test)]
mod tests {
    use super::{definite_inverse, least_squares, log_determinant, numbered};
    use crate::{Matrix, Unfit};

    #[test]
    fn a_line_through_points_on_a_line_is_that_line() {
        let x = Matrix::new(4, 2, vec![1.0, 1.0, 1.0, 2.0, 1.0, 3.0, 1.0, 5.0]).expect("fits");
        let found = least_squares(&x, None, &[5.0, 7.0, 9.0, 13.0]).expect("solved");
        assert!((found.coefficients[0] - 3.0).abs() < 1e-13 && (found.coefficients[1] - 2.0).abs() < 1e-13);
        assert!(found.left < 1e-26 && (found.explained - 324.0).abs() < 1e-11);
        // XᵀX = [[4, 11], [11, 39]], determinant 35.
        let expected = [39.0 / 35.0, -11.0 / 35.0, -11.0 / 35.0, 4.0 / 35.0];
        assert!(found.inverse.iter().zip(expected).all(|(cell, known)| (cell - known).abs() < 1e-14));
    }

    #[test]
    fn a_column_that_adds_nothing_is_named() {
        let cells = vec![1.0, 2.0, 3.0, 1.0, 4.0, 5.0, 1.0, 7.0, 8.0, 1.0, 1.0, 2.0];
        let x = Matrix::new(4, 3, cells).expect("fits");
        let refused = least_squares(&x, None, &[0.0; 4]).expect_err("third is the sum of the first two");
        assert_eq!(refused, Unfit::Collinear { column: 2 });
        assert_eq!(definite_inverse(&[1.0, 1.0, 1.0, 1.0], 2), Err(Unfit::Collinear { column: 1 }));
    }

    #[test]
    fn an_inverse_undoes_its_matrix() {
        let inverse = definite_inverse(&[4.0, 2.0, 2.0, 3.0], 2).expect("definite");
        let known = [0.375, -0.25, -0.25, 0.5];
        assert!(inverse.iter().zip(known).all(|(cell, known)| (cell - known).abs() < 1e-15));
        let log = log_determinant(&[4.0, 2.0, 2.0, 3.0], 2).expect("definite");
        assert!((log - 8.0_f64.ln()).abs() < 1e-15);
        assert_eq!(numbered(&["b", "a", "b"]), (vec![1, 0, 1], 2));
    }
}

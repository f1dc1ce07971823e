//! Systems of linear equations.

use crate::{Matrix, Unfit};

/// A square matrix taken apart by elimination with row exchanges (Golub and Van Loan 2013, algorithm 3.4.1).
pub(crate) struct Elimination {
    parts: Matrix,
    order: Vec<usize>,
}

impl Elimination {
    /// # Errors
    /// [`Unfit::Shape`] unless square; [`Unfit::Singular`] when a pivot is lost to rounding.
    pub(crate) fn of(matrix: &Matrix) -> Result<Self, Unfit> {
        let n = matrix.rows();
        if matrix.columns() != n {
            return Err(Unfit::Shape { expected: n, found: matrix.columns() });
        }
        let mut parts = matrix.clone();
        let mut order: Vec<usize> = (0..n).collect();
        let size = matrix.cells().iter().fold(0.0_f64, |most, cell| most.max(cell.abs()));
        for pivot in 0..n {
            let best = (pivot..n).fold(pivot, |best, row| {
                if parts.at(row, pivot).abs() > parts.at(best, pivot).abs() { row } else { best }
            });
            if parts.at(best, pivot).abs() <= 1e-14 * size {
                return Err(Unfit::Singular { pivot });
            }
            if best != pivot {
                order.swap(best, pivot);
                let (upper, lower) = parts.cells_mut().split_at_mut(best * n);
                upper[pivot * n..(pivot + 1) * n].swap_with_slice(&mut lower[..n]);
            }
            let (upper, lower) = parts.cells_mut().split_at_mut((pivot + 1) * n);
            let top = &upper[pivot * n..];
            for row in lower.chunks_exact_mut(n) {
                let factor = row[pivot] / top[pivot];
                row[pivot] = factor;
                if factor != 0.0 {
                    for (cell, above) in row[pivot + 1..].iter_mut().zip(&top[pivot + 1..]) {
                        *cell -= factor * above;
                    }
                }
            }
        }
        Ok(Self { parts, order })
    }

    pub(crate) fn solve(&self, right: &[f64]) -> Vec<f64> {
        let mut x: Vec<f64> = self.order.iter().map(|row| right[*row]).collect();
        for row in 0..x.len() {
            let known: f64 = self.parts.row(row)[..row].iter().zip(&x).map(|(a, x)| a * x).sum();
            x[row] -= known;
        }
        for row in (0..x.len()).rev() {
            let cells = self.parts.row(row);
            let known: f64 = cells[row + 1..].iter().zip(&x[row + 1..]).map(|(a, x)| a * x).sum();
            x[row] = (x[row] - known) / cells[row];
        }
        x
    }
}

/// The solution of `matrix` x = `right`, refined once: the remainder is solved for and added (Higham 2002, chapter 12).
pub(crate) fn solve(matrix: &Matrix, right: &[f64]) -> Result<Vec<f64>, Unfit> {
    if right.len() != matrix.rows() {
        return Err(Unfit::Shape { expected: matrix.rows(), found: right.len() });
    }
    let parts = Elimination::of(matrix)?;
    Ok(refined(matrix, &parts, right))
}

fn refined(matrix: &Matrix, parts: &Elimination, right: &[f64]) -> Vec<f64> {
    let mut x = parts.solve(right);
    let remainder: Vec<f64> = (0..right.len())
        .map(|row| {
            let found: f64 = matrix.row(row).iter().zip(&x).map(|(a, x)| a * x).sum();
            right[row] - found
        })
        .collect();
    for (x, step) in x.iter_mut().zip(parts.solve(&remainder)) {
        *x += step;
    }
    x
}

/// The inverse.
pub(crate) fn inverse(matrix: &Matrix) -> Result<Matrix, Unfit> {
    let parts = Elimination::of(matrix)?;
    let n = matrix.rows();
    let mut inverse = Matrix::zeros(n, n);
    let mut unit = vec![0.0; n];
    for column in 0..n {
        unit[column] = 1.0;
        for (row, value) in parts.solve(&unit).into_iter().enumerate() {
            *inverse.at_mut(row, column) = value;
        }
        unit[column] = 0.0;
    }
    Ok(inverse)
}

#[cfg(test)]
mod tests {
    use super::{inverse, solve};
    use crate::{Matrix, Unfit};

    #[test]
    fn equations_are_solved_with_row_exchanges() {
        let matrix = Matrix::new(3, 3, vec![0.0, 2.0, 1.0, 1.0, 1.0, 1.0, 4.0, -1.0, 0.5]).expect("fits");
        let x = solve(&matrix, &[7.0, 6.0, 3.5]).expect("one solution");
        for (found, expected) in x.iter().zip([1.0, 2.0, 3.0]) {
            assert!((found - expected).abs() < 1e-15, "{x:?}");
        }
        let back = inverse(&matrix).expect("one");
        let product: f64 = (0..3).map(|at| matrix.at(1, at) * back.at(at, 1)).sum();
        assert!((product - 1.0).abs() < 1e-15);
    }

    #[test]
    fn dependent_equations_are_refused() {
        let matrix = Matrix::new(2, 2, vec![1.0, 2.0, 2.0, 4.0]).expect("fits");
        assert_eq!(solve(&matrix, &[1.0, 2.0]), Err(Unfit::Singular { pivot: 1 }));
    }
}

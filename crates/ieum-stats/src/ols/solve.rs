//! Least squares in double-double.
//!
//! The normal equations square the condition of a design, which costs doubles all their digits and pairs of doubles half of theirs. So
//! they serve here only where their own inverse proves that enough is left, and a Householder factorisation serves elsewhere; one step
//! of refinement with the residuals in double-double brings both to the digits the data themselves have.
//!
//! Sources: Golub and Van Loan, «Matrix computations» 4, 4.2.5 (Cholesky), 5.2.2 (Householder); Björck 1987, «Stability analysis of the
//! method of seminormal equations for linear least squares problems», Linear Algebra and its Applications 88/89, 31–48 (refinement).

use crate::Unfit;
use crate::dd::{Column, Dd};

/// The sum of the diagonal of the inverse, scaled to a unit diagonal, times the number of columns bounds the condition of the normal
/// equations. Up to this bound 20 digits are left of 31, before refinement.
const CONDITION_ALLOWED: f64 = 1e10;
/// A column whose part beyond the columns before it is smaller than this share of it says nothing new: what is left is the rounding of
/// whoever wrote the numbers down.
const SHARE_THAT_COUNTS: f64 = 1e-14;
/// Rows taken together, so that all columns of them stay in the cache.
const BLOCK: usize = 512;

/// A small square matrix in double-double, row after row.
#[derive(Debug, Clone)]
pub(crate) struct Square {
    size: usize,
    cells: Vec<Dd>,
}

impl Square {
    pub(crate) fn zeros(size: usize) -> Self {
        Self { size, cells: vec![Dd::ZERO; size * size] }
    }

    pub(crate) fn size(&self) -> usize {
        self.size
    }

    pub(crate) fn at(&self, row: usize, column: usize) -> Dd {
        self.cells[row * self.size + column]
    }

    pub(crate) fn at_mut(&mut self, row: usize, column: usize) -> &mut Dd {
        &mut self.cells[row * self.size + column]
    }

    /// The product with another square matrix.
    pub(crate) fn times(&self, other: &Self) -> Self {
        let mut product = Self::zeros(self.size);
        for row in 0..self.size {
            for column in 0..self.size {
                *product.at_mut(row, column) =
                    (0..self.size).map(|inner| self.at(row, inner) * other.at(inner, column)).sum();
            }
        }
        product
    }

    /// The upper triangle R with R'R = self; nothing where a pivot falls below `share` of its diagonal, with the column it does so at.
    pub(crate) fn root(&self, share: f64) -> Result<Self, usize> {
        let mut root = Self::zeros(self.size);
        for column in 0..self.size {
            for row in 0..=column {
                let taken: Dd = (0..row).map(|above| root.at(above, row) * root.at(above, column)).sum();
                let rest = self.at(row, column) - taken;
                if row < column {
                    *root.at_mut(row, column) = rest / root.at(row, row);
                } else if rest.to_f64() > share * self.at(row, row).to_f64() {
                    *root.at_mut(row, row) = rest.sqrt();
                } else {
                    return Err(column);
                }
            }
        }
        Ok(root)
    }

    /// The inverse of an upper triangle.
    fn triangle_inverse(&self) -> Self {
        let mut inverse = Self::zeros(self.size);
        for column in 0..self.size {
            *inverse.at_mut(column, column) = Dd::ONE / self.at(column, column);
            for row in (0..column).rev() {
                let sum: Dd =
                    (row + 1..=column).map(|inner| self.at(row, inner) * inverse.at(inner, column)).sum();
                *inverse.at_mut(row, column) = -sum / self.at(row, row);
            }
        }
        inverse
    }

    /// The product of an upper triangle with its transpose: of R⁻¹ it is the inverse of R'R.
    fn times_own_transpose(&self) -> Self {
        let mut product = Self::zeros(self.size);
        for row in 0..self.size {
            for column in row..self.size {
                let sum = (column..self.size).map(|inner| self.at(row, inner) * self.at(column, inner)).sum();
                *product.at_mut(row, column) = sum;
                *product.at_mut(column, row) = sum;
            }
        }
        product
    }

    /// The inverse of a symmetric positive definite matrix; none where it is not.
    pub(crate) fn symmetric_inverse(&self) -> Option<Self> {
        Some(self.root(1e-24).ok()?.triangle_inverse().times_own_transpose())
    }

    /// Self times a vector.
    pub(crate) fn apply(&self, vector: &[Dd]) -> Vec<Dd> {
        (0..self.size).map(|row| (0..self.size).map(|at| self.at(row, at) * vector[at]).sum()).collect()
    }
}

/// All sums of products between columns of equal length; the lower triangle mirrors the upper.
pub(crate) fn gram(columns: &[&Column]) -> Square {
    let mut sums = Square::zeros(columns.len());
    let length = columns.first().map_or(0, |column| column.len());
    for start in (0..length).step_by(BLOCK) {
        let rows = start..(start + BLOCK).min(length);
        for (one, first) in columns.iter().enumerate() {
            for (other, second) in columns.iter().enumerate().skip(one) {
                *sums.at_mut(one, other) += first.dot_within(second, rows.clone());
            }
        }
    }
    for row in 0..columns.len() {
        for column in 0..row {
            *sums.at_mut(row, column) = sums.at(column, row);
        }
    }
    sums
}

/// What least squares finds.
pub(crate) struct Solution {
    /// One per column.
    pub(crate) coefficients: Vec<Dd>,
    /// R⁻¹, where R'R are the sums of products of the columns.
    pub(crate) root_inverse: Square,
    /// (X'X)⁻¹.
    pub(crate) inverse: Square,
    /// What the columns leave of the outcome, row by row.
    pub(crate) residuals: Column,
}

/// Minimises the squares of `outcome` − Σ `coefficients` × `columns`. Lengths are equal and the numbers between 10⁻⁷⁰ and 10⁷⁰.
///
/// # Errors
/// [`Unfit::Collinear`] at the first column that is a combination of those before it.
pub(crate) fn least_squares(columns: &[&Column], outcome: &Column) -> Result<Solution, Unfit> {
    let count = columns.len();
    let with_outcome: Vec<&Column> = columns.iter().copied().chain([outcome]).collect();
    let sums = gram(&with_outcome);
    let mut products = Square::zeros(count);
    for row in 0..count {
        for column in 0..count {
            *products.at_mut(row, column) = sums.at(row, column);
        }
    }
    let right: Vec<Dd> = (0..count).map(|row| sums.at(row, count)).collect();
    let by_normal = products.root(1e-11).ok().map(|root| {
        let root_inverse = root.triangle_inverse();
        let inverse = root_inverse.times_own_transpose();
        let trace: f64 = (0..count).map(|at| (products.at(at, at) * inverse.at(at, at)).to_f64()).sum();
        (root_inverse, inverse, trace * count as f64)
    });
    let (root_inverse, inverse) = match by_normal {
        Some((root_inverse, inverse, condition)) if condition < CONDITION_ALLOWED => (root_inverse, inverse),
        _ => {
            let root_inverse = householder(columns, &products)?.triangle_inverse();
            let inverse = root_inverse.times_own_transpose();
            (root_inverse, inverse)
        }
    };
    let solve = |right: &[Dd]| {
        let half: Vec<Dd> = (0..count)
            .map(|column| (0..=column).map(|row| root_inverse.at(row, column) * right[row]).sum())
            .collect();
        let whole = |row: usize| (row..count).map(|column| root_inverse.at(row, column) * half[column]).sum();
        (0..count).map(whole).collect::<Vec<Dd>>()
    };
    let mut coefficients = solve(&right);
    let mut residuals = rest(columns, outcome, &coefficients);
    // The first step makes up for the normal equations, the second settles a factorisation of a design as bad as polynomials get.
    for _ in 0..2 {
        let left: Vec<Dd> = columns.iter().map(|column| column.dot(&residuals)).collect();
        let steps = solve(&left);
        let settled = steps
            .iter()
            .zip(&coefficients)
            .all(|(step, whole)| step.to_f64().abs() <= 1e-24 * whole.to_f64().abs() || step.is_zero());
        coefficients.iter_mut().zip(steps).for_each(|(whole, step)| *whole += step);
        residuals = rest(columns, outcome, &coefficients);
        if settled {
            break;
        }
    }
    Ok(Solution { coefficients, root_inverse, inverse, residuals })
}

/// outcome − Σ coefficients × columns.
fn rest(columns: &[&Column], outcome: &Column, coefficients: &[Dd]) -> Column {
    let mut rest = outcome.clone();
    for start in (0..outcome.len()).step_by(BLOCK) {
        let rows = start..(start + BLOCK).min(outcome.len());
        for (column, &coefficient) in columns.iter().zip(coefficients) {
            rest.add_multiple_within(-coefficient, column, rows.clone());
        }
    }
    rest
}

/// The upper triangle R of a Householder factorisation, with `products` to weigh its diagonal against.
fn householder(columns: &[&Column], products: &Square) -> Result<Square, Unfit> {
    let mut worked: Vec<Column> = columns.iter().map(|&column| column.clone()).collect();
    let mut root = Square::zeros(columns.len());
    for at in 0..columns.len() {
        let (done, todo) = worked.split_at_mut(at + 1);
        let pivot = &mut done[at];
        for row in 0..at {
            *root.at_mut(row, at) = pivot.at(row);
        }
        let square = pivot.dot_from(pivot, at);
        let whole = products.at(at, at).to_f64();
        if square.to_f64() <= whole * SHARE_THAT_COUNTS * SHARE_THAT_COUNTS {
            return Err(Unfit::Collinear { column: at });
        }
        let head = pivot.at(at);
        let norm = if head.hi() > 0.0 { -square.sqrt() } else { square.sqrt() };
        *root.at_mut(at, at) = norm;
        // v = x − norm e₁ and 2 / v'v = −1 / (norm × v₁).
        let first = head - norm;
        pivot.put(at, first);
        let scale = Dd::ONE / (norm * first);
        for other in todo {
            let times = pivot.dot_from(other, at) * scale;
            other.add_multiple_from(times, pivot, at);
        }
    }
    Ok(root)
}

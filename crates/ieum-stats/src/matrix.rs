//! A rectangle of numbers.

use crate::Unfit;

/// A rectangle of finite numbers, row after row.
#[derive(Debug, Clone, PartialEq)]
pub struct Matrix {
    rows: usize,
    columns: usize,
    cells: Vec<f64>,
}

impl Matrix {
    /// A matrix from its cells, row after row.
    ///
    /// # Errors
    /// [`Unfit::Shape`] when there are not `rows` × `columns` cells, [`Unfit::NotFinite`] at the first cell that is no finite number.
    pub fn new(rows: usize, columns: usize, cells: Vec<f64>) -> Result<Self, Unfit> {
        let expected = rows.saturating_mul(columns);
        if cells.len() != expected {
            return Err(Unfit::Shape { expected, found: cells.len() });
        }
        if let Some(at) = cells.iter().position(|cell| !cell.is_finite()) {
            return Err(Unfit::NotFinite { row: at / columns, column: at % columns });
        }
        Ok(Self { rows, columns, cells })
    }

    /// A matrix of zeros.
    #[must_use]
    pub fn zeros(rows: usize, columns: usize) -> Self {
        Self { rows, columns, cells: vec![0.0; rows.saturating_mul(columns)] }
    }

    /// How many rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// How many columns.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// All cells, row after row.
    #[must_use]
    pub fn cells(&self) -> &[f64] {
        &self.cells
    }

    /// All cells, to be changed in place.
    pub fn cells_mut(&mut self) -> &mut [f64] {
        &mut self.cells
    }

    /// One cell; both count from 0. Panics outside the matrix, as a slice does.
    #[must_use]
    pub fn at(&self, row: usize, column: usize) -> f64 {
        self.cells[row * self.columns + column]
    }

    /// One cell to be changed; both count from 0. Panics outside the matrix, as a slice does.
    pub fn at_mut(&mut self, row: usize, column: usize) -> &mut f64 {
        &mut self.cells[row * self.columns + column]
    }

    /// One row.
    #[must_use]
    pub fn row(&self, row: usize) -> &[f64] {
        &self.cells[row * self.columns..(row + 1) * self.columns]
    }

    /// One row to be changed.
    pub fn row_mut(&mut self, row: usize) -> &mut [f64] {
        &mut self.cells[row * self.columns..(row + 1) * self.columns]
    }

    /// One column, copied.
    #[must_use]
    pub fn column(&self, column: usize) -> Vec<f64> {
        (0..self.rows).map(|row| self.at(row, column)).collect()
    }

    /// Rows and columns changed places.
    #[must_use]
    pub fn transposed(&self) -> Self {
        let mut turned = Self::zeros(self.columns, self.rows);
        for row in 0..self.rows {
            for column in 0..self.columns {
                *turned.at_mut(column, row) = self.at(row, column);
            }
        }
        turned
    }
}

#[cfg(test)]
mod tests {
    use super::Matrix;
    use crate::Unfit;

    #[test]
    fn a_matrix_names_the_cell_that_does_not_fit() {
        assert_eq!(Matrix::new(2, 2, vec![1.0]), Err(Unfit::Shape { expected: 4, found: 1 }));
        assert_eq!(
            Matrix::new(2, 2, vec![1.0, 2.0, 3.0, f64::NAN]),
            Err(Unfit::NotFinite { row: 1, column: 1 })
        );
        let matrix = Matrix::new(2, 3, vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0]).expect("fits");
        assert_eq!(matrix.transposed().row(2), [3.0, 6.0]);
        assert_eq!(matrix.column(1), [2.0, 5.0]);
    }
}

//! Fitting a table to new margins.

use serde::Serialize;

use super::table::rows;
use crate::{Matrix, Unfit};

/// A table fitted to new margins.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ras {
    /// Rows.
    pub rows: usize,
    /// Columns.
    pub columns: usize,
    /// The fitted table, row by row: row factor × old cell × column factor.
    pub table: Vec<Vec<f64>>,
    /// Row factors r.
    pub row_factors: Vec<f64>,
    /// Column factors s.
    pub column_factors: Vec<f64>,
    /// Rounds taken.
    pub steps: usize,
    /// Largest difference left to a margin, as a share of the total.
    pub remainder: f64,
    /// Where the formulas are from.
    pub source: &'static str,
}

/// Fits a table to row and column totals by scaling rows and columns in turn; a zero stays a zero.
///
/// `tolerance`: largest difference to a margin, as a share of the total, e.g. 1e-12; `steps`: most rounds.
///
/// # Errors
/// [`Unfit::Shape`]; [`Unfit::OutOfRange`] at a negative cell or margin; [`Unfit::Infeasible`] when the margins' sums differ by more than
/// 1e-9 of themselves; [`Unfit::Empty`] when a row or column of zeros is to add up to something; [`Unfit::NotSettled`] when zeros leave no
/// table with these margins.
///
/// Source: Bacharach 1970; Stone 1961; Miller and Blair 2009, section 7.4.
pub fn ras(
    table: &Matrix,
    row_totals: &[f64],
    column_totals: &[f64],
    tolerance: f64,
    steps: usize,
) -> Result<Ras, Unfit> {
    for (expected, totals) in [(table.rows(), row_totals), (table.columns(), column_totals)] {
        if totals.len() != expected {
            return Err(Unfit::Shape { expected, found: totals.len() });
        }
    }
    for (name, values) in [("table", table.cells()), ("margins", row_totals), ("margins", column_totals)] {
        if let Some(&value) = values.iter().find(|value| !(**value >= 0.0 && value.is_finite())) {
            return Err(Unfit::OutOfRange { name, value, low: 0.0, high: f64::MAX });
        }
    }
    let (needed, available): (f64, f64) = (row_totals.iter().sum(), column_totals.iter().sum());
    if (needed - available).abs() > 1e-9 * needed.max(available) {
        return Err(Unfit::Infeasible { needed, available });
    }
    let mut fitted = table.clone();
    let (mut r, mut s) = (vec![1.0; table.rows()], vec![1.0; table.columns()]);
    let size = needed.max(f64::MIN_POSITIVE);
    for step in 1..=steps {
        for row in 0..table.rows() {
            let factor = factor("row", row, fitted.row(row).iter().sum(), row_totals[row])?;
            fitted.row_mut(row).iter_mut().for_each(|cell| *cell *= factor);
            r[row] *= factor;
        }
        let mut sums = vec![0.0; table.columns()];
        for row in 0..table.rows() {
            sums.iter_mut().zip(fitted.row(row)).for_each(|(sum, cell)| *sum += cell);
        }
        for (column, sum) in sums.into_iter().enumerate() {
            let factor = factor("column", column, sum, column_totals[column])?;
            (0..table.rows()).for_each(|row| *fitted.at_mut(row, column) *= factor);
            s[column] *= factor;
        }
        // The columns fit by now, so what is left is in the rows.
        let remainder = (0..table.rows())
            .map(|row| (fitted.row(row).iter().sum::<f64>() - row_totals[row]).abs() / size)
            .fold(0.0, f64::max);
        if remainder <= tolerance {
            return Ok(Ras {
                rows: table.rows(),
                columns: table.columns(),
                table: rows(&fitted),
                row_factors: r,
                column_factors: s,
                steps: step,
                remainder,
                source: "Miller & Blair 2009, section 7.4",
            });
        }
    }
    Err(Unfit::NotSettled { steps })
}

fn factor(name: &'static str, at: usize, sum: f64, wanted: f64) -> Result<f64, Unfit> {
    if sum > 0.0 {
        Ok(wanted / sum)
    } else if wanted == 0.0 {
        Ok(1.0)
    } else {
        Err(Unfit::Empty { name, at })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::ras;
    use crate::{Matrix, Unfit};

    #[test]
    fn margins_that_cannot_be_met_say_why() {
        let table = Matrix::new(2, 2, vec![1.0, 0.0, 0.0, 1.0]).expect("fits");
        let found = ras(&table, &[2.0, 1.0], &[1.0, 2.0], 1e-10, 50);
        assert_eq!(found, Err(Unfit::NotSettled { steps: 50 }));
        let found = ras(&table, &[2.0, 1.0], &[1.0, 1.0], 1e-10, 50);
        assert_eq!(found, Err(Unfit::Infeasible { needed: 3.0, available: 2.0 }));
        let hollow = Matrix::new(2, 2, vec![0.0, 0.0, 1.0, 1.0]).expect("fits");
        let found = ras(&hollow, &[1.0, 1.0], &[1.0, 1.0], 1e-10, 50);
        assert_eq!(found, Err(Unfit::Empty { name: "row", at: 0 }));
        assert!(ras(&table, &[-1.0, 2.0], &[0.5, 0.5], 1e-10, 50).is_err());
        assert!(ras(&table, &[1.0], &[0.5, 0.5], 1e-10, 50).is_err());
    }

    proptest! {
        #[test]
        fn the_fitted_table_has_the_margins_and_keeps_cross_ratios(
            cells in proptest::collection::vec(0.1_f64..10.0, 6),
            other in proptest::collection::vec(0.1_f64..10.0, 6),
        ) {
            let table = Matrix::new(2, 3, cells).expect("fits");
            let other = Matrix::new(2, 3, other).expect("fits");
            let row_totals: Vec<f64> = (0..2).map(|row| other.row(row).iter().sum()).collect();
            let column_totals: Vec<f64> = (0..3).map(|at| other.column(at).iter().sum()).collect();
            let found = ras(&table, &row_totals, &column_totals, 1e-13, 10_000).expect("settles");
            for (row, total) in found.table.iter().zip(&row_totals) {
                prop_assert!((row.iter().sum::<f64>() - total).abs() < 1e-9);
            }
            for (column, total) in column_totals.iter().enumerate() {
                prop_assert!((found.table[0][column] + found.table[1][column] - total).abs() < 1e-9);
            }
            let cross = |t: &dyn Fn(usize, usize) -> f64| t(0, 0) * t(1, 2) / (t(0, 2) * t(1, 0));
            let (before, after) = (cross(&|i, j| table.at(i, j)), cross(&|i, j| found.table[i][j]));
            prop_assert!((before / after - 1.0).abs() < 1e-9);
        }
    }
}

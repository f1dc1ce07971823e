//! A panel laid out as units by periods.

use crate::glm::in_range;
use crate::{Caution, LeftOut, Matrix, Unfit};

/// Outcomes of units (rows) in periods (columns), every cell there.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcomes {
    /// Units × periods.
    pub cells: Matrix,
    /// The label of each row, in rising order.
    pub units: Vec<usize>,
    /// The period of each column, in rising order.
    pub periods: Vec<i64>,
    /// Units that were left out because a period is missing, if any.
    pub warnings: Vec<Caution>,
}

/// Lays cases out as units by periods; units not seen in every period are left out, with a caution that counts them.
///
/// # Errors
/// [`Unfit::Shape`], [`Unfit::NotFinite`], [`Unfit::TooFew`] when no unit is complete, [`Unfit::OutOfRange`] (name `time`, the
/// period) when a unit is seen twice in one period.
pub fn balanced(y: &[f64], unit: &[usize], time: &[i64]) -> Result<Outcomes, Unfit> {
    for found in [unit.len(), time.len()] {
        if found != y.len() {
            return Err(Unfit::Shape { expected: y.len(), found });
        }
    }
    if let Some(row) = y.iter().position(|y| !y.is_finite()) {
        return Err(Unfit::NotFinite { row, column: 0 });
    }
    in_range(&Matrix::zeros(0, 0), y)?;
    let mut periods = time.to_vec();
    periods.sort_unstable();
    periods.dedup();
    let mut order: Vec<usize> = (0..y.len()).collect();
    order.sort_unstable_by_key(|row| (unit[*row], time[*row]));
    if let Some(pair) =
        order.windows(2).find(|pair| unit[pair[0]] == unit[pair[1]] && time[pair[0]] == time[pair[1]])
    {
        let value = time[pair[0]] as f64;
        return Err(Unfit::OutOfRange { name: "time", value, low: value, high: value });
    }
    let (mut units, mut cells, mut gone) = (Vec::new(), Vec::new(), 0);
    for rows in order.chunk_by(|one, two| unit[*one] == unit[*two]) {
        if rows.len() == periods.len() {
            units.push(unit[rows[0]]);
            cells.extend(rows.iter().map(|row| y[*row]));
        } else {
            gone += 1;
        }
    }
    if units.is_empty() {
        return Err(Unfit::TooFew { needed: 1, found: 0 });
    }
    let caution = Caution::LeftOut { reason: LeftOut::UnbalancedUnit, cases: gone };
    let warnings = (gone > 0).then_some(caution).into_iter().collect();
    Ok(Outcomes { cells: Matrix::new(units.len(), periods.len(), cells)?, units, periods, warnings })
}

#[cfg(test)]
mod tests {
    use super::balanced;
    use crate::{Caution, LeftOut, Unfit};

    #[test]
    fn a_unit_with_a_gap_is_left_out_and_counted() {
        let found =
            balanced(&[1.0, 2.0, 3.0, 4.0, 5.0], &[7, 3, 7, 3, 9], &[1, 2, 2, 1, 1]).expect("two are full");
        assert_eq!((found.units, found.periods), (vec![3, 7], vec![1, 2]));
        assert_eq!(found.cells.cells(), [4.0, 2.0, 1.0, 3.0]);
        assert_eq!(found.warnings, [Caution::LeftOut { reason: LeftOut::UnbalancedUnit, cases: 1 }]);
        let twice = balanced(&[1.0, 2.0], &[1, 1], &[5, 5]).expect_err("seen twice");
        assert_eq!(twice, Unfit::OutOfRange { name: "time", value: 5.0, low: 5.0, high: 5.0 });
    }
}

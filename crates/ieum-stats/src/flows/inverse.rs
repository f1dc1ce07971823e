//! All rounds of purchases, or of sales, at once.

use serde::Serialize;

use super::solve;
use super::table::{InputOutput, column_sums, row_sums, rows};
use crate::{Caution, Matrix, Unfit};

/// The demand-driven model.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Leontief {
    /// Sectors.
    pub n: usize,
    /// Technical coefficients A, row by row.
    pub coefficients: Vec<Vec<f64>>,
    /// (I − A)⁻¹, row by row: what row must make in all for a unit of column's final demand.
    pub inverse: Vec<Vec<f64>>,
    /// Column sums of the inverse: output of all sectors for a unit of a sector's final demand.
    pub output_multipliers: Vec<f64>,
    /// What to bear in mind; a negative cell in the inverse means that the table cannot sustain itself.
    pub cautions: Vec<Caution>,
    /// Where the formulas are from.
    pub source: &'static str,
}

/// The supply-driven model.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ghosh {
    /// Sectors.
    pub n: usize,
    /// Allocation coefficients B, row by row.
    pub coefficients: Vec<Vec<f64>>,
    /// (I − B)⁻¹, row by row.
    pub inverse: Vec<Vec<f64>>,
    /// Row sums of the inverse: output of all sectors that a unit of a sector's primary input allows.
    pub input_multipliers: Vec<f64>,
    /// What to bear in mind.
    pub cautions: Vec<Caution>,
    /// Where the formulas are from.
    pub source: &'static str,
}

pub(super) fn total_requirements(coefficients: &Matrix) -> Result<Matrix, Unfit> {
    let mut system = coefficients.clone();
    system.cells_mut().iter_mut().for_each(|cell| *cell = -*cell);
    for at in 0..system.rows() {
        *system.at_mut(at, at) += 1.0;
    }
    let inverse = solve::inverse(&system)?;
    // A pivot may be too small to count as lost and still blow up what follows.
    match inverse.cells().iter().position(|cell| !cell.is_finite()) {
        Some(at) => Err(Unfit::Singular { pivot: at % inverse.columns() }),
        None => Ok(inverse),
    }
}

/// The Leontief inverse and output multipliers.
///
/// # Errors
/// [`Unfit::Singular`] when some sectors buy of each other all they make.
///
/// Source: Leontief 1936; Miller and Blair 2009, eqs 2.10–2.13.
///
/// ```
/// use ieum_stats::{Matrix, flows::{InputOutput, impact, leontief}};
/// let flows = Matrix::new(2, 2, vec![150.0, 500.0, 200.0, 100.0])?;
/// let table = InputOutput::with_demand(flows, &[350.0, 1700.0])?;
/// let output = impact(&leontief(&table)?, &[600.0, 1500.0])?;
/// assert!((output[0] - 1247.5).abs() < 0.05 && (output[1] - 1841.6).abs() < 0.05);
/// # Ok::<(), ieum_stats::Unfit>(())
/// ```
pub fn leontief(table: &InputOutput) -> Result<Leontief, Unfit> {
    let coefficients = table.technical_coefficients();
    let inverse = total_requirements(&coefficients)?;
    Ok(Leontief {
        n: table.sectors(),
        coefficients: rows(&coefficients),
        output_multipliers: column_sums(&inverse),
        inverse: rows(&inverse),
        cautions: table.cautions(),
        source: "Miller & Blair 2009, eqs 2.10-2.13",
    })
}

/// The Ghosh inverse and input multipliers. A model of prices rather than of quantities (Dietzenbacher 1997).
///
/// # Errors
/// As [`leontief`].
///
/// Source: Ghosh 1958; Miller and Blair 2009, eqs 12.1–12.4.
pub fn ghosh(table: &InputOutput) -> Result<Ghosh, Unfit> {
    let coefficients = table.allocation_coefficients();
    let inverse = total_requirements(&coefficients)?;
    Ok(Ghosh {
        n: table.sectors(),
        coefficients: rows(&coefficients),
        input_multipliers: row_sums(&inverse),
        inverse: rows(&inverse),
        cautions: table.cautions(),
        source: "Miller & Blair 2009, eqs 12.1-12.4",
    })
}

/// Output of each sector for a final demand of `demand` (one number a sector, of either sign).
///
/// # Errors
/// [`Unfit::Shape`], [`Unfit::NotFinite`].
///
/// Source: Miller and Blair 2009, eq. 2.12.
pub fn impact(model: &Leontief, demand: &[f64]) -> Result<Vec<f64>, Unfit> {
    if demand.len() != model.n {
        return Err(Unfit::Shape { expected: model.n, found: demand.len() });
    }
    if let Some(row) = demand.iter().position(|value| !value.is_finite()) {
        return Err(Unfit::NotFinite { row, column: 0 });
    }
    Ok(model.inverse.iter().map(|row| row.iter().zip(demand).map(|(l, f)| l * f).sum()).collect())
}

#[cfg(test)]
mod tests {
    use super::{ghosh, impact, leontief};
    use crate::flows::InputOutput;
    use crate::{Caution, Matrix, Unfit};

    fn textbook() -> InputOutput {
        let flows = Matrix::new(2, 2, vec![150.0, 500.0, 200.0, 100.0]).expect("fits");
        InputOutput::with_demand(flows, &[350.0, 1700.0]).expect("fits")
    }

    #[test]
    fn miller_and_blairs_two_sectors() {
        let model = leontief(&textbook()).expect("regular");
        assert_eq!(model.coefficients, [[0.15, 0.25], [0.2, 0.05]]);
        let printed = [[1.254_125_41, 0.330_033], [0.264_026_4, 1.122_112_21]];
        for (row, printed) in model.inverse.iter().zip(printed) {
            for (cell, printed) in row.iter().zip(printed) {
                assert!((cell - printed).abs() < 5e-9, "{cell} {printed}");
            }
        }
        // The determinant is 0.7575, so the inverse is exact in fractions.
        assert!((model.inverse[0][0] - 0.95 / 0.7575).abs() < 1e-15);
        assert!((model.output_multipliers[0] - 1.15 / 0.7575).abs() < 1e-15);
        let output = impact(&model, &[600.0, 1500.0]).expect("fits");
        assert!((output[0] - 945.0 / 0.7575).abs() < 1e-12 && (output[1] - 1395.0 / 0.7575).abs() < 1e-12);
        // Printed in the book: 1247.5 and 1841.6.
        assert_eq!(format!("{:.1} {:.1}", output[0], output[1]), "1247.5 1841.6");
        let today = impact(&model, &textbook().final_demand()).expect("fits");
        assert!((today[0] - 1000.0).abs() < 1e-12 && (today[1] - 2000.0).abs() < 1e-12);
        assert!(impact(&model, &[1.0]).is_err() && impact(&model, &[1.0, f64::NAN]).is_err());
    }

    #[test]
    fn ghosh_and_leontief_have_the_same_diagonal() {
        // Miller and Blair 2009, eq. 12.8: G = x̂⁻¹ L x̂.
        let (l, g) = (leontief(&textbook()).expect("regular"), ghosh(&textbook()).expect("regular"));
        let x = textbook().output().to_vec();
        for i in 0..2 {
            for j in 0..2 {
                assert!((g.inverse[i][j] - l.inverse[i][j] * x[j] / x[i]).abs() < 1e-14);
            }
        }
    }

    #[test]
    fn odd_tables_are_named() {
        let flows = Matrix::new(2, 2, vec![0.0, 0.0, 0.0, 30.0]).expect("fits");
        let table = InputOutput::with_output(flows, vec![0.0, 20.0]).expect("fits");
        let found = leontief(&table).expect("regular");
        assert_eq!(
            found.cautions,
            [Caution::NoOutput { sector: 0 }, Caution::Unproductive { sector: 1, inputs: 1.5 }]
        );
        let flows = Matrix::new(1, 1, vec![20.0]).expect("fits");
        let table = InputOutput::with_output(flows, vec![20.0]).expect("fits");
        assert_eq!(leontief(&table), Err(Unfit::Singular { pivot: 0 }));
        let flows = Matrix::new(1, 1, vec![20.0]).expect("fits");
        assert!(InputOutput::with_demand(flows.clone(), &[-30.0]).is_err());
        assert!(InputOutput::with_demand(flows, &[]).is_err());
        assert!(InputOutput::with_output(Matrix::zeros(0, 0), vec![]).is_err());
    }
}

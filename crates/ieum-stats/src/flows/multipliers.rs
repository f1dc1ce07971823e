//! What a unit of demand brings in jobs, income or whatever a sector's output carries with it.

use serde::Serialize;

use super::inverse::total_requirements;
use super::table::InputOutput;
use crate::{Caution, Matrix, Unfit};

/// Households as a sector of its own: what they earn and spend.
#[derive(Debug, Clone, PartialEq)]
pub struct Households {
    /// Wages each sector pays, in the table's unit.
    pub wages: Vec<f64>,
    /// What they buy from each sector.
    pub consumption: Vec<f64>,
    /// What they earn in all, above zero; at least the wages.
    pub income: f64,
    /// What they pay each other (domestic service); 0 if unknown.
    pub among_themselves: f64,
}

/// One sector's multipliers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Multiplier {
    /// The thing for each unit of output: its direct effect.
    pub direct: f64,
    /// The thing in all sectors for a unit of this sector's final demand.
    pub total: f64,
    /// Total over direct (type I); none where the direct effect is nothing.
    pub type_one: Option<f64>,
    /// The thing for a unit of final demand when households spend what they earn; none without households.
    pub total_with_households: Option<f64>,
    /// That over the direct effect (type II).
    pub type_two: Option<f64>,
}

/// Multipliers of every sector.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Multipliers {
    /// Sectors.
    pub n: usize,
    /// One entry a sector.
    pub sectors: Vec<Multiplier>,
    /// What to bear in mind.
    pub cautions: Vec<Caution>,
    /// Where the formulas are from.
    pub source: &'static str,
}

/// Multipliers of a thing that goes with output: jobs, wages, value added, emissions.
///
/// `amounts`: how much of it each sector has now, in any unit. With [`Households`] the model is closed: their spending makes output, too.
///
/// # Errors
/// [`Unfit::Shape`], [`Unfit::NotFinite`]; [`Unfit::OutOfRange`] when households have no income; [`Unfit::Infeasible`] when they are paid
/// more than they earn; [`Unfit::Singular`].
///
/// Source: Miller and Blair 2009, sections 2.5 and 6.2–6.3.
pub fn multipliers(
    table: &InputOutput,
    amounts: &[f64],
    households: Option<&Households>,
) -> Result<Multipliers, Unfit> {
    let n = table.sectors();
    check(amounts, n)?;
    let a = table.technical_coefficients();
    let open = total_requirements(&a)?;
    let closed = households.map(|households| closed(table, &a, households)).transpose()?;
    let direct: Vec<f64> = amounts
        .iter()
        .zip(table.output())
        .map(|(amount, output)| if *output > 0.0 { amount / output } else { 0.0 })
        .collect();
    let sectors = (0..n)
        .map(|sector| {
            let all = |inverse: &Matrix| (0..n).map(|row| direct[row] * inverse.at(row, sector)).sum::<f64>();
            let own = direct[sector];
            let ratio = |total: f64| (own != 0.0).then(|| total / own);
            let (total, wider) = (all(&open), closed.as_ref().map(all));
            Multiplier {
                direct: own,
                total,
                type_one: ratio(total),
                total_with_households: wider,
                type_two: wider.and_then(ratio),
            }
        })
        .collect();
    Ok(Multipliers {
        n,
        sectors,
        cautions: table.cautions(),
        source: "Miller & Blair 2009, sections 2.5, 6.2-6.3",
    })
}

fn check(values: &[f64], n: usize) -> Result<(), Unfit> {
    if values.len() != n {
        return Err(Unfit::Shape { expected: n, found: values.len() });
    }
    match values.iter().position(|value| !value.is_finite()) {
        Some(row) => Err(Unfit::NotFinite { row, column: 0 }),
        None => Ok(()),
    }
}

/// (I − Ā)⁻¹ with households as the last row and column.
fn closed(table: &InputOutput, a: &Matrix, households: &Households) -> Result<Matrix, Unfit> {
    let n = table.sectors();
    check(&households.wages, n)?;
    check(&households.consumption, n)?;
    check(&[households.income, households.among_themselves], 2)?;
    if households.income <= 0.0 {
        let value = households.income;
        return Err(Unfit::OutOfRange { name: "income", value, low: f64::MIN_POSITIVE, high: f64::MAX });
    }
    let paid = households.wages.iter().sum::<f64>() + households.among_themselves;
    if paid > households.income * (1.0 + 1e-9) {
        return Err(Unfit::Infeasible { needed: paid, available: households.income });
    }
    let mut wider = Matrix::zeros(n + 1, n + 1);
    for row in 0..n {
        wider.row_mut(row)[..n].copy_from_slice(a.row(row));
        *wider.at_mut(row, n) = households.consumption[row] / households.income;
        let output = table.output()[row];
        *wider.at_mut(n, row) = if output > 0.0 { households.wages[row] / output } else { 0.0 };
    }
    *wider.at_mut(n, n) = households.among_themselves / households.income;
    total_requirements(&wider)
}

#[cfg(test)]
mod tests {
    use super::{Households, closed, multipliers};
    use crate::Matrix;
    use crate::flows::InputOutput;

    fn textbook() -> InputOutput {
        let flows = Matrix::new(2, 2, vec![150.0, 500.0, 200.0, 100.0]).expect("fits");
        InputOutput::with_demand(flows, &[350.0, 1700.0]).expect("fits")
    }

    fn families() -> Households {
        Households {
            wages: vec![300.0, 500.0],
            consumption: vec![50.0, 400.0],
            income: 1000.0,
            among_themselves: 50.0,
        }
    }

    #[test]
    fn jobs_of_the_textbook() {
        // Labour coefficients 0.3 and 0.25 on new outputs 1247.5 and 1841.6 make 374.25 and 460.4.
        let found = multipliers(&textbook(), &[300.0, 500.0], None).expect("regular");
        assert_eq!((found.sectors[0].direct, found.sectors[1].direct), (0.3, 0.25));
        let total = (0.3 * 0.95 + 0.25 * 0.2) / 0.7575;
        assert!((found.sectors[0].total - total).abs() < 1e-15);
        assert!((found.sectors[0].type_one.expect("direct") - total / 0.3).abs() < 1e-14);
        assert_eq!(found.sectors[0].type_two, None);
        let nothing = multipliers(&textbook(), &[0.0, 1.0], None).expect("regular");
        assert_eq!(nothing.sectors[0].type_one, None);
    }

    #[test]
    fn households_close_the_textbooks_model() {
        // Miller and Blair 2009, section 2.5: the inverse is printed to three decimals.
        let a = textbook().technical_coefficients();
        let wider = closed(&textbook(), &a, &families()).expect("regular");
        let printed = [1.365, 0.425, 0.251, 0.527, 1.348, 0.595, 0.570, 0.489, 1.289];
        for (cell, printed) in wider.cells().iter().zip(printed) {
            assert!((cell - printed).abs() < 6e-4, "{cell} {printed}");
        }
        let found = multipliers(&textbook(), &[300.0, 500.0], Some(&families())).expect("regular");
        for sector in &found.sectors {
            assert!(sector.type_two > sector.type_one);
        }
        let poor = Households { income: 700.0, ..families() };
        assert!(multipliers(&textbook(), &[1.0, 1.0], Some(&poor)).is_err());
        let none = Households { income: 0.0, ..families() };
        assert!(multipliers(&textbook(), &[1.0, 1.0], Some(&none)).is_err());
    }
}

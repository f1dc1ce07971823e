//! Who sells how much to whom.

use crate::{Caution, Matrix, Unfit};

/// Sales between sectors (row to column) with each sector's total output.
#[derive(Debug, Clone, PartialEq)]
pub struct InputOutput {
    flows: Matrix,
    output: Vec<f64>,
}

impl InputOutput {
    /// A table from sales between sectors and to final demand; output is what a row adds up to.
    ///
    /// # Errors
    /// [`Unfit::TooFew`] without sectors; [`Unfit::Shape`] unless the flows are square with one demand a sector; [`Unfit::NotFinite`];
    /// [`Unfit::OutOfRange`] when an output comes out negative.
    pub fn with_demand(flows: Matrix, final_demand: &[f64]) -> Result<Self, Unfit> {
        if final_demand.len() != flows.rows() {
            return Err(Unfit::Shape { expected: flows.rows(), found: final_demand.len() });
        }
        let output =
            (0..flows.rows()).map(|row| flows.row(row).iter().sum::<f64>() + final_demand[row]).collect();
        Self::with_output(flows, output)
    }

    /// A table from sales between sectors and each sector's total output.
    ///
    /// # Errors
    /// As [`InputOutput::with_demand`].
    pub fn with_output(flows: Matrix, output: Vec<f64>) -> Result<Self, Unfit> {
        let n = flows.rows();
        if n == 0 {
            return Err(Unfit::TooFew { needed: 1, found: 0 });
        }
        if flows.columns() != n || output.len() != n {
            let found = if flows.columns() == n { output.len() } else { flows.columns() };
            return Err(Unfit::Shape { expected: n, found });
        }
        if let Some(row) = output.iter().position(|total| !total.is_finite()) {
            return Err(Unfit::NotFinite { row, column: n });
        }
        if let Some(&value) = output.iter().find(|total| **total < 0.0) {
            return Err(Unfit::OutOfRange { name: "output", value, low: 0.0, high: f64::MAX });
        }
        Ok(Self { flows, output })
    }

    /// How many sectors.
    #[must_use]
    pub fn sectors(&self) -> usize {
        self.output.len()
    }

    /// Each sector's total output.
    #[must_use]
    pub fn output(&self) -> &[f64] {
        &self.output
    }

    /// What each sector sells to final demand.
    #[must_use]
    pub fn final_demand(&self) -> Vec<f64> {
        (0..self.sectors()).map(|row| self.output[row] - self.flows.row(row).iter().sum::<f64>()).collect()
    }

    /// Technical coefficients aᵢⱼ = zᵢⱼ / xⱼ: what j buys from i for each unit it makes. A sector without output has zeros.
    #[must_use]
    pub fn technical_coefficients(&self) -> Matrix {
        self.shares(|_, column| column)
    }

    /// Allocation coefficients bᵢⱼ = zᵢⱼ / xᵢ: what share of its output i sells to j.
    #[must_use]
    pub fn allocation_coefficients(&self) -> Matrix {
        self.shares(|row, _| row)
    }

    fn shares(&self, of: impl Fn(usize, usize) -> usize) -> Matrix {
        let n = self.sectors();
        let mut shares = self.flows.clone();
        for row in 0..n {
            for column in 0..n {
                let total = self.output[of(row, column)];
                let cell = shares.at_mut(row, column);
                *cell = if total > 0.0 { *cell / total } else { 0.0 };
            }
        }
        shares
    }

    pub(super) fn cautions(&self) -> Vec<Caution> {
        let a = self.technical_coefficients();
        let mut cautions = Vec::new();
        for sector in 0..self.sectors() {
            if self.output[sector] == 0.0 {
                cautions.push(Caution::NoOutput { sector });
            }
            let inputs: f64 = (0..self.sectors()).map(|row| a.at(row, sector)).sum();
            if inputs >= 1.0 {
                cautions.push(Caution::Unproductive { sector, inputs });
            }
        }
        cautions
    }
}

pub(super) fn rows(matrix: &Matrix) -> Vec<Vec<f64>> {
    (0..matrix.rows()).map(|row| matrix.row(row).to_vec()).collect()
}

pub(super) fn column_sums(matrix: &Matrix) -> Vec<f64> {
    (0..matrix.columns()).map(|at| (0..matrix.rows()).map(|row| matrix.at(row, at)).sum()).collect()
}

pub(super) fn row_sums(matrix: &Matrix) -> Vec<f64> {
    (0..matrix.rows()).map(|row| matrix.row(row).iter().sum()).collect()
}

//! How a sector hangs together with those it buys from and those it sells to.

use serde::Serialize;

use super::inverse::total_requirements;
use super::table::{InputOutput, column_sums, row_sums};
use crate::{Caution, Matrix, Unfit};

/// From which model forward linkages are read when sectors are sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Forward {
    /// Row sums of the Ghosh inverse (Jones 1976; advised by Miller and Blair 2009, p. 558).
    #[default]
    Ghosh,
    /// Row sums of the Leontief inverse (Rasmussen 1956).
    Leontief,
}

/// Where a sector stands by its linkages (Miller and Blair 2009, table 12.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SectorKind {
    /// Above average both ways.
    Key,
    /// Above average as a buyer.
    Buyer,
    /// Above average as a seller.
    Seller,
    /// Above average neither way.
    Independent,
}

/// One sector's linkages. Indices are over the average of all sectors, so 1 is average.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Linkage {
    /// Column sum of A: direct backward linkage (Chenery and Watanabe 1958).
    pub backward_direct: f64,
    /// Row sum of B: direct forward linkage (Chenery and Watanabe 1958).
    pub forward_direct: f64,
    /// Column sum of L.
    pub backward_total: f64,
    /// Row sum of L.
    pub forward_total_leontief: f64,
    /// Row sum of G.
    pub forward_total_ghosh: f64,
    /// Power of dispersion: backward total over its average (Rasmussen 1956, p. 134).
    pub backward_index: f64,
    /// Sensitivity of dispersion: forward total of L over its average (Rasmussen 1956, p. 135).
    pub forward_index_leontief: f64,
    /// Forward total of G over its average.
    pub forward_index_ghosh: f64,
    /// Coefficient of variation of the column of L: low when purchases spread evenly (Rasmussen 1956, p. 138; divisor n − 1).
    pub backward_variation: Option<f64>,
    /// Coefficient of variation of the row of L.
    pub forward_variation: Option<f64>,
    /// Where it stands.
    pub kind: SectorKind,
}

/// Linkages of every sector.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Linkages {
    /// Sectors.
    pub n: usize,
    /// Which forward index sorted the sectors.
    pub forward: Forward,
    /// One entry a sector.
    pub sectors: Vec<Linkage>,
    /// What to bear in mind.
    pub cautions: Vec<Caution>,
    /// Where the formulas are from.
    pub source: &'static str,
}

/// Backward and forward linkages, direct and total.
///
/// # Errors
/// [`Unfit::Singular`] as [`super::leontief`].
///
/// Source: Chenery and Watanabe 1958; Rasmussen 1956; Miller and Blair 2009, section 12.2.
pub fn linkages(table: &InputOutput, forward: Forward) -> Result<Linkages, Unfit> {
    let (a, b) = (table.technical_coefficients(), table.allocation_coefficients());
    let (l, g) = (total_requirements(&a)?, total_requirements(&b)?);
    let n = table.sectors();
    let over_average = |sums: &[f64]| {
        let mean = sums.iter().sum::<f64>() / n as f64;
        sums.iter().map(|sum| sum / mean).collect::<Vec<f64>>()
    };
    let (backward, sold, supplied) = (column_sums(&l), row_sums(&l), row_sums(&g));
    let (power, sensitivity, supply) =
        (over_average(&backward), over_average(&sold), over_average(&supplied));
    let (bought, allocated) = (column_sums(&a), row_sums(&b));
    let turned: Matrix = l.transposed();
    let sectors = (0..n)
        .map(|at| {
            let ahead = match forward {
                Forward::Ghosh => supply[at],
                Forward::Leontief => sensitivity[at],
            };
            let kind = match (power[at] > 1.0, ahead > 1.0) {
                (true, true) => SectorKind::Key,
                (true, false) => SectorKind::Buyer,
                (false, true) => SectorKind::Seller,
                (false, false) => SectorKind::Independent,
            };
            Linkage {
                backward_direct: bought[at],
                forward_direct: allocated[at],
                backward_total: backward[at],
                forward_total_leontief: sold[at],
                forward_total_ghosh: supplied[at],
                backward_index: power[at],
                forward_index_leontief: sensitivity[at],
                forward_index_ghosh: supply[at],
                backward_variation: variation(turned.row(at)),
                forward_variation: variation(l.row(at)),
                kind,
            }
        })
        .collect();
    Ok(Linkages {
        n,
        forward,
        sectors,
        cautions: table.cautions(),
        source: "Rasmussen 1956; Chenery & Watanabe 1958; Miller & Blair 2009, section 12.2",
    })
}

fn variation(cells: &[f64]) -> Option<f64> {
    let n = cells.len() as f64;
    let mean = cells.iter().sum::<f64>() / n;
    let squares: f64 = cells.iter().map(|cell| (cell - mean) * (cell - mean)).sum();
    (cells.len() > 1 && mean != 0.0).then(|| (squares / (n - 1.0)).sqrt() / mean)
}

#[cfg(test)]
mod tests {
    use super::{Forward, SectorKind, linkages};
    use crate::Matrix;
    use crate::flows::InputOutput;

    #[test]
    fn linkages_of_two_sectors_are_exact() {
        let flows = Matrix::new(2, 2, vec![150.0, 500.0, 200.0, 100.0]).expect("fits");
        let table = InputOutput::with_demand(flows, &[350.0, 1700.0]).expect("fits");
        let found = linkages(&table, Forward::Ghosh).expect("regular");
        let [first, second] = &found.sectors[..] else { panic!("two sectors") };
        assert!((first.backward_direct - 0.35).abs() < 1e-15 && (first.forward_direct - 0.65).abs() < 1e-15);
        assert!((second.backward_direct - 0.3).abs() < 1e-15 && (second.forward_direct - 0.15).abs() < 1e-15);
        assert!((first.backward_total - 1.15 / 0.7575).abs() < 1e-14);
        assert!((first.backward_index + second.backward_index - 2.0).abs() < 1e-14);
        assert_eq!((first.kind, second.kind), (SectorKind::Key, SectorKind::Independent));
    }

    #[test]
    fn a_single_sector_is_average() {
        let table = InputOutput::with_output(Matrix::zeros(1, 1), vec![5.0]).expect("fits");
        let found = linkages(&table, Forward::Leontief).expect("regular");
        assert_eq!(found.sectors[0].backward_index, 1.0);
        assert_eq!(found.sectors[0].backward_variation, None);
        assert_eq!(found.sectors[0].kind, SectorKind::Independent);
    }
}

//! National coefficients cut down to a region that does not make everything it buys.

use serde::Serialize;

use super::table::rows;
use crate::{Caution, Matrix, Unfit};

/// By which quotient the share bought within the region is judged; it never counts above one.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(tag = "name", rename_all = "kebab-case")]
pub enum Quotient {
    /// Simple: the selling sector's location quotient (Schaffer and Chu 1969).
    Simple,
    /// Cross-industry: the seller's location quotient over the buyer's; on the diagonal the simple one (Smith and Morrison 1974).
    CrossIndustry,
    /// Flegg's: cross-industry times (log₂(1 + regional share))^δ; on the diagonal the simple one times the same (Flegg and Webber 1997).
    Flegg {
        /// From 0 to below 1; about 0.25 to 0.3.
        delta: f64,
    },
    /// Flegg's, raised by log₂(1 + buyer's location quotient) for buyers the region specialises in (Flegg and Webber 2000).
    FleggAugmented {
        /// As for Flegg's.
        delta: f64,
    },
}

/// Regional input coefficients.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RegionalCoefficients {
    /// Sectors.
    pub n: usize,
    /// Which quotient.
    pub quotient: Quotient,
    /// Location quotient of each sector.
    pub location_quotients: Vec<f64>,
    /// (log₂(1 + regional share))^δ; 1 for quotients without it.
    pub size_factor: f64,
    /// Regional coefficients, row by row.
    pub coefficients: Vec<Vec<f64>>,
    /// What each sector must bring in from outside for each unit it makes, by these coefficients.
    pub imports: Vec<f64>,
    /// What to bear in mind.
    pub cautions: Vec<Caution>,
    /// Where the formulas are from.
    pub source: &'static str,
}

/// Regional coefficients aᵢⱼ × min(1, quotientᵢⱼ).
///
/// `national`: technical coefficients, not negative; `region` and `nation`: jobs (or output) by sector. A sector the nation has not has
/// quotient 0 and is named.
///
/// # Errors
/// [`Unfit::Shape`]; [`Unfit::OutOfRange`] at a negative number, a region larger than its nation, or δ outside 0 to 1; [`Unfit::Empty`]
/// when region or nation has nothing.
///
/// Source: Flegg and Webber 1997, eqs 4–7; Flegg and Webber 2000, eq. 6; Miller and Blair 2009, section 8.2.
pub fn regional_coefficients(
    national: &Matrix,
    region: &[f64],
    nation: &[f64],
    quotient: Quotient,
) -> Result<RegionalCoefficients, Unfit> {
    let n = national.rows();
    for found in [national.columns(), region.len(), nation.len()] {
        if found != n {
            return Err(Unfit::Shape { expected: n, found });
        }
    }
    let refuse = |name, value, high| Err(Unfit::OutOfRange { name, value, low: 0.0, high });
    if let Some(&value) = national.cells().iter().find(|cell| **cell < 0.0) {
        return refuse("national", value, f64::MAX);
    }
    for (here, all) in region.iter().zip(nation) {
        if !(*all >= 0.0 && all.is_finite()) {
            return refuse("nation", *all, f64::MAX);
        }
        if !(0.0..=*all).contains(here) {
            return refuse("region", *here, *all);
        }
    }
    let delta = match quotient {
        Quotient::Flegg { delta } | Quotient::FleggAugmented { delta } => delta,
        Quotient::Simple | Quotient::CrossIndustry => 0.0,
    };
    if !(0.0..1.0).contains(&delta) {
        return refuse("delta", delta, 1.0);
    }
    let (regional, total): (f64, f64) = (region.iter().sum(), nation.iter().sum());
    if regional <= 0.0 || total <= 0.0 {
        return Err(Unfit::Empty { name: if total <= 0.0 { "nation" } else { "region" }, at: 0 });
    }
    let quotients: Vec<f64> = region
        .iter()
        .zip(nation)
        .map(|(here, all)| if *all > 0.0 { (here / regional) / (all / total) } else { 0.0 })
        .collect();
    let size_factor = (1.0 + regional / total).log2().powf(delta);
    let share = |i: usize, j: usize| {
        let (seller, buyer) = (quotients[i], quotients[j]);
        if seller == 0.0 || buyer == 0.0 {
            return 0.0;
        }
        let crossed = if i == j { seller } else { seller / buyer };
        let raised = if buyer > 1.0 { (1.0 + buyer).log2() } else { 1.0 };
        match quotient {
            Quotient::Simple => seller,
            Quotient::CrossIndustry => crossed,
            Quotient::Flegg { .. } => crossed * size_factor,
            Quotient::FleggAugmented { .. } => crossed * size_factor * raised,
        }
        .min(1.0)
    };
    let mut coefficients = national.clone();
    let mut imports = vec![0.0; n];
    for i in 0..n {
        for (j, imported) in imports.iter_mut().enumerate() {
            let kept = national.at(i, j) * share(i, j);
            *imported += national.at(i, j) - kept;
            *coefficients.at_mut(i, j) = kept;
        }
    }
    let cautions =
        (0..n).filter(|at| region[*at] == 0.0).map(|sector| Caution::NoOutput { sector }).collect();
    Ok(RegionalCoefficients {
        n,
        quotient,
        location_quotients: quotients,
        size_factor,
        coefficients: rows(&coefficients),
        imports,
        cautions,
        source: "Flegg & Webber 1997, eqs 4-7; 2000, eq. 6",
    })
}

#[cfg(test)]
mod tests {
    use super::{Quotient, regional_coefficients};
    use crate::{Caution, Matrix, Unfit};

    fn nation() -> Matrix {
        Matrix::new(2, 2, vec![0.2, 0.3, 0.1, 0.4]).expect("fits")
    }

    fn check(quotient: Quotient, expected: [[f64; 2]; 2]) {
        // Quotients 1.5 and 0.5 in a region of a tenth.
        let found = regional_coefficients(&nation(), &[75.0, 25.0], &[500.0, 500.0], quotient).expect("fits");
        for (row, expected) in found.coefficients.iter().zip(expected) {
            for (cell, expected) in row.iter().zip(expected) {
                assert!((cell - expected).abs() < 1e-15, "{quotient:?} {cell} {expected}");
            }
        }
        assert!((found.imports[0] + found.coefficients[0][0] + found.coefficients[1][0] - 0.3).abs() < 1e-15);
    }

    #[test]
    fn quotients_cut_what_the_region_does_not_make() {
        let size = 1.1_f64.log2().powf(0.3);
        check(Quotient::Simple, [[0.2, 0.3], [0.05, 0.2]]);
        check(Quotient::CrossIndustry, [[0.2, 0.3], [0.1 / 3.0, 0.2]]);
        check(
            Quotient::Flegg { delta: 0.3 },
            [[0.2 * (1.5 * size).min(1.0), 0.3], [0.1 / 3.0 * size, 0.2 * size]],
        );
        let raised = 2.5_f64.log2();
        check(
            Quotient::FleggAugmented { delta: 0.3 },
            [[0.2 * (1.5 * size * raised).min(1.0), 0.3], [0.1 / 3.0 * size * raised, 0.2 * size]],
        );
    }

    #[test]
    fn absent_sectors_are_named_and_bad_numbers_refused() {
        let flegg = Quotient::Flegg { delta: 0.3 };
        let found = regional_coefficients(&nation(), &[0.0, 25.0], &[500.0, 500.0], flegg).expect("fits");
        assert_eq!(found.coefficients[0], [0.0, 0.0]);
        assert_eq!(found.cautions, [Caution::NoOutput { sector: 0 }]);
        let refused = |region: &[f64], quotient| {
            regional_coefficients(&nation(), region, &[500.0, 500.0], quotient).is_err()
        };
        assert!(
            refused(&[600.0, 1.0], flegg) && refused(&[-1.0, 1.0], flegg) && refused(&[f64::NAN, 1.0], flegg)
        );
        assert!(refused(&[1.0, 1.0], Quotient::Flegg { delta: 1.0 }) && refused(&[1.0], flegg));
        assert_eq!(
            regional_coefficients(&nation(), &[0.0, 0.0], &[1.0, 1.0], flegg),
            Err(Unfit::Empty { name: "region", at: 0 })
        );
    }
}

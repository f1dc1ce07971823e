//! The difference of two differences.

use serde::Serialize;

use super::linear::{Absorbed, Errors, Options, linear};
use crate::glm::{Check, Coefficient, in_range};
use crate::{Caution, Matrix, Unfit};

/// Cases a cell below which the normal approximation is poor.
const ENOUGH_CASES: usize = 10;

/// A difference in differences of two groups and two times.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TwoByTwo {
    /// `difference-in-differences`.
    pub model: &'static str,
    /// Cases.
    pub n: usize,
    /// n − k.
    pub df_residual: usize,
    /// Degrees of freedom of the t statistics.
    pub df_t: f64,
    /// How standard errors were made.
    pub errors: &'static str,
    /// Clusters, if errors are by cluster.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clusters: Option<usize>,
    /// The effect: how much more the treated changed than the others.
    pub effect: Coefficient,
    /// Constant, `post`, `treated`, `post:treated` (the effect), then the columns beside.
    pub coefficients: Vec<Coefficient>,
    /// The four cells: control before and after, treated before and after.
    pub cells: [Cell; 4],
    /// Share of the variance explained.
    pub r_squared: f64,
    /// What was assumed, and what the data say of it.
    pub assumptions: Vec<Check>,
    /// Where the formulas come from.
    pub source: &'static str,
    /// What to bear in mind.
    pub warnings: Vec<Caution>,
}

/// One group at one time.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Cell {
    /// Whether the group is treated in the end.
    pub treated: bool,
    /// Whether the time is after the treatment.
    pub post: bool,
    /// Cases.
    pub n: usize,
    /// Mean outcome.
    pub mean: f64,
    /// Standard deviation (n − 1); not a number with one case.
    pub sd: f64,
}

/// Difference in differences of two groups and two times by least squares, with further columns beside if wanted.
///
/// One entry a case; repeated cross-sections and panels alike (for a panel choose errors by cluster of the unit). That both groups
/// would have moved alike cannot be checked with two times only.
///
/// Source: Angrist and Pischke 2009, «Mostly Harmless Econometrics», §5.2; Card and Krueger 1994.
///
/// # Errors
/// [`Unfit::Empty`] for a cell without cases (0 control before, 1 control after, 2 treated before, 3 treated after),
/// [`Unfit::Collinear`] (columns count from 4 for those beside), [`Unfit::TooFew`], [`Unfit::Shape`], [`Unfit::NotFinite`].
pub fn two_by_two(
    y: &[f64],
    treated: &[bool],
    post: &[bool],
    beside: Option<(&Matrix, &[String])>,
    options: &Options,
) -> Result<TwoByTwo, Unfit> {
    let n = y.len();
    for found in [treated.len(), post.len(), beside.map_or(n, |(columns, _)| columns.rows())] {
        if found != n {
            return Err(Unfit::Shape { expected: n, found });
        }
    }
    if let Some(row) = y.iter().position(|y| !y.is_finite()) {
        return Err(Unfit::NotFinite { row, column: 0 });
    }
    in_range(beside.map_or(&Matrix::zeros(0, 0), |(columns, _)| columns), y)?;
    let cells = cells(y, treated, post)?;
    let mut terms: Vec<String> =
        ["(Intercept)", "post", "treated", "post:treated"].iter().map(|term| (*term).to_owned()).collect();
    if let Some((columns, names)) = beside {
        if names.len() != columns.columns() {
            return Err(Unfit::Shape { expected: columns.columns(), found: names.len() });
        }
        terms.extend(names.iter().cloned());
    }
    let mut rows = Vec::with_capacity(n * terms.len());
    for row in 0..n {
        let (after, group) = (f64::from(u8::from(post[row])), f64::from(u8::from(treated[row])));
        rows.extend([1.0, after, group, after * group]);
        rows.extend(beside.map_or(&[][..], |(columns, _)| columns.row(row)));
    }
    let x = Matrix::new(n, terms.len(), rows)?;
    let mut warnings = Vec::new();
    let fitted = linear(&x, y, Absorbed::default(), options, &mut warnings)?;
    let fewest = cells.iter().map(|cell| cell.n).min().unwrap_or(0);
    if fewest < ENOUGH_CASES {
        warnings.push(Caution::FewCases { found: fewest, advised: ENOUGH_CASES });
    }
    let mean = y.iter().sum::<f64>() / n as f64;
    let total: f64 = y.iter().map(|y| (y - mean) * (y - mean)).sum();
    let coefficients = fitted.table(&terms);
    Ok(TwoByTwo {
        model: "difference-in-differences",
        n,
        df_residual: fitted.df_residual,
        df_t: fitted.df_t,
        errors: fitted.rule,
        clusters: fitted.clusters,
        effect: coefficients[3].clone(),
        coefficients,
        cells,
        r_squared: 1.0 - fitted.left / total,
        assumptions: equal_spread(&cells, &options.errors),
        source: "Angrist & Pischke 2009, §5.2",
        warnings,
    })
}

fn cells(y: &[f64], treated: &[bool], post: &[bool]) -> Result<[Cell; 4], Unfit> {
    let place = |row: usize| 2 * usize::from(treated[row]) + usize::from(post[row]);
    let mut cells = [Cell { treated: false, post: false, n: 0, mean: 0.0, sd: 0.0 }; 4];
    for (row, y) in y.iter().enumerate() {
        let cell = &mut cells[place(row)];
        cell.n += 1;
        cell.mean += y;
    }
    for (at, cell) in cells.iter_mut().enumerate() {
        if cell.n == 0 {
            return Err(Unfit::Empty { name: "group", at });
        }
        (cell.treated, cell.post) = (at >= 2, at % 2 == 1);
        cell.mean /= cell.n as f64;
    }
    for (row, y) in y.iter().enumerate() {
        let cell = &mut cells[place(row)];
        cell.sd += (y - cell.mean) * (y - cell.mean);
    }
    cells.iter_mut().for_each(|cell| cell.sd = (cell.sd / (cell.n as f64 - 1.0)).sqrt());
    Ok(cells)
}

/// Classical errors assume one spread in all cells: the largest over the smallest standard deviation, by the rule of thumb of 2.
fn equal_spread(cells: &[Cell; 4], errors: &Errors) -> Vec<Check> {
    if *errors != Errors::Classical {
        return Vec::new();
    }
    let known = || cells.iter().map(|cell| cell.sd).filter(|sd| sd.is_finite());
    let ratio = known().fold(0.0, f64::max) / known().fold(f64::INFINITY, f64::min);
    vec![Check { assumption: "equal-spread-in-cells", statistic: ratio, p: None, holds: ratio <= 2.0 }]
}

#[cfg(test)]
mod tests {
    use super::two_by_two;
    use crate::Unfit;
    use crate::glm::reference::{holds, json, sheet};
    use crate::panel::{Errors, Options};

    #[test]
    fn the_garbage_incinerator_is_met() {
        let (Some(known), Some(data)) =
            (json("commercial/econ/econ_reference.json"), sheet("commercial/econ/kielmc.csv", ','))
        else {
            return;
        };
        let flags = |name: &str| data.numbers(name).iter().map(|cell| *cell == 1.0).collect::<Vec<_>>();
        let found =
            two_by_two(&data.numbers("rprice"), &flags("nearinc"), &flags("y81"), None, &Options::default())
                .expect("fits");
        let reference = &known["kielmc_did"];
        for (line, name) in found.coefficients.iter().zip(["Intercept", "y81", "nearinc", "y81:nearinc"]) {
            holds(name, line.estimate, reference["coef"][name].as_f64().expect("known"), 10.0);
            holds(name, line.std_error, reference["se"][name].as_f64().expect("known"), 10.0);
        }
        holds("r2", found.r_squared, reference["r2"].as_f64().expect("known"), 10.0);
        let errors = Errors::Hc1;
        let robust = two_by_two(
            &data.numbers("rprice"),
            &flags("nearinc"),
            &flags("y81"),
            None,
            &Options { errors, ..Options::default() },
        );
        // statsmodels 0.15.
        holds("hc1", robust.expect("fits").effect.std_error, 8_635.585_271_746_188, 10.0);
        let [a, b, c, d] = found.cells.map(|cell| cell.mean);
        holds("by hand", found.effect.estimate, (d - c) - (b - a), 10.0);
    }

    #[test]
    fn an_empty_cell_is_named() {
        let refused = two_by_two(
            &[1.0, 2.0, 3.0, 4.0, 5.0],
            &[false, false, true, true, true],
            &[false, true, false, false, false],
            None,
            &Options::default(),
        );
        assert_eq!(refused.expect_err("no treated after"), Unfit::Empty { name: "group", at: 3 });
    }
}

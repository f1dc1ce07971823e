//! `ieum stats chi2`, `ieum stats corr`

use super::{Answer, Family, Method, Opt, Refusal, Request, Takes};
use crate::correlate::{Correlation, kendall, pearson, spearman};
use crate::counts::{chi_square, two_by_two};
use crate::dd::Dd;
use crate::intake::Fault;
use crate::{Matrix, Unfit};
use serde::Serialize;

/// Cells of a table of two groupings.
const MOST_CELLS: usize = 250_000;
/// Columns whose pairs are correlated.
const MOST_COLUMNS: usize = 500;
const MEASURES: &[&str] = &["pearson", "spearman", "kendall"];
const CONFIDENCE: Opt =
    Opt::optional("confidence", Takes::Number, "Confidence of the intervals, 0.95 unless given");

pub(super) const CHI2: Method = Method {
    family: Family::Stats,
    key: "chi2",
    about: "Whether two groupings go together: χ², and for two by two Fisher's test, odds ratio and relative risk",
    options: &[
        Opt::needed("rows", Takes::Column, "Column of the first grouping"),
        Opt::needed("columns", Takes::Column, "Column of the second grouping"),
        Opt::optional("count", Takes::Column, "Column of counts, when a row stands for several cases"),
        CONFIDENCE,
    ],
    formula: "χ² = Σ(O − E)²/E, E = row sum × column sum/n",
    source: "Pearson 1900; Fisher 1935; Yates 1934; Cramér 1946; Woolf 1955",
    run: chi2,
};

pub(super) const CORR: Method = Method {
    family: Family::Stats,
    key: "corr",
    about: "Correlation: Pearson, Spearman, Kendall",
    options: &[
        Opt::needed("columns", Takes::Columns, "Two or more columns of numbers"),
        Opt::optional("measure", Takes::Choice(MEASURES), "pearson, spearman or kendall"),
        CONFIDENCE,
    ],
    formula: "r = Σ(x − x̄)(y − ȳ)/√(Σ(x − x̄)² Σ(y − ȳ)²), interval by Fisher's z",
    source: "Pearson 1896; Fisher 1921; Spearman 1904; Kendall 1945",
    run: corr,
};

#[derive(Serialize)]
struct Cell<'a> {
    row: &'a str,
    column: &'a str,
    count: f64,
    expected: f64,
    residual: f64,
}

fn chi2(request: &Request) -> Result<Answer, Refusal> {
    let (rows, columns, count) =
        (request.column("rows")?, request.column("columns")?, request.maybe_column("count")?);
    let needed: Vec<usize> = [rows, columns].into_iter().chain(count).collect();
    let cases = request.cases(&needed);
    let ((row_codes, row_names), (column_codes, column_names)) =
        (request.groups_in(rows, &cases), request.groups_in(columns, &cases));
    let counts = count.map(|column| request.numbers_in(column, &cases)).transpose()?;
    let found = row_names.len().saturating_mul(column_names.len());
    if found > MOST_CELLS {
        return Err(Fault::TooMany { what: "cells", found, most: MOST_CELLS }.into());
    }
    let mut table = Matrix::zeros(row_names.len(), column_names.len());
    for (at, (row, column)) in row_codes.iter().zip(&column_codes).enumerate() {
        *table.at_mut(*row, *column) += counts.as_ref().map_or(1.0, |counts| counts[at]);
    }
    let confidence = request.number("confidence", 0.95)?;
    let blame = |unfit| request.unfit(unfit, column_names.clone(), &cases.rows);
    let found = chi_square(&table, confidence).map_err(blame)?;
    let mut cells = Vec::new();
    for (row, row_name) in row_names.iter().enumerate() {
        for (column, column_name) in column_names.iter().enumerate() {
            // Empty rows and columns are left out of the expected counts; groups taken from the data have none.
            let of = |grid: &[Vec<f64>]| {
                grid.get(row).and_then(|line| line.get(column)).copied().unwrap_or(f64::NAN)
            };
            let (expected, residual) = (of(&found.expected), of(&found.residuals));
            cells.push(Cell {
                row: row_name,
                column: column_name,
                count: table.at(row, column),
                expected,
                residual,
            });
        }
    }
    let mut answer = Answer::of(&found, request).left_out(cases.dropped);
    for grid in ["expected", "residuals"] {
        answer.figures.shift_remove(grid);
    }
    let whole = table.cells().iter().all(|cell| cell.fract() == 0.0 && *cell < 9e15);
    if let ([a, b, c, d], 2, true) = (table.cells(), table.rows(), whole) {
        let found = two_by_two([*a as u64, *b as u64, *c as u64, *d as u64], confidence).map_err(blame)?;
        answer = answer
            .with("odds_ratio", found.odds_ratio)
            .with("relative_risk", found.relative_risk)
            .with("fisher", found.fisher);
    }
    Ok(answer.with("cells", cells))
}

#[derive(Serialize)]
struct Pair<'a> {
    x: &'a str,
    y: &'a str,
    #[serde(flatten)]
    correlation: Correlation,
}

#[derive(Serialize)]
struct Pairs<'a> {
    pairs: Vec<Pair<'a>>,
}

fn corr(request: &Request) -> Result<Answer, Refusal> {
    let columns = request.columns("columns")?;
    if columns.len() < 2 {
        return Err(Unfit::TooFew { needed: 2, found: columns.len() }.into());
    }
    if columns.len() > MOST_COLUMNS {
        return Err(Fault::TooMany { what: "columns", found: columns.len(), most: MOST_COLUMNS }.into());
    }
    let names = request.names(&columns);
    let measure = match request.choice("measure", MEASURES)? {
        "spearman" => spearman,
        "kendall" => kendall,
        _ => pearson,
    };
    let confidence = request.number("confidence", 0.95)?;
    let values: Vec<Vec<Dd>> =
        columns.iter().map(|column| request.exact(*column)).collect::<Result<_, _>>()?;
    let (mut pairs, mut dropped) = (Vec::new(), 0);
    for first in 0..columns.len() {
        for second in first + 1..columns.len() {
            // Each pair of columns uses the rows in which both have a value.
            let cases = request.cases(&[columns[first], columns[second]]);
            let of = |column: usize| cases.rows.iter().map(|row| values[column][*row]).collect::<Vec<Dd>>();
            let found = measure(&of(first), &of(second), confidence);
            let pair = [names[first].clone(), names[second].clone()];
            let correlation = found.map_err(|unfit| request.unfit(unfit, pair.to_vec(), &cases.rows))?;
            dropped = dropped.max(cases.dropped);
            pairs.push(Pair { x: &names[first], y: &names[second], correlation });
        }
    }
    if let [only] = &pairs[..] {
        return Ok(Answer::of(only, request).left_out(dropped));
    }
    Ok(Answer::of(&Pairs { pairs }, request).left_out(dropped))
}

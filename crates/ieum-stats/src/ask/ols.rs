//! `ieum stats ols`

use super::request::Cases;
use super::{Answer, Family, Method, Opt, Refusal, Request, Takes};
use crate::dd::Dd;
use crate::intake::{Fault, is_missing};
use crate::ols::formula::Formula;
use crate::ols::{Errors, Options, fit_design};
use crate::summary::{FromCorrelations, from_correlations};
use serde_json::Value;

const ERRORS: &[&str] = &["standard", "hc0", "hc1", "hc2", "hc3"];

pub(super) const METHOD: Method = Method {
    family: Family::Stats,
    key: "ols",
    about: "Linear regression by least squares",
    options: &[
        Opt::needed(
            "formula",
            Takes::Text,
            "y ~ x1 + x2; - 1 for no intercept, I(x^2) for powers, a:b and a*b for products",
        ),
        Opt::optional("errors", Takes::Choice(ERRORS), "Standard errors: standard, hc0, hc1, hc2 or hc3"),
        Opt::optional("cluster", Takes::Column, "Column of clusters for cluster-robust errors"),
        Opt::optional("confidence", Takes::Number, "Confidence of the intervals, 0.95 unless given"),
        Opt::optional("influence", Takes::Flag, "Also what each row does to the fit"),
        Opt::optional(
            "cases",
            Takes::Whole,
            "How many cases, when the table holds a row for each variable: its mean, standard deviation and correlations",
        ),
        Opt::optional("variables", Takes::Column, "With --cases: column that names the variables"),
        Opt::optional("mean", Takes::Column, "With --cases: column of means"),
        Opt::optional("sd", Takes::Column, "With --cases: column of standard deviations"),
    ],
    formula: "b = (X'X)⁻¹X'y; s² = Σe²/(n − k); se = √(s² diag (X'X)⁻¹); t = b/se; R² = 1 − Σe²/Σ(y − ȳ)²",
    source: "Draper and Smith 1998, Applied regression analysis, 3rd ed., ch. 2 and 6; White 1980; MacKinnon and White 1985; Liang and Zeger 1986; \
             from correlations: Cohen, Cohen, West and Aiken 2003, eq. 3.5.4",
    run,
};

fn run(request: &Request) -> Result<Answer, Refusal> {
    if request.word("cases").is_some() {
        return printed(request);
    }
    // A row without a cluster belongs to none, so it is left out as one with a missing value is.
    let cluster = request.maybe_column("cluster")?;
    let mut design = request.design("formula", cluster.as_slice())?;
    let codes = cluster.map(|column| request.groups_in(column, &Cases::of(&design)).0);
    let errors = match (request.choice("errors", ERRORS)?, &codes) {
        (_, Some(codes)) => Errors::Cluster(codes),
        ("hc0", None) => Errors::Hc0,
        ("hc1", None) => Errors::Hc1,
        ("hc2", None) => Errors::Hc2,
        ("hc3", None) => Errors::Hc3,
        _ => Errors::Standard,
    };
    let options = Options {
        errors,
        confidence: request.number("confidence", 0.95)?,
        influence: request.flag("influence"),
    };
    let fitted = fit_design(&design, options);
    let fitted = fitted.map_err(|unfit| {
        let mut columns = std::mem::take(&mut design.terms);
        columns.push(design.outcome_name.clone());
        request.unfit(unfit, columns, &design.rows)
    })?;
    // People look a case up by its line.
    let line = |row: usize| design.rows.get(row).map(|row| request.table().line(*row));
    let mut answer =
        Answer::of(&fitted, request).naming("influential", "row", |row| Some(line(row)?.to_string()));
    if let Some(Value::Array(rows)) = answer.figures.get_mut("influence") {
        for (at, row) in rows.iter_mut().enumerate() {
            if let (Some(fields), Some(line)) = (row.as_object_mut(), line(at)) {
                fields.shift_insert(0, "line".to_owned(), line.into());
            }
        }
    }
    Ok(answer)
}

/// The regression of what a paper prints: n, means, standard deviations and correlations, either half of which will do.
fn printed(request: &Request) -> Result<Answer, Refusal> {
    let text = request.word("formula").unwrap_or_default();
    let formula: Formula = text.parse()?;
    let names: Vec<String> = formula.columns().into_iter().map(str::to_owned).collect();
    let bare: String = text.chars().filter(|letter| !letter.is_whitespace() && *letter != '`').collect();
    let (outcome, others) =
        names.split_first().map_or(("", &names[..]), |(first, rest)| (first.as_str(), rest));
    let plain: String = format!("{outcome}~{}", others.join("+")).split_whitespace().collect();
    if bare != plain || others.is_empty() {
        // Powers, products and a line through the origin need the cases themselves.
        return Err(Refusal::Value { option: "formula", text: text.to_owned(), known: &["y ~ x1 + x2"] });
    }
    let table = request.table();
    let (variables, mean, sd) =
        (request.column("variables")?, request.column("mean")?, request.column("sd")?);
    let called = || (0..table.rows()).map(|row| table.cell(row, variables));
    let rows: Vec<usize> = names
        .iter()
        .map(|name| {
            let known = || called().map(str::to_owned).collect();
            let missing = || Fault::NotAmong { what: "formula", text: name.clone(), known: known() };
            called().position(|cell| cell == name).ok_or_else(|| Refusal::from(missing()))
        })
        .collect::<Result<_, _>>()?;
    let columns: Vec<usize> = names.iter().map(|name| table.column(name)).collect::<Result<_, _>>()?;
    let halves: Vec<Option<Vec<Dd>>> = columns
        .iter()
        .map(|column| {
            let is_empty = (0..table.rows()).all(|row| is_missing(table.cell(row, *column)));
            if is_empty { Ok(None) } else { request.exact(*column).map(Some) }
        })
        .collect::<Result<_, _>>()?;
    let cell = |row: usize, column: usize| {
        let half = halves.get(column)?.as_ref()?;
        half.get(*rows.get(row)?).copied().filter(|value| value.is_finite())
    };
    let mut correlations = Vec::with_capacity(names.len() * names.len());
    for (row, at) in rows.iter().enumerate() {
        for (column, name) in names.iter().enumerate() {
            let found =
                if row == column { Some(Dd::ONE) } else { cell(row, column).or_else(|| cell(column, row)) };
            let lacks = || Fault::Lacks { line: table.line(*at), column: name.clone() };
            correlations.push(found.ok_or_else(lacks)?);
        }
    }
    let of = |column: usize| -> Result<Vec<Dd>, Refusal> {
        let values = request.exact(column)?;
        Ok(rows.iter().map(|row| values[*row]).collect())
    };
    let (means, sds) = (of(mean)?, of(sd)?);
    let (n, confidence) = (request.whole("cases", 0)?, request.number("confidence", 0.95)?);
    let found = from_correlations(n, others, &means, &sds, &correlations, confidence);
    let FromCorrelations { overall, coefficients, residual_sd } =
        found.map_err(|unfit| request.unfit(unfit, names.clone(), &rows))?;
    Ok(Answer::of(&overall, request).with("coefficients", coefficients).with("residual_sd", residual_sd))
}

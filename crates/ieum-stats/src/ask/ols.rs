//! `ieum stats ols`

use super::request::Cases;
use super::{Answer, Family, Method, Opt, Refusal, Request, Takes};
use crate::ols::{Errors, Options, fit_design};

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
    ],
    formula: "b = (X'X)⁻¹X'y; s² = Σe²/(n − k); se = √(s² diag (X'X)⁻¹); t = b/se; R² = 1 − Σe²/Σ(y − ȳ)²",
    source: "Draper and Smith 1998, Applied regression analysis, 3rd ed., ch. 2 and 6; White 1980; MacKinnon and White 1985; Liang and Zeger 1986",
    run,
};

fn run(request: &Request) -> Result<Answer, Refusal> {
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
    Ok(Answer::of(&fitted, request))
}

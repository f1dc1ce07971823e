//! `ieum stats describe`

use super::{Answer, Family, Method, Opt, Refusal, Request, Takes};
use crate::describe::{Convention, Options, describe};

const QUARTILES: &[&str] = &["linear", "weibull", "averaged", "median-unbiased"];

pub(super) const METHOD: Method = Method {
    family: Family::Stats,
    key: "describe",
    about: "One column described: mean, spread, shape, quartiles",
    options: &[
        Opt::needed("value", Takes::Column, "Column of numbers"),
        Opt::optional(
            "quartiles",
            Takes::Choice(QUARTILES),
            "Convention of the quartiles; linear is that of Excel, R and NumPy",
        ),
        Opt::optional("confidence", Takes::Number, "Confidence of the intervals, 0.95 unless given"),
    ],
    formula: "mean = Σx/n; s² = Σ(x − mean)²/(n − 1); G1 and G2 as SPSS, SAS and Excel print them; r1 = Σ(xᵢ − m)(xᵢ₊₁ − m)/Σ(xᵢ − m)²",
    source: "Joanes and Gill 1998, The Statistician 47, 183–189; Hyndman and Fan 1996, American Statistician 50, 361–365",
    run,
};

fn run(request: &Request) -> Result<Answer, Refusal> {
    let column = request.column("value")?;
    let quartiles = match request.choice("quartiles", QUARTILES)? {
        "weibull" => Convention::Weibull,
        "averaged" => Convention::Averaged,
        "median-unbiased" => Convention::MedianUnbiased,
        _ => Convention::Linear,
    };
    let options = Options { confidence: request.number("confidence", 0.95)?, quartiles };
    let values = request.exact(column)?;
    let rows: Vec<usize> = (0..values.len()).collect();
    let found =
        describe(&values, options).map_err(|unfit| request.unfit(unfit, request.names(&[column]), &rows))?;
    Ok(Answer::of(&found, request))
}

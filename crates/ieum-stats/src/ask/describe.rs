//! `ieum stats describe`

use super::{Answer, Family, Method, Opt, Refusal, Request, Takes};
use crate::Seed;
use crate::bootstrap::{Plan, Resampled, resample};
use crate::counts::wilson;
use crate::describe::{Convention, Options, describe};
use serde::Serialize;

/// Values drawn in all, over every resample.
const MOST_DRAWN: usize = 2_000_000_000;
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
        Opt::optional(
            "resamples",
            Takes::Whole,
            "Also bootstrap intervals of mean and median, from so many resamples",
        ),
        Opt::optional("seed", Takes::Whole, "Seed of the resamples, 1 unless given"),
    ],
    formula: "mean = Σx/n; s² = Σ(x − mean)²/(n − 1); G1 and G2 as SPSS, SAS and Excel print them; r1 = Σ(xᵢ − m)(xᵢ₊₁ − m)/Σ(xᵢ − m)²",
    source: "Joanes and Gill 1998, The Statistician 47, 183–189; Hyndman and Fan 1996, American Statistician 50, 361–365; \
             shares: Wilson 1927, JASA 22, 209–212; bootstrap: Efron 1979, 1987",
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
    let known: Vec<f64> = values.iter().map(|value| value.to_f64()).filter(|value| !value.is_nan()).collect();
    let mut answer = Answer::of(&found, request);
    // Yes or no coded 1 and 0: the mean is a share, and its interval that of a share.
    if known.iter().all(|value| *value == 0.0 || *value == 1.0) {
        let ones = known.iter().filter(|value| **value == 1.0).count();
        answer = answer.with("share", wilson(ones as u64, known.len() as u64, options.confidence)?);
    }
    let draws = request.whole_to("resamples", 0, MOST_DRAWN / known.len().max(1))?;
    if draws > 0 {
        let seed = Seed::new(request.whole("seed", 1)? as u64);
        let plan = Plan { draws, confidence: options.confidence, ..Plan::new(seed) };
        let of = |places: &[usize]| places.iter().map(|at| known[*at]).collect::<Vec<f64>>();
        let mean = resample(known.len(), &plan, |places| {
            places.iter().map(|at| known[*at]).sum::<f64>() / places.len() as f64
        })?;
        let median = resample(known.len(), &plan, |places| median(of(places)))?;
        answer = answer.with("bootstrap", [Line::of("mean", &mean), Line::of("median", &median)]);
    }
    Ok(answer)
}

fn median(mut values: Vec<f64>) -> f64 {
    let middle = values.len() / 2;
    let (below, upper, _) = values.select_nth_unstable_by(middle, f64::total_cmp);
    let upper = *upper;
    if below.len() == middle && middle * 2 < values.len() {
        return upper;
    }
    let lower = values[..middle].iter().copied().fold(f64::NEG_INFINITY, f64::max);
    (lower + upper) / 2.0
}

/// A resampled statistic as a line of a table.
#[derive(Serialize)]
struct Line {
    name: &'static str,
    estimate: f64,
    std_error: f64,
    bias: f64,
    ci_low: f64,
    ci_high: f64,
    bca_low: Option<f64>,
    bca_high: Option<f64>,
    draws: usize,
}

impl Line {
    fn of(name: &'static str, found: &Resampled) -> Self {
        let Resampled { estimate, std_error, bias, draws, .. } = *found;
        let (ci_low, ci_high) = found.percentile;
        let (bca_low, bca_high) = found.bca.unzip();
        Self { name, estimate, std_error, bias, ci_low, ci_high, bca_low, bca_high, draws }
    }
}

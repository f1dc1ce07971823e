//! `ieum stats logit`, `poisson`, `nb`, `gamma`

use super::request::Cases;
use super::{Answer, Family, Method, Opt, Refusal, Request, Takes};
use crate::glm::{self, Errors, Options};
use crate::intake::Fault;
use crate::ols::formula::Design;

const ERRORS: &[&str] = &["model", "hc0", "hc1"];

const FORMULA: Opt =
    Opt::needed("formula", Takes::Text, "y ~ x1 + x2; categories become columns of noughts and ones");
const ERRORS_OF: Opt = Opt::optional("errors", Takes::Choice(ERRORS), "Standard errors: model, hc0 or hc1");
const CLUSTER: Opt = Opt::optional("cluster", Takes::Column, "Column of clusters for cluster-robust errors");
const CONFIDENCE: Opt =
    Opt::optional("confidence", Takes::Number, "Confidence of the intervals, 0.95 unless given");
const EXPOSURE: Opt =
    Opt::optional("exposure", Takes::Column, "Column of exposures (time, people) that counts go with");

pub(super) const LOGIT: Method = Method {
    family: Family::Stats,
    key: "logit",
    about: "Logistic regression; with --firth also where a column separates the outcomes",
    options: &[
        FORMULA,
        ERRORS_OF,
        CLUSTER,
        CONFIDENCE,
        Opt::optional("firth", Takes::Flag, "Firth's penalised likelihood"),
    ],
    formula: "ln(p/(1 − p)) = Xb, maximum likelihood; Firth: l(b) + ½ ln |I(b)|",
    source: "McCullagh and Nelder 1989, ch. 4; Hosmer, Lemeshow and Sturdivant 2013; Firth 1993, Biometrika 80; Heinze and Schemper 2002",
    run: |request| fitted(request, logit),
};

pub(super) const POISSON: Method = Method {
    family: Family::Stats,
    key: "poisson",
    about: "Poisson regression of counts",
    options: &[FORMULA, EXPOSURE, ERRORS_OF, CLUSTER, CONFIDENCE],
    formula: "ln μ = Xb + ln exposure, maximum likelihood",
    source: "McCullagh and Nelder 1989, ch. 6; Santos Silva and Tenreyro 2006",
    run: |request| {
        fitted(request, |_, asked| {
            Ok(Answer::of(&glm::poisson(&asked.x, &asked.terms, &asked.y, &asked.options)?, asked.request))
        })
    },
};

pub(super) const NB: Method = Method {
    family: Family::Stats,
    key: "nb",
    about: "Negative binomial regression of counts that spread more than Poisson's",
    options: &[FORMULA, EXPOSURE, ERRORS_OF, CLUSTER, CONFIDENCE],
    formula: "ln μ = Xb + ln exposure, variance μ + αμ², maximum likelihood in b and α",
    source: "Cameron and Trivedi 2013, Regression analysis of count data, eq. 3.26–3.29; Lawless 1987",
    run: |request| {
        fitted(request, |_, asked| {
            Ok(Answer::of(
                &glm::negative_binomial(&asked.x, &asked.terms, &asked.y, &asked.options)?,
                asked.request,
            ))
        })
    },
};

pub(super) const GAMMA: Method = Method {
    family: Family::Stats,
    key: "gamma",
    about: "Regression of positive amounts: gamma with a logarithmic link, or least squares on the logarithm",
    options: &[
        FORMULA,
        ERRORS_OF,
        CLUSTER,
        CONFIDENCE,
        Opt::optional("log-normal", Takes::Flag, "Least squares on the natural logarithm instead"),
    ],
    formula: "ln μ = Xb, variance φμ²; log-normal: ln y = Xb + e, mean amounts times Duan's smearing factor",
    source: "McCullagh and Nelder 1989, ch. 8; Duan 1983, JASA 78, eq. 2",
    run: |request| fitted(request, gamma),
};

/// What a model is asked.
struct Asked<'a> {
    request: &'a Request,
    x: crate::Matrix,
    terms: Vec<String>,
    y: Vec<f64>,
    options: Options,
}

fn logit(request: &Request, asked: &Asked) -> Result<Answer, crate::Unfit> {
    let Asked { x, terms, y, options, .. } = asked;
    if request.flag("firth") {
        return Ok(Answer::of(&glm::firth(x, terms, y, options)?, request));
    }
    Ok(Answer::of(&glm::logit(x, terms, y, options)?, request))
}

fn gamma(request: &Request, asked: &Asked) -> Result<Answer, crate::Unfit> {
    let Asked { x, terms, y, options, .. } = asked;
    if request.flag("log-normal") {
        return Ok(Answer::of(&glm::log_normal(x, terms, y, options)?, request));
    }
    Ok(Answer::of(&glm::gamma(x, terms, y, options)?, request))
}

fn fitted(
    request: &Request,
    fit: impl Fn(&Request, &Asked) -> Result<Answer, crate::Unfit>,
) -> Result<Answer, Refusal> {
    let (cluster, exposure) = (request.maybe_column("cluster")?, request.maybe_column("exposure")?);
    let beside: Vec<usize> = cluster.into_iter().chain(exposure).collect();
    let design = request.design("formula", &beside)?;
    if design.outcome.is_empty() {
        return Err(Refusal::Value {
            option: "formula",
            text: request.word("formula").unwrap_or_default().to_owned(),
            known: &["y ~ x"],
        });
    }
    let cases = Cases::of(&design);
    let offset = exposure.map(|column| logarithms(request, column, &cases)).transpose()?;
    let errors = match (request.choice("errors", ERRORS)?, cluster) {
        (_, Some(column)) => Errors::Cluster(request.groups_in(column, &cases).0),
        ("hc0", None) => Errors::Hc0,
        ("hc1", None) => Errors::Hc1,
        _ => Errors::Model,
    };
    let options = Options { level: request.number("confidence", 0.95)?, errors, offset };
    let Design { terms, dropped, outcome_name, .. } = &design;
    let asked = Asked {
        request,
        x: design.matrix(),
        terms: terms.clone(),
        y: design.outcome_f64().to_vec(),
        options,
    };
    let answer = fit(request, &asked).map_err(|unfit| {
        let columns = terms.iter().cloned().chain([outcome_name.clone()]).collect();
        request.unfit(unfit, columns, &design.rows)
    })?;
    Ok(answer.left_out(*dropped))
}

fn logarithms(request: &Request, column: usize, cases: &Cases) -> Result<Vec<f64>, Refusal> {
    let values = request.numbers_in(column, cases)?;
    let logarithm = |(row, value): (&usize, f64)| {
        if value > 0.0 {
            return Ok(value.ln());
        }
        let (line, text) = (request.table().line(*row), request.table().cell(*row, column).to_owned());
        Err(Fault::NotANumber { line, column: request.names(&[column]).concat(), text }.into())
    };
    cases.rows.iter().zip(values).map(logarithm).collect()
}

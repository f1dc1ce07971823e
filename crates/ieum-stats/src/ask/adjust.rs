//! `ieum stats adjust`

use super::{Answer, Family, Method, Opt, Refusal, Request, Takes};
use crate::adjust::{benjamini_hochberg, benjamini_yekutieli, bonferroni, hochberg, holm, hommel};
use serde::Serialize;

const RULES: &[&str] = &["holm", "bh", "by", "hommel", "hochberg", "bonferroni"];

pub(super) const METHOD: Method = Method {
    family: Family::Stats,
    key: "adjust",
    about: "Corrects p values for many tests at once",
    options: &[
        Opt::needed("p", Takes::Column, "Column of p values"),
        Opt::optional("rule", Takes::Choice(RULES), "holm, bh, by, hommel, hochberg or bonferroni"),
        Opt::optional("label", Takes::Column, "Column that names the tests"),
    ],
    formula: "holm: max over j ≤ i of (m − j + 1)p(j); bh: min over j ≥ i of m p(j)/j; by: bh times Σ1/j",
    source: "Holm 1979; Hochberg 1988; Hommel 1988; Benjamini and Hochberg 1995; Benjamini and Yekutieli 2001",
    run,
};

#[derive(Serialize)]
struct Adjusted {
    n: usize,
    rule: &'static str,
    tests: Vec<Test>,
    source: &'static str,
}

#[derive(Serialize)]
struct Test {
    label: String,
    p: f64,
    adjusted: f64,
}

fn run(request: &Request) -> Result<Answer, Refusal> {
    let column = request.column("p")?;
    let cases = request.cases(&[column]);
    let values = request.numbers_in(column, &cases)?;
    let rule = request.choice("rule", RULES)?;
    let adjust = match rule {
        "bh" => benjamini_hochberg,
        "by" => benjamini_yekutieli,
        "hommel" => hommel,
        "hochberg" => hochberg,
        "bonferroni" => bonferroni,
        _ => holm,
    };
    let adjusted =
        adjust(&values).map_err(|unfit| request.unfit(unfit, request.names(&[column]), &cases.rows))?;
    let label = request.word("label").map(|_| request.column("label")).transpose()?;
    let called = |row: usize| {
        label.map_or_else(
            || request.table().line(row).to_string(),
            |label| request.table().cell(row, label).to_owned(),
        )
    };
    let tests = cases.rows.iter().zip(values.iter().zip(adjusted)).map(|(row, (p, adjusted))| Test {
        label: called(*row),
        p: *p,
        adjusted,
    });
    let found = Adjusted { n: values.len(), rule, tests: tests.collect(), source: METHOD.source };
    let answer = Answer::of(&found, request);
    Ok(if cases.dropped > 0 {
        answer.cautioned(&crate::Caution::Dropped { cases: cases.dropped })
    } else {
        answer
    })
}

//! `ieum stats audit`

use super::{Answer, Family, Method, Refusal, Request};

pub(super) const METHOD: Method = Method {
    family: Family::Stats,
    key: "audit",
    about: "Which printed figures of a table cannot both be right",
    options: &[],
    formula: "each figure = the interval that rounds to what is printed; a rule holds unless nothing within the intervals fulfils it",
    source: "p from statistic: Nuijten et al. 2016, Behavior Research Methods 48; GRIM: Brown and Heathers 2017; GRIMMER: Anaya 2016, Allard \
             2018; DEBIT: Heathers and Brown 2019; SPRITE: Heathers, Anaya, van der Zee and Brown 2018; Scheffé 1953; Pearson 1916",
    run,
};

fn run(request: &Request) -> Result<Answer, Refusal> {
    let found = crate::audit::audit(request.table()).map_err(Refusal::Table)?;
    let mut answer = Answer::of(&found, request);
    answer.figures.remove("warnings");
    Ok(Answer { doubts: found.cannot_hold > 0, ..answer })
}

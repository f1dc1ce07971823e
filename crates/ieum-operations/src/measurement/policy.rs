//! What keeps results from going out: every reason at once.

use super::thing::{Measurement, State};
use ieum_kernel::{Id, Person};
use serde::Serialize;

/// Why the answer is no.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(tag = "rule", rename_all = "kebab-case")]
pub enum Refusal {
    /// Nobody reviews their own measurement (SENAITE, KS Q ISO/IEC 17025 §7.8.1).
    #[error("the reviewer did the measurement")]
    SecondPerson,
    /// Direct use gets no test report (직접사용): only 시험·분석의뢰 does.
    #[error("direct use gets no test report")]
    SelfUse,
    /// There is no result and no file.
    #[error("there is no result yet")]
    NothingFound,
    /// A report needs a summary and a conclusion.
    #[error("the report has no {part}")]
    Incomplete {
        /// `summary` or `conclusion`.
        part: String,
    },
    /// It stands elsewhere.
    #[error("the measurement is {state}")]
    WrongState {
        /// Where.
        state: String,
    },
}

/// What the rules look at.
#[derive(Debug)]
pub struct Facts<'a> {
    /// The measurement.
    pub measurement: &'a Measurement,
    /// Who reads it.
    pub reviewer: Id<Person>,
    /// Whether a report is asked for, not data alone.
    pub with_report: bool,
    /// The instrument's access mode in the register; empty without an instrument.
    pub access_mode: &'a str,
    /// How the instrument was used: `self`, `assisted`, `request`; empty when no use was recorded.
    pub used_as: &'a str,
    /// Result files kept.
    pub files: usize,
}

/// The rules of releasing, in the order people read the reasons.
const RELEASE: &[fn(&Facts<'_>) -> Option<Refusal>] =
    &[in_review, second_person, no_report_for_self_use, something_found, complete];

/// Everything that keeps a measurement from release.
pub fn refusals(facts: &Facts<'_>) -> Vec<Refusal> {
    RELEASE.iter().filter_map(|rule| rule(facts)).collect()
}

/// Everything that keeps a measurement from review.
pub fn submit_refusals(measurement: &Measurement, files: usize) -> Vec<Refusal> {
    let state = measurement.state.key().to_owned();
    let wrong = (!measurement.state.is_open()).then_some(Refusal::WrongState { state });
    let empty = (files == 0 && measurement.content.results.is_empty()).then_some(Refusal::NothingFound);
    wrong.into_iter().chain(empty).collect()
}

fn in_review(f: &Facts<'_>) -> Option<Refusal> {
    let state = f.measurement.state.key().to_owned();
    (!matches!(f.measurement.state, State::InReview { .. })).then_some(Refusal::WrongState { state })
}

/// Operator and whoever handed it in are both first persons; the constraint `report_second_person` guarantees it.
fn second_person(f: &Facts<'_>) -> Option<Refusal> {
    let handed_in = matches!(f.measurement.state, State::InReview { by, .. } if by == f.reviewer);
    (f.measurement.operator == f.reviewer || handed_in).then_some(Refusal::SecondPerson)
}

fn no_report_for_self_use(f: &Facts<'_>) -> Option<Refusal> {
    (f.with_report && (f.used_as == "self" || f.access_mode == "self")).then_some(Refusal::SelfUse)
}

fn something_found(f: &Facts<'_>) -> Option<Refusal> {
    (f.files == 0 && f.measurement.content.results.is_empty()).then_some(Refusal::NothingFound)
}

fn complete(f: &Facts<'_>) -> Option<Refusal> {
    let content = &f.measurement.content;
    let missing = match (content.summary.is_empty(), content.conclusion.is_empty()) {
        (true, _) => "summary",
        (_, true) => "conclusion",
        _ => return None,
    };
    f.with_report.then(|| Refusal::Incomplete { part: missing.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::super::thing::{Content, ResultRow};
    use super::*;
    use ieum_kernel::Timestamp;

    fn measurement(state: State) -> Measurement {
        let at = Timestamp::from_micros(0);
        let results = vec![ResultRow { item: "Pb".to_owned(), ..ResultRow::default() }];
        let (summary, conclusion) = ("s".to_owned(), "c".to_owned());
        Measurement {
            id: Id::nth(1),
            request: None,
            reservation: None,
            usage: None,
            facility: Id::nth(2),
            instrument: None,
            method: None,
            operator: Id::nth(3),
            organisation: None,
            person: None,
            title: "t".to_owned(),
            content: Content { results, summary, conclusion, ..Content::default() },
            started: None,
            ended: None,
            state,
            version: 1,
            made_at: at,
            changed_at: at,
        }
    }

    #[track_caller]
    fn check(reviewer: u128, with_report: bool, modes: (&str, &str), expected: &[Refusal]) {
        let state = State::InReview { by: Id::nth(4), at: Timestamp::from_micros(0) };
        let measurement = measurement(state);
        let (access_mode, used_as) = modes;
        let reviewer = Id::nth(reviewer);
        let facts =
            Facts { measurement: &measurement, reviewer, with_report, access_mode, used_as, files: 0 };
        assert_eq!(refusals(&facts), expected);
    }

    #[test]
    fn only_a_second_person_releases() {
        check(3, true, ("request", "request"), &[Refusal::SecondPerson]);
        check(4, true, ("request", "request"), &[Refusal::SecondPerson]);
        check(5, true, ("request", "request"), &[]);
    }

    #[test]
    fn direct_use_gets_data_but_no_report() {
        check(5, true, ("self", ""), &[Refusal::SelfUse]);
        check(5, true, ("assisted", "self"), &[Refusal::SelfUse]);
        check(5, false, ("self", "self"), &[]);
        check(3, true, ("self", "self"), &[Refusal::SecondPerson, Refusal::SelfUse]);
    }

    #[test]
    fn nothing_goes_to_review_without_results() {
        assert_eq!(submit_refusals(&measurement(State::Open), 0), []);
        let empty = Measurement { content: Content::default(), ..measurement(State::Open) };
        assert_eq!(submit_refusals(&empty, 0), [Refusal::NothingFound]);
        assert_eq!(submit_refusals(&empty, 1), []);
    }
}

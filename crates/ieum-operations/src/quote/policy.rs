//! When a quote may be sent and accepted.

use super::quote::{Quote, State, content_hash};
use ieum_kernel::Money;
use jiff::civil::Date;
use serde::Serialize;

/// Most lines of a quote; beyond it a list belongs in an attachment.
pub const MOST_LINES: usize = 100;

/// What somebody wants to do with a quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// Change its content.
    Write,
    /// Send it to the firm.
    Send,
    /// Accept it.
    Accept,
    /// Turn it down.
    Reject,
}

/// Why the answer is no.
#[derive(Debug, Clone, PartialEq, Serialize, thiserror::Error)]
#[serde(tag = "rule", rename_all = "kebab-case")]
pub enum Refusal {
    /// What was sent is fixed; a new version takes its place.
    #[error("the quote is {state} and fixed")]
    Fixed {
        /// Where it stands.
        state: &'static str,
    },
    /// Only a quote that is with the firm is answered.
    #[error("the quote is {state}, not open")]
    NotOpen {
        /// Where it stands.
        state: &'static str,
    },
    /// A quote says what costs what.
    #[error("the quote has no lines")]
    NoLines,
    /// More than people read.
    #[error("the quote has {lines} lines, at most {most} allowed")]
    ManyLines {
        /// How many there are.
        lines: usize,
        /// How many there may be.
        most: usize,
    },
    /// Another amount than the price list's needs a sentence (`quote_override_says_why`).
    #[error("line {line} departs from the listed {listed} without a reason")]
    OverrideWithoutReason {
        /// Which line, from 1.
        line: i64,
        /// What the price list says.
        listed: Money,
        /// What was written.
        written: Money,
    },
    /// It would be void on arrival.
    #[error("valid until {until}, which is over")]
    ValidityOver {
        /// The last day.
        until: Date,
    },
    /// What is accepted is not what was shown.
    #[error("the content is not the one that was shown")]
    OtherContent,
    /// What was done is stated while or after the work on an accepted quote.
    #[error("there is no accepted work to state")]
    NothingDone,
    /// A charge of the quote stands on an invoice; that one is taken back first.
    #[error("the quote is invoiced")]
    Invoiced,
    /// The quote has no such line.
    #[error("the quote has no line {line}")]
    NoSuchLine {
        /// Which.
        line: i64,
    },
    /// A difference from what was accepted is explained (`quote_actual_says_why`).
    #[error("line {line} differs without a reason")]
    DifferenceWithoutReason {
        /// Which line.
        line: i64,
    },
    /// Above what a member may accept.
    #[error("{total} is above the limit {limit} of a member")]
    OverLimit {
        /// The sum.
        total: Money,
        /// What a member may accept.
        limit: Money,
    },
}

/// What the rules look at.
pub struct Facts<'a> {
    /// The quote.
    pub quote: &'a Quote,
    /// What is wanted.
    pub wish: Wish,
    /// The civil day.
    pub today: Date,
    /// The hash of the content that was shown to the person who accepts.
    pub shown: &'a str,
    /// Whether they may accept any sum.
    pub manager: bool,
    /// What everybody else of the organisation may accept.
    pub limit: Money,
}

const RULES: &[fn(&Facts) -> Option<Refusal>] =
    &[fixed, open, has_lines, readable, valid, as_shown, within_limit];

/// All reasons at once.
pub fn refusals(facts: &Facts) -> Vec<Refusal> {
    RULES.iter().filter_map(|rule| rule(facts)).chain(unexplained(facts)).collect()
}

/// One reason for each line that departs from the price list without a word.
fn unexplained(f: &Facts) -> Vec<Refusal> {
    if !matches!(f.wish, Wish::Write | Wish::Send) {
        return Vec::new();
    }
    let lines = f.quote.lines.iter().zip(1_i64..);
    let silent = lines.filter(|(line, _)| line.departs() && line.reason.is_empty());
    silent
        .filter_map(|(one, line)| {
            let listed = one.listed.as_ref()?.price.calculation.supply;
            Some(Refusal::OverrideWithoutReason { line, listed, written: one.amount })
        })
        .collect()
}

/// What the rules of stating what was done look at.
pub(super) struct Stating<'a> {
    /// The accepted quote.
    pub quote: &'a Quote,
    /// Whether work on it has begun or is done.
    pub may: bool,
    /// Whether an invoice holds a charge of it.
    pub invoiced: bool,
    /// What is stated.
    pub actual: &'a [super::Actual],
}

/// Everything that keeps somebody from stating what was done.
pub(super) fn stating_refusals(f: &Stating) -> Vec<Refusal> {
    let lines = i64::try_from(f.quote.lines.len()).unwrap_or(i64::MAX);
    let of_line = f.actual.iter().filter_map(|one| {
        let line = one.line;
        if !(1..=lines).contains(&line) || one.quantity_milli < 0 {
            return Some(Refusal::NoSuchLine { line });
        }
        one.reason.trim().is_empty().then_some(Refusal::DifferenceWithoutReason { line })
    });
    let whole = [
        (!f.may || f.actual.is_empty()).then_some(Refusal::NothingDone),
        f.invoiced.then_some(Refusal::Invoiced),
    ];
    whole.into_iter().flatten().chain(of_line).collect()
}

fn fixed(f: &Facts) -> Option<Refusal> {
    let writes = matches!(f.wish, Wish::Write | Wish::Send);
    (writes && f.quote.state != State::Draft).then(|| Refusal::Fixed { state: f.quote.state.key() })
}

fn open(f: &Facts) -> Option<Refusal> {
    let answers = matches!(f.wish, Wish::Accept | Wish::Reject);
    (answers && !matches!(f.quote.state, State::Sent { .. }))
        .then(|| Refusal::NotOpen { state: f.quote.state.key() })
}

fn has_lines(f: &Facts) -> Option<Refusal> {
    (f.wish == Wish::Send && f.quote.lines.is_empty()).then_some(Refusal::NoLines)
}

fn readable(f: &Facts) -> Option<Refusal> {
    let (lines, most) = (f.quote.lines.len(), MOST_LINES);
    (matches!(f.wish, Wish::Write | Wish::Send) && lines > most).then_some(Refusal::ManyLines { lines, most })
}

fn valid(f: &Facts) -> Option<Refusal> {
    let until = f.quote.valid_until;
    (matches!(f.wish, Wish::Send | Wish::Accept) && until < f.today)
        .then_some(Refusal::ValidityOver { until })
}

fn as_shown(f: &Facts) -> Option<Refusal> {
    let same = f.quote.content_hash == f.shown && f.quote.content_hash == content_hash(f.quote);
    (f.wish == Wish::Accept && !same).then_some(Refusal::OtherContent)
}

fn within_limit(f: &Facts) -> Option<Refusal> {
    let (total, limit) = (f.quote.totals.total, f.limit);
    // A limit in won says nothing of other currencies: those are the manager's.
    let within = total.currency == limit.currency && total.minor <= limit.minor;
    (f.wish == Wish::Accept && !f.manager && !within).then_some(Refusal::OverLimit { total, limit })
}

#[cfg(test)]
mod tests {
    use super::super::quote::{DraftLine, Vat, reckoned, totals};
    use super::*;
    use ieum_kernel::{Id, Rounding, Timestamp};
    use jiff::civil::date;

    fn quote(state: State, won: i64) -> Quote {
        let line = DraftLine::plain("분석", 1000, "건", Money::won(won));
        let lines = reckoned(&[line], Vat::Exempt, []).unwrap();
        let mut quote = Quote {
            id: Id::nth(1),
            request: Id::nth(2),
            number: "Q-2026-000001".to_owned(),
            revision: 1,
            state,
            vat: Vat::Exempt,
            rounding: Rounding::Down,
            totals: totals(&lines, Rounding::Down).unwrap(),
            lines,
            terms: String::new(),
            valid_until: date(2026, 3, 31),
            content_hash: String::new(),
            made_by: Id::nth(3),
            version: 1,
            made_at: Timestamp::from_micros(0),
            sent_at: None,
            changed_at: Timestamp::from_micros(0),
        };
        quote.content_hash = content_hash(&quote);
        quote
    }

    #[track_caller]
    fn check(quote: &Quote, wish: Wish, today: Date, manager: bool, expected: &[&str]) {
        let shown = quote.content_hash.as_str();
        let limit = Money::won(1_000_000);
        let found = refusals(&Facts { quote, wish, today, shown, manager, limit });
        let rules: Vec<String> = found
            .iter()
            .map(|r| serde_json::to_value(r).unwrap()["rule"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(rules, expected);
    }

    #[test]
    fn only_an_open_and_valid_quote_is_accepted() {
        let sent = quote(State::Sent { by: Id::nth(3) }, 500_000);
        let (last, after) = (date(2026, 3, 31), date(2026, 4, 1));
        check(&sent, Wish::Accept, last, false, &[]);
        check(&sent, Wish::Accept, after, false, &["validity-over"]);
        check(&sent, Wish::Reject, after, false, &[]);
        check(&quote(State::Draft, 1), Wish::Accept, last, false, &["not-open"]);
        check(&sent, Wish::Send, last, false, &["fixed"]);
    }

    #[test]
    fn a_member_accepts_up_to_the_limit_and_a_manager_any_sum() {
        let sent = |won| quote(State::Sent { by: Id::nth(3) }, won);
        check(&sent(1_000_000), Wish::Accept, date(2026, 3, 1), false, &[]);
        check(&sent(1_000_001), Wish::Accept, date(2026, 3, 1), false, &["over-limit"]);
        check(&sent(1_000_001), Wish::Accept, date(2026, 3, 1), true, &[]);
    }

    #[test]
    fn other_content_than_shown_is_not_accepted() {
        let sent = quote(State::Sent { by: Id::nth(3) }, 500_000);
        let changed = Quote { terms: "추가 조건".to_owned(), ..sent };
        check(&changed, Wish::Accept, date(2026, 3, 1), true, &["other-content"]);
    }

    #[test]
    fn another_amount_than_listed_needs_a_reason() {
        use super::super::prices::{Asked, Listed};
        use crate::price::{Basis, FromPlan, Measured, Plan, Target, Tier, price};
        let plan = Plan::simple(Basis::Sample, Money::won(50_000));
        let counted = std::collections::BTreeMap::from([(Basis::Sample, 2)]);
        let measured = serde_json::json!({ "tier": "sme", "quantities": counted });
        let calculation = price(&plan, &serde_json::from_value::<Measured>(measured).unwrap()).unwrap();
        let target = Target::Service(Id::nth(1));
        let (discounts, surcharges) = (Vec::new(), Vec::new());
        let asked = Asked { target, counted, discounts, surcharges, starts: None };
        let (plan, tier, vat) = (Id::nth(2), Tier::Sme, plan.vat);
        let listed = Listed { asked, price: FromPlan { plan, version: 1, tier, calculation, vat } };
        let written = |won, reason: &str| {
            let line = DraftLine {
                reason: reason.to_owned(),
                ..DraftLine::plain("분석", 2000, "점", Money::won(won))
            };
            let lines = reckoned(&[line], Vat::Standard, [Some(listed.clone())]).unwrap();
            Quote { lines, ..quote(State::Draft, 1) }
        };
        let day = date(2026, 3, 1);
        check(&written(50_000, ""), Wish::Send, day, true, &[]);
        check(&written(45_000, " "), Wish::Write, day, true, &["override-without-reason"]);
        check(&written(45_000, "재의뢰"), Wish::Send, day, true, &[]);
        assert_eq!(written(50_000, "아무 뜻 없음").lines[0].reason, "", "nothing to explain");
    }

    #[test]
    fn what_was_done_is_stated_with_a_reason_before_the_invoice() {
        let quote = quote(State::Accepted { by: Id::nth(3), at: Timestamp::from_micros(0) }, 1);
        let one = |line, reason: &str| super::super::Actual {
            line,
            quantity_milli: 2000,
            counted: Default::default(),
            reason: reason.to_owned(),
        };
        let stated = |actual: &[super::super::Actual], may, invoiced| {
            stating_refusals(&Stating { quote: &quote, may, invoiced, actual })
        };
        assert_eq!(stated(&[one(1, "시료가 하나 더 왔어요")], true, false), []);
        assert_eq!(stated(&[], true, false), [Refusal::NothingDone]);
        let all = stated(&[one(1, " "), one(2, "x")], false, true);
        let expected = [
            Refusal::NothingDone,
            Refusal::Invoiced,
            Refusal::DifferenceWithoutReason { line: 1 },
            Refusal::NoSuchLine { line: 2 },
        ];
        assert_eq!(all, expected);
    }

    #[test]
    fn an_empty_quote_is_not_sent() {
        let empty = Quote { lines: Vec::new(), ..quote(State::Draft, 1) };
        check(&empty, Wish::Send, date(2026, 4, 1), true, &["no-lines", "validity-over"]);
    }
}

//! The evidence audit: which printed numbers of a table cannot both be right.
//!
//! Every figure is taken as the interval that rounds to what is printed, trailing zeros counted. A rule ties several figures together;
//! it holds unless no choice within the intervals fulfils it. So a rounded but correct table is never doubted, and what is doubted
//! cannot be explained by rounding. Which of two contradicting figures is wrong the audit does not know and does not say; it knows
//! nothing of who wrote them. The table's form is described in `docs/how-to/audit-a-table.md`.
//!
//! One contradiction is counted once: the figures of a model hang together through the same n and the same number of predictors, so
//! once F and R² cannot both be right, what else follows from n and k is told as information.

mod between;
mod digits;
mod finding;
mod groups;
mod items;
mod line;
mod models;
mod moments;
mod range;
mod samples;
mod shares;

pub use finding::{Audit, Fact, Finding, Verdict, Why};

use crate::intake::{Fault, Table};
use line::{Book, Line};
use range::Range;

/// Everything that is looked at. A new check is a line here.
const CHECKS: &[fn(&Book, &mut Vec<Finding>)] =
    &[shares::check, between::check, items::check, moments::check, models::check, digits::check];

/// Audits a table of printed results.
///
/// # Errors
/// Every [`Fault`] of the table itself: an unknown column or kind of row, a cell that is no figure, a name that no row bears.
pub fn audit(table: &Table) -> Result<Audit, Vec<Fault>> {
    let book = Book::read(table)?;
    let mut rows = Vec::new();
    for check in CHECKS {
        check(&book, &mut rows);
    }
    rows.sort_by_key(|row| row.line);
    let counted = |verdict| rows.iter().filter(|row| row.verdict == verdict).count();
    let (agrees, cannot_hold) = (counted(Verdict::Agrees), counted(Verdict::CannotHold));
    Ok(Audit { rows, agrees, cannot_hold })
}

/// The name of one of several figures of a line.
fn kept(line: &Line, suffix: &str) -> String {
    format!("{}-{suffix}", line.id)
}

/// A finding whose verdict is whether two ranges meet.
fn judge(
    id: String,
    line: &Line,
    check: &'static str,
    printed: &str,
    range: Range,
    implied: Range,
    why: Why,
) -> Finding {
    let verdict = if range.meets(implied) { Verdict::Agrees } else { Verdict::CannotHold };
    stated(id, line, check, printed, implied, verdict, why)
}

fn cannot_hold(
    id: String,
    line: &Line,
    check: &'static str,
    printed: &str,
    implied: Range,
    why: Why,
) -> Finding {
    stated(id, line, check, printed, implied, Verdict::CannotHold, why)
}

fn inform(id: String, line: &Line, check: &'static str, printed: &str, implied: Range, why: Why) -> Finding {
    stated(id, line, check, printed, implied, Verdict::Information, why)
}

fn stated(
    id: String,
    line: &Line,
    check: &'static str,
    printed: &str,
    implied: Range,
    verdict: Verdict,
    why: Why,
) -> Finding {
    let (recomputed_low, recomputed_high) = (implied.low, implied.high);
    Finding {
        id,
        line: line.line,
        check,
        printed: printed.to_owned(),
        recomputed_low,
        recomputed_high,
        verdict,
        why,
    }
}

#[cfg(test)]
mod tests;

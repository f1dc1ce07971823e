//! Long figures that repeat each other's digits: worth a look in the source, no contradiction by themselves.

use super::finding::{Finding, Why};
use super::inform;
use super::line::{Book, Kind, Line, Printed};
use super::range::Range;
use std::collections::BTreeMap;

/// Digits from which on a repetition is not expected by chance in one table.
const LONG: usize = 7;

pub(super) fn check(book: &Book, found: &mut Vec<Finding>) {
    let mut tails: BTreeMap<String, Vec<(&Line, &str, &Printed)>> = BTreeMap::new();
    let described =
        |line: &&Line| matches!(line.kind, Kind::Group | Kind::Whole | Kind::Coefficient | Kind::Constant);
    for line in book.lines.iter().filter(described) {
        for (column, printed) in
            line.figures().filter(|(column, _)| matches!(*column, "mean" | "sd" | "b" | "se"))
        {
            let digits: String = printed.figure.decimal.chars().filter(char::is_ascii_digit).collect();
            let digits = digits.trim_start_matches('0');
            // All but the first digit: a slip of the first leaves the rest.
            if let Some(tail) =
                digits.get(1..).filter(|tail| tail.len() >= LONG && tail.bytes().any(|byte| byte != b'0'))
            {
                tails
                    .entry(format!("{tail}/{}", printed.figure.decimals))
                    .or_default()
                    .push((line, column, printed));
            }
        }
    }
    for sharing in tails.values().filter(|sharing| sharing.len() > 1) {
        for (line, column, printed) in sharing.iter().skip(1) {
            let (first_line, _, first) = sharing[0];
            let why =
                Why::new("digits").text("other", first.text.clone()).text("other_id", first_line.id.clone());
            let implied = Range::exactly(first.value());
            found.push(inform(
                format!("{}-{column}-digits", line.id),
                line,
                "digits",
                &printed.text,
                implied,
                why,
            ));
        }
    }
}

//! Shares, sums and comparisons of shares.

use super::finding::{Finding, Why};
use super::line::{Book, Kind, Line};
use super::range::Range;
use super::{cannot_hold, inform, judge, kept};
use crate::tails;

pub(super) fn check(book: &Book, found: &mut Vec<Finding>) {
    for line in &book.lines {
        match line.kind {
            Kind::Share => found.extend(share(line)),
            Kind::Total | Kind::Subset => found.extend(total(line, &book.members(line))),
            Kind::Ratio => found.extend(ratio(line, &book.company(line))),
            Kind::Contrast => contrast(line, &book.company(line), found),
            Kind::Same => found.extend(same(line, &book.company(line))),
            _ => {}
        }
    }
}

/// A share in percent: of a count that is printed too, or possible at all for some count.
fn share(line: &Line) -> Option<Finding> {
    let (printed, base) = (line.figure("value")?, line.count("base").filter(|base| *base > 0.0)?);
    if let Some(n) = line.count("n") {
        let implied = Range::exactly(100.0 * n / base);
        let why =
            Why::new("share-of-count").number("n", n).number("base", base).number("percent", implied.low);
        return Some(judge(line.id.clone(), line, "share", &printed.text, printed.range(), implied, why));
    }
    let counts = counts(line)?;
    let percent = |count: f64| 100.0 * count / base;
    if counts.0 > counts.1 {
        let around = Range::new(percent(counts.1), percent(counts.0));
        let why = Why::new("share-of-no-count").number("base", base).range("low", "high", around);
        return Some(cannot_hold(line.id.clone(), line, "share-possible", &printed.text, around, why));
    }
    let around = Range::new(percent(counts.0), percent(counts.1));
    let why = Why::new("share-of-some-count")
        .number("base", base)
        .number("least", counts.0)
        .number("most", counts.1);
    Some(judge(line.id.clone(), line, "share-possible", &printed.text, printed.range(), around, why))
}

/// The least and the most count that a printed share can stand for; the least above the most when there is none.
fn counts(line: &Line) -> Option<(f64, f64)> {
    if let Some(n) = line.count("n") {
        return Some((n, n));
    }
    let base = line.count("base")?;
    let range = line.range("value")?.within(0.0, 100.0).scaled(base / 100.0);
    Some(((range.low - 1e-9).ceil(), (range.high + 1e-9).floor()))
}

fn total(line: &Line, parts: &[&Line]) -> Option<Finding> {
    let printed = line.figure("value")?;
    let all_counted = parts.iter().all(|part| part.kind == Kind::Share && part.count("n").is_some());
    let amounts: Option<Vec<Range>> = parts
        .iter()
        .map(|part| if all_counted { part.count("n").map(Range::exactly) } else { part.range("value") })
        .collect();
    let amounts = amounts.filter(|amounts| !amounts.is_empty())?;
    let sum = amounts.into_iter().fold(Range::exactly(0.0), Range::plus);
    let why = |key| Why::new(key).number("parts", parts.len() as f64).range("low", "high", sum);
    if line.kind == Kind::Total {
        return Some(judge(
            line.id.clone(),
            line,
            "sum",
            &printed.text,
            printed.range(),
            sum,
            why("sum-of-parts"),
        ));
    }
    let left = printed.range().minus(sum);
    let why = why("parts-of-whole").number("left", printed.value() - (sum.low + sum.high) / 2.0);
    if left.high < 0.0 {
        return Some(cannot_hold(line.id.clone(), line, "subset", &printed.text, sum, why));
    }
    Some(inform(line.id.clone(), line, "subset", &printed.text, sum, why))
}

/// «More than twice»: the quotient of two figures, the first by the second.
fn ratio(line: &Line, of: &[&Line]) -> Option<Finding> {
    let [first, second] = of else { return None };
    let (printed, above, below) = (line.figure("value")?, first.main()?, second.main()?);
    let implied = above.range().over(below.range());
    let why = Why::new("ratio")
        .text("first", above.text.clone())
        .text("second", below.text.clone())
        .range("low", "high", implied);
    Some(judge(line.id.clone(), line, "ratio", &printed.text, printed.range(), implied, why))
}

/// Two shares against each other: the odds ratio with its interval (Woolf 1955) and Pearson's χ².
fn contrast(line: &Line, of: &[&Line], found: &mut Vec<Finding>) {
    let [first, second] = of else { return };
    let (Some(a), Some(b)) = (counts(first), counts(second)) else { return };
    let (Some(n), Some(m)) = (first.count("base"), second.count("base")) else { return };
    if a.0 > a.1 || b.0 > b.1 {
        return;
    }
    let table = |a: f64, b: f64| [a, n - a, b, m - b];
    let odds = |[a, not_a, b, not_b]: [f64; 4]| a * not_b / (not_a * b);
    let error = |cells: [f64; 4]| cells.iter().map(|cell| 1.0 / cell).sum::<f64>().sqrt();
    let (low, high) = (table(a.0, b.1), table(a.1, b.0));
    let middle = table((a.0 + a.1) / 2.0, (b.0 + b.1) / 2.0);
    if [low, high].iter().any(|cells| cells.iter().any(|cell| *cell <= 0.0)) {
        return;
    }
    let z = tails::normal_quantile(0.975);
    let end = |cells: [f64; 4], side: f64| (odds(cells).ln() + side * z * error(cells)).exp();
    let [w, x, y, v] = middle;
    let chi2 = (n + m) * (w * v - x * y).powi(2) / (n * m * (w + y) * (x + v));
    let implied = Range::new(odds(low), odds(high));
    let why = Why::new("odds-ratio")
        .number("odds_ratio", odds(middle))
        .range("ci_low", "ci_high", Range::new(end(middle, -1.0), end(middle, 1.0)))
        .number("chi2", chi2)
        .number("p", tails::chi2_sf(chi2, 1.0))
        .number("share_with", 100.0 * w / (w + y))
        .number("share_without", 100.0 * x / (x + v));
    match line.figure("value") {
        Some(printed) => {
            found.push(judge(
                line.id.clone(),
                line,
                "odds-ratio",
                &printed.text,
                printed.range(),
                implied,
                why,
            ));
        }
        None => found.push(inform(line.id.clone(), line, "odds-ratio", "", implied, why)),
    }
    for (column, side) in [("ci_low", -1.0), ("ci_high", 1.0)] {
        if let Some(printed) = line.figure(column) {
            let ends = [end(low, side), end(high, side), end(middle, side)];
            let implied = Range::new(
                ends.iter().copied().fold(f64::INFINITY, f64::min),
                ends.iter().copied().fold(0.0, f64::max),
            );
            let why = Why::new("odds-ratio-interval").range("low", "high", implied);
            found.push(judge(
                kept(line, column),
                line,
                "odds-ratio-interval",
                &printed.text,
                printed.range(),
                implied,
                why,
            ));
        }
    }
}

/// One figure printed in two places; a difference by a power of ten tells of units.
fn same(line: &Line, of: &[&Line]) -> Option<Finding> {
    let (printed, other) = (line.figure("value")?, of.first()?.main()?);
    let implied = other.range();
    let why = |key| Why::new(key).text("other", other.text.clone());
    if !printed.range().meets(implied) {
        let scale = printed.range().over(implied);
        let power = (printed.value() / other.value()).abs().log10().round();
        let unit = 10_f64.powf(power);
        if power != 0.0 && power.is_finite() && scale.magnitude().meets(Range::exactly(unit)) {
            let why = why("unit-scale").number("factor", unit);
            return Some(cannot_hold(line.id.clone(), line, "same", &printed.text, implied, why));
        }
    }
    Some(judge(line.id.clone(), line, "same", &printed.text, printed.range(), implied, why("same-figure")))
}

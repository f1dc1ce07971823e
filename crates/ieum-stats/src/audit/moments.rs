//! Figures of one column that bound each other: skewness and kurtosis, and figures outside what they can be at all.

use super::finding::{Finding, Why};
use super::line::{Book, Kind, Line};
use super::range::Range;
use super::{cannot_hold, inform, judge, kept};

pub(super) fn check(book: &Book, found: &mut Vec<Finding>) {
    for line in &book.lines {
        if line.kind == Kind::Whole {
            found.extend(shape(line));
            found.extend(variation(line));
        }
        outside(line, found);
    }
}

/// Excess kurtosis is at least skewness² − 2 (Pearson 1916) and with n cases at most n.
///
/// The adjusted forms that packages print (G₁, G₂) are turned into the plain ones first; when the plain ones are what was printed the
/// rule is read that way too, and a table is only doubted when it holds neither way.
fn shape(line: &Line) -> Option<Finding> {
    let (skewness, kurtosis) = (line.figure("skewness")?, line.figure("kurtosis")?);
    let plain = Range::new(skewness.range().squared().low - 2.0, f64::INFINITY);
    let n = line.count("n").filter(|n| *n > 3.0);
    let adjusted = n.map_or(plain, |n| {
        let skew = skewness.range().scaled((n - 2.0) / (n * (n - 1.0)).sqrt()).squared();
        let least = skew.low - 2.0;
        Range::new(((n + 1.0) * least + 6.0) * (n - 1.0) / ((n - 2.0) * (n - 3.0)), f64::INFINITY)
    });
    let implied = Range::new(plain.low.min(adjusted.low), n.unwrap_or(f64::INFINITY));
    let mut why = Why::new("moments").number("bound", plain.low);
    if let Some(n) = n {
        // Standard errors under normality (Fisher 1930; Cramér 1946, §29.3).
        let skew_error = (6.0 * n * (n - 1.0) / ((n - 2.0) * (n + 1.0) * (n + 3.0))).sqrt();
        let kurt_error = 2.0 * skew_error * ((n * n - 1.0) / ((n - 3.0) * (n + 5.0))).sqrt();
        why = why
            .number("z_skewness", skewness.value() / skew_error)
            .number("z_kurtosis", kurtosis.value() / kurt_error);
    }
    let text = format!("{}, {}", skewness.text, kurtosis.text);
    Some(judge(kept(line, "moments"), line, "moments", &text, kurtosis.range(), implied, why))
}

/// A standard deviation beyond the mean of what cannot be negative calls for another model.
fn variation(line: &Line) -> Option<Finding> {
    let (mean, sd) = (line.figure("mean")?, line.figure("sd")?);
    let ratio = sd.range().over(mean.range());
    let why = Why::new("variation").number("coefficient", sd.value() / mean.value());
    (mean.value() > 0.0 && sd.value() > mean.value())
        .then(|| inform(kept(line, "variation"), line, "variation", &sd.text, ratio, why))
}

/// Figures that no data have; what lies within is not worth a line.
fn outside(line: &Line, found: &mut Vec<Finding>) {
    let correlation = line.word("statistic") == "r";
    for (column, printed) in line.figures() {
        let bounds = match column {
            "p" | "r2" => Range::new(0.0, 1.0),
            "adj_r2" => Range::new(f64::NEG_INFINITY, 1.0),
            "dw" => Range::new(0.0, 4.0),
            "sd" | "se" | "sd_x" => Range::new(0.0, f64::INFINITY),
            "value" if correlation => Range::new(-1.0, 1.0),
            "value" if line.kind == Kind::Share => Range::new(0.0, 100.0),
            _ => continue,
        };
        let value = Range::exactly(printed.value());
        // A bound such as «> 0.05» is read from its open side.
        let claimed = if printed.range().low.is_finite() && printed.range().high.is_finite() {
            value
        } else {
            printed.range()
        };
        if !claimed.meets(bounds) {
            let why = Why::new("outside").text("figure", column).range("low", "high", bounds);
            found.push(cannot_hold(
                kept(line, &format!("{column}-range")),
                line,
                "outside",
                &printed.text,
                bounds,
                why,
            ));
        }
    }
    let (Some(mean), Some(least), Some(most)) =
        (line.figure("mean"), line.figure("least"), line.figure("most"))
    else {
        return;
    };
    let ends = Range::new(least.value(), most.value());
    if !mean.range().meets(ends) {
        let why = Why::new("outside").text("figure", "mean").range("low", "high", ends);
        found.push(cannot_hold(kept(line, "mean-range"), line, "outside", &mean.text, ends, why));
    }
    let (Some(sd), Some(n)) = (line.figure("sd"), line.count("n").filter(|n| *n > 1.0)) else { return };
    // Answers between two ends spread most when all stand at the ends (Bhatia and Davis 2000, theorem 1).
    let at = mean.range().within(ends.low, ends.high);
    let middle = ((ends.low + ends.high) / 2.0).max(at.low).min(at.high);
    let most = ((ends.high - middle) * (middle - ends.low) * n / (n - 1.0)).max(0.0).sqrt();
    if sd.range().low > most * (1.0 + 1e-11) {
        let bounds = Range::new(0.0, most);
        let why = Why::new("outside").text("figure", "sd").range("low", "high", bounds);
        found.push(cannot_hold(kept(line, "sd-range"), line, "outside", &sd.text, bounds, why));
    }
}

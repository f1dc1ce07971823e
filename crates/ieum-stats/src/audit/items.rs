//! Answers that are whole numbers: which means and standard deviations a sample of this size can have at all.
//!
//! Means: Brown and Heathers 2017, «The GRIM test». Standard deviations: Anaya 2016, «The GRIMMER test» with the parity rule of
//! Allard 2018; where few answered, whole samples are looked for (`samples`). Yes-or-no answers: Heathers and Brown 2019, «DEBIT».

use super::finding::{Finding, Why};
use super::line::{Book, Kind, Line};
use super::range::Range;
use super::samples::{Asked, Looked, Patience};
use super::{judge, kept};
use std::ops::RangeInclusive;

/// Different answers up to which a sample is told.
const MOST_TOLD: usize = 15;

pub(super) fn check(book: &Book, found: &mut Vec<Finding>) {
    let mut patience = Patience::new();
    for line in book.lines.iter().filter(|line| matches!(line.kind, Kind::Whole | Kind::Group)) {
        let test = book.home(line);
        let whole = test.and_then(|test| book.home(test));
        let item = [Some(line), test, whole]
            .into_iter()
            .flatten()
            .map(|line| line.word("item"))
            .find(|item| !item.is_empty());
        let (Some(item), Some(n)) = (item, line.count("n").filter(|n| *n >= 1.0)) else { continue };
        if item == "binary" {
            found.extend(yes_or_no(line, n));
        } else if let Some(items) =
            item.parse::<f64>().ok().filter(|items| *items >= 1.0 && items.fract() == 0.0)
        {
            let own = |column| line.count(column).or_else(|| whole.and_then(|whole| whole.count(column)));
            let step = own("step").filter(|step| *step > 0.0).unwrap_or(1.0);
            let scale = Scale { steps: items / step, least: own("least"), most: own("most") };
            found.extend(whole_numbers(line, n, &scale, &mut patience));
        }
    }
}

/// What answers can be.
struct Scale {
    /// Steps in one unit: as many as items were averaged, over the size of an answer's step. In steps, answers are whole numbers.
    steps: f64,
    least: Option<f64>,
    most: Option<f64>,
}

/// The sums of n whole numbers whose mean lies in a range; ends are widened by the last bits of a double.
fn sums(mean: Range, n: f64) -> RangeInclusive<i64> {
    let slack = |end: f64| 1e-9 + end.abs() * 4e-16;
    let (low, high) = (mean.low * n, mean.high * n);
    ((low - slack(low)).ceil() as i64)..=((high + slack(high)).floor() as i64)
}

fn whole_numbers(line: &Line, n: f64, scale: &Scale, patience: &mut Patience) -> Vec<Finding> {
    let Some(printed) = line.figure("mean") else { return Vec::new() };
    let items = scale.steps;
    let steps = |range: Range| range.scaled(items);
    let mean = steps(printed.range());
    // An end of the scale is a whole number of steps; what differs from one by the last bits of a double is one.
    let whole = |end: f64| if (end - end.round()).abs() < 1e-9 { end.round() } else { end };
    let (least, most) = (scale.least.map(|end| whole(end * items)), scale.most.map(|end| whole(end * items)));
    let allowed = |sum: i64| {
        least.is_none_or(|end| sum as f64 >= end * n) && most.is_none_or(|end| sum as f64 <= end * n)
    };
    if mean.low.abs().max(mean.high.abs()) * n > 9e15 {
        return Vec::new();
    }
    let candidates = sums(mean, n);
    let possible = || candidates.clone().filter(|sum| allowed(*sum));
    if possible().next().is_none() {
        let near = |size: f64| !sums(mean, size).is_empty();
        let sizes: Vec<String> = (1..=5)
            .flat_map(|step| [n - f64::from(step), n + f64::from(step)])
            .filter(|size| *size >= 1.0 && near(*size))
            .map(|size| format!("{size}"))
            .collect();
        let below = (mean.low * n).floor() / n / items;
        let around = Range::new(below, below + 1.0 / (n * items));
        let why = Why::new("whole-number-mean")
            .number("n", n)
            .range("low", "high", around)
            .text("sizes", sizes.join(", "));
        // The nearest means on both sides: the printed one lies strictly between them.
        return vec![super::cannot_hold(
            kept(line, "whole"),
            line,
            "whole-numbers",
            &printed.text,
            around,
            why,
        )];
    }
    let Some(spread) = line.figure("sd").filter(|_| n > 1.0) else {
        let around =
            Range::new(*candidates.start() as f64, *candidates.end() as f64).scaled(1.0 / (n * items));
        let why = Why::new("whole-number-mean-fits").number("n", n).range("low", "high", around);
        return vec![judge(
            kept(line, "whole"),
            line,
            "whole-numbers",
            &printed.text,
            printed.range(),
            around,
            why,
        )];
    };
    let squares = |sum: i64| Squares::new(sum, n, steps(spread.range().at_least(0.0)), least.zip(most));
    let text = format!("{} ± {}", printed.text, spread.text);
    // A sample so large that any spread fits would have its sums tried in vain: the first that fits settles it.
    let fits = possible().take(100_000).find_map(|sum| squares(sum).first().map(|square| (sum, square)));
    let spread_of =
        |sum: i64, square: f64| ((square - (sum as f64).powi(2) / n) / (n - 1.0)).max(0.0).sqrt() / items;
    let name = kept(line, "whole");
    let Some((sum, square)) = fits else {
        let around = possible()
            .take(1_000)
            .map(|sum| squares(sum).around())
            .fold(Range::new(f64::NEG_INFINITY, f64::INFINITY), |near, (below, above)| {
                Range::new(near.low.max(below), near.high.min(above))
            });
        let around = Range::new(around.low / items, around.high / items);
        let why = Why::new("whole-number-sd").number("n", n).range("low", "high", around);
        return vec![super::cannot_hold(name, line, "whole-numbers", &text, around, why)];
    };
    let asked = Asked {
        n: n as i64,
        sums: possible().take(100_000).filter(|sum| squares(*sum).first().is_some()).collect(),
        spread: steps(spread.range()),
        least,
        most,
    };
    let looked = asked.look(patience);
    if let Looked::Nowhere(nearest) = looked {
        let around = Range::new(nearest.low / items, nearest.high / items);
        let why = Why::new("whole-number-sample").number("n", n).range("low", "high", around);
        return vec![super::cannot_hold(name, line, "whole-numbers", &text, around, why)];
    }
    let why =
        Why::new("whole-number-sd-fits").number("n", n).number("sum", sum as f64).number("squares", square);
    let implied = Range::exactly(spread_of(sum, square));
    let mut found = vec![judge(name, line, "whole-numbers", &text, spread.range(), implied, why)];
    if let Looked::Found(samples) = looked
        && samples.iter().all(|sample| sample.len() <= MOST_TOLD)
    {
        found.push(told(line, n, &text, &samples, items));
    }
    found
}

/// Samples that could stand behind the figures, as answers with how many gave them.
fn told(line: &Line, n: f64, text: &str, samples: &[Vec<(i64, i64)>], steps: f64) -> Finding {
    let answer = |steps_of: i64| {
        let text = format!("{:.4}", steps_of as f64 / steps);
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    };
    let one = |sample: &Vec<(i64, i64)>| {
        let answers: Vec<String> =
            sample.iter().map(|(value, count)| format!("{}×{count}", answer(*value))).collect();
        answers.join(" ")
    };
    let spread = |sample: &Vec<(i64, i64)>| {
        let mean = sample.iter().map(|(value, count)| (value * count) as f64).sum::<f64>() / n;
        let square: f64 =
            sample.iter().map(|(value, count)| (*value as f64 - mean).powi(2) * *count as f64).sum();
        (square / (n - 1.0)).sqrt() / steps
    };
    let spreads = || samples.iter().map(spread);
    let implied =
        Range::new(spreads().fold(f64::INFINITY, f64::min), spreads().fold(f64::NEG_INFINITY, f64::max));
    let list: Vec<String> = samples.iter().map(one).collect();
    let why = Why::new("whole-number-samples").number("n", n).text("samples", list.join(" | "));
    super::inform(kept(line, "samples"), line, "samples", text, implied, why)
}

/// Which sums of squares n whole numbers with a given sum can have.
struct Squares {
    sum: f64,
    n: f64,
    /// What the printed standard deviation asks for.
    asked: Range,
    /// The least a sum of squares can be, and the most where the answers are bounded.
    possible: Range,
}

impl Squares {
    fn new(sum: i64, n: f64, spread: Range, ends: Option<(f64, f64)>) -> Self {
        let sum = sum as f64;
        let asked = spread.squared().scaled(n - 1.0).plus(Range::exactly(sum * sum / n));
        // Answers as equal as they can be: r of them one above the rest.
        let each = (sum / n).floor();
        let left = sum - each * n;
        let least = n * each * each + left * (2.0 * each + 1.0);
        // As unequal as they can be: all at the ends but one.
        let most = ends.map_or(f64::INFINITY, |(low, high)| {
            if high <= low {
                return least;
            }
            let above = ((sum - low * n) / (high - low)).floor().clamp(0.0, n);
            let rest = sum - above * high - (n - above - 1.0) * low;
            let odd_one = if above < n { rest * rest } else { 0.0 };
            above * high * high + (n - above - 1.0).max(0.0) * low * low + odd_one
        });
        Self { sum, n, asked, possible: Range::new(least, most) }
    }

    /// The least fitting sum of squares: x² is even exactly when x is, so it has the parity of the sum.
    fn first(&self) -> Option<f64> {
        let slack = |end: f64| 1e-9 + end.abs() * 1e-15;
        let (low, high) = (self.asked.low.max(self.possible.low), self.asked.high.min(self.possible.high));
        let start = self.alike((low - slack(low)).ceil());
        (start <= high + slack(high)).then_some(start)
    }

    /// The next number from here up with the parity of the sum.
    fn alike(&self, from: f64) -> f64 {
        if (from - self.sum).rem_euclid(2.0) == 0.0 { from } else { from + 1.0 }
    }

    /// The nearest possible standard deviations below and above those asked for.
    fn around(&self) -> (f64, f64) {
        let above = self.alike(self.asked.high.max(self.possible.low).ceil());
        let spread = |square: f64| ((square - self.sum * self.sum / self.n) / (self.n - 1.0)).max(0.0).sqrt();
        let below = above - 2.0;
        let is_possible = |square: f64| square >= self.possible.low && square <= self.possible.high;
        let below = if is_possible(below) { spread(below) } else { f64::NEG_INFINITY };
        (below, if is_possible(above) { spread(above) } else { f64::INFINITY })
    }
}

/// Yes-or-no answers: the standard deviation follows from the mean, √(n/(n−1) · m(1 − m)).
fn yes_or_no(line: &Line, n: f64) -> Option<Finding> {
    let (mean, spread) = (line.figure("mean")?, line.figure("sd"));
    let candidates = sums(mean.range().within(0.0, 1.0), n);
    let text = spread.map_or_else(|| mean.text.clone(), |spread| format!("{} ± {}", mean.text, spread.text));
    if candidates.is_empty() {
        let below = (mean.range().low * n).floor() / n;
        let around = Range::new(below, below + 1.0 / n);
        let why = Why::new("whole-number-mean").number("n", n).range("low", "high", around).text("sizes", "");
        return Some(super::cannot_hold(kept(line, "binary"), line, "yes-or-no", &text, around, why));
    }
    let (Some(spread), true) = (spread, n > 1.0) else {
        let around = Range::new(*candidates.start() as f64 / n, *candidates.end() as f64 / n);
        let why = Why::new("whole-number-mean-fits").number("n", n).range("low", "high", around);
        return Some(judge(kept(line, "binary"), line, "yes-or-no", &text, mean.range(), around, why));
    };
    let of = |sum: i64, divisor: f64| {
        let share = sum as f64 / n;
        (share * (1.0 - share) * n / divisor).sqrt()
    };
    // Both divisors are in use for a share's spread; either may be meant.
    let implied = candidates.flat_map(|sum| [of(sum, n - 1.0), of(sum, n)]);
    let nearest = implied.min_by(|a, b| {
        let apart = |value: f64| Range::exactly(value).distance(spread.range());
        apart(*a).total_cmp(&apart(*b))
    })?;
    let why = Why::new("yes-or-no").number("n", n).number("sd", nearest);
    Some(judge(kept(line, "binary"), line, "yes-or-no", &text, spread.range(), Range::exactly(nearest), why))
}

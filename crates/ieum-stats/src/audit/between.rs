//! Tests: the statistic from the groups, the p value from the statistic, letters from pairs.

use super::finding::{Finding, Why};
use super::groups::Groups;
use super::line::{Book, Kind, Line, Printed};
use super::range::Range;
use super::{judge, kept};
use crate::tails;

/// A way to read a printed test: which distribution it has when nothing differs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Law {
    /// Student's t with degrees of freedom.
    T(Range),
    /// F with degrees of freedom.
    F(Range, Range),
    /// χ² with degrees of freedom.
    ChiSquare(f64),
    /// The normal law.
    Normal,
}

impl Law {
    /// The p value's range when the statistic lies in a range; both tails of t and z, the upper one of F and χ².
    pub(super) fn p(self, statistic: Range) -> Range {
        let bound = |p: Range| p.within(0.0, 1.0);
        match self {
            Self::T(df) => {
                let size = statistic.magnitude();
                let p = |t: f64, df: f64| 2.0 * if t.is_finite() { tails::t_sf(t, df) } else { 0.0 };
                bound(Range::new(p(size.high, df.high), p(size.low, df.low)))
            }
            Self::Normal => bound(
                statistic
                    .magnitude()
                    .falling(|z| 2.0 * if z.is_finite() { tails::normal_sf(z) } else { 0.0 }),
            ),
            Self::F(above, below) => {
                let size = statistic.at_least(0.0);
                // In the tail p falls with the error's degrees of freedom and near the middle it may rise: both ends are tried.
                let p =
                    |f: f64, below: f64| if f.is_finite() { tails::f_sf(f, above.low, below) } else { 0.0 };
                let (low, high) = (
                    p(size.high, below.low).min(p(size.high, below.high)),
                    p(size.low, below.low).max(p(size.low, below.high)),
                );
                bound(Range::new(low, high))
            }
            Self::ChiSquare(df) => bound(
                statistic.at_least(0.0).falling(|x| if x.is_finite() { tails::chi2_sf(x, df) } else { 0.0 }),
            ),
        }
    }

    fn is_exact(self) -> bool {
        match self {
            Self::T(df) | Self::F(_, df) => df.low == df.high,
            Self::ChiSquare(_) | Self::Normal => true,
        }
    }

    fn degrees(self) -> String {
        let ends = |df: Range| {
            let (low, high) = (format!("{:.1}", df.low), format!("{:.1}", df.high));
            if df.low == df.high {
                format!("{}", df.low)
            } else if low == high {
                low
            } else {
                format!("{low}–{high}")
            }
        };
        match self {
            Self::T(df) => ends(df),
            Self::F(above, below) => format!("{}, {}", ends(above), ends(below)),
            Self::ChiSquare(df) => format!("{df}"),
            Self::Normal => String::new(),
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::T(_) => "t",
            Self::F(..) => "F",
            Self::ChiSquare(_) => "χ²",
            Self::Normal => "z",
        }
    }
}

/// A p value printed beside a statistic that is printed too.
pub(super) fn p_from(
    id: String,
    line: &Line,
    statistic: &Printed,
    laws: &[Law],
    one_tailed: bool,
) -> Option<Finding> {
    let printed = line.figure("p")?;
    let range = printed.range().within(0.0, 1.0);
    let halves = |law: &Law| if one_tailed && matches!(law, Law::T(_) | Law::Normal) { 0.5 } else { 1.0 };
    let values = |law: &Law| law.p(statistic.range()).scaled(halves(law));
    let apart = |law: &&Law| values(law).distance(range);
    let nearest = laws.iter().min_by(|a, b| apart(a).total_cmp(&apart(b)))?;
    // When none fits, the law without rounded degrees of freedom is the one to show.
    let plain = laws.iter().filter(|law| law.is_exact()).min_by(|a, b| apart(a).total_cmp(&apart(b)));
    let nearest = if apart(&nearest) > 0.0 { plain.unwrap_or(nearest) } else { nearest };
    let found = values(nearest);
    let one_would_fit = !one_tailed
        && laws
            .iter()
            .any(|law| matches!(law, Law::T(_) | Law::Normal) && values(law).scaled(0.5).meets(range));
    let agrees = found.meets(range);
    let key = if !agrees && one_would_fit { "p-fits-one-tail" } else { "p-from-statistic" };
    // A decision error: the level of 5 % lies between what is printed and what follows.
    let changes =
        !agrees && ((range.high <= 0.05 && found.low > 0.05) || (range.low > 0.05 && found.high <= 0.05));
    let why = Why::new(key)
        .text("statistic", nearest.name())
        .text("value", statistic.figure.decimal.clone())
        .text("df", nearest.degrees())
        .range("low", "high", found)
        .flag("decision_changes", changes);
    Some(judge(id, line, "p", &printed.text, range, found, why))
}

/// Everything about tests and the groups under them.
pub(super) fn check(book: &Book, found: &mut Vec<Finding>) {
    for test in book.of_kind(Kind::Test) {
        let members = book.members(test);
        let groups = groups_of(&members);
        if let (Some(whole), false) = (book.home(test), members.is_empty()) {
            sum_up(test, whole, &members, groups.as_ref(), found);
        }
        let readings = readings(test, groups.as_ref());
        if let Some(printed) = test.figure("value") {
            found.extend(statistic(test, printed, &readings));
            let printed_degrees = printed_laws(test);
            let laws: Vec<Law> = if printed_degrees.is_empty() {
                readings.iter().map(|reading| reading.2).collect()
            } else {
                printed_degrees
            };
            let one_tailed = test.word("tail") == "one";
            let for_p =
                if test.word("statistic") == "r" { t_of_r(test, printed) } else { Some(printed.clone()) };
            if let Some(statistic) = for_p {
                found.extend(p_from(kept(test, "p"), test, &statistic, &laws, one_tailed));
            }
        }
        if let Some(groups) = &groups {
            letters(test, &members, groups, found);
        }
    }
}

/// The groups, when every one has its three figures and there are at least two with a case to spare.
pub(super) fn groups_of(members: &[&Line]) -> Option<Groups> {
    let column =
        |name: &'static str| members.iter().map(|line| line.range(name)).collect::<Option<Vec<Range>>>();
    let sizes: Option<Vec<f64>> = members.iter().map(|line| line.count("n").filter(|n| *n > 0.0)).collect();
    let groups = Groups { sizes: sizes?, means: column("mean")?, spreads: column("sd")? };
    (groups.sizes.len() > 1 && groups.degrees().1 > 0.0).then_some(groups)
}

/// The groups together are the cases of the whole: their sizes, their mean, their spread.
fn sum_up(test: &Line, whole: &Line, members: &[&Line], groups: Option<&Groups>, found: &mut Vec<Finding>) {
    let sizes: Option<Vec<f64>> = members.iter().map(|line| line.count("n")).collect();
    let all: Option<f64> = sizes.map(|sizes| sizes.iter().sum());
    if let (Some(printed), Some(all)) = (whole.figure("n"), all) {
        let why = Why::new("groups-n").number("sum", all).number("groups", members.len() as f64);
        let exact = Range::exactly(printed.value());
        found.push(judge(kept(test, "n"), test, "groups-n", &printed.text, exact, Range::exactly(all), why));
    }
    let Some(groups) = groups else { return };
    for (column, check, implied) in
        [("mean", "groups-mean", groups.mean()), ("sd", "groups-sd", groups.spread())]
    {
        if let Some(printed) = whole.figure(column) {
            let why = Why::new(check).range("low", "high", implied).number("groups", groups.count());
            found.push(judge(kept(test, column), test, check, &printed.text, printed.range(), implied, why));
        }
    }
}

/// A name, what the groups imply for the statistic, and its law.
type Reading = (&'static str, Option<Range>, Law);

/// In which ways a printed statistic can be read, with what the groups imply for each.
fn readings(test: &Line, groups: Option<&Groups>) -> Vec<Reading> {
    let Some(groups) = groups else { return Vec::new() };
    let (above, below) = groups.degrees();
    let f = ("f", Some(groups.f()), Law::F(Range::exactly(above), Range::exactly(below)));
    if groups.sizes.len() > 2 {
        return if matches!(test.word("statistic"), "f" | "t/f") { vec![f] } else { Vec::new() };
    }
    let t = ("t", Some(groups.contrast(0, 1)), Law::T(Range::exactly(below)));
    let (welch, df) = groups.welch();
    let welch_t = ("welch", Some(welch), Law::T(df));
    let welch_f = ("welch-f", Some(welch.squared()), Law::F(Range::exactly(1.0), df));
    let usable = groups.sizes.iter().all(|size| *size > 1.0);
    let ways: Vec<Reading> = match test.word("statistic") {
        "t" => vec![t, welch_t],
        "f" => vec![f, welch_f],
        "welch" => vec![welch_t, welch_f],
        "t/f" => vec![t, f, welch_t, welch_f],
        _ => Vec::new(),
    };
    ways.into_iter().filter(|way| usable || !way.0.starts_with("welch")).collect()
}

/// The law that the printed degrees of freedom say.
fn printed_laws(test: &Line) -> Vec<Law> {
    let (first, second) = (test.range("df1"), test.range("df2"));
    let exact = |range: Range, column: &str| match test.figure(column) {
        Some(printed) if printed.figure.decimals == 0 => Range::exactly(printed.value()),
        _ => range,
    };
    let one =
        second.map(|df| exact(df, "df2")).or(first.map(|df| exact(df, "df1"))).filter(|df| df.low > 0.0);
    let both = first
        .zip(second)
        .map(|(a, b)| (exact(a, "df1"), exact(b, "df2")))
        .filter(|(a, b)| a.low > 0.0 && b.low > 0.0);
    let law = match test.word("statistic") {
        "t" | "paired" => one.map(Law::T),
        "f" => both.map(|(above, below)| Law::F(above, below)),
        "t/f" => both.map(|(above, below)| Law::F(above, below)).or(one.map(Law::T)),
        "welch" => both.map(|(above, below)| Law::F(above, below)).or(one.map(Law::T)),
        "chi2" => one.map(|df| Law::ChiSquare(df.low)),
        "z" => Some(Law::Normal),
        "r" => one.or(test.count("n").map(|n| Range::exactly(n - 2.0)).filter(|df| df.low > 0.0)).map(Law::T),
        _ => None,
    };
    law.into_iter().collect()
}

/// A correlation as the t that tests it: r √(df / (1 − r²)).
fn t_of_r(test: &Line, printed: &Printed) -> Option<Printed> {
    let df = test.count("df2").or(test.count("df1")).or(test.count("n").map(|n| n - 2.0))?;
    let t = printed.range().within(-1.0, 1.0).rising(|r| r * (df / (1.0 - r * r)).sqrt());
    let mut found = printed.clone();
    found.figure.value = t.low / 2.0 + t.high / 2.0;
    found.figure.half_unit = (t.high - t.low) / 2.0;
    found.figure.value.is_finite().then_some(found)
}

fn statistic(test: &Line, printed: &Printed, readings: &[Reading]) -> Option<Finding> {
    let range = printed.range().magnitude();
    let implied = |reading: &Reading| reading.1.unwrap_or(range);
    let apart = |reading: &&Reading| implied(reading).distance(range);
    let nearest = readings.iter().min_by(|a, b| apart(a).total_cmp(&apart(b)))?;
    let plain =
        readings.iter().filter(|reading| reading.2.is_exact()).min_by(|a, b| apart(a).total_cmp(&apart(b)));
    let nearest = if apart(&nearest) > 0.0 { plain.unwrap_or(nearest) } else { nearest };
    let mut why =
        Why::new("statistic-from-groups").text("reading", nearest.0).range("low", "high", implied(nearest));
    for reading in readings {
        let middle = implied(reading);
        why = why.number(reading.0, middle.low / 2.0 + middle.high / 2.0);
    }
    let suffix = match test.word("statistic") {
        "t/f" if readings.len() > 1 => "tF",
        "t" | "paired" => "t",
        "welch" => "welch",
        _ => "F",
    };
    Some(judge(kept(test, suffix), test, "statistic", &printed.text, range, implied(nearest), why))
}

/// Groups that share a letter do not differ at the level of 5 %, groups that share none do: each pair is one finding.
///
/// Scheffé 1953, «A method for judging all contrasts», eq. 1: |t| beyond √((g − 1) F). Tukey 1949 and Kramer 1956: |t| √2 against the
/// studentised range.
fn letters(test: &Line, members: &[&Line], groups: &Groups, found: &mut Vec<Finding>) {
    let named = |line: &Line| !line.word("letters").is_empty();
    let method = test.word("posthoc");
    if method.is_empty() || !members.iter().all(|line| named(line)) {
        return;
    }
    let (above, below) = groups.degrees();
    let p = |t: f64| match method {
        _ if !t.is_finite() => 0.0,
        "tukey" => tails::range_sf(t * std::f64::consts::SQRT_2, members.len(), below),
        _ => tails::f_sf(t * t / above, above, below),
    };
    for first in 0..members.len() {
        for second in first + 1..members.len() {
            let (a, b) = (members[first].word("letters"), members[second].word("letters"));
            let shared = a.chars().any(|letter| letter.is_alphanumeric() && b.contains(letter));
            let t = groups.contrast(first, second);
            let implied = t.falling(p);
            let claimed = if shared { Range::new(0.05, 1.0) } else { Range::new(0.0, 0.05) };
            let printed = format!("{a} / {b}");
            let why = Why::new(if shared { "letters-shared" } else { "letters-apart" })
                .text("method", method)
                .range("t_low", "t_high", t)
                .range("low", "high", implied);
            let id = kept(test, &format!("{method}-{}{}", place(first), place(second)));
            found.push(judge(id, members[second], "letters", &printed, claimed, implied, why));
        }
    }
}

/// The group's place as a letter: a, b, …; numbers beyond z.
fn place(at: usize) -> String {
    u8::try_from(at)
        .ok()
        .filter(|at| *at < 26)
        .map_or_else(|| format!("{}", at + 1), |at| char::from(b'a' + at).to_string())
}

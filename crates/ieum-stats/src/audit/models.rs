//! Regression tables: coefficients with their errors, and the figures of the model as a whole.

use super::between::{Law, groups_of, p_from};
use super::finding::{Fact, Finding, Verdict, Why};
use super::line::{Book, Kind, Line};
use super::range::Range;
use super::{inform, judge, kept};
use crate::intake::{Figure, Marks};
use crate::tails;

pub(super) fn check(book: &Book, found: &mut Vec<Finding>) {
    for line in book.of_kind(Kind::Model) {
        let Some(model) = Model::of(book, line) else { continue };
        for coefficient in &model.coefficients {
            model.coefficient(coefficient, found);
        }
        model.whole_figures(found);
        model.floor(found);
        model.two_groups(book, found);
    }
    for line in book.of_kind(Kind::Decision) {
        found.extend(decision(book, line));
    }
}

struct Model<'a> {
    line: &'a Line,
    outcome: Option<&'a Line>,
    /// Predictors, the constant not counted.
    predictors: f64,
    /// Cases, where they are known.
    cases: Option<f64>,
    coefficients: Vec<&'a Line>,
}

impl<'a> Model<'a> {
    fn of(book: &'a Book, line: &'a Line) -> Option<Self> {
        let predictors = line.count("k").filter(|k| *k >= 1.0)?;
        let outcome = book.home(line);
        let cases = line.count("n").or_else(|| outcome?.count("n")).filter(|n| *n > predictors + 1.0);
        Some(Self { line, outcome, predictors, cases, coefficients: book.members(line) })
    }

    /// Degrees of freedom that are left.
    fn left(&self) -> Option<f64> {
        self.cases.map(|n| n - self.predictors - 1.0)
    }

    /// t is B over its standard error; p is that of the printed t; B ± t·SE are the ends of the interval; β follows from t or from B.
    fn coefficient(&self, line: &Line, found: &mut Vec<Finding>) {
        let (b, se, t) = (line.range("b"), line.range("se"), line.figure("value"));
        if let (Some(b), Some(se), Some(t)) = (b, se, t) {
            let implied = b.over(se);
            let why = Why::new("t-from-b")
                .text("b", text(line, "b"))
                .text("se", text(line, "se"))
                .range("low", "high", implied);
            found.push(judge(kept(line, "t"), line, "t-from-b", &t.text, t.range(), implied, why));
        }
        if let (Some(t), Some(df)) = (t, self.left()) {
            let law = [Law::T(Range::exactly(df))];
            found.extend(p_from(kept(line, "p"), line, t, &law, line.word("tail") == "one"));
        }
        if let (Some(b), Some(se), Some(df)) = (b, se, self.left()) {
            let reach = se.scaled(tails::t_quantile(0.975, df));
            for (column, implied) in [("ci_low", b.minus(reach)), ("ci_high", b.plus(reach))] {
                if let Some(printed) = line.figure(column) {
                    let why = Why::new("interval-from-b").number("df", df).range("low", "high", implied);
                    found.push(judge(
                        kept(line, column),
                        line,
                        "interval",
                        &printed.text,
                        printed.range(),
                        implied,
                        why,
                    ));
                }
            }
        }
        self.beta(line, found);
    }

    fn beta(&self, line: &Line, found: &mut Vec<Finding>) {
        let Some(printed) = line.figure("beta") else { return };
        let size = printed.range().magnitude();
        let t = line.range("value").map(Range::magnitude);
        let mut say = |implied: Range, why: Why| {
            let why = why.range("low", "high", implied);
            found.push(judge(kept(line, "beta"), line, "beta", &printed.text, size, implied, why));
        };
        if let (true, Some(t), Some(df)) = (self.predictors == 1.0, t, self.left()) {
            let implied = t.rising(|t| t / (t * t + df).sqrt());
            say(implied, Why::new("beta-from-t").text("t", text(line, "value")).number("df", df));
            return;
        }
        let spread_x = line.range("sd_x").or_else(|| {
            let (n, ones) = (self.cases?, line.count("ones")?);
            Some(Range::exactly((ones * (n - ones) / (n * (n - 1.0))).max(0.0).sqrt()))
        });
        let spread_y = self.outcome.and_then(|outcome| outcome.range("sd"));
        if let (Some(b), Some(x), Some(y)) = (line.range("b"), spread_x, spread_y) {
            let implied = b.magnitude().times(x.at_least(0.0)).over(y);
            say(
                implied,
                Why::new("beta-from-b").text("b", text(line, "b")).number("sd_x", (x.low + x.high) / 2.0),
            );
            return;
        }
        // |β| is never less than what the predictor adds by itself: |t| √((1 − R²)/df). What keeps to it is not worth a line.
        if let (Some(t), Some(r2), Some(df)) = (t, self.line.range("r2"), self.left()) {
            let least = t.low * ((1.0 - r2.high.min(1.0)) / df).sqrt();
            if size.high < least * (1.0 - 1e-11) {
                say(
                    Range::new(least, f64::INFINITY),
                    Why::new("beta-floor").text("t", text(line, "value")).number("df", df),
                );
            }
        }
    }

    /// F, R², adjusted R² and p of the model, which hang together through n and k.
    fn whole_figures(&self, found: &mut Vec<Finding>) {
        let (line, k) = (self.line, self.predictors);
        let (f, r2, adjusted) = (line.figure("value"), line.figure("r2"), line.figure("adj_r2"));
        let slope = self.coefficients.iter().find(|line| line.kind == Kind::Coefficient);
        if let (true, Some(f), Some(t)) = (k == 1.0, f, slope.and_then(|slope| slope.figure("value"))) {
            let implied = t.range().squared();
            let why = Why::new("f-from-t").text("t", t.text.clone()).range("low", "high", implied);
            found.push(judge(kept(line, "F-t"), line, "f-from-t", &f.text, f.range(), implied, why));
        }
        let mut held = true;
        if let (Some(f), Some(r2), Some(df)) = (f, r2, self.left()) {
            let implied = r2.range().within(0.0, 1.0).rising(|r2| r2 / k / ((1.0 - r2) / df));
            held = f.range().meets(implied);
            let why = Why::new("f-from-r2")
                .text("r2", r2.text.clone())
                .number("k", k)
                .number("df", df)
                .range("low", "high", implied);
            found.push(judge(kept(line, "F"), line, "f-from-r2", &f.text, f.range(), implied, why));
        }
        if let (Some(r2), Some(adjusted), Some(df)) = (r2, adjusted, self.left()) {
            let implied = r2.range().within(0.0, 1.0).rising(|r2| 1.0 - (1.0 - r2) * (df + k) / df);
            let why = Why::new("adjusted-r2")
                .text("r2", r2.text.clone())
                .number("k", k)
                .number("df", df)
                .range("low", "high", implied);
            let judged =
                judge(kept(line, "adj"), line, "adjusted-r2", &adjusted.text, adjusted.range(), implied, why);
            found.push(if held { judged } else { as_information(judged) });
        }
        if let (Some(f), Some(df)) = (f, self.left()) {
            let laws = [Law::F(Range::exactly(k), Range::exactly(df))];
            if let Some(p) = p_from(kept(line, "p"), line, f, &laws, false) {
                // The same figure may be printed as .004 here and 0.004 there.
                let digits = |text: &str| Figure::read(text, Marks::Point).map(|figure| figure.decimal);
                let facts = |one: &Finding| {
                    (
                        digits(&one.printed),
                        one.why.facts.get("value").cloned(),
                        one.why.facts.get("df").cloned(),
                    )
                };
                let before = found
                    .iter()
                    .find(|one| one.check == "p" && facts(one) == facts(&p))
                    .map(|one| one.id.clone());
                found.push(match before {
                    Some(id) => {
                        let told = as_information(p);
                        Finding {
                            why: Why { key: "same-figures-as", ..told.why.text("other_id", id) },
                            ..told
                        }
                    }
                    None if held => p,
                    None => as_information(p),
                });
            }
        }
        if !held || self.cases.is_none() {
            self.fitting_sizes(found);
        }
    }

    /// Which numbers of predictors and of cases would fulfil F, R², adjusted R² and p together.
    fn fitting_sizes(&self, found: &mut Vec<Finding>) {
        const MOST_PREDICTORS: u32 = 12;
        let (Some(f), Some(r2)) = (self.line.range("value"), self.line.range("r2")) else { return };
        let (f, r2) = (f.at_least(0.0), r2.within(0.0, 1.0));
        let adjusted = self.line.range("adj_r2");
        let p = self.line.range("p").map(|p| p.within(0.0, 1.0));
        let most_cases = (self.cases.unwrap_or(1_000.0) * 2.0).clamp(1_000.0, 10_000.0) as u32;
        let fits = |k: f64, n: f64| {
            let df = n - k - 1.0;
            let from_f = f.rising(|f| k * f / (k * f + df));
            let mut low = r2.low.max(from_f.low);
            let mut high = r2.high.min(from_f.high);
            if let Some(adjusted) = adjusted {
                let from_adjusted = adjusted.rising(|adjusted| 1.0 - (1.0 - adjusted) * df / (n - 1.0));
                (low, high) = (low.max(from_adjusted.low), high.min(from_adjusted.high));
            }
            low <= high && p.is_none_or(|p| Law::F(Range::exactly(k), Range::exactly(df)).p(f).meets(p))
        };
        let mut said = Vec::new();
        let mut all = Range::new(f64::INFINITY, f64::NEG_INFINITY);
        for k in 1..=MOST_PREDICTORS {
            let sizes = (k + 2..=most_cases).filter(|n| fits(f64::from(k), f64::from(*n)));
            let ends =
                sizes.fold(None, |ends: Option<(u32, u32)>, n| Some((ends.map_or(n, |ends| ends.0), n)));
            if let Some((least, most)) = ends {
                said.push(format!("k = {k}: n = {least}–{most}"));
                all = Range::new(all.low.min(f64::from(least)), all.high.max(f64::from(most)));
            }
        }
        let key = if said.is_empty() { "no-size-fits" } else { "sizes-that-fit" };
        let printed = format!(
            "k = {}, n = {}",
            self.predictors,
            self.cases.map_or(String::from("?"), |n| format!("{n}"))
        );
        let why = Why::new(key).text("sizes", said.join("; ")).number("most_cases", f64::from(most_cases));
        found.push(inform(kept(self.line, "fit"), self.line, "sizes", &printed, all, why));
    }

    /// R² is at least what one of several predictors adds by itself: t² / (t² + df).
    fn floor(&self, found: &mut Vec<Finding>) {
        let (Some(r2), Some(df), true) = (self.line.figure("r2"), self.left(), self.predictors > 1.0) else {
            return;
        };
        let slopes = self.coefficients.iter().filter(|line| line.kind == Kind::Coefficient);
        let largest = slopes.filter_map(|line| line.figure("value")).max_by(|a, b| {
            let least = |printed: &super::line::Printed| printed.range().magnitude().low;
            least(a).total_cmp(&least(b))
        });
        let Some(t) = largest else { return };
        let least = t.range().magnitude().low.powi(2);
        let implied = Range::new(least / (least + df), 1.0);
        let why =
            Why::new("r2-floor").text("t", t.text.clone()).number("df", df).range("low", "high", implied);
        found.push(judge(
            kept(self.line, "floor"),
            self.line,
            "r2-floor",
            &r2.text,
            r2.range(),
            implied,
            why,
        ));
    }

    /// A model whose one predictor tells two groups apart: the constant is one mean, constant and slope the other, and both standard
    /// errors follow from the sizes.
    fn two_groups(&self, book: &Book, found: &mut Vec<Finding>) {
        let company = book.company(self.line);
        let members = company.first().map(|test| book.members(test)).unwrap_or_default();
        let Some(groups) =
            groups_of(&members).filter(|groups| groups.sizes.len() == 2 && self.predictors == 1.0)
        else {
            return;
        };
        let of = |kind: Kind| self.coefficients.iter().find(|line| line.kind == kind);
        let (Some(constant), Some(slope)) = (of(Kind::Constant), of(Kind::Coefficient)) else { return };
        let both = |column: &str| Some((constant.range(column)?, slope.range(column)?));
        let words = |column: &str| format!("{} / {}", text(constant, column), text(slope, column));
        // Which group is coded 0 is not printed; the order that comes nearer is taken.
        if let Some((b0, b1)) = both("b") {
            let other = b0.plus(b1);
            let apart =
                |zero: usize| b0.distance(groups.means[zero]) + other.distance(groups.means[1 - zero]);
            let zero = usize::from(apart(1) < apart(0));
            let (mean, other_mean) = (groups.means[zero], groups.means[1 - zero]);
            let fits = b0.meets(mean) && other.meets(other_mean);
            let why = Why::new("means-of-two-groups").range("low", "high", mean).range(
                "other_low",
                "other_high",
                other_mean,
            );
            let verdict = if fits { Verdict::Agrees } else { Verdict::CannotHold };
            found.push(super::stated(
                kept(self.line, "groups"),
                self.line,
                "group-means",
                &words("b"),
                mean,
                verdict,
                why,
            ));
        }
        let Some((se0, se1)) = both("se") else { return };
        let error = groups.error().root();
        let slope_error = error.scaled((1.0 / groups.sizes[0] + 1.0 / groups.sizes[1]).sqrt());
        let constant_error = |zero: usize| error.scaled(1.0 / groups.sizes[zero].sqrt());
        let zero = usize::from(se0.distance(constant_error(1)) < se0.distance(constant_error(0)));
        let fits = se0.meets(constant_error(zero)) && se1.meets(slope_error);
        let why = Why::new("errors-of-two-groups")
            .range("low", "high", constant_error(zero))
            .range("slope_low", "slope_high", slope_error)
            .number("n_first", groups.sizes[0])
            .number("n_second", groups.sizes[1]);
        let verdict = if fits { Verdict::Agrees } else { Verdict::CannotHold };
        let implied = constant_error(zero);
        found.push(super::stated(
            kept(self.line, "errors"),
            self.line,
            "group-errors",
            &words("se"),
            implied,
            verdict,
            why,
        ));
        if !fits {
            found.extend(self.implied_sizes(se0, se1, &words("se")));
        }
    }

    /// Group sizes that both standard errors allow, the residual spread being that of the outcome less what R² explains.
    fn implied_sizes(&self, se0: Range, se1: Range, printed: &str) -> Option<Finding> {
        let (n, df, sd) = (self.cases?, self.left()?, self.outcome?.range("sd")?);
        let r2 = self.line.range("r2")?.within(0.0, 1.0);
        let unexplained = Range::new(1.0 - r2.high, 1.0 - r2.low);
        let error = sd.at_least(0.0).squared().times(unexplained).scaled((n - 1.0) / df).root();
        let fits = |zero: f64| {
            se0.meets(error.scaled(1.0 / zero.sqrt()))
                && se1.meets(error.scaled((1.0 / zero + 1.0 / (n - zero)).sqrt()))
        };
        let sizes: Vec<f64> = (1..n.min(1e6) as u32).map(f64::from).filter(|zero| fits(*zero)).collect();
        let implied =
            Range::new(sizes.first().copied().unwrap_or(f64::NAN), sizes.last().copied().unwrap_or(f64::NAN));
        let key = if sizes.is_empty() { "no-sizes-from-errors" } else { "sizes-from-errors" };
        let why = Why::new(key).number("n", n).range("low", "high", implied);
        Some(inform(kept(self.line, "sizes"), self.line, "sizes", printed, implied, why))
    }
}

/// Told, not counted: it hangs on figures that already contradict each other.
fn as_information(finding: Finding) -> Finding {
    if finding.verdict == Verdict::Agrees {
        return Finding { verdict: Verdict::Information, ..finding };
    }
    let mut why = finding.why;
    why.facts.insert("depends", Fact::Flag(true));
    Finding { verdict: Verdict::Information, why, ..finding }
}

/// A printed decision at the level of 5 %, beside the p value that B and its standard error give.
fn decision(book: &Book, line: &Line) -> Option<Finding> {
    let said = line.word("decision");
    let about = book.company(line).into_iter().next()?;
    let model = Model::of(book, book.home(about)?);
    let (b, se) = about.range("b").zip(about.range("se"))?;
    let df = model?.left()?;
    let p = Law::T(Range::exactly(df)).p(b.over(se));
    let follows = if p.high <= 0.05 {
        "supported"
    } else if p.low > 0.05 {
        "not-supported"
    } else {
        "open"
    };
    let turns = follows != "open" && !said.is_empty() && follows != said;
    let why = Why::new("decision")
        .text("said", said)
        .text("follows", follows)
        .flag("turns", turns)
        .range("low", "high", p);
    Some(inform(line.id.clone(), line, "decision", said, p, why))
}

fn text(line: &Line, column: &str) -> String {
    line.figure(column).map(|printed| printed.text.clone()).unwrap_or_default()
}

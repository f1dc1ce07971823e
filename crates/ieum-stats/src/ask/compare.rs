//! `ieum stats ttest`, `ieum stats anova`: from values, or from n, mean and standard deviation alone.

use super::request::Cases;
use super::{Answer, Family, Method, Opt, Refusal, Request, Takes};
use crate::compare::{
    Alternative, AnovaOptions, Kind, Method as Posthoc, TOptions, one_sample, one_sample_of, one_way,
    one_way_of, paired, two_samples, two_samples_of,
};
use crate::dd::Dd;
use crate::describe::Moments;
use crate::intake::{Fault, is_missing};
use crate::{Caution, Unfit};

/// Groups that a refusal names.
const MOST_NAMED: usize = 8;
const ALTERNATIVES: &[&str] = &["two-sided", "less", "greater"];
const KINDS: &[&str] = &["welch", "pooled"];
const POSTHOC: &[&str] = &["scheffe", "tukey", "games-howell", "bonferroni"];

const N: Opt =
    Opt::optional("n", Takes::Column, "Column of group sizes, when the table holds a row for each group");
const MEAN: Opt = Opt::optional("mean", Takes::Column, "Column of group means, with --n");
const SD: Opt = Opt::optional("sd", Takes::Column, "Column of group standard deviations, with --n");
const CONFIDENCE: Opt =
    Opt::optional("confidence", Takes::Number, "Confidence of the intervals, 0.95 unless given");

pub(super) const TTEST: Method = Method {
    family: Family::Stats,
    key: "ttest",
    about: "t tests: one group against a value, two measurements of each case, two groups",
    options: &[
        Opt::optional("value", Takes::Column, "Column of numbers"),
        Opt::optional("group", Takes::Column, "Column that tells two groups apart"),
        Opt::optional("paired", Takes::Column, "Second measurement of each case"),
        Opt::optional("against", Takes::Number, "Value that one group is held against, 0 unless given"),
        Opt::optional("kind", Takes::Choice(KINDS), "Two groups: welch (spreads free) or pooled (Student)"),
        Opt::optional(
            "alternative",
            Takes::Choice(ALTERNATIVES),
            "What p looks for: two-sided, less or greater",
        ),
        N,
        MEAN,
        SD,
        CONFIDENCE,
    ],
    formula: "t = (m1 − m2)/se; pooled: se² = s²(1/n1 + 1/n2); Welch: se² = s1²/n1 + s2²/n2 with Satterthwaite's degrees of freedom",
    source: "Student 1908; Welch 1947, Biometrika 34, 28–35; Satterthwaite 1946; Hedges 1981",
    run: ttest,
};

pub(super) const ANOVA: Method = Method {
    family: Family::Stats,
    key: "anova",
    about: "One-way analysis of variance with comparisons of pairs and letters",
    options: &[
        Opt::optional("value", Takes::Column, "Column of numbers"),
        Opt::needed("group", Takes::Column, "Column of groups"),
        Opt::optional(
            "posthoc",
            Takes::Columns,
            "Comparisons of pairs: scheffe, tukey, games-howell, bonferroni; scheffe and tukey unless given",
        ),
        N,
        MEAN,
        SD,
        CONFIDENCE,
    ],
    formula: "F = (Σnᵢ(mᵢ − m)²/(g − 1)) / (Σ(nᵢ − 1)sᵢ²/(n − g)); R² = between/(between + within)",
    source: "Fisher 1925; Scheffé 1953; Tukey 1949 and Kramer 1956; Games and Howell 1976; Welch 1951; Brown and Forsythe 1974",
    run: anova,
};

fn t_options(request: &Request) -> Result<TOptions, Refusal> {
    let alternative = match request.choice("alternative", ALTERNATIVES)? {
        "less" => Alternative::Less,
        "greater" => Alternative::Greater,
        _ => Alternative::TwoSided,
    };
    Ok(TOptions { confidence: request.number("confidence", 0.95)?, alternative })
}

fn ttest(request: &Request) -> Result<Answer, Refusal> {
    let options = t_options(request)?;
    let against = Dd::from(request.number("against", 0.0)?);
    let kind = if request.choice("kind", KINDS)? == "pooled" { Kind::Pooled } else { Kind::Welch };
    if request.word("n").is_some() {
        let (groups, names, rows) = summaries(request)?;
        let found = match &groups[..] {
            [one] => one_sample_of(one, against, options),
            [first, second] => two_samples_of(first, second, kind, options),
            _ => Err(Unfit::Shape { expected: 2, found: groups.len() }),
        };
        let found = found.map_err(|unfit| request.unfit(unfit, Vec::new(), &rows))?;
        return Ok(named(Answer::of(&found, request), &names));
    }
    if request.word("value").is_none() {
        return Err(Refusal::OneOf { ways: &["value", "n+mean+sd"] });
    }
    let value = request.column("value")?;
    let blame = |rows: &[usize]| {
        let (columns, rows) = (request.names(&[value]), rows.to_vec());
        move |unfit| request.unfit(unfit, columns, &rows)
    };
    if request.word("paired").is_some() {
        let second = request.column("paired")?;
        let cases = request.cases(&[value, second]);
        let (first, other) = (request.exact(value)?, request.exact(second)?);
        let of = |all: &[Dd]| cases.rows.iter().map(|row| all[*row]).collect::<Vec<Dd>>();
        let found = paired(&of(&first), &of(&other), options).map_err(blame(&cases.rows))?;
        return Ok(Answer::of(&found, request).left_out(cases.dropped));
    }
    if request.word("group").is_some() {
        let (groups, names, cases) = grouped(request, value)?;
        let [first, second] = &groups[..] else { return Err(wrong_groups(request, &cases, 2)?) };
        let least = if kind == Kind::Pooled { 1 } else { 2 };
        if let Some(small) = groups.iter().position(|group| group.len() < least) {
            return Err(small_group(request, &cases, &names[small], groups[small].len(), least)?);
        }
        let found = two_samples(first, second, kind, options).map_err(blame(&cases.rows))?;
        let answer = named(Answer::of(&found, request), &names);
        return told(request, answer, &cases);
    }
    let cases = request.cases(&[value]);
    let exact = request.exact(value)?;
    let values: Vec<Dd> = cases.rows.iter().map(|row| exact[*row]).collect();
    let found = one_sample(&values, against, options).map_err(blame(&cases.rows))?;
    Ok(Answer::of(&found, request).left_out(cases.dropped))
}

fn anova(request: &Request) -> Result<Answer, Refusal> {
    let mut methods = Vec::new();
    for word in request.words("posthoc").flat_map(|words| words.split(',')).map(str::trim) {
        methods.push(match word {
            "scheffe" => Posthoc::Scheffe,
            "tukey" => Posthoc::Tukey,
            "games-howell" => Posthoc::GamesHowell,
            "bonferroni" => Posthoc::Bonferroni,
            _ => return Err(Refusal::Value { option: "posthoc", text: word.to_owned(), known: POSTHOC }),
        });
    }
    if methods.is_empty() {
        methods = vec![Posthoc::Scheffe, Posthoc::Tukey];
    }
    let options = AnovaOptions { confidence: request.number("confidence", 0.95)?, methods };
    if request.word("n").is_some() {
        let (groups, names, rows) = summaries(request)?;
        let found =
            one_way_of(&groups, &names, &options).map_err(|unfit| request.unfit(unfit, Vec::new(), &rows))?;
        return Ok(Answer::of(&found, request));
    }
    if request.word("value").is_none() {
        return Err(Refusal::OneOf { ways: &["value", "n+mean+sd"] });
    }
    let value = request.column("value")?;
    let (groups, names, cases) = grouped(request, value)?;
    if groups.len() < 2 {
        return Err(wrong_groups(request, &cases, 2)?);
    }
    // Somewhere within a group there must be a spread to hold the groups against.
    if groups.iter().all(|group| group.len() < 2) {
        return Err(small_group(request, &cases, &names[0], groups[0].len(), 2)?);
    }
    let slices: Vec<&[Dd]> = groups.iter().map(Vec::as_slice).collect();
    let found = one_way(&slices, &names, &options)
        .map_err(|unfit| request.unfit(unfit, request.names(&[value]), &cases.rows))?;
    told(request, Answer::of(&found, request), &cases)
}

/// The answer with what is to be said of rows and groups that took no part.
fn told(request: &Request, answer: Answer, cases: &Cases) -> Result<Answer, Refusal> {
    let groups = request.groups_without(request.column("group")?, cases);
    let answer = if groups.is_empty() { answer } else { answer.cautioned(&Caution::EmptyGroups { groups }) };
    Ok(answer.left_out(cases.dropped))
}

/// That a column tells the wrong number of groups apart; groups that only miss values are told by their lack of one.
fn wrong_groups(request: &Request, cases: &Cases, needed: usize) -> Result<Refusal, Refusal> {
    let group = request.column("group")?;
    let (_, known) = request.groups_in(group, cases);
    let (column, found) = (request.names(&[group]).concat(), known.len());
    if let Some(text) = request.groups_without(group, cases).into_iter().next() {
        let row = (0..request.table().rows()).find(|row| request.table().cell(*row, group) == text);
        let line = row.map_or(0, |row| request.table().line(row));
        if found < needed {
            return Ok(Fault::SmallGroup { line, column, text, found: 0, needed: 1 }.into());
        }
    }
    let known = known.into_iter().take(MOST_NAMED).collect();
    Ok(Fault::WrongGroups { column, found, needed, known }.into())
}

/// That a group has too few values, with the line of its first.
fn small_group(
    request: &Request,
    cases: &Cases,
    name: &str,
    found: usize,
    needed: usize,
) -> Result<Refusal, Refusal> {
    let group = request.column("group")?;
    let row = cases.rows.iter().find(|row| request.table().cell(**row, group) == name);
    let line = row.map_or(0, |row| request.table().line(*row));
    Ok(Fault::SmallGroup {
        line,
        column: request.names(&[group]).concat(),
        text: name.to_owned(),
        found,
        needed,
    }
    .into())
}

/// Groups, their names, and the rows they came from.
type Groups<G, R> = (Vec<G>, Vec<String>, R);

/// Values group by group, the groups' names, and the rows they came from.
fn grouped(request: &Request, value: usize) -> Result<Groups<Vec<Dd>, Cases>, Refusal> {
    let group = request.column("group")?;
    let cases = request.cases(&[value, group]);
    let (codes, names) = request.groups_in(group, &cases);
    let exact = request.exact(value)?;
    let mut groups = vec![Vec::new(); names.len()];
    for (row, code) in cases.rows.iter().zip(codes) {
        groups[code].push(exact[*row]);
    }
    Ok((groups, names, cases))
}

/// Groups as n, mean and standard deviation, with their names and rows.
fn summaries(request: &Request) -> Result<Groups<Moments, Vec<usize>>, Refusal> {
    let columns = [request.column("n")?, request.column("mean")?, request.column("sd")?];
    let name = request.word("group").map(|_| request.column("group")).transpose()?;
    let rows = request.cases(&columns).rows;
    let [n, mean, sd] = [
        request.numbers(columns[0])?.values.into_iter().map(Dd::from).collect(),
        request.exact(columns[1])?,
        request.exact(columns[2])?,
    ];
    let mut groups = Vec::with_capacity(rows.len());
    for row in &rows {
        let size: &Dd = &n[*row];
        let whole = size.to_f64();
        if !(whole >= 0.0 && whole.fract() == 0.0 && whole < 9e15) {
            return Err(Unfit::OutOfRange { name: "n", value: whole, low: 1.0, high: 9e15 }.into());
        }
        groups.push(Moments::printed(whole as usize, mean[*row], sd[*row])?);
    }
    let called = |row: &usize| {
        let text = name.map_or("", |column| request.table().cell(*row, column));
        if is_missing(text) { format!("{}", row + 1) } else { text.to_owned() }
    };
    let names = rows.iter().map(called).collect();
    Ok((groups, names, rows))
}

/// The names of the groups in place of the function's own.
fn named(mut answer: Answer, names: &[String]) -> Answer {
    if let Some(serde_json::Value::Array(groups)) = answer.figures.get_mut("groups") {
        for (group, name) in groups.iter_mut().zip(names) {
            if let Some(group) = group.as_object_mut() {
                group.insert("name".to_owned(), name.clone().into());
            }
        }
    }
    answer
}

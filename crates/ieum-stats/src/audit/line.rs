//! The table that an audit reads: one printed row a line, only the cells that were printed.

use crate::intake::{Bound, Fault, Figure, Marks, Table};
use std::collections::BTreeMap;

use super::range::Range;

/// What a line of the table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Share,
    Part,
    Total,
    Subset,
    Ratio,
    Contrast,
    Same,
    Whole,
    Test,
    Group,
    Model,
    Constant,
    Coefficient,
    Decision,
}

impl Kind {
    pub(super) const ALL: [(&'static str, Self); 14] = [
        ("share", Self::Share),
        ("part", Self::Part),
        ("total", Self::Total),
        ("subset", Self::Subset),
        ("ratio", Self::Ratio),
        ("contrast", Self::Contrast),
        ("same", Self::Same),
        ("whole", Self::Whole),
        ("test", Self::Test),
        ("group", Self::Group),
        ("model", Self::Model),
        ("constant", Self::Constant),
        ("coefficient", Self::Coefficient),
        ("decision", Self::Decision),
    ];

    /// Kinds that the line named in column `in` may have; empty when a line of this kind is in nothing.
    const fn homes(self) -> &'static [Self] {
        match self {
            Self::Share | Self::Part | Self::Total | Self::Subset => &[Self::Total, Self::Subset],
            Self::Test | Self::Model => &[Self::Whole],
            Self::Group => &[Self::Test],
            Self::Constant | Self::Coefficient => &[Self::Model],
            _ => &[],
        }
    }

    /// Kinds that the lines named in column `with` may have, and how many of them there must be.
    const fn company(self) -> (&'static [Self], std::ops::RangeInclusive<usize>) {
        match self {
            Self::Ratio => (&[Self::Share, Self::Part, Self::Total, Self::Whole, Self::Group], 2..=2),
            Self::Contrast => (&[Self::Share], 2..=2),
            Self::Same => (&[Self::Share, Self::Part, Self::Total, Self::Whole, Self::Group], 1..=1),
            Self::Model => (&[Self::Test], 0..=1),
            Self::Decision => (&[Self::Coefficient, Self::Test], 1..=1),
            _ => (&[], 0..=0),
        }
    }

    /// Columns that a line of this kind cannot do without.
    const fn needs(self) -> &'static [&'static str] {
        match self {
            Self::Share => &["base", "value"],
            Self::Part | Self::Total | Self::Subset | Self::Ratio | Self::Same => &["value"],
            Self::Group => &["in"],
            Self::Model => &["k"],
            Self::Constant | Self::Coefficient => &["in"],
            _ => &[],
        }
    }
}

/// Columns of figures.
const FIGURES: &[&str] = &[
    "n", "base", "value", "mean", "sd", "skewness", "kurtosis", "least", "most", "step", "df1", "df2", "p",
    "b", "se", "beta", "sd_x", "ones", "ci_low", "ci_high", "r2", "adj_r2", "dw", "k",
];
/// Columns of words.
const WORDS: &[&str] = &[
    "id",
    "kind",
    "label",
    "in",
    "with",
    "statistic",
    "tail",
    "letters",
    "posthoc",
    "item",
    "decision",
    "place",
];
/// Columns whose figures count things, and so are whole and exact.
const COUNTS: &[&str] = &["n", "base", "ones", "k"];
/// Words that a column takes, where it takes only some.
const CHOICES: &[(&str, &[&str])] = &[
    ("statistic", &["t", "f", "t/f", "welch", "paired", "chi2", "z", "r"]),
    ("tail", &["two", "one"]),
    ("posthoc", &["scheffe", "tukey"]),
    ("decision", &["supported", "not-supported"]),
];

/// A figure and the text it was printed as.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Printed {
    pub(super) text: String,
    pub(super) figure: Figure,
}

impl Printed {
    pub(super) fn range(&self) -> Range {
        let (low, high) = self.figure.range();
        Range::new(low, high)
    }

    pub(super) fn value(&self) -> f64 {
        self.figure.value
    }
}

/// One line of the table.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) line: u64,
    pub(super) id: String,
    pub(super) kind: Kind,
    words: BTreeMap<&'static str, String>,
    figures: BTreeMap<&'static str, Printed>,
}

impl Line {
    pub(super) fn figure(&self, column: &str) -> Option<&Printed> {
        self.figures.get(column)
    }

    /// The range of a figure as printed.
    pub(super) fn range(&self, column: &str) -> Option<Range> {
        self.figure(column).map(Printed::range)
    }

    /// A count, exact.
    pub(super) fn count(&self, column: &str) -> Option<f64> {
        self.figure(column).map(Printed::value)
    }

    pub(super) fn word(&self, column: &str) -> &str {
        self.words.get(column).map_or("", String::as_str)
    }

    pub(super) fn figures(&self) -> impl Iterator<Item = (&'static str, &Printed)> {
        self.figures.iter().map(|(column, printed)| (*column, printed))
    }

    /// The figure a line stands for where only one is meant: its value, else its mean, else its n.
    pub(super) fn main(&self) -> Option<&Printed> {
        ["value", "mean", "n"].into_iter().find_map(|column| self.figure(column))
    }
}

/// The lines of a table and how they belong together.
#[derive(Debug)]
pub(super) struct Book {
    pub(super) lines: Vec<Line>,
    by_id: BTreeMap<String, usize>,
    members: BTreeMap<String, Vec<usize>>,
}

impl Book {
    pub(super) fn read(table: &Table) -> Result<Self, Vec<Fault>> {
        let known = || FIGURES.iter().chain(WORDS).map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let mut faults = Vec::new();
        for name in table.names() {
            if !FIGURES.contains(&name.as_str()) && !WORDS.contains(&name.as_str()) {
                faults.push(Fault::UnknownColumn { name: name.clone(), known: known() });
            } else if let Err(twice) = table.column(name) {
                faults.push(twice);
            }
        }
        if let Err(missing) = table.column("kind") {
            faults.push(missing);
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let places: BTreeMap<&'static str, usize> =
            FIGURES.iter().chain(WORDS).filter_map(|name| Some((*name, table.column(name).ok()?))).collect();
        let lines: Vec<Line> =
            (0..table.rows()).filter_map(|row| line(table, &places, row, &mut faults)).collect();
        let by_id = lines.iter().enumerate().rev().map(|(at, line)| (line.id.clone(), at)).collect();
        let mut members: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, line) in lines.iter().enumerate().filter(|(_, line)| !line.word("in").is_empty()) {
            members.entry(line.word("in").to_owned()).or_default().push(at);
        }
        let book = Self { lines, by_id, members };
        faults.extend(book.loose_ends());
        if faults.is_empty() { Ok(book) } else { Err(faults) }
    }

    pub(super) fn called(&self, id: &str) -> Option<&Line> {
        self.by_id.get(id).map(|at| &self.lines[*at])
    }

    pub(super) fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(move |line| line.kind == kind)
    }

    /// The line that this one belongs to.
    pub(super) fn home(&self, line: &Line) -> Option<&Line> {
        self.called(line.word("in"))
    }

    /// The lines that belong to this one.
    pub(super) fn members(&self, home: &Line) -> Vec<&Line> {
        self.members.get(&home.id).into_iter().flatten().map(|at| &self.lines[*at]).collect()
    }

    /// The lines that this one is about.
    pub(super) fn company(&self, line: &Line) -> Vec<&Line> {
        line.word("with").split_whitespace().filter_map(|id| self.called(id)).collect()
    }

    fn loose_ends(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        let mut seen: BTreeMap<&str, &Line> = BTreeMap::new();
        for line in &self.lines {
            if let Some(other) = seen.insert(&line.id, line) {
                let (other_line, text) = (other.line, line.id.clone());
                faults.push(Fault::RepeatedName { line: line.line, other_line, text });
            }
        }
        for line in &self.lines {
            let unfit = |column: &str, text: &str| {
                let (column, text) = (column.to_owned(), text.to_owned());
                Fault::NoSuchRow { line: line.line, column, text }
            };
            let home = line.word("in");
            let fits = |kinds: &[Kind], id: &str| {
                seen.get(id).is_some_and(|found| kinds.contains(&found.kind) && found.id != line.id)
            };
            if !home.is_empty() && !fits(line.kind.homes(), home) {
                faults.push(unfit("in", home));
            }
            let (kinds, how_many) = line.kind.company();
            let company: Vec<&str> = line.word("with").split_whitespace().collect();
            faults.extend(company.iter().filter(|id| !fits(kinds, id)).map(|id| unfit("with", id)));
            if !how_many.contains(&company.len()) {
                faults.push(Fault::Lacks { line: line.line, column: "with".to_owned() });
            }
        }
        faults
    }
}

fn line(
    table: &Table,
    places: &BTreeMap<&'static str, usize>,
    row: usize,
    faults: &mut Vec<Fault>,
) -> Option<Line> {
    let number = table.line(row);
    let (mut words, mut figures) = (BTreeMap::new(), BTreeMap::new());
    let cell = |column: &str| places.get(column).map_or("", |at| table.cell(row, *at));
    for column in WORDS {
        let text = cell(column);
        if text.is_empty() {
            continue;
        }
        let choices = CHOICES.iter().find(|(name, _)| name == column).map(|(_, choices)| *choices);
        let text = if choices.is_some() {
            text.to_lowercase().replace('²', "2").replace('χ', "chi")
        } else {
            text.to_owned()
        };
        match choices {
            Some(choices) if !choices.contains(&text.as_str()) => {
                let known = choices.iter().map(|choice| (*choice).to_owned()).collect();
                faults.push(Fault::UnknownWord { line: number, column: (*column).to_owned(), text, known });
            }
            _ => {
                words.insert(*column, text);
            }
        }
    }
    for column in FIGURES {
        let text = cell(column);
        // A dash or an empty cell prints nothing; «n.s.» in column p says: above 0.05.
        if crate::intake::is_missing(text) {
            continue;
        }
        let says_not_significant =
            *column == "p" && matches!(text.to_lowercase().as_str(), "ns" | "n.s." | "n.s");
        let read = if says_not_significant { "> 0.05" } else { text };
        let fits = |figure: &Figure| {
            let whole = figure.decimals == 0
                && figure.bound == Bound::Is
                && figure.value >= 0.0
                && figure.value < 9e15;
            figure.value.is_finite() && (whole || !COUNTS.contains(column))
        };
        match Figure::read(read, Marks::Point).filter(fits) {
            Some(figure) => {
                figures.insert(*column, Printed { text: text.to_owned(), figure });
            }
            None => {
                let (column, text) = ((*column).to_owned(), text.to_owned());
                faults.push(Fault::NotANumber { line: number, column, text });
            }
        }
    }
    let id = words.get("id").cloned().unwrap_or_else(|| format!("line-{number}"));
    let named = words.get("kind").cloned().unwrap_or_default();
    let Some((_, kind)) = Kind::ALL.into_iter().find(|(name, _)| *name == named) else {
        let known = Kind::ALL.iter().map(|(name, _)| (*name).to_owned()).collect();
        faults.push(Fault::UnknownWord { line: number, column: "kind".to_owned(), text: named, known });
        return None;
    };
    for needed in kind.needs() {
        if !figures.contains_key(needed) && !words.contains_key(needed) {
            faults.push(Fault::Lacks { line: number, column: (*needed).to_owned() });
        }
    }
    Some(Line { line: number, id, kind, words, figures })
}

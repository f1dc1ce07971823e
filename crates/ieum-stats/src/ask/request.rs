//! What is asked of a method: a table, perhaps a second one, and options by name.

use super::Refusal;
use crate::dd::Dd;
use crate::intake::{Fault, Figure, Marks, Numbers, Reading, Table, is_missing};
use crate::ols::formula::{Design, Formula, Values};
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};

/// A table and options.
#[derive(Debug, Clone, Default)]
pub struct Request {
    table: Table,
    others: BTreeMap<String, Table>,
    options: BTreeMap<String, Vec<String>>,
    /// What was chosen in reading columns, gathered as they are read.
    readings: RefCell<Vec<Reading>>,
}

impl Cases {
    /// The rows of a design.
    pub(super) fn of(design: &Design) -> Self {
        Self { rows: design.rows.clone(), dropped: design.dropped }
    }
}

/// Rows that have a value in every column asked for.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Cases {
    /// Rows of the table, from 0.
    pub(super) rows: Vec<usize>,
    /// How many rows were left out.
    pub(super) dropped: usize,
}

impl Request {
    /// Asks about a table.
    #[must_use]
    pub fn about(table: Table) -> Self {
        Self { table, ..Self::default() }
    }

    /// The same with a value for an option; several values of one option are kept in order.
    #[must_use]
    pub fn option(mut self, key: &str, value: impl Into<String>) -> Self {
        self.options.entry(key.to_owned()).or_default().push(value.into());
        self
    }

    /// The same with a second table.
    #[must_use]
    pub fn beside(mut self, key: &str, table: Table) -> Self {
        self.others.insert(key.to_owned(), table);
        self
    }

    /// The table.
    #[must_use]
    pub fn table(&self) -> &Table {
        &self.table
    }

    /// The table given to an option.
    #[must_use]
    pub fn other(&self, key: &str) -> Option<&Table> {
        self.others.get(key)
    }

    pub(super) fn readings(&self) -> Vec<Reading> {
        self.readings.borrow().clone()
    }

    /// The values of an option, in order.
    pub fn words(&self, key: &str) -> impl Iterator<Item = &str> {
        self.options.get(key).into_iter().flatten().map(String::as_str)
    }

    /// The first value of an option.
    #[must_use]
    pub fn word(&self, key: &str) -> Option<&str> {
        self.words(key).next()
    }

    /// Whether a flag is set.
    #[must_use]
    pub fn flag(&self, key: &str) -> bool {
        self.options.contains_key(key)
    }

    /// A number, or what stands for it when none is given.
    pub(super) fn number(&self, option: &'static str, otherwise: f64) -> Result<f64, Refusal> {
        let Some(text) = self.word(option) else { return Ok(otherwise) };
        let read = text.trim().parse().ok().filter(|value: &f64| value.is_finite());
        read.ok_or_else(|| Refusal::Value { option, text: text.to_owned(), known: &[] })
    }

    /// A whole number from 0, or what stands for it when none is given.
    pub(super) fn whole(&self, option: &'static str, otherwise: usize) -> Result<usize, Refusal> {
        let Some(text) = self.word(option) else { return Ok(otherwise) };
        let refusal = Refusal::Value { option, text: text.to_owned(), known: &[] };
        text.trim().parse().map_or(Err(refusal), Ok)
    }

    /// A whole number from 0 to `most`, or what stands for it when none is given.
    pub(super) fn whole_to(
        &self,
        option: &'static str,
        otherwise: usize,
        most: usize,
    ) -> Result<usize, Refusal> {
        let value = self.whole(option, otherwise)?;
        if value > most {
            let (value, high) = (value as f64, most as f64);
            return Err(crate::Unfit::OutOfRange { name: option, value, low: 0.0, high }.into());
        }
        Ok(value)
    }

    /// The names of all options given, tables included.
    pub(super) fn given(&self) -> impl Iterator<Item = &str> {
        self.options.keys().chain(self.others.keys()).map(String::as_str)
    }

    /// One of several words; the first when none is given.
    pub(super) fn choice(
        &self,
        option: &'static str,
        known: &'static [&'static str],
    ) -> Result<&'static str, Refusal> {
        let first = known.first().copied().unwrap_or_default();
        let Some(text) = self.word(option) else { return Ok(first) };
        let found = known.iter().copied().find(|word| *word == text);
        found.ok_or_else(|| Refusal::Value { option, text: text.to_owned(), known })
    }

    /// The column that an option names.
    pub(super) fn column(&self, option: &'static str) -> Result<usize, Refusal> {
        let name = self.word(option).ok_or(Refusal::Missing { option })?;
        Ok(self.table.column(name)?)
    }

    /// The columns that an option names; each value may name several, with commas between, unless a heading is called so.
    pub(super) fn columns(&self, option: &'static str) -> Result<Vec<usize>, Refusal> {
        let mut columns = Vec::new();
        for word in self.words(option) {
            if let Ok(column) = self.table.column(word) {
                columns.push(column);
                continue;
            }
            for name in word.split(',') {
                columns.push(self.table.column(name)?);
            }
        }
        Ok(columns)
    }

    /// A column of numbers of the table.
    pub(super) fn numbers(&self, column: usize) -> Result<Numbers, Refusal> {
        self.numbers_of(&self.table, column)
    }

    /// A column of numbers of any table; what was chosen in reading it is noted once.
    pub(super) fn numbers_of(&self, table: &Table, column: usize) -> Result<Numbers, Refusal> {
        let numbers = table.numbers(column)?;
        let mut readings = self.readings.borrow_mut();
        for reading in &numbers.readings {
            if !readings.contains(reading) {
                readings.push(reading.clone());
            }
        }
        Ok(numbers)
    }

    /// A column of numbers with all the digits of the file; NaN where it is missing.
    pub(super) fn exact(&self, column: usize) -> Result<Vec<Dd>, Refusal> {
        let numbers = self.numbers(column)?;
        Ok(self.table.exact(column, &numbers))
    }

    /// The rows in which every one of these columns has a value.
    pub(super) fn cases(&self, columns: &[usize]) -> Cases {
        let is_whole = |row: &usize| columns.iter().all(|column| !is_missing(self.table.cell(*row, *column)));
        let rows: Vec<usize> = (0..self.table.rows()).filter(is_whole).collect();
        Cases { dropped: self.table.rows() - rows.len(), rows }
    }

    /// The groups of a column that have no row among these, though the table names them.
    pub(super) fn groups_without(&self, column: usize, cases: &Cases) -> Vec<String> {
        if cases.dropped == 0 {
            return Vec::new();
        }
        let (_, with) = self.groups_in(column, cases);
        let (_, all) = self.groups_in(column, &self.cases(&[column]));
        all.into_iter().filter(|name| !with.contains(name)).collect()
    }

    /// Refuses rows that tell of one unit and one period twice.
    pub(super) fn once(&self, unit: usize, time: usize, cases: &Cases) -> Result<(), Refusal> {
        let mut seen: HashMap<(&str, &str), u64> = HashMap::new();
        for row in &cases.rows {
            let (unit, time) = (self.table.cell(*row, unit), self.table.cell(*row, time));
            let line = self.table.line(*row);
            if let Some(other_line) = seen.insert((unit, time), line) {
                return Err(Fault::RepeatedName { line, other_line, text: format!("{unit} · {time}") }.into());
            }
        }
        Ok(())
    }

    /// A column of numbers in certain rows.
    pub(super) fn numbers_in(&self, column: usize, cases: &Cases) -> Result<Vec<f64>, Refusal> {
        let numbers = self.numbers(column)?;
        Ok(cases.rows.iter().map(|row| numbers.values[*row]).collect())
    }

    /// A column of words in certain rows: each row's place among the different words, and the words in alphabetical order, or in the
    /// order of numbers when all are numbers.
    pub(super) fn groups_in(&self, column: usize, cases: &Cases) -> (Vec<usize>, Vec<String>) {
        groups(cases.rows.iter().map(|row| self.table.cell(*row, column)))
    }

    /// A column as formulas take it: numbers, or categories when most of its cells are words.
    ///
    /// # Errors
    /// When most cells are numbers but one is not: a slip, not a category.
    pub(super) fn values(&self, name: &str) -> Result<Values<'static>, Refusal> {
        let column = self.table.column(name)?;
        match self.exact(column) {
            Ok(values) => Ok(Values::Numbers(values.into())),
            Err(Refusal::Table(faults))
                if !matches!(faults.first(), Some(Fault::EmptyColumn { .. }))
                    && self.is_mostly_words(column) =>
            {
                let cell =
                    |row| Some(self.table.cell(row, column)).filter(|cell| !is_missing(cell)).unwrap_or("");
                let cells: Vec<&str> = (0..self.table.rows()).map(cell).collect();
                Ok(Values::from_words(&cells))
            }
            Err(refusal) => Err(refusal),
        }
    }

    /// Whether at least half of a column's cells are words. `5%`, `.5` and `<.001` are numbers, whatever is wrong with them.
    fn is_mostly_words(&self, column: usize) -> bool {
        let filled =
            (0..self.table.rows()).map(|row| self.table.cell(row, column)).filter(|cell| !is_missing(cell));
        let (mut numbers, mut words) = (0_usize, 0_usize);
        for cell in filled {
            let digits = cell.bytes().filter(u8::is_ascii_digit).count();
            let reads =
                || [Marks::Point, Marks::Comma].iter().any(|marks| Figure::read(cell, *marks).is_some());
            if digits * 2 > cell.chars().count() || reads() { numbers += 1 } else { words += 1 }
        }
        words >= numbers
    }

    /// A column of yes or no in certain rows: 1 and 0, true and false, yes and no.
    pub(super) fn truths_in(&self, column: usize, cases: &Cases) -> Result<Vec<bool>, Refusal> {
        const KNOWN: [&str; 6] = ["1", "0", "true", "false", "yes", "no"];
        let truth = |row: &usize| {
            let text = self.table.cell(*row, column).to_lowercase();
            let known = text
                .parse()
                .ok()
                .filter(|value: &f64| *value == 0.0 || *value == 1.0)
                .map(|value| value == 1.0);
            let named = KNOWN.iter().position(|word| *word == text).map(|at| at % 2 == 0);
            known.or(named).ok_or_else(|| {
                let (line, name) = (self.table.line(*row), self.names(&[column]).concat());
                let known = KNOWN.iter().map(|word| (*word).to_owned()).collect();
                Refusal::from(Fault::UnknownWord { line, column: name, text, known })
            })
        };
        cases.rows.iter().map(truth).collect()
    }

    /// A column of whole numbers, such as years, in certain rows.
    pub(super) fn integers_in(&self, column: usize, cases: &Cases) -> Result<Vec<i64>, Refusal> {
        let values = self.numbers_in(column, cases)?;
        let whole = |(row, value): (&usize, f64)| {
            if value.fract() == 0.0 && value.abs() < 9e15 {
                return Ok(value as i64);
            }
            let (line, text) = (self.table.line(*row), self.table.cell(*row, column).to_owned());
            Err(Fault::NotANumber { line, column: self.names(&[column]).concat(), text }.into())
        };
        cases.rows.iter().zip(values).map(whole).collect()
    }

    /// The column that an option names, if it is given.
    pub(super) fn maybe_column(&self, option: &'static str) -> Result<Option<usize>, Refusal> {
        self.word(option).map(|_| self.column(option)).transpose()
    }

    /// What the formula of an option makes of the table; a row without a value in one of `beside` is left out, too.
    pub(super) fn design(&self, option: &'static str, beside: &[usize]) -> Result<Design, Refusal> {
        let formula: Formula = self.word(option).unwrap_or_default().parse()?;
        let mut known: BTreeMap<&str, Values<'static>> = BTreeMap::new();
        for name in formula.columns() {
            known.insert(name, self.values(name)?);
        }
        let gaps = |row: &usize| beside.iter().any(|column| is_missing(self.table.cell(*row, *column)));
        let gaps: Vec<usize> =
            if beside.is_empty() { Vec::new() } else { (0..self.table.rows()).filter(gaps).collect() };
        for values in known.values_mut().take(usize::from(!gaps.is_empty())) {
            match values {
                Values::Numbers(numbers) => {
                    gaps.iter().for_each(|row| numbers.to_mut()[*row] = Dd::from(f64::NAN))
                }
                Values::Categories { codes, .. } => gaps.iter().for_each(|row| codes.to_mut()[*row] = None),
            }
        }
        formula.design(&|name: &str| known.get(name).cloned()).map_err(|unfit| {
            let columns = std::iter::once(String::new())
                .chain(formula.columns().into_iter().map(str::to_owned))
                .collect();
            let rows: Vec<usize> = (0..self.table.rows()).collect();
            self.unfit(unfit, columns, &rows)
        })
    }

    /// The headings of columns.
    pub(super) fn names(&self, columns: &[usize]) -> Vec<String> {
        columns.iter().filter_map(|column| self.table.names().get(*column).cloned()).collect()
    }

    /// A refusal that names columns by their headings and rows by their lines.
    pub(super) fn unfit(&self, unfit: crate::Unfit, columns: Vec<String>, rows: &[usize]) -> Refusal {
        Refusal::Unfit { unfit, columns, lines: rows.iter().map(|row| self.table.line(*row)).collect() }
    }
}

/// Each word's place among the different ones, and those in order: of numbers when all are numbers, else of the alphabet.
pub(super) fn groups<'a>(words: impl Iterator<Item = &'a str>) -> (Vec<usize>, Vec<String>) {
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut names: Vec<&str> = Vec::new();
    let mut at: Vec<usize> = Vec::new();
    for word in words {
        let place = *places.entry(word).or_insert_with(|| {
            names.push(word);
            names.len() - 1
        });
        at.push(place);
    }
    let value = |name: &str| name.parse().ok().filter(|value: &f64| value.is_finite());
    let numbers: Option<Vec<f64>> = names.iter().map(|name| value(name)).collect();
    let mut order: Vec<usize> = (0..names.len()).collect();
    match numbers {
        Some(numbers) => order.sort_by(|a, b| numbers[*a].total_cmp(&numbers[*b]).then(a.cmp(b))),
        None => order.sort_by_key(|place| names[*place]),
    }
    let mut moved = vec![0; order.len()];
    for (new, old) in order.iter().enumerate() {
        moved[*old] = new;
    }
    at.iter_mut().for_each(|place| *place = moved[*place]);
    (at, order.into_iter().map(|place| names[place].to_owned()).collect())
}

//! From a formula and a table to columns of numbers.

use super::read::same;
use super::{Columns, Expression, Factor, Formula, Function, Values};
use crate::dd::{Column, Dd};
use crate::{Matrix, Unfit};

/// The name of the term that is 1 in every row.
pub const INTERCEPT: &str = "(Intercept)";

/// What a formula makes of a table: an outcome and columns that explain it, without the rows in which a value is missing.
#[derive(Debug, Clone, PartialEq)]
pub struct Design {
    /// The outcome as the formula has it; empty when the formula has none.
    pub outcome_name: String,
    /// The outcome of each row kept; empty when the formula has none.
    pub outcome: Column,
    /// The name of each column.
    pub terms: Vec<String>,
    /// The columns, the intercept first if there is one.
    pub columns: Vec<Column>,
    /// Whether the first column is the intercept.
    pub intercept: bool,
    /// Which rows of the table were kept, in order, counted from 0.
    pub rows: Vec<usize>,
    /// How many rows were left out because a value was missing.
    pub dropped: usize,
}

impl Design {
    /// The columns as a matrix of doubles, one row per row kept.
    #[must_use]
    pub fn matrix(&self) -> Matrix {
        let mut matrix = Matrix::zeros(self.rows.len(), self.columns.len());
        for (at, column) in self.columns.iter().enumerate() {
            for (row, &value) in column.rounded().iter().enumerate() {
                *matrix.at_mut(row, at) = value;
            }
        }
        matrix
    }

    /// The outcome as doubles.
    #[must_use]
    pub fn outcome_f64(&self) -> &[f64] {
        self.outcome.rounded()
    }
}

/// A factor's values in every row of the table.
enum Evaluated {
    Numbers(Vec<Dd>),
    Categories { codes: Vec<Option<usize>>, names: Vec<String> },
}

impl Evaluated {
    fn len(&self) -> usize {
        match self {
            Self::Numbers(values) => values.len(),
            Self::Categories { codes, .. } => codes.len(),
        }
    }

    fn is_missing(&self, row: usize) -> bool {
        match self {
            Self::Numbers(values) => values[row].hi().is_nan(),
            Self::Categories { codes, .. } => codes[row].is_none(),
        }
    }
}

impl Formula {
    /// The design this formula makes of a table. Rows with a missing value in any column the formula names are left out and counted.
    ///
    /// # Errors
    /// [`Unfit::NoColumn`] and [`Unfit::NotNumbers`] name a column; [`Unfit::Shape`] when columns differ in length; [`Unfit::NotFinite`]
    /// where a value is infinite or arithmetic runs out of its domain (the logarithm of nought): `row` of the table, `column` counting
    /// the outcome as 0 and the formula's terms from 1; [`Unfit::TooFew`] when no row is left.
    pub fn design<'a>(&self, table: &impl Columns<'a>) -> Result<Design, Unfit> {
        let outcome = self.outcome.as_ref().map(|factor| evaluate(factor, table)).transpose()?;
        if let (Some(Evaluated::Categories { .. }), Some(factor)) = (&outcome, &self.outcome) {
            return Err(Unfit::NotNumbers { name: factor.label.clone() });
        }
        let terms: Vec<Vec<Evaluated>> = self
            .terms
            .iter()
            .map(|term| term.iter().map(|factor| evaluate(factor, table)).collect())
            .collect::<Result<_, _>>()?;
        let everything = || outcome.iter().chain(terms.iter().flatten());
        let Some(length) = everything().map(Evaluated::len).next() else {
            return Err(Unfit::TooFew { needed: 1, found: 0 });
        };
        if let Some(other) = everything().map(Evaluated::len).find(|&other| other != length) {
            return Err(Unfit::Shape { expected: length, found: other });
        }
        let mut missing = vec![false; length];
        for name in self.columns() {
            mark_missing(table, name, &mut missing);
        }
        let rows: Vec<usize> = (0..length).filter(|&row| !missing[row]).collect();
        if rows.is_empty() {
            return Err(Unfit::TooFew { needed: 1, found: 0 });
        }
        let number = |at: usize, part: &Evaluated| match part {
            Evaluated::Numbers(values) => {
                let wrong = rows.iter().find(|&&row| !values[row].is_finite());
                wrong.map_or(Ok(()), |&row| Err(Unfit::NotFinite { row, column: at }))
            }
            Evaluated::Categories { .. } => Ok(()),
        };
        outcome.iter().try_for_each(|part| number(0, part))?;
        for (at, term) in terms.iter().enumerate() {
            term.iter().try_for_each(|part| number(at + 1, part))?;
        }
        let mut design = Design {
            outcome_name: self.outcome.as_ref().map(|factor| factor.label.clone()).unwrap_or_default(),
            outcome: match &outcome {
                Some(Evaluated::Numbers(values)) => rows.iter().map(|&row| values[row]).collect(),
                _ => Column::default(),
            },
            terms: Vec::new(),
            columns: Vec::new(),
            intercept: self.intercept,
            dropped: length - rows.len(),
            rows,
        };
        if self.intercept {
            design.terms.push(INTERCEPT.to_owned());
            design.columns.push(design.rows.iter().map(|_| Dd::ONE).collect());
        }
        self.put_terms(&terms, &mut design);
        Ok(design)
    }

    fn put_terms(&self, terms: &[Vec<Evaluated>], design: &mut Design) {
        // Whether the column of ones lies in what the columns so far span.
        let mut ones_spanned = self.intercept;
        for (factors, parts) in self.terms.iter().zip(terms) {
            let mut made = vec![(String::new(), vec![Dd::ONE; design.rows.len()])];
            for (at, (factor, part)) in factors.iter().zip(parts).enumerate() {
                let without: Vec<Factor> = factors
                    .iter()
                    .enumerate()
                    .filter(|(other, _)| *other != at)
                    .map(|(_, f)| f.clone())
                    .collect();
                let spanned = if without.is_empty() {
                    ones_spanned
                } else {
                    self.terms.iter().any(|term| same(term, &without))
                };
                made = multiplied(&made, factor, part, spanned, &design.rows);
                let full = matches!(part, Evaluated::Categories { .. }) && factors.len() == 1;
                ones_spanned |= full;
            }
            for (name, values) in made {
                design.terms.push(name);
                design.columns.push(Column::from(&values[..]));
            }
        }
    }
}

type Named = (String, Vec<Dd>);

/// Each column made so far times each column of a factor.
fn multiplied(
    made: &[Named],
    factor: &Factor,
    part: &Evaluated,
    spanned: bool,
    rows: &[usize],
) -> Vec<Named> {
    let joined = |name: &str, label: &str| {
        if name.is_empty() { label.to_owned() } else { format!("{name}:{label}") }
    };
    let mut next = Vec::new();
    for (name, values) in made {
        match part {
            Evaluated::Numbers(numbers) => {
                let product = values.iter().zip(rows).map(|(&value, &row)| value * numbers[row]).collect();
                next.push((joined(name, &factor.label), product));
            }
            Evaluated::Categories { codes, names } => {
                // A category no kept row has would be a column of noughts.
                let there: Vec<usize> = (0..names.len())
                    .filter(|code| rows.iter().any(|&row| codes[row] == Some(*code)))
                    .collect();
                for &code in there.iter().skip(usize::from(spanned)) {
                    let label = format!("{}[{}]", factor.label, names[code]);
                    let dummy = values.iter().zip(rows);
                    let product =
                        dummy.map(|(&value, &row)| if codes[row] == Some(code) { value } else { Dd::ZERO });
                    next.push((joined(name, &label), product.collect()));
                }
            }
        }
    }
    next
}

fn mark_missing<'a>(table: &impl Columns<'a>, name: &str, missing: &mut [bool]) {
    let part = match table.column(name) {
        Some(Values::Numbers(values)) => Evaluated::Numbers(values.into_owned()),
        Some(Values::Categories { codes, .. }) => {
            Evaluated::Categories { codes: codes.into_owned(), names: Vec::new() }
        }
        None => return,
    };
    for (row, missing) in missing.iter_mut().enumerate().take(part.len()) {
        *missing |= part.is_missing(row);
    }
}

fn evaluate<'a>(factor: &Factor, table: &impl Columns<'a>) -> Result<Evaluated, Unfit> {
    if let Expression::Column(name) = &factor.expression {
        let found = table.column(name).ok_or_else(|| Unfit::NoColumn { name: name.clone() })?;
        match found {
            Values::Categories { codes, names } => {
                return Ok(Evaluated::Categories { codes: codes.into_owned(), names: names.into_owned() });
            }
            Values::Numbers(values) if factor.categorical => return Ok(categories(&values)),
            Values::Numbers(values) => return Ok(Evaluated::Numbers(values.into_owned())),
        }
    }
    calculate(&factor.expression, table).map(|calculated| match calculated {
        Calculated::Same(value) => Evaluated::Numbers(vec![value]),
        Calculated::Each(values) => Evaluated::Numbers(values),
    })
}

/// The different numbers of a column as categories, in their order, named by their shortest decimal text.
fn categories(values: &[Dd]) -> Evaluated {
    let mut different: Vec<f64> = values.iter().map(|value| value.to_f64()).filter(|v| !v.is_nan()).collect();
    different.sort_by(f64::total_cmp);
    different.dedup();
    let code = |value: &Dd| different.binary_search_by(|other| other.total_cmp(&value.to_f64())).ok();
    Evaluated::Categories {
        codes: values.iter().map(code).collect(),
        names: different.iter().map(f64::to_string).collect(),
    }
}

/// A number for every row, or one for all.
enum Calculated {
    Same(Dd),
    Each(Vec<Dd>),
}

fn calculate<'a>(expression: &Expression, table: &impl Columns<'a>) -> Result<Calculated, Unfit> {
    let map = |inner: Calculated, change: &dyn Fn(Dd) -> Dd| match inner {
        Calculated::Same(value) => Calculated::Same(change(value)),
        Calculated::Each(values) => Calculated::Each(values.into_iter().map(change).collect()),
    };
    Ok(match expression {
        Expression::Number(value) => Calculated::Same(*value),
        Expression::Column(name) => match table.column(name) {
            Some(Values::Numbers(values)) => Calculated::Each(values.into_owned()),
            Some(Values::Categories { .. }) => return Err(Unfit::NotNumbers { name: name.clone() }),
            None => return Err(Unfit::NoColumn { name: name.clone() }),
        },
        Expression::Negative(inner) => map(calculate(inner, table)?, &|value| -value),
        Expression::Call(function, inner) => map(calculate(inner, table)?, &|value| call(*function, value)),
        Expression::Two(left, sign, right) => {
            let apply = |a: Dd, b: Dd| two(a, *sign, b);
            match (calculate(left, table)?, calculate(right, table)?) {
                (Calculated::Same(a), right) => map(right, &|b| apply(a, b)),
                (left, Calculated::Same(b)) => map(left, &|a| apply(a, b)),
                (Calculated::Each(a), Calculated::Each(b)) => {
                    if a.len() != b.len() {
                        return Err(Unfit::Shape { expected: a.len(), found: b.len() });
                    }
                    Calculated::Each(a.into_iter().zip(b).map(|(a, b)| apply(a, b)).collect())
                }
            }
        }
    })
}

fn call(function: Function, value: Dd) -> Dd {
    match function {
        Function::Log => value.ln(),
        Function::Log10 => value.ln() / Dd::from(10.0).ln(),
        Function::Exp => value.exp(),
        Function::Sqrt => value.sqrt(),
        Function::Abs => value.abs(),
    }
}

fn two(a: Dd, sign: char, b: Dd) -> Dd {
    match sign {
        '+' => a + b,
        '-' => a - b,
        '*' => a * b,
        '/' => a / b,
        _ => {
            let whole = b.to_f64();
            if b.lo() == 0.0 && whole.fract() == 0.0 && whole.abs() < 1_000.0 {
                a.powi(whole as i32)
            } else {
                (a.ln() * b).exp()
            }
        }
    }
}

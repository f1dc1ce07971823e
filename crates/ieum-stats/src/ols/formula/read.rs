//! Reading the text of a formula.

use std::str::FromStr;

use super::{Expression, Factor, Formula, Function};
use crate::Unfit;

/// The text and how far it has been read, in characters.
struct Reader {
    letters: Vec<char>,
    at: usize,
    /// How many signs and brackets stand open.
    depth: usize,
    /// How many signs of arithmetic have been read: each makes the expression one level deeper.
    signs: usize,
}

/// The longest formula read, in characters, and the deepest: more would be no model anyone means, and reading is recursive.
const LONGEST: usize = 8_000;
const DEEPEST: usize = 60;
const MOST_SIGNS: usize = 200;

impl FromStr for Formula {
    type Err = Unfit;

    /// Reads a formula; one without an outcome (`~ x1 + x2`, or no `~` at all) is read too, for models that have theirs elsewhere.
    ///
    /// # Errors
    /// [`Unfit::Formula`] at the first character that does not fit.
    fn from_str(text: &str) -> Result<Self, Unfit> {
        let mut reader = Reader { letters: text.chars().collect(), at: 0, depth: 0, signs: 0 };
        if reader.letters.len() > LONGEST {
            return Err(Unfit::Formula { at: LONGEST });
        }
        let outcome = if !text.contains('~') || reader.take('~') {
            None
        } else {
            let outcome = reader.factor()?;
            if !reader.take('~') {
                return reader.stuck();
            }
            Some(outcome)
        };
        let mut formula = Self { outcome, terms: Vec::new(), intercept: true };
        let mut add = !reader.take('-');
        loop {
            reader.terms(add, &mut formula)?;
            if reader.take('+') {
                add = !reader.take('-');
            } else if reader.take('-') {
                add = false;
            } else if reader.peek().is_none() {
                return Ok(formula);
            } else {
                return reader.stuck();
            }
        }
    }
}

impl Reader {
    fn stuck<T>(&self) -> Result<T, Unfit> {
        Err(Unfit::Formula { at: self.at })
    }

    /// The next letter that is no blank.
    fn peek(&mut self) -> Option<char> {
        while self.letters.get(self.at).is_some_and(|letter| letter.is_whitespace()) {
            self.at += 1;
        }
        self.letters.get(self.at).copied()
    }

    fn take(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        self.at += usize::from(found);
        found
    }

    /// `a`, `a:b`, `a*b`, `1` or `0`, put into the formula or taken out.
    fn terms(&mut self, add: bool, formula: &mut Formula) -> Result<(), Unfit> {
        if let Some(digit @ ('0' | '1')) = self.peek() {
            self.at += 1;
            formula.intercept = (digit == '1') == add;
            return Ok(());
        }
        let mut made = vec![vec![self.factor()?]];
        loop {
            if self.take(':') {
                let factor = self.factor()?;
                made.iter_mut().for_each(|term| join(term, &factor));
            } else if self.take('*') {
                let factor = self.factor()?;
                let mut crossed = made.clone();
                crossed.iter_mut().for_each(|term| join(term, &factor));
                made.push(vec![factor]);
                made.extend(crossed);
            } else {
                break;
            }
        }
        for term in made {
            let there = formula.terms.iter().position(|other| same(other, &term));
            match there {
                Some(at) if !add => drop(formula.terms.remove(at)),
                None if add => formula.terms.push(term),
                _ => {}
            }
        }
        Ok(())
    }

    /// A column, a call, or arithmetic inside `I(…)`.
    fn factor(&mut self) -> Result<Factor, Unfit> {
        self.peek();
        let from = self.at;
        let name = self.name()?;
        if self.peek() != Some('(') || name.quoted {
            return Ok(Factor {
                label: name.text.clone(),
                expression: Expression::Column(name.text),
                categorical: false,
            });
        }
        self.at += 1;
        let inner = self.sum()?;
        if !self.take(')') {
            return self.stuck();
        }
        let label: String =
            self.letters[from..self.at].iter().filter(|letter| !letter.is_whitespace()).collect();
        match (name.text.as_str(), inner) {
            ("I", inner) => Ok(Factor { label, expression: inner, categorical: false }),
            ("C", Expression::Column(column)) => Ok(Factor {
                label: column.clone(),
                expression: Expression::Column(column),
                categorical: true,
            }),
            (called, inner) => match function(called) {
                Some(function) => {
                    let expression = Expression::Call(function, Box::new(inner));
                    Ok(Factor { label, expression, categorical: false })
                }
                None => Err(Unfit::Formula { at: from }),
            },
        }
    }

    fn name(&mut self) -> Result<Name, Unfit> {
        if self.take('`') {
            let from = self.at;
            while self.letters.get(self.at).is_some_and(|&letter| letter != '`') {
                self.at += 1;
            }
            let text: String = self.letters[from..self.at].iter().collect();
            if text.is_empty() || !self.take('`') {
                return self.stuck();
            }
            return Ok(Name { text, quoted: true });
        }
        let from = self.at;
        let begins = self.peek().is_some_and(|letter| letter.is_alphabetic() || letter == '_');
        while begins
            && self
                .letters
                .get(self.at)
                .is_some_and(|&letter| letter.is_alphanumeric() || matches!(letter, '_' | '.'))
        {
            self.at += 1;
        }
        if from == self.at {
            return self.stuck();
        }
        Ok(Name { text: self.letters[from..self.at].iter().collect(), quoted: false })
    }

    fn count_sign(&mut self) -> Result<(), Unfit> {
        self.signs += 1;
        if self.signs > MOST_SIGNS { self.stuck() } else { Ok(()) }
    }

    fn sum(&mut self) -> Result<Expression, Unfit> {
        let mut left = self.product()?;
        while let Some(sign @ ('+' | '-')) = self.peek() {
            self.at += 1;
            self.count_sign()?;
            left = Expression::Two(Box::new(left), sign, Box::new(self.product()?));
        }
        Ok(left)
    }

    fn product(&mut self) -> Result<Expression, Unfit> {
        let mut left = self.signed()?;
        while let Some(sign @ ('*' | '/')) = self.peek() {
            self.at += 1;
            self.count_sign()?;
            left = Expression::Two(Box::new(left), sign, Box::new(self.signed()?));
        }
        Ok(left)
    }

    fn signed(&mut self) -> Result<Expression, Unfit> {
        self.depth += 1;
        let read = if self.depth > DEEPEST { self.stuck() } else { self.signed_at_depth() };
        self.depth -= 1;
        read
    }

    fn signed_at_depth(&mut self) -> Result<Expression, Unfit> {
        if self.take('-') {
            return Ok(Expression::Negative(Box::new(self.signed()?)));
        }
        let base = self.atom()?;
        // `**` is a power too, as other formulas have it.
        let stars = self.peek() == Some('*') && self.letters.get(self.at + 1) == Some(&'*');
        self.at += usize::from(stars);
        if stars && !self.take('*') || !stars && !self.take('^') {
            return Ok(base);
        }
        Ok(Expression::Two(Box::new(base), '^', Box::new(self.signed()?)))
    }

    fn atom(&mut self) -> Result<Expression, Unfit> {
        if self.take('(') {
            let inner = self.sum()?;
            return if self.take(')') { Ok(inner) } else { self.stuck() };
        }
        self.peek();
        let from = self.at;
        while self.letters.get(self.at).is_some_and(|&letter| {
            let after_exponent = self.at > from && matches!(self.letters[self.at - 1], 'e' | 'E');
            letter.is_ascii_digit()
                || letter == '.'
                || self.at > from && matches!(letter, 'e' | 'E')
                || after_exponent && matches!(letter, '+' | '-')
        }) {
            self.at += 1;
        }
        if from < self.at {
            let text: String = self.letters[from..self.at].iter().collect();
            return text.parse().map(Expression::Number).or(Err(Unfit::Formula { at: from }));
        }
        let name = self.name()?;
        if name.quoted || self.peek() != Some('(') {
            return Ok(Expression::Column(name.text));
        }
        let Some(function) = function(&name.text) else { return Err(Unfit::Formula { at: from }) };
        self.at += 1;
        let inner = self.sum()?;
        if self.take(')') { Ok(Expression::Call(function, Box::new(inner))) } else { self.stuck() }
    }
}

struct Name {
    text: String,
    quoted: bool,
}

fn function(name: &str) -> Option<Function> {
    match name {
        "log" | "ln" => Some(Function::Log),
        "log10" => Some(Function::Log10),
        "exp" => Some(Function::Exp),
        "sqrt" => Some(Function::Sqrt),
        "abs" => Some(Function::Abs),
        _ => None,
    }
}

/// Adds a factor to a term that does not have it yet.
fn join(term: &mut Vec<Factor>, factor: &Factor) {
    if !term.contains(factor) {
        term.push(factor.clone());
    }
}

/// Whether two terms are products of the same factors.
pub(super) fn same(one: &[Factor], other: &[Factor]) -> bool {
    one.len() == other.len() && one.iter().all(|factor| other.contains(factor))
}

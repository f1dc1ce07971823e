//! Methods by name: a table and options in, figures with their explanation out.
//!
//! The command line, the programs' interface and the pages all come through [`answer`], so that they cannot differ. Each method is
//! declared once, in a [`Method`]: its name, what it asks for, its formula and its source. Figures come as JSON objects whose field names
//! programs may rely on.

mod adjust;
mod ahp;
mod audit;
mod choice;
mod compare;
mod counts;
mod describe;
mod effects;
mod event;
mod firmness;
mod flows;
mod gaps;
mod land;
mod models;
mod ols;
mod panel;
mod place;
mod region;
mod request;
mod space;
mod survival;
mod whereabouts;

pub use request::Request;

use crate::intake::Fault;
use crate::{Caution, Unfit};
use serde::Serialize;
use serde_json::{Map, Value};

/// Which of the two commands a method belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Family {
    /// `ieum stats`
    Stats,
    /// `ieum region`
    Region,
}

impl Family {
    /// The command's name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Stats => "stats",
            Self::Region => "region",
        }
    }
}

/// What an option takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// The heading of a column.
    Column,
    /// Headings of columns, one or several.
    Columns,
    /// Any text, such as a formula.
    Text,
    /// A number.
    Number,
    /// A whole number from 0.
    Whole,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// Nothing: given or not.
    Flag,
    /// Another table.
    Table,
}

/// An option of a method.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opt {
    /// Its name, as on the command line after two dashes.
    pub key: &'static str,
    /// What it takes.
    pub takes: Takes,
    /// Whether the method cannot do without.
    pub needed: bool,
    /// What it means, in a line.
    pub about: &'static str,
}

impl Opt {
    const fn needed(key: &'static str, takes: Takes, about: &'static str) -> Self {
        Self { key, takes, needed: true, about }
    }

    const fn optional(key: &'static str, takes: Takes, about: &'static str) -> Self {
        Self { key, takes, needed: false, about }
    }
}

/// A method: what it is called, what it asks for, what it computes and who says so.
#[derive(Debug, Clone, Copy)]
pub struct Method {
    /// Which command it belongs to.
    pub family: Family,
    /// Its name there.
    pub key: &'static str,
    /// What it does, in a line.
    pub about: &'static str,
    /// What it asks for.
    pub options: &'static [Opt],
    /// The formula in plain text.
    pub formula: &'static str,
    /// Paper and equation.
    pub source: &'static str,
    run: fn(&Request) -> Result<Answer, Refusal>,
}

/// All methods, in the order people read them. A new method is a line here.
pub const METHODS: &[Method] = &[
    describe::METHOD,
    compare::TTEST,
    compare::ANOVA,
    counts::CHI2,
    counts::CORR,
    ols::METHOD,
    models::LOGIT,
    models::POISSON,
    models::NB,
    models::GAMMA,
    panel::FE,
    panel::DID,
    event::METHOD,
    effects::CS,
    effects::SC,
    effects::SDID,
    effects::PSM,
    survival::KM,
    survival::LOGRANK,
    survival::COX,
    adjust::METHOD,
    audit::METHOD,
    region::LQ,
    region::SHARES,
    region::SHIFT_SHARE,
    region::RELATEDNESS,
    region::COMPLEXITY,
    region::CROSS,
    region::DYNAMICS,
    region::CLUSTERS,
    space::MORAN,
    space::LISA,
    space::GEARY,
    space::HOTSPOTS,
    ahp::METHOD,
    choice::TOPSIS,
    choice::PROMETHEE,
    choice::WSM,
    place::PMEDIAN,
    place::COVER,
    flows::METHOD,
    land::METHOD,
    gaps::INEQUALITY,
    gaps::AGGLOMERATION,
    gaps::CLUSTER_INDEX,
];

/// The method of a name.
#[must_use]
pub fn method(family: Family, key: &str) -> Option<&'static Method> {
    METHODS.iter().find(|method| method.family == family && method.key == key)
}

/// Figures that were computed.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The figures by name; lists of objects are tables.
    pub figures: Map<String, Value>,
    /// Whether something was found that cannot hold.
    pub doubts: bool,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Refusal {
    /// The table is faulty.
    #[error("the table cannot be read: {}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Table(Vec<Fault>),
    /// An option is missing.
    #[error("option {option} is needed")]
    Missing {
        /// Its name.
        option: &'static str,
    },
    /// None of several options that would do is given.
    #[error("one of these is needed: {}", ways.join("; "))]
    OneOf {
        /// What would do: names of options, those that go together joined by a plus sign.
        ways: &'static [&'static str],
    },
    /// There is no such option.
    #[error("there is no option {option}; there are {}", known.join(", "))]
    Unknown {
        /// What was given.
        option: String,
        /// What there is.
        known: Vec<&'static str>,
    },
    /// An option's value is none that it takes.
    #[error("option {option} does not take {text}")]
    Value {
        /// Its name.
        option: &'static str,
        /// What was given.
        text: String,
        /// What it takes, when that is a short list.
        known: &'static [&'static str],
    },
    /// The figure cannot be had from these data.
    #[error("{unfit}")]
    Unfit {
        /// Why.
        unfit: Unfit,
        /// Names of the columns that the reason counts, as far as known.
        columns: Vec<String>,
        /// Lines of the file for the rows that the reason counts, as far as known.
        lines: Vec<u64>,
    },
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        Self::Table(vec![fault])
    }
}

impl From<Unfit> for Refusal {
    fn from(unfit: Unfit) -> Self {
        Self::Unfit { unfit, columns: Vec::new(), lines: Vec::new() }
    }
}

/// Does what a method does.
///
/// # Errors
/// [`Refusal`]: a faulty table, an option that is missing or unknown, or data from which the figure cannot be had.
pub fn answer(method: &Method, request: &Request) -> Result<Answer, Refusal> {
    let is_known = |given: &&str| method.options.iter().any(|option| option.key == *given);
    if let Some(option) = request.given().find(|given| !is_known(given)) {
        let known = method.options.iter().map(|option| option.key).collect();
        return Err(Refusal::Unknown { option: option.to_owned(), known });
    }
    for option in method.options.iter().filter(|option| option.needed) {
        let is_there = if option.takes == Takes::Table {
            request.other(option.key).is_some()
        } else {
            request.word(option.key).is_some()
        };
        if !is_there {
            return Err(Refusal::Missing { option: option.key });
        }
    }
    let mut answer =
        (method.run)(request).map_err(|refusal| whereabouts::placed(method, request, refusal))?;
    whereabouts::name_places(&mut answer.figures);
    if method.family == Family::Region && !answer.figures.contains_key("source") {
        answer = answer.with("source", method.source);
    }
    Ok(answer)
}

/// The command line that gives the same figures.
#[must_use]
pub fn command_line(method: &Method, request: &Request, file: &str) -> String {
    let mut line = format!("ieum {} {} --data {}", method.family.name(), method.key, quoted(file));
    for option in method.options {
        match option.takes {
            Takes::Flag if request.flag(option.key) => line.push_str(&format!(" --{}", option.key)),
            Takes::Flag => {}
            _ => {
                for word in request.words(option.key) {
                    line.push_str(&format!(" --{} {}", option.key, quoted(word)));
                }
            }
        }
    }
    line
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let plain =
        |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.' | '/' | ',' | ':' | '%');
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

impl Answer {
    /// An answer from a result and what was noticed on the way in.
    fn of(result: &impl Serialize, request: &Request) -> Self {
        let mut figures = match serde_json::to_value(result) {
            Ok(Value::Object(figures)) => figures,
            Ok(other) => Map::from_iter([("result".to_owned(), other)]),
            Err(_) => Map::new(),
        };
        // Some results call what is to be borne in mind cautions; programs find it under one name.
        let cautions = figures.remove("cautions").unwrap_or_default();
        let mut warnings = match figures.remove("warnings") {
            Some(Value::Array(warnings)) => warnings,
            _ => Vec::new(),
        };
        if let Value::Array(cautions) = cautions {
            warnings.extend(cautions);
        }
        warnings.extend(request.readings().iter().filter_map(|reading| serde_json::to_value(reading).ok()));
        figures.insert("warnings".to_owned(), Value::Array(warnings));
        Self { figures, doubts: false }
    }

    /// The same, saying how many cases were left out if any were.
    fn left_out(self, cases: usize) -> Self {
        if cases > 0 { self.cautioned(&Caution::Dropped { cases }) } else { self }
    }

    /// The same with one more figure.
    fn with(mut self, name: &str, value: impl Serialize) -> Self {
        self.figures.insert(name.to_owned(), serde_json::to_value(value).unwrap_or_default());
        self
    }

    /// The same with something more to bear in mind.
    fn cautioned(mut self, caution: &Caution) -> Self {
        if let (Some(Value::Array(warnings)), Ok(caution)) =
            (self.figures.get_mut("warnings"), serde_json::to_value(caution))
        {
            warnings.insert(0, caution);
        }
        self
    }
}

#[cfg(test)]
mod tests;

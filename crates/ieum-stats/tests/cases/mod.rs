//! Tables, formulas and options as nobody should send them, from a seed: the same number, the same case, on every machine.

use ieum_stats::ask::{METHODS, Method, Request, Takes, answer};
use ieum_stats::intake::{Figure, Limits, Marks, Table};
use ieum_stats::ols::formula::Formula;
use ieum_stats::space::Weights;

/// Chance by a counter (Steele, Lea and Flood 2014: SplitMix64).
pub(crate) struct Chance(u64);

impl Chance {
    /// Chance of one case.
    pub(crate) fn of(seed: u64, case: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ case.wrapping_mul(0xd1b5_4a32_d192_ed03))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to under `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(end.max(1)).unwrap_or(1)).unwrap_or_default()
    }

    fn one_in(&mut self, many: usize) -> bool {
        self.below(many) == 0
    }

    fn pick<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.below(of.len())]
    }
}

const ODD: &[&str] = &[
    "1,234",
    "1.234,5",
    "1,234.5",
    "1.234.567",
    "12,34",
    "0,5",
    ".5",
    "5.",
    "-",
    "−5",
    "–3",
    "+7",
    "1e5",
    "1E-3",
    "1e999",
    "1e-400",
    "-1e308",
    "4.9e-324",
    "5%",
    "12.5 %",
    "％",
    "<.001",
    "≤ 3",
    "> 5",
    "=4",
    "0.05**",
    "***",
    "inf",
    "-Infinity",
    "nan",
    "NA",
    "n/a",
    "null",
    "?",
    ".",
    "",
    " ",
    "x",
    "가",
    "예",
    "아니요",
    "1 234",
    "1\u{a0}234",
    "1\u{202f}234,5",
    "0x10",
    "1_000",
    "٣",
    "½",
    "1/2",
    "--1",
    "1-",
    "1e",
    "e5",
    "1e+",
    "1e99999999999",
    "0.00000000000000000000000000000000000000000001",
    "123456789012345678901234567890.123456789",
    "9007199254740993",
    "\u{feff}1",
    "1\u{0}",
    "\u{200b}",
    "a\u{301}",
    "true",
    "false",
    "yes",
    "no",
    "2003",
    "-0",
    "0",
    "00012",
    "n.s.",
    "=1+1",
    "#REF!",
];

fn cell(chance: &mut Chance, kind: usize) -> String {
    if chance.one_in(12) {
        return chance.pick(ODD).to_owned();
    }
    let whole = chance.below(200);
    match kind {
        0 => format!("{}", whole % 5),
        1 => format!("{}.{:02}", whole, chance.below(100)),
        2 => chance.pick(&["a", "b", "가", "나 다", "c\"d", "e,f", "g;h", "i\nj"]).to_owned(),
        3 => format!("{}", whole % 2),
        4 => format!("{}", 1998 + whole % 7),
        5 => format!("{},{}", whole, chance.below(10)),
        6 => format!("-{}e{}", whole, chance.below(40)),
        7 => format!("{}%", whole),
        _ => format!("{}", whole as f64 / 7.0),
    }
}

fn written(text: &str, delimiter: char, quoting: bool) -> String {
    let needs = text.contains([delimiter, '"', '\n', '\r']);
    if quoting && needs { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

/// A table as text: mostly sound, sometimes not at all.
pub(crate) fn table(chance: &mut Chance) -> String {
    let delimiter = *chance.pick(&[&',', &',', &',', &';', &'\t', &'|']);
    let end = chance.pick(&["\n", "\n", "\r\n", "\r"]);
    let (columns, rows) =
        (1 + chance.below(7), if chance.one_in(20) { chance.below(2) } else { 2 + chance.below(40) });
    let quoting = !chance.one_in(15);
    let kinds: Vec<usize> = (0..columns).map(|_| chance.below(9)).collect();
    let mut text = String::new();
    if chance.one_in(10) {
        text.push('\u{feff}');
    }
    let heads =
        ["y", "x", "g", "t", "e", "u", "v", "지역", "두 낱말", "a:b", "I(x)", "1", "", "x^2", "\"q\""];
    for at in 0..columns {
        if at > 0 {
            text.push(delimiter);
        }
        let head = if chance.one_in(10) { chance.pick(&heads) } else { heads[at % 8] };
        text.push_str(&written(head, delimiter, quoting));
    }
    for _ in 0..rows {
        text.push_str(end);
        let found = if chance.one_in(60) { chance.below(columns + 3) } else { columns };
        for at in 0..found {
            if at > 0 {
                text.push(delimiter);
            }
            let cell = cell(chance, kinds.get(at).copied().unwrap_or(8));
            text.push_str(&written(&cell, delimiter, quoting));
        }
    }
    if !chance.one_in(3) {
        text.push_str(end);
    }
    if chance.one_in(6) { mutated(&text, chance) } else { text }
}

/// A text with some of its letters taken out, doubled, moved or replaced.
pub(crate) fn mutated(text: &str, chance: &mut Chance) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    for _ in 0..=chance.below(6) {
        let at = chance.below(letters.len() + 1);
        match chance.below(5) {
            0 if at < letters.len() => drop(letters.remove(at)),
            1 => letters.insert(
                at,
                *chance.pick(&[&'"', &',', &'\n', &'\r', &'\0', &'\u{feff}', &';', &'%', &'-', &'9', &'가']),
            ),
            2 => {
                let end = (at + chance.below(20)).min(letters.len());
                let part: Vec<char> = letters[at..end].to_vec();
                letters.splice(at..at, part);
            }
            3 => {
                let end = (at + chance.below(10)).min(letters.len());
                letters.drain(at..end);
            }
            _ => letters.extend(chance.pick(ODD).chars()),
        }
    }
    letters.into_iter().collect()
}

/// A formula, more or less.
pub(crate) fn formula(chance: &mut Chance, heads: &[String]) -> String {
    let name = |chance: &mut Chance| match heads.is_empty() || chance.one_in(8) {
        true => chance.pick(&["x", "zz", "1", "0", "I(x^2)", "`두 낱말`", "log(x)", "I(x^99)"]).to_owned(),
        false => heads[chance.below(heads.len())].clone(),
    };
    let mut text = if chance.one_in(12) { String::new() } else { name(chance) };
    text.push_str(chance.pick(&[" ~ ", "~", " ~ ", " ", "~~"]));
    for at in 0..=chance.below(4) {
        if at > 0 {
            text.push_str(chance.pick(&[" + ", " - ", "*", ":", " + ", "+"]));
        }
        let term = name(chance);
        match chance.below(8) {
            0 => text.push_str(&format!("I({term}^{})", chance.below(12))),
            1 => text.push('1'),
            _ => text.push_str(&term),
        }
    }
    if chance.one_in(8) { mutated(&text, chance) } else { text }
}

fn word(option: Takes, table: &Table, chance: &mut Chance) -> String {
    let heads = table.names();
    let head = |chance: &mut Chance| match heads.is_empty() || chance.one_in(25) {
        true => chance.pick(ODD).to_owned(),
        false => heads[chance.below(heads.len())].clone(),
    };
    match option {
        Takes::Column => head(chance),
        Takes::Columns => {
            let names: Vec<String> = (0..=chance.below(3)).map(|_| head(chance)).collect();
            names.join(",")
        }
        Takes::Text => match chance.below(4) {
            0 => chance.pick(ODD).to_owned(),
            1 => "0.5,0.3,0.2".to_owned(),
            _ => formula(chance, heads),
        },
        Takes::Number => {
            chance.pick(&["0", "1", "0.5", "0.95", "-1", "2", "1e308", "1e-300", "nan", "", "95"]).to_owned()
        }
        Takes::Whole => {
            chance.pick(&["0", "1", "2", "3", "7", "20", "-1", "99999999999999999999", "x"]).to_owned()
        }
        Takes::Choice(known) if !chance.one_in(20) => known[chance.below(known.len())].to_owned(),
        _ => chance.pick(ODD).to_owned(),
    }
}

/// A request to a method: every option it needs and some that it does not.
pub(crate) fn request(method: &Method, table: &Table, chance: &mut Chance) -> Request {
    let mut request = Request::about(table.clone());
    for option in method.options {
        if (!option.needed || chance.one_in(30)) && !chance.one_in(4) {
            continue;
        }
        if option.takes == Takes::Table {
            if let Ok(other) = Table::read(&self::table(chance), Limits::default()) {
                request = request.beside(option.key, other);
            }
        } else {
            request = request.option(option.key, word(option.takes, table, chance));
        }
    }
    request
}

/// One case from beginning to end: a table read, its columns read, formulas and figures read, and a few methods asked. What it says is
/// of no interest here; it must come back.
pub(crate) fn run(seed: u64, case: u64) -> usize {
    let mut answered = 0;
    for (method, request) in questions(seed, case) {
        match answer(method, &request) {
            Ok(found) => {
                answered += 1;
                assert!(serde_json::to_string(&found.figures).is_ok());
            }
            Err(refusal) => assert!(!refusal.to_string().is_empty()),
        }
    }
    answered
}

/// What a case asks, once its table is read.
pub(crate) fn questions(seed: u64, case: u64) -> Vec<(&'static Method, Request)> {
    let mut chance = Chance::of(seed, case);
    let text = table(&mut chance);
    for odd in [chance.pick(ODD), &text.chars().take(30).collect::<String>()] {
        let _read = (Figure::read(odd, Marks::Point), Figure::read(odd, Marks::Comma));
    }
    let _weights = Weights::from_gal(&text);
    let limits =
        if chance.one_in(20) { Limits { columns: 3, rows: 5, letters: 200 } } else { Limits::default() };
    let Ok(table) = Table::read(&text, limits) else { return Vec::new() };
    assert!(table.rows() > 0 && !table.names().is_empty());
    for column in 0..table.names().len() {
        if let Ok(numbers) = table.numbers(column) {
            let exact = table.exact(column, &numbers);
            assert_eq!((exact.len(), numbers.values.len()), (table.rows(), table.rows()));
            // What is read exactly and what is read as a double are one number.
            let same = exact.iter().zip(&numbers.values);
            assert!(same.clone().all(
                |(exact, value)| value.is_nan() || (exact.to_f64() - value).abs() <= value.abs() * 1e-15
            ));
        }
    }
    let _formula: Result<Formula, _> = formula(&mut chance, table.names()).parse();
    (0..3)
        .map(|_| {
            let method = &METHODS[chance.below(METHODS.len())];
            (method, request(method, &table, &mut chance))
        })
        .collect()
}

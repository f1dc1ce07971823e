//! Held for every method through the one door that the command line, programs and pages use: neither the order of rows nor what things
//! are called nor the unit of a column changes a figure that should not change, parts sum to wholes, and more of a cause is more of its
//! effect. The tables are made by seeded chance, a dozen for each property.
#![expect(
    clippy::as_conversions,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test walks lists it made and counts below 2^53"
)]

mod made;

use ieum_stats::Seed;
use ieum_stats::ask::{Family, METHODS, Request, answer, method};
use ieum_stats::intake::{Limits, Table};
use made::{Question, SEEDS, questions};
use serde_json::{Map, Value};

/// Figures that depend on the order of rows by what they mean, or on permutations that are dealt to rows.
const OF_ORDER: &[&str] =
    &["lag1_autocorrelation", "durbin_watson", "permuted_p", "permuted", "p_adjusted", "warnings", "fdr"];

fn asked(question: &Question, csv: &str) -> Map<String, Value> {
    let table = |text: &str| Table::read(text, Limits::default()).expect("a table");
    let mut request = Request::about(table(csv));
    for (key, value) in question.options.split('|').filter_map(|pair| pair.split_once('=')) {
        request = request.option(key, value);
    }
    for (key, text) in &question.beside {
        request = request.beside(key, table(text));
    }
    let method = method(question.family, question.method).expect("a method");
    answer(method, &request).unwrap_or_else(|refusal| panic!("{}: {refusal}\n{csv}", question.method)).figures
}

/// Asserts that figures are the same up to the order of lists and the last digits, leaving out what is dealt by chance.
#[track_caller]
fn same(question: &Question, one: &Value, other: &Value) {
    let mut off = Vec::new();
    compare(question.method, question.dealt, one, other, &mut off);
    assert!(off.is_empty(), "{off:#?}");
}

fn compare(path: &str, dealt: &str, one: &Value, other: &Value, off: &mut Vec<String>) {
    match (one, other) {
        (Value::Number(a), Value::Number(b)) => {
            let (a, b) = (a.as_f64().expect("a number"), b.as_f64().expect("a number"));
            if (a - b).abs() > 1e-7 * (1.0 + a.abs().max(b.abs())) {
                off.push(format!("{path}: {a} {b}"));
            }
        }
        (Value::Object(a), Value::Object(b)) => {
            for (key, value) in a.iter().filter(|(key, _)| {
                !OF_ORDER.contains(&key.as_str()) && !dealt.split(' ').any(|name| name == key.as_str())
            }) {
                compare(&format!("{path}.{key}"), dealt, value, b.get(key).unwrap_or(&Value::Null), off);
            }
        }
        (Value::Array(a), Value::Array(b)) => {
            if a.len() != b.len() {
                off.push(format!("{path}: {} and {} lines", a.len(), b.len()));
            }
            let names = |item: &Value| -> String {
                let words = item.as_object().into_iter().flatten().filter(|(_, value)| value.is_string());
                words.map(|(key, value)| format!("{key}={value} ")).collect()
            };
            let sorted = |list: &[Value]| -> Vec<Value> {
                let mut list = list.to_vec();
                list.sort_by_key(|item| if item.is_string() { item.to_string() } else { names(item) });
                list
            };
            for (a, b) in sorted(a).iter().zip(&sorted(b)) {
                compare(&format!("{path}[{}]", names(a)), dealt, a, b, off);
            }
        }
        (a, b) if a == b => {}
        (a, b) => off.push(format!("{path}: {a} {b}")),
    }
}

fn shuffled(csv: &str, seed: u64) -> String {
    let mut lines: Vec<&str> = csv.lines().collect();
    Seed::new(seed).shuffle(&mut lines[1..]);
    lines.join("\n") + "\n"
}

#[test]
fn the_order_of_rows_changes_nothing() {
    for seed in SEEDS {
        for question in questions(seed).iter().filter(|question| question.any_order) {
            let (one, other) =
                (asked(question, &question.csv), asked(question, &shuffled(&question.csv, seed ^ 0xA5A5)));
            same(question, &Value::Object(one), &Value::Object(other));
        }
    }
}

#[test]
fn every_method_is_among_those_that_are_held() {
    let held = questions(1);
    for method in METHODS.iter().filter(|method| method.key != "audit") {
        assert!(
            held.iter().any(|question| (question.family, question.method) == (method.family, method.key)),
            "{} {}",
            method.family.name(),
            method.key
        );
    }
}

/// Names turned about, so that their alphabet runs the other way.
fn renamed(text: &str, there: bool) -> String {
    let names = ["reg0", "reg1", "reg2", "reg3", "reg4", "reg5", "reg6", "reg7"];
    let others = ["zed7", "zed6", "zed5", "zed4", "zed3", "zed2", "zed1", "zed0"];
    let (from, to) = if there { (names, others) } else { (others, names) };
    from.iter().zip(to).fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

fn renamed_in(value: &Value) -> Value {
    serde_json::from_str(&renamed(&value.to_string(), false)).expect("json")
}

#[test]
fn what_things_are_called_changes_nothing() {
    for seed in SEEDS {
        for question in questions(seed).iter().filter(|question| question.any_names) {
            let other = Question {
                beside: question.beside.iter().map(|(key, text)| (*key, renamed(text, true))).collect(),
                ..question.clone()
            };
            let one = Value::Object(asked(question, &question.csv));
            let other = Value::Object(asked(&other, &renamed(&question.csv, true)));
            same(question, &one, &renamed_in(&other));
        }
    }
}

/// A column eight times as large.
fn larger(csv: &str, heading: &str) -> String {
    let mut lines = csv.lines();
    let heads: Vec<&str> = lines.next().expect("headings").split(',').collect();
    let wanted: Vec<&str> = heading.split(' ').collect();
    let mut text = heads.join(",") + "\n";
    for line in lines {
        let cells: Vec<String> = line
            .split(',')
            .zip(&heads)
            .map(|(cell, head)| match cell.parse::<f64>() {
                Ok(value) if wanted.contains(head) => (value * 8.0).to_string(),
                _ => cell.to_owned(),
            })
            .collect();
        text.push_str(&(cells.join(",") + "\n"));
    }
    text
}

/// Every number under a name anywhere in the figures, in order.
fn all(figures: &Value, name: &str) -> Vec<f64> {
    match figures {
        Value::Object(fields) => fields
            .iter()
            .flat_map(|(key, value)| match value.as_f64() {
                Some(value) if key == name => vec![value],
                _ => all(value, name),
            })
            .collect(),
        Value::Array(items) => items.iter().flat_map(|item| all(item, name)).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn a_unit_changes_only_what_has_it() {
    for seed in SEEDS {
        for question in questions(seed).iter().filter(|question| !question.unit.is_empty()) {
            let one = Value::Object(asked(question, &question.csv));
            let other = Value::Object(asked(question, &larger(&question.csv, question.unit)));
            for rule in question.powers.split(' ') {
                let (name, power) = rule.split_once('^').expect("a figure and its power");
                let power: i32 = power.parse().expect("a power");
                let (before, after) = (all(&one, name), all(&other, name));
                assert!(!before.is_empty() && before.len() == after.len(), "{} {name}", question.method);
                for (before, after) in before.iter().zip(after) {
                    let expected = before * 8_f64.powi(power);
                    assert!(
                        (after - expected).abs() <= 1e-7 * (1e-12 + expected.abs().max(after.abs())) + 1e-9,
                        "{} {name}: {before} became {after}, not {expected}",
                        question.method
                    );
                }
            }
        }
    }
}

fn found(family: Family, name: &str, seed: u64) -> (Question, Value) {
    let question = questions(seed)
        .into_iter()
        .find(|question| (question.family, question.method) == (family, name))
        .expect("held");
    let figures = Value::Object(asked(&question, &question.csv));
    (question, figures)
}

#[test]
fn parts_sum_to_wholes() {
    for seed in SEEDS {
        let sum = |figures: &Value, name: &str| all(figures, name).iter().sum::<f64>();
        let near = |what: &str, a: f64, b: f64| {
            assert!((a - b).abs() <= 1e-9 * (1.0 + a.abs().max(b.abs())), "{what}, seed {seed}: {a} {b}");
        };
        let (_, anova) = found(Family::Stats, "anova", seed);
        let (between, within) = (sum(&anova, "ss_between"), sum(&anova, "ss_within"));
        near("R²", sum(&anova, "r_squared"), between / (between + within));
        let (_, ols) = found(Family::Stats, "ols", seed);
        near("1 − R²", sum(&ols, "ss_residual"), (1.0 - sum(&ols, "r_squared")) * sum(&ols, "ss_total"));
        let (_, promethee) = found(Family::Region, "promethee", seed);
        near("net flows", all(&promethee["ranking"], "score").iter().sum(), 0.0);
        let (_, shifts) = found(Family::Region, "shift-share", seed);
        for region in shifts["of_regions"].as_array().expect("regions") {
            let part = |name: &str| region[name].as_f64().unwrap_or(0.0);
            near("growth", part("national") + part("industry_mix") + part("regional"), part("growth"));
        }
        let (_, even) = found(Family::Region, "inequality", seed);
        let theil = |part: &str| even["theil"][part].as_f64().expect("a figure");
        near("Theil", theil("t_between") + theil("t_within"), theil("t"));
        let (_, weights) = found(Family::Region, "ahp", seed);
        near("AHP weights", all(&weights["weights"], "weight").iter().sum(), 1.0);
        let (_, land) = found(Family::Region, "land", seed);
        near(
            "land",
            all(&land["of_groups"], "total").iter().sum(),
            land["total"].as_f64().expect("a figure"),
        );
    }
}

#[test]
fn more_of_a_cause_is_more_of_its_effect() {
    for seed in SEEDS {
        let (question, _) = found(Family::Stats, "ttest", seed);
        // The second group is moved away: t grows and p falls.
        let moved = |by: f64| -> (f64, f64) {
            let mut lines = question.csv.lines();
            let mut text = lines.next().expect("headings").to_owned() + "\n";
            for line in lines {
                let (y, rest) = line.split_once(',').expect("cells");
                let y: f64 = y.parse().expect("a number");
                let is_second = rest.split(',').nth(2) == Some("reg1");
                text.push_str(&format!("{},{rest}\n", if is_second { y - by } else { y }));
            }
            let figures = Value::Object(asked(&question, &text));
            (figures["t"].as_f64().expect("a t"), figures["p"].as_f64().expect("a p"))
        };
        let steps: Vec<(f64, f64)> = [500.0, 600.0, 700.0, 900.0].map(moved).into();
        assert!(steps.windows(2).all(|pair| pair[1].0 > pair[0].0 && pair[1].1 < pair[0].1), "{steps:?}");

        // A further column never explains less, a further site never serves worse.
        let (ols, _) = found(Family::Stats, "ols", seed);
        let explained: Vec<f64> = ["y ~ x", "y ~ x + z", "y ~ x + z + I(x^2)", "y ~ x + z + I(x^2) + g"]
            .map(|formula| {
                let question = Question { options: format!("formula={formula}"), ..ols.clone() };
                asked(&question, &question.csv)["r_squared"].as_f64().expect("R²")
            })
            .into();
        assert!(explained.windows(2).all(|pair| pair[1] >= pair[0] - 1e-12), "{explained:?}");
        for (name, figure, sign) in [("pmedian", "objective", -1.0), ("cover", "covered", 1.0)] {
            let (place, _) = found(Family::Region, name, seed);
            let served: Vec<f64> = (1..=5)
                .map(|open| {
                    let options = place.options.replace("open=2", &format!("open={open}"));
                    let question = Question { options, ..place.clone() };
                    sign * asked(&question, &question.csv)[figure].as_f64().expect("a figure")
                })
                .collect();
            assert!(served.windows(2).all(|pair| pair[1] >= pair[0] - 1e-9), "{name}: {served:?}");
        }
        // Corrected p values are no smaller and keep their order; curves of survival never rise; shares lie between none and all.
        let (_, adjusted) = found(Family::Stats, "adjust", seed);
        let mut pairs: Vec<(f64, f64)> =
            all(&adjusted, "p").into_iter().zip(all(&adjusted, "adjusted")).collect();
        pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
        assert!(pairs.iter().all(|(p, adjusted)| adjusted >= p));
        assert!(pairs.windows(2).all(|pair| pair[1].1 >= pair[0].1 - 1e-15), "{pairs:?}");
        let (_, curve) = found(Family::Stats, "km", seed);
        let survival = all(&curve["curve"], "survival");
        assert!(!survival.is_empty() && survival.windows(2).all(|pair| pair[1] <= pair[0] + 1e-12));
        let (_, topsis) = found(Family::Region, "topsis", seed);
        assert!(all(&topsis["ranking"], "score").iter().all(|score| (0.0..=1.0).contains(score)));
        let (_, even) = found(Family::Region, "inequality", seed);
        assert!(all(&even, "gini").iter().all(|gini| (0.0..1.0).contains(gini)));
    }
}

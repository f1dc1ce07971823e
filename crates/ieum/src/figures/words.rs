//! Figures in words: reasons, cautions and refusals as sentences.

use ieum_kernel::{Lang, Zone};
use ieum_stats::ask::{Method, Refusal};
use ieum_web::{MessageFile, Words};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Places that a sentence names; of more it says how many there are.
const MOST_NAMED: usize = 20;
/// Above this a bound is none that anybody would meet.
const ENDLESS: f64 = 1e99;

/// The messages that figures need, without opening the house.
pub(super) fn own() -> anyhow::Result<Words> {
    let files = [
        (Lang::Ko, "figures.ftl", include_str!("../../locales/ko/figures.ftl")),
        (Lang::En, "figures.ftl", include_str!("../../locales/en/figures.ftl")),
        (Lang::Ko, "options.ftl", ieum_commercial::OPTIONS_KO),
        (Lang::En, "options.ftl", ieum_commercial::OPTIONS_EN),
        (Lang::Ko, "paper.ftl", ieum_paper::MESSAGES_KO),
        (Lang::En, "paper.ftl", ieum_paper::MESSAGES_EN),
    ];
    let files =
        files.map(|(lang, path, text)| MessageFile { lang, path: path.to_owned(), text: text.to_owned() });
    Ok(Words::new(files, Zone::seoul())?)
}

/// A number as people read it: whole numbers whole, others with six significant digits.
pub(super) fn shown(value: f64) -> String {
    if !value.is_finite() {
        return if value.is_nan() {
            "–".to_owned()
        } else {
            format!("{}∞", if value < 0.0 { "−" } else { "" })
        };
    }
    let size = value.abs();
    if value == 0.0 {
        // Nought has no sign for people.
        return "0".to_owned();
    }
    if value.fract() == 0.0 && size < 1e15 {
        return format!("{value:.0}");
    }
    if (1e-4..1e15).contains(&size) {
        let before = size.log10().floor().max(-4.0);
        let decimals = (0..=10).find(|decimals| f64::from(*decimals) >= 5.0 - before).unwrap_or(0);
        let text = format!("{value:.*}", usize::try_from(decimals).unwrap_or_default());
        return if text.contains('.') {
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        } else {
            text
        };
    }
    let text = format!("{value:.5e}");
    match text.split_once('e') {
        Some((digits, power)) => format!("{}e{power}", digits.trim_end_matches('0').trim_end_matches('.')),
        None => text,
    }
}

/// A value as people read it.
pub(super) fn plain(value: &Value) -> String {
    match value {
        Value::Null => "–".to_owned(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) => number.as_f64().map_or_else(|| number.to_string(), shown),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(", "),
        Value::Object(fields) => fields
            .iter()
            .map(|(name, value)| format!("{name} {}", plain(value)))
            .collect::<Vec<_>>()
            .join(", "),
    }
}

/// What a column of a list of figures is called: by the list where one word means several things, else by itself.
pub(super) fn heading(words: &Words, lang: Lang, list: &str, column: &str) -> String {
    let key = |name: &str| format!("figures-field-{}", name.replace('_', "-"));
    let known = [format!("{list}-{column}"), column.to_owned()].map(|name| key(&name));
    let known = known.into_iter().find(|key| words.knows(lang, key));
    known.map_or_else(|| column.to_owned(), |key| words.plain(lang, &key))
}

/// Columns whose entries are words of ours, not of whoever sent the table.
const OURS: &[&str] =
    &["assumption", "holds", "method", "quadrant", "form", "normalisation", "goal", "present"];

/// A value of a list of figures as people read it: in their language where it is one of our words; `list` is empty for single figures.
pub(super) fn told(words: &Words, lang: Lang, list: &str, column: &str, value: &Value) -> String {
    let is_ours = OURS.contains(&column) || (column == "name" && matches!(list, "effects" | "effect"));
    let key = match value {
        Value::Bool(flag) => format!("figures-value-{flag}"),
        Value::String(word) if is_ours => format!("figures-value-{}", word.replace('_', "-")),
        _ => return plain(value),
    };
    if words.knows(lang, &key) { words.plain(lang, &key) } else { plain(value) }
}

/// The sentence of a rule such as a fault or a caution: `{rule, …}`.
pub fn said(words: &Words, lang: Lang, kind: &str, rule: &Value) -> String {
    let mut facts: BTreeMap<String, Value> = BTreeMap::new();
    if let Some(fields) = rule.as_object() {
        facts.extend(
            fields.iter().map(|(name, value)| (name.clone(), Value::String(counted(kind, name, value)))),
        );
    }
    let name = rule.get("rule").and_then(Value::as_str).unwrap_or_default();
    let key = format!("figures-{kind}-{name}");
    if words.knows(lang, &key) {
        return words.say(lang, &key, &facts);
    }
    // A rule without a sentence of its own is told by its name and facts.
    facts.insert("name".to_owned(), Value::String(name.to_owned()));
    let rest: Vec<String> = facts
        .iter()
        .filter(|(name, _)| !matches!(name.as_str(), "rule" | "name"))
        .map(|(name, value)| format!("{name} {}", plain(value)))
        .collect();
    facts.insert("facts".to_owned(), Value::String(rest.join(", ")));
    words.say(lang, "figures-other", &facts)
}

/// A fact of a rule. What cautions count from 0 in the library people count from 1.
fn counted(kind: &str, name: &str, value: &Value) -> String {
    let is_place = kind == "caution" && matches!(name, "column" | "row" | "sector" | "units" | "choices");
    let from_one = |value: &Value| value.as_u64().map_or_else(|| plain(value), |at| (at + 1).to_string());
    match value {
        Value::Array(places) => {
            let one = |place: &Value| if is_place { from_one(place) } else { plain(place) };
            let mut told: Vec<String> = places.iter().take(MOST_NAMED).map(one).collect();
            if places.len() > MOST_NAMED {
                told.push(format!("… ({})", places.len()));
            }
            told.join(", ")
        }
        value if is_place => from_one(value),
        value => plain(value),
    }
}

/// A refusal in sentences.
pub(super) fn refused(words: &Words, lang: Lang, refusal: &Refusal) -> Vec<String> {
    let text = |text: &str| Value::String(text.to_owned());
    match refusal {
        Refusal::Table(faults) => faults
            .iter()
            .filter_map(|fault| serde_json::to_value(fault).ok())
            .map(|fault| said(words, lang, "fault", &fault))
            .collect(),
        Refusal::Missing { option } => {
            let facts = BTreeMap::from([("option".to_owned(), text(option))]);
            vec![words.say(lang, "figures-refused-missing", &facts)]
        }
        Refusal::OneOf { ways } => {
            // Pages know an option by its label, the command line by its name.
            let option = |option: &str| {
                let label = format!("figures-way-{option}");
                let label = words.knows(lang, &label).then(|| words.plain(lang, &label));
                label.map_or_else(|| format!("--{option}"), |label| format!("{label} (--{option})"))
            };
            let shown = |way: &&str| way.split('+').map(option).collect::<Vec<String>>().join(" + ");
            let ways: Vec<String> = ways.iter().map(shown).collect();
            let facts = BTreeMap::from([("ways".to_owned(), text(&ways.join(" · ")))]);
            vec![words.say(lang, "figures-refused-one-of", &facts)]
        }
        Refusal::Unknown { option, known } => {
            let facts = BTreeMap::from([
                ("option".to_owned(), text(option)),
                ("known".to_owned(), text(&known.join(", "))),
            ]);
            vec![words.say(lang, "figures-refused-unknown", &facts)]
        }
        Refusal::Value { option, text: given, known } => {
            let facts = BTreeMap::from([
                ("option".to_owned(), text(option)),
                ("text".to_owned(), text(given)),
                ("known".to_owned(), text(&known.join(", "))),
            ]);
            let key = if known.is_empty() { "figures-refused-value" } else { "figures-refused-choice" };
            vec![words.say(lang, key, &facts)]
        }
        Refusal::Unfit { unfit, columns, lines } => {
            let Ok(Value::Object(mut rule)) = serde_json::to_value(unfit) else {
                return vec![unfit.to_string()];
            };
            // Columns and rows count from 0 in the library; people know headings and lines.
            let named = |fields: &Map<String, Value>, name: &str| {
                fields.get(name).and_then(Value::as_u64).and_then(|at| usize::try_from(at).ok())
            };
            if let Some(at) = named(&rule, "column") {
                let heading = columns.get(at).filter(|name| !name.is_empty()).cloned();
                rule.insert(
                    "column".to_owned(),
                    Value::String(heading.unwrap_or_else(|| (at + 1).to_string())),
                );
            }
            // A bound that nobody could pass is none.
            for (bound, least) in [("low", f64::MIN), ("high", f64::MAX)] {
                let known = rule.get(bound).map(|bound| bound.as_f64().unwrap_or(least));
                if let Some(known) = known.filter(|known| known.abs() > ENDLESS) {
                    let endless = if known > 0.0 { "∞" } else { "−∞" };
                    rule.insert(bound.to_owned(), Value::String(endless.to_owned()));
                } else if known.is_some_and(|known| known != 0.0 && known.abs() < 1.0 / ENDLESS) {
                    rule.insert(bound.to_owned(), Value::from(0));
                }
            }
            if let Some(at) = named(&rule, "row") {
                let line = lines.get(at).map_or_else(|| at.to_string(), ToString::to_string);
                rule.insert("row".to_owned(), Value::String(line));
            }
            vec![said(words, lang, "unfit", &Value::Object(rule))]
        }
    }
}

/// Figures with their reasons worded: what an audit found carries a sentence under `why` and its facts under `reason`.
pub fn worded(
    words: &Words,
    lang: Lang,
    method: &Method,
    mut figures: Map<String, Value>,
) -> Map<String, Value> {
    if method.key != "audit" {
        return figures;
    }
    if let Some(Value::Array(rows)) = figures.get_mut("rows") {
        for row in rows.iter_mut().filter_map(Value::as_object_mut) {
            let reason = row.get("why").cloned().unwrap_or_default();
            let sentence = why(words, lang, &reason);
            let printed = row.get("printed").map(plain).unwrap_or_default();
            let verdict = row.get("verdict").and_then(Value::as_str).unwrap_or_default();
            let facts = BTreeMap::from([("printed".to_owned(), Value::String(printed))]);
            let sentence = if verdict == "cannot_hold" {
                format!("{sentence} {}", words.say(lang, "figures-audit-cannot-both", &facts))
            } else {
                sentence
            };
            row.insert("why".to_owned(), Value::String(sentence));
            row.insert("reason".to_owned(), reason);
        }
    }
    figures
}

/// The sentence of an audit's reason.
fn why(words: &Words, lang: Lang, reason: &Value) -> String {
    let key = reason.get("key").and_then(Value::as_str).unwrap_or_default();
    let fields = reason.get("facts").and_then(Value::as_object);
    let mut facts: BTreeMap<String, Value> = BTreeMap::new();
    for (name, value) in fields.into_iter().flatten() {
        facts.insert(name.replace('-', "_"), Value::String(plain(value)));
    }
    let end = |name: &str| fields.and_then(|fields| fields.get(name)).map(plain);
    if let (Some(low), Some(high)) = (end("low"), end("high")) {
        let range = if low == high { low } else { format!("{low}–{high}") };
        facts.insert("range".to_owned(), Value::String(range));
    }
    words.say(lang, &format!("figures-audit-{key}"), &facts)
}

#[cfg(test)]
mod tests {
    use super::{own, refused, said, shown, worded};
    use ieum_kernel::Lang;
    use ieum_stats::ask::{Family, Request, answer, method};
    use ieum_stats::intake::{Limits, Table};
    use serde_json::{Value, json};

    #[test]
    fn numbers_are_shown_with_six_digits() {
        for (value, text) in [
            (416.0, "416"),
            (53_005_413.505, "53005414"),
            (0.038_71, "0.03871"),
            (13.386_676_49, "13.3867"),
            (1.571_743_9e-11, "1.57174e-11"),
            (0.000_1, "0.0001"),
            (f64::INFINITY, "∞"),
        ] {
            assert_eq!(shown(value), text);
        }
    }

    #[test]
    fn every_reason_of_the_demo_audit_has_a_sentence_in_both_languages() {
        let words = own().expect("messages");
        let table = include_str!("../../../../demo/audits/tech-transfer-416.csv");
        let request = Request::about(Table::read(table, Limits::default()).expect("a table"));
        let audit = method(Family::Stats, "audit").expect("audit");
        let figures = answer(audit, &request).expect("an audit").figures;
        for lang in Lang::ALL {
            let told = worded(&words, lang, audit, figures.clone());
            for row in told["rows"].as_array().expect("rows") {
                let why = row["why"].as_str().expect("a sentence");
                assert!(!why.starts_with("figures-") && why.len() > 20, "{why}");
                assert!(row["reason"]["key"].is_string());
            }
        }
    }

    #[test]
    fn faults_and_refusals_have_sentences() {
        let words = own().expect("messages");
        let faults = Table::read("a,b\n1\n", Limits::default()).expect_err("ragged");
        let refusal = ieum_stats::ask::Refusal::Table(faults);
        for lang in Lang::ALL {
            let told = refused(&words, lang, &refusal);
            assert!(told[0].contains('2') && !told[0].contains("figures-"), "{told:?}");
            let other = said(&words, lang, "caution", &json!({"rule": "never-heard-of", "cases": 3}));
            assert!(other.contains("never-heard-of") && other.contains('3'), "{other}");
        }
        assert!(Value::Null.is_null());
    }

    #[test]
    fn words_of_ours_are_told_in_the_readers_language() {
        let words = own().expect("messages");
        let ko = |list, column, value: Value| super::told(&words, Lang::Ko, list, column, &value);
        assert_eq!(ko("assumptions", "assumption", json!("proportional-hazards")), "비례 위험");
        assert_eq!(
            (ko("assumptions", "holds", json!(false)), ko("units", "value", json!(-0.0))),
            ("아니요".into(), "0".into())
        );
        assert_eq!(ko("effects", "name", json!("eta_squared")), "η²");
        // What people sent stays as it is.
        assert_eq!(ko("groups", "name", json!("tukey")), "tukey");
        assert_eq!(ko("posthoc", "first", json!("tukey")), "tukey");
    }

    #[test]
    fn what_cannot_be_used_is_told_with_its_place() {
        let words = own().expect("messages");
        #[track_caller]
        fn check(words: &ieum_web::Words, key: &str, csv: &str, options: &[(&str, &str)], told: [&str; 2]) {
            let table = Table::read(csv, Limits::default()).expect("a table");
            let request = options
                .iter()
                .fold(Request::about(table), |request, (key, value)| request.option(key, *value));
            let family =
                [Family::Stats, Family::Region].into_iter().find(|family| method(*family, key).is_some());
            let known = family.and_then(|family| method(family, key)).expect("a method");
            let refusal = answer(known, &request).expect_err("refused");
            for (lang, told) in [Lang::Ko, Lang::En].into_iter().zip(told) {
                let sentence = refused(words, lang, &refusal).concat();
                assert!(sentence.contains(told) && !sentence.contains("figures-"), "{sentence}");
            }
        }
        let model = [("formula", "y ~ x")];
        check(
            &words,
            "logit",
            "y,x\n0,1\n2,2\n1,3\n0,4\n1,9\n",
            &model,
            ["3번째 줄 y 열의 «2»", "Line 3, column y: “2” does"],
        );
        check(&words, "poisson", "y,x\n0,1\n-2,2\n1,3\n0,4\n1,9\n", &model, ["0 이상", "Give 0 or more"]);
        check(&words, "gamma", "y,x\n3,1\n0,2\n1,3\n5,4\n1,9\n", &model, ["0보다 큰", "a number over 0"]);
        check(&words, "nb", "y,x\n3,1\n0.5,2\n1,3\n0,4\n1,9\n", &model, ["정수를", "a whole number"]);
        let groups = [("value", "y"), ("group", "g")];
        check(&words, "ttest", "y,g\n1,a\n2,a\n", &groups, ["이런 집단이 있어요: a.", "these groups: a."]);
        check(&words, "ttest", "y,g\n1,a\n2,b\n3,b\n", &groups, ["«a» 집단", "group “a” on line 2"]);
        let places = [("unit", "u"), ("value", "v")];
        let ways = [
            "이웃 표 (--neighbours) · 가로 열 (--x) + 세로 열 (--y)",
            "table of neighbours (--neighbours) · ",
        ];
        check(&words, "moran", "u,v\na,1\nb,2\n", &places, ways);
        let panel = [("value", "y"), ("unit", "u"), ("time", "t"), ("treated", "d")];
        let gaps = "u,t,y,d\na,1,1,0\na,2,2,1\nb,1,1,0\nb,3,3,0\n";
        check(&words, "sdid", gaps, &panel, ["«a» 대상은 3 시점", "“a” has no value at 3"]);
        let places = [("place", "u"), ("x", "v"), ("y", "v"), ("open", "9")];
        check(&words, "pmedian", "u,v\na,1\nb,2\n", &places, ["open 값이 9", "open is 9"]);
    }
}

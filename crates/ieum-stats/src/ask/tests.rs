use super::{Family, METHODS, Refusal, Request, answer, command_line, method};
use crate::intake::{Limits, Table};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Asks a method about a table; options as `key=value` with bars between.
#[track_caller]
fn ask(family: Family, key: &str, text: &str, options: &str) -> Result<Value, String> {
    let table = Table::read(text, Limits::default()).expect("a table");
    let pairs = options.split('|').filter_map(|pair| pair.split_once('='));
    let request = pairs.fold(Request::about(table), |request, (key, value)| request.option(key, value));
    let method = method(family, key).unwrap_or_else(|| panic!("no {key}"));
    answer(method, &request)
        .map(|answer| Value::Object(answer.figures))
        .map_err(|refusal| refusal.to_string())
}

#[test]
fn every_method_is_declared_once_and_says_what_it_is() {
    let mut seen = BTreeSet::new();
    for method in METHODS {
        assert!(seen.insert((method.family.name(), method.key)), "{}", method.key);
        assert!(
            !method.about.is_empty() && !method.formula.is_empty() && !method.source.is_empty(),
            "{}",
            method.key
        );
        let options: BTreeSet<_> = method.options.iter().map(|option| option.key).collect();
        assert_eq!(options.len(), method.options.len(), "{}", method.key);
        assert!(
            ["data", "json", "csv", "lang", "explain", "sheet"].iter().all(|key| !options.contains(key)),
            "{}",
            method.key
        );
    }
}

#[test]
fn a_regression_has_the_fields_programs_rely_on() {
    let found = ask(Family::Stats, "ols", "y,x\n1.1,1\n1.9,2\n3.2,3\n3.9,4\n,5\n", "formula=y ~ x")
        .expect("a regression");
    for field in [
        "n",
        "df_residual",
        "coefficients",
        "residual_sd",
        "r_squared",
        "adj_r_squared",
        "f",
        "p",
        "durbin_watson",
        "warnings",
    ] {
        assert!(found.get(field).is_some(), "{field}");
    }
    for field in ["term", "estimate", "std_error", "t", "p", "ci_low", "ci_high", "beta"] {
        assert!(found["coefficients"][1].get(field).is_some(), "{field}");
    }
    assert_eq!(found["n"], json!(4));
    assert!((found["coefficients"][1]["estimate"].as_f64().expect("a number") - 0.97).abs() < 1e-15);
    assert_eq!(found["warnings"][0], json!({"rule": "dropped", "cases": 1}));
}

#[test]
fn a_refusal_names_what_is_wrong() {
    let ols = |text: &str, options: &str| ask(Family::Stats, "ols", text, options).expect_err("refused");
    assert_eq!(ols("y,x\n1,2\n", ""), "option formula is needed");
    assert!(
        ols("y,x\n1,1\n2,two\n3,3\n4,5\n", "formula=y ~ x").contains("line 3, column x: two is no number")
    );
    assert!(ols("y,x\n1,2\n", "formula=y ~ z").contains("no column is called z"));
    assert!(ols("y,x\n1,2\n", "formula=y ~ x|errors=hc9").contains("errors"), "errors");
    let table = Table::read("y,x,z\n1,1,2\n2,2,4\n3,3,6\n5,4,8\n", Limits::default()).expect("a table");
    let request = Request::about(table).option("formula", "y ~ x + z");
    let refusal = answer(method(Family::Stats, "ols").expect("ols"), &request).expect_err("collinear");
    assert!(
        matches!(&refusal, Refusal::Unfit { columns, .. } if columns.get(2).is_some_and(|name| name == "z")),
        "{refusal:?}"
    );
}

#[test]
fn the_command_line_gives_the_same() {
    let request =
        Request::about(Table::default()).option("formula", "y ~ x + I(x^2)").option("influence", "");
    let line = command_line(method(Family::Stats, "ols").expect("ols"), &request, "my data.csv");
    assert_eq!(line, "ieum stats ols --data 'my data.csv' --formula 'y ~ x + I(x^2)' --influence");
}

#[test]
fn an_audit_tells_whether_it_doubts() {
    let found =
        ask(Family::Stats, "audit", "id,kind,n,base,value\na,share,294,416,70.6\n", "").expect("an audit");
    assert_eq!((&found["cannot_hold"], &found["rows"][0]["verdict"]), (&json!(1), &json!("cannot_hold")));
    assert_eq!(found.as_object().map(|found| found.len()), Some(3));
}

mod firm;
mod printed;
mod refusals;
mod saved;
mod small;

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

/// A number of an answer, by a path such as `ranking.0.score`.
#[track_caller]
fn number(found: &Value, path: &str) -> f64 {
    let at = path
        .split('.')
        .fold(found, |value, step| step.parse::<usize>().map_or(&value[step], |place| &value[place]));
    at.as_f64().unwrap_or_else(|| panic!("no number at {path} of {found}"))
}

const GROWTH: &str = "weight,group\n4.17,ctrl\n5.58,ctrl\n5.18,ctrl\n6.11,ctrl\n4.50,ctrl\n4.61,ctrl\n5.17,ctrl\n4.53,ctrl\n5.33,ctrl\n\
                      5.14,ctrl\n4.81,trt1\n4.17,trt1\n4.41,trt1\n3.59,trt1\n5.87,trt1\n3.83,trt1\n6.03,trt1\n4.89,trt1\n4.32,trt1\n\
                      4.69,trt1\n6.31,trt2\n5.12,trt2\n5.54,trt2\n5.50,trt2\n5.37,trt2\n5.29,trt2\n4.92,trt2\n6.15,trt2\n5.80,trt2\n5.26,trt2\n";

#[test]
fn groups_are_compared_from_values_and_from_summaries() {
    // R's PlantGrowth: F = 4.8461, Scheffé .42415 .22646 .01629.
    let found =
        ask(Family::Stats, "anova", GROWTH, "value=weight|group=group|posthoc=scheffe").expect("an anova");
    assert!((number(&found, "f") - 4.846_1).abs() < 1e-4);
    let p: Vec<f64> = (0..3).map(|pair| number(&found, &format!("posthoc.{pair}.p"))).collect();
    for (p, expected) in p.iter().zip([0.424_15, 0.226_46, 0.016_29]) {
        assert!((p - expected).abs() < 1e-5, "{p}");
    }
    for field in ["df_between", "df_within", "ss_between", "ss_within", "r_squared", "residual_sd", "posthoc"]
    {
        assert!(found.get(field).is_some(), "{field}");
    }
    let groups = found["groups"].as_array().expect("groups");
    let line = |group: &Value| {
        format!(
            "{},{},{},{}\n",
            group["name"].as_str().expect("a name"),
            group["n"],
            group["mean"],
            group["sd"]
        )
    };
    let summary = format!("group,n,mean,sd\n{}", groups.iter().map(line).collect::<String>());
    let again = ask(Family::Stats, "anova", &summary, "group=group|n=n|mean=mean|sd=sd").expect("an anova");
    assert!((number(&again, "f") - number(&found, "f")).abs() < 1e-10);
    let two =
        ask(Family::Stats, "ttest", "v,g\n1,a\n2,a\n4,a\n3,b\n6,b\n7,b\n,b\n", "value=v|group=g|kind=pooled")
            .expect("a t test");
    assert!((number(&two, "t") + 2.0).abs() < 0.2 && two["groups"][1]["name"] == "b", "{two}");
    assert_eq!(two["warnings"][0]["rule"], "dropped");
    let one = ask(Family::Stats, "ttest", "v\n1\n2\n3\n", "value=v|against=1").expect("a t test");
    assert!((number(&one, "t") - 3.0_f64.sqrt()).abs() < 1e-12);
    let pairs = ask(Family::Stats, "ttest", "a,b\n1,2\n2,4\n3,3\n", "value=a|paired=b").expect("a t test");
    assert_eq!(number(&pairs, "df"), 2.0);
}

#[test]
fn a_column_is_described_with_all_its_digits() {
    let found = ask(Family::Stats, "describe", "x\n10000000.2\n10000000.1\n10000000.3\nNA\n", "value=x")
        .expect("a description");
    assert_eq!((found["n"].as_u64(), found["missing"].as_u64()), (Some(3), Some(1)));
    assert!((number(&found, "sd") - 0.1).abs() < 1e-15, "{}", found["sd"]);
    for field in ["mean", "skewness", "kurtosis", "lag1_autocorrelation"] {
        assert!(found.get(field).is_some(), "{field}");
    }
}

#[test]
fn p_values_are_adjusted() {
    let found =
        ask(Family::Stats, "adjust", "test,p\na,0.01\nb,0.04\nc,0.03\n", "p=p|label=test").expect("adjusted");
    let adjusted: Vec<f64> = (0..3).map(|test| number(&found, &format!("tests.{test}.adjusted"))).collect();
    assert_eq!(adjusted, [0.03, 0.06, 0.06]);
}

#[test]
fn alternatives_are_ranked() {
    let table = "site,cost,reach\nA,10,5\nB,20,9\nC,15,1\n";
    let found = ask(
        Family::Region,
        "topsis",
        table,
        "alternative=site|criteria=cost,reach|cost=cost|weights=0.5,0.5",
    )
    .expect("ranked");
    assert_eq!(found["ranking"][2]["alternative"], "C");
    let score = number(&found, "ranking.0.score");
    assert!((0.5..1.0).contains(&score), "{score}");
    let found = ask(Family::Region, "promethee", table, "alternative=site|criteria=cost,reach|cost=cost")
        .expect("ranked");
    assert!(
        (number(&found, "ranking.0.positive")
            - number(&found, "ranking.0.negative")
            - number(&found, "ranking.0.score"))
        .abs()
            < 1e-12
    );
    let found = ask(Family::Region, "ahp", "c,a,b,c\na,1,2,6\nb,,1,3\nc,1/6,,\n", "").expect("weights");
    for (at, weight) in [0.6, 0.3, 0.1].into_iter().enumerate() {
        assert!((number(&found, &format!("weights.{at}.weight")) - weight).abs() < 1e-12, "{found}");
    }
    assert!(ask(Family::Region, "topsis", table, "alternative=site|criteria=cost|cost=reach").is_err());
}

#[test]
fn neighbours_come_from_a_table_or_from_places() {
    let table = Table::read("r,v\na,1\nb,2\nc,3\nd,4\n", Limits::default()).expect("a table");
    let pairs = Table::read("from,to\na,b\nb,a\nb,c\nc,b\nc,d\nd,c\n", Limits::default()).expect("a table");
    let request = Request::about(table)
        .beside("neighbours", pairs)
        .option("unit", "r")
        .option("value", "v")
        .option("style", "given");
    let found = answer(method(Family::Region, "moran").expect("moran"), &request).expect("an answer");
    assert!((found.figures["value"].as_f64().expect("I") - 1.0 / 3.0).abs() < 1e-15);
    let points = "r,v,x,y\na,1,0,0\nb,2,1,0\nc,3,2,0\nd,4,3,0\ne,5,4,0\n";
    let found = ask(Family::Region, "lisa", points, "unit=r|value=v|x=x|y=y|nearest=2|permutations=99")
        .expect("an answer");
    assert_eq!(found["units"][4]["unit"], "e");
    assert_eq!(found["units"][4]["quadrant"], "high-high");
    assert!(ask(Family::Region, "moran", points, "unit=r|value=v").is_err());
}

#[test]
fn purchases_are_followed() {
    // Miller and Blair 2009, table 2.3: output multipliers 1.52 and 1.46 or so of their two sectors.
    let table =
        "sector,agriculture,industry,demand,jobs\nagriculture,150,500,350,100\nindustry,200,100,1700,300\n";
    let found =
        ask(Family::Region, "io", table, "sector=sector|demand=demand|amount=jobs").expect("an answer");
    assert!(
        (number(&found, "sectors.0.output_multiplier") - (1.254_125 + 0.264_026)).abs() < 1e-5,
        "{found}"
    );
    assert_eq!(number(&found, "sectors.1.output"), 2000.0);
    assert!(number(&found, "sectors.0.amount_type_one") > 1.0);
}

//! What cannot be used is refused at its line and column, and what took no part is named.

use super::super::Family::{self, Region, Stats};
use super::{ask, number};
use serde_json::{Value, json};

#[track_caller]
fn check(family: Family, method: &str, table: &str, options: &str, expected: &str) {
    let refused = ask(family, method, table, options).expect_err("refused");
    assert!(refused.contains(expected), "{refused}");
}

#[test]
fn a_number_out_of_range_is_refused_at_its_cell() {
    let grid = "region,act,v\nA,p,1\nA,q,-3\nB,p,2\nB,q,2\n";
    for method in ["lq", "shares", "relatedness", "complexity", "clusters"] {
        let options = "region=region|activity=act|value=v";
        check(Region, method, grid, options, "line 3, column v: -3 is out of place here (not-negative 0 )");
    }
    let model = "y,x\n0,1\n2.5,2\n1,3\n-1,4\n1,2\n";
    check(Stats, "logit", model, "formula=y ~ x", "line 3, column y: 2.5 is out of place here (between 0 1)");
    check(
        Stats,
        "poisson",
        model,
        "formula=y ~ x",
        "line 5, column y: -1 is out of place here (not-negative",
    );
    check(Stats, "gamma", model, "formula=y ~ x", "line 2, column y: 0 is out of place here (positive");
    let counts = model.replace("-1", "3");
    check(Stats, "nb", &counts, "formula=y ~ x", "line 3, column y: 2.5 is out of place here (whole 2 3)");
    check(
        Stats,
        "adjust",
        "p\n0.1\n1.2\n",
        "p=p",
        "line 3, column p: 1.2 is out of place here (between 0 1)",
    );
    let times = "t,e\n1,1\n-2,1\n3,0\n";
    check(Stats, "km", times, "time=t|event=e", "line 3, column t: -2 is out of place here (not-negative");
    let units = "u,v,x,y\na,1,0,0\nb,-2,0,1\nc,3,1,0\nd,4,1,1\ne,2,2,2\nf,1,2,1\n";
    let options = "unit=u|value=v|x=x|y=y";
    check(Region, "hotspots", units, options, "line 3, column v: -2 is out of place here (not-negative");
    let options = "place=u|demand=v|x=x|y=y|open=2";
    check(Region, "pmedian", units, options, "line 3, column v: -2 is out of place here (not-negative");
    let table = "alt,c1,c2\nA,1,2\nB,0,3\nC,-4,3\n";
    let options = "alternative=alt|criteria=c1,c2|weighing=entropy";
    check(Region, "topsis", table, options, "line 4, column c1: -4 is out of place here");
}

#[test]
fn an_option_out_of_range_keeps_its_own_name() {
    let table = "y,g\n1,a\n2,b\n4,a\n5,b\n";
    check(Stats, "describe", table, "value=y|confidence=2", "confidence is 2, outside 0 to 1");
    check(Stats, "km", "t,e\n1,1\n2,0\n", "time=t|event=e|confidence=2", "confidence is 2");
    let units = "u,x,y\na,0,0\nb,0,1\n";
    check(Region, "pmedian", units, "place=u|x=x|y=y|open=3", "open is 3, outside 1 to 2");
    check(Region, "land", "g,j\na,1\n", "group=g|jobs=j|on-business-land=2", "on-business-land is 2");
}

#[test]
fn groups_that_cannot_be_compared_are_named() {
    let two = "y,g\n1,a\n2,a\n4,b\n5,b\n";
    for method in ["ttest", "anova"] {
        let one = two.replace('b', "a");
        check(Stats, method, &one, "value=y|group=g", "column g tells 1 groups apart where 2 are needed: a");
        let gone = two.replace("4,b", ",b").replace("5,b", "NA,b");
        check(
            Stats,
            method,
            &gone,
            "value=y|group=g",
            "line 4: group b of column g has 0 values, 1 are needed",
        );
    }
    let three = format!("{two}7,c\n");
    check(Stats, "ttest", &three, "value=y|group=g", "tells 3 groups apart where 2 are needed: a, b, c");
    let lone = "y,g\n1,a\n2,a\n4,b\n";
    check(Stats, "ttest", lone, "value=y|group=g", "line 4: group b of column g has 1 values, 2 are needed");
    assert!(ask(Stats, "ttest", lone, "value=y|group=g|kind=pooled").is_ok());
    check(
        Stats,
        "anova",
        "y,g\n1,a\n2,b\n3,c\n",
        "value=y|group=g",
        "line 2: group a of column g has 1 values",
    );
}

#[test]
fn groups_with_only_missing_values_are_told() {
    let table = "y,g,t,e\n1,a,1,1\n3,a,2,1\n,b,,1\nNA,b,.,0\n7,c,3,1\n9,c,5,0\n8,c,2,1\n";
    let gone = json!({"rule": "empty-groups", "groups": ["b"]});
    for (method, options) in [
        ("ttest", "value=y|group=g"),
        ("anova", "value=y|group=g"),
        ("km", "time=t|event=e|group=g"),
        ("logrank", "time=t|event=e|group=g"),
    ] {
        let found = ask(Stats, method, table, options).expect("an answer");
        let warnings = found["warnings"].as_array().expect("warnings");
        assert!(warnings.contains(&gone), "{method}: {warnings:?}");
        assert!(warnings.contains(&json!({"rule": "dropped", "cases": 2})), "{method}: {warnings:?}");
    }
    // A category of which every row is left out makes no column.
    let found = ask(Stats, "ols", table, "formula=y ~ g").expect("a regression");
    assert_eq!(found["coefficients"].as_array().map(Vec::len), Some(2), "{found}");
}

#[test]
fn a_panel_that_does_not_fit_says_where() {
    let twice = "u,t,y,d,first\na,1,1,0,\na,2,2,1,2\na,2,2,1,2\nb,1,1,0,\nb,2,3,0,\n";
    let synthetic = "value=y|unit=u|time=t|treated=d";
    check(Stats, "sdid", twice, synthetic, "lines 3 and 4 are both called a · 2");
    check(Stats, "cs", twice, "value=y|unit=u|time=t|first=first", "lines 3 and 4 are both called a · 2");
    let gaps = "u,t,y,d,first\na,1,1,0,\na,2,2,1,2\nb,1,1,0,\nb,3,3,0,\n";
    check(Stats, "sc", gaps, synthetic, "a has no value at 3");
    check(Stats, "cs", gaps, "value=y|unit=u|time=t|first=first", "a has no value at 3");
    let all = "u,t,y,d,first\na,1,1,0,3\na,2,2,0,3\na,3,2,1,3\nb,1,1,0,3\nb,2,3,0,3\nb,3,4,1,3\n";
    check(Stats, "sdid", all, synthetic, "no unit stays untreated");
}

#[test]
fn what_would_do_is_told_where_several_things_would() {
    let units = "u,v,x,y\na,1,0,0\nb,2,0,1\nc,3,1,0\n";
    for method in ["moran", "geary", "lisa", "hotspots"] {
        check(Region, method, units, "unit=u|value=v", "one of these is needed: neighbours; x+y");
        check(Region, method, units, "unit=u|value=v|x=x", "one of these is needed: neighbours; x+y");
    }
    check(Region, "pmedian", units, "place=u|open=1", "one of these is needed: x+y; costs");
    check(Stats, "ttest", "y\n1\n", "group=y", "one of these is needed: value; n+mean+sd");
    check(Stats, "anova", "y\n1\n", "group=y", "one of these is needed: value; n+mean+sd");
    check(Stats, "did", "y,d\n1,0\n2,1\n", "value=y|treated=d", "one of these is needed: post; unit+time");
}

#[test]
fn warnings_name_what_they_are_about() {
    let first = |found: &Value, rule: &str| {
        let warnings = found["warnings"].as_array().expect("warnings").iter();
        warnings.clone().find(|warning| warning["rule"] == rule).cloned().unwrap_or_default()
    };
    let table = "alt,c1,c2\nA,1,2\nB,3,2\nC,2,2\n";
    let found = ask(Region, "topsis", table, "alternative=alt|criteria=c1,c2").expect("a ranking");
    assert_eq!(first(&found, "uninformative")["column"], "c2");
    let judged = "criterion,cost,risk\ncost,1,3\nrisk,3,1\n";
    let found = ask(Region, "ahp", judged, "").expect("weights");
    let told = first(&found, "not-reciprocal");
    assert_eq!((&told["row"], &told["column"]), (&json!("cost"), &json!("risk")), "{found}");
    let sectors = "sector,a,b,final\na,90,60,10\nb,80,10,10\n";
    let found = ask(Region, "io", sectors, "sector=sector|demand=final").expect("multipliers");
    assert_eq!(first(&found, "unproductive")["sector"], "a", "{found}");
    let rows: String =
        (0..20).map(|at| format!("{at},{},{}\n", at * 2 % 7, at * 2 % 7 * 10 + at % 2)).collect();
    let found = ask(Stats, "ols", &format!("y,x1,x2\n{rows}"), "formula=y ~ x1 + x2").expect("a fit");
    assert_eq!(first(&found, "nearly-collinear")["column"], "x1", "{found}");
    let rows = "y,x\n1,1\n2,2\n3.1,3\n3.9,4\n,9\n90,40\n";
    let found = ask(Stats, "ols", rows, "formula=y ~ x|influence=").expect("a fit");
    assert_eq!(
        (&first(&found, "influential")["row"], &found["influence"][4]["line"]),
        (&json!("7"), &json!(7))
    );
}

#[test]
fn every_regional_answer_says_its_source() {
    let two = "region,act,v\nA,p,1\nA,q,3\nB,p,2\nB,q,2\nC,p,5\nC,q,1\n";
    check(Region, "clusters", two, "region=region|activity=act|value=v", "2 cases where 3 are needed");
    let grid = &format!("{two}A,r,4\nB,r,1\nC,r,2\n");
    for method in ["lq", "shares", "relatedness", "complexity", "clusters"] {
        let found = ask(Region, method, grid, "region=region|activity=act|value=v").expect("an answer");
        assert!(found["source"].as_str().is_some_and(|source| source.len() > 10), "{method}");
    }
}

#[test]
fn two_curves_are_held_against_each_other_by_their_hazards() {
    // By hand: at 1 (of 3 and 3), 2 (2 and 3, two events), 4 (0 and 2): E = 1/2 + 4/5, V = 1/4 + 2 · (2/5)(3/5) · 3/4.
    let table = "t,e,g\n1,1,a\n2,1,a\n3,0,a\n2,1,b\n4,1,b\n5,0,b\n";
    let found = ask(Stats, "logrank", table, "time=t|event=e|group=g").expect("a test");
    let (gap, spread) = (2.0 - 1.3, 0.25 + 0.36);
    assert!((number(&found, "hazard_ratio.estimate") - f64::exp(gap / spread)).abs() < 1e-12, "{found}");
    assert!((number(&found, "statistic") - gap * gap / spread).abs() < 1e-12, "{found}");
    let half = 1.959_963_984_540_054 / spread.sqrt();
    assert!((number(&found, "hazard_ratio.ci_low") - f64::exp(gap / spread - half)).abs() < 1e-12);
    assert_eq!(
        (&found["hazard_ratio"]["first"], &found["hazard_ratio"]["second"]),
        (&json!("a"), &json!("b"))
    );
    let weighted = ask(Stats, "logrank", table, "time=t|event=e|group=g|weighting=wilcoxon").expect("a test");
    assert_eq!(weighted.get("hazard_ratio"), None);
}

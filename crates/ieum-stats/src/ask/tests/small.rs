//! Small tables whose answers can be worked out by hand.

use super::super::Family::{Region, Stats};
use super::{ask, number};
use serde_json::Value;

#[test]
fn two_groupings_are_held_against_each_other() {
    let table = "factor,outcome,n\nyes,success,88\nyes,failure,47\nno,success,51\nno,failure,135\n";
    let found = ask(Stats, "chi2", table, "rows=factor|columns=outcome|count=n").expect("a test");
    assert!((number(&found, "statistic") - 45.442_648_235).abs() < 1e-6, "{found}");
    // Rows and columns stand in alphabetical order: the odds of failure without the factor.
    assert!((number(&found, "odds_ratio.estimate") - 135.0 * 88.0 / (51.0 * 47.0)).abs() < 1e-9);
    assert_eq!(found["cells"].as_array().map(Vec::len), Some(4));
}

#[test]
fn an_outcome_that_is_nearly_a_number_is_refused_at_its_cell() {
    let refused = |cells: [&str; 3]| {
        let table = format!("y,x\n{},1\n{},2\n{},3\n", cells[0], cells[1], cells[2]);
        ask(Stats, "ols", &table, "formula=y ~ x").expect_err("refused")
    };
    assert!(refused(["5%", "6%", "7"]).contains("column y: 5% on line 2 is in percent and line 4 is not"));
    assert!(refused(["<.001", ".5", ".3"]).contains("line 2, column y: <.001 is a bound"));
    assert!(refused([".5", "x", ".3"]).contains("line 3, column y: x is no number"));
}

#[test]
fn correlations_take_the_rows_that_have_both() {
    let table = "x,y,z\n1,2,1\n2,4,3\n3,6,2\n4,,5\n5,10,4\n";
    let found = ask(Stats, "corr", table, "columns=x,y").expect("a correlation");
    assert_eq!((number(&found, "n"), number(&found, "estimate")), (4.0, 1.0));
    let found = ask(Stats, "corr", table, "columns=x,y,z|measure=spearman").expect("correlations");
    assert_eq!(found["pairs"].as_array().map(Vec::len), Some(3));
    assert!((number(&found, "pairs.1.estimate") - 0.8).abs() < 1e-12);
}

#[test]
fn counts_and_amounts_have_their_models() {
    let counts: String =
        (0..40).map(|at| format!("{},{}\n", [0, 3, 1, 7, 0, 12, 2, 5][at % 8], at % 2)).collect();
    let table = format!("y,x\n{counts}");
    let found = ask(Stats, "nb", &table, "formula=y ~ x").expect("a model");
    assert!(number(&found, "alpha") > 0.0, "{found}");
    // Without a predictor beside the groups the fitted means are the groups' own.
    assert!((number(&found, "coefficients.0.estimate").exp() - 0.75).abs() < 1e-6);
    let found = ask(Stats, "gamma", &table.replace("\n0,", "\n4,"), "formula=y ~ x").expect("a model");
    assert!(found["coefficients"].is_array());
    let split = "y,x\n0,1\n0,2\n0,3\n1,4\n1,5\n1,6\n";
    assert!(ask(Stats, "logit", split, "formula=y ~ x").expect_err("separated").contains("separates"));
    assert!(ask(Stats, "logit", split, "formula=y ~ x|firth=").is_ok());
}

#[test]
fn time_until_something_happens() {
    let table = "t,e,g\n1,1,a\n2,1,a\n3,0,a\n2,1,b\n4,1,b\n5,0,b\n";
    let found = ask(Stats, "km", table, "time=t|event=e").expect("a curve");
    assert!((number(&found, "curve.0.survival") - 5.0 / 6.0).abs() < 1e-12, "{found}");
    let found = ask(Stats, "km", table, "time=t|event=e|group=g").expect("curves");
    assert_eq!(
        (&found["groups"][1]["group"], &found["curve"][0]["group"]),
        (&Value::from("b"), &Value::from("a"))
    );
    let found = ask(Stats, "logrank", table, "time=t|event=e|group=g").expect("a test");
    assert_eq!(found["groups"][0]["label"], "a");
    assert!(
        ask(Stats, "km", &table.replace(",0,", ",maybe,"), "time=t|event=e")
            .expect_err("refused")
            .contains("maybe")
    );
}

/// Twelve units over six years; three are treated from the fourth year on, by two.
fn panel() -> String {
    let mut text = "unit,year,y,on,first\n".to_owned();
    for unit in 0..12_u32 {
        for year in 0..6_u32 {
            let on = u32::from(unit < 3 && year >= 3);
            let noise = f64::from((unit * 7 + year * 5) % 11) / 50.0;
            let y = f64::from(unit) + 0.5 * f64::from(year) + 2.0 * f64::from(on) + noise;
            let first = if unit < 3 { "2003" } else { "" };
            text.push_str(&format!("u{unit},{},{y},{on},{first}\n", 2000 + year));
        }
    }
    text
}

#[test]
fn a_programme_that_adds_two_is_found_by_every_method() {
    let table = panel();
    let near_two = |value: f64| assert!((value - 2.0).abs() < 0.2, "{value}");
    let found = ask(Stats, "cs", &table, "value=y|unit=unit|time=year|first=first").expect("effects");
    near_two(number(&found, "aggregate.overall.estimate"));
    let options = "value=y|unit=unit|time=year|treated=on|inference=placebo|draws=20";
    let found = ask(Stats, "sdid", &table, options).expect("an effect");
    near_two(number(&found, "effect.estimate"));
    assert!(
        found["unit_weights"]
            .as_array()
            .is_some_and(|weights| weights.iter().all(|one| one["unit"].is_string()))
    );
    assert!(ask(Stats, "sc", &table, "value=y|unit=unit|time=year|treated=on|inference=none").is_ok());
    let found = ask(Stats, "did", &table, "value=y|treated=on|unit=unit|time=year").expect("an effect");
    near_two(number(&found, "coefficients.0.estimate"));
}

const TRADE: &str = "c,p,v,year\nA,x,10,1\nA,y,0,1\nB,x,5,1\nB,y,5,1\nC,y,8,1\nC,z,4,1\nD,z,9,1\nA,x,12,2\nA,y,6,2\nB,x,5,2\nB,y,9,2\nC,y,8,2\nC,z,8,2\nD,z,9,2\n";

fn first_year() -> String {
    TRADE.lines().filter(|line| !line.ends_with(",2")).map(|line| format!("{line}\n")).collect()
}

#[test]
fn what_a_region_has_more_of() {
    let table = first_year();
    let found = ask(Region, "lq", &table, "region=c|activity=p|value=v").expect("quotients");
    // A has 10 of its 10 in x, all regions 15 of 41.
    assert!((number(&found, "quotients.0.quotient") - 41.0 / 15.0).abs() < 1e-12, "{found}");
    let found = ask(Region, "lq", &table, "region=c|activity=p|value=v|draws=200").expect("quotients");
    assert!(number(&found, "quotients.0.ci_low") < number(&found, "quotients.0.ci_high"));
    let found = ask(Region, "shares", &table, "region=c|activity=p|value=v").expect("shares");
    assert_eq!(number(&found, "of_regions.0.concentration.herfindahl"), 1.0);
    let twice = format!("{table}A,x,1,1\n");
    let refused = ask(Region, "lq", &twice, "region=c|activity=p|value=v").expect_err("refused");
    assert!(refused.contains("lines 2 and 9"), "{refused}");
}

#[test]
fn complexity_has_the_fields_programs_rely_on() {
    let found = ask(Region, "complexity", &first_year(), "region=c|activity=p|value=v").expect("complexity");
    assert_eq!(found["components"], 1);
    for list in ["eci", "pci"] {
        assert!(
            found[list]
                .as_array()
                .is_some_and(|list| list.len() >= 3 && list.iter().all(|one| one.get("value").is_some())),
            "{found}"
        );
    }
    assert!(found["eci"][0]["region"].is_string() && found["pci"][0]["activity"].is_string());
    assert!(found.get("spectral_gap").is_some());
    let found = ask(Region, "relatedness", &first_year(), "region=c|activity=p|value=v|density=")
        .expect("relatedness");
    assert_eq!(
        (found["pairs"].as_array().map(Vec::len), found["densities"].as_array().map(Vec::len)),
        (Some(3), Some(12))
    );
}

#[test]
fn change_is_told_from_two_periods() {
    let found = ask(Region, "shift-share", TRADE, "region=c|activity=p|value=v|period=year").expect("parts");
    let part = |name: &str| number(&found, &format!("of_regions.0.{name}"));
    assert!((part("growth") - part("national") - part("industry_mix") - part("regional")).abs() < 1e-12);
    assert_eq!(part("growth"), 8.0);
    let found = ask(Region, "dynamics", TRADE, "region=c|activity=p|value=v|period=year").expect("moves");
    assert!(number(&found, "could_enter") >= number(&found, "entries"));
    assert!((number(&found, "of_regions.0.growth") - 0.8).abs() < 1e-12, "{found}");
    assert!(ask(Region, "dynamics", TRADE, "region=c|activity=p|value=v|period=year|to=9").is_err());
}

#[test]
fn activities_found_together_make_clusters() {
    let mut table = "c,p,v\n".to_owned();
    for (at, amounts) in
        [[9, 8, 0, 1], [8, 9, 1, 0], [0, 1, 9, 8], [1, 0, 8, 9], [5, 5, 0, 0]].into_iter().enumerate()
    {
        for (activity, amount) in ["a", "b", "x", "y"].into_iter().zip(amounts) {
            table.push_str(&format!("r{at},{activity},{amount}\n"));
        }
    }
    let found = ask(Region, "clusters", &table, "region=c|activity=p|value=v").expect("clusters");
    let of = |at: usize| number(&found, &format!("members.{at}.cluster"));
    assert!(of(0) == of(1) && of(2) == of(3) && of(0) != of(2), "{found}");
}

#[test]
fn sites_are_chosen_near_demand() {
    let table = "town,people,x,y\na,10,0,0\nb,20,1,0\nc,30,10,0\nd,5,11,0\n";
    let found = ask(Region, "pmedian", table, "place=town|demand=people|x=x|y=y|open=2").expect("sites");
    assert_eq!((number(&found, "objective"), number(&found, "gap")), (15.0, 0.0));
    assert_eq!(
        (&found["open"][0]["site"], &found["places"][3]["site"]),
        (&Value::from("b"), &Value::from("c"))
    );
    let found =
        ask(Region, "cover", table, "place=town|demand=people|x=x|y=y|open=1|reach=1").expect("sites");
    assert_eq!(number(&found, "covered"), 35.0);
    assert!(ask(Region, "pmedian", table, "place=town|x=x|y=y|open=2|existing=nowhere").is_err());
}

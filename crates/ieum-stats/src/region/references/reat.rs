use serde_json::Value;

use super::{check, known, number, rows, text};
use crate::Matrix;
use crate::region::agglomeration::{
    ClusterFacts, Industry, cluster_index, coagglomeration, colocation, ellison_glaeser,
};
use crate::region::inequality::{About, gini, hoover, theil, williamson};
use crate::region::quotient::quotient;
use crate::region::shift_share::{Form, Parts, dynamic, forecast, gerfin, shift_share};
use crate::region::structure::{concentration, structure};

fn expected() -> Option<impl Fn(&str) -> Vec<f64>> {
    let all: Value = serde_json::from_str(&text("reat/reat_3.0.3_examples.json")?).expect("JSON");
    Some(move |name: &str| {
        let found = &all["output"][name];
        let list = found.get("v").unwrap_or(found).as_array().expect("figures").clone();
        let each =
            list.iter().flat_map(|item| item.as_array().cloned().unwrap_or_else(|| vec![item.clone()]));
        each.map(|item| item.as_f64().expect("a number")).collect()
    })
}

/// The worked example of Farhauer and Kröll: four industries of region A and of the country at two dates.
const REGION: [[f64; 4]; 2] = [[90.0, 20.0, 10.0, 60.0], [100.0, 40.0, 10.0, 55.0]];
const NATION: [[f64; 4]; 2] = [[400.0, 150.0, 150.0, 400.0], [440.0, 210.0, 135.0, 480.0]];

fn dunn(parts: &Parts) -> Vec<f64> {
    vec![parts.growth, parts.national, parts.industry_mix, parts.regional, parts.net_shift()]
}

fn esteban(parts: &Parts) -> Vec<f64> {
    vec![parts.growth, parts.national, parts.industry_mix, parts.regional, parts.allocation]
}

#[test]
fn shift_share_is_that_of_reat() {
    let Some(expected) = expected() else { return };
    let (region, nation) = ([&REGION[0][..], &REGION[1]], [&NATION[0][..], &NATION[1]]);
    let made = |form| shift_share(region, nation, form).expect("amounts").total;
    check("Dunn", &dunn(&made(Form::Dunn)), &expected("shift_FK_A_Dunn"), 1e-12);
    check("Esteban", &esteban(&made(Form::Esteban)), &expected("shift_FK_A_Esteban"), 1e-12);
    let factors = gerfin(region, nation).expect("amounts");
    let found = [factors.industry_mix, factors.regional, factors.net_shift];
    check("Gerfin", &found, &expected("shift_FK_A_Gerfin"), 1e-14);

    let Some(freiburg) = rows("reat/Freiburg.csv") else { return };
    let column = |name: &str| freiburg.iter().map(|row| number(row, name)).collect::<Vec<f64>>();
    let (a, b) = (column("e_Freiburg2008"), column("e_Freiburg2014"));
    let (c, d) = (column("e_Germany2008"), column("e_Germany2014"));
    let found = shift_share([&a, &b], [&c, &d], Form::Dunn).expect("amounts");
    check("Freiburg, Dunn", &dunn(&found.total), &expected("shift_Freiburg_Dunn"), 1e-12);
    // REAT's industry table counts the industry's own rate into its national share.
    let rows: [Vec<f64>; 4] = [
        found.by_activity.iter().map(|parts| parts.growth).collect(),
        found.by_activity.iter().map(|parts| parts.national + parts.industry_mix).collect(),
        found.by_activity.iter().map(|parts| parts.regional).collect(),
        found.by_activity.iter().map(|parts| parts.regional).collect(),
    ];
    check("Freiburg by industry", &rows.concat(), &expected("shifti_Freiburg"), 1e-9);
    let found = shift_share([&a, &b], [&c, &d], Form::Esteban).expect("amounts").total;
    check("Freiburg, Esteban", &esteban(&found), &expected("shift_Freiburg_Esteban"), 1e-12);
}

#[test]
fn dynamic_shift_share_of_goettingen_adds_up_and_forecasts_keep_the_lead() {
    let Some(rows) = rows("reat/Goettingen.csv") else { return };
    let over = |place: &str| {
        let years = (2008..=2017).map(|year| format!("{place}{year}"));
        let cells: Vec<f64> = years
            .flat_map(|year| rows[1..].iter().map(|row| number(row, &year)).collect::<Vec<f64>>())
            .collect();
        Matrix::new(10, 15, cells).expect("a matrix")
    };
    let (region, nation) = (over("Goettingen"), over("BRD"));
    for form in [Form::Dunn, Form::Esteban] {
        let (periods, total) = dynamic(&region, &nation, form).expect("ten years");
        assert_eq!(periods.len(), 9);
        let grown = region.row(9).iter().sum::<f64>() - region.row(0).iter().sum::<f64>();
        let sum = total.national + total.industry_mix + total.regional + total.allocation;
        check("parts of ten years", &[total.growth, sum], &[grown, grown], 1e-12);
    }
    // Foreseeing the very rates that were found gives back what was found.
    let ends = ([region.row(0), region.row(1)], [nation.row(0), nation.row(1)]);
    let rates: Vec<f64> =
        nation.row(1).iter().zip(nation.row(0)).map(|(after, before)| after / before - 1.0).collect();
    let next = forecast(ends.0, ends.1, &rates).expect("amounts");
    let same: Vec<f64> =
        region.row(1).iter().zip(region.row(0)).map(|(after, before)| after * (after / before)).collect();
    check("forecast", &next, &same, 1e-12);
}

#[test]
fn specialisation_and_inequality_are_those_of_reat() {
    let Some(expected) = expected() else { return };
    check(
        "LQ",
        &[quotient(1_714.0, 79_006.0, 879_213.0, 15_593_224.0).expect("parts")],
        &expected("locq_FK"),
        1e-14,
    );
    let Some(rows_) = rows("reat/Goettingen.csv") else { return };
    let column = |name: &str| rows_.iter().map(|row| number(row, name)).collect::<Vec<f64>>();
    let (own, all) = (column("Goettingen2017"), column("BRD2017"));
    let found: Vec<f64> =
        (1..16).map(|at| quotient(own[at], own[0], all[at], all[0]).expect("parts")).collect();
    check("LQ of Göttingen", &found, &expected("locq_Goettingen2017"), 1e-14);
    check(
        "Herfindahl",
        &[concentration(&own[1..]).expect("amounts").herfindahl],
        &expected("herf_Goe"),
        1e-14,
    );
    check("Hoover", &[hoover(&own[1..], &all[1..]).expect("amounts")], &expected("hoover_Goe"), 1e-14);
    // The saved figures of 2008 leave the last three sections out, as REAT's own example does.
    let (own, all) = (&column("Goettingen2008")[1..13], &column("BRD2008")[1..13]);
    let found = structure(own, all).expect("amounts");
    check("Krugman", &[found.krugman], &expected("krugman_spec_Goe"), 1e-14);
    check(
        "Duranton–Puga",
        &[found.relative_diversity.expect("differs")],
        &expected("durpug_Goettingen2008"),
        1e-13,
    );
    let shares = |list: &[f64]| list.iter().map(|part| part / list.iter().sum::<f64>()).collect::<Vec<f64>>();
    let quotients: Vec<f64> = shares(own).iter().zip(shares(all)).map(|(a, b)| a / b).collect();
    check(
        "Gini of quotients",
        &[gini(&quotients, false).expect("amounts")],
        &expected("gini_spec_Goe"),
        1e-13,
    );

    let Some(counties) = rows("reat/G.counties.gdp.csv") else { return };
    let column = |name: &str| counties.iter().map(|row| number(row, name)).collect::<Vec<f64>>();
    let (income, people) = (column("gdppc2014"), column("pop2014"));
    let ones = vec![1.0; income.len()];
    check("Gini", &[gini(&income, false).expect("amounts")], &expected("gini_gdppc2014"), 1e-13);
    let split = theil(&income, &ones, &vec![0; ones.len()]).expect("amounts");
    check("Theil L", &[split.l.expect("no zero")], &expected("theil_gdppc2014"), 1e-12);
    let found = williamson(&income, &people, About::Reat).expect("amounts");
    check("Williamson", &[found], &expected("williamson2014"), 1e-13);
}

#[test]
fn agglomeration_is_that_of_reat() {
    let Some(expected) = expected() else { return };
    let sizes = [200.0, 650.0, 12_000.0, 100.0, 50.0, 16_000.0, 13_000.0, 1_500.0, 1_500.0, 25_000.0];
    let places = [0, 0, 0, 0, 0, 1, 1, 1, 1, 2];
    let one = ellison_glaeser(&sizes, &places, &[500_000.0, 400_000.0, 100_000.0]).expect("an industry");
    let found = [one.gamma, one.g, one.z.expect("spread"), one.establishments as f64, one.herfindahl];
    check("Ellison–Glaeser", &found, &expected("ellison_a_FK"), 1e-13);

    let Some(firms) = rows("reat/FK2014_EGC.csv") else { return };
    let mut regions = [0.0; 3];
    let mut industries: Vec<(String, Vec<f64>, Vec<usize>)> = Vec::new();
    for firm in &firms {
        let place = firm["region"].parse::<usize>().expect("1 to 3") - 1;
        regions[place] += number(firm, "emp_firm");
        if industries.last().is_none_or(|(name, _, _)| *name != firm["industry"]) {
            industries.push((firm["industry"].clone(), Vec::new(), Vec::new()));
        }
        let (_, sizes, places) = industries.last_mut().expect("just pushed");
        sizes.push(number(firm, "emp_firm"));
        places.push(place);
    }
    let each: Vec<Option<f64>> = industries
        .iter()
        .map(|(_, sizes, places)| Some(ellison_glaeser(sizes, places, &regions).expect("an industry").gamma))
        .collect();
    check("four industries", &known(&each), &expected("ellison_a2_FK"), 1e-13);
    let group: Vec<Industry> =
        industries.iter().map(|(_, sizes, places)| Industry { sizes, places }).collect();
    let together = coagglomeration(&group, &regions).expect("four industries");
    assert!(together.abs() < 1.0, "REAT's 12.07 is no such index; ours is {together}");

    let facts = ClusterFacts {
        employment: [1_743.0, 5_740.0],
        establishments: [35.0, 53.0],
        area: [50.0, 576.0],
        people: [488.0, 4_621.0],
    };
    let found = cluster_index(&facts).expect("facts").index;
    check("Litzenberger–Sternberg", &[found], &expected("litzenberger_FK"), 1e-13);
    // Two and one establishments in the two regions, of either industry: 4 + 1 of 9 pairs.
    check("Howard", &[colocation(&[0, 0, 1], &[0, 0, 1]).expect("firms")], &expected("howard_cl"), 1e-15);
}

/// Ten regions of which five have all: pysal's example of Theil's split, all of it between the halves.
#[test]
fn theil_is_that_of_pysal() {
    let values = [0.0, 0.0, 0.0, 0.0, 0.0, 10.0, 10.0, 10.0, 10.0, 10.0];
    let halves = [0, 0, 0, 0, 0, 1, 1, 1, 1, 1];
    let found = theil(&values, &[1.0; 10], &halves).expect("amounts");
    let two = std::f64::consts::LN_2;
    check("Theil T", &[found.t, found.t_between, found.t_within], &[two, two, 0.0], 1e-15);
    assert_eq!(found.l, None);
}

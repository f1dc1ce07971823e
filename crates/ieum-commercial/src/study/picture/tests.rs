//! Every method that has a natural picture gets one that can be drawn, in both languages.

use super::canvas::{RIGHT, Shape, breadth};
use super::{Scene, picture};
use crate::asks::Figures;
use crate::study::Options;
use ieum_kernel::{Lang, Zone};
use ieum_stats::ask::{Family, METHODS, Method, Refusal, Request, answer, method};
use ieum_stats::intake::{Limits, Table};
use ieum_web::{MessageFile, Words};
use serde_json::{Map, Value};

/// Numbers as they come: what is worded is not what is tested here.
struct Plainly;

impl Figures for Plainly {
    fn table(&self, _: &Words, _: Lang, _: &str, bytes: &[u8], limits: Limits) -> Result<Table, Vec<String>> {
        Table::read(&String::from_utf8_lossy(bytes), limits).map_err(|faults| vec![format!("{faults:?}")])
    }
    fn refused(&self, _: &Words, _: Lang, refusal: &Refusal) -> Vec<String> {
        vec![refusal.to_string()]
    }
    fn worded(&self, _: &Words, _: Lang, _: &Method, figures: Map<String, Value>) -> Map<String, Value> {
        figures
    }
    fn caution(&self, _: &Words, _: Lang, caution: &Value) -> String {
        caution.to_string()
    }
    fn plain(&self, value: &Value) -> String {
        value.as_str().map_or_else(|| value.to_string(), str::to_owned)
    }
}

fn words() -> Words {
    let files = [
        (Lang::Ko, include_str!("../../../locales/ko/study.ftl")),
        (Lang::En, include_str!("../../../locales/en/study.ftl")),
    ];
    let files =
        files.map(|(lang, text)| MessageFile { lang, path: "study.ftl".to_owned(), text: text.to_owned() });
    Words::new(files, Zone::seoul()).expect("messages")
}

/// The kinds of shapes drawn for a method's figures.
#[track_caller]
fn check(family: Family, key: &str, text: &str, options: &str, shape: &str) {
    let table = Table::read(text, Limits::default()).expect("a table");
    let mut given = Options::new();
    for (key, value) in options.split('|').filter_map(|pair| pair.split_once('=')) {
        given.entry(key.to_owned()).or_default().push(value.to_owned());
    }
    let method = method(family, key).expect("a method");
    let request = given
        .iter()
        .flat_map(|(key, values)| values.iter().map(move |value| (key, value)))
        .fold(Request::about(table.clone()), |request, (key, value)| request.option(key, value.clone()));
    let figures = answer(method, &request).unwrap_or_else(|refusal| panic!("{key}: {refusal}")).figures;
    let words = words();
    for lang in Lang::ALL {
        let scene = Scene {
            words: &words,
            lang,
            says: &Plainly,
            method,
            figures: &figures,
            table: &table,
            options: &given,
        };
        let drawn = picture(&scene)
            .unwrap_or_else(|| panic!("{key}: no picture of {}", Value::Object(figures.clone())));
        assert!(!drawn.label.starts_with("study-") && !drawn.about.starts_with("study-"), "{drawn:?}");
        assert!(
            drawn.canvas.height > 20.0 && drawn.canvas.height < 1_200.0,
            "{key}: {}",
            drawn.canvas.height
        );
        let shapes = serde_json::to_value(&drawn.canvas.shapes).expect("shapes");
        let text = shapes.to_string();
        assert!(!text.contains("null") && !text.contains("NaN") && !text.contains("inf"), "{key}: {text}");
        let of_kind = |item: &Value| item["kind"] == shape;
        assert!(shapes.as_array().is_some_and(|all| all.iter().any(of_kind)), "{key}: no {shape} in {text}");
    }
}

const GROUPS: &str =
    "y,x,g,t,e\n1.2,1,a,3,1\n2.1,2,a,5,1\n2.9,3,a,4,0\n4.2,4,b,7,1\n5.1,5,b,2,1\n5.8,6,b,9,0\n7.3,7,b,8,1\n";

#[test]
fn tests_and_models_are_drawn() {
    check(Family::Stats, "describe", GROUPS, "value=y", "rect");
    check(Family::Stats, "ttest", GROUPS, "value=y|group=g", "circle");
    check(Family::Stats, "ttest", GROUPS, "value=y", "circle");
    check(Family::Stats, "anova", GROUPS, "value=y|group=g", "circle");
    check(Family::Stats, "chi2", GROUPS, "rows=g|columns=e", "rect");
    check(Family::Stats, "corr", GROUPS, "columns=x|columns=y", "circle");
    check(Family::Stats, "corr", GROUPS, "columns=x,y,t", "circle");
    check(Family::Stats, "ols", GROUPS, "formula=y ~ x", "path");
    check(Family::Stats, "ols", GROUPS, "formula=y ~ x + t", "circle");
    check(Family::Stats, "poisson", GROUPS, "formula=t ~ x", "circle");
    check(Family::Stats, "km", GROUPS, "time=t|event=e|group=g", "path");
    check(Family::Stats, "logrank", GROUPS, "time=t|event=e|group=g", "path");
    check(Family::Stats, "cox", GROUPS, "time=t|event=e|formula=~ x", "circle");
    check(Family::Stats, "adjust", "test,p\na,0.01\nb,0.04\nc,0.03\n", "p=p|label=test", "circle");
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
fn effects_of_programmes_are_drawn() {
    let table = panel();
    check(Family::Stats, "event", &table, "value=y|unit=unit|time=year|first=first", "circle");
    check(Family::Stats, "cs", &table, "value=y|unit=unit|time=year|first=first", "path");
    check(Family::Stats, "cs", &table, "value=y|unit=unit|time=year|first=first|aggregate=dynamic", "circle");
    check(Family::Stats, "sc", &table, "value=y|unit=unit|time=year|treated=on|inference=none", "path");
    check(Family::Stats, "did", &table, "value=y|treated=on|unit=unit|time=year", "circle");
}

const TRADE: &str = "c,p,v,year\nA,x,10,1\nA,y,0,1\nB,x,5,1\nB,y,5,1\nC,y,8,1\nC,z,4,1\nD,z,9,1\nA,x,12,2\nA,y,6,2\nB,x,5,2\nB,y,9,2\nC,y,8,2\nC,z,8,2\nD,z,9,2\n";

#[test]
fn regional_measures_are_drawn() {
    let first: String =
        TRADE.lines().filter(|line| !line.ends_with(",2")).map(|line| format!("{line}\n")).collect();
    let of = "region=c|activity=p|value=v";
    check(Family::Region, "lq", &first, of, "rect");
    check(Family::Region, "shares", &first, of, "rect");
    check(Family::Region, "relatedness", &first, of, "circle");
    check(Family::Region, "complexity", &first, of, "rect");
    let both = format!("{of}|period=year");
    check(Family::Region, "shift-share", TRADE, &both, "rect");
    check(Family::Region, "dynamics", TRADE, &both, "rect");
    let points = "r,v,x,y\na,1,0,0\nb,2,1,0\nc,3,2,0\nd,4,3,0\ne,5,4,1\n";
    let map = "unit=r|value=v|x=x|y=y|nearest=2|permutations=99";
    check(Family::Region, "moran", points, map, "circle");
    check(Family::Region, "lisa", points, map, "circle");
    check(Family::Region, "hotspots", points, map, "circle");
    let towns = "town,people,x,y\na,10,0,0\nb,20,1,0\nc,30,10,0\nd,5,11,0\n";
    check(Family::Region, "pmedian", towns, "place=town|demand=people|x=x|y=y|open=2", "line");
    check(Family::Region, "cover", towns, "place=town|demand=people|x=x|y=y|open=1|reach=1", "circle");
    let sites = "site,cost,reach\nA,10,5\nB,20,9\nC,15,1\n";
    check(Family::Region, "topsis", sites, "alternative=site|criteria=cost,reach|cost=cost", "rect");
    check(Family::Region, "ahp", "c,a,b,c\na,1,2,6\nb,,1,3\nc,1/6,,\n", "", "rect");
    let flows = "sector,a,b,demand\na,150,500,350\nb,200,100,1700\n";
    check(Family::Region, "io", flows, "sector=sector|demand=demand", "circle");
    check(Family::Region, "inequality", points, "value=v", "path");
}

#[test]
fn figures_without_anything_to_draw_have_no_picture() {
    let (words, table, options) = (words(), Table::default(), Options::new());
    for method in METHODS {
        let figures = Map::new();
        let scene = Scene {
            words: &words,
            lang: Lang::En,
            says: &Plainly,
            method,
            figures: &figures,
            table: &table,
            options: &options,
        };
        assert_eq!(picture(&scene), None, "{}", method.key);
    }
}

#[test]
fn a_long_number_stays_within_the_picture() {
    let rows = [("가".to_owned(), -0.000_688_315, None), ("나".to_owned(), 1.5, Some((-1.0, 2.0)))];
    let canvas = super::kinds::rows(&rows, 0.0, &|value| value.to_string()).expect("a picture");
    let ends = canvas.shapes.iter().filter_map(|shape| match shape {
        Shape::Text { x, anchor: "start", text, .. } => Some(x + breadth(text)),
        _ => None,
    });
    assert!(ends.fold(0.0, f64::max) <= RIGHT);
}

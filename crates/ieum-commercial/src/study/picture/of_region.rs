//! Pictures of regional measures.

use super::Scene;
use super::data::number;
use super::kinds::{Beside, Point, Row, curves, points, rows, stacked};
use super::of_methods::{Drawn, bars, interval, one_fact};
use ieum_stats::{Matrix, region::projection};
use serde_json::Value;
use std::collections::BTreeMap;

pub(super) fn quotients(scene: &Scene) -> Option<Drawn> {
    let named = |item: &Value| {
        let name = format!("{} · {}", scene.text(item, "region"), scene.text(item, "activity"));
        Some((name, number(item, "quotient")?, interval(item)))
    };
    let mut found: Vec<Row> = scene.list("quotients").iter().filter_map(named).collect();
    found.sort_by(|a, b| b.1.total_cmp(&a.1));
    let baseline = if matches!(scene.option("form"), "" | "ratio") { 1.0 } else { 0.0 };
    let canvas = rows(&found, baseline, &|value| scene.plain(value))?;
    Some(("quotients", one_fact("count", found.len().min(24).to_string()), canvas))
}

pub(super) fn parts(scene: &Scene) -> Option<Drawn> {
    if scene.option("form") == "gerfin" {
        return bars(scene, "of_regions", "region", "net_shift", 1.0);
    }
    let mut keys = vec!["national", "industry_mix", "regional"];
    if scene.option("form") == "esteban" {
        keys.push("allocation");
    }
    let one = |item: &Value| {
        Some((
            scene.text(item, "region"),
            keys.iter().map(|key| number(item, key)).collect::<Option<Vec<f64>>>()?,
        ))
    };
    let found: Vec<_> = scene.list("of_regions").iter().filter_map(one).collect();
    let names: Vec<String> = keys.iter().map(|key| scene.name(key)).collect();
    let canvas = stacked(&found, &names, &|value| scene.plain(value))?;
    Some(("parts", one_fact("count", found.len().to_string()), canvas))
}

/// Activities of a product space that are drawn at most.
const MOST_NODES: usize = 400;

/// The product space: a spanning tree and the strongest links beside it, in places that stay the same.
pub(super) fn network(scene: &Scene) -> Option<Drawn> {
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for item in scene.list("pairs") {
        for key in ["activity", "other"] {
            places.entry(scene.text(item, key)).or_default();
        }
    }
    places.values_mut().enumerate().for_each(|(at, place)| *place = at);
    if !(2..=MOST_NODES).contains(&places.len()) {
        return None;
    }
    let mut related = Matrix::zeros(places.len(), places.len());
    for item in scene.list("pairs") {
        let (one, other) =
            (places.get(&scene.text(item, "activity"))?, places.get(&scene.text(item, "other"))?);
        let weight = number(item, "relatedness").unwrap_or_default().max(0.0);
        (*related.at_mut(*one, *other), *related.at_mut(*other, *one)) = (weight, weight);
    }
    let found = projection::projection(&related, projection::Beside::MeanDegree(4.0)).ok()?;
    let at = |place: usize| found.places.get(place).map(|place| (place.x, place.y));
    let all: Vec<Point> = places
        .iter()
        .filter_map(|(name, place)| Some(Point { at: at(*place)?, series: 0, name: name.clone() }))
        .collect();
    let lines = found.links.iter().filter_map(|link| Some([at(link.from)?, at(link.to)?])).collect();
    let canvas = points(&all, &Beside { lines, ..Beside::default() }, &|value| scene.plain(value))?;
    let facts = vec![("count", all.len().to_string()), ("links", found.links.len().to_string())];
    Some(("network", facts, canvas))
}

/// How well density told what entered: the share of entries found against the share of false ones.
pub(super) fn foretold(scene: &Scene) -> Option<Drawn> {
    let test = scene.figures.get("back_test")?;
    let curve: Vec<(f64, f64)> = test
        .get("roc")?
        .as_array()?
        .iter()
        .filter_map(|point| Some((point.get(0)?.as_f64()?, point.get(1)?.as_f64()?)))
        .collect();
    let chance = (scene.word("chance"), vec![(0.0, 0.0), (1.0, 1.0)]);
    let found = [(scene.name("density"), curve), chance];
    let names = (scene.word("false-entries"), scene.word("found-entries"));
    let canvas = curves(&found, false, (&names.0, &names.1), None, &|value| scene.plain(value))?;
    Some(("foretold", one_fact("area", scene.text(test, "roc_auc")), canvas))
}

pub(super) fn tried(scene: &Scene) -> Option<Drawn> {
    let one = |item: &Value| Some((number(item, "clusters")?, number(item, "score")?));
    let mut line: Vec<(f64, f64)> = scene.list("tried").iter().filter_map(one).collect();
    line.sort_by(|a, b| a.0.total_cmp(&b.0));
    let names = (scene.name("clusters"), scene.name("score"));
    let canvas =
        curves(&[(names.1.clone(), line)], false, (&names.0, &names.1), None, &|value| scene.plain(value))?;
    Some(("tried", Vec::new(), canvas))
}

/// Of a unit, which of the four quarters of the scatter of values and neighbours it lies in.
fn quarter(item: &Value) -> usize {
    match item.get("quadrant").and_then(Value::as_str) {
        Some("high-high") => 0,
        Some("low-low") => 1,
        Some("high-low") => 2,
        Some("low-high") => 3,
        _ => 4,
    }
}

pub(super) fn beside_neighbours(scene: &Scene) -> Option<Drawn> {
    let one = |item: &Value| {
        Some(Point {
            at: (number(item, "deviation")?, number(item, "lag")?),
            series: 0,
            name: scene.text(item, "unit"),
        })
    };
    let all: Vec<Point> = scene.list("units").iter().filter_map(one).collect();
    let axes = Some((scene.name("deviation"), scene.name("lag")));
    let beside = Beside { cross: Some((0.0, 0.0)), axes, ..Beside::default() };
    let canvas = points(&all, &beside, &|value| scene.plain(value))?;
    Some(("neighbours", one_fact("count", all.len().to_string()), canvas))
}

/// Units on the map; those whose corrected p value is over 5 % belong to none of the quarters.
pub(super) fn quadrants_on_map(scene: &Scene) -> Option<Drawn> {
    let (x, y, names) = (scene.numbers("x")?, scene.numbers("y")?, scene.cells("unit")?);
    let of: BTreeMap<&str, (f64, f64)> = names
        .into_iter()
        .zip(x.into_iter().zip(y))
        .filter(|(_, at)| at.0.is_finite() && at.1.is_finite())
        .collect();
    let hot = scene.method.key == "hotspots";
    let series = |item: &Value| {
        if number(item, "p_adjusted").is_none_or(|p| p > 0.05) {
            4
        } else if hot {
            usize::from(number(item, "z").is_some_and(|z| z < 0.0))
        } else {
            quarter(item)
        }
    };
    let mut found = 0_usize;
    let mut all = Vec::new();
    for item in scene.list("units") {
        let (name, series) = (scene.text(item, "unit"), series(item));
        found += usize::from(series < 4);
        all.push(Point { at: *of.get(name.as_str())?, series, name });
    }
    let keys: &[&str] =
        if hot { &["hot", "cold"] } else { &["high-high", "low-low", "high-low", "low-high"] };
    let mut named: Vec<String> = keys.iter().map(|key| scene.word(key)).collect();
    if !hot {
        named.push(scene.word("no-pattern"));
    }
    let beside = Beside { names: named, ..Beside::default() };
    let canvas = points(&all, &beside, &|value| scene.plain(value))?;
    Some(("map", vec![("count", all.len().to_string()), ("found", found.to_string())], canvas))
}

/// Places, the sites open among them, and who goes where.
pub(super) fn sites(scene: &Scene) -> Option<Drawn> {
    let (x, y, names) = (scene.numbers("x")?, scene.numbers("y")?, scene.cells("place")?);
    let of: BTreeMap<&str, (f64, f64)> = names.into_iter().zip(x.into_iter().zip(y)).collect();
    let at = |name: &str| of.get(name).copied().filter(|at| at.0.is_finite() && at.1.is_finite());
    let mut all = Vec::new();
    let mut lines = Vec::new();
    for item in scene.list("places") {
        let name = scene.text(item, "place");
        let Some(place) = at(&name) else { continue };
        lines.extend(at(&scene.text(item, "site")).map(|site| [place, site]));
        let uncovered = item.get("covered").and_then(Value::as_bool) == Some(false);
        all.push(Point { at: place, series: if uncovered { 2 } else { 0 }, name });
    }
    let open: Vec<String> = scene.list("open").iter().map(|item| scene.text(item, "site")).collect();
    all.extend(open.iter().filter_map(|site| Some(Point { at: at(site)?, series: 1, name: String::new() })));
    let mut named = vec![scene.word("places"), scene.word("open-sites")];
    if scene.method.key == "cover" {
        named.push(scene.word("out-of-reach"));
    }
    let canvas =
        points(&all, &Beside { lines, names: named, ..Beside::default() }, &|value| scene.plain(value))?;
    Some(("sites", vec![("count", of.len().to_string()), ("open", open.len().to_string())], canvas))
}

pub(super) fn linkages(scene: &Scene) -> Option<Drawn> {
    let forward =
        if scene.option("forward") == "leontief" { "forward_index_leontief" } else { "forward_index_ghosh" };
    let one = |item: &Value| {
        Some(Point {
            at: (number(item, "backward_index")?, number(item, forward)?),
            series: 0,
            name: scene.text(item, "sector"),
        })
    };
    let all: Vec<Point> = scene.list("sectors").iter().filter_map(one).collect();
    let axes = Some((scene.name("backward_index"), scene.name(forward)));
    let beside = Beside { cross: Some((1.0, 1.0)), axes, ..Beside::default() };
    let canvas = points(&all, &beside, &|value| scene.plain(value))?;
    Some(("linkages", one_fact("count", all.len().to_string()), canvas))
}

pub(super) fn lorenz(scene: &Scene) -> Option<Drawn> {
    let curve: Vec<(f64, f64)> = scene
        .list("lorenz")
        .iter()
        .filter_map(|point| Some((point.get(0)?.as_f64()?, point.get(1)?.as_f64()?)))
        .collect();
    let even = (scene.word("even"), vec![(0.0, 0.0), (1.0, 1.0)]);
    let found = [(scene.word("lorenz-curve"), curve), even];
    let names = (scene.word("share-of-regions"), scene.word("share-of-values"));
    let canvas = curves(&found, false, (&names.0, &names.1), None, &|value| scene.plain(value))?;
    Some(("lorenz", one_fact("gini", scene.text(&Value::Object(scene.figures.clone()), "gini")), canvas))
}

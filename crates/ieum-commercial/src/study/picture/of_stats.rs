//! Pictures of tests, models and programmes' effects.

use super::Scene;
use super::data::number;
use super::kinds::{Beside, Curve, Point, Row, curves, dots, events, histogram, points, rows};
use super::of_methods::{Drawn, interval, one_fact};
use ieum_stats::survival::kaplan_meier;
use ieum_stats::tails::t_quantile;
use serde_json::Value;
use std::collections::BTreeMap;

pub(super) fn coefficients(scene: &Scene) -> Option<Drawn> {
    let all = match scene.figures.get("coefficients") {
        Some(Value::Array(items)) => items.as_slice(),
        _ => scene.figures.get("effect").map(std::slice::from_ref)?,
    };
    let named = |item: &Value| {
        let term = scene.text(item, "term");
        (term != "(Intercept)").then_some(())?;
        Some((term, number(item, "estimate")?, interval(item)))
    };
    let found: Vec<Row> = all.iter().filter_map(named).collect();
    let canvas = rows(&found, 0.0, &|value| scene.plain(value))?;
    Some(("coefficients", one_fact("count", found.len().to_string()), canvas))
}

pub(super) fn spread(scene: &Scene) -> Option<Drawn> {
    let (values, heading) = (scene.numbers("value")?, scene.option("value"));
    let canvas = histogram(&values, (heading, &scene.word("how-many")), &|value| scene.plain(value))?;
    Some(("histogram", one_fact("what", heading), canvas))
}

pub(super) fn means(scene: &Scene) -> Option<Drawn> {
    let named = |item: &Value| {
        let (mean, n) = (number(item, "mean")?, number(item, "n")?);
        let reach =
            number(item, "std_error").filter(|_| n > 1.0).map(|error| error * t_quantile(0.975, n - 1.0));
        Some((scene.text(item, "name"), mean, reach.map(|reach| (mean - reach, mean + reach))))
    };
    let found: Vec<Row> = scene.list("groups").iter().filter_map(named).collect();
    if found.len() < 2 {
        let difference = number(&Value::Object(scene.figures.clone()), "difference")?;
        let ends = interval(&Value::Object(scene.figures.clone()));
        let canvas = rows(&[(scene.name("difference"), difference, ends)], 0.0, &|value| scene.plain(value))?;
        return Some(("difference", Vec::new(), canvas));
    }
    // Means far from nothing would all look alike: the plot begins near the least of them.
    let least = found
        .iter()
        .filter_map(|row| row.2.map_or(Some(row.1), |ends| Some(ends.0)))
        .fold(f64::INFINITY, f64::min);
    let canvas = rows(&found, least, &|value| scene.plain(value))?;
    Some(("means", one_fact("count", found.len().to_string()), canvas))
}

pub(super) fn residuals(scene: &Scene) -> Option<Drawn> {
    let named = |item: &Value| {
        let name = format!("{} · {}", scene.text(item, "row"), scene.text(item, "column"));
        Some((name, number(item, "residual")?, None))
    };
    let mut found: Vec<Row> = scene.list("cells").iter().filter_map(named).collect();
    found.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    let canvas = rows(&found, 0.0, &|value| scene.plain(value))?;
    Some(("residuals", Vec::new(), canvas))
}

/// Pairs of two columns with a value in both, or the coefficients when there are more.
pub(super) fn together(scene: &Scene) -> Option<Drawn> {
    if !scene.list("pairs").is_empty() {
        let named = |item: &Value| {
            let name = format!("{} · {}", scene.text(item, "x"), scene.text(item, "y"));
            Some((name, number(item, "estimate")?, interval(item)))
        };
        let found: Vec<Row> = scene.list("pairs").iter().filter_map(named).collect();
        let canvas = rows(&found, 0.0, &|value| scene.plain(value))?;
        return Some(("bars", one_fact("what", scene.name("estimate")), canvas));
    }
    let figures = Value::Object(scene.figures.clone());
    let (x, y) = (scene.text(&figures, "x"), scene.text(&figures, "y"));
    cloud(scene, (&x, &y), None)
}

fn cloud(scene: &Scene, (x, y): (&str, &str), line: Option<(f64, f64)>) -> Option<Drawn> {
    let (across, up) = (scene.column(x)?, scene.column(y)?);
    let all: Vec<Point> = across
        .iter()
        .zip(&up)
        .filter(|(x, y)| x.is_finite() && y.is_finite())
        .map(|(x, y)| Point { at: (*x, *y), series: 0, name: String::new() })
        .collect();
    let low = all.iter().map(|point| point.at.0).fold(f64::INFINITY, f64::min);
    let high = all.iter().map(|point| point.at.0).fold(f64::NEG_INFINITY, f64::max);
    let through = line.map(|(start, slope)| [(low, start + slope * low), (high, start + slope * high)]);
    let axes = Some((x.to_owned(), y.to_owned()));
    let canvas = points(&all, &Beside { through, axes, ..Beside::default() }, &|value| scene.plain(value))?;
    let facts = vec![("x", x.to_owned()), ("y", y.to_owned()), ("count", all.len().to_string())];
    Some((if line.is_some() { "line" } else { "cloud" }, facts, canvas))
}

/// One column and its line, when the formula has no more than that.
pub(super) fn line_through(scene: &Scene) -> Option<Drawn> {
    let outcome = scene.option("formula").split('~').next()?.trim().to_owned();
    let value = |item: &Value| number(item, "estimate");
    let line = match scene.list("coefficients") {
        [start, slope] if scene.text(start, "term") == "(Intercept)" => {
            (value(start)?, value(slope)?, scene.text(slope, "term"))
        }
        [slope] => (0.0, value(slope)?, scene.text(slope, "term")),
        _ => return None,
    };
    cloud(scene, (&line.2, &outcome), Some((line.0, line.1)))
}

pub(super) fn event(scene: &Scene, list: &str) -> Option<Drawn> {
    let one = |item: &Value| {
        let (low, high) = interval(item)?;
        Some((number(item, "event_time")?, number(item, "estimate")?, low, high))
    };
    let found: Vec<_> = scene.list(list).iter().filter_map(one).collect();
    let reference = scene.figures.get("reference").and_then(Value::as_f64);
    let names = (scene.name("event_time"), scene.name("estimate"));
    let canvas = events(&found, reference, (&names.0, &names.1), &|value| scene.plain(value))?;
    Some(("event", one_fact("count", found.len().to_string()), canvas))
}

/// Effects gathered by time since the treatment, by group or by calendar time.
pub(super) fn gathered(scene: &Scene) -> Option<Drawn> {
    let effects = scene.figures.get("aggregate")?.get("effects")?.as_array()?;
    let digits = |text: String| text.chars().filter(|c| c.is_ascii_digit() || *c == '-').collect::<String>();
    let one = |item: &Value| {
        let (low, high) = interval(item)?;
        let time: f64 = digits(scene.text(item, "term")).parse().ok()?;
        Some((time, number(item, "estimate")?, low, high))
    };
    let found: Vec<_> = effects.iter().filter_map(one).collect();
    let names = (scene.option("aggregate").to_owned(), scene.name("estimate"));
    let canvas = events(&found, None, (&names.0, &names.1), &|value| scene.plain(value))?;
    Some(("event", one_fact("count", found.len().to_string()), canvas))
}

/// Effects over time, a curve for each group of units that began together.
pub(super) fn by_group(scene: &Scene) -> Option<Drawn> {
    let mut groups: BTreeMap<i64, Vec<(f64, f64)>> = BTreeMap::new();
    for item in scene.list("att") {
        let group = item.get("group").and_then(Value::as_i64)?;
        groups.entry(group).or_default().push((number(item, "time")?, number(item, "estimate")?));
    }
    let found: Vec<Curve> = groups.into_iter().map(|(group, points)| (group.to_string(), points)).collect();
    let names = (scene.name("time"), scene.name("estimate"));
    let canvas = curves(&found, false, (&names.0, &names.1), None, &|value| scene.plain(value))?;
    Some(("groups", one_fact("count", found.len().to_string()), canvas))
}

/// The treated and their stand-in over time.
pub(super) fn paths(scene: &Scene) -> Option<Drawn> {
    let path = |key: &str| -> Curve {
        let points =
            scene.list("path").iter().filter_map(|item| Some((number(item, "period")?, number(item, key)?)));
        (scene.name(key), points.collect())
    };
    let found = [path("treated"), path("synthetic")];
    let before = usize::try_from(scene.figures.get("periods_before")?.as_u64()?).ok()?;
    let at = |place: usize| found.first().and_then(|(_, points)| points.get(place)).map(|point| point.0);
    let from = at(before.checked_sub(1)?).zip(at(before)).map(|(last, first)| (last + first) / 2.0);
    let names = (scene.name("period"), scene.option("value").to_owned());
    let canvas = curves(&found, false, (&names.0, &names.1), from, &|value| scene.plain(value))?;
    Some(("paths", one_fact("what", scene.option("value")), canvas))
}

pub(super) fn balance(scene: &Scene) -> Option<Drawn> {
    let one = |item: &Value| {
        Some((scene.text(item, "term"), vec![number(item, "smd_before")?, number(item, "smd_after")?]))
    };
    let found: Vec<_> = scene.list("balance").iter().filter_map(one).collect();
    let names = [scene.name("smd_before"), scene.name("smd_after")];
    let canvas = dots(&found, &names, &|value| scene.plain(value))?;
    Some(("balance", Vec::new(), canvas))
}

pub(super) fn adjusted(scene: &Scene) -> Option<Drawn> {
    let one =
        |item: &Value| Some((scene.text(item, "label"), vec![number(item, "p")?, number(item, "adjusted")?]));
    let found: Vec<_> = scene.list("tests").iter().filter_map(one).collect();
    let canvas = dots(&found, &[scene.name("p"), scene.name("adjusted")], &|value| scene.plain(value))?;
    Some(("adjusted", Vec::new(), canvas))
}

/// Curves of survival, a curve a group; a test between groups has none of its own, so they are drawn from the table.
pub(super) fn survival(scene: &Scene) -> Option<Drawn> {
    let mut groups: BTreeMap<String, Vec<(f64, f64)>> = BTreeMap::new();
    for item in scene.list("curve") {
        let point = (number(item, "time")?, number(item, "survival")?);
        groups.entry(scene.text(item, "group")).or_default().push(point);
    }
    if groups.is_empty() {
        let (times, events) = (scene.numbers("time")?, scene.cells("event")?);
        let names = scene.cells("group")?;
        let mut of: BTreeMap<&str, (Vec<f64>, Vec<bool>)> = BTreeMap::new();
        for ((time, event), name) in times.iter().zip(&events).zip(names) {
            let happened = matches!(event.to_lowercase().as_str(), "1" | "true" | "yes" | "1.0");
            if time.is_finite() && !event.is_empty() && !name.is_empty() {
                let (times, events) = of.entry(name).or_default();
                times.push(*time);
                events.push(happened);
            }
        }
        for (name, (times, events)) in of {
            let found = kaplan_meier(&times, &events, 0.95).ok()?;
            let points = found.curve.iter().map(|point| (point.time, point.survival));
            groups.insert(name.to_owned(), points.collect());
        }
    }
    let found: Vec<Curve> = groups
        .into_iter()
        .map(|(name, points)| (name, std::iter::once((0.0, 1.0)).chain(points).collect()))
        .collect();
    let names = (scene.option("time").to_owned(), scene.name("survival"));
    let canvas = curves(&found, true, (&names.0, &names.1), None, &|value| scene.plain(value))?;
    Some(("survival", one_fact("count", found.len().to_string()), canvas))
}

//! Which picture each method has.

use super::Scene;
use super::canvas::Canvas;
use super::data::number;
use super::kinds::{Row, rows};
use super::of_region::{
    beside_neighbours, foretold, linkages, lorenz, network, parts, quadrants_on_map, quotients, sites, tried,
};
use super::of_stats::{
    adjusted, balance, by_group, coefficients, event, gathered, line_through, means, paths, residuals,
    spread, survival, together,
};
use ieum_stats::ask::Family;
use serde_json::Value;

/// The name of its caption, what stands in it, and the drawing.
pub(super) type Drawn = (&'static str, Vec<(&'static str, String)>, Canvas);

pub(super) fn drawn(scene: &Scene) -> Option<Drawn> {
    match (scene.method.family, scene.method.key) {
        (Family::Stats, "describe") => spread(scene),
        (Family::Stats, "ttest" | "anova") => means(scene),
        (Family::Stats, "chi2") => residuals(scene),
        (Family::Stats, "corr") => together(scene),
        (Family::Stats, "ols") => line_through(scene).or_else(|| coefficients(scene)),
        (Family::Stats, "event") => event(scene, "coefficients"),
        (Family::Stats, "cs") => gathered(scene).or_else(|| by_group(scene)),
        (Family::Stats, "sc" | "sdid") => paths(scene),
        (Family::Stats, "psm") => balance(scene),
        (Family::Stats, "km" | "logrank") => survival(scene),
        (Family::Stats, "adjust") => adjusted(scene),
        (Family::Stats, _) => coefficients(scene),
        (Family::Region, "lq") => quotients(scene),
        (Family::Region, "shift-share") => parts(scene),
        (Family::Region, "relatedness") => network(scene),
        (Family::Region, "dynamics") => {
            foretold(scene).or_else(|| bars(scene, "of_regions", "name", "growth", 0.0))
        }
        (Family::Region, "clusters") => tried(scene),
        (Family::Region, "moran") => beside_neighbours(scene),
        (Family::Region, "lisa" | "hotspots") => quadrants_on_map(scene).or_else(|| beside_neighbours(scene)),
        (Family::Region, "pmedian" | "cover") => sites(scene),
        (Family::Region, "io") => linkages(scene),
        (Family::Region, "inequality") => lorenz(scene),
        (Family::Region, _) => first_bars(scene),
    }
}

pub(super) fn one_fact(name: &'static str, value: impl Into<String>) -> Vec<(&'static str, String)> {
    vec![(name, value.into())]
}

/// A list of the figures as bars.
pub(super) fn bars(scene: &Scene, list: &str, by: &str, of: &'static str, baseline: f64) -> Option<Drawn> {
    let named = |item: &Value| Some((scene.text(item, by), number(item, of)?, interval(item)));
    let found: Vec<Row> = scene.list(list).iter().filter_map(named).collect();
    let canvas = rows(&found, baseline, &|value| scene.plain(value))?;
    Some(("bars", one_fact("what", scene.name(of)), canvas))
}

pub(super) fn interval(item: &Value) -> Option<(f64, f64)> {
    number(item, "ci_low").zip(number(item, "ci_high"))
}

/// Bars of whatever list comes first.
fn first_bars(scene: &Scene) -> Option<Drawn> {
    let known = [
        ("ranking", "alternative", "score"),
        ("weights", "criterion", "weight"),
        ("eci", "region", "value"),
        ("of_groups", "group", "total"),
        ("industries", "industry", "gamma"),
        ("of_regions", "region", "index"),
        ("of_regions", "region", "krugman"),
        ("densities", "activity", "density"),
    ];
    known.iter().find_map(|(list, by, of)| bars(scene, list, by, of, 0.0))
}

//! Group-time effects gathered into fewer figures.

use serde::Serialize;

use super::bootstrap::{Band, BootstrapOptions, band};
use super::callaway::CallawaySantAnna;
use crate::Unfit;
use crate::glm::{Coefficient, Scale};

/// How effects are gathered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Aggregation {
    /// All effects after the treatment, weighted by the size of their group.
    Simple,
    /// By periods since the treatment.
    Dynamic,
    /// By group.
    Group,
    /// By period.
    Calendar,
}

/// Gathered effects.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Aggregate {
    /// How they were gathered.
    pub aggregation: Aggregation,
    /// Units.
    pub n: usize,
    /// The one figure.
    pub overall: Coefficient,
    /// The effects it is the mean of, each under its period since treatment, group or period; empty for the simple one.
    pub effects: Vec<Coefficient>,
    /// The band that holds for all of them at once, if a bootstrap was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub band: Option<Band>,
    /// `influence-function`, which counts that group sizes are estimated too.
    pub errors: &'static str,
    /// Where the formulas come from.
    pub source: &'static str,
}

/// One weighted mean with its influence.
struct Gathered {
    estimate: f64,
    influence: Vec<f64>,
}

/// Gathers group-time effects.
///
/// The dynamic figure is the plain mean over periods since treatment from 0 on; its effects include those before the treatment.
///
/// Source: Callaway and Sant'Anna 2021, §3.1, table 1, and corollary 2 (errors).
///
/// # Errors
/// [`Unfit::TooFew`] when no effect lies after the treatment.
pub fn aggregate(
    of: &CallawaySantAnna,
    aggregation: Aggregation,
    bootstrap: Option<&BootstrapOptions>,
) -> Result<Aggregate, Unfit> {
    let after: Vec<usize> = (0..of.att.len()).filter(|at| of.att[*at].time >= of.att[*at].group).collect();
    if after.is_empty() {
        return Err(Unfit::TooFew { needed: 1, found: 0 });
    }
    let scale = Scale::normal(of.level);
    let key = |at: usize| match aggregation {
        Aggregation::Simple => 0,
        Aggregation::Dynamic => of.att[at].time - of.att[at].group,
        Aggregation::Group => of.att[at].group,
        Aggregation::Calendar => of.att[at].time,
    };
    let among: Vec<usize> = match aggregation {
        Aggregation::Dynamic => (0..of.att.len()).collect(),
        _ => after.clone(),
    };
    let mut keys: Vec<i64> = among.iter().map(|at| key(*at)).collect();
    keys.sort_unstable();
    keys.dedup();
    let parts: Vec<Gathered> = keys
        .iter()
        .map(|kind| weighted(of, &among.iter().copied().filter(|at| key(*at) == *kind).collect::<Vec<_>>()))
        .collect();
    let overall = match aggregation {
        Aggregation::Simple => weighted(of, &after),
        Aggregation::Dynamic => {
            plain(parts.iter().zip(&keys).filter(|(_, kind)| **kind >= 0).map(|(part, _)| part))
        }
        Aggregation::Calendar => plain(parts.iter()),
        Aggregation::Group => by_size(of, &keys, &parts),
    };
    let line = |term: &str, part: &Gathered| scale.coefficient(term, part.estimate, error(&part.influence));
    let effects: Vec<Coefficient> = match aggregation {
        Aggregation::Simple => Vec::new(),
        _ => keys.iter().zip(&parts).map(|(kind, part)| line(&kind.to_string(), part)).collect(),
    };
    let band = match bootstrap {
        None => None,
        Some(options) if effects.is_empty() => {
            let only = line("overall", &overall);
            Some(band(&[&only], std::slice::from_ref(&overall.influence), of.level, options)?)
        }
        Some(options) => {
            let influence: Vec<Vec<f64>> = parts.iter().map(|part| part.influence.clone()).collect();
            Some(band(&effects.iter().collect::<Vec<_>>(), &influence, of.level, options)?)
        }
    };
    Ok(Aggregate {
        aggregation,
        n: of.n,
        overall: line("overall", &overall),
        effects,
        band,
        errors: "influence-function",
        source: "Callaway & Sant'Anna 2021, §3.1, table 1, corollary 2",
    })
}

fn error(influence: &[f64]) -> f64 {
    influence.iter().map(|by| by * by).sum::<f64>().sqrt() / influence.len() as f64
}

/// The share of units that first were treated in a period.
fn share(of: &CallawaySantAnna, group: i64) -> f64 {
    of.first.iter().filter(|first| **first == Some(group)).count() as f64 / of.n as f64
}

/// Mean of effects weighted by the size of their groups.
fn weighted(of: &CallawaySantAnna, at: &[usize]) -> Gathered {
    let shares: Vec<f64> = at.iter().map(|at| share(of, of.att[*at].group)).collect();
    let total: f64 = shares.iter().sum();
    let estimate =
        at.iter().zip(&shares).map(|(at, share)| of.att[*at].line.estimate * share).sum::<f64>() / total;
    let mut influence = vec![0.0; of.n];
    for (at, share) in at.iter().zip(&shares) {
        let gap = of.att[*at].line.estimate - estimate;
        let group = Some(of.att[*at].group);
        for (unit, by) in influence.iter_mut().enumerate() {
            // A unit moves the effect, and it moves the size of its group.
            let size = f64::from(u8::from(of.first[unit] == group)) - share;
            *by += (of.influence[*at][unit] * share + gap * size) / total;
        }
    }
    Gathered { estimate, influence }
}

fn plain<'a>(parts: impl Iterator<Item = &'a Gathered>) -> Gathered {
    let parts: Vec<&Gathered> = parts.collect();
    let count = parts.len() as f64;
    let units = parts.first().map_or(0, |part| part.influence.len());
    Gathered {
        estimate: parts.iter().map(|part| part.estimate).sum::<f64>() / count,
        influence: (0..units)
            .map(|unit| parts.iter().map(|part| part.influence[unit]).sum::<f64>() / count)
            .collect(),
    }
}

/// Mean of the groups' effects weighted by the size of the groups.
fn by_size(of: &CallawaySantAnna, groups: &[i64], parts: &[Gathered]) -> Gathered {
    let shares: Vec<f64> = groups.iter().map(|group| share(of, *group)).collect();
    let total: f64 = shares.iter().sum();
    let estimate = parts.iter().zip(&shares).map(|(part, share)| part.estimate * share).sum::<f64>() / total;
    let influence = (0..of.n)
        .map(|unit| {
            let by = |i: usize| {
                let size = f64::from(u8::from(of.first[unit] == Some(groups[i]))) - shares[i];
                parts[i].influence[unit] * shares[i] + (parts[i].estimate - estimate) * size
            };
            (0..groups.len()).map(by).sum::<f64>() / total
        })
        .collect();
    Gathered { estimate, influence }
}

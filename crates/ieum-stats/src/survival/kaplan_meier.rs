//! The share that is still without the event, over time.

use serde::Serialize;

use super::cases::{checked, moments};
use crate::glm::Check;
use crate::{Caution, Unfit, tails};

/// Cases at risk below which the curve's tail should not be read (Pocock, Clayton and Altman 2002, Lancet 359).
const ENOUGH_AT_RISK: usize = 10;

/// A survival curve.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct KaplanMeier {
    /// `kaplan-meier`.
    pub model: &'static str,
    /// Cases.
    pub n: usize,
    /// Cases with the event.
    pub events: usize,
    /// Cases censored.
    pub censored: usize,
    /// The curve at every time something happened.
    pub curve: Vec<SurvivalPoint>,
    /// The time by which half have had the event.
    pub median: Median,
    /// The mean time up to the last time seen (area under the curve), with its standard error.
    pub restricted_mean: f64,
    /// The standard error of that mean.
    pub restricted_mean_std_error: f64,
    /// `greenwood`.
    pub errors: &'static str,
    /// `log-log`.
    pub interval: &'static str,
    /// What was assumed, and what the data say of it.
    pub assumptions: Vec<Check>,
    /// Where the formulas come from.
    pub source: &'static str,
    /// What to bear in mind.
    pub warnings: Vec<Caution>,
}

/// The curve at one time.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct SurvivalPoint {
    /// The time.
    pub time: f64,
    /// Cases without event and still seen just before.
    pub at_risk: usize,
    /// Events then.
    pub events: usize,
    /// Cases censored then.
    pub censored: usize,
    /// Share without the event from then on.
    pub survival: f64,
    /// Its standard error (Greenwood).
    pub std_error: f64,
    /// Lower end of the log-log interval; 1 before the first event, 0 once the curve is 0.
    pub ci_low: f64,
    /// Upper end.
    pub ci_high: f64,
}

/// A median with its interval; null where the curve (or its band) never falls to one half.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Median {
    /// The first time at which the curve is at or below one half; the middle of the step when it lies on one half exactly.
    pub time: Option<f64>,
    /// Lower end (Brookmeyer and Crowley).
    pub ci_low: Option<f64>,
    /// Upper end.
    pub ci_high: Option<f64>,
}

/// The Kaplan-Meier curve with Greenwood's errors and log-log intervals of the given coverage.
///
/// Source: Kaplan and Meier 1958, JASA 53, eq. 2a; Greenwood 1926; Kalbfleisch and Prentice 2002, «The Statistical Analysis of Failure
/// Time Data», eq. 1.13 (log-log); Brookmeyer and Crowley 1982, Biometrics 38 (median).
///
/// # Errors
/// [`Unfit::TooFew`] without cases, [`Unfit::Shape`], [`Unfit::NotFinite`], [`Unfit::OutOfRange`] for a time below 0 or a level outside
/// (0, 1).
///
/// ```
/// use ieum_stats::survival::kaplan_meier;
/// let curve = kaplan_meier(&[1.0, 2.0, 2.0, 3.0], &[true, true, false, true], 0.95)?;
/// assert!((curve.curve[1].survival - 0.5).abs() < 1e-15);
/// # Ok::<(), ieum_stats::Unfit>(())
/// ```
pub fn kaplan_meier(time: &[f64], event: &[bool], level: f64) -> Result<KaplanMeier, Unfit> {
    checked(time, event)?;
    if !(level > 0.0 && level < 1.0) {
        return Err(Unfit::OutOfRange { name: "level", value: level, low: 0.0, high: 1.0 });
    }
    let z = tails::normal_quantile(0.5 + level / 2.0);
    let n = time.len();
    let (mut at_risk, mut survival, mut greenwood) = (n, 1.0, 0.0);
    let mut curve = Vec::new();
    for moment in moments(time, event, &(0..n).collect::<Vec<_>>()) {
        let (events, censored) = (moment.events.len(), moment.censored.len());
        let (risk, gone) = (at_risk as f64, events as f64);
        if events > 0 {
            survival *= (risk - gone) / risk;
            greenwood += gone / (risk * (risk - gone));
        }
        let (ci_low, ci_high) = log_log(survival, greenwood, z);
        curve.push(SurvivalPoint {
            time: moment.time,
            at_risk,
            events,
            censored,
            survival,
            std_error: if survival > 0.0 { survival * greenwood.sqrt() } else { 0.0 },
            ci_low,
            ci_high,
        });
        at_risk -= events + censored;
    }
    let events = event.iter().filter(|happened| **happened).count();
    let mut warnings = Vec::new();
    if events < ENOUGH_AT_RISK {
        warnings.push(Caution::FewCases { found: events, advised: ENOUGH_AT_RISK });
    }
    let (restricted_mean, restricted_mean_std_error) = restricted_mean(&curve);
    Ok(KaplanMeier {
        model: "kaplan-meier",
        n,
        events,
        censored: n - events,
        median: Median {
            time: crossing(&curve, |point| point.survival),
            ci_low: crossing(&curve, |point| point.ci_low),
            ci_high: crossing(&curve, |point| point.ci_high),
        },
        curve,
        restricted_mean,
        restricted_mean_std_error,
        errors: "greenwood",
        interval: "log-log",
        assumptions: vec![Check {
            assumption: "censored-share",
            statistic: (n - events) as f64 / n as f64,
            p: None,
            holds: events > 0,
        }],
        source: "Kaplan & Meier 1958, eq. 2a; Kalbfleisch & Prentice 2002, eq. 1.13; Brookmeyer & Crowley 1982",
        warnings,
    })
}

fn log_log(survival: f64, greenwood: f64, z: f64) -> (f64, f64) {
    if survival >= 1.0 || survival <= 0.0 {
        return (survival, survival);
    }
    let reach = z * greenwood.sqrt() / survival.ln();
    (survival.powf((-reach).exp()), survival.powf(reach.exp()))
}

/// The first time the values are at or below one half; halfway to the next event when they lie on it.
fn crossing(curve: &[SurvivalPoint], value: impl Fn(&SurvivalPoint) -> f64) -> Option<f64> {
    const HALF: f64 = 0.5;
    // Products of shares reach one half only up to rounding.
    let on = |at: f64| (at - HALF).abs() < 1e-12;
    let first =
        curve.iter().position(|point| point.events > 0 && (value(point) < HALF || on(value(point))))?;
    let here = &curve[first];
    if on(value(here)) {
        let next = curve[first + 1..].iter().find(|point| point.events > 0);
        return Some(next.map_or(here.time, |next| (here.time + next.time) / 2.0));
    }
    Some(here.time)
}

/// Area under the curve up to the last time, with its standard error (Klein and Moeschberger 2003, eq. 4.5.1 and 4.5.2).
fn restricted_mean(curve: &[SurvivalPoint]) -> (f64, f64) {
    let (mut area, mut at, mut survival) = (0.0, 0.0, 1.0);
    let mut upto = Vec::with_capacity(curve.len());
    for point in curve {
        area += survival * (point.time - at);
        upto.push(area);
        (at, survival) = (point.time, point.survival);
    }
    let variance: f64 = curve
        .iter()
        .zip(&upto)
        .filter(|(point, _)| point.events > 0 && point.at_risk > point.events)
        .map(|(point, upto)| {
            let (risk, gone) = (point.at_risk as f64, point.events as f64);
            (area - upto).powi(2) * gone / (risk * (risk - gone))
        })
        .sum();
    (area, variance.sqrt())
}

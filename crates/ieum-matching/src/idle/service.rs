//! Which instruments are idle, and what one of them could do for whom.

use super::serve::{self, Fit, Fits};
use super::{IdleSettings, store};
use crate::asks::{self, Used};
use crate::offer;
use ieum_kernel::{Actor, Facility, Id, Instrument, Role, Text, Timestamp};
use ieum_web::{App, Problem};
use serde::Serialize;

/// Instruments whose use is looked at for one page.
const LOOKED_AT: i64 = 500;
/// Idle instruments on one page.
const SHOWN: usize = 100;
/// Problems shown for one instrument.
const PROBLEMS: usize = 20;

/// An idle instrument.
#[derive(Debug, Clone, Serialize)]
pub struct Idle {
    /// Its id.
    pub id: Id<Instrument>,
    /// Its name.
    pub name: Text,
    /// Its facility.
    pub facility: Id<Facility>,
    /// The facility's name.
    pub facility_name: Text,
    /// Booked share of the time it could be booked, per cent, rounded down.
    pub percent: i64,
    /// Minutes behind the share.
    pub used: Used,
    /// How many open problems it could solve, of those the reader may see.
    pub needs: usize,
    /// How many more the reader may not see.
    pub hidden: usize,
    /// Title of the best of them; empty without any.
    pub best: String,
}

/// What one instrument could do.
#[derive(Debug, Clone)]
pub struct Serves {
    /// Its id.
    pub id: Id<Instrument>,
    /// Its name.
    pub name: Text,
    /// Its facility.
    pub facility: Id<Facility>,
    /// The facility's name.
    pub facility_name: Text,
    /// How much it was used, where bookings are kept.
    pub used: Option<Used>,
    /// Whether that is less than the bound.
    pub idle: bool,
    /// Open problems it could solve, best first, with reasons in the reader's language and the offer made, if any.
    pub needs: Vec<(Fit, Vec<String>, Option<offer::Offer>)>,
    /// How many more there are of which the reader may know no more.
    pub hidden: usize,
}

/// Whether somebody sees how much the instruments of a facility are used.
pub(super) fn may_look(actor: &Actor, facility: Id<Facility>) -> bool {
    actor.works_for(facility) || actor.is(Role::Planner) || actor.is(Role::Operator)
}

/// Booked share, per cent, rounded down; nothing when it could not be booked at all.
fn percent(used: Used) -> Option<i64> {
    (used.bookable_minutes > 0)
        .then(|| used.booked_minutes.saturating_mul(100).div_euclid(used.bookable_minutes))
}

/// Whether less than the bound was booked.
fn is_idle(used: Used, below_percent: i64) -> bool {
    percent(used).is_some_and(|percent| percent < below_percent)
}

fn window(app: &App, days: i64) -> (Timestamp, Timestamp) {
    let now = app.now();
    (now.plus_days(-days.clamp(1, 366)), now)
}

/// Idle instruments of a facility, or of everything somebody may look at; the least used first.
///
/// # Errors
/// Not found where the facility is not the reader's to look at; faults of the database or the index.
pub async fn idle(app: &App, actor: &Actor, facility: Option<Id<Facility>>) -> Result<Vec<Idle>, Problem> {
    let everywhere = actor.is(Role::Planner) || actor.is(Role::Operator);
    let facilities = match facility {
        Some(one) if may_look(actor, one) => Some(vec![one]),
        Some(_) => return Err(Problem::not_found()),
        None if everywhere => None,
        None => Some(actor.facilities.clone()),
    };
    let all = store::usable(&mut app.db.reader(), facilities.as_deref(), LOOKED_AT).await?;
    let settings = app.settings::<IdleSettings>();
    let ids: Vec<Id<Instrument>> = all.iter().map(|one| one.id).collect();
    let (from, to) = window(app, settings.days);
    let used = asks::used(app, &ids, from, to).await?;
    let idle = |one: &store::Usable| {
        let used = *used.get(&one.id)?;
        is_idle(used, settings.below_percent).then_some((percent(used)?, used))
    };
    let mut found: Vec<(i64, Used, store::Usable)> =
        all.into_iter().filter_map(|one| idle(&one).map(|(percent, used)| (percent, used, one))).collect();
    // The order of names stays among those that are used alike.
    found.sort_by_key(|(percent, ..)| *percent);
    found.truncate(SHOWN);
    let machines: Vec<store::Usable> = found.iter().map(|(.., one)| one.clone()).collect();
    let mut fits = serve::fits(app, actor, &machines).await?;
    let row = |(percent, used, one): (i64, Used, store::Usable)| {
        let Fits { shown, hidden } = fits.remove(&one.id.to_string()).unwrap_or_default();
        let best = shown.first().map(|fit| fit.need.said.title.clone()).unwrap_or_default();
        Idle {
            id: one.id,
            name: one.name,
            facility: one.facility,
            facility_name: one.facility_name,
            percent,
            used,
            needs: shown.len(),
            hidden,
            best,
        }
    };
    Ok(found.into_iter().map(row).collect())
}

/// What one instrument could do for whom.
///
/// # Errors
/// Not found where the instrument is not the reader's to look at; faults of the database or the index.
pub async fn serves(app: &App, actor: &Actor, id: Id<Instrument>) -> Result<Serves, Problem> {
    let one = store::instrument(&mut app.db.reader(), id).await?;
    let one = one.filter(|one| may_look(actor, one.facility)).ok_or_else(Problem::not_found)?;
    let settings = app.settings::<IdleSettings>();
    let (from, to) = window(app, settings.days);
    let used = asks::used(app, &[id], from, to).await?.get(&id).copied();
    let mut fits = serve::fits(app, actor, std::slice::from_ref(&one)).await?;
    let Fits { mut shown, hidden } = fits.remove(&id.to_string()).unwrap_or_default();
    shown.truncate(PROBLEMS);
    let offers = offer::store::of_instrument(&mut app.db.reader(), id).await?;
    let mut needs = Vec::new();
    for fit in shown {
        let thing = fit.through.as_ref().map_or_else(|| id.to_string(), |(service, _)| service.clone());
        let mut why = serve::why(app, actor.lang, &fit.need, &thing).await?;
        why.extend(fit.through.as_ref().map(|(_, name)| serve::through(app, actor.lang, name)));
        let made = offers.iter().find(|offer| offer.need == fit.need.id).cloned();
        needs.push((fit, why, made));
    }
    Ok(Serves {
        id,
        name: one.name,
        facility: one.facility,
        facility_name: one.facility_name,
        used,
        idle: used.is_some_and(|used| is_idle(used, settings.below_percent)),
        needs,
        hidden,
    })
}

/// A facility's name, for whoever may look at its instruments.
pub(super) async fn facility_name(app: &App, actor: &Actor, id: Id<Facility>) -> Result<Text, Problem> {
    let name = store::facility(&mut app.db.reader(), id).await?;
    name.filter(|_| may_look(actor, id)).ok_or_else(Problem::not_found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(booked_minutes: i64, bookable_minutes: i64, below: i64, expected: (Option<i64>, bool)) {
        let used = Used { booked_minutes, bookable_minutes };
        assert_eq!((percent(used), is_idle(used, below)), expected);
    }

    #[test]
    fn an_instrument_is_idle_below_the_bound() {
        check(0, 540, 20, (Some(0), true));
        check(107, 540, 20, (Some(19), true));
        check(108, 540, 20, (Some(20), false));
        check(900, 540, 20, (Some(166), false));
        // What was shut all the time is not idle.
        check(0, 0, 20, (None, false));
    }
}

//! From what was shown and what came of it to judged requests.

use super::outcome::{Came, Listed, grade};
use super::{LearningSettings, Outcome, store};
use ieum_db::DbError;
use ieum_search::learn::{Judged, Shown};
use ieum_web::App;
use std::collections::BTreeMap;

/// Lists that are learned from at most, the newest.
const LISTS: i64 = 50_000;
/// Outcomes that are learned from at most.
const OUTCOMES: i64 = 200_000;

/// The judged requests that are remembered.
///
/// # Errors
/// Faults of the database.
pub async fn judged(app: &App) -> Result<Vec<Judged>, DbError> {
    let mut reader = app.db.reader();
    let from = app.now().plus_days(-app.settings::<LearningSettings>().keep_days.max(1));
    let lists = store::since(&mut reader, from, LISTS).await?;
    let came = store::outcomes_since(&mut reader, from, OUTCOMES).await?;
    Ok(join(lists, &came))
}

/// Joins lists with what came of their things. A problem is one request, however often its matches were looked at: the
/// list counts that was shown last before something first came of it, since that is the one the choice was made from.
fn join(lists: Vec<Listed>, came: &[Came]) -> Vec<Judged> {
    let mut outcomes: BTreeMap<&str, BTreeMap<&str, Vec<Outcome>>> = BTreeMap::new();
    let mut first: BTreeMap<&str, ieum_kernel::Timestamp> = BTreeMap::new();
    for one in came {
        outcomes.entry(&one.about).or_default().entry(&one.thing).or_default().push(one.outcome);
        let at = first.entry(&one.about).or_insert(one.at);
        *at = (*at).min(one.at);
    }
    let mut by_request: BTreeMap<String, Vec<Listed>> = BTreeMap::new();
    for one in lists {
        let request = one.need.map_or_else(|| one.id.to_string(), |need| need.to_string());
        by_request.entry(request).or_default().push(one);
    }
    let mut all = Vec::new();
    for (request, lists) in by_request {
        let (Some(of_things), Some(at)) = (outcomes.get(request.as_str()), first.get(request.as_str()))
        else {
            continue;
        };
        let before = lists.iter().filter(|one| one.at <= *at).max_by_key(|one| one.at);
        let Some(list) = before.or(lists.first()) else { continue };
        let shown = |(id, place, features): &(String, usize, ieum_search::Features)| {
            let grade = of_things.get(id.as_str()).map_or(0, |outcomes| grade(outcomes));
            Shown { features: *features, place: *place, grade }
        };
        let judged = Judged { request, shown: list.things.iter().map(shown).collect() };
        if judged.says_something() {
            all.push(judged);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use ieum_kernel::{Id, Timestamp};

    fn at(minute: i64) -> Timestamp {
        let start: Timestamp = "2026-03-02T00:00:00Z".parse().unwrap();
        start.plus_minutes(minute)
    }

    fn list(id: u128, need: Option<u128>, things: &[&str], minute: i64) -> Listed {
        let things = (1..).zip(things).map(|(place, id)| ((*id).to_owned(), place, [0.0; 12])).collect();
        Listed { id: Id::nth(id), need: need.map(Id::nth), person: Id::nth(1), things, at: at(minute) }
    }

    fn came(about: String, thing: &str, outcome: Outcome, minute: i64) -> Came {
        Came { about, thing: thing.to_owned(), outcome, person: Id::nth(1), at: at(minute) }
    }

    #[test]
    fn a_problem_is_one_request_judged_by_the_list_the_choice_was_made_from() {
        let need = Id::<ieum_kernel::Need>::nth(7).to_string();
        let lists = vec![
            list(1, Some(7), &["a", "b"], 0),
            list(2, Some(7), &["b", "c"], 10),
            list(3, Some(7), &["d", "a"], 30),
        ];
        let outcomes =
            [came(need.clone(), "c", Outcome::Opened, 20), came(need.clone(), "c", Outcome::Requested, 40)];
        let found = join(lists, &outcomes);
        assert_eq!(found.len(), 1);
        let grades: Vec<u8> = found[0].shown.iter().map(|one| one.grade).collect();
        assert_eq!((found[0].request.as_str(), grades), (need.as_str(), vec![0, 3]));
    }

    #[test]
    fn searches_stand_for_themselves_and_what_nothing_came_of_says_nothing() {
        let lists =
            vec![list(1, None, &["a", "b"], 0), list(2, None, &["a", "b"], 5), list(3, None, &["a"], 6)];
        let (second, third) = (lists[1].id.to_string(), lists[2].id.to_string());
        let outcomes = [came(second.clone(), "b", Outcome::Opened, 6), came(third, "a", Outcome::Opened, 7)];
        let found = join(lists, &outcomes);
        // The third showed one thing alone: there was nothing to choose.
        assert_eq!(found.iter().map(|one| one.request.as_str()).collect::<Vec<_>>(), [second.as_str()]);
    }
}

//! Every rule by example.

use super::policy::{Facts, Refusal, Wish, refusals};
use super::standing::{Level, Qualification, Standing, State, standing};
use super::training::{Training, TrainingState};
use ieum_kernel::{Id, Timestamp};

fn at(day: i64) -> Timestamp {
    Timestamp::from_micros(0).plus_days(day)
}

fn facts<'a>(wish: Wish) -> Facts<'a> {
    Facts {
        wish,
        by: Id::nth(9),
        person: Id::nth(1),
        now: at(100),
        demanded: true,
        held_long: false,
        asked: false,
        training: None,
        qualification: None,
        starts: None,
        valid_until: None,
        reason: "",
    }
}

#[track_caller]
fn check(facts: &Facts<'_>, expected: &[Refusal]) {
    assert_eq!(refusals(facts), expected);
}

fn held(state: State) -> Qualification {
    Qualification {
        id: Id::nth(1),
        instrument: Id::nth(1),
        facility: Id::nth(1),
        person: Id::nth(1),
        level: Level::Basic,
        state,
        granted_by: Id::nth(9),
        granted_at: at(1),
        valid_until: None,
        told: false,
        version: 1,
        changed_at: at(1),
    }
}

fn training(state: TrainingState) -> Training {
    Training {
        id: Id::nth(1),
        instrument: Id::nth(1),
        facility: Id::nth(1),
        person: Id::nth(1),
        organisation: None,
        state,
        wish: String::new(),
        version: 1,
        asked_at: at(1),
        changed_at: at(1),
    }
}

#[test]
fn asking_needs_a_demand_and_nothing_open_or_held() {
    check(&facts(Wish::Ask), &[]);
    check(&Facts { demanded: false, ..facts(Wish::Ask) }, &[Refusal::NotDemanded]);
    check(
        &Facts { held_long: true, asked: true, ..facts(Wish::Ask) },
        &[Refusal::HeldAlready, Refusal::AskedAlready],
    );
}

#[test]
fn training_goes_on_while_it_is_open() {
    let (open, over) = (training(TrainingState::Requested), training(TrainingState::Withdrawn { at: at(2) }));
    for wish in [Wish::Schedule, Wish::Settle { with_reason: false }, Wish::Withdraw] {
        check(&Facts { training: Some(&open), ..facts(wish) }, &[]);
        check(
            &Facts { training: Some(&over), ..facts(wish) },
            &[Refusal::TrainingOver { state: "withdrawn" }],
        );
    }
    check(&Facts { starts: Some(at(100)), ..facts(Wish::Schedule) }, &[Refusal::SessionOver]);
    check(&Facts { starts: Some(at(101)), ..facts(Wish::Schedule) }, &[]);
    check(&facts(Wish::Settle { with_reason: true }), &[Refusal::ReasonMissing]);
    check(&Facts { reason: "다시", ..facts(Wish::Settle { with_reason: true }) }, &[]);
}

#[test]
fn granting_is_done_by_another_and_for_some_time() {
    check(&facts(Wish::Grant), &[]);
    let own = Facts { by: Id::nth(1), valid_until: Some(at(99)), ..facts(Wish::Grant) };
    check(&own, &[Refusal::NotByOneself, Refusal::OverAlready]);
    check(&Facts { valid_until: Some(at(101)), ..facts(Wish::Grant) }, &[]);
}

#[test]
fn a_state_leads_only_where_it_may() {
    let (by, reason) = (Id::nth(9), "위험한 사용".to_owned());
    let active = held(State::Active);
    let suspended = held(State::Suspended { by, at: at(2), reason: reason.clone() });
    let expired = held(State::Expired { at: at(2) });
    let revoked = held(State::Revoked { by, at: at(2), reason });
    let states =
        [("active", &active), ("suspended", &suspended), ("expired", &expired), ("revoked", &revoked)];
    for (wish, may) in [
        (Wish::Suspend, ["active"].as_slice()),
        (Wish::Reinstate, &["suspended"]),
        (Wish::Revoke, &["active", "suspended", "expired"]),
        (Wish::Grant, &["active", "suspended", "expired", "revoked"]),
    ] {
        for (state, held) in states {
            let facts = Facts { qualification: Some(held), reason: "x", ..facts(wish) };
            let expected = Refusal::QualificationElsewhere { state };
            check(&facts, if may.contains(&state) { &[] } else { std::slice::from_ref(&expected) });
        }
    }
    check(&Facts { qualification: Some(&active), ..facts(Wish::Suspend) }, &[Refusal::ReasonMissing]);
}

#[test]
fn what_is_held_meets_what_is_asked_or_not() {
    let no = |why| Standing::No { needs: "independent", why };
    let of = |held| standing(Some(Level::Independent), held, at(100));
    assert_eq!(standing(None, None, at(100)), Standing::NotAsked);
    assert_eq!(of(None), no("none"));
    assert_eq!(of(Some((Level::Basic, "active", None))), no("low"));
    assert_eq!(of(Some((Level::Independent, "active", None))), Standing::Yes { until: None });
    assert_eq!(of(Some((Level::Advanced, "active", Some(at(101))))), Standing::Yes { until: Some(at(101)) });
    assert_eq!(of(Some((Level::Advanced, "active", Some(at(100))))), no("expired"), "the job may be late");
    for state in ["suspended", "expired", "revoked"] {
        assert_eq!(of(Some((Level::Advanced, state, None))), no(state));
    }
}

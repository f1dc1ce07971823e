//! The list of steps: what it allows, what it refuses, and that no walk leaves it.

use super::policy::{ARROWS, Facts, OBJECTION_DAYS, Refusal, Side, arrow, refusals};
use super::request::Request;
use super::state::{Event, Name, State, Step, Verdict};
use ieum_kernel::{Id, Timestamp};
use proptest::prelude::*;

fn at(text: &str) -> Timestamp {
    format!("2026-03-02T{text}:00Z").parse().unwrap()
}

fn request(state: State) -> Request {
    Request {
        id: Id::nth(1),
        number: "R-2026-000001".to_owned(),
        need: None,
        organisation: Some(Id::nth(2)),
        person: Id::nth(3),
        facility: Some(Id::nth(4)),
        service: None,
        instrument: None,
        title: "잔류농약 분석".to_owned(),
        words: "사과 20점".to_owned(),
        quantity: Some(20),
        deadline: None,
        handler: None,
        state,
        submitted_at: None,
        answer_due_at: None,
        plan_due_at: None,
        answered_at: None,
        planned_at: None,
        referred_from: None,
        version: 1,
        made_at: at("00:00"),
        changed_at: at("00:00"),
    }
}

fn state(name: Name) -> State {
    let (by, now, words) = (Id::nth(9), at("01:00"), "까닭".to_owned());
    match name {
        Name::Draft => State::Draft,
        Name::Submitted => State::Submitted,
        Name::InTriage => State::InTriage { by },
        Name::NeedsInfo => State::NeedsInfo { by, question: words },
        Name::Declined => State::Declined { by, at: now, reason: words },
        Name::Referred => State::Referred { by, at: now, to: Id::nth(5), request: Id::nth(6), reason: words },
        Name::Scoping => State::Scoping { by, verdict: Verdict::Feasible, note: words },
        Name::Quoted => State::Quoted { quote: Id::nth(7), revision: 1 },
        Name::Accepted => State::Accepted { quote: Id::nth(7), by, at: now },
        Name::Planned => State::Planned { by, note: words },
        Name::AwaitingSamples => State::AwaitingSamples,
        Name::Ready => State::Ready,
        Name::InProgress => State::InProgress { since: now },
        Name::OnHold => State::OnHold { by, since: now, reason: words },
        Name::InReview => State::InReview { since: now },
        Name::Delivered => State::Delivered { at: now },
        Name::Closed => State::Closed { at: now, delivered: now, by_itself: false },
        Name::Disputed => State::Disputed { by, at: now, delivered: now, reason: words },
        Name::Cancelled => State::Cancelled { by, at: now, was: Name::Draft, reason: words },
        Name::Invalidated => State::Invalidated { by, at: now, reason: words },
    }
}

fn event(step: Step) -> Event {
    let reason = "까닭".to_owned();
    match step {
        Step::SendQuote => Event::SendQuote { quote: Id::nth(7), revision: 1 },
        Step::RejectQuote => Event::RejectQuote { reason },
        Step::ExpireQuote => Event::ExpireQuote,
        Step::AcceptQuote => Event::AcceptQuote { quote: Id::nth(7) },
        Step::ResultsIn => Event::ResultsIn,
        Step::Rework => Event::Rework { reason },
        Step::Deliver => Event::Deliver,
        Step::CloseOverdue => Event::CloseOverdue,
        Step::Invalidate => Event::Invalidate { reason },
        other => Event::from_words(other, &reason, Some(Verdict::Partly), Some(Id::nth(8))).unwrap(),
    }
}

const EVERYBODY: &[Side] = &[Side::Firm, Side::Facility, Side::House];

#[test]
fn every_pair_is_an_arrow_or_a_named_refusal() {
    for from in Name::ALL {
        for step in Step::ALL {
            let outcome = request(state(*from)).step(&event(*step), EVERYBODY, None, Id::nth(6), at("02:00"));
            match (arrow(*from, *step), outcome) {
                (Some((_, _, _, to)), Ok(next)) => {
                    assert_eq!(next.state.name(), *to, "{from:?} {step:?}");
                    assert_eq!(next.version, 2);
                }
                (None, Err(reasons)) => {
                    assert!(reasons.contains(&Refusal::NotFromHere { state: *from, event: *step }));
                }
                (found, outcome) => panic!("{from:?} {step:?}: {found:?} but {outcome:?}"),
            }
        }
    }
}

#[test]
fn an_arrow_is_for_the_sides_it_names() {
    for (from, step, who, _) in ARROWS {
        for side in EVERYBODY {
            let outcome = request(state(*from)).step(&event(*step), &[*side], None, Id::nth(6), at("02:00"));
            assert_eq!(outcome.is_ok(), who.contains(side), "{from:?} {step:?} {side:?}");
        }
    }
}

#[test]
fn the_list_names_no_pair_twice_and_reaches_every_state() {
    for (index, (from, step, _, to)) in ARROWS.iter().enumerate() {
        assert!(
            !ARROWS.iter().skip(index + 1).any(|(f, s, _, _)| f == from && s == step),
            "{from:?} {step:?}"
        );
        assert!(Name::ALL.contains(to));
    }
    let mut reached = vec![Name::Draft];
    for _ in Name::ALL {
        let more: Vec<Name> =
            ARROWS.iter().filter(|(from, _, _, _)| reached.contains(from)).map(|(_, _, _, to)| *to).collect();
        reached.extend(more);
    }
    for name in Name::ALL {
        assert!(reached.contains(name), "{name:?} is never reached");
    }
}

#[test]
fn states_and_events_read_back_as_they_were_written() {
    for name in Name::ALL {
        let text = serde_json::to_string(&state(*name)).unwrap();
        assert_eq!(serde_json::from_str::<State>(&text).unwrap(), state(*name));
        assert!(text.contains(&format!("\"name\":\"{}\"", name.key())), "{text}");
    }
    for step in Step::ALL {
        let text = serde_json::to_string(&event(*step)).unwrap();
        assert_eq!(serde_json::from_str::<Event>(&text).unwrap(), event(*step));
        assert!(text.contains(&format!("\"event\":\"{}\"", step.key())), "{text}");
    }
}

#[track_caller]
fn check(r: Request, event: Event, side: Side, now: &str, expected: &[&str]) {
    let found = refusals(&Facts { request: &r, event: &event, sides: &[side], now: at(now) });
    let rules: Vec<String> =
        found.iter().map(|r| serde_json::to_value(r).unwrap()["rule"].as_str().unwrap().to_owned()).collect();
    assert_eq!(rules, expected);
}

#[test]
fn sending_needs_a_facility_and_words_all_said_at_once() {
    let empty = Request { facility: None, words: String::new(), ..request(State::Draft) };
    check(empty, Event::Submit, Side::Firm, "02:00", &["no-facility", "no-words"]);
    check(request(State::Draft), Event::Submit, Side::Firm, "02:00", &[]);
    check(request(State::Draft), Event::Submit, Side::Facility, "02:00", &["other-side"]);
}

#[test]
fn whoever_says_no_says_why() {
    let silent = |step| match event(step) {
        Event::Decline { .. } => Event::Decline { reason: " ".to_owned() },
        Event::Cancel { .. } => Event::Cancel { reason: String::new() },
        other => other,
    };
    check(request(state(Name::InTriage)), silent(Step::Decline), Side::Facility, "02:00", &["no-reason"]);
    check(request(state(Name::Quoted)), silent(Step::Cancel), Side::Firm, "02:00", &["no-reason"]);
    check(request(State::Draft), silent(Step::Cancel), Side::Firm, "02:00", &[]);
    let here = Event::Refer { to: Id::nth(4), reason: "여기".to_owned() };
    check(request(state(Name::InTriage)), here, Side::Facility, "02:00", &["same-facility"]);
}

#[test]
fn objections_have_a_week() {
    let delivered = at("01:00");
    let r = || request(State::Closed { at: delivered, delivered, by_itself: false });
    let object = Event::Dispute { reason: "값이 달라요".to_owned() };
    let last = delivered.plus_days(OBJECTION_DAYS);
    let before =
        refusals(&Facts { request: &r(), event: &object, sides: &[Side::Firm], now: last.plus_minutes(-1) });
    assert_eq!(before, []);
    let after = refusals(&Facts { request: &r(), event: &object, sides: &[Side::Firm], now: last });
    assert_eq!(after, [Refusal::ObjectionOver { ended: last }]);
}

proptest! {
    /// However people press buttons, a request stays within the listed states and moves only along the arrows.
    #[test]
    fn no_walk_leaves_the_list(presses in proptest::collection::vec((0_usize..28, 0_usize..3), 0..60)) {
        let mut r = request(State::Draft);
        for (press, side) in presses {
            let step = Step::ALL[press % Step::ALL.len()];
            let before = r.state.name();
            match r.clone().step(&event(step), &[EVERYBODY[side]], None, Id::nth(6), at("02:00")) {
                Ok(next) => {
                    let (_, _, _, to) = arrow(before, step).unwrap();
                    prop_assert_eq!(next.state.name(), *to);
                    prop_assert_eq!(next.version, r.version + 1);
                    r = next;
                }
                Err(reasons) => prop_assert!(!reasons.is_empty()),
            }
            if r.state.name() != Name::Closed && r.state.name().is_over() {
                prop_assert!(ARROWS.iter().all(|(from, _, _, _)| *from != r.state.name()));
            }
        }
    }
}

//! The page of one request: where it stands, what to do next, and everything that hangs on it.

use super::policy::{Side, needs_words, steps_open};
use super::request::Request;
use super::state::{Name, State, Step};
use super::{form, store};
use crate::booking;
use crate::desk::thread_of_request;
use crate::{feedback, quote, sample};
use ieum_kernel::{Actor, TimeSpan, Timestamp};
use ieum_web::{App, Page, Problem};
use serde::Serialize;
use serde_json::{Value, json};

/// A step as its page offers it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Offer {
    /// Its word.
    pub step: &'static str,
    /// How it is taken: `plain` (a button), `words`, `scope`, `refer` or `link`.
    pub way: &'static str,
    /// Where the link or button leads.
    pub href: String,
    /// Whether it is the next thing to do.
    pub primary: bool,
}

/// The one thing to do next for a side, if it is theirs to do.
pub const fn next_step(state: Name, side: Side) -> Option<Step> {
    Some(match (side, state) {
        (Side::Firm, Name::Draft) => Step::Submit,
        (Side::Firm, Name::NeedsInfo) => Step::Answer,
        (Side::Firm, Name::Quoted) => Step::AcceptQuote,
        (Side::Firm, Name::Delivered) => Step::Close,
        (Side::Facility, Name::Submitted) => Step::Triage,
        (Side::Facility, Name::InTriage) => Step::Scope,
        (Side::Facility, Name::Scoping) => Step::SendQuote,
        (Side::Facility, Name::Accepted) => Step::Plan,
        (Side::Facility, Name::Planned) => Step::AwaitSamples,
        (Side::Facility, Name::AwaitingSamples) => Step::MakeReady,
        (Side::Facility, Name::Ready) => Step::Start,
        (Side::Facility, Name::InProgress) => Step::ResultsIn,
        (Side::Facility, Name::OnHold) => Step::Resume,
        (Side::Facility, Name::InReview) => Step::Deliver,
        (Side::Facility, Name::Disputed | Name::Invalidated) => Step::Redo,
        _ => return None,
    })
}

/// Who has to act while a request stands somewhere: `firm`, `facility`, `reviewer` or `nobody`.
pub const fn who_acts(state: Name) -> &'static str {
    match state {
        Name::Draft | Name::NeedsInfo | Name::Quoted | Name::AwaitingSamples | Name::Delivered => "firm",
        Name::Submitted
        | Name::InTriage
        | Name::Scoping
        | Name::Accepted
        | Name::Planned
        | Name::Ready
        | Name::InProgress
        | Name::OnHold
        | Name::Disputed
        | Name::Invalidated => "facility",
        Name::InReview => "reviewer",
        Name::Declined | Name::Referred | Name::Closed | Name::Cancelled => "nobody",
    }
}

/// Every step an actor can take on a request, the next one first.
pub(crate) fn offers(request: &Request, sides: &[Side]) -> Vec<Offer> {
    let state = request.state.name();
    let next: Vec<Step> = sides.iter().filter_map(|side| next_step(state, *side)).collect();
    let path = request.path();
    let mut found: Vec<Offer> = steps_open(state, sides)
        .into_iter()
        .filter_map(|step| {
            let (way, href) = match step {
                Step::Scope => ("scope", format!("{path}/step")),
                Step::Refer => ("refer", format!("{path}/step")),
                Step::SendQuote => ("link", format!("{path}/quotes/new")),
                Step::AcceptQuote => match &request.state {
                    State::Quoted { quote, .. } => ("link", format!("/quotes/{quote}")),
                    _ => return None,
                },
                Step::ResultsIn => ("link", format!("/measurements/new?request={}", request.id)),
                Step::Deliver => ("link", format!("/measurements?request={}", request.id)),
                // These stand on the pages of the quote, the results and the report.
                Step::RejectQuote
                | Step::ExpireQuote
                | Step::CloseOverdue
                | Step::Rework
                | Step::Invalidate => {
                    return None;
                }
                Step::Plan => ("words", format!("{path}/step")),
                other if needs_words(state, other) => ("words", format!("{path}/step")),
                Step::Cancel => ("words", format!("{path}/step")),
                _ => ("plain", format!("{path}/step")),
            };
            Some(Offer { step: step.key(), way, href, primary: next.contains(&step) })
        })
        .collect();
    found.sort_by_key(|offer| !offer.primary);
    found
}

/// A promise with its moment: kept, open or late.
fn clock(due: Option<Timestamp>, met: Option<Timestamp>, now: Timestamp, over: bool) -> Value {
    let Some(due) = due else { return Value::Null };
    let state = match met {
        Some(met) if met <= due => "kept",
        Some(_) => "kept-late",
        None if over => return Value::Null,
        None if now > due => "late",
        None => "open",
    };
    json!({ "due": due, "met": met, "state": state })
}

/// The page.
pub(super) async fn page(app: &App, actor: &Actor, request: &Request) -> Result<Page, Problem> {
    let mut reader = app.db.reader();
    let (state, sides, now) = (request.state.name(), request.sides(actor), app.now());
    let staff = sides.contains(&Side::Facility);
    let ever = TimeSpan { starts: Timestamp::from_micros(i64::MIN), ends: Timestamp::from_micros(i64::MAX) };
    let filter = booking::Filter { request: Some(request.id), most: 50, ..booking::Filter::default() };
    let bookings = booking::lines(&mut reader, ever, filter).await?;
    let offers = offers(request, &sides);
    let refers = offers.iter().any(|offer| offer.way == "refer");
    let facilities = if refers { form::facilities(&mut reader, request.facility).await? } else { Vec::new() };
    let onwards = match &request.state {
        State::Referred { request, .. } => Some(format!("/requests/{request}")),
        _ => None,
    };
    let judged = feedback::of_request(&mut reader, request.id).await?.is_some();
    let may_judge = feedback::refusals(request, actor, judged).is_empty();
    Ok(Page::new("request/show.html")
        .with("acts", who_acts(state))
        .with(
            "feedback",
            if may_judge {
                "judge"
            } else if judged {
                "judged"
            } else {
                ""
            },
        )
        .with("r", request)
        .with("state", state.key())
        .with("kind", state.kind())
        .with("said", request.state.words())
        .with("verdict", if let State::Scoping { verdict, .. } = &request.state { verdict.key() } else { "" })
        .with("onwards", onwards)
        .with("around", store::around(&mut reader, request.id).await?)
        .with("staff", staff)
        .with("side", if staff { "facility" } else { "firm" })
        .with("offers", offers)
        .with("facilities", facilities)
        .with("answer_clock", clock(request.answer_due_at, request.answered_at, now, state.is_over()))
        .with("plan_clock", clock(request.plan_due_at, request.planned_at, now, state.is_over()))
        .with("quotes", quote::of_request(&mut reader, request.id, staff).await?)
        .with("samples", sample::of_request(&mut reader, request.id).await?)
        .with("can_declare", sample::may_declare(state))
        .with("bookings", bookings)
        .with("can_book", request.instrument.is_some() && books(state))
        .with("messages", store::messages(&mut reader, request.id, request.referred_from).await?)
        .with("thread", thread_of_request(&mut reader, request.id).await?)
        .with("draft", state == Name::Draft)
        .crumb("request-mine", "/requests"))
}

/// Whether time on the instrument is looked for now.
const fn books(state: Name) -> bool {
    matches!(
        state,
        Name::Accepted
            | Name::Planned
            | Name::AwaitingSamples
            | Name::Ready
            | Name::InProgress
            | Name::OnHold
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request::arrow;

    #[test]
    fn what_is_next_is_always_possible() {
        for state in Name::ALL {
            for side in [Side::Firm, Side::Facility] {
                if let Some(step) = next_step(*state, side) {
                    let found = arrow(*state, step).unwrap_or_else(|| panic!("{state:?} {step:?}"));
                    assert!(found.2.contains(&side), "{state:?} {step:?} is for another side");
                }
            }
        }
    }

    #[test]
    fn every_state_says_what_happens_next_and_who_acts_in_both_languages() {
        for text in
            [include_str!("../../locales/ko/request.ftl"), include_str!("../../locales/en/request.ftl")]
        {
            for side in ["firm", "facility"] {
                let key = format!("request-next-{side} = ");
                let said = text.split(&key).nth(1).and_then(|rest| rest.split("\n}").next()).unwrap();
                for state in Name::ALL {
                    let own = format!("[{}] ", state.key());
                    assert!(said.contains(&own), "{side} is not told of {}", state.key());
                }
            }
            let who = text.split("request-acts-who = ").nth(1).unwrap();
            for state in Name::ALL {
                assert!(who.contains(&format!("[{}]", who_acts(*state))), "{state:?}");
                // Where somebody acts, a step is there for them; over is over for everybody.
                assert_eq!(state.is_over(), who_acts(*state) == "nobody", "{state:?}");
            }
        }
    }

    #[test]
    fn a_promise_is_kept_open_or_late() {
        let at = |minute| Some(Timestamp::from_micros(minute));
        let said = |due, met, now: i64| clock(due, met, Timestamp::from_micros(now), false)["state"].clone();
        assert_eq!(said(at(10), at(9), 20), "kept");
        assert_eq!(said(at(10), at(11), 20), "kept-late");
        assert_eq!(said(at(10), None, 11), "late");
        assert_eq!(said(at(10), None, 10), "open");
        assert_eq!(clock(None, None, Timestamp::from_micros(0), false), Value::Null);
    }
}

//! `/purchase-review`: asking, reading what was found, deciding, and the paper.

use super::review::{Decision, PurchaseReview, Review};
use super::service::{ReviewError, begin, decide};
use super::{REVIEW, paper, store};
use axum::extract::State as Held;
use axum::response::Response;
use ieum_kernel::{Facility, Id, Lang, Person};
use ieum_web::{App, Doors, Fields, Page, Path, Problem, SignedIn, attachment, see_other};
use serde_json::{Value, json};

/// Reviews on the first page.
const NEWEST: i64 = 50;
/// Letters of a reason.
const REASON: usize = 2_000;
/// Letters of all lines.
const WISHES: usize = 12_000;

pub(super) fn doors(doors: Doors) -> Doors {
    doors
        .get("/purchase-review", &REVIEW, list)
        .post("/purchase-review", &REVIEW, ask)
        .get("/purchase-review/{id}", &REVIEW, one)
        .post("/purchase-review/{id}/decide", &REVIEW, judge)
        .get("/purchase-review/{id}/report.pdf", &REVIEW, report)
}

async fn list(Held(app): Held<App>, me: SignedIn) -> Result<Response, Problem> {
    let page = list_page(&app, me.lang()).await?;
    app.render(page, me.visit())
}

async fn list_page(app: &App, lang: Lang) -> Result<Page, Problem> {
    let mut reader = app.db.reader();
    let reviews = store::newest(&mut reader, NEWEST).await?;
    let places = store::facilities(&mut reader).await?;
    let places: Vec<Value> =
        places.iter().map(|place| json!({ "value": place.id, "label": place.name.in_lang(lang) })).collect();
    let rows: Vec<Value> = reviews.iter().map(line).collect();
    Ok(Page::new("purchase/list.html").with("rows", rows).with("facilities", places))
}

fn line(review: &Review) -> Value {
    let known = review.findings.iter().filter(|wish| !wish.is_new()).count();
    json!({ "id": review.id, "number": review.number, "first": review.wishes.lines().next(),
        "lines": review.findings.len(), "known": known, "at": review.made_at,
        "decision": review.decided.as_ref().map(|decided| decided.decision) })
}

async fn ask(Held(app): Held<App>, me: SignedIn, fields: Fields) -> Result<Response, Problem> {
    let wishes: String = fields.get("wishes").chars().take(WISHES).collect();
    let facility: Option<Id<Facility>> = fields.get("facility").trim().parse().ok();
    match begin(&app, me.actor(), &wishes, facility).await {
        Ok(id) => Ok(see_other(&app, &format!("/purchase-review/{id}"), Some("purchase-done-asked"))),
        Err(ReviewError::Refused(reasons)) => {
            let page = list_page(&app, me.lang()).await?.refused(&fields, "purchase", &reasons);
            app.render(page, me.visit())
        }
        Err(error) => Err(error.into()),
    }
}

async fn load(app: &App, id: Id<PurchaseReview>) -> Result<Review, Problem> {
    store::find(&mut app.db.reader(), id).await?.ok_or_else(Problem::not_found)
}

async fn name(app: &App, id: Id<Person>) -> Result<String, Problem> {
    Ok(app.directory.person(app, id).await?.map(|contact| contact.name).unwrap_or_default())
}

async fn one(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<Id<PurchaseReview>>,
) -> Result<Response, Problem> {
    let page = page(&app, &me, id).await?;
    app.render(page, me.visit())
}

async fn page(app: &App, me: &SignedIn, id: Id<PurchaseReview>) -> Result<Page, Problem> {
    let review = load(app, id).await?;
    let place = match review.facility {
        Some(facility) => store::facility(&mut app.db.reader(), facility).await?.map(|place| place.name),
        None => None,
    };
    let decided = match &review.decided {
        Some(decided) => json!({ "decision": decided.decision, "reason": decided.reason, "at": decided.at,
            "by": name(app, decided.by).await? }),
        None => Value::Null,
    };
    let wishes: Vec<Value> = review
        .findings
        .iter()
        .map(|wish| {
            let group = |(key, list, more)| json!({ "key": key, "list": list, "more": more });
            let groups = wish.groups().map(group);
            json!({ "words": wish.words, "measures": wish.measures, "is_new": wish.is_new(), "groups": groups })
        })
        .collect();
    Ok(Page::new("purchase/one.html")
        .with("id", review.id)
        .with("number", &review.number)
        .with("wishes", wishes)
        .with("facility", place)
        .with("made_at", review.made_at)
        .with("made_by", name(app, review.made_by).await?)
        .with("decided", decided)
        .with("may_decide", review.decided.is_none() && me.id() != review.made_by)
        .with("decisions", Decision::ALL.map(Decision::key))
        .crumb("purchase-title", "/purchase-review")
        .crumb(&review.number, ""))
}

async fn judge(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<Id<PurchaseReview>>,
    fields: Fields,
) -> Result<Response, Problem> {
    let mut reading = fields.reading(&app.zone);
    let decision: Option<Decision> = reading.parsed("decision", "purchase-choose-decision");
    if decision.is_none() && reading.errors().is_empty() {
        reading.fault("decision", "purchase-choose-decision", &[]);
    }
    if let Err(faults) = reading.done() {
        let page = page(&app, &me, id).await?.faulty(&fields, faults);
        return app.render(page, me.visit());
    }
    let reason: String = fields.get("reason").chars().take(REASON).collect();
    let Some(decision) = decision else { return Err(Problem::bad_request()) };
    match decide(&app, me.actor(), id, decision, &reason).await {
        Ok(()) => Ok(see_other(&app, &format!("/purchase-review/{id}"), Some("purchase-done-decided"))),
        Err(ReviewError::Refused(reasons)) => {
            let page = page(&app, &me, id).await?.refused(&fields, "purchase", &reasons);
            app.render(page, me.visit())
        }
        Err(error) => Err(error.into()),
    }
}

async fn report(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<Id<PurchaseReview>>,
    fields: Fields,
) -> Result<Response, Problem> {
    let review = load(&app, id).await?;
    let lang: Lang = fields.get("in").parse().unwrap_or(me.lang());
    let asked_by = name(&app, review.made_by).await?;
    let decided_by = match &review.decided {
        Some(decided) => name(&app, decided.by).await?,
        None => String::new(),
    };
    let sheet = paper::paper(&app, lang, &review, &asked_by, &decided_by);
    let content = crate::paper::set(sheet).await?;
    Ok(attachment(&format!("{}.pdf", review.number), "application/pdf", content))
}

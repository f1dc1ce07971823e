//! Pages of requests: one's own, the facility's queue, the form, one request with its buttons and its messages.

use super::page::page;
use super::policy::Side;
use super::request::{Ask, Request};
use super::service::{self, Filter, RequestError, create, rewrite, take, tell_of_message, visible};
use super::state::{Event, Name, Step, Verdict};
use super::{MAKE, RUN, form};
use axum::extract::State as Held;
use axum::response::Response;
use ieum_kernel::{Id, Role, StoredFile};
use ieum_web::{
    App, Doors, FieldError, Fields, Page, Path, Problem, SignedIn, Upload, record_file, see_other,
};

pub(super) fn doors(doors: Doors) -> Doors {
    doors
        .get("/requests", &MAKE, mine)
        .get("/requests/queue", &RUN, queue)
        .get("/requests/new", &MAKE, new)
        .post("/requests", &MAKE, make)
        .get("/requests/{id}", &MAKE, show)
        .get("/requests/{id}/edit", &MAKE, edit)
        .post("/requests/{id}/edit", &MAKE, save)
        .post("/requests/{id}/step", &MAKE, step)
        .post("/requests/{id}/messages", &MAKE, write)
        .get("/requests/{id}/files/{file}", &MAKE, file)
}

type RequestId = Id<ieum_kernel::Request>;

/// States a list groups under one word.
fn group(word: &str) -> Vec<Name> {
    let wanted = |name: &&Name| match word {
        "open" => !name.is_over(),
        "over" => name.is_over(),
        "new" => matches!(name, Name::Submitted | Name::InTriage | Name::NeedsInfo | Name::Scoping),
        "work" => matches!(
            name,
            Name::Accepted
                | Name::Planned
                | Name::AwaitingSamples
                | Name::Ready
                | Name::InProgress
                | Name::OnHold
                | Name::InReview
        ),
        other => name.key() == other,
    };
    Name::ALL.iter().filter(wanted).copied().collect()
}

fn asked_states(fields: &Fields, unless: &str) -> (String, Vec<Name>) {
    let word = if fields.has("state") { fields.get("state") } else { unless };
    let states = if word == "all" { Vec::new() } else { group(word) };
    if states.is_empty() && word != "all" {
        (unless.to_owned(), group(unless))
    } else {
        (word.to_owned(), states)
    }
}

async fn mine(Held(app): Held<App>, me: SignedIn, fields: Fields) -> Result<Response, Problem> {
    let (word, states) = asked_states(&fields, "open");
    let filter = Filter {
        firm: Some((me.id(), me.actor().organisations.clone())),
        states,
        words: fields.get("q").to_owned(),
        most: 200,
        ..Filter::default()
    };
    let rows = service::lines(&mut app.db.reader(), &filter).await?;
    let page = Page::new("request/list.html")
        .with("rows", rows)
        .with("state", word)
        .with("q", fields.get("q"))
        .with("now", app.now())
        .with("queue", false)
        .with("staff", me.actor().may(&RUN));
    app.render(page, me.visit())
}

async fn queue(Held(app): Held<App>, me: SignedIn, fields: Fields) -> Result<Response, Problem> {
    let (word, states) = asked_states(&fields, "new");
    let everything = me.actor().is(Role::Operator) && me.actor().facilities.is_empty();
    let filter = Filter {
        facilities: (!everything).then(|| me.actor().facilities.clone()),
        all_sent: true,
        states,
        words: fields.get("q").to_owned(),
        most: 200,
        by_due: true,
        ..Filter::default()
    };
    let rows = service::lines(&mut app.db.reader(), &filter).await?;
    let page = Page::new("request/list.html")
        .with("rows", rows)
        .with("state", word)
        .with("q", fields.get("q"))
        .with("now", app.now())
        .with("queue", true)
        .with("staff", true);
    app.render(page, me.visit())
}

async fn new(Held(app): Held<App>, me: SignedIn, fields: Fields) -> Result<Response, Problem> {
    // What led here comes in the address; what does not read is left out rather than refused.
    let ask = Ask {
        need: fields.get("need").parse().ok(),
        facility: fields.get("facility").parse().ok(),
        service: fields.get("service").parse().ok(),
        instrument: fields.get("instrument").parse().ok(),
        title: fields.get("title").chars().take(200).collect(),
        words: fields.get("words").chars().take(form::WORDS).collect(),
        ..Ask::default()
    };
    let page = form::page(&app, &ask, None).await?;
    app.render(page, me.visit())
}

fn sends(fields: &Fields) -> bool {
    fields.get("do") != "save"
}

async fn make(Held(app): Held<App>, me: SignedIn, fields: Fields) -> Result<Response, Problem> {
    let send = sends(&fields);
    let ask = match form::read(&app, &fields, send) {
        Ok(ask) => ask,
        Err(faults) => {
            let page = form::page(&app, &loose(&fields), None).await?.faulty(&fields, faults);
            return app.render(page, me.visit());
        }
    };
    match create(&app, me.actor(), ask.clone(), send).await {
        Ok(made) => {
            Ok(see_other(&app, &made.path(), Some(if send { "request-sent" } else { "request-saved" })))
        }
        Err(RequestError::Refused(reasons)) => {
            let page = form::page(&app, &ask, None).await?.refused(&fields, "request", &reasons);
            app.render(page, me.visit())
        }
        Err(error) => Err(error.into()),
    }
}

/// What can be kept of a form that does not read.
fn loose(fields: &Fields) -> Ask {
    Ask {
        need: fields.get("need").parse().ok(),
        facility: fields.get("facility").parse().ok(),
        service: fields.get("service").parse().ok(),
        instrument: fields.get("instrument").parse().ok(),
        ..Ask::default()
    }
}

fn ask_of(r: &Request) -> Ask {
    Ask {
        need: r.need,
        facility: r.facility,
        service: r.service,
        instrument: r.instrument,
        title: r.title.clone(),
        words: r.words.clone(),
        quantity: r.quantity,
        deadline: r.deadline,
    }
}

async fn show(Held(app): Held<App>, me: SignedIn, Path(id): Path<RequestId>) -> Result<Response, Problem> {
    let request = visible(&app, me.actor(), id).await?;
    let page = page(&app, me.actor(), &request).await?;
    app.render(page, me.visit())
}

async fn edit(Held(app): Held<App>, me: SignedIn, Path(id): Path<RequestId>) -> Result<Response, Problem> {
    let request = visible(&app, me.actor(), id).await?;
    let page = form::page(&app, &ask_of(&request), Some(&request)).await?;
    app.render(page, me.visit())
}

async fn save(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<RequestId>,
    fields: Fields,
) -> Result<Response, Problem> {
    let send = sends(&fields);
    let draft = visible(&app, me.actor(), id).await?;
    let ask = match form::read(&app, &fields, send) {
        Ok(ask) => ask,
        Err(faults) => {
            let page = form::page(&app, &ask_of(&draft), Some(&draft)).await?.faulty(&fields, faults);
            return app.render(page, me.visit());
        }
    };
    let version = fields.get("version").parse().ok();
    match rewrite(&app, me.actor(), id, version, ask.clone(), send).await {
        Ok(made) => {
            Ok(see_other(&app, &made.path(), Some(if send { "request-sent" } else { "request-saved" })))
        }
        Err(RequestError::Refused(reasons)) => {
            let page = form::page(&app, &ask, Some(&draft)).await?.refused(&fields, "request", &reasons);
            app.render(page, me.visit())
        }
        Err(error) => Err(error.into()),
    }
}

async fn step(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<RequestId>,
    fields: Fields,
) -> Result<Response, Problem> {
    let step: Step = fields.get("event").parse().map_err(|_unknown| Problem::bad_request())?;
    let request = visible(&app, me.actor(), id).await?;
    let mut form = fields.reading(&app.zone);
    // Each step's form on the page has a field of its own name, so that labels find theirs.
    let own = format!("words_{}", step.key());
    let words = form.optional(if fields.has(&own) { &own } else { "words" }, 4000);
    let verdict = match step {
        Step::Scope => form.must::<Verdict>("verdict", "field-not-a-choice"),
        _ => None,
    };
    let to = match step {
        Step::Refer => form.must("to", "field-not-an-id"),
        _ => None,
    };
    if let Err(faults) = form.done() {
        let page = page(&app, me.actor(), &request).await?.faulty(&fields, faults);
        return app.render(page, me.visit());
    }
    let event = Event::from_words(step, &words, verdict, to).ok_or_else(Problem::bad_request)?;
    match take(&app, me.actor(), id, fields.get("version").parse().ok(), event).await {
        Ok(done) => Ok(see_other(&app, &done.path(), Some("request-done"))),
        Err(RequestError::Refused(reasons)) => {
            let page = page(&app, me.actor(), &request).await?.refused(&fields, "request", &reasons);
            app.render(page, me.visit())
        }
        Err(error) => Err(error.into()),
    }
}

async fn write(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<RequestId>,
    upload: Upload,
) -> Result<Response, Problem> {
    let request = visible(&app, me.actor(), id).await?;
    let fields = &upload.fields;
    let mut form = fields.reading(&app.zone);
    let words =
        if upload.files.is_empty() { form.required("message", 4000) } else { form.optional("message", 4000) };
    if let Err(faults) = form.done() {
        let page = page(&app, me.actor(), &request).await?.faulty(fields, faults);
        return app.render(page, me.visit());
    }
    let mut kept = Vec::new();
    for file in &upload.files {
        match app.keep_file(&file.name, file.content.clone()).await {
            Ok(one) => kept.push(one),
            Err(problem) if problem.status.is_client_error() => {
                // What was written stays in the form; the file is named with what is wrong with it.
                let (field, key) = ("files".to_owned(), format!("{}-detail", problem.key));
                let fault = FieldError { field, key, args: problem.args };
                let page = page(&app, me.actor(), &request).await?.faulty(fields, vec![fault]);
                return app.render(page, me.visit());
            }
            Err(problem) => return Err(problem),
        }
    }
    let sides = request.sides(me.actor());
    let side = if sides.contains(&Side::Facility) { Side::Facility } else { Side::Firm };
    let (message, now) = (app.new_id(), app.now());
    let mut tx = app.db.begin().await?;
    service::write_message(&mut tx, message, id, me.id(), side.key(), words.trim(), now).await?;
    for one in &kept {
        let record = record_file(&mut tx, app.new_id(), one, Some(me.id()), now).await?;
        service::attach(&mut tx, id, message, &record).await?;
    }
    let thing = id.to_string();
    let after = Some(serde_json::json!({ "message": message, "files": kept.len() }));
    let action = "request.message";
    let entry = ieum_db::Audit { actor: Some(me.id()), action, thing: &thing, before: None, after, at: now };
    tx.audit(&entry).await?;
    let facts = serde_json::json!({ "request": id, "message": message, "side": side.key() });
    tx.emit(action, &thing, &facts, now).await?;
    tell_of_message(&app, &mut tx, &request, side, me.id()).await?;
    tx.commit().await?;
    Ok(see_other(&app, &format!("{}#messages", request.path()), Some("request-message-sent")))
}

async fn file(
    Held(app): Held<App>,
    me: SignedIn,
    Path((id, file)): Path<(RequestId, Id<StoredFile>)>,
) -> Result<Response, Problem> {
    let request = visible(&app, me.actor(), id).await?;
    if !service::has_file(&mut app.db.reader(), id, request.referred_from, file).await? {
        return Err(Problem::not_found());
    }
    app.download(file).await
}

//! What waits for somebody: one list a kind, each row with its due time and its one next action. Counts are the lengths of
//! these very lists, wherever they are shown.

use super::{DeskSettings, store};
use crate::request::{self, Filter, Line, Name, OBJECTION_DAYS, Side, Step, next_step};
use crate::{billing, booking, sample};
use ieum_kernel::{Actor, Facility, Id, Money, Organisation, Person, Role, Text, Timestamp};
use ieum_web::{App, Problem};
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;
use serde_json::{Value, json};

/// At most so many of a kind; beyond it the list says «and more».
pub(super) const MOST: i64 = 500;

/// A kind of waiting things.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Instruments offered for one's problems that wait for an answer.
    Offers,
    /// The firm's requests that wait for the firm: answers, quotes, samples, closing.
    Answers,
    /// Invoices to pay.
    Bills,
    /// Finished work nobody has judged yet.
    Feedback,
    /// The facility's requests that wait for its staff.
    Requests,
    /// Samples on their way or in quarantine.
    Samples,
    /// Reservations that wait for approval.
    Bookings,
    /// Problems nobody has sorted yet.
    Problems,
    /// Results that wait for a second person.
    Reviews,
    /// Charges that stand on no invoice.
    Charges,
    /// Charges by hand that wait for a second person.
    Approvals,
    /// Invoices to issue, and issued ones to send.
    Invoices,
    /// Invoices whose last day has passed.
    Overdue,
    /// Requests of any facility that are beyond their promise.
    Late,
    /// Published problems that nobody has solved.
    Unsolved,
    /// One's own entry as an expert that says too little.
    Profile,
}

impl Kind {
    /// Every kind, in the order of the page.
    pub const ALL: [Self; 16] = [
        Self::Offers,
        Self::Answers,
        Self::Bills,
        Self::Requests,
        Self::Samples,
        Self::Bookings,
        Self::Reviews,
        Self::Charges,
        Self::Approvals,
        Self::Invoices,
        Self::Overdue,
        Self::Problems,
        Self::Late,
        Self::Profile,
        Self::Unsolved,
        Self::Feedback,
    ];

    /// The word in addresses and message keys.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Offers => "offers",
            Self::Answers => "answers",
            Self::Bills => "bills",
            Self::Feedback => "feedback",
            Self::Requests => "requests",
            Self::Samples => "samples",
            Self::Bookings => "bookings",
            Self::Problems => "problems",
            Self::Reviews => "reviews",
            Self::Charges => "charges",
            Self::Approvals => "approvals",
            Self::Invoices => "invoices",
            Self::Overdue => "overdue",
            Self::Late => "late",
            Self::Unsolved => "unsolved",
            Self::Profile => "profile",
        }
    }

    /// Whether it is for somebody in these roles.
    pub fn is_for(self, actor: &Actor) -> bool {
        let works = !actor.facilities.is_empty();
        let any = |roles: &[Role]| roles.iter().any(|role| actor.is(*role));
        match self {
            Self::Offers | Self::Answers | Self::Bills | Self::Feedback => {
                !works && !actor.is(Role::Operator)
            }
            Self::Requests | Self::Samples | Self::Bookings => works && actor.is(Role::Staff),
            Self::Problems => any(&[Role::Staff, Role::Planner, Role::Operator]),
            Self::Reviews => works && actor.is(Role::Reviewer),
            Self::Charges | Self::Approvals | Self::Invoices | Self::Overdue => {
                works && actor.is(Role::Billing)
            }
            Self::Late => any(&[Role::Operator, Role::Planner]),
            Self::Unsolved | Self::Profile => actor.is(Role::Expert),
        }
    }
}

impl std::str::FromStr for Kind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|kind| kind.key() == text).ok_or_else(|| format!("no such list: {text}"))
    }
}

/// One waiting thing.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Waits {
    /// What it is called.
    pub title: Text,
    /// Its number or code; empty for none.
    pub number: String,
    /// Whom or what it concerns.
    pub who: Text,
    /// An amount, where it is about money.
    pub amount: Option<Money>,
    /// Message key of where it stands; empty for none.
    pub state: String,
    /// When it is due.
    pub due: Option<Timestamp>,
    /// Whether that has passed.
    pub late: bool,
    /// Message key of the one thing to do.
    pub action: String,
    /// Where that is done.
    pub href: String,
}

/// The things of one kind that wait, the nearest due first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Waiting {
    /// Which kind.
    pub kind: Kind,
    /// How many rows there are.
    pub count: usize,
    /// Each of them.
    pub rows: Vec<Waits>,
}

/// Everything that waits for somebody, by kind; kinds of others are left out, empty ones are not.
///
/// # Errors
/// Faults of the database.
pub async fn waiting(app: &App, actor: &Actor) -> Result<Vec<Waiting>, Problem> {
    let mut found = Vec::new();
    for kind in Kind::ALL.into_iter().filter(|kind| kind.is_for(actor)) {
        found.push(of_kind(app, actor, kind).await?);
    }
    Ok(found)
}

/// What waits of one kind.
///
/// # Errors
/// Faults of the database.
pub async fn of_kind(app: &App, actor: &Actor, kind: Kind) -> Result<Waiting, Problem> {
    let Some(me) = actor.person else { return Ok(Waiting { kind, count: 0, rows: Vec::new() }) };
    let mut rows = match kind {
        Kind::Offers => store::offers(&mut app.db.reader(), me).await?,
        Kind::Answers => answers(app, me, &actor.organisations).await?,
        Kind::Bills => bills(app, me, actor).await?,
        Kind::Feedback => feedback(app, me, &actor.organisations).await?,
        Kind::Requests => requests(app, Some(&actor.facilities), false).await?,
        // A planner sees that work is late, not what the firm wrote.
        Kind::Late if !actor.is(Role::Operator) => {
            let mut rows = requests(app, None, true).await?;
            rows.iter_mut().for_each(|row| row.href.clear());
            rows
        }
        Kind::Late => requests(app, None, true).await?,
        Kind::Samples => samples(app, &actor.facilities).await?,
        Kind::Bookings => store::bookings_to_approve(&mut app.db.reader(), &actor.facilities).await?,
        Kind::Problems => store::problems(&mut app.db.reader()).await?,
        Kind::Unsolved => store::unsolved(&mut app.db.reader()).await?,
        Kind::Profile => store::thin_profiles(&mut app.db.reader(), me).await?,
        Kind::Reviews => {
            let days = app.settings::<DeskSettings>().review_days;
            store::reviews(&mut app.db.reader(), &actor.facilities, me, days).await?
        }
        Kind::Charges => charges(app, &actor.facilities).await?,
        Kind::Approvals => approvals(app, me, &actor.facilities).await?,
        Kind::Invoices => invoices_in_work(app, &actor.facilities).await?,
        Kind::Overdue => overdue(app, &actor.facilities).await?,
    };
    let now = app.now();
    for row in &mut rows {
        row.late = row.due.is_some_and(|due| due < now);
    }
    // What has no due time comes last; the order of the list otherwise stays.
    rows.sort_by_key(|row| (row.due.is_none(), row.due));
    Ok(Waiting { kind, count: rows.len(), rows })
}

/// The end of a civil day, as a moment.
pub(super) fn end_of(app: &App, day: Date) -> Timestamp {
    app.zone.midnight(day.saturating_add(1.day()))
}

pub(super) fn in_both(text: String) -> Text {
    Text { ko: text.clone(), en: text }
}

fn who(line: &Line) -> Text {
    let of_organisation = !line.organisation_name.is_empty();
    if of_organisation { line.organisation_name.clone() } else { in_both(line.person_name.clone()) }
}

fn step_key(step: Step) -> String {
    format!("request-do-{}", step.key().replace('_', "-"))
}

fn of_line(line: &Line, who: Text, due: Option<Timestamp>, action: String, href: String) -> Waits {
    Waits {
        title: in_both(line.title.clone()),
        number: line.number.clone(),
        who,
        amount: None,
        state: format!("request-state-{}", line.state.key().replace('_', "-")),
        due,
        late: false,
        action,
        href,
    }
}

async fn answers(
    app: &App,
    me: Id<Person>,
    organisations: &[Id<Organisation>],
) -> Result<Vec<Waits>, Problem> {
    let waits = |name: &Name| *name == Name::AwaitingSamples || next_step(*name, Side::Firm).is_some();
    let states: Vec<Name> = Name::ALL.iter().copied().filter(waits).collect();
    let firm = Some((me, organisations.to_vec()));
    let filter = Filter { firm, states, most: MOST, ..Filter::default() };
    let mut reader = app.db.reader();
    let lines = request::lines(&mut reader, &filter).await?;
    let sent = store::sent_quotes(&mut reader, lines.iter().map(|line| line.id)).await?;
    let row = |line: &Line| {
        let path = format!("/requests/{}", line.id);
        let wanted_on = line.deadline.as_ref().and_then(|day| day.parse().ok()).map(|day| end_of(app, day));
        let quote = sent.get(&line.id);
        let (due, action, href) = match line.state {
            Name::Quoted => (
                quote.map(|(_, until)| end_of(app, *until)),
                step_key(Step::AcceptQuote),
                quote.map_or(path, |(quote, _)| format!("/quotes/{quote}")),
            ),
            Name::Delivered => (Some(line.changed_at.plus_days(OBJECTION_DAYS)), step_key(Step::Close), path),
            Name::AwaitingSamples => {
                (wanted_on, "desk-do-send-samples".to_owned(), format!("{path}#samples"))
            }
            state => (wanted_on, next_step(state, Side::Firm).map_or_else(String::new, step_key), path),
        };
        of_line(line, line.facility_name.clone(), due, action, href)
    };
    Ok(lines.iter().map(row).collect())
}

/// The requests that wait for staff: of these facilities, or of all of them those beyond their promise.
async fn requests(
    app: &App,
    facilities: Option<&[Id<Facility>]>,
    late_only: bool,
) -> Result<Vec<Waits>, Problem> {
    let states =
        Name::ALL.iter().copied().filter(|name| next_step(*name, Side::Facility).is_some()).collect();
    let filter = Filter {
        facilities: facilities.map(<[_]>::to_vec),
        all_sent: facilities.is_none(),
        states,
        most: MOST,
        by_due: true,
        ..Filter::default()
    };
    let now = app.now();
    let mut rows = Vec::new();
    for line in request::lines(&mut app.db.reader(), &filter).await? {
        let promise = match (line.answered_at, line.planned_at) {
            (None, _) => line.answer_due_at,
            (Some(_), None) => line.plan_due_at,
            _ => line.deadline.as_ref().and_then(|day| day.parse().ok()).map(|day| end_of(app, day)),
        };
        if late_only && promise.is_none_or(|due| due >= now) {
            continue;
        }
        let action = next_step(line.state, Side::Facility).map_or_else(String::new, step_key);
        let whose = if late_only { line.facility_name.clone() } else { who(&line) };
        rows.push(of_line(&line, whose, promise, action, format!("/requests/{}", line.id)));
    }
    Ok(rows)
}

async fn samples(app: &App, facilities: &[Id<Facility>]) -> Result<Vec<Waits>, Problem> {
    use sample::State;
    let filter = sample::Filter {
        facilities: Some(facilities.to_vec()),
        states: vec![State::Declared, State::InTransit, State::Quarantined],
        most: MOST,
        ..sample::Filter::default()
    };
    let mut reader = app.db.reader();
    let lines = sample::lines(&mut reader, &filter).await?;
    let wanted = store::deadlines(&mut reader, lines.iter().map(|line| line.request)).await?;
    let row = |line: &sample::Line| Waits {
        title: in_both(line.name.clone()),
        number: line.code.clone(),
        who: line.organisation_name.clone(),
        amount: None,
        state: format!("sample-state-{}", line.state.key().replace('_', "-")),
        due: wanted.get(&line.request).map(|day| end_of(app, *day)),
        late: false,
        action: if line.state == State::Quarantined { "desk-do-decide" } else { "desk-do-receive" }
            .to_owned(),
        href: format!("/samples/{}", line.id),
    };
    Ok(lines.iter().map(row).collect())
}

fn of_invoice(app: &App, found: &store::Bill, action: &str, due: Option<Date>) -> Waits {
    Waits {
        title: found.number.clone().map_or_else(|| app_words(app, "billing-state-draft"), in_both),
        number: String::new(),
        who: found.name.clone(),
        amount: Some(found.rest),
        state: format!("billing-state-{}", found.state),
        due: due.map(|day| end_of(app, day)),
        late: false,
        action: action.to_owned(),
        href: format!("/invoices/{}", found.id),
    }
}

fn app_words(app: &App, key: &str) -> Text {
    use ieum_kernel::Lang;
    Text { ko: app.words.plain(Lang::Ko, key), en: app.words.plain(Lang::En, key) }
}

async fn bills(app: &App, me: Id<Person>, actor: &Actor) -> Result<Vec<Waits>, Problem> {
    let managed = if actor.is(Role::Manager) { actor.organisations.clone() } else { Vec::new() };
    let found = store::bills(&mut app.db.reader(), me, &managed).await?;
    Ok(found.iter().map(|bill| of_invoice(app, bill, "desk-do-pay", bill.due_on)).collect())
}

/// Charges on no invoice, by payer: the tax invoice of a month is issued by the tenth of the next (부가가치세법 §34③).
async fn charges(app: &App, facilities: &[Id<Facility>]) -> Result<Vec<Waits>, Problem> {
    let mut rows = Vec::new();
    for facility in facilities {
        for group in billing::open_groups(app, *facility).await? {
            let due = tenth_of_next_month(group.first_used_on);
            rows.push(Waits {
                title: group.name.clone(),
                number: group.request_number.clone().unwrap_or_else(|| group.month.clone()),
                who: group.first.clone(),
                amount: group.total,
                state: String::new(),
                due: Some(end_of(app, due)),
                late: false,
                action: "desk-do-invoice".to_owned(),
                href: format!("/invoices?facility={facility}"),
            });
        }
    }
    Ok(rows)
}

/// Charges by hand that this person may agree to: those of others.
async fn approvals(app: &App, me: Id<Person>, facilities: &[Id<Facility>]) -> Result<Vec<Waits>, Problem> {
    let found = billing::stated_waiting(&mut app.db.reader(), facilities).await?;
    let others = found.iter().filter(|one| one.stated_by != me);
    Ok(others
        .map(|one| Waits {
            title: one.said.description.clone(),
            number: String::new(),
            who: one.payer.clone(),
            amount: Some(one.said.supply),
            state: "billing-stated-waiting".to_owned(),
            due: Some(end_of(app, tenth_of_next_month(one.said.used_on))),
            late: false,
            action: "desk-do-agree".to_owned(),
            href: format!("/charges/stated?facility={}", one.said.facility),
        })
        .collect())
}

/// The tenth of the month after a day.
pub(super) fn tenth_of_next_month(day: Date) -> Date {
    let next = day.first_of_month().saturating_add(1.month());
    next.with().day(10).build().unwrap_or(next)
}

async fn invoices_in_work(app: &App, facilities: &[Id<Facility>]) -> Result<Vec<Waits>, Problem> {
    let found = store::invoices_in_work(&mut app.db.reader(), facilities).await?;
    let row = |bill: &store::Bill| match bill.state.as_str() {
        "draft" => of_invoice(app, bill, "desk-do-issue", Some(tenth_of_next_month(app.zone.day(bill.at)))),
        _ => of_invoice(app, bill, "desk-do-send", Some(app.zone.day(bill.at).saturating_add(1.day()))),
    };
    Ok(found.iter().map(row).collect())
}

async fn overdue(app: &App, facilities: &[Id<Facility>]) -> Result<Vec<Waits>, Problem> {
    let today = app.zone.day(app.now());
    let found = store::overdue(&mut app.db.reader(), facilities, today).await?;
    Ok(found.iter().map(|bill| of_invoice(app, bill, "desk-do-chase", bill.due_on)).collect())
}

async fn feedback(
    app: &App,
    me: Id<Person>,
    organisations: &[Id<Organisation>],
) -> Result<Vec<Waits>, Problem> {
    Ok(store::unjudged(&mut app.db.reader(), me, organisations, app.now().plus_days(-60)).await?)
}

/// What the API answers: the lists with their counts.
pub(super) fn as_json(lists: &[Waiting]) -> Value {
    let count: usize = lists.iter().map(|list| list.count).sum();
    json!({ "count": count, "lists": lists })
}

/// Reservations of today at one's facilities, and one's own to come: news, nothing to do.
pub(super) async fn times(
    app: &App,
    actor: &Actor,
) -> Result<(Vec<booking::Line>, Vec<booking::Line>), Problem> {
    use ieum_kernel::TimeSpan;
    let (now, day) = (app.now(), app.zone.day(app.now()));
    let today = TimeSpan { starts: app.zone.midnight(day), ends: end_of(app, day) };
    let mut reader = app.db.reader();
    let mut at_work = Vec::new();
    if actor.is(Role::Staff) {
        for facility in actor.facilities.iter().take(20) {
            let filter = booking::Filter {
                facility: Some(*facility),
                holding: true,
                most: 50,
                ..booking::Filter::default()
            };
            at_work.extend(booking::lines(&mut reader, today, filter).await?);
        }
        at_work.sort_by_key(|line| line.span.starts);
    }
    let coming = TimeSpan { starts: now, ends: now.plus_days(60) };
    let filter =
        booking::Filter { holder: actor.person, holding: true, most: 5, ..booking::Filter::default() };
    Ok((at_work, booking::lines(&mut reader, coming, filter).await?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_tenth_follows_the_month_of_use() {
        for (used, due) in [((2026, 2, 28), (2026, 3, 10)), ((2026, 12, 1), (2027, 1, 10))] {
            assert_eq!(tenth_of_next_month(date(used.0, used.1, used.2)), date(due.0, due.1, due.2));
        }
    }

    #[test]
    fn every_kind_is_for_somebody_and_reads_back() {
        let facility = Id::nth(1);
        for kind in Kind::ALL {
            assert_eq!(kind.key().parse(), Ok(kind));
            let anybody = Role::ALL.iter().any(|role| {
                let roles = std::collections::BTreeSet::from([Role::Member, *role]);
                let guest = Actor::guest(ieum_kernel::Lang::Ko);
                let firm = Actor { roles, person: Some(Id::nth(1)), ..guest };
                let works = Actor { facilities: vec![facility], ..firm.clone() };
                kind.is_for(&firm) || kind.is_for(&works)
            });
            assert!(anybody, "{kind:?}");
        }
    }
}

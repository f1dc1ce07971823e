//! The problems of the sample region: as firms wrote them, in every state a problem can be in.

use super::SampleClock;
use super::cast::Cast;
use super::chance::Chance;
use super::files::{NeedRow, Vocabulary};
use super::region::SampleRegion;
use anyhow::Context;
use ieum_kernel::{Actor, Id, Money, Need as NeedThing, Person, Role, Timestamp};
use ieum_matching::need::{Confidentiality, Need, Said, State};
use ieum_matching::{NewNeed, bulk_needs};
use ieum_operations::booking::at_minute;
use ieum_web::App;

/// A problem that later work refers to.
#[derive(Debug, Clone)]
pub struct SampleNeed {
    /// Its id.
    pub id: Id<NeedThing>,
    /// Who has it.
    pub owner: Actor,
    /// What it says.
    pub row: NeedRow,
    /// The key of its state.
    pub state: &'static str,
    /// When it was handed in.
    pub submitted_at: Timestamp,
}

/// The states of the problems in file order; the first three are the shown engineer's.
const STATES: [&str; 40] = [
    "solved",
    "matched",
    "draft",
    "published",
    "submitted",
    "solved",
    "published",
    "in_triage",
    "matched",
    "published",
    "solved",
    "needs_info",
    "published",
    "matched",
    "submitted",
    "published",
    "solved",
    "published",
    "in_triage",
    "declined",
    "matched",
    "published",
    "solved",
    "submitted",
    "published",
    "referred",
    "matched",
    "published",
    "in_triage",
    "solved",
    "closed",
    "published",
    "submitted",
    "needs_info",
    "solved",
    "matched",
    "published",
    "declined",
    "in_triage",
    "submitted",
];

/// Writes all problems in one transaction.
pub async fn make(
    app: &App,
    clock: &SampleClock,
    words: &Vocabulary,
    region: &SampleRegion,
    cast: &Cast,
    today: Timestamp,
) -> anyhow::Result<Vec<SampleNeed>> {
    let mut writer = Writer { app, words, region, cast, today, chance: Chance::for_purpose("needs") };
    let (mut made, mut rows) = (Vec::new(), Vec::new());
    for (place, (row, state)) in words.needs.iter().zip(STATES).enumerate() {
        let began = writer.begin(place, state);
        clock.set(began);
        let owner = writer.owner(place, row)?;
        let new = writer.need(&owner, row, state, began)?;
        let submitted_at = new.need.submitted_at.unwrap_or(began);
        made.push(SampleNeed { id: new.need.id, owner, row: row.clone(), state, submitted_at });
        rows.push(new);
    }
    let mut tx = app.db.begin().await?;
    bulk_needs(&mut tx, rows).await?;
    tx.commit().await?;
    Ok(made)
}

struct Writer<'a> {
    app: &'a App,
    words: &'a Vocabulary,
    region: &'a SampleRegion,
    cast: &'a Cast,
    today: Timestamp,
    chance: Chance,
}

type StepRow = (String, Option<Id<Person>>, Timestamp, String);

impl Writer<'_> {
    /// When a problem was begun: what waits for an answer is young, what is over is older.
    fn begin(&mut self, place: usize, state: &str) -> Timestamp {
        let days = match (place, state) {
            (0, _) => 75,
            (1, _) => 9,
            (_, "draft" | "submitted") => 1 + self.chance.below(2),
            (_, "in_triage" | "needs_info" | "referred") => 3 + self.chance.below(6),
            (_, "matched") => 20 + self.chance.below(60),
            _ => 60 + self.chance.below(600),
        };
        self.working_day(self.today.plus_days(-days))
    }

    fn working_day(&mut self, near: Timestamp) -> Timestamp {
        at_minute(&self.app.zone, self.app.zone.day(near), 540 + self.chance.below(500))
    }

    /// A moment itself when people work then, else the next morning.
    fn in_hours(&mut self, at: Timestamp) -> Timestamp {
        let day = self.app.zone.day(at);
        let (opens, closes) = (at_minute(&self.app.zone, day, 540), at_minute(&self.app.zone, day, 1080));
        let early = 540 + self.chance.below(90);
        match at {
            at if at < opens => at_minute(&self.app.zone, day, early),
            at if at > closes => at_minute(&self.app.zone, self.app.zone.day(at.plus_days(1)), early),
            at => at,
        }
    }

    /// The shown engineer for the first three; then a firm of the problem's field.
    fn owner(&mut self, place: usize, row: &NeedRow) -> anyhow::Result<Actor> {
        if place < 3 {
            return self.cast.firms.first().cloned().context("the region has no firm");
        }
        let fits =
            |o: &&super::files::OrganisationRow| o.kind == "firm" && o.key != "firm1" && o.field == row.field;
        let of_field: Vec<_> = self.words.organisations.iter().filter(fits).collect();
        let all: Vec<_> =
            self.words.organisations.iter().filter(|o| o.kind == "firm" && o.key != "firm1").collect();
        let firm = self.chance.pick(&of_field).or_else(|| all.first()).context("the region has no firm")?;
        let id = self.region.organisations.get(&firm.key).context("a firm of the files is missing")?;
        self.cast.of_organisation(*id, Role::Manager)
    }

    fn need(
        &mut self,
        owner: &Actor,
        row: &NeedRow,
        wanted: &str,
        began: Timestamp,
    ) -> anyhow::Result<NewNeed> {
        let me = owner.person.context("somebody without an account")?;
        let sorter = self.cast.any(Role::Operator)?.person.context("nobody sorts problems")?;
        let open = wanted == "published" || (row.open_to_all == 1 && wanted != "draft");
        let confidentiality = match (open, self.chance.happens(40)) {
            (false, _) => Confidentiality::Private,
            (true, true) => Confidentiality::Anonymous,
            (true, false) => Confidentiality::Public,
        };
        let budget = self.chance.happens(50).then(|| Money::won(500_000 * (1 + self.chance.below(12))));
        let said = Said {
            title: row.title.clone(),
            words: row.words.clone(),
            material: row.material.clone(),
            solved_when: row.solved_when.clone(),
            quantity: String::new(),
            due_on: None,
            budget,
            confidentiality,
        };
        let (state, steps, registered) = self.life(wanted, open, me, sorter, began, row)?;
        let submitted_at = steps.iter().find(|(step, ..)| step == "submit").map(|(_, _, at, _)| *at);
        let changed_at = steps.last().map_or(began, |(_, _, at, _)| *at);
        let votes = if registered { self.votes(me, changed_at) } else { Vec::new() };
        let need = Need {
            id: self.app.new_id(),
            owner: me,
            organisation: owner.organisation(),
            said,
            state,
            registered,
            version: 1,
            made_at: began,
            submitted_at,
            changed_at,
        };
        Ok(NewNeed { need, steps, votes })
    }

    /// The steps that lead to a state, each some hours or days after the one before.
    fn life(
        &mut self,
        wanted: &str,
        open: bool,
        me: Id<Person>,
        sorter: Id<Person>,
        began: Timestamp,
        row: &NeedRow,
    ) -> anyhow::Result<(State, Vec<StepRow>, bool)> {
        let mut steps: Vec<StepRow> = vec![("begin".to_owned(), Some(me), began, String::new())];
        let (mut at, latest) = (began, self.today.plus_minutes(-30));
        let (question, answer) = self.words.exchange(&mut self.chance);
        let mut took = |writer: &mut Self, step: &str, by, hours: i64| {
            let after = 20 + writer.chance.below(60 * hours);
            at = writer.in_hours(at.plus_minutes(after)).max(at).min(latest);
            let note = match step {
                "ask" => question.clone(),
                "answer" => answer.clone(),
                "solve" if !row.solved.is_empty() => row.solved.clone(),
                _ => writer.words.phrase(&mut writer.chance, step),
            };
            steps.push((step.to_owned(), Some(by), at, note.clone()));
            note
        };
        if wanted == "draft" {
            return Ok((State::Draft, steps, false));
        }
        took(self, "submit", me, 1);
        if wanted == "submitted" {
            return Ok((State::Submitted, steps, false));
        }
        took(self, "take", sorter, 6);
        if wanted == "needs_info" || self.chance.happens(40) {
            took(self, "ask", sorter, 12);
            if wanted == "needs_info" {
                return Ok((State::NeedsInfo { by: sorter }, steps, false));
            }
            took(self, "answer", me, 24);
        }
        let by = sorter;
        let published = wanted == "published" || (wanted == "solved" && open && self.chance.happens(60));
        if published {
            took(self, "publish", sorter, 24);
        }
        let state = match wanted {
            "published" => State::Published { by },
            "in_triage" => State::InTriage { by },
            "declined" => State::Declined { by, reason: took(self, "decline", sorter, 24) },
            "closed" => State::Closed { reason: took(self, "close", me, 72) },
            "referred" => {
                let to = self.region.facilities.first().context("the region has no facility")?.0;
                took(self, "refer", sorter, 8);
                State::Referred { by, to }
            }
            "matched" => {
                took(self, "match", sorter, 24);
                State::Matched { by }
            }
            _ => {
                took(self, "match", sorter, 24);
                let how = took(self, "solve", me, 24 * 40);
                State::Solved { by: me, how }
            }
        };
        Ok((state, steps, published))
    }

    fn votes(&mut self, owner: Id<Person>, since: Timestamp) -> Vec<(Id<Person>, Timestamp)> {
        let percent = 5 + self.chance.below(35);
        let mut votes: Vec<(Id<Person>, Timestamp)> = Vec::new();
        let span = self.today.minutes_since(since).max(1);
        let mut people: Vec<Id<Person>> = self.cast.everybody().filter(|person| *person != owner).collect();
        people.sort_unstable();
        people.dedup();
        for person in people {
            if self.chance.happens(percent) {
                votes.push((person, since.plus_minutes(self.chance.below(span))));
            }
        }
        votes
    }
}

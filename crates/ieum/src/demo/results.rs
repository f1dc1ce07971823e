//! The second half of the sample region's requests: measuring, review, report, invoice, payment, and what firms said.

use super::jobs::{Desk, Work, told};
use super::plan::{Far, Job};
use anyhow::Context;
use ieum_kernel::{Actor, Money, Role, TimeSpan};
use ieum_operations::billing::{self, Payment, Wanted};
use ieum_operations::feedback::{self, Feedback, Solved};
use ieum_operations::measurement::{self, Content, For, ResultRow, Said};
use ieum_operations::request::Event;
use ieum_operations::sample::{Action, Sample};

impl Work<'_> {
    /// From the bench to the last word.
    pub(super) async fn results(
        &mut self,
        job: &Job,
        desk: &mut Desk,
        samples: &[Sample],
    ) -> anyhow::Result<()> {
        let staff = desk.staff.clone();
        self.later(1);
        for one in samples {
            self.moved(&staff, one, Action::CheckOut, None, "").await?;
            self.moved(&staff, one, Action::Begin, None, "").await?;
        }
        let begins = self.at;
        let minutes = 60 + 30 * self.chance.below(5);
        self.later(1);
        let said = Said {
            title: job.service.name_ko.clone(),
            instrument: Some(job.service.instrument),
            method: None,
            content: self.content(job, samples),
            span: TimeSpan::new(begins, begins.plus_minutes(minutes)).ok().filter(|span| span.ends < self.at),
            samples: i64::try_from(samples.len()).unwrap_or(1),
            staff_minutes: minutes / 2,
        };
        let made =
            measurement::begin(self.app, &staff, For::Request(desk.request.id), said).await.map_err(told)?;
        if job.far == Far::InProgress {
            return Ok(());
        }
        self.later(0);
        measurement::submit(self.app, &staff, made.id, None).await.map_err(told)?;
        for one in samples {
            self.moved(&staff, one, Action::Finish, None, "").await?;
        }
        if job.far == Far::InReview {
            return Ok(());
        }
        self.later(1);
        let reviewer = self.cast.at(desk.facility, Role::Reviewer)?;
        // Direct use gets data and no report.
        let with_report = job.with_report;
        measurement::release(self.app, &reviewer, made.id, None, with_report).await.map_err(told)?;
        self.again(desk).await?;
        self.settled(job, desk, samples).await
    }

    fn content(&mut self, job: &Job, samples: &[Sample]) -> Content {
        let lines: Vec<String> =
            samples.iter().map(|s| format!("{} {}", s.code, s.declaration.name)).collect();
        let results = samples
            .iter()
            .map(|s| {
                let value = job.test.value(&mut self.chance);
                let spread = value.trim_start_matches('-').parse::<f64>().unwrap_or_default() * 0.04;
                let digits = value.split_once('.').map_or(0, |(_, part)| part.len()) + 1;
                ResultRow {
                    item: format!("{} ({})", job.service.test, s.code),
                    value,
                    unit: job.test.unit.clone(),
                    note: format!("U = {spread:.digits$} (k = 2)"),
                }
            })
            .collect();
        Content {
            samples: lines.join("\n"),
            conditions: self.condition(job),
            notes: String::new(),
            summary: job.title.clone(),
            results,
            conclusion: self.say("conclusion"),
        }
    }

    /// How it was measured, as people write of instruments of that class.
    fn condition(&mut self, job: &Job) -> String {
        let kind = self.words.kinds.iter().find(|kind| kind.key == job.service.kind);
        let of_class = kind.map(|kind| self.say(&format!("condition-{}", kind.class))).unwrap_or_default();
        if of_class.is_empty() { self.say("condition") } else { of_class }
    }

    /// What follows delivery: samples go, the invoice comes, the firm answers.
    async fn settled(&mut self, job: &Job, desk: &mut Desk, samples: &[Sample]) -> anyhow::Result<()> {
        let (staff, firm) = (desk.staff.clone(), desk.firm.clone());
        if job.far == Far::Disputed {
            self.later(1);
            let reason = self.say("dispute");
            return self.alone(&firm, desk, Event::Dispute { reason }).await;
        }
        if job.far == Far::Delivered {
            return Ok(());
        }
        self.later(1);
        let biller = self.cast.at(desk.facility, Role::Billing)?;
        let drafted =
            billing::draft(self.app, &biller, Wanted::Request(desk.request.id)).await.map_err(told)?;
        let issued = billing::issue(self.app, &biller, drafted.id, None).await.map_err(told)?;
        billing::send(self.app, &biller, issued.id, None).await.map_err(told)?;
        let happy = self.chance.happens(80);
        if job.far != Far::Invoiced || happy {
            self.later(1);
            self.alone(&firm, desk, Event::Close).await?;
            self.said(&firm, desk, happy).await?;
        }
        match job.far {
            Far::PartPaid => {
                let half = Money { minor: issued.sums.total.minor / 2, ..issued.sums.total };
                self.paid(&biller, issued.id, half).await?;
            }
            Far::Paid => self.paid(&biller, issued.id, issued.sums.total).await?,
            _ => {}
        }
        if job.far == Far::Paid {
            self.later(3);
            for one in samples {
                self.moved(&staff, one, Action::Dispose, None, "").await?;
            }
        }
        Ok(())
    }

    async fn paid(
        &mut self,
        biller: &Actor,
        invoice: ieum_kernel::Id<ieum_kernel::Invoice>,
        amount: Money,
    ) -> anyhow::Result<()> {
        let days = 2 + self.chance.below(18);
        self.later(days);
        let method = if self.chance.happens(70) { "transfer" } else { "grant" }.to_owned();
        let on = self.app.zone.day(self.at);
        let said = Payment { amount, on, method, reference: String::new(), at: self.at };
        billing::pay(self.app, biller, invoice, None, said).await.map(drop).map_err(told)
    }

    async fn said(&mut self, firm: &Actor, desk: &Desk, happy: bool) -> anyhow::Result<()> {
        if self.chance.happens(25) {
            return Ok(());
        }
        let best = if happy { 5 } else { 4 };
        let solved = if happy { Solved::Yes } else { Solved::Partly };
        let mut grade = || best - self.chance.below(2);
        let (speed, quality, price) = (grade(), grade(), grade());
        let by = firm.person.context("somebody without an account")?;
        let said = Feedback {
            request: desk.request.id,
            facility: desk.facility,
            organisation: desk.request.organisation,
            by,
            solved,
            speed,
            quality,
            price,
            words: self.say("feedback"),
            at: self.at,
        };
        let mut tx = self.app.db.begin().await?;
        feedback::keep(&mut tx, &said, desk.request.need).await?;
        tx.commit().await?;
        Ok(())
    }
}

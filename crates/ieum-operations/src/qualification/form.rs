//! Reading what staff say about demands, grants and steps.

use super::policy::Wish;
use super::service::Grant;
use super::standing::Level;
use super::training::TrainingStep;
use ieum_kernel::{Id, Person, Text, Timestamp};
use ieum_web::{App, FieldError, Fields};
use jiff::ToSpan;

/// The end of a civil day of the form, so that the day itself still counts.
fn end_of_day(app: &App, day: Option<jiff::civil::Date>) -> Option<Timestamp> {
    let next = day?.checked_add(1.day()).ok()?;
    Some(app.zone.midnight(next))
}

/// What an instrument is to ask; nothing when the level is left empty.
pub(super) fn demand(app: &App, fields: &Fields) -> Result<Option<(Level, i64, Text)>, Vec<FieldError>> {
    let mut form = fields.reading(&app.zone);
    let level = form.parsed::<Level>("level", "field-not-a-choice");
    let months = form.whole("valid_months", 0, 1200).unwrap_or_default();
    let what = form.text("what", 1000, false);
    form.done()?;
    // A month of a validity is 365/12 days, rounded up: nobody loses a day to the calendar.
    let days = (months * 365 + 11) / 12;
    Ok(level.map(|level| (level, days, what)))
}

/// Whom staff grant what.
pub(super) fn grant(app: &App, fields: &Fields) -> Result<Grant, Vec<FieldError>> {
    let mut form = fields.reading(&app.zone);
    let person = form.must::<Id<Person>>("person", "field-not-an-id");
    let level = form.parsed::<Level>("grant_level", "field-not-a-choice");
    let valid_until = form.day("valid_until");
    form.done()?;
    let person = person.ok_or_else(Vec::new)?;
    Ok(Grant { person, level, valid_until: end_of_day(app, valid_until) })
}

/// Which step of a training.
pub(super) fn training_step(app: &App, fields: &Fields) -> Result<TrainingStep, Vec<FieldError>> {
    let mut form = fields.reading(&app.zone);
    let reason = form.optional("reason", 1000);
    let step = match fields.get("do") {
        "schedule" => {
            let starts = form.moment("starts");
            if !fields.has("starts") {
                form.fault("starts", "field-required", &[]);
            }
            let note = form.optional("note", 1000);
            starts.map(|starts| TrainingStep::Schedule { starts, note })
        }
        "pass" => {
            let level = form.parsed::<Level>("grant_level", "field-not-a-choice");
            let valid_until = end_of_day(app, form.day("valid_until"));
            Some(TrainingStep::Pass { level, valid_until })
        }
        "fail" => Some(TrainingStep::Fail { reason }),
        "absent" => Some(TrainingStep::Absent),
        "decline" => Some(TrainingStep::Decline { reason }),
        "withdraw" => Some(TrainingStep::Withdraw),
        _ => {
            form.fault("do", "field-required", &[]);
            None
        }
    };
    form.done()?;
    step.ok_or_else(Vec::new)
}

/// Which step of a qualification.
pub(super) fn wish(text: &str) -> Option<Wish> {
    match text {
        "suspend" => Some(Wish::Suspend),
        "reinstate" => Some(Wish::Reinstate),
        "revoke" => Some(Wish::Revoke),
        _ => None,
    }
}

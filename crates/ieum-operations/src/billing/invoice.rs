//! An invoice: charges gathered for one payer, from draft to paid.

use super::charge::Sums;
use ieum_kernel::{Actor, Facility, Id, Money, Organisation, Person, Request, Role, Timestamp};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Where an invoice stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(tag = "name", rename_all = "snake_case")]
#[schemars(rename = "InvoiceState")]
pub enum State {
    /// Being put together; only the facility sees it.
    Draft,
    /// Numbered and fixed.
    Issued {
        /// By whom.
        by: Id<Person>,
    },
    /// The payer has been told.
    Sent {
        /// By whom.
        by: Id<Person>,
        /// When.
        at: Timestamp,
    },
    /// A part has been paid.
    PartPaid,
    /// All has been paid.
    Paid {
        /// The day of the last payment.
        on: Date,
    },
    /// Taken back before anything was paid.
    Void {
        /// By whom.
        by: Id<Person>,
        /// Why.
        reason: String,
    },
    /// A credit note takes it back.
    Credited {
        /// The note.
        note: Id<ieum_kernel::Invoice>,
        /// Why.
        reason: String,
    },
}

impl State {
    /// The word in the database and messages.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Issued { .. } => "issued",
            Self::Sent { .. } => "sent",
            Self::PartPaid => "part_paid",
            Self::Paid { .. } => "paid",
            Self::Void { .. } => "void",
            Self::Credited { .. } => "credited",
        }
    }

    /// The tone it is shown in.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Draft | Self::Void { .. } | Self::Credited { .. } => "neutral",
            Self::Issued { .. } | Self::Sent { .. } => "info",
            Self::PartPaid => "warning",
            Self::Paid { .. } => "success",
        }
    }

    /// Whether money is still expected.
    pub const fn is_due(&self) -> bool {
        matches!(self, Self::Issued { .. } | Self::Sent { .. } | Self::PartPaid)
    }
}

/// One invoice or credit note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Invoice {
    /// Its identity.
    pub id: Id<ieum_kernel::Invoice>,
    /// `invoice` or `credit_note`.
    pub kind: String,
    /// `I-2026-000123` or `C-2026-000123`; nothing in a draft.
    pub number: Option<String>,
    /// Who is paid.
    pub facility: Id<Facility>,
    /// Who pays.
    pub organisation: Option<Id<Organisation>>,
    /// For whom.
    pub person: Option<Id<Person>>,
    /// The request it is for; nothing for a month's invoice.
    pub request: Option<Id<Request>>,
    /// The month it is for, `2026-03`; empty for a request's.
    pub month: String,
    /// The invoice a credit note takes back.
    pub credits: Option<Id<ieum_kernel::Invoice>>,
    /// Where it stands.
    pub state: State,
    /// What it adds up to.
    pub sums: Sums,
    /// Paid so far.
    pub paid: Money,
    /// When it was issued.
    pub issued_at: Option<Timestamp>,
    /// The last day to pay.
    pub due_on: Option<Date>,
    /// Reminders sent.
    pub reminders: i64,
    /// Counts changes.
    pub version: i64,
    /// When it was begun.
    pub made_at: Timestamp,
    /// When it last changed.
    pub changed_at: Timestamp,
}

/// Why the answer is no.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(tag = "rule", rename_all = "kebab-case")]
pub enum Refusal {
    /// There is nothing to invoice.
    #[error("nothing to invoice")]
    NothingDue,
    /// A charge may still be objected to.
    #[error("a charge is under review until {until}")]
    UnderReview {
        /// Until when.
        until: Timestamp,
    },
    /// The step does not fit the state.
    #[error("the invoice is {state}")]
    WrongState {
        /// Where it stands.
        state: String,
    },
    /// More than is due (`payment_beyond_due`).
    #[error("{amount} is more than the {due} due")]
    BeyondDue {
        /// What was said to be paid.
        amount: Money,
        /// What is due.
        due: Money,
    },
    /// In another currency.
    #[error("paid in another currency")]
    OtherCurrency,
    /// Paid on a day to come.
    #[error("paid on a day to come")]
    NotYetPaid,
    /// Something was paid: a credit note takes it back (`invoice_void_unpaid`).
    #[error("something was paid")]
    AlreadyPaid,
    /// The charge stands on a live invoice.
    #[error("the charge stands on an invoice")]
    OnInvoice,
    /// The charge was reversed, or is itself a reversal.
    #[error("the charge was reversed")]
    AlreadyReversed,
    /// A charge is for something (`stated_charge_is_something`).
    #[error("nothing is charged")]
    NothingStated,
    /// A charge by hand says why (`stated_charge_says_why`).
    #[error("no reason is given")]
    StatedWithoutReason,
    /// Somebody pays.
    #[error("nobody pays")]
    NoPayer,
    /// Somebody else agrees to a large charge (`stated_charge_second_person`).
    #[error("somebody else has to agree")]
    SecondPerson,
    /// It was decided already.
    #[error("it was decided already")]
    Decided,
}

impl Invoice {
    /// What is still to be paid.
    pub fn due(&self) -> Money {
        let due = self.sums.total.minus(self.paid).unwrap_or(Money::zero(self.sums.total.currency));
        if self.state.is_due() { due } else { Money::zero(due.currency) }
    }

    /// Whether the last day has passed with money due.
    pub fn is_overdue(&self, today: Date) -> bool {
        self.state.is_due() && self.due().minor > 0 && self.due_on.is_some_and(|due| due < today)
    }

    fn wrong(&self) -> Refusal {
        Refusal::WrongState { state: self.state.key().to_owned() }
    }

    /// Numbers and fixes a draft. `under_review` is the latest moment until which one of its charges may be objected to.
    pub fn issue(
        self,
        number: String,
        by: Id<Person>,
        at: Timestamp,
        due_on: Date,
        under_review: Option<Timestamp>,
    ) -> Result<Self, Vec<Refusal>> {
        let mut reasons = Vec::new();
        if self.state != State::Draft {
            reasons.push(self.wrong());
        }
        if let Some(until) = under_review.filter(|until| *until > at) {
            reasons.push(Refusal::UnderReview { until });
        }
        if !reasons.is_empty() {
            return Err(reasons);
        }
        let settled = self.sums.total.minor == 0;
        let state = if settled { State::Paid { on: due_on } } else { State::Issued { by } };
        Ok(Self { number: Some(number), state, issued_at: Some(at), due_on: Some(due_on), ..self })
    }

    /// Notes that the payer was told.
    pub fn sent(self, by: Id<Person>, at: Timestamp) -> Result<Self, Vec<Refusal>> {
        match self.state {
            State::Issued { .. } | State::Sent { .. } => Ok(Self { state: State::Sent { by, at }, ..self }),
            // Telling the payer again changes nothing of a part-paid one.
            State::PartPaid => Ok(self),
            _ => Err(vec![self.wrong()]),
        }
    }

    /// Records a payment.
    pub fn pay(self, amount: Money, on: Date, today: Date) -> Result<Self, Vec<Refusal>> {
        let due = self.due();
        let mut reasons = Vec::new();
        if !self.state.is_due() {
            reasons.push(self.wrong());
        }
        if amount.currency != due.currency {
            reasons.push(Refusal::OtherCurrency);
        } else if amount.minor > due.minor && self.state.is_due() {
            reasons.push(Refusal::BeyondDue { amount, due });
        }
        if on > today {
            reasons.push(Refusal::NotYetPaid);
        }
        if !reasons.is_empty() {
            return Err(reasons);
        }
        let paid = self.paid.plus(amount).map_err(|_wide| vec![Refusal::OtherCurrency])?;
        let state = if paid == self.sums.total { State::Paid { on } } else { State::PartPaid };
        Ok(Self { paid, state, ..self })
    }

    /// Takes back an invoice nobody has paid.
    pub fn void(self, by: Id<Person>, reason: String) -> Result<Self, Vec<Refusal>> {
        if self.paid.minor > 0 {
            return Err(vec![Refusal::AlreadyPaid]);
        }
        match self.state {
            State::Draft | State::Issued { .. } | State::Sent { .. } => {
                Ok(Self { state: State::Void { by, reason }, ..self })
            }
            _ => Err(vec![self.wrong()]),
        }
    }

    /// Marks it as taken back by a credit note.
    pub fn credit(self, note: Id<ieum_kernel::Invoice>, reason: String) -> Result<Self, Vec<Refusal>> {
        match self.state {
            State::Issued { .. } | State::Sent { .. } | State::PartPaid | State::Paid { .. }
                if self.kind == "invoice" =>
            {
                Ok(Self { state: State::Credited { note, reason }, ..self })
            }
            _ => Err(vec![self.wrong()]),
        }
    }

    /// Whether somebody bills for the facility.
    pub fn is_biller(&self, actor: &Actor) -> bool {
        bills(actor, self.facility)
    }

    /// Whether somebody may see it: who bills and who works for the facility, as with the charges it gathers; once
    /// issued the payer's managers and the one it is for.
    pub fn open_to(&self, actor: &Actor) -> bool {
        if self.is_biller(actor) || actor.works_for(self.facility) {
            return true;
        }
        let managed = actor.is(Role::Manager) && self.organisation.is_some_and(|org| actor.belongs_to(org));
        let mine = actor.person.is_some() && actor.person == self.person;
        self.state != State::Draft && self.number.is_some() && (managed || mine)
    }

    /// Its page.
    pub fn path(&self) -> String {
        format!("/invoices/{}", self.id)
    }
}

/// Whether somebody bills for a facility.
pub fn bills(actor: &Actor, facility: Id<Facility>) -> bool {
    actor.is(Role::Operator) || (actor.is(Role::Billing) && actor.works_for(facility))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn issued(total: i64) -> Invoice {
        let zero = Money::ZERO_KRW;
        let at = Timestamp::from_micros(0);
        let draft = Invoice {
            id: Id::nth(1),
            kind: "invoice".to_owned(),
            number: None,
            facility: Id::nth(2),
            organisation: None,
            person: None,
            request: None,
            month: String::new(),
            credits: None,
            state: State::Draft,
            sums: Sums { supply: Money::won(total), vat: zero, subsidy: zero, total: Money::won(total) },
            paid: zero,
            issued_at: None,
            due_on: None,
            reminders: 0,
            version: 1,
            made_at: at,
            changed_at: at,
        };
        draft.issue("I-2026-000001".to_owned(), Id::nth(3), at, day(31), None).unwrap()
    }

    fn day(day: i8) -> Date {
        jiff::civil::date(2026, 3, day)
    }

    #[test]
    fn never_more_is_paid_than_due() {
        let half = issued(100).pay(Money::won(60), day(2), day(2)).unwrap();
        assert_eq!((half.state.key(), half.due()), ("part_paid", Money::won(40)));
        let more = half.clone().pay(Money::won(41), day(2), day(2)).unwrap_err();
        assert_eq!(more, [Refusal::BeyondDue { amount: Money::won(41), due: Money::won(40) }]);
        let paid = half.pay(Money::won(40), day(3), day(3)).unwrap();
        assert_eq!((paid.state.key(), paid.due()), ("paid", Money::won(0)));
        assert!(paid.pay(Money::won(1), day(3), day(3)).is_err());
        let both = issued(100).pay(Money::won(101), day(9), day(3)).unwrap_err();
        assert_eq!(both.len(), 2, "every reason at once");
    }

    #[test]
    fn void_only_before_payment() {
        let half = issued(100).pay(Money::won(60), day(2), day(2)).unwrap();
        assert_eq!(half.clone().void(Id::nth(3), String::new()), Err(vec![Refusal::AlreadyPaid]));
        assert_eq!(half.credit(Id::nth(9), String::new()).unwrap().state.key(), "credited");
        assert_eq!(issued(100).void(Id::nth(3), String::new()).unwrap().state.key(), "void");
    }

    #[test]
    fn a_charge_under_review_holds_the_invoice_back() {
        let now = Timestamp::from_micros(0);
        let draft = Invoice { state: State::Draft, ..issued(100) };
        let until = now.plus_days(7);
        let held = draft.clone().issue(String::new(), Id::nth(3), now, day(31), Some(until));
        assert_eq!(held, Err(vec![Refusal::UnderReview { until }]));
        assert!(draft.issue(String::new(), Id::nth(3), until, day(31), Some(until)).is_ok());
        assert!(issued(100).is_overdue(jiff::civil::date(2026, 4, 1)) && !issued(100).is_overdue(day(31)));
    }

    proptest! {
        #[test]
        fn payments_add_up_whatever_comes(total in 1_i64..1_000_000, amounts in prop::collection::vec(1_i64..500_000, 0..12)) {
            let mut invoice = issued(total);
            let mut sum = 0;
            for amount in amounts {
                match invoice.clone().pay(Money::won(amount), day(2), day(2)) {
                    Ok(next) => { sum += amount; invoice = next; }
                    Err(_) => prop_assert!(amount > total - sum || sum == total),
                }
            }
            prop_assert_eq!(invoice.paid.minor, sum);
            prop_assert!(sum <= total && (invoice.state.key() == "paid") == (sum == total));
        }
    }
}

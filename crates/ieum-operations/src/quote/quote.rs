//! A quote: what the work costs, line by line.

use super::prices::{Asked, Listed};
use ieum_kernel::{Currency, Id, Money, MoneyError, Person, Ratio, Request, Rounding, Timestamp};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// How a line's amount is settled when the quantity is not whole: half a won and more counts as one.
pub const LINE_ROUNDING: Rounding = Rounding::HalfUp;

/// A quote: one version of what the work costs.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Quote {
    /// Its identity.
    pub id: Id<ieum_kernel::Quote>,
    /// Of which request.
    pub request: Id<Request>,
    /// What people call it: `Q-2026-000012`.
    pub number: String,
    /// Its version within the request, from 1.
    pub revision: i64,
    /// Where it stands.
    pub state: State,
    /// How VAT is charged.
    pub vat: Vat,
    /// How the VAT is settled to whole units; what falls away is the facility's.
    pub rounding: Rounding,
    /// The lines.
    pub lines: Vec<Line>,
    /// What the lines add up to.
    #[serde(flatten)]
    pub totals: Totals,
    /// Conditions.
    pub terms: String,
    /// Good until the end of this day.
    pub valid_until: Date,
    /// SHA-256 of the content, hex; empty in a draft.
    pub content_hash: String,
    /// Who wrote it.
    pub made_by: Id<Person>,
    /// Counts changes.
    pub version: i64,
    /// When it was begun.
    pub made_at: Timestamp,
    /// When it was sent.
    pub sent_at: Option<Timestamp>,
    /// When it last changed.
    pub changed_at: Timestamp,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
#[schemars(rename = "QuoteLine")]
pub struct Line {
    /// What for.
    pub description: String,
    /// How many, in thousandths.
    pub quantity_milli: i64,
    /// Of what.
    pub unit: String,
    /// For each.
    pub unit_price: Money,
    /// For all.
    pub amount: Money,
    /// How it is taxed.
    pub vat: Vat,
    /// The price of the list it comes from; nothing for a line in staff's own words.
    pub listed: Option<Listed>,
    /// Why the amount is another than the list's; empty when it is not.
    pub reason: String,
}

impl Line {
    /// The line as it was written, to begin the next draft from.
    pub(super) fn drafted(&self) -> DraftLine {
        DraftLine {
            description: self.description.clone(),
            quantity_milli: self.quantity_milli,
            unit: self.unit.clone(),
            unit_price: self.unit_price,
            vat: Some(self.vat),
            asked: self.listed.as_ref().map(|listed| listed.asked.clone()),
            reason: self.reason.clone(),
        }
    }

    /// Whether staff set another amount than the price list says.
    pub fn departs(&self) -> bool {
        self.listed.as_ref().is_some_and(|listed| listed.price.calculation.supply != self.amount)
    }
}

/// A line before it is reckoned.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[schemars(rename = "QuoteDraftLine")]
pub struct DraftLine {
    /// What for.
    pub description: String,
    /// How many, in thousandths.
    pub quantity_milli: i64,
    /// Of what.
    #[serde(default)]
    pub unit: String,
    /// For each.
    pub unit_price: Money,
    /// How it is taxed; as the whole quote when nothing is said.
    #[serde(default)]
    pub vat: Option<Vat>,
    /// What the price list is asked for; it is priced again whenever the draft is kept.
    #[serde(default)]
    pub asked: Option<Asked>,
    /// Why the amount is another than the list's.
    #[serde(default)]
    pub reason: String,
}

impl DraftLine {
    /// A line in staff's own words.
    pub fn plain(
        description: impl Into<String>,
        quantity_milli: i64,
        unit: impl Into<String>,
        unit_price: Money,
    ) -> Self {
        Self {
            description: description.into(),
            quantity_milli,
            unit: unit.into(),
            unit_price,
            vat: None,
            asked: None,
            reason: String::new(),
        }
    }
}

/// A quote before it is reckoned.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[schemars(rename = "QuoteDraft")]
pub struct Draft {
    /// The lines.
    pub lines: Vec<DraftLine>,
    /// How VAT is charged.
    pub vat: Vat,
    /// How the VAT is settled.
    pub rounding: Rounding,
    /// Good until the end of this day.
    pub valid_until: Date,
    /// Conditions.
    #[serde(default)]
    pub terms: String,
}

/// How value-added tax is charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "QuoteVat")]
pub enum Vat {
    /// Ten per cent (부가가치세법 §30).
    #[default]
    Standard,
    /// None (부가가치세법 §26: what a school or public institute does for research and teaching).
    Exempt,
    /// Taxable at 0 % (부가가치세법 §21~§24: services supplied abroad). Lines only; a quote is standard or exempt.
    Zero,
}

impl Vat {
    /// The word in forms and the database.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Exempt => "exempt",
            Self::Zero => "zero",
        }
    }

    /// The share of the supply.
    pub const fn rate(self) -> Ratio {
        match self {
            Self::Standard => Ratio::percent(10),
            Self::Exempt | Self::Zero => Ratio::percent(0),
        }
    }
}

impl std::str::FromStr for Vat {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = [Self::Standard, Self::Exempt, Self::Zero].into_iter().find(|vat| vat.key() == text);
        found.ok_or_else(|| format!("no such VAT: {text}"))
    }
}

/// The word of a rounding in forms and the database.
pub(super) const fn rounding_key(rounding: Rounding) -> &'static str {
    match rounding {
        Rounding::Down => "down",
        Rounding::DownToTen => "down_to_ten",
        Rounding::HalfUp => "half_up",
    }
}

pub(super) fn rounding_of(text: &str) -> Option<Rounding> {
    [Rounding::Down, Rounding::DownToTen, Rounding::HalfUp].into_iter().find(|r| rounding_key(*r) == text)
}

/// What the lines add up to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[schemars(rename = "QuoteTotals")]
pub struct Totals {
    /// The supply.
    pub subtotal: Money,
    /// The tax on it.
    pub vat_amount: Money,
    /// Both.
    pub total: Money,
}

/// Where a quote stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(tag = "name", rename_all = "snake_case")]
#[schemars(rename = "QuoteState")]
pub enum State {
    /// Being written; only the facility sees it.
    Draft,
    /// With the firm.
    Sent {
        /// Who sent it.
        by: Id<Person>,
    },
    /// The firm has accepted it; who, when and over what content is in the acceptance.
    Accepted {
        /// Who accepted.
        by: Id<Person>,
        /// When.
        at: Timestamp,
    },
    /// The firm does not want it.
    Rejected {
        /// Who said so.
        by: Id<Person>,
        /// When.
        at: Timestamp,
        /// Why.
        reason: String,
    },
    /// Its validity is over.
    Expired {
        /// Since when.
        at: Timestamp,
    },
    /// A newer version took its place.
    Superseded {
        /// Which.
        by: Id<ieum_kernel::Quote>,
        /// When.
        at: Timestamp,
    },
}

impl State {
    /// The word in messages and the database.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Sent { .. } => "sent",
            Self::Accepted { .. } => "accepted",
            Self::Rejected { .. } => "rejected",
            Self::Expired { .. } => "expired",
            Self::Superseded { .. } => "superseded",
        }
    }
}

/// Reckons the lines: each amount is the unit price times the quantity, settled by [`LINE_ROUNDING`]. `listed` holds what
/// the price list said for each line, in their order.
pub fn reckoned(
    lines: &[DraftLine],
    vat: Vat,
    listed: impl IntoIterator<Item = Option<Listed>>,
) -> Result<Vec<Line>, MoneyError> {
    let listed = listed.into_iter().chain(std::iter::repeat_with(|| None));
    lines
        .iter()
        .zip(listed)
        .map(|(line, listed)| {
            let amount = line.unit_price.share(Ratio::new(line.quantity_milli, 1000)?, LINE_ROUNDING)?;
            let DraftLine { description, quantity_milli, unit, unit_price, vat: own, asked: _, reason } =
                line.clone();
            let vat = own.unwrap_or(vat);
            let line = Line { description, quantity_milli, unit, unit_price, amount, vat, listed, reason };
            // A reason without a departure explains nothing.
            let reason = if line.departs() { line.reason.trim().to_owned() } else { String::new() };
            Ok(Line { reason, ..line })
        })
        .collect()
}

/// Adds the lines up and charges VAT once on the sum of those that are taxed, settled by the quote's rounding.
pub fn totals(lines: &[Line], rounding: Rounding) -> Result<Totals, MoneyError> {
    let currency = lines.first().map_or(Currency::Krw, |line| line.unit_price.currency);
    let subtotal = Money::sum(currency, lines.iter().map(|line| line.amount))?;
    let taxed = lines.iter().filter(|line| line.vat == Vat::Standard).map(|line| line.amount);
    let vat_amount = Money::sum(currency, taxed)?.share(Vat::Standard.rate(), rounding)?;
    Ok(Totals { subtotal, vat_amount, total: subtotal.plus(vat_amount)? })
}

/// SHA-256 over everything a firm accepts, as one JSON list in a fixed order. Lines that say more than a description and an
/// amount make a content of the second kind; what was sealed before stays as it was.
pub fn content_hash(quote: &Quote) -> String {
    let says_more = |l: &Line| l.vat != quote.vat || l.listed.is_some() || !l.reason.is_empty();
    let kind = if quote.lines.iter().any(says_more) { "ieum-quote-2" } else { "ieum-quote-1" };
    let lines: Vec<serde_json::Value> = quote
        .lines
        .iter()
        .map(|l| {
            let words = (&l.description, l.quantity_milli, &l.unit, l.unit_price.minor, l.amount.minor);
            if kind == "ieum-quote-1" {
                return serde_json::json!(words);
            }
            let listed = l.listed.as_ref().map(|one| (one.price.plan, one.price.calculation.supply.minor));
            serde_json::json!([words, l.vat.key(), listed, &l.reason])
        })
        .collect();
    let totals = quote.totals;
    let content = serde_json::json!([
        kind,
        quote.number,
        quote.revision,
        quote.request,
        totals.subtotal.currency.code(),
        lines,
        quote.vat.key(),
        rounding_key(quote.rounding),
        totals.subtotal.minor,
        totals.vat_amount.minor,
        totals.total.minor,
        quote.terms,
        quote.valid_until.to_string(),
    ]);
    hex::encode(Sha256::digest(content.to_string()))
}

/// A quantity as people write it: `2`, `1.5`.
pub fn quantity_text(milli: i64) -> String {
    let (whole, part) = (milli / 1000, (milli % 1000).abs());
    if part == 0 {
        return whole.to_string();
    }
    let digits = format!("{part:03}");
    format!("{whole}.{}", digits.trim_end_matches('0'))
}

/// Reads a quantity of at most three places after the point into thousandths.
pub fn quantity_milli(text: &str) -> Option<i64> {
    let clean: String = text.chars().filter(|c| *c != ',' && !c.is_whitespace()).collect();
    let (whole, part) = clean.split_once('.').unwrap_or((&clean, ""));
    if part.len() > 3 || whole.is_empty() || !part.chars().all(|c| c.is_ascii_digit()) {
        return None;
    }
    let milli: i64 = format!("{part:0<3}").parse().ok()?;
    let whole: i64 = whole.parse().ok().filter(|n: &i64| *n >= 0)?;
    whole.checked_mul(1000)?.checked_add(milli).filter(|n| *n > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(milli: i64, won: i64) -> DraftLine {
        DraftLine::plain("분석", milli, "건", Money::won(won))
    }

    #[track_caller]
    fn check(lines: &[DraftLine], vat: Vat, rounding: Rounding, expected: (i64, i64, i64)) {
        let lines = reckoned(lines, vat, []).unwrap();
        let sums = totals(&lines, rounding).unwrap();
        assert_eq!((sums.subtotal.minor, sums.vat_amount.minor, sums.total.minor), expected);
    }

    #[test]
    fn vat_is_charged_once_on_the_sum() {
        let lines = [line(20_000, 85_000), line(1_500, 33_333), line(1_000, 7)];
        // 1,700,000 + 50,000 (49,999.5 up) + 7
        check(&lines, Vat::Standard, Rounding::Down, (1_750_007, 175_000, 1_925_007));
        check(&lines, Vat::Standard, Rounding::DownToTen, (1_750_007, 175_000, 1_925_007));
        check(&lines, Vat::Standard, Rounding::HalfUp, (1_750_007, 175_001, 1_925_008));
        check(&lines, Vat::Exempt, Rounding::HalfUp, (1_750_007, 0, 1_750_007));
        check(&[], Vat::Standard, Rounding::Down, (0, 0, 0));
    }

    #[test]
    fn only_taxed_lines_bear_vat() {
        let untaxed = |vat| DraftLine { vat: Some(vat), ..line(1000, 40_000) };
        let lines = [line(1000, 12_345), untaxed(Vat::Exempt), untaxed(Vat::Zero)];
        check(&lines, Vat::Standard, Rounding::Down, (92_345, 1_234, 93_579));
        check(&lines, Vat::Exempt, Rounding::Down, (92_345, 0, 92_345));
        let standard = DraftLine { vat: Some(Vat::Standard), ..line(1000, 12_345) };
        check(&[standard, line(1000, 1)], Vat::Exempt, Rounding::HalfUp, (12_346, 1_235, 13_581));
    }

    #[test]
    fn sums_beyond_all_measure_are_an_error_not_a_wrong_sum() {
        assert!(reckoned(&[line(i64::MAX, i64::MAX)], Vat::Exempt, []).is_err());
        let lines = reckoned(&[line(1000, i64::MAX), line(1000, 1)], Vat::Exempt, []).unwrap();
        assert!(totals(&lines, Rounding::Down).is_err());
    }

    #[test]
    fn quantities_read_and_write() {
        for (text, milli) in [("1", 1000), ("1.5", 1500), ("0.125", 125), ("1,200", 1_200_000)] {
            assert_eq!(quantity_milli(text), Some(milli));
            assert_eq!(quantity_milli(&quantity_text(milli)), Some(milli));
        }
        for wrong in ["", "0", "-1", "1.2345", "x", "1.x", "."] {
            assert_eq!(quantity_milli(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_hash_covers_what_is_accepted() {
        let lines = reckoned(&[line(1000, 100_000)], Vat::Standard, []).unwrap();
        let quote = Quote {
            id: Id::nth(1),
            request: Id::nth(2),
            number: "Q-2026-000001".to_owned(),
            revision: 1,
            state: State::Draft,
            vat: Vat::Standard,
            rounding: Rounding::Down,
            totals: totals(&lines, Rounding::Down).unwrap(),
            lines,
            terms: String::new(),
            valid_until: jiff::civil::date(2026, 3, 31),
            content_hash: String::new(),
            made_by: Id::nth(3),
            version: 1,
            made_at: Timestamp::from_micros(0),
            sent_at: None,
            changed_at: Timestamp::from_micros(0),
        };
        let hash = content_hash(&quote);
        assert_eq!(hash.len(), 64);
        assert_eq!(
            content_hash(&Quote { version: 7, state: State::Sent { by: Id::nth(3) }, ..quote.clone() }),
            hash
        );
        assert_ne!(content_hash(&Quote { terms: "선금".to_owned(), ..quote.clone() }), hash);
        assert_ne!(content_hash(&Quote { revision: 2, ..quote.clone() }), hash);
        let zero = reckoned(&[DraftLine { vat: Some(Vat::Zero), ..line(1000, 100_000) }], Vat::Standard, []);
        assert_ne!(content_hash(&Quote { lines: zero.unwrap(), ..quote }), hash);
    }
}

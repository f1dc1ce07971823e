//! A quote on paper: 견적서, quotation.

use super::quote::{Quote, State, Vat, quantity_text};
use super::store::Acceptance;
use crate::request::{Around, Request};
use ieum_kernel::{Lang, Money, Timestamp};
use ieum_paper::{Align, Block, Column, Pair, Paper, Signature, Table, Total, Width};
use ieum_web::{App, format};
use serde_json::{Value, json};
use std::collections::BTreeMap;

struct Say<'a> {
    app: &'a App,
    lang: Lang,
}

impl Say<'_> {
    fn word(&self, key: &str) -> String {
        self.app.words.plain(self.lang, key)
    }

    fn with(&self, key: &str, args: &[(&str, Value)]) -> String {
        let args: BTreeMap<String, Value> = args.iter().map(|(n, v)| ((*n).to_owned(), v.clone())).collect();
        self.app.words.say(self.lang, key, &args)
    }

    fn money(&self, amount: Money) -> String {
        format::money(self.lang, amount)
    }

    fn day(&self, at: Timestamp) -> String {
        format::day(self.lang, self.app.zone.day(at))
    }
}

/// The paper. A draft says so in its number.
pub(super) fn paper(
    app: &App,
    lang: Lang,
    quote: &Quote,
    request: &Request,
    around: &Around,
    acceptance: Option<&Acceptance>,
) -> Paper {
    let say = Say { app, lang };
    let mut paper = Paper::new(lang, say.word("quote-paper-title"));
    paper.number = say
        .with("quote-paper-number", &[("number", json!(quote.number)), ("revision", json!(quote.revision))]);
    paper.subtitle = request.title.clone();
    paper.issuer = [around.provider.in_lang(lang), around.facility.in_lang(lang)]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" · ");
    let issued = quote.sent_at.map_or_else(|| say.word("quote-state-draft"), |at| say.day(at));
    paper.meta = vec![
        Pair::new(say.word("quote-paper-date"), issued),
        Pair::new(say.word("quote-valid-until"), format::day(lang, quote.valid_until)),
        Pair::new(say.word("request-number"), request.number.clone()),
    ];
    let buyer = around.organisation.in_lang(lang);
    let to = if buyer.is_empty() { around.person.clone() } else { format!("{buyer}\n{}", around.person) };
    let mut parties = vec![Pair::new(say.word("quote-paper-to"), to)];
    let mut push = |key: &str, value: &str| {
        if !value.is_empty() {
            parties.push(Pair::new(say.word(key), value));
        }
    };
    push("quote-paper-from", around.facility.in_lang(lang));
    push("quote-paper-address", &around.address);
    push("quote-paper-phone", &around.phone);
    push("request-service", around.service.in_lang(lang));
    push("request-instrument", around.instrument.in_lang(lang));
    push("quote-paper-registration", &around.registration_number);
    paper.blocks.push(Block::KeyValues { heading: String::new(), columns: 2, pairs: parties });
    let vat_note = match quote.vat {
        Vat::Standard => say.word("quote-paper-vat-included"),
        Vat::Exempt | Vat::Zero => say.word("quote-vat-exempt"),
    };
    paper.blocks.push(Block::Figure {
        label: say.word("quote-total"),
        value: say.money(quote.totals.total),
        note: vat_note,
    });
    paper.blocks.push(Block::Table(table(&say, quote)));
    if !quote.terms.is_empty() {
        paper.blocks.push(Block::Notice { heading: say.word("quote-terms"), text: quote.terms.clone() });
    }
    if let Some(accepted) = acceptance {
        let when = format::moment(lang, &app.zone, accepted.at);
        paper.blocks.push(Block::Notice {
            heading: say.word("quote-state-accepted"),
            text: say
                .with("quote-paper-accepted", &[("name", json!(accepted.by_name)), ("when", json!(when))]),
        });
    }
    paper.blocks.push(Block::Signatures {
        lines: vec![Signature {
            label: say.word("quote-paper-from"),
            name: around.facility.in_lang(lang).to_owned(),
            mark: say.word("quote-paper-mark"),
        }],
    });
    paper.footer =
        say.with("quote-paper-footer", &[("link", json!(app.link(&format!("/quotes/{}", quote.id))))]);
    if quote.state != State::Draft {
        paper.seal = say.with("quote-paper-seal", &[("hash", json!(quote.content_hash))]);
    }
    paper
}

/// A line's words; one that is taxed otherwise than the whole quote says so.
fn describe(say: &Say, quote: &Quote, line: &super::quote::Line) -> String {
    if line.vat == quote.vat {
        return line.description.clone();
    }
    format!("{}\n{}", line.description, say.word(&format!("quote-vat-{}", line.vat.key())))
}

fn table(say: &Say, quote: &Quote) -> Table {
    let column = |key: &str, align, width| Column::new(say.word(key), align, width);
    let rows = quote.lines.iter().zip(1..).map(|(line, number): (_, i64)| {
        vec![
            number.to_string(),
            describe(say, quote, line),
            quantity_text(line.quantity_milli),
            line.unit.clone(),
            say.money(line.unit_price),
            say.money(line.amount),
        ]
    });
    let total = |key: &str, amount, strong| Total { label: say.word(key), value: say.money(amount), strong };
    Table {
        caption: String::new(),
        columns: vec![
            column("quote-line", Align::Center, Width::Fit),
            column("quote-description", Align::Start, Width::Share(1)),
            column("quote-quantity", Align::End, Width::Fit),
            column("quote-unit", Align::Center, Width::Fit),
            column("quote-unit-price", Align::End, Width::Fit),
            column("quote-amount", Align::End, Width::Fit),
        ],
        rows: rows.collect(),
        totals: vec![
            total("quote-subtotal", quote.totals.subtotal, false),
            total(
                if quote.vat == Vat::Exempt { "quote-vat-exempt" } else { "quote-vat" },
                quote.totals.vat_amount,
                false,
            ),
            total("quote-total", quote.totals.total, true),
        ],
    }
}

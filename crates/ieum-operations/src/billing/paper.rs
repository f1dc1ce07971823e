//! An invoice on paper and as a spreadsheet.

use super::charge::Charge;
use super::invoice::Invoice;
use super::store::Parties;
use ieum_kernel::{Lang, Money, Text};
use ieum_paper::{
    Align, Block, CellOut, Column, ColumnKind, ColumnOut, Pair, Paper, SheetOut, Table, Total, Width,
};
use ieum_web::{App, format};

/// The invoice as a paper: 청구서 with its statement (거래명세), or a credit note.
///
/// Every line shows the instrument's registration number, how it was used and the budget line, as grants ask for.
pub fn paper(app: &App, v: &Invoice, parties: &Parties, charges: &[Charge], lang: Lang) -> Paper {
    let word = |key: &str| app.words.plain(lang, key);
    let both = |text: &Text| text.in_lang(lang).to_owned();
    let day = |day| format::day(lang, day);
    let money = |money: Money| format::money(lang, money);
    let filled = |pairs: Vec<(&str, String)>| -> Vec<Pair> {
        let some = pairs.into_iter().filter(|(_, value)| !value.is_empty());
        some.map(|(key, value)| Pair::new(word(key), value)).collect()
    };
    let title = if v.kind == "credit_note" { "billing-paper-credit" } else { "billing-paper-invoice" };
    let mut paper = Paper::new(lang, word(title));
    let number = v.number.clone().unwrap_or_else(|| word("billing-state-draft"));
    paper.number = format!("{} {number}", word("billing-number"));
    paper.issuer = both(&parties.facility);
    paper.meta = filled(vec![
        ("billing-issued", v.issued_at.map(|at| day(app.zone.day(at))).unwrap_or_default()),
        ("billing-due-on", v.due_on.map(day).unwrap_or_default()),
        ("measurement-request", parties.request_number.clone()),
        ("billing-month", v.month.clone()),
    ]);
    let contact = [parties.phone.as_str(), parties.email.as_str()];
    let contact: Vec<&str> = contact.into_iter().filter(|line| !line.is_empty()).collect();
    let payer = if parties.payer.is_empty() { parties.person.clone() } else { both(&parties.payer) };
    let to = filled(vec![
        ("billing-payer", payer),
        ("billing-business-number", parties.payer_number.clone()),
        ("billing-person", parties.person.clone()),
    ]);
    let from = filled(vec![
        ("billing-facility", both(&parties.facility)),
        ("billing-owner", both(&parties.owner)),
        ("billing-business-number", parties.owner_number.clone()),
        ("billing-address", parties.address.clone()),
        ("billing-contact", contact.join("\n")),
    ]);
    let facts = |heading: &str, pairs| vec![Block::KeyValues { heading: word(heading), columns: 1, pairs }];
    paper.blocks.push(Block::Beside { columns: vec![facts("billing-to", to), facts("billing-from", from)] });
    let due = if v.state.is_due() { v.due() } else { v.sums.total };
    let label = if v.paid.minor > 0 && v.state.is_due() { "billing-still-due" } else { "billing-total" };
    let note = word(if v.sums.vat.minor == 0 { "price-vat-exempt" } else { "billing-with-vat" });
    paper.blocks.push(Block::Figure { label: word(label), value: money(due), note });
    let column = |key: &str, align, width| Column::new(word(key), align, width);
    let columns = vec![
        column("billing-line", Align::Center, Width::Fit),
        column("billing-what", Align::Start, Width::Share(1)),
        column("billing-used-on", Align::Center, Width::Fit),
        column("billing-quantity", Align::End, Width::Fit),
        column("price-supply", Align::End, Width::Fit),
        column("price-vat", Align::End, Width::Fit),
        column("price-subsidy", Align::End, Width::Fit),
        column("billing-sum", Align::End, Width::Fit),
    ];
    let row = |(c, line): (&Charge, usize)| {
        let mut what = both(&c.description);
        let mut under = vec![
            word(&format!("billing-access-{}", c.access_mode)),
            word(&format!("billing-budget-{}", c.budget_line)),
        ];
        if !c.registration_number.is_empty() {
            under.push(c.registration_number.clone());
        }
        what.push('\n');
        what.push_str(&under.join(" · "));
        let k = &c.calculation;
        let subsidy = if k.subsidy.minor == 0 { String::new() } else { k.subsidy.digits() };
        vec![
            line.to_string(),
            what,
            c.used_on.to_string(),
            c.quantity.clone(),
            k.supply.digits(),
            k.vat.digits(),
            subsidy,
            k.total.digits(),
        ]
    };
    let rows = charges.iter().zip(1_usize..).map(row).collect();
    let s = &v.sums;
    let sum = |key: &str, money: Money, strong| Total { label: word(key), value: money.digits(), strong };
    let mut totals = vec![sum("price-supply", s.supply, false), sum("price-vat", s.vat, false)];
    if s.subsidy.minor != 0
        && let Ok(off) = s.subsidy.times(-1)
    {
        totals.push(sum("price-subsidy", off, false));
    }
    totals.push(sum("billing-total", s.total, true));
    if v.paid.minor > 0 {
        totals.push(sum("billing-paid", v.paid, false));
        totals.push(sum("billing-still-due", v.due(), true));
    }
    paper.blocks.push(Block::Table(Table { caption: word("billing-statement"), columns, rows, totals }));
    let terms = if v.kind == "credit_note" { "billing-paper-credit-terms" } else { "billing-paper-terms" };
    paper.blocks.push(Block::Notice { heading: String::new(), text: word(terms) });
    paper.footer = format!("{} · {number}", both(&parties.facility));
    paper
}

/// The lines as a sheet.
pub(super) fn sheet(app: &App, v: &Invoice, charges: &[Charge], lang: Lang) -> SheetOut {
    let word = |key: &str| app.words.plain(lang, key);
    let columns = [
        ("billing-what", ColumnKind::Text),
        ("report-registration", ColumnKind::Text),
        ("billing-access", ColumnKind::Text),
        ("billing-budget", ColumnKind::Text),
        ("billing-used-on", ColumnKind::Date),
        ("billing-quantity", ColumnKind::Text),
        ("price-supply", ColumnKind::Money),
        ("price-vat", ColumnKind::Money),
        ("price-subsidy", ColumnKind::Money),
        ("billing-sum", ColumnKind::Money),
    ];
    let columns = columns.iter().map(|(key, kind)| ColumnOut::new(word(key), *kind)).collect();
    let row = |c: &Charge| {
        let k = &c.calculation;
        vec![
            c.description.in_lang(lang).into(),
            c.registration_number.as_str().into(),
            word(&format!("billing-access-{}", c.access_mode)).into(),
            word(&format!("billing-budget-{}", c.budget_line)).into(),
            CellOut::Date(c.used_on),
            c.quantity.as_str().into(),
            CellOut::Money(k.supply),
            CellOut::Money(k.vat),
            CellOut::Money(k.subsidy),
            CellOut::Money(k.total),
        ]
    };
    let mut rows: Vec<Vec<CellOut>> = charges.iter().map(row).collect();
    let s = &v.sums;
    let mut last: Vec<CellOut> = vec![word("billing-total").into()];
    last.extend((0..5).map(|_| CellOut::Empty));
    last.extend([s.supply, s.vat, s.subsidy, s.total].map(CellOut::Money));
    rows.push(last);
    let name = v.number.clone().unwrap_or_else(|| word("billing-state-draft"));
    SheetOut { name, columns, rows }
}

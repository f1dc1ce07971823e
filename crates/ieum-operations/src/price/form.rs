//! The form of a price plan: one box of prices for each thing counted, as people write price lists.

use super::plan::{Band, Basis, Days, Extra, Plan, Rate, Step, Tier, Together, Vat};
use ieum_kernel::{Currency, Rounding, Text};
use ieum_web::{FieldError, Fields};
use jiff::civil::Date;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Rows for discounts and for surcharges.
const EXTRAS: usize = 3;

/// Reads a box of prices: `50,000`, or one step a line such as `2: 45,000 partner=37,000` (above 2 hours or pieces).
pub(super) fn read_steps(text: &str, basis: Basis) -> Option<Vec<Step>> {
    let number = |text: &str| text.replace([',', '원'], "").trim().parse::<i64>().ok().filter(|n| *n >= 0);
    let mut steps = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (above, rest) = match line.split_once(':') {
            Some((above, rest)) => (number(above)?.checked_mul(basis.per())?, rest),
            None => (0, line),
        };
        let mut words = rest.split_whitespace();
        let price = number(words.next()?)?;
        let mut by_tier = BTreeMap::new();
        for word in words {
            let (tier, own) = word.split_once('=')?;
            by_tier.insert(tier.parse::<Tier>().ok()?, number(own)?);
        }
        steps.push(Step { above, price, by_tier });
    }
    Some(steps)
}

/// Writes a box of prices, as [`read_steps`] reads it.
pub(super) fn write_steps(rate: &Rate) -> String {
    let line = |step: &Step| {
        let own: String =
            step.by_tier.iter().map(|(tier, price)| format!(" {}={price}", tier.key())).collect();
        match (step.above, rate.steps.len()) {
            (0, 1) => format!("{}{own}", step.price),
            (above, _) => format!("{}: {}{own}", above / rate.basis.per(), step.price),
        }
    };
    rate.steps.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// What the form said.
pub(super) struct Said {
    pub plan: Plan,
    pub from: Date,
    pub note: String,
    pub seen: i64,
}

fn read_extras(form: &mut ieum_web::Reading<'_>, what: &str, most: i64) -> Vec<Extra> {
    let mut extras = Vec::new();
    for row in 1..=EXTRAS {
        let name = form.text(&format!("{what}_{row}"), 80, false);
        let percent = form.whole(&format!("{what}_{row}_percent"), 0, most);
        match percent {
            Some(percent) if !name.is_empty() => {
                extras.push(Extra { key: format!("{what}-{row}"), name, percent });
            }
            Some(_) => form.fault(&format!("{what}_{row}_ko"), "field-required-one-language", &[]),
            None if !name.is_empty() => form.fault(&format!("{what}_{row}_percent"), "field-required", &[]),
            None => {}
        }
    }
    extras
}

/// Minutes after midnight of `18:30`; `24:00` is the end of the day.
fn minutes(text: &str) -> Option<i64> {
    let (hours, minutes) = text.trim().split_once(':')?;
    let (hours, minutes) = (hours.parse::<i64>().ok()?, minutes.parse::<i64>().ok()?);
    let all = hours.checked_mul(60)?.checked_add(minutes)?;
    ((0..60).contains(&minutes) && (0..=1440).contains(&all)).then_some(all)
}

/// Writes minutes after midnight as [`minutes`] reads them.
fn clock(minutes: i64) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

fn read_bands(form: &mut ieum_web::Reading<'_>, fields: &Fields) -> Vec<Band> {
    let mut bands = Vec::new();
    for row in 1..=EXTRAS {
        let named = |field: &str| format!("band_{row}_{field}");
        let name = form.text(&format!("band_{row}"), 80, false);
        let percent = form.whole(&named("percent"), 0, 1000);
        let (Some(percent), false) = (percent, name.is_empty()) else {
            match (percent, name.is_empty()) {
                (Some(_), true) => form.fault(&named("ko"), "field-required-one-language", &[]),
                (None, false) => form.fault(&named("percent"), "field-required", &[]),
                _ => {}
            }
            continue;
        };
        let (from, to) = (minutes(fields.get(&named("from"))), minutes(fields.get(&named("to"))));
        for (field, read) in [("from", from), ("to", to)] {
            if read.is_none() {
                form.fault(&named(field), "price-hour-unreadable", &[]);
            }
        }
        let days = fields.get(&named("days")).parse().unwrap_or_default();
        if let (Some(from), Some(to)) = (from, to) {
            bands.push(Band { key: format!("band-{row}"), name, days, from, to, percent });
        }
    }
    bands
}

/// Reads the whole form; every fault at its field.
pub(super) fn read(fields: &Fields, zone: &ieum_kernel::Zone, today: Date) -> Result<Said, Vec<FieldError>> {
    let mut form = fields.reading(zone);
    let mut rates = Vec::new();
    for basis in Basis::ALL {
        let field = format!("steps_{}", basis.key());
        match read_steps(fields.get(&field), basis) {
            Some(steps) if steps.is_empty() => {}
            Some(steps) => rates.push(Rate { basis, steps }),
            None => form.fault(&field, "price-steps-unreadable", &[]),
        }
    }
    if rates.is_empty() && form.errors().is_empty() {
        form.fault("steps_hour", "price-nothing-counted", &[]);
    }
    let mut tiers = BTreeMap::new();
    for tier in Tier::ALL {
        if let Some(percent) = form.whole(&format!("tier_{}", tier.key()), 0, 1000) {
            tiers.insert(tier, percent);
        }
    }
    let discounts = read_extras(&mut form, "discount", 100);
    let surcharges = read_extras(&mut form, "surcharge", 1000);
    let bands = read_bands(&mut form, fields);
    let time_unit = form.whole("time_unit", 0, 1440).unwrap_or_default();
    let minimum = form.money("minimum").map_or(0, |money| money.minor);
    let from = form.must::<Date>("from", "field-not-a-day");
    let note = form.optional("note", 500);
    let seen = fields.get("seen").parse().unwrap_or_default();
    form.done()?;
    let together = if fields.get("together") == "compound" { Together::Compound } else { Together::Best };
    let vat = match fields.get("vat") {
        "exempt" => Vat::Exempt,
        "zero" => Vat::Zero,
        _ => Vat::Taxable,
    };
    let rounding = if fields.get("rounding") == "down_to_ten" { Rounding::DownToTen } else { Rounding::Down };
    let plan = Plan {
        currency: Currency::Krw,
        rates,
        tiers,
        time_unit,
        minimum,
        bands,
        discounts,
        together,
        surcharges,
        vat,
        rounding,
    };
    Ok(Said { plan, from: from.unwrap_or(today), note, seen })
}

/// The form's values for a plan, or empty for a first one.
pub(super) fn shown(plan: Option<&Plan>) -> Value {
    let rates: Vec<Value> = Basis::ALL
        .iter()
        .map(|basis| {
            let rate = plan.and_then(|plan| plan.rates.iter().find(|rate| rate.basis == *basis));
            json!({ "basis": basis.key(), "value": rate.map_or_else(String::new, write_steps) })
        })
        .collect();
    let tiers: Vec<Value> = Tier::ALL
        .iter()
        .map(|tier| json!({ "tier": tier.key(), "value": plan.and_then(|plan| plan.tiers.get(tier).copied()) }))
        .collect();
    let extras = |of: fn(&Plan) -> &Vec<Extra>| -> Vec<Value> {
        let row = |place: usize| {
            let extra = plan.and_then(|plan| of(plan).get(place));
            let name = extra.map_or_else(Text::default, |extra| extra.name.clone());
            json!({ "row": place.saturating_add(1), "name": name, "percent": extra.map(|extra| extra.percent) })
        };
        (0..EXTRAS).map(row).collect()
    };
    let band = |place: usize| {
        let band = plan.and_then(|plan| plan.bands.get(place));
        json!({
            "row": place.saturating_add(1), "name": band.map_or_else(Text::default, |band| band.name.clone()),
            "days": band.map_or(Days::Every, |band| band.days).key(), "from": band.map(|band| clock(band.from)),
            "to": band.map(|band| clock(band.to)), "percent": band.map(|band| band.percent),
        })
    };
    json!({
        "rates": rates, "tiers": tiers, "bands": (0..EXTRAS).map(band).collect::<Vec<_>>(),
        "discounts": extras(|plan| &plan.discounts), "surcharges": extras(|plan| &plan.surcharges),
        "together": if plan.is_some_and(|plan| plan.together == Together::Compound) { "compound" } else { "best" },
        "vat": match plan.map(|plan| plan.vat) {
            Some(Vat::Exempt) => "exempt",
            Some(Vat::Zero) => "zero",
            Some(Vat::Taxable) | None => "taxable",
        },
        "rounding": if plan.is_some_and(|plan| plan.rounding == Rounding::DownToTen) { "down_to_ten" } else { "down" },
        "time_unit": plan.map(|plan| plan.time_unit), "minimum": plan.map(|plan| plan.minimum),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_of_the_day_read_and_write() {
        for (text, number) in [("18:00", 1080), ("00:00", 0), ("24:00", 1440), ("9:05", 545)] {
            assert_eq!(minutes(text), Some(number));
            assert_eq!(minutes(&clock(number)), Some(number));
        }
        for wrong in ["", "18", "24:01", "10:60", "-1:00", "x:00"] {
            assert_eq!(minutes(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn price_lists_read_as_people_write_them() {
        let steps = read_steps("0: 50,000\n2: 45,000 partner=37000\n\n", Basis::Hour);
        // A tier's own price must stand on every step; that is for the plan's own check.
        let steps = steps.unwrap();
        assert_eq!(
            steps.iter().map(|s| (s.above, s.price)).collect::<Vec<_>>(),
            [(0, 50_000), (120, 45_000)]
        );
        assert_eq!(steps[1].by_tier, BTreeMap::from([(Tier::Partner, 37_000)]));
        assert_eq!(read_steps("30,000원", Basis::Sample).unwrap()[0].price, 30_000);
        for wrong in ["cheap", "2:", "1: 5 friend=3", "-5"] {
            assert_eq!(read_steps(wrong, Basis::Hour), None, "{wrong}");
        }
        let rate = Rate { basis: Basis::Hour, steps };
        assert_eq!(write_steps(&rate), "0: 50000\n2: 45000 partner=37000");
    }
}

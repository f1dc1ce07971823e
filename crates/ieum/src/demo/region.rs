//! The catalogue of the sample region: organisations, facilities, instruments, methods, services, experts.

use super::chance::Chance;
use super::files::{FacilityRow, InstrumentKind, Vocabulary, parts};
use super::offered;
use anyhow::Context;
use ieum_catalogue::entry::service::{bulk_insert, bulk_link};
use ieum_catalogue::entry::{KindKey, ThingId, Values};
use ieum_kernel::{Expert, Facility, Id, Instrument, Method, Organisation, Service, Text};
use ieum_web::App;
use std::collections::BTreeMap;

/// An instrument with what later parts of the region need to know.
#[derive(Debug, Clone)]
pub struct SampleInstrument {
    /// Its id.
    pub id: Id<Instrument>,
    /// Its facility.
    pub facility: Id<Facility>,
    /// Its kind.
    pub kind: InstrumentKind,
    /// Whether people book it themselves.
    pub bookable: bool,
}

/// A service.
#[derive(Debug, Clone)]
pub struct SampleService {
    /// Its id.
    pub id: Id<Service>,
    /// Who offers it.
    pub facility: Id<Facility>,
    /// The instrument it runs on.
    pub instrument: Id<Instrument>,
    /// Kind of instrument.
    pub kind: String,
    /// What is tested, in Korean.
    pub test: String,
    /// Korean name.
    pub name_ko: String,
    /// Won per sample.
    pub price: i64,
}

/// What was made.
#[derive(Debug, Clone, Default)]
pub struct SampleRegion {
    /// Organisation by its key in the files.
    pub organisations: BTreeMap<String, Id<Organisation>>,
    /// Facilities in file order, with their organisation.
    pub facilities: Vec<(Id<Facility>, Id<Organisation>, FacilityRow)>,
    /// Every instrument.
    pub instruments: Vec<SampleInstrument>,
    /// Every service.
    pub services: Vec<SampleService>,
    /// Experts with the index of their name.
    pub experts: Vec<(Id<Expert>, Id<Organisation>)>,
}

const SOURCE: &str = "synthetic";
const CHUNGBUK: &str = "43";

/// Writes the catalogue in one transaction.
pub async fn make(app: &App, words: &Vocabulary) -> anyhow::Result<SampleRegion> {
    let mut region = SampleRegion::default();
    let mut rows = Rows::default();
    organisations(app, words, &mut region, &mut rows);
    facilities(app, words, &mut region, &mut rows)?;
    let methods = methods(app, words, &mut rows);
    instruments(app, words, &mut region, &mut rows, &methods);
    further_services(app, words, &region, &mut rows);
    experts(app, words, &mut region, &mut rows);
    let technologies = offered::technologies(app, words, &region, CHUNGBUK)?;
    let datasets = offered::datasets(app, words, &region, CHUNGBUK)?;
    let mut tx = app.db.begin().await?;
    for (kind, entries) in [
        (KindKey::Organisation, rows.organisations),
        (KindKey::Facility, rows.facilities),
        (KindKey::Method, rows.methods),
        (KindKey::Instrument, rows.instruments),
        (KindKey::Service, rows.services),
        (KindKey::Expert, rows.experts),
        (KindKey::Technology, technologies),
        (KindKey::Dataset, datasets),
    ] {
        bulk_insert(&mut tx, app.clock(), kind, entries).await?;
    }
    bulk_link(&mut tx, &rows.links).await?;
    tx.commit().await?;
    Ok(region)
}

/// Methods of each kind of instrument, with their test in Korean and English.
type MethodsByKind = BTreeMap<String, Vec<(Id<Method>, String, String)>>;

#[derive(Default)]
struct Rows {
    organisations: Vec<(ThingId, Values)>,
    facilities: Vec<(ThingId, Values)>,
    methods: Vec<(ThingId, Values)>,
    instruments: Vec<(ThingId, Values)>,
    services: Vec<(ThingId, Values)>,
    experts: Vec<(ThingId, Values)>,
    links: Vec<(ThingId, ThingId)>,
}

fn organisations(app: &App, words: &Vocabulary, region: &mut SampleRegion, rows: &mut Rows) {
    let mut chance = Chance::for_purpose("organisations");
    for (place, row) in words.organisations.iter().enumerate() {
        let id: Id<Organisation> = app.new_id();
        let town = words.town(&row.town).map_or("", |t| t.address.as_str());
        let address = words.say("province", &[("place", town, "")]).ko;
        let about = words.say("organisation", &[("place", &row.town, "")]);
        let founded = 1985 + chance.below(36);
        let mut values = named(&row.name_ko, &row.name_en)
            .with("kind", &row.kind)
            .with("size", &row.size)
            .with("region", CHUNGBUK)
            .with("address", address)
            .with("founded_on", format!("{founded}-03-02"))
            .with("description_ko", about.ko)
            .with("description_en", about.en);
        let line = words.say(&format!("field.{}", row.field), &[]);
        if !line.ko.is_empty() {
            values.set("keywords", format!("{}, {}", line.ko, line.en));
        }
        if row.kind == "firm" {
            values.set("business_number", business_number(i64::try_from(place).unwrap_or(0)));
        }
        region.organisations.insert(row.key.clone(), id);
        rows.organisations.push((id.into(), values));
    }
}

pub(super) fn named(ko: &str, en: &str) -> Values {
    Values::new().with("name_ko", ko).with("name_en", en).with("source", SOURCE)
}

/// A well-formed registration number of nobody: district 999 is not given out, and the last digit is the checksum.
fn business_number(place: i64) -> String {
    let nine = format!("99981{:04}", place);
    let digits: Vec<i64> = nine.chars().filter_map(|c| c.to_digit(10)).map(i64::from).collect();
    let weights = [1, 3, 7, 1, 3, 7, 1, 3, 5];
    let sum: i64 = digits.iter().zip(weights).map(|(d, w)| d * w).sum();
    let carry = digits.last().map_or(0, |d| d * 5 / 10);
    format!("{nine}{}", (10 - (sum + carry) % 10) % 10)
}

fn facilities(
    app: &App,
    words: &Vocabulary,
    region: &mut SampleRegion,
    rows: &mut Rows,
) -> anyhow::Result<()> {
    let mut chance = Chance::for_purpose("facilities");
    for row in &words.facilities {
        let id: Id<Facility> = app.new_id();
        let owner =
            words.organisations.iter().find(|o| o.key == row.organisation).context("a facility of nobody")?;
        let organisation = *region.organisations.get(&row.organisation).context("a facility of nobody")?;
        let place = words.town(&owner.town).context("a town of the files is missing")?;
        let about = words.say("facility", &[]);
        let tier = if chance.happens(40) { "advanced" } else { "basic" };
        let values = named(
            &format!("{} {}", owner.name_ko, row.name_ko),
            &format!("{}, {}", row.name_en, owner.name_en),
        )
        .with("organisation_id", organisation.to_string())
        .with("category", category(row))
        .with("tier", tier)
        .with("region", CHUNGBUK)
        .with("address", words.say("province", &[("place", &place.address, "")]).ko)
        .with("latitude", format!("{:.2}", place.latitude))
        .with("longitude", format!("{:.2}", place.longitude))
        .with("description_ko", about.ko)
        .with("description_en", about.en);
        region.facilities.push((id, organisation, row.clone()));
        rows.facilities.push((id.into(), values));
    }
    Ok(())
}

fn category(row: &FacilityRow) -> &'static str {
    match parts(&row.fields).first().copied() {
        Some("prototype") => "pilot_plant",
        Some("energy") if row.name_en.contains("Proving") => "proving_ground",
        _ if row.name_en.contains("Pilot") => "pilot_plant",
        _ => "laboratory",
    }
}

fn methods(app: &App, words: &Vocabulary, rows: &mut Rows) -> MethodsByKind {
    let mut made = BTreeMap::new();
    for kind in &words.kinds {
        let mut of_kind = Vec::new();
        for (ko, en) in parts(&kind.test_ko).into_iter().zip(parts(&kind.test_en)) {
            let id: Id<Method> = app.new_id();
            let short_en = kind.name_en.split(" (").next().unwrap_or(&kind.name_en);
            let values = named(
                &format!("{ko} ({})", short_name(kind)),
                &format!("{}, by {}", capital(en), short_en.to_lowercase()),
            )
            .with("family", family(&kind.class))
            .with("technique", short_name(kind))
            .with("analytes", format!("{ko}, {en}"))
            .with("description_ko", format!("{ko}: {}", kind.description_ko))
            .with("description_en", format!("{}: {}", capital(en), kind.description_en));
            rows.methods.push((id.into(), values));
            of_kind.push((id, ko.to_owned(), en.to_owned()));
        }
        made.insert(kind.key.clone(), of_kind);
    }
    made
}

/// The abbreviation in brackets, or the Korean name.
fn short_name(kind: &InstrumentKind) -> &str {
    let inside = kind.name_en.split_once('(').and_then(|(_, rest)| rest.split_once(')'));
    inside.map_or(kind.name_ko.as_str(), |(short, _)| short)
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().collect::<String>() + letters.as_str())
        .unwrap_or_default()
}

fn family(class: &str) -> &'static str {
    match class {
        "chemical" => "separation",
        "optical" => "microscopy",
        "mechanical" => "mechanical",
        "electrical" => "electrical",
        "physical" => "thermal",
        "medical" => "bio",
        _ => "environment",
    }
}

/// How many instruments the region has.
const INSTRUMENTS: usize = 300;
/// Those that stand in the catalogue a second time, for whoever keeps the register to find.
const REGISTERED_TWICE: [usize; 3] = [4, 31, 58];

/// The same instrument as somebody wrote it down before it had a number in the national register.
fn registered_again(values: &Values, kind: &InstrumentKind, model: &str) -> Values {
    let mut again = values.clone().with("maker", kind.maker.to_uppercase());
    for (field, name) in [("name_ko", &kind.name_ko), ("name_en", &kind.name_en)] {
        again.set(field, format!("{name} {model}"));
    }
    for field in ["registration_number", "description_ko", "description_en", "example_ko", "example_en"] {
        again.set(field, "");
    }
    again
}

fn instruments(
    app: &App,
    words: &Vocabulary,
    region: &mut SampleRegion,
    rows: &mut Rows,
    methods: &MethodsByKind,
) {
    let mut chance = Chance::for_purpose("instruments");
    let facilities = region.facilities.clone();
    for nth in 0..INSTRUMENTS {
        let Some(kind) = words.kinds.get(nth % words.kinds.len().max(1)) else { continue };
        let fitting: Vec<_> =
            facilities.iter().filter(|f| parts(&f.2.fields).contains(&kind.field.as_str())).collect();
        // The first of a kind stands at the first place that works in its field.
        let place = if nth < words.kinds.len() { fitting.first() } else { chance.pick(&fitting) };
        let Some((facility, organisation, facility_row)) = place.copied() else { continue };
        let id: Id<Instrument> = app.new_id();
        let owner = words.organisations.iter().find(|o| o.key == facility_row.organisation);
        let Some(place) = words.town(owner.map_or("", |o| o.town.as_str())) else { continue };
        let models = parts(&kind.models);
        let model = chance.pick(&models).copied().unwrap_or_default();
        let year = 2010 + chance.below(15);
        let condition = if chance.happens(92) {
            "ok"
        } else if chance.happens(50) {
            "in_maintenance"
        } else {
            "degraded"
        };
        let life = if chance.happens(94) { "in_service" } else { "idle" };
        let scope = if kind.access == "request" || chance.happens(70) { "3" } else { "2" };
        let price = (30 + chance.below(900)) * 1_000_000;
        let same =
            region.instruments.iter().filter(|i| i.facility == *facility && i.kind.key == kind.key).count();
        let number = (same + 1).to_string();
        let name = match same {
            0 => Text::new(&kind.name_ko, &kind.name_en),
            _ => words.say("number", &[("name", &kind.name_ko, &kind.name_en), ("nth", &number, &number)]),
        };
        let values = named(&name.ko, &name.en)
            .with("facility_id", facility.to_string())
            .with("organisation_id", organisation.to_string())
            .with("region", CHUNGBUK)
            .with("maker", &kind.maker)
            .with("model", model)
            .with(
                "registration_number",
                format!("NFEC-{year}-{:02}-{:06}", 1 + chance.below(12), 900_000 + nth),
            )
            .with("asset_number", format!("S-{:05}", nth + 1))
            .with("class_major", &kind.class)
            .with("equipment_kind", "1")
            .with("access_mode", &kind.access)
            .with("use_scope", scope)
            .with("life", life)
            .with("condition", condition)
            .with("acquired_on", format!("{year}-06-01"))
            .with("price", price.to_string())
            .with("address", words.say("province", &[("place", &place.address, "")]).ko)
            .with("latitude", format!("{:.2}", place.latitude))
            .with("longitude", format!("{:.2}", place.longitude))
            .with("description_ko", &kind.description_ko)
            .with("description_en", &kind.description_en)
            .with("example_ko", parts(&kind.test_ko).join(", "))
            .with("example_en", parts(&kind.test_en).join(", "));
        if REGISTERED_TWICE.contains(&nth) {
            rows.instruments
                .push((app.new_id::<Instrument>().into(), registered_again(&values, kind, model)));
        }
        rows.instruments.push((id.into(), values));
        let bookable = kind.access != "request" && life == "in_service" && condition != "in_maintenance";
        region.instruments.push(SampleInstrument { id, facility: *facility, kind: kind.clone(), bookable });
        let of_kind = methods.get(&kind.key).cloned().unwrap_or_default();
        for (method, _, _) in &of_kind {
            rows.links.push((id.into(), (*method).into()));
        }
        if kind.price_sample > 0 && nth < words.kinds.len() * 2 {
            service(app, words, region, rows, &mut chance, &of_kind, nth);
        }
    }
}

fn service(
    app: &App,
    words: &Vocabulary,
    region: &mut SampleRegion,
    rows: &mut Rows,
    chance: &mut Chance,
    methods: &[(Id<Method>, String, String)],
    nth: usize,
) {
    let Some(instrument) = region.instruments.last().cloned() else { return };
    let round = nth / words.kinds.len().max(1);
    let Some((method, ko, en)) = methods.get(round % methods.len().max(1)).cloned() else { return };
    let id: Id<Service> = app.new_id();
    let price = instrument.kind.price_sample + chance.below(5) * 10_000;
    let name = words.say("service", &[("what", &ko, &capital(&en))]);
    let used = ("instrument", instrument.kind.name_ko.as_str(), instrument.kind.name_en.as_str());
    let about = words.say("about_service", &[("what", &ko, &en), used]);
    let deliverable = words.say("deliverable", &[]);
    let accredited = if nth.is_multiple_of(3) { "KOLAS" } else { "" };
    let values = named(&name.ko, &name.en)
        .with("facility_id", instrument.facility.to_string())
        .with("region", CHUNGBUK)
        .with("method_id", method.to_string())
        .with("service_field", "analysis")
        .with("access_mode", "request")
        .with("price_minor", price.to_string())
        .with("currency", "KRW")
        .with("unit", "sample")
        .with("turnaround_days", (3 + chance.below(15)).to_string())
        .with("accreditation", accredited)
        .with("description_ko", about.ko)
        .with("description_en", about.en)
        .with("deliverable_ko", deliverable.ko)
        .with("deliverable_en", deliverable.en);
    rows.services.push((id.into(), values));
    rows.links.push((id.into(), instrument.id.into()));
    region.services.push(SampleService {
        id,
        facility: instrument.facility,
        instrument: instrument.id,
        kind: instrument.kind.key.clone(),
        test: ko,
        name_ko: name.ko,
        price,
    });
}

/// What makes samples fit, says what results mean, and turns them into certificates.
fn further_services(app: &App, words: &Vocabulary, region: &SampleRegion, rows: &mut Rows) {
    for row in &words.services {
        let Some((facility, ..)) = region.facilities.iter().find(|f| f.2.key == row.facility) else {
            continue;
        };
        let id: Id<Service> = app.new_id();
        let values = named(&row.name_ko, &row.name_en)
            .with("facility_id", facility.to_string())
            .with("region", CHUNGBUK)
            .with("service_field", &row.field)
            .with("access_mode", "request")
            .with("price_minor", row.price.to_string())
            .with("currency", "KRW")
            .with("unit", &row.unit)
            .with("turnaround_days", row.days.to_string())
            .with("accreditation", &row.accreditation)
            .with("description_ko", &row.about_ko)
            .with("description_en", &row.about_en);
        rows.services.push((id.into(), values));
    }
}

/// How many experts the region has.
const EXPERTS: usize = 80;

fn experts(app: &App, words: &Vocabulary, region: &mut SampleRegion, rows: &mut Rows) {
    let mut chance = Chance::for_purpose("experts");
    let links: Vec<(ThingId, ThingId)> =
        rows.links.iter().filter(|(_, m)| m.kind() == KindKey::Method).cloned().collect();
    for nth in 0..EXPERTS {
        let Some(name) = words.names.get(nth) else { continue };
        let Some(instrument) = region.instruments.get(nth * 3 % region.instruments.len().max(1)).cloned()
        else {
            continue;
        };
        let home = region.facilities.iter().find(|f| f.0 == instrument.facility).map(|f| f.1);
        let Some(organisation) = home else { continue };
        let id: Id<Expert> = app.new_id();
        let years = (5 + chance.below(25)).to_string();
        let kind = &instrument.kind;
        let career =
            words.say("career", &[("instrument", &kind.name_ko, &kind.name_en), ("years", &years, &years)]);
        let (what_ko, what_en) = (parts(&kind.test_ko).join(", "), parts(&kind.test_en).join(", "));
        let about = words.say("expert", &[("what", &what_ko, &what_en)]);
        let values = named(&name.ko, &name.en)
            .with("organisation_id", organisation.to_string())
            .with("facility_id", instrument.facility.to_string())
            .with("region", CHUNGBUK)
            .with(
                "fields",
                format!("{}, {}", instrument.kind.name_ko, parts(&instrument.kind.test_ko).join(", ")),
            )
            .with("keywords", parts(&instrument.kind.test_en).join(", "))
            .with("availability", "open")
            .with("career_ko", career.ko)
            .with("career_en", career.en)
            .with("description_ko", about.ko)
            .with("description_en", about.en);
        rows.experts.push((id.into(), values));
        let own: ThingId = instrument.id.into();
        for (_, method) in links.iter().filter(|(from, _)| *from == own) {
            rows.links.push((id.into(), method.clone()));
        }
        region.experts.push((id, organisation));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invented_numbers_are_well_formed() {
        for place in 0..60 {
            assert!(ieum_catalogue::organisation::numbers::business_number(&business_number(place)).is_ok());
        }
    }
}

//! Times across midnight and across the nights when the clocks of another zone change: booked, shown and fed as one.

use anyhow::{Context, Result, ensure};
use ieum::demo::{PASSWORD, settle};
use ieum_journeys::{Ground, House, Page, Visitor, both};
use std::sync::Arc;

/// New York, two days before its clocks go from two to three in the morning of 8 March 2026.
fn spring() -> Ground<'static> {
    Ground { moment: Some("2026-03-06T15:00Z"), zone: Some("America/New_York"), ..Ground::default() }
}

/// The same house before the night of 1 November 2026, when one to two in the morning comes twice.
fn autumn() -> Ground<'static> {
    Ground { moment: Some("2026-10-30T15:00Z"), zone: Some("America/New_York"), ..Ground::default() }
}

/// An instrument that staff open day and night, and its form.
async fn open_all_night(house: &House) -> Result<(Visitor, String)> {
    let (region, _) = settle(house.app()?).await?;
    let facility = region.facilities.first().context("a facility")?.0;
    let instrument = region.instruments.iter().find(|i| i.facility == facility && i.bookable);
    let instrument = instrument.context("an instrument to book")?.id.to_string();
    let staff = Visitor::new(house)?;
    staff.sign_in("staff@sample.ieum", PASSWORD).await?;
    let terms = format!("/instruments/{instrument}/terms");
    let page = staff.get(&terms).await?.expect(200)?;
    let mut typed =
        vec![("opens", "00:00"), ("closes", "00:00"), ("across_midnight", "yes"), ("on_holidays", "yes")];
    // Ticked boxes share one name; the form is sent by hand.
    typed.extend(["mon", "tue", "wed", "thu", "fri", "sat", "sun"].map(|day| ("days", day)));
    let version = page.form(&terms)?.fields.into_iter().find(|(name, _)| name == "version");
    let version = version.map(|(_, value)| value).unwrap_or_default();
    typed.push(("version", &version));
    let kept = staff.post(&terms, &typed).await?;
    ensure!(kept.status.as_u16() == 303, "{}: {}", kept.status, kept.words());
    Ok((staff, instrument))
}

async fn book(staff: &Visitor, instrument: &str, day: &str, start: &str, minutes: &str) -> Result<Page> {
    let form = staff.get(&format!("/reservations/new?instrument={instrument}")).await?.expect(200)?;
    let typed = [("day", day), ("start", start), ("minutes", minutes), ("purpose", "밤샘 측정")];
    staff.submit(&form, "/reservations", &typed).await
}

/// The times of the person's own feed, as `start/end`.
async fn fed(staff: &Visitor) -> Result<Vec<String>> {
    let mine = staff.get("/bookings").await?.expect(200)?;
    let feed = mine.links().into_iter().map(|(_, href)| href).find(|href| href.contains("/feeds/person/"));
    let text = match feed {
        Some(href) => staff.get(&href).await?.expect(200)?,
        None => anyhow::bail!("no feed on {}: {}", mine.path, mine.words()),
    };
    ensure!(text.kind == "text/calendar", "{}", text.kind);
    let all = |name: &str| -> Vec<String> {
        text.html.lines().filter_map(|line| line.strip_prefix(name)).map(str::to_owned).collect()
    };
    let (starts, ends) = (all("DTSTART:"), all("DTEND:"));
    Ok(starts.into_iter().zip(ends).map(|(starts, ends)| format!("{starts}/{ends}")).collect())
}

async fn forward(house: Arc<House>) -> Result<()> {
    let (staff, instrument) = open_all_night(&house).await?;
    // Eleven in the evening and four hours on: the clock says four in the morning, for an hour is left out.
    let made = book(&staff, &instrument, "2026-03-07", "23:00", "240").await?.expect(200)?;
    ensure!(made.path.starts_with("/reservations/rsv_"), "{}: {}", made.path, made.words());
    ensure!(made.says("23:00") && made.says("04:00") && made.says("4시간"), "{}", made.words());
    ensure!(fed(&staff).await? == ["20260308T040000Z/20260308T080000Z"], "{:?}", fed(&staff).await?);
    // Half past two does not come that night; nobody gets an hour that is somebody else's.
    let absent = book(&staff, &instrument, "2026-03-08", "02:30", "60").await?;
    ensure!(absent.status.as_u16() == 422, "{}: {}", absent.status, absent.words());
    // The moment after is free, and the week is drawn with it.
    let next = book(&staff, &instrument, "2026-03-08", "04:00", "60").await?.expect(200)?;
    ensure!(next.path.starts_with("/reservations/rsv_"), "{}: {}", next.path, next.words());
    let week = staff.get(&format!("/instruments/{instrument}/calendar?day=2026-03-08")).await?.expect(200)?;
    ensure!(week.says("04:00"), "{}", week.words());
    Ok(())
}
both!(the_night_an_hour_is_left_out, forward, super::spring());

async fn backward(house: Arc<House>) -> Result<()> {
    let (staff, instrument) = open_all_night(&house).await?;
    // From midnight four hours on: the clock says three, for an hour comes twice.
    let made = book(&staff, &instrument, "2026-11-01", "00:00", "240").await?.expect(200)?;
    ensure!(made.path.starts_with("/reservations/rsv_"), "{}: {}", made.path, made.words());
    ensure!(made.says("00:00") && made.says("03:00") && made.says("4시간"), "{}", made.words());
    ensure!(fed(&staff).await? == ["20261101T040000Z/20261101T080000Z"], "{:?}", fed(&staff).await?);
    let taken = book(&staff, &instrument, "2026-11-01", "02:30", "60").await?;
    ensure!(taken.status.as_u16() == 422 && taken.says("다른 예약이 있어요"), "{}", taken.words());
    staff.get(&format!("/instruments/{instrument}/calendar?day=2026-11-01")).await?.expect(200)?;
    Ok(())
}
both!(the_night_an_hour_comes_twice, backward, super::autumn());

//! What the sample region's organisations offer beside services: technologies and datasets.

use super::files::{DatasetRow, TechnologyRow, Vocabulary, parts};
use super::region::{SampleRegion, named};
use anyhow::Context;
use ieum_catalogue::entry::{ThingId, Values};
use ieum_kernel::{Dataset, Id, Technology};
use ieum_web::App;

/// Rows of the catalogue.
pub(super) type Entries = Vec<(ThingId, Values)>;

/// Technologies of organisations.
pub(super) fn technologies(
    app: &App,
    words: &Vocabulary,
    region: &SampleRegion,
    code: &str,
) -> anyhow::Result<Entries> {
    words.technologies.iter().map(|row| technology(app, region, code, row)).collect()
}

fn technology(
    app: &App,
    region: &SampleRegion,
    code: &str,
    row: &TechnologyRow,
) -> anyhow::Result<(ThingId, Values)> {
    let owner = region.organisations.get(&row.organisation);
    let owner = owner.with_context(|| format!("no organisation {}", row.organisation))?;
    let id: Id<Technology> = app.new_id();
    let mut values = named(&row.name_ko, &row.name_en)
        .with("description_ko", &row.about_ko)
        .with("description_en", &row.about_en)
        .with("keywords", &row.keywords)
        .with("solves", &row.solves)
        .with("applications", &row.applications)
        .with("trl", &row.trl)
        .with("rights", &row.rights)
        .with("patent_number", &row.patent_number)
        .with("six_t", &row.six_t)
        .with("organisation_id", owner.to_string())
        .with("region", code);
    for offer in parts(&row.offers) {
        values.set(&format!("offers_{offer}"), "true".to_owned());
    }
    Ok((id.into(), values))
}

/// Datasets of facilities.
pub(super) fn datasets(
    app: &App,
    words: &Vocabulary,
    region: &SampleRegion,
    code: &str,
) -> anyhow::Result<Entries> {
    words.datasets.iter().map(|row| dataset(app, region, code, row)).collect()
}

fn dataset(
    app: &App,
    region: &SampleRegion,
    code: &str,
    row: &DatasetRow,
) -> anyhow::Result<(ThingId, Values)> {
    let found = region.facilities.iter().find(|(.., facility)| facility.key == row.facility);
    let (home, ..) = found.with_context(|| format!("no facility {}", row.facility))?;
    let id: Id<Dataset> = app.new_id();
    let values = named(&row.name_ko, &row.name_en)
        .with("description_ko", &row.about_ko)
        .with("description_en", &row.about_en)
        .with("keywords", &row.keywords)
        .with("data_kind", &row.kind)
        .with("data_access", &row.access)
        .with("licence", &row.licence)
        .with("subjects", &row.subjects)
        .with("methods", &row.methods)
        .with("volume", &row.volume)
        .with("facility_id", home.to_string())
        .with("region", code);
    Ok((id.into(), values))
}

//! Cards: what a list shows of a thing of any kind.

use ieum_db::{DbError, Reads, Row, args};
use ieum_kernel::{Money, Text};
use serde::Serialize;

/// What a list shows of a thing of any kind.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
pub struct Card {
    /// `instrument`, `service`, …
    pub kind: String,
    /// Its id.
    pub id: String,
    /// Its names.
    pub name: Text,
    /// What it is, as the catalogue says.
    pub text: Text,
    /// The facility or organisation it is at.
    pub place: Text,
    /// The facility's id, or empty.
    pub facility: String,
    /// Code of the region, or empty.
    pub region: String,
    /// `self`, `assisted`, `request`, or empty.
    pub access_mode: String,
    /// `open`, `internal_only`, `closed`, or empty.
    pub access: String,
    /// Where an instrument is in its life, or empty.
    pub life: String,
    /// How an instrument does, or empty.
    pub condition: String,
    /// Seven letters from Monday, or empty.
    pub open_days: String,
    /// Minutes after midnight.
    pub closes_at: Option<i64>,
    /// Price of one unit.
    pub price: Option<Money>,
    /// `sample`, `hour`, `item`, `case`, or empty.
    pub unit: String,
    /// Days from order to result.
    pub turnaround_days: Option<i64>,
    /// By whom it is accredited, or empty.
    pub accreditation: String,
}

impl Card {
    /// Whether both are instruments that do the same at the same place on the same terms.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        let terms = |card: &Self| {
            (card.facility.clone(), card.access_mode.clone(), card.access.clone(), card.text.clone())
        };
        let says = !self.text.ko.is_empty() || !self.text.en.is_empty();
        self.kind == "instrument" && other.kind == "instrument" && says && terms(self) == terms(other)
    }

    /// Where its page is.
    pub fn href(&self) -> String {
        match self.kind.as_str() {
            "facility" => format!("/facilities/{}", self.id),
            "software" => format!("/software/{}", self.id),
            "technology" => format!("/technologies/{}", self.id),
            kind => format!("/{kind}s/{}", self.id),
        }
    }
}

/// Cards of at most twenty ids of any kinds, in the order asked; unknown ones are left out.
pub(crate) async fn cards(reads: &mut impl Reads, ids: &[String]) -> Result<Vec<Card>, DbError> {
    let sql = "SELECT 'instrument' AS kind, i.id AS id, i.name_ko AS name_ko, i.name_en AS name_en, CASE WHEN
               i.capability_ko = '' THEN i.description_ko ELSE i.capability_ko END AS text_ko, CASE WHEN
               i.capability_en = '' THEN i.description_en ELSE i.capability_en END AS text_en, f.name_ko AS place_ko, f.name_en AS place_en, i.facility_id
               AS facility_id, i.region AS region, i.access_mode AS access_mode, i.access AS access, i.life AS
               life, i.condition AS condition, i.open_days AS open_days, i.closes_at AS closes_at, CAST(NULL AS
               BIGINT) AS price_minor, '' AS currency, '' AS unit, CAST(NULL AS BIGINT) AS turnaround_days, '' AS
               accreditation FROM public_instrument i LEFT JOIN public_facility f ON f.id = i.facility_id WHERE
               i.id IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
               UNION ALL SELECT 'service' AS kind, s.id AS id, s.name_ko AS name_ko, s.name_en AS name_en,
               s.description_ko AS text_ko, s.description_en AS text_en, f.name_ko AS place_ko, f.name_en AS
               place_en, s.facility_id AS facility_id, s.region AS region, s.access_mode AS access_mode, '' AS
               access, '' AS life, '' AS condition, '' AS open_days, CAST(NULL AS BIGINT) AS closes_at,
               s.price_minor AS price_minor, s.currency AS currency, s.unit AS unit, s.turnaround_days AS
               turnaround_days, s.accreditation AS accreditation FROM public_service s LEFT JOIN public_facility f
               ON f.id = s.facility_id WHERE s.id IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14,
               $15, $16, $17, $18, $19, $20) UNION ALL SELECT 'method' AS kind, m.id AS id, m.name_ko AS name_ko,
               m.name_en AS name_en, m.description_ko AS text_ko, m.description_en AS text_en, '' AS place_ko, ''
               AS place_en, '' AS facility_id, '' AS region, '' AS access_mode, '' AS access, '' AS life, '' AS
               condition, '' AS open_days, CAST(NULL AS BIGINT) AS closes_at, CAST(NULL AS BIGINT) AS price_minor,
               '' AS currency, '' AS unit, CAST(NULL AS BIGINT) AS turnaround_days, '' AS accreditation FROM
               public_method m WHERE m.id IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15,
               $16, $17, $18, $19, $20) UNION ALL SELECT 'expert' AS kind, e.id AS id, e.name_ko AS name_ko,
               e.name_en AS name_en, e.fields AS text_ko, e.fields AS text_en, o.name_ko AS place_ko, o.name_en AS
               place_en, '' AS facility_id, e.region AS region, '' AS access_mode, '' AS access, '' AS life, '' AS
               condition, '' AS open_days, CAST(NULL AS BIGINT) AS closes_at, CAST(NULL AS BIGINT) AS price_minor,
               '' AS currency, '' AS unit, CAST(NULL AS BIGINT) AS turnaround_days, '' AS accreditation FROM
               public_expert e LEFT JOIN public_organisation o ON o.id = e.organisation_id WHERE e.id IN ($1, $2,
               $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20) UNION ALL SELECT
               'facility' AS kind, f.id AS id, f.name_ko AS name_ko, f.name_en AS name_en, f.address AS text_ko,
               f.address AS text_en, o.name_ko AS place_ko, o.name_en AS place_en, '' AS facility_id, f.region AS
               region, '' AS access_mode, '' AS access, '' AS life, '' AS condition, '' AS open_days, CAST(NULL AS
               BIGINT) AS closes_at, CAST(NULL AS BIGINT) AS price_minor, '' AS currency, '' AS unit, CAST(NULL AS
               BIGINT) AS turnaround_days, '' AS accreditation FROM public_facility f LEFT JOIN public_organisation
               o ON o.id = f.organisation_id WHERE f.id IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,
               $14, $15, $16, $17, $18, $19, $20) UNION ALL SELECT 'organisation' AS kind, o.id AS id, o.name_ko AS
               name_ko, o.name_en AS name_en, '' AS text_ko, '' AS text_en, '' AS place_ko, '' AS place_en, '' AS
               facility_id, o.region AS region, '' AS access_mode, '' AS access, '' AS life, '' AS condition, '' AS
               open_days, CAST(NULL AS BIGINT) AS closes_at, CAST(NULL AS BIGINT) AS price_minor, '' AS currency,
               '' AS unit, CAST(NULL AS BIGINT) AS turnaround_days, '' AS accreditation FROM public_organisation o
               WHERE o.id IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
               $20) UNION ALL SELECT 'resource' AS kind, r.id AS id, r.name_ko AS name_ko, r.name_en AS name_en,
               r.description_ko AS text_ko, r.description_en AS text_en, f.name_ko AS place_ko, f.name_en AS
               place_en, '' AS facility_id, r.region AS region, r.access_mode AS access_mode, '' AS access, '' AS
               life, '' AS condition, '' AS open_days, CAST(NULL AS BIGINT) AS closes_at, CAST(NULL AS BIGINT) AS
               price_minor, '' AS currency, '' AS unit, CAST(NULL AS BIGINT) AS turnaround_days, '' AS
               accreditation FROM public_resource r LEFT JOIN public_facility f ON f.id = r.facility_id WHERE r.id
               IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20) UNION
               ALL SELECT 'standard' AS kind, d.id AS id, d.name_ko AS name_ko, d.name_en AS name_en,
               d.description_ko AS text_ko, d.description_en AS text_en, '' AS place_ko, '' AS place_en, '' AS
               facility_id, '' AS region, '' AS access_mode, '' AS access, '' AS life, '' AS condition, '' AS
               open_days, CAST(NULL AS BIGINT) AS closes_at, CAST(NULL AS BIGINT) AS price_minor, '' AS currency,
               '' AS unit, CAST(NULL AS BIGINT) AS turnaround_days, '' AS accreditation FROM public_standard d
               WHERE d.id IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
               $20) UNION ALL SELECT 'software' AS kind, w.id AS id, w.name_ko AS name_ko, w.name_en AS name_en,
               w.description_ko AS text_ko, w.description_en AS text_en, '' AS place_ko, '' AS place_en, '' AS
               facility_id, w.region AS region, '' AS access_mode, '' AS access, '' AS life, '' AS condition, '' AS
               open_days, CAST(NULL AS BIGINT) AS closes_at, CAST(NULL AS BIGINT) AS price_minor, '' AS currency,
               '' AS unit, CAST(NULL AS BIGINT) AS turnaround_days, '' AS accreditation FROM public_software w
               WHERE w.id IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
               $20)
               UNION ALL SELECT 'technology' AS kind, t.id AS id, t.name_ko AS name_ko, t.name_en AS name_en, CASE
               WHEN t.description_ko = '' THEN t.solves ELSE t.description_ko END AS text_ko, CASE WHEN
               t.description_en = '' THEN t.solves ELSE t.description_en END AS text_en, o.name_ko AS place_ko,
               o.name_en AS place_en, coalesce(t.facility_id, '') AS facility_id, t.region AS region, '' AS
               access_mode, '' AS access, '' AS life, '' AS condition, '' AS open_days, CAST(NULL AS BIGINT) AS
               closes_at, CAST(NULL AS BIGINT) AS price_minor, '' AS currency, '' AS unit, CAST(NULL AS BIGINT) AS
               turnaround_days, '' AS accreditation FROM public_technology t LEFT JOIN public_facility f ON f.id =
               t.facility_id LEFT JOIN public_organisation o ON o.id = coalesce(t.organisation_id,
               f.organisation_id) WHERE t.id IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15,
               $16, $17, $18, $19, $20)
               UNION ALL SELECT 'dataset' AS kind, s.id AS id, s.name_ko AS name_ko, s.name_en AS name_en, CASE
               WHEN s.description_ko = '' THEN s.subjects ELSE s.description_ko END AS text_ko, CASE WHEN
               s.description_en = '' THEN s.subjects ELSE s.description_en END AS text_en, o.name_ko AS place_ko,
               o.name_en AS place_en, coalesce(s.facility_id, '') AS facility_id, s.region AS region, '' AS
               access_mode, '' AS access, '' AS life, '' AS condition, '' AS open_days, CAST(NULL AS BIGINT) AS
               closes_at, CAST(NULL AS BIGINT) AS price_minor, '' AS currency, '' AS unit, CAST(NULL AS BIGINT) AS
               turnaround_days, '' AS accreditation FROM public_dataset s LEFT JOIN public_facility f ON f.id =
               s.facility_id LEFT JOIN public_organisation o ON o.id = coalesce(s.organisation_id,
               f.organisation_id) WHERE s.id IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15,
               $16, $17, $18, $19, $20)
               UNION ALL SELECT 'need' AS kind, n.id AS id, n.title AS name_ko, '' AS name_en, n.words AS
               text_ko, '' AS text_en, '' AS place_ko, '' AS place_en, '' AS facility_id, '' AS region, '' AS
               access_mode, '' AS access, '' AS life, '' AS condition, '' AS open_days, CAST(NULL AS BIGINT) AS
               closes_at, CAST(NULL AS BIGINT) AS price_minor, '' AS currency, '' AS unit, CAST(NULL AS BIGINT) AS
               turnaround_days, '' AS accreditation FROM need n WHERE n.id IN ($1, $2, $3, $4, $5, $6, $7, $8, $9,
               $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)";
    let mut found = Vec::new();
    for twenty in ids.chunks(20) {
        let mut values = args![];
        (0..20).for_each(|place| values.push(twenty.get(place).map_or("", String::as_str)));
        found.extend(reads.all(sql, values, card).await?);
    }
    let place = |card: &Card| ids.iter().position(|id| *id == card.id);
    found.sort_by_key(place);
    Ok(found)
}

fn card(row: &Row) -> Result<Card, DbError> {
    let text = |column: &str| row.get::<Option<String>>(column).map(Option::unwrap_or_default);
    let both = |ko: &str, en: &str| Ok::<_, DbError>(Text { ko: text(ko)?, en: text(en)? });
    let minor: Option<i64> = row.get("price_minor")?;
    let currency = text("currency")?;
    Ok(Card {
        kind: text("kind")?,
        id: text("id")?,
        name: both("name_ko", "name_en")?,
        text: both("text_ko", "text_en")?,
        place: both("place_ko", "place_en")?,
        facility: text("facility_id")?,
        region: text("region")?,
        access_mode: text("access_mode")?,
        access: text("access")?,
        life: text("life")?,
        condition: text("condition")?,
        open_days: text("open_days")?,
        closes_at: row.get("closes_at")?,
        price: minor.map(|minor| Money { minor, currency: currency.parse().unwrap_or_default() }),
        unit: text("unit")?,
        turnaround_days: row.get("turnaround_days")?,
        accreditation: text("accreditation")?,
    })
}

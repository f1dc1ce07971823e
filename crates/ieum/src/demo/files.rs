//! The vocabulary of the sample region, from the files in `demo/`.

use super::chance::Chance;
use anyhow::Context;
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// One kind of instrument; lists are split at `|`.
#[derive(Debug, Clone, Deserialize)]
pub struct InstrumentKind {
    pub key: String,
    pub name_ko: String,
    pub name_en: String,
    pub maker: String,
    pub models: String,
    pub field: String,
    pub class_ko: String,
    pub access: String,
    pub minutes: i64,
    pub price_hour: i64,
    pub price_sample: i64,
    pub description_ko: String,
    pub description_en: String,
    pub test_ko: String,
    pub test_en: String,
}

/// One organisation.
#[derive(Debug, Clone, Deserialize)]
pub struct OrganisationRow {
    pub key: String,
    pub name_ko: String,
    pub name_en: String,
    pub kind: String,
    pub size: String,
    pub field: String,
    pub town: String,
}

/// One facility of an organisation.
#[derive(Debug, Clone, Deserialize)]
pub struct FacilityRow {
    pub key: String,
    pub organisation: String,
    pub name_ko: String,
    pub name_en: String,
    pub fields: String,
}

/// One problem as a firm would write it.
#[derive(Debug, Clone, Deserialize)]
pub struct NeedRow {
    pub lang: String,
    pub field: String,
    pub title: String,
    pub words: String,
    pub material: String,
    pub solved_when: String,
    pub open_to_all: i64,
}

/// One invented name.
#[derive(Debug, Clone, Deserialize)]
pub struct NameRow {
    pub ko: String,
    pub en: String,
}

/// One sentence that people of the region write at a step of the work.
#[derive(Debug, Clone, Deserialize)]
pub struct PhraseRow {
    pub key: String,
    pub words: String,
}

/// Everything in `demo/`.
#[derive(Debug, Clone)]
pub struct Vocabulary {
    pub kinds: Vec<InstrumentKind>,
    pub organisations: Vec<OrganisationRow>,
    pub facilities: Vec<FacilityRow>,
    pub needs: Vec<NeedRow>,
    pub names: Vec<NameRow>,
    pub phrases: Vec<PhraseRow>,
}

impl Vocabulary {
    /// Reads the files that were embedded when the program was built.
    pub fn embedded() -> anyhow::Result<Self> {
        Ok(Self {
            kinds: rows("instruments", include_str!("../../../../demo/instruments.csv"))?,
            organisations: rows("organisations", include_str!("../../../../demo/organisations.csv"))?,
            facilities: rows("facilities", include_str!("../../../../demo/facilities.csv"))?,
            needs: rows("needs", include_str!("../../../../demo/needs.csv"))?,
            names: rows("names", include_str!("../../../../demo/names.csv"))?,
            phrases: rows("phrases", include_str!("../../../../demo/phrases.csv"))?,
        })
    }

    /// A sentence for a step; nothing when the files have none.
    pub fn phrase(&self, chance: &mut Chance, key: &str) -> String {
        let fitting: Vec<&PhraseRow> = self.phrases.iter().filter(|row| row.key == key).collect();
        chance.pick(&fitting).map(|row| row.words.clone()).unwrap_or_default()
    }
}

fn rows<T: DeserializeOwned>(name: &str, text: &str) -> anyhow::Result<Vec<T>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().collect::<Result<_, _>>().with_context(|| format!("cannot read demo/{name}.csv"))
}

/// The parts of a list written with `|`.
pub fn parts(list: &str) -> Vec<&str> {
    list.split('|').map(str::trim).filter(|p| !p.is_empty()).collect()
}

/// Latitude and longitude of the towns of the region, WGS 84 degrees, to about a kilometre.
pub fn town(name: &str) -> (&'static str, f64, f64) {
    match name {
        "오송" => ("청주시 흥덕구 오송읍", 36.63, 127.33),
        "오창" => ("청주시 청원구 오창읍", 36.71, 127.43),
        "충주" => ("충주시", 36.97, 127.93),
        "제천" => ("제천시", 37.13, 128.19),
        "옥천" => ("옥천군", 36.31, 127.57),
        "괴산" => ("괴산군", 36.82, 127.79),
        "진천" => ("진천군", 36.86, 127.44),
        "음성" => ("음성군", 36.94, 127.69),
        "보은" => ("보은군", 36.49, 127.73),
        "영동" => ("영동군", 36.17, 127.78),
        "단양" => ("단양군", 36.98, 128.37),
        "증평" => ("증평군", 36.79, 127.58),
        _ => ("청주시", 36.64, 127.49),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_read_and_fit_together() {
        let words = Vocabulary::embedded().unwrap();
        assert!(words.kinds.len() >= 50 && words.organisations.len() >= 60 && words.facilities.len() >= 25);
        for facility in &words.facilities {
            assert!(words.organisations.iter().any(|o| o.key == facility.organisation), "{}", facility.key);
        }
        for kind in &words.kinds {
            assert_eq!(parts(&kind.test_ko).len(), parts(&kind.test_en).len(), "{}", kind.key);
            let somewhere = words.facilities.iter().any(|f| parts(&f.fields).contains(&kind.field.as_str()));
            assert!(somewhere, "no facility runs {}", kind.key);
        }
    }
}

//! The vocabulary of the sample region, from the files in `demo/`.

use super::chance::Chance;
use anyhow::Context;
use ieum_kernel::Text;
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
    pub class: String,
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

/// One service that runs on no instrument of its own: preparation, interpretation, certification.
#[derive(Debug, Clone, Deserialize)]
pub struct ServiceRow {
    pub facility: String,
    pub name_ko: String,
    pub name_en: String,
    pub field: String,
    pub price: i64,
    pub unit: String,
    pub days: i64,
    pub accreditation: String,
    pub about_ko: String,
    pub about_en: String,
}

/// One problem as a firm would write it.
#[derive(Debug, Clone, Deserialize)]
pub struct NeedRow {
    pub field: String,
    pub title: String,
    pub words: String,
    pub material: String,
    pub solved_when: String,
    pub open_to_all: i64,
    /// Kinds of instruments that can solve it, split at `|`.
    pub kinds: String,
    /// How it was solved, where it was.
    pub solved: String,
}

/// One test of a kind of instrument: who asks for it, in what words, with which sample, and where results lie.
#[derive(Debug, Clone, Deserialize)]
pub struct TestRow {
    pub kind: String,
    pub test: String,
    pub unit: String,
    /// Least result, written with as many digits as results have.
    pub low: String,
    pub high: f64,
    pub material: String,
    pub amount: String,
    /// Fields of business that ask for it, split at `|`.
    pub firms: String,
    pub words: String,
}

impl TestRow {
    /// A result that fits.
    pub fn value(&self, chance: &mut Chance) -> String {
        let digits = self.low.split_once('.').map_or(0, |(_, part)| part.len());
        let low: f64 = self.low.parse().unwrap_or_default();
        let share = f64::from(u16::try_from(chance.below(1000)).unwrap_or_default()) / 999.0;
        format!("{:.digits$}", low + (self.high - low) * share)
    }
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

/// One town of the region, WGS 84 degrees to about a kilometre.
#[derive(Debug, Clone, Deserialize)]
pub struct TownRow {
    pub key: String,
    pub address: String,
    pub latitude: f64,
    pub longitude: f64,
}

/// One technology that an organisation offers; `offers` is split at `|`.
#[derive(Debug, Clone, Deserialize)]
pub struct TechnologyRow {
    pub organisation: String,
    pub name_ko: String,
    pub name_en: String,
    pub trl: String,
    pub rights: String,
    pub patent_number: String,
    pub six_t: String,
    pub offers: String,
    pub solves: String,
    pub applications: String,
    pub keywords: String,
    pub about_ko: String,
    pub about_en: String,
}

/// One dataset of a facility.
#[derive(Debug, Clone, Deserialize)]
pub struct DatasetRow {
    pub facility: String,
    pub name_ko: String,
    pub name_en: String,
    pub kind: String,
    pub access: String,
    pub licence: String,
    pub subjects: String,
    pub methods: String,
    pub volume: String,
    pub keywords: String,
    pub about_ko: String,
    pub about_en: String,
}

/// One sentence of the sample region; `{name}` is filled in.
#[derive(Debug, Clone, Deserialize)]
pub struct SentenceRow {
    pub key: String,
    pub ko: String,
    pub en: String,
}

/// Everything in `demo/`.
#[derive(Debug, Clone)]
pub struct Vocabulary {
    pub kinds: Vec<InstrumentKind>,
    pub organisations: Vec<OrganisationRow>,
    pub facilities: Vec<FacilityRow>,
    pub services: Vec<ServiceRow>,
    pub needs: Vec<NeedRow>,
    pub tests: Vec<TestRow>,
    pub names: Vec<NameRow>,
    pub phrases: Vec<PhraseRow>,
    pub towns: Vec<TownRow>,
    pub sentences: Vec<SentenceRow>,
    pub technologies: Vec<TechnologyRow>,
    pub datasets: Vec<DatasetRow>,
}

impl Vocabulary {
    /// Reads the files that were embedded when the program was built.
    pub fn embedded() -> anyhow::Result<Self> {
        Ok(Self {
            kinds: rows("instruments", include_str!("../../../../demo/instruments.csv"))?,
            organisations: rows("organisations", include_str!("../../../../demo/organisations.csv"))?,
            facilities: rows("facilities", include_str!("../../../../demo/facilities.csv"))?,
            services: rows("services", include_str!("../../../../demo/services.csv"))?,
            needs: rows("needs", include_str!("../../../../demo/needs.csv"))?,
            tests: rows("tests", include_str!("../../../../demo/tests.csv"))?,
            names: rows("names", include_str!("../../../../demo/names.csv"))?,
            phrases: rows("phrases", include_str!("../../../../demo/phrases.csv"))?,
            towns: rows("towns", include_str!("../../../../demo/towns.csv"))?,
            sentences: rows("words", include_str!("../../../../demo/words.csv"))?,
            technologies: rows("technologies", include_str!("../../../../demo/technologies.csv"))?,
            datasets: rows("datasets", include_str!("../../../../demo/datasets.csv"))?,
        })
    }

    /// A sentence for a step; nothing when the files have none.
    pub fn phrase(&self, chance: &mut Chance, key: &str) -> String {
        let fitting: Vec<&PhraseRow> = self.phrases.iter().filter(|row| row.key == key).collect();
        chance.pick(&fitting).map(|row| row.words.clone()).unwrap_or_default()
    }

    /// A question and the answer to it.
    pub fn exchange(&self, chance: &mut Chance) -> (String, String) {
        let of = |key: &str| {
            self.phrases.iter().filter(|row| row.key == key).map(|row| row.words.clone()).collect()
        };
        let (asked, answered): (Vec<String>, Vec<String>) = (of("ask"), of("answer"));
        let pairs: Vec<(String, String)> = asked.into_iter().zip(answered).collect();
        chance.pick(&pairs).cloned().unwrap_or_default()
    }

    /// What is known of a test.
    pub fn test(&self, kind: &str, test: &str) -> Option<&TestRow> {
        self.tests.iter().find(|row| row.kind == kind && row.test == test)
    }

    /// A sentence in both languages with its blanks filled: name, Korean, English.
    pub fn say(&self, key: &str, blanks: &[(&str, &str, &str)]) -> Text {
        let row = self.sentences.iter().find(|s| s.key == key);
        let (mut ko, mut en) = row.map(|s| (s.ko.clone(), s.en.clone())).unwrap_or_default();
        for (name, in_korean, in_english) in blanks {
            ko = ko.replace(&format!("{{{name}}}"), in_korean);
            en = en.replace(&format!("{{{name}}}"), in_english);
        }
        Text { ko, en }
    }

    /// A town by its key, or the first.
    pub fn town(&self, key: &str) -> Option<&TownRow> {
        self.towns.iter().find(|t| t.key == key).or_else(|| self.towns.first())
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
        for row in &words.organisations {
            assert!(words.towns.iter().any(|t| t.key == row.town), "{}", row.town);
        }
        for kind in &words.kinds {
            assert_eq!(parts(&kind.test_ko).len(), parts(&kind.test_en).len(), "{}", kind.key);
            let somewhere = words.facilities.iter().any(|f| parts(&f.fields).contains(&kind.field.as_str()));
            assert!(somewhere, "no facility runs {}", kind.key);
            for test in parts(&kind.test_ko).into_iter().filter(|_| kind.price_sample > 0) {
                let row = words.test(&kind.key, test).unwrap_or_else(|| panic!("{} {test}", kind.key));
                let low: f64 = row.low.parse().unwrap();
                assert!(low <= row.high, "{test}");
                for field in parts(&row.firms) {
                    assert!(words.organisations.iter().any(|o| o.field == field), "{test}: {field}");
                }
            }
        }
        for service in &words.services {
            assert!(words.facilities.iter().any(|f| f.key == service.facility), "{}", service.name_ko);
        }
        for need in &words.needs {
            for kind in parts(&need.kinds) {
                assert!(words.kinds.iter().any(|k| k.key == kind), "{}: {kind}", need.title);
            }
        }
        let mut names: Vec<&str> = words.names.iter().map(|name| name.ko.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), words.names.len());
    }
}

//! Lists of codes with a label in both languages: message `entry-code-<list>-<code>`.

use ieum_kernel::Lang;
use ieum_web::Words;
use std::collections::HashMap;

/// A fixed list of codes.
#[derive(Debug)]
pub struct CodeList {
    /// Its name in message keys, with dashes.
    pub name: &'static str,
    /// The codes in the order people read them.
    pub codes: &'static [&'static str],
}

impl CodeList {
    /// Message key of a code's label.
    pub fn label_key(&self, code: &str) -> String {
        format!("entry-code-{}-{}", self.name, code.replace('_', "-").to_lowercase())
    }
}

/// Turns what people write for a code into the code: the code itself, its label in either language, or a known synonym.
#[derive(Debug, Default, Clone)]
pub struct Lexicon {
    codes: HashMap<(&'static str, String), &'static str>,
}

/// Spellings found in real lists, beside the labels themselves.
const SYNONYMS: &str = include_str!("../import/words.tsv");

impl Lexicon {
    /// Understands codes only.
    pub fn bare() -> Self {
        Self::default()
    }

    /// Understands codes, labels in both languages, and synonyms.
    pub fn of(words: &Words) -> Self {
        let mut codes = HashMap::new();
        for list in ALL {
            for code in list.codes {
                for lang in Lang::ALL {
                    codes.insert((list.name, folded(&words.plain(lang, &list.label_key(code)))), *code);
                }
            }
        }
        for line in SYNONYMS.lines() {
            let mut parts = line.split('\t');
            let (Some("code"), Some(list), Some(code), Some(spellings)) =
                (parts.next(), parts.next(), parts.next(), parts.next())
            else {
                continue;
            };
            let Some(list) = ALL.iter().find(|l| l.name == list) else { continue };
            let Some(code) = list.codes.iter().find(|c| **c == code) else { continue };
            for spelling in spellings.split('|') {
                codes.entry((list.name, folded(spelling))).or_insert(code);
            }
        }
        Self { codes }
    }

    /// The code that a text means in a list.
    pub fn code(&self, list: &'static CodeList, text: &str) -> Option<&'static str> {
        let exact = list.codes.iter().find(|c| **c == text).copied();
        exact.or_else(|| self.codes.get(&(list.name, folded(text))).copied())
    }
}

/// Without blanks and punctuation, in small letters: how spellings are compared.
pub fn folded(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Provinces by their two-digit administrative code (행정표준코드); 99 is abroad.
pub static REGION: CodeList = CodeList {
    name: "region",
    codes: &[
        "11", "26", "27", "28", "29", "30", "31", "36", "41", "43", "44", "46", "47", "48", "50", "51", "52",
        "99",
    ],
};
/// What an organisation is.
pub static ORGANISATION_KIND: CodeList = CodeList {
    name: "organisation-kind",
    codes: &["firm", "university", "institute", "hospital", "government", "support", "foreign"],
};
/// Size of a firm (중소기업기본법 §2, 중견기업법 §2).
pub static FIRM_SIZE: CodeList =
    CodeList { name: "firm-size", codes: &["micro", "small", "medium", "mid", "large"] };
/// Basic or advanced technology infrastructure.
pub static TIER: CodeList = CodeList { name: "tier", codes: &["basic", "advanced"] };
/// Stage of innovation that a thing serves.
pub static STAGE: CodeList =
    CodeList { name: "stage", codes: &["basic", "applied", "development", "commercial"] };
/// Who handles the instrument: the user, the user with help, or the staff on request.
pub static ACCESS_MODE: CodeList = CodeList { name: "access-mode", codes: &["self", "assisted", "request"] };
/// Where an instrument stands in its life.
pub static LIFE: CodeList = CodeList {
    name: "life",
    codes: &["planned", "commissioning", "in_service", "idle", "disposal_review", "transferred", "retired"],
};
/// What state an instrument is in.
pub static CONDITION: CodeList = CodeList {
    name: "condition",
    codes: &["ok", "degraded", "down", "in_maintenance", "calibration_overdue"],
};
/// To whom an instrument is open.
pub static ACCESS: CodeList = CodeList { name: "access", codes: &["open", "internal_only", "closed"] };
/// 활용범위 of the national registration form.
pub static USE_SCOPE: CodeList = CodeList { name: "use-scope", codes: &["1", "2", "3"] };
/// Majors of the national standard classification of instruments.
pub static CLASS_MAJOR: CodeList = CodeList {
    name: "class-major",
    codes: &["optical", "chemical", "mechanical", "electrical", "data", "physical", "medical", "environment"],
};
/// What a facility is.
pub static FACILITY_CATEGORY: CodeList = CodeList {
    name: "facility-category",
    codes: &[
        "laboratory",
        "test_bed",
        "pilot_plant",
        "proving_ground",
        "clean_room",
        "animal",
        "biobank",
        "data_centre",
        "living_lab",
        "other",
    ],
};
/// What a method works by.
pub static METHOD_FAMILY: CodeList = CodeList {
    name: "method-family",
    codes: &[
        "separation",
        "mass",
        "spectroscopy",
        "microscopy",
        "diffraction",
        "thermal",
        "mechanical",
        "electrical",
        "surface",
        "bio",
        "environment",
        "computing",
        "process",
        "other",
    ],
};
/// What a service helps with.
pub static SERVICE_FIELD: CodeList = CodeList {
    name: "service-field",
    codes: &[
        "analysis",
        "test",
        "calibration",
        "certification",
        "prototyping",
        "consulting",
        "research",
        "data",
        "patent",
        "design",
        "marketing",
        "exhibition",
        "networking",
        "training",
    ],
};
/// What a price is for.
pub static SERVICE_UNIT: CodeList =
    CodeList { name: "service-unit", codes: &["sample", "hour", "item", "case"] };
/// Fields of science and technology.
pub static SCIENCE_FIELD: CodeList = CodeList {
    name: "science-field",
    codes: &[
        "math",
        "physics",
        "chemistry",
        "earth",
        "life",
        "agriculture",
        "medicine",
        "machine",
        "material",
        "chemical_engineering",
        "electronics",
        "information",
        "energy",
        "nuclear",
        "environment",
        "construction",
        "society",
    ],
};
/// Whether an expert takes questions.
pub static AVAILABILITY: CodeList = CodeList { name: "availability", codes: &["open", "limited", "closed"] };
/// What a resource is.
pub static RESOURCE_KIND: CodeList = CodeList {
    name: "resource-kind",
    codes: &[
        "sample",
        "material",
        "strain",
        "cell_line",
        "plant",
        "collection",
        "tissue",
        "reference_material",
        "data",
        "other",
    ],
};
/// Who publishes a standard.
pub static STANDARD_BODY: CodeList = CodeList {
    name: "standard-body",
    codes: &["ks", "iso", "iec", "astm", "en", "din", "jis", "pharmacopoeia", "codex", "law", "other"],
};
/// Whether a standard is in force.
pub static STANDARD_STATUS: CodeList =
    CodeList { name: "standard-status", codes: &["current", "draft", "superseded", "withdrawn"] };
/// On what terms software is used.
pub static LICENCE_KIND: CodeList = CodeList { name: "licence-kind", codes: &["open", "free", "paid"] };
/// Currencies of prices.
pub static CURRENCY: CodeList = CodeList { name: "currency", codes: &["KRW", "USD", "EUR", "JPY"] };
/// 공동활용방법 of the national registration form.
pub static SHARING_METHOD: CodeList = CodeList { name: "sharing-method", codes: &["1", "2", "3", "4"] };
/// 공동활용범위 of the national registration form.
pub static SHARING_RANGE: CodeList = CodeList { name: "sharing-range", codes: &["inside", "outside"] };
/// 장비용도 of the national registration form.
pub static PURPOSE: CodeList = CodeList { name: "purpose", codes: &["1", "2", "3", "4", "5", "6"] };
/// 장비상태 of the national registration form.
pub static USAGE_STATE: CodeList = CodeList { name: "usage-state", codes: &["1", "2", "3", "4"] };
/// 불용사유 of the national registration form.
pub static DISPOSAL: CodeList = CodeList { name: "disposal", codes: &["1", "2", "3", "4", "5"] };
/// 취득방법 of the national registration form.
pub static ACQUISITION: CodeList = CodeList { name: "acquisition", codes: &["1", "2"] };
/// 5대 중점투자분야 of the national registration form.
pub static PRIORITY_FIELD: CodeList = CodeList { name: "priority-field", codes: &["1", "2", "3", "4", "5"] };
/// 단독활용사유 of the national registration form.
pub static SOLE_USE_REASON: CodeList =
    CodeList { name: "sole-use-reason", codes: &["01", "02", "03", "04", "05", "06", "07", "08", "09"] };
/// 장비구분 of the national registration form.
pub static EQUIPMENT_KIND: CodeList = CodeList { name: "equipment-kind", codes: &["1", "2", "3"] };
/// The six technologies (6T).
pub static SIX_T: CodeList = CodeList { name: "six-t", codes: &["IT", "BT", "NT", "ST", "ET", "CT"] };
/// How far a disposal is.
pub static DISPOSAL_STAGE: CodeList = CodeList { name: "disposal-stage", codes: &["decided", "done"] };
/// Technology readiness levels 1 to 9 (기술성숙도). Source: ISO 16290:2013, table 1, in plain words.
pub static TRL: CodeList = CodeList { name: "trl", codes: &["1", "2", "3", "4", "5", "6", "7", "8", "9"] };
/// What protects a technology.
pub static RIGHTS: CodeList = CodeList {
    name: "rights",
    codes: &["patent", "filed", "utility", "design", "program", "know_how", "none"],
};
/// What a dataset consists of.
pub static DATA_KIND: CodeList = CodeList {
    name: "data-kind",
    codes: &["measurement", "image", "sensor", "survey", "simulation", "text", "other"],
};
/// How others get a dataset.
pub static DATA_ACCESS: CodeList =
    CodeList { name: "data-access", codes: &["open", "on_request", "analysis_only", "closed"] };

/// All lists.
pub static ALL: &[&CodeList] = &[
    &REGION,
    &ORGANISATION_KIND,
    &FIRM_SIZE,
    &TIER,
    &STAGE,
    &ACCESS_MODE,
    &LIFE,
    &CONDITION,
    &ACCESS,
    &USE_SCOPE,
    &CLASS_MAJOR,
    &FACILITY_CATEGORY,
    &METHOD_FAMILY,
    &SERVICE_FIELD,
    &SERVICE_UNIT,
    &SCIENCE_FIELD,
    &AVAILABILITY,
    &RESOURCE_KIND,
    &STANDARD_BODY,
    &STANDARD_STATUS,
    &LICENCE_KIND,
    &CURRENCY,
    &SHARING_METHOD,
    &SHARING_RANGE,
    &PURPOSE,
    &USAGE_STATE,
    &DISPOSAL,
    &ACQUISITION,
    &PRIORITY_FIELD,
    &SOLE_USE_REASON,
    &EQUIPMENT_KIND,
    &SIX_T,
    &DISPOSAL_STAGE,
    &TRL,
    &RIGHTS,
    &DATA_KIND,
    &DATA_ACCESS,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_synonym_belongs_to_a_code() {
        for line in SYNONYMS.lines().filter(|l| l.starts_with("code\t")) {
            let parts: Vec<_> = line.split('\t').collect();
            let list =
                ALL.iter().find(|l| l.name == parts[1]).unwrap_or_else(|| panic!("no list {}", parts[1]));
            assert!(list.codes.contains(&parts[2]), "no code {} in {}", parts[2], parts[1]);
        }
    }
}

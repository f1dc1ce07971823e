//! Which field a column means, guessed from its heading and first cells.

use crate::entry::codes::folded;
use crate::entry::show::field_key;
use crate::entry::{Kind, KindKey};
use crate::organisation::numbers;
use ieum_kernel::Lang;
use ieum_web::Words;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// Headings found in real lists; see the file.
const HEADINGS: &str = include_str!("words.tsv");
/// The pseudo-field that spreads a list of names with languages.
pub(super) const NAMES: &str = "@names";

/// Stands for a line of headings, whatever the case and blanks.
pub(super) fn signature(headers: &[String]) -> String {
    let joined = headers.iter().map(|h| folded(h)).collect::<Vec<_>>().join("\u{1f}");
    hex::encode(Sha256::digest(joined.as_bytes())).chars().take(32).collect()
}

/// The field each heading most likely means. A field is given once, to the heading that fits it best.
pub(super) fn columns(
    kind: &'static Kind,
    words: &Words,
    headers: &[String],
    samples: &[Vec<String>],
) -> BTreeMap<String, String> {
    let known = spellings(kind, words);
    let mut claims: Vec<(usize, usize, String)> = Vec::new();
    for (place, header) in headers.iter().enumerate() {
        let first = samples.iter().filter_map(|row| row.get(place)).find(|cell| !cell.is_empty());
        if folded(header) == "names" && first.is_some_and(|cell| cell.starts_with('{')) {
            claims.push((0, place, NAMES.to_owned()));
            continue;
        }
        if kind.key == KindKey::Organisation && first.is_some_and(|cell| numbers::ror_id(cell).is_ok()) {
            claims.push((0, place, "ror_id".to_owned()));
            continue;
        }
        if let Some(fields) = known.get(&folded(header)) {
            claims.extend(fields.iter().map(|(rank, field)| (*rank, place, field.clone())));
        }
    }
    claims.sort();
    let (mut taken, mut given) = (BTreeSet::new(), BTreeMap::new());
    for (_, place, field) in claims {
        let Some(header) = headers.get(place) else { continue };
        if !given.contains_key(header) && taken.insert(field.clone()) {
            given.insert(header.clone(), field);
        }
    }
    given
}

/// Fields by folded heading, best first: the field's own name and labels, then spellings in the order of the file.
fn spellings(kind: &'static Kind, words: &Words) -> BTreeMap<String, Vec<(usize, String)>> {
    let mut known: BTreeMap<String, Vec<(usize, String)>> = BTreeMap::new();
    let mut add = |spelling: &str, rank: usize, field: &str| {
        known.entry(folded(spelling)).or_default().push((rank, field.to_owned()));
    };
    for field in kind.fields() {
        add(field.name, 0, field.name);
        for lang in Lang::ALL {
            add(&words.plain(lang, &field_key(field.name)), 0, field.name);
        }
        // `설명` alone means the Korean side, `Description` alone the English one.
        for (side, lang) in [("_ko", Lang::Ko), ("_en", Lang::En)] {
            if let Some(bare) = field.name.strip_suffix(side) {
                add(&words.plain(lang, &field_key(bare)), 1, field.name);
            }
        }
    }
    for line in HEADINGS.lines() {
        let mut parts = line.split('\t');
        let (Some("field"), Some(field), Some(headings)) = (parts.next(), parts.next(), parts.next()) else {
            continue;
        };
        if kind.field(field).is_some() {
            for (rank, heading) in headings.split('|').enumerate() {
                add(heading, rank + 2, field);
            }
        }
    }
    known
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    fn words() -> Arc<Words> {
        let files = ieum_web::message_files(&[crate::room()]);
        Arc::new(Words::new(files, ieum_kernel::Zone::seoul()).unwrap())
    }

    /// What each heading is taken for.
    #[track_caller]
    fn check(kind: KindKey, headers: &[&str], sample: &[&str], expected: &[(&str, &str)]) {
        let headers: Vec<String> = headers.iter().map(|h| (*h).to_owned()).collect();
        let samples = [sample.iter().map(|c| (*c).to_owned()).collect::<Vec<_>>()];
        let found = columns(kind.kind(), &words(), &headers, &samples);
        let expected: BTreeMap<String, String> =
            expected.iter().map(|(h, f)| ((*h).to_owned(), (*f).to_owned())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn the_headings_of_real_lists_are_understood() {
        let header = [
            "한글장비명",
            "영문장비명",
            "모델명",
            "제작사",
            "제작국가",
            "연구시설장비 표준분류체계코드",
            "활용범위",
            "공동활용 허용범위",
            "설치장소",
            "장비설명",
            "구성 및 성능",
        ];
        let fields = [
            "name_ko",
            "name_en",
            "model",
            "maker",
            "made_in",
            "class_code",
            "use_scope",
            "sharing_range",
            "place",
            "description_ko",
            "capability_ko",
        ];
        let expected: Vec<_> = header.iter().zip(fields).map(|(h, f)| (*h, f)).collect();
        check(KindKey::Instrument, &header, &[], &expected);
        check(
            KindKey::Instrument,
            &["id", "ko", "en", "model", "maker", "scope", "share", "desc"],
            &[],
            &[
                ("id", "source_id"),
                ("ko", "name_ko"),
                ("en", "name_en"),
                ("model", "model"),
                ("maker", "maker"),
                ("scope", "use_scope"),
                ("share", "sharing_range"),
                ("desc", "description_ko"),
            ],
        );
        check(
            KindKey::Organisation,
            &["id", "names", "types", "city", "cc"],
            &["https://ror.org/0005vby86", "{\"v\":\"A\"}", "healthcare", "Seoul", "KR"],
            &[("id", "ror_id"), ("names", NAMES), ("types", "kind"), ("city", "region")],
        );
        check(
            KindKey::Software,
            &["id", "name", "description", "topics", "operations", "license", "homepage", "credits"],
            &[],
            &[
                ("id", "source_id"),
                ("name", "name_en"),
                ("description", "description_en"),
                ("topics", "topics"),
                ("operations", "operations"),
                ("license", "licence"),
                ("homepage", "homepage"),
            ],
        );
        check(
            KindKey::Instrument,
            &[
                "Type",
                "Name",
                "Description",
                "Related Facility ID",
                "Location",
                "Contact Name",
                "ID",
                "Web Address",
            ],
            &[],
            &[
                ("Name", "name_en"),
                ("Description", "description_en"),
                ("Related Facility ID", "facility_id"),
                ("Location", "place"),
                ("ID", "source_id"),
                ("Web Address", "homepage"),
            ],
        );
    }

    #[test]
    fn our_own_export_comes_back() {
        let words = words();
        for kind in KindKey::ALL.map(KindKey::kind) {
            for lang in Lang::ALL {
                let headers: Vec<String> =
                    kind.fields().map(|f| words.plain(lang, &field_key(f.name))).collect();
                let found = columns(kind, &words, &headers, &[]);
                for (field, header) in kind.fields().zip(&headers) {
                    assert_eq!(
                        found.get(header).map(String::as_str),
                        Some(field.name),
                        "{} {lang}",
                        kind.key
                    );
                }
            }
        }
    }

    #[test]
    fn a_signature_sees_through_case_and_blanks() {
        let one = ["Name".to_owned(), "Model No".to_owned()];
        let other = [" name".to_owned(), "MODEL-NO".to_owned()];
        assert_eq!(signature(&one), signature(&other));
        assert_ne!(signature(&one), signature(&one[..1]));
    }
}

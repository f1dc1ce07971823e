use super::*;
use crate::analysis::words;
use std::collections::{BTreeMap, HashSet};
use std::path::Path;

fn shipped() -> Vocabulary {
    Vocabulary::parse(include_str!("../../vocabulary/terms.csv")).expect("readable")
}

#[test]
fn the_shipped_glossary_is_sound() {
    let vocabulary = shipped();
    assert!(vocabulary.entries().len() >= 1_800, "{}", vocabulary.entries().len());
    let mut names: HashSet<(&str, &str)> = HashSet::new();
    for entry in vocabulary.entries() {
        assert!(!entry.ko.is_empty() && !entry.en.is_empty(), "{} lacks a language", entry.id);
        assert!(entry.ko.iter().any(|name| name.chars().any(is_syllable)), "{} is not Korean", entry.id);
        assert!(!entry.en.iter().any(|name| name.chars().any(is_syllable)), "{} is not English", entry.id);
        for name in entry.names().chain(entry.doubtful.iter().map(String::as_str)) {
            assert!(!analysis::key(name).is_empty(), "{}: {name} cannot be asked for", entry.id);
            assert!(names.insert((&entry.id, name)), "{} says {name} twice", entry.id);
        }
        if let Some(reference) = &entry.reference {
            assert!(reference.starts_with("CHMO:") || reference.starts_with("MS:"), "{reference}");
        }
        let led = match entry.kind {
            EntryKind::Problem => !entry.related.is_empty(),
            EntryKind::Preparation => entry.id.starts_with("sampl") || !vocabulary.gives(entry).is_empty(),
            EntryKind::State => entry.related.is_empty() && entry.broader.is_none(),
            _ => true,
        };
        assert!(led, "{} leads nowhere", entry.id);
    }
}

/// A name may stand for two entries only if one leads to the other (a method and its machine), or if at most one of
/// them claims it and the others hold it as doubtful.
#[test]
fn no_name_stands_for_two_things() {
    let vocabulary = shipped();
    let mut holders: BTreeMap<String, Vec<&Entry>> = BTreeMap::new();
    for entry in vocabulary.entries().iter().filter(|e| e.kind != EntryKind::State) {
        let keys: HashSet<_> = entry.names().map(analysis::key).collect();
        for key in keys {
            holders.entry(key).or_default().push(entry);
        }
    }
    let leads = |a: &Entry, b: &Entry| a.related.contains(&b.id) || a.broader.as_ref() == Some(&b.id);
    let mut faults = Vec::new();
    for (key, entries) in holders {
        for (place, a) in entries.iter().enumerate() {
            for b in entries.iter().skip(place + 1).filter(|b| !leads(a, b) && !leads(b, a)) {
                faults.push(format!("{key}: {} and {}", a.id, b.id));
            }
        }
    }
    assert!(faults.is_empty(), "{}:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn references_name_the_same_thing() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/search");
    let mut ontology: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for file in ["chmo/chmo.jsonl", "psims/psims.jsonl"] {
        let Ok(text) = std::fs::read_to_string(folder.join(file)) else {
            println!("{file} is not here: no reference checked");
            return;
        };
        for line in text.lines() {
            let term: serde_json::Value = serde_json::from_str(line).expect("a term");
            let synonyms = term["syn"].as_array().into_iter().flatten();
            let names = std::iter::once(&term["name"]).chain(synonyms);
            let names = names.filter_map(|name| name.as_str().map(str::to_owned)).collect();
            ontology.insert(term["id"].as_str().unwrap_or_default().to_owned(), names);
        }
    }
    let vocabulary = shipped();
    let stems = |name: &str| analysis::terms(name).into_iter().collect::<HashSet<String>>();
    let (mut checked, mut faults) = (0, Vec::new());
    for entry in vocabulary.entries() {
        let Some(reference) = &entry.reference else { continue };
        checked += 1;
        let Some(theirs) = ontology.get(reference) else {
            faults.push(format!("{} refers to {reference}, which is not there", entry.id));
            continue;
        };
        // Near: the smaller of two sets of stems lies in the larger for the most part.
        let near = |a: &HashSet<String>, b: &HashSet<String>| {
            let least = a.len().min(b.len());
            least > 0 && a.intersection(b).count() * 2 >= least
        };
        let ours: Vec<_> = entry.en.iter().chain(&entry.short).map(|name| stems(name)).collect();
        if !theirs.iter().any(|name| ours.iter().any(|own| near(own, &stems(name)))) {
            faults.push(format!(
                "{} ({}) is not {reference} ({})",
                entry.id,
                entry.en.join(", "),
                theirs.join(", ")
            ));
        }
    }
    assert!(checked >= 400, "{checked}");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[track_caller]
fn check(question: &str, expected: &[(&str, Link)]) {
    let found = Lexicon::shipped().expand(&words(question));
    for (to, link) in expected {
        assert!(
            found.iter().any(|e| e.to == *to && e.link == *link),
            "{question}: no {to} among {:?}",
            found.iter().map(|e| (&e.to, e.link)).collect::<Vec<_>>()
        );
    }
}

#[track_caller]
fn check_not(question: &str, unexpected: &[&str]) {
    let found = Lexicon::shipped().expand(&words(question));
    let meant: Vec<&str> = found.iter().map(|e| e.to.as_str()).filter(|to| unexpected.contains(to)).collect();
    assert!(meant.is_empty(), "{question}: {meant:?}");
}

#[test]
fn names_are_found_in_questions_however_they_are_spaced() {
    use Link::{Synonym, Translation};
    check("잔류농약을 알고 싶어요", &[("pesticide residue", Translation), ("농약 잔류물", Synonym)]);
    check(
        "LC MS/MS 분석",
        &[
            ("liquid chromatography-tandem mass spectrometry", Synonym),
            ("액체크로마토그래피 탠덤질량분석", Translation),
        ],
    );
    check("pesticide residues in food", &[("잔류농약", Translation), ("식품", Translation)]);
    check("농산물잔류농약검사", &[("agricultural product", Translation)]);
    check("tensile testing", &[("인장시험", Translation), ("tensile strength", Synonym)]);
    check("colour measurement of fibre", &[("색차 측정", Translation)]);
}

#[test]
fn a_problem_leads_to_tests_and_a_test_to_techniques() {
    use Link::Solution;
    check("유리병이 자꾸 깨져요", &[("fractography", Solution), ("충격시험", Solution)]);
    check("볼트에 녹이 슬어요", &[("부식시험", Solution), ("salt spray test", Solution)]);
    check("빵에서 이물질이 나왔어요", &[("이물 분석", Solution)]);
    check("농약 검사", &[("잔류농약", Solution), ("QuEChERS", Solution)]);
    check("our coating peels off", &[("접착강도 시험", Solution)]);
    check("rusting bolts", &[("corrosion test", Solution)]);
    check("살이 약해요", &[("인장시험", Solution)]);
    check_not("장비를 예약해요", &["인장시험"]);
}

#[test]
fn a_doubtful_name_needs_another_word_of_its_field() {
    check("IC 칩 불량", &[("integrated circuit", Link::Synonym)]);
    check_not("IC 칩 불량", &["ion chromatography"]);
    check("IC 음이온", &[("ion chromatography", Link::Synonym)]);
    check_not("IC", &["ion chromatography", "integrated circuit"]);
    check_not("lead time", &["납"]);
    check("lead and cadmium in toys", &[("납", Link::Translation)]);
    check_not("SEC", &["size exclusion chromatography"]);
    check("PET 수지 병", &[("polyethylene terephthalate", Link::Synonym)]);
    check_not("PET bottle", &["positron emission tomography"]);
}

#[test]
fn entries_lead_from_a_sample_to_a_result() {
    let vocabulary = shipped();
    let way = |have: &str, goal: &str| -> Option<Vec<String>> {
        let matrix = vocabulary.entry(have).expect("there");
        let have: Vec<&str> = vocabulary.gives(matrix).iter().map(String::as_str).collect();
        let steps = vocabulary.way(&have, vocabulary.entry(goal).expect("there"))?;
        Some(steps.into_iter().map(|step| step.id.clone()).collect())
    };
    let check = |have: &str, goal: &str, steps: &[&str]| {
        let found = way(have, goal).unwrap_or_else(|| panic!("no way from {have} to {goal}"));
        assert_eq!(found, steps, "{have} to {goal}");
    };
    check("water", "ion-chromatography", &[]);
    check("soil", "inductively-coupled-plasma-mass-spectrometry", &["acid-digestion"]);
    check("steel", "transmission-electron-microscopy", &["specimen-cutting", "focused-ion-beam-lamella"]);
    check("stainless-steel", "tensile-test", &["specimen-machining"]);
    check(
        "bacteria-strain",
        "next-generation-sequencing",
        &["nucleic-acid-extraction", "library-preparation"],
    );
    assert_eq!(way("software-product", "tensile-test"), None);
    // Whatever takes a sample can be reached from something that a customer brings.
    let brought =
        ["item", "solid-sample", "liquid-sample", "gas-sample", "site", "cell-suspension", "drawing"];
    let brought =
        [&brought[..], &["laboratory-animal", "test-subject", "source-code", "microbial-colony"]].concat();
    for entry in vocabulary.entries() {
        let measures = matches!(entry.kind, EntryKind::Technique | EntryKind::Test);
        let given = ["measured-data", "signed-results"]
            .iter()
            .any(|s| vocabulary.gives(entry).iter().any(|g| g == s));
        if measures && given {
            assert!(vocabulary.way(&brought, entry).is_some(), "no way to {}", entry.id);
        }
    }
}

#[test]
fn a_table_learns_from_pairs_of_names() {
    let pairs = [
        ("잔류 농약 분석기", "residual pesticide analyzer"),
        ("농약 분무기", "pesticide sprayer"),
        ("잔류 응력 측정기", "residual stress tester"),
        ("자동 분석기", "automatic analyzer"),
        ("광학 현미경", "optical microscope"),
    ];
    let table = TranslationTable::train(pairs);
    let best = |word: &str| table.english(word).first().map(|(stem, _)| stem.clone());
    assert_eq!(best("농약").as_deref(), Some("pesticid"));
    assert_eq!(best("잔류").as_deref(), Some("residu"));
    assert_eq!(best("분석기").as_deref(), Some("analyz").map(|_| "analys"));
    let lexicon = Lexicon { vocabulary: std::sync::Arc::default(), table: std::sync::Arc::new(table) };
    let back = lexicon.expand(&words("pesticides"));
    assert!(back.iter().any(|e| e.to == "농약" && e.link == Link::Translation), "{back:?}");
}

#[test]
fn a_wrong_vocabulary_names_its_row() {
    let check = |rows: &str, fault: &str| {
        let text = format!("id,kind,ko,en,short,broader,related,takes,reference\n{rows}");
        assert_eq!(Vocabulary::parse(&text).expect_err("wrong").to_string(), fault);
    };
    check("a,test,가,,,,,,\na,test,나,,,,,,\n", "row 3 repeats the id a");
    check("a,planet,가,,,,,,\n", "cannot read row 2 of the vocabulary");
    check("a,test,,,,,,,\n", "row 2 has no name");
    check("a,test,가,,,b,,,\n", "row 2 leads to b, which is not there or of the wrong kind");
    check("a,test,가,,,,b,,\n", "row 2 leads to b, which is not there or of the wrong kind");
    check("a,test,가,,,,,b,\nb,test,나,,,,,,\n", "row 2 leads to b, which is not there or of the wrong kind");
    check("a,test,가,,,b,,,\nb,test,나,,,a,,,\n", "row 2 (a) is among its own wider entries");
}

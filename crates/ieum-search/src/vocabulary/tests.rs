use super::*;
use crate::analysis::words;

#[test]
fn the_shipped_glossary_is_sound() {
    let vocabulary = Vocabulary::parse(include_str!("../../vocabulary/terms.csv")).expect("readable");
    assert!(vocabulary.entries().len() >= 500);
    let ids: std::collections::HashSet<&str> = vocabulary.entries().iter().map(|e| e.id.as_str()).collect();
    for entry in vocabulary.entries() {
        assert!(!entry.ko.is_empty() && !entry.en.is_empty(), "{} lacks a language", entry.id);
        if let Some(broader) = &entry.broader {
            assert!(ids.contains(broader.as_str()), "{} is under {broader}, which is not there", entry.id);
        }
        if let Some(reference) = &entry.reference {
            assert!(reference.starts_with("CHMO:") || reference.starts_with("MS:"), "{reference}");
        }
    }
}

#[track_caller]
fn check(question: &str, expected: &[(&str, bool)]) {
    let found = Lexicon::shipped().expand(&words(question));
    for (to, translation) in expected {
        assert!(
            found.iter().any(|e| e.to == *to && e.translation == *translation),
            "{question}: no {to} among {:?}",
            found.iter().map(|e| &e.to).collect::<Vec<_>>()
        );
    }
}

#[test]
fn names_are_found_in_questions_however_they_are_spaced() {
    check("잔류농약을 알고 싶어요", &[("pesticide residue", true), ("농약 잔류물", false)]);
    check(
        "LC MS/MS 분석",
        &[
            ("liquid chromatography-tandem mass spectrometry", false),
            ("액체크로마토그래피 탠덤질량분석", true),
        ],
    );
    check("pesticide residues in food", &[("잔류농약", true), ("식품", true)]);
    check("농산물잔류농약검사", &[("pesticide residue", true), ("agricultural product", true)]);
    check("tensile testing", &[("인장시험", true), ("tensile strength", false)]);
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
    assert!(back.iter().any(|e| e.to == "농약" && e.translation), "{back:?}");
}

#[test]
fn a_wrong_vocabulary_names_its_row() {
    let repeated = "id,kind,ko,en,short,broader,reference\na,test,가,,,,\na,test,나,,,,\n";
    assert_eq!(Vocabulary::parse(repeated).expect_err("repeated").to_string(), "row 3 repeats the id a");
    let odd = "id,kind,ko,en,short,broader,reference\na,planet,가,,,,\n";
    assert!(matches!(Vocabulary::parse(odd), Err(VocabularyError::Row { row: 2, .. })));
}

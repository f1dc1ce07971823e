//! Methods by name against the saved reference output; nothing to do where the references are not at hand.

use super::super::Family;
use super::{ask, number};
use serde_json::Value;
use std::fs;
use std::path::PathBuf;

fn saved(name: &str) -> Option<String> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/commercial/econ");
    fs::read_to_string(folder.join(name)).ok()
}

/// Holds `estimate` of every coefficient to the reference to so many digits, and prints the digits reached.
#[track_caller]
fn check(method: &str, file: &str, options: &str, reference: &str, digits: f64) {
    let (Some(table), Some(known)) = (saved(file), saved("econ_reference.json")) else { return };
    let known: Value = serde_json::from_str(&known).expect("the references");
    let known =
        known.pointer(reference).and_then(Value::as_object).unwrap_or_else(|| panic!("no {reference}"));
    let found =
        ask(Family::Stats, method, &table, options).unwrap_or_else(|refusal| panic!("{method}: {refusal}"));
    let coefficients = found["coefficients"].as_array().expect("coefficients");
    let mut least = f64::INFINITY;
    for (term, expected) in known.iter().filter(|(term, _)| *term != "alpha") {
        let name = if matches!(term.as_str(), "const" | "Intercept") { "(Intercept)" } else { term };
        let line = coefficients
            .iter()
            .find(|line| line["term"] == name)
            .unwrap_or_else(|| panic!("no {name} in {found}"));
        let (estimate, expected) = (number(line, "estimate"), expected.as_f64().expect("a number"));
        least = least.min(-((estimate - expected) / expected).abs().max(1e-16).log10());
    }
    println!("{method} {file}: {least:.1} digits");
    assert!(least >= digits, "{method} {file}: {least:.1} digits of {digits}");
}

#[test]
fn models_by_name_give_the_saved_coefficients() {
    check(
        "ols",
        "longley.csv",
        "formula=TOTEMP ~ GNPDEFL + GNP + UNEMP + ARMED + POP + YEAR",
        "/longley/coef",
        9.0,
    );
    check("logit", "spector.csv", "formula=GRADE ~ GPA + TUCE + PSI", "/spector_logit/coef", 8.0);
    let crime = "narr86 ~ pcnv + avgsen + tottime + ptime86 + qemp86 + inc86 + black + hispan + born60";
    check("poisson", "crime1.csv", &format!("formula={crime}"), "/crime1_poisson/coef", 8.0);
    check("ols", "kielmc.csv", "formula=rprice ~ y81 * nearinc", "/kielmc_did/coef", 9.0);
    check(
        "fe",
        "jtrain.csv",
        "formula=lscrap ~ d88 + d89 + grant + grant_1|effects=fcode",
        "/jtrain_fe/coef",
        8.0,
    );
    let rossi = "formula=~ fin + age + race + wexp + mar + paro + prio|time=week|event=arrest";
    // The reference itself stopped its search at seven digits.
    check("cox", "rossi.csv", rossi, "/rossi/cox_efron", 7.0);
}

#[test]
fn programme_effects_by_name_give_the_saved_figures() {
    let (Some(kielmc), Some(nsw)) = (saved("kielmc.csv"), saved("nsw.csv")) else { return };
    let found =
        ask(Family::Stats, "did", &kielmc, "value=rprice|treated=nearinc|post=y81").expect("an effect");
    assert!((number(&found, "effect.estimate") + 11_863.903_252_112_552).abs() < 1e-6, "{}", found["effect"]);
    let covariates = "covariates=age,educ,black,hisp,marr,nodegree,re74,re75";
    let found = ask(Family::Stats, "psm", &nsw, &format!("value=re78|treated=treat|{covariates}"))
        .expect("an effect");
    assert!((number(&found, "raw_difference") - 1_794.343).abs() < 0.01, "{}", found["raw_difference"]);
    assert_eq!(found["balance"].as_array().map(Vec::len), Some(8));
}

use super::audited;
use crate::audit::Verdict;
use std::collections::BTreeMap;

const DECK: &str = include_str!("../../../../../demo/audits/tech-transfer-416.csv");

/// Our names of findings that the saved recomputation calls otherwise.
const NAMES: &[(&str, &str)] = &[
    ("B-royalty-moments", "B-sk-royalty"),
    ("C-trl-moments", "B-sk-TRL gain"),
    ("B-experience-tF", "B-exp-tF"),
    ("B-experience-p", "B-exp-p"),
    ("B-staff-scheffe-ab", "B-scheffe-ab"),
    ("B-staff-scheffe-ac", "B-scheffe-ac"),
    ("B-staff-scheffe-ad", "B-scheffe-ad"),
    ("B-staff-scheffe-bc", "B-scheffe-bc"),
    ("B-staff-scheffe-bd", "B-scheffe-bd"),
    ("B-staff-scheffe-cd", "B-scheffe-cd"),
    ("C-trl-whole", "C-grim-416-1.96"),
    ("C-support-a-whole", "C-grim-350-1.34"),
    ("C-support-b-whole", "C-grim-66-2.05"),
    ("C-experience-a-whole", "C-grim-222-1.94"),
    ("C-experience-b-whole", "C-grim-194-2.02"),
    ("C-staff-a-whole", "C-grim-294-1.98"),
    ("C-staff-b-whole", "C-grim-46-2.27"),
    ("C-staff-c-whole", "C-grim-68-1.84"),
    ("C-staff-d-whole", "C-grim-6-1.33"),
    ("D-const-t", "D1"),
    ("D-support-t", "D2"),
    ("D-F-t", "D3"),
    ("D-F", "D4"),
    ("D-adj", "D5"),
    ("D-support-p", "D6"),
    ("D-support-beta", "D7"),
    ("D-groups", "D8"),
    ("D-errors", "D10"),
    ("E-F", "E-F-3-416"),
    ("E-floor", "E-R2-beta"),
    ("E-support-beta", "E-beta-sup"),
    ("E-experience-beta", "E-beta-exp"),
];

fn deck() -> BTreeMap<String, Verdict> {
    let rename =
        |id: &str| NAMES.iter().find(|(ours, _)| *ours == id).map_or(id, |(_, theirs)| theirs).to_owned();
    let found = audited(DECK);
    let settled = found.rows.iter().filter(|row| row.verdict != Verdict::Information);
    settled.map(|row| (rename(&row.id), row.verdict)).collect()
}

#[test]
fn the_deck_has_37_figures_that_cannot_hold_and_55_that_do() {
    let found = audited(DECK);
    assert_eq!((found.cannot_hold, found.agrees), (37, 55));
    assert_eq!(deck().len(), 92);
}

#[test]
fn the_findings_are_those_of_the_saved_recomputation() {
    let saved = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/commercial/audit/audit_deck2.csv");
    let Ok(saved) = std::fs::read_to_string(saved) else { return };
    let table =
        crate::intake::Table::read(&saved, crate::intake::Limits::default()).expect("the saved table");
    let (id, verdict) = (table.column("id").expect("id"), table.column("verdict").expect("verdict"));
    let expected: BTreeMap<String, Verdict> = (0..table.rows())
        .filter_map(|row| {
            let verdict = match table.cell(row, verdict) {
                "OK" => Verdict::Agrees,
                "MISMATCH" => Verdict::CannotHold,
                _ => return None,
            };
            Some((table.cell(row, id).to_owned(), verdict))
        })
        .collect();
    assert_eq!(deck(), expected);
}

#[test]
fn what_the_figures_imply_is_told() {
    let found = audited(DECK);
    let row = |id: &str| found.rows.iter().find(|row| row.id == id).unwrap_or_else(|| panic!("no {id}"));
    let near = |id: &str, low: f64, high: f64| {
        let row = row(id);
        let close = |a: f64, b: f64| (a - b).abs() <= 6e-4 * b.abs().max(1.0);
        assert!(close(row.recomputed_low, low) && close(row.recomputed_high, high), "{row:?}");
    };
    near("C-support-F", 12.917, 13.856);
    near("E-fit", 319.0, 331.0);
    near("D-sizes", 41.0, 41.0);
    near("E-F", 3.594, 3.738);
    near("F-own-money", 4.956, 4.956);
    assert_eq!(serde_json::to_value(&row("H1").why.facts["turns"]).expect("json"), true);
}

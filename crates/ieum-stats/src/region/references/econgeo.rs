use serde_json::Value;

use super::{check, known, text};
use crate::Matrix;
use crate::region::cooccur::CoOccurrence;
use crate::region::dynamics::{entries, exits};
use crate::region::inequality::{gini, hoover, locational_gini};
use crate::region::presence::{Presence, Threshold};
use crate::region::quotient::ratios;
use crate::region::recombination::{ease_of_recombination, mean_modular_complexity, modular_complexity};
use crate::region::reflections::{reflections, to_hundred};
use crate::region::relatedness::{Normalisation, relatedness_of_counts, z_scores_without_diagonal};
use crate::region::structure::structures;
use crate::region::table::Table;
use crate::region::{econgeo, income};

struct Examples(Value);

impl Examples {
    fn matrix(&self, pointer: &str) -> Matrix {
        let rows = self.0.pointer(pointer).and_then(Value::as_array).expect("a matrix");
        let cells: Vec<f64> = rows.iter().flat_map(flat).collect();
        Matrix::new(rows.len(), cells.len() / rows.len(), cells).expect("finite")
    }

    fn table(&self, pointer: &str) -> Table {
        Table::new(self.matrix(pointer)).expect("amounts")
    }

    fn list(&self, pointer: &str) -> Vec<f64> {
        flat(self.0.pointer(pointer).expect("a list"))
    }
}

/// Numbers in order; what is missing in R is not a number here and is compared as −1.
fn flat(value: &Value) -> Vec<f64> {
    match value {
        Value::Array(list) => list.iter().flat_map(flat).collect(),
        Value::Null => vec![-1.0],
        other => vec![other.as_f64().expect("a number")],
    }
}

fn as_presence(matrix: &Matrix) -> Presence {
    Presence::of_matrix(matrix, Threshold::AtLeast(1.0))
}

fn numbers(counts: &[u32]) -> Vec<f64> {
    counts.iter().map(|count| f64::from(*count)).collect()
}

#[test]
fn all_57_outputs_of_econgeo_are_repeated() {
    let Some(text) = text("econgeo/econgeo_2.1_examples.json") else { return };
    let examples = Examples(serde_json::from_str(&text).expect("JSON"));
    let wanted = examples.0["output"].as_object().expect("outputs");
    let found = all(&examples);
    assert_eq!(wanted.len(), 57);
    for (name, value) in wanted {
        let (_, figures) =
            found.iter().find(|(known, _)| known == name).unwrap_or_else(|| panic!("{name} is not repeated"));
        let expected = match value.as_object() {
            Some(columns) => columns.values().next_back().map(flat).expect("a column of figures"),
            None => flat(value),
        };
        check(name, figures, &expected, 1e-9);
    }
}

fn all(examples: &Examples) -> Vec<(&'static str, Vec<f64>)> {
    let (a, b, d) = (
        examples.table("/input/A_counts_0_100"),
        examples.table("/input/B_counts_0_10"),
        examples.table("/input/D_hoover_giarratani"),
    );
    let mut found = structure(examples, &a, &d);
    found.extend(counts(examples, &a, &b));
    found.extend(complexity(examples, &b));
    found.extend(relations(examples));
    found.extend(change(examples, &b));
    found
}

fn structure(examples: &Examples, a: &Table, d: &Table) -> Vec<(&'static str, Vec<f64>)> {
    let each = |table: &Table, figure: fn(&crate::region::structure::Structure) -> f64| {
        structures(table)
            .0
            .iter()
            .map(|found| figure(found.as_ref().expect("not empty")))
            .collect::<Vec<f64>>()
    };
    let places =
        |at: usize| locational_gini(&d.values().column(at), d.region_totals()).expect("amounts") / 2.0;
    let (ind, pop) = (examples.list("/ind"), examples.list("/pop"));
    vec![
        ("lq_A", ratios(a).cells().to_vec()),
        ("lq_D", ratios(d).cells().to_vec()),
        ("lq_bin_D", Presence::of_table(d, Threshold::AtLeast(1.0)).to_matrix().cells().to_vec()),
        ("rca_A", econgeo::rca(a).cells().to_vec()),
        ("rca_bin_A", econgeo::rca_presence(a).to_matrix().cells().to_vec()),
        ("lq_avg_D", each(d, |found| found.average_quotient)),
        ("krugman_A", econgeo::krugman(a)),
        ("spec_coeff_A", each(a, |found| found.coefficient_of_specialisation)),
        ("hachman_A", each(a, |found| found.hachman)),
        ("herf_A", each(a, |found| found.concentration.herfindahl)),
        ("entropy_A", econgeo::entropy(a)),
        ("locational_gini_D", (0..5).map(places).collect()),
        ("gini_ind", vec![econgeo::round(gini(&ind, false).expect("amounts"), 3)]),
        ("hoover_gini", vec![econgeo::round(locational_gini(&ind, &pop).expect("amounts"), 3)]),
        ("hoover_index", vec![100.0 * hoover(&ind, &pop).expect("amounts")]),
    ]
}

fn counts(examples: &Examples, a: &Table, b: &Table) -> Vec<(&'static str, Vec<f64>)> {
    let c = as_presence(&examples.matrix("/input/C_binary"));
    let by_quotient = econgeo::rca_presence(b);
    let vec = examples.list("/vec");
    let levels = econgeo::income(a, &vec).expect("one a region");
    vec![
        ("diversity_C", numbers(&c.diversity())),
        ("ubiquity_C", numbers(c.ubiquity())),
        ("diversity_B_rca", numbers(&by_quotient.diversity())),
        ("ubiquity_B_rca", numbers(by_quotient.ubiquity())),
        ("norm_ubiq_B", econgeo::normalised_ubiquity(b)),
        ("inv_norm_ubiq_B", econgeo::inverse_normalised_ubiquity(b)),
        ("prody_A", known(&levels.prody)),
        ("expy_A", known(&levels.expy)),
        ("wavg_reg", known(&income::mean_over_activities(a, &vec[..4]).expect("one an activity"))),
        ("wavg_ind", known(&income::mean_over_regions(a, &vec).expect("one a region"))),
    ]
}

fn complexity(examples: &Examples, b: &Table) -> Vec<(&'static str, Vec<f64>)> {
    let (c, hh) = (examples.matrix("/input/C_binary"), examples.matrix("/input/HH_figS4"));
    let b = econgeo::rca_presence(b).to_matrix();
    let steps = reflections(&as_presence(&hh), 20);
    let of_c = reflections(&as_presence(&c), 20);
    let hundred = |step: &[f64]| to_hundred(step).expect("varies");
    vec![
        ("kci_B", econgeo::kci(&b).expect("settles")),
        ("kci_C", econgeo::kci(&c).expect("settles")),
        ("kci_HH", econgeo::kci(&hh).expect("settles")),
        ("tci_B", econgeo::tci(&b).expect("settles")),
        ("tci_C", econgeo::tci(&c).expect("settles")),
        ("tci_HH", econgeo::tci(&hh).expect("settles")),
        ("morc_HH_s1", steps.regions[1].clone()),
        ("morc_HH_s2", steps.regions[2].clone()),
        ("mort_HH_s1", steps.activities[1].clone()),
        ("mort_HH_s2", steps.activities[2].clone()),
        ("morc_HH", hundred(&steps.region_differences[20])),
        ("mort_HH", hundred(&steps.activity_differences[19])),
        ("morc_C", hundred(&of_c.region_differences[20])),
        ("mort_C", hundred(&of_c.activity_differences[19])),
    ]
}

fn relations(examples: &Examples) -> Vec<(&'static str, Vec<f64>)> {
    let s = examples.matrix("/input/S_cooc_sym");
    let t = as_presence(&examples.matrix("/input/T_tech_patent"));
    let c = as_presence(&examples.matrix("/input/C_binary"));
    let together = CoOccurrence::of_regions(&t);
    let of_c = CoOccurrence::of_activities(&c).to_matrix(false);
    let related =
        |normalisation| relatedness_of_counts(&s, normalisation).expect("symmetric").cells().to_vec();
    let shown = |values: Vec<Option<f64>>, digits: i32| {
        known(&values).into_iter().map(|value| econgeo::round(value, digits)).collect::<Vec<f64>>()
    };
    let density =
        |weighted| econgeo::relatedness_density(&c, &of_c, weighted).expect("fits").cells().to_vec();
    vec![
        ("cooc_T", together.to_matrix(false).cells().to_vec()),
        ("cooc_T_diag", together.to_matrix(true).cells().to_vec()),
        ("rel_S_prob", related(Normalisation::Probability)),
        ("rel_S_assoc", related(Normalisation::Association)),
        ("rel_S_cos", related(Normalisation::Cosine)),
        ("rel_S_jac", related(Normalisation::Jaccard)),
        ("ease_T", shown(ease_of_recombination(&t), 5)),
        ("modc_T", shown(modular_complexity(&t), 5)),
        ("modc_avg_T", shown(mean_modular_complexity(&t), 2)),
        ("z_T", z_scores_without_diagonal(&t.turned()).cells().to_vec()),
        (
            "rel_C_prob",
            relatedness_of_counts(&of_c, Normalisation::Probability).expect("symmetric").cells().to_vec(),
        ),
        ("reldens_C", density(false)),
        ("reldens_C_w", density(true)),
    ]
}

fn change(examples: &Examples, b: &Table) -> Vec<(&'static str, Vec<f64>)> {
    let before = as_presence(&examples.matrix("/input/C_binary"));
    let after = as_presence(&examples.matrix("/C2"));
    let event = |found: Vec<Option<bool>>| {
        found
            .into_iter()
            .map(|event| event.map_or(-1.0, |event| f64::from(u8::from(event))))
            .collect::<Vec<f64>>()
    };
    let [cells, regions, activities] = econgeo::growth(b, &examples.table("/B2")).expect("same shape");
    vec![
        ("entry_C", event(entries(&before, &after).expect("same shape"))),
        ("exit_C", event(exits(&before, &after).expect("same shape"))),
        ("growth_mat_B", cells),
        ("growth_ind_B", activities),
        ("growth_reg_B", regions),
    ]
}

use super::{check, known, rows, table};
use crate::region::complexity::{complexity, subnational};
use crate::region::convention::Convention;
use crate::region::presence::{Presence, Threshold};
use crate::region::quotient::ratios;
use crate::region::sampling::percentile;

/// pandas' `describe()` of a column, the spread with n − 1.
fn described(mut values: Vec<f64>) -> [f64; 7] {
    values.sort_by(f64::total_cmp);
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let spread = (values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (n - 1.0)).sqrt();
    let at = |share| percentile(&values, share);
    [mean, spread, at(0.0), at(0.25), at(0.5), at(0.75), at(1.0)]
}

#[test]
fn quotients_of_the_sections_are_those_of_datawheel() {
    let Some(rows) = rows("trade/datawheel_fixture_exports.csv") else { return };
    let found = table(&rows, "Exporter Country ID", "Section ID", "Trade Value");
    assert_eq!(found.regions.len(), 226);
    let quotients = ratios(&found.table);
    let section = |name: &str| found.activities.iter().position(|known| known == name).expect("a section");
    let one = described(quotients.column(section("1")));
    let expected = [3.484_895, 8.261_088, 0.0, 0.129_1, 0.718_371, 2.165_564, 47.724_923];
    check("section 1", &one, &expected, 6e-7);
    let nine = described(quotients.column(section("9")));
    let expected = [1.959_028, 6.469_812, nine[2], 0.040_933, 0.267_903, 1.264_129, 75.963_223];
    check("section 9", &nine, &expected, 6e-7);
}

#[test]
fn provinces_get_the_worlds_complexity() {
    let (Some(world), Some(provinces)) =
        (rows("trade/datawheel_global_exports.csv"), rows("trade/datawheel_subnat_exports.csv"))
    else {
        return;
    };
    let world = table(&world, "Country ID", "Section ID", "Trade Value");
    let spain = table(&provinces, "Subnat Geography ID", "Section ID", "Trade Value");
    let present = Presence::of_table(&world.table, Threshold::AtLeast(1.0));
    let index = complexity(&present, Convention::Ieum.choices().scaling);
    let of_section = |name: &String| world.activities.iter().position(|known| known == name);
    let pci: Vec<Option<f64>> =
        spain.activities.iter().map(|name| of_section(name).and_then(|at| index.pci[at])).collect();
    let provinces = Presence::of_table(&spain.table, Threshold::AtLeast(1.0));
    let found = subnational(&provinces, &pci).expect("one a section");
    assert!(found.iter().flatten().all(|value| value.is_finite()) && found.iter().any(Option::is_some));
    // Giving the countries themselves their own activities' index must return their own index.
    let back = subnational(&present, &index.pci).expect("one a section");
    let both = |list: &[Option<f64>]| {
        known(
            &list
                .iter()
                .zip(&index.eci)
                .filter(|(_, own)| own.is_some())
                .map(|(value, _)| *value)
                .collect::<Vec<_>>(),
        )
    };
    check("countries by their own sections", &both(&back), &both(&index.eci), 1e-12);
}

use super::{apart, bytes, check, known, number, rows, table};
use crate::Matrix;
use crate::dd::Dd;
use crate::region::complexity::{ActivityScale, Scaling, Spread, complexity};
use crate::region::convention::Convention;
use crate::region::fitness::fitness;
use crate::region::pipeline::whole;
use crate::region::presence::{Presence, Threshold};
use crate::region::reflections::{complexity_by_reflections, reflections, standardised};
use crate::region::relatedness::{Diagonal, Normalisation, relatedness};
use std::io::Read;

fn world() -> Option<super::Named> {
    let rows = rows("trade/world_trade_avg_1998_to_2000.csv.gz")?;
    Some(table(&rows, "country", "product", "value"))
}

/// One array of a NumPy archive as doubles.
fn array(archive: &[u8], name: &str) -> Vec<f64> {
    // The central directory lies at the end: signature, then names and where each member starts.
    let word = |at: usize| usize::from(archive[at]) | usize::from(archive[at + 1]) << 8;
    let long = |at: usize| word(at) | word(at + 2) << 16;
    let mut at = 0;
    while at + 46 < archive.len() {
        if archive[at..at + 4] != *b"PK\x01\x02" {
            at += 1;
            continue;
        }
        let length = word(at + 28);
        if archive[at + 46..at + 46 + length] == *format!("{name}.npy").as_bytes() {
            let (size, start) = (long(at + 20), long(at + 42));
            let data = start + 30 + word(start + 26) + word(start + 28);
            let mut plain = Vec::new();
            flate2::read::DeflateDecoder::new(&archive[data..data + size])
                .read_to_end(&mut plain)
                .expect("deflated");
            let head = usize::from(plain[8]) | usize::from(plain[9]) << 8;
            let about = String::from_utf8_lossy(&plain[10..10 + head]).into_owned();
            let body = &plain[10 + head..];
            let (eights, _) = body.as_chunks::<8>();
            return if about.contains("u1") {
                body.iter().map(|byte| f64::from(*byte)).collect()
            } else {
                assert!(about.contains("<f8"), "{about}");
                eights.iter().map(|eight| f64::from_le_bytes(*eight)).collect()
            };
        }
        at += 46 + length;
    }
    panic!("no {name} in the archive")
}

#[test]
fn presence_proximity_and_fitness_of_world_trade_are_those_of_r() {
    let (Some(world), Some(archive)) = (world(), bytes("trade/expected_output_r.npz")) else { return };
    let presence = Presence::of_table(&world.table, Threshold::AtLeast(1.0));
    // R keeps matrices column after column.
    let turned = presence.to_matrix().transposed();
    assert!(turned.cells() == array(&archive, "balassa"), "all 177,410 cells");
    assert_eq!(presence.cells(), 31_951);
    let products = relatedness(&presence, Normalisation::Proximity, Diagonal::Kept);
    check("proximity of products", products.cells(), &array(&archive, "prox_product"), 1e-15);
    let countries = relatedness(&presence.turned(), Normalisation::Proximity, Diagonal::Kept);
    check("proximity of countries", countries.cells(), &array(&archive, "prox_country"), 1e-15);

    let found = fitness(&presence, 19, 0.0, 1.0).expect("something is present");
    let expected = rows("trade/expected_fitness_country.csv").expect("beside the others");
    let of = |name: &str, rows: &[std::collections::BTreeMap<String, String>]| {
        rows.iter().map(|row| number(row, name)).collect::<Vec<f64>>()
    };
    check("fitness", &known(&found.fitness), &of("fitness", &expected), 1e-12);
    let expected = rows("trade/expected_complexity_product.csv").expect("beside the others");
    check("complexity", &known(&found.complexity), &of("complexity", &expected), 1e-12);
}

/// The saved reflections were made in plain doubles and are apart from the exact ones, reckoned in 80 bits, by 0.7 and 2.4 · 10⁻⁸.
const NOISE: f64 = 3e-8;

#[test]
fn complexity_and_outlook_of_world_trade_are_those_of_ecomplexity() {
    let Some(world) = world() else { return };
    let countries = rows("trade/expected_eci_country.csv").expect("beside the others");
    let products = rows("trade/expected_pci_product.csv").expect("beside the others");
    let country = |name: &str| countries.iter().map(|row| number(row, name)).collect::<Vec<f64>>();
    let product = |name: &str| products.iter().map(|row| number(row, name)).collect::<Vec<f64>>();
    assert!(countries.iter().map(|row| &row["country"]).eq(world.regions.iter()));
    assert!(products.iter().map(|row| &row["product"]).eq(world.activities.iter()));

    let found = whole(&world.table, Convention::Ecomplexity).expect("a table");
    check("ECI", &known(&found.complexity.eci), &country("eci"), 1e-11);
    check("PCI", &known(&found.complexity.pci), &product("pci"), 1e-11);
    check("COI", &known(&found.outlook.coi), &country("coi"), 1e-11);
    let largest = &found.complexity.components[0];
    check("eigenvalues", &largest.eigenvalues[..2], &[0.179_134, 0.120_949], 5e-7);
    let counts = |counts: &[u32]| counts.iter().map(|count| f64::from(*count)).collect::<Vec<f64>>();
    let (diversity, ubiquity) = (counts(&found.presence.diversity()), counts(found.presence.ubiquity()));
    assert_eq!((diversity.clone(), ubiquity.clone()), (country("diversity"), product("ubiquity")));

    let steps = reflections(&found.presence, 19);
    let by_twenty = complexity_by_reflections(&found.presence, 18, Convention::Datawheel.choices().scaling);
    check("Datawheel's index", &known(&by_twenty.eci), &country("reflections_k18"), NOISE);
    let z = |step: &[f64], counts: &[f64]| known(&standardised(step, counts, Spread::Sample));
    check(
        "reflections of countries",
        &z(&steps.region_differences[18], &diversity),
        &country("reflections_k18"),
        NOISE,
    );
    check(
        "reflections of products",
        &z(&steps.activity_differences[19], &ubiquity),
        &product("reflections_k19"),
        NOISE,
    );
}

#[test]
fn conventions_differ_as_their_names_say() {
    let Some(world) = world() else { return };
    let presence = Presence::of_table(&world.table, Threshold::AtLeast(1.0));
    let of = |spread, activities| complexity(&presence, Scaling { spread, activities });
    let ours = known(&of(Spread::Population, ActivityScale::OfRegions).eci);
    let sample = known(&of(Spread::Sample, ActivityScale::OfRegions).eci);
    let ratio = (226.0_f64 / 225.0).sqrt();
    check("n against n − 1", &sample.iter().map(|value| value * ratio).collect::<Vec<f64>>(), &ours, 1e-13);
    let own = known(&of(Spread::Population, ActivityScale::Own).pci);
    let n = own.len() as f64;
    assert!((own.iter().sum::<f64>() / n).abs() < 1e-13);
    assert!((own.iter().map(|value| value * value).sum::<f64>() / n - 1.0).abs() < 1e-12);
    // On the regions' scale a country's index is the mean of its products'.
    let pci = known(&of(Spread::Population, ActivityScale::OfRegions).pci);
    let means: Vec<f64> = (0..226)
        .map(|region| {
            let held = presence.of_region(region);
            held.iter().map(|product| pci[*product as usize]).sum::<f64>() / held.len() as f64
        })
        .collect();
    check("ECI as mean PCI", &means, &ours, 1e-12);
    let strict = Presence::of_table(&world.table, Convention::Stata.choices().threshold);
    assert!(strict.cells() <= presence.cells());
}

/// The same by plain dense loops, so that the packed ones are held to something written down simply.
#[test]
fn density_and_gains_of_world_trade_are_those_of_plain_loops() {
    let Some(world) = world() else { return };
    let found = whole(&world.table, Convention::Ieum).expect("a table");
    let net = whole(&world.table, Convention::Datawheel).expect("a table");
    let raw: Vec<f64> = found.complexity.raw_pci.iter().map(|value| value.expect("a figure")).collect();
    let raw_eci = known(&found.complexity.raw_eci);
    let (_, spread) = crate::region::complexity::centre(&raw_eci, Spread::Population);
    let size = world.activities.len();
    let sums: Vec<f64> = (0..size).map(|at| found.proximity.row(at).iter().sum()).collect();
    let mut worst = 0.0_f64;
    for region in [0, 57, 118, 225] {
        let has = |activity: usize| found.presence.has(region, activity);
        let density = |related: &Matrix, target: usize| {
            let row = related.row(target);
            let held: f64 = (0..size).filter(|at| has(*at)).map(|at| row[at]).sum();
            held / row.iter().sum::<f64>()
        };
        for target in 0..size {
            let row = found.proximity.row(target);
            worst = worst
                .max((density(&found.proximity, target) - found.outlook.density.at(region, target)).abs());
            worst =
                worst.max((density(&net.proximity, target) - net.outlook.density.at(region, target)).abs());
            let opened = |row: &[f64], worth: &dyn Fn(usize) -> f64, sum: &dyn Fn(usize) -> f64| {
                (0..size).filter(|at| !has(*at)).map(|at| row[at] / sum(at) * worth(at)).sum::<f64>()
            };
            let (mut gain, mut net_gain) = (0.0, 0.0);
            if !has(target) {
                gain = opened(row, &|at| raw[at] / spread, &|at| sums[at]);
                let pci = |at: usize| net.complexity.pci[at].expect("a figure");
                net_gain = opened(net.proximity.row(target), &pci, &|at| sums[at] - 1.0)
                    - (1.0 - density(&net.proximity, target)) * pci(target);
            }
            worst = worst.max(apart(&[found.outlook.cog.at(region, target)], &[gain]));
            worst = worst.max(apart(&[net.outlook.cog.at(region, target)], &[net_gain]));
        }
    }
    println!("density and gains: {worst:e} at worst");
    assert!(worst < 1e-12, "{worst:e}");
}

/// Twenty reflections in thirty-one digits and without parting level from differences: what the saved ones, made in plain doubles, are
/// [`NOISE`] away from, as a second run of the program that made them is.
#[test]
fn reflections_of_world_trade_are_exact() {
    let Some(world) = world() else { return };
    let presence = Presence::of_table(&world.table, Threshold::AtLeast(1.0));
    let wide = |counts: Vec<u32>| counts.into_iter().map(Dd::from).collect::<Vec<Dd>>();
    let (diversity, ubiquity) = (wide(presence.diversity()), wide(presence.ubiquity().to_vec()));
    let (mut region, mut activity) = (diversity.clone(), ubiquity.clone());
    let mut before = region.clone();
    for _ in 0..19 {
        let mut sums = (vec![Dd::from(0.0); region.len()], vec![Dd::from(0.0); activity.len()]);
        for (at, own) in region.iter().enumerate() {
            for held in presence.of_region(at).iter().map(|held| *held as usize) {
                sums.0[at] += activity[held];
                sums.1[held] += *own;
            }
        }
        before = region;
        let mean = |sums: Vec<Dd>, counts: &[Dd]| -> Vec<Dd> {
            sums.into_iter().zip(counts).map(|(sum, count)| sum / *count).collect()
        };
        (region, activity) = (mean(sums.0, &diversity), mean(sums.1, &ubiquity));
    }
    let exact = |step: &[Dd]| -> Vec<f64> {
        let n = Dd::from(step.len());
        let mean = step.iter().sum::<Dd>() / n;
        let spread = (step.iter().map(|value| (*value - mean).square()).sum::<Dd>() / (n - 1.0)).sqrt();
        step.iter().map(|value| ((*value - mean) / spread).to_f64()).collect()
    };
    let found = complexity_by_reflections(&presence, 18, Convention::Datawheel.choices().scaling);
    check("Datawheel's index of countries, exactly", &known(&found.eci), &exact(&before), 1e-12);
    check("Datawheel's index of products, exactly", &known(&found.pci), &exact(&activity), 1e-12);
}

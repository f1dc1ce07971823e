//! Published and peers' figures on real data; without the data folder beside the repository these tests have nothing to say.

use std::fs;
use std::path::PathBuf;

use super::{
    Alternative, Autocorrelation, Chance, LocalScale, Locals, Quadrant, Weights, geary, global_g,
    join_counts, lisa, local_g, moran, moran_bivariate, moran_rate, spatial_gini,
};

/// A file of the regional reference data, if it is there.
fn data(name: &str) -> Option<Vec<u8>> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/region/pysal").join(name);
    fs::read(path).ok()
}

fn text(name: &str) -> Option<String> {
    data(name).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}

/// One column of a CSV without quoted commas.
fn csv(name: &str, skip: usize, column: &str) -> Option<Vec<f64>> {
    let text = text(name)?;
    let mut lines = text.lines().skip(skip);
    let heading = lines.next()?;
    let at = heading.split(',').position(|cell| cell.trim_matches('"').eq_ignore_ascii_case(column))?;
    lines.map(|line| line.split(',').nth(at)?.trim().parse().ok()).collect()
}

/// One numeric column of a dBASE III table.
fn dbf(name: &str, column: &str) -> Option<Vec<f64>> {
    let bytes = data(name)?;
    let word = |at: usize| usize::from(bytes[at]) + 256 * usize::from(bytes[at + 1]);
    let (rows, header, width) = (word(4), word(8), word(10));
    let mut from = 1;
    for field in bytes[32..header - 1].chunks_exact(32) {
        let size = usize::from(field[16]);
        if field.starts_with(column.as_bytes()) && field[column.len()] == 0 {
            let cell = |row: usize| {
                let start = header + row * width + from;
                String::from_utf8_lossy(&bytes[start..start + size]).trim().parse().ok()
            };
            return (0..rows).map(cell).collect();
        }
        from += size;
    }
    None
}

fn gal(name: &str) -> Option<Weights> {
    Some(Weights::from_gal(&text(name)?).expect("a neighbour list").0)
}

fn close(what: &str, found: f64, expected: f64) {
    let off = (found - expected).abs() / expected.abs().max(1e-300);
    println!("{what}: {found} against {expected}, {:.1} digits", -off.max(1e-17).log10());
    assert!((found - expected).abs() <= 1e-9 && off <= 1e-9, "{what}: {found} against {expected}");
}

fn z(of: &Autocorrelation) -> f64 {
    of.normal.expect("n > 2").z
}

#[test]
fn moran_of_homicides_around_st_louis() {
    let (Some(weights), Some(rates)) = (gal("stl/stl.gal"), csv("stl/stl_hom.txt", 1, "HR8893")) else {
        return;
    };
    let weights = weights.row_standardised();
    let found = moran(&rates, &weights, Alternative::Greater, Chance::of(999, 12)).expect("fits");
    close("stl I", found.value, 0.243_655_826_217_716_6);
    close("stl p", found.normal.expect("known").p, 0.000_135_739_313_854_688_07);
    assert!(found.permuted.expect("asked for").p <= 0.005);
}

#[test]
fn moran_of_sudden_infant_deaths() {
    let Some(weights) = gal("sids2/sids2.gal") else { return };
    let weights = weights.row_standardised();
    let rates = dbf("sids2/sids2.dbf", "SIDR74").expect("a column");
    let found = moran(&rates, &weights, Alternative::Greater, Chance::NONE).expect("fits");
    close("sids I", found.value, 0.247_725_193_204_801_35);
    close("sids p", found.normal.expect("known").p, 5.791_653_907_449_845e-5);
    let deaths = dbf("sids2/sids2.dbf", "SID79").expect("a column");
    let births = dbf("sids2/sids2.dbf", "BIR79").expect("a column");
    let found = moran_rate(&deaths, &births, &weights, Alternative::Greater, Chance::NONE).expect("fits");
    close("sids rate I", found.value, 0.166_223_435_525_673_95);
    close("sids rate p", found.normal.expect("known").p, 0.004_191_499_504_892_171);
}

#[test]
fn moran_of_incomes_of_the_states() {
    let (Some(weights), Some(incomes)) =
        (gal("us_income/states48.gal"), csv("us_income/usjoin.csv", 0, "2009"))
    else {
        return;
    };
    let weights = weights.row_standardised();
    let found = moran(&incomes, &weights, Alternative::TwoSided, Chance::NONE).expect("fits");
    close("us48 I", found.value, 0.428_768_950_504_178_46);
    close("us48 E", found.expected, -0.021_276_595_744_680_85);
    let (normal, randomised) = (found.normal.expect("known"), found.randomised.expect("known"));
    close("us48 V norm", normal.variance, 0.009_461_873_997_588_858);
    close("us48 V rand", randomised.variance, 0.009_348_682_261_439_586);
    close("us48 z norm", normal.z, 4.626_663_221_681_488);
    close("us48 z rand", randomised.z, 4.654_588_245_883_553);
    close("us48 p", normal.p, 3.716_040_309_550_589_3e-6);
    let c = geary(&incomes, &weights, Alternative::TwoSided, Chance::NONE).expect("fits");
    assert!(c.value < 1.0 && z(&c) < 0.0);
    let sample = |scale| {
        let chance = Chance::of(99, 1);
        lisa(&incomes, &weights, scale, Alternative::TwoSided, chance).expect("fits").units
    };
    let (esda, spdep) = (sample(LocalScale::Sample), sample(LocalScale::Population));
    for (esda, spdep) in esda.iter().zip(&spdep) {
        let ratio = spdep.value.expect("has") / esda.value.expect("has");
        assert!((ratio - 48.0 / 47.0).abs() < 1e-12);
    }
}

#[test]
fn inequality_of_the_mexican_states() {
    let Some(incomes) = csv("mexico/mexico.csv", 0, "pcgdp1940") else { return };
    let groups: Vec<usize> = csv("mexico/mexico.csv", 0, "hanson98")
        .expect("a column")
        .into_iter()
        .map(|group| group as usize)
        .collect();
    let weights = Weights::blocks(&groups);
    let chance = Chance::of(9_999, 4);
    let found = spatial_gini(&incomes, &weights, Alternative::Greater, chance).expect("fits");
    close("mexico gini", found.gini, 0.353_723_711_734_528_5);
    close("mexico within", found.between_neighbours, 884_130.0);
    close("mexico others", found.between_others, 4_353_856.0);
    // The test in the source library prints 0.04 from 99 permutations.
    let p = found.permuted.expect("asked for").p;
    assert!((0.0..0.07).contains(&p), "{p}");
}

#[test]
fn desmiths_small_example_reads() {
    let (Some(weights), Some(values)) = (gal("desmith/desmith.gal"), csv("desmith/desmith.txt", 1, "z"))
    else {
        return;
    };
    let found =
        moran(&values, &weights.row_standardised(), Alternative::TwoSided, Chance::NONE).expect("fits");
    assert_eq!(found.n, 10);
}

/// Figures that PySAL's esda 2.10.0 (BSD-3) gave when run on the same files.
#[test]
fn the_other_measures_of_incomes_of_the_states() {
    let (Some(binary), Some(incomes), Some(before)) = (
        gal("us_income/states48.gal"),
        csv("us_income/usjoin.csv", 0, "2009"),
        csv("us_income/usjoin.csv", 0, "1929"),
    ) else {
        return;
    };
    let standard = binary.row_standardised();
    let two = Alternative::TwoSided;
    let c = geary(&incomes, &standard, two, Chance::NONE).expect("fits");
    close("geary c", c.value, 0.590_609_844_233_743_2);
    close("geary V norm", c.normal.expect("known").variance, 0.010_236_264_468_998_557);
    close("geary V rand", c.randomised.expect("known").variance, 0.010_449_583_407_478_874);
    close("geary z rand", c.randomised.expect("known").z, -4.004_865_239_065_037);
    let pair = moran_bivariate(&before, &incomes, &standard, two, Chance::NONE).expect("fits");
    close("bivariate I", pair.value, 0.456_707_242_436_336_3);
    let g = global_g(&incomes, &binary, two, Chance::NONE).expect("fits");
    close("G", g.value, 0.093_595_285_646_222_46);
    close("G E", g.expected, 0.094_858_156_028_368_79);
    let mut rising = incomes.clone();
    rising.sort_by(f64::total_cmp);
    let middle = (rising[23] + rising[24]) / 2.0;
    let marks: Vec<bool> = incomes.iter().map(|income| *income > middle).collect();
    let joins = join_counts(&marks, &binary, two, Chance::NONE).expect("fits");
    assert_eq!((joins.both.count, joins.mixed.count, joins.neither.count), (32.0, 37.0, 38.0));

    let local = lisa(&incomes, &standard, LocalScale::Sample, two, Chance::NONE).expect("fits");
    let sum = |of: &Locals, of_unit: fn(&super::LocalUnit) -> Option<f64>| {
        of.units.iter().filter_map(of_unit).map(|figure| figure * figure).sum::<f64>()
    };
    close("local I of Alabama", local.units[0].value.expect("has"), 0.687_062_242_143_086);
    close("Σ local I²", sum(&local, |unit| unit.value), 49.510_408_583_643_3);
    let quadrants: Vec<usize> = local
        .units
        .iter()
        .map(|unit| match unit.quadrant.expect("has") {
            Quadrant::HighHigh => 1,
            Quadrant::LowHigh => 2,
            Quadrant::LowLow => 3,
            Quadrant::HighLow => 4,
        })
        .collect();
    let expected = [
        3, 3, 3, 4, 4, 1, 1, 3, 3, 3, 4, 3, 2, 3, 3, 3, 2, 1, 1, 3, 4, 3, 3, 3, 2, 4, 1, 1, 3, 1, 3, 4, 3, 3,
        2, 1, 1, 3, 2, 3, 3, 3, 2, 4, 4, 2, 2, 4,
    ];
    assert_eq!(quadrants, expected);
    let (plain, starred) = (-1.615_292_376_272_768_2, -1.856_165_856_616_906);
    for (name, weights, star, value, z) in [
        ("G", &binary, false, 0.075_549_437_232_794_64, plain),
        ("G*", &binary, true, 0.092_256_253_496_251_91, starred),
        // z does not depend on the scale of a row, so standardised rows give what binary ones do; esda's do not, as its moments for
        // standardised rows are not the unit's own (pysal/esda issue 53).
        ("G, r", &standard, false, 0.018_887_359_308_198_66, plain),
        ("G*, r", &standard, true, 0.018_451_250_699_250_382, starred),
    ] {
        let found = local_g(&incomes, weights, star, two, Chance::NONE).expect("fits");
        close(name, found.units[0].value.expect("has"), value);
        close(&format!("z of {name}"), found.units[0].z.expect("has"), z);
        let squares = if star { 132.767_999_230_844_08 } else { 115.038_529_842_427_98 };
        close(&format!("Σ z² of {name}"), sum(&found, |unit| unit.z), squares);
    }
}

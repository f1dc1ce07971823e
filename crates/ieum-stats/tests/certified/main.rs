//! Held: NIST's certified sets and tables made to cost digits, through the same door as the command line, from the decimal text of a
//! file to the figures: 14 digits in the worst of them. What nobody certified is held against whole numbers of any size.
#![expect(
    clippy::as_conversions,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test walks lists it made and says how many digits it saw"
)]

mod exact;
mod sets;

use exact::{Fit, compared, described, least_squares, one_way};
use ieum_stats::ask::{Family, Request, answer, method};
use ieum_stats::intake::{Limits, Table};
use serde_json::{Map, Value};

/// Leading digits in common; where the exact value is nought, of the difference itself.
fn digits(found: f64, exact: f64) -> f64 {
    if found == exact {
        return 17.0;
    }
    let off = if exact == 0.0 { found.abs() } else { ((found - exact) / exact).abs() };
    if off.is_nan() { 0.0 } else { (-off.log10()).clamp(0.0, 17.0) }
}

fn asked(name: &str, csv: &str, options: &[(&str, &str)]) -> Map<String, Value> {
    let table = Table::read(csv, Limits::default()).expect("a table");
    let request =
        options.iter().fold(Request::about(table), |request, (key, value)| request.option(key, *value));
    answer(method(Family::Stats, name).expect("a method"), &request).expect("an answer").figures
}

fn number(of: &Value) -> f64 {
    of.as_f64().expect("a number")
}

#[track_caller]
fn held(name: &str, pairs: &[(f64, f64)]) {
    let worst = pairs.iter().map(|(found, exact)| digits(*found, *exact)).fold(17.0, f64::min);
    println!("{name}: {worst:.1} digits");
    assert!(worst >= 14.0, "{name}: {pairs:?}");
}

/// Describes a column and holds it to certified values and to whole numbers.
#[track_caller]
fn column(name: &str, cells: &[String], certified: Option<[f64; 3]>) {
    let found = asked("describe", &format!("y\n{}\n", cells.join("\n")), &[("value", "y")]);
    let found = ["mean", "sd", "lag1_autocorrelation"].map(|key| number(&found[key]));
    for (values, of) in [(certified, "certified"), (Some(described(cells)), "exact")] {
        if let Some(values) = values {
            held(
                &format!("{name}, {of}"),
                &[(found[0], values[0]), (found[1], values[1]), (found[2], values[2])],
            );
        }
    }
}

fn above(level: &str, parts: &str, width: usize) -> Vec<String> {
    parts
        .split_whitespace()
        .map(|part| {
            let part: i64 = part.parse().expect("a part");
            let (whole, unit) = (level.parse::<i64>().expect("a level"), 10_i64.pow(width as u32));
            format!("{}.{:0width$}", whole + part / unit, part % unit)
        })
        .collect()
}

#[test]
fn certified_columns() {
    column(
        "Mavro",
        &above("2", sets::MAVRO, 5),
        Some([2.001_856, 0.000_429_123_454_003_053, 0.937_989_183_438_248]),
    );
    let michelso = above("299", sets::MICHELSO, 2);
    assert_eq!((michelso.len(), michelso[3].as_str()), (100, "300.07"));
    column("Michelso", &michelso, Some([299.852_4, 0.079_010_547_819_051_8, 0.535_199_668_621_283]));
    let pi: Vec<String> = sets::digits_of_pi(5_000).iter().map(ToString::to_string).collect();
    assert_eq!(
        (pi[..12].concat().as_str(), pi[991..1_001].concat().as_str()),
        ("314159265358", "2164201989")
    );
    // The file that NIST certified departs from π somewhere after its beginning (its digits sum to 22,674, those of π to 22,679).
    assert_eq!(pi.iter().map(|digit| digit.parse::<u32>().expect("a digit")).sum::<u32>(), 22_679);
    column("digits of π", &pi, None);
    let alternating = |level: &str| -> Vec<String> {
        (0..1_001).map(|at| format!("{level}.{}", if at == 0 { 2 } else { 3 - 2 * (at % 2) })).collect()
    };
    column("NumAcc3", &alternating("1000000"), Some([1_000_000.2, 0.1, -0.999]));
    column("NumAcc4", &alternating("10000000"), Some([10_000_000.2, 0.1, -0.999]));
}

#[test]
fn columns_made_to_cost_digits() {
    for level in ["1000000000000000", "-999999999999999", "123456789012345"] {
        let cells: Vec<String> =
            (0..501).map(|at| format!("{level}.{}", if at == 0 { 2 } else { 3 - 2 * (at % 2) })).collect();
        column(&format!("a tenth about {level}"), &cells, None);
    }
    // Ten leading digits in common, noise behind them.
    let cells: Vec<String> = (0..300).map(|at| format!("98765.43210{:03}", noise(at))).collect();
    column("ten digits in common", &cells, None);
    let cells: Vec<String> = (0..300).map(|at| format!("0.000000000{:03}1", noise(at))).collect();
    column("very small", &cells, None);
    let cells: Vec<String> = (0..300).map(|at| format!("{}000000000000000", noise(at) - 500)).collect();
    column("very large about nought", &cells, None);
}

/// Fits a formula and holds it to an exact fit and, where there are any, certified values.
#[track_caller]
fn fitted(name: &str, csv: &str, formula: &str, exact: &Fit) {
    let found = asked("ols", csv, &[("formula", formula)]);
    let coefficients = found["coefficients"].as_array().expect("coefficients");
    assert_eq!(coefficients.len(), exact.coefficients.len(), "{name}");
    let mut pairs: Vec<(f64, f64)> = coefficients
        .iter()
        .zip(&exact.coefficients)
        .map(|(c, exact)| (number(&c["estimate"]), *exact))
        .collect();
    pairs.push((number(&found["r_squared"]), exact.r_squared));
    let spread = number(&found["residual_sd"]);
    if exact.residual_sd == 0.0 {
        let size = number(&found["ss_total"]).sqrt();
        assert!(spread / size < 1e-25, "{name}: {spread:e} beside {size:e}");
    } else {
        pairs.push((spread, exact.residual_sd));
        pairs.push((number(&found["f"]), exact.f.expect("an F")));
        let errors = coefficients.iter().map(|c| number(&c["std_error"]));
        pairs.extend(errors.zip(exact.errors.iter().copied()));
    }
    held(name, &pairs);
}

/// A table of decimal texts as CSV and, for a formula of all its columns but the first, the exact fit.
#[track_caller]
fn designed(name: &str, rows: &[Vec<String>], intercept: bool) {
    let width = rows[0].len();
    let heads: Vec<String> =
        std::iter::once("y".to_owned()).chain((1..width).map(|at| format!("x{at}"))).collect();
    let lines: Vec<String> = rows.iter().map(|row| row.join(",")).collect();
    let csv = format!("{}\n{}\n", heads.join(","), lines.join("\n"));
    let of = |at: usize| rows.iter().map(|row| row[at].clone()).collect::<Vec<String>>();
    let ones = intercept.then(|| vec!["1".to_owned(); rows.len()]);
    let columns: Vec<Vec<String>> = ones.into_iter().chain((1..width).map(of)).collect();
    let formula = format!("y ~ {}{}", heads[1..].join(" + "), if intercept { "" } else { " - 1" });
    fitted(name, &csv, &formula, &least_squares(&of(0), &columns, intercept));
}

/// A polynomial of x through y, by `I(x^k)`; powers are exact, being whole numbers of the last digit of x.
#[track_caller]
fn polynomial(name: &str, x: &[String], y: &[String], degree: usize) -> Fit {
    let rows: Vec<String> = y.iter().zip(x).map(|(y, x)| format!("{y},{x}")).collect();
    let powers: Vec<String> = (2..=degree).map(|power| format!("I(x^{power})")).collect();
    let formula =
        format!("y ~ {}", std::iter::once("x".to_owned()).chain(powers).collect::<Vec<_>>().join(" + "));
    let columns: Vec<Vec<String>> =
        (0..=degree).map(|power| x.iter().map(|x| power_of(x, power)).collect()).collect();
    let exact = least_squares(y, &columns, true);
    fitted(name, &format!("y,x\n{}\n", rows.join("\n")), &formula, &exact);
    exact
}

/// xᵏ as decimal text, exactly; x has at most three digits after its point.
fn power_of(x: &str, power: usize) -> String {
    let digits = x.split_once('.').map_or(0, |(_, after)| after.len());
    let base: i128 = x.replace('.', "").parse().expect("a number");
    let value = base.pow(power as u32);
    let text = format!("{:0>width$}", value.unsigned_abs(), width = digits * power + 1);
    let (whole, after) = text.split_at(text.len() - digits * power);
    let sign = if value < 0 { "-" } else { "" };
    if after.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{after}") }
}

/// Whole numbers from 0 to 1008 in no order that a polynomial of low degree has.
fn noise(at: usize) -> i64 {
    let at = at as i64;
    (at * at * 7_919 + at * 104_729 + at * at * at * 31) % 1_009
}

#[test]
fn certified_regressions() {
    let rows = |text: &str| -> Vec<Vec<String>> {
        text.lines().map(|line| line.split_whitespace().map(str::to_owned).collect()).collect()
    };
    let longley = rows(sets::LONGLEY);
    designed("Longley, exact", &longley, true);
    let csv: Vec<String> = longley.iter().map(|row| row.join(",")).collect();
    let certified = Fit {
        coefficients: vec![
            -3_482_258.634_595_82,
            15.061_872_271_373_3,
            -0.035_819_179_292_591,
            -2.020_229_803_816_83,
            -1.033_226_867_173_59,
            -0.051_104_105_653_580_7,
            1_829.151_464_613_55,
        ],
        errors: vec![
            890_420.383_607_373,
            84.914_925_774_766_9,
            0.033_491_007_772_243_2,
            0.488_399_681_651_699,
            0.214_274_163_161_675,
            0.226_073_200_069_370,
            455.478_499_142_212,
        ],
        residual_sd: 304.854_073_561_965,
        r_squared: 0.995_479_004_577_296,
        f: Some(330.285_339_234_588),
    };
    let csv = format!("y,a,b,c,d,e,f\n{}\n", csv.join("\n"));
    fitted("Longley, certified", &csv, "y ~ a + b + c + d + e + f", &certified);

    designed(
        "NoInt1",
        &(60..=70).map(|x| vec![(x + 70).to_string(), x.to_string()]).collect::<Vec<_>>(),
        false,
    );
    designed("NoInt2", &rows("3 4\n4 5\n4 6"), false);

    let x: Vec<String> = (0..=20).map(|x: i64| x.to_string()).collect();
    let ones = |x: i64| (0..=5).map(|power| x.pow(power)).sum::<i64>();
    let wampler = |times: i64| -> Vec<String> {
        (0..=20).zip(sets::WAMPLER).map(|(x, off)| (ones(x) + times * off).to_string()).collect()
    };
    for (name, times, errors, r_squared) in [
        ("Wampler3", 1, 2_152.326_246_781_70, 0.999_995_559_025_820),
        ("Wampler4", 100, 215_232.624_678_170, 0.957_478_440_825_662),
        ("Wampler5", 10_000, 21_523_262.467_817_0, 0.224_668_921_574_940e-2),
    ] {
        let exact = polynomial(name, &x, &wampler(times), 5);
        // The certificate's own first error and R², so that the deviations above are NIST's.
        held(&format!("{name}, certified"), &[(exact.errors[0], errors), (exact.r_squared, r_squared)]);
    }
    polynomial("Wampler1", &x, &wampler(0), 5);
    // 1 + x/10 + x²/100 + …
    let fractions = |x: i64| (0..=5).map(|power| x.pow(power) * 10_i64.pow(5 - power)).sum::<i64>();
    let text = |value: i64| format!("{}.{:05}", value / 100_000, value % 100_000);
    polynomial("Wampler2", &x, &(0..=20).map(|x| text(fractions(x))).collect::<Vec<_>>(), 5);
}

#[test]
fn regressions_made_to_cost_digits() {
    let line = |cells: &[String]| cells.to_vec();
    let many = |make: &dyn Fn(usize) -> Vec<String>| (0..40).map(make).collect::<Vec<_>>();
    designed(
        "a predictor far from nought",
        &many(&|at| line(&[format!("{}.{:03}", 3 * at, noise(at)), format!("{}", 1_000_000_000_000 + at)])),
        true,
    );
    designed(
        "ten digits in common everywhere",
        &many(&|at| {
            let parts = [noise(at), noise(at + 100), noise(at + 200)];
            line(&parts.map(|part| format!("9876543210.{part:03}")))
        }),
        true,
    );
    designed(
        "two columns alike to the eleventh digit",
        &many(&|at| {
            let x = 1_000 + at;
            line(&[
                format!("{}.{:03}", 7 * at, noise(at)),
                format!("{x}"),
                format!("{x}.00000000{:03}", noise(at + 50)),
            ])
        }),
        true,
    );
    designed(
        "units from the atom to the galaxy",
        &many(&|at| {
            line(&[
                format!("{}.{:03}", at, noise(at)),
                format!("0.000000000000{:03}", noise(at + 10)),
                format!("{}000000000000000", noise(at + 20)),
                format!("{}", noise(at + 30)),
            ])
        }),
        true,
    );
    designed(
        "no intercept, far from nought",
        &many(&|at| {
            line(&[
                format!("{}.{:03}", 5_000_000 + at, noise(at)),
                format!("{}", 10_000_000 + 3 * at),
                format!("{}", 20_000_000 + noise(at + 7)),
            ])
        }),
        false,
    );
    designed(
        "eight columns of noise on a high level",
        &many(&|at| {
            (0..9)
                .map(|column| format!("{}.{:03}", 1_000_000 * (column + 1), noise(at + 37 * column)))
                .collect()
        }),
        true,
    );
}

#[test]
fn polynomials_of_high_degree() {
    let x: Vec<String> = (0..=30).map(|x: i64| x.to_string()).collect();
    for degree in [6_usize, 8, 10] {
        let y = |x: i64| (0..=degree as u32).map(|power| x.pow(power)).sum::<i64>();
        polynomial(
            &format!("all ones, degree {degree}"),
            &x,
            &(0..=30).map(|x| y(x).to_string()).collect::<Vec<_>>(),
            degree,
        );
        let noisy: Vec<String> = (0..=30).map(|x| (y(x) + 1_000 * noise(x as usize)).to_string()).collect();
        polynomial(&format!("ones and noise, degree {degree}"), &x, &noisy, degree);
    }
    // As Filippelli's: a narrow range far from nought, ten powers.
    let x: Vec<String> = (0..60).map(|at| format!("-{}.{:02}", 3 + at / 12, at % 12 * 8)).collect();
    let y: Vec<String> = (0..60).map(|at| format!("0.8{:03}", noise(at) % 1_000)).collect();
    for degree in [5, 8, 10] {
        polynomial(&format!("far from nought, degree {degree}"), &x, &y, degree);
    }
}

#[track_caller]
fn grouped(name: &str, groups: &[Vec<String>], certified: Option<[f64; 4]>) {
    let lines: Vec<String> = groups
        .iter()
        .enumerate()
        .flat_map(|(at, group)| group.iter().map(move |cell| format!("{cell},g{at}")))
        .collect();
    let csv = format!("y,g\n{}\n", lines.join("\n"));
    let found = asked("anova", &csv, &[("value", "y"), ("group", "g")]);
    let found = ["f", "ss_between", "ss_within", "r_squared"].map(|key| number(&found[key]));
    for (values, of) in [(certified, "certified"), (Some(one_way(groups)), "exact")] {
        if let Some(values) = values {
            let pairs: Vec<(f64, f64)> = found.into_iter().zip(values).collect();
            held(&format!("{name}, {of}"), &pairs);
        }
    }
}

#[test]
fn certified_groups() {
    let split = |text: &&str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let groups: Vec<Vec<String>> = sets::SIRSTV.iter().map(split).collect();
    let certified = [1.180_462_374_402_55, 5.114_626_16e-2, 2.166_365_6e-1, 1.909_990_390_511_29e-1];
    grouped("SiRstv", &groups, Some(certified));
    // Simon and Lesage: nine groups of 21, 201 or 2,001 about 1, 10⁶ and 10¹²; the first value of a group is its middle.
    for (level, names) in [
        ("1", ["SmLs01", "SmLs02", "SmLs03"]),
        ("1000000", ["SmLs04", "SmLs05", "SmLs06"]),
        ("1000000000000", ["SmLs07", "SmLs08", "SmLs09"]),
    ] {
        for (name, size) in names.into_iter().zip([21, 201, 2_001_usize]) {
            let group = |middle: usize| -> Vec<String> {
                let tenth = |row: usize| if row == 0 { middle } else { middle + 1 - 2 * (row % 2) };
                (0..size).map(|row| format!("{level}.{}", tenth(row))).collect()
            };
            let groups: Vec<Vec<String>> = [4, 3, 5, 3, 5, 3, 5, 3, 5].map(group).into_iter().collect();
            // F is the size; between there is size × 0.08, within 9 × (size − 1) × 0.01.
            let (size, within) = (size as f64, 0.09 * (size as f64 - 1.0));
            let between = 0.08 * size;
            grouped(name, &groups, Some([size, between, within, between / (between + within)]));
        }
    }
}

#[test]
fn groups_made_to_cost_digits() {
    let of = |level: &str, sizes: &[usize]| -> Vec<Vec<String>> {
        sizes
            .iter()
            .enumerate()
            .map(|(group, size)| {
                (0..*size)
                    .map(|row| format!("{level}.{:03}", (noise(row + 41 * group) + group as i64) % 1_000))
                    .collect()
            })
            .collect()
    };
    grouped("a thousandth about 10¹³", &of("10000000000000", &[12, 12, 12, 12]), None);
    grouped("groups of unequal sizes", &of("8888888888", &[2, 3, 50, 7, 1]), None);
    grouped("ten digits in common", &of("1234567890", &[30, 30, 31]), None);
    grouped("on the other side of nought", &of("-5000000000000", &[5, 6, 7]), None);
}

/// Two columns held against each other by t (pooled and Welch's) and by Pearson's r.
#[track_caller]
fn pair(name: &str, first: &[String], second: &[String]) {
    let long: Vec<String> = [(first, "a"), (second, "b")]
        .into_iter()
        .flat_map(|(cells, group)| cells.iter().map(move |cell| format!("{cell},{group}")))
        .collect();
    let long = format!("y,g\n{}\n", long.join("\n"));
    let wide: Vec<String> = first.iter().zip(second).map(|(a, b)| format!("{a},{b}")).collect();
    let t = |kind: &str| asked("ttest", &long, &[("value", "y"), ("group", "g"), ("kind", kind)]);
    let r = asked("corr", &format!("x,y\n{}\n", wide.join("\n")), &[("columns", "x,y")]);
    let found = [number(&t("pooled")["t"]), number(&t("welch")["t"]), number(&r["estimate"])];
    held(name, &found.into_iter().zip(compared(first, second)).collect::<Vec<_>>());
}

#[test]
fn pairs_made_to_cost_digits() {
    let of = |level: &str, from: usize| -> Vec<String> {
        (0..200).map(|at| format!("{level}.{:03}", noise(at + from))).collect()
    };
    pair("thousandths about 10¹²", &of("1000000000000", 0), &of("1000000000000", 311));
    pair("thousandths about −10¹⁴", &of("-100000000000000", 5), &of("-100000000000000", 77));
    // Alike to the fifteenth digit, so that both the gap and the spread are what is left.
    let near = |from: usize| -> Vec<String> {
        (0..200).map(|at| format!("123456.789012{:03}", (noise(at + from) % 90) + 5)).collect()
    };
    pair("nine digits in common and noise behind", &near(0), &near(400));
    let line: Vec<String> = (0..100).map(|at| format!("{}", 70_000_000_000_000_i64 + at)).collect();
    let bent: Vec<String> = (0..100).map(|at| format!("{}.{:03}", 3 * at, noise(at))).collect();
    pair("a line far from nought", &line, &bent);
}

#[test]
fn noise_far_above_the_signal() {
    let x: Vec<String> = (0..=20).map(|x: i64| x.to_string()).collect();
    let ones = |x: i64| (0..=5).map(|power| x.pow(power)).sum::<i64>();
    // Wampler's with 10³ and 10⁵ times the noise of his fifth set: R² near 10⁻⁹ and 10⁻¹³.
    for times in [10_000_000_i64, 1_000_000_000] {
        let y: Vec<String> =
            (0..=20).zip(sets::WAMPLER).map(|(x, off)| (ones(x) + times * off).to_string()).collect();
        polynomial(&format!("Wampler with noise × {times}"), &x, &y, 5);
    }
    // Norris-like: a line through numbers that are nearly all the same, its slope a hair.
    let x: Vec<String> = (0..40).map(|at: i64| format!("{}", 9_000_000 + at)).collect();
    let y: Vec<String> = (0..40).map(|at: usize| format!("5000000.{:03}", 400 + noise(at) % 10)).collect();
    polynomial("a slope of a hair", &x, &y, 1);
    polynomial("a bend of a hair", &x, &y, 2);
}

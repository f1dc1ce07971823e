//! One small table a check.

use super::{audited, tried};
use crate::audit::Verdict::{self, Agrees, CannotHold, Information};

/// The verdict on the finding with a name.
#[track_caller]
fn check(table: &str, id: &str, expected: Verdict) {
    let found = audited(table);
    let row =
        found.rows.iter().find(|row| row.id == id).unwrap_or_else(|| panic!("no {id} in {:?}", found.rows));
    assert_eq!(row.verdict, expected, "{row:?}");
}

#[test]
fn p_follows_from_statistic_and_degrees_of_freedom() {
    let test = |rest: &str| format!("id,kind,statistic,value,df1,df2,p,tail\na,test,{rest}\n");
    check(&test("t,2.20,,28,.036,"), "a-p", Agrees);
    check(&test("t,2.20,,28,.063,"), "a-p", CannotHold);
    check(&test("t,-2.20,28,,.018,one"), "a-p", Agrees);
    check(&test("t,2.20,28,,.018,"), "a-p", CannotHold);
    check(&test("f,5.19,1,16.2,.037,"), "a-p", Agrees);
    check(&test("chi2,4.1,1,,<.05,"), "a-p", Agrees);
    check(&test("chi2,3.1,1,,<.05,"), "a-p", CannotHold);
    check(&test("z,1.96,,,0.05,"), "a-p", Agrees);
    check(&test("r,.35,,38,.027,"), "a-p", Agrees);
    check(&test("r,.35,,38,n.s.,"), "a-p", CannotHold);
    check(&test("t,8.1,,28,.000,"), "a-p", Agrees);
    let found = audited(&test("t,2.20,28,,.018,"));
    assert_eq!(found.rows[0].why.key, "p-fits-one-tail");
    let changed = audited(&test("t,1.90,28,,.048,"));
    assert_eq!(serde_json::to_value(&changed.rows[0].why.facts["decision_changes"]).expect("json"), true);
}

#[test]
fn trailing_zeros_count() {
    let share = |value: &str| format!("id,kind,n,base,value\na,share,1,7,{value}\n");
    check(&share("14.3"), "a", Agrees);
    check(&share("14.30"), "a", CannotHold);
    check(&share("14"), "a", Agrees);
}

#[test]
fn shares_sums_and_units() {
    check("id,kind,base,value\na,share,40,12.5\n", "a", Agrees);
    check("id,kind,base,value\na,share,40,13.1\n", "a", CannotHold);
    let sum = "id,kind,in,value\nall,total,,100.0\na,part,all,33.3\nb,part,all,33.3\nc,part,all,";
    check(&format!("{sum}33.3\n"), "all", Agrees);
    check(&format!("{sum}33.8\n"), "all", CannotHold);
    let subset = "id,kind,in,value\nall,subset,,10\na,part,all,";
    check(&format!("{subset}7\n"), "all", Information);
    check(&format!("{subset}12\n"), "all", CannotHold);
    let same = |value: &str| format!("id,kind,with,value\na,part,,\"1,446\"\nb,same,a,{value}\n");
    check(&same("1446"), "b", Agrees);
    check(&same("1.446"), "b", CannotHold);
    assert_eq!(audited(&same("1.446")).rows[0].why.key, "unit-scale");
    assert_eq!(audited(&same("1.5")).rows[0].why.key, "same-figure");
}

#[test]
fn whole_numbers_have_only_some_means_and_spreads() {
    let whole = |rest: &str| format!("id,kind,n,mean,sd,item,least,most\na,whole,{rest}\n");
    // Brown and Heathers' own example: 28 people, mean 5.19.
    check(&whole("28,5.19,,1,,"), "a-whole", CannotHold);
    check(&whole("28,5.18,,1,,"), "a-whole", Agrees);
    check(&whole("28,5.19,,2,,"), "a-whole", CannotHold);
    check(&whole("28,5.19,,4,,"), "a-whole", Agrees);
    // Two whole numbers with the sum 3: (1, 2), (0, 3), …; standard deviations .707, 2.121, ….
    check(&whole("2,1.50,0.71,1,,"), "a-whole", Agrees);
    check(&whole("2,1.50,1.00,1,,"), "a-whole", CannotHold);
    check(&whole("10,3.0,2.9,1,1,5"), "a-sd-range", CannotHold);
    check(&whole("10,5.5,0.5,,1,5"), "a-mean-range", CannotHold);
    check(&whole("100,0.45,0.50,binary,,"), "a-binary", Agrees);
    check(&whole("100,0.45,0.45,binary,,"), "a-binary", CannotHold);
}

#[test]
fn a_sample_is_looked_for_where_few_answered() {
    let whole = |rest: &str| format!("id,kind,n,mean,sd,item,least,most,step\na,whole,{rest}\n");
    // Ten ones and ten fives: 2.052. A pair one step in from the ends: 1.973. Parity alone would let 2.00 and 2.03 pass.
    check(&whole("20,3.00,2.05,1,1,5,"), "a-whole", Agrees);
    check(&whole("20,3.00,1.97,1,1,5,"), "a-whole", Agrees);
    check(&whole("20,3.00,2.03,1,1,5,"), "a-whole", CannotHold);
    assert_eq!(audited(&whole("20,3.00,2.03,1,1,5,")).rows[0].why.key, "whole-number-sample");
    // Two whole numbers with the sum 3 differ by 1, 3, 5, …: squares 5, 9, 17; 7 has the right parity and no sample.
    check(&whole("2,1.50,1.58,1,,,"), "a-whole", CannotHold);
    check(&whole("2,1.50,2.12,1,,,"), "a-whole", Agrees);
    // Halves: answers 1, 1.5, …, 5.
    check(&whole("4,2.63,0.63,1,1,5,0.5"), "a-whole", Agrees);
    check(&whole("4,2.60,0.63,1,1,5,0.5"), "a-whole", CannotHold);
    let found = audited(&whole("4,3.25,0.50,1,1,5,"));
    let row = found.rows.iter().find(|row| row.id == "a-samples").expect("samples");
    assert_eq!((row.verdict, row.why.key), (Information, "whole-number-samples"));
    // Only 3, 3, 3 and 4 do this.
    assert_eq!(serde_json::to_value(&row.why.facts["samples"]).expect("json"), "3×3 4×1");
    assert!((row.recomputed_low - 0.5).abs() < 1e-12 && row.recomputed_low == row.recomputed_high);
}

#[test]
fn moments_bound_each_other() {
    check("id,kind,n,skewness,kurtosis\na,whole,100,2.00,2.50\n", "a-moments", Agrees);
    check("id,kind,n,skewness,kurtosis\na,whole,100,2.00,1.50\n", "a-moments", CannotHold);
}

#[test]
fn figures_no_data_can_have() {
    check("id,kind,k,n,r2,dw\na,model,2,50,1.04,2\n", "a-r2-range", CannotHold);
    check("id,kind,k,n,r2,dw\na,model,2,50,.4,4.2\n", "a-dw-range", CannotHold);
    check("id,kind,n,mean,sd\na,whole,50,1,-2\n", "a-sd-range", CannotHold);
}

#[test]
fn an_interval_follows_from_its_estimate() {
    let model = |low: &str| {
        format!(
            "id,kind,in,n,k,b,se,ci_low,ci_high\nm,model,,103,2,,,,\na,coefficient,m,,,1.00,0.50,{low},1.99\n"
        )
    };
    check(&model("0.01"), "a-ci_low", Agrees);
    check(&model("0.10"), "a-ci_low", CannotHold);
}

#[test]
fn an_odds_ratio_follows_from_its_shares() {
    let odds = |rest: &str| {
        format!(
            "id,kind,with,n,base,value,ci_low,ci_high\na,share,,88,139,63.3,,\nb,share,,47,182,25.8,,\nc,contrast,a b,,,{rest}\n"
        )
    };
    check(&odds("4.96,3.07,8.00"), "c", Agrees);
    check(&odds("4.96,3.07,8.00"), "c-ci_high", Agrees);
    check(&odds("4.69,3.07,8.00"), "c", CannotHold);
    check(&odds("4.96,2.07,8.00"), "c-ci_low", CannotHold);
}

#[test]
fn a_faulty_table_is_refused_with_every_fault() {
    let faults =
        |text: &str| tried(text).expect_err("faulty").iter().map(ToString::to_string).collect::<Vec<_>>();
    let found =
        faults("id,kind,in,n,value\na,shere,,1,2\nb,part,c,,1\nb,part,,,1\nd,part,,,x\ne,share,,1,2\n");
    let expected = [
        "line 2, column kind: shere is none of share,",
        "line 5, column value: x is no number",
        "line 5 lacks value",
        "line 6 lacks base",
        "lines 3 and 4 are both called b",
        "line 3, column in: there is no fitting row c",
    ];
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for (found, expected) in found.iter().zip(expected) {
        assert!(found.starts_with(expected), "{found} / {expected}");
    }
    assert!(faults("id,kind,menn\na,whole,1\n")[0].starts_with("the column menn is none of n, base"));
}

#[test]
fn whatever_is_printed_the_audit_ends() {
    use crate::Seed;
    use crate::audit::line::Kind;
    let mut seed = Seed::new(416);
    const FIGURES: &[&str] = &[
        "",
        "",
        "0",
        "1",
        "2",
        "-1",
        "416",
        "1e300",
        "1e-300",
        ".5",
        "<.001",
        ">2",
        "0.00",
        "99999999999999999",
        "3.14**",
    ];
    const STATISTICS: &[&str] = &["", "t", "f", "t/f", "welch", "r", "z", "chi2", "paired"];
    for _ in 0..2_000 {
        let mut text = "id,kind,in,with,statistic,posthoc,letters,item,decision,n,base,value,mean,sd,df1,df2,p,b,se,beta,r2,adj_r2,k,skewness,kurtosis,least,most,ones\n".to_owned();
        for row in 0..1 + seed.below(7) {
            let kind = Kind::ALL[seed.below(Kind::ALL.len())].0;
            let link = |seed: &mut Seed| {
                if seed.below(2) == 0 { String::new() } else { format!("r{}", seed.below(7)) }
            };
            let (home, with) = (link(&mut seed), link(&mut seed));
            let statistic = STATISTICS[seed.below(STATISTICS.len())];
            text.push_str(&format!(
                "r{row},{kind},{home},{with},{statistic},scheffe,a,{},supported",
                1 + seed.below(3)
            ));
            for _ in 9..28 {
                text.push(',');
                text.push_str(FIGURES[seed.below(FIGURES.len())]);
            }
            text.push('\n');
        }
        let _audit_or_faults = tried(&text);
    }
}

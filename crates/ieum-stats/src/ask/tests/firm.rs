//! What came later: event studies, other weights, other conventions, land, gaps between regions, and what is refused by name.

use super::super::Family::{Region, Stats};
use super::{ask, number};

/// Sixteen units over eight years; six are treated from the fifth year on, by three, and drift by `drift` a year before.
fn panel(drift: f64) -> String {
    let mut text = "unit,year,y,first\n".to_owned();
    for unit in 0..16_u32 {
        for year in 0..8_u32 {
            let treated = unit < 6;
            let noise = f64::from((unit * 13 + year * 7 + unit * year) % 17) / 40.0;
            let effect = if treated && year >= 4 { 3.0 } else { 0.0 };
            let moved = if treated { drift * f64::from(year) } else { 0.0 };
            let first = if treated { "2004" } else { "0" };
            text.push_str(&format!(
                "u{unit},{},{},{first}\n",
                2000 + year,
                f64::from(unit) + effect + moved + noise
            ));
        }
    }
    text
}

const OF_PANEL: &str = "value=y|unit=unit|time=year|first=first";

#[test]
fn an_event_study_tells_effects_trends_and_what_it_could_have_seen() {
    let found = ask(Stats, "event", &panel(0.0), OF_PANEL).expect("a study");
    assert_eq!(found["coefficients"].as_array().map(Vec::len), Some(7), "{found}");
    let last = found["coefficients"].as_array().and_then(|all| all.last()).expect("effects").clone();
    assert!((number(&last, "estimate") - 3.0).abs() < 0.3 && number(&last, "event_time") == 3.0);
    assert!(number(&found, "pre_trend.p") > 0.05, "{}", found["pre_trend"]);
    // What would be noticed four times in five is more than what would be noticed every other time.
    assert!(
        number(&found, "pre_trend.slope_noticed_four_fifths")
            > number(&found, "pre_trend.slope_noticed_half")
    );
    assert!(number(&found, "detectable.0.effect") > 0.0);
    let drifting = ask(Stats, "event", &panel(0.8), OF_PANEL).expect("a study");
    assert!(number(&drifting, "pre_trend.p") < 0.01, "{}", drifting["pre_trend"]);
    assert!((number(&drifting, "pre_trend.slope") - 0.8).abs() < 0.2);
    let short = ask(Stats, "event", &panel(0.0), &format!("{OF_PANEL}|leads=2|lags=1")).expect("a study");
    assert_eq!(short["coefficients"].as_array().map(Vec::len), Some(3));
    let all = panel(0.0).replace(",0\n", ",2006\n");
    assert!(ask(Stats, "event", &all, OF_PANEL).expect_err("refused").contains("untreated"));
}

const SITES: &str = "site,cost,reach,risk\nA,10,5,3\nB,20,9,1\nC,15,1,2\n";
const OF_SITES: &str = "alternative=site|criteria=cost,reach,risk|cost=cost|weights=0.5,0.3,0.2";

#[test]
fn other_weights_are_drawn_and_turning_points_solved_for() {
    for method in ["topsis", "wsm", "promethee"] {
        let found = ask(Region, method, SITES, &format!("{OF_SITES}|draws=400|seed=7|reversals="))
            .expect("a ranking");
        let firm = found["stability"].as_array().expect("a list");
        let shares: f64 = firm.iter().map(|one| number(one, "first_share")).sum();
        assert!((shares - 1.0).abs() < 0.02, "{method}: {shares}");
        assert_eq!(firm[0]["alternative"], found["ranking"][0]["alternative"]);
        assert_eq!(found["reversals"].as_array().map(Vec::len), Some(3));
        let again =
            ask(Region, method, SITES, &format!("{OF_SITES}|draws=400|seed=7|reversals=")).expect("the same");
        assert_eq!(again, found, "the same seed, the same draws");
        let narrow =
            ask(Region, method, SITES, &format!("{OF_SITES}|draws=200|spread=0")).expect("a ranking");
        assert_eq!(number(&narrow, "stability.0.first_share"), 1.0);
    }
    let judged = "c,a,b,c\na,1,2,6\nb,,1,3\nc,1/6,,\n";
    let found = ask(Region, "ahp", judged, "draws=300|spread=1.3").expect("weights");
    assert!(number(&found, "weights.0.weight_low") < 0.6 && number(&found, "weights.0.weight_high") > 0.6);
    assert!(ask(Region, "topsis", SITES, &format!("{OF_SITES}|draws=99999999999")).is_err());
}

/// A turning point is one: with a little more weight another wins, with a little less the same does.
#[test]
fn beyond_a_turning_point_another_wins() {
    let found = ask(Region, "wsm", SITES, &format!("{OF_SITES}|reversals=")).expect("a ranking");
    let winner = found["ranking"][0]["alternative"].clone();
    let turns = found["reversals"].as_array().expect("a list");
    let turn = turns.iter().find(|turn| turn["rises_to"].is_number()).expect("a turning point");
    let (at, share) = (number(turn, "rises_to"), [0.5, 0.3, 0.2]);
    let place =
        ["cost", "reach", "risk"].iter().position(|name| turn["criterion"] == *name).expect("a criterion");
    for (more, same) in [(-1e-6, true), (1e-6, false)] {
        let rest = 1.0 - share[place];
        let weights: Vec<String> = (0..3)
            .map(|one| if one == place { at + more } else { share[one] / rest * (1.0 - at - more) })
            .map(|weight| weight.to_string())
            .collect();
        let options = OF_SITES.replace("0.5,0.3,0.2", &weights.join(","));
        let again = ask(Region, "wsm", SITES, &options).expect("a ranking");
        assert_eq!(again["ranking"][0]["alternative"] == winner, same, "{more}");
    }
}

const TRADE: &str =
    "c,p,v,f\nA,x,10,1\nA,y,2,1\nA,z,1,2\nB,x,5,1\nB,y,5,1\nC,y,8,1\nC,z,4,2\nD,z,9,2\nD,x,1,1\n";
const OF_TRADE: &str = "region=c|activity=p|value=v";

#[test]
fn conventions_and_sizes_are_chosen_by_name() {
    let of = |options: &str, method: &str| {
        ask(Region, method, TRADE, &format!("{OF_TRADE}|{options}")).expect(options)
    };
    let rounded = of("convention=econgeo", "lq");
    let exact = of("form=ratio", "lq");
    let (a, b) = (number(&rounded, "quotients.0.quotient"), number(&exact, "quotients.0.quotient"));
    assert!((a * 100.0).fract().abs() < 1e-9 && (a - b).abs() < 0.005 && a != b);
    let by_steps = of("convention=datawheel", "complexity");
    assert!(by_steps["warnings"].to_string().contains("reflections"), "{by_steps}");
    // The vector of this even table sums to nothing, which is said instead of dividing by it in silence.
    let packaged = of("convention=econgeo", "complexity");
    assert!(packaged["eci"][0]["value"].is_null() && packaged["warnings"].to_string().contains("no-index"));
    let small = of("least-region=10", "lq");
    assert!(small["warnings"].to_string().contains("below-size"), "{small}");
    let varied = of("field=f", "shares");
    let part = |name: &str| number(&varied, &format!("of_regions.0.variety.{name}"));
    assert!((part("related") + part("unrelated") - part("total")).abs() < 1e-12);
    assert_eq!(varied["of_activities"].as_array().map(Vec::len), Some(3));
    assert_eq!(of("strongest=1", "relatedness")["pairs"].as_array().map(Vec::len), Some(1));
    assert!(of("fitness=", "complexity")["fitness"].is_array());
}

#[test]
fn land_and_gaps_follow_their_formulas() {
    let plan = "g,jobs,share\na,1000,0.5\nb,500,1\n";
    let found = ask(Region, "land", plan, "group=g|jobs=jobs|on-business-land=share|years=5").expect("land");
    let yearly = (1_000.0 * 0.5 + 500.0) * (0.0015 + 0.007) * 225.0;
    assert!(
        (number(&found, "yearly") - yearly).abs() < 1e-9
            && (number(&found, "total") - 5.0 * yearly).abs() < 1e-9
    );
    let all = ask(Region, "land", plan, "group=g|jobs=jobs|on-business-land=1|reused=1").expect("land");
    assert_eq!(number(&all, "yearly"), 0.0);
    let income = "r,y,people,g\na,10,1,n\nb,20,1,n\nc,30,2,s\n";
    let found = ask(Region, "inequality", income, "value=y|people=people|group=g").expect("inequality");
    let t = |name: &str| number(&found, &format!("theil.{name}"));
    assert!((t("t_between") + t("t_within") - t("t")).abs() < 1e-12 && number(&found, "mean") == 22.5);
    let plants = "i,r,n\ncars,a,50\ncars,a,40\ncars,b,10\nfood,a,30\nfood,b,30\nfood,c,40\n";
    let found = ask(Region, "agglomeration", plants, "industry=i|region=r|size=n").expect("indices");
    assert_eq!(found["industries"].as_array().map(Vec::len), Some(2));
    let cluster = "r,e,b,a,p\nx,30,3,10,100\ny,10,1,30,300\n";
    let options = "region=r|employment=e|establishments=b|area=a|people=p";
    let found = ask(Region, "cluster-index", cluster, options).expect("indices");
    // x has three quarters of the jobs on a quarter of the land and the people, in establishments of the same size.
    assert!((number(&found, "of_regions.0.index") - 9.0).abs() < 1e-12, "{found}");
}

#[test]
fn growth_is_parted_in_each_form() {
    let text = "c,p,v,t\nA,x,10,1\nA,y,5,1\nB,x,5,1\nB,y,8,1\nA,x,12,2\nA,y,6,2\nB,x,5,2\nB,y,9,2\nA,x,15,3\nA,y,6,3\nB,x,4,3\nB,y,12,3\n";
    let of =
        |more: &str| ask(Region, "shift-share", text, &format!("{OF_TRADE}|period=t{more}")).expect("parts");
    for more in ["", "|form=esteban", "|dynamic=", "|form=esteban|dynamic="] {
        let found = of(more);
        let part = |name: &str| number(&found, &format!("of_regions.0.{name}"));
        let sum = part("national") + part("industry_mix") + part("regional") + part("allocation");
        assert!((part("growth") - sum).abs() < 1e-12 && part("growth") == 6.0, "{more}");
    }
    let factors = of("|form=gerfin");
    let part = |name: &str| number(&factors, &format!("of_regions.0.{name}"));
    assert!((part("net_shift") - (21.0 / 15.0) / (37.0 / 28.0)).abs() < 1e-12);
    assert!(of("|from=2|to=3")["of_regions"][0]["growth"] == 3.0);
}

#[test]
fn local_p_values_are_corrected_as_asked() {
    let points: String = (0..30_u32)
        .map(|at| format!("u{at},{},{},{}\n", if at < 15 { 10 + at % 3 } else { 1 + at % 2 }, at % 6, at / 6))
        .collect();
    let table = format!("u,v,x,y\n{points}");
    let of = |rule: &str, method: &str| {
        let options = format!("unit=u|value=v|x=x|y=y|nearest=4|permutations=199|fdr={rule}");
        number(&ask(Region, method, &table, &options).expect("units"), "found")
    };
    for method in ["lisa", "hotspots"] {
        assert!(of("none", method) >= of("bh", method) && of("bh", method) >= of("by", method), "{method}");
        assert!(of("holm", method) >= of("bonferroni", method));
    }
    let found = ask(Region, "moran", &table, "unit=u|value=v|x=x|y=y").expect("an index");
    // The slope of lags on deviations is the index itself, for weights that sum to one.
    let units = found["units"].as_array().expect("units");
    let sums = units.iter().fold((0.0, 0.0), |(xy, xx), one| {
        let (x, y) = (number(one, "deviation"), number(one, "lag"));
        (xy + x * y, xx + x * x)
    });
    assert!((sums.0 / sums.1 - number(&found, "value")).abs() < 1e-12);
}

#[test]
fn what_does_not_exist_or_would_not_fit_is_refused_by_name() {
    let unknown = ask(Stats, "describe", "x\n1\n2\n", "value=x|colour=red").expect_err("refused");
    assert!(unknown.contains("colour") && unknown.contains("quartiles"), "{unknown}");
    let rows: String = (0..7_000).map(|at| format!("r{at},p{at},1\n")).collect();
    let large = ask(Region, "complexity", &format!("c,p,v\n{rows}"), OF_TRADE).expect_err("refused");
    assert!(large.contains("49000000 cells"), "{large}");
    for formula in ["y ~ 1", "y ~ 0"] {
        let found = ask(Stats, "fe", "y,g\n1,a\n2,a\n4,b\n3,b\n", &format!("formula={formula}|effects=g"));
        assert!(found.expect_err("refused").contains("no term"), "{formula}");
    }
    assert!(ask(Stats, "poisson", "y,x\n1,2\n2,3\n3,1\n", "formula=y ~ 0").is_err());
}

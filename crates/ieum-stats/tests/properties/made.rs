//! One question for every method over tables of seeded chance.

use ieum_stats::Seed;
use ieum_stats::ask::Family;
use std::fmt::Write as _;

/// Tables for each property.
pub(crate) const SEEDS: std::ops::Range<u64> = 1..13;

/// A method, its table and its options, and what may be done to the table.
#[derive(Debug, Clone)]
pub(crate) struct Question {
    pub(crate) family: Family,
    pub(crate) method: &'static str,
    /// `key=value`, parted by bars.
    pub(crate) options: String,
    pub(crate) csv: String,
    /// Further tables by their options.
    pub(crate) beside: Vec<(&'static str, String)>,
    /// Whether rows may stand in any order.
    pub(crate) any_order: bool,
    /// Whether `reg0`, `reg1`, … may be called otherwise.
    pub(crate) any_names: bool,
    /// Figures that come of permutations dealt to the rows, or of a choice among equally good ones.
    pub(crate) dealt: &'static str,
    /// Columns whose unit may change.
    pub(crate) unit: &'static str,
    /// `figure^power` for figures that change with that power of the unit.
    pub(crate) powers: &'static str,
}

fn question(family: Family, method: &'static str, options: &str, csv: &str) -> Question {
    Question {
        family,
        method,
        options: options.to_owned(),
        csv: csv.to_owned(),
        beside: Vec::new(),
        any_order: true,
        any_names: false,
        dealt: "",
        unit: "",
        powers: "",
    }
}

impl Question {
    fn named(self) -> Self {
        Self { any_names: true, ..self }
    }

    fn in_order(self) -> Self {
        Self { any_order: false, ..self }
    }

    fn unit(self, unit: &'static str, powers: &'static str) -> Self {
        Self { unit, powers, ..self }
    }

    fn dealt(self, dealt: &'static str) -> Self {
        Self { dealt, ..self }
    }

    fn with(mut self, key: &'static str, table: &str) -> Self {
        self.beside.push((key, table.to_owned()));
        self
    }
}

/// Whole numbers with three digits after their point, so that an eighth of nothing is lost.
fn amount(seed: &mut Seed, most: usize) -> f64 {
    seed.below(most * 1_000) as f64 / 1_000.0
}

/// Cases: y,x,z,g,e,t,k,on with two groups of things called reg0 and reg1.
fn cases(seed: &mut Seed) -> String {
    let mut text = "y,x,z,g,e,t,k,on,three\n".to_owned();
    for at in 0..40 {
        let (x, z) = (amount(seed, 10), amount(seed, 5));
        let y = 300.0 + 2.0 * x - z + amount(seed, 8);
        let g = if seed.below(2) == 0 || at == 0 { "reg0" } else { "reg1" };
        let three = ["reg0", "reg1", "reg2"][at % 3];
        let (event, time) = (u8::from(seed.below(3) > 0), 1 + seed.below(60));
        let count = seed.below(5 + (x as usize));
        let on = u8::from(x + amount(seed, 10) > 10.0);
        let _written = writeln!(text, "{y},{x},{z},{g},{event},{time},{count},{on},{three}");
    }
    text
}

fn jobs(seed: &mut Seed, periods: &[u32]) -> String {
    let mut text = "r,a,v,year\n".to_owned();
    for region in 0..7 {
        for activity in 0..6 {
            for year in periods {
                // Nested, as regions are: larger ones do more.
                let base = if activity <= region { 40 } else { 3 };
                let value = 1 + seed.below(base * (region + 2));
                let _written = writeln!(text, "reg{region},act{activity},{value},{year}");
            }
        }
    }
    text
}

fn panel(seed: &mut Seed) -> String {
    let mut text = "unit,year,y,on,first,x\n".to_owned();
    for unit in 0..14_u32 {
        for year in 0..7_u32 {
            let on = u32::from(unit < 4 && year >= 3);
            let first = if unit < 4 { "2003" } else { "" };
            let y = f64::from(unit) + 0.5 * f64::from(year) + 2.0 * f64::from(on) + amount(seed, 2);
            let x = amount(seed, 3);
            let _written = writeln!(text, "u{unit:02},{},{y},{on},{first},{x}", 2000 + year);
        }
    }
    text
}

/// One question a method.
pub(crate) fn questions(seed: u64) -> Vec<Question> {
    let mut seed = Seed::new(seed);
    let cases = cases(&mut seed);
    let (one, two) = (jobs(&mut seed, &[2020]), jobs(&mut seed, &[2010, 2020]));
    let panel = panel(&mut seed);
    let mut points = "r,v,x,y,people,half\n".to_owned();
    let mut neighbours = "from,to\n".to_owned();
    for at in 0..8 {
        let (v, people) = (1.0 + amount(&mut seed, 90), 1 + seed.below(900));
        let (x, y) = (amount(&mut seed, 50), amount(&mut seed, 50));
        let _written = writeln!(points, "reg{at},{v},{x},{y},{people},h{}", at % 2);
        for other in [(at + 1) % 8, (at + 7) % 8] {
            let _written = writeln!(neighbours, "reg{at},reg{other}");
        }
    }
    let mut sites = "site,cost,reach,age\n".to_owned();
    for at in 0..7 {
        let cells = [0; 3].map(|_| 1.0 + amount(&mut seed, 40));
        let _written = writeln!(sites, "reg{at},{},{},{}", cells[0], cells[1], cells[2]);
    }
    let mut tests = "test,p\n".to_owned();
    (0..12).for_each(|at| {
        let _written = writeln!(tests, "t{at:02},{}", (1 + seed.below(999)) as f64 / 1_000.0);
    });
    let mut firms = "firm,industry,r,size\n".to_owned();
    (0..60).for_each(|at| {
        let (industry, region, size) = (seed.below(3), seed.below(6), 1 + seed.below(50));
        let _written = writeln!(firms, "f{at},i{industry},reg{region},{size}");
    });
    let mut clusters = "r,jobs,firms,area,people\n".to_owned();
    (0..6).for_each(|at| {
        let [a, b, c, d] = [0; 4].map(|_| 1 + seed.below(500));
        let _written = writeln!(clusters, "reg{at},{a},{b},{c},{d}");
    });
    let mut land = "sector,jobs\n".to_owned();
    (0..4).for_each(|at| {
        let _written = writeln!(land, "s{at},{}", 100 + seed.below(900));
    });
    let mut flows = "sector,a,b,c,demand\n".to_owned();
    for name in ["a", "b", "c"] {
        let cells = [0; 3].map(|_| 10 + seed.below(100));
        let _written =
            writeln!(flows, "{name},{},{},{},{}", cells[0], cells[1], cells[2], 400 + seed.below(900));
    }
    let judged = [2, 3, 5].map(|most| 1 + seed.below(most));
    let ahp = format!("c,a,b,c\na,1,{},{}\nb,,1,{}\nc,,,1\n", judged[0], judged[2] + 1, judged[1]);
    let mut labs = "r,lab,n\n".to_owned();
    for region in 0..7 {
        for lab in 0..4 {
            let _written = writeln!(labs, "reg{region},lab{lab},{}", 1 + seed.below(30));
        }
    }
    let place = "place=r|demand=people|x=x|y=y|open=2";
    let map = "unit=r|value=v|permutations=99";
    let of = "region=r|activity=a|value=v";
    let during = format!("{of}|period=year");
    let chosen = "alternative=site|criteria=cost,reach,age|cost=cost";
    let (s, r) = (Family::Stats, Family::Region);
    vec![
        question(s, "describe", "value=y", &cases).unit("y", "mean^1 sd^1 median^1 skewness^0 kurtosis^0"),
        question(s, "ttest", "value=y|group=g", &cases).unit("y", "t^0 p^0 df^0 difference^1"),
        question(s, "anova", "value=y|group=three", &cases)
            .unit("y", "f^0 ss_between^2 ss_within^2 r_squared^0 residual_sd^1"),
        question(s, "chi2", "rows=g|columns=three", &cases),
        question(s, "corr", "columns=x,y", &cases).unit("y", "estimate^0 p^0"),
        question(s, "ols", "formula=y ~ x + z + g", &cases)
            .unit("y", "r_squared^0 f^0 t^0 residual_sd^1 estimate^1 std_error^1 vif^0"),
        question(s, "logit", "formula=on ~ x", &cases),
        question(s, "poisson", "formula=k ~ x", &cases),
        question(s, "nb", "formula=k ~ x", &cases),
        question(s, "gamma", "formula=y ~ x", &cases),
        question(s, "fe", "formula=y ~ x|effects=unit,year", &panel).unit("y", "estimate^1 t^0"),
        question(s, "did", "value=y|treated=on|unit=unit|time=year", &panel),
        question(s, "event", "value=y|unit=unit|time=year|first=first", &panel),
        question(s, "cs", "value=y|unit=unit|time=year|first=first|aggregate=simple", &panel),
        question(s, "sc", "value=y|unit=unit|time=year|treated=on|inference=none", &panel),
        question(s, "sdid", "value=y|unit=unit|time=year|treated=on|inference=none", &panel),
        question(s, "psm", "value=y|treated=on|covariates=x,z", &cases),
        question(s, "km", "time=t|event=e", &cases),
        question(s, "logrank", "time=t|event=e|group=g", &cases),
        question(s, "cox", "time=t|event=e|formula=~ x", &cases),
        question(s, "adjust", "p=p|label=test", &tests),
        question(r, "lq", of, &one).named().unit("v", "quotient^0"),
        question(r, "shares", of, &one).named().unit("v", "krugman^0 herfindahl^0"),
        question(r, "shift-share", &during, &two)
            .named()
            .unit("v", "growth^1 national^1 industry_mix^1 regional^1"),
        question(r, "relatedness", of, &one).named().unit("v", "relatedness^0"),
        question(r, "complexity", of, &one).named().unit("v", "value^0 spectral_gap^0"),
        question(r, "cross", of, &one).named().with("sources", &labs),
        question(r, "dynamics", &during, &two).named(),
        question(r, "clusters", of, &one).named(),
        question(r, "moran", map, &points).with("neighbours", &neighbours).unit("v", "value^0 expected^0"),
        question(r, "lisa", map, &points).with("neighbours", &neighbours).dealt("p"),
        question(r, "geary", map, &points).with("neighbours", &neighbours).unit("v", "value^0 expected^0"),
        question(r, "hotspots", map, &points).with("neighbours", &neighbours).dealt("p"),
        question(r, "ahp", "", &ahp).in_order(),
        question(r, "topsis", chosen, &sites).named().unit("cost", "score^0"),
        question(r, "promethee", chosen, &sites).named().unit("cost", "score^0"),
        question(r, "wsm", chosen, &sites).named().unit("reach", "score^0"),
        question(r, "pmedian", place, &points).named().unit("people", "objective^1"),
        question(r, "cover", &format!("{place}|reach=20"), &points)
            .dealt("open places")
            .unit("people", "covered^1"),
        question(r, "io", "sector=sector|demand=demand", &flows)
            .in_order()
            .unit("a b c demand", "output_multiplier^0"),
        question(r, "land", "group=sector|jobs=jobs|on-business-land=0.4|years=10", &land)
            .unit("jobs", "total^1"),
        question(r, "inequality", "value=v|people=people|group=half", &points)
            .unit("v", "gini^0 t^0 t_between^0 t_within^0 williamson^0"),
        question(r, "agglomeration", "industry=industry|region=r|size=size", &firms)
            .named()
            .unit("size", "gamma^0"),
        question(
            r,
            "cluster-index",
            "region=r|employment=jobs|establishments=firms|area=area|people=people",
            &clusters,
        )
        .named()
        .unit("area people", "index^0"),
    ]
}

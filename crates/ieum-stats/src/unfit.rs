//! Why a figure cannot be had, and what to bear in mind about one that can.

use serde::Serialize;

/// Why something cannot be computed: the rule and the place, for the reader's own language to word.
///
/// Rows and columns count from 0 as the function's arguments do; who shows them adds the heading and the line of the file.
#[derive(Debug, Clone, PartialEq, thiserror::Error, Serialize)]
#[serde(tag = "rule", rename_all = "kebab-case", rename_all_fields = "snake_case")]
#[non_exhaustive]
pub enum Unfit {
    /// Fewer cases than the method needs.
    #[error("{found} cases where {needed} are needed")]
    TooFew {
        /// The least that would do.
        needed: usize,
        /// What is there.
        found: usize,
    },
    /// Two arguments that must have the same length or shape have not.
    #[error("{found} entries where {expected} belong")]
    Shape {
        /// The length the other argument asks for.
        expected: usize,
        /// The length found.
        found: usize,
    },
    /// A number is infinite or not a number.
    #[error("row {row}, column {column} is no finite number")]
    NotFinite {
        /// Counted from 0.
        row: usize,
        /// Counted from 0.
        column: usize,
    },
    /// A number lies outside the domain of the method.
    #[error("{name} is {value}, outside {low} to {high}")]
    OutOfRange {
        /// Which argument, by its name in the signature.
        name: &'static str,
        /// What it was.
        value: f64,
        /// The least allowed.
        low: f64,
        /// The most allowed.
        high: f64,
    },
    /// A text does not follow its format.
    #[error("line {line} does not follow the format")]
    Unreadable {
        /// Counted from 0.
        line: usize,
    },
    /// A system of equations has no single solution.
    #[error("the equations have no single solution: pivot {pivot} vanishes")]
    Singular {
        /// The row or column where elimination stopped, counted from 0.
        pivot: usize,
    },
    /// More is asked for than there is.
    #[error("{needed} needed where {available} can be had")]
    Infeasible {
        /// What the demand comes to.
        needed: f64,
        /// What the supply comes to.
        available: f64,
    },
    /// A column or group does not vary, so the figure would divide by zero.
    #[error("column {column} does not vary")]
    Constant {
        /// Counted from 0.
        column: usize,
    },
    /// A group, row or column has nothing in it.
    #[error("{name} {at} is empty")]
    Empty {
        /// What is empty: `group`, `row`, `column`.
        name: &'static str,
        /// Counted from 0.
        at: usize,
    },
    /// Columns say the same thing, so their effects cannot be told apart.
    #[error("column {column} is a combination of the columns before it")]
    Collinear {
        /// The column that adds nothing, counted from 0.
        column: usize,
    },
    /// One column foretells the outcome without error, so the estimate runs to infinity.
    #[error("column {column} separates the outcomes")]
    Separated {
        /// Counted from 0.
        column: usize,
    },
    /// A formula names nothing whose effect could be estimated.
    #[error("the formula has no term to estimate")]
    NoTerms,
    /// Every unit is treated in the end, so nothing shows what would have been without the treatment.
    #[error("no unit stays untreated")]
    NoControls,
    /// The search for a solution did not settle.
    #[error("not settled after {steps} steps")]
    NotSettled {
        /// Steps taken.
        steps: usize,
    },
    /// A formula names a column the table does not have.
    #[error("no column is called {name}")]
    NoColumn {
        /// The name as the formula has it.
        name: String,
    },
    /// A column of words stands where numbers are needed.
    #[error("column {name} holds no numbers")]
    NotNumbers {
        /// The name as the formula has it.
        name: String,
    },
    /// A formula cannot be read.
    #[error("the formula cannot be read at character {at}")]
    Formula {
        /// The character where reading stopped, counted from 0.
        at: usize,
    },
}

/// What a reader must bear in mind about a figure that was computed.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "rule", rename_all = "kebab-case", rename_all_fields = "snake_case")]
#[non_exhaustive]
pub enum Caution {
    /// Cases were left out because a value was missing.
    Dropped {
        /// How many.
        cases: usize,
    },
    /// So few cases that the approximation behind the p value is poor.
    FewCases {
        /// How many there are.
        found: usize,
        /// From how many on the approximation is thought good.
        advised: usize,
    },
    /// Groups without any value: nothing was computed of them.
    EmptyGroups {
        /// Their names.
        groups: Vec<String>,
    },
    /// Groups so small that what is said of each of them is rough.
    SmallGroups {
        /// Their names.
        groups: Vec<String>,
        /// From how many cases on it is thought good.
        advised: usize,
    },
    /// Units without a neighbour: they add nothing to sums over neighbours but are counted in n.
    Islands {
        /// Which, counted from 0.
        units: Vec<usize>,
    },
    /// Equal values: decided by the order of the arguments, sharing ranks, or making a p value an approximation.
    Ties {
        /// How many cases are tied.
        cases: usize,
    },
    /// A column that does not vary tells the alternatives apart no further.
    Uninformative {
        /// The column, counted from 0.
        column: usize,
    },
    /// Weights used as given although they do not sum to one.
    WeightsSum {
        /// What they sum to.
        sum: f64,
    },
    /// Judgements contradict one another more than is thought tolerable.
    Inconsistent {
        /// The consistency ratio.
        ratio: f64,
        /// The most thought tolerable.
        advised: f64,
    },
    /// A judgement and its counterpart are not each other's inverse; the counterpart above the diagonal was used.
    NotReciprocal {
        /// Counted from 0.
        row: usize,
        /// Counted from 0.
        column: usize,
    },
    /// The best found is not proven best: the distance to the proven bound remains.
    GapRemains {
        /// The gap, as a share of the best found.
        gap: f64,
    },
    /// Choices no different from others: they change nothing about what was found.
    Idle {
        /// Which, counted from 0.
        choices: Vec<usize>,
    },
    /// A sector buys as much as it makes, or more: chains of purchases may not come to an end.
    Unproductive {
        /// The sector, counted from 0.
        sector: usize,
        /// What it buys for each unit it makes.
        inputs: f64,
    },
    /// A sector makes nothing, so its coefficients were set to zero.
    NoOutput {
        /// The sector, counted from 0.
        sector: usize,
    },
    /// Columns nearly say the same thing.
    NearlyCollinear {
        /// The column, counted from 0.
        column: usize,
        /// Its variance inflation factor.
        inflation: f64,
    },
    /// The spread seems to differ between cases or groups, which the method takes to be equal.
    UnequalSpread {
        /// Of the test that says so.
        p: f64,
    },
    /// So many groups that pairs of them were not compared.
    PairsLeftOut {
        /// How many groups there are.
        groups: usize,
        /// Up to how many pairs are compared.
        most: usize,
    },
    /// The values, or what a model leaves of them, seem not to be normal, which a method for few cases needs.
    NotNormal {
        /// Of the test that says so.
        p: f64,
    },
    /// One case moves the figure by itself.
    Influential {
        /// The case, counted from 0.
        row: usize,
        /// Its Cook distance; infinite where the model passes through the case whatever its value.
        distance: f64,
    },
    /// Cells are withheld: they count as nothing in sums and have no figure of their own.
    Withheld {
        /// How many.
        cells: usize,
    },
    /// Regions have nothing at all (or nothing they are specialised in) and therefore no figure.
    EmptyRegions {
        /// How many.
        regions: usize,
    },
    /// Activities are found nowhere and therefore have no figure.
    EmptyActivities {
        /// How many.
        activities: usize,
    },
    /// There is a single region, so nothing can be compared.
    SingleRegion,
    /// Cells lie exactly at the threshold: a strict and a lenient one give different answers.
    AtThreshold {
        /// How many.
        cells: usize,
    },
    /// What was too small was left out.
    BelowSize {
        /// How many regions.
        regions: usize,
        /// How many activities.
        activities: usize,
    },
    /// Regions fall into groups that share no activity: figures of different groups cannot be compared.
    Disconnected {
        /// How many groups.
        components: usize,
    },
    /// A connected group is too small or too alike to be ordered.
    NoIndex {
        /// How many regions it has.
        regions: usize,
    },
    /// The second and the third eigenvalue are as good as equal, so the index is one of many equally good ones.
    NotUnique {
        /// Their difference.
        spectral_gap: f64,
    },
    /// The index is that of reflections broken off after some steps, not the eigenvector they approach.
    Reflections {
        /// How many steps.
        steps: usize,
    },
    /// Nothing tells which end of the index is the complex one.
    SignArbitrary,
    /// Steps ran out before rounding was reached.
    NotSettled {
        /// What was still open.
        residual: f64,
    },
    /// Activities are related to nothing, so their density is not known.
    Unrelated {
        /// How many.
        activities: usize,
    },
    /// Clusters with a single member are related to nothing within.
    SingleMember {
        /// How many.
        clusters: usize,
    },
    /// So few clusters that cluster-robust errors are too small.
    FewClusters {
        /// How many there are.
        found: usize,
        /// From how many on they are thought good.
        advised: usize,
    },
    /// Counts spread more than the model allows, so its errors are too small.
    Overdispersed {
        /// Pearson's χ² over its degrees of freedom.
        ratio: f64,
    },
    /// Counts spread no more than Poisson's: the extra dispersion is estimated as 0.
    NotOverdispersed,
    /// A column foretells the outcome, so that only a penalised estimate is finite.
    Separated {
        /// The column, counted from 0.
        column: usize,
    },
    /// Cases, units or groups took no part in the estimate, for a reason.
    LeftOut {
        /// Why.
        reason: LeftOut,
        /// How many.
        cases: usize,
    },
    /// So few periods before the treatment that a good fit before it promises little.
    FewPeriods {
        /// How many there are.
        found: usize,
        /// From how many on it is thought good.
        advised: usize,
    },
    /// Part of the treated cases enters the estimate with a negative weight, as treated units serve as controls for later ones.
    NegativeWeights {
        /// Share of treated cases with a negative weight, in 0..=1.
        share: f64,
    },
    /// Treated and control units already moved apart before the treatment.
    PreTrend {
        /// p value of the joint test.
        p: f64,
    },
    /// The effect of a column on the hazard changes over time.
    HazardsNotProportional {
        /// The column, counted from 0.
        column: usize,
        /// p value of the test.
        p: f64,
    },
    /// A column still differs between treated and matched controls.
    Unbalanced {
        /// The column, counted from 0.
        column: usize,
        /// Standardised mean difference after matching.
        difference: f64,
    },
    /// The weighted controls do not follow the treated units closely before the treatment.
    PoorFit {
        /// Root mean squared gap before the treatment over the standard deviation of the treated series there.
        ratio: f64,
    },
    /// One treated unit only: an interval rests on placebos alone.
    OneTreatedUnit,
}

/// Why something took no part in an estimate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum LeftOut {
    /// The unit is treated from the first period on, so nothing is known of it untreated.
    TreatedFromStart,
    /// The unit is not seen in every period.
    UnbalancedUnit,
    /// The group has one case, which its own effect meets exactly.
    Singleton,
    /// No control lies within the caliper.
    OutsideCaliper,
    /// No comparison unit is untreated at that time.
    NoControls,
    /// No period before the treatment to compare with.
    NoBasePeriod,
}

//! The register of instruments, ready to be compared: read once, kept until an instrument or a decision changes.

use super::store;
use ieum_kernel::Text;
use ieum_search::linkage::{
    Band, Corpus, FieldKind, Judged, Label, Linker, Record, Schema, is_kind_of, kinds,
};
use ieum_web::{App, Problem};
use serde::Serialize;
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// One instrument, as it is compared and shown.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Machine {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// Who made it.
    pub maker: String,
    /// Its model.
    pub model: String,
    /// Its number in the national register.
    pub registration_number: String,
    /// Its number at the facility.
    pub asset_number: String,
    /// Description and capability.
    pub words: String,
    /// Where it stands; empty when unknown.
    pub facility: String,
    /// That facility's name.
    pub facility_name: Text,
    /// The organisation behind it.
    pub organisation_name: Text,
    /// `open`, `internal_only` or `closed`.
    pub access: String,
    /// `self`, `assisted` or `request`.
    pub access_mode: String,
    /// Code of the sharing scope.
    pub use_scope: String,
    /// Opens so many minutes after midnight.
    pub opens_at: Option<i64>,
    /// Closes so many minutes after midnight.
    pub closes_at: Option<i64>,
    /// Open days from Monday, such as `MTWTF--`.
    pub open_days: String,
    /// Where its facility is.
    pub latitude: Option<f64>,
    /// Where its facility is.
    pub longitude: Option<f64>,
}

impl Machine {
    fn record(&self) -> Record {
        let values = [
            &self.name.ko,
            &self.name.en,
            &self.model,
            &self.maker,
            &self.registration_number,
            &self.asset_number,
            &self.facility,
            &self.words,
        ];
        Record { id: self.id.clone(), values: values.into_iter().cloned().collect() }
    }
}

/// What is compared of instruments.
fn schema() -> Schema {
    Schema::of(&[
        ("name_ko", FieldKind::Name),
        ("name_en", FieldKind::Name),
        ("model", FieldKind::Code),
        ("maker", FieldKind::Category),
        ("registration_number", FieldKind::Identifier),
        ("asset_number", FieldKind::Identifier),
        ("facility", FieldKind::Category),
        ("description", FieldKind::Text),
    ])
}

/// A wish in somebody's words, as a record to compare: the words may be a name in either language.
pub(crate) fn wish(words: &str) -> Record {
    let (name, none) = (words.to_owned(), String::new);
    let values = vec![name.clone(), name.clone(), none(), none(), none(), none(), none(), name];
    Record { id: String::new(), values }
}

/// The instruments with their judge.
#[derive(Debug)]
pub struct Register {
    /// The instruments, in the order of ids.
    pub machines: Vec<Machine>,
    /// The judge.
    pub linker: Linker,
    /// Pairs that somebody has decided on, lower place first.
    decided: BTreeSet<(usize, usize)>,
    /// Instruments by the kind that their name ends in, where the glossary knows it.
    kinds: HashMap<String, Vec<usize>>,
    pairs: OnceLock<Vec<Judged>>,
}

impl Register {
    fn new(machines: Vec<Machine>, labels: &[store::Label]) -> Self {
        let records: Vec<Record> = machines.iter().map(Machine::record).collect();
        let mut linker = Linker::new(Corpus::new(schema(), &records));
        let places: HashMap<&str, usize> =
            machines.iter().enumerate().map(|(place, machine)| (machine.id.as_str(), place)).collect();
        let place = |id: String| places.get(id.as_str()).copied();
        let known: Vec<Label> = labels
            .iter()
            .filter_map(|label| {
                let (left, right) = (place(label.left.to_string())?, place(label.right.to_string())?);
                Some(Label { left: left.min(right), right: left.max(right), same: label.kept.is_some() })
            })
            .collect();
        linker.learn(&linker.pairs(None));
        linker.train(&known, &[]);
        let decided = known.iter().map(|label| (label.left, label.right)).collect();
        let mut by_kind: HashMap<String, Vec<usize>> = HashMap::new();
        for (place, machine) in machines.iter().enumerate() {
            // Where the two names differ, the narrower one says more.
            let kind = |name: &str| kinds(name).into_iter().next();
            let named = match (kind(&machine.name.ko), kind(&machine.name.en)) {
                (Some(korean), Some(english)) if is_kind_of(&english, &korean) => Some(english),
                (korean, english) => korean.or(english),
            };
            if let Some(named) = named {
                by_kind.entry(named).or_default().push(place);
            }
        }
        Self { machines, linker, decided, kinds: by_kind, pairs: OnceLock::new() }
    }

    /// Instruments of a kind narrower than the first of `asked` that are of all the others too, ids of the glossary, each with its
    /// own kind, in the order of ids.
    pub(crate) fn narrower(&self, asked: &[String]) -> Vec<(&Machine, &str)> {
        let Some((wide, others)) = asked.split_first() else { return Vec::new() };
        let is_all = |narrow: &str| others.iter().all(|other| other == narrow || is_kind_of(narrow, other));
        let kinds = self.kinds.iter().filter(|(narrow, _)| is_kind_of(narrow, wide) && is_all(narrow));
        let mut places: Vec<(usize, &str)> = kinds
            .flat_map(|(narrow, places)| places.iter().map(move |place| (*place, narrow.as_str())))
            .collect();
        places.sort_unstable();
        places.into_iter().filter_map(|(place, narrow)| Some((self.machines.get(place)?, narrow))).collect()
    }

    /// Whether two instruments are two things, however alike they are: each has its own number, of the national register or
    /// in the books of one facility, or they belong to different organisations and share neither number.
    ///
    /// The same model elsewhere is a reason to share, not a fault of the register.
    fn told_apart(&self, (left, right): (usize, usize)) -> bool {
        let (Some(left), Some(right)) = (self.machines.get(left), self.machines.get(right)) else {
            return false;
        };
        let numbers = |of: fn(&Machine) -> &String| {
            let number =
                |machine| Some(of(machine).trim().to_uppercase()).filter(|number| !number.is_empty());
            number(left).zip(number(right)).map(|(left, right)| left == right)
        };
        let registered = numbers(|machine| &machine.registration_number);
        let booked = numbers(|machine| &machine.asset_number);
        let (ours, theirs) = (&left.organisation_name, &right.organisation_name);
        let strangers = !ours.is_empty() && !theirs.is_empty() && ours != theirs;
        registered == Some(false)
            || (booked == Some(false) && !left.facility.is_empty() && left.facility == right.facility)
            || (strangers && registered != Some(true) && booked != Some(true))
    }

    /// Pairs that are the same or worth a look, not decided yet and not told apart by their numbers, the most probable first.
    pub fn pairs(&self) -> &[Judged] {
        self.pairs.get_or_init(|| {
            let pairs = self.linker.pairs(None);
            let open = pairs.iter().filter(|pair| !self.decided.contains(pair) && !self.told_apart(**pair));
            let judged = open.filter_map(|(left, right)| self.linker.judge(*left, *right));
            let mut found: Vec<Judged> = judged.filter(|judged| judged.band != Band::Different).collect();
            found.sort_by(|l, r| {
                let order = r.probability.total_cmp(&l.probability).then(r.bits.total_cmp(&l.bits));
                order.then((l.left, l.right).cmp(&(r.left, r.right)))
            });
            found
        })
    }
}

/// The register of this process. The binary makes one and gives it as an answer; without one it is read each time.
#[derive(Debug, Default)]
pub struct Twins {
    known: Mutex<Option<(String, Arc<Register>)>>,
}

/// The register as it is now.
///
/// # Errors
/// Faults of the database.
pub async fn register(app: &App) -> Result<Arc<Register>, Problem> {
    let mut reader = app.db.reader();
    let mark = store::mark(&mut reader).await?;
    let twins = app.ask::<Twins>();
    if let Some(twins) = &twins {
        let known = twins.known.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((at, register)) = known.filter(|(at, _)| *at == mark) {
            tracing::trace!(at, "the register has not changed");
            return Ok(register);
        }
    }
    let machines = store::machines(&mut reader).await?;
    let labels = store::labels(&mut reader).await?;
    let made = tokio::task::spawn_blocking(move || Register::new(machines, &labels)).await;
    let register = Arc::new(made.map_err(|error| Problem::fault(&error))?);
    if let Some(twins) = twins {
        let kept = Some((mark, Arc::clone(&register)));
        *twins.known.lock().unwrap_or_else(PoisonError::into_inner) = kept;
    }
    Ok(register)
}

/// What lists call our columns.
const HEADINGS: &str = include_str!("headings.tsv");

/// A list from elsewhere as a register: rows under headings, in the national form's words or ours.
pub fn of_rows(headings: &[String], rows: &[Vec<String>]) -> Register {
    let bare =
        |heading: &String| heading.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase();
    let headings: Vec<String> = headings.iter().map(bare).collect();
    // In the order of the file: the names of each of our columns, ours first.
    let places: Vec<Option<usize>> = HEADINGS
        .lines()
        .map(|line| {
            let names: Vec<&str> = line.split('\t').skip(1).flat_map(|names| names.split('|')).collect();
            headings.iter().position(|heading| names.contains(&heading.as_str()))
        })
        .collect();
    let machines = rows.iter().zip(1_usize..).map(|(row, line)| {
        let cell = |place: usize| {
            let column = places.get(place).copied().flatten();
            column.and_then(|column| row.get(column)).map(|c| c.trim().to_owned()).unwrap_or_default()
        };
        let id = Some(cell(8)).filter(|id| !id.is_empty()).unwrap_or_else(|| line.to_string());
        Machine {
            id,
            name: Text::new(&cell(0), &cell(1)),
            model: cell(2),
            maker: cell(3),
            registration_number: cell(4),
            asset_number: cell(5),
            facility_name: Text::new(&cell(6), ""),
            facility: cell(6),
            words: cell(7),
            ..Machine::default()
        }
    });
    Register::new(machines.collect(), &[])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `[organisation, facility, registration number, asset number]` of two instruments alike in everything else.
    #[track_caller]
    fn check(left: [&str; 4], right: [&str; 4], apart: bool) {
        let machine = |[organisation, facility, registered, booked]: [&str; 4]| Machine {
            name: Text::new("주사전자현미경", ""),
            organisation_name: Text::new(organisation, ""),
            facility: facility.to_owned(),
            registration_number: registered.to_owned(),
            asset_number: booked.to_owned(),
            ..Machine::default()
        };
        let register = Register::new(vec![machine(left), machine(right)], &[]);
        assert_eq!(register.told_apart((0, 1)), apart, "{left:?} {right:?}");
        assert_eq!(register.told_apart((1, 0)), apart, "{right:?} {left:?}");
    }

    #[test]
    fn two_things_are_told_apart_by_their_numbers_and_their_owners() {
        check(["", "", "", ""], ["", "", "", ""], false);
        check(["가", "1", "N-1", ""], ["가", "2", "N-2", ""], true);
        check(["가", "1", "N-1", "A-1"], ["가", "1", "", "a-1 "], false);
        check(["가", "1", "", "A-1"], ["가", "1", "", "A-2"], true);
        // Two facilities count their own books.
        check(["가", "1", "", "A-1"], ["가", "2", "", "A-2"], false);
        check(["가", "1", "", ""], ["나", "2", "", ""], true);
        check(["가", "1", "N-1", ""], ["나", "2", "n-1", ""], false);
        check(["가", "1", "", ""], ["", "2", "", ""], false);
    }
}

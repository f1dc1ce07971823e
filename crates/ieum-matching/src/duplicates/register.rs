//! The register of instruments, ready to be compared: read once, kept until an instrument or a decision changes.

use super::store;
use ieum_kernel::Text;
use ieum_search::linkage::{Band, Corpus, FieldKind, Judged, Label, Linker, Record, Schema};
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
        Self { machines, linker, decided, pairs: OnceLock::new() }
    }

    /// Whether both have a number of the national register and not the same one: two things, however alike they are.
    fn two_numbers(&self, (left, right): (usize, usize)) -> bool {
        let number = |place: usize| {
            let machine = self.machines.get(place)?;
            let number = machine.registration_number.trim().to_uppercase();
            (!number.is_empty()).then_some(number)
        };
        number(left).zip(number(right)).is_some_and(|(left, right)| left != right)
    }

    /// Pairs that are the same or worth a look, not decided yet and not told apart by their registration numbers, the most
    /// probable first.
    pub fn pairs(&self) -> &[Judged] {
        self.pairs.get_or_init(|| {
            let pairs = self.linker.pairs(None);
            let open = pairs.iter().filter(|pair| !self.decided.contains(pair) && !self.two_numbers(**pair));
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

//! One pass over the rows of a file: what each would do, and in the loading pass, doing it.

use super::guess::NAMES;
use super::reading::{self, NamesMet, Taken};
use super::{Counts, Import, RowFault, shapes, store};
use crate::entry::policy::{self, Facts, Refusal};
use crate::entry::service::{self, insert_new, normalise, settle};
use crate::entry::store::{self as things, NewRow};
use crate::entry::{Entry, Identity, Input, Kind, KindKey, Lexicon, ThingId, Values, What};
use ieum_db::{Audit, DbError, Tx};
use ieum_kernel::{Clock, Id, Lang, Person, Timestamp};
use ieum_paper::Sheet;
use serde_json::json;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Rows read, looked up and written together.
pub(super) const BATCH: usize = 1_000;

/// A row that reads.
struct Parsed {
    line: i64,
    /// What the row says.
    said: Values,
    access_said: bool,
    source_id: String,
    unknown: Vec<(String, String)>,
    /// Organisations that may be meant by an unknown one, by field.
    near: BTreeMap<String, Vec<String>>,
}

/// Tells how far a pass is; `false` stops it.
pub(super) trait Progress: Send {
    /// After each batch: rows looked at, of how many.
    fn told(&mut self, done: i64, total: i64) -> impl Future<Output = Result<bool, DbError>> + Send;
}

/// How a pass ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ended {
    /// At the last row.
    Whole,
    /// Somebody stopped it.
    Stopped,
}

/// What a pass needs besides the file.
pub(super) struct Pass<'a> {
    pub(super) db: &'a ieum_db::Db,
    pub(super) clock: &'a dyn Clock,
    pub(super) lexicon: &'a Lexicon,
    pub(super) by: Option<Id<Person>>,
    /// Whether rows are written; otherwise they are only tried, and faults are kept.
    pub(super) writes: bool,
}

impl Pass<'_> {
    /// Goes through the file. `import` holds the counts, and where a broken-off loading pass left off.
    pub(super) async fn run(
        &self,
        import: &mut Import,
        sheet: &Sheet,
        progress: &mut impl Progress,
    ) -> Result<Ended, DbError> {
        let kind = import.kind.kind();
        let columns = Columns::of(kind, import);
        let skip = if self.writes { import.counts.read } else { 0 };
        let mut state =
            Running { names: NamesMet::default(), seen: HashMap::new(), twins: HashMap::new(), faults: 0 };
        let mut rows = sheet.rows();
        let mut read = 0_i64;
        loop {
            let mut parsed = Vec::with_capacity(BATCH);
            let mut faults = Vec::new();
            let mut taken = 0_i64;
            for row in rows.by_ref().take(BATCH) {
                taken += 1;
                match row {
                    Ok(row) => {
                        let line = i64::try_from(row.line).unwrap_or(i64::MAX);
                        let read = columns.read(kind, line, &|at| row.cell(at).to_owned(), self.lexicon);
                        match read {
                            Ok(row) => parsed.push(row),
                            Err(mut wrong) => faults.append(&mut wrong),
                        }
                    }
                    Err(fault) => faults.push(file_fault(&fault)),
                }
            }
            if taken == 0 {
                return Ok(Ended::Whole);
            }
            let again = read < skip;
            read += taken;
            let counts = self.batch(import, kind, &mut state, parsed, faults, taken, again).await?;
            if !again {
                import.counts = counts;
            }
            if !progress.told(read, import.rows).await? {
                return Ok(Ended::Stopped);
            }
        }
    }

    /// Weighs and, in a loading pass, writes one batch; returns the counts with it.
    #[expect(clippy::too_many_arguments, reason = "the parts of one batch")]
    async fn batch(
        &self,
        import: &mut Import,
        kind: &'static Kind,
        state: &mut Running,
        mut parsed: Vec<Parsed>,
        mut faults: Vec<RowFault>,
        taken: i64,
        again: bool,
    ) -> Result<Counts, DbError> {
        let mut reader = self.db.reader();
        for row in &mut parsed {
            state.resolve(&mut reader, kind, row).await?;
            state.number(kind, row);
        }
        if again {
            return Ok(import.counts);
        }
        let known = Known::read(&mut reader, kind, &import.choices.source, &parsed).await?;
        let homes = homes(&mut reader, &parsed, &known).await?;
        let at = self.clock.now();
        let mut counts = import.counts;
        counts.read += taken;
        let (mut new, mut changed) = (Vec::new(), Vec::new());
        for row in parsed {
            let before = known.of(kind, &import.choices.source, &row);
            let mut values = complete(kind, &row, before.as_ref());
            values.set("source", import.choices.source.clone());
            values.set("source_id", row.source_id.clone());
            normalise(&mut values);
            let home = homes.get(values.get("facility_id")).map_or("", String::as_str);
            settle(kind.key, &mut values, row.access_said || before.is_some(), home);
            let lacking = missing(kind, &values, row.line);
            if row.unknown.is_empty() && !lacking.is_empty() {
                faults.extend(lacking);
                continue;
            }
            let mut taken = known.taken(kind, &values, before.as_ref());
            taken.extend(state.twin(kind, &values, row.line));
            let own = before.as_ref().map(|e| e.id.text());
            let facts =
                Facts { kind: kind.key, values: &values, id: own, taken: &taken, unknown: &row.unknown };
            let reasons = policy::refusals(&facts);
            if !reasons.is_empty() {
                let headings = columns_back(import);
                faults.extend(reasons.iter().map(|reason| refused(&headings, &row, &values, reason)));
                continue;
            }
            match before {
                None => new.push(NewRow { id: kind.key.new_id(self.clock), values }),
                Some(before) if before.values == values && !before.withdrawn => counts.same += 1,
                Some(before) => changed.push((before, values)),
            }
        }
        let faulty: HashSet<i64> = faults.iter().map(|f| f.line).collect();
        counts.faulty += i64::try_from(faulty.len()).unwrap_or(0);
        counts.new += i64::try_from(new.len()).unwrap_or(0);
        counts.update += i64::try_from(changed.len()).unwrap_or(0);
        let mut tx = self.db.begin_alone().await?;
        if self.writes {
            self.write(&mut tx, import, kind, &new, &changed, at).await?;
        } else {
            faults.sort_by_key(|f| f.line);
            store::add_faults(&mut tx, import.id, state.faults + 1, &faults).await?;
            store::add_readings(&mut tx, import.id, &std::mem::take(&mut state.names.told)).await?;
            state.faults += i64::try_from(faults.len()).unwrap_or(0);
        }
        let step = Import { counts, ..import.clone() };
        store::advance(&mut tx, import.state, &step, at).await?;
        tx.commit().await?;
        Ok(counts)
    }

    async fn write(
        &self,
        tx: &mut Tx,
        import: &Import,
        kind: &'static Kind,
        new: &[NewRow],
        changed: &[(Entry, Values)],
        at: Timestamp,
    ) -> Result<(), DbError> {
        let id = import.id.to_string();
        if !new.is_empty() {
            insert_new(tx, kind.key, new, self.by, at, Some(&id)).await?;
        }
        let mut told = Vec::new();
        for (before, values) in changed {
            let what = if before.withdrawn { What::Restored } else { What::Changed };
            if service::write(tx, before, values, false, what, self.by, at, Some(&id)).await? {
                told.push(before.id.clone());
            }
        }
        service::tell_many(tx, kind.key, &told, at).await?;
        let after =
            json!({ "kind": kind.key, "new": new.len(), "changed": told.len(), "rows": import.counts.read });
        let action = "catalogue.import";
        tx.audit(&Audit { actor: self.by, action, thing: &id, before: None, after: Some(after), at }).await
    }
}

/// Fields by column, and which heading a field came from.
struct Columns {
    /// Column, heading, field.
    fields: Vec<(usize, String, String)>,
    facility: String,
    organisation: String,
}

/// Headings by field.
fn columns_back(import: &Import) -> BTreeMap<&str, &str> {
    import.choices.columns.iter().map(|(heading, field)| (field.as_str(), heading.as_str())).collect()
}

impl Columns {
    fn of(kind: &'static Kind, import: &Import) -> Self {
        let chosen = |(place, header): (usize, &String)| {
            let field = import.choices.columns.get(header)?;
            (field == NAMES || kind.field(field).is_some()).then(|| (place, header.clone(), field.clone()))
        };
        let default = |name: &str, value: &str| match kind.field(name) {
            Some(_) => value.to_owned(),
            None => String::new(),
        };
        let no_facility = matches!(kind.key, KindKey::Organisation | KindKey::Facility);
        Self {
            fields: import.headers.iter().enumerate().filter_map(chosen).collect(),
            facility: if no_facility {
                String::new()
            } else {
                default("facility_id", &import.choices.facility)
            },
            organisation: default("organisation_id", &import.choices.organisation),
        }
    }

    /// Reads one row into canonical values, or every fault of it.
    fn read(
        &self,
        kind: &'static Kind,
        line: i64,
        cell: &dyn Fn(usize) -> String,
        lexicon: &Lexicon,
    ) -> Result<Parsed, Vec<RowFault>> {
        let mut said = Values::new();
        let mut faults = Vec::new();
        for (place, heading, name) in &self.fields {
            let written = cell(*place);
            if written.trim().is_empty() {
                continue;
            }
            if name == NAMES {
                let names = shapes::names(&written);
                said.set("name_ko", names.ko.chars().take(200).collect::<String>());
                said.set("name_en", names.en.chars().take(200).collect::<String>());
                said.set("aliases", names.others.join("; ").chars().take(1_000).collect::<String>());
                continue;
            }
            let Some(field) = kind.field(name) else { continue };
            match read_cell(&field.input, &written, lexicon) {
                Ok(canonical) => said.set(name, canonical),
                Err(fault) => faults.push(RowFault {
                    line,
                    heading: heading.clone(),
                    value: written,
                    key: fault.key.to_owned(),
                    args: fault.args.into_iter().map(|(n, v)| (n.to_owned(), v)).collect(),
                }),
            }
        }
        let named = said.has("name_ko") || said.has("name_en");
        if !named && !faults.iter().any(|f| f.heading.is_empty()) {
            let heading =
                self.heading_of("name_ko").or_else(|| self.heading_of("name_en")).unwrap_or_default();
            let (value, args) = (String::new(), BTreeMap::new());
            faults.push(RowFault {
                line,
                heading,
                value,
                key: "field-required-one-language".to_owned(),
                args,
            });
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        for (name, default) in [("facility_id", &self.facility), ("organisation_id", &self.organisation)] {
            if !said.has(name) {
                said.set(name, default.clone());
            }
        }
        let access_said = said.has("access");
        let source_id = said.get("source_id").to_owned();
        Ok(Parsed { line, said, access_said, source_id, unknown: Vec::new(), near: BTreeMap::new() })
    }

    fn heading_of(&self, field: &str) -> Option<String> {
        self.fields.iter().find(|(_, _, f)| f == field).map(|(_, heading, _)| heading.clone())
    }
}

/// A cell; a list stands for the first of its parts that is a code, and a region may hide in an address.
fn read_cell(input: &Input, written: &str, lexicon: &Lexicon) -> Result<String, crate::entry::input::Fault> {
    let read = input.read(written, lexicon);
    if let (Err(_), Input::Choice(list)) = (&read, input) {
        let parts = written.split([';', ',', '>', '|']);
        if let Some(code) = parts.filter_map(|p| lexicon.code(list, p.trim())).next() {
            return Ok(code.to_owned());
        }
        // A town without a known region says nothing of the region, and is no fault of the row.
        if list.name == "region" {
            return Ok(String::new());
        }
    }
    read
}

fn file_fault(fault: &ieum_paper::RowFault) -> RowFault {
    RowFault {
        line: i64::try_from(fault.line).unwrap_or(i64::MAX),
        heading: fault.column.clone().unwrap_or_default(),
        value: String::new(),
        key: fault.reason.key().to_owned(),
        args: fault.reason.facts().into_iter().map(|(name, value)| (name.to_owned(), json!(value))).collect(),
    }
}

/// A refusal as a fault of its row.
fn refused(headings: &BTreeMap<&str, &str>, row: &Parsed, values: &Values, reason: &Refusal) -> RowFault {
    let heading = headings.get(reason.field()).copied().unwrap_or_default();
    if let Refusal::Unknown { field, name } = reason
        && let Some(near) = row.near.get(field)
    {
        return reading::unknown(row.line, heading, name, near);
    }
    let mut args: BTreeMap<String, serde_json::Value> =
        serde_json::to_value(reason).ok().and_then(|v| serde_json::from_value(v).ok()).unwrap_or_default();
    let rule = args.remove("rule").and_then(|r| r.as_str().map(str::to_owned)).unwrap_or_default();
    let field = reason.field();
    RowFault {
        line: row.line,
        heading: heading.to_owned(),
        value: values.get(field).to_owned(),
        key: format!("entry-refused-{rule}"),
        args,
    }
}

/// What is remembered from row to row.
struct Running {
    /// What names in the file stand for.
    names: NamesMet,
    /// How often rows that look alike were seen, for rows without a number of their own.
    seen: HashMap<String, u32>,
    /// Identifying values of earlier rows and their lines.
    twins: HashMap<(&'static str, String), i64>,
    faults: i64,
}

impl Running {
    /// Finds the things that reference fields name.
    async fn resolve(
        &mut self,
        reads: &mut ieum_db::Reader,
        kind: &'static Kind,
        row: &mut Parsed,
    ) -> Result<(), DbError> {
        for field in kind.fields() {
            let Input::Ref(target) = field.input else { continue };
            let written = row.said.get(field.name).to_owned();
            if written.is_empty() {
                continue;
            }
            match self.names.take(reads, target, &written, row.line).await? {
                Taken::Thing(id) => row.said.set(field.name, id.text()),
                Taken::Nothing(near) => {
                    if target == KindKey::Organisation {
                        row.near.insert(field.name.to_owned(), near);
                    }
                    row.unknown.push((field.name.to_owned(), written));
                }
            }
        }
        Ok(())
    }

    /// Gives a row without a number of its own one that the same row gets again in the next import.
    fn number(&mut self, kind: &'static Kind, row: &mut Parsed) {
        let identified = kind.fields().any(|f| f.identity == Identity::Unique && row.said.has(f.name));
        if row.source_id.is_empty() && !identified {
            let print = row.said.fingerprint();
            let count = self.seen.entry(print.clone()).or_default();
            *count += 1;
            let mut digest = <sha2::Sha256 as sha2::Digest>::new();
            sha2::Digest::update(&mut digest, format!("{print}#{count}").as_bytes());
            let hex: String = hex::encode(sha2::Digest::finalize(digest)).chars().take(24).collect();
            row.source_id = format!("~{hex}");
        }
    }

    /// Identifying values that an earlier row of the file already has.
    fn twin(&mut self, kind: &'static Kind, values: &Values, line: i64) -> Vec<(String, String, String)> {
        let mut taken = Vec::new();
        let identifying = kind.fields().filter(|f| f.identity == Identity::Unique || f.name == "source_id");
        for field in identifying.filter(|f| values.has(f.name)) {
            match self.twins.entry((field.name, values.get(field.name).to_owned())) {
                std::collections::hash_map::Entry::Occupied(earlier) => {
                    taken.push((field.name.to_owned(), String::new(), format!("#{}", earlier.get())));
                }
                std::collections::hash_map::Entry::Vacant(free) => {
                    free.insert(line);
                }
            }
        }
        taken
    }
}

/// Things that rows of a batch may speak of.
#[derive(Default)]
struct Known {
    by_field: HashMap<(&'static str, String), Vec<Entry>>,
    by_source: HashMap<String, Entry>,
}

impl Known {
    async fn read(
        reads: &mut ieum_db::Reader,
        kind: &'static Kind,
        source: &str,
        rows: &[Parsed],
    ) -> Result<Self, DbError> {
        let mut known = Self::default();
        for field in kind.fields().filter(|f| f.identity != Identity::None) {
            let mut asked: Vec<String> = Vec::new();
            for row in rows.iter().filter(|r| r.said.has(field.name)) {
                let mut one = Values::new().with(field.name, row.said.get(field.name));
                normalise(&mut one);
                asked.push(one.get(field.name).to_owned());
            }
            for entry in things::by_field(reads, kind, field.name, &asked).await? {
                let key = (field.name, entry.values.get(field.name).to_owned());
                known.by_field.entry(key).or_default().push(entry);
            }
        }
        let ids: Vec<String> = rows.iter().map(|r| r.source_id.clone()).filter(|id| !id.is_empty()).collect();
        for entry in things::by_source(reads, kind, source, &ids).await? {
            known.by_source.insert(entry.values.get("source_id").to_owned(), entry);
        }
        Ok(known)
    }

    /// The thing a row speaks of: by identifying number, by number within the facility, by number in the source.
    fn of(&self, kind: &'static Kind, _source: &str, row: &Parsed) -> Option<Entry> {
        let mut said = row.said.clone();
        normalise(&mut said);
        for field in kind.fields().filter(|f| f.identity != Identity::None && said.has(f.name)) {
            let found = self.by_field.get(&(field.name, said.get(field.name).to_owned()));
            let fits = |e: &&Entry| {
                field.identity == Identity::Unique || e.values.get("facility_id") == said.get("facility_id")
            };
            if let Some(entry) = found.and_then(|all| all.iter().find(fits)) {
                return Some(entry.clone());
            }
        }
        self.by_source.get(&row.source_id).cloned()
    }

    /// Identifying values that belong to another thing.
    fn taken(
        &self,
        kind: &'static Kind,
        values: &Values,
        own: Option<&Entry>,
    ) -> Vec<(String, String, String)> {
        let mut taken = Vec::new();
        for field in kind.fields().filter(|f| f.identity == Identity::Unique && values.has(f.name)) {
            let others = self.by_field.get(&(field.name, values.get(field.name).to_owned()));
            for other in others.into_iter().flatten().filter(|e| own.is_none_or(|own| own.id != e.id)) {
                let name = other.name().in_lang(Lang::Ko).to_owned();
                taken.push((field.name.to_owned(), other.id.to_string(), name));
            }
        }
        taken
    }
}

/// Regions of the facilities that rows belong to.
async fn homes(
    reads: &mut ieum_db::Reader,
    rows: &[Parsed],
    _known: &Known,
) -> Result<HashMap<String, String>, DbError> {
    let ids: HashSet<&str> =
        rows.iter().map(|r| r.said.get("facility_id")).filter(|id| !id.is_empty()).collect();
    let ids: Vec<String> =
        ids.into_iter().filter(|id| id.parse::<ThingId>().is_ok()).map(str::to_owned).collect();
    let found = things::by_ids(reads, KindKey::Facility.kind(), &ids).await?;
    Ok(found.into_iter().map(|e| (e.id.to_string(), e.values.get("region").to_owned())).collect())
}

/// What a thing would be: what the row says, over what is known of it or the kind's defaults.
fn complete(kind: &'static Kind, row: &Parsed, before: Option<&Entry>) -> Values {
    let mut values = match before {
        Some(entry) => entry.values.clone(),
        None => kind.fields().fold(Values::new(), |values, field| values.with(field.name, field.default)),
    };
    for (name, value) in row.said.iter() {
        values.set(name, value);
    }
    values
}

/// Fields that a thing needs and neither the row nor a default gives.
fn missing(kind: &'static Kind, values: &Values, line: i64) -> Vec<RowFault> {
    let fault = |name: &str| RowFault {
        line,
        heading: name.to_owned(),
        value: String::new(),
        key: "import-field-missing".to_owned(),
        args: BTreeMap::from([("field".to_owned(), json!(name))]),
    };
    kind.fields().filter(|f| f.needed && !values.has(f.name)).map(|f| fault(f.name)).collect()
}

//! Entering, changing, linking and withdrawing things: the same order for the page, the API, imports and the command line.

use super::kind::{Kind, KindKey, ThingId, pair};
use super::policy::{self, Facts, Refusal};
use super::store::{self, NewChange, NewRow};
use super::thing::{Belonging, Entry, Values, What};
use super::{Identity, Input, input};
use crate::alias::{self, How};
use ieum_db::{Audit, DbError, Reads, Tx};
use ieum_kernel::{Actor, Clock, Facility, Id, Lang, Person, Timestamp};
use ieum_web::FieldError;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Why a thing was not kept.
#[derive(Debug, thiserror::Error)]
pub enum EntryError {
    /// The rules said no; every reason.
    #[error("refused for {} reason(s)", .0.len())]
    Refused(Vec<Refusal>),
    /// Fields cannot be read; every fault.
    #[error("{} field(s) cannot be read", .0.len())]
    Invalid(Vec<FieldError>),
    /// It changed since it was read; as it is now.
    #[error("the thing changed in the meantime")]
    Stale(Box<Entry>),
    /// It is not the person's to change.
    #[error("not theirs to change")]
    NotTheirs,
    /// There is no such thing.
    #[error("no such thing")]
    NotFound,
    /// The database failed.
    #[error("cannot reach the catalogue")]
    Db(#[from] DbError),
}

/// Tells the rest of the house that things changed.
///
/// One thing: `{kind, id}`. Many, from an import or a bulk load: `{kind, id: null, ids: […]}`.
pub const CHANGED: &str = "catalogue.changed";

async fn tell(tx: &mut Tx, kind: KindKey, ids: &[&ThingId], at: Timestamp) -> Result<(), DbError> {
    match ids {
        [] => Ok(()),
        [id] => tx.emit(CHANGED, id.text(), &json!({ "kind": kind.key(), "id": id }), at).await,
        many => {
            let payload = json!({ "kind": kind.key(), "id": null, "ids": many });
            tx.emit(CHANGED, kind.key(), &payload, at).await
        }
    }
}

/// Turns what was written in reference fields into ids; tells which name nothing.
pub(crate) async fn resolve(
    reads: &mut impl Reads,
    kind: &'static Kind,
    values: &mut Values,
) -> Result<Vec<(String, String)>, DbError> {
    let mut unknown = Vec::new();
    for field in kind.fields() {
        let Input::Ref(target) = field.input else { continue };
        let written = values.get(field.name).to_owned();
        if written.is_empty() {
            continue;
        }
        match find_reference(reads, target, &written).await? {
            Some(id) => values.set(field.name, id.text()),
            None => unknown.push((field.name.to_owned(), written)),
        }
    }
    Ok(unknown)
}

/// The thing that a text names: its id, `name (id)`, an identifying number, the exact name of one thing alone, or a name that
/// was confirmed for an organisation. What was merged stands for the one that was kept.
pub(crate) async fn find_reference(
    reads: &mut impl Reads,
    target: KindKey,
    written: &str,
) -> Result<Option<ThingId>, DbError> {
    Ok(find_named(reads, target, written).await?.map(|(id, _)| id))
}

/// As [`find_reference`], with how the thing was found.
pub(crate) async fn find_named(
    reads: &mut impl Reads,
    target: KindKey,
    written: &str,
) -> Result<Option<(ThingId, How)>, DbError> {
    let kind = target.kind();
    if let Some(id) = input::id_in(written, target) {
        let Some(entry) = store::get(reads, &id).await? else { return Ok(None) };
        return Ok(Some((kept(reads, entry).await?, How::Name)));
    }
    let named = store::by_name(reads, kind, written.trim()).await?;
    if let [(id, _)] = named.as_slice() {
        return Ok(Some((id.clone(), How::Name)));
    }
    for field in kind.fields().filter(|f| f.identity == Identity::Unique) {
        let mut asked = Values::new().with(field.name, written.trim());
        normalise(&mut asked);
        let found = store::by_field(reads, kind, field.name, &[asked.get(field.name).to_owned()]).await?;
        if let [entry] = found.as_slice() {
            return Ok(Some((kept(reads, entry.clone()).await?, How::Number)));
        }
    }
    if target == KindKey::Organisation {
        let key = ieum_search::linkage::name_key(written);
        let found = alias::confirmed(reads, &key).await?;
        return Ok(found.map(|id| (ThingId::from(id), How::Alias)));
    }
    Ok(None)
}

/// The id of a thing, or of the one that was kept for it.
async fn kept(reads: &mut impl Reads, entry: Entry) -> Result<ThingId, DbError> {
    if !entry.withdrawn {
        return Ok(entry.id);
    }
    Ok(crate::merging::kept_for(reads, &entry.id).await?.unwrap_or(entry.id))
}

/// Puts identifying numbers into their one form, where they check.
pub(crate) fn normalise(values: &mut Values) {
    use crate::organisation::numbers;
    if let Ok(digits) = numbers::business_number(values.get("business_number")) {
        values.set("business_number", digits);
    }
    if let Ok(id) = numbers::ror_id(values.get("ror_id")) {
        values.set("ror_id", id);
    }
    let number = values.get("registration_number").trim().to_uppercase();
    values.set("registration_number", number);
}

/// What follows from other fields where nothing was said: access from the use scope, region from the facility.
pub(crate) fn settle(kind: KindKey, values: &mut Values, access_was_said: bool, home_region: &str) {
    if kind == KindKey::Instrument && !access_was_said && values.get("access") == "open" {
        if matches!(values.get("life"), "transferred" | "retired") {
            values.set("access", "closed");
        } else if values.get("use_scope") == "1" {
            values.set("access", "internal_only");
        }
    }
    if kind == KindKey::Service && !values.has("unit") && values.has("price_minor") {
        values.set("unit", "case");
    }
    if !values.has("region") {
        values.set("region", home_region);
    }
}

/// Other things that already have one of the identifying values.
async fn taken(
    reads: &mut impl Reads,
    kind: &'static Kind,
    values: &Values,
    own: Option<&ThingId>,
) -> Result<Vec<(String, String, String)>, DbError> {
    let mut found = Vec::new();
    for field in kind.fields().filter(|f| f.identity == Identity::Unique && values.has(f.name)) {
        let others = store::by_field(reads, kind, field.name, &[values.get(field.name).to_owned()]).await?;
        for other in others.iter().filter(|e| own != Some(&e.id)) {
            let name = other.name().in_lang(Lang::Ko).to_owned();
            found.push((field.name.to_owned(), other.id.to_string(), name));
        }
    }
    Ok(found)
}

/// Whose a thing of these values would be.
async fn belonging(
    reads: &mut impl Reads,
    kind: KindKey,
    id: Option<&ThingId>,
    values: &Values,
) -> Result<(Belonging, String), DbError> {
    let facility: Option<Id<Facility>> = match kind {
        KindKey::Facility => id.and_then(ThingId::typed),
        KindKey::Organisation => None,
        _ => values.get("facility_id").parse().ok(),
    };
    let mut organisation = match kind {
        KindKey::Organisation => id.and_then(ThingId::typed),
        _ => values.get("organisation_id").parse().ok(),
    };
    let mut home_region = String::new();
    if kind != KindKey::Facility
        && let Some(facility) = facility
        && let Some(home) = store::get(reads, &ThingId::from(facility)).await?
    {
        organisation = organisation.or(home.owner);
        home_region = home.values.get("region").to_owned();
    }
    Ok((Belonging { organisation, facility, person: values.get("person_id").parse().ok() }, home_region))
}

/// Every reason why these values may not be kept, after references are found and numbers are in their one form.
async fn weigh(
    reads: &mut impl Reads,
    actor: &Actor,
    kind: &'static Kind,
    id: Option<&ThingId>,
    values: &mut Values,
    access_was_said: bool,
) -> Result<Vec<Refusal>, DbError> {
    normalise(values);
    let unknown = resolve(reads, kind, values).await?;
    let (whose, home_region) = belonging(reads, kind.key, id, values).await?;
    settle(kind.key, values, access_was_said, &home_region);
    let taken = taken(reads, kind, values, id).await?;
    let text = id.map(ThingId::text);
    let facts = Facts { kind: kind.key, values, id: text, taken: &taken, unknown: &unknown };
    let mut reasons = policy::refusals(&facts);
    if unknown.is_empty() {
        reasons.extend(policy::not_yours(actor, kind.key, &whose));
    }
    Ok(reasons)
}

/// Enters a thing.
///
/// # Errors
/// Every reason why not.
pub async fn create(
    tx: &mut Tx,
    clock: &dyn Clock,
    actor: &Actor,
    kind: KindKey,
    mut values: Values,
    access_was_said: bool,
) -> Result<ThingId, EntryError> {
    let reasons = weigh(tx, actor, kind.kind(), None, &mut values, access_was_said).await?;
    if !reasons.is_empty() {
        return Err(EntryError::Refused(reasons));
    }
    let id = kind.new_id(clock);
    insert_new(tx, kind, &[NewRow { id: id.clone(), values }], actor.person, clock.now(), None).await?;
    Ok(id)
}

/// Writes new things with history, counts and event. The rules have been asked before.
pub(crate) async fn insert_new(
    tx: &mut Tx,
    kind: KindKey,
    new: &[NewRow],
    by: Option<Id<Person>>,
    at: Timestamp,
    import: Option<&str>,
) -> Result<(), DbError> {
    store::insert(tx, kind.kind(), new, by, at).await?;
    let changes: Vec<NewChange<'_>> = new
        .iter()
        .map(|row| NewChange { thing: &row.id, version: 1, import, what: What::Made, changes: &[], by, at })
        .collect();
    store::write_changes(tx, &changes).await?;
    let mut deltas = BTreeMap::new();
    for row in new {
        *deltas.entry(row.values.combination(kind.kind())).or_default() += 1;
    }
    store::count(tx, kind, &deltas).await?;
    if let [row] = new {
        let after = Value::Object(row.values.json(kind.kind()));
        audit(tx, by, &format!("{kind}.create"), row.id.text(), None, Some(after), at).await?;
    }
    let ids: Vec<&ThingId> = new.iter().map(|row| &row.id).collect();
    tell(tx, kind, &ids, at).await
}

async fn audit(
    tx: &mut Tx,
    actor: Option<Id<Person>>,
    action: &str,
    thing: &str,
    before: Option<Value>,
    after: Option<Value>,
    at: Timestamp,
) -> Result<(), DbError> {
    tx.audit(&Audit { actor, action, thing, before, after, at }).await
}

/// Enters many things at once, such as the sample region's. Values are taken as they are: read them with
/// [`Values::read`] first when people wrote them.
///
/// # Errors
/// Constraints and faults of the database.
pub async fn bulk_insert(
    tx: &mut Tx,
    clock: &dyn Clock,
    kind: KindKey,
    rows: Vec<(ThingId, Values)>,
) -> Result<(), DbError> {
    let at = clock.now();
    for part in rows.chunks(1_000) {
        let new: Vec<NewRow> = part
            .iter()
            .map(|(id, values)| {
                let mut values = values.clone();
                for field in kind.kind().fields() {
                    if !values.has(field.name) {
                        values.set(field.name, field.default);
                    }
                }
                NewRow { id: id.clone(), values }
            })
            .collect();
        insert_new(tx, kind, &new, None, at, None).await?;
    }
    Ok(())
}

/// A thing that may be seen.
///
/// # Errors
/// [`EntryError::NotFound`], also for a withdrawn thing unless its keeper asks.
pub async fn look(reads: &mut impl Reads, actor: &Actor, id: &ThingId) -> Result<Entry, EntryError> {
    let entry = store::get(reads, id).await?.ok_or(EntryError::NotFound)?;
    let keeper = policy::may_change(actor, id.kind(), &Belonging::of(&entry));
    if entry.withdrawn && !keeper { Err(EntryError::NotFound) } else { Ok(entry) }
}

/// A thing that a person may change.
///
/// # Errors
/// [`EntryError::NotFound`], [`EntryError::NotTheirs`].
pub async fn theirs(reads: &mut impl Reads, actor: &Actor, id: &ThingId) -> Result<Entry, EntryError> {
    let entry = look(reads, actor, id).await?;
    let may = policy::may_change(actor, id.kind(), &Belonging::of(&entry));
    if may { Ok(entry) } else { Err(EntryError::NotTheirs) }
}

/// Changes a thing that still has the version it was read with; returns its new version.
///
/// # Errors
/// Every reason why not; [`EntryError::Stale`] with the thing as it is now.
pub async fn change(
    tx: &mut Tx,
    clock: &dyn Clock,
    actor: &Actor,
    id: &ThingId,
    version: i64,
    mut values: Values,
) -> Result<i64, EntryError> {
    let before = theirs(tx, actor, id).await?;
    if before.version != version {
        return Err(EntryError::Stale(Box::new(before)));
    }
    let reasons = weigh(tx, actor, id.kind().kind(), Some(id), &mut values, true).await?;
    if !reasons.is_empty() {
        return Err(EntryError::Refused(reasons));
    }
    if values == before.values {
        return Ok(before.version);
    }
    match write(tx, &before, &values, before.withdrawn, What::Changed, actor.person, clock.now(), None)
        .await?
    {
        true => Ok(version + 1),
        false => Err(EntryError::Stale(Box::new(store::get(tx, id).await?.ok_or(EntryError::NotFound)?))),
    }
}

/// Writes a changed thing with history, counts, audit and event; tells whether the version still fitted.
#[expect(clippy::too_many_arguments, reason = "one place that writes every change")]
pub(crate) async fn write(
    tx: &mut Tx,
    before: &Entry,
    values: &Values,
    withdrawn: bool,
    what: What,
    by: Option<Id<Person>>,
    at: Timestamp,
    import: Option<&str>,
) -> Result<bool, DbError> {
    if !store::update(tx, before, values, withdrawn, by, at).await? {
        return Ok(false);
    }
    let kind = before.kind();
    let changes = values.changes_from(&before.values);
    let change =
        NewChange { thing: &before.id, version: before.version + 1, import, what, changes: &changes, by, at };
    store::write_changes(tx, std::slice::from_ref(&change)).await?;
    let mut deltas: BTreeMap<String, i64> = BTreeMap::new();
    if !before.withdrawn {
        *deltas.entry(before.values.combination(kind)).or_default() -= 1;
    }
    if !withdrawn {
        *deltas.entry(values.combination(kind)).or_default() += 1;
    }
    store::count(tx, kind.key, &deltas).await?;
    if import.is_none() {
        let (old, new) = change.sides();
        audit(tx, by, &format!("{}.{}", kind.key, what.key()), before.id.text(), old, new, at).await?;
        tell(tx, kind.key, &[&before.id], at).await?;
    }
    Ok(true)
}

/// Tells of many changed things after an import wrote them.
pub(crate) async fn tell_many(
    tx: &mut Tx,
    kind: KindKey,
    ids: &[ThingId],
    at: Timestamp,
) -> Result<(), DbError> {
    let ids: Vec<&ThingId> = ids.iter().collect();
    tell(tx, kind, &ids, at).await
}

/// Takes a thing out of the catalogue, or brings it back.
///
/// # Errors
/// [`EntryError::NotTheirs`], [`EntryError::Stale`].
pub async fn withdraw(
    tx: &mut Tx,
    clock: &dyn Clock,
    actor: &Actor,
    id: &ThingId,
    withdrawn: bool,
) -> Result<(), EntryError> {
    let before = theirs(tx, actor, id).await?;
    if before.withdrawn == withdrawn {
        return Ok(());
    }
    let what = if withdrawn { What::Withdrawn } else { What::Restored };
    let values = before.values.clone();
    let written = write(tx, &before, &values, withdrawn, what, actor.person, clock.now(), None).await?;
    if written { Ok(()) } else { Err(EntryError::Stale(Box::new(before))) }
}

/// Links a thing to another, or takes the link away. One has to be theirs.
///
/// # Errors
/// [`Refusal::Unknown`] when the two kinds are not linked or the other is not there.
pub async fn link(
    tx: &mut Tx,
    clock: &dyn Clock,
    actor: &Actor,
    id: &ThingId,
    other: &ThingId,
    linked: bool,
) -> Result<(), EntryError> {
    theirs(tx, actor, id).await?;
    let nothing =
        || EntryError::Refused(vec![Refusal::Unknown { field: "to".to_owned(), name: other.to_string() }]);
    let Some((pair, forward)) = pair(id.kind(), other.kind()) else { return Err(nothing()) };
    if store::get(tx, other).await?.is_none() {
        return Err(nothing());
    }
    let (from, to) = if forward { (id, other) } else { (other, id) };
    let at = clock.now();
    let changed = if linked {
        store::link(tx, &pair, from, to).await?
    } else {
        store::unlink(tx, &pair, from, to).await?
    };
    if changed {
        let action = if linked { "link" } else { "unlink" };
        let both = Some(json!({ "from": from, "to": to }));
        audit(tx, actor.person, &format!("{}.{action}", id.kind()), id.text(), None, both, at).await?;
        tell(tx, id.kind(), &[id], at).await?;
        tell(tx, other.kind(), &[other], at).await?;
    }
    Ok(())
}

/// Links many pairs without asking anybody: for the sample region.
///
/// # Errors
/// Faults of the database.
pub async fn bulk_link(tx: &mut Tx, links: &[(ThingId, ThingId)]) -> Result<(), DbError> {
    for (one, other) in links {
        if let Some((pair, forward)) = pair(one.kind(), other.kind()) {
            let (from, to) = if forward { (one, other) } else { (other, one) };
            store::link(tx, &pair, from, to).await?;
        }
    }
    Ok(())
}

/// Ids and names for a reference field.
///
/// # Errors
/// Faults of the database.
pub(crate) async fn suggest(
    reads: &mut impl Reads,
    kind: &'static Kind,
    text: &str,
) -> Result<Vec<(ThingId, ieum_kernel::Text)>, DbError> {
    store::suggest(reads, kind, text).await
}

/// How a reference is shown in a form: `name (id)`, or what was written.
///
/// # Errors
/// Faults of the database.
pub(crate) async fn suggest_reference(
    reads: &mut impl Reads,
    target: KindKey,
    written: &str,
    lang: Lang,
) -> Result<String, DbError> {
    let Some(id) = input::id_in(written, target) else { return Ok(written.to_owned()) };
    let found = store::get(reads, &id).await?;
    Ok(found.map_or_else(|| written.to_owned(), |e| format!("{} ({id})", e.name().in_lang(lang))))
}

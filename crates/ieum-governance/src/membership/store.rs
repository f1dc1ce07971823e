//! What we keep of memberships, invitations and requests to join.

use crate::membership::policy::Place;
use crate::membership::{Invitation, JoinRequest, Membership, NewMembership, Seat};
use ieum_db::{DbError, Reads, Row, Tx, args};
use ieum_kernel::{Facility, Id, Lang, Organisation, Person, Role, Text, Timestamp};

/// How somebody is reached and called.
pub(crate) struct ContactRow {
    pub(crate) person: Id<Person>,
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) lang: Lang,
}

fn contact_row(row: &Row) -> Result<ContactRow, DbError> {
    Ok(ContactRow {
        person: row.get("id")?,
        name: row.get("name")?,
        email: row.get("email")?,
        lang: row.get("lang")?,
    })
}

pub(crate) async fn contact(reads: &mut impl Reads, id: Id<Person>) -> Result<Option<ContactRow>, DbError> {
    let sql = "SELECT id, name, email, lang FROM person WHERE id = $1";
    reads.maybe(sql, args![id], contact_row).await
}

/// How many people belong to an organisation, are invited to it or ask to join.
///
/// # Errors
/// Faults of the database.
pub async fn people_of(reads: &mut impl Reads, organisation: Id<Organisation>) -> Result<i64, DbError> {
    let sql = "SELECT (SELECT count(*) FROM membership WHERE organisation_id = $1)
                 + (SELECT count(*) FROM invitation WHERE organisation_id = $1 AND state = 'open')
                 + (SELECT count(*) FROM membership_request WHERE organisation_id = $1 AND state = 'open') AS many";
    reads.one(sql, args![organisation], |row| row.get("many")).await
}

pub(crate) async fn contacts_at_facility(
    reads: &mut impl Reads,
    id: Id<Facility>,
    role: Role,
) -> Result<Vec<ContactRow>, DbError> {
    let sql = "SELECT DISTINCT p.id, p.name, p.email, p.lang FROM membership m
               JOIN person p ON p.id = m.person_id AND p.state = 'active'
               WHERE m.facility_id = $1 AND m.role = $2 ORDER BY p.id LIMIT 1000";
    reads.all(sql, args![id, role.key()], contact_row).await
}

pub(crate) async fn contacts_at_organisation(
    reads: &mut impl Reads,
    id: Id<Organisation>,
    role: Option<Role>,
) -> Result<Vec<ContactRow>, DbError> {
    let sql = "SELECT DISTINCT p.id, p.name, p.email, p.lang FROM membership m
               JOIN person p ON p.id = m.person_id AND p.state = 'active'
               WHERE m.organisation_id = $1 AND (m.role = $2 OR $2 = '') ORDER BY p.id LIMIT 1000";
    reads.all(sql, args![id, role.map(Role::key).unwrap_or_default()], contact_row).await
}

pub(crate) async fn contacts_with_role(
    reads: &mut impl Reads,
    role: Role,
) -> Result<Vec<ContactRow>, DbError> {
    let sql = "SELECT DISTINCT p.id, p.name, p.email, p.lang FROM membership m
               JOIN person p ON p.id = m.person_id AND p.state = 'active'
               WHERE m.role = $1 ORDER BY p.id LIMIT 1000";
    reads.all(sql, args![role.key()], contact_row).await
}

pub(crate) async fn organisation_name(
    reads: &mut impl Reads,
    id: Id<Organisation>,
) -> Result<Option<Text>, DbError> {
    let sql = "SELECT name_ko, name_en FROM public_organisation WHERE id = $1";
    reads.maybe(sql, args![id], |row| text(row, "name_ko", "name_en")).await
}

/// Facilities of an organisation with their names.
pub(crate) async fn facilities(
    reads: &mut impl Reads,
    organisation: Id<Organisation>,
) -> Result<Vec<(Id<Facility>, Text)>, DbError> {
    let sql =
        "SELECT id, name_ko, name_en FROM public_facility WHERE organisation_id = $1 ORDER BY id LIMIT 1000";
    reads.all(sql, args![organisation], |row| Ok((row.get("id")?, text(row, "name_ko", "name_en")?))).await
}

fn text(row: &Row, ko: &str, en: &str) -> Result<Text, DbError> {
    let side = |column| Ok::<_, DbError>(row.get::<Option<String>>(column)?.unwrap_or_default());
    Ok(Text { ko: side(ko)?, en: side(en)? })
}

fn role(row: &Row) -> Result<Role, DbError> {
    let key: String = row.get("role")?;
    key.parse().map_err(|source| DbError::Decode { column: "role".to_owned(), source: Box::new(source) })
}

/// Makes changes to the members of one organisation take turns until commit.
pub(crate) async fn take_turn(tx: &mut Tx, organisation: Id<Organisation>) -> Result<(), DbError> {
    let sql = "INSERT INTO membership_turn (organisation_id, turn) VALUES ($1, 1)
               ON CONFLICT (organisation_id) DO UPDATE SET turn = membership_turn.turn + 1";
    tx.run(sql, args![organisation]).await.map(drop)
}

pub(crate) async fn insert(
    tx: &mut Tx,
    id: Id<Membership>,
    new: &NewMembership,
    by: Option<Id<Person>>,
    at: Timestamp,
) -> Result<(), DbError> {
    let sql = "INSERT INTO membership (id, person_id, organisation_id, facility_id, role, made_at, made_by)
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let NewMembership { person, organisation, facility, role } = new;
    tx.run(sql, args![id, person, organisation, facility, role.key(), at, by]).await.map(drop)
}

pub(crate) async fn delete(tx: &mut Tx, id: Id<Membership>) -> Result<u64, DbError> {
    let sql = "DELETE FROM membership WHERE id = $1";
    tx.run(sql, args![id]).await
}

pub(crate) async fn places(
    reads: &mut impl Reads,
    organisation: Id<Organisation>,
) -> Result<Vec<Place>, DbError> {
    let sql = "SELECT person_id, facility_id, role FROM membership WHERE organisation_id = $1 ORDER BY id";
    reads.all(sql, args![organisation], place_row).await
}

pub(crate) async fn places_on_node(
    reads: &mut impl Reads,
    person: Id<Person>,
) -> Result<Vec<Place>, DbError> {
    let sql = "SELECT person_id, facility_id, role FROM membership
               WHERE person_id = $1 AND organisation_id IS NULL ORDER BY id";
    reads.all(sql, args![person], place_row).await
}

/// Whether somebody else is an operator too; until commit no other operator leaves.
pub(crate) async fn other_operators(tx: &mut Tx, person: Id<Person>) -> Result<bool, DbError> {
    let turn = "INSERT INTO membership_turn (organisation_id, turn) VALUES ('operators', 1)
                ON CONFLICT (organisation_id) DO UPDATE SET turn = membership_turn.turn + 1";
    tx.run(turn, args![]).await?;
    let sql = "SELECT COUNT(*) AS others FROM membership m JOIN person p ON p.id = m.person_id AND p.state = 'active'
               WHERE m.role = 'operator' AND m.person_id <> $1";
    Ok(tx.one(sql, args![person], |row| row.get::<i64>("others")).await? > 0)
}

fn place_row(row: &Row) -> Result<Place, DbError> {
    Ok(Place { person: row.get("person_id")?, facility: row.get("facility_id")?, role: role(row)? })
}

pub(crate) async fn seats_of_organisation(
    reads: &mut impl Reads,
    organisation: Id<Organisation>,
) -> Result<Vec<Seat>, DbError> {
    let sql = "SELECT m.id, m.person_id, p.name, p.email, m.organisation_id, o.name_ko, o.name_en,
                 m.facility_id, f.name_ko AS facility_ko, f.name_en AS facility_en, m.role, m.made_at
               FROM membership m
               JOIN person p ON p.id = m.person_id
               LEFT JOIN public_organisation o ON o.id = m.organisation_id
               LEFT JOIN public_facility f ON f.id = m.facility_id
               WHERE m.organisation_id = $1 ORDER BY p.name, p.id, m.role LIMIT 2000";
    reads.all(sql, args![organisation], seat_row).await
}

pub(crate) async fn seats_of_person(
    reads: &mut impl Reads,
    person: Id<Person>,
) -> Result<Vec<Seat>, DbError> {
    let sql = "SELECT m.id, m.person_id, p.name, p.email, m.organisation_id, o.name_ko, o.name_en,
                 m.facility_id, f.name_ko AS facility_ko, f.name_en AS facility_en, m.role, m.made_at
               FROM membership m
               JOIN person p ON p.id = m.person_id
               LEFT JOIN public_organisation o ON o.id = m.organisation_id
               LEFT JOIN public_facility f ON f.id = m.facility_id
               WHERE m.person_id = $1 ORDER BY m.made_at, m.id LIMIT 200";
    reads.all(sql, args![person], seat_row).await
}

pub(crate) async fn seat(reads: &mut impl Reads, id: Id<Membership>) -> Result<Option<Seat>, DbError> {
    let sql = "SELECT m.id, m.person_id, p.name, p.email, m.organisation_id, o.name_ko, o.name_en,
                 m.facility_id, f.name_ko AS facility_ko, f.name_en AS facility_en, m.role, m.made_at
               FROM membership m
               JOIN person p ON p.id = m.person_id
               LEFT JOIN public_organisation o ON o.id = m.organisation_id
               LEFT JOIN public_facility f ON f.id = m.facility_id
               WHERE m.id = $1";
    reads.maybe(sql, args![id], seat_row).await
}

fn seat_row(row: &Row) -> Result<Seat, DbError> {
    Ok(Seat {
        id: row.get("id")?,
        person: row.get("person_id")?,
        name: row.get("name")?,
        email: row.get("email")?,
        organisation: row.get("organisation_id")?,
        organisation_name: text(row, "name_ko", "name_en")?,
        facility: row.get("facility_id")?,
        facility_name: text(row, "facility_ko", "facility_en")?,
        role: role(row)?,
        made_at: row.get("made_at")?,
    })
}

pub(crate) async fn insert_invitation(tx: &mut Tx, new: &Invitation, at: Timestamp) -> Result<(), DbError> {
    let sql = "INSERT INTO invitation
               (id, organisation_id, facility_id, role, email, email_key, made_by, made_at, ends_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let Invitation { id, organisation, facility, role, email, made_by, ends_at } = new;
    let key = email.to_lowercase();
    tx.run(sql, args![id, organisation, facility, role.key(), email, key, made_by, at, ends_at])
        .await
        .map(drop)
}

pub(crate) async fn set_invitation_key(
    tx: &mut Tx,
    id: Id<Invitation>,
    key_hash: &str,
) -> Result<u64, DbError> {
    let sql = "UPDATE invitation SET key_hash = $2 WHERE id = $1 AND state = 'open'";
    tx.run(sql, args![id, key_hash]).await
}

pub(crate) async fn invitation(
    reads: &mut impl Reads,
    id: Id<Invitation>,
) -> Result<Option<Invitation>, DbError> {
    let sql = "SELECT id, organisation_id, facility_id, role, email, made_by, ends_at FROM invitation
               WHERE id = $1 AND state = 'open'";
    reads.maybe(sql, args![id], invitation_row).await
}

pub(crate) async fn invitation_by_key(
    reads: &mut impl Reads,
    key_hash: &str,
    now: Timestamp,
) -> Result<Option<Invitation>, DbError> {
    let sql = "SELECT id, organisation_id, facility_id, role, email, made_by, ends_at FROM invitation
               WHERE key_hash = $1 AND state = 'open' AND ends_at > $2";
    reads.maybe(sql, args![key_hash, now], invitation_row).await
}

pub(crate) async fn invitations(
    reads: &mut impl Reads,
    organisation: Id<Organisation>,
    now: Timestamp,
) -> Result<Vec<Invitation>, DbError> {
    let sql = "SELECT id, organisation_id, facility_id, role, email, made_by, ends_at FROM invitation
               WHERE organisation_id = $1 AND state = 'open' AND ends_at > $2 ORDER BY made_at, id LIMIT 500";
    reads.all(sql, args![organisation, now], invitation_row).await
}

fn invitation_row(row: &Row) -> Result<Invitation, DbError> {
    Ok(Invitation {
        id: row.get("id")?,
        organisation: row.get("organisation_id")?,
        facility: row.get("facility_id")?,
        role: role(row)?,
        email: row.get("email")?,
        made_by: row.get("made_by")?,
        ends_at: row.get("ends_at")?,
    })
}

/// Uses an invitation up; of two at once only one gets it.
pub(crate) async fn take_invitation(
    tx: &mut Tx,
    id: Id<Invitation>,
    by: Id<Person>,
    now: Timestamp,
) -> Result<bool, DbError> {
    let sql = "UPDATE invitation SET state = 'taken', taken_by = $2 WHERE id = $1 AND state = 'open' AND ends_at > $3";
    Ok(tx.run(sql, args![id, by, now]).await? == 1)
}

pub(crate) async fn withdraw_invitation(tx: &mut Tx, id: Id<Invitation>) -> Result<bool, DbError> {
    let sql = "UPDATE invitation SET state = 'withdrawn', key_hash = NULL WHERE id = $1 AND state = 'open'";
    Ok(tx.run(sql, args![id]).await? == 1)
}

/// Whether the request is new; asking twice waits once.
pub(crate) async fn insert_request(
    tx: &mut Tx,
    id: Id<JoinRequest>,
    person: Id<Person>,
    organisation: Id<Organisation>,
    at: Timestamp,
) -> Result<bool, DbError> {
    let sql =
        "INSERT INTO membership_request (id, person_id, organisation_id, made_at) VALUES ($1, $2, $3, $4)
               ON CONFLICT (person_id, organisation_id) WHERE state = 'open' DO NOTHING";
    Ok(tx.run(sql, args![id, person, organisation, at]).await? == 1)
}

pub(crate) async fn requests(
    reads: &mut impl Reads,
    organisation: Id<Organisation>,
) -> Result<Vec<JoinRequest>, DbError> {
    let sql =
        "SELECT r.id, r.person_id, p.name, p.email, r.organisation_id, r.made_at FROM membership_request r
               JOIN person p ON p.id = r.person_id AND p.state = 'active'
               WHERE r.organisation_id = $1 AND r.state = 'open' ORDER BY r.made_at, r.id LIMIT 500";
    reads.all(sql, args![organisation], request_row).await
}

pub(crate) async fn requests_of_person(
    reads: &mut impl Reads,
    person: Id<Person>,
) -> Result<Vec<(Id<Organisation>, Text)>, DbError> {
    let sql = "SELECT r.organisation_id, o.name_ko, o.name_en FROM membership_request r
               LEFT JOIN public_organisation o ON o.id = r.organisation_id
               WHERE r.person_id = $1 AND r.state = 'open' ORDER BY r.made_at, r.id LIMIT 50";
    reads
        .all(sql, args![person], |row| Ok((row.get("organisation_id")?, text(row, "name_ko", "name_en")?)))
        .await
}

pub(crate) async fn request(
    reads: &mut impl Reads,
    id: Id<JoinRequest>,
) -> Result<Option<JoinRequest>, DbError> {
    let sql =
        "SELECT r.id, r.person_id, p.name, p.email, r.organisation_id, r.made_at FROM membership_request r
               JOIN person p ON p.id = r.person_id AND p.state = 'active'
               WHERE r.id = $1 AND r.state = 'open'";
    reads.maybe(sql, args![id], request_row).await
}

fn request_row(row: &Row) -> Result<JoinRequest, DbError> {
    Ok(JoinRequest {
        id: row.get("id")?,
        person: row.get("person_id")?,
        name: row.get("name")?,
        email: row.get("email")?,
        organisation: row.get("organisation_id")?,
        made_at: row.get("made_at")?,
    })
}

/// Decides a request; false when somebody else was quicker.
pub(crate) async fn decide_request(
    tx: &mut Tx,
    id: Id<JoinRequest>,
    accepted: bool,
    by: Id<Person>,
    at: Timestamp,
) -> Result<bool, DbError> {
    let sql = "UPDATE membership_request SET state = $2, decided_by = $3, decided_at = $4 WHERE id = $1 AND state = 'open'";
    let state = if accepted { "accepted" } else { "declined" };
    Ok(tx.run(sql, args![id, state, by, at]).await? == 1)
}

/// Organisations whose name holds the words, shortest names first.
pub(crate) async fn organisations_named(
    reads: &mut impl Reads,
    words: &str,
) -> Result<Vec<(Id<Organisation>, Text)>, DbError> {
    let sql = "SELECT id, name_ko, name_en FROM public_organisation
               WHERE lower(name_ko) LIKE $1 ESCAPE '!' OR lower(name_en) LIKE $1 ESCAPE '!'
               ORDER BY length(name_ko) + length(name_en), id LIMIT 20";
    let escaped: String = words.to_lowercase().chars().fold(String::new(), |mut text, letter| {
        if matches!(letter, '!' | '%' | '_') {
            text.push('!');
        }
        text.push(letter);
        text
    });
    reads
        .all(sql, args![format!("%{escaped}%")], |row| Ok((row.get("id")?, text(row, "name_ko", "name_en")?)))
        .await
}

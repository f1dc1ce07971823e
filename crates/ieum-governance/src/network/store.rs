//! What we keep of platform roles.

use crate::network::PlatformRole;
use ieum_db::{DbError, Reads, Tx, args};
use ieum_kernel::{Id, Organisation, Person, Text, Timestamp};

pub(crate) async fn set(
    tx: &mut Tx,
    organisation: Id<Organisation>,
    role: PlatformRole,
    by: Option<Id<Person>>,
    at: Timestamp,
) -> Result<bool, DbError> {
    let sql = "INSERT INTO platform_role (organisation_id, role, made_by, made_at) VALUES ($1, $2, $3, $4)
               ON CONFLICT (organisation_id, role) DO NOTHING";
    Ok(tx.run(sql, args![organisation, role.key(), by, at]).await? == 1)
}

pub(crate) async fn unset(
    tx: &mut Tx,
    organisation: Id<Organisation>,
    role: PlatformRole,
) -> Result<bool, DbError> {
    let sql = "DELETE FROM platform_role WHERE organisation_id = $1 AND role = $2";
    Ok(tx.run(sql, args![organisation, role.key()]).await? == 1)
}

/// Role and organisation, by role and name.
pub(crate) async fn all(reads: &mut impl Reads) -> Result<Vec<(String, Id<Organisation>, Text)>, DbError> {
    let sql = "SELECT r.role, r.organisation_id, o.name_ko, o.name_en FROM platform_role r
               JOIN public_organisation o ON o.id = r.organisation_id
               ORDER BY r.role, o.name_ko, o.name_en, r.organisation_id LIMIT 5000";
    reads
        .all(sql, args![], |row| {
            let side = |column| Ok::<_, DbError>(row.get::<Option<String>>(column)?.unwrap_or_default());
            Ok((
                row.get("role")?,
                row.get("organisation_id")?,
                Text { ko: side("name_ko")?, en: side("name_en")? },
            ))
        })
        .await
}

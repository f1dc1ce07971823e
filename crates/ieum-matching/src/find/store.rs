//! What search reads: rows as documents, pairs of names, and plain answers while the index is built.

use ieum_db::{Args, DbError, Query, Reads, Row, Sql, args};

/// The statement that reads a kind's rows as documents; `need` leaves drafts and what was given up out.
fn base(kind: &str) -> &'static str {
    match kind {
        "instrument" => {
            "SELECT i.id AS id, i.name_ko AS name_ko, i.name_en AS name_en, i.maker || ' ' || i.model || ' ' ||
             coalesce(i.registration_number, '') || ' ' || i.asset_number AS alias, coalesce((SELECT
             string_agg(m.name_ko || ' ' || m.name_en || ' ' || m.technique, ' ') FROM public_instrument_method l
             JOIN public_method m ON m.id = l.method_id WHERE l.instrument_id = i.id), '') AS method_text,
             coalesce((SELECT string_agg(m.analytes || ' ' || m.matrices, ' ') FROM public_instrument_method l
             JOIN public_method m ON m.id = l.method_id WHERE l.instrument_id = i.id), '') AS test_text,
             i.capability_ko || ' ' || i.capability_en AS spec_text, i.description_ko || ' ' || i.example_ko AS
             text_ko, i.description_en || ' ' || i.example_en AS text_en, coalesce(f.name_ko, '') || ' ' ||
             coalesce(f.name_en, '') || ' ' || coalesce(o.name_ko, '') || ' ' || coalesce(o.name_en, '') AS
             place_text, i.region AS region, i.access_mode AS access_mode, i.facility_id AS facility_id, o.kind
             AS organisation_kind, CASE WHEN (i.life IN ('disposal_review', 'transferred', 'retired') OR i.access
             = 'closed') THEN 'out' ELSE '' END AS state, '' AS accreditation, '' AS seen_by FROM
             public_instrument i LEFT JOIN public_facility f ON f.id = i.facility_id LEFT JOIN
             public_organisation o ON o.id = f.organisation_id WHERE TRUE"
        }
        "service" => {
            "SELECT s.id AS id, s.name_ko AS name_ko, s.name_en AS name_en, '' AS alias, coalesce(m.name_ko ||
             ' ' || m.name_en || ' ' || m.technique, '') AS method_text, coalesce(m.analytes || ' ' ||
             m.matrices, '') AS test_text, s.accreditation || ' ' || coalesce(m.standards, '') AS spec_text,
             s.description_ko || ' ' || s.deliverable_ko AS text_ko, s.description_en || ' ' || s.deliverable_en
             AS text_en, coalesce(f.name_ko, '') || ' ' || coalesce(f.name_en, '') || ' ' || coalesce(o.name_ko,
             '') || ' ' || coalesce(o.name_en, '') AS place_text, s.region AS region, s.access_mode AS
             access_mode, s.facility_id AS facility_id, o.kind AS organisation_kind, '' AS state, s.accreditation
             AS accreditation, '' AS seen_by FROM public_service s LEFT JOIN public_method m ON m.id =
             s.method_id LEFT JOIN public_facility f ON f.id = s.facility_id LEFT JOIN public_organisation o ON
             o.id = f.organisation_id WHERE TRUE"
        }
        "method" => {
            "SELECT m.id AS id, m.name_ko AS name_ko, m.name_en AS name_en, m.chmo_id AS alias, m.technique AS
             method_text, m.analytes || ' ' || m.matrices AS test_text, m.standards AS spec_text,
             m.description_ko AS text_ko, m.description_en AS text_en, '' AS place_text, '' AS region, '' AS
             access_mode, '' AS facility_id, '' AS organisation_kind, '' AS state, '' AS accreditation, '' AS
             seen_by FROM public_method m WHERE TRUE"
        }
        "expert" => {
            "SELECT e.id AS id, e.name_ko AS name_ko, e.name_en AS name_en, '' AS alias, e.fields || ' ' ||
             coalesce((SELECT string_agg(m.name_ko || ' ' || m.name_en || ' ' || m.technique, ' ') FROM
             public_expert_method l JOIN public_method m ON m.id = l.method_id WHERE l.expert_id = e.id), '') AS
             method_text, coalesce((SELECT string_agg(m.analytes, ' ') FROM public_expert_method l JOIN
             public_method m ON m.id = l.method_id WHERE l.expert_id = e.id), '') AS test_text, e.keywords AS
             spec_text, '' AS text_ko, '' AS text_en, coalesce(o.name_ko, '') || ' ' || coalesce(o.name_en, '')
             AS place_text, e.region AS region, '' AS access_mode, '' AS facility_id, o.kind AS
             organisation_kind, '' AS state, '' AS accreditation, '' AS seen_by FROM public_expert e LEFT JOIN
             public_organisation o ON o.id = e.organisation_id WHERE TRUE"
        }
        "facility" => {
            "SELECT f.id AS id, f.name_ko AS name_ko, f.name_en AS name_en, '' AS alias, '' AS method_text, '' AS
             test_text, '' AS spec_text, f.address AS text_ko, '' AS text_en, coalesce(o.name_ko, '') || ' ' ||
             coalesce(o.name_en, '') AS place_text, f.region AS region, '' AS access_mode, '' AS facility_id,
             o.kind AS organisation_kind, '' AS state, '' AS accreditation, '' AS seen_by FROM public_facility f
             LEFT JOIN public_organisation o ON o.id = f.organisation_id WHERE TRUE"
        }
        "organisation" => {
            "SELECT o.id AS id, o.name_ko AS name_ko, o.name_en AS name_en, coalesce(o.business_number, '') ||
             ' ' || coalesce(o.ror_id, '') || ' ' || w.search_text || ' ' || coalesce((SELECT string_agg(a.name, ' ') FROM
             public_organisation_alias a WHERE a.organisation_id = o.id), '') AS alias, '' AS method_text, '' AS test_text,
             w.keywords AS spec_text, w.description_ko AS text_ko, w.description_en AS text_en, '' AS place_text, o.region AS region, '' AS access_mode, '' AS facility_id,
             o.kind AS organisation_kind, '' AS state, '' AS accreditation, '' AS seen_by FROM
             public_organisation o JOIN public_organisation_words w ON w.id = o.id WHERE TRUE"
        }
        "resource" => {
            "SELECT r.id AS id, r.name_ko AS name_ko, r.name_en AS name_en, '' AS alias, '' AS method_text, '' AS
             test_text, r.keywords AS spec_text, r.description_ko AS text_ko, r.description_en AS text_en,
             coalesce(f.name_ko, '') || ' ' || coalesce(f.name_en, '') AS place_text, r.region AS region,
             r.access_mode AS access_mode, r.facility_id AS facility_id, '' AS organisation_kind, '' AS state, ''
             AS accreditation, '' AS seen_by FROM public_resource r LEFT JOIN public_facility f ON f.id =
             r.facility_id WHERE TRUE"
        }
        "standard" => {
            "SELECT d.id AS id, d.name_ko AS name_ko, d.name_en AS name_en, d.number AS alias, '' AS method_text,
             '' AS test_text, d.keywords AS spec_text, d.description_ko AS text_ko, d.description_en AS text_en,
             d.body AS place_text, '' AS region, '' AS access_mode, '' AS facility_id, '' AS organisation_kind,
             '' AS state, '' AS accreditation, '' AS seen_by FROM public_standard d WHERE TRUE"
        }
        "technology" => {
            "SELECT t.id AS id, t.name_ko AS name_ko, t.name_en AS name_en, t.patent_number AS alias, coalesce((SELECT
             string_agg(m.name_ko || ' ' || m.name_en || ' ' || m.technique, ' ') FROM public_technology_method l
             JOIN public_method m ON m.id = l.method_id WHERE l.technology_id = t.id), '') AS method_text, t.solves ||
             ' ' || t.applications AS test_text, t.keywords AS spec_text, t.description_ko AS text_ko,
             t.description_en AS text_en, coalesce(f.name_ko, '') || ' ' || coalesce(o.name_ko, '') || ' ' ||
             coalesce(o.name_en, '') AS place_text, t.region AS region, '' AS access_mode, t.facility_id AS
             facility_id, o.kind AS organisation_kind, '' AS state, '' AS accreditation, '' AS seen_by FROM
             public_technology t LEFT JOIN public_facility f ON f.id = t.facility_id LEFT JOIN public_organisation o ON
             o.id = coalesce(t.organisation_id, f.organisation_id) WHERE TRUE"
        }
        "dataset" => {
            "SELECT d.id AS id, d.name_ko AS name_ko, d.name_en AS name_en, d.doi AS alias, d.methods AS method_text,
             d.subjects AS test_text, d.keywords AS spec_text, d.description_ko AS text_ko, d.description_en AS
             text_en, coalesce(f.name_ko, '') || ' ' || coalesce(o.name_ko, '') || ' ' || coalesce(o.name_en, '')
             AS place_text, d.region AS region, '' AS access_mode, d.facility_id AS facility_id, o.kind AS
             organisation_kind, CASE WHEN d.data_access = 'closed' THEN 'out' ELSE '' END AS state, '' AS
             accreditation, '' AS seen_by FROM public_dataset d LEFT JOIN public_facility f ON f.id = d.facility_id
             LEFT JOIN public_organisation o ON o.id = coalesce(d.organisation_id, f.organisation_id) WHERE TRUE"
        }
        "software" => {
            "SELECT w.id AS id, w.name_ko AS name_ko, w.name_en AS name_en, '' AS alias, w.operations AS
             method_text, w.topics AS test_text, w.keywords AS spec_text, w.description_ko AS text_ko,
             w.description_en AS text_en, '' AS place_text, w.region AS region, '' AS access_mode, '' AS
             facility_id, '' AS organisation_kind, '' AS state, '' AS accreditation, '' AS seen_by FROM
             public_software w WHERE TRUE"
        }
        _ => {
            "SELECT n.id AS id, n.title AS name_ko, '' AS name_en, '' AS alias, '' AS method_text, '' AS
             test_text, n.material AS spec_text, n.words || ' ' || n.solved_when AS text_ko, '' AS text_en, CASE
             WHEN n.confidentiality = 'public' THEN coalesce(o.name_ko, '') || ' ' || coalesce(o.name_en, '')
             ELSE '' END AS place_text, '' AS region, '' AS access_mode, '' AS facility_id, '' AS
             organisation_kind, CASE WHEN n.state = 'solved' THEN 'solved' ELSE '' END AS state, '' AS accreditation,
             CASE WHEN n.registered THEN '' ELSE n.person_id
             END AS seen_by FROM need n LEFT JOIN public_organisation o ON o.id = n.organisation_id WHERE n.state
             NOT IN ('draft', 'closed', 'declined')"
        }
    }
}

/// The statement, narrowed to what comes after an id.
fn page_of(kind: &str, after: &str, size: i64) -> (Sql, Args) {
    let query = Query::new(base(kind), args![]);
    match kind {
        "instrument" => query.and(" AND i.id > ? ORDER BY i.id LIMIT ?", args![after, size]),
        "service" => query.and(" AND s.id > ? ORDER BY s.id LIMIT ?", args![after, size]),
        "method" => query.and(" AND m.id > ? ORDER BY m.id LIMIT ?", args![after, size]),
        "expert" => query.and(" AND e.id > ? ORDER BY e.id LIMIT ?", args![after, size]),
        "facility" => query.and(" AND f.id > ? ORDER BY f.id LIMIT ?", args![after, size]),
        "organisation" => query.and(" AND o.id > ? ORDER BY o.id LIMIT ?", args![after, size]),
        "resource" => query.and(" AND r.id > ? ORDER BY r.id LIMIT ?", args![after, size]),
        "standard" => query.and(" AND d.id > ? ORDER BY d.id LIMIT ?", args![after, size]),
        "software" => query.and(" AND w.id > ? ORDER BY w.id LIMIT ?", args![after, size]),
        "technology" => query.and(" AND t.id > ? ORDER BY t.id LIMIT ?", args![after, size]),
        "dataset" => query.and(" AND d.id > ? ORDER BY d.id LIMIT ?", args![after, size]),
        _ => query.and(" AND n.id > ? ORDER BY n.id LIMIT ?", args![after, size]),
    }
    .finish()
}

/// The statement, narrowed to some ids.
fn some_of(kind: &str, ids: &[&str]) -> (Sql, Args) {
    let query = Query::new(base(kind), args![]);
    let ids = ids.iter().copied();
    match kind {
        "instrument" => query.and_in(" AND i.id IN (?)", ids),
        "service" => query.and_in(" AND s.id IN (?)", ids),
        "method" => query.and_in(" AND m.id IN (?)", ids),
        "expert" => query.and_in(" AND e.id IN (?)", ids),
        "facility" => query.and_in(" AND f.id IN (?)", ids),
        "organisation" => query.and_in(" AND o.id IN (?)", ids),
        "resource" => query.and_in(" AND r.id IN (?)", ids),
        "standard" => query.and_in(" AND d.id IN (?)", ids),
        "software" => query.and_in(" AND w.id IN (?)", ids),
        "technology" => query.and_in(" AND t.id IN (?)", ids),
        "dataset" => query.and_in(" AND d.id IN (?)", ids),
        _ => query.and_in(" AND n.id IN (?)", ids),
    }
    .finish()
}

/// A page of a kind's rows, by id, for documents.
pub(crate) async fn rows<T: Send>(
    reads: &mut impl Reads,
    kind: &'static str,
    after: &str,
    size: i64,
    map: fn(&str, &Row) -> Result<T, DbError>,
) -> Result<Vec<T>, DbError> {
    let (sql, values) = page_of(kind, after, size);
    reads.all(sql, values, |row| map(kind, row)).await
}

/// The rows of some ids; what is gone or hidden is left out.
pub(crate) async fn rows_of<T: Send>(
    reads: &mut impl Reads,
    kind: &'static str,
    ids: &[&str],
    map: fn(&str, &Row) -> Result<T, DbError>,
) -> Result<Vec<T>, DbError> {
    let (sql, values) = some_of(kind, ids);
    reads.all(sql, values, |row| map(kind, row)).await
}

/// Adds what carries a changed thing's name in its own document: a facility's instruments, a method's services.
pub(crate) async fn with_dependents(
    reads: &mut impl Reads,
    things: Vec<(String, String)>,
) -> Result<Vec<(String, String)>, DbError> {
    let sql = "SELECT 'instrument' AS kind, id FROM public_instrument WHERE facility_id = $1
               UNION ALL SELECT 'service' AS kind, id FROM public_service WHERE facility_id = $1 OR method_id = $1
               UNION ALL SELECT 'facility' AS kind, id FROM public_facility WHERE organisation_id = $1
               UNION ALL SELECT 'expert' AS kind, id FROM public_expert WHERE organisation_id = $1
               UNION ALL SELECT 'instrument' AS kind, instrument_id AS id FROM public_instrument_method
                 WHERE method_id = $1
               UNION ALL SELECT 'expert' AS kind, expert_id AS id FROM public_expert_method WHERE method_id = $1
               UNION ALL SELECT 'technology' AS kind, technology_id AS id FROM public_technology_method
                 WHERE method_id = $1
               UNION ALL SELECT 'technology' AS kind, id FROM public_technology
                 WHERE organisation_id = $1 OR facility_id = $1
               UNION ALL SELECT 'dataset' AS kind, id FROM public_dataset WHERE organisation_id = $1 OR facility_id = $1
               LIMIT 5000";
    let mut all: std::collections::BTreeSet<(String, String)> = things.iter().cloned().collect();
    let carried = ["facility", "organisation", "method"];
    // A great import names them all anyway.
    for (_, id) in things.iter().filter(|(kind, _)| carried.contains(&kind.as_str())).take(200) {
        all.extend(reads.all(sql, args![id], |row| Ok((row.get("kind")?, row.get("id")?))).await?);
    }
    Ok(all.into_iter().collect())
}

/// Names that are known in both languages.
pub(crate) async fn name_pairs(reads: &mut impl Reads) -> Result<Vec<(String, String)>, DbError> {
    let sql = "SELECT name_ko, name_en FROM public_instrument WHERE name_ko <> '' AND name_en <> '' UNION ALL
               SELECT name_ko, name_en FROM public_method WHERE name_ko <> '' AND name_en <> '' UNION ALL SELECT
               name_ko, name_en FROM public_service WHERE name_ko <> '' AND name_en <> '' UNION ALL SELECT name_ko,
               name_en FROM public_facility WHERE name_ko <> '' AND name_en <> '' UNION ALL SELECT name_ko, name_en
               FROM public_resource WHERE name_ko <> '' AND name_en <> '' UNION ALL SELECT name_ko, name_en FROM
               public_standard WHERE name_ko <> '' AND name_en <> '' LIMIT 200000";
    reads.all(sql, args![], |row| Ok((row.get("name_ko")?, row.get("name_en")?))).await
}

/// Plain answers while the index is built: names that hold the words, at most twenty, public things only.
pub(crate) async fn named(reads: &mut impl Reads, words: &str) -> Result<Vec<(String, String)>, DbError> {
    let sql = "SELECT 'instrument' AS kind, i.id AS id FROM public_instrument i WHERE lower(i.name_ko || ' ' ||
               i.name_en) LIKE $1 ESCAPE '!' UNION ALL SELECT 'service' AS kind, s.id AS id FROM public_service s
               WHERE lower(s.name_ko || ' ' || s.name_en) LIKE $1 ESCAPE '!' UNION ALL SELECT 'method' AS kind,
               m.id AS id FROM public_method m WHERE lower(m.name_ko || ' ' || m.name_en) LIKE $1 ESCAPE '!' UNION
               ALL SELECT 'expert' AS kind, e.id AS id FROM public_expert e WHERE lower(e.name_ko || ' ' ||
               e.name_en) LIKE $1 ESCAPE '!' UNION ALL SELECT 'facility' AS kind, f.id AS id FROM public_facility f
               WHERE lower(f.name_ko || ' ' || f.name_en) LIKE $1 ESCAPE '!' UNION ALL SELECT 'organisation' AS
               kind, o.id AS id FROM public_organisation o WHERE lower(o.name_ko || ' ' || o.name_en) LIKE $1
               ESCAPE '!' UNION ALL SELECT 'resource' AS kind, r.id AS id FROM public_resource r WHERE
               lower(r.name_ko || ' ' || r.name_en) LIKE $1 ESCAPE '!' UNION ALL SELECT 'standard' AS kind, d.id AS
               id FROM public_standard d WHERE lower(d.name_ko || ' ' || d.name_en) LIKE $1 ESCAPE '!' UNION ALL
               SELECT 'software' AS kind, w.id AS id FROM public_software w WHERE lower(w.name_ko || ' ' ||
               w.name_en) LIKE $1 ESCAPE '!' UNION ALL SELECT 'technology' AS kind, t.id AS id FROM public_technology t
               WHERE lower(t.name_ko || ' ' || t.name_en) LIKE $1 ESCAPE '!' UNION ALL SELECT 'dataset' AS kind,
               d.id AS id FROM public_dataset d WHERE lower(d.name_ko || ' ' || d.name_en) LIKE $1 ESCAPE '!' UNION ALL
               SELECT 'need' AS kind, n.id AS id FROM need n WHERE
               n.registered AND lower(n.title) LIKE $1 ESCAPE '!' LIMIT 20";
    reads.all(sql, args![like(words)], |row| Ok((row.get("kind")?, row.get("id")?))).await
}

/// Words as a pattern for `LIKE … ESCAPE '!'`.
pub(crate) fn like(words: &str) -> String {
    let mut pattern = String::from("%");
    for letter in words.trim().to_lowercase().chars().take(100) {
        if matches!(letter, '!' | '%' | '_') {
            pattern.push('!');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}

/// Instruments that services use.
pub(crate) async fn instruments_of(
    reads: &mut impl Reads,
    services: &[String],
) -> Result<Vec<(String, String)>, DbError> {
    let base = "SELECT service_id, instrument_id FROM public_service_instrument WHERE TRUE";
    let (sql, values) = Query::new(base, args![])
        .and_in(" AND service_id IN (?)", services.iter().map(String::as_str))
        .and(" ORDER BY service_id, instrument_id LIMIT 500", args![])
        .finish();
    reads.all(sql, values, |row| Ok((row.get("service_id")?, row.get("instrument_id")?))).await
}

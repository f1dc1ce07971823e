//! What is kept of a technology: the statements that differ from kind to kind.

use crate::entry::Statements;

/// Columns in the order of [`Statements::insert`]: identity, shared fields, own fields, bookkeeping.
pub(crate) static STATEMENTS: Statements = Statements {
    own: &[
        "trl", "rights", "patent_number", "six_t", "solves", "applications",
    ],
    select: "SELECT x.id, x.name_ko, x.name_en, x.description_ko, x.description_en, x.keywords, x.homepage, x.region,
               x.organisation_id, x.facility_id, x.source, x.source_id, x.trl, x.rights, x.patent_number, x.six_t,
               x.solves, x.applications,
               x.more_json, x.version, x.withdrawn, x.made_by, x.made_at, x.changed_by, x.changed_at,
               o.name_ko AS owner_name_ko, o.name_en AS owner_name_en, o.id AS owner_id,
               f.name_ko AS home_name_ko, f.name_en AS home_name_en
             FROM technology x
             LEFT JOIN facility f ON f.id = x.facility_id
             LEFT JOIN organisation o ON o.id = COALESCE(x.organisation_id, f.organisation_id)
             WHERE TRUE",
    ids: "SELECT id, trl, rights, six_t, region FROM technology WHERE NOT withdrawn",
    lookup: "SELECT id, name_ko, name_en FROM technology WHERE NOT withdrawn",
    insert: "INSERT INTO technology
               (id, name_ko, name_en, description_ko, description_en, keywords, homepage, region,
                organisation_id, facility_id, source, source_id, trl, rights, patent_number, six_t, solves,
                applications, sort_name, search_text, more_json, version, withdrawn, made_by, made_at,
                changed_by, changed_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
                     $21, $22, $23, $24, $25, $26, $27)",
    update: "UPDATE technology SET version = version + 1,
               name_ko = $2, name_en = $3, description_ko = $4, description_en = $5, keywords = $6, homepage
               = $7, region = $8, organisation_id = $9, facility_id = $10, source = $11, source_id = $12, trl
               = $13, rights = $14, patent_number = $15, six_t = $16, solves = $17, applications = $18,
               sort_name = $19, search_text = $20, more_json = $21, withdrawn = $22, changed_by = $23,
               changed_at = $24
             WHERE id = $1 AND version = $25",
};

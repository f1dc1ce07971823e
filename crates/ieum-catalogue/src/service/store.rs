//! What is kept of a service: the statements that differ from kind to kind.

use crate::entry::Statements;

/// Columns in the order of [`Statements::insert`]: identity, shared fields, own fields, bookkeeping.
pub(crate) static STATEMENTS: Statements = Statements {
    own: &[
        "method_id", "service_field", "deliverable_ko", "deliverable_en", "price_minor", "currency",
        "unit", "turnaround_days", "accreditation", "access_mode", "stage",
    ],
    select: "SELECT x.id, x.name_ko, x.name_en, x.description_ko, x.description_en, x.keywords, x.homepage,
               x.region, x.organisation_id, x.facility_id, x.source, x.source_id, x.method_id, x.service_field,
               x.deliverable_ko, x.deliverable_en, x.price_minor, x.currency, x.unit, x.turnaround_days,
               x.accreditation, x.access_mode, x.stage, x.more_json, x.version, x.withdrawn, x.made_by,
               x.made_at, x.changed_by, x.changed_at, o.name_ko AS owner_name_ko, o.name_en AS owner_name_en,
               o.id AS owner_id, f.name_ko AS home_name_ko, f.name_en AS home_name_en
             FROM service x
             LEFT JOIN facility f ON f.id = x.facility_id
             LEFT JOIN organisation o ON o.id = COALESCE(x.organisation_id, f.organisation_id)
             WHERE TRUE",
    ids: "SELECT id, service_field, access_mode, unit, stage, region FROM service WHERE NOT withdrawn",
    lookup: "SELECT id, name_ko, name_en FROM service WHERE NOT withdrawn",
    insert: "INSERT INTO service
               (id, name_ko, name_en, description_ko, description_en, keywords, homepage, region,
                organisation_id, facility_id, source, source_id, method_id, service_field, deliverable_ko,
                deliverable_en, price_minor, currency, unit, turnaround_days, accreditation, access_mode, stage,
                sort_name, search_text, more_json, version, withdrawn, made_by, made_at, changed_by, changed_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
                     $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32)",
    update: "UPDATE service SET version = version + 1, name_ko = $2, name_en = $3, description_ko = $4, description_en = $5, keywords = $6,
               homepage = $7, region = $8, organisation_id = $9, facility_id = $10, source = $11,
               source_id = $12, method_id = $13, service_field = $14, deliverable_ko = $15,
               deliverable_en = $16, price_minor = $17, currency = $18, unit = $19, turnaround_days = $20,
               accreditation = $21, access_mode = $22, stage = $23, sort_name = $24, search_text = $25,
               more_json = $26, withdrawn = $27, changed_by = $28, changed_at = $29
             WHERE id = $1 AND version = $30",
};

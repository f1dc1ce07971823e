//! What is kept of an instrument: the statements that differ from kind to kind.

use crate::entry::Statements;

/// Columns in the order of [`Statements::insert`]: identity, shared fields, own fields, bookkeeping.
pub(crate) static STATEMENTS: Statements = Statements {
    own: &[
        "maker", "model", "registration_number", "asset_number", "access_mode", "life", "condition",
        "access", "use_scope", "class_major", "class_code", "tier", "capability_ko", "capability_en",
        "example_ko", "example_en", "opens_at", "closes_at", "open_days", "latitude", "longitude",
    ],
    select: "SELECT x.id, x.name_ko, x.name_en, x.description_ko, x.description_en, x.keywords, x.homepage,
               x.region, x.organisation_id, x.facility_id, x.source, x.source_id, x.maker, x.model,
               x.registration_number, x.asset_number, x.access_mode, x.life, x.condition, x.access,
               x.use_scope, x.class_major, x.class_code, x.tier, x.capability_ko, x.capability_en,
               x.example_ko, x.example_en, x.opens_at, x.closes_at, x.open_days, x.latitude, x.longitude,
               x.more_json, x.version, x.withdrawn, x.made_by, x.made_at, x.changed_by, x.changed_at,
               o.name_ko AS owner_name_ko, o.name_en AS owner_name_en, o.id AS owner_id,
               f.name_ko AS home_name_ko, f.name_en AS home_name_en
             FROM instrument x
             LEFT JOIN facility f ON f.id = x.facility_id
             LEFT JOIN organisation o ON o.id = COALESCE(x.organisation_id, f.organisation_id)
             WHERE TRUE",
    ids: "SELECT id, class_major, access_mode, condition, life, use_scope, tier, region FROM instrument WHERE NOT withdrawn",
    lookup: "SELECT id, name_ko, name_en FROM instrument WHERE NOT withdrawn",
    insert: "INSERT INTO instrument
               (id, name_ko, name_en, description_ko, description_en, keywords, homepage, region,
                organisation_id, facility_id, source, source_id, maker, model, registration_number,
                asset_number, access_mode, life, condition, access, use_scope, class_major, class_code, tier,
                capability_ko, capability_en, example_ko, example_en, opens_at, closes_at, open_days, latitude,
                longitude, sort_name, search_text, more_json, version, withdrawn, made_by, made_at, changed_by,
                changed_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
                     $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38,
                     $39, $40, $41, $42)",
    update: "UPDATE instrument SET version = version + 1, name_ko = $2, name_en = $3, description_ko = $4, description_en = $5, keywords = $6,
               homepage = $7, region = $8, organisation_id = $9, facility_id = $10, source = $11,
               source_id = $12, maker = $13, model = $14, registration_number = $15, asset_number = $16,
               access_mode = $17, life = $18, condition = $19, access = $20, use_scope = $21,
               class_major = $22, class_code = $23, tier = $24, capability_ko = $25, capability_en = $26,
               example_ko = $27, example_en = $28, opens_at = $29, closes_at = $30, open_days = $31,
               latitude = $32, longitude = $33, sort_name = $34, search_text = $35, more_json = $36,
               withdrawn = $37, changed_by = $38, changed_at = $39
             WHERE id = $1 AND version = $40",
};

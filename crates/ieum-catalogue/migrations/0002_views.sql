-- Why: what every room may read of the catalogue, and the links between things. Withdrawn things are not shown.
-- `pair` says the kinds, such as `instrument-method`; `from_id` is of the first kind, `to_id` of the second.
CREATE TABLE thing_link (
  pair TEXT NOT NULL,
  from_id TEXT NOT NULL,
  to_id TEXT NOT NULL,
  PRIMARY KEY (pair, from_id, to_id)
);
CREATE INDEX thing_link_back ON thing_link (to_id, pair);

CREATE VIEW public_organisation AS
  SELECT id, name_ko, name_en, kind, business_number, ror_id, region, founded_on, size
  FROM organisation WHERE NOT withdrawn;
CREATE VIEW public_facility AS
  SELECT id, organisation_id, name_ko, name_en, region, address, latitude, longitude, phone, email
  FROM facility WHERE NOT withdrawn;
CREATE VIEW public_instrument AS
  SELECT id, facility_id, name_ko, name_en, maker, model, registration_number, asset_number, access_mode, life,
         condition, access, use_scope, class_code, description_ko, description_en, capability_ko, capability_en,
         example_ko, example_en, opens_at, closes_at, open_days, region, changed_at
  FROM instrument WHERE NOT withdrawn;
CREATE VIEW public_method AS
  SELECT id, name_ko, name_en, technique, analytes, matrices, standards, description_ko, description_en, chmo_id
  FROM method WHERE NOT withdrawn;
CREATE VIEW public_service AS
  SELECT id, facility_id, method_id, name_ko, name_en, description_ko, description_en, deliverable_ko, deliverable_en,
         price_minor, currency, unit, turnaround_days, accreditation, access_mode, region
  FROM service WHERE NOT withdrawn;
CREATE VIEW public_expert AS
  SELECT id, person_id, organisation_id, name_ko, name_en, fields, keywords, region
  FROM expert WHERE NOT withdrawn;
CREATE VIEW public_resource AS
  SELECT id, facility_id, organisation_id, name_ko, name_en, description_ko, description_en, resource_kind, quantity,
         storage, access_mode, keywords, region
  FROM resource WHERE NOT withdrawn;
CREATE VIEW public_standard AS
  SELECT id, name_ko, name_en, description_ko, description_en, number, body, status, edition, keywords, homepage
  FROM standard WHERE NOT withdrawn;
CREATE VIEW public_software AS
  SELECT id, name_ko, name_en, description_ko, description_en, operations, topics, licence_kind, licence, release,
         keywords, homepage, region
  FROM software WHERE NOT withdrawn;
CREATE VIEW public_instrument_method AS
  SELECT from_id AS instrument_id, to_id AS method_id FROM thing_link WHERE pair = 'instrument-method';
CREATE VIEW public_service_instrument AS
  SELECT from_id AS service_id, to_id AS instrument_id FROM thing_link WHERE pair = 'service-instrument';
CREATE VIEW public_expert_method AS
  SELECT from_id AS expert_id, to_id AS method_id FROM thing_link WHERE pair = 'expert-method';

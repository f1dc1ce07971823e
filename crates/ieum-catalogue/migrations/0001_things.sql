-- Why: the nine kinds of things a region has, in one shape: shared columns first, then what rooms ask and people filter by;
-- every other field of a thing is in `more_json`. Texts are empty when unknown; ids, numbers and days are NULL.
CREATE TABLE organisation (
  id TEXT PRIMARY KEY CONSTRAINT organisation_id CHECK (substr(id, 1, 4) = 'org_'),
  name_ko TEXT NOT NULL DEFAULT '',
  name_en TEXT NOT NULL DEFAULT '',
  description_ko TEXT NOT NULL DEFAULT '',
  description_en TEXT NOT NULL DEFAULT '',
  keywords TEXT NOT NULL DEFAULT '',
  homepage TEXT NOT NULL DEFAULT '',
  region TEXT NOT NULL DEFAULT ''
    CONSTRAINT organisation_region CHECK (region IN ('', '11', '26', '27', '28', '29', '30', '31', '36', '41', '43', '44', '46', '47', '48', '50', '51', '52', '99')),
  organisation_id TEXT CONSTRAINT organisation_organisation_id REFERENCES organisation (id),
  facility_id TEXT,
  source TEXT NOT NULL DEFAULT '',
  source_id TEXT NOT NULL DEFAULT '',
  sort_name TEXT NOT NULL,
  search_text TEXT NOT NULL,
  kind TEXT NOT NULL DEFAULT ''
    CONSTRAINT organisation_kind CHECK (kind IN ('firm', 'university', 'institute', 'hospital', 'government', 'support', 'foreign')),
  size TEXT NOT NULL DEFAULT ''
    CONSTRAINT organisation_size CHECK (size IN ('', 'micro', 'small', 'medium', 'mid', 'large')),
  business_number TEXT,
  ror_id TEXT,
  founded_on TEXT,
  address TEXT NOT NULL DEFAULT '',
  more_json TEXT NOT NULL DEFAULT '{}',
  version BIGINT NOT NULL DEFAULT 1,
  withdrawn BOOLEAN NOT NULL DEFAULT FALSE,
  made_by TEXT,
  made_at BIGINT NOT NULL,
  changed_by TEXT,
  changed_at BIGINT NOT NULL,
  CONSTRAINT organisation_named CHECK (name_ko <> '' OR name_en <> ''),
  CONSTRAINT organisation_size_of_firms CHECK (size = '' OR kind IN ('firm', 'foreign')),
  CONSTRAINT organisation_business_number_digits CHECK (length(business_number) = 10),
  CONSTRAINT organisation_business_number_unique UNIQUE (business_number),
  CONSTRAINT organisation_ror_id_unique UNIQUE (ror_id)
);
CREATE UNIQUE INDEX organisation_source_unique ON organisation (source, source_id) WHERE source_id <> '';
CREATE INDEX organisation_by_name ON organisation (sort_name, id, kind, size, region) WHERE NOT withdrawn;
CREATE INDEX organisation_by_change ON organisation (changed_at, id, kind, size, region) WHERE NOT withdrawn;
CREATE INDEX organisation_by_text ON organisation (search_text, id, kind, size, region) WHERE NOT withdrawn;
CREATE INDEX organisation_by_facility ON organisation (facility_id) WHERE facility_id IS NOT NULL;
CREATE INDEX organisation_by_organisation ON organisation (organisation_id) WHERE organisation_id IS NOT NULL;

CREATE TABLE facility (
  id TEXT PRIMARY KEY CONSTRAINT facility_id CHECK (substr(id, 1, 4) = 'fac_'),
  name_ko TEXT NOT NULL DEFAULT '',
  name_en TEXT NOT NULL DEFAULT '',
  description_ko TEXT NOT NULL DEFAULT '',
  description_en TEXT NOT NULL DEFAULT '',
  keywords TEXT NOT NULL DEFAULT '',
  homepage TEXT NOT NULL DEFAULT '',
  region TEXT NOT NULL DEFAULT ''
    CONSTRAINT facility_region CHECK (region IN ('', '11', '26', '27', '28', '29', '30', '31', '36', '41', '43', '44', '46', '47', '48', '50', '51', '52', '99')),
  organisation_id TEXT CONSTRAINT facility_organisation_id REFERENCES organisation (id),
  facility_id TEXT,
  source TEXT NOT NULL DEFAULT '',
  source_id TEXT NOT NULL DEFAULT '',
  sort_name TEXT NOT NULL,
  search_text TEXT NOT NULL,
  category TEXT NOT NULL DEFAULT ''
    CONSTRAINT facility_category CHECK (category IN ('', 'laboratory', 'test_bed', 'pilot_plant', 'proving_ground', 'clean_room', 'animal', 'biobank', 'data_centre', 'living_lab', 'other')),
  tier TEXT NOT NULL DEFAULT '' CONSTRAINT facility_tier CHECK (tier IN ('', 'basic', 'advanced')),
  stage TEXT NOT NULL DEFAULT ''
    CONSTRAINT facility_stage CHECK (stage IN ('', 'basic', 'applied', 'development', 'commercial')),
  address TEXT NOT NULL DEFAULT '',
  latitude DOUBLE PRECISION,
  longitude DOUBLE PRECISION,
  phone TEXT NOT NULL DEFAULT '',
  email TEXT NOT NULL DEFAULT '',
  more_json TEXT NOT NULL DEFAULT '{}',
  version BIGINT NOT NULL DEFAULT 1,
  withdrawn BOOLEAN NOT NULL DEFAULT FALSE,
  made_by TEXT,
  made_at BIGINT NOT NULL,
  changed_by TEXT,
  changed_at BIGINT NOT NULL,
  CONSTRAINT facility_named CHECK (name_ko <> '' OR name_en <> ''),
  CONSTRAINT facility_latitude_range CHECK (latitude BETWEEN -90 AND 90),
  CONSTRAINT facility_longitude_range CHECK (longitude BETWEEN -180 AND 180)
);
CREATE UNIQUE INDEX facility_source_unique ON facility (source, source_id) WHERE source_id <> '';
CREATE INDEX facility_by_name ON facility (sort_name, id, category, tier, stage, region) WHERE NOT withdrawn;
CREATE INDEX facility_by_change ON facility (changed_at, id, category, tier, stage, region) WHERE NOT withdrawn;
CREATE INDEX facility_by_text ON facility (search_text, id, category, tier, stage, region) WHERE NOT withdrawn;
CREATE INDEX facility_by_facility ON facility (facility_id) WHERE facility_id IS NOT NULL;
CREATE INDEX facility_by_organisation ON facility (organisation_id) WHERE organisation_id IS NOT NULL;

CREATE TABLE instrument (
  id TEXT PRIMARY KEY CONSTRAINT instrument_id CHECK (substr(id, 1, 4) = 'ins_'),
  name_ko TEXT NOT NULL DEFAULT '',
  name_en TEXT NOT NULL DEFAULT '',
  description_ko TEXT NOT NULL DEFAULT '',
  description_en TEXT NOT NULL DEFAULT '',
  keywords TEXT NOT NULL DEFAULT '',
  homepage TEXT NOT NULL DEFAULT '',
  region TEXT NOT NULL DEFAULT ''
    CONSTRAINT instrument_region CHECK (region IN ('', '11', '26', '27', '28', '29', '30', '31', '36', '41', '43', '44', '46', '47', '48', '50', '51', '52', '99')),
  organisation_id TEXT CONSTRAINT instrument_organisation_id REFERENCES organisation (id),
  facility_id TEXT CONSTRAINT instrument_facility_id REFERENCES facility (id),
  source TEXT NOT NULL DEFAULT '',
  source_id TEXT NOT NULL DEFAULT '',
  sort_name TEXT NOT NULL,
  search_text TEXT NOT NULL,
  maker TEXT NOT NULL DEFAULT '',
  model TEXT NOT NULL DEFAULT '',
  registration_number TEXT,
  asset_number TEXT NOT NULL DEFAULT '',
  access_mode TEXT NOT NULL DEFAULT ''
    CONSTRAINT instrument_access_mode CHECK (access_mode IN ('self', 'assisted', 'request')),
  life TEXT NOT NULL DEFAULT ''
    CONSTRAINT instrument_life CHECK (life IN ('planned', 'commissioning', 'in_service', 'idle', 'disposal_review', 'transferred', 'retired')),
  condition TEXT NOT NULL DEFAULT ''
    CONSTRAINT instrument_condition CHECK (condition IN ('ok', 'degraded', 'down', 'in_maintenance', 'calibration_overdue')),
  access TEXT NOT NULL DEFAULT '' CONSTRAINT instrument_access CHECK (access IN ('open', 'internal_only', 'closed')),
  use_scope TEXT NOT NULL DEFAULT '' CONSTRAINT instrument_use_scope CHECK (use_scope IN ('', '1', '2', '3')),
  class_major TEXT NOT NULL DEFAULT ''
    CONSTRAINT instrument_class_major CHECK (class_major IN ('', 'optical', 'chemical', 'mechanical', 'electrical', 'data', 'physical', 'medical', 'environment')),
  class_code TEXT NOT NULL DEFAULT '',
  tier TEXT NOT NULL DEFAULT '' CONSTRAINT instrument_tier CHECK (tier IN ('', 'basic', 'advanced')),
  capability_ko TEXT NOT NULL DEFAULT '',
  capability_en TEXT NOT NULL DEFAULT '',
  example_ko TEXT NOT NULL DEFAULT '',
  example_en TEXT NOT NULL DEFAULT '',
  opens_at BIGINT,
  closes_at BIGINT,
  open_days TEXT NOT NULL DEFAULT '',
  latitude DOUBLE PRECISION,
  longitude DOUBLE PRECISION,
  more_json TEXT NOT NULL DEFAULT '{}',
  version BIGINT NOT NULL DEFAULT 1,
  withdrawn BOOLEAN NOT NULL DEFAULT FALSE,
  made_by TEXT,
  made_at BIGINT NOT NULL,
  changed_by TEXT,
  changed_at BIGINT NOT NULL,
  CONSTRAINT instrument_named CHECK (name_ko <> '' OR name_en <> ''),
  CONSTRAINT instrument_latitude_range CHECK (latitude BETWEEN -90 AND 90),
  CONSTRAINT instrument_longitude_range CHECK (longitude BETWEEN -180 AND 180),
  CONSTRAINT instrument_closes_after_opens CHECK (opens_at >= 0 AND closes_at <= 1440 AND opens_at < closes_at),
  CONSTRAINT instrument_open_days CHECK (open_days = '' OR length(open_days) = 7),
  CONSTRAINT instrument_registration_number_unique UNIQUE (registration_number)
);
CREATE UNIQUE INDEX instrument_source_unique ON instrument (source, source_id) WHERE source_id <> '';
CREATE INDEX instrument_by_name ON instrument (sort_name, id, class_major, access_mode, condition, life, use_scope, tier, region) WHERE NOT withdrawn;
CREATE INDEX instrument_by_change ON instrument (changed_at, id, class_major, access_mode, condition, life, use_scope, tier, region) WHERE NOT withdrawn;
CREATE INDEX instrument_by_text ON instrument (search_text, id, class_major, access_mode, condition, life, use_scope, tier, region) WHERE NOT withdrawn;
CREATE INDEX instrument_by_facility ON instrument (facility_id) WHERE facility_id IS NOT NULL;
CREATE INDEX instrument_by_organisation ON instrument (organisation_id) WHERE organisation_id IS NOT NULL;
CREATE INDEX instrument_by_asset_number ON instrument (asset_number) WHERE asset_number <> '';

CREATE TABLE method (
  id TEXT PRIMARY KEY CONSTRAINT method_id CHECK (substr(id, 1, 4) = 'mth_'),
  name_ko TEXT NOT NULL DEFAULT '',
  name_en TEXT NOT NULL DEFAULT '',
  description_ko TEXT NOT NULL DEFAULT '',
  description_en TEXT NOT NULL DEFAULT '',
  keywords TEXT NOT NULL DEFAULT '',
  homepage TEXT NOT NULL DEFAULT '',
  region TEXT NOT NULL DEFAULT ''
    CONSTRAINT method_region CHECK (region IN ('', '11', '26', '27', '28', '29', '30', '31', '36', '41', '43', '44', '46', '47', '48', '50', '51', '52', '99')),
  organisation_id TEXT CONSTRAINT method_organisation_id REFERENCES organisation (id),
  facility_id TEXT CONSTRAINT method_facility_id REFERENCES facility (id),
  source TEXT NOT NULL DEFAULT '',
  source_id TEXT NOT NULL DEFAULT '',
  sort_name TEXT NOT NULL,
  search_text TEXT NOT NULL,
  family TEXT NOT NULL DEFAULT ''
    CONSTRAINT method_family CHECK (family IN ('', 'separation', 'mass', 'spectroscopy', 'microscopy', 'diffraction', 'thermal', 'mechanical', 'electrical', 'surface', 'bio', 'environment', 'computing', 'process', 'other')),
  stage TEXT NOT NULL DEFAULT ''
    CONSTRAINT method_stage CHECK (stage IN ('', 'basic', 'applied', 'development', 'commercial')),
  technique TEXT NOT NULL DEFAULT '',
  analytes TEXT NOT NULL DEFAULT '',
  matrices TEXT NOT NULL DEFAULT '',
  standards TEXT NOT NULL DEFAULT '',
  chmo_id TEXT NOT NULL DEFAULT '',
  more_json TEXT NOT NULL DEFAULT '{}',
  version BIGINT NOT NULL DEFAULT 1,
  withdrawn BOOLEAN NOT NULL DEFAULT FALSE,
  made_by TEXT,
  made_at BIGINT NOT NULL,
  changed_by TEXT,
  changed_at BIGINT NOT NULL,
  CONSTRAINT method_named CHECK (name_ko <> '' OR name_en <> '')
);
CREATE UNIQUE INDEX method_source_unique ON method (source, source_id) WHERE source_id <> '';
CREATE INDEX method_by_name ON method (sort_name, id, family, stage, region) WHERE NOT withdrawn;
CREATE INDEX method_by_change ON method (changed_at, id, family, stage, region) WHERE NOT withdrawn;
CREATE INDEX method_by_text ON method (search_text, id, family, stage, region) WHERE NOT withdrawn;
CREATE INDEX method_by_facility ON method (facility_id) WHERE facility_id IS NOT NULL;
CREATE INDEX method_by_organisation ON method (organisation_id) WHERE organisation_id IS NOT NULL;

CREATE TABLE service (
  id TEXT PRIMARY KEY CONSTRAINT service_id CHECK (substr(id, 1, 4) = 'svc_'),
  name_ko TEXT NOT NULL DEFAULT '',
  name_en TEXT NOT NULL DEFAULT '',
  description_ko TEXT NOT NULL DEFAULT '',
  description_en TEXT NOT NULL DEFAULT '',
  keywords TEXT NOT NULL DEFAULT '',
  homepage TEXT NOT NULL DEFAULT '',
  region TEXT NOT NULL DEFAULT ''
    CONSTRAINT service_region CHECK (region IN ('', '11', '26', '27', '28', '29', '30', '31', '36', '41', '43', '44', '46', '47', '48', '50', '51', '52', '99')),
  organisation_id TEXT CONSTRAINT service_organisation_id REFERENCES organisation (id),
  facility_id TEXT CONSTRAINT service_facility_id REFERENCES facility (id),
  source TEXT NOT NULL DEFAULT '',
  source_id TEXT NOT NULL DEFAULT '',
  sort_name TEXT NOT NULL,
  search_text TEXT NOT NULL,
  method_id TEXT CONSTRAINT service_method_id REFERENCES method (id),
  service_field TEXT NOT NULL DEFAULT ''
    CONSTRAINT service_service_field CHECK (service_field IN ('', 'analysis', 'test', 'calibration', 'certification', 'prototyping', 'consulting', 'research', 'data', 'patent', 'design', 'marketing', 'exhibition', 'networking', 'training')),
  deliverable_ko TEXT NOT NULL DEFAULT '',
  deliverable_en TEXT NOT NULL DEFAULT '',
  price_minor BIGINT,
  currency TEXT NOT NULL DEFAULT '' CONSTRAINT service_currency CHECK (currency IN ('', 'KRW', 'USD', 'EUR', 'JPY')),
  unit TEXT NOT NULL DEFAULT '' CONSTRAINT service_unit CHECK (unit IN ('', 'sample', 'hour', 'item', 'case')),
  turnaround_days BIGINT,
  accreditation TEXT NOT NULL DEFAULT '',
  access_mode TEXT NOT NULL DEFAULT ''
    CONSTRAINT service_access_mode CHECK (access_mode IN ('', 'self', 'assisted', 'request')),
  stage TEXT NOT NULL DEFAULT ''
    CONSTRAINT service_stage CHECK (stage IN ('', 'basic', 'applied', 'development', 'commercial')),
  more_json TEXT NOT NULL DEFAULT '{}',
  version BIGINT NOT NULL DEFAULT 1,
  withdrawn BOOLEAN NOT NULL DEFAULT FALSE,
  made_by TEXT,
  made_at BIGINT NOT NULL,
  changed_by TEXT,
  changed_at BIGINT NOT NULL,
  CONSTRAINT service_named CHECK (name_ko <> '' OR name_en <> ''),
  CONSTRAINT service_price_not_negative CHECK (price_minor >= 0),
  CONSTRAINT service_price_has_currency CHECK (price_minor IS NULL OR currency <> ''),
  CONSTRAINT service_turnaround_not_negative CHECK (turnaround_days >= 0)
);
CREATE UNIQUE INDEX service_source_unique ON service (source, source_id) WHERE source_id <> '';
CREATE INDEX service_by_name ON service (sort_name, id, service_field, access_mode, unit, stage, region) WHERE NOT withdrawn;
CREATE INDEX service_by_change ON service (changed_at, id, service_field, access_mode, unit, stage, region) WHERE NOT withdrawn;
CREATE INDEX service_by_text ON service (search_text, id, service_field, access_mode, unit, stage, region) WHERE NOT withdrawn;
CREATE INDEX service_by_facility ON service (facility_id) WHERE facility_id IS NOT NULL;
CREATE INDEX service_by_organisation ON service (organisation_id) WHERE organisation_id IS NOT NULL;
CREATE INDEX service_by_method ON service (method_id) WHERE method_id IS NOT NULL;

CREATE TABLE expert (
  id TEXT PRIMARY KEY CONSTRAINT expert_id CHECK (substr(id, 1, 4) = 'exp_'),
  name_ko TEXT NOT NULL DEFAULT '',
  name_en TEXT NOT NULL DEFAULT '',
  description_ko TEXT NOT NULL DEFAULT '',
  description_en TEXT NOT NULL DEFAULT '',
  keywords TEXT NOT NULL DEFAULT '',
  homepage TEXT NOT NULL DEFAULT '',
  region TEXT NOT NULL DEFAULT ''
    CONSTRAINT expert_region CHECK (region IN ('', '11', '26', '27', '28', '29', '30', '31', '36', '41', '43', '44', '46', '47', '48', '50', '51', '52', '99')),
  organisation_id TEXT CONSTRAINT expert_organisation_id REFERENCES organisation (id),
  facility_id TEXT CONSTRAINT expert_facility_id REFERENCES facility (id),
  source TEXT NOT NULL DEFAULT '',
  source_id TEXT NOT NULL DEFAULT '',
  sort_name TEXT NOT NULL,
  search_text TEXT NOT NULL,
  person_id TEXT,
  science_field TEXT NOT NULL DEFAULT ''
    CONSTRAINT expert_science_field CHECK (science_field IN ('', 'math', 'physics', 'chemistry', 'earth', 'life', 'agriculture', 'medicine', 'machine', 'material', 'chemical_engineering', 'electronics', 'information', 'energy', 'nuclear', 'environment', 'construction', 'society')),
  availability TEXT NOT NULL DEFAULT ''
    CONSTRAINT expert_availability CHECK (availability IN ('', 'open', 'limited', 'closed')),
  fields TEXT NOT NULL DEFAULT '',
  more_json TEXT NOT NULL DEFAULT '{}',
  version BIGINT NOT NULL DEFAULT 1,
  withdrawn BOOLEAN NOT NULL DEFAULT FALSE,
  made_by TEXT,
  made_at BIGINT NOT NULL,
  changed_by TEXT,
  changed_at BIGINT NOT NULL,
  CONSTRAINT expert_named CHECK (name_ko <> '' OR name_en <> ''),
  CONSTRAINT expert_person_id_unique UNIQUE (person_id)
);
CREATE UNIQUE INDEX expert_source_unique ON expert (source, source_id) WHERE source_id <> '';
CREATE INDEX expert_by_name ON expert (sort_name, id, science_field, availability, region) WHERE NOT withdrawn;
CREATE INDEX expert_by_change ON expert (changed_at, id, science_field, availability, region) WHERE NOT withdrawn;
CREATE INDEX expert_by_text ON expert (search_text, id, science_field, availability, region) WHERE NOT withdrawn;
CREATE INDEX expert_by_facility ON expert (facility_id) WHERE facility_id IS NOT NULL;
CREATE INDEX expert_by_organisation ON expert (organisation_id) WHERE organisation_id IS NOT NULL;

CREATE TABLE resource (
  id TEXT PRIMARY KEY CONSTRAINT resource_id CHECK (substr(id, 1, 4) = 'res_'),
  name_ko TEXT NOT NULL DEFAULT '',
  name_en TEXT NOT NULL DEFAULT '',
  description_ko TEXT NOT NULL DEFAULT '',
  description_en TEXT NOT NULL DEFAULT '',
  keywords TEXT NOT NULL DEFAULT '',
  homepage TEXT NOT NULL DEFAULT '',
  region TEXT NOT NULL DEFAULT ''
    CONSTRAINT resource_region CHECK (region IN ('', '11', '26', '27', '28', '29', '30', '31', '36', '41', '43', '44', '46', '47', '48', '50', '51', '52', '99')),
  organisation_id TEXT CONSTRAINT resource_organisation_id REFERENCES organisation (id),
  facility_id TEXT CONSTRAINT resource_facility_id REFERENCES facility (id),
  source TEXT NOT NULL DEFAULT '',
  source_id TEXT NOT NULL DEFAULT '',
  sort_name TEXT NOT NULL,
  search_text TEXT NOT NULL,
  resource_kind TEXT NOT NULL DEFAULT ''
    CONSTRAINT resource_resource_kind CHECK (resource_kind IN ('', 'sample', 'material', 'strain', 'cell_line', 'plant', 'collection', 'tissue', 'reference_material', 'data', 'other')),
  access_mode TEXT NOT NULL DEFAULT ''
    CONSTRAINT resource_access_mode CHECK (access_mode IN ('', 'self', 'assisted', 'request')),
  quantity TEXT NOT NULL DEFAULT '',
  storage TEXT NOT NULL DEFAULT '',
  more_json TEXT NOT NULL DEFAULT '{}',
  version BIGINT NOT NULL DEFAULT 1,
  withdrawn BOOLEAN NOT NULL DEFAULT FALSE,
  made_by TEXT,
  made_at BIGINT NOT NULL,
  changed_by TEXT,
  changed_at BIGINT NOT NULL,
  CONSTRAINT resource_named CHECK (name_ko <> '' OR name_en <> '')
);
CREATE UNIQUE INDEX resource_source_unique ON resource (source, source_id) WHERE source_id <> '';
CREATE INDEX resource_by_name ON resource (sort_name, id, resource_kind, access_mode, region) WHERE NOT withdrawn;
CREATE INDEX resource_by_change ON resource (changed_at, id, resource_kind, access_mode, region) WHERE NOT withdrawn;
CREATE INDEX resource_by_text ON resource (search_text, id, resource_kind, access_mode, region) WHERE NOT withdrawn;
CREATE INDEX resource_by_facility ON resource (facility_id) WHERE facility_id IS NOT NULL;
CREATE INDEX resource_by_organisation ON resource (organisation_id) WHERE organisation_id IS NOT NULL;

CREATE TABLE standard (
  id TEXT PRIMARY KEY CONSTRAINT standard_id CHECK (substr(id, 1, 4) = 'std_'),
  name_ko TEXT NOT NULL DEFAULT '',
  name_en TEXT NOT NULL DEFAULT '',
  description_ko TEXT NOT NULL DEFAULT '',
  description_en TEXT NOT NULL DEFAULT '',
  keywords TEXT NOT NULL DEFAULT '',
  homepage TEXT NOT NULL DEFAULT '',
  region TEXT NOT NULL DEFAULT ''
    CONSTRAINT standard_region CHECK (region IN ('', '11', '26', '27', '28', '29', '30', '31', '36', '41', '43', '44', '46', '47', '48', '50', '51', '52', '99')),
  organisation_id TEXT CONSTRAINT standard_organisation_id REFERENCES organisation (id),
  facility_id TEXT CONSTRAINT standard_facility_id REFERENCES facility (id),
  source TEXT NOT NULL DEFAULT '',
  source_id TEXT NOT NULL DEFAULT '',
  sort_name TEXT NOT NULL,
  search_text TEXT NOT NULL,
  number TEXT,
  body TEXT NOT NULL DEFAULT ''
    CONSTRAINT standard_body CHECK (body IN ('', 'ks', 'iso', 'iec', 'astm', 'en', 'din', 'jis', 'pharmacopoeia', 'codex', 'law', 'other')),
  status TEXT NOT NULL DEFAULT ''
    CONSTRAINT standard_status CHECK (status IN ('', 'current', 'draft', 'superseded', 'withdrawn')),
  edition TEXT NOT NULL DEFAULT '',
  more_json TEXT NOT NULL DEFAULT '{}',
  version BIGINT NOT NULL DEFAULT 1,
  withdrawn BOOLEAN NOT NULL DEFAULT FALSE,
  made_by TEXT,
  made_at BIGINT NOT NULL,
  changed_by TEXT,
  changed_at BIGINT NOT NULL,
  CONSTRAINT standard_named CHECK (name_ko <> '' OR name_en <> ''),
  CONSTRAINT standard_number_unique UNIQUE (number)
);
CREATE UNIQUE INDEX standard_source_unique ON standard (source, source_id) WHERE source_id <> '';
CREATE INDEX standard_by_name ON standard (sort_name, id, body, status) WHERE NOT withdrawn;
CREATE INDEX standard_by_change ON standard (changed_at, id, body, status) WHERE NOT withdrawn;
CREATE INDEX standard_by_text ON standard (search_text, id, body, status) WHERE NOT withdrawn;
CREATE INDEX standard_by_facility ON standard (facility_id) WHERE facility_id IS NOT NULL;
CREATE INDEX standard_by_organisation ON standard (organisation_id) WHERE organisation_id IS NOT NULL;

CREATE TABLE software (
  id TEXT PRIMARY KEY CONSTRAINT software_id CHECK (substr(id, 1, 4) = 'sfw_'),
  name_ko TEXT NOT NULL DEFAULT '',
  name_en TEXT NOT NULL DEFAULT '',
  description_ko TEXT NOT NULL DEFAULT '',
  description_en TEXT NOT NULL DEFAULT '',
  keywords TEXT NOT NULL DEFAULT '',
  homepage TEXT NOT NULL DEFAULT '',
  region TEXT NOT NULL DEFAULT ''
    CONSTRAINT software_region CHECK (region IN ('', '11', '26', '27', '28', '29', '30', '31', '36', '41', '43', '44', '46', '47', '48', '50', '51', '52', '99')),
  organisation_id TEXT CONSTRAINT software_organisation_id REFERENCES organisation (id),
  facility_id TEXT CONSTRAINT software_facility_id REFERENCES facility (id),
  source TEXT NOT NULL DEFAULT '',
  source_id TEXT NOT NULL DEFAULT '',
  sort_name TEXT NOT NULL,
  search_text TEXT NOT NULL,
  licence_kind TEXT NOT NULL DEFAULT ''
    CONSTRAINT software_licence_kind CHECK (licence_kind IN ('', 'open', 'free', 'paid')),
  licence TEXT NOT NULL DEFAULT '',
  release TEXT NOT NULL DEFAULT '',
  operations TEXT NOT NULL DEFAULT '',
  topics TEXT NOT NULL DEFAULT '',
  more_json TEXT NOT NULL DEFAULT '{}',
  version BIGINT NOT NULL DEFAULT 1,
  withdrawn BOOLEAN NOT NULL DEFAULT FALSE,
  made_by TEXT,
  made_at BIGINT NOT NULL,
  changed_by TEXT,
  changed_at BIGINT NOT NULL,
  CONSTRAINT software_named CHECK (name_ko <> '' OR name_en <> '')
);
CREATE UNIQUE INDEX software_source_unique ON software (source, source_id) WHERE source_id <> '';
CREATE INDEX software_by_name ON software (sort_name, id, licence_kind, region) WHERE NOT withdrawn;
CREATE INDEX software_by_change ON software (changed_at, id, licence_kind, region) WHERE NOT withdrawn;
CREATE INDEX software_by_text ON software (search_text, id, licence_kind, region) WHERE NOT withdrawn;
CREATE INDEX software_by_facility ON software (facility_id) WHERE facility_id IS NOT NULL;
CREATE INDEX software_by_organisation ON software (organisation_id) WHERE organisation_id IS NOT NULL;

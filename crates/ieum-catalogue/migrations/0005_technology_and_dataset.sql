-- Why: two more kinds of things that can solve a problem: technologies that are offered to others, and datasets.
CREATE TABLE technology (
  id TEXT PRIMARY KEY CONSTRAINT technology_id CHECK (substr(id, 1, 4) = 'tec_'),
  name_ko TEXT NOT NULL DEFAULT '',
  name_en TEXT NOT NULL DEFAULT '',
  description_ko TEXT NOT NULL DEFAULT '',
  description_en TEXT NOT NULL DEFAULT '',
  keywords TEXT NOT NULL DEFAULT '',
  homepage TEXT NOT NULL DEFAULT '',
  region TEXT NOT NULL DEFAULT ''
    CONSTRAINT technology_region CHECK (region IN ('', '11', '26', '27', '28', '29', '30', '31', '36', '41', '43', '44', '46', '47', '48', '50', '51', '52', '99')),
  organisation_id TEXT CONSTRAINT technology_organisation_id REFERENCES organisation (id),
  facility_id TEXT CONSTRAINT technology_facility_id REFERENCES facility (id),
  source TEXT NOT NULL DEFAULT '',
  source_id TEXT NOT NULL DEFAULT '',
  sort_name TEXT NOT NULL,
  search_text TEXT NOT NULL,
  trl TEXT NOT NULL DEFAULT ''
    CONSTRAINT technology_trl CHECK (trl IN ('', '1', '2', '3', '4', '5', '6', '7', '8', '9')),
  rights TEXT NOT NULL DEFAULT ''
    CONSTRAINT technology_rights CHECK (rights IN ('', 'patent', 'filed', 'utility', 'design', 'program', 'know_how', 'none')),
  patent_number TEXT NOT NULL DEFAULT '',
  six_t TEXT NOT NULL DEFAULT '' CONSTRAINT technology_six_t CHECK (six_t IN ('', 'IT', 'BT', 'NT', 'ST', 'ET', 'CT')),
  solves TEXT NOT NULL DEFAULT '',
  applications TEXT NOT NULL DEFAULT '',
  more_json TEXT NOT NULL DEFAULT '{}',
  version BIGINT NOT NULL DEFAULT 1,
  withdrawn BOOLEAN NOT NULL DEFAULT FALSE,
  made_by TEXT,
  made_at BIGINT NOT NULL,
  changed_by TEXT,
  changed_at BIGINT NOT NULL,
  CONSTRAINT technology_named CHECK (name_ko <> '' OR name_en <> ''),
  CONSTRAINT technology_patent_number_missing CHECK (rights NOT IN ('patent', 'filed') OR patent_number <> '')
);
CREATE UNIQUE INDEX technology_source_unique ON technology (source, source_id) WHERE source_id <> '';
CREATE INDEX technology_by_name ON technology (sort_name, id, trl, rights, six_t, region) WHERE NOT withdrawn;
CREATE INDEX technology_by_change ON technology (changed_at, id, trl, rights, six_t, region) WHERE NOT withdrawn;
CREATE INDEX technology_by_text ON technology (search_text, id, trl, rights, six_t, region) WHERE NOT withdrawn;
CREATE INDEX technology_by_facility ON technology (facility_id) WHERE facility_id IS NOT NULL;
CREATE INDEX technology_by_organisation ON technology (organisation_id) WHERE organisation_id IS NOT NULL;

CREATE TABLE dataset (
  id TEXT PRIMARY KEY CONSTRAINT dataset_id CHECK (substr(id, 1, 4) = 'dat_'),
  name_ko TEXT NOT NULL DEFAULT '',
  name_en TEXT NOT NULL DEFAULT '',
  description_ko TEXT NOT NULL DEFAULT '',
  description_en TEXT NOT NULL DEFAULT '',
  keywords TEXT NOT NULL DEFAULT '',
  homepage TEXT NOT NULL DEFAULT '',
  region TEXT NOT NULL DEFAULT ''
    CONSTRAINT dataset_region CHECK (region IN ('', '11', '26', '27', '28', '29', '30', '31', '36', '41', '43', '44', '46', '47', '48', '50', '51', '52', '99')),
  organisation_id TEXT CONSTRAINT dataset_organisation_id REFERENCES organisation (id),
  facility_id TEXT CONSTRAINT dataset_facility_id REFERENCES facility (id),
  source TEXT NOT NULL DEFAULT '',
  source_id TEXT NOT NULL DEFAULT '',
  sort_name TEXT NOT NULL,
  search_text TEXT NOT NULL,
  data_kind TEXT NOT NULL DEFAULT ''
    CONSTRAINT dataset_data_kind CHECK (data_kind IN ('', 'measurement', 'image', 'sensor', 'survey', 'simulation', 'text', 'other')),
  data_access TEXT NOT NULL DEFAULT ''
    CONSTRAINT dataset_data_access CHECK (data_access IN ('', 'open', 'on_request', 'analysis_only', 'closed')),
  licence TEXT NOT NULL DEFAULT '',
  subjects TEXT NOT NULL DEFAULT '',
  methods TEXT NOT NULL DEFAULT '',
  doi TEXT NOT NULL DEFAULT '',
  more_json TEXT NOT NULL DEFAULT '{}',
  version BIGINT NOT NULL DEFAULT 1,
  withdrawn BOOLEAN NOT NULL DEFAULT FALSE,
  made_by TEXT,
  made_at BIGINT NOT NULL,
  changed_by TEXT,
  changed_at BIGINT NOT NULL,
  CONSTRAINT dataset_named CHECK (name_ko <> '' OR name_en <> '')
);
CREATE UNIQUE INDEX dataset_source_unique ON dataset (source, source_id) WHERE source_id <> '';
CREATE INDEX dataset_by_name ON dataset (sort_name, id, data_kind, data_access, region) WHERE NOT withdrawn;
CREATE INDEX dataset_by_change ON dataset (changed_at, id, data_kind, data_access, region) WHERE NOT withdrawn;
CREATE INDEX dataset_by_text ON dataset (search_text, id, data_kind, data_access, region) WHERE NOT withdrawn;
CREATE INDEX dataset_by_facility ON dataset (facility_id) WHERE facility_id IS NOT NULL;
CREATE INDEX dataset_by_organisation ON dataset (organisation_id) WHERE organisation_id IS NOT NULL;

CREATE VIEW public_technology AS
  SELECT id, facility_id, organisation_id, name_ko, name_en, description_ko, description_en, keywords, trl, rights,
         patent_number, six_t, solves, applications, region
  FROM technology WHERE NOT withdrawn;
CREATE VIEW public_dataset AS
  SELECT id, facility_id, organisation_id, name_ko, name_en, description_ko, description_en, keywords, data_kind,
         data_access, licence, subjects, methods, doi, region
  FROM dataset WHERE NOT withdrawn;
CREATE VIEW public_technology_method AS
  SELECT from_id AS technology_id, to_id AS method_id FROM thing_link WHERE pair = 'technology-method';
-- What an organisation says of itself, and every name it is found by: search_text has its aliases and numbers.
CREATE VIEW public_organisation_words AS
  SELECT id, description_ko, description_en, keywords, search_text FROM organisation WHERE NOT withdrawn;

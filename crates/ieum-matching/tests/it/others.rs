//! What other rooms' views give, as plain tables, so that this room can be tried alone.

pub(crate) const TABLES: &str = "-- Why: what other rooms' views give, as plain tables, so that this room can be tried alone.
CREATE TABLE public_organisation (id TEXT PRIMARY KEY, name_ko TEXT NOT NULL DEFAULT '', name_en TEXT NOT NULL DEFAULT '',
  kind TEXT NOT NULL DEFAULT '', business_number TEXT, ror_id TEXT, region TEXT NOT NULL DEFAULT '', founded_on TEXT,
  size TEXT NOT NULL DEFAULT '');
CREATE TABLE public_facility (id TEXT PRIMARY KEY, organisation_id TEXT, name_ko TEXT NOT NULL DEFAULT '',
  name_en TEXT NOT NULL DEFAULT '', region TEXT NOT NULL DEFAULT '', address TEXT NOT NULL DEFAULT '',
  latitude DOUBLE PRECISION, longitude DOUBLE PRECISION, phone TEXT NOT NULL DEFAULT '', email TEXT NOT NULL DEFAULT '');
CREATE TABLE public_instrument (id TEXT PRIMARY KEY, facility_id TEXT, name_ko TEXT NOT NULL DEFAULT '',
  name_en TEXT NOT NULL DEFAULT '', maker TEXT NOT NULL DEFAULT '', model TEXT NOT NULL DEFAULT '',
  registration_number TEXT, asset_number TEXT NOT NULL DEFAULT '', access_mode TEXT NOT NULL DEFAULT 'self',
  life TEXT NOT NULL DEFAULT 'in_service', condition TEXT NOT NULL DEFAULT 'ok', access TEXT NOT NULL DEFAULT 'open',
  use_scope TEXT NOT NULL DEFAULT '', class_code TEXT NOT NULL DEFAULT '', description_ko TEXT NOT NULL DEFAULT '',
  description_en TEXT NOT NULL DEFAULT '', capability_ko TEXT NOT NULL DEFAULT '', capability_en TEXT NOT NULL DEFAULT '',
  example_ko TEXT NOT NULL DEFAULT '', example_en TEXT NOT NULL DEFAULT '', opens_at BIGINT, closes_at BIGINT,
  open_days TEXT NOT NULL DEFAULT '', region TEXT NOT NULL DEFAULT '', changed_at BIGINT NOT NULL DEFAULT 0);
CREATE TABLE public_method (id TEXT PRIMARY KEY, name_ko TEXT NOT NULL DEFAULT '', name_en TEXT NOT NULL DEFAULT '',
  technique TEXT NOT NULL DEFAULT '', analytes TEXT NOT NULL DEFAULT '', matrices TEXT NOT NULL DEFAULT '',
  standards TEXT NOT NULL DEFAULT '', description_ko TEXT NOT NULL DEFAULT '', description_en TEXT NOT NULL DEFAULT '',
  chmo_id TEXT NOT NULL DEFAULT '');
CREATE TABLE public_service (id TEXT PRIMARY KEY, facility_id TEXT, method_id TEXT, name_ko TEXT NOT NULL DEFAULT '',
  name_en TEXT NOT NULL DEFAULT '', description_ko TEXT NOT NULL DEFAULT '', description_en TEXT NOT NULL DEFAULT '',
  deliverable_ko TEXT NOT NULL DEFAULT '', deliverable_en TEXT NOT NULL DEFAULT '', price_minor BIGINT,
  currency TEXT NOT NULL DEFAULT '', unit TEXT NOT NULL DEFAULT '', turnaround_days BIGINT,
  accreditation TEXT NOT NULL DEFAULT '', access_mode TEXT NOT NULL DEFAULT '', region TEXT NOT NULL DEFAULT '');
CREATE TABLE public_expert (id TEXT PRIMARY KEY, person_id TEXT, organisation_id TEXT, name_ko TEXT NOT NULL DEFAULT '',
  name_en TEXT NOT NULL DEFAULT '', fields TEXT NOT NULL DEFAULT '', keywords TEXT NOT NULL DEFAULT '',
  region TEXT NOT NULL DEFAULT '');
CREATE TABLE public_resource (id TEXT PRIMARY KEY, facility_id TEXT, organisation_id TEXT, name_ko TEXT NOT NULL DEFAULT '',
  name_en TEXT NOT NULL DEFAULT '', description_ko TEXT NOT NULL DEFAULT '', description_en TEXT NOT NULL DEFAULT '',
  keywords TEXT NOT NULL DEFAULT '', access_mode TEXT NOT NULL DEFAULT '', region TEXT NOT NULL DEFAULT '');
CREATE TABLE public_standard (id TEXT PRIMARY KEY, name_ko TEXT NOT NULL DEFAULT '', name_en TEXT NOT NULL DEFAULT '',
  description_ko TEXT NOT NULL DEFAULT '', description_en TEXT NOT NULL DEFAULT '', number TEXT NOT NULL DEFAULT '',
  body TEXT NOT NULL DEFAULT '', keywords TEXT NOT NULL DEFAULT '');
CREATE TABLE public_software (id TEXT PRIMARY KEY, name_ko TEXT NOT NULL DEFAULT '', name_en TEXT NOT NULL DEFAULT '',
  description_ko TEXT NOT NULL DEFAULT '', description_en TEXT NOT NULL DEFAULT '', operations TEXT NOT NULL DEFAULT '',
  topics TEXT NOT NULL DEFAULT '', keywords TEXT NOT NULL DEFAULT '', region TEXT NOT NULL DEFAULT '');
CREATE TABLE public_technology (id TEXT PRIMARY KEY, facility_id TEXT, organisation_id TEXT,
  name_ko TEXT NOT NULL DEFAULT '', name_en TEXT NOT NULL DEFAULT '', description_ko TEXT NOT NULL DEFAULT '',
  description_en TEXT NOT NULL DEFAULT '', keywords TEXT NOT NULL DEFAULT '', trl TEXT NOT NULL DEFAULT '',
  rights TEXT NOT NULL DEFAULT '', patent_number TEXT NOT NULL DEFAULT '', six_t TEXT NOT NULL DEFAULT '',
  solves TEXT NOT NULL DEFAULT '', applications TEXT NOT NULL DEFAULT '', region TEXT NOT NULL DEFAULT '');
CREATE TABLE public_dataset (id TEXT PRIMARY KEY, facility_id TEXT, organisation_id TEXT,
  name_ko TEXT NOT NULL DEFAULT '', name_en TEXT NOT NULL DEFAULT '', description_ko TEXT NOT NULL DEFAULT '',
  description_en TEXT NOT NULL DEFAULT '', keywords TEXT NOT NULL DEFAULT '', data_kind TEXT NOT NULL DEFAULT '',
  data_access TEXT NOT NULL DEFAULT '', licence TEXT NOT NULL DEFAULT '', subjects TEXT NOT NULL DEFAULT '',
  methods TEXT NOT NULL DEFAULT '', doi TEXT NOT NULL DEFAULT '', region TEXT NOT NULL DEFAULT '');
CREATE TABLE public_technology_method (technology_id TEXT, method_id TEXT);
CREATE VIEW public_organisation_words AS SELECT id, '' AS description_ko, '' AS description_en, '' AS keywords,
  lower(name_ko || ' ' || name_en) AS search_text FROM public_organisation;
CREATE TABLE public_organisation_alias (organisation_id TEXT, name TEXT);
CREATE TABLE public_instrument_method (instrument_id TEXT, method_id TEXT);
CREATE TABLE public_service_instrument (service_id TEXT, instrument_id TEXT);
CREATE TABLE public_expert_method (expert_id TEXT, method_id TEXT);
CREATE TABLE public_reservation (id TEXT PRIMARY KEY, instrument_id TEXT NOT NULL, starts_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL, holds_time BOOLEAN NOT NULL DEFAULT TRUE);
CREATE TABLE public_request (id TEXT PRIMARY KEY, need_id TEXT, service_id TEXT, instrument_id TEXT);
CREATE TABLE public_person (id TEXT PRIMARY KEY, name TEXT, organisation_id TEXT);
";

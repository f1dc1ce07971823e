-- What things cost: versions of price plans, partner organisations, and vouchers that pay a part.
CREATE TABLE price_plan (
  id TEXT NOT NULL PRIMARY KEY,
  facility_id TEXT NOT NULL,
  target_kind TEXT NOT NULL,
  target_id TEXT NOT NULL,
  version BIGINT NOT NULL,
  effective_from TEXT NOT NULL,
  plan_json TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT '',
  made_by_id TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  CONSTRAINT price_plan_version_once UNIQUE (target_kind, target_id, version),
  CONSTRAINT price_plan_target_known CHECK (target_kind IN ('instrument', 'service'))
);
CREATE INDEX price_plan_by_day ON price_plan (target_kind, target_id, effective_from, version);
CREATE INDEX price_plan_by_facility ON price_plan (facility_id, target_kind, target_id);

-- Organisations with which a facility has an agreement: they pay the partners' price.
CREATE TABLE price_partner (
  facility_id TEXT NOT NULL,
  organisation_id TEXT NOT NULL,
  made_by_id TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  PRIMARY KEY (facility_id, organisation_id)
);

CREATE TABLE voucher (
  id TEXT NOT NULL PRIMARY KEY,
  organisation_id TEXT NOT NULL,
  name_ko TEXT NOT NULL,
  name_en TEXT NOT NULL DEFAULT '',
  percent BIGINT NOT NULL,
  cap_minor BIGINT NOT NULL,
  spent_minor BIGINT NOT NULL DEFAULT 0,
  currency TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  valid_until TEXT NOT NULL,
  made_by_id TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  CONSTRAINT voucher_share CHECK (percent BETWEEN 1 AND 100),
  CONSTRAINT voucher_never_overspent CHECK (spent_minor >= 0 AND spent_minor <= cap_minor),
  CONSTRAINT voucher_lasts CHECK (valid_until >= valid_from)
);
CREATE INDEX voucher_by_organisation ON voucher (organisation_id, valid_until);

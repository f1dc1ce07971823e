-- Which organisation has which tier at a facility, from when to when; and charges that staff state, with a second person above a bound.
CREATE TABLE price_agreement (
  id TEXT NOT NULL PRIMARY KEY,
  facility_id TEXT NOT NULL,
  organisation_id TEXT NOT NULL,
  tier TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  valid_until TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT '',
  made_by_id TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  CONSTRAINT price_agreement_lasts CHECK (valid_until >= valid_from),
  CONSTRAINT price_agreement_tier_known
    CHECK (tier IN ('internal', 'partner', 'public', 'sme', 'mid_large', 'foreign'))
);
CREATE INDEX price_agreement_by_payer ON price_agreement (facility_id, organisation_id, valid_from);
-- Agreements made before they had days hold without end.
INSERT INTO price_agreement (id, facility_id, organisation_id, tier, valid_from, valid_until, made_by_id, made_at, changed_at)
  SELECT 'pag_' || substr(p.facility_id, 5, 13) || substr(p.organisation_id, 18, 13), p.facility_id, p.organisation_id,
    'partner', '2000-01-01', '9999-12-31', p.made_by_id, p.made_at, p.made_at
  FROM price_partner p;

CREATE TABLE stated_charge (
  id TEXT NOT NULL PRIMARY KEY,
  facility_id TEXT NOT NULL,
  organisation_id TEXT,
  request_id TEXT REFERENCES request (id),
  description_ko TEXT NOT NULL,
  description_en TEXT NOT NULL,
  supply_minor BIGINT NOT NULL,
  currency TEXT NOT NULL,
  vat TEXT NOT NULL,
  budget_line TEXT NOT NULL,
  used_on TEXT NOT NULL,
  reason TEXT NOT NULL,
  needs_second BOOLEAN NOT NULL,
  state TEXT NOT NULL,
  stated_by_id TEXT NOT NULL,
  stated_at BIGINT NOT NULL,
  decided_by_id TEXT,
  decided_at BIGINT,
  decision TEXT NOT NULL DEFAULT '',
  charge_id TEXT REFERENCES charge (id),
  CONSTRAINT stated_charge_says_why CHECK (reason <> ''),
  CONSTRAINT stated_charge_is_something CHECK (supply_minor > 0),
  CONSTRAINT stated_charge_vat_known CHECK (vat IN ('standard', 'exempt', 'zero')),
  CONSTRAINT stated_charge_state_known CHECK (state IN ('waiting', 'charged', 'rejected')),
  CONSTRAINT stated_charge_second_person CHECK (NOT needs_second OR state <> 'charged'
    OR (decided_by_id IS NOT NULL AND decided_by_id <> stated_by_id))
);
CREATE INDEX stated_charge_by_facility ON stated_charge (facility_id, state, stated_at);

-- Money: charges that never change, the invoices that gather them, the payments that settle invoices.
CREATE TABLE charge (
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  facility_id TEXT NOT NULL,
  organisation_id TEXT,
  person_id TEXT,
  request_id TEXT,
  usage_id TEXT,
  quote_id TEXT,
  instrument_id TEXT,
  service_id TEXT,
  description_ko TEXT NOT NULL,
  description_en TEXT NOT NULL,
  registration_number TEXT NOT NULL DEFAULT '',
  access_mode TEXT NOT NULL,
  budget_line TEXT NOT NULL,
  quantity TEXT NOT NULL DEFAULT '',
  currency TEXT NOT NULL,
  supply_minor BIGINT NOT NULL,
  vat_minor BIGINT NOT NULL,
  subsidy_minor BIGINT NOT NULL,
  total_minor BIGINT NOT NULL,
  plan_id TEXT,
  voucher_id TEXT,
  trace_json TEXT NOT NULL,
  reverses_id TEXT REFERENCES charge (id),
  reason TEXT NOT NULL DEFAULT '',
  used_on TEXT NOT NULL,
  review_until BIGINT NOT NULL,
  made_by_id TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  CONSTRAINT charge_adds_up CHECK (total_minor = supply_minor + vat_minor - subsidy_minor),
  CONSTRAINT charge_not_negative CHECK (
    (kind = 'reversal' AND reverses_id IS NOT NULL AND total_minor <= 0)
    OR (kind <> 'reversal' AND reverses_id IS NULL AND supply_minor >= 0 AND vat_minor >= 0 AND subsidy_minor >= 0
        AND total_minor >= 0)),
  CONSTRAINT charge_kind_known CHECK (kind IN ('usage', 'quote', 'stated', 'reversal')),
  CONSTRAINT charge_budget_line_known CHECK (budget_line IN ('equipment_fee', 'test_fee'))
);
CREATE UNIQUE INDEX charge_reversed_once ON charge (reverses_id) WHERE reverses_id IS NOT NULL;
CREATE INDEX charge_by_facility ON charge (facility_id, made_at);
CREATE INDEX charge_by_request ON charge (request_id) WHERE request_id IS NOT NULL;
CREATE INDEX charge_by_usage ON charge (usage_id) WHERE usage_id IS NOT NULL;
CREATE INDEX charge_by_quote ON charge (quote_id) WHERE quote_id IS NOT NULL;
CREATE INDEX charge_by_organisation ON charge (organisation_id, used_on) WHERE organisation_id IS NOT NULL;

CREATE TABLE invoice (
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  number TEXT CONSTRAINT invoice_number_once UNIQUE,
  facility_id TEXT NOT NULL,
  organisation_id TEXT,
  person_id TEXT,
  request_id TEXT,
  month TEXT NOT NULL DEFAULT '',
  credits_id TEXT REFERENCES invoice (id),
  state TEXT NOT NULL,
  state_json TEXT NOT NULL,
  currency TEXT NOT NULL,
  supply_minor BIGINT NOT NULL,
  vat_minor BIGINT NOT NULL,
  subsidy_minor BIGINT NOT NULL,
  total_minor BIGINT NOT NULL,
  paid_minor BIGINT NOT NULL DEFAULT 0,
  issued_at BIGINT,
  due_on TEXT,
  reminders BIGINT NOT NULL DEFAULT 0,
  made_by_id TEXT NOT NULL,
  version BIGINT NOT NULL,
  made_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  CONSTRAINT invoice_adds_up CHECK (total_minor = supply_minor + vat_minor - subsidy_minor),
  CONSTRAINT payment_beyond_due CHECK (kind = 'credit_note' OR (paid_minor >= 0 AND paid_minor <= total_minor)),
  CONSTRAINT invoice_void_unpaid CHECK (state <> 'void' OR paid_minor = 0),
  CONSTRAINT invoice_issued_has_number CHECK (state IN ('draft', 'void') OR number IS NOT NULL),
  CONSTRAINT invoice_kind_known CHECK (kind IN ('invoice', 'credit_note')),
  CONSTRAINT invoice_state_known CHECK (state IN ('draft', 'issued', 'sent', 'part_paid', 'paid', 'void', 'credited'))
);
CREATE UNIQUE INDEX invoice_credited_once ON invoice (credits_id) WHERE credits_id IS NOT NULL;
CREATE INDEX invoice_by_facility ON invoice (facility_id, made_at);
CREATE INDEX invoice_by_organisation ON invoice (organisation_id, made_at) WHERE organisation_id IS NOT NULL;
CREATE INDEX invoice_by_request ON invoice (request_id) WHERE request_id IS NOT NULL;
CREATE INDEX invoice_open ON invoice (state, due_on);

-- A charge stands on one live invoice at most; a void invoice lets its charges go.
CREATE TABLE invoice_line (
  invoice_id TEXT NOT NULL REFERENCES invoice (id),
  line BIGINT NOT NULL,
  charge_id TEXT NOT NULL REFERENCES charge (id),
  held BOOLEAN NOT NULL,
  PRIMARY KEY (invoice_id, line)
);
CREATE UNIQUE INDEX charge_invoiced_once ON invoice_line (charge_id) WHERE held;

CREATE TABLE payment (
  id TEXT NOT NULL PRIMARY KEY,
  invoice_id TEXT NOT NULL REFERENCES invoice (id),
  amount_minor BIGINT NOT NULL,
  currency TEXT NOT NULL,
  paid_on TEXT NOT NULL,
  method TEXT NOT NULL,
  reference TEXT NOT NULL DEFAULT '',
  recorded_by_id TEXT NOT NULL,
  at BIGINT NOT NULL,
  CONSTRAINT payment_is_something CHECK (amount_minor > 0),
  CONSTRAINT payment_method_known CHECK (method IN ('transfer', 'card', 'grant', 'cash', 'other'))
);
CREATE INDEX payment_by_invoice ON payment (invoice_id, at);

CREATE VIEW public_invoice AS
  SELECT id, kind, number, facility_id, organisation_id, request_id, state, currency, total_minor, paid_minor,
         issued_at, due_on
  FROM invoice;

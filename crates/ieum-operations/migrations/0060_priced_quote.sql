-- Lines of quotes keep the price they come from, why staff depart from it and how they are taxed; and what was really done.
ALTER TABLE quote_line ADD COLUMN listed_json TEXT;
ALTER TABLE quote_line ADD COLUMN listed_minor BIGINT;
ALTER TABLE quote_line ADD COLUMN vat TEXT CONSTRAINT quote_line_vat_known
  CHECK (vat IS NULL OR vat IN ('standard', 'exempt', 'zero'));
ALTER TABLE quote_line ADD COLUMN reason TEXT NOT NULL DEFAULT '' CONSTRAINT quote_override_says_why
  CHECK (listed_minor IS NULL OR listed_minor = amount_minor OR reason <> '');

-- Which line of the quote a charge pays.
ALTER TABLE charge ADD COLUMN quote_line BIGINT;

-- What was really done, where it differs from the accepted quote.
CREATE TABLE quote_actual (
  quote_id TEXT NOT NULL REFERENCES quote (id),
  line BIGINT NOT NULL,
  quantity_milli BIGINT NOT NULL,
  counted_json TEXT NOT NULL,
  reason TEXT NOT NULL,
  by_id TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (quote_id, line),
  CONSTRAINT quote_actual_says_why CHECK (reason <> ''),
  CONSTRAINT quote_actual_counts CHECK (line >= 1 AND quantity_milli >= 0)
);

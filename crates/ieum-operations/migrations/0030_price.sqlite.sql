-- A version of a price plan is never changed: a new price is a new version.
CREATE TRIGGER price_plan_no_update BEFORE UPDATE ON price_plan BEGIN SELECT RAISE(ABORT, 'price_plan_is_fixed'); END;
CREATE TRIGGER price_plan_no_delete BEFORE DELETE ON price_plan BEGIN SELECT RAISE(ABORT, 'price_plan_is_fixed'); END;

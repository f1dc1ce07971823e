-- A version of a price plan is never changed: a new price is a new version.
CREATE FUNCTION price_plan_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'price_plan_is_fixed';
END $$;
CREATE TRIGGER price_plan_no_update BEFORE UPDATE OR DELETE ON price_plan FOR EACH ROW EXECUTE FUNCTION price_plan_is_fixed();
CREATE TRIGGER price_plan_no_truncate BEFORE TRUNCATE ON price_plan FOR EACH STATEMENT EXECUTE FUNCTION price_plan_is_fixed();

-- The ledger is only ever added to.
CREATE FUNCTION custody_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'custody_append_only';
END $$;
CREATE TRIGGER custody_no_update BEFORE UPDATE OR DELETE ON custody_event FOR EACH ROW EXECUTE FUNCTION custody_append_only();
CREATE TRIGGER custody_no_truncate BEFORE TRUNCATE ON custody_event FOR EACH STATEMENT EXECUTE FUNCTION custody_append_only();

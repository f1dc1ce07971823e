-- The history of a request is kept from change.
CREATE FUNCTION request_event_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'request_event_append_only';
END $$;
CREATE TRIGGER request_event_no_update BEFORE UPDATE OR DELETE ON request_event FOR EACH ROW EXECUTE FUNCTION request_event_append_only();
CREATE TRIGGER request_event_no_truncate BEFORE TRUNCATE ON request_event FOR EACH STATEMENT EXECUTE FUNCTION request_event_append_only();

-- Movements of vouchers are only ever added to.
CREATE FUNCTION voucher_entry_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'voucher_entry_append_only';
END $$;
CREATE TRIGGER voucher_entry_no_update BEFORE UPDATE OR DELETE ON voucher_entry FOR EACH ROW EXECUTE FUNCTION voucher_entry_append_only();
CREATE TRIGGER voucher_entry_no_truncate BEFORE TRUNCATE ON voucher_entry FOR EACH STATEMENT EXECUTE FUNCTION voucher_entry_append_only();

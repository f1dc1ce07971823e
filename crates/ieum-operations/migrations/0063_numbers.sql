-- Numbers of invoices and credit notes run without gaps: each follows one that is there, and none is ever taken away.
-- Which invoices a charge stands on, void ones too.
CREATE INDEX invoice_line_by_charge ON invoice_line (charge_id);

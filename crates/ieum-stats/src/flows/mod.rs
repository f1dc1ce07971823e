//! Input-output tables: multipliers and linkages.

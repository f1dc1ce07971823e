//! every page

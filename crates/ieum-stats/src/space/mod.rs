//! Space: autocorrelation, local and global.

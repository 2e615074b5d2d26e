//! Aliases and message MACs.

//! Updates in, cards out.

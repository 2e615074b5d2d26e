//! The counsellor's own computer: identity, list, claim, open.

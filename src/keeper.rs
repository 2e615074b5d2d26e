//! Due rows, expiry, epochs.

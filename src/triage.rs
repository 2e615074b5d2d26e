//! How soon somebody should call.

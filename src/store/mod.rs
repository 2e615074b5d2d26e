//! The database: open cards and the queue of sealed requests.

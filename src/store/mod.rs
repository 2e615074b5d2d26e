//! The database: open cards and the queue of sealed requests.

pub mod ring_file;

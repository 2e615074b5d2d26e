//! A local Bot API with a chat page: for the demo and the tests.

//! How a place is written into associated data, so that what is sealed for one opens nowhere else.

/// A label and parts, every part with its length before it, so that no two places are written alike.
pub(super) fn associated_data(label: &[u8], parts: &[&[u8]]) -> Vec<u8> {
    let mut out = label.to_vec();
    for part in parts {
        out.extend_from_slice(&(part.len() as u64).to_be_bytes());
        out.extend_from_slice(part);
    }
    out
}

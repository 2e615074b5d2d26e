//! The way back to a chat, sealed for the server and carried inside the request (`threats.md` D6).
//!
//! A counsellor who opens the request holds 56 bytes that tell her nothing; the server, without her, does not have
//! them. Only the two together reach the chat, until the day's return key is destroyed.

use super::place::associated_data;
use super::{Error, OpenError};
use crate::keyring::{DayKey, DayPurpose, Keep};
use crate::vocab::{DeploymentId, RequestId, ReturnAddress, Route};
use chacha20poly1305::aead::{AeadInPlace, KeyInit};
use chacha20poly1305::{Tag, XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

const NONCE: usize = 24;
const ROUTE: usize = 8;
const CONTENT: usize = 16;

/// Seals a route under a return key, for one request of one deployment. `random` and `nonce` are fresh random bytes.
pub fn seal_return_address(
    route: &Route,
    random: [u8; 8],
    nonce: [u8; 24],
    key: &DayKey,
    id: &RequestId,
    deployment: &DeploymentId,
) -> Result<ReturnAddress, Error> {
    let cipher = cipher(key).ok_or(Error::WrongKey { keep: key.keep().name() })?;
    let mut content = Zeroizing::new([0; CONTENT]);
    content[..ROUTE].copy_from_slice(route.bytes());
    content[ROUTE..].copy_from_slice(&random);
    let tag = cipher
        .encrypt_in_place_detached(XNonce::from_slice(&nonce), &place(key, id, deployment), &mut *content)
        .map_err(|_| Error::TooLong { size: CONTENT, limit: CONTENT })?;
    let mut bytes = [0; 56];
    bytes[..NONCE].copy_from_slice(&nonce);
    bytes[NONCE..NONCE + CONTENT].copy_from_slice(&*content);
    bytes[NONCE + CONTENT..].copy_from_slice(&tag);
    Ok(ReturnAddress::from_bytes(bytes))
}

/// Opens a way back with the return key of the day its request was sent.
pub fn open_return_address(
    address: &ReturnAddress,
    key: &DayKey,
    id: &RequestId,
    deployment: &DeploymentId,
) -> Result<Route, OpenError> {
    let cipher = cipher(key).ok_or(OpenError::WrongKey { keep: key.keep().name() })?;
    let (nonce, sealed) = address.bytes().split_at(NONCE);
    let (sealed, tag) = sealed.split_at(CONTENT);
    let mut content = Zeroizing::new([0; CONTENT]);
    content.copy_from_slice(sealed);
    cipher
        .decrypt_in_place_detached(
            XNonce::from_slice(nonce),
            &place(key, id, deployment),
            &mut *content,
            Tag::from_slice(tag),
        )
        .map_err(|_| OpenError::NotHere)?;
    let mut route = [0; ROUTE];
    route.copy_from_slice(&content[..ROUTE]);
    Ok(Route::from_bytes(route))
}

/// None for a key that is not a return key: a way back must open for as long as a receipt is answered, no longer.
fn cipher(key: &DayKey) -> Option<XChaCha20Poly1305> {
    (key.keep() == Keep::Return).then(|| XChaCha20Poly1305::new((&*key.subkey(DayPurpose::ReturnAddress)).into()))
}

fn place(key: &DayKey, id: &RequestId, deployment: &DeploymentId) -> Vec<u8> {
    let parts: [&[u8]; 3] = [id.bytes(), deployment.as_str().as_bytes(), &key.day().to_be_bytes()];
    associated_data(b"janynda-return-address-v1", &parts)
}

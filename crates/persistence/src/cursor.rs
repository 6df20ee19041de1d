//! Cursors: places in a list that only the reader they were given to can use, and nobody can read.
//!
//! A cursor tells nothing of how much lies between two lines, so that what was filtered out leaves
//! no trace. The same reader gets the same cursor for the same place.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use mpaka_domain::Viewer;

use crate::keys::{MasterKey, keyed_hash};

/// Makes and reads cursors.
#[derive(Clone)]
pub struct Cursors {
    nonces: [u8; 32],
    boxes: [u8; 32],
}

impl std::fmt::Debug for Cursors {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Cursors(…)")
    }
}

impl Cursors {
    /// Cursors under secrets derived from the master key.
    pub fn new(master: &MasterKey) -> Self {
        Self {
            nonces: master.derive("mpaka cursor nonces 1"),
            boxes: master.derive("mpaka cursors 1"),
        }
    }

    /// The cursor of a place in a list, for one reader.
    pub fn seal(&self, viewer: &Viewer, list: &str, place: (i64, i64)) -> String {
        let bound_to = bound_to(viewer, list);
        let message = [place.0.to_be_bytes(), place.1.to_be_bytes()].concat();
        let [nonce @ .., _, _, _, _, _, _, _, _] =
            keyed_hash(&self.nonces, &[bound_to.as_slice(), &message].concat());
        let payload = Payload { msg: &message, aad: &bound_to };
        // The cipher refuses only messages of 256 GiB and more.
        let boxed = XChaCha20Poly1305::new(&self.boxes.into())
            .encrypt(XNonce::from_slice(&nonce), payload)
            .unwrap_or_default();
        BASE64.encode([&nonce[..], &boxed].concat())
    }

    /// The place that a cursor stands for; none when it was not made for this reader and this list.
    pub fn open(&self, viewer: &Viewer, list: &str, cursor: &str) -> Option<(i64, i64)> {
        let bytes = BASE64.decode(cursor).ok()?;
        let (nonce, boxed) = bytes.split_first_chunk::<24>()?;
        let payload = Payload { msg: boxed, aad: &bound_to(viewer, list) };
        let message = XChaCha20Poly1305::new(&self.boxes.into())
            .decrypt(XNonce::from_slice(nonce), payload)
            .ok()?;
        let (first, rest) = message.split_first_chunk::<8>()?;
        let second = rest.first_chunk::<8>()?;
        Some((i64::from_be_bytes(*first), i64::from_be_bytes(*second)))
    }
}

fn bound_to(viewer: &Viewer, list: &str) -> Vec<u8> {
    format!("{}\0{}\0{list}\0", viewer.user, viewer.agency).into_bytes()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use mpaka_domain::{AgencyId, Role, UserId};

    use super::*;

    fn cursors() -> Cursors {
        Cursors::new(&MasterKey::new([1; 32]))
    }

    fn reader(user: &str) -> Viewer {
        Viewer {
            user: UserId::parse(user).unwrap(),
            agency: AgencyId::parse("KE-DCI-TOCU").unwrap(),
            role: Role::Investigator,
            compartments: BTreeSet::new(),
        }
    }

    #[test]
    fn a_cursor_leads_its_reader_back_to_the_place() {
        let cursor = cursors().seal(&reader("akinyi"), "events", (5, 6));
        assert_eq!(cursors().open(&reader("akinyi"), "events", &cursor), Some((5, 6)));
    }

    #[test]
    fn a_cursor_is_of_no_use_to_another_reader_or_in_another_list() {
        let cursor = cursors().seal(&reader("akinyi"), "events", (5, 6));
        assert_eq!(cursors().open(&reader("guyo"), "events", &cursor), None);
        assert_eq!(cursors().open(&reader("akinyi"), "timeline", &cursor), None);
        assert_eq!(cursors().open(&reader("akinyi"), "events", "AAAA"), None);
    }

    #[test]
    fn the_same_place_always_has_the_same_cursor() {
        let cursor = || cursors().seal(&reader("akinyi"), "events", (5, 6));
        assert_eq!(cursor(), cursor());
        assert_ne!(cursor(), cursors().seal(&reader("akinyi"), "events", (5, 7)));
    }
}

//! How the parts of a file are sealed, each by itself and bound to its place.
//!
//! A sealed part is a random 24-byte nonce, then XChaCha20-Poly1305 over the part's bytes. The data it
//! is bound to are the file's id, the part's place in the file and whether it is the last: the binding
//! of the STREAM construction (Hoang, Reyhanitabar, Rogaway and Vizár, 2015). The nonces are random
//! rather than counted because a part whose upload was cut off is sealed a second time when more of it
//! has come, and one nonce must never seal two texts.

use chacha20poly1305::aead::AeadInPlace;
use chacha20poly1305::{KeyInit, Tag, XChaCha20Poly1305, XNonce};
use uuid::Uuid;

use crate::error::FileError;

/// The bytes of a part: all parts but the last have as many.
pub const PART: usize = 8 << 20;
/// The bytes of the nonce in front of a part.
const NONCE: usize = 24;
/// The bytes of the tag behind it.
const TAG: usize = 16;

/// The key of one file: 32 random bytes.
#[derive(Clone)]
pub struct FileKey([u8; 32]);

impl FileKey {
    /// A new key.
    pub fn random() -> Self {
        Self(rand::random())
    }

    /// The key made of these bytes.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The bytes, to be wrapped.
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }
}

impl std::fmt::Debug for FileKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FileKey(…)")
    }
}

/// The place of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    /// The file.
    pub file: Uuid,
    /// Which part of it, from 0.
    pub part: u32,
    /// Whether the file ends with it.
    pub last: bool,
}

impl Spot {
    /// What a part at this place is bound to.
    fn binding(&self) -> [u8; 33] {
        let mut binding = *b"mpaka part 1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";
        binding[12..28].copy_from_slice(self.file.as_bytes());
        binding[28..32].copy_from_slice(&self.part.to_be_bytes());
        binding[32] = u8::from(self.last);
        binding
    }
}

/// A part that is being filled, in the memory in which it will be sealed.
pub struct Filling(Vec<u8>);

impl Default for Filling {
    fn default() -> Self {
        Self(vec![0; NONCE])
    }
}

impl Filling {
    /// A part of which these bytes are there.
    pub fn begun_with(bytes: &[u8]) -> Self {
        let mut filling = Self::default();
        filling.0.extend_from_slice(bytes);
        filling
    }

    /// How many bytes are there.
    pub fn len(&self) -> usize {
        self.0.len() - NONCE
    }

    /// Whether nothing is there.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Takes as many of these bytes as there is room for, and answers how many.
    pub fn take(&mut self, bytes: &[u8]) -> usize {
        let taken = bytes.len().min(PART - self.len());
        if self.0.capacity() < self.0.len() + taken + TAG {
            // One growth at most beyond the first piece: a part has one size.
            self.0.reserve_exact(PART + NONCE + TAG - self.0.len());
        }
        self.0.extend_from_slice(&bytes[..taken]);
        taken
    }

    /// Seals the part for its place.
    pub async fn seal(self, key: &FileKey, spot: Spot) -> Result<Vec<u8>, FileError> {
        let key = key.clone();
        crate::busy(move || self.seal_now(&key, spot)).await?
    }

    fn seal_now(self, key: &FileKey, spot: Spot) -> Result<Vec<u8>, FileError> {
        let mut sealed = self.0;
        let nonce: [u8; NONCE] = rand::random();
        sealed[..NONCE].copy_from_slice(&nonce);
        let tag = XChaCha20Poly1305::new(&key.0.into())
            .encrypt_in_place_detached(
                XNonce::from_slice(&nonce),
                &spot.binding(),
                &mut sealed[NONCE..],
            )
            .map_err(|_| FileError::Sealed)?;
        sealed.extend_from_slice(&tag);
        Ok(sealed)
    }
}

/// Opens a sealed part that should be at this place; answers its bytes.
pub fn open_part(key: &FileKey, spot: Spot, sealed: &[u8]) -> Result<Vec<u8>, FileError> {
    let (nonce, rest) = sealed.split_at_checked(NONCE).ok_or(FileError::Sealed)?;
    let end = rest.len().checked_sub(TAG).ok_or(FileError::Sealed)?;
    let (boxed, tag) = rest.split_at(end);
    let mut plain = boxed.to_vec();
    XChaCha20Poly1305::new(&key.0.into())
        .decrypt_in_place_detached(
            XNonce::from_slice(nonce),
            &spot.binding(),
            &mut plain,
            Tag::from_slice(tag),
        )
        .map_err(|_| FileError::Sealed)?;
    Ok(plain)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SPOT: Spot = Spot { file: Uuid::from_u128(7), part: 3, last: false };

    fn sealed(plain: &[u8]) -> (FileKey, Vec<u8>) {
        let key = FileKey::random();
        let sealed = Filling::begun_with(plain).seal_now(&key, SPOT).unwrap();
        (key, sealed)
    }

    #[test]
    fn a_part_opens_at_its_own_place_only() {
        let (key, sealed) = sealed(b"a part");
        assert_eq!(open_part(&key, SPOT, &sealed).unwrap(), b"a part");
        for elsewhere in [
            Spot { file: Uuid::from_u128(8), ..SPOT },
            Spot { part: 4, ..SPOT },
            Spot { last: true, ..SPOT },
        ] {
            assert!(open_part(&key, elsewhere, &sealed).is_err(), "{elsewhere:?}");
        }
        assert!(open_part(&FileKey::random(), SPOT, &sealed).is_err());
    }

    #[test]
    fn the_same_bytes_never_look_the_same_twice() {
        let key = FileKey::random();
        let seal = || Filling::begun_with(b"a part").seal_now(&key, SPOT).unwrap();
        assert_ne!(seal(), seal());
    }

    #[test]
    fn a_part_takes_no_more_than_its_size() {
        let mut filling = Filling::begun_with(&vec![1; PART - 2]);
        assert_eq!(filling.take(&[2, 2, 2]), 2);
        assert_eq!(filling.len(), PART);
        assert_eq!(filling.take(&[2]), 0);
    }

    #[test]
    fn a_key_is_never_printed() {
        assert_eq!(format!("{:?}", FileKey::random()), "FileKey(…)");
    }

    proptest! {
        #[test]
        fn what_was_sealed_opens_and_any_change_is_refused(
            plain in prop::collection::vec(any::<u8>(), 0..200),
            at in any::<prop::sample::Index>(),
            bit in 0u8..8,
            cut in any::<prop::sample::Index>(),
        ) {
            let (key, sealed) = sealed(&plain);
            prop_assert_eq!(open_part(&key, SPOT, &sealed).unwrap(), plain);
            let mut flipped = sealed.clone();
            flipped[at.index(sealed.len())] ^= 1 << bit;
            prop_assert!(open_part(&key, SPOT, &flipped).is_err());
            prop_assert!(open_part(&key, SPOT, &sealed[..cut.index(sealed.len())]).is_err());
        }
    }
}

//! The manifest of a file: its length, its wrapped key and its parts, in one canonical form.

use uuid::Uuid;

use crate::address::Address;
use crate::error::FileError;
use crate::seal::{PART, Spot};

/// What a manifest begins with.
const MARK: &[u8] = b"mpaka file 1\n";

/// The list of a file's parts, and what is needed to open them.
///
/// Stored as the mark `mpaka file 1` and a line feed; the file's id; its length as 8 bytes; the id of
/// the key that its own key is wrapped with; the length of the wrapped key as 4 bytes, and the wrapped
/// key; the addresses of its parts in their order. Numbers have their highest byte first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    /// The file.
    pub file: Uuid,
    /// Its length in bytes.
    pub size: u64,
    /// The key that its own key is wrapped with.
    pub key: Uuid,
    /// Its own key, wrapped.
    pub wrapped: Vec<u8>,
    /// The addresses of its sealed parts.
    pub parts: Vec<Address>,
}

impl Manifest {
    /// How many parts a file of this length has.
    pub fn parts_of(size: u64) -> u64 {
        size.div_ceil(PART as u64)
    }

    /// The canonical form.
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = MARK.to_vec();
        bytes.extend_from_slice(self.file.as_bytes());
        bytes.extend_from_slice(&self.size.to_be_bytes());
        bytes.extend_from_slice(self.key.as_bytes());
        // A wrapped key has a few dozen bytes.
        let length = u32::try_from(self.wrapped.len()).unwrap_or_default();
        bytes.extend_from_slice(&length.to_be_bytes());
        bytes.extend_from_slice(&self.wrapped);
        for part in &self.parts {
            bytes.extend_from_slice(part.as_bytes());
        }
        bytes
    }

    /// Reads the canonical form; nothing may be missing and nothing may be left over.
    pub fn decode(bytes: &[u8]) -> Result<Self, FileError> {
        read(bytes).ok_or(FileError::NoManifest)
    }

    /// The place of a part and its address; none behind the last.
    pub fn part(&self, part: usize) -> Option<(Spot, Address)> {
        let address = *self.parts.get(part)?;
        let last = part + 1 == self.parts.len();
        Some((Spot { file: self.file, part: u32::try_from(part).ok()?, last }, address))
    }
}

fn read(bytes: &[u8]) -> Option<Manifest> {
    let rest = bytes.strip_prefix(MARK)?;
    let (file, rest) = rest.split_first_chunk::<16>()?;
    let (size, rest) = rest.split_first_chunk::<8>()?;
    let (key, rest) = rest.split_first_chunk::<16>()?;
    let (length, rest) = rest.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
    let (wrapped, rest) = rest.split_at_checked(length)?;
    let (parts, left_over) = rest.as_chunks::<32>();
    let size = u64::from_be_bytes(*size);
    if !left_over.is_empty() || parts.len() as u64 != Manifest::parts_of(size) {
        return None;
    }
    Some(Manifest {
        file: Uuid::from_bytes(*file),
        size,
        key: Uuid::from_bytes(*key),
        wrapped: wrapped.to_vec(),
        parts: parts.iter().copied().map(Address::from_bytes).collect(),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn manifest(parts: u8, short_by: u64) -> Manifest {
        Manifest {
            file: Uuid::from_u128(1),
            size: u64::from(parts) * PART as u64 - short_by,
            key: Uuid::from_u128(2),
            wrapped: vec![3; 72],
            parts: (0..parts).map(|part| Address::of(&[part])).collect(),
        }
    }

    #[test]
    fn the_last_part_is_known_as_the_last() {
        let manifest = manifest(3, 5);
        let last = |part| manifest.part(part).map(|(spot, _)| spot.last);
        assert_eq!([last(0), last(2), last(3)], [Some(false), Some(true), None]);
    }

    proptest! {
        #[test]
        fn what_was_written_reads_back_and_nothing_shorter_or_longer_does(
            parts in 1u8..5, short_by in 0u64..1000, cut in any::<prop::sample::Index>(),
        ) {
            let manifest = manifest(parts, short_by);
            let bytes = manifest.encode();
            prop_assert_eq!(&Manifest::decode(&bytes).unwrap(), &manifest);
            prop_assert!(Manifest::decode(&bytes[..cut.index(bytes.len())]).is_err());
            prop_assert!(Manifest::decode(&[&bytes[..], &[0; 32]].concat()).is_err());
        }
    }
}

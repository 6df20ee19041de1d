//! The canonical bytes of an event and their hash.
//!
//! An event is encoded once, when it is stored; from then on only these bytes are hashed, proved
//! and verified. The layout is a fixed sequence of fields, each as its length in four bytes, big
//! endian, and its bytes:
//!
//! | # | field | bytes |
//! |---|---|---|
//! | 1 | format | `mpaka-event-1` |
//! | 2 | event id | UUID, 16 bytes |
//! | 3 | category | UTF-8 |
//! | 4 | stream id | UUID, 16 bytes |
//! | 5 | version in the stream, from 1 | 8 bytes, big endian |
//! | 6 | event type | UTF-8 |
//! | 7 | version of the event's schema | UTF-8 |
//! | 8 | recorded at, microseconds since 1970-01-01T00:00:00Z | 8 bytes, big endian, two's complement |
//! | 9 | command id | UUID, 16 bytes |
//! | 10 | SHA-256 of the envelope as stored | 32 bytes |
//! | 11 | SHA-256 of the data as stored, personal fields sealed | 32 bytes |
//! | 12 | hash of the stream's event before this one; zeros for the first | 32 bytes |
//! | 13 | salt, so that a hash tells nothing about an event of few possible values | 16 bytes |
//!
//! The place in the global order is not among them: it is the leaf's index in the log's tree.

use sha2::{Digest, Sha256};

const FORMAT: &[u8] = b"mpaka-event-1";

/// An event's fields, as its canonical bytes hold them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventRecord {
    /// The event's id.
    pub event_id: [u8; 16],
    /// The stream's category.
    pub category: String,
    /// The stream's id.
    pub stream_id: [u8; 16],
    /// The event's place in its stream, from 1.
    pub version: u64,
    /// The event's type, such as `investigation.opened`.
    pub event_type: String,
    /// The version of that type's schema.
    pub schema_version: String,
    /// When it was recorded, in microseconds since 1970-01-01T00:00:00Z.
    pub recorded_at: i64,
    /// The command that made it.
    pub command_id: [u8; 16],
    /// SHA-256 of the envelope's stored text.
    pub envelope: [u8; 32],
    /// SHA-256 of the data's stored text.
    pub data: [u8; 32],
    /// The hash of the event before it in its stream; zeros for the first.
    pub previous: [u8; 32],
    /// Random.
    pub salt: [u8; 16],
}

/// Bytes that are not an event's canonical bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Malformed;

impl std::fmt::Display for Malformed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("these are not an event's canonical bytes")
    }
}

impl std::error::Error for Malformed {}

impl EventRecord {
    /// The canonical bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let fields: [&[u8]; 13] = [
            FORMAT,
            &self.event_id,
            self.category.as_bytes(),
            &self.stream_id,
            &self.version.to_be_bytes(),
            self.event_type.as_bytes(),
            self.schema_version.as_bytes(),
            &self.recorded_at.to_be_bytes(),
            &self.command_id,
            &self.envelope,
            &self.data,
            &self.previous,
            &self.salt,
        ];
        let mut bytes = Vec::with_capacity(fields.iter().map(|field| 4 + field.len()).sum());
        for field in fields {
            // Every field is a name or a digest; none comes near four gibibytes.
            let length = u32::try_from(field.len()).unwrap_or(u32::MAX);
            bytes.extend_from_slice(&length.to_be_bytes());
            bytes.extend_from_slice(field);
        }
        bytes
    }

    /// Reads canonical bytes back; refuses anything that would not be written the same again.
    pub fn parse(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut fields = Fields(bytes);
        if fields.next()? != FORMAT {
            return Err(Malformed);
        }
        let record = Self {
            event_id: fields.fixed()?,
            category: fields.text()?,
            stream_id: fields.fixed()?,
            version: u64::from_be_bytes(fields.fixed()?),
            event_type: fields.text()?,
            schema_version: fields.text()?,
            recorded_at: i64::from_be_bytes(fields.fixed()?),
            command_id: fields.fixed()?,
            envelope: fields.fixed()?,
            data: fields.fixed()?,
            previous: fields.fixed()?,
            salt: fields.fixed()?,
        };
        if fields.0.is_empty() { Ok(record) } else { Err(Malformed) }
    }
}

struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    fn next(&mut self) -> Result<&'a [u8], Malformed> {
        let (length, rest) = self.0.split_first_chunk::<4>().ok_or(Malformed)?;
        let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| Malformed)?;
        let (field, rest) = rest.split_at_checked(length).ok_or(Malformed)?;
        self.0 = rest;
        Ok(field)
    }

    fn fixed<const N: usize>(&mut self) -> Result<[u8; N], Malformed> {
        self.next()?.try_into().map_err(|_| Malformed)
    }

    fn text(&mut self) -> Result<String, Malformed> {
        String::from_utf8(self.next()?.to_vec()).map_err(|_| Malformed)
    }
}

/// SHA-256 of some bytes.
pub fn digest(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// The hash of an event's canonical bytes as a leaf of a Merkle tree (RFC 6962 section 2.1:
/// SHA-256 of a zero byte and the bytes).
pub fn leaf_hash(canonical: &[u8]) -> [u8; 32] {
    Sha256::new().chain_update([0]).chain_update(canonical).finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record() -> EventRecord {
        EventRecord {
            event_id: [1; 16],
            category: "investigation".into(),
            stream_id: [2; 16],
            version: 1,
            event_type: "investigation.opened".into(),
            schema_version: "1".into(),
            recorded_at: 1_772_442_000_000_000,
            command_id: [3; 16],
            envelope: digest(b"{}"),
            data: digest(b"{}"),
            previous: [0; 32],
            salt: [4; 16],
        }
    }

    fn hex_digits(byte: u8) -> Vec<char> {
        format!("{byte:02x}").chars().collect()
    }

    #[test]
    fn the_format_never_changes() {
        let hash: String =
            leaf_hash(&record().to_bytes()).into_iter().flat_map(hex_digits).collect();
        assert_eq!(hash, "f624829f17f0658960efe2d8bd913dc783eeb6febb5710cd862c3f1e034a016e");
    }

    #[test]
    fn bytes_read_back_as_the_record_they_were_made_of() {
        assert_eq!(EventRecord::parse(&record().to_bytes()), Ok(record()));
    }

    #[test]
    fn every_flipped_bit_is_another_hash_and_never_the_same_record() {
        let bytes = record().to_bytes();
        for bit in 0..bytes.len() * 8 {
            let mut flipped = bytes.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert_ne!(leaf_hash(&flipped), leaf_hash(&bytes));
            assert_ne!(EventRecord::parse(&flipped), Ok(record()));
        }
    }

    #[test]
    fn cut_or_lengthened_bytes_are_refused() {
        let bytes = record().to_bytes();
        for length in 0..bytes.len() {
            assert_eq!(EventRecord::parse(&bytes[..length]), Err(Malformed));
        }
        assert_eq!(EventRecord::parse(&[&bytes[..], &[0]].concat()), Err(Malformed));
    }

    #[test]
    fn moving_a_byte_between_neighbouring_names_is_another_event() {
        let split =
            EventRecord { event_type: "opened".into(), schema_version: "1".into(), ..record() };
        let moved =
            EventRecord { event_type: "opened1".into(), schema_version: String::new(), ..record() };
        assert_ne!(leaf_hash(&split.to_bytes()), leaf_hash(&moved.to_bytes()));
    }
}

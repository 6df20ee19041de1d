//! Small secrets sealed under a data subject's key outside of events: files' keys and names.

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use mpaka_domain::id::SubjectId;
use uuid::Uuid;

use super::KeyRing;
use crate::error::StoreError;
use crate::seal::DataKey;

/// The bytes of a nonce in front of a box.
const NONCE: usize = 24;

impl KeyRing {
    /// The current key of a subject; none when there is none, or none any more.
    pub(crate) async fn of_subject(
        &self,
        subject: SubjectId,
    ) -> Result<Option<DataKey>, StoreError> {
        // A key that would have to be made belongs to nobody of whom anything is stored.
        let (keys, made) = self.for_subjects(&[subject], None).await?;
        if !made.is_empty() {
            return Ok(None);
        }
        Ok(keys.get(&subject).cloned())
    }

    /// A key by its name; none once it was destroyed.
    pub(crate) async fn by_id(&self, id: Uuid) -> Result<Option<DataKey>, StoreError> {
        if let Some(known) = self.cache().by_id.get(&id) {
            return Ok(known.clone());
        }
        let wrapped = sqlx::query_scalar!("SELECT wrapped FROM subject_keys WHERE key_id = $1", id)
            .fetch_optional(&self.pool)
            .await?
            .flatten();
        let key = self.unwrap(id, wrapped.as_deref())?;
        self.cache().by_id.insert(id, key.clone());
        Ok(key)
    }
}

/// Seals a secret under a subject's key, bound to what it is: a random nonce, then
/// XChaCha20-Poly1305.
pub(crate) fn close(key: &DataKey, bound_to: &str, secret: &[u8]) -> Result<Vec<u8>, StoreError> {
    let nonce: [u8; NONCE] = rand::random();
    let payload = Payload { msg: secret, aad: bound_to.as_bytes() };
    let boxed = XChaCha20Poly1305::new(&key.secret.into())
        .encrypt(XNonce::from_slice(&nonce), payload)
        .map_err(|_| StoreError::WrongMasterKey)?;
    Ok([&nonce[..], &boxed].concat())
}

/// Opens what was sealed; none when it was altered, moved, or sealed under another key.
pub(crate) fn open(key: &DataKey, bound_to: &str, boxed: &[u8]) -> Option<Vec<u8>> {
    let (nonce, boxed) = boxed.split_first_chunk::<NONCE>()?;
    let payload = Payload { msg: boxed, aad: bound_to.as_bytes() };
    XChaCha20Poly1305::new(&key.secret.into()).decrypt(XNonce::from_slice(nonce), payload).ok()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::{close, open};
    use crate::seal::DataKey;

    #[test]
    fn a_secret_opens_under_its_key_for_what_it_is() {
        let key = DataKey { id: Uuid::from_u128(1), secret: [5; 32] };
        let boxed = close(&key, "file 1", b"secret").unwrap();
        assert_eq!(open(&key, "file 1", &boxed).unwrap(), b"secret");
        assert_eq!(open(&key, "file 2", &boxed), None);
        let other = DataKey { id: Uuid::from_u128(1), secret: [6; 32] };
        assert_eq!(open(&other, "file 1", &boxed), None);
        assert_eq!(open(&key, "file 1", &boxed[..20]), None);
    }
}

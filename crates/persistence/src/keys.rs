//! The key ring: data subjects' keys, wrapped by the master key, and the secrets derived from it.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use mpaka_domain::id::SubjectId;
use mpaka_domain::{Claim, SecretClaim};
use serde_json::Value;
use sha2::Sha256;
use sqlx::PgPool;
use uuid::Uuid;

use crate::error::StoreError;
use crate::seal::{self, DataKey};

pub(crate) mod boxed;

/// The master key: 32 random bytes, kept outside the database.
#[derive(Clone)]
pub struct MasterKey([u8; 32]);

impl MasterKey {
    /// The key made of these bytes.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// A secret for one use, derived from the master key: HMAC-SHA-256 of the use's name.
    pub fn derive(&self, purpose: &str) -> [u8; 32] {
        keyed_hash(&self.0, purpose.as_bytes())
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MasterKey(…)")
    }
}

/// HMAC-SHA-256.
pub fn keyed_hash(key: &[u8; 32], message: &[u8]) -> [u8; 32] {
    // HMAC pads a short key with zeros to the hash's block (RFC 2104 section 2).
    let mut block = [0; 64];
    block[..32].copy_from_slice(key);
    let mut mac = <Hmac<Sha256> as Mac>::new(&block.into());
    mac.update(message);
    mac.finalize().into_bytes().into()
}

/// A key made for a data subject and not stored yet: it is stored with the events it seals.
#[derive(Debug, Clone)]
pub(crate) struct NewKey {
    pub subject: SubjectId,
    pub key: DataKey,
    pub wrapped: Vec<u8>,
}

#[derive(Default)]
struct Cache {
    by_id: HashMap<Uuid, Option<DataKey>>,
    by_subject: HashMap<SubjectId, DataKey>,
}

/// Finds, makes and remembers data subjects' keys.
#[derive(Clone)]
pub struct KeyRing {
    pool: PgPool,
    wrapping: [u8; 32],
    selectors: [u8; 32],
    claims: [u8; 32],
    cache: Arc<Mutex<Cache>>,
}

impl fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeyRing(…)")
    }
}

impl KeyRing {
    /// The ring of the keys in a database, under a master key.
    pub fn new(pool: PgPool, master: &MasterKey) -> Self {
        Self {
            pool,
            wrapping: master.derive("mpaka subject keys 1"),
            selectors: master.derive("mpaka selector index 1"),
            claims: master.derive("mpaka secret claims 1"),
            cache: Arc::default(),
        }
    }

    /// The token under which an exact selector is indexed: a keyed hash, so that the index holds
    /// no phone number or account and cannot be searched without the key.
    pub fn selector_token(&self, normalised: &str) -> [u8; 32] {
        keyed_hash(&self.selectors, normalised.as_bytes())
    }

    /// A claim of a name that is personal data: its key is a keyed digest of the name, under a secret of
    /// its own, so that claims hold no number in clear and cannot be compared with the selector index.
    /// The digest covers what the name is unique within, so that agencies' claims cannot be compared
    /// either. None once the name was erased.
    pub(crate) fn claim(&self, secret: &SecretClaim) -> Option<Claim> {
        let (kind, within) = (secret.kind, secret.within.as_str());
        let message = [kind, within, secret.name.get()?.as_str()].join("\n");
        let digest = keyed_hash(&self.claims, message.as_bytes());
        let key = digest.iter().fold(format!("{within}/"), |key, byte| format!("{key}{byte:02x}"));
        Some(Claim { kind, key })
    }

    fn cache(&self) -> MutexGuard<'_, Cache> {
        // A panic elsewhere cannot leave a map half changed.
        self.cache.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The keys to seal values about these subjects with, made where there are none.
    pub(crate) async fn for_subjects(
        &self,
        subjects: &[SubjectId],
        fresh_stream: Option<SubjectId>,
    ) -> Result<(HashMap<SubjectId, DataKey>, Vec<NewKey>), StoreError> {
        let mut found: HashMap<SubjectId, DataKey> = HashMap::new();
        let mut unknown: Vec<Uuid> = Vec::new();
        {
            let cache = self.cache();
            for subject in subjects {
                match cache.by_subject.get(subject) {
                    Some(key) => _ = found.insert(*subject, key.clone()),
                    // A stream that begins now has no key yet; looking would cost a round trip.
                    None if fresh_stream == Some(*subject) => {}
                    None => unknown.push((*subject).into()),
                }
            }
        }
        if !unknown.is_empty() {
            let rows = sqlx::query!(
                "SELECT DISTINCT ON (subject_id) key_id, subject_id, wrapped FROM subject_keys
                WHERE subject_id = ANY($1) AND wrapped IS NOT NULL
                ORDER BY subject_id, created_at DESC, key_id",
                &unknown
            )
            .fetch_all(&self.pool)
            .await?;
            for row in rows {
                let Some(key) = self.unwrap(row.key_id, row.wrapped.as_deref())? else { continue };
                let mut cache = self.cache();
                cache.by_id.insert(key.id, Some(key.clone()));
                cache.by_subject.insert(row.subject_id.into(), key.clone());
                drop(cache);
                found.insert(row.subject_id.into(), key);
            }
        }
        let mut made = Vec::new();
        for subject in subjects {
            if !found.contains_key(subject) {
                let key = DataKey { id: random_id(), secret: rand::random() };
                made.push(NewKey {
                    subject: *subject,
                    wrapped: self.wrap(&key)?,
                    key: key.clone(),
                });
                found.insert(*subject, key);
            }
        }
        Ok((found, made))
    }

    /// Remembers keys once they are stored.
    pub(crate) fn remember(&self, made: &[NewKey]) {
        let mut cache = self.cache();
        for NewKey { subject, key, .. } in made {
            cache.by_subject.insert(*subject, key.clone());
            cache.by_id.insert(key.id, Some(key.clone()));
        }
    }

    /// Whether a subject's current key is known already.
    pub(crate) fn knows(&self, subject: SubjectId) -> bool {
        self.cache().by_subject.contains_key(&subject)
    }

    /// Takes up a key of a subject that was read beside something else.
    pub(crate) fn take(
        &self,
        id: Uuid,
        subject: SubjectId,
        wrapped: &[u8],
    ) -> Result<(), StoreError> {
        let key = self.unwrap(id, Some(wrapped))?;
        let mut cache = self.cache();
        if let Some(key) = &key {
            cache.by_subject.entry(subject).or_insert_with(|| key.clone());
        }
        cache.by_id.insert(id, key);
        Ok(())
    }

    /// Fetches the keys that these sealed values need and that are not known yet.
    pub(crate) async fn prepare(&self, values: &mut [&mut Value]) -> Result<(), StoreError> {
        let mut unknown: Vec<Uuid> = Vec::new();
        for value in values {
            let cache = self.cache();
            unknown
                .extend(seal::keys(value).into_iter().filter(|key| !cache.by_id.contains_key(key)));
        }
        if unknown.is_empty() {
            return Ok(());
        }
        unknown.sort_unstable();
        unknown.dedup();
        let rows = sqlx::query!(
            "SELECT key_id, subject_id, wrapped FROM subject_keys WHERE key_id = ANY($1)",
            &unknown
        )
        .fetch_all(&self.pool)
        .await?;
        for row in rows {
            let key = self.unwrap(row.key_id, row.wrapped.as_deref())?;
            self.cache().by_id.insert(row.key_id, key);
        }
        Ok(())
    }

    /// A key that [`KeyRing::prepare`] fetched; none when it was destroyed.
    pub(crate) fn known(&self, key: Uuid) -> Option<DataKey> {
        self.cache().by_id.get(&key).cloned().flatten()
    }

    /// Opens sealed values read from a view, as a reader sees them: the value, or null.
    pub async fn reveal(&self, values: &mut [&mut Value]) -> Result<(), StoreError> {
        self.prepare(values).await?;
        for value in values {
            seal::open(value, None, |key| self.known(key))?;
            seal::reveal(value);
        }
        Ok(())
    }

    fn wrap(&self, key: &DataKey) -> Result<Vec<u8>, StoreError> {
        let nonce: [u8; 24] = rand::random();
        let payload = Payload { msg: &key.secret, aad: key.id.as_bytes() };
        let boxed = XChaCha20Poly1305::new(&self.wrapping.into())
            .encrypt(XNonce::from_slice(&nonce), payload)
            .map_err(|_| StoreError::WrongMasterKey)?;
        Ok([&nonce[..], &boxed].concat())
    }

    fn unwrap(&self, id: Uuid, wrapped: Option<&[u8]>) -> Result<Option<DataKey>, StoreError> {
        let Some(wrapped) = wrapped else { return Ok(None) };
        let (nonce, boxed) = wrapped.split_first_chunk::<24>().ok_or(StoreError::WrongMasterKey)?;
        let secret = XChaCha20Poly1305::new(&self.wrapping.into())
            .decrypt(XNonce::from_slice(nonce), Payload { msg: boxed, aad: id.as_bytes() })
            .ok()
            .and_then(|secret| secret.try_into().ok())
            .ok_or(StoreError::WrongMasterKey)?;
        Ok(Some(DataKey { id, secret }))
    }
}

/// A random UUID for a key; keys are not records and take no id from the id source.
fn random_id() -> Uuid {
    uuid::Builder::from_random_bytes(rand::random()).into_uuid()
}

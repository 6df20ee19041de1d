//! Sealing: personal fields encrypted under their data subject's key before an event is stored.
//!
//! A sealed field reads `{"$sealed": {"key", "at", "commitment", "nonce", "box"}}`. The box is
//! XChaCha20-Poly1305 over a random 32-byte opening and the field's JSON, bound to the event and the
//! field by `at`. The commitment, SHA-256 over `cm1`, the opening, `at` and the JSON, binds the box to
//! one plaintext (the cipher alone does not) and lets one field be disclosed and proved by itself.

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD as BASE64;
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use mpaka_domain::id::{EventId, SubjectId};
use mpaka_domain::personal::{ERASED, PERSONAL, SUBJECT};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The member that holds a sealed field.
pub const SEALED: &str = "$sealed";

/// A data subject's key.
#[derive(Clone)]
pub struct DataKey {
    /// The key's name, as sealed fields give it.
    pub id: Uuid,
    pub(crate) secret: [u8; 32],
}

impl std::fmt::Debug for DataKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "DataKey({})", self.id)
    }
}

/// A field that could not be opened though its key is there: it was altered or moved.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the sealed field {at} was altered or moved")]
pub struct SealBroken {
    at: String,
}

#[derive(Serialize, Deserialize)]
struct Sealed<Text> {
    key: Uuid,
    at: Text,
    commitment: Text,
    nonce: Text,
    #[serde(rename = "box")]
    boxed: Text,
}

/// Calls `visit` with every object of `value` that has `marker` as a member, with its path.
fn walk(value: &mut Value, marker: &str, visit: &mut impl FnMut(&mut Value, &str)) {
    walk_at(value, marker, &mut String::new(), visit);
}

fn walk_at(
    value: &mut Value,
    marker: &str,
    path: &mut String,
    visit: &mut impl FnMut(&mut Value, &str),
) {
    let end = path.len();
    match value {
        Value::Object(members) if members.contains_key(marker) => visit(value, path),
        Value::Object(members) => {
            for (name, member) in members {
                path.push('/');
                path.push_str(name);
                walk_at(member, marker, path, visit);
                path.truncate(end);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                path.push('/');
                path.push_str(&index.to_string());
                walk_at(item, marker, path, visit);
                path.truncate(end);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn subject_of(field: &Value) -> Option<SubjectId> {
    field.get(SUBJECT)?.as_str()?.parse().ok()
}

/// The data subjects whose keys are needed to seal an event's data about `owner`.
pub fn subjects(data: &mut Value, owner: SubjectId) -> Vec<SubjectId> {
    let mut subjects = Vec::new();
    walk(data, PERSONAL, &mut |field, _| {
        let subject = subject_of(field).unwrap_or(owner);
        if !subjects.contains(&subject) {
            subjects.push(subject);
        }
    });
    subjects
}

/// Seals every personal field of an event's data, with the key that `key_of` gives for its subject.
pub fn seal<E>(
    data: &mut Value,
    event: EventId,
    owner: SubjectId,
    key_of: impl Fn(SubjectId) -> Result<DataKey, E>,
) -> Result<(), E> {
    let mut outcome = Ok(());
    walk(data, PERSONAL, &mut |field, path| {
        let subject = subject_of(field);
        let sealed = key_of(subject.unwrap_or(owner))
            .map(|key| seal_field(&field[PERSONAL], &key, format!("{event}#{path}")));
        match sealed {
            Ok(sealed) => {
                let mut members = Map::from_iter([(SEALED.to_owned(), json!(sealed))]);
                if let Some(subject) = subject {
                    members.insert(SUBJECT.to_owned(), json!(subject));
                }
                *field = Value::Object(members);
            }
            Err(error) => outcome = Err(error),
        }
    });
    outcome
}

fn seal_field(plain: &Value, key: &DataKey, at: String) -> Sealed<String> {
    let opening: [u8; 32] = rand::random();
    let nonce: [u8; 24] = rand::random();
    let plain = plain.to_string();
    let message = [&opening[..], plain.as_bytes()].concat();
    let cipher = XChaCha20Poly1305::new(&key.secret.into());
    let payload = Payload { msg: &message, aad: at.as_bytes() };
    // The cipher refuses only messages of 256 GiB and more; a command's body is bounded far below.
    let boxed = cipher.encrypt(XNonce::from_slice(&nonce), payload).unwrap_or_default();
    Sealed {
        key: key.id,
        commitment: BASE64.encode(commitment(&opening, &at, plain.as_bytes())),
        nonce: BASE64.encode(nonce),
        boxed: BASE64.encode(boxed),
        at,
    }
}

fn commitment(opening: &[u8], at: &str, plain: &[u8]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(b"cm1");
    hash.update(opening);
    hash.update(at.as_bytes());
    hash.update([0]);
    hash.update(plain);
    hash.finalize().into()
}

/// The names of the keys that the sealed fields of `data` need.
pub fn keys(data: &mut Value) -> Vec<Uuid> {
    let mut keys = Vec::new();
    walk(data, SEALED, &mut |field, _| {
        if let Some(key) = field[SEALED]["key"].as_str().and_then(|key| key.parse().ok())
            && !keys.contains(&key)
        {
            keys.push(key);
        }
    });
    keys
}

/// Opens every sealed field: `{"$personal": …}` again, or `{"$erased": true}` where `key_of` has no
/// key any more.
///
/// With `event`, each field must have been sealed in that event and at that place.
pub fn open(
    data: &mut Value,
    event: Option<EventId>,
    key_of: impl Fn(Uuid) -> Option<DataKey>,
) -> Result<(), SealBroken> {
    let mut outcome = Ok(());
    walk(data, SEALED, &mut |field, path| {
        let at = event.map(|event| format!("{event}#{path}"));
        match open_field(&field[SEALED], at.as_deref(), &key_of) {
            Ok(opened) => {
                let mut members = match opened {
                    Some(plain) => Map::from_iter([(PERSONAL.to_owned(), plain)]),
                    None => Map::from_iter([(ERASED.to_owned(), json!(true))]),
                };
                if let Some(subject) = field.get(SUBJECT) {
                    members.insert(SUBJECT.to_owned(), subject.clone());
                }
                *field = Value::Object(members);
            }
            Err(broken) => outcome = Err(broken),
        }
    });
    outcome
}

fn open_field(
    sealed: &Value,
    expected: Option<&str>,
    key_of: impl Fn(Uuid) -> Option<DataKey>,
) -> Result<Option<Value>, SealBroken> {
    let broken = || SealBroken {
        at: expected.or_else(|| sealed["at"].as_str()).unwrap_or_default().to_owned(),
    };
    let field = Sealed::<&str>::deserialize(sealed).map_err(|_| broken())?;
    if expected.is_some_and(|expected| expected != field.at) {
        return Err(broken());
    }
    let Some(key) = key_of(field.key) else { return Ok(None) };
    let decode = |text: &str| BASE64.decode(text).map_err(|_| broken());
    let nonce: [u8; 24] = decode(field.nonce)?.try_into().map_err(|_| broken())?;
    let boxed = decode(field.boxed)?;
    let payload = Payload { msg: &boxed, aad: field.at.as_bytes() };
    let message = XChaCha20Poly1305::new(&key.secret.into())
        .decrypt(XNonce::from_slice(&nonce), payload)
        .map_err(|_| broken())?;
    let (opening, plain) = message.split_at_checked(32).ok_or_else(broken)?;
    if decode(field.commitment)? != commitment(opening, field.at, plain) {
        return Err(broken());
    }
    serde_json::from_slice(plain).map(Some).map_err(|_| broken())
}

/// The personal values of opened data, each with its sealed form, which stands at the same place.
pub fn pairs(opened: &Value, sealed: &Value) -> Vec<(Value, Value)> {
    let mut pairs = Vec::new();
    walk(&mut opened.clone(), PERSONAL, &mut |field, path| {
        if let Some(form) = sealed.pointer(path) {
            pairs.push((field[PERSONAL].clone(), form.clone()));
        }
    });
    pairs
}

/// Shows an opened value to a reader: personal fields as their value, or null where erased.
pub fn reveal(value: &mut Value) {
    walk(value, PERSONAL, &mut |field, _| {
        let plain = field[PERSONAL].take();
        *field = plain;
    });
    walk(value, ERASED, &mut |field, _| *field = Value::Null);
}

#[cfg(test)]
mod tests;

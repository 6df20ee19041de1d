//! Facts: what a state is folded from, a stream's events without their envelopes.

use mpaka_domain::Decider;
use serde_json::Value;
use uuid::Uuid;

use crate::error::{StoreError, Unreadable};
use crate::keys::KeyRing;
use crate::record::check_known;
use crate::seal;
use crate::upcast::Upcasters;

/// An event of a stream as it is stored, as far as a state depends on it.
pub(super) struct Fact {
    pub version: i64,
    pub event_type: String,
    pub event_version: String,
    pub event_id: Uuid,
    pub payload: String,
    pub hash: [u8; 32],
}

/// The events of one of `D`'s streams. Their personal fields stay closed where no state holds them.
pub(super) async fn read<D: Decider>(
    stream: Uuid,
    facts: &[Fact],
    keys: &KeyRing,
    upcasters: &Upcasters,
) -> Result<Vec<D::Event>, StoreError> {
    let fault = |fact: &Fact, why| StoreError::UnreadableEvent {
        category: D::CATEGORY.to_owned(),
        stream: stream.to_string(),
        version: fact.version,
        why,
    };
    let mut sealed = Vec::with_capacity(facts.len());
    for fact in facts {
        let opens = D::HOLDS_PERSONAL_DATA && fact.payload.contains(seal::SEALED);
        let data = opens.then(|| serde_json::from_str::<Value>(&fact.payload)).transpose();
        sealed.push(data.map_err(|error| fault(fact, Unreadable::data(&error)))?);
    }
    keys.prepare(&mut sealed.iter_mut().flatten().collect::<Vec<_>>()).await?;
    let read = |fact: &Fact, sealed: Option<Value>| {
        check_known::<D>(&fact.event_type)?;
        let upcast = upcasters.upcast(&fact.event_type, &fact.event_version, &fact.payload)?;
        let event = match sealed {
            Some(mut data) => {
                seal::open(&mut data, Some(fact.event_id.into()), |key| keys.known(key))
                    .map_err(Unreadable::Seal)?;
                if upcast.is_some() {
                    data = upcasters.bring(&fact.event_type, &fact.event_version, data);
                }
                serde_json::from_value(data)
            }
            None => serde_json::from_str(upcast.as_deref().unwrap_or(&fact.payload)),
        };
        event.map_err(|error| Unreadable::data(&error))
    };
    let read = |(fact, sealed)| read(fact, sealed).map_err(|why| fault(fact, why));
    facts.iter().zip(sealed).map(read).collect()
}

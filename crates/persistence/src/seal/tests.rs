//! What sealing promises.

use proptest::prelude::*;

use super::*;

const MERCY: Uuid = Uuid::from_u128(7);

fn event(n: u128) -> EventId {
    Uuid::from_u128(n).into()
}

fn key() -> DataKey {
    DataKey { id: Uuid::from_u128(9), secret: [5; 32] }
}

fn sealed(mut data: Value) -> Value {
    seal(&mut data, event(1), MERCY.into(), |_| Ok::<_, ()>(key())).unwrap();
    data
}

fn named() -> Value {
    json!({"registered": {"alias": "VIC-KE-2026-0042", "names": [{"$personal": "Mercy"}]}})
}

#[test]
fn nothing_personal_is_left_in_what_is_stored() {
    let stored = sealed(named());
    assert!(!stored.to_string().contains("Mercy"));
    assert_eq!(stored["registered"]["alias"], "VIC-KE-2026-0042");
}

#[test]
fn a_destroyed_key_leaves_the_event_readable_without_the_person() {
    let mut data = sealed(named());
    open(&mut data, Some(event(1)), |_| None).unwrap();
    reveal(&mut data);
    assert_eq!(data, json!({"registered": {"alias": "VIC-KE-2026-0042", "names": [null]}}));
}

#[test]
fn a_box_moved_to_another_event_or_another_field_is_refused() {
    let data = sealed(named());
    assert!(open(&mut data.clone(), Some(event(2)), |_| Some(key())).is_err());
    let mut moved = json!({"registered": {"other": data["registered"]["names"][0].clone()}});
    assert!(open(&mut moved, Some(event(1)), |_| Some(key())).is_err());
}

#[test]
fn another_commitment_is_refused_though_the_box_opens() {
    let mut data = sealed(named());
    let other = BASE64.encode([0; 32]);
    data["registered"]["names"][0][SEALED]["commitment"] = json!(other);
    assert!(open(&mut data, None, |_| Some(key())).is_err());
}

#[test]
fn the_same_value_never_looks_the_same_twice() {
    assert_ne!(sealed(named()), sealed(named()));
}

proptest! {
    #[test]
    fn what_was_sealed_opens_to_what_it_was(text in ".{0,200}", number in any::<i64>()) {
        let plain = json!({"a": {"$personal": text}, "b": [{"$personal": {"n": number}}]});
        let mut data = sealed(plain.clone());
        open(&mut data, Some(event(1)), |_| Some(key())).unwrap();
        prop_assert_eq!(data, plain);
    }

    #[test]
    fn any_flipped_bit_of_a_box_is_refused(byte in 0usize..40, bit in 0u8..8) {
        let mut data = sealed(named());
        let boxed = data["registered"]["names"][0][SEALED]["box"].as_str().unwrap();
        let mut bytes = BASE64.decode(boxed).unwrap();
        let byte = byte % bytes.len();
        bytes[byte] ^= 1 << bit;
        data["registered"]["names"][0][SEALED]["box"] = json!(BASE64.encode(bytes));
        prop_assert!(open(&mut data, None, |_| Some(key())).is_err());
    }
}

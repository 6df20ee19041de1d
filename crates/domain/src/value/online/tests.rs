//! Handles, addresses and adverts are the same however they are written.

use proptest::prelude::*;

use super::*;

#[test]
fn a_handle_has_no_at_sign_and_no_case() {
    let handle = OnlineHandle::try_new("TikTok", "@Ruwaida.Travel").unwrap();
    assert_eq!((handle.platform(), handle.handle()), ("tiktok", "ruwaida.travel"));
    assert_eq!(OnlineHandle::try_new("tiktok", "ruwaida.travel").unwrap(), handle);
    assert_eq!(OnlineHandle::try_new("X", "a").unwrap().platform(), "twitter");
    assert_eq!(format!("{handle:?}"), "OnlineHandle(…)");
}

#[test]
fn an_address_of_a_page_is_no_handle() {
    for text in ["", "@", "https://example.org/ruwaida", "two words", "a\u{202E}b"] {
        let refusal = OnlineHandle::try_new("TikTok", text);
        assert_eq!(refusal, Err(ValueError::HandleFormat), "{text}");
    }
    assert_eq!(OnlineHandle::try_new(" - ", "ruwaida"), Err(ValueError::HandlePlatform));
}

#[test]
fn an_address_keeps_its_case_where_case_matters() {
    let tron = CryptoAddress::try_new(Chain::Tron, "TZZ9SYNTH0417").unwrap();
    assert_eq!(tron.address(), "TZZ9SYNTH0417");
    let upper = format!("0x{}", "Ab".repeat(20));
    let ethereum = CryptoAddress::try_new(Chain::Ethereum, &upper).unwrap();
    assert_eq!(ethereum.address(), upper.to_lowercase());
    let refusal = Err(ValueError::CryptoAddressFormat);
    assert_eq!(CryptoAddress::try_new(Chain::Ethereum, &upper[2..]), refusal);
    assert_eq!(CryptoAddress::try_new(Chain::Tron, "TZZ9…0417"), refusal);
    assert_eq!(
        CryptoAddress::try_new(Chain::Bitcoin, "BC1QSYNTH0417").unwrap().address(),
        "bc1qsynth0417"
    );
}

#[test]
fn adverts_that_look_alike_differ_in_few_bits() {
    let jacaranda = AdvertFingerprint::parse("a1c3e09f5b7d2244").unwrap();
    let mirage = AdvertFingerprint::parse("A1C3E09F5B7D2246").unwrap();
    assert_eq!(jacaranda.distance(&mirage), 1);
    assert_eq!(jacaranda.distance(&jacaranda), 0);
    for text in ["", "a1c3", "a1c3e09f5b7d224g", "a1c3e09f5b7d22440", "+1c3e09f5b7d2244"] {
        assert_eq!(AdvertFingerprint::parse(text), Err(ValueError::AdvertPhashFormat));
    }
}

proptest! {
    #[test]
    fn normalising_a_handle_twice_changes_nothing(platform in ".{1,20}", handle in ".{1,40}") {
        if let Ok(first) = OnlineHandle::try_new(&platform, &handle) {
            let again = OnlineHandle::try_new(first.platform(), first.handle()).unwrap();
            prop_assert_eq!(&again, &first);
            let json = serde_json::to_string(&first).unwrap();
            prop_assert_eq!(serde_json::from_str::<OnlineHandle>(&json).unwrap(), first);
        }
    }
}

//! Accounts are the same however they are written, and wrong check digits are noticed.

use proptest::prelude::*;

use super::*;
use crate::value::CountryCode;

#[test]
fn an_iban_carries_its_check_digits() {
    for text in ["GB82 WEST 1234 5698 7654 32", "de89370400440532013000"] {
        Iban::parse(text).unwrap();
    }
    assert_eq!(Iban::parse("GB83 WEST 1234 5698 7654 32"), Err(ValueError::IbanCheckDigits));
    for text in ["", "GB82", "82GB WEST 1234 5698", "GB82 WEST_1234 5698 76", "éB82 1234 5678 90"]
    {
        assert_eq!(Iban::parse(text), Err(ValueError::IbanFormat), "{text}");
    }
}

#[test]
fn a_united_kingdom_account_is_a_sort_code_and_a_number() {
    let account = BankAccount::parse("000000/0004 1778").unwrap();
    assert_eq!(BankAccount::parse("00-00-00/00041778").unwrap(), account);
    assert_eq!(account.normalised(), "GB:00-00-00/00041778");
    for text in ["00-00-00/0004177", "00-00/00041778", "/"] {
        assert_eq!(BankAccount::parse(text), Err(ValueError::UkAccountFormat), "{text}");
    }
    assert_eq!(BankAccount::parse("00041778"), Err(ValueError::BankAccountFormat));
}

#[test]
fn another_account_is_told_by_its_bank() {
    let kenya = CountryCode::parse("KE").unwrap();
    let account = DomesticAccount::try_new(kenya, "example  bank", "0117-000417").unwrap();
    assert_eq!(BankAccount::Domestic(account).normalised(), "KE:EXAMPLE BANK:0117000417");
    let refusal = Err(ValueError::DomesticAccountFormat);
    assert_eq!(DomesticAccount::try_new(kenya, "", "0117000417"), refusal);
    assert_eq!(DomesticAccount::try_new(kenya, "Example Bank", "017"), refusal);
}

#[test]
fn a_wallet_is_a_phone_a_till_or_a_pay_bill_number() {
    let till = MobileMoney::try_new("M-Pesa", WalletKind::Till, "000417").unwrap();
    assert_eq!((till.operator(), till.number()), ("MPESA", "000417"));
    let phone = MobileMoney::try_new("mpesa", WalletKind::Msisdn, "00254 199 000 141").unwrap();
    assert_eq!(phone.number(), "+254199000141");
    for (operator, kind, number, refusal) in [
        ("mpesa", WalletKind::Msisdn, "0199000141", ValueError::MsisdnPrefix),
        ("mpesa", WalletKind::Till, "417", ValueError::MobileMoneyNumber),
        ("mpesa", WalletKind::Paybill, "40017A", ValueError::MobileMoneyNumber),
        ("?", WalletKind::Till, "000417", ValueError::MobileMoneyOperator),
    ] {
        assert_eq!(MobileMoney::try_new(operator, kind, number), Err(refusal));
    }
}

#[test]
fn a_hawala_code_belongs_to_its_dealer() {
    let hawala = HawalaRef::try_new("counter  bw-7", "bw-7-0417").unwrap();
    assert_eq!((hawala.dealer(), hawala.code()), ("COUNTER BW-7", "BW-7-0417"));
    assert_eq!(HawalaRef::try_new(" ", "BW-7"), Err(ValueError::HawalaDealer));
    assert_eq!(HawalaRef::try_new("Counter", "B W"), Err(ValueError::HawalaCode));
}

#[test]
fn accounts_read_back_and_show_nothing() {
    let account = BankAccount::parse("GB82WEST12345698765432").unwrap();
    let json = serde_json::to_string(&account).unwrap();
    assert_eq!(json, r#"{"scheme":"IBAN","account":"GB82WEST12345698765432"}"#);
    assert_eq!(serde_json::from_str::<BankAccount>(&json).unwrap(), account);
    assert_eq!(format!("{account:?}"), "Iban(Iban(…))");
    let till = MobileMoney::try_new("MPESA", WalletKind::Till, "000417").unwrap();
    let json = serde_json::to_string(&till).unwrap();
    assert_eq!(serde_json::from_str::<MobileMoney>(&json).unwrap(), till);
    assert_eq!(format!("{till:?}"), "MobileMoney(…)");
}

/// Any IBAN body with fitting check digits.
fn iban_of(body: &str) -> String {
    (2..=98)
        .map(|check| format!("GB{check:02}{body}"))
        .find(|text| Iban::parse(text).is_ok())
        .expect("one pair of check digits fits")
}

proptest! {
    #[test]
    fn a_change_of_one_digit_of_an_iban_is_noticed(
        body in "[A-Z]{4}[0-9]{14}", place in 8_usize..22, step in 1_u8..10,
    ) {
        let mut iban = iban_of(&body).into_bytes();
        iban[place] = b'0' + (iban[place] - b'0' + step) % 10;
        let changed = String::from_utf8(iban).unwrap();
        prop_assert_eq!(Iban::parse(&changed), Err(ValueError::IbanCheckDigits));
    }

    #[test]
    fn no_text_makes_an_account_panic(text in ".*") {
        let _ = BankAccount::parse(&text);
        let _ = MobileMoney::try_new(&text, WalletKind::Till, &text);
        let _ = HawalaRef::try_new(&text, &text);
    }

    #[test]
    fn normalising_a_hawala_reference_twice_changes_nothing(dealer in ".{1,40}", code in "[a-zA-Z0-9-]{2,20}") {
        if let Ok(hawala) = HawalaRef::try_new(&dealer, &code) {
            prop_assert_eq!(HawalaRef::try_new(hawala.dealer(), hawala.code()).unwrap(), hawala);
        }
    }
}

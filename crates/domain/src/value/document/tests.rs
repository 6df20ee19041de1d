//! Machine-readable zones are taken only when every check digit fits.

use proptest::prelude::*;

use super::*;

const TD3: &str =
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10";
const TD2: &str = "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6";
const TD1: &str = "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<";
const TD1_LONG: &str = "I<UTOD23145890<7349<<<<<<<<<<<\n3407127M9507122UTO<<<<<<<<<<<2\nSTEVENSON<<PETER<JOHN<<<<<<<<<";
const VISA_A: &str =
    "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL8988901C4XXX4009078F96121096ZE184226B<<<<<<";
const VISA_B: &str = "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nL8988901C4XXX4009078F9612109<<<<<<<<";
const MURAGE: &str = "ZK00902187KEN8411095M3007181<<<<<<<<<<<<<<<4";

fn kenya() -> CountryCode {
    CountryCode::parse("KE").unwrap()
}

fn date(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

#[test]
fn the_specimens_of_the_standard_are_valid() {
    for (text, format, number) in [
        (TD3, MrzFormat::Td3, "L898902C3"),
        (TD2, MrzFormat::Td2, "D23145890"),
        (TD1, MrzFormat::Td1, "D23145890"),
        (TD1_LONG, MrzFormat::Td1, "D23145890734"),
        (VISA_A, MrzFormat::MrvA, "L8988901C"),
        (VISA_B, MrzFormat::MrvB, "L8988901C"),
    ] {
        let mrz = Mrz::parse(text).unwrap_or_else(|refusal| panic!("{text}: {refusal}"));
        assert_eq!((mrz.format(), mrz.document_number()), (format, number));
        assert_eq!(mrz.issuing_state(), Some("UTO"));
        assert_eq!(Mrz::parse(mrz.as_str()).unwrap(), mrz);
    }
}

#[test]
fn the_fields_are_read_from_their_places() {
    for text in [TD3, TD2, TD1] {
        let mrz = Mrz::parse(text).unwrap();
        assert_eq!(mrz.names(), Some(("ERIKSSON".to_owned(), "ANNA MARIA".to_owned())));
        assert_eq!((mrz.nationality(), mrz.sex()), ("UTO", Some('F')));
        assert_eq!(mrz.birth_date(date("2026-01-01")), Some(date("1974-08-12")));
        assert_eq!(mrz.birth_date(date("2074-08-12")), Some(date("2074-08-12")));
        assert_eq!(mrz.expiry_date(), Some(date("2012-04-15")));
    }
}

#[test]
fn passports_of_the_demo_operations_are_valid_by_their_second_line() {
    for (line, number, birth) in [
        (MURAGE, "ZK0090218", "1984-11-09"),
        ("ZK00417719KEN9803145F3103027<<<<<<<<<<<<<<<6", "ZK0041771", "1998-03-14"),
        ("ZK00733653KEN0106223M3301144<<<<<<<<<<<<<<<6", "ZK0073365", "2001-06-22"),
        ("ZS00066122SOM0501013F2901019<<<<<<<<<<<<<<<8", "ZS0006612", "2005-01-01"),
    ] {
        let mrz = Mrz::parse(line).unwrap();
        assert_eq!((mrz.format(), mrz.document_number()), (MrzFormat::Td3, number));
        assert_eq!(mrz.birth_date(date("2026-01-01")), Some(date(birth)));
        assert_eq!((mrz.issuing_state(), mrz.names()), (None, None));
    }
    let whole = format!("P<KENMURAGE<<DICKSON<KIBET<<{}\n{MURAGE}", "<".repeat(16));
    assert_eq!(Mrz::parse(&whole).unwrap().names().unwrap().0, "MURAGE");
}

#[test]
fn each_wrong_check_digit_is_named() {
    let with = |place: usize, digit: &str| {
        let mut line = TD3.lines().nth(1).unwrap().to_owned();
        line.replace_range(place..=place, digit);
        Mrz::parse(&line)
    };
    assert_eq!(with(9, "7"), Err(ValueError::MrzDocumentNumberCheckDigit));
    assert_eq!(with(19, "3"), Err(ValueError::MrzBirthDateCheckDigit));
    assert_eq!(with(27, "8"), Err(ValueError::MrzExpiryDateCheckDigit));
    assert_eq!(with(42, "2"), Err(ValueError::MrzPersonalNumberCheckDigit));
    assert_eq!(with(43, "1"), Err(ValueError::MrzCompositeCheckDigit));
    assert_eq!(with(20, "X"), Err(ValueError::MrzSex));
    for specimen in [TD1, TD2] {
        let lines: Vec<String> = specimen
            .lines()
            .map(|line| line.strip_suffix('6').map_or(line.to_owned(), |start| format!("{start}5")))
            .collect();
        assert_eq!(Mrz::parse(&lines.join("\n")), Err(ValueError::MrzCompositeCheckDigit));
    }
}

#[test]
fn a_date_that_is_none_is_refused_even_if_its_check_digit_fits() {
    let line = line_of("ZK0090218", "841309", "300718", "");
    assert_eq!(Mrz::parse(&line), Err(ValueError::MrzDate));
    let unknown = line_of("ZK0090218", "84<<<<", "300718", "");
    assert_eq!(Mrz::parse(&unknown).unwrap().birth_date(date("2026-01-01")), None);
}

#[test]
fn a_zone_has_the_lines_of_a_layout() {
    let short = &MURAGE[1..];
    for text in ["", short, "P<KEN", &format!("{MURAGE}\n{MURAGE}\n{MURAGE}")] {
        assert_eq!(Mrz::parse(text), Err(ValueError::MrzLines), "{text}");
    }
    assert_eq!(Mrz::parse(&MURAGE.replace('<', "«")), Err(ValueError::MrzCharacters));
}

#[test]
fn the_number_is_the_one_in_the_zone() {
    let document = |number, mrz: Option<&str>| {
        let mrz = mrz.map(|text| Mrz::parse(text).unwrap());
        TravelDocument::try_new(DocumentKind::Passport, number, kenya(), mrz, Genuineness::Genuine)
    };
    assert_eq!(document("zk 0090218", Some(MURAGE)).unwrap().number(), "ZK0090218");
    assert_eq!(document("ZK0090219", Some(MURAGE)), Err(ValueError::DocumentNumberMrzMismatch));
    assert_eq!(document("ZK", None), Err(ValueError::DocumentNumberFormat));
    assert_eq!(document("ZK_0090218", None), Err(ValueError::DocumentNumberFormat));
}

#[test]
fn a_document_reads_back_and_shows_nothing() {
    let mrz = Mrz::parse(MURAGE).unwrap();
    let document = TravelDocument::try_new(
        DocumentKind::Passport,
        "ZK0090218",
        kenya(),
        Some(mrz.clone()),
        Genuineness::FraudulentlyObtained,
    )
    .unwrap();
    let mut json = serde_json::to_value(&document).unwrap();
    assert_eq!(json["type"], "PASSPORT");
    assert_eq!(json["genuineness"], "FRAUDULENTLY_OBTAINED");
    assert_eq!(serde_json::from_value::<TravelDocument>(json.clone()).unwrap(), document);
    assert_eq!(format!("{document:?} {mrz:?}"), "TravelDocument(…) Mrz(…)");
    json["number"] = "ZK0090219".into();
    assert!(serde_json::from_value::<TravelDocument>(json).is_err());
}

fn worth(b: u8) -> usize {
    (b as char).to_digit(36).map_or(0, |value| value as usize)
}

fn digit(field: &str) -> usize {
    field.bytes().enumerate().map(|(place, b)| worth(b) * [7, 3, 1][place % 3]).sum::<usize>() % 10
}

/// The second line of a passport with fitting check digits.
fn line_of(number: &str, birth: &str, expiry: &str, personal: &str) -> String {
    let number = format!("{number:<<9}{}", digit(number));
    let birth = format!("{birth}{}", digit(birth));
    let expiry = format!("{expiry}{}", digit(expiry));
    let personal = format!("{personal:<<14}{}", digit(personal));
    let all = digit(&format!("{number}{birth}{expiry}{personal}"));
    format!("{number}KEN{birth}F{expiry}{personal}{all}")
}

proptest! {
    #[test]
    fn a_change_of_one_protected_character_is_noticed(
        number in "[A-Z0-9]{6,9}",
        birth in "[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9])",
        expiry in "[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9])",
        personal in "[A-Z0-9]{0,14}",
        place in 0_usize..44,
        to in "[A-Z0-9<]",
    ) {
        let line = line_of(&number, &birth, &expiry, &personal);
        prop_assert!(Mrz::parse(&line).is_ok());
        let unprotected = (10..13).contains(&place) || place == 20;
        let same_worth = worth(line.as_bytes()[place]) % 10 == worth(to.as_bytes()[0]) % 10;
        prop_assume!(!unprotected && !same_worth);
        let mut changed = line;
        changed.replace_range(place..=place, &to);
        prop_assert!(Mrz::parse(&changed).is_err());
    }

    #[test]
    fn a_zone_reads_back_from_storage(number in "[A-Z0-9]{9}", personal in "[0-9]{0,14}") {
        let mrz = Mrz::parse(&line_of(&number, "840101", "300101", &personal).to_lowercase()).unwrap();
        let json = serde_json::to_string(&mrz).unwrap();
        prop_assert_eq!(serde_json::from_str::<Mrz>(&json).unwrap(), mrz);
    }

    #[test]
    fn no_text_makes_a_zone_panic(text in ".*", zone in "[A-Z0-9<]{44}", card in "([A-Z0-9<]{30}\n){3}") {
        let _ = (Mrz::parse(&text), Mrz::parse(&zone), Mrz::parse(&card));
    }
}

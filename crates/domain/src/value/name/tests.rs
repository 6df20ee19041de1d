//! Names are kept as recorded, in any script, and never shown by accident.

use proptest::prelude::*;

use super::*;

#[test]
fn a_name_is_kept_as_recorded() {
    let name = PersonName::parse("  Gezahegn Tolosa WARDI ").unwrap();
    assert_eq!(name.full_as_recorded(), "Gezahegn Tolosa WARDI");
    assert_eq!((name.script(), name.culture()), (Script::Latin, Culture::Other));
    assert!(name.parts().is_empty());
}

#[test]
fn the_script_is_the_one_of_the_letters() {
    for (text, script) in [
        ("Cali Dheere", Script::Latin),
        ("Ng'endo Mũmbi-O’Hara", Script::Latin),
        ("በረከት ተሾመ", Script::Ethiopic),
        ("حودان عبدي", Script::Arabic),
        ("Gezahegn በረከት", Script::Other),
        ("Димитрий", Script::Other),
    ] {
        assert_eq!(PersonName::parse(text).unwrap().script(), script, "{text}");
    }
}

#[test]
fn a_name_has_parts_and_other_spellings() {
    let part = |kind, value| NamePart::try_new(kind, value).unwrap();
    let parts = vec![
        part(NamePartKind::Given, "Hodan"),
        part(NamePartKind::Father, "Abdi"),
        part(NamePartKind::Grandfather, "FARAH"),
        part(NamePartKind::Nickname, "Ruwaida"),
    ];
    let name =
        PersonName::try_new("Hodan Abdi FARAH", Culture::Somali, parts, &["Xodan Cabdi Faarax"])
            .unwrap();
    assert_eq!(name.part(NamePartKind::Father), Some("Abdi"));
    assert_eq!(name.part(NamePartKind::Lineage), None);
    assert_eq!(name.transliterations(), ["Xodan Cabdi Faarax"]);
    let json = serde_json::to_string(&name).unwrap();
    assert_eq!(serde_json::from_str::<PersonName>(&json).unwrap(), name);
}

#[test]
fn what_is_no_name_is_refused() {
    let long = "a".repeat(201);
    for (text, refusal) in [
        ("", ValueError::NameEmpty),
        (" \u{A0} ", ValueError::NameEmpty),
        ("0417 - ?", ValueError::NameEmpty),
        ("Mercy\nAnyango", ValueError::NameControlCharacter),
        ("Mercy\u{0}", ValueError::NameControlCharacter),
        ("Mercy \u{202E}ognayna", ValueError::NameControlCharacter),
        (long.as_str(), ValueError::NameTooLong),
    ] {
        assert_eq!(PersonName::parse(text), Err(refusal));
    }
    assert!(PersonName::parse(&"a".repeat(200)).is_ok());
    let part = NamePart::try_new(NamePartKind::Given, "Mercy").unwrap();
    let many = PersonName::try_new("Mercy", Culture::Luo, vec![part; 17], &[]);
    assert_eq!(many, Err(ValueError::NameTooManyParts));
}

#[test]
fn the_same_letters_in_another_composition_are_the_same_name() {
    let composed = PersonName::parse("Zoé").unwrap();
    assert_eq!(PersonName::parse("Zoe\u{301}").unwrap(), composed);
}

#[test]
fn debug_shows_no_name() {
    let name = PersonName::parse("Mercy Anyango").unwrap();
    assert_eq!(format!("{name:?}"), "PersonName(…)");
    let part = NamePart::try_new(NamePartKind::Given, "Mercy").unwrap();
    assert_eq!(format!("{part:?}"), "NamePart(…)");
}

#[test]
fn a_stored_script_is_that_of_the_letters() {
    let mut stored = serde_json::to_value(PersonName::parse("Mercy").unwrap()).unwrap();
    stored["script"] = "ARABIC".into();
    assert!(serde_json::from_value::<PersonName>(stored).is_err());
}

proptest! {
    #[test]
    fn a_name_that_is_taken_reads_back_as_itself(text in ".{0,220}") {
        if let Ok(name) = PersonName::parse(&text) {
            prop_assert_eq!(&PersonName::parse(name.full_as_recorded()).unwrap(), &name);
            let json = serde_json::to_string(&name).unwrap();
            prop_assert_eq!(serde_json::from_str::<PersonName>(&json).unwrap(), name);
        }
    }
}

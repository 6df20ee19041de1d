//! What the law is on a day, and what is taken into it.

use super::*;
use crate::testing::shipped_law;

mod adopting;
mod calendars;
mod records;
mod statutes;
mod versions;

/// A date, from ISO 8601.
fn day(date: &str) -> NaiveDate {
    date.parse().unwrap()
}

fn code(text: &str) -> EntryCode {
    EntryCode::parse(text).unwrap()
}

/// The edition of one file.
fn file(text: &str) -> Edition {
    Edition::read("test.toml", text).unwrap()
}

#[test]
fn the_shipped_edition_is_law() {
    let law = shipped_law();
    assert_eq!(law.clock_rules.len(), 7);
    assert!(law.calendars.contains_key("EW_BANK_HOLIDAYS"));
    assert!(law.calendars.contains_key("KE_PUBLIC_HOLIDAYS"));
}

#[test]
fn the_shipped_edition_adds_nothing_to_itself() {
    let additions = shipped_law().adopt(Edition::shipped().unwrap(), day("2026-03-02")).unwrap();
    assert_eq!(additions, Additions::default());
}

#[test]
fn every_version_shipped_says_how_far_it_was_checked() {
    let detention = &shipped_law().clock_rules["KE_ARRAIGN"].versions()[0];
    assert_eq!(detention.source.checked, Checked::ToBeConfirmed);
    let recovery = &shipped_law().clock_rules["UK_NRM_RECOVERY"].versions()[1];
    assert_eq!(recovery.source.checked, Checked::Primary);
}

#[test]
fn a_file_that_is_no_law_is_named_with_the_place_and_the_reason() {
    let unreadable = |text| Edition::read("gb/x.toml", text).unwrap_err();
    let unknown = unreadable("kind = \"clock_rule\"\n[[entry]]\ncode = \"A_RULE\"\nversoin = []\n");
    assert_eq!(unknown.file, "gb/x.toml");
    assert!(unknown.reason.contains("line 4"), "{unknown}");
    assert!(unknown.reason.contains("versoin"), "{unknown}");
    assert!(unreadable("kind = \"ordinance\"\n").reason.contains("ordinance"));
    assert!(
        unreadable("kind = \"clock_rule\"\n[[entry]]\ncode = \"a rule\"\n")
            .reason
            .contains("capitals")
    );
}

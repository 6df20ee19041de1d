//! Who may see what, and how markings combine.

use proptest::prelude::*;
use strum::VariantArray;

use super::*;

fn open() -> Handling {
    crate::testing::handling()
}

fn viewer(agency: &str, role: Role) -> Viewer {
    Viewer {
        user: UserId::parse("akinyi").unwrap(),
        agency: AgencyId::parse(agency).unwrap(),
        role,
        compartments: BTreeSet::new(),
    }
}

fn released_to(recipient: &str) -> Handling {
    Handling { releasable_to: BTreeSet::from([Recipient::parse(recipient).unwrap()]), ..open() }
}

#[test]
fn a_party_sees_its_own_file() {
    assert!(open().shows(&viewer("KE-DCI-TOCU", Role::Investigator), true));
}

#[test]
fn nobody_else_sees_what_was_not_released() {
    assert!(!open().shows(&viewer("UK-NMC", Role::Investigator), false));
}

#[test]
fn a_release_reaches_the_agency_or_every_agency_of_the_country() {
    assert!(released_to("UK-NMC").shows(&viewer("UK-NMC", Role::Investigator), false));
    assert!(released_to("GB").shows(&viewer("UK-NMC", Role::Investigator), false));
    assert!(!released_to("UK-NMC").shows(&viewer("UK-NCA", Role::Investigator), false));
}

#[test]
fn a_compartment_closes_the_file_even_to_its_own_team() {
    let sealed = open().within(Compartment::protection());
    let team = viewer("KE-DCI-TOCU", Role::Investigator);
    assert!(!sealed.shows(&team, true));
    let read_in = Viewer { compartments: BTreeSet::from([Compartment::protection()]), ..team };
    assert!(sealed.shows(&read_in, true));
}

#[test]
fn what_was_made_from_a_fact_is_used_under_its_conditions() {
    let strict = Handling {
        classification: Classification::Secret,
        code: HandlingCode::C,
        conditions: BTreeSet::from(["NOT_FOR_COURT".to_owned()]),
        europol: BTreeSet::from([EuropolHandling::H1]),
        ..open().within(Compartment::protection())
    };
    let made = open().under_conditions_of(&strict);
    assert_eq!((made.code, made.classification), (HandlingCode::C, open().classification));
    assert_eq!((&made.conditions, &made.europol), (&strict.conditions, &strict.europol));
    assert!(made.compartments.is_empty(), "what may be marked lower may be read by more");
    assert_eq!(strict.clone().under_conditions_of(&open()), strict);
}

#[test]
fn auditors_read_no_case_content() {
    assert!(!released_to("KE").shows(&viewer("KE-DCI-TOCU", Role::Auditor), true));
}

fn any_handling() -> impl Strategy<Value = Handling> {
    let recipients = prop::sample::subsequence(vec!["KE", "GB", "UK-NMC", "KE-ODPP"], 0..=4);
    let compartments = prop::sample::subsequence(vec!["PROTECTION", "CT", "IAU"], 0..=3);
    let conditions = prop::sample::subsequence(vec!["NOT_FOR_COURT", "A1", "S2"], 0..=3);
    (0..6usize, 0..5usize, any::<bool>(), recipients, compartments, conditions).prop_map(
        |(classification, tlp, conditional, recipients, compartments, conditions)| Handling {
            classification: Classification::VARIANTS[classification],
            tlp: Tlp::VARIANTS[tlp],
            code: if conditional { HandlingCode::C } else { HandlingCode::P },
            conditions: conditions.into_iter().map(str::to_owned).collect(),
            europol: BTreeSet::new(),
            releasable_to: recipients.into_iter().map(|r| Recipient::parse(r).unwrap()).collect(),
            compartments: compartments
                .into_iter()
                .map(|c| Compartment::parse(c).unwrap())
                .collect(),
            review_by: None,
        },
    )
}

proptest! {
    #[test]
    fn combining_markings_does_not_depend_on_their_order(
        a in any_handling(), b in any_handling(), c in any_handling(),
    ) {
        prop_assert_eq!(a.and(&b), b.and(&a));
        prop_assert_eq!(a.and(&b).and(&c), a.and(&b.and(&c)));
        prop_assert_eq!(a.and(&a), a);
    }

    #[test]
    fn what_was_made_from_two_facts_is_seen_by_nobody_who_may_not_see_both(
        a in any_handling(), b in any_handling(), read_into in any::<bool>(),
    ) {
        let compartments =
            if read_into { BTreeSet::from([Compartment::protection()]) } else { BTreeSet::new() };
        let viewer = Viewer { compartments, ..viewer("UK-NMC", Role::Investigator) };
        let derived = a.and(&b);
        if derived.shows(&viewer, false) {
            prop_assert!(a.shows(&viewer, false) && b.shows(&viewer, false));
        }
    }
}

#[test]
fn p3_a_condition_that_names_whose_agreement_a_court_needs_keeps_from_court_too() {
    let under =
        |condition: &str| Handling { conditions: BTreeSet::from([condition.to_owned()]), ..open() };
    for kept in ["NOT_FOR_COURT", "not_for_court", "NOT_FOR_COURT_WITHOUT_TOCU"] {
        assert!(!under(kept).is_for_court(), "{kept}");
    }
    for free in ["A1", "NOT_FOR_COURTESY"] {
        assert!(under(free).is_for_court(), "{free}");
    }
}

//! Who opens a prosecution file, and who writes in it.

use super::*;
use crate::{Claim, Decider};

#[test]
fn a_file_is_opened_by_the_agency_the_investigation_was_referred_to() {
    given::<ProsecutionFile>([]).when(njeri(), open(referral())).then([opened()]);
    file([]).when(njeri(), open(referral())).then_nothing();
    let at_trial = Referral { status: Some(InvestigationStatus::Trial), ..referral() };
    given::<ProsecutionFile>([]).when(njeri(), open(at_trial)).then([opened()]);
}

#[test]
fn nobody_prosecutes_what_was_not_referred_to_them() {
    let answer = |referral| given::<ProsecutionFile>([]).when(njeri(), open(referral));
    answer(Referral::default()).rejected(Rejection::NotReferred);
    let to_another =
        Referral { agencies: [AgencyId::parse("UK-CPS").unwrap()].into(), ..referral() };
    answer(to_another).rejected(Rejection::NotReferred);
    for status in [
        InvestigationStatus::Registered,
        InvestigationStatus::Active,
        InvestigationStatus::Suspended,
        InvestigationStatus::UnderReview,
        InvestigationStatus::Closed,
        InvestigationStatus::Transferred,
    ] {
        answer(Referral { status: Some(status), ..referral() }).rejected(Rejection::NotReferred);
    }
}

#[test]
fn an_id_is_the_id_of_one_prosecution() {
    let other = Command::Open {
        investigation: Uuid::from_u128(118).into(),
        reference: None,
        referral: referral(),
    };
    file([]).when(njeri(), other).rejected(Rejection::AlreadyOpened);
}

#[test]
fn an_investigation_has_one_prosecution_file() {
    let claim = Claim { kind: "prosecution_file", key: investigation().to_string() };
    assert_eq!(ProsecutionFile::claims(&opened(), &njeri()), std::slice::from_ref(&claim));
    assert_eq!(ProsecutionFile::taken(&claim), Rejection::AlreadyProsecuted);
    assert!(ProsecutionFile::claims(&filed(), &njeri()).is_empty());
}

#[test]
fn nothing_is_recorded_in_a_file_that_was_never_opened() {
    for command in every_command() {
        given::<ProsecutionFile>([]).when(njeri(), command).rejected(Rejection::NotOpened);
    }
}

#[test]
fn only_prosecutors_of_the_agency_write() {
    for command in every_command() {
        file([]).when(akinyi(), command.clone()).rejected(Rejection::RoleMayNotWrite);
        let of_another = by("rosalind", "UK-CPS", Role::Prosecutor);
        file([]).when(of_another, command.clone()).rejected(Rejection::NotYourFile);
        for role in [Role::Supervisor, Role::VictimSupportOfficer, Role::Auditor] {
            let metadata = by("wekesa", "KE-ODPP", role);
            file([]).when(metadata, command.clone()).rejected(Rejection::RoleMayNotWrite);
        }
    }
    given::<ProsecutionFile>([])
        .when(akinyi(), open(referral()))
        .rejected(Rejection::RoleMayNotWrite);
}

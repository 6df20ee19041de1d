//! Who writes in a protection file.

use strum::VariantArray;

use super::fixtures::*;
use super::*;
use crate::metadata::Role;
use crate::testing::{by, shipped_law};

fn assigned() -> History {
    let support = Command::AssignSupport { provider: Provider::Agency(agency("KE-CPS")) };
    after(registered(Jurisdiction::Uk, Majority::Adult), [("2026-03-01", support)])
}

#[test]
fn only_investigators_supervisors_and_victim_support_officers_write() {
    for role in Role::VARIANTS.iter().copied() {
        let answer =
            folded(&assigned()).decide(screening(), &by("someone", "UK-NMC", role), shipped_law());
        let writes =
            matches!(role, Role::Investigator | Role::Supervisor | Role::VictimSupportOfficer);
        assert_eq!(answer == Err(Rejection::RoleMayNotWrite), !writes, "{role}");
        assert_eq!(answer.is_ok(), writes, "{role}");
    }
}

#[test]
fn an_auditor_registers_nobody() {
    let auditor = by("petra", "OVERSIGHT", Role::Auditor);
    given(vec![])
        .when(auditor, registration(Jurisdiction::Uk, Majority::Adult))
        .rejected(Rejection::RoleMayNotWrite);
}

#[test]
fn another_agency_does_not_write() {
    for role in [Role::Investigator, Role::Supervisor, Role::VictimSupportOfficer] {
        given(assigned())
            .when(by("akinyi", "KE-DCI-TOCU", role), screening())
            .rejected(Rejection::NotYourFile);
    }
}

#[test]
fn only_the_victim_support_officers_of_an_assigned_agency_write() {
    let fatuma = by("fatuma", "KE-CPS", Role::VictimSupportOfficer);
    assert_eq!(given(assigned()).when(fatuma.clone(), screening()).events().len(), 1);
    given(assigned())
        .when(by("kamau", "KE-CPS", Role::Investigator), screening())
        .rejected(Rejection::NotYourFile);
    given(registered(Jurisdiction::Uk, Majority::Adult))
        .when(fatuma, screening())
        .rejected(Rejection::NotYourFile);
}

#[test]
fn support_is_assigned_to_a_provider_once() {
    let support = || Command::AssignSupport { provider: Provider::Agency(agency("KE-CPS")) };
    when(registered(Jurisdiction::Uk, Majority::Adult), support())
        .then([Event::SupportAssigned { provider: Provider::Agency(agency("KE-CPS")) }]);
    when(assigned(), support()).then_nothing();
}

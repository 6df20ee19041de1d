//! Submitting, grading, assessing, sanitising and corroborating: what happens, and again.

use super::super::Urn;
use super::*;
use crate::{Claim, Decider, Personal};

#[test]
fn submitting_keeps_the_agency_and_the_officer_who_handles_the_source() {
    given::<IntelligenceReport>([]).when(akinyi(), submit()).then([submitted()]);
    report([]).when(akinyi(), submit()).then_nothing();
}

#[test]
fn an_id_is_the_id_of_one_report() {
    let mut other = submit();
    if let Command::Submit { urn: number, .. } = &mut other {
        *number = urn(43);
    }
    report([]).when(akinyi(), other).rejected(Rejection::AlreadySubmitted);
    report([]).when(otieno(), submit()).rejected(Rejection::AlreadySubmitted);
}

#[test]
fn a_report_says_what_is_reported_from_whom_and_how_it_was_obtained() {
    let submitting = |change: fn(&mut Command)| {
        let mut command = submit();
        change(&mut command);
        given::<IntelligenceReport>([]).when(akinyi(), command)
    };
    submitting(|command| blank(command, |text, _, _| text)).rejected(Rejection::TextMissing);
    submitting(|command| blank(command, |_, source, _| source))
        .rejected(Rejection::SourceHandleMissing);
    submitting(|command| blank(command, |_, _, how| how)).rejected(Rejection::ObtainedHowMissing);
}

type Text = Personal<String>;

/// Empties one of the texts of a submission.
fn blank(
    command: &mut Command,
    one: for<'a> fn(&'a mut Text, &'a mut Text, &'a mut Text) -> &'a mut Text,
) {
    if let Command::Submit { text, source_handle, obtained_how, .. } = command {
        *one(text, source_handle, obtained_how) = said(" ");
    }
}

#[test]
fn a_number_is_claimed_for_one_report_of_its_agency() {
    let claimed = |event: Event| IntelligenceReport::claims(&event, &akinyi());
    let number = |number: Urn| Claim {
        kind: "intelligence_urn",
        key: format!("KE-DCI-TOCU/{}", number.as_str()),
    };
    assert_eq!(claimed(submitted()), [number(urn(41))]);
    let id = Claim { kind: "sanitised_report_id", key: child().to_string() };
    assert_eq!(claimed(sanitised()), [number(urn(42)), id.clone()]);
    let others =
        samples().into_iter().filter(|event| *event != submitted() && *event != sanitised());
    assert!(others.flat_map(claimed).next().is_none());
    assert_eq!(IntelligenceReport::taken(&number(urn(41))), Rejection::DuplicateUrn);
    assert_eq!(IntelligenceReport::taken(&id), Rejection::SanitisedIdTaken);
}

#[test]
fn a_report_is_graded_once_and_regraded_with_a_reason() {
    report([]).when(otieno(), evaluate("1A")).then([evaluated("1A")]);
    report([evaluated("1A")]).when(otieno(), evaluate("1A")).then_nothing();
    report([evaluated("1A")]).when(otieno(), evaluate("2C")).rejected(Rejection::AlreadyEvaluated);
    report([evaluated("1A")]).when(otieno(), regrade("2C")).then([regraded("1A", "2C")]);
    report([evaluated("1A"), regraded("1A", "2C")]).when(otieno(), regrade("2C")).then_nothing();
    let without = Command::Regrade { grade: graded("2C"), reason: said(" ") };
    report([evaluated("1A")]).when(otieno(), without).rejected(Rejection::ReasonMissing);
    report([]).when(otieno(), regrade("2C")).rejected(Rejection::NotEvaluated);
}

#[test]
fn the_risk_is_assessed_of_what_is_graded() {
    report([evaluated("1A")]).when(akinyi(), assess_risk()).then([risk_assessed()]);
    assessed([]).when(akinyi(), assess_risk()).then_nothing();
    report([]).when(akinyi(), assess_risk()).rejected(Rejection::NotEvaluated);
    let assess = |duty_of_care, risk_if_disseminated| Command::AssessRisk {
        duty_of_care: said(duty_of_care),
        risk_if_disseminated: said(risk_if_disseminated),
    };
    let graded = || report([evaluated("1A")]);
    graded().when(akinyi(), assess("", "little")).rejected(Rejection::DutyOfCareMissing);
    graded().when(akinyi(), assess("little", "")).rejected(Rejection::RiskMissing);
    assert_eq!(assessed([]).when(akinyi(), assess("more", "now")).events().len(), 1, "it is anew");
}

#[test]
fn a_report_is_sanitised_once_its_risk_is_assessed() {
    assessed([]).when(akinyi(), sanitise()).then([sanitised()]);
    assessed([sanitised()]).when(akinyi(), sanitise()).then_nothing();
    report([evaluated("1A")]).when(akinyi(), sanitise()).rejected(Rejection::RiskNotAssessed);
    report([]).when(akinyi(), sanitise()).rejected(Rejection::NotEvaluated);
    assessed([]).when(akinyi(), sanitise_to(" ")).rejected(Rejection::TextMissing);
}

#[test]
fn a_sanitised_report_has_an_id_and_a_number_of_its_own() {
    assessed([sanitised()])
        .when(akinyi(), sanitise_to("A house is used for people who wait"))
        .rejected(Rejection::SanitisedIdTaken);
    let under = |number, id: u128| {
        let mut command = sanitise();
        if let Command::Sanitise { child, child_urn, .. } = &mut command {
            (*child, *child_urn) = (uuid::Uuid::from_u128(id).into(), urn(number));
        }
        assessed([sanitised()]).when(akinyi(), command)
    };
    under(41, 72).rejected(Rejection::DuplicateUrn);
    under(42, 72).rejected(Rejection::DuplicateUrn);
    assert_eq!(under(43, 72).events().len(), 1);
}

#[test]
fn what_corroborates_a_report_is_named() {
    let graded = || report([evaluated("1A")]);
    let independent = || corroborate(Independence::Independent);
    let by_another = || resting_on(another(Some("2B")));
    graded().when(by_another(), independent()).then([corroborated(Independence::Independent)]);
    graded().when(akinyi(), independent()).rejected(Rejection::CorroborationWithoutSource);
    report([]).when(by_another(), independent()).rejected(Rejection::NotEvaluated);
    let known = || report([evaluated("1A"), corroborated(Independence::Independent)]);
    known().when(by_another(), independent()).then_nothing();
    known()
        .when(by_another(), corroborate(Independence::SameOrigin))
        .then([corroborated(Independence::SameOrigin)]);
}

#[test]
fn nothing_happens_to_a_report_that_was_never_submitted() {
    for (metadata, command) in every_command().into_iter().skip(1) {
        given::<IntelligenceReport>([]).when(metadata, command).rejected(Rejection::NotSubmitted);
    }
}

#[test]
fn another_agency_acknowledges_and_does_nothing_else() {
    for (_, command) in every_command() {
        let acknowledges = matches!(command, Command::Acknowledge { .. });
        let answer = passed_on([]).when(harriet(), command);
        if acknowledges {
            answer.then([acknowledged()]);
        } else {
            answer.rejected(Rejection::NotYourReport);
        }
    }
}

#[test]
fn readers_do_not_write() {
    let roles = [Role::Analyst, Role::LiaisonOfficer, Role::Auditor, Role::Integrator];
    for role in roles {
        let reader = || by("osman", "KE-DCI-TOCU", role);
        for (_, command) in every_command() {
            passed_on([]).when(reader(), command).rejected(Rejection::RoleMayNotWrite);
        }
        given::<IntelligenceReport>([])
            .when(reader(), submit())
            .rejected(Rejection::RoleMayNotWrite);
    }
    for role in [Role::Prosecutor, Role::VictimSupportOfficer] {
        passed_on([])
            .when(by("njeri", "KE-DCI-TOCU", role), disseminate())
            .rejected(Rejection::RoleMayNotWrite);
        let acknowledges = passed_on([]).when(by("lucy", "UK-NMC", role), acknowledge());
        assert_eq!(acknowledges.events().len(), 1, "{role}");
    }
}

//! Looking at a report again: it is retained, or it expires.

use super::*;

#[test]
fn a_report_is_reviewed_and_then_retained_or_expires() {
    report([]).when(akinyi(), review()).then([reviewed()]);
    report([reviewed()]).when(akinyi(), review()).then_nothing();
    report([reviewed()]).when(akinyi(), retain("2027-03-02")).then([retained()]);
    report([reviewed(), retained()]).when(akinyi(), retain("2027-03-02")).then_nothing();
    report([reviewed()]).when(akinyi(), expire()).then([expired()]);
    report([reviewed(), expired()]).when(akinyi(), expire()).then_nothing();
}

#[test]
fn nothing_is_retained_or_expires_without_a_review() {
    let unreviewed = || report([reviewed(), retained()]);
    report([]).when(akinyi(), retain("2027-03-02")).rejected(Rejection::NotUnderReview);
    report([]).when(akinyi(), expire()).rejected(Rejection::NotUnderReview);
    unreviewed().when(akinyi(), retain("2028-03-02")).rejected(Rejection::NotUnderReview);
    unreviewed().when(akinyi(), expire()).rejected(Rejection::NotUnderReview);
    unreviewed().when(akinyi(), review()).then([reviewed()]);
}

#[test]
fn a_review_says_what_it_found_and_why_it_ends_as_it_does() {
    let findings = Command::Review { findings: said("") };
    report([]).when(akinyi(), findings).rejected(Rejection::FindingsMissing);
    let retain_without = Command::Retain { until: date("2027-03-02"), reason: said(" ") };
    report([reviewed()]).when(akinyi(), retain_without).rejected(Rejection::ReasonMissing);
    let expire_without = Command::Expire { reason: said(" ") };
    report([reviewed()]).when(akinyi(), expire_without).rejected(Rejection::ReasonMissing);
    report([reviewed()]).when(akinyi(), retain("2026-03-01")).rejected(Rejection::ReviewDatePassed);
}

#[test]
fn a_retained_report_is_used_again() {
    assessed([reviewed(), retained()]).when(akinyi(), sanitise()).then([sanitised()]);
}

#[test]
fn an_expired_report_is_acknowledged_and_recalled_and_nothing_else() {
    let expired_report = || passed_on([reviewed(), expired()]);
    expired_report().when(harriet(), acknowledge()).then([acknowledged()]);
    expired_report().when(akinyi(), recall()).then([recalled()]);
    for (metadata, command) in every_command() {
        let open = matches!(
            command,
            Command::Submit { .. }
                | Command::Acknowledge { .. }
                | Command::Recall { .. }
                | Command::Expire { .. }
        );
        if !open {
            expired_report().when(metadata, command).rejected(Rejection::ReportExpired);
        }
    }
}

#[test]
fn a_recalled_report_is_still_reviewed_and_kept_or_expires() {
    passed_on([recalled()]).when(akinyi(), review()).then([reviewed()]);
    passed_on([recalled(), reviewed()]).when(akinyi(), retain("2027-03-02")).then([retained()]);
    passed_on([recalled(), reviewed()]).when(akinyi(), expire()).then([expired()]);
}

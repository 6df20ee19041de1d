//! The rules of intelligence by their ids: N1 to N5.

use super::super::{Corroboration, IntelligenceReport, link_weight, weight};
use super::*;
use crate::handling::Recipient;
use crate::testing::handling;
use crate::value::{Grade, GradeScheme};
use crate::{Decider, Handling};

#[test]
fn n1_whoever_submitted_a_report_does_not_grade_it() {
    report([]).when(akinyi(), evaluate("1A")).rejected(Rejection::EvaluatorIsSubmitter);
    report([]).when(otieno(), evaluate("1A")).then([evaluated("1A")]);
    report([evaluated("1A")])
        .when(akinyi(), regrade("2C"))
        .rejected(Rejection::EvaluatorIsSubmitter);
    report([evaluated("1A")])
        .when(akinyi(), evaluate("1A"))
        .rejected(Rejection::EvaluatorIsSubmitter);
}

#[test]
fn n2_what_is_suspected_to_be_false_lends_nothing_to_a_link() {
    let independent = [corroboration("1A", Independence::Independent)];
    for grade in ["1E", "2E", "3E"] {
        assert_eq!(link_weight(graded(grade), &independent, false), None, "{grade}");
        assert_eq!(weight(graded(grade), &independent), 50, "{grade} is not made good by others");
    }
    let admiralty = Grade::parse(GradeScheme::Admiralty, "A5").unwrap();
    assert_eq!(link_weight(admiralty, &[], false), None);
    assert_eq!(link_weight(graded("2B"), &[], false), Some(600));
    assert_eq!(link_weight(graded("2B"), &[], true), None, "nor what was recalled");
}

#[test]
fn n3_only_what_was_sanitised_leaves_the_agency() {
    assessed([sanitised()])
        .when(akinyi(), disseminate_to(nmc(), false))
        .rejected(Rejection::NotSanitised);
    assessed([])
        .when(akinyi(), disseminate_to(nmc(), true))
        .rejected(Rejection::NoSuchSanitisedReport);
    let unit = assessed([]).when(akinyi(), disseminate_to(tocu(), false));
    assert_eq!(unit.events().len(), 1, "the originating unit may have the report itself");
}

#[test]
fn n3_a_sanitised_report_is_not_the_report_and_does_not_name_its_source() {
    let whole = "  kite says that Barasa rents the house behind the mill\nfor those who wait";
    assessed([]).when(akinyi(), sanitise_to(whole)).rejected(Rejection::TextNotSanitised);
    assessed([])
        .when(akinyi(), sanitise_to("Kite says that a house is used"))
        .rejected(Rejection::SourceInText);
    for text in ["It is (KITE) who says so", "said by kite", "kite"] {
        assessed([]).when(akinyi(), sanitise_to(text)).rejected(Rejection::SourceInText);
    }
    let longer = assessed([]).when(akinyi(), sanitise_to("They wear kitenge"));
    assert_eq!(longer.events().len(), 1, "a longer word is another word");
    let mut nothing = sanitise();
    if let Command::Sanitise { removed, .. } = &mut nothing {
        removed.clear();
    }
    assessed([]).when(akinyi(), nothing).rejected(Rejection::NothingRemoved);
}

#[test]
fn n3_no_marking_releases_what_is_known_of_a_report() {
    let requested = Handling {
        releasable_to: [Recipient::parse("GB").unwrap(), Recipient::parse("UK-NMC").unwrap()]
            .into(),
        ..handling()
    };
    for event in samples() {
        assert_eq!(IntelligenceReport::marking(&event, &requested), handling());
    }
}

#[test]
fn n4_only_independent_corroboration_adds_weight() {
    let with = |grade, independence| weight(graded("2B"), &[corroboration(grade, independence)]);
    assert_eq!(with("2B", Independence::Independent), 840);
    assert_eq!(with("2B", Independence::SameOrigin), 600);
    assert_eq!(with("2B", Independence::Unknown), 600);
    assert_eq!(with("2E", Independence::Independent), 600, "what is suspected false adds nothing");
    assert_eq!(with("1A", Independence::Independent), 950, "never more than the best grade");
    let by = another(None);
    let ungraded = Corroboration { by, independence: Independence::Independent };
    assert_eq!(weight(graded("2B"), &[ungraded]), 600);
    assert_eq!(weight(graded("2B"), &[]), 600);
}

#[test]
fn n4_a_report_does_not_corroborate_itself() {
    for number in ["TOCU/IR/2026/0041", " tocu/ir/2026/0042 "] {
        let source = SourceRef { reference: number.into(), ..another(Some("1A")) };
        assessed([sanitised()])
            .when(resting_on(source), corroborate(Independence::Independent))
            .rejected(Rejection::CorroboratesItself);
    }
}

#[test]
fn n5_a_recall_names_everybody_it_went_to_and_all_that_falls_with_it() {
    passed_on([acknowledged()]).when(akinyi(), recall()).then([recalled()]);
    passed_on([recalled()]).when(akinyi(), recall()).then_nothing();
    let nobody = Event::Recalled {
        reason: said("the source made it up"),
        recipients: BTreeSet::new(),
        sanitised: BTreeSet::new(),
        dependants: dependants(),
    };
    report([]).when(akinyi(), recall()).then([nobody]);
    let without = Command::Recall { reason: said(""), dependants: BTreeSet::new() };
    passed_on([]).when(akinyi(), without).rejected(Rejection::ReasonMissing);
}

#[test]
fn n5_what_was_recalled_is_not_used_any_more() {
    passed_on([recalled()]).when(harriet(), acknowledge()).then([acknowledged()]);
    let used = every_command().into_iter().filter(|(_, command)| {
        matches!(
            command,
            Command::Evaluate { .. }
                | Command::AssessRisk { .. }
                | Command::Sanitise { .. }
                | Command::Disseminate { .. }
                | Command::Corroborate { .. }
                | Command::Regrade { .. }
        )
    });
    for (metadata, command) in used {
        passed_on([recalled()]).when(metadata, command).rejected(Rejection::ReportRecalled);
    }
}

fn corroboration(grade: &str, independence: Independence) -> Corroboration {
    Corroboration { by: another(Some(grade)), independence }
}

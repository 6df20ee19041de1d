//! What a prosecutor decides on an item, and what a court rules on it.

use strum::VariantArray;

use super::*;
use crate::UserId;

fn listed() -> Vec<Event> {
    vec![added(NonSensitive, 1, phone()), added(Sensitive, 1, report())]
}

#[test]
fn the_latest_decision_of_a_prosecutor_counts() {
    for (class, decision, met) in [
        (NonSensitive, Disclose, true),
        (NonSensitive, Edit, true),
        (NonSensitive, Withhold, false),
        (Sensitive, Edit, true),
        (Sensitive, Withhold, false),
        (Sensitive, Pii, true),
    ] {
        let event = reviewed(class, 1, decision, met);
        prosecutor_asks(listed(), review(class, 1, decision, met)).then([event.clone()]);
        let mut history = listed();
        history.push(event);
        prosecutor_asks(history.clone(), review(class, 1, decision, met)).then_nothing();
        let other = reviewed(class, 1, Edit, false);
        prosecutor_asks(history, review(class, 1, Edit, false)).then([other]);
    }
    prosecutor_asks(listed(), review(NonSensitive, 4, Disclose, true))
        .rejected(Rejection::NoSuchItem { form: DisclosureForm::Mg6c, no: 4 });
}

#[test]
fn d5_what_meets_the_disclosure_test_is_not_withheld() {
    for class in [NonSensitive, Sensitive] {
        prosecutor_asks(listed(), review(class, 1, Withhold, true))
            .rejected(Rejection::MeetsTheTest);
        let undermines = Command::Review {
            class,
            no: 1,
            decision: Withhold,
            test: DisclosureTest { undermines_prosecution: true, assists_accused: false },
            reason: Some(said("It helps nobody")),
            standing: well(),
        };
        prosecutor_asks(listed(), undermines).rejected(Rejection::MeetsTheTest);
    }
    assert_eq!(Rejection::MeetsTheTest.rule(), Some("D5"));
}

#[test]
fn what_is_not_disclosed_whole_says_why() {
    for (class, decision) in [(NonSensitive, Edit), (NonSensitive, Withhold), (Sensitive, Pii)] {
        for reason in [None, Some(said(" "))] {
            let test = DisclosureTest { undermines_prosecution: false, assists_accused: false };
            let silent = Command::Review { class, no: 1, decision, test, reason, standing: well() };
            prosecutor_asks(listed(), silent).rejected(Rejection::ReasonMissing);
        }
    }
}

#[test]
fn d4_a_sensitive_item_is_not_disclosed_as_it_is() {
    prosecutor_asks(listed(), review(Sensitive, 1, Disclose, true))
        .rejected(Rejection::StillSensitive);
}

#[test]
fn d5_only_sensitive_items_are_taken_to_a_court() {
    prosecutor_asks(listed(), review(NonSensitive, 1, Pii, true))
        .rejected(Rejection::ImmunityOfNonSensitive);
}

#[test]
fn d5_withholding_in_the_public_interest_is_final_once_a_court_has_ruled() {
    prosecutor_asks(applied_for(), record_ruling(PiiOutcome::Upheld))
        .then([ruled(PiiOutcome::Upheld)]);
    let status = |history: &[Event]| {
        let mut lists = super::super::Lists::default();
        for event in history {
            lists.learn(event);
        }
        lists.items(Sensitive)[&1].status()
    };
    let mut history = applied_for();
    assert_eq!(status(&history), DisclosureStatus::PiiPending);
    history.push(ruled(PiiOutcome::Upheld));
    assert_eq!(status(&history), DisclosureStatus::PiiUpheld);
    prosecutor_asks(history.clone(), record_ruling(PiiOutcome::Upheld)).then_nothing();
    prosecutor_asks(history.clone(), record_ruling(PiiOutcome::Refused))
        .then([ruled(PiiOutcome::Refused)]);
    history.push(reviewed(Sensitive, 1, Edit, true));
    history.push(reviewed(Sensitive, 1, Pii, true));
    assert_eq!(status(&history), DisclosureStatus::PiiPending, "applied for anew");
}

#[test]
fn d5_a_court_rules_on_what_it_was_asked_about() {
    for decision in DisclosureDecision::VARIANTS.iter().filter(|decision| **decision != Pii) {
        let history = vec![added(Sensitive, 1, report()), reviewed(Sensitive, 1, *decision, false)];
        prosecutor_asks(history, record_ruling(PiiOutcome::Upheld))
            .rejected(Rejection::NotAppliedFor);
    }
    prosecutor_asks(vec![], record_ruling(PiiOutcome::Upheld))
        .rejected(Rejection::NoSuchItem { form: DisclosureForm::Mg6d, no: 1 });
}

#[test]
fn d5_what_a_court_ordered_is_not_withheld_on_either_schedule() {
    let mut history = applied_for();
    history.push(ruled(PiiOutcome::Refused));
    for decision in [Withhold, Pii] {
        prosecutor_asks(history.clone(), review(Sensitive, 1, decision, false))
            .rejected(Rejection::OrderedByCourt);
    }
    let edit = review(Sensitive, 1, Edit, true);
    prosecutor_asks(history.clone(), edit).then([reviewed(Sensitive, 1, Edit, true)]);
    history.push(reclassified(Sensitive, 1, 1));
    prosecutor_asks(history.clone(), review(NonSensitive, 1, Withhold, false))
        .rejected(Rejection::OrderedByCourt);
    let disclose = review(NonSensitive, 1, Disclose, true);
    prosecutor_asks(history, disclose).then([reviewed(NonSensitive, 1, Disclose, true)]);
}

#[test]
fn d6_only_prosecutors_of_the_agency_it_was_referred_to_review_and_serve() {
    assert_eq!(Rejection::OnlyProsecutorsReview.rule(), Some("D6"));
    for command in of_prosecutors() {
        officer_asks(listed(), command.clone()).rejected(Rejection::OnlyProsecutorsReview);
        let supervisor = by("wambui", "KE-DCI-TOCU", Role::Supervisor);
        schedule(listed())
            .when(supervisor, command.clone())
            .rejected(Rejection::OnlyProsecutorsReview);
        let abroad = by("rosalind", "UK-CPS", Role::Prosecutor);
        schedule(listed()).when(abroad, command).rejected(Rejection::NotReferred);
    }
}

#[test]
fn d6_whoever_listed_described_or_moved_an_item_does_not_review_it() {
    let akinyi_prosecutes = || by("akinyi", "KE-ODPP", Role::Prosecutor);
    let another_listed = || {
        let mut event = added(NonSensitive, 1, phone());
        if let Event::ItemAdded { by, .. } = &mut event {
            *by = UserId::parse("mwangi").unwrap();
        }
        event
    };
    schedule(listed())
        .when(akinyi_prosecutes(), review(NonSensitive, 1, Disclose, true))
        .rejected(Rejection::ReviewerListedIt);
    schedule([another_listed(), redescribed(1, "Calls")])
        .when(akinyi_prosecutes(), review(NonSensitive, 1, Disclose, true))
        .rejected(Rejection::ReviewerListedIt);
    schedule([another_listed(), reclassified(NonSensitive, 1, 1)])
        .when(akinyi_prosecutes(), review(Sensitive, 1, Withhold, false))
        .rejected(Rejection::ReviewerListedIt);
    schedule([another_listed()])
        .when(akinyi_prosecutes(), review(NonSensitive, 1, Disclose, true))
        .then([reviewed(NonSensitive, 1, Disclose, true)]);
}

#[test]
fn x5_nothing_is_disclosed_while_its_integrity_is_in_question() {
    for decision in [Disclose, Edit] {
        prosecutor_asks(listed(), review_as(NonSensitive, 1, decision, true, in_doubt()))
            .rejected(Rejection::IntegrityInQuestion { no: 1 });
    }
    prosecutor_asks(listed(), review_as(NonSensitive, 1, Withhold, false, in_doubt()))
        .then([reviewed(NonSensitive, 1, Withhold, false)]);
    prosecutor_asks(phone_reviewed(), serve_as(NonSensitive, to_defence(), in_doubt()))
        .rejected(Rejection::IntegrityInQuestion { no: 1 });
    assert_eq!(Rejection::IntegrityInQuestion { no: 1 }.rule(), Some("X5"));
}

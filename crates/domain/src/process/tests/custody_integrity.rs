//! Doubts about an exhibit are ruled on, offers of custody are answered, and what was lent comes back.

use super::{Run, created};
use crate::casework::task::{TaskKind, TaskStatus};
use crate::evidence::evidence_item::{
    Custodian, CustodyPurpose, EvidenceEvent as Event, IntegrityRuling,
};
use crate::process::{Cause, CustodyIntegrity, What};
use crate::testing::at;
use crate::value::{CountryCode, Hash, HashAlgorithm, PartialTime, Place, PlaceKind};
use crate::{AgencyId, Personal, Role, UserId};

const EXHIBIT: u128 = 31;
const OFFERED: &str = "2026-03-02T09:00:00Z";
const SOON: &str = "2026-03-02T10:00:00Z";
const LATE: &str = "2026-03-03T09:00:00Z";

fn agency(code: &str) -> AgencyId {
    AgencyId::parse(code).unwrap()
}

fn user(name: &str) -> UserId {
    UserId::parse(name).unwrap()
}

fn said() -> Personal<String> {
    Personal::new("As told".to_owned())
}

fn digest(digit: &str) -> Hash {
    Hash::try_new(HashAlgorithm::Sha256, &digit.repeat(64)).unwrap()
}

fn altered() -> Event {
    Event::IntegrityFailed { computed: digest("b"), recorded: vec![digest("a")], file: None }
}

fn ruled() -> Event {
    ruling(IntegrityRuling::Reinstate)
}

fn ruling(ruling: IntegrityRuling) -> Event {
    Event::IntegrityRuled { ruling, reason: said() }
}

fn offered(to: &str, to_agency: &str) -> Event {
    Event::CustodyOffered {
        to: user(to),
        to_agency: agency(to_agency),
        purpose: CustodyPurpose::Examination,
        offered_at: PartialTime::instant(at(OFFERED)),
    }
}

fn accepted() -> Event {
    let kenya = CountryCode::parse("KE").unwrap();
    Event::CustodyAccepted {
        custodian: Custodian { user: user("otieno"), agency: agency("KE-DCI-TOCU") },
        seal_ok: true,
        condition: said(),
        place: Place::try_new("Nairobi", None, kenya, None, PlaceKind::Town).unwrap(),
        gap: None,
    }
}

fn lent() -> Event {
    Event::LentAbroad { mla_ref: "MLA 2026/31".into(), return_by: "2026-03-31".parse().unwrap() }
}

fn came_back() -> Event {
    Event::ReturnedFromAbroad { seal_ok: true, condition: said() }
}

fn given_back() -> Event {
    Event::Returned {
        authority_ref: "Order 31".into(),
        to: said(),
        witnesses: vec![said(), said()],
    }
}

fn exhibit(history: impl IntoIterator<Item = Event>) -> Run<CustodyIntegrity> {
    let mut run = Run::of(EXHIBIT);
    for event in history {
        run.happens(EXHIBIT, OFFERED, What::Exhibit(event));
    }
    run
}

#[test]
fn x5_a_doubt_makes_one_task_for_a_supervisor_until_it_is_ruled_on() {
    let mut run = exhibit([altered()]);
    let orders = run.looks(SOON);
    let creation = created(&orders[0]);
    assert_eq!((creation.kind, creation.due), (TaskKind::IntegrityRuling, None));
    assert_eq!((creation.assignment.role, &creation.assignment.user), (Role::Supervisor, &None));
    run.happens(EXHIBIT, SOON, What::Exhibit(altered())).looks(SOON);
    assert_eq!(run.tasks(), [(TaskKind::IntegrityRuling, TaskStatus::Open)], "one doubt is enough");
    run.happens(EXHIBIT, SOON, What::Exhibit(ruled())).looks(SOON);
    assert_eq!(run.tasks(), [(TaskKind::IntegrityRuling, TaskStatus::Done)]);
}

#[test]
fn x5_a_doubt_after_the_ruling_makes_a_task_of_its_own() {
    let mut run = exhibit([altered()]);
    run.looks(SOON);
    run.happens(EXHIBIT, SOON, What::Exhibit(ruled())).looks(SOON);
    run.happens(EXHIBIT, SOON, What::Exhibit(altered())).looks(SOON);
    let both =
        [TaskStatus::Open, TaskStatus::Done].map(|stands| (TaskKind::IntegrityRuling, stands));
    assert_eq!(run.tasks(), both);
}

#[test]
fn an_offer_that_nobody_answers_makes_a_task_for_whoever_made_it() {
    let mut run = exhibit([offered("otieno", "KE-DCI-TOCU")]);
    assert!(run.looks(SOON).is_empty(), "not before its time");
    assert_eq!(run.wakes(SOON), Some(at(LATE)));
    let orders = run.looks(LATE);
    let creation = created(&orders[0]);
    assert_eq!((creation.kind, creation.due), (TaskKind::CustodyOffer, Some(at(LATE))));
    assert_eq!(creation.assignment.user, Some(user("akinyi")));
    assert!(run.looks("2026-03-09T09:00:00Z").is_empty(), "once");
    run.happens(EXHIBIT, LATE, What::Exhibit(accepted())).looks(LATE);
    assert_eq!(run.tasks(), [(TaskKind::CustodyOffer, TaskStatus::Done)]);
}

#[test]
fn an_offer_of_another_agency_is_for_whoever_is_to_answer_it() {
    for (to, to_agency, whose) in
        [("otieno", "KE-DCI-TOCU", Some(user("otieno"))), ("harriet", "UK-NMC", None)]
    {
        let mut run = Run::<CustodyIntegrity>::of(EXHIBIT);
        let from_odpp = |cause: &mut Cause| cause.actor.agency = agency("KE-ODPP");
        let offer = What::Exhibit(offered(to, to_agency));
        run.happens_with(from_odpp, EXHIBIT, OFFERED, offer);
        let orders = run.looks(LATE);
        let creation = created(&orders[0]);
        assert_eq!(creation.agency, agency("KE-DCI-TOCU"), "whose exhibit it is");
        let assignment = &creation.assignment;
        assert_eq!((assignment.role, &assignment.user), (Role::Investigator, &whose));
    }
}

#[test]
fn an_offer_that_is_answered_in_time_makes_no_task() {
    let withdrawn = Event::CustodyOfferWithdrawn { reason: said() };
    for answer in [accepted(), Event::CustodyRefused { reason: said() }, withdrawn] {
        let mut run = exhibit([offered("otieno", "KE-DCI-TOCU"), answer]);
        assert!(run.looks("2026-03-09T09:00:00Z").is_empty());
        assert_eq!(run.wakes(SOON), None);
    }
}

#[test]
fn a_doubt_ends_the_offer_and_its_task() {
    let mut run = exhibit([offered("otieno", "KE-DCI-TOCU")]);
    run.looks(LATE);
    run.happens(EXHIBIT, LATE, What::Exhibit(altered())).looks(LATE);
    let both = [
        (TaskKind::IntegrityRuling, TaskStatus::Open),
        (TaskKind::CustodyOffer, TaskStatus::Cancelled),
    ];
    assert_eq!(run.tasks(), both);
}

#[test]
fn what_was_lent_abroad_makes_a_task_once_its_last_day_is_over() {
    let over = "2026-04-01T00:00:00Z";
    let mut run = exhibit([lent()]);
    assert!(run.looks("2026-03-31T23:59:59Z").is_empty(), "the last day is not over");
    assert_eq!(run.wakes(SOON), Some(at(over)));
    run.looks(over);
    assert_eq!(run.tasks(), [(TaskKind::ReturnFromAbroad, TaskStatus::Open)]);
    run.happens(EXHIBIT, over, What::Exhibit(came_back())).looks(over);
    assert_eq!(run.tasks(), [(TaskKind::ReturnFromAbroad, TaskStatus::Done)]);
    let mut in_time = exhibit([lent(), came_back()]);
    assert!(in_time.looks(over).is_empty());
}

#[test]
fn nothing_is_waited_for_of_an_exhibit_that_was_given_back() {
    let mut run = exhibit([altered()]);
    run.looks(SOON);
    run.happens(EXHIBIT, SOON, What::Exhibit(given_back())).looks(SOON);
    assert_eq!(run.tasks(), [(TaskKind::IntegrityRuling, TaskStatus::Cancelled)]);
}

#[test]
fn x5_what_is_abroad_is_still_waited_for_whatever_was_ruled() {
    let late = "2026-04-02T09:00:00Z";
    for ruling_made in [IntegrityRuling::Reinstate, IntegrityRuling::Exclude] {
        let mut run = exhibit([lent(), altered(), ruling(ruling_made)]);
        run.looks(late);
        assert_eq!(run.tasks(), [(TaskKind::ReturnFromAbroad, TaskStatus::Open)]);
        run.happens(EXHIBIT, late, What::Exhibit(came_back())).looks(late);
        assert_eq!(run.tasks(), [(TaskKind::ReturnFromAbroad, TaskStatus::Done)]);
    }
}

//! What a file holds is used or listed once it has disclosure schedules: one task, however much is missing.

use std::collections::BTreeSet;

use proptest::prelude::*;
use uuid::Uuid;

use super::{FILE, Run, created, wanjiru};
use crate::casework::suspect::{Counsel, SuspectEvent};
use crate::casework::task::{Ground, TaskCommand, TaskKind, TaskStatus, TaskSubjectKind};
use crate::casework::text::{ElementText, Reference};
use crate::evidence::evidence_item::{Custodian, EvidenceEvent};
use crate::handling::Recipient;
use crate::process::{Cause, DisclosureCompleteness, What};
use crate::prosecution::disclosure_schedule::{DisclosureClass, DisclosureEvent, Material};
use crate::prosecution::prosecution_file::{Accusation, ChargeElement, ProsecutionEvent};
use crate::protection::victim_case::VictimCaseEvent;
use crate::value::{ExhibitRef, LanguageTag, LegalBasis};
use crate::{AgencyId, Personal, Role, UserId};

const SCHEDULE: u128 = 71;
const NOW: &str = "2026-03-02T10:00:00Z";
const OPEN: (TaskKind, TaskStatus) = (TaskKind::DisclosureGaps, TaskStatus::Open);
const DONE: (TaskKind, TaskStatus) = (TaskKind::DisclosureGaps, TaskStatus::Done);
const CANCELLED: (TaskKind, TaskStatus) = (TaskKind::DisclosureGaps, TaskStatus::Cancelled);

fn said() -> Personal<String> {
    Personal::new("As told".to_owned())
}

fn akinyi() -> UserId {
    UserId::parse("akinyi").unwrap()
}

fn tocu() -> AgencyId {
    AgencyId::parse("KE-DCI-TOCU").unwrap()
}

fn mark(number: u128) -> ExhibitRef {
    ExhibitRef::parse(&format!("JM/{number}")).unwrap()
}

fn reference(text: &str) -> Reference {
    Reference::parse(text).unwrap()
}

fn exhibit(number: u128) -> Material {
    Material::Exhibit(Uuid::from_u128(number).into())
}

fn seized(number: u128) -> (u128, What) {
    let custodian = Custodian { user: akinyi(), agency: tocu() };
    let event = EvidenceEvent::Seized {
        investigation: Uuid::from_u128(FILE).into(),
        exhibit_ref: mark(number),
        authority_ref: "Warrant 31".into(),
        seal: None,
        witness: said(),
        photos: 0,
        custodian,
    };
    (number, What::Exhibit(event))
}

fn opened() -> (u128, What) {
    let investigation = Uuid::from_u128(FILE).into();
    let event = DisclosureEvent::Opened { investigation, agency: tocu(), reference: None };
    (SCHEDULE, What::Disclosure(event))
}

fn listed(no: u32, material: Material) -> (u128, What) {
    let event = DisclosureEvent::ItemAdded {
        no,
        class: DisclosureClass::NonSensitive,
        material,
        reference: reference("JM"),
        description: said(),
        reason: None,
        by: akinyi(),
    };
    (SCHEDULE, What::Disclosure(event))
}

fn used(material: Material) -> (u128, What) {
    (SCHEDULE, What::Disclosure(DisclosureEvent::MaterialUsed { material, reason: said() }))
}

fn unused(material: Material) -> (u128, What) {
    (SCHEDULE, What::Disclosure(DisclosureEvent::MaterialUnused { material, reason: said() }))
}

/// A charge that an exhibit proves.
fn charged(number: u128) -> (u128, What) {
    let element = ChargeElement {
        element: reference("ACT"),
        text: ElementText::parse("Receives a person").unwrap(),
        mandatory: true,
        evidence: [Uuid::from_u128(number).into()].into(),
        strength: None,
    };
    let statute = LegalBasis::parse("KE", "Counter-Trafficking in Persons Act 2010", "s.3");
    let accusation = Accusation::under(statute.unwrap(), said(), vec![element]);
    let suspect = Uuid::from_u128(21).into();
    let event =
        ProsecutionEvent::ChargeProposed { n: 1, suspect, accusation: Box::new(accusation) };
    (61, What::Prosecution(event))
}

fn withdrawn() -> (u128, What) {
    (61, What::Prosecution(ProsecutionEvent::ChargeWithdrawn { n: 1, reason: said() }))
}

fn said_under(number: u128) -> (u128, What) {
    let special_measures = [].into();
    let event = VictimCaseEvent::StatementTaken { exhibit_ref: mark(number), special_measures };
    (51, What::Victim(event))
}

fn record(number: u128) -> Material {
    Material::Record(reference(mark(number).as_str()))
}

fn file(history: impl IntoIterator<Item = (u128, What)>) -> Run<DisclosureCompleteness> {
    let mut run = Run::of(FILE);
    then(&mut run, history);
    run
}

fn then(run: &mut Run<DisclosureCompleteness>, more: impl IntoIterator<Item = (u128, What)>) {
    for (stream, what) in more {
        run.happens(stream, NOW, what);
    }
}

#[test]
fn d3_one_task_is_made_however_much_is_neither_used_nor_listed() {
    let mut run = file([seized(31), seized(32)]);
    assert!(run.looks(NOW).is_empty(), "there are no schedules yet");
    then(&mut run, [opened()]);
    let orders = run.looks(NOW);
    assert_eq!(orders.len(), 1);
    let creation = created(&orders[0]);
    assert_eq!(creation.kind, TaskKind::DisclosureGaps);
    assert_eq!(creation.assignment.role, Role::Investigator, "whoever opened the schedules");
    assert_eq!(creation.subject.unwrap().kind, TaskSubjectKind::DisclosureSchedule);
    then(&mut run, [seized(33)]);
    assert!(run.looks(NOW).is_empty(), "nor is another made for one more exhibit");
}

#[test]
fn d3_the_task_is_settled_once_everything_is_used_or_listed() {
    let mut run = file([seized(31), seized(32), seized(33), opened()]);
    run.looks(NOW);
    then(&mut run, [charged(31), listed(1, exhibit(32))]);
    assert!(run.looks(NOW).is_empty(), "one is missing");
    then(&mut run, [used(exhibit(33))]);
    run.looks(NOW);
    assert_eq!(run.tasks(), [DONE]);
}

#[test]
fn d3_what_comes_to_be_missing_later_makes_a_new_task() {
    let complete = || [seized(31), opened(), charged(31)];
    for missing in [withdrawn(), seized(32)] {
        let mut run = file(complete());
        assert!(run.looks(NOW).is_empty(), "nothing is missing");
        then(&mut run, [missing]);
        run.looks(NOW);
        assert_eq!(run.tasks(), [OPEN]);
    }
    let mut run = file([seized(31), opened()]);
    run.looks(NOW);
    then(&mut run, [used(exhibit(31))]);
    run.looks(NOW);
    then(&mut run, [unused(exhibit(31))]);
    run.looks(NOW);
    assert_eq!(run.tasks(), [OPEN, DONE]);
}

#[test]
fn d3_statements_count_under_marks_that_no_exhibit_has() {
    let interview = SuspectEvent::Interviewed {
        exhibit_ref: mark(42),
        language: LanguageTag::parse("sw").unwrap(),
        counsel: Counsel::Present,
        appropriate_adult: None,
    };
    let mut run = file([said_under(41), (21, What::Suspect(interview)), opened()]);
    run.looks(NOW);
    then(&mut run, [seized(41)]);
    then(&mut run, [listed(1, exhibit(41))]);
    assert_eq!(run.looks(NOW).len(), 0, "the interview is missing");
    then(&mut run, [listed(2, Material::Record(reference("JM/42")))]);
    run.looks(NOW);
    assert_eq!(run.tasks(), [DONE]);
}

#[test]
fn d3_that_something_is_missing_is_told_to_those_only_whose_file_it_is() {
    let mut run = Run::<DisclosureCompleteness>::of(FILE);
    let abroad = |cause: &mut Cause| {
        cause.handling.releasable_to = [Recipient::parse("GB").unwrap()].into();
    };
    let (schedule, opening) = opened();
    run.happens_with(abroad, schedule, NOW, opening);
    let (number, seizure) = seized(31);
    run.happens_with(abroad, number, NOW, seizure);
    let orders = run.looks(NOW);
    assert!(orders[0].under.handling.releasable_to.is_empty());
}

#[test]
fn d3_a_task_that_somebody_gave_up_is_made_anew_when_more_comes_to_be_missing() {
    let mut run = file([seized(31), opened()]);
    run.looks(NOW);
    let task = run.one(TaskKind::DisclosureGaps, TaskStatus::Open);
    run.send(task, TaskCommand::Cancel { reason: Ground::Told(said()) }, &wanjiru());
    assert!(run.looks(NOW).is_empty(), "what was given up stays given up");
    then(&mut run, [seized(32)]);
    run.looks(NOW);
    assert_eq!(run.tasks(), [OPEN, CANCELLED]);
}

#[test]
fn a_state_does_not_grow_with_what_the_file_holds() {
    let mut run = file([opened()]);
    let grown = |run: &mut Run<DisclosureCompleteness>, from: u128, to: u128| {
        for number in from..to {
            then(run, [seized(number), listed(1, exhibit(number))]);
        }
        run.size()
    };
    let few = grown(&mut run, 100, 103);
    assert_eq!(grown(&mut run, 103, 400), few);
    then(&mut run, [seized(400)]);
    run.looks(NOW);
    assert_eq!(run.tasks(), [OPEN], "and still knows what is missing");
}

/// What is missing, counted anew from all that happened; each exhibit has the mark of its number.
#[derive(Default)]
struct Count {
    seized: BTreeSet<u128>,
    said: BTreeSet<u128>,
    accounted: BTreeSet<Material>,
    used: BTreeSet<Material>,
    charged: Option<u128>,
}

impl Count {
    fn missing(&self) -> usize {
        let open = |what: &Material| !self.accounted.contains(what) && !self.used.contains(what);
        let exhibits =
            self.seized.iter().filter(|n| open(&exhibit(**n)) && self.charged != Some(**n));
        let said = self.said.difference(&self.seized).filter(|n| open(&record(**n)));
        exhibits.count() + said.count()
    }

    /// Something happens.
    fn takes(&mut self, what: u8, number: u128) -> (u128, What) {
        let material = if what.is_multiple_of(2) { exhibit(number) } else { record(number) };
        match what {
            0 => {
                self.seized.insert(number);
                seized(number)
            }
            1 => {
                self.said.insert(number);
                said_under(number)
            }
            2 | 3 => {
                self.accounted.insert(material.clone());
                listed(1, material)
            }
            4 | 5 => {
                self.used.insert(material.clone());
                used(material)
            }
            6 | 7 => {
                self.used.remove(&material);
                unused(material)
            }
            8 => {
                self.charged = Some(number);
                charged(number)
            }
            _ => {
                self.charged = None;
                withdrawn()
            }
        }
    }
}

proptest! {
    #[test]
    fn d3_what_is_counted_one_by_one_is_what_is_missing_of_all(
        happens in prop::collection::vec((0_u8..10, 31_u128..34), 0..40),
    ) {
        let (mut run, mut count) = (file([opened()]), Count::default());
        for (what, number) in happens {
            let next = count.takes(what, number);
            then(&mut run, [next]);
            let state = serde_json::to_value(&run.process).unwrap();
            prop_assert_eq!(&state["missing"], &serde_json::json!(count.missing()));
        }
    }
}

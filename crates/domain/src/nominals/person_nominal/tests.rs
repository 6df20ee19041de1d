//! A person's record: its commands and histories, as the tests beside this file use them. What all
//! nominals have in common is tested here, on persons.

use super::samples::*;
use super::*;
use crate::nominals::nominal::{
    NamedNominal, NominalCategory, NominalFact, NominalRejection as Rejection,
};
use crate::testing::{Given, akinyi, by, given};
use crate::{Metadata, Role, SourceRef};

use PersonCommand as Command;
use PersonEvent as Event;

mod commands;
mod replay;
mod rules;

/// Harriet of UK-NMC, whose record it is not.
fn harriet() -> Metadata {
    by("harriet", "UK-NMC", Role::Investigator)
}

fn resting_on(source: SourceRef) -> Metadata {
    Metadata { source: Some(source), ..akinyi() }
}

/// A report that says so, graded 2B.
fn on_report() -> Metadata {
    resting_on(report(Some("2B")))
}

/// A record of KE-DCI-TOCU, and what happened since.
fn record(more: impl IntoIterator<Item = Event>) -> Given<PersonNominal> {
    given(std::iter::once(recorded()).chain(more))
}

fn begin() -> Command {
    Command::Record {
        reference: reference(7),
        identity: PersonIdentity {},
        review_on: date("2028-03-01"),
    }
}

/// Another record of an agency.
#[expect(clippy::unnecessary_wraps, reason = "a command takes it as it comes")]
fn another(agency: &str, category: NominalCategory) -> Option<NamedNominal> {
    Some(NamedNominal::Another { agency: crate::AgencyId::parse(agency).unwrap(), category })
}

/// Another record about a person, of an agency.
fn person_of(agency: &str) -> Option<NamedNominal> {
    another(agency, NominalCategory::Person)
}

fn assert_that(fact: PersonFact) -> Command {
    let named = fact.names().and_then(|(_, about)| another("KE-DCI-TOCU", about));
    Command::AssertFact { fact, named }
}

fn contest(number: u32) -> Command {
    Command::ContestFact { number, reason: said("the passport shows another father's name") }
}

fn withdraw(number: u32) -> Command {
    Command::WithdrawFact { number, reason: said("it was read of another man") }
}

fn retain(review_on: &str) -> Command {
    Command::Retain { review_on: date(review_on), reason: said("the matter is open") }
}

fn expire() -> Command {
    Command::Expire { reason: said("nothing was heard of him in two years") }
}

/// One of every command with somebody who may send it, in life order.
fn every_command() -> Vec<(Metadata, Command)> {
    vec![
        (akinyi(), begin()),
        (on_report(), assert_that(name())),
        (resting_on(exhibit()), contest(1)),
        (akinyi(), withdraw(1)),
        (akinyi(), retain("2030-03-01")),
        (akinyi(), expire()),
    ]
}

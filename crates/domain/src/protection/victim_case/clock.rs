//! The clocks of a protection file: which time limits run, from when and until when.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Jurisdiction, Majority, Mechanism, VictimCaseEvent};
use crate::law::Law;

code_list! {
    /// A time limit that can run in a protection file.
    pub enum ClockCode {
        /// The aim for the reasonable-grounds decision in the United Kingdom.
        UkNrmRg,
        /// The recovery period in the United Kingdom: no conclusive decision before its end.
        UkNrmRecovery,
        /// The duty to notify of an adult who refused referral in the United Kingdom.
        UkDtn,
        /// The notification for a child in the United Kingdom.
        UkChildNotification,
        /// The notification of a children officer in Kenya.
        KeChildNotification,
    }
}

/// The clocks that run for a child only.
const CHILD_CLOCKS: [ClockCode; 2] =
    [ClockCode::UkChildNotification, ClockCode::KeChildNotification];

impl ClockCode {
    /// The time limit for the notification for a child; none is known outside the two countries.
    pub fn child_notification(jurisdiction: Jurisdiction) -> Option<Self> {
        match jurisdiction {
            Jurisdiction::Uk => Some(Self::UkChildNotification),
            Jurisdiction::Ke => Some(Self::KeChildNotification),
            Jurisdiction::Other => None,
        }
    }

    /// Whether something must happen by the due date; the recovery period is the other kind, before
    /// whose end something must not happen.
    pub fn is_deadline(self) -> bool {
        self != Self::UkNrmRecovery
    }

    /// The day on which a clock ends that starts on that day, by the rule in force on it; none before
    /// there was one.
    pub fn due(self, start: NaiveDate, law: &Law) -> Option<NaiveDate> {
        law.due(self.as_str(), start)
    }
}

/// A time limit that runs or ran.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Clock {
    /// The time limit.
    pub code: ClockCode,
    /// The day it runs from.
    pub started: NaiveDate,
    /// The last day for what must happen, or the first on which what must wait may happen.
    pub due: NaiveDate,
    /// The day on which it was met.
    pub met_at: Option<NaiveDate>,
    /// The day from which it no longer matters, since the person left the process.
    pub stopped_at: Option<NaiveDate>,
}

impl Clock {
    /// Whether it still runs: neither met nor stopped.
    pub fn is_open(&self) -> bool {
        self.met_at.is_none() && self.stopped_at.is_none()
    }

    /// Whether what had to happen had not happened in time by that day.
    pub fn is_breached(&self, today: NaiveDate) -> bool {
        self.code.is_deadline() && self.met_at.or(self.stopped_at).unwrap_or(today) > self.due
    }
}

/// What an event does to the clocks of its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockChange {
    /// A clock starts.
    Started {
        /// The time limit.
        code: ClockCode,
        /// The day it runs from.
        started: NaiveDate,
        /// Its end.
        due: NaiveDate,
    },
    /// The open clock of that code ends on another day.
    Moved {
        /// The time limit.
        code: ClockCode,
        /// Its new end.
        due: NaiveDate,
    },
    /// The open clock of that code is met, if there is one.
    Met {
        /// The time limit.
        code: ClockCode,
        /// The day.
        on: NaiveDate,
    },
    /// The open clock of that code stops, if there is one.
    Stopped {
        /// The time limit.
        code: ClockCode,
        /// The day.
        on: NaiveDate,
    },
    /// All open clocks stop.
    AllStopped {
        /// The day.
        on: NaiveDate,
    },
}

impl ClockChange {
    /// What an event does to the clocks, from the event's body alone.
    pub fn of(event: &VictimCaseEvent) -> Vec<Self> {
        use VictimCaseEvent as Event;
        match event {
            Event::GuardianNotificationDue { clock, started, due } => {
                vec![Self::Started { code: *clock, started: *started, due: *due }]
            }
            Event::GuardianNotified { notified_at: on, .. } => {
                CHILD_CLOCKS.map(|code| Self::Met { code, on: *on }).into()
            }
            Event::MajorityDetermined { majority: Majority::Adult, determined_at: on, .. } => {
                CHILD_CLOCKS.map(|code| Self::Stopped { code, on: *on }).into()
            }
            Event::DutyToNotifyDue { started, due } => {
                vec![Self::Started { code: ClockCode::UkDtn, started: *started, due: *due }]
            }
            Event::DutyToNotifySent { sent_at, .. } => {
                vec![Self::Met { code: ClockCode::UkDtn, on: *sent_at }]
            }
            Event::Referred { mechanism, received_at, decision_due, .. } => {
                Self::of_referral(*mechanism, *received_at, *decision_due)
            }
            Event::ReasonableGroundsDecided { decided_at, .. } => {
                vec![Self::Met { code: ClockCode::UkNrmRg, on: *decided_at }]
            }
            Event::RecoveryPeriodStarted { started, ends_not_before } => vec![Self::Started {
                code: ClockCode::UkNrmRecovery,
                started: *started,
                due: *ends_not_before,
            }],
            Event::RecoveryPeriodExtended { until, .. } => {
                vec![Self::Moved { code: ClockCode::UkNrmRecovery, due: *until }]
            }
            Event::ConclusiveGroundsDecided { decided_at, .. } => {
                vec![Self::Met { code: ClockCode::UkNrmRecovery, on: *decided_at }]
            }
            Event::Withdrawn { withdrawn_at: on }
            | Event::Disqualified { decided_at: on, .. }
            | Event::CaseClosed { closed_at: on, .. } => vec![Self::AllStopped { on: *on }],
            Event::Registered { .. }
            | Event::IdentityRecorded { .. }
            | Event::SelectorRecorded { .. }
            | Event::WhereaboutsRecorded { .. }
            | Event::MajorityDetermined { .. }
            | Event::ConsentRecorded { .. }
            | Event::ConsentWithdrawn { .. }
            | Event::Screened { .. }
            | Event::ScreeningAnswersRecorded { .. }
            | Event::ReconsiderationRequested { .. }
            | Event::ReconsiderationDecided { .. }
            | Event::EmergencyCareRecorded { .. }
            | Event::NeedsAssessed { .. }
            | Event::SafetyPlanSet { .. }
            | Event::SupportAssigned { .. }
            | Event::SupportPlanAdopted { .. }
            | Event::ProsecutionSupportBegun { .. }
            | Event::CompensationSought { .. }
            | Event::StatusDetermined { .. }
            | Event::ExploitationRecorded { .. }
            | Event::NonpunishmentClaimed { .. }
            | Event::StatementTaken { .. }
            | Event::ImpactStatementFiled { .. }
            | Event::ReintegrationBegun { .. }
            | Event::RepatriationPlanned { .. }
            | Event::RepatriationConfirmed { .. }
            | Event::AftercareBegun { .. } => Vec::new(),
        }
    }

    /// A referral discharges the duty to notify, and starts the wait for a decision where one is due.
    fn of_referral(
        mechanism: Mechanism,
        received_at: NaiveDate,
        decision_due: Option<NaiveDate>,
    ) -> Vec<Self> {
        let discharged = (mechanism == Mechanism::UkNrm)
            .then_some(Self::Met { code: ClockCode::UkDtn, on: received_at });
        let awaited = decision_due.map(|due| Self::Started {
            code: ClockCode::UkNrmRg,
            started: received_at,
            due,
        });
        discharged.into_iter().chain(awaited).collect()
    }

    /// Applies the change to a file's clocks.
    pub fn apply(self, clocks: &mut Vec<Clock>) {
        match self {
            Self::Started { code, started, due } => {
                clocks.push(Clock { code, started, due, met_at: None, stopped_at: None });
            }
            Self::Moved { code, due } => {
                open(clocks).filter(|clock| clock.code == code).for_each(|clock| clock.due = due);
            }
            Self::Met { code, on } => {
                open(clocks)
                    .filter(|clock| clock.code == code)
                    .for_each(|clock| clock.met_at = Some(on));
            }
            Self::Stopped { code, on } => {
                open(clocks)
                    .filter(|clock| clock.code == code)
                    .for_each(|clock| clock.stopped_at = Some(on));
            }
            Self::AllStopped { on } => {
                open(clocks).for_each(|clock| clock.stopped_at = Some(on));
            }
        }
    }
}

fn open(clocks: &mut [Clock]) -> impl Iterator<Item = &mut Clock> {
    clocks.iter_mut().filter(|clock| clock.is_open())
}

#[cfg(test)]
mod tests;

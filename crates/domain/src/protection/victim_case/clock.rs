//! The clocks of a protection file: which time limits run, from when and until when.

use chrono::{Days, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Jurisdiction, Majority, Mechanism, VictimCaseEvent};

mod working_day;

pub use working_day::working_day_after;

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

code_list! {
    /// In what a duration is counted.
    pub enum ClockUnit {
        /// Working days in England and Wales.
        #[serde(rename = "WD")]
        #[strum(serialize = "WD")]
        WorkingDays,
        /// Calendar days.
        #[serde(rename = "CD")]
        #[strum(serialize = "CD")]
        CalendarDays,
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
}

/// One version of a time limit: what it is for what starts from `valid_from` until before `valid_to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClockRule {
    /// The time limit.
    pub code: ClockCode,
    /// The first day on which a clock can start under this version.
    pub valid_from: NaiveDate,
    /// The first day on which it no longer can; none while it is in force.
    pub valid_to: Option<NaiveDate>,
    /// How long it runs.
    pub duration: u32,
    /// In what that is counted.
    pub unit: ClockUnit,
    /// Where the limit comes from.
    pub source: &'static str,
}

/// Every version of every time limit.
pub const RULES: &[ClockRule] = &[
    ClockRule {
        code: ClockCode::UkNrmRg,
        valid_from: day(2009, 4, 1),
        valid_to: None,
        duration: 5,
        unit: ClockUnit::WorkingDays,
        source: "Home Office guidance on the mechanism: an aim, from receipt of the referral",
    },
    ClockRule {
        code: ClockCode::UkNrmRecovery,
        valid_from: day(2009, 4, 1),
        valid_to: Some(day(2022, 12, 13)),
        duration: 45,
        unit: ClockUnit::CalendarDays,
        source: "Home Office guidance on the mechanism, before 13 December 2022",
    },
    ClockRule {
        code: ClockCode::UkNrmRecovery,
        valid_from: day(2022, 12, 13),
        valid_to: None,
        duration: 30,
        unit: ClockUnit::CalendarDays,
        source: "Home Office guidance since 13 December 2022; Nationality and Borders Act 2022, s.61, in force since 30 January 2023",
    },
    ClockRule {
        code: ClockCode::UkDtn,
        valid_from: day(2015, 11, 1),
        valid_to: None,
        duration: 5,
        unit: ClockUnit::WorkingDays,
        source: "the duty: Modern Slavery Act 2015, s.52; the limit: this service's own default",
    },
    ClockRule {
        code: ClockCode::UkChildNotification,
        valid_from: day(2009, 4, 1),
        valid_to: None,
        duration: 1,
        unit: ClockUnit::CalendarDays,
        source: "guardians: Modern Slavery Act 2015, s.48; the limit: this service's own default",
    },
    ClockRule {
        code: ClockCode::KeChildNotification,
        valid_from: day(2012, 10, 1),
        valid_to: None,
        duration: 1,
        unit: ClockUnit::CalendarDays,
        source: "children officers: Children Act 2022 (Kenya); the limit: this service's own default",
    },
];

/// A date known to exist when the program is built.
const fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(date) => date,
        None => panic!("no such date"),
    }
}

impl ClockRule {
    /// The version in force for a clock that starts on that day; none before there was one.
    pub fn on(code: ClockCode, start: NaiveDate) -> Option<&'static Self> {
        RULES.iter().find(|rule| {
            rule.code == code
                && rule.valid_from <= start
                && rule.valid_to.is_none_or(|valid_to| start < valid_to)
        })
    }

    /// The day on which a clock ends that starts on that day, which itself is not counted.
    pub fn due(&self, start: NaiveDate) -> NaiveDate {
        match self.unit {
            ClockUnit::WorkingDays => working_day_after(start, self.duration),
            ClockUnit::CalendarDays => {
                start.checked_add_days(Days::new(self.duration.into())).unwrap_or(NaiveDate::MAX)
            }
        }
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

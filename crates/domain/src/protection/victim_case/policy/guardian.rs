//! Who must hear of a child, and when a person is one.

use chrono::NaiveDate;

use super::consent;
use super::{Answer, Check};
use crate::law::Law;
use crate::protection::victim_case::{
    ClockCode, File, GuardianKind, GuardianNotification, Jurisdiction, Majority, Status,
    VictimCaseEvent as Event, VictimCaseRejection as Rejection,
};

/// The notification that falls due when a child, or a person whose age is disputed, is registered.
pub fn notification_due(
    jurisdiction: Jurisdiction,
    majority: Majority,
    today: NaiveDate,
    law: &Law,
) -> Option<Event> {
    if !majority.is_protected_as_child() {
        return None;
    }
    let clock = ClockCode::child_notification(jurisdiction)?;
    let due = clock.due(today, law)?;
    Some(Event::GuardianNotificationDue { clock, started: today, due })
}

/// What falls due when it is determined whether the person is a child: the notification for somebody
/// who turns out to be one, the duty to notify for an adult who had refused referral.
pub fn due_on_determination(
    file: &File,
    majority: Majority,
    today: NaiveDate,
    law: &Law,
) -> Option<Event> {
    let was_protected = file.majority.is_protected_as_child();
    if majority.is_protected_as_child() {
        let is_news = !was_protected && file.notified.is_empty();
        return notification_due(file.jurisdiction, majority, today, law).filter(|_| is_news);
    }
    consent::duty_of_refusal(file, majority, today, law)
        .filter(|_| file.status == Status::ConsentSought)
}

/// Records that a guardian or officer was told of the child.
pub fn notify(file: &File, told: GuardianNotification, today: NaiveDate) -> Answer {
    notification_fits(file, &told)?;
    if file.notified.contains(&told.kind) {
        return Ok(vec![]);
    }
    Ok(vec![notified(told, today)])
}

/// The fact that a guardian or officer was told.
pub fn notified(told: GuardianNotification, today: NaiveDate) -> Event {
    Event::GuardianNotified { kind: told.kind, reference: told.reference, notified_at: today }
}

/// A notification is for a child, and to an office that the jurisdiction has.
pub fn notification_fits(file: &File, told: &GuardianNotification) -> Check {
    if !file.majority.is_protected_as_child() {
        return Err(Rejection::NotAChild);
    }
    let exists = match told.kind {
        GuardianKind::Guardian => true,
        GuardianKind::Ictg => file.jurisdiction == Jurisdiction::Uk,
        GuardianKind::ChildrenOfficer => file.jurisdiction != Jurisdiction::Uk,
    };
    if exists { Ok(()) } else { Err(Rejection::GuardianKindNotHere) }
}

/// Whether those who were told are enough for a referral: in Kenya a children officer must be among
/// them, elsewhere anyone will do.
pub fn suffices(jurisdiction: Jurisdiction, kind: GuardianKind) -> bool {
    match jurisdiction {
        Jurisdiction::Ke => kind == GuardianKind::ChildrenOfficer,
        Jurisdiction::Uk | Jurisdiction::Other => true,
    }
}

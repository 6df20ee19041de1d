//! Why something is not taken into the law.

use chrono::NaiveDate;

use super::text::{EntryCode, Label, ListedCode};
use crate::decider::refusals;

refusals! {
    /// Why something is not taken into the law.
    pub enum LawRejection {
        Overlap { code: EntryCode, first: NaiveDate, second: NaiveDate } = Some("LAW-1"), "version.validTo",
            "{code}: the versions from {first} and from {second} are both in force on some day; end the first before the second begins";
        EndsBeforeItBegins { code: EntryCode, from: NaiveDate } = Some("LAW-1"), "version.validTo",
            "{code}: the version from {from} ends before it begins; give a later end";
        VersionEdited { code: EntryCode, from: NaiveDate } = Some("LAW-2"), "version.content",
            "{code}: the law has another version from {from}, and none is edited; end that one and give this one a first day of its own";
        SourceEdited { code: EntryCode, from: NaiveDate } = Some("LAW-2"), "version.source",
            "{code}: the version from {from} has another source; give another one only with a closer check";
        AlreadyEnded { code: EntryCode, from: NaiveDate, to: NaiveDate } = Some("LAW-2"), "version.validTo",
            "{code}: the version from {from} ends on {to}, and an end is not moved";
        WasInForce { code: EntryCode, from: NaiveDate } = Some("LAW-2"), "end.validTo",
            "{code}: the version from {from} has been in force and cannot be taken back; give a later end";
        NoSuchVersion { code: EntryCode, from: NaiveDate } = None, "end.validFrom",
            "{code}: the law has no version from {from}; look it up with mpaka reference list";
        DurationOutOfRange { code: EntryCode } = Some("LAW-3"), "version.content.duration",
            "{code}: a limit runs at least 1 and at most 876600 of its unit; correct the duration";
        CalendarMissing { code: EntryCode } = Some("LAW-3"), "version.content.calendar",
            "{code}: working days are counted by a calendar; name one";
        CalendarNotCounted { code: EntryCode } = Some("LAW-3"), "version.content.calendar",
            "{code}: only working days are counted by a calendar; leave it out or count in WD";
        UnitOfAnotherRule { code: EntryCode } = Some("LAW-3"), "version.content.unit",
            "{code}: a limit on detention is counted in hours (H), one of a protection file in days (WD or CD); correct the unit";
        WeekendUnfit { code: EntryCode } = Some("LAW-3"), "version.content.weekend",
            "{code}: a calendar has a weekend of 1 to 6 days, and what adds days to another calendar has none; correct it";
        NoSuchDay { code: EntryCode, name: Label } = Some("LAW-3"), "version.content.yearly",
            "{code}: there is no such day as is given for {name}; correct the month or the day";
        GivenTwice { code: EntryCode } = Some("LAW-3"), "entry.code",
            "{code}: the entry is given twice; put its versions together";
        NoMandatoryElement { code: EntryCode } = Some("LAW-3"), "version.content.elements",
            "{code}: there is no offence that has nothing to be proved; give at least one mandatory element";
        ElementTwice { code: EntryCode, element: EntryCode } = Some("LAW-3"), "version.content.elements",
            "{code}: the element {element} is given twice; give each once";
        ExceptionToNothing { code: EntryCode, element: EntryCode } = Some("LAW-3"), "version.content.elements",
            "{code}: the element {element} need not be proved at all, so there is nothing to except; make it mandatory or leave the exception out";
        NoCodes { code: EntryCode } = Some("LAW-3"), "version.content.codes",
            "{code}: a code system has codes; give at least one";
        CodeTwice { code: EntryCode, listed: ListedCode } = Some("LAW-3"), "version.content.codes",
            "{code}: the code {listed} is given twice; give each once";
        NoTasks { code: EntryCode } = Some("LAW-3"), "version.content.tasks",
            "{code}: a case template makes tasks; give at least one";
        TaskTwice { code: EntryCode, title: Label } = Some("LAW-3"), "version.content.tasks",
            "{code}: the task {title} is given twice; give each once";
        TaskForNobody { code: EntryCode, title: Label } = Some("LAW-3"), "version.content.tasks",
            "{code}: nobody does tasks in the role that {title} is for; name another";
        TaskDueOutOfRange { code: EntryCode, title: Label } = Some("LAW-3"), "version.content.tasks",
            "{code}: {title} is to be done 1 to 3650 days after the template is applied; correct it or leave it out";
        VersionTooLarge { code: EntryCode, size: usize } = Some("LAW-3"), "version",
            "{code}: a version has {size} bytes, and 200000 is the most; divide it into entries of their own";
        CalendarUnknown { code: EntryCode, calendar: EntryCode } = Some("LAW-4"), "version.content.calendar",
            "{code}: there is no calendar {calendar}; load it first or with this";
        ProvisionTwice { code: EntryCode, other: EntryCode } = Some("LAW-6"), "version.content.provision",
            "{code}: the provision is that of {other} already; add the version to that entry";
        RoleMayNotWrite = None, "",
            "the law is loaded by whoever runs the service, with mpaka reference load; ask them";
    }
}

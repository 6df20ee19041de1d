//! The names of the process managers.

code_list! {
    /// The process managers.
    pub enum ProcessName {
        /// Makes a screening task for each person whom an interception finds (rule J3).
        ScreeningOnInterception,
        /// Watches the time limits of a protection file.
        NrmClock,
        /// Watches how long a person under arrest is held.
        CustodyDetentionClock,
        /// Watches that doubts about an exhibit are ruled on (rule X5), that offers of custody are answered
        /// and that what was lent comes back.
        CustodyIntegrity,
        /// Has it reviewed whether somebody who may be a victim is to be punished (rules S3 and P2).
        NonPunishmentGuard,
        /// Has records looked at again on the day that was set for it.
        RetentionReview,
        /// Ends the access that rests on a consent with that consent, and has those told who rely on it
        /// (rule V5).
        ConsentCascade,
        /// Watches that everything a file holds is used or listed once it has disclosure schedules (rule
        /// D3).
        DisclosureCompleteness,
        /// Makes the tasks of the case templates that were applied to a file.
        CaseTasks,
    }
}

//! The code lists of a grant of access.

code_list! {
    /// Why a grant was revoked.
    pub enum RevocationReason {
        /// The person took back the consent that it rests on (rule V5).
        ConsentWithdrawn,
        /// What it was for is done.
        PurposeFulfilled,
        /// The law it rests on no longer carries it.
        LegalBasisEnded,
        /// Whoever had it no longer works on the matter.
        LeftTheMatter,
        /// It was used for something else.
        Misuse,
        /// It should not have been given.
        GivenInError,
    }
}

code_list! {
    /// Where a grant stands at a moment.
    pub enum GrantStatus {
        /// Asked for, and nobody has decided.
        Requested,
        /// Not given.
        Refused,
        /// Given, and its period has not begun.
        NotYetValid,
        /// Given, within its period.
        Active,
        /// Its period is over.
        Expired,
        /// Taken back.
        Revoked,
    }
}

//! The code lists that all nominals share.

code_list! {
    /// What an agency can hold a record about.
    pub enum NominalCategory {
        /// A person.
        Person,
        /// A group: a network, a gang, a company or a cell.
        Group,
        /// An object: a vehicle, telephone, document, account, handle, wallet or vessel.
        Object,
    }
}

code_list! {
    /// Where a record stands.
    pub enum NominalStatus {
        /// Kept for use, until the day on which it is to be looked at again.
        Kept,
        /// No longer kept for use; what was recorded stays as it was.
        Expired,
    }
}

code_list! {
    /// Where an assertion stands.
    pub enum FactStanding {
        /// Nobody has spoken against it.
        Asserted,
        /// It is doubted, and by whom and why is told beside it.
        Contested,
        /// Whoever holds the record no longer relies on it, and says why.
        Withdrawn,
    }
}

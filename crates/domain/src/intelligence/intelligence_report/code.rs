//! The code lists of an intelligence report.

code_list! {
    /// What was taken out of a report before it was passed on.
    pub enum Removed {
        /// Whatever points at the source.
        Source,
        /// Whatever shows how it was obtained.
        Method,
        /// Persons whom the reader need not know of.
        DataSubject,
    }
}

code_list! {
    /// Whether what corroborates a report comes from somewhere else.
    pub enum Independence {
        /// It does.
        Independent,
        /// It goes back to the same source, and adds no weight (N4).
        SameOrigin,
        /// Nobody knows, so that it adds no weight either.
        Unknown,
    }
}

code_list! {
    /// Where a report stands: the last step it took.
    pub enum IntelligenceStatus {
        /// Submitted, and not yet graded.
        Submitted,
        /// Graded.
        Evaluated,
        /// The risk of passing it on is assessed.
        RiskAssessed,
        /// There is a sanitised report that may be passed on.
        Sanitised,
        /// Passed on.
        Disseminated,
        /// Recalled: nobody is to use it.
        Recalled,
        /// Looked at again, to be retained or to expire.
        UnderReview,
        /// Looked at again and kept.
        Retained,
        /// No longer kept for use.
        Expired,
    }
}

//! The code lists of what is asserted about a person.

code_list! {
    /// What two persons are to each other. It reads from the person whose record it is.
    pub enum AssociationKind {
        /// They are related, by blood or by marriage.
        Family,
        /// They are spouses or partners.
        Partner,
        /// They know each other.
        Acquaintance,
        /// They do business together.
        Business,
        /// They live at the same place.
        LivesWith,
        /// They travel together.
        TravelsWith,
        /// They are in contact, by telephone or online.
        InContactWith,
        /// They pay the other.
        Pays,
        /// They work for the other.
        WorksFor,
        /// They give the other orders.
        Directs,
        /// Another, as the detail says.
        Other,
    }
}

code_list! {
    /// What a person has to do with an object.
    pub enum ObjectUseKind {
        /// They own it.
        Owns,
        /// They are registered as its keeper, subscriber or holder.
        RegisteredTo,
        /// They use it.
        Uses,
        /// They hold or carry it.
        Holds,
        /// They drive, ride or steer it.
        Drives,
        /// They travel in it.
        RidesIn,
        /// They made or altered it.
        Made,
        /// They pay or are paid through it.
        PaysThrough,
    }
}

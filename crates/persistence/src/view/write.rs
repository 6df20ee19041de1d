//! What views write alike: a record's first line, a fact, and how far a record has come. The statement
//! is each view's own, so that it is checked against its table when the program is built.

/// Inserts a record: the columns of its own, then the version and the position of the event that
/// began it, and its marking.
macro_rules! insert_record {
    ($insert:tt, $recorded:ident, $($own:expr),+ $(,)?) => {{
        let handling = &$recorded.metadata.handling;
        let (releasable_to, compartments) = $crate::view::marking(handling);
        sqlx::query!(
            $insert,
            $($own,)+
            $recorded.version,
            $recorded.position,
            sqlx::types::Json(handling) as _,
            &releasable_to,
            &compartments
        )
    }};
}

/// Inserts what happened as it was recorded; what it means is read from all of it together.
macro_rules! insert_fact {
    ($insert:tt, $recorded:ident, $id:ident $(,)?) => {{
        let (occurred, handling) = (&$recorded.metadata.occurred, &$recorded.metadata.handling);
        let (releasable_to, compartments) = $crate::view::marking(handling);
        sqlx::query!(
            $insert,
            $id,
            $recorded.version,
            $recorded.name(),
            $recorded.sealed_data()?,
            sqlx::types::Json(occurred) as _,
            $recorded.recorded_at,
            sqlx::types::Json(handling) as _,
            &releasable_to,
            &compartments
        )
    }};
}

/// Moves a record on to the version and the position of what happened to it.
macro_rules! move_on {
    ($update:tt, $recorded:ident, $id:ident $(,)?) => {
        sqlx::query!($update, $id, $recorded.version, $recorded.position)
    };
}

pub(super) use insert_fact;
pub(super) use insert_record;
pub(super) use move_on;

//! Views: what is read, one question a file, and how it is made from the log.

use sqlx::PgPool;

use crate::keys::KeyRing;
use crate::projection::Positions;

pub mod access;
pub mod disclosure;
pub mod exhibit;
mod fact;
pub mod intelligence;
pub mod investigation;
pub mod journey;
pub mod link;
pub mod nominal;
pub mod prosecution;
pub mod reader;
pub mod standing;
pub mod suspect;
pub mod task;
pub mod timeline;
pub mod victim;
mod write;

pub use fact::Fact;
pub use reader::Reader;

/// A place in a list: what it is ordered by, then the position that makes it unique.
pub type Place = (i64, i64);

/// A page of a list that is being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// How many lines; a view reads one more, to know whether there are more.
    pub size: i64,
    /// Only lines after this place.
    pub after: Option<Place>,
    /// Only lines before this place.
    pub before: Option<Place>,
    /// The last lines instead of the first.
    pub from_end: bool,
}

impl Page {
    /// The page of a list that has one line at most.
    pub const ONE: Self = Self { size: 0, after: None, before: None, from_end: false };

    /// How many lines a view is to read.
    pub(crate) fn limit(&self) -> i64 {
        self.size + 1
    }

    /// The lines of the page in the list's order, and whether there are more beyond it.
    pub fn trim<Row>(&self, mut rows: Vec<Row>) -> (Vec<Row>, bool) {
        let size = usize::try_from(self.size).unwrap_or_default();
        let more = rows.len() > size;
        rows.truncate(size);
        if self.from_end {
            rows.reverse();
        }
        (rows, more)
    }
}

/// What can be read, by those who may.
#[derive(Debug, Clone)]
pub struct Views {
    pub(crate) pool: PgPool,
    pub(crate) keys: KeyRing,
    pub(crate) positions: Positions,
}

impl Views {
    pub(crate) fn new(pool: PgPool, keys: KeyRing, positions: Positions) -> Self {
        Self { pool, keys, positions }
    }
}

/// The columns that decide who sees a row: whom it may be released to, and its compartments.
pub(crate) fn marking(handling: &mpaka_domain::Handling) -> (Vec<String>, Vec<String>) {
    (
        handling.releasable_to.iter().map(ToString::to_string).collect(),
        handling.compartments.iter().map(|name| name.as_str().to_owned()).collect(),
    )
}

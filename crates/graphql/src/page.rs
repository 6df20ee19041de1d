//! Pages of lists: Relay connections over places that only the reader's cursors can name.

use async_graphql::connection::{Connection, Edge, EmptyFields};
use async_graphql::{Context, ErrorExtensions, OutputType, Result};
use mpaka_persistence::view::{Page, Place};

use crate::session::Request;

/// The most lines of one page.
pub const MOST: i32 = 200;
/// The lines of a page when none are asked for.
const USUAL: i32 = 50;

/// What a page of a list costs: each of its lines as much as one.
pub fn cost(first: Option<i32>, last: Option<i32>, line: usize) -> usize {
    let lines = first.or(last).unwrap_or(USUAL).clamp(0, MOST);
    1 + usize::try_from(lines).unwrap_or_default() * line
}

/// The arguments of a connection: `first` and `after`, or `last` and `before`.
#[derive(Debug, Clone, Default)]
pub struct Arguments {
    /// How many lines from the start.
    pub first: Option<i32>,
    /// After which line.
    pub after: Option<String>,
    /// How many lines from the end.
    pub last: Option<i32>,
    /// Before which line.
    pub before: Option<String>,
}

impl Arguments {
    /// The page that a view is to read; `list` names the list that the cursors belong to.
    pub fn page(&self, ctx: &Context<'_>, list: &str) -> Result<Page> {
        if self.first.is_some() && self.last.is_some() {
            return Err(wrong("give either first or last, not both"));
        }
        let size = self.first.or(self.last).unwrap_or(USUAL);
        if !(0..=MOST).contains(&size) {
            return Err(wrong(&format!("first and last are between 0 and {MOST}")));
        }
        let place = |cursor: &Option<String>| -> Result<Option<Place>> {
            match cursor {
                None => Ok(None),
                Some(cursor) => ctx
                    .cursors()?
                    .open(ctx.viewer()?, list, cursor)
                    .map(Some)
                    .ok_or_else(|| wrong("this cursor was not given to you for this list")),
            }
        };
        Ok(Page {
            size: i64::from(size),
            after: place(&self.after)?,
            before: place(&self.before)?,
            from_end: self.last.is_some(),
        })
    }
}

/// The connection of the lines that a view answered a page with.
///
/// A view reads one line more than asked for, so that it is known whether there are more.
pub fn connection<Row, Node: OutputType>(
    ctx: &Context<'_>,
    list: &str,
    page: &Page,
    rows: Vec<Row>,
    place: impl Fn(&Row) -> Place,
    node: impl Fn(Row) -> Node,
) -> Result<Connection<String, Node>> {
    let (viewer, cursors) = (ctx.viewer()?, ctx.cursors()?);
    let (rows, more) = page.trim(rows);
    let mut connection = Connection::new(
        if page.from_end { more } else { page.after.is_some() },
        if page.from_end { page.before.is_some() } else { more },
    );
    connection.edges.extend(rows.into_iter().map(|row| {
        Edge::<String, Node, EmptyFields>::new(cursors.seal(viewer, list, place(&row)), node(row))
    }));
    Ok(connection)
}

/// An argument that cannot be served.
pub(crate) fn wrong(message: &str) -> async_graphql::Error {
    async_graphql::Error::new(message)
        .extend_with(|_, extensions| extensions.set("code", "BAD_ARGUMENT"))
}

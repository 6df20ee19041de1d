//! The messages of the `graphql-transport-ws` protocol.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::http::answer::Body;

/// What a client says.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum FromClient {
    /// Says who is there, once and first.
    ConnectionInit {
        /// Holds `authorization`.
        #[serde(default)]
        payload: Option<Map<String, Value>>,
    },
    /// Asks whether we are there.
    Ping {
        /// To be sent back.
        #[serde(default)]
        payload: Option<Value>,
    },
    /// Answers our ping.
    Pong {},
    /// Starts an operation.
    Subscribe {
        /// The client's name for it.
        id: String,
        /// The parameters, as in a POST.
        payload: Map<String, Value>,
    },
    /// Ends an operation.
    Complete {
        /// The client's name for it.
        id: String,
    },
}

/// What we say.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ToClient<'a> {
    /// The client is known.
    ConnectionAck {},
    /// We are there.
    Pong {
        /// What came with the ping.
        #[serde(skip_serializing_if = "Option::is_none")]
        payload: Option<Value>,
    },
    /// A result.
    Next {
        /// Of which operation.
        id: &'a str,
        /// The GraphQL response.
        payload: Body<'a>,
    },
    /// An operation that was refused.
    Error {
        /// Which one.
        id: &'a str,
        /// The GraphQL errors.
        payload: Value,
    },
    /// An operation that is done.
    Complete {
        /// Which one.
        id: &'a str,
    },
}

/// The `Authorization` that a client's first message brings, in whichever case its name is written.
pub fn authorization(payload: Option<&Map<String, Value>>) -> Option<&str> {
    let (_, value) =
        payload?.iter().find(|(name, _)| name.eq_ignore_ascii_case("authorization"))?;
    value.as_str()
}

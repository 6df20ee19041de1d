//! The parameters of a GraphQL request (GraphQL over HTTP, section 5): read strictly, extras ignored.

use async_graphql::{Request, Variables};
use serde::Deserialize;
use serde_json::{Map, Value};

/// Why the parameters are none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParamsError {
    /// Not JSON.
    #[error("the body is not JSON: check its syntax")]
    Json,
    /// Several requests in one.
    #[error("a batch is not accepted: send one operation a request")]
    Batch,
    /// Neither a batch nor an object.
    #[error("the body is not an object: send {{\"query\": \"…\"}}")]
    NoObject,
    /// No document.
    #[error("query is missing: it is the text of the GraphQL document")]
    NoQuery,
    /// A parameter of another type.
    #[error("{0} is not {1}")]
    Type(&'static str, &'static str),
    /// The query of the URL is malformed.
    #[error("the URL's parameters are malformed: encode query, variables and extensions once each")]
    Url,
}

impl ParamsError {
    /// The code for machines.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Json => "MALFORMED_JSON",
            Self::Batch => "BATCH_REFUSED",
            Self::NoObject | Self::NoQuery | Self::Type(..) | Self::Url => "BAD_REQUEST",
        }
    }
}

/// The parameters of a GET request, before they are read.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Encoded {
    query: Option<String>,
    operation_name: Option<String>,
    variables: Option<String>,
    extensions: Option<String>,
}

/// Reads the body of a POST request.
pub fn from_body(body: &[u8]) -> Result<Request, ParamsError> {
    match serde_json::from_slice(body).map_err(|_| ParamsError::Json)? {
        Value::Object(params) => from_object(params),
        Value::Array(_) => Err(ParamsError::Batch),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            Err(ParamsError::NoObject)
        }
    }
}

/// Reads the parameters of a GET request.
pub fn from_url(encoded: Encoded) -> Result<Request, ParamsError> {
    let mut params = Map::new();
    if let Some(query) = encoded.query {
        params.insert("query".to_owned(), query.into());
    }
    if let Some(name) = encoded.operation_name.filter(|name| !name.is_empty()) {
        params.insert("operationName".to_owned(), name.into());
    }
    let maps = [("variables", encoded.variables), ("extensions", encoded.extensions)];
    for (name, text) in maps {
        let Some(text) = text.filter(|text| !text.is_empty()) else { continue };
        let value = serde_json::from_str(&text).map_err(|_| ParamsError::Type(name, "JSON"))?;
        params.insert(name.to_owned(), value);
    }
    from_object(params)
}

/// Reads parameters that are JSON already, as a WebSocket message brings them.
pub fn from_object(mut params: Map<String, Value>) -> Result<Request, ParamsError> {
    let query = match params.remove("query") {
        Some(Value::String(query)) => query,
        None | Some(Value::Null) => return Err(ParamsError::NoQuery),
        Some(_) => return Err(ParamsError::Type("query", "a string")),
    };
    let mut request = Request::new(query);
    match params.remove("operationName") {
        Some(Value::String(name)) => request = request.operation_name(name),
        None | Some(Value::Null) => {}
        Some(_) => return Err(ParamsError::Type("operationName", "a string")),
    }
    match params.remove("variables") {
        Some(variables @ Value::Object(_)) => {
            request = request.variables(Variables::from_json(variables));
        }
        None | Some(Value::Null) => {}
        Some(_) => return Err(ParamsError::Type("variables", "an object")),
    }
    // Nothing here reads extensions; a request that gets their type wrong is wrong all the same.
    match params.remove("extensions") {
        None | Some(Value::Null | Value::Object(_)) => Ok(request),
        Some(_) => Err(ParamsError::Type("extensions", "an object")),
    }
}

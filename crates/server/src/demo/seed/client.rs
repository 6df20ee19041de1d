//! A client of the schema in this process: one document with variables a request, like any other.

use async_graphql::{Request, Response, Variables};
use mpaka_domain::Viewer;
use mpaka_graphql::{Clock, MpakaSchema, Session};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::Moment;

/// A page of a timeline as of a moment, with what was corrected since.
const TIMELINE: &str = "query ($reference: String!, $at: DateTime!, $after: String) {
  investigation(reference: $reference) {
    timeline(recordedAsOf: $at, withCorrected: true, first: 200, after: $after) {
      edges { node { eventId recordedAt } }
      pageInfo { hasNextPage endCursor }
    }
  }
}";

/// Sends requests to a schema as one demo user or another.
pub struct Client<'a> {
    schema: &'a MpakaSchema,
}

/// Why a mutation was refused.
#[derive(Debug, Deserialize)]
pub struct Refusal {
    /// For machines.
    pub code: String,
    /// The rule.
    pub rule: Option<String>,
    /// The field of the input at fault, outermost first.
    pub path: Vec<String>,
    /// For people.
    pub message: String,
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.code)?;
        if let Some(rule) = &self.rule {
            write!(f, " (rule {rule})")?;
        }
        if !self.path.is_empty() {
            write!(f, " at {}", self.path.join("."))?;
        }
        write!(f, ": {}", self.message)
    }
}

impl<'a> Client<'a> {
    /// A client of a schema.
    pub fn of(schema: &'a MpakaSchema) -> Self {
        Self { schema }
    }

    /// Sends a mutation at a moment; answers its first refusal, none when it was accepted. The error
    /// is what the schema said of a request that it could not carry out.
    pub async fn mutate(
        &self,
        viewer: Viewer,
        at: Moment,
        mutation: &str,
        input: Map<String, Value>,
    ) -> Result<Option<Refusal>, String> {
        let document = document(mutation);
        let request = Request::new(document).data(Clock::from_fn(move || at));
        let mut data = self.ask(viewer, request, json!({ "input": input })).await?;
        let refusals: Vec<Refusal> = serde_json::from_value(data[mutation]["userErrors"].take())
            .map_err(|error| error.to_string())?;
        Ok(refusals.into_iter().next())
    }

    /// The first event of a file that was recorded at exactly this moment, if the reader may see it.
    pub async fn event_recorded_at(
        &self,
        viewer: &Viewer,
        file: &str,
        at: Moment,
    ) -> Result<Option<Uuid>, String> {
        let mut after = Value::Null;
        loop {
            let variables = json!({ "reference": file, "at": at, "after": after });
            let mut data = self.ask(viewer.clone(), Request::new(TIMELINE), variables).await?;
            let timeline = data["investigation"]["timeline"].take();
            let Some(page) = serde_json::from_value::<Option<Page>>(timeline)
                .map_err(|error| error.to_string())?
            else {
                return Ok(None);
            };
            if let Some(edge) = page.edges.iter().find(|edge| edge.node.recorded_at == at) {
                return Ok(Some(edge.node.event_id));
            }
            if !page.page_info.has_next_page {
                return Ok(None);
            }
            after = page.page_info.end_cursor.into();
        }
    }

    async fn ask(
        &self,
        viewer: Viewer,
        request: Request,
        variables: Value,
    ) -> Result<Value, String> {
        let request = request
            .variables(Variables::from_json(variables))
            .data(Session { viewer, expires_at: None });
        let Response { data, errors, .. } = self.schema.execute(request).await;
        match errors.first() {
            Some(error) => Err(error.message.clone()),
            None => data.into_json().map_err(|error| error.to_string()),
        }
    }
}

/// The document of a mutation with its input as the one variable.
fn document(mutation: &str) -> String {
    let mut name = mutation.chars();
    let input: String = name.next().into_iter().flat_map(char::to_uppercase).chain(name).collect();
    format!(
        "mutation ($input: {input}Input!) {{ {mutation}(input: $input) {{ \
         userErrors {{ code rule path message }} position }} }}"
    )
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Page {
    edges: Vec<Edge>,
    page_info: PageInfo,
}

#[derive(Deserialize)]
struct Edge {
    node: Line,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Line {
    event_id: Uuid,
    recorded_at: Moment,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PageInfo {
    has_next_page: bool,
    end_cursor: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::document;

    #[test]
    fn a_mutation_takes_the_input_that_carries_its_name() {
        let text = document("recordLeg");
        assert!(text.starts_with("mutation ($input: RecordLegInput!) { recordLeg(input: $input)"));
    }
}

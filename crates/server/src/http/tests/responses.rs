//! How answers look: statuses, content types, headers, and the routes beside the API.

use mpaka_auth::{IssuerUrl, Verifier};

use super::*;

const GRAPHQL: &str = "application/graphql-response+json";

#[tokio::test]
async fn the_answer_comes_in_the_form_that_is_accepted() {
    let server = Fixture::new();
    for (accept, kind) in [
        (GRAPHQL, "application/graphql-response+json; charset=utf-8"),
        ("application/json", "application/json; charset=utf-8"),
        ("*/*", "application/json; charset=utf-8"),
    ] {
        let answer = server.post(query("{ whoami }"), &[("accept", accept)]).await;
        assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, kind));
        assert_eq!(answer.json(), json!({ "data": { "whoami": "akinyi" } }));
    }
}

#[tokio::test]
async fn a_document_that_is_refused_is_400_without_data_or_200_in_plain_json() {
    let server = Fixture::new();
    for body in [
        query("{"),
        query("{ nothing }"),
        query("query A { whoami } query B { whoami }"),
        json!({ "query": "query ($t: String!) { echo(text: $t) }", "variables": { "t": null } })
            .to_string(),
        json!({ "query": "query ($t: String!) { __typename }", "variables": { "t": null } })
            .to_string(),
    ] {
        let answer = server.post(body.clone(), &[("accept", GRAPHQL)]).await;
        assert_eq!(answer.status, 400, "{body} {}", answer.body);
        assert!(answer.json().get("data").is_none());
        assert!(!answer.json()["errors"].as_array().unwrap().is_empty());
        let answer = server.post(body.clone(), &[("accept", "application/json")]).await;
        assert_eq!(answer.status, 200, "{body}");
    }
}

#[tokio::test]
async fn fields_come_in_the_order_in_which_they_were_asked_for() {
    let server = Fixture::new();
    let answer = server.post(query("{ whoami also: whoami __typename }"), &[]).await;
    let places = ["whoami", "also", "__typename"].map(|field| answer.body.find(field).unwrap());
    assert!(places.is_sorted(), "{}", answer.body);
}

#[tokio::test]
async fn an_error_of_a_field_is_200_with_data() {
    let server = Fixture::new();
    let answer = server.post(query("{ broken }"), &[("accept", GRAPHQL)]).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.json()["data"], Value::Null);
    assert_eq!(answer.json()["errors"][0]["path"], json!(["broken"]));
}

#[tokio::test]
async fn a_query_may_be_asked_by_get() {
    let server = Fixture::new();
    let uri = "/graphql?query=query%20Q(%24t%3AString!)%7Becho(text%3A%24t)%7D\
               &variables=%7B%22t%22%3A%22h%C3%A9%22%7D&operationName=Q";
    assert_eq!(server.get(uri, &[]).await.json(), json!({ "data": { "echo": "hé" } }));
}

#[tokio::test]
async fn an_error_does_not_repeat_a_long_document() {
    let server = Fixture::new();
    let answer = server.post(query(&format!("{{ {} ", "a ".repeat(5000))), &[]).await;
    assert!(answer.body.len() < 2048, "{}", answer.body.len());
}

#[tokio::test]
async fn an_answer_names_twenty_errors_at_most_each_with_a_code() {
    let server = Fixture::new();
    let variables = (0..1000).map(|n| format!("$v{n}: Int")).collect::<Vec<_>>().join(" ");
    let answer = server.post(query(&format!("query({variables}) {{ whoami }}")), &[]).await;
    let errors = answer.json()["errors"].as_array().unwrap().clone();
    assert_eq!(errors.len(), 20);
    assert!(errors.iter().all(|error| error["extensions"]["code"] == "BAD_REQUEST"));
}

#[tokio::test]
async fn every_answer_is_careful_with_browsers_and_caches() {
    let server = Fixture::new();
    for uri in
        ["/graphql?query=%7Bwhoami%7D", "/", "/graphiql", "/demo/users", "/nowhere", "/healthz"]
    {
        let answer = server.get(uri, &[]).await;
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{uri}");
        assert_eq!(answer.header("cache-control"), "no-store", "{uri}");
        assert!(
            answer.header("content-security-policy").contains("frame-ancestors 'none'"),
            "{uri}"
        );
        assert!(!answer.header("x-request-id").is_empty(), "{uri}");
        assert_eq!(answer.header("access-control-allow-origin"), "", "{uri}");
    }
}

#[tokio::test]
async fn health_readiness_and_metrics_need_no_token() {
    let server = Fixture::new();
    let plain = |uri: &str| {
        Request::builder().uri(uri).header("host", "localhost").body(Body::empty()).unwrap()
    };
    assert_eq!(server.send(plain("/healthz")).await.json(), json!({ "status": "alive" }));
    let ready = server.send(plain("/readyz")).await;
    assert_eq!(ready.json(), json!({ "status": "ready", "position": 7, "stale": [] }));
    let metrics = server.send(plain("/metrics")).await;
    assert!(metrics.header("content-type").starts_with("text/plain; version=0.0.4"));
    assert!(metrics.body.contains("mpaka_log_head 7"), "{}", metrics.body);
    let counted = r#"mpaka_http_requests_total{method="GET",route="/readyz",status="200"} 1"#;
    assert!(metrics.body.contains(counted), "{}", metrics.body);
}

#[tokio::test]
async fn a_server_that_stops_is_not_ready() {
    let server = Fixture::new();
    server.stop.send_replace(true);
    let answer = server.get("/readyz", &[]).await;
    assert_eq!((answer.status.as_u16(), answer.json()), (503, json!({ "status": "stopping" })));
    assert_eq!(server.get("/healthz", &[]).await.status, 200);
}

#[tokio::test]
async fn a_server_whose_issuers_keys_have_not_come_is_alive_and_not_ready() {
    // Nobody listens on the port 1.
    let issuer = IssuerUrl::parse("http://127.0.0.1:1").unwrap();
    let verifier = Verifier::discovering(issuer, "mpaka", Duration::from_hours(24)).unwrap();
    let server = Fixture::with(|service| Service { verifier: Arc::new(verifier), ..service });
    let answer = server.get("/readyz", &[]).await;
    let unready = json!({ "status": "unready", "reason": "the issuer's keys have not come yet" });
    assert_eq!((answer.status.as_u16(), answer.json()), (503, unready));
    assert_eq!(server.get("/healthz", &[]).await.status, 200);
}

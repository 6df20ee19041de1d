//! What the shell turns away before the schema sees it.

use super::*;

#[tokio::test]
async fn a_post_that_is_not_json_is_refused_with_415() {
    let server = Fixture::new();
    for kind in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/graphql",
        "application/json; charset=utf-16",
    ] {
        let answer = server.post(query("{ whoami }"), &[("content-type", kind)]).await;
        assert_eq!(answer.refusal(), (415, "UNSUPPORTED_MEDIA_TYPE".into()), "{kind}");
    }
    let mut nameless = server.signed("POST", "/graphql", &[], query("mutation { act { done } }"));
    nameless.headers_mut().remove(header::CONTENT_TYPE);
    assert_eq!(server.send(nameless).await.status, 415);
}

#[tokio::test]
async fn a_body_over_256_kib_is_refused_with_413() {
    let server = Fixture::new();
    let largest = super::super::graphql::LARGEST;
    let body = |length: usize| {
        let text = query("{ whoami }");
        format!("{text}{}", " ".repeat(length - text.len()))
    };
    assert_eq!(server.post(body(largest), &[]).await.status, 200);

    let announced = server.post(body(largest + 1), &[("content-length", "262145")]).await;
    assert_eq!(announced.refusal(), (413, "PAYLOAD_TOO_LARGE".into()));
    let chunked = Body::from_stream(stream::iter(
        body(largest + 1)
            .into_bytes()
            .chunks(4096)
            .map(|chunk| Ok::<_, axum::Error>(chunk.to_vec()))
            .collect::<Vec<_>>(),
    ));
    assert_eq!(server.post(chunked, &[]).await.refusal(), (413, "PAYLOAD_TOO_LARGE".into()));
}

#[tokio::test(start_paused = true)]
async fn a_body_that_does_not_arrive_is_refused_with_408() {
    let server = Fixture::new();
    let endless = Body::from_stream(stream::pending::<Result<Vec<u8>, axum::Error>>());
    assert_eq!(server.post(endless, &[]).await.refusal(), (408, "REQUEST_TIMEOUT".into()));
}

#[tokio::test]
async fn malformed_json_is_refused_with_400_in_every_form() {
    let server = Fixture::new();
    for accept in ["application/json", "application/graphql-response+json"] {
        for body in ["", "{", "{\"query\"", "query { whoami }", "\u{0}"] {
            let answer = server.post(body, &[("accept", accept)]).await;
            assert_eq!(answer.refusal(), (400, "MALFORMED_JSON".into()), "{body}");
        }
    }
}

#[tokio::test]
async fn a_batch_is_refused_with_400() {
    let server = Fixture::new();
    let answer = server.post(format!("[{}]", query("{ whoami }")), &[]).await;
    assert_eq!(answer.refusal(), (400, "BATCH_REFUSED".into()));
}

#[tokio::test]
async fn parameters_of_another_type_are_refused_with_400() {
    let server = Fixture::new();
    for body in [
        json!("text"),
        json!({}),
        json!({ "query": null }),
        json!({ "query": 1 }),
        json!({ "query": "{ whoami }", "operationName": 1 }),
        json!({ "query": "{ whoami }", "variables": "x" }),
        json!({ "query": "{ whoami }", "variables": [] }),
        json!({ "query": "{ whoami }", "extensions": 0 }),
    ] {
        let answer = server.post(body.to_string(), &[]).await;
        assert_eq!(answer.refusal(), (400, "BAD_REQUEST".into()), "{body}");
    }
    for uri in ["/graphql", "/graphql?query=%7Bwhoami%7D&variables=x", "/graphql?query=a&query=b"] {
        assert_eq!(server.get(uri, &[]).await.status, 400, "{uri}");
    }
}

#[tokio::test]
async fn a_document_of_no_sane_size_is_refused_with_400_in_every_form() {
    let server = Fixture::new();
    let aliases = (0..2000).map(|n| format!("a{n}: whoami")).collect::<Vec<_>>().join(" ");
    for text in [format!("{{ {aliases} }}"), format!("{{ whoami }} #{}", "x".repeat(40_000))] {
        for accept in ["application/json", "application/graphql-response+json", "text/event-stream"]
        {
            let answer = server.post(query(&text), &[("accept", accept)]).await;
            assert_eq!(answer.refusal(), (400, "DOCUMENT_TOO_LARGE".into()));
        }
    }
}

#[tokio::test]
async fn unknown_parameters_and_nulls_are_ignored() {
    let server = Fixture::new();
    let body = json!({
        "query": "{ whoami }", "operationName": null, "variables": null, "extensions": null,
        "id": "q1",
    });
    assert_eq!(server.post(body.to_string(), &[]).await.json()["data"]["whoami"], "akinyi");
}

#[tokio::test]
async fn a_mutation_by_get_is_refused_with_405() {
    let server = Fixture::new();
    for uri in [
        "/graphql?query=mutation%7Bact%7Bdone%7D%7D",
        "/graphql?query=mutation%20M%7Bact%7Bdone%7D%7D",
        "/graphql?query=mutation%20M%7Bact%7Bdone%7D%7D&operationName=M",
        "/graphql?query=query%20Q%7Bwhoami%7D%20mutation%20M%7Bact%7Bdone%7D%7D&operationName=M",
    ] {
        for accept in ["application/json", "text/event-stream"] {
            let answer = server.get(uri, &[("accept", accept)]).await;
            assert_eq!(answer.refusal(), (405, "METHOD_NOT_ALLOWED".into()));
            assert_eq!(answer.header("allow"), "POST");
        }
    }
}

#[tokio::test]
async fn other_methods_are_refused_with_405() {
    let server = Fixture::new();
    for method in ["PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"] {
        let answer = server.send(server.signed(method, "/graphql", &[], query("{ whoami }"))).await;
        assert_eq!(answer.status, 405, "{method}");
        assert_eq!(answer.header("allow"), "GET, POST");
    }
}

#[tokio::test]
async fn a_subscription_outside_a_stream_is_refused() {
    let server = Fixture::new();
    let answer = server.post(query("subscription { silence }"), &[]).await;
    assert_eq!(answer.refusal(), (406, "NOT_ACCEPTABLE".into()));
    for uri in
        ["/graphql?query=subscription%7Bsilence%7D", "/graphql?query=subscription%20S%7Bsilence%7D"]
    {
        assert_eq!(server.get(uri, &[]).await.refusal(), (406, "NOT_ACCEPTABLE".into()));
    }
}

#[tokio::test]
async fn a_form_that_there_is_not_is_refused_with_406() {
    let server = Fixture::new();
    let answer = server.post(query("{ whoami }"), &[("accept", "text/html")]).await;
    assert_eq!(answer.refusal(), (406, "NOT_ACCEPTABLE".into()));
}

#[tokio::test]
async fn an_idempotency_key_that_is_no_uuid_is_refused() {
    let server = Fixture::new();
    let answer = server.post(query("{ key }"), &[("idempotency-key", "one")]).await;
    assert_eq!(answer.refusal(), (400, "BAD_REQUEST".into()));
    let key = "01890a5d-ac96-774b-bcce-b302099a8057";
    for value in [key.to_owned(), format!("\"{key}\"")] {
        let answer = server.post(query("{ key }"), &[("idempotency-key", &value)]).await;
        assert_eq!(answer.json()["data"]["key"], key);
    }
}

#[tokio::test]
async fn a_server_at_its_limit_says_when_to_come_back() {
    let server = Fixture::with(|service| {
        service.room.close();
        service.streams.close();
        service
    });
    for accept in ["application/json", "text/event-stream"] {
        let answer = server.post(query("{ whoami }"), &[("accept", accept)]).await;
        assert_eq!(answer.refusal(), (503, "OVERLOADED".into()));
        assert_eq!(answer.header("retry-after"), "1");
    }
}

#[tokio::test(start_paused = true)]
async fn an_operation_that_takes_too_long_is_ended_with_503() {
    let deadline = Duration::from_secs(10);
    let server = Fixture::with(|service| {
        let operations = service.operations.clone().within(deadline);
        Service { operations, ..service }
    });
    let answer = server.post(query("{ never }"), &[]).await;
    assert_eq!(answer.refusal(), (503, "DEADLINE_EXCEEDED".into()));
}

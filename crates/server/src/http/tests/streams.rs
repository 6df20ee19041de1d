//! Server-sent events: their framing, and when a stream ends.

use super::*;

const EVENTS: (&str, &str) = ("accept", "text/event-stream");

#[tokio::test]
async fn a_subscription_is_a_stream_of_results_and_a_completion() {
    let server = Fixture::new();
    for answer in [
        server.post(query("subscription { count(to: 2) }"), &[EVENTS]).await,
        server.get("/graphql?query=subscription%7Bcount(to%3A2)%7D", &[EVENTS]).await,
    ] {
        assert_eq!(
            (answer.status.as_u16(), answer.header("content-type")),
            (200, "text/event-stream")
        );
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!(
            answer.body,
            "event: next\ndata: {\"data\":{\"count\":1}}\n\n\
             event: next\ndata: {\"data\":{\"count\":2}}\n\n\
             event: complete\ndata:\n\n"
        );
    }
}

#[tokio::test]
async fn a_query_and_a_mutation_are_streams_of_one_result() {
    let server = Fixture::new();
    for (text, data) in [
        ("{ whoami }", r#"{"data":{"whoami":"akinyi"}}"#),
        ("mutation { act { done } }", r#"{"data":{"act":{"done":true}}}"#),
    ] {
        let answer = server.post(query(text), &[EVENTS]).await;
        assert_eq!(answer.body, format!("event: next\ndata: {data}\n\nevent: complete\ndata:\n\n"));
    }
}

#[tokio::test]
async fn a_document_that_is_refused_is_a_stream_of_its_errors() {
    let server = Fixture::new();
    let answer = server.post(query("subscription { nothing }"), &[EVENTS]).await;
    assert_eq!(answer.status, 200);
    assert!(answer.body.starts_with("event: next\ndata: {\"errors\":["), "{}", answer.body);
    assert!(answer.body.ends_with("event: complete\ndata:\n\n"), "{}", answer.body);
}

#[tokio::test]
async fn a_stream_asked_for_without_a_token_is_refused_before_it_opens() {
    let server = Fixture::new();
    let mut request =
        server.signed("POST", "/graphql", &[EVENTS], query("subscription { silence }"));
    request.headers_mut().remove(header::AUTHORIZATION);
    let answer = server.send(request).await;
    assert_eq!(answer.refusal(), (401, "UNAUTHENTICATED".into()));
    assert_eq!(answer.header("content-type"), "application/json; charset=utf-8");
}

#[tokio::test]
async fn a_user_with_too_many_streams_is_refused_one_more() {
    let server = Fixture::new();
    let request =
        || server.signed("POST", "/graphql", &[EVENTS], query("subscription { silence }"));
    let mut open = Vec::new();
    let refused = loop {
        let response = server.router.clone().oneshot(request()).await.unwrap();
        if response.status() != 200 {
            break response.status();
        }
        open.push(response);
    };
    assert_eq!((open.len(), refused), (64, StatusCode::TOO_MANY_REQUESTS));
    open.pop();
    assert_eq!(server.router.clone().oneshot(request()).await.unwrap().status(), 200);
}

#[tokio::test]
async fn a_stream_ends_without_completion_when_the_server_stops() {
    let server = Fixture::new();
    let request = server.signed("POST", "/graphql", &[EVENTS], query("subscription { silence }"));
    let following = server.send(request);
    let stopping = async { server.stop.send_replace(true) };
    let (answer, _) = tokio::join!(following, stopping);
    assert_eq!(answer.body, "");
}

#[tokio::test(start_paused = true)]
async fn a_stream_ends_with_the_sign_in_and_says_until_then_that_it_lives() {
    let server = Fixture::new();
    let began = tokio::time::Instant::now();
    let answer = server.post(query("subscription { silence }"), &[EVENTS]).await;
    let lasted = began.elapsed();
    assert!(lasted > Duration::from_hours(11), "{lasted:?}");
    assert!(lasted <= Duration::from_hours(12) + Duration::from_secs(30), "{lasted:?}");
    assert!(answer.body.starts_with(":\n\n:\n\n"), "comments keep it open");
    assert!(!answer.body.contains("complete"));
}

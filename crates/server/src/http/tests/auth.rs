//! Who gets in: nobody without a token, and the demo's desk only from this machine.

use mpaka_auth::{IssuerUrl, Verifier};

use super::*;

#[tokio::test]
async fn without_a_valid_token_there_is_no_data() {
    let server = Fixture::new();
    for (authorization, challenge) in [
        (None, "Bearer"),
        (Some("Basic YTpi"), "Bearer"),
        (Some("Bearer not.a.token"), "Bearer error=\"invalid_token\""),
    ] {
        for method in ["GET", "POST"] {
            let mut request =
                server.signed(method, "/graphql?query=%7Bwhoami%7D", &[], query("{ whoami }"));
            request.headers_mut().remove(header::AUTHORIZATION);
            if let Some(value) = authorization {
                request.headers_mut().insert(header::AUTHORIZATION, value.parse().unwrap());
            }
            let answer = server.send(request).await;
            assert_eq!(answer.refusal(), (401, "UNAUTHENTICATED".into()));
            assert_eq!(answer.header("www-authenticate"), challenge);
        }
    }
}

#[tokio::test]
async fn while_the_issuers_keys_cannot_be_had_a_client_is_told_when_to_try_again() {
    // Nobody listens on the port 1.
    let issuer = IssuerUrl::parse("http://127.0.0.1:1").unwrap();
    let verifier = Verifier::discovering(issuer, "mpaka", Duration::from_hours(24)).unwrap();
    let server = Fixture::with(|service| Service { verifier: Arc::new(verifier), ..service });
    for uri in ["/graphql?query=%7Bwhoami%7D", "/files/uploads/1"] {
        let answer = server.get(uri, &[("tus-resumable", "1.0.0")]).await;
        assert_eq!(answer.refusal(), (503, "UNAVAILABLE".into()), "{uri}");
        let seconds: u64 = answer.header("retry-after").parse().unwrap();
        assert!((1..=31).contains(&seconds), "{seconds}");
        assert_eq!(answer.header("www-authenticate"), "");
    }
    let mut request = server.signed("GET", "/graphql?query=%7Bwhoami%7D", &[], Body::empty());
    request.headers_mut().remove(header::AUTHORIZATION);
    assert_eq!(server.send(request).await.status, 401, "who brings no token needs none checked");
}

#[tokio::test]
async fn a_stranger_learns_nothing_about_the_body_they_sent() {
    let server = Fixture::new();
    let mut request = server.signed("POST", "/graphql", &[("content-type", "text/plain")], "{");
    request.headers_mut().remove(header::AUTHORIZATION);
    assert_eq!(server.send(request).await.status, 401);
}

#[tokio::test]
async fn the_demo_lists_its_users_with_tokens_that_work() {
    let server = Fixture::new();
    let users = server.get("/demo/users", &[]).await.json();
    assert_eq!(users.as_array().unwrap().len(), 10);
    let osman = users.as_array().unwrap().iter().find(|user| user["user"] == "osman").unwrap();
    assert_eq!((&osman["agency"], &osman["role"]), (&json!("KE-INTERIOR"), &json!("ANALYST")));
    let bearer = format!("Bearer {}", osman["token"].as_str().unwrap());
    let answer = server.post(query("{ whoami }"), &[("authorization", &bearer)]).await;
    assert_eq!(answer.json()["data"]["whoami"], "osman");
}

#[tokio::test]
async fn the_demo_answers_to_names_of_this_machine_only() {
    let server = Fixture::new();
    for uri in ["/demo/users", "/graphiql", "/graphql?query=%7Bwhoami%7D", "/"] {
        let answer = server.get(uri, &[("host", "rebound.example:7400")]).await;
        assert_eq!(answer.status, StatusCode::MISDIRECTED_REQUEST, "{uri}");
    }
}

#[tokio::test]
async fn outside_the_demo_there_is_no_desk_and_no_explorer() {
    let server = Fixture::with(|service| Service { demo: None, ..service });
    assert!(server.desk.path().exists());
    for uri in ["/demo/users", "/graphiql"] {
        assert_eq!(server.get(uri, &[("host", "mpaka.example")]).await.status, 404, "{uri}");
    }
    let answer = server.get("/graphql?query=%7Bwhoami%7D", &[("host", "mpaka.example")]).await;
    assert_eq!(answer.status, 200);
}

//! A certified `OpenID` provider as a process, which signs the people of the stories in.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::{Map, Value};

use crate::in_time;
use crate::issuer::claims;

/// A provider on this machine, ended when this is dropped.
#[derive(Debug)]
pub struct Provider {
    child: Child,
    /// What it is called, and where it is.
    pub name: String,
}

impl Provider {
    /// A provider that signs with a new key for this algorithm and knows these people.
    pub async fn start(algorithm: &str, people: &[&str]) -> Self {
        Self::start_at("0".to_owned(), algorithm, people).await
    }

    /// The same one after it ended, on the same port, with a new key for this algorithm.
    #[must_use]
    pub async fn again(self, algorithm: &str, people: &[&str]) -> Self {
        let port = self.name.rsplit(':').next().unwrap().to_owned();
        drop(self);
        Self::start_at(port, algorithm, people).await
    }

    async fn start_at(port: String, algorithm: &str, people: &[&str]) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("issuer");
        let installed = folder.join("node_modules/oidc-provider").exists();
        assert!(installed, "install the provider first with `npm ci --prefix tests/issuer`");
        let people: Map<String, Value> =
            people.iter().map(|name| ((*name).to_owned(), of_mpaka(name))).collect();
        let mut child = Command::new("node")
            .arg(folder.join("issuer.mjs"))
            .args([&port, algorithm, &Value::Object(people).to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Node.js is installed");
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let line = tokio::task::spawn_blocking(move || lines.next());
        let line = in_time("the provider's start", line).await.unwrap();
        let line = line.expect("the provider starts").unwrap();
        let name = line.strip_prefix("ready ").expect("it says that it is ready").to_owned();
        Self { child, name }
    }

    /// Ends it without a word.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// A token of one of the people for a service.
    pub async fn token(&self, user: &str, audience: &str) -> String {
        let resource = format!("urn:{audience}");
        let form = [
            ("grant_type", "client_credentials"),
            ("client_id", user),
            ("client_secret", "secret"),
            ("resource", &resource),
        ];
        let request = reqwest::Client::new().post(format!("{}/token", self.name)).form(&form);
        let answer: Value =
            in_time("a token", async { request.send().await.unwrap().json().await.unwrap() }).await;
        answer["access_token"].as_str().unwrap_or_else(|| panic!("no token: {answer}")).to_owned()
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What the provider adds to a token; it says the rest itself.
fn of_mpaka(user: &str) -> Value {
    let mut claims = claims(user);
    claims
        .as_object_mut()
        .unwrap()
        .retain(|name, _| ["agency", "role", "compartments"].contains(&name.as_str()));
    claims
}

// A certified OpenID provider on loopback, for the end-to-end tests.
//
//   node issuer.mjs <port> <algorithm> <people>
//
// Listens on the port (0 takes any that is free), signs with a new key for ES256 or RS256, and knows the
// people: a JSON object of what their tokens say besides, by name. Each is a client that signs in with the
// secret "secret"; what they ask a token for is the resource urn:<audience>. Ends with its standard input.

import { generateKeyPairSync, randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { Provider } from "oidc-provider";

const [port, alg, people] = process.argv.slice(2);
const claims = JSON.parse(people);

const { privateKey } =
  alg === "RS256"
    ? generateKeyPairSync("rsa", { modulusLength: 2048 })
    : generateKeyPairSync("ec", { namedCurve: "P-256" });
const key = { ...privateKey.export({ format: "jwk" }), kid: randomUUID(), use: "sig", alg };

const server = createServer();
server.listen(Number(port), "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: Object.keys(claims).map((name) => ({
      client_id: name,
      client_secret: "secret",
      grant_types: ["client_credentials"],
      redirect_uris: [],
      response_types: [],
      token_endpoint_auth_method: "client_secret_post",
      id_token_signed_response_alg: alg,
    })),
    jwks: { keys: [key] },
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_context, resource) => ({
          scope: "",
          audience: resource.replace(/^urn:/, ""),
          accessTokenFormat: "jwt",
          accessTokenTTL: 300,
          jwt: { sign: { alg } },
        }),
      },
    },
    extraTokenClaims: (_context, token) => claims[token.clientId],
  });
  server.on("request", provider.callback());
  console.log(`ready ${issuer}`);
});

process.stdin.on("end", () => process.exit());
process.stdin.resume();

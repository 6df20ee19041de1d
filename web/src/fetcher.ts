// Sends the explorer's operations: over HTTP, and subscriptions over WebSocket, both as the signed-in user.

import { createGraphiQLFetcher, type Fetcher, type FetcherParams } from '@graphiql/toolkit';
import { type DocumentNode, Kind, type OperationDefinitionNode, parse } from 'graphql';
import { type Client, createClient } from 'graphql-ws';

type Headers = Record<string, string>;

/**
 * A fetcher for one signed-in user. What the reader writes into the headers pane comes last and
 * wins, so a token pasted there replaces the chosen user's.
 */
export function createFetcher(origin: string, token: string | null): Fetcher {
  const url = new URL('/graphql', origin);
  const sockets = new Map<string, Client>();

  return (params, options) => {
    const headers = requestHeaders(token, options?.headers);
    const operation = operationOf(params);
    return createGraphiQLFetcher({
      url: url.href,
      headers,
      wsClient: socketFor(sockets, url, headers.authorization),
      enableIncrementalDelivery: false,
    })(operation.params, { ...options, ...operation.document, headers });
  };
}

type Operation = { params: FetcherParams; document: { documentAST?: DocumentNode } };

/**
 * What to run, read from the text itself: for a moment after its reader changes tabs, GraphiQL
 * still names the operation of the tab before.
 */
export function operationOf(params: FetcherParams): Operation {
  let documentAST: DocumentNode;
  try {
    documentAST = parse(params.query);
  } catch {
    // The server says what is wrong with the text.
    return { params, document: {} };
  }
  const operations = documentAST.definitions.filter(
    (definition): definition is OperationDefinitionNode =>
      definition.kind === Kind.OPERATION_DEFINITION,
  );
  const [only, ...others] = operations;
  if (only === undefined || others.length > 0) {
    return { params, document: { documentAST } };
  }
  return {
    params: { ...params, operationName: only.name?.value ?? null },
    document: { documentAST },
  };
}

/** The headers to send, their names in lower case: the user's token, then the headers pane's. */
export function requestHeaders(token: string | null, pane: unknown = {}): Headers {
  const headers: Headers = token === null ? {} : { authorization: `Bearer ${token}` };
  for (const [name, value] of Object.entries(pane ?? {})) {
    headers[name.toLowerCase()] = String(value);
  }
  return headers;
}

/** One socket per authorization: a connection says who is asking once, in `connection_init`. */
function socketFor(
  sockets: Map<string, Client>,
  url: URL,
  authorization: string | undefined,
): Client {
  const known = sockets.get(authorization ?? '');
  if (known !== undefined) {
    return known;
  }
  const socketUrl = new URL(url);
  socketUrl.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  const client = createClient({
    url: socketUrl.href,
    lazy: true,
    ...(authorization === undefined ? {} : { connectionParams: { authorization } }),
  });
  sockets.set(authorization ?? '', client);
  return client;
}

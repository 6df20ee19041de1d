import { expect, test } from 'vitest';
import { hasExplorer } from './explorer';

const answering = (status: number) => async () => new Response(null, { status });

test('a server that answers /graphiql has the explorer', async () => {
  expect(await hasExplorer(answering(200))).toBe(true);
});

test('a server that refuses /graphiql has no explorer', async () => {
  expect(await hasExplorer(answering(404))).toBe(false);
});

test('a server that is gone has no explorer', async () => {
  const unreachable = async () => {
    throw new TypeError('connection refused');
  };
  expect(await hasExplorer(unreachable)).toBe(false);
});

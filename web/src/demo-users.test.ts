import { expect, test } from 'vitest';
import { loadDemoUsers } from './demo-users';

const akinyi = {
  user: 'akinyi',
  name: 'Akinyi',
  agency: 'KE-DCI-TOCU',
  role: 'investigator',
  token: 'a.b.c',
};

const answering =
  (body: unknown, status = 200) =>
  async () =>
    new Response(JSON.stringify(body), { status });

test('the users are those the server lists', async () => {
  expect(await loadDemoUsers(answering([akinyi]))).toEqual([akinyi]);
});

test('a server without demo users is said to have none', async () => {
  await expect(loadDemoUsers(answering({}, 404))).rejects.toThrow('no demo users (HTTP 404)');
});

test('a user without a token is not accepted', async () => {
  const { token: _, ...tokenless } = akinyi;
  await expect(loadDemoUsers(answering([tokenless]))).rejects.toThrow('does not know');
});

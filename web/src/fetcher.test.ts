import { expect, test } from 'vitest';
import { operationOf, requestHeaders } from './fetcher';

test('a request carries the token of the chosen user', () => {
  expect(requestHeaders('a.b.c')).toEqual({ authorization: 'Bearer a.b.c' });
});

test('a token in the headers pane replaces the chosen user, however it is spelt', () => {
  expect(requestHeaders('a.b.c', { Authorization: 'Bearer x.y.z' })).toEqual({
    authorization: 'Bearer x.y.z',
  });
});

test('nobody is signed in without a token', () => {
  expect(requestHeaders(null)).toEqual({});
});

test('the only operation of a text is run, whatever name stood there before', () => {
  const { params } = operationOf({ query: 'query New { me { id } }', operationName: 'Old' });
  expect(params.operationName).toBe('New');
});

test('among several operations the named one is run', () => {
  const query = 'query A { me { id } } query B { me { id } }';
  expect(operationOf({ query, operationName: 'B' }).params.operationName).toBe('B');
});

test('a text that does not parse is left to the server', () => {
  const params = { query: 'query {' };
  expect(operationOf(params)).toEqual({ params, document: {} });
});

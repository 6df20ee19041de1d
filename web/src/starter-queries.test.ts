import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { starterQueries } from './starter-queries';

test('each starter query is one named operation', () => {
  const operations = starterQueries.map((query) =>
    parse(query).definitions.map((definition) =>
      definition.kind === 'OperationDefinition'
        ? `${definition.operation} ${definition.name?.value}`
        : definition.kind,
    ),
  );

  expect(operations).toEqual([
    ['query Investigation'],
    ['query LinkInbox'],
    ['subscription CaseEvents'],
  ]);
});

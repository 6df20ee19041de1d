// The two pages the demo serves, in a browser: the landing page and the GraphQL explorer.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { faults, startBrowser } from './browser';
import { type Demo, startDemo } from './demo';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let demo: Demo;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await startBrowser();
  demo = await startDemo();
});

afterAll(async () => {
  await browser?.close();
  await demo?.stop();
});

beforeEach(async () => {
  page = await browser.newPage();
});

afterEach(async () => {
  await page.close();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the landing page has no accessibility fault in the ${colorScheme} theme`, async () => {
    await page.emulateMedia({ colorScheme });
    await page.goto(demo.url);
    await page.getByRole('link', { name: 'GraphQL explorer' }).waitFor();

    await page.evaluate(axe);
    const results = await page.evaluate<AxeResults>('axe.run()');

    expect(results.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual(
      [],
    );
  });
}

test('the landing page leads to the explorer', async () => {
  await page.goto(demo.url);
  await page.getByRole('link', { name: 'GraphQL explorer' }).click();

  await page.getByRole('heading', { name: 'Mpaka GraphQL explorer' }).waitFor();
});

test('akinyi asks the first starter query and sees her investigation', async () => {
  const noted = faults(page);
  await openExplorer();

  await execute();

  await result().getByText('"TOCU/2026/0117"').waitFor();
  expect(noted).toEqual([]);
});

test('akinyi opens the third starter query and the server accepts her subscription', async () => {
  const noted = faults(page);
  await openExplorer();
  const acknowledged = new Promise<void>((resolve) => {
    page.on('websocket', (socket) => {
      socket.on('framereceived', ({ payload }) => {
        if (String(payload).includes('connection_ack')) {
          resolve();
        }
      });
    });
  });
  await page.getByRole('tab', { name: 'CaseEvents' }).click();
  await page.getByText('subscription CaseEvents').waitFor();

  await execute();

  await acknowledged;
  await page.getByRole('button', { name: 'Stop query' }).waitFor();
  expect(noted).toEqual([]);
});

async function openExplorer() {
  await page.goto(new URL('/graphiql', demo.url).href);
  await page.getByLabel('Signed in as').selectOption('akinyi');
  await page.getByText('TOCU/2026/0117').first().waitFor();
}

async function execute() {
  await page.getByRole('button', { name: 'Execute query' }).click();
}

function result() {
  return page.getByRole('region', { name: 'Result Window' });
}

// Starts Chromium without a window, and notes what a page is refused by its content policy.

import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export async function startBrowser(): Promise<Browser> {
  const chosen = process.env.MPAKA_CHROMIUM ?? places.find((place) => existsSync(place));
  if (chosen === undefined) {
    throw new Error(
      'The browser tests need Chromium: install the Debian package `chromium`, or name one in MPAKA_CHROMIUM.',
    );
  }
  return chromium.launch({
    executablePath: chosen,
    // Chromium's sandbox refuses to run as root.
    chromiumSandbox: process.getuid?.() !== 0,
    args: [
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** What the page reports as errors from now on: scripts that fail, and what its policy refuses. */
export function faults(page: Page): string[] {
  const noted: string[] = [];
  page.on('pageerror', (error) => noted.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') {
      noted.push(message.text());
    }
  });
  return noted;
}

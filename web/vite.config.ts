// Builds the pages that the server embeds: the landing page and the demo's GraphQL explorer.

import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const page = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const server = process.env.MPAKA_URL ?? 'http://127.0.0.1:7400';

export default defineConfig({
  build: {
    // Nothing becomes a `data:` address that a file of our own can serve: the content policy stays narrow.
    assetsInlineLimit: 0,
    // The explorer carries the Monaco editor, which is one large chunk by nature.
    chunkSizeWarningLimit: 5000,
    rollupOptions: {
      input: [page('index.html'), page('graphiql.html')],
      onwarn: (warning, warn) => {
        // React libraries mark their client files with a directive that only servers read.
        if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') {
          warn(warning);
        }
      },
    },
  },
  worker: { format: 'es' },
  server: {
    proxy: {
      '/graphql': { target: server, ws: true },
      '/demo': { target: server },
    },
  },
  test: { include: ['src/**/*.test.ts'] },
});

import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { bundled, collect } from './bundled.ts';
import { letters } from './letters.ts';

/** The running system that the development server passes requests on to, as if they came from its own pages. */
const gateway = process.env['IOC_URL'] ?? 'http://127.0.0.1:8080';
const system = { target: gateway, changeOrigin: true, headers: { origin: gateway } };

export default defineConfig({
  plugins: [svelte(), bundled('node_modules/.bundled.json'), letters()],
  worker: { plugins: () => [collect()] },
  build: {
    target: 'es2022',
    // Fonts are files of their own, so that the Content-Security-Policy needs no data: fonts.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
    emptyOutDir: true,
  },
  server: {
    host: '127.0.0.1',
    proxy: {
      '/api': system,
      '/upload': system,
      '/page.css': system,
      '/problems': system,
      '/ws': { ...system, ws: true },
    },
  },
  test: { include: ['src/**/*.test.ts'], environment: 'node' },
});

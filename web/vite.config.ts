import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/**
 * Few files, since many small ones compress badly: what all pages share, the chart, which is the largest library but React, and
 * pages by what they are about, which come when one of them is asked for.
 */
const GROUPS = [
  { name: 'chart', test: /uplot|src.ui.chart/, priority: 2 },
  { name: 'frame', test: /node_modules|src.(api|ui|parts|frame).|-route\.ts$/, priority: 1 },
  { name: 'webhooks', test: /src.pages.webhooks/ },
  { name: 'traffic', test: /src.pages.(deliveries|events|replays|dead-letters|live-tail)/ },
  { name: 'setup', test: /src.pages.(settings|inboxes|signatures)/ },
];

export default defineConfig({
  plugins: [react()],
  resolve: {
    alias: { 'react-remove-scroll': fileURLToPath(new URL('src/ui/no-scroll-lock.ts', import.meta.url)) },
  },
  // Relative to the page's own base, which is known when it is served.
  base: './',
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    // Every browser of the target has it, and an inlined file would be kept out by the content security policy.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    reportCompressedSize: false,
    // What counts is all of them together, which a test measures.
    chunkSizeWarningLimit: 600,
    rolldownOptions: { output: { codeSplitting: { groups: GROUPS } } },
  },
});

import { storybookTest } from '@storybook/addon-vitest/vitest-plugin'
import react from '@vitejs/plugin-react'
import { playwright } from '@vitest/browser-playwright'
import { msw } from 'msw/vite'
import { defaultClientConditions, defaultServerConditions } from 'vite'
import { defineConfig } from 'vitest/config'
import { launchOptions } from './scripts/find-browser.ts'

const source = '@flashpost/source'
// As Node resolves, which knows nothing of `module`: @opentelemetry/api has files there that only bundlers can load.
const ofNode = defaultServerConditions.filter((condition) => condition !== 'module')
const onServer = { ssr: { resolve: { conditions: [source, ...ofNode] } } }
const inBrowser = { resolve: { conditions: [source, ...defaultClientConditions] } }

// A test waits for what is so, on whatever machine: it fails where that never comes, not where it takes its time.
const patience = { testTimeout: 30_000, hookTimeout: 60_000 }

// A new object for each project: vitest writes the project's name into it.
const chromium = () => ({
  enabled: true,
  headless: true,
  provider: playwright({ launchOptions: launchOptions() }),
  instances: [{ browser: 'chromium' as const }],
  // Not a phone's, on which toasts are on a pile.
  viewport: { width: 1024, height: 896 },
  screenshotFailures: false,
})

export default defineConfig({
  test: {
    projects: [
      {
        ...onServer,
        test: {
          name: 'node',
          ...patience,
          include: ['{packages,examples}/**/*.test.{ts,tsx}', 'test/**/*.test.{ts,tsx}'],
          exclude: ['**/node_modules/**', '**/dist/**', '**/*.{browser,dom}.test.*'],
        },
      },
      // Where component tests of apps run: pages without layout.
      ...['jsdom', 'happy-dom'].map((environment) => ({
        resolve: { conditions: [source, ...defaultServerConditions] },
        plugins: [react()],
        test: {
          name: environment,
          environment,
          include: ['{packages/react/test,test}/*.dom.test.tsx'],
        },
      })),
      {
        ...onServer,
        test: {
          name: 'services',
          ...patience,
          include: ['{packages/*/test,test}/**/*.itest.ts'],
          globalSetup: ['scripts/services.ts'],
        },
      },
      {
        ...onServer,
        test: {
          name: 'e2e',
          include: ['test/**/*.e2e.ts'],
          fileParallelism: false,
          ...patience,
        },
      },
      {
        // The packages as they would be published, in empty folders, by the words of the guides. Needs the registry.
        test: {
          name: 'packed',
          include: ['test/packed/*.packed.ts'],
          globalSetup: ['test/packed/support/pack.ts'],
          testTimeout: 120_000,
          hookTimeout: 240_000,
        },
      },
      {
        ...inBrowser,
        plugins: [react(), msw({ mode: 'worker-only' })],
        test: {
          name: 'browser',
          include: ['packages/{react,msw}/test/**/*.browser.test.{ts,tsx}'],
          browser: chromium(),
        },
      },
      {
        // The same tests on the oldest React that is supported, which is what this root has.
        root: 'test/react-18',
        resolve: { ...inBrowser.resolve, dedupe: ['react', 'react-dom'] },
        plugins: [react()],
        test: {
          name: 'react-18',
          dir: import.meta.dirname,
          include: ['packages/react/test/*.browser.test.tsx', 'test/react-18/*.browser.test.ts'],
          browser: chromium(),
        },
      },
      {
        plugins: [storybookTest({ configDir: '.storybook' })],
        test: { name: 'stories', browser: chromium() },
      },
    ],
  },
})

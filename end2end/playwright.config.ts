import { defineConfig, devices } from '@playwright/test';

// `make test` starts the server and says where it is; the default is that of `make run`.
const baseURL = process.env.BASE_URL ?? 'http://localhost:3002';

const desktop = {
  ...devices['Desktop Chrome'],
  launchOptions: {
    // Nobody looks at the windows, and without them the journeys take little more than half the time.
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  },
};

export default defineConfig({
  testDir: 'tests',
  outputDir: 'test-results',
  forbidOnly: Boolean(process.env.CI),
  fullyParallel: true,
  // A journey that passes the second time has failed.
  retries: 0,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json', { outputFile: process.env.JOURNEY_REPORT ?? 'test-results/report.json' }]],
  use: { baseURL, locale: 'en-GB', screenshot: 'only-on-failure', trace: 'off', video: 'off' },
  projects: [
    // Everything but what a script does in another way.
    { name: 'js', use: desktop, grepInvert: /@no-js/ },
    // Everything but what only a script can do.
    { name: 'no-js', use: { ...desktop, javaScriptEnabled: false }, grepInvert: /@js/ },
  ],
});

import { test as base } from '@playwright/test';

export { expect } from '@playwright/test';

/** Every browser of a test is closed with it: desks left open would go on ticking beside all the tests that follow. */
export const test = base.extend<{ closed: undefined }>({
  closed: [
    async ({ browser }, use) => {
      await use(undefined);
      await Promise.all(browser.contexts().map((context) => context.close()));
    },
    { auto: true },
  ],
});

import type { Page } from '@playwright/test';
import { expect } from './browser.ts';

/** A show's raw events as they are given to whoever is signed in and asks, page by page: a line of JSON each. */
export async function exportedEvents(page: Page, url: string, show: string): Promise<string[]> {
  const lines: string[] = [];
  for (let after = ''; ; ) {
    const reply = await page.request.get(`${url}/api/v1/shows/${show}/journal?limit=20000${after}`);
    expect(reply.ok()).toBe(true);
    const more = (await reply.text()).split('\n').filter((line) => line !== '');
    if (more.length === 0) return lines;
    lines.push(...more);
    after = `&after=${(JSON.parse(more.at(-1) ?? '') as { id: string }).id}`;
  }
}

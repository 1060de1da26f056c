import type { Browser, Page } from '@playwright/test';
import type { Show } from '../../shared/show/show.ts';
import { PASSWORD } from './people.ts';
import { ADMIN_KEY, type TestServer } from './server.ts';

/** A show to act on, made through the API, with its commands at hand. */
export interface Stage {
  show: Show;
  /** Sends a command as admin, which must be done. */
  command: (type: string, payload: object) => Promise<void>;
}

const listings = [1, 5, 7, 12].map((number) => ({ number, sku: `SKU-${number}`, title: `商品 ${number} 号`, price: number * 1_000, floorPrice: number * 500, stock: 100 }));
const segments = [{ kind: 'opening', title: '开场', minutes: 10 }, { kind: 'benefit', title: '福利', minutes: 5 }];

export async function plannedShow(server: TestServer, id: string, more: object = {}): Promise<Stage> {
  const made = await server.call('POST', '/api/v1/shows', { id, title: `专场 ${id}`, currency: 'CNY', host: '林溪', listings, segments, ...more });
  let sent = 0;
  return {
    show: made.json<Show>(),
    command: async (type, payload) => {
      const reply = await server.call('POST', `/api/v1/shows/${id}/commands`, { id: `${id}-command-${++sent}`, type, payload });
      if (reply.status !== 200) throw new Error(`${type}: ${reply.text}`);
    },
  };
}

/** The same, live, with its first listing on air. */
export async function liveShow(server: TestServer, id: string, more: object = {}): Promise<Stage> {
  const stage = await plannedShow(server, id, more);
  await stage.command('show.start', {});
  await stage.command('listing.take', { listingId: stage.show.listings[0]?.id, seenOnAir: null });
  return stage;
}

/** A person of this role in this show, with an account. */
export async function addPerson(server: TestServer, name: string, role: string, showId: string): Promise<void> {
  const person = (await server.call('POST', '/api/v1/people', { name, role, password: PASSWORD })).json<{ id: string }>();
  await server.call('PUT', `/api/v1/shows/${showId}/members/${person.id}`, {});
}

/** A browser of its own, signed in as this person or with the admin key, on this page. */
export async function openPage(browser: Browser, server: TestServer, path: string, name?: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  const data = name === undefined ? { token: ADMIN_KEY } : { name, password: PASSWORD };
  await page.request.post(`${server.url}/api/v1/session`, { data, headers: { origin: server.url } });
  await page.goto(server.url + path);
  return page;
}

/** The desk of a show, once it is there. */
export async function openDesk(browser: Browser, server: TestServer, showId: string, name?: string): Promise<Page> {
  const page = await openPage(browser, server, `/shows/${showId}/desk`, name);
  await page.getByRole('option').first().waitFor();
  return page;
}

export const row = (page: Page, number: number) => page.getByRole('option', { name: new RegExp(`商品 ${number} 号`) });
export const toast = (page: Page) => page.getByRole('log', { name: '刚才的操作' }).getByRole('listitem');

/** Opens a panel of the desk: by its tab, or through the menu of those there is no room for. */
export async function openPanel(page: Page, name: RegExp): Promise<void> {
  const tab = page.getByRole('tab', { name });
  if (await tab.isVisible()) return tab.click();
  await page.getByRole('button', { name: /^(更多面板|More panels)$/ }).click();
  await page.getByRole('dialog', { name: /^(更多面板|More panels)$/ }).getByRole('button', { name }).click();
}

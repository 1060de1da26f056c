import { setTimeout as wait } from 'node:timers/promises';
import { join } from 'node:path';
import { chromium, type Browser, type CDPSession, type Page } from '@playwright/test';
import { build } from 'vite';
import { chromiumPath } from '../../server/setup/chromium.js';
import { ADMIN_KEY } from '../support/server.ts';
import { request, sendAll } from './load.ts';
import { roomMix } from './mix.ts';
import { ROOT } from './process.ts';
import { median, resultOf, type Result } from './report.ts';
import { command, createBenchShow, key } from './show.ts';
import { withOurs } from './side.ts';
import { longestTask } from './tasks.ts';

const ROUNDS = 5;
const FLAGS = ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];

const LISTINGS = 500;
/** The room's events: one batch for each tick that the server sends at most. */
const BATCH = 50;
const BATCH_EVERY_MS = 100;
const TICKS = 20;
const WHEELS = 100;

/**
 * The desk of a live show with 500 listings and 500 events a second: what a tick costs the page's own thread, and its
 * longest task, while it only ticks and while the rail is scrolled from end to end besides. All in processor time of
 * that thread: other work on the machine is not the page's doing. Unit: ms.
 */
export async function benchDesk(): Promise<Result[]> {
  // Beside the bundle, where the server looks for its screens.
  await build({ logLevel: 'error', build: { outDir: join(ROOT, '.cache/client'), emptyOutDir: true } });
  return withOurs(async (server) => {
    const browser = await chromium.launch({ executablePath: await chromiumPath(), args: FLAGS });
    const over = new AbortController();
    let feeding = Promise.resolve();
    try {
      const [first] = await createBenchShow(server.url, 'desk', LISTINGS);
      await command(server.url, 'show.start', {}, 'desk');
      await command(server.url, 'listing.take', { listingId: first, seenOnAir: null }, 'desk');
      feeding = feed(server.port, over.signal);
      const page = await desk(browser, server.url);
      const cdp = await page.context().newCDPSession(page);
      await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
      const ticks = await ticksOf(cdp);
      await ticks(TICKS);
      return [...(await ticking(cdp, ticks)), await scrolling(page, cdp)];
    } finally {
      over.abort();
      await feeding;
      await browser.close();
    }
  });
}

/** A room that never rests until it is told to. */
async function feed(port: number, over: AbortSignal): Promise<void> {
  const events = roomMix({ seed: 3, viewers: 5_000, skus: LISTINGS, startAt: Date.now(), stepMs: BATCH_EVERY_MS / BATCH });
  for (let due = performance.now(); !over.aborted; due += BATCH_EVERY_MS) {
    await wait(Math.max(0, due - performance.now()));
    const batch = Array.from({ length: BATCH }, () => events.next().value as Record<string, unknown>);
    await sendAll(port, [request('/api/v1/shows/desk/events', Buffer.from(JSON.stringify(batch)), key)], 1);
  }
}

async function desk(browser: Browser, url: string): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  await page.request.post(`${url}/api/v1/session`, { data: { token: ADMIN_KEY }, headers: { origin: url } });
  await page.goto(`${url}/shows/desk/desk`);
  await page.locator('canvas').waitFor();
  await page.getByRole('option').first().waitFor();
  return page;
}

/** Waits for that many more ticks to arrive; answers how many did. */
async function ticksOf(cdp: CDPSession): Promise<(count: number) => Promise<number>> {
  let heard = 0;
  let enough: (() => boolean) | undefined;
  await cdp.send('Network.enable');
  cdp.on('Network.webSocketFrameReceived', ({ response }) => {
    if (!response.payloadData.includes('"tally:ticked"')) return;
    heard += 1;
    enough?.();
  });
  return (count) => {
    const from = heard;
    return new Promise((resolve) => {
      enough = () => {
        if (heard - from < count) return false;
        enough = undefined;
        resolve(heard - from);
        return true;
      };
    });
  };
}

async function ticking(cdp: CDPSession, ticks: (count: number) => Promise<number>): Promise<Result[]> {
  const rounds: Result['rounds'] = [];
  const tasks: number[] = [];
  const longest: Result['rounds'] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const before = await read(cdp);
    let count = 0;
    const ours = await longestTask(cdp, async () => (count = await ticks(TICKS)));
    const after = await read(cdp);
    rounds.push({ ours: ((after.script - before.script) * 1000) / count, baseline: null });
    tasks.push(((after.task - before.task) * 1000) / count);
    longest.push({ ours, baseline: null });
  }
  return [
    resultOf(`scripting a tick on the desk of ${LISTINGS} listings`, 'ms', rounds, { 'all tasks a tick, ms': median(tasks) }),
    resultOf('longest task while it ticks', 'ms', longest, { 'longest of all rounds, ms': Math.max(...longest.map(({ ours }) => ours)) }),
  ];
}

async function scrolling(page: Page, cdp: CDPSession): Promise<Result> {
  await page.mouse.move(150, 500);
  const rounds: Result['rounds'] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const ours = await longestTask(cdp, async () => {
      for (let n = 0; n < WHEELS; n++) {
        await page.mouse.wheel(0, round % 2 === 0 ? 280 : -280);
        await page.waitForTimeout(16);
      }
    });
    rounds.push({ ours, baseline: null });
  }
  return resultOf(`longest task while the rail of ${LISTINGS} listings scrolls`, 'ms', rounds, { 'longest of all rounds, ms': Math.max(...rounds.map(({ ours }) => ours)) });
}

async function read(cdp: CDPSession): Promise<{ script: number; task: number }> {
  const { metrics } = await cdp.send('Performance.getMetrics');
  const of = (wanted: string): number => metrics.find(({ name }) => name === wanted)?.value ?? 0;
  return { script: of('ScriptDuration'), task: of('TaskDuration') };
}

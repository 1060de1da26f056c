import type { CDPSession } from '@playwright/test';

/** An entry of Chromium's trace, as far as it is read here. `tdur`: processor time of its thread, µs. */
interface Traced {
  name: string;
  pid: number;
  tid: number;
  tdur?: number;
  args?: { name?: string };
}

/** The longest task of the page's own thread while `work` runs, in processor time. Unit: ms. */
export async function longestTask(cdp: CDPSession, work: () => Promise<unknown>): Promise<number> {
  const traced: Traced[] = [];
  const collect = ({ value }: { value: object[] }): void => void traced.push(...(value as Traced[]));
  cdp.on('Tracing.dataCollected', collect);
  await cdp.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories: ['toplevel'], excludedCategories: ['*'] } });
  await work();
  const complete = new Promise((resolve) => cdp.once('Tracing.tracingComplete', resolve));
  await cdp.send('Tracing.end');
  await complete;
  cdp.off('Tracing.dataCollected', collect);
  const thread = ({ pid, tid }: Traced): string => `${pid}/${tid}`;
  const main = new Set(traced.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain').map(thread));
  const tasks = traced.filter((entry) => main.has(thread(entry)) && entry.name.endsWith('RunTask'));
  if (tasks.length === 0) throw new Error('the trace holds no task of the page');
  return Math.max(...tasks.map(({ tdur = 0 }) => tdur)) / 1000;
}

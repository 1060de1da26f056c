import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

/** A server's child that reads recordings, while there is one. @param pid the server's */
export function queryProcess(pid: number): number | undefined {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
  return children.map(Number).find((child) => child > 0 && /query-?worker/i.test(readFileSync(`/proc/${child}/cmdline`, 'utf8')));
}

/** Ends it as a crash would, and waits until the server has seen that: its next question begins a new one. */
export async function endQueryProcess(pid: number): Promise<void> {
  const child = queryProcess(pid);
  if (child === undefined) return;
  process.kill(child, 'SIGKILL');
  // A dead child is there until its parent has taken note of it.
  while (existsSync(`/proc/${child}`)) await wait(10);
}

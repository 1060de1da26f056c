import { fork, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface Running {
  url: string;
  port: number;
  pid: number;
  stop: () => Promise<void>;
}

/** Starts a TypeScript entry that says `{ready: url}`, in a process of its own. */
export async function run(entry: string, env: Record<string, string>): Promise<Running> {
  const child: ChildProcess = fork(fileURLToPath(new URL(entry, import.meta.url)), {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.once('message', (message: { ready: string }) => {
      resolve(message.ready);
    });
    child.once('exit', (code) => {
      reject(new Error(`${entry} ended with ${String(code)}`));
    });
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => {
    resolve();
  }));
  return {
    url,
    port: Number(new URL(url).port),
    pid: child.pid ?? 0,
    stop: async () => {
      child.kill('SIGTERM');
      await gone;
    },
  };
}

/** CPU time a process has used, user and system. Unit: s. */
export function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // Ticks of 1/100 s on every Linux Node runs on.
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Resident memory of a process. Unit: bytes. */
export function residentBytes(pid: number): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
}

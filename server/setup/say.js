// @ts-check

/** A refusal meant for the person at the terminal: shown without a stack, with its own exit code. */
export class Stop extends Error {
  /**
   * @param {string} message
   * @param {number} exitCode 78 is EX_CONFIG: this machine lacks something
   */
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** @param {string} line */
export function say(line) {
  process.stdout.write(`${line}\n`);
}

/**
 * Runs a step and shows it only when it lasts: its name after half a second, a sign of life every ten, its time at the end.
 * @template T
 * @param {string} label
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(label, work) {
  const began = performance.now();
  const seconds = () => Math.round((performance.now() - began) / 1000);
  let shown = false;
  const first = setTimeout(() => {
    shown = true;
    say(`  ${label} …`);
  }, 500);
  const pulse = setInterval(() => {
    say(`  ${label} … ${String(seconds())} s`);
  }, 10_000);
  try {
    const result = await work();
    if (shown) say(`  ${label}: done in ${String(seconds())} s`);
    return result;
  } finally {
    clearTimeout(first);
    clearInterval(pulse);
  }
}

/**
 * Runs a script's main function; a Stop is printed as it is, anything else with its stack.
 * @param {() => Promise<number>} main resolves with the exit code
 */
export async function runMain(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    if (error instanceof Stop) {
      if (error.message !== '') process.stderr.write(`${error.message}\n`);
      process.exitCode = error.exitCode;
    } else {
      process.stderr.write(`${String(error instanceof Error ? error.stack : error)}\n`);
      process.exitCode = 1;
    }
  }
}

import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { apiOf, Misused, runTool } from './feeder/tool.ts';
import { verifyLedger } from './verify/run.ts';

const USAGE = `npm run verify-ledger -- --show ID [--url URL] [--key KEY]
  proves from the show's journal alone that stock, holds, claims and orders agree, and that the store says the same;
  or names the first event where they part. Exit code 0 where all agrees, 1 where it does not.
  --show  the show
  --url   default http://127.0.0.1:4600
  --key   default: the variable ADMIN_KEY`;

await runTool(USAGE, [], async (say) => {
  const { values } = parseArgs({
    options: { show: { type: 'string' }, url: { type: 'string' }, key: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) {
    say.line(USAGE);
    return;
  }
  if (values.show === undefined) throw new Misused('--show is missing');
  if (!(await verifyLedger(apiOf(values, process.env, say), values.show, say, (ms) => wait(ms)))) process.exitCode = 1;
});

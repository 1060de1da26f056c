import { COMMANDS, touchesOf, type Command } from './commands.ts';
import { entity, lastChangeOf } from './entities.ts';
import { nameOf } from './decide/context.ts';
import { reject, type Rejection } from './rejection.ts';
import type { Show } from './show.ts';

/** Who changed an entity last, for the wording of a refusal. */
export function lastChange(show: Show, name: string): Record<string, string | number> {
  const change = lastChangeOf(show, name);
  const onAir = name === entity.onAir ? { onAir: nameOf(show, show.onAir?.listingId) } : {};
  return { entity: name, ...(change ? { revision: change[0], by: change[1], what: change[2] } : {}), ...onAir };
}

/** The revision at which an entity last changed; 0 while it never did. */
export const changedSince = (show: Show, name: string): number => lastChangeOf(show, name)?.[0] ?? 0;

/** STALE_REVISION where what the command touches changed after the revision its sender saw. */
export function staleness(show: Show, command: Command): Rejection | undefined {
  const { expectedRevision } = command;
  if (expectedRevision === undefined || COMMANDS[command.type].ignoresExpectedRevision) return undefined;
  const stale = touchesOf(command.type, command.payload).find((name) => changedSince(show, name) > expectedRevision);
  if (stale === undefined) return undefined;
  const params = lastChange(show, stale);
  return reject('STALE_REVISION', `${params['by'] ?? 'Somebody'} changed it at revision ${params['revision']} (${params['what']}). Look again and decide anew.`, params);
}

import type { Window } from '../../shared/metrics/view.ts';
import { actorOf } from '../access/access.ts';
import type { Desk } from '../desk/desk.ts';
import type { Views } from '../room/views.ts';
import { everyone, looking } from './audience.ts';
import { answering } from './dispatch.ts';
import type { Io, Line } from './io.ts';
import { Presence } from './presence.ts';

export interface LiveOptions {
  io: Io;
  desk: Desk;
  views: Views;
  now: () => number;
  onTrouble: (error: unknown) => void;
}

/** Answers what screens ask over their socket. @returns what to close before the server does. */
export function answerScreens({ io, desk, views, now, onTrouble }: LiveOptions): { close: () => void } {
  const presence = new Presence(io, onTrouble);

  /** Listens to one window of one show, and to nothing else. */
  async function look(line: Line, at: { showId: string; window: Window } | undefined): Promise<void> {
    const before = line.data.looking;
    if (before?.showId === at?.showId && before?.window === at?.window) return;
    delete line.data.looking;
    if (before) await line.leave(looking(before.showId, before.window));
    if (before && before.showId !== at?.showId) await line.leave(everyone(before.showId));
    if (at) {
      line.data.looking = at;
      await line.join([everyone(at.showId), looking(at.showId, at.window)]);
    }
    if (before?.showId === at?.showId) return;
    presence.changed(before?.showId);
    presence.changed(at?.showId);
  }

  io.on('connection', (line) => {
    line.on(
      'show:join',
      answering('show:join', async ({ showId, window = 'show' }) => {
        // Listening first: what happens between a snapshot and a later subscription would be missed.
        await look(line, { showId, window });
        return { ok: true, ...(await views.join(showId, window)) };
      }, onTrouble),
    );
    line.on(
      'show:leave',
      answering('show:leave', async () => {
        await look(line, undefined);
        return { ok: true };
      }, onTrouble),
    );
    line.on(
      'tally:ask',
      answering('tally:ask', async ({ showId, window = 'show' }) => {
        await look(line, { showId, window });
        const { tally, tick, serverTime } = await views.join(showId, window);
        return { ok: true, tally, tick, serverTime };
      }, onTrouble),
    );
    line.on('clock:ask', answering('clock:ask', () => Promise.resolve({ ok: true, serverTime: now() }), onTrouble));
    line.on(
      'show:command',
      answering('show:command', async ({ showId, command }) => {
        const done = await desk.run(showId, command, actorOf(line.data.person, 'desk'));
        return done.ok ? { ok: true, revision: done.revision } : { ok: false, problem: done.problem };
      }, onTrouble),
    );
    line.on('disconnect', () => {
      presence.changed(line.data.looking?.showId);
    });
  });
  return presence;
}

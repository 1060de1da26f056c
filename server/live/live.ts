import type { Joined } from '../../shared/protocol/socket.ts';
import { isCommandType } from '../../shared/show/commands.ts';
import { mayApprove } from '../../shared/show/permissions.ts';
import { actorOf, type Access, type Caller } from '../access/access.ts';
import type { Desk } from '../desk/desk.ts';
import type { Views } from '../room/views.ts';
import { writeSnapshotsOnce } from './answers.ts';
import { answering } from './dispatch.ts';
import { cut, evictStalled } from './evict.ts';
import { sendTicksWhole } from './frames.ts';
import type { Io, Line } from './io.ts';
import { roomsOf, type Place } from './places.ts';
import { Presence } from './presence.ts';
import { Watch } from './watch.ts';

export interface LiveOptions {
  io: Io;
  access: Access;
  desk: Desk;
  views: Views;
  now: () => number;
  onTrouble: (error: unknown) => void;
}

/** Answers what screens ask over their socket. @returns what to close before the server does, and how to say that somebody's rights changed. */
export function answerScreens({ io, access, desk, views, now, onTrouble }: LiveOptions): { close: () => void; recheck: () => void } {
  sendTicksWhole(io);
  writeSnapshotsOnce(io);
  const presence = new Presence(io, onTrouble);
  const watch = new Watch(io, access, onTrouble);
  const stopEvicting = evictStalled(io);

  /** Listens to one window of one show, or to its wall or overlay, as whoever one is there, and to nothing else. */
  async function look(line: Line, person: Caller, at: Place | undefined): Promise<void> {
    line.data.person = person;
    const before = line.data.looking;
    if (before?.showId === at?.showId && before?.window === at?.window) return;
    delete line.data.looking;
    const next = roomsOf(at);
    for (const room of roomsOf(before)) if (!next.includes(room)) await line.leave(room);
    if (at) {
      line.data.looking = at;
      await line.join(next);
    }
    if (before?.showId === at?.showId) return;
    presence.changed(before?.showId);
    presence.changed(at?.showId);
  }

  io.on('connection', (line) => {
    line.on(
      'show:join',
      answering('show:join', async ({ showId, window = 'show' }) => {
        const person = await watch.admit(line, 'show:join', { showId });
        // Listening first: what happens between a snapshot and a later subscription would be missed.
        await look(line, person, { showId, window });
        return { ok: true, ...(await views.join(showId, window)), you: youOf(person) };
      }, onTrouble),
    );
    line.on(
      'show:leave',
      answering('show:leave', async () => {
        await look(line, await watch.admit(line, 'show:leave'), undefined);
        return { ok: true };
      }, onTrouble),
    );
    line.on(
      'tally:ask',
      answering('tally:ask', async ({ showId, window = 'show' }) => {
        await look(line, await watch.admit(line, 'tally:ask', { showId }), { showId, window });
        const { tally, tick, serverTime } = await views.join(showId, window);
        return { ok: true, tally, tick, serverTime };
      }, onTrouble),
    );
    line.on(
      'wall:join',
      answering('wall:join', async ({ showId }) => {
        await look(line, await watch.admit(line, 'wall:join', { showId }), { showId, window: 'wall' });
        return { ok: true, view: await views.wall(showId) };
      }, onTrouble),
    );
    line.on(
      'overlay:join',
      answering('overlay:join', async ({ showId }) => {
        await look(line, await watch.admit(line, 'overlay:join', { showId }), { showId, window: 'overlay' });
        return { ok: true, view: await views.overlay(showId) };
      }, onTrouble),
    );
    // Answered at once: a question to the store would make every clock late by it.
    line.on('clock:ask', answering('clock:ask', () => Promise.resolve({ ok: true, serverTime: now() }), onTrouble));
    line.on(
      'show:command',
      answering<'show:command', { revision: number }>('show:command', async ({ showId, command }) => {
        // The desk names an unknown type.
        const person = await watch.admit(line, 'show:command', { showId, ...(isCommandType(command.type) ? { command: command.type } : {}) });
        const done = await desk.run(showId, command, actorOf(person, line.data.screen));
        if (!done.ok) return { ok: false, problem: done.problem };
        await access.staff.follow(showId, done.events);
        return { ok: true, revision: done.revision };
      }, onTrouble),
    );
    line.on('disconnect', (reason) => {
      if (reason === 'ping timeout') cut(line);
      presence.changed(line.data.looking?.showId);
    });
  });
  return {
    close: () => {
      stopEvicting();
      presence.close();
      watch.close();
    },
    recheck: () => watch.recheck(),
  };
}

/** Whom a screen is told it is in the show it joined. */
function youOf({ id, name, role, subject }: Caller): NonNullable<Joined['you']> {
  return { id, name, role, approver: subject !== undefined && mayApprove(subject) };
}

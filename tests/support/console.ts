import { io, type Socket } from 'socket.io-client';
import type { ClientToServer, Joined, Patch, ServerToClient, Tick } from '../../shared/protocol/socket.ts';
import type { Answer } from '../../shared/protocol/socket.ts';
import { ADMIN_KEY } from './server.ts';

export type Line = Socket<ServerToClient, ClientToServer>;

/** A console without a screen: it notes all that it is told, in order. */
export interface Console {
  line: Line;
  told: ({ kind: 'tick'; tick: Tick } | { kind: 'patch'; patch: Patch })[];
  join(showId: string, window?: Tick['window']): Promise<Answer<Joined>>;
  /** Waits until something told satisfies the condition. */
  until(condition: (told: Console['told']) => boolean): Promise<void>;
  close(): void;
}

/** Connects; rejects with the server's reason where it does not let one in. */
export async function connectConsole(url: string, auth: Record<string, string> = { token: ADMIN_KEY }, extraHeaders: Record<string, string> = {}): Promise<Console> {
  const line: Line = io(url, { transports: ['websocket'], auth, extraHeaders, forceNew: true, reconnection: false });
  const told: Console['told'] = [];
  let heard = (): void => undefined;
  line.on('tally:ticked', (tick) => {
    told.push({ kind: 'tick', tick });
    heard();
  });
  line.on('show:patched', (patch) => {
    told.push({ kind: 'patch', patch });
    heard();
  });
  await new Promise<void>((resolve, reject) => {
    line.once('connect', resolve);
    line.once('connect_error', (error) => {
      line.close();
      reject(error);
    });
  });
  return {
    line,
    told,
    join: (showId, window = 'show') => line.timeout(10_000).emitWithAck('show:join', { showId, window }),
    until: (condition) =>
      new Promise((resolve) => {
        heard = () => {
          if (condition(told)) resolve();
        };
        heard();
      }),
    close: () => void line.close(),
  };
}

import { io, type Socket } from 'socket.io-client';
import type { Ask, AskName, ClientToServer, ServerToClient } from '../../shared/protocol/socket.ts';
import { failed, failureFrom, failureOf, type Outcome } from './http.ts';

type Told = keyof ServerToClient;
type ToldBody<N extends Told> = Parameters<ServerToClient[N]>[0];

/** The socket, typed: asks are answered or fail, never queued; tellings are checked before anyone hears them. */
export interface Transport {
  open(): void;
  close(): void;
  connected(): boolean;
  /** @param check what the answer must look like to be believed. */
  ask<N extends AskName, T>(name: N, body: Ask<N>, check: (answer: unknown) => answer is T, patienceMs?: number): Promise<Outcome<T>>;
  /** Hears a telling of that shape; returns how to stop. One of another shape is dropped and counted by `onBroken`. */
  hear<N extends Told>(name: N, check: (body: unknown) => body is ToldBody<N>, handler: (body: ToldBody<N>) => void, onBroken?: () => void): () => void;
  onLink(handler: (connected: boolean) => void): () => void;
  /** The server would not let this session in. */
  onRefused(handler: () => void): () => void;
}

/** How long an ask may take before its outcome is unknown. Unit: ms. */
const PATIENCE = 8_000;

export function createTransport(): Transport {
  // Both event maps are wide here: what crosses the wire is checked by hand below, so the compiler is not asked to believe it.
  const socket: Socket<Record<string, (body: unknown) => void>, { [N in keyof ClientToServer]: (body: unknown, answer: (error: Error | null, value: unknown) => void) => void }> = io({
    transports: ['websocket'],
    autoConnect: false,
    reconnectionDelay: 300,
    reconnectionDelayMax: 4_000,
    randomizationFactor: 0.6,
    timeout: 6_000,
  });
  // Nothing is queued while offline: a command clicked then must not go off minutes later.
  socket.on('disconnect', () => {
    socket.sendBuffer = [];
  });

  return {
    open: () => void socket.connect(),
    close: () => void socket.disconnect(),
    connected: () => socket.connected,
    ask(name, body, check, patienceMs = PATIENCE) {
      if (!socket.connected) return Promise.resolve(failed(failureOf('OFFLINE')));
      return new Promise((resolve) => {
        socket.timeout(patienceMs).emit(name, body, (error: Error | null, answer: unknown) => {
          if (error) resolve(failed(failureOf('UNKNOWN', error.message)));
          else if (refused(answer)) resolve(failed(failureFrom(answer.problem)));
          else resolve(check(answer) ? { ok: true, value: answer } : failed(failureOf('UNKNOWN', `${name}: an answer of another shape`)));
        });
      });
    },
    hear(name, check, handler, onBroken) {
      const listen = (body: unknown): void => {
        if (check(body)) handler(body);
        else onBroken?.();
      };
      socket.on(name, listen);
      return () => void socket.off(name, listen);
    },
    onLink(handler) {
      const up = (): void => handler(true);
      const down = (): void => handler(false);
      socket.on('connect', up);
      socket.on('disconnect', down);
      return () => {
        socket.off('connect', up);
        socket.off('disconnect', down);
      };
    },
    onRefused(handler) {
      const refuse = (reason: unknown): void => {
        if (refused(reason) || (reason instanceof Error && reason.message.includes('UNAUTHENTICATED'))) handler();
      };
      socket.on('connect_error', refuse);
      return () => void socket.off('connect_error', refuse);
    },
  };
}

function refused(answer: unknown): answer is { ok: false; problem: unknown } {
  return typeof answer === 'object' && answer !== null && 'ok' in answer && answer.ok === false;
}

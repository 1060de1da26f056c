import { io, type Socket } from 'socket.io-client';
import type { Screen } from '../../shared/protocol/access.ts';
import type { Ask, AskName, ServerToClient } from '../../shared/protocol/socket.ts';
import type { Guard } from './check.ts';
import { failed, failureFrom, failureOf, type Outcome } from './http.ts';
import { rejoinDelay } from './repair.ts';

type Told = keyof ServerToClient;
type ToldBody<N extends Told> = Parameters<ServerToClient[N]>[0];

/** The socket, typed: asks are answered or fail, never queued; tellings are checked before anyone hears them. */
export interface Transport {
  open(): void;
  close(): void;
  /**
   * Says which screen this is, from the next handshake on: one that is connected as another connects anew.
   * @param show whose wall or overlay it is: a link's session is good for one show's.
   */
  showAs(screen: Screen, show?: string): void;
  connected(): boolean;
  /** @param check what the answer must look like to be believed. */
  ask<N extends AskName, T>(name: N, body: Ask<N>, check: Guard<T>, patienceMs?: number): Promise<Outcome<T>>;
  /** Hears tellings of that shape; one of another shape is dropped, and `onBroken` told. Returns how to stop. */
  hear<N extends Told>(name: N, check: Guard<ToldBody<N>>, handler: (body: ToldBody<N>) => void, onBroken?: () => void): () => void;
  onLink(handler: (connected: boolean) => void): () => void;
  /** Whether the line is away because the server said that it restarts, and it is not too long ago to believe. */
  restarting(): boolean;
  /** The server does not let this session in. */
  onRefused(handler: () => void): () => void;
}

/** How long an ask may take before its outcome is unknown. Unit: ms. */
const PATIENCE = 8_000;

/** How the wire really is: anything may come, so nothing is taken for typed before it was checked. */
type Wire = Socket<{ [event: string]: (body: unknown) => void }, { [event: string]: (body: unknown, answer: (error: Error | null, value: unknown) => void) => void }>;

/** A line that may be dead, as after a sleep, has to answer within this. Unit: ms. */
const PROBE_MS = 1_500;
/** A restart that takes longer than this is an outage. Unit: ms. */
const RESTART_MS = 30_000;

const isUnauthenticated = (reason: Error): boolean => reason.message.includes('UNAUTHENTICATED');

/** @param random in [0, 1), for the jitter. */
export function createTransport(random: () => number): Transport {
  let as: { screen: Screen; show?: string } = { screen: 'desk' };
  const socket: Wire = io({
    auth: (tell) => tell(as),
    transports: ['websocket'],
    autoConnect: false,
    reconnectionDelay: 300,
    // With the jitter under three seconds: a screen is back soon after its network is.
    reconnectionDelayMax: 1_800,
    randomizationFactor: 0.6,
    timeout: 4_000,
  });
  let wanted = false;
  let retry: ReturnType<typeof setTimeout> | undefined;
  /** Where the server closed the line or its doors in words, the library leaves coming back to us. */
  function comeBack(): void {
    clearTimeout(retry);
    if (wanted && !socket.active) retry = setTimeout(() => wanted && socket.connect(), rejoinDelay(3, random()));
  }
  const links = new Set<(connected: boolean) => void>();
  let announced: ReturnType<typeof setTimeout> | undefined;
  const say = (connected: boolean): void => links.forEach((handler) => handler(connected));
  function forgetRestart(): void {
    clearTimeout(announced);
    announced = undefined;
  }
  socket.on('server:restarting', () => {
    forgetRestart();
    announced = setTimeout(() => {
      forgetRestart();
      if (!socket.connected) say(false);
    }, RESTART_MS);
  });
  socket.on('connect', () => {
    forgetRestart();
    say(true);
  });
  socket.on('disconnect', () => {
    // Nothing is queued while offline: a command clicked then must not go off minutes later.
    socket.sendBuffer = [];
    comeBack();
    say(false);
  });
  socket.on('connect_error', (reason) => {
    if (!isUnauthenticated(reason)) comeBack();
  });
  /** Comes back at once, whatever pause the library is in. */
  function renew(): void {
    clearTimeout(retry);
    socket.disconnect().connect();
  }
  /** After a sleep, a lock or a change of network a line may look whole and be dead: it is asked, and where it does not answer, made anew. */
  async function wake(): Promise<void> {
    if (!wanted || document.hidden) return;
    if (!socket.connected) return renew();
    const { id } = socket;
    const answer = await answerOf(socket, 'clock:ask', {}, PROBE_MS);
    if (answer === undefined && wanted && socket.connected && socket.id === id) renew();
  }
  const look = (): void => void wake();
  document.addEventListener('visibilitychange', look);
  document.addEventListener('resume', look);
  addEventListener('pageshow', ({ persisted }) => persisted && look());
  addEventListener('online', look);

  return {
    open() {
      wanted = true;
      socket.connect();
    },
    close() {
      wanted = false;
      clearTimeout(retry);
      socket.disconnect();
    },
    showAs(screen, show) {
      if (screen === as.screen && show === as.show) return;
      as = { screen, ...(show === undefined ? {} : { show }) };
      if (wanted) socket.disconnect().connect();
    },
    connected: () => socket.connected,
    async ask(name, body, check, patienceMs = PATIENCE) {
      if (!socket.connected) return failed(failureOf('OFFLINE'));
      const answer = await answerOf(socket, name, body, patienceMs);
      if (answer === undefined) return failed(failureOf('UNKNOWN', `${name}: no answer in time`));
      if (isRefusal(answer)) return failed(failureFrom(answer.problem));
      return check(answer) ? { ok: true, value: answer } : failed(failureOf('UNKNOWN', `${name}: an answer of another shape`));
    },
    hear(name, check, handler, onBroken) {
      const listen = (body: unknown): void => (check(body) ? handler(body) : onBroken?.());
      const event: string = name;
      socket.on(event, listen);
      return () => void socket.off(event, listen);
    },
    onLink(handler) {
      links.add(handler);
      return () => void links.delete(handler);
    },
    restarting: () => announced !== undefined,
    onRefused(handler) {
      const refuse = (reason: Error): void => {
        if (isUnauthenticated(reason)) handler();
      };
      socket.on('connect_error', refuse);
      return () => void socket.off('connect_error', refuse);
    },
  };
}

/** What the server answered; undefined where nothing came in time or the line broke first. */
function answerOf(socket: Wire, name: string, body: unknown, patienceMs: number): Promise<unknown> {
  return new Promise((resolve) => {
    socket.timeout(patienceMs).emit(name, body, (error: Error | null, value: unknown) => resolve(error ? undefined : value));
  });
}

function isRefusal(answer: unknown): answer is { ok: false; problem: unknown } {
  return typeof answer === 'object' && answer !== null && 'ok' in answer && answer.ok === false;
}

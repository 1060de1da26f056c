import { everyone, present } from './places.ts';
import type { Io } from './io.ts';

/** At most one word a second about who is there, however many come and go. Unit: ms. */
const PAUSE_MS = 1_000;
/** People named; with more, the screens say how many. */
const NAMED = 50;

/** Tells a show's screens who else is there. */
export class Presence {
  private readonly due = new Map<string, NodeJS.Timeout>();

  constructor(
    private readonly io: Io,
    private readonly onTrouble: (error: unknown) => void,
  ) {}

  /** Somebody came or went. */
  changed(showId: string | undefined): void {
    if (showId === undefined || this.due.has(showId)) return;
    const timer = setTimeout(() => {
      this.due.delete(showId);
      this.tell(showId).catch(this.onTrouble);
    }, PAUSE_MS);
    this.due.set(showId, timer);
  }

  close(): void {
    for (const timer of this.due.values()) clearTimeout(timer);
    this.due.clear();
  }

  private async tell(showId: string): Promise<void> {
    const lines = await this.io.in(present(showId)).fetchSockets();
    const people = lines.slice(0, NAMED).map(({ data: { person, screen } }) => ({ id: person.id, name: person.name, role: person.role, screen }));
    this.io.to(everyone(showId)).emit('show:presence', { showId, people, total: lines.length });
  }
}

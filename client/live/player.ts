import type { Failure } from './http.ts';

/** What a page of playback steers. Times are Unix ms of the show. */
export interface Player {
  readonly at: number;
  readonly begin: number;
  readonly end: number;
  readonly playing: boolean;
  readonly speed: number;
  /** What should be shown is not here yet, and why where it was refused. */
  readonly waiting: boolean;
  readonly trouble: Failure | undefined;
  play(): void;
  pause(): void;
  run(speed: number): void;
  /** Goes to another moment: whoever follows the show has to join anew. */
  seek(at: number): void;
  /** Called whenever anything above changed. */
  onChange(handler: () => void): void;
}

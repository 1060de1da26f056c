import type { AlertLevel } from '../../shared/alerts/alert.ts';

/** One tone. Units: Hz, and s from the start of the sound. */
interface Tone {
  hz: number;
  at: number;
  lasts: number;
}

/** Red falls twice and cannot be taken for anything else; amber is one low tone. */
const SOUNDS: Readonly<Record<AlertLevel, readonly Tone[]>> = {
  red: [{ hz: 988, at: 0, lasts: 0.16 }, { hz: 740, at: 0.17, lasts: 0.22 }, { hz: 988, at: 0.5, lasts: 0.16 }, { hz: 740, at: 0.67, lasts: 0.3 }],
  amber: [{ hz: 523, at: 0, lasts: 0.4 }],
};
/** Loud enough beside a stream, and not a shock on headphones. 1 is full scale. */
const LOUDNESS: Readonly<Record<AlertLevel, number>> = { red: 0.3, amber: 0.16 };
/** How long a tone swells: an edge would click. Unit: s. */
const SWELL = 0.012;

/** The sounds of alerts, made by the browser itself. */
export class Chime {
  #context: AudioContext | undefined;

  /** Browsers let a page sound only once it was pressed: to be called from such a press, as often as there is one. */
  async wake(): Promise<void> {
    this.#context ??= new AudioContext();
    if (this.#context.state === 'suspended') await this.#context.resume();
  }

  /** Sounds at once, or, on a page nobody has pressed yet, not at all: late it would tell of something else. */
  play(level: AlertLevel): void {
    const context = this.#context;
    if (context?.state !== 'running') return;
    for (const { hz, at, lasts } of SOUNDS[level]) {
      const start = context.currentTime + at;
      const tone = new OscillatorNode(context, { type: 'triangle', frequency: hz });
      const volume = new GainNode(context, { gain: 0 });
      volume.gain.setValueAtTime(0, start);
      volume.gain.linearRampToValueAtTime(LOUDNESS[level], start + SWELL);
      volume.gain.exponentialRampToValueAtTime(0.001, start + lasts);
      tone.connect(volume).connect(context.destination);
      tone.start(start);
      tone.stop(start + lasts);
    }
  }

  close(): void {
    void this.#context?.close();
    this.#context = undefined;
  }
}

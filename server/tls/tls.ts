import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import type { Server } from 'node:https';
import type { Pair } from './certificate.ts';
import { keepCertificate, type Kept } from './keep.ts';

/** How often it is looked whether the certificate is still the one to show. Unit: ms. */
const LOOK_MS = 60_000;

/** The certificate that a server shows: a given one, or one of its own, which comes with what devices are to trust. */
export class Tls {
  /** @param read what is to be shown at this moment. */
  private constructor(
    private readonly read: () => Pair & Partial<Kept>,
    public shown: Pair & Partial<Kept>,
  ) {}

  /** From two PEM files. @throws Error where they cannot be read, or do not belong together. */
  static given(files: { cert: string; key: string }): Tls {
    const read = (): Pair => {
      const pair = { cert: readFileSync(files.cert, 'utf8'), key: readFileSync(files.key, 'utf8') };
      createSecureContext(pair);
      return pair;
    };
    return new Tls(read, read());
  }

  /** Kept in a folder and made there. @param names asked anew because networks change. @param now Unix ms */
  static own(dir: string, names: () => readonly string[], now: () => number): Tls {
    const read = (): Kept => keepCertificate(dir, names(), now());
    return new Tls(read, read());
  }

  /** Shows a renewed certificate without a restart. @returns what ends it */
  follow(server: Pick<Server, 'setSecureContext'>, onTrouble: (error: unknown) => void): () => void {
    const timer = setInterval(() => {
      try {
        const next = this.read();
        if (next.cert === this.shown.cert) return;
        this.shown = next;
        server.setSecureContext(next);
      } catch (error) {
        // Half replaced, perhaps: the old one is shown until the next look.
        onTrouble(error);
      }
    }, LOOK_MS);
    timer.unref();
    return () => clearInterval(timer);
  }
}

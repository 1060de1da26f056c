import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Type } from 'typebox';
import { Value } from 'typebox/value';

const Seen = Type.Record(Type.String(), Type.String());

/**
 * Remembers on this machine's disk how far each journal had been read, so that a store that comes back with less
 * than was acknowledged is noticed even when the server was down meanwhile.
 */
export class Witness {
  private dirty = false;
  private writing: Promise<void> = Promise.resolve();

  private constructor(
    private readonly path: string,
    private readonly seen: Map<string, string>,
  ) {}

  static async open(dataDir: string): Promise<Witness> {
    await mkdir(dataDir, { recursive: true });
    const path = join(dataDir, 'witness.json');
    return new Witness(path, new Map(Object.entries(await readSeen(path))));
  }

  lastSeen(showId: string): string | undefined {
    return this.seen.get(showId);
  }

  note(showId: string, entry: string): void {
    if (this.seen.get(showId) === entry) return;
    this.seen.set(showId, entry);
    this.dirty = true;
  }

  /** Writes what changed, whole or not at all. */
  async save(): Promise<void> {
    this.writing = this.writing.then(async () => {
      if (!this.dirty) return;
      this.dirty = false;
      await writeFile(`${this.path}.new`, JSON.stringify(Object.fromEntries(this.seen)));
      await rename(`${this.path}.new`, this.path);
    });
    return this.writing;
  }
}

async function readSeen(path: string): Promise<Record<string, string>> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw error;
  }
  const value: unknown = JSON.parse(text);
  return Value.Check(Seen, value) ? value : {};
}

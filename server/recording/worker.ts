import { setPriority } from 'node:os';
import { openJournalReader, type JournalReader } from '../store/reader.ts';
import { serveAide } from './aide.ts';
import { writeClosing } from './close.ts';
import { temporaryFolder } from './files.ts';
import { ParquetWriter } from './parquet.ts';
import { writeRest } from './rest.ts';
import type { Desk, Writing, Written } from './scribe.ts';
import { writeSegment, type WriteTools } from './write.ts';

/** The process that writes recordings, one file after the other, when nobody else wants the processor. */
const NICE = 10;
setPriority(NICE);

type Tools = WriteTools & { reader: JournalReader };
let tools: Promise<Tools> | undefined;

async function openTools({ redisUrl, folder }: Desk): Promise<Tools> {
  const temporary = await temporaryFolder(folder, Date.now());
  // What the line to Redis suffers, the command in hand suffers too.
  return { folder, temporary, reader: await openJournalReader(redisUrl, () => undefined), writer: await ParquetWriter.open(temporary) };
}

serveAide<Desk, Writing, Written>(false, async (desk, asked) => {
  try {
    const at = await (tools ??= openTools(desk));
    if ('write' in asked) return { segment: await writeSegment(at, asked.write) };
    return 'close' in asked ? { closing: await writeClosing(at, asked.close) } : { atRest: await writeRest(at, asked.rest) };
  } catch (error) {
    // What could not be opened is opened anew the next time.
    const failed = tools;
    tools = undefined;
    await failed?.then(({ reader }) => reader.close(), () => undefined);
    throw error;
  }
});

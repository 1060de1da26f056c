import { setPriority } from 'node:os';
import { openJournalReader, type JournalReader } from '../store/reader.ts';
import { ParquetWriter } from './parquet.ts';
import type { Answered, Asked, Desk } from './scribe.ts';
import { temporaryFolder, writeSegment, type WriteTools } from './write.ts';

/** The process that writes recordings, one segment after the other, when nobody else wants the processor. */
const NICE = 10;
setPriority(NICE);

type Tools = WriteTools & { reader: JournalReader };
let tools: Promise<Tools> | undefined;

async function openTools({ redisUrl, folder }: Desk): Promise<Tools> {
  const temporary = await temporaryFolder(folder, Date.now());
  // What the line to Redis suffers, the command in hand suffers too.
  return { folder, temporary, reader: await openJournalReader(redisUrl, () => undefined), writer: await ParquetWriter.open(temporary) };
}

async function answer({ number, order }: Asked, desk: Desk): Promise<Answered> {
  try {
    return { number, segment: await writeSegment(await (tools ??= openTools(desk)), order) };
  } catch (error) {
    // What could not be opened is opened anew the next time.
    const failed = tools;
    tools = undefined;
    await failed?.then(({ reader }) => reader.close(), () => undefined);
    return { number, error: error instanceof Error ? error.message : String(error) };
  }
}

let desk: Desk | undefined;
let work: Promise<void> = Promise.resolve();
// Our own scribe speaks: of the desk first, then of what to write.
process.on('message', (message: Desk | Asked) => {
  if ('folder' in message) {
    desk = message;
    return;
  }
  const at = desk;
  if (at) work = work.then(async () => void process.send?.(await answer(message, at)));
});
// The server is gone, perhaps without a word.
process.once('disconnect', () => process.exit(0));

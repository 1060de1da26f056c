import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { openJournalReader, type JournalReader } from '../store/reader.ts';
import { ParquetWriter } from './parquet.ts';
import type { Answered, Asked, Desk } from './scribe.ts';
import { temporaryFolder, writeSegment, type WriteTools } from './write.ts';

/** The thread that writes recordings, one segment after the other, when nobody else wants the processor. */
const NICE = 10;

// Our own scribe started us.
const { redisUrl, folder } = workerData as Desk;
/** On Linux a thread's own; where it would be the whole process's, and where it is refused, all stays as it is. */
if (process.platform === 'linux') setPriority(NICE);

type Tools = WriteTools & { reader: JournalReader };
let tools: Promise<Tools> | undefined;

async function openTools(): Promise<Tools> {
  const temporary = await temporaryFolder(folder, Date.now());
  // What the line to Redis suffers, the command in hand suffers too.
  return { folder, temporary, reader: await openJournalReader(redisUrl, () => undefined), writer: await ParquetWriter.open(temporary) };
}

let work: Promise<void> = Promise.resolve();
parentPort?.on('message', ({ number, order }: Asked) => {
  work = work.then(async () => {
    let answered: Answered;
    try {
      answered = { number, segment: await writeSegment(await (tools ??= openTools()), order) };
    } catch (error) {
      // What could not be opened is opened anew the next time.
      const failed = tools;
      tools = undefined;
      await failed?.then(({ reader }) => reader.close(), () => undefined);
      answered = { number, error: error instanceof Error ? error.message : String(error) };
    }
    parentPort?.postMessage(answered);
  });
});

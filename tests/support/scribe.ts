import { writeClosing, type CloseTools } from '../../server/recording/close.ts';
import { writeRest } from '../../server/recording/rest.ts';
import type { RecorderTools } from '../../server/recording/recorder.ts';
import { writeSegment, type WriteTools } from '../../server/recording/write.ts';

/** The scribe's work done in this process. */
export const scribeOf = (tools: () => WriteTools & CloseTools): RecorderTools['scribe'] => ({
  write: (order) => writeSegment(tools(), order),
  conclude: (order) => writeClosing(tools(), order),
  rest: (order) => writeRest(tools(), order),
});

import { describe, expect, it } from 'vitest';
import { withComments } from '../../../client/stores/comments.ts';
import type { Comment } from '../../../shared/metrics/view.ts';

const comment = (id: string): Comment => ({ id, at: 0, viewerId: 'v', text: id });
const ids = (comments: readonly Comment[]): string[] => comments.map(({ id }) => id);

describe('the comments on screen', () => {
  it('stand newest first', () => {
    const kept = withComments([], ['1-0.0', '1-0.1'].map(comment));
    expect(ids(withComments(kept, [comment('2-0.0')]))).toEqual(['2-0.0', '1-0.1', '1-0.0']);
  });

  it('are there once, however often they are told', () => {
    const kept = withComments([], ['1-0.0', '1-0.1', '2-0.0'].map(comment));
    expect(withComments(kept, ['1-0.1', '2-0.0'].map(comment))).toBe(kept);
    expect(ids(withComments(kept, ['2-0.0', '3-0.0'].map(comment)))).toEqual(['3-0.0', '2-0.0', '1-0.1', '1-0.0']);
  });

  it('fall into place where a join tells what was missed between two ticks', () => {
    const kept = withComments([], ['9-0.0', '11-0.0'].map(comment));
    expect(ids(withComments(kept, ['10-0.0', '10-0.2', '10-0.10'].map(comment)))).toEqual(['11-0.0', '10-0.10', '10-0.2', '10-0.0', '9-0.0']);
  });

  it('are at most three hundred: the newest', () => {
    const many = withComments([], Array.from({ length: 400 }, (_, i) => comment(`1-0.${i}`)));
    expect(many).toHaveLength(300);
    expect(many[0]?.id).toBe('1-0.399');
  });
});

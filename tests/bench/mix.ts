/** A seeded 32-bit generator (mulberry32), so that every round and both sides get the same bytes. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface MixOptions {
  seed: number;
  viewers: number;
  skus: number;
  /** Unix ms of the first event, and between one event and the next. */
  startAt: number;
  stepMs: number;
}

/**
 * The mix of a busy room, about 150 bytes an event, each with an id: people come and go, look, click, talk, put in
 * the cart, and one in fifty orders and pays.
 */
export function* roomMix({ seed, viewers, skus, startAt, stepMs }: MixOptions): Generator<Record<string, unknown>> {
  const random = seeded(seed);
  const sources = ['natural', 'paid', 'follow', 'search', 'short-video'];
  const base = (n: number) => ({ id: `${seed.toString(36)}-${n.toString(36).padStart(8, '0')}`, at: Math.round(startAt + n * stepMs) });
  for (let n = 0; ; n++) {
    const viewerId = `dy_8842${String(Math.floor(random() * viewers)).padStart(9, '0')}`;
    const sku = `SKU-${Math.floor(random() * random() * skus)}`;
    const dice = random();
    const common = base(n);
    if (dice < 0.16) yield { type: 'viewer.entered', ...common, viewerId, source: sources[Math.floor(random() * 5)], follower: random() < 0.2, room: 'live-20261111-main' };
    else if (dice < 0.3) yield { type: 'viewer.left', ...common, viewerId, room: 'live-20261111-main', reason: 'closed' };
    else if (dice < 0.55) yield { type: 'product.shown', ...common, viewerId, sku, place: 'card', room: 'live-20261111-main' };
    else if (dice < 0.72) yield { type: 'product.clicked', ...common, viewerId, sku, place: 'bag', room: 'live-20261111-main' };
    else if (dice < 0.8) yield { type: 'like.given', ...common, viewerId, count: 1 + Math.floor(random() * 9), room: 'live-20261111-main' };
    else if (dice < 0.9) yield { type: 'comment.posted', ...common, viewerId, text: random() < 0.3 ? '1' : '这个适合油皮吗', nickname: '小满' };
    else if (dice < 0.96) yield { type: 'cart.added', ...common, viewerId, sku, quantity: 1, room: 'live-20261111-main' };
    else if (dice < 0.98) yield { type: 'order.created', ...common, orderId: `O${seed}${n}`, viewerId, lines: [{ sku, quantity: 1, amount: 14_900 }] };
    else yield { type: 'order.paid', ...common, orderId: `O${seed}${n - 40}`, viewerId, lines: [{ sku, quantity: 1, amount: 14_900 }] };
  }
}

/** `count` bodies of `size` events each, as JSON arrays, and their mean bytes an event. */
export function bodies(options: MixOptions, count: number, size: number, wanted: (event: Record<string, unknown>) => boolean = () => true): { bodies: Buffer[]; bytesPerEvent: number } {
  const events = roomMix(options);
  const made: Buffer[] = [];
  let bytes = 0;
  for (let i = 0; i < count; i++) {
    const batch: unknown[] = [];
    while (batch.length < size) {
      const event = events.next().value as Record<string, unknown>;
      if (wanted(event)) batch.push(event);
    }
    const body = Buffer.from(JSON.stringify(batch));
    bytes += body.length;
    made.push(body);
  }
  return { bodies: made, bytesPerEvent: bytes / (count * size) };
}

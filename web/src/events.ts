/** What the server tells as it happens; see /api/v1/events. */
export interface Happening {
  type: string;
  item?: string;
  job?: number;
  kind?: string;
  reason?: string;
  fraction?: number;
  speed?: number;
  remainingSeconds?: number;
}

type Listener = (happening: Happening) => void;

const TYPES = [
  'item.created',
  'item.changed',
  'item.published',
  'item.failed',
  'item.trashed',
  'item.restored',
  'item.removed',
  'item.parsed',
  'item.grabbed',
  'item.downloaded',
  'item.ended',
  'job.queued',
  'job.started',
  'job.succeeded',
  'job.failed',
  'job.cancelled',
  'job.progress',
  'library.changed',
  'alert.raised',
  'alert.resolved',
  'resync',
];

/** A dropped stream is tried again by the browser; one that was refused, by us, after this long. */
const AGAIN_MS = 5000;

const listeners = new Set<Listener>();
let source: EventSource | null = null;
let hadTrouble = false;

/** Listens until the returned function is called. The stream is open only while somebody listens. */
export function listen(listener: Listener): () => void {
  listeners.add(listener);
  open();
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      source?.close();
      source = null;
    }
  };
}

function open(): void {
  if (source !== null) {
    return;
  }
  const stream = new EventSource('/api/v1/events');
  source = stream;
  for (const type of TYPES) {
    stream.addEventListener(type, (event) => tell(type, event.data));
  }
  stream.onopen = () => {
    // What happened meanwhile comes again by its number; progress does not.
    if (hadTrouble) {
      hadTrouble = false;
      tell('resync', '{}');
    }
  };
  stream.onerror = () => {
    hadTrouble = true;
    if (stream.readyState === EventSource.CLOSED && source === stream) {
      source = null;
      setTimeout(() => {
        if (listeners.size > 0) {
          open();
        }
      }, AGAIN_MS);
    }
  };
}

function tell(type: string, data: string): void {
  const about = parsed(data);
  for (const listener of [...listeners]) {
    listener({ ...about, type });
  }
}

function parsed(data: string): Partial<Happening> {
  try {
    const value: unknown = JSON.parse(data || '{}');
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

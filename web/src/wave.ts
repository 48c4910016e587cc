/** Peaks of a sound, 0 to 255, as the server drew them up. */
export async function peaks(address: string | undefined): Promise<number[]> {
  if (!address) {
    return [];
  }
  try {
    const answer = await fetch(address);
    const body: unknown = answer.ok ? await answer.json() : null;
    const values = (body as { peaks?: unknown } | null)?.peaks;
    return Array.isArray(values) ? values.map(Number) : [];
  } catch {
    return [];
  }
}

const BAR = 3;
const GAP = 2;

/** Draws the peaks as bars; those before `played` (0 to 1) in the accent's colour. */
export function draw(canvas: HTMLCanvasElement, values: number[], played: number): void {
  const { width, height } = canvas.getBoundingClientRect();
  const context = canvas.getContext('2d');
  if (!context || width === 0) {
    return;
  }
  const scale = window.devicePixelRatio || 1;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  context.scale(scale, scale);
  const style = getComputedStyle(canvas);
  const [done, rest] = [style.getPropertyValue('color'), style.getPropertyValue('border-top-color')];
  // The loudest place reaches the edge, however quiet the whole was recorded.
  const full = loudest(values, 0, 1) || 1;
  const bars = Math.floor(width / (BAR + GAP));
  for (let bar = 0; bar < bars; bar += 1) {
    const loud = loudest(values, bar / bars, (bar + 1) / bars);
    const tall = Math.max(BAR, (loud / full) * height);
    context.fillStyle = (bar + 0.5) / bars <= played ? done : rest;
    context.beginPath();
    context.roundRect(bar * (BAR + GAP), (height - tall) / 2, BAR, tall, BAR / 2);
    context.fill();
  }
}

function loudest(values: number[], from: number, to: number): number {
  if (values.length === 0) {
    return 0;
  }
  const start = Math.floor(from * values.length);
  const end = Math.max(start + 1, Math.floor(to * values.length));
  return Math.max(...values.slice(start, end)) / 255;
}

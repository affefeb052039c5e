// Reads what the app counts about itself, to say beside a figure what it cost.

/** Value by series, as in `signalbox_outbox_rows{state="pending"}`. */
export async function scrape(appUrl: string): Promise<ReadonlyMap<string, number>> {
  const text = await (await fetch(`${appUrl}/metrics`)).text();
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const at = line.lastIndexOf(' ');
      return [line.slice(0, at), Number(line.slice(at + 1))] as const;
    }),
  );
}

/** Sum over the series whose text holds each of `parts`. */
export function total(series: ReadonlyMap<string, number>, ...parts: readonly string[]): number {
  let sum = 0;
  for (const [name, value] of series) if (parts.every((part) => name.includes(part))) sum += value;
  return sum;
}

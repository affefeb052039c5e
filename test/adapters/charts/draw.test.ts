import { afterAll, describe, expect, it } from 'vitest';
import { createDrawer } from '#adapters/charts/draw.ts';
import { optionOf } from '#adapters/charts/option.ts';
import type { Drawing } from '#ports/drawing.ts';

const drawer = createDrawer();
afterAll(() => drawer.close());

const labels = Array.from({ length: 60 }, (_, day) => `day ${day + 1}`);
const values = labels.map((_, day) => 40 + (day % 7));

function aDrawing(changes: Partial<Drawing> = {}): Drawing {
  return {
    title: 'MQLs a day',
    subtitle: 'October and November',
    labels,
    series: [{ name: 'MQLs', values, as: 'line' }],
    numbers: {},
    ...changes,
  };
}

describe('A chart as an image', () => {
  it('is a PNG of the size that it says', async () => {
    const { png, width, height } = await drawer.draw(aDrawing());
    const bytes = Buffer.from(png);
    expect(bytes.subarray(1, 4).toString()).toBe('PNG');
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([width, height]);
  });

  it('is the same image for the same drawing, also beside others', async () => {
    const [one, other, changed] = await Promise.all([
      drawer.draw(aDrawing()),
      drawer.draw(aDrawing()),
      drawer.draw(aDrawing({ title: 'SQLs a day' })),
    ]);
    expect(Buffer.from(one.png).equals(Buffer.from(other.png))).toBe(true);
    expect(Buffer.from(one.png).equals(Buffer.from(changed.png))).toBe(false);
  });

  it.each([
    ['letters of other scripts', { title: 'Größe, Ωμέγα, Журнал' }],
    ['what would be markup', { title: '<script>&"quoted"', subtitle: ']]>' }],
    ['gaps', { series: [{ name: 'MQLs', values: values.map((value, day) => (day % 3 ? value : null)), as: 'bar' }] }],
    ['nothing at all', { labels: [], series: [{ name: 'MQLs', values: [], as: 'line' }] }],
  ] satisfies [string, Partial<Drawing>][])('can show %s', async (_, changes) => {
    expect((await drawer.draw(aDrawing(changes))).png.length).toBeGreaterThan(1000);
  });

  it('fills the band between its two lines', () => {
    const band = { name: 'Expected', low: [1, null], high: [4, 5] };
    const { series } = optionOf(aDrawing({ labels: ['a', 'b'], band })) as { series: { data: unknown }[] };
    expect(series.slice(0, 2).map(({ data }) => data)).toEqual([
      [1, null],
      [3, null],
    ]);
  });

  it('points at flagged values, and not at gaps', () => {
    const flags = [
      { index: 0, tone: 'bad' as const },
      { index: 1, tone: 'bad' as const },
    ];
    const drawing = aDrawing({ labels: ['a', 'b'], series: [{ name: 's', values: [7, null], as: 'line' }], flags });
    const { series } = optionOf(drawing) as { series: { markPoint: { data: { coord: unknown }[] } }[] };
    expect(series[0]?.markPoint.data.map(({ coord }) => coord)).toEqual([[0, 7]]);
  });

  it('goes on drawing after it was closed', async () => {
    const own = createDrawer();
    await own.draw(aDrawing());
    await own.close();
    await expect(own.draw(aDrawing())).resolves.toMatchObject({ width: 1200 });
    await own.close();
  });
});

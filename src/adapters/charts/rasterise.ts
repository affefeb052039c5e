// SVG to PNG, with fonts that come along: a server has none, or others.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { initWasm, Resvg } from '@resvg/resvg-wasm';

const FACES = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'];

let fonts: Promise<readonly Uint8Array[]> | undefined;

export async function rasterise(svg: string): Promise<Uint8Array> {
  fonts ??= prepare();
  const image = new Resvg(svg, {
    background: '#ffffff',
    font: { fontBuffers: [...(await fonts)], defaultFontFamily: 'DejaVu Sans', sansSerifFamily: 'DejaVu Sans' },
  });
  try {
    return image.render().asPng();
  } finally {
    image.free();
  }
}

async function prepare(): Promise<readonly Uint8Array[]> {
  await initWasm(readFile(fileURLToPath(import.meta.resolve('@resvg/resvg-wasm/index_bg.wasm'))));
  return Promise.all(FACES.map((face) => readFile(fileURLToPath(import.meta.resolve(`dejavu-fonts-ttf/ttf/${face}`)))));
}

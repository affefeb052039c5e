// Draws one chart: ECharts makes an SVG of it, which becomes a PNG.
import { BarChart, LineChart } from 'echarts/charts';
import {
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  MarkPointComponent,
  TitleComponent,
} from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { Drawing, DrawnImage } from '#ports/drawing.ts';
import { optionOf } from './option.ts';
import { rasterise } from './rasterise.ts';

use([
  BarChart,
  LineChart,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  MarkPointComponent,
  SVGRenderer,
  TitleComponent,
]);

/** Twice what Slack shows a message's image at, so that it is sharp. */
const SIZE = { width: 1200, height: 640 };

export async function render(drawing: Drawing): Promise<DrawnImage> {
  const chart = init(null, null, { renderer: 'svg', ssr: true, ...SIZE });
  try {
    chart.setOption(optionOf(drawing));
    return { png: await rasterise(chart.renderToSVGString()), ...SIZE };
  } finally {
    chart.dispose();
  }
}

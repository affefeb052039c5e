// Blocks of whatever size a test of limits asks for; everything else about them is fine.
export const x = (length: number) => 'x'.repeat(length);
export const text = (length: number) => ({ type: 'mrkdwn', text: x(length) });
export const plain = (length: number) => ({ type: 'plain_text', text: x(length) });
export const many = <T>(count: number, one: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => one(index));
export const option = (index: number) => ({ text: plain(1), value: `${index}` });
export const action = (element: Record<string, unknown>) => ({
  type: 'actions',
  elements: [{ action_id: 'a', ...element }],
});
export const button = (fields: Record<string, unknown>) => ({ type: 'button', text: plain(2), ...fields });
export const input = (fields: Record<string, unknown>) => ({
  type: 'input',
  label: plain(1),
  element: { type: 'plain_text_input', action_id: 'a' },
  ...fields,
});
export const typed = (fields: Record<string, unknown>) =>
  input({ element: { type: 'plain_text_input', action_id: 'a', ...fields } });
export const url = (length: number) => `https://a.test/${x(length - 15)}`;
export const picture = (fields: Record<string, unknown>) => ({
  type: 'image',
  image_url: 'https://a.test/a.png',
  alt_text: 'A',
  ...fields,
});
export const video = (fields: Record<string, unknown>) => ({
  type: 'video',
  video_url: 'https://a.test/v',
  thumbnail_url: 'https://a.test/t',
  alt_text: 'V',
  title: plain(1),
  ...fields,
});
export const card = (fields: Record<string, unknown>) => ({ type: 'card', title: text(1), ...fields });
export const container = (fields: Record<string, unknown>) => ({
  type: 'container',
  title: plain(1),
  child_blocks: [{ type: 'divider' }],
  ...fields,
});
export const cell = { type: 'raw_text', text: 'a' };
export const pie = (fields: Record<string, unknown>, segments = many(1, () => ({ label: 'a', value: 1 }))) => ({
  type: 'data_visualization',
  title: 'T',
  chart: { type: 'pie', segments },
  ...fields,
});
export const bars = (series: number, points: number, label = 1, axis: Record<string, unknown> = {}) => {
  const categories = many(points, (n) => `${n}`.padStart(label, 'x'));
  const data = categories.map((each) => ({ label: each, value: 1 }));
  return {
    type: 'data_visualization',
    title: 'T',
    chart: {
      type: 'bar',
      series: many(series, (n) => ({ name: `s${n}`, data })),
      axis_config: { categories, ...axis },
    },
  };
};
export const confirm = (fields: Record<string, unknown>) =>
  action(button({ confirm: { text: text(1), title: plain(1), confirm: plain(1), deny: plain(1), ...fields } }));

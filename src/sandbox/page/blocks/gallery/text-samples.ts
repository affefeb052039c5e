// Samples of what is read: mrkdwn, rich text, and blocks that only show.
import { button, mrkdwn, PICTURE, plainText, section } from './sample.ts';
import type { Sample } from './sample.ts';

const styled = (text: string, style: string): object => ({ type: 'text', text, style: { [style]: true } });

export const TEXT_SAMPLES: readonly Sample[] = [
  {
    name: 'A lead’s card',
    blocks: [
      { type: 'header', text: plainText('Jordan Avery · Initech') },
      section(
        '*New lead* from <https://example.com/pricing|the pricing page>, score *92*\n:large_green_circle: Enterprise, 2,400 people',
        { accessory: { type: 'overflow', action_id: 'more', options: [{ value: 'why', text: plainText('Why?') }] } },
      ),
      {
        type: 'section',
        fields: [
          mrkdwn('*Company*\nInitech'),
          mrkdwn('*Country*\n:flag-de: Germany'),
          mrkdwn('*Owner*\n<@U0ANA>'),
          mrkdwn('*Due*\n<!date^1795000000^{date_short_pretty} at {time}|later>'),
        ],
      },
      {
        type: 'actions',
        block_id: 'card',
        elements: [
          button('claim', 'Claim', { style: 'primary' }),
          button('pass', 'Pass', {
            style: 'danger',
            confirm: {
              title: plainText('Pass it on?'),
              text: mrkdwn('The next rep is asked.'),
              confirm: plainText('Pass'),
              deny: plainText('Keep'),
              style: 'danger',
            },
          }),
          button('open', 'Open in HubSpot', { url: 'https://example.com/contacts/1' }),
          button('wait', 'Waiting'),
        ],
      },
      {
        type: 'context',
        elements: [
          { type: 'image', image_url: PICTURE, alt_text: 'logo' },
          mrkdwn('Offered to <@U0ANA> in <#C0ENT> · <!here>'),
        ],
      },
    ],
    busy: ['card.wait'],
  },
  {
    name: 'mrkdwn',
    blocks: [
      section(
        '*bold* _italic_ ~struck~ `code` and <https://example.com/?a=1&amp;b=2|a *bold* link>, :wave::skin-tone-4: :nobody_knows:',
      ),
      section('&gt; quoted\n&gt; twice\nthen\n```\nfunction pre() {\n  return `as it is`;\n}\n```'),
      section('<@U0ANA> <@U0NOBODY|zoe> <#C0ENT> <#C0NONE|hidden> <!here> <!channel> <!subteam^S01|@marketing>'),
      section(
        '<!date^1795000000^{date_long_pretty} at {time_secs}^https://example.com|a fallback> and <!date^nothing^{date}|a fallback>',
      ),
    ],
  },
  {
    name: 'rich_text',
    blocks: [
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_section',
            elements: [
              styled('bold', 'bold'),
              { type: 'text', text: ' ' },
              styled('italic', 'italic'),
              { type: 'text', text: ' ' },
              styled('strike', 'strike'),
              { type: 'text', text: ' ' },
              styled('code', 'code'),
              { type: 'text', text: ' ' },
              styled('underline', 'underline'),
              { type: 'text', text: ' ' },
              { type: 'link', url: 'https://example.com', text: 'a link' },
              { type: 'text', text: ' ' },
              { type: 'user', user_id: 'U0ANA' },
              { type: 'text', text: ' ' },
              { type: 'channel', channel_id: 'C0ENT' },
              { type: 'text', text: ' ' },
              { type: 'usergroup', usergroup_id: 'S01' },
              { type: 'text', text: ' ' },
              { type: 'team', team_id: 'T01' },
              { type: 'text', text: ' ' },
              { type: 'broadcast', range: 'here' },
              { type: 'text', text: ' ' },
              { type: 'emoji', name: 'tada' },
              { type: 'text', text: ' ' },
              { type: 'color', value: '#c41149' },
              { type: 'text', text: ' ' },
              { type: 'date', timestamp: 1795000000, format: '{date_short} at {time}', fallback: 'later' },
            ],
          },
          {
            type: 'rich_text_list',
            style: 'bullet',
            elements: [
              { type: 'rich_text_section', elements: [{ type: 'text', text: 'first' }] },
              { type: 'rich_text_section', elements: [{ type: 'text', text: 'second' }] },
            ],
          },
          {
            type: 'rich_text_list',
            style: 'ordered',
            indent: 1,
            offset: 2,
            elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'third, indented' }] }],
          },
          { type: 'rich_text_quote', elements: [{ type: 'text', text: 'quoted' }] },
          { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'pre\n  formatted' }] },
        ],
      },
    ],
  },
  {
    name: 'image, video, file, markdown, alerts',
    blocks: [
      { type: 'image', image_url: PICTURE, alt_text: 'a picture of this page', title: plainText('Shown') },
      {
        type: 'image',
        image_url: 'https://elsewhere.example/chart.png',
        alt_text: 'a chart elsewhere',
        title: plainText('Elsewhere'),
      },
      { type: 'image', image_url: 'data:image/png;base64,AAAA', alt_text: 'a picture that is broken' },
      {
        type: 'video',
        title: plainText('How claims work'),
        video_url: 'https://video.example/1',
        thumbnail_url: 'https://video.example/1.png',
        alt_text: 'a person claims',
        author_name: 'Ana',
        provider_name: 'Videos',
        description: plainText('Two minutes'),
      },
      { type: 'file', source: 'remote', external_id: 'report.pdf' },
      { type: 'markdown', text: '# A heading\n**bold** and a [link](https://example.com)' },
      { type: 'divider' },
      ...['default', 'info', 'warning', 'error', 'success'].map((level) => ({
        type: 'alert',
        level,
        text: mrkdwn(`An alert of *${level}*`),
      })),
    ],
  },
];

import { describe, expect, it } from 'vitest';
import { readManifest } from '#sandbox/web/manifest.ts';

describe('The manifest', () => {
  it('of this project declares its commands as they are used', () => {
    const { commands, escaping, appTabs } = readManifest();
    expect(commands.find(({ command }) => command === '/lead')).toMatchObject({
      usage: expect.stringContaining('claim'),
    });
    expect([...escaping]).toContain('/lead');
    expect(appTabs.messages).toBe(true);
  });

  it('may leave everything out', () => {
    expect(readManifest('{"features":{}}')).toEqual({
      commands: [],
      escaping: new Set(),
      shortcuts: [],
      appTabs: { home: false, messages: false, messagesReadOnly: false },
    });
  });

  it('declares shortcuts, and commands that are not escaped', () => {
    const features = {
      slash_commands: [{ command: '/plain' }],
      shortcuts: [{ type: 'message', name: 'Qualify', callback_id: 'leads.qualify' }],
    };
    const { commands, escaping, shortcuts } = readManifest(JSON.stringify({ features }));
    expect(commands).toEqual([{ command: '/plain', description: '', usage: '' }]);
    expect(escaping.size).toBe(0);
    expect(shortcuts).toEqual([{ type: 'message', name: 'Qualify', callbackId: 'leads.qualify', description: '' }]);
  });
});

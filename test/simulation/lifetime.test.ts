import { expect, it, vi } from 'vitest';
import { openLifetime } from './lifetime.ts';

/** An app that ends in order when it is let to, and cannot once it was killed. */
function anApp() {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const told: string[] = [];
  const lifetime = openLifetime(
    {
      stop: () => (told.push('SIGTERM'), promise),
      end: async () => (told.push('SIGKILL'), reject(new Error('the app did not end in order: SIGKILL'))),
    },
    () => told.push('cut'),
  );
  return { ...lifetime, told, letEnd: resolve, failToEnd: reject };
}

it('ends in order once, for everybody who asks', async () => {
  const app = anApp();
  const asked = [app.stop(), app.stop()];
  app.letEnd();
  expect(await Promise.all([...asked, app.stop()])).toEqual(['ended', 'ended', 'ended']);
  expect(app.told).toEqual(['SIGTERM', 'cut']);
  expect(app.alive()).toBe(false);
});

it('may be killed while it ends in order, which nobody holds against it', async () => {
  const app = anApp();
  const stopping = app.stop();
  const onDead = vi.fn();
  app.die(onDead);
  expect(await stopping).toBe('died');
  expect(await app.stop()).toBe('died');
  await app.gone();
  expect(onDead).toHaveBeenCalledOnce();
  expect(app.told).toEqual(['SIGTERM', 'cut', 'SIGKILL']);
});

it('dies once, and not after it has ended', async () => {
  const app = anApp();
  const onDead = vi.fn();
  app.letEnd();
  await app.stop();
  app.die(onDead);
  expect(onDead).not.toHaveBeenCalled();
  expect(app.told).not.toContain('SIGKILL');
});

it('that lives and cannot end in order is a failure', async () => {
  const app = anApp();
  const stopping = app.stop();
  app.failToEnd(new Error('the app did not end in order: 1'));
  await expect(stopping).rejects.toThrow('did not end in order: 1');
});

// Holds how our source reads: where SQL, settings and the time are found, and what files look like.
import { describe, expect, it } from 'vitest';
import { filesWhere, offendingLines, readSources } from './support/source-files.ts';

const sources = readSources();

describe('Our code', () => {
  it('reads settings in config.ts alone; only the embedded database hands the environment on to its processes', () => {
    expect(
      offendingLines(sources, /process\.env/, (path) => {
        return path === 'config.ts' || path === 'adapters/postgres/embedded/run-as.ts';
      }),
    ).toEqual([]);
  });

  it('speaks SQL in adapters/postgres alone, and SOQL in one module of adapters/salesforce', () => {
    const language = /\b(?:SELECT|INSERT INTO|DELETE FROM|CREATE TABLE)\b|\bUPDATE \w+ SET\b|\$(?:query|execute)Raw/;
    const homes = /^(?:adapters\/postgres\/|adapters\/salesforce\/soql\.ts$|sandbox\/salesforce\/soql)/;
    expect(offendingLines(sources, language, (path) => homes.test(path))).toEqual([]);
  });

  it('asks the clock port what time it is, in features and whatever they build on', () => {
    const inside = /^(?:kernel|ports|blockkit|features)\//;
    expect(offendingLines(sources, /Date\.now\(\)|new Date\(\)/, (path) => !inside.test(path))).toEqual([]);
  });

  it('has no default exports', () => {
    expect(offendingLines(sources, /^export default|\bas default\b/)).toEqual([]);
  });

  it('writes nothing to the console', () => {
    expect(offendingLines(sources, /\bconsole\./)).toEqual([]);
  });

  it('leaves no reminders behind', () => {
    expect(filesWhere(sources, ({ text }) => /\/\/.*\b(?:TODO|FIXME|XXX|HACK)\b/.test(text))).toEqual([]);
  });

  it('has no file of more than 250 lines', () => {
    expect(filesWhere(sources, ({ text }) => text.trimEnd().split('\n').length > 250)).toEqual([]);
  });

  it('names files in kebab-case', () => {
    expect(
      filesWhere(sources, ({ path }) => !/^(?:[a-z0-9]+(?:-[a-z0-9]+)*\/)*[a-z0-9]+(?:-[a-z0-9]+)*\.tsx?$/.test(path)),
    ).toEqual([]);
  });

  it('has no folder for what belongs nowhere, and no barrel', () => {
    expect(
      filesWhere(sources, ({ path }) => /(?:^|\/)(?:utils?|helpers?|common|shared|misc|index)(?:\/|\.ts$)/.test(path)),
    ).toEqual([]);
  });

  it('opens each file with what it owns', () => {
    expect(filesWhere(sources, ({ text }) => !text.startsWith('// '))).toEqual([]);
  });
});

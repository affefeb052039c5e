// The last line of a run says how many tests passed and failed, for people and for whatever reads the log.
import type { Reporter, TestModule } from 'vitest/node';

export const closingLine: Reporter = {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]) {
    const states = modules.flatMap((module) => [...module.children.allTests()].map((test) => test.result().state));
    const count = (state: string): number => states.filter((one) => one === state).length;
    // A file that does not load has no tests to count, and an error outside of a test fails the run as well.
    const broken = modules.filter((module) => module.errors().length > 0).length + errors.length;
    const skipped = count('skipped');
    // After the summary, which is printed at the same event.
    process.once('exit', () => {
      const rest = skipped === 0 ? '' : `, ${skipped} skipped`;
      process.stdout.write(`${count('passed')} passed, ${count('failed') + broken} failed${rest}\n`);
    });
  },
};

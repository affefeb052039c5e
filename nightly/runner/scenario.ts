// What a file in nightly/ exports.

export interface Scenario {
  readonly name: string;
  /**
   * Throws when a promise is broken.
   * @param report prints a line at once: a figure, or how far it has come.
   * @param options `--name value` pairs of the command line, without the dashes.
   */
  run(report: (line: string) => void, options: Readonly<Record<string, string>>): Promise<void>;
}

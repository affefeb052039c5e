// What a playbook says, as far as true values depend on it. Types alone.

export interface TruthRules {
  readonly zone: string;
  readonly now: number;
  readonly holidays: ReadonlySet<string>;
  readonly rateOn: (currency: string, day: string) => number;
  readonly windowDays: number;
  readonly firstTouchMs: number;
  readonly correctionDays: number;
  readonly freshDays: number;
  readonly lookbackDays: number;
  readonly halfLifeDays: number;
  /** The attribution model where none is asked for. */
  readonly model: string;
  readonly marginShare: number;
  readonly salesSources: ReadonlySet<string>;
  readonly channelOf: (sourceOrKind: string) => string | null;
  readonly teamOf: (owner: string) => string | null;
}

// What we use of jstat, which brings no types.
declare module 'jstat' {
  interface JStat {
    /** Regularized incomplete beta function I_x(a, b). */
    ibeta(x: number, a: number, b: number): number;
    gammaln(x: number): number;
    /** Regularized lower incomplete gamma function P(a, x). */
    lowRegGamma(a: number, x: number): number;
    readonly studentt: { inv(probability: number, freedom: number): number };
  }
  const jStat: JStat;
  export = jStat;
}

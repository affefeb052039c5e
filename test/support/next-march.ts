// A month that lies ahead whenever the tests are run, and no more than two years.
export const NEXT_YEAR = String(new Date().getUTCFullYear() + 1);
/** `2027-03` */
export const NEXT_MARCH = `${NEXT_YEAR}-03`;

// The time that business decisions see. Nothing else asks what time it is, so the sandbox can move it.

export interface Clock {
  now(): Date;
}

// Where a command writes: answers and complaints apart, so that scripts can use the answers.

export interface Terminal {
  out(text: string): void;
  err(text: string): void;
}

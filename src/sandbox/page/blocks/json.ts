// Reads Slack's JSON, which may be anything: each function answers what is there in the asked-for shape, else nothing.
import type { Json } from '#sandbox/web/protocol.ts';

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The text of this field; empty if it holds none. */
export function textIn(json: Json | undefined, key: string): string {
  const value = json?.[key];
  return typeof value === 'string' ? value : '';
}

/** The number of this field. */
export function numberIn(json: Json | undefined, key: string): number | undefined {
  const value = json?.[key];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** The object of this field. */
export function jsonIn(json: Json | undefined, key: string): Json | undefined {
  const value = json?.[key];
  return isJson(value) ? value : undefined;
}

/** The objects in this field's list. */
export function jsonsIn(json: Json | undefined, key: string): readonly Json[] {
  const value = json?.[key];
  return Array.isArray(value) ? value.filter(isJson) : [];
}

/** The texts in this field's list. */
export function textsIn(json: Json | undefined, key: string): readonly string[] {
  const value = json?.[key];
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

/** What a text object, plain or mrkdwn, says. */
export function wordsIn(json: Json | undefined, key: string): string {
  return textIn(jsonIn(json, key), 'text');
}

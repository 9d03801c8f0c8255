import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import en from './en.json';

const root = join(__dirname, '..');

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name) ? [readFileSync(path, 'utf8')] : [];
  });
}

function keysOf(texts: object, prefix = ''): string[] {
  return Object.entries(texts).flatMap(([name, value]) =>
    typeof value === 'string' ? [prefix + name] : keysOf(value as object, `${prefix}${name}.`),
  );
}

/** i18next's plural forms of one key. */
const PLURAL = /_(zero|one|two|few|many|other)$/;

const code = sources(root).join('\n');
const keys = [...new Set(keysOf(en).map((key) => key.replace(PLURAL, '')))];
const literals = new Set([...code.matchAll(/'([a-zA-Z]+(?:\.[a-zA-Z0-9_]+)+)'/g)].map((match) => match[1]!));
const prefixes = [...code.matchAll(/`([a-zA-Z]+(?:\.[a-zA-Z0-9_]+)*\.)\$\{/g)].map((match) => match[1]!);

it('has no text that no screen uses', () => {
  const unused = keys.filter((key) => !literals.has(key) && !prefixes.some((prefix) => key.startsWith(prefix)));
  expect(unused).toEqual([]);
});

it('has a text for every key that a screen asks for', () => {
  const known = new Set(keys);
  const asked = [...code.matchAll(/\bt\(\s*'([^']+)'/g)].map((match) => match[1]!);
  expect(asked.filter((key) => !known.has(key))).toEqual([]);
});

it('gives every plural both of the forms that English has', () => {
  const plurals = keysOf(en).filter((key) => PLURAL.test(key));
  const lonely = plurals.filter((key) => {
    const stem = key.replace(PLURAL, '');
    return !plurals.includes(`${stem}_one`) || !plurals.includes(`${stem}_other`);
  });
  expect(lonely).toEqual([]);
});

it('has no empty text and no stray white space', () => {
  const texts = (value: unknown): string[] =>
    typeof value === 'string' ? [value] : Object.values(value as object).flatMap(texts);
  expect(texts(en).filter((text) => text.trim() !== text || text === '' || / {2}/.test(text))).toEqual([]);
});

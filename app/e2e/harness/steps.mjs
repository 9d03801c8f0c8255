/** What a person does in the app, by the words on its screens. */
import { readFileSync } from 'node:fs';
import path from 'node:path';

const texts = JSON.parse(readFileSync(path.resolve(import.meta.dirname, '../../src/i18n/en.json'), 'utf8'));

/** The text of a key, with `{{name}}` filled in. */
export function t(key, values = {}) {
  const text = key.split('.').reduce((branch, part) => branch?.[part], texts);
  if (typeof text !== 'string') throw new Error(`en.json has no ${key}`);
  return text.replace(/\{\{(\w+)\}\}/g, (_, name) => values[name]);
}

export const PASSWORD = 'a calm green room';

let people = 0;
export function newPerson() {
  people += 1;
  return { email: `ada${people}-${process.pid}@example.org`, name: 'Ada', password: PASSWORD };
}

export async function signUp(page, person) {
  await page
    .getByRole('link', { name: t('auth.signUp.title') })
    .first()
    .click();
  await page.getByRole('heading', { level: 1, name: t('auth.signUp.title') }).waitFor();
  await page.getByLabel(t('auth.email')).fill(person.email);
  await page.getByLabel(t('auth.name')).fill(person.name);
  await page.getByLabel(t('auth.password'), { exact: true }).fill(person.password);
  await page.getByRole('button', { name: t('auth.signUp.action') }).click();
  await page
    .getByText(t('home.hello', { name: person.name }))
    .first()
    .waitFor();
}

export async function signIn(page, person) {
  await page
    .getByRole('link', { name: t('auth.signIn.title') })
    .first()
    .click();
  await page.getByLabel(t('auth.email')).fill(person.email);
  await page.getByLabel(t('auth.password'), { exact: true }).fill(person.password);
  await page.getByRole('button', { name: t('auth.signIn.action') }).click();
  await page
    .getByText(t('home.hello', { name: person.name }))
    .first()
    .waitFor();
}

/** Goes to the question bank and chooses a question; returns its text. */
export async function chooseQuestion(page) {
  await page
    .getByRole('link', { name: t('nav.questions'), exact: true })
    .first()
    .click();
  await page.getByRole('heading', { level: 1, name: t('questions.title') }).waitFor();
  // A phone's rows lead to practising; a desk shows the question first and a link beside it.
  await page.locator('a[href*="/practice?"]').first().click();
  await page.getByRole('button', { name: t('practice.control.check') }).waitFor();
  return (await page.getByRole('heading', { level: 1 }).textContent()).trim();
}

/** Opens the microphone, waits until it hears something, and starts. */
export async function startRecording(page) {
  await page.getByRole('button', { name: t('practice.control.check') }).click();
  await page.getByRole('button', { name: t('practice.control.record') }).click();
  await page.getByText(t('practice.phase.recording')).first().waitFor();
}

/** Records for this long by the app's own clock. */
export async function speakFor(page, seconds) {
  await page.waitForFunction(
    (wanted) => {
      const clock = document.querySelector('[role="timer"]')?.textContent ?? '';
      const [minutes, rest] = (/(\d+):(\d\d)/.exec(clock) ?? [0, 0, 0]).slice(1).map(Number);
      return minutes * 60 + rest >= wanted;
    },
    seconds,
    { timeout: seconds * 1000 + 20_000 },
  );
}

export async function finishRecording(page) {
  await page.getByRole('button', { name: t('practice.control.finish') }).click();
  await page.getByRole('button', { name: t('practice.review.send') }).waitFor();
}

export async function sendTake(page) {
  await page.getByRole('button', { name: t('practice.review.send') }).click();
}

/** Waits until the feedback is there; the work of the recogniser may take as long as the recording. */
export async function untilFeedback(page, timeout = 180_000) {
  await page.waitForURL(/\/sessions\/\d+$/, { timeout });
  await page.getByRole('heading', { name: t('feedback.competencies') }).waitFor({ timeout });
}

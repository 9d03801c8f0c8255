/** Every screen of the app, and how to come to it. */
import { speakFor, t } from './steps.mjs';

const heading = (page, name) => page.getByRole('heading', { level: 1, name, exact: true }).waitFor();

/** `show(page, app, sessions)`: `app` is the address of the app, `sessions` the ids of two answers to one question. */
export const SCREENS = [
  { name: 'welcome', signedOut: true, show: (page, app) => goTo(page, `${app}welcome`, t('auth.signUp.title')) },
  {
    name: 'sign-in',
    signedOut: true,
    show: async (page, app) => {
      await page.goto(`${app}sign-in`);
      await heading(page, t('auth.signIn.title'));
      await page.getByRole('button', { name: t('auth.signIn.action') }).click();
      await page.getByText(t('auth.fault.emailMissing')).waitFor();
    },
  },
  {
    name: 'sign-up',
    signedOut: true,
    show: async (page, app) => {
      await page.goto(`${app}sign-up`);
      await heading(page, t('auth.signUp.title'));
    },
  },
  { name: 'home', show: (page, app) => goTo(page, app, t('home.progress.title')) },
  {
    name: 'questions',
    show: async (page, app) => {
      await page.goto(`${app}questions`);
      await heading(page, t('questions.title'));
      await page.locator('a[href*="/practice?"]').first().waitFor();
    },
  },
  {
    name: 'own-question',
    show: async (page, app) => {
      await page.goto(`${app}questions/own`);
      await heading(page, t('questions.own.title'));
    },
  },
  {
    name: 'job-description',
    show: async (page, app) => {
      await page.goto(`${app}questions/job`);
      await heading(page, t('questions.job.title'));
    },
  },
  {
    name: 'practice',
    show: async (page, app) => {
      await page.goto(`${app}questions`);
      await page.locator('a[href*="/practice?"]').first().click();
      await page.getByRole('button', { name: t('practice.control.check') }).waitFor();
    },
  },
  {
    name: 'practice-ready',
    show: async (page) => {
      await page.getByRole('button', { name: t('practice.control.check') }).click();
      await page.getByRole('button', { name: t('practice.control.record') }).waitFor();
    },
  },
  {
    name: 'practice-recording',
    show: async (page) => {
      await page.getByRole('button', { name: t('practice.control.record') }).click();
      await speakFor(page, 3);
    },
  },
  {
    name: 'practice-paused',
    show: async (page) => {
      await page.getByRole('button', { name: t('practice.control.pause') }).click();
      await page.getByText(t('practice.phase.paused')).first().waitFor();
    },
  },
  {
    name: 'practice-review',
    show: async (page) => {
      await page.getByRole('button', { name: t('practice.control.finish') }).click();
      await page.getByRole('button', { name: t('practice.review.send') }).waitFor();
    },
  },
  {
    name: 'practice-discard',
    show: async (page) => {
      await page.getByRole('button', { name: t('practice.review.again') }).click();
      await page.getByRole('button', { name: t('practice.discard.action') }).waitFor();
    },
  },
  {
    name: 'feedback',
    show: async (page, app, [, second]) => {
      await page.goto(`${app}sessions/${second}`);
      await page.getByRole('heading', { name: t('feedback.competencies') }).waitFor();
      await waveform(page);
    },
  },
  {
    name: 'follow-ups',
    show: async (page) => {
      await page.getByRole('heading', { name: t('followUps.title') }).scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'contest',
    show: async (page) => {
      await page
        .getByRole('button', { name: /^This is wrong: / })
        .first()
        .click();
      await page.getByRole('button', { name: t('contest.check') }).waitFor();
    },
  },
  {
    name: 'contest-outcome',
    show: async (page) => {
      await page.getByRole('button', { name: t('contest.check') }).click();
      await page.getByRole('button', { name: t('contest.done') }).waitFor();
    },
  },
  {
    name: 'earlier-feedback',
    show: async (page, app, [, second]) => {
      await page.goto(`${app}sessions/${second}/earlier`);
      await heading(page, t('earlier.title'));
      await page
        .getByRole('button', { name: t('earlier.said') })
        .first()
        .click();
    },
  },
  {
    name: 'coach',
    show: async (page, app, [, second]) => {
      await page.goto(`${app}sessions/${second}/coach`);
      await page.getByText(t('chat.none.title')).waitFor();
    },
  },
  {
    name: 'transcript',
    show: async (page, app, [, second]) => {
      await page.goto(`${app}sessions/${second}`);
      await part(page, t('feedback.parts.transcript'), t('transcript.title'));
      await waveform(page);
    },
  },
  { name: 'delivery', show: (page) => part(page, t('feedback.parts.delivery'), t('delivery.title')) },
  {
    name: 'side-by-side',
    show: async (page, app, [, second]) => {
      await page.goto(`${app}sessions/${second}/compare`);
      await page.getByText(t('compare.measure.words_per_minute')).first().waitFor();
    },
  },
  {
    name: 'history',
    show: async (page, app) => {
      await page.goto(`${app}history`);
      await page.locator('main a[href*="/sessions/"]').first().waitFor();
    },
  },
  {
    name: 'settings',
    show: async (page, app) => {
      await page.goto(`${app}settings`);
      await heading(page, t('settings.title'));
      await page.getByText(t('settings.devices.current')).first().waitFor();
    },
  },
  {
    name: 'delete-account',
    show: async (page) => {
      await page.getByRole('button', { name: t('settings.data.delete') }).click();
      await page.getByRole('button', { name: t('settings.deleteAccount.action') }).waitFor();
    },
  },
  { name: 'not-found', show: (page, app) => goTo(page, `${app}nowhere`, t('shell.notFound.action')) },
];

/** The sound has been read and is drawn. */
function waveform(page) {
  return page.locator('[role="slider"]:not([aria-busy="true"])').waitFor();
}

async function goTo(page, url, text) {
  await page.goto(url);
  await page.getByText(text).first().waitFor();
}

/** On a phone the parts of the feedback are tabs; on a desk they stand below each other. */
async function part(page, tab, title) {
  const tabs = page.getByRole('tab', { name: tab });
  const there = page.getByRole('heading', { name: title });
  await tabs.or(there).first().waitFor();
  if (await tabs.isVisible()) await tabs.click();
  await there.waitFor();
}

/** A microphone that does not come: what happened and what to do is said in words. */
import test from 'node:test';
import { chromium } from 'playwright-core';
import { chromiumPath, newDevice } from './harness/browser.mjs';
import { chooseQuestion, newPerson, signUp, t } from './harness/steps.mjs';
import { world } from './harness/world.mjs';

const here = world();

async function tryingTheMicrophone(page) {
  await signUp(page, newPerson());
  await chooseQuestion(page);
  await page.getByRole('button', { name: t('practice.control.check') }).click();
}

async function inBrowser(args, open) {
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox', ...args] });
  try {
    await open(browser);
  } finally {
    await browser.close();
  }
}

test('permission is refused', () =>
  inBrowser(['--deny-permission-prompts', '--use-fake-device-for-media-stream'], async (browser) => {
    const { open } = await newDevice(browser, { permissions: [] });
    const page = await open(here.server.app);
    await tryingTheMicrophone(page);
    const refused = page.getByText(t('practice.trouble.permission_refused.title'));
    const blocked = page.getByText(t('practice.trouble.permission_blocked.title'));
    await refused.or(blocked).waitFor();
  }));

test('there is no microphone', () =>
  inBrowser(['--use-fake-ui-for-media-stream'], async (browser) => {
    const { open } = await newDevice(browser);
    const page = await open(here.server.app);
    await tryingTheMicrophone(page);
    await page.getByText(t('practice.trouble.no_microphone.title')).waitFor();
  }));

test('the page is neither https nor localhost', () =>
  inBrowser(['--host-resolver-rules=MAP greenroom.test 127.0.0.1'], async (browser) => {
    const { open } = await newDevice(browser, { permissions: [] });
    const page = await open(here.server.app.replace('127.0.0.1', 'greenroom.test'));
    await tryingTheMicrophone(page);
    await page.getByText(t('practice.trouble.insecure_page.title')).waitFor();
  }));

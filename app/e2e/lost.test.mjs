/** What may come in between: the network, the server, the tab, another tab. The take survives, and arrives exactly once. */
import assert from 'node:assert/strict';
import {
  chooseQuestion,
  finishRecording,
  newPerson,
  sendTake,
  signUp,
  speakFor,
  startRecording,
  t,
} from './harness/steps.mjs';
import { world } from './harness/world.mjs';

const here = world();
const SPOKEN_S = 12;
/** Bytes a second on the way up: an answer of twelve seconds takes some ten seconds. */
const SLOW_UPLOAD = 8_000;

async function speaking(options) {
  const device = await here.open(options);
  await signUp(device.page, newPerson());
  await chooseQuestion(device.page);
  await startRecording(device.page);
  return device;
}

/** The answer is judged although nobody opens its page. */
async function expectJudged(page) {
  const row = page.locator('main a[href*="/sessions/"]').first();
  await row.waitFor({ timeout: 60_000 });
  await row
    .getByText(t('history.notScored'))
    .or(row.getByLabel(/^Score /))
    .waitFor({ timeout: 120_000 });
}

/** The server holds one session with a recording, and the device holds no sound. */
async function expectArrivedOnce(page) {
  await page.waitForURL(/\/sessions\/\d+$/, { timeout: 120_000 });
  await page
    .getByRole('link', { name: t('nav.history'), exact: true })
    .first()
    .click();
  await page.getByRole('heading', { level: 1, name: t('history.title') }).waitFor();
  await page.locator('a[href*="/sessions/"]').first().waitFor();
  assert.equal(await page.locator('main a[href*="/sessions/"]').count(), 1, 'exactly one answer in the history');
  assert.equal(await takesOnDevice(page), 0, 'nothing left on the device');
}

function takesOnDevice(page) {
  return page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const request = indexedDB.open('greenroom-takes');
        request.onerror = () => reject(request.error);
        request.onsuccess = () => {
          const takes = request.result.transaction('takes').objectStore('takes').getAll();
          takes.onsuccess = () => resolve(takes.result.filter(({ state }) => state !== 'sent').length);
        };
      }),
  );
}

here.test('the network is cut in the middle of the upload', async () => {
  const { page, context } = await speaking();
  await speakFor(page, SPOKEN_S);
  await finishRecording(page);
  const network = await context.newCDPSession(page);
  await network.send('Network.enable');
  const conditions = { latency: 0, downloadThroughput: -1, uploadThroughput: SLOW_UPLOAD };
  await network.send('Network.emulateNetworkConditions', { ...conditions, offline: false });
  const sending = page.waitForRequest((request) => request.method() === 'PUT');
  await sendTake(page);
  await sending;
  await page.getByRole('progressbar').first().waitFor();
  await network.send('Network.emulateNetworkConditions', { ...conditions, offline: true });
  await page.getByText(t('working.waiting.offline')).first().waitFor();
  assert.equal(await takesOnDevice(page), 1);
  await network.send('Network.emulateNetworkConditions', {
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: -1,
    offline: false,
  });
  await expectArrivedOnce(page);
});

here.test('the tab is closed while somebody speaks', async () => {
  const { page, context } = await speaking();
  await speakFor(page, SPOKEN_S);
  await page.close();
  const again = await context.newPage();
  await again.goto(here.server.app);
  const kept = again.getByText(new RegExp(t('shelf.kept', { time: '.*', duration: '.*' }).replace(/[()]/g, '\\$&')));
  await kept.first().waitFor();
  await again
    .getByRole('button', { name: t('action.send') })
    .first()
    .click();
  await again.getByText(t('shelf.recovered')).waitFor({ state: 'hidden', timeout: 60_000 });
  await again
    .getByRole('link', { name: t('nav.history'), exact: true })
    .first()
    .click();
  await expectJudged(again);
  await again.locator('main a[href*="/sessions/"]').first().click();
  await expectArrivedOnce(again);
});

here.test('the browser dies while somebody speaks', async () => {
  const { page, context } = await speaking();
  await speakFor(page, SPOKEN_S);
  const renderer = await context.newCDPSession(page);
  renderer.send('Page.crash').catch(() => undefined);
  await page.waitForEvent('crash');
  const again = await context.newPage();
  await again.goto(here.server.app);
  await again.getByText(t('shelf.recovered')).first().waitFor();
  assert.equal(await takesOnDevice(again), 1);
});

here.test('the server dies before the answer is sent, and comes back', async () => {
  const { page } = await speaking();
  await speakFor(page, SPOKEN_S);
  await finishRecording(page);
  await here.server.halt('SIGKILL');
  await sendTake(page);
  await page.getByText(t('working.waiting.offline')).first().waitFor();
  await here.server.start();
  await expectArrivedOnce(page);
});

here.test('the server is away, the tab is closed, and both come back later', async () => {
  const { page, context } = await speaking();
  await speakFor(page, SPOKEN_S);
  await finishRecording(page);
  await here.server.halt();
  await sendTake(page);
  await page.getByText(t('working.waiting.offline')).first().waitFor();
  await page.close();
  await here.server.start();
  const again = await context.newPage();
  await again.goto(here.server.app);
  await again
    .getByRole('link', { name: t('nav.history'), exact: true })
    .first()
    .click();
  await expectJudged(again);
  await again.locator('main a[href*="/sessions/"]').first().click();
  await expectArrivedOnce(again);
});

here.test('a second tab is told that the first one is recording', async () => {
  const { page, context } = await speaking();
  const second = await context.newPage();
  await second.goto(here.server.app);
  await chooseQuestion(second);
  await second.getByRole('button', { name: t('practice.control.check') }).click();
  await second.getByText(t('practice.trouble.other_tab.title')).waitFor();
  await finishRecording(page);
  await second.getByRole('button', { name: t('action.tryAgain') }).click();
  await second.getByRole('button', { name: t('practice.control.record') }).waitFor();
});

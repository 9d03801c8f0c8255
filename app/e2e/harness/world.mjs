/** What most tests need: one server and one browser, put away at the end whatever happened. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { launch, newDevice } from './browser.mjs';
import { startServer } from './server.mjs';

const PICTURES = path.resolve(import.meta.dirname, '../../dist/e2e');

/** Call it at the top of a test file. The fields are there once the tests run. */
export function world() {
  let devices = [];
  const here = {
    server: null,
    browser: null,
    /** A fresh device with the app open on its first page. */
    open: async (options) => {
      const device = await newDevice(here.browser, options);
      devices.push(device);
      return { ...device, page: await device.open(here.server.app) };
    },
    /** A test after which its devices are put away; when it fails, pictures of its pages are left in `dist/e2e`. */
    test: (name, play) =>
      test(name, async () => {
        devices = [];
        try {
          await play();
          const problems = devices.flatMap((device) => device.problems);
          assert.deepEqual(problems, [], 'errors in the console of the browser');
        } catch (error) {
          await takePictures(name, devices);
          throw error;
        } finally {
          for (const { context } of devices) await context.close();
        }
      }),
  };
  before(async () => {
    here.server = await startServer();
    here.browser = await launch();
  });
  after(async () => {
    await here.browser?.close();
    await here.server?.stop();
  });
  return here;
}

async function takePictures(name, devices) {
  mkdirSync(PICTURES, { recursive: true });
  const pages = devices.flatMap(({ context }) => context.pages());
  for (const [index, page] of pages.entries()) {
    const file = path.join(PICTURES, `${name.replace(/\W+/g, '-').slice(0, 60)}-${index}.png`);
    // A page that crashed has no picture; the test says why it failed all the same.
    await page.screenshot({ path: file, fullPage: true }).catch(() => undefined);
  }
}

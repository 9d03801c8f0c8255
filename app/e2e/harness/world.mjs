/** What most tests need: one server and one browser, put away at the end whatever happened. */
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { launch, newDevice } from './browser.mjs';
import { startServer } from './server.mjs';

/** Call it at the top of a test file. The fields are there once the tests run. */
export function world() {
  const devices = [];
  const here = {
    server: null,
    browser: null,
    /** A fresh device with the app open on its welcome page. */
    open: async (options) => {
      const device = await newDevice(here.browser, options);
      devices.push(device);
      return { ...device, page: await device.open(here.server.app) };
    },
  };
  before(async () => {
    here.server = await startServer();
    here.browser = await launch();
  });
  after(async () => {
    await here.browser?.close();
    await here.server?.stop();
    // Here and not in a test, so that what happens between the steps of a person counts too.
    assert.deepEqual(devices.flatMap(({ problems }) => problems), [], 'errors in the console of the browser');
  });
  return here;
}

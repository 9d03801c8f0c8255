/**
 * Makes the native projects in a folder of its own, offline, and holds them to what the app may ask of a phone:
 * the microphone yes; drawing over other apps, the storage, Face ID and background audio no.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const app = path.resolve(import.meta.dirname, '..');
const copy = mkdtempSync(path.join(tmpdir(), 'greenroom-native-'));
try {
  for (const file of ['package.json', 'app.json', 'tsconfig.json', 'babel.config.js']) {
    copyFileSync(path.join(app, file), path.join(copy, file));
  }
  symlinkSync(path.join(app, 'assets'), path.join(copy, 'assets'));
  symlinkSync(path.join(app, 'node_modules'), path.join(copy, 'node_modules'));
  const prebuild = spawnSync('npx', ['expo', 'prebuild', '--no-install'], {
    cwd: copy,
    env: { ...process.env, CI: '1', EXPO_OFFLINE: '1', EXPO_NO_TELEMETRY: '1' },
    encoding: 'utf8',
  });
  assert.equal(prebuild.status, 0, `expo prebuild failed:\n${prebuild.stdout}${prebuild.stderr}`);
  checkAndroid(readFileSync(path.join(copy, 'android/app/src/main/AndroidManifest.xml'), 'utf8'));
  const target = readdirSync(path.join(copy, 'ios')).find((name) => name.endsWith('.xcodeproj'));
  const name = path.basename(target, '.xcodeproj');
  checkIos(readFileSync(path.join(copy, 'ios', name, 'Info.plist'), 'utf8'));
  console.log('The native configuration asks for the microphone and for nothing it must not ask for.');
} finally {
  rmSync(copy, { recursive: true, force: true });
}

function checkAndroid(manifest) {
  const entries = [...manifest.matchAll(/<uses-permission android:name="([^"]+)"([^>]*)\/>/g)];
  const asked = entries
    .filter(([, , rest]) => !rest.includes('tools:node="remove"'))
    .map(([, permission]) => permission);
  const removed = entries
    .filter(([, , rest]) => rest.includes('tools:node="remove"'))
    .map(([, permission]) => permission);
  assert.deepEqual(asked.sort(), [
    'android.permission.INTERNET',
    'android.permission.MODIFY_AUDIO_SETTINGS',
    'android.permission.RECORD_AUDIO',
  ]);
  // Libraries bring these along in manifests of their own; only an explicit removal keeps them out of the merged one.
  for (const permission of [
    'SYSTEM_ALERT_WINDOW',
    'READ_EXTERNAL_STORAGE',
    'WRITE_EXTERNAL_STORAGE',
    'USE_BIOMETRIC',
    'USE_FINGERPRINT',
    'VIBRATE',
  ]) {
    assert.ok(removed.includes(`android.permission.${permission}`), `${permission} is not removed`);
  }
  assert.doesNotMatch(manifest, /<service /, 'a background service');
  assert.match(manifest, /fullBackupContent="@xml\/secure_store_backup_rules"/, 'tokens would go into backups');
}

function checkIos(plist) {
  assert.match(plist, /<key>NSMicrophoneUsageDescription<\/key>\s*<string>[^<]{30,}<\/string>/);
  for (const key of [
    'NSFaceIDUsageDescription',
    'NSCameraUsageDescription',
    'NSPhotoLibraryUsageDescription',
    'NSLocationWhenInUseUsageDescription',
    'NSContactsUsageDescription',
    'NSUserTrackingUsageDescription',
    'UIBackgroundModes',
  ]) {
    assert.ok(!plist.includes(`<key>${key}</key>`), `${key} is asked for`);
  }
  assert.match(plist, /<key>NSAllowsArbitraryLoads<\/key>\s*<false\/>/);
}

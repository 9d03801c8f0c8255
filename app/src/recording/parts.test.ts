import { levelFromDb, rmsDb } from './levels';
import { stallDetector } from './native/stall';
import { baseMimeType, chooseFormat } from './web/format';
import { microphoneProblem } from './web/microphoneProblem';

describe('levels', () => {
  test('full scale is 1, a quiet room is 0, and half way in decibels is half way', () => {
    expect(levelFromDb(0)).toBe(1);
    expect(levelFromDb(-30)).toBeCloseTo(0.5);
    expect(levelFromDb(-60)).toBe(0);
    expect(levelFromDb(-Infinity)).toBe(0);
    expect(levelFromDb(3)).toBe(1);
    expect(levelFromDb(NaN)).toBe(0);
  });

  test('a square wave of full scale has 0 dB, digital silence none', () => {
    expect(rmsDb(Float32Array.from([1, -1, 1, -1]))).toBeCloseTo(0);
    expect(rmsDb(Float32Array.from([0.5, -0.5]))).toBeCloseTo(-6.02, 1);
    expect(rmsDb(new Float32Array(8))).toBe(-Infinity);
    expect(rmsDb(new Float32Array(0))).toBe(-Infinity);
  });
});

describe('a stalled recording', () => {
  test('recorded time that stands still for 1.5 s is a stall', () => {
    const stall = stallDetector();
    stall.reset(0);
    expect(stall.check(1_000, 1.0, -40)).toBe(false);
    expect(stall.check(2_000, 1.0, -40)).toBe(false);
    expect(stall.check(2_500, 1.0, -40)).toBe(true);
  });

  test('five seconds of digital silence are a stall though time moves, a quiet room is not', () => {
    const stall = stallDetector();
    stall.reset(0);
    expect(stall.check(4_900, 4.9, -160)).toBe(false);
    expect(stall.check(5_000, 5.0, -160)).toBe(true);
    stall.reset(0);
    expect(stall.check(9_000, 9.0, -75)).toBe(false);
    expect(stall.check(10_000, 10.0, -75)).toBe(false);
  });
});

describe('the container', () => {
  test('Opus in WebM where there is, MP4 in Safari, none where nothing can be written', () => {
    expect(chooseFormat(() => true)).toEqual({ mimeType: 'audio/webm;codecs=opus', extension: 'webm' });
    expect(chooseFormat((type) => type === 'audio/mp4')).toEqual({ mimeType: 'audio/mp4', extension: 'mp4' });
    expect(chooseFormat(() => false)).toBeNull();
  });

  test('what is signed is the type without its codecs', () => {
    expect(baseMimeType('audio/webm;codecs=opus')).toBe('audio/webm');
    expect(baseMimeType('audio/mp4')).toBe('audio/mp4');
  });
});

describe('what a refused microphone means', () => {
  const because = (name: string) => microphoneProblem(new DOMException('', name));
  const permission = (state: string | null) => {
    const query = async () => (state === null ? Promise.reject(new TypeError()) : { state });
    Object.defineProperty(globalThis, 'navigator', { configurable: true, value: { permissions: { query } } });
  };

  test.each([
    ['NotFoundError', 'no_microphone'],
    ['OverconstrainedError', 'no_microphone'],
    ['NotReadableError', 'microphone_busy'],
    ['SecurityError', 'permission_blocked'],
    ['SomethingNew', 'unknown'],
  ])('%s: %s', async (name, problem) => expect(await because(name)).toBe(problem));

  test('a refusal that the browser remembers can only be changed in its settings', async () => {
    permission('denied');
    expect(await because('NotAllowedError')).toBe('permission_blocked');
    permission('prompt');
    expect(await because('NotAllowedError')).toBe('permission_refused');
    permission(null);
    expect(await because('NotAllowedError')).toBe('permission_refused');
  });
});

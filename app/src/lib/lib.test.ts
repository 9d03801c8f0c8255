import { backoffMs } from './backoff';
import { normaliseServerAddress } from './serverAddress';

describe('backoff', () => {
  const limits = { baseMs: 1000, capMs: 30_000 };
  const with_ = (fraction: number) => ({ fraction: () => fraction });

  test('doubles with each failure up to its cap', () => {
    const waits = [1, 2, 3, 4, 5, 6, 50].map((attempt) => backoffMs(attempt, with_(1), limits));
    expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  });

  test('half of it is certain and half is chance', () => {
    expect(backoffMs(3, with_(0), limits)).toBe(2000);
    expect(backoffMs(3, with_(0.5), limits)).toBe(3000);
  });
});

describe('a server address as somebody types it', () => {
  test.each([
    ['greenroom.example', 'https://greenroom.example'],
    ['  https://Greenroom.Example/app/ ', 'https://greenroom.example'],
    ['http://greenroom.example:8000', 'http://greenroom.example:8000'],
    ['192.168.1.5:8000', 'http://192.168.1.5:8000'],
    ['localhost:8000', 'http://localhost:8000'],
    ['studio.local', 'http://studio.local'],
    ['http://[::1]:8000/', 'http://[::1]:8000'],
  ])('%s', (typed, address) => expect(normaliseServerAddress(typed)).toBe(address));

  test.each([
    [''],
    ['   '],
    ['two words'],
    ['ftp://files.example'],
    ['https://'],
    ['host:99999'],
    ['https://user@host'],
  ])('"%s" is none', (typed) => expect(normaliseServerAddress(typed)).toBeNull());
});

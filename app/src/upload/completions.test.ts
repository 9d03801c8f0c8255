import type { Problem } from '@/api';
import { fakeClock } from '@/lib/testing/fakeClock';
import { fakeRandom } from '@/lib/testing/fakeRandom';
import { aTake, memoryTakes } from '@/recording/testing/memoryTakes';
import { Completions } from './completions';

const OFFLINE: Problem = { kind: 'offline' };

/** One answer that was sent from here, as session 5. */
function setUp() {
  const sent = aTake({ state: 'sent', sessionId: 5 });
  const takes = memoryTakes([sent]);
  const clock = fakeClock();
  const asked: number[] = [];
  const watched = new Set<number>();
  const failures: Problem[] = [];
  const makeCompletions = () =>
    new Completions({
      takes,
      clock,
      random: fakeRandom(0),
      complete: async (id) => {
        asked.push(id);
        const problem = failures.shift();
        if (problem) throw problem;
      },
      watch: (id) => {
        watched.add(id);
        return () => void watched.delete(id);
      },
    });
  const completions = makeCompletions();
  completions.follow([sent]);
  return { completions, makeCompletions, sent, takes, clock, asked, watched, failures };
}

test('the feedback is asked for once when the transcript is there, and then the take is forgotten', async () => {
  const { completions, takes, clock, asked, watched } = setUp();
  expect([...watched]).toEqual([5]);
  completions.stands(5, 'transcribing');
  await clock.settle();
  expect(asked).toEqual([]);
  completions.stands(5, 'transcribed');
  completions.stands(5, 'transcribed');
  await clock.settle();
  completions.stands(5, 'transcribed');
  await clock.settle();
  expect(asked).toEqual([5]);
  expect(takes.takes.size).toBe(0);
  expect(watched.size).toBe(0);
});

test('after a restart it goes on with what the device still knows', async () => {
  const { makeCompletions, takes, clock, asked } = setUp();
  const next = makeCompletions();
  next.follow(await takes.list());
  next.stands(5, 'transcribed');
  await clock.settle();
  expect(asked).toEqual([5]);
});

test.each(['scoring', 'completed', 'deleted'] as const)('nothing is asked of a session that is %s', async (status) => {
  const { completions, takes, clock, asked } = setUp();
  completions.stands(5, status);
  await clock.settle();
  expect(asked).toEqual([]);
  expect(takes.takes.size).toBe(0);
});

test('a failed answer is followed on, since a retry may bring its transcript', async () => {
  const { completions, clock, asked } = setUp();
  completions.stands(5, 'failed');
  completions.stands(5, 'transcribing');
  completions.stands(5, 'transcribed');
  await clock.settle();
  expect(asked).toEqual([5]);
});

test('without a network it is asked again later', async () => {
  const { completions, takes, clock, asked, failures } = setUp();
  failures.push(OFFLINE, OFFLINE);
  completions.stands(5, 'transcribed');
  await clock.settle();
  expect(takes.takes.size).toBe(1);
  await clock.advance(60_000);
  expect(asked).toEqual([5, 5, 5]);
  expect(takes.takes.size).toBe(0);
});

test('somebody who signs out asks for nothing more', async () => {
  const { completions, takes, clock, asked, watched, failures } = setUp();
  failures.push(OFFLINE);
  completions.stands(5, 'transcribed');
  await clock.settle();
  completions.follow([]);
  completions.stands(5, 'transcribed');
  await clock.advance(3_600_000);
  expect(asked).toEqual([5]);
  expect(watched.size).toBe(0);
  expect(takes.takes.size).toBe(1);
});

test('a session that another device recorded is asked for when its page says so', async () => {
  const { completions, clock, asked } = setUp();
  void completions.ask(9);
  void completions.ask(9);
  await clock.settle();
  expect(asked).toEqual([9]);
});

test('what its page asked in vain is asked again later, and no more once it was heard', async () => {
  const { completions, clock, asked, failures } = setUp();
  failures.push(OFFLINE, { kind: 'rate_limited', retryAfterMs: 90_000, detail: '' });
  await completions.ask(9);
  await clock.advance(60_000);
  expect(asked).toEqual([9, 9]);
  await clock.advance(3_600_000);
  expect(asked).toEqual([9, 9, 9]);
  expect(clock.pending()).toBe(0);
});

test('what a session of another user answers ends the asking', async () => {
  const { completions, clock, asked, failures } = setUp();
  failures.push(OFFLINE, { kind: 'not_found', detail: '' });
  await completions.ask(9);
  await clock.advance(3_600_000);
  expect(asked).toEqual([9, 9]);
});

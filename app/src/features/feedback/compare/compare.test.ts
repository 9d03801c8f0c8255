import type { CompetencyName, Delivery, Feedback } from '@/api';
import { competencyRows, deliveryRows, scoreRows } from './compare';

type Levels = Partial<Record<CompetencyName, [level: number, spread: number]>>;

function feedback(overall: number | null, levels: Levels): Feedback {
  return {
    status: 'ready',
    reason: null,
    overall_score: overall,
    communication_score: null,
    technical_score: null,
    clarity_score: null,
    competencies: Object.entries(levels).map(([name, [level, spread]]) => ({
      name: name as CompetencyName,
      level,
      spread,
      uncertain: false,
      anchor_met: null,
      anchor_next: null,
      evidence: [],
    })),
    strengths: [],
    improvements: [],
    detailed_feedback: null,
    model_answer: null,
    not_scored: [],
    delivery: { words_per_minute: 120, fillers_per_minute: 2, longest_pause_s: 1, length: null } as Delivery,
    coach: null,
  };
}

it('calls a level better only beyond what the judge wavers by', () => {
  const rows = competencyRows(
    feedback(50, { result: [2, 0], structure: [2, 1], clarity: [3, 0] }),
    feedback(60, { result: [3, 0], structure: [3, 1], clarity: [1, 1] }),
  );
  expect(rows.map(({ key, change }) => [key, change])).toEqual([
    ['result', 'better'],
    ['structure', 'same'],
    ['clarity', 'worse'],
  ]);
});

it('does not compare what one of the two attempts was not judged on', () => {
  const rows = competencyRows(feedback(50, { result: [2, 0] }), feedback(50, { structure: [4, 0] }));
  expect(rows.map(({ change }) => change)).toEqual(['unknown', 'unknown']);
});

it('holds a score against the spread of its levels', () => {
  const change = (before: Feedback, now: Feedback) => scoreRows(before, now)[0]!.change;
  expect(change(feedback(50, { result: [2, 0] }), feedback(56, { result: [2, 0] }))).toBe('better');
  expect(change(feedback(50, { result: [2, 1] }), feedback(56, { result: [2, 1] }))).toBe('same');
  expect(change(feedback(50, {}), feedback(null, {}))).toBe('unknown');
});

it('shows the delivery without a verdict', () => {
  expect(deliveryRows(feedback(1, {}), feedback(2, {})).every(({ change }) => change === null)).toBe(true);
});

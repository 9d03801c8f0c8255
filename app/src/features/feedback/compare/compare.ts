import type { Feedback } from '@/api';
/** A comparison: two attempts at one question, measure by measure, and whether a difference means anything. */

export type Change = 'better' | 'worse' | 'same' | 'unknown';

export interface Row {
  key: string;
  before: number | null;
  now: number | null;
  /** Of scores and levels only: a measure of the delivery is neither good nor bad by itself. */
  change: Change | null;
}

/** Points of a score that one level of one competency is worth. */
const POINTS_PER_LEVEL = 20;

export function scoreRows(before: Feedback, now: Feedback): Row[] {
  const spread = Math.max(spreadOf(before), spreadOf(now));
  const keys = ['overall', 'communication', 'technical', 'clarity'] as const;
  return keys.map((key) => {
    const values = { before: before[`${key}_score`], now: now[`${key}_score`] };
    return { key, ...values, change: changeOf(values.before, values.now, spread * POINTS_PER_LEVEL) };
  });
}

export function competencyRows(before: Feedback, now: Feedback): Row[] {
  const names = [...new Set([...now.competencies, ...before.competencies].map(({ name }) => name))];
  return names.map((name) => {
    const old = before.competencies.find((one) => one.name === name);
    const present = now.competencies.find((one) => one.name === name);
    const values = { before: old?.level ?? null, now: present?.level ?? null };
    return {
      key: name,
      ...values,
      change: changeOf(values.before, values.now, Math.max(old?.spread ?? 0, present?.spread ?? 0)),
    };
  });
}

export function deliveryRows(before: Feedback, now: Feedback): Row[] {
  const of = ({ delivery }: Feedback) => ({
    words_per_minute: delivery?.words_per_minute ?? null,
    fillers_per_minute: delivery?.fillers_per_minute ?? null,
    longest_pause_s: delivery?.longest_pause_s ?? null,
    answer_s: delivery?.length?.answer_s ?? null,
  });
  const old = of(before);
  const present = of(now);
  return (Object.keys(old) as (keyof typeof old)[]).map((key) => ({
    key,
    before: old[key],
    now: present[key],
    change: null,
  }));
}

/** Better or worse only beyond what the judge itself wavers by. */
function changeOf(before: number | null, now: number | null, spread: number): Change {
  if (before === null || now === null) return 'unknown';
  const difference = now - before;
  if (Math.abs(difference) <= spread || difference === 0) return 'same';
  return difference > 0 ? 'better' : 'worse';
}

/** The mean spread of the levels: that of a mean is no larger. */
function spreadOf({ competencies }: Feedback): number {
  const spreads = competencies.map(({ spread }) => spread ?? 0);
  return spreads.length === 0 ? 0 : spreads.reduce((sum, spread) => sum + spread, 0) / spreads.length;
}

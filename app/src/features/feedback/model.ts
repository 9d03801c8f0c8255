/**
 * Feedback as the screens read it: the contract's shape, with what the coach says beyond it. What an older server does
 * not say is left out, never made up.
 */
import type { Competency, Delivery, Evidence, Feedback } from '@/api';

/** A competency that got no level, and why. */
export interface Unscored {
  name: string;
  reason: string;
}

/** The range that a measure is shown against, and where it comes from. */
export interface Reference {
  measure: string;
  low: number | null;
  high: number | null;
  unit: string;
  text: string;
  source: string;
}

export interface Length {
  answer_s: number;
  target_low_s: number;
  target_high_s: number;
  verdict: 'shorter' | 'within' | 'longer';
}

export type FullDelivery = Delivery & {
  filled_pauses_per_minute?: number | null;
  filler_phrases_per_minute?: number | null;
  most_repeated?: { text: string; count: number; start_s: number[] }[];
  length?: Length | null;
  references?: Reference[];
  not_measured?: { measure: string; reason: string }[];
};

export type FullCompetency = Competency & { uncertain?: boolean };

export type FullFeedback = Omit<Feedback, 'delivery' | 'competencies'> & {
  delivery: FullDelivery | null;
  competencies: FullCompetency[];
  not_scored?: Unscored[];
};

export type PacePoint = Delivery['pace_curve'][number] & { end_s?: number };
export type Filler = Delivery['fillers'][number];
export type Pause = Delivery['pauses'][number];

/** The highest level of the rubric. */
export const MAX_LEVEL = 5;

export function reference(delivery: FullDelivery, measure: string): Reference | undefined {
  return delivery.references?.find((one) => one.measure === measure);
}

/** Why a measure was not taken. */
export function notMeasured(delivery: FullDelivery, measure: string): string | undefined {
  return delivery.not_measured?.find((one) => one.measure === measure)?.reason;
}

/** Every piece of evidence that the feedback rests on. */
export function evidenceOf(feedback: FullFeedback): Evidence[] {
  return [...feedback.competencies, ...feedback.strengths, ...feedback.improvements].flatMap(
    ({ evidence }) => evidence,
  );
}

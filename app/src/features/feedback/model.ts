/** What several parts of the feedback page look up in it. */
import type { Delivery, Evidence, Feedback, Reference } from '@/api';

export type PacePoint = Delivery['pace_curve'][number];
export type Filler = Delivery['fillers'][number];
export type Pause = Delivery['pauses'][number];

/** The highest level of the rubric. */
export const MAX_LEVEL = 5;

/** The range that a measure is shown against. */
export function reference(delivery: Delivery, measure: string): Reference | undefined {
  return delivery.references.find((one) => one.measure === measure);
}

/** Why a measure was not taken. */
export function notMeasured(delivery: Delivery, measure: string): string | undefined {
  return delivery.not_measured.find((one) => one.measure === measure)?.reason;
}

/** Every piece of evidence that the feedback rests on. */
export function evidenceOf(feedback: Feedback): Evidence[] {
  return [...feedback.competencies, ...feedback.strengths, ...feedback.improvements].flatMap(
    ({ evidence }) => evidence,
  );
}

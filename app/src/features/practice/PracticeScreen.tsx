/** Practise: one question, one microphone, one answer. */
import { Redirect, useLocalSearchParams } from 'expo-router';

import { practiceTarget, type PracticeParams } from './href';
import { PracticeStage } from './PracticeStage';

export function PracticeScreen() {
  const target = practiceTarget(useLocalSearchParams() as PracticeParams);
  if (!target) return <Redirect href="/questions" />;
  // Another question is another practice: nothing of the one before is left over.
  return <PracticeStage key={target.text} target={target} />;
}

/** The practice of one question, composed for a thumb or for a desk. */
import { useState } from 'react';
import { View } from 'react-native';

import { useEngines } from '@/features/settings';
import { useTranslation } from '@/i18n';
import { space, useLayout } from '@/theme';
import { BackLink, Card, Columns, Screen, Switch } from '@/ui';

import { AskBeforeDiscard } from './AskBeforeDiscard';
import { Captions } from './Captions';
import { Deck } from './Deck';
import type { PracticeTarget } from './href';
import { targetOf } from './length';
import { QuestionPanel } from './QuestionPanel';
import { Review } from './Review';
import { usePractice } from './usePractice';

export function PracticeStage({ target }: { target: PracticeTarget }) {
  const { t } = useTranslation();
  const { twoColumns } = useLayout();
  const { speech } = useEngines();
  const [wantsCaptions, setWantsCaptions] = useState<boolean | null>(null);
  // Captions that are half wrong distract more than they help, so a basic engine's are off until asked for.
  const captions = speech.captions && (wantsCaptions ?? !speech.basic);
  const practice = usePractice(target, captions);
  const { recorder, take } = practice;
  const before =
    recorder.phase === 'idle' ||
    recorder.phase === 'preparing' ||
    recorder.phase === 'ready' ||
    recorder.phase === 'failed';

  const deck = take ? (
    <Review take={take} onSend={practice.send} onAgain={practice.again} />
  ) : (
    <Deck
      recorder={recorder}
      target={targetOf(target.target_s)}
      prepare={practice.prepare}
      start={practice.start}
      finish={practice.finish}
      again={practice.again}
    />
  );
  const question = (
    <View style={{ gap: space.xl }}>
      <QuestionPanel target={target} quiet={!before} tipsOpen={before} />
      {before && !take && speech.captions && (
        <Switch
          label={t('practice.captions.label')}
          help={t('practice.captions.help')}
          value={captions}
          onChange={setWantsCaptions}
        />
      )}
      {!before && !take && captions && <Captions />}
    </View>
  );

  return (
    <Screen
      title={t('practice.title')}
      heading={target.text}
      headingVariant={twoColumns ? 'display' : 'title'}
      back={<BackLink href="/questions" label={t('action.backQuestions')} />}
      footer={twoColumns || take ? undefined : deck}
    >
      {twoColumns ? <Columns main={question} aside={take ? deck : <Card flush>{deck}</Card>} share={0.52} /> : question}
      {!twoColumns && take ? deck : null}
      <AskBeforeDiscard open={practice.asking} onKeep={practice.keep} onDiscard={practice.discard} />
    </Screen>
  );
}

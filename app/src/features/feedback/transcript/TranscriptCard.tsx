/** What was said: the player, the marked words, and the way to correct them. */
import { useMemo, useState } from 'react';
import { View } from 'react-native';

import type { Transcript, Feedback } from '@/api';
import { selectSettings } from '@/features/settings';
import { useTranslation } from '@/i18n';
import { useAppSelector } from '@/store/hooks';
import { space, useLayout } from '@/theme';
import { Button, Card, Disclosure, Heading, Text } from '@/ui';

import { evidenceOf } from '../model';
import { PlayerBar } from '../player/PlayerBar';
import { CorrectDialog } from './CorrectDialog';
import { Legend } from './Legend';
import { MarkedText } from './MarkedText';
import { segments } from './segments';

interface TranscriptCardProps {
  sessionId: number;
  transcript: Transcript;
  feedback: Feedback | undefined;
}

export function TranscriptCard({ sessionId, transcript, feedback }: TranscriptCardProps) {
  const { t } = useTranslation();
  const { hideDeliveryCounts: plain } = useAppSelector(selectSettings);
  const { twoColumns } = useLayout();
  const [correcting, setCorrecting] = useState(false);
  const { words, text, original_text: original } = transcript;
  const marks = useMemo(
    () =>
      segments(words, {
        fillers: feedback?.delivery?.fillers ?? [],
        pauses: feedback?.delivery?.pauses ?? [],
        evidence: feedback ? evidenceOf(feedback) : [],
      }),
    [words, feedback],
  );
  const has = (test: (one: (typeof marks)[number]) => boolean) => marks.some(test);
  return (
    <Card>
      <View
        style={{
          flexDirection: 'row',
          flexWrap: 'wrap',
          justifyContent: 'space-between',
          alignItems: 'center',
          gap: space.s,
        }}
      >
        <Heading level={2}>{t('transcript.title')}</Heading>
        <Button
          size="s"
          kind="quiet"
          icon="edit"
          label={t('transcript.correct.action')}
          onPress={() => setCorrecting(true)}
        />
      </View>
      {twoColumns && <PlayerBar words={words} durationS={transcript.duration_s} />}
      {words.length > 0 ? (
        <MarkedText words={words} segments={marks} plain={plain} />
      ) : (
        <Text tone="muted">{text || t('transcript.nothing')}</Text>
      )}
      <Legend
        evidence={has((one) => one.kind === 'word' && one.evidence)}
        fillers={!plain && has((one) => one.kind === 'word' && one.filler)}
        pauses={!plain && has((one) => one.kind === 'pause')}
      />
      {original !== null && (
        <Disclosure label={t('transcript.original')}>
          <Text variant="small" tone="muted">
            {original}
          </Text>
        </Disclosure>
      )}
      <CorrectDialog
        key={text}
        open={correcting}
        sessionId={sessionId}
        text={text}
        onClose={() => setCorrecting(false)}
      />
    </Card>
  );
}

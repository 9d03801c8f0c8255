/** The question at hand, with what it looks at, its tips and its voice. */
import { View } from 'react-native';

import { useNames, useTranslation } from '@/i18n';
import { makeStyles, space } from '@/theme';
import { Button, Chip, Disclosure, Text } from '@/ui';

import type { PracticeTarget } from './href';
import { useReadAloud } from './useReadAloud';

interface QuestionPanelProps {
  target: PracticeTarget;
  /** While recording nothing is read aloud, or it would be in the recording. */
  quiet: boolean;
  tipsOpen: boolean;
}

export function QuestionPanel({ target, quiet, tipsOpen }: QuestionPanelProps) {
  const { t } = useTranslation();
  const names = useNames();
  const styles = useStyles();
  const voice = useReadAloud(target.text, quiet);
  return (
    <View style={styles.panel}>
      <View style={styles.row}>
        {target.competency ? <Chip tone="accent" label={names.competency(target.competency)} /> : null}
        {target.attemptOf ? <Chip icon="repeat" label={t('practice.anotherAttempt')} /> : null}
        {!quiet && (
          <Button
            kind="quiet"
            size="s"
            icon={voice.speaking ? 'stop' : 'speaker'}
            label={voice.speaking ? t('practice.readStop') : t('practice.readAloud')}
            onPress={voice.toggle}
          />
        )}
      </View>
      {target.tips && target.tips.length > 0 && (
        <Disclosure label={t('practice.tips')} startOpen={tipsOpen}>
          {target.tips.map((tip) => (
            <View key={tip} style={styles.tip}>
              <Text tone="accent" aria-hidden>
                •
              </Text>
              <Text style={styles.words}>{tip}</Text>
            </View>
          ))}
        </Disclosure>
      )}
    </View>
  );
}

const useStyles = makeStyles(() => ({
  panel: { gap: space.m },
  row: { flexDirection: 'row', flexWrap: 'wrap', alignItems: 'center', gap: space.s },
  tip: { flexDirection: 'row', gap: space.s },
  words: { flex: 1 },
}));

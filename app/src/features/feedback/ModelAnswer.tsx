/** How the answer could sound, made of the candidate's own facts. What they have not said stands there as a blank to fill. */
import { View } from 'react-native';

import { useTranslation } from '@/i18n';
import { makeStyles, space } from '@/theme';
import { Text } from '@/ui';

import { partsOf } from './gaps';

export function ModelAnswer({ answer }: { answer: string }) {
  const { t } = useTranslation();
  const styles = useStyles();
  const paragraphs = answer.split(/\n+/).filter((paragraph) => paragraph.trim() !== '');
  const hasGaps = partsOf(answer).some(({ kind }) => kind === 'gap');
  return (
    <View style={styles.answer}>
      {paragraphs.map((paragraph, at) => (
        <Text key={at}>
          {partsOf(paragraph).map(({ kind, text }, place) =>
            kind === 'gap' ? (
              <Text key={place} tone="warm" strong style={styles.gap}>
                {t('modelAnswer.gap', { what: text })}
              </Text>
            ) : (
              text
            ),
          )}
        </Text>
      ))}
      {hasGaps && (
        <Text variant="small" tone="muted">
          {t('modelAnswer.gaps')}
        </Text>
      )}
    </View>
  );
}

const useStyles = makeStyles(({ color }) => ({
  answer: { gap: space.s },
  gap: { backgroundColor: color.warmSoft, borderBottomWidth: 2, borderBottomColor: color.warm },
}));

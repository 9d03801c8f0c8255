/** The three steps, for somebody who has not practised here yet. */
import { View } from 'react-native';

import { useTranslation } from '@/i18n';
import { makeStyles, radius, space } from '@/theme';
import { Card, Heading, Text } from '@/ui';

const steps = ['speak', 'read', 'again'] as const;

export function HowItWorks() {
  const { t } = useTranslation();
  const styles = useStyles();
  return (
    <Card>
      <Heading level={2}>{t('home.how.title')}</Heading>
      <View role="list" style={styles.list}>
        {steps.map((step, at) => (
          <View key={step} role="listitem" style={styles.step}>
            <View style={styles.number}>
              <Text variant="small" strong tone="accentText">
                {at + 1}
              </Text>
            </View>
            <View style={styles.words}>
              <Text strong>{t(`home.how.${step}.title`)}</Text>
              <Text variant="small" tone="muted">
                {t(`home.how.${step}.text`)}
              </Text>
            </View>
          </View>
        ))}
      </View>
    </Card>
  );
}

const useStyles = makeStyles(({ color }) => ({
  list: { gap: space.l },
  step: { flexDirection: 'row', gap: space.m },
  number: {
    width: 30,
    height: 30,
    borderRadius: radius.round,
    alignItems: 'center',
    justifyContent: 'center',
    backgroundColor: color.accentSoft,
  },
  words: { flex: 1, gap: 2 },
}));

/** What the server does with an answer, for those who wait for it. */
import { View } from 'react-native';

import { useTranslation } from '@/i18n';
import { space } from '@/theme';
import { Card, Heading, Icon, Text, type IconName } from '@/ui';

const steps = [
  { key: 'speech', icon: 'edit' },
  { key: 'measure', icon: 'history' },
  { key: 'judge', icon: 'quote' },
] as const satisfies readonly { key: string; icon: IconName }[];

export function WhatHappens() {
  const { t } = useTranslation();
  return (
    <Card style={{ gap: space.l }}>
      <Heading level={2}>{t('working.about.title')}</Heading>
      {steps.map(({ key, icon }) => (
        <View key={key} style={{ flexDirection: 'row', gap: space.m }}>
          <Icon name={icon} size={20} tone="accent" />
          <Text variant="small" tone="muted" style={{ flex: 1 }}>
            {t(`working.about.${key}`)}
          </Text>
        </View>
      ))}
    </Card>
  );
}

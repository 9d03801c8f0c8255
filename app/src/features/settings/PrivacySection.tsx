/** What left this machine: where the server's engines run, so where recordings and words go. */
import { View } from 'react-native';

import { useTranslation } from '@/i18n';
import { space } from '@/theme';
import { Icon, Text, type IconName } from '@/ui';

import { Section } from './Section';
import { useEngines } from './useEngines';

export function PrivacySection() {
  const { t } = useTranslation();
  const { speech, languageModel } = useEngines();
  return (
    <Section title={t('settings.privacy.title')} lead={t('settings.privacy.lead')}>
      <Fact
        icon="mic"
        title={t('settings.privacy.speech.title')}
        text={t(`settings.privacy.speech.${speech.where}`)}
        detail={speech.detail}
      />
      <Fact
        icon="questions"
        title={t('settings.privacy.model.title')}
        text={t(`settings.privacy.model.${languageModel.state}`)}
        detail={languageModel.name}
      />
    </Section>
  );
}

function Fact({ icon, title, text, detail }: { icon: IconName; title: string; text: string; detail: string | null }) {
  return (
    <View style={{ flexDirection: 'row', gap: space.m }}>
      <Icon name={icon} size={22} tone="muted" />
      <View style={{ flex: 1, gap: 2 }}>
        <Text strong>{title}</Text>
        <Text variant="small">{text}</Text>
        {detail ? (
          <Text variant="small" tone="muted">
            {detail}
          </Text>
        ) : null}
      </View>
    </View>
  );
}

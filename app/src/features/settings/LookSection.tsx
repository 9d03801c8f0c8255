/** How the app looks on this device. */
import type { ReactNode } from 'react';
import { View } from 'react-native';

import { languages, useFormat, useTranslation } from '@/i18n';
import { useAppDispatch, useAppSelector } from '@/store/hooks';
import { space, textScales } from '@/theme';
import { Segmented, Switch, Text } from '@/ui';

import { Section } from './Section';
import { selectSettings, settingsChanged, type ThemeChoice } from './slice';

const themes: ThemeChoice[] = ['system', 'light', 'dark'];

export function LookSection() {
  const { t } = useTranslation();
  const format = useFormat();
  const dispatch = useAppDispatch();
  const settings = useAppSelector(selectSettings);
  const languageChoices = [
    { value: 'system', label: t('settings.look.system') },
    ...Object.entries(languages).map(([value, { name }]) => ({ value, label: name })),
  ];
  return (
    <Section title={t('settings.look.title')}>
      <Choice label={t('settings.look.theme')}>
        <Segmented
          label={t('settings.look.theme')}
          value={settings.theme}
          options={themes.map((value) => ({ value, label: t(`settings.look.${value}`) }))}
          onChange={(theme) => dispatch(settingsChanged({ theme }))}
        />
      </Choice>
      <Choice label={t('settings.look.textSize')}>
        <Segmented
          label={t('settings.look.textSize')}
          value={settings.textScale}
          options={textScales.map((value) => ({
            value,
            label: t('settings.look.percent', { percent: format.number(value * 100) }),
          }))}
          onChange={(textScale) => dispatch(settingsChanged({ textScale }))}
        />
      </Choice>
      <Choice label={t('settings.look.language')}>
        <Segmented
          label={t('settings.look.language')}
          value={settings.language}
          options={languageChoices}
          onChange={(language) => dispatch(settingsChanged({ language }))}
        />
      </Choice>
      <Switch
        label={t('settings.look.hideCounts')}
        help={t('settings.look.hideCountsHelp')}
        value={settings.hideDeliveryCounts}
        onChange={(hideDeliveryCounts) => dispatch(settingsChanged({ hideDeliveryCounts }))}
      />
    </Section>
  );
}

function Choice({ label, children }: { label: string; children: ReactNode }) {
  return (
    <View style={{ gap: space.s }}>
      <Text variant="small" strong aria-hidden>
        {label}
      </Text>
      {children}
    </View>
  );
}

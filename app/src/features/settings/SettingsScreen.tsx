/** Settings: how it looks, who one is, where one is signed in, and what happens to one's data. */
import { useGetHealthQuery } from '@/api';
import { useTranslation } from '@/i18n';
import { Columns, Screen, Text } from '@/ui';

import { AccountSection } from './AccountSection';
import { DataSection } from './DataSection';
import { DevicesSection } from './DevicesSection';
import { LookSection } from './LookSection';
import { PrivacySection } from './PrivacySection';

export function SettingsScreen() {
  const { t } = useTranslation();
  const { data: health } = useGetHealthQuery();
  return (
    <Screen title={t('settings.title')}>
      <Columns
        share={0.5}
        main={
          <>
            <LookSection />
            <PrivacySection />
          </>
        }
        aside={
          <>
            <AccountSection />
            <DevicesSection />
            <DataSection />
          </>
        }
      />
      {health && (
        <Text variant="caption" tone="muted">
          {t('settings.version', { version: health.version })}
        </Text>
      )}
    </Screen>
  );
}

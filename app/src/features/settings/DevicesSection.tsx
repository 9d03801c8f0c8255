/** Where the person is signed in, and the way to end it there. */
import { View } from 'react-native';

import { useListDevicesQuery, useRevokeDeviceMutation, type Device } from '@/api';
import { useFormat, useTranslation } from '@/i18n';
import { space } from '@/theme';
import { Button, Chip, Icon, Loaded, Text, useToast } from '@/ui';

import { Section } from './Section';

export function DevicesSection() {
  const { t } = useTranslation();
  const devices = useListDevicesQuery();
  return (
    <Section title={t('settings.devices.title')} lead={t('settings.devices.lead')}>
      <Loaded query={devices}>
        {({ devices: list }) => (
          <View role="list" style={{ gap: space.l }}>
            {list.map((device) => (
              <DeviceRow key={device.id} device={device} />
            ))}
          </View>
        )}
      </Loaded>
    </Section>
  );
}

function DeviceRow({ device }: { device: Device }) {
  const { t } = useTranslation();
  const format = useFormat();
  const say = useToast();
  const [revoke, { isLoading }] = useRevokeDeviceMutation();

  async function end() {
    const result = await revoke(device.id);
    say(result.error ? t('problem.title') : t('settings.devices.ended'));
  }

  return (
    <View role="listitem" style={{ flexDirection: 'row', flexWrap: 'wrap', alignItems: 'center', gap: space.m }}>
      <Icon name="device" size={22} tone="muted" />
      <View style={{ flexGrow: 1, flexShrink: 1, flexBasis: 160, gap: 2 }}>
        <Text>{device.name}</Text>
        <Text variant="small" tone="muted">
          {t('settings.devices.lastUsed', { time: format.date(device.last_used_at, 'moment') })}
        </Text>
      </View>
      {device.current ? (
        <Chip tone="accent" label={t('settings.devices.current')} />
      ) : (
        <Button
          size="s"
          label={t('settings.devices.end')}
          aria-label={t('settings.devices.endLabel', { name: device.name })}
          busy={isLoading}
          onPress={() => void end()}
        />
      )}
    </View>
  );
}

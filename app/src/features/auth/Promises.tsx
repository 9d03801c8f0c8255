/** What somebody may expect here, in three sentences, under the picture of a voice. */
import { View } from 'react-native';

import { useTranslation } from '@/i18n';
import { makeStyles, radius, space, useLayout } from '@/theme';
import { Icon, Text, type IconName } from '@/ui';

import { Voice } from './Voice';

const promises = [
  { key: 'quotes', icon: 'quote' },
  { key: 'honest', icon: 'check' },
  { key: 'kept', icon: 'mic' },
] as const satisfies readonly { key: string; icon: IconName }[];

export function Promises() {
  const { t } = useTranslation();
  const styles = useStyles();
  const { rail } = useLayout();
  return (
    <View style={styles.block}>
      <Voice />
      {rail && <Text variant="display">{t('auth.promises.headline')}</Text>}
      <View style={styles.list}>
        {promises.map(({ key, icon }) => (
          <View key={key} style={styles.promise}>
            <View style={styles.icon}>
              <Icon name={icon} size={18} tone="accentText" />
            </View>
            <View style={styles.words}>
              <Text strong>{t(`auth.promises.${key}.title`)}</Text>
              <Text variant="small">{t(`auth.promises.${key}.text`)}</Text>
            </View>
          </View>
        ))}
      </View>
    </View>
  );
}

const useStyles = makeStyles(({ color }) => ({
  block: { gap: space.xl },
  list: { gap: space.l },
  promise: { flexDirection: 'row', gap: space.m },
  icon: {
    width: 36,
    height: 36,
    borderRadius: radius.round,
    alignItems: 'center',
    justifyContent: 'center',
    backgroundColor: color.surface,
  },
  words: { flex: 1, gap: 2 },
}));

/** Every feedback that an answer was given, the newest first: nothing that was once said about it disappears. */
import { useLocalSearchParams } from 'expo-router';
import { View } from 'react-native';

import { useGetFeedbackHistoryQuery, useGetSessionQuery } from '@/api';
import { useTranslation } from '@/i18n';
import { space } from '@/theme';
import { BackLink, Loaded, Screen } from '@/ui';

import { VersionCard } from './VersionCard';

export function EarlierScreen() {
  const { t } = useTranslation();
  const id = Number(useLocalSearchParams<{ id: string }>().id);
  const session = useGetSessionQuery(id);
  const history = useGetFeedbackHistoryQuery(id);
  return (
    <Screen
      title={t('earlier.title')}
      eyebrow={session.data?.question ?? session.data?.title}
      lead={t('earlier.lead')}
      back={<BackLink href={`/sessions/${id}`} label={t('feedback.title')} />}
      width="prose"
    >
      <Loaded query={history}>
        {({ feedbacks }) => (
          <View role="list" style={{ gap: space.l }}>
            {feedbacks.map((version, at) => (
              <View key={version.version} role="listitem">
                <VersionCard version={version} current={at === 0} />
              </View>
            ))}
          </View>
        )}
      </Loaded>
    </Screen>
  );
}

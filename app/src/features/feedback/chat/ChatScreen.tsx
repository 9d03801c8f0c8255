/** A talk with the coach about one answer: it knows what was said and how it was judged. Nothing of it is kept. */
import { useLocalSearchParams } from 'expo-router';
import { useState } from 'react';
import { View } from 'react-native';

import { useChatMutation, useGetSessionQuery } from '@/api';
import { useEngines } from '@/features/settings';
import { useTranslation, type Fault } from '@/i18n';
import { makeStyles, measure, radius, space } from '@/theme';
import { BackLink, Banner, Button, Chip, Field, Live, ProblemBanner, Screen, Text } from '@/ui';

interface Turn {
  question: string;
  reply: string;
}

/** Characters that the server takes. */
const LONGEST = 2000;
const openers = ['weakest', 'shorter', 'result'] as const;

export function ChatScreen() {
  const { t } = useTranslation();
  const styles = useStyles();
  const id = Number(useLocalSearchParams<{ id: string }>().id);
  const session = useGetSessionQuery(id);
  const { languageModel } = useEngines();
  const [turns, setTurns] = useState<Turn[]>([]);
  const [typed, setTyped] = useState('');
  const [chat, { isLoading, error }] = useChatMutation();
  const none = languageModel.state === 'none';

  async function ask(question: string) {
    const answer = await chat({ message: question, session_id: id });
    // On a failure what was typed stays where it is.
    if (!answer.data) return setTyped(question);
    setTurns((before) => [...before, { question, reply: answer.data.reply }]);
    setTyped('');
  }

  return (
    <Screen
      title={t('chat.title')}
      eyebrow={session.data?.question ?? session.data?.title}
      lead={none ? undefined : t('chat.lead')}
      back={<BackLink href={`/sessions/${id}`} label={t('feedback.title')} />}
      width="prose"
    >
      {none ? (
        <Banner title={t('chat.none.title')}>{t('chat.none.text')}</Banner>
      ) : (
        <>
          {languageModel.state === 'remote' && (
            <Text variant="small" tone="muted">
              {t('chat.leaves')}
            </Text>
          )}
          {turns.map(({ question, reply }, at) => (
            <View key={at} style={styles.turn}>
              <View style={styles.question}>
                <Text>{question}</Text>
              </View>
              <View style={styles.reply}>
                <Text>{reply}</Text>
              </View>
            </View>
          ))}
          <Live variant="small" tone="muted">
            {isLoading ? t('chat.thinking') : ''}
          </Live>
          {error ? <ProblemBanner problem={error as Fault} onRetry={() => void ask(typed)} /> : null}
          {turns.length === 0 && (
            <View style={styles.openers}>
              {openers.map((opener) => (
                <Chip
                  key={opener}
                  label={t(`chat.opener.${opener}`)}
                  onPress={() => !isLoading && void ask(t(`chat.opener.${opener}`))}
                />
              ))}
            </View>
          )}
          <Field
            label={t('chat.question')}
            help={t('chat.forgets')}
            value={typed}
            onChangeText={setTyped}
            maxLength={LONGEST}
            lines={3}
          />
          <Button
            kind="primary"
            label={t('chat.ask')}
            busy={isLoading}
            disabled={typed.trim() === ''}
            onPress={() => void ask(typed.trim())}
          />
        </>
      )}
    </Screen>
  );
}

const useStyles = makeStyles(({ color }) => ({
  turn: { gap: space.m },
  question: {
    alignSelf: 'flex-end',
    maxWidth: measure.prose * 0.8,
    padding: space.m,
    borderRadius: radius.l,
    backgroundColor: color.accentSoft,
  },
  reply: {
    alignSelf: 'flex-start',
    padding: space.l,
    borderRadius: radius.l,
    borderWidth: 1,
    borderColor: color.line,
    backgroundColor: color.surface,
  },
  openers: { flexDirection: 'row', flexWrap: 'wrap', gap: space.s },
}));

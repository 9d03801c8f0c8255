/** The attempts at one question in a list: the newest in sight, the others behind it. */
import { useState } from 'react';
import { View } from 'react-native';

import { useFormat, useTranslation } from '@/i18n';
import { makeStyles, space } from '@/theme';
import { Button } from '@/ui';

import { AnswerRow } from './AnswerRow';
import { scoresOf, type Group } from './groups';

export function GroupRow({ group, first }: { group: Group; first: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const styles = useStyles();
  const [open, setOpen] = useState(false);
  const { attempts, newest } = group;
  const scores = scoresOf(group).map((score) => format.number(score));
  const label = [
    t('history.attempts', { count: attempts.length }),
    scores.length > 1 ? t('history.scores', { scores: scores.join(' → ') }) : null,
  ];
  return (
    <View role="listitem">
      <AnswerRow answer={newest} first={first} />
      {attempts.length > 1 && (
        <View style={styles.more}>
          <Button
            kind="quiet"
            size="s"
            icon={open ? 'minus' : 'plus'}
            label={label.filter(Boolean).join(' · ')}
            aria-expanded={open}
            onPress={() => setOpen(!open)}
          />
        </View>
      )}
      {open && (
        <View style={styles.older}>
          {attempts.slice(1).map((attempt, at) => (
            <AnswerRow
              key={attempt.id}
              answer={attempt}
              label={t('history.attempt', { n: attempts.length - 1 - at })}
            />
          ))}
        </View>
      )}
    </View>
  );
}

const useStyles = makeStyles(({ color }) => ({
  more: { paddingLeft: space.m, paddingBottom: space.s, marginTop: -space.s },
  older: { backgroundColor: color.page, paddingLeft: space.l },
}));

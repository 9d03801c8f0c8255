/** One question in the bank. On a wide window it is looked at beside the list; on a phone it is practised at once. */
import { Pressable, View } from 'react-native';

import type { Question } from '@/api';
import { practiceHref } from '@/features/practice';
import { useNames } from '@/i18n';
import { makeStyles, space } from '@/theme';
import { Icon, LinkBox, Text, web } from '@/ui';

interface QuestionRowProps {
  question: Question;
  first: boolean;
  /** Looks at the question beside the list; without it the row leads to practising. */
  onLook?: () => void;
  looked?: boolean;
}

export function QuestionRow({ question, first, onLook, looked }: QuestionRowProps) {
  const styles = useStyles();
  const names = useNames();
  const look = ({ hovered }: { hovered?: boolean }) => [
    styles.row,
    !first && styles.ruled,
    hovered && styles.hover,
    looked && styles.looked,
  ];
  const content = (
    <>
      <View style={styles.words}>
        <Text>{question.text}</Text>
        <Text variant="small" tone="muted">
          {`${names.competency(question.competency)} · ${names.kind(question.kind)}`}
        </Text>
      </View>
      {!onLook && <Icon name="forward" size={18} tone="muted" />}
    </>
  );
  if (!onLook) {
    return (
      <LinkBox href={practiceHref(question)} look={look}>
        {content}
      </LinkBox>
    );
  }
  return (
    <Pressable role="button" onPress={onLook} {...web({ 'aria-current': looked ? 'true' : undefined })} style={look}>
      {content}
    </Pressable>
  );
}

const useStyles = makeStyles(({ color }) => ({
  row: {
    flexDirection: 'row',
    alignItems: 'center',
    gap: space.m,
    paddingHorizontal: space.l + 4,
    paddingVertical: space.m + 2,
  },
  ruled: { borderTopWidth: 1, borderTopColor: color.line },
  hover: { backgroundColor: color.hover },
  looked: { backgroundColor: color.accentSoft },
  words: { flex: 1, gap: 2 },
}));

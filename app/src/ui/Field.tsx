/** A labelled text field. Its error stands under it in words and is read out with it; what was typed is never touched. */
import { useId, useState, type Ref } from 'react';
import { TextInput, View, type TextInputProps } from 'react-native';

import { makeStyles, radius, space, touch, useTheme } from '@/theme';

import { Icon } from './Icon';
import { IconButton } from './IconButton';
import { Text } from './Text';
import { web } from './web';

export interface FieldProps extends Omit<TextInputProps, 'style'> {
  label: string;
  help?: string;
  error?: string | null;
  /** Shown after the label, as "optional". */
  note?: string;
  /** Number of lines; more than one makes it a text area. */
  lines?: number;
  /** A secret that the person may look at: the words for the two states of its button. */
  reveal?: { show: string; hide: string };
  ref?: Ref<TextInput>;
}

export function Field({ label, help, error, note, lines = 1, reveal, ref, ...rest }: FieldProps) {
  const styles = useStyles();
  const theme = useTheme();
  const id = useId();
  const [revealed, setRevealed] = useState(false);
  const describedBy = [error && `${id}-error`, help && `${id}-help`].filter(Boolean).join(' ') || undefined;
  return (
    <View style={styles.field}>
      <Text variant="small" strong {...web({ nativeID: `${id}-label` })}>
        {label}
        {note && <Text variant="small" tone="muted">{`  ${note}`}</Text>}
      </Text>
      <View>
        <TextInput
          ref={ref}
          aria-label={label}
          multiline={lines > 1}
          numberOfLines={lines > 1 ? lines : undefined}
          secureTextEntry={reveal ? !revealed : undefined}
          placeholderTextColor={theme.color.muted}
          {...web({ 'aria-invalid': error ? true : undefined, 'aria-describedby': describedBy })}
          {...rest}
          style={[
            theme.text.body,
            styles.input,
            lines > 1 && { minHeight: (theme.text.body.lineHeight ?? 24) * lines + space.xl, textAlignVertical: 'top' },
            reveal && styles.withButton,
            error ? styles.wrong : null,
          ]}
        />
        {reveal && (
          <View style={styles.button}>
            <IconButton
              icon={revealed ? 'eyeOff' : 'eye'}
              label={revealed ? reveal.hide : reveal.show}
              onPress={() => setRevealed(!revealed)}
            />
          </View>
        )}
      </View>
      {error ? (
        <View style={styles.message} nativeID={`${id}-error`} role="alert">
          <Icon name="alert" size={16} tone="danger" />
          <Text variant="small" tone="danger" style={styles.words}>
            {error}
          </Text>
        </View>
      ) : null}
      {help && !error ? (
        <Text variant="small" tone="muted" nativeID={`${id}-help`}>
          {help}
        </Text>
      ) : null}
    </View>
  );
}

const useStyles = makeStyles(({ color }) => ({
  field: { gap: space.xs + 2 },
  input: {
    minHeight: touch + 4,
    paddingHorizontal: space.m,
    paddingVertical: space.s + 2,
    borderWidth: 1,
    borderColor: color.edge,
    borderRadius: radius.m,
    backgroundColor: color.surface,
    color: color.text,
  },
  withButton: { paddingRight: touch + space.s },
  button: { position: 'absolute', right: 2, top: 2 },
  wrong: { borderColor: color.danger, borderWidth: 2 },
  message: { flexDirection: 'row', gap: space.xs + 2, alignItems: 'flex-start' },
  words: { flex: 1 },
}));

/** A dialog: asks one thing before anything else goes on. A sheet from below on a phone, in the middle of a wide window. */
import type { ReactNode } from 'react';
import { Modal, Pressable, ScrollView, StyleSheet, View } from 'react-native';

import { makeStyles, radius, space, useLayout } from '@/theme';

import { Heading } from './Heading';
import { web } from './web';

interface DialogProps {
  open: boolean;
  title: string;
  /** Escape, the back gesture or a press beside the dialog. */
  onClose: () => void;
  children: ReactNode;
  /** Buttons; the safe way out comes first. */
  actions: ReactNode;
  /** The words of the region beside the dialog, for a screen reader. */
  closeLabel: string;
}

export function Dialog({ open, title, onClose, children, actions, closeLabel }: DialogProps) {
  const styles = useStyles();
  const { rail } = useLayout();
  return (
    <Modal visible={open} transparent animationType="fade" onRequestClose={onClose} {...web({ 'aria-label': title })}>
      <View style={[styles.stage, rail ? styles.middle : styles.bottom]}>
        <Pressable
          style={StyleSheet.absoluteFill}
          onPress={onClose}
          aria-label={closeLabel}
          {...web({ tabIndex: -1, 'aria-hidden': true })}
        />
        <View style={[styles.panel, rail ? styles.panelMiddle : styles.panelBottom]}>
          <ScrollView contentContainerStyle={styles.content} style={styles.scroll}>
            <Heading level={2}>{title}</Heading>
            {children}
          </ScrollView>
          <View style={styles.actions}>{actions}</View>
        </View>
      </View>
    </Modal>
  );
}

const useStyles = makeStyles(({ color }) => ({
  stage: { flex: 1, backgroundColor: color.scrim },
  middle: { alignItems: 'center', justifyContent: 'center', padding: space.xl },
  bottom: { justifyContent: 'flex-end' },
  panel: { backgroundColor: color.surface, maxHeight: '90%', overflow: 'hidden' },
  panelMiddle: { width: '100%', maxWidth: 520, borderRadius: radius.l },
  panelBottom: { borderTopLeftRadius: radius.l + 4, borderTopRightRadius: radius.l + 4 },
  scroll: { flexGrow: 0 },
  content: { padding: space.xl, gap: space.m },
  actions: {
    flexDirection: 'row',
    flexWrap: 'wrap',
    justifyContent: 'flex-end',
    gap: space.s,
    padding: space.l,
    borderTopWidth: 1,
    borderTopColor: color.line,
  },
}));

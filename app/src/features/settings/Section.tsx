/** A part of the settings under its heading. */
import type { ReactNode } from 'react';
import { View } from 'react-native';

import { space } from '@/theme';
import { Card, Heading, Text } from '@/ui';

interface SectionProps {
  title: string;
  lead?: string;
  children: ReactNode;
}

export function Section({ title, lead, children }: SectionProps) {
  return (
    <Card style={{ gap: space.l }}>
      <View style={{ gap: space.xs }}>
        <Heading level={2}>{title}</Heading>
        {lead ? (
          <Text variant="small" tone="muted">
            {lead}
          </Text>
        ) : null}
      </View>
      {children}
    </Card>
  );
}

/** Search and filters of the bank. */
import { ScrollView, View } from 'react-native';

import { useNames, useTranslation } from '@/i18n';
import { makeStyles, space, useLayout } from '@/theme';
import { Chip, Field } from '@/ui';

import { competencies, roles, type Filters } from './filters';

interface FilterBarProps {
  filters: Filters;
  onChange: (filters: Filters) => void;
}

export function FilterBar({ filters, onChange }: FilterBarProps) {
  const { t } = useTranslation();
  const names = useNames();
  const styles = useStyles();
  return (
    <View style={styles.bar}>
      <Field
        label={t('questions.search')}
        placeholder={t('questions.searchHint')}
        value={filters.q}
        onChangeText={(q) => onChange({ ...filters, q })}
        inputMode="search"
        returnKeyType="search"
      />
      <ChipRow
        label={t('questions.byCompetency')}
        options={competencies.map((code) => ({ code, name: names.competency(code) }))}
        chosen={filters.competency}
        onChoose={(competency) => onChange({ ...filters, competency })}
      />
      <ChipRow
        label={t('questions.byRole')}
        options={roles.map((code) => ({ code, name: names.role(code) }))}
        chosen={filters.role}
        onChoose={(role) => onChange({ ...filters, role })}
      />
    </View>
  );
}

interface ChipRowProps {
  label: string;
  options: { code: string; name: string }[];
  chosen: string | null;
  onChoose: (code: string | null) => void;
}

/** Wraps where there is room; on a phone it scrolls sideways, so that the questions stay in sight. */
function ChipRow({ label, options, chosen, onChoose }: ChipRowProps) {
  const styles = useStyles();
  const { rail } = useLayout();
  const chips = options.map(({ code, name }) => (
    <Chip key={code} label={name} selected={code === chosen} onPress={() => onChoose(code === chosen ? null : code)} />
  ));
  if (rail) {
    return (
      <View role="group" aria-label={label} style={styles.wrap}>
        {chips}
      </View>
    );
  }
  return (
    <ScrollView
      horizontal
      showsHorizontalScrollIndicator={false}
      role="group"
      aria-label={label}
      style={styles.strip}
      contentContainerStyle={styles.line}
    >
      {chips}
    </ScrollView>
  );
}

const useStyles = makeStyles(() => ({
  bar: { gap: space.m },
  wrap: { flexDirection: 'row', flexWrap: 'wrap', gap: space.s },
  // Out to the edges of the page, and room for the focus ring.
  strip: { marginHorizontal: -space.l, flexGrow: 0 },
  line: { gap: space.s, paddingHorizontal: space.l, paddingVertical: 4 },
}));

/** An address that leads nowhere. */
import { useTranslation } from '@/i18n';
import { EmptyState, LinkButton, Screen } from '@/ui';

export function NotFoundScreen() {
  const { t } = useTranslation();
  return (
    <Screen title={t('shell.notFound.title')} width="prose">
      <EmptyState icon="search" action={<LinkButton href="/" label={t('shell.notFound.action')} />}>
        {t('shell.notFound.text')}
      </EmptyState>
    </Screen>
  );
}

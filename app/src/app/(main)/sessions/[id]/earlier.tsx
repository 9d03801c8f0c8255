export { EarlierScreen as default } from '@/features/feedback';

export { CompareScreen as default } from '@/features/feedback';

export { SessionScreen as default } from '@/features/feedback';

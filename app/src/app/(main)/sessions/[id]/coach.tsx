export { ChatScreen as default } from '@/features/feedback';

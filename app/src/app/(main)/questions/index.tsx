export { QuestionsScreen as default } from '@/features/questions';

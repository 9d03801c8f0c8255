export { OwnQuestionScreen as default } from '@/features/questions';

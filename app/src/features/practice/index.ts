export { practiceHref, type PracticeTarget } from './href';
export { PracticeScreen } from './PracticeScreen';
export { TakeShelf } from './TakeShelf';
export { Working } from './Working';
export { WorkingScreen } from './WorkingScreen';

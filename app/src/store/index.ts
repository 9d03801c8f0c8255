export { AppStore } from './AppStore';
export { useAppDispatch, useAppSelector } from './hooks';

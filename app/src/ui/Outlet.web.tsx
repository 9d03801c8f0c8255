/** Where the present page stands: in a browser only that page, since the browser itself goes back. */
export { Slot as Outlet } from 'expo-router';

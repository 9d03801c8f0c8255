/** Two kinds of test: state logic and components run as React Native, what belongs to a browser (`*.web.test.ts`) runs in one's likeness. */
module.exports = {
  preset: 'jest-expo',
  // The first test of a file waits for Babel to have compiled React Native.
  testTimeout: 30_000,
  setupFiles: ['./jest.setup.js'],
  moduleNameMapper: { '^@/(.*)$': '<rootDir>/src/$1' },
  // These are published as modules only, where React Native is the one who asks.
  transformIgnorePatterns: [
    '/node_modules/(?!(.pnpm|react-native|@react-native|@react-native-community|expo|@expo|expo-.*|immer|idb|@reduxjs|react-redux|redux-persist|standard-navigation)/?)',
  ],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/dist/', '<rootDir>/e2e/'],
  collectCoverageFrom: ['src/**/*.{ts,tsx}', '!src/api/generated.ts'],
};

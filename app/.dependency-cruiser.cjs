/** The direction in which the folders of `src/` may know each other. A breach is an error. */

/** @param {string} name @param {string} comment @param {string} from @param {string[]} to */
const only = (name, comment, from, to) => ({
  name,
  comment,
  severity: 'error',
  from: { path: `^src/${from}`, pathNot: '(\\.test\\.tsx?$|/testing/)' },
  to: { path: '^src/', pathNot: [`^src/${from}`, ...to.map((path) => `^src/${path}`)] },
});

module.exports = {
  forbidden: [
    only('lib-is-a-leaf', 'lib/ knows nothing of the app.', 'lib/', []),
    only('env-is-a-leaf', 'env.ts reads the environment and knows nothing else.', 'env\\.ts$', []),
    only('theme-is-low', 'theme/ holds tokens.', 'theme/', ['lib/']),
    only('i18n-is-low', 'i18n/ holds texts.', 'i18n/', ['lib/']),
    only('ui-is-low', 'ui/ holds components that know no feature and ask no server.', 'ui/', [
      'theme/',
      'i18n/',
      'lib/',
      'env\\.ts$',
      'api/index\\.ts$',
    ]),
    only('api-is-low', 'api/ knows no screen and no slice.', 'api/', ['lib/', 'env\\.ts$']),
    only('realtime-on-api', 'realtime/ brings messages into the answers of api/.', 'realtime/', [
      'api/index\\.ts$',
      'lib/',
      'env\\.ts$',
    ]),
    only('recording-alone', 'recording/ needs no server.', 'recording/', ['api/index\\.ts$', 'lib/', 'env\\.ts$']),
    only('upload-on-recording', 'upload/ delivers what recording/ keeps.', 'upload/', [
      'api/index\\.ts$',
      'recording/index\\.ts$',
      'lib/',
      'env\\.ts$',
    ]),
    only(
      'store-joins',
      'store/ joins the layers below the screens and takes from features only their state.',
      'store/',
      [
        'api/',
        'realtime/index\\.ts$',
        'recording/index\\.ts$',
        'upload/index\\.ts$',
        'features/[^/]+/slice\\.ts$',
        'lib/',
        'env\\.ts$',
      ],
    ),
    {
      name: 'features-meet-through-index',
      comment: 'A feature reaches another one only through its index.ts.',
      severity: 'error',
      from: { path: '^src/features/([^/]+)/' },
      to: { path: '^src/features/[^/]+/', pathNot: ['^src/features/$1/', '^src/features/[^/]+/index\\.ts$'] },
    },
    {
      name: 'features-do-not-know-routes',
      severity: 'error',
      from: { path: '^src/(?!app/)' },
      to: { path: '^src/app/' },
    },
    {
      name: 'folders-through-index',
      comment: 'Outside its own folder, a layer is reached through its index.ts (the store has hooks.ts besides).',
      severity: 'error',
      from: { path: '^src/(features|app)/' },
      to: {
        path: '^src/(api|realtime|recording|upload|store)/',
        pathNot: ['/index\\.ts$', '^src/store/hooks\\.ts$', '^src/api/events\\.ts$'],
      },
    },
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-test-help-outside-tests',
      severity: 'error',
      from: { pathNot: '(\\.test\\.tsx?$|/testing/)' },
      to: { path: '/testing/' },
    },
    { name: 'nothing-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    // Types are erased: `store/hooks.ts` may name the type of the state that features are part of.
    tsPreCompilationDeps: false,
    enhancedResolveOptions: { extensions: ['.web.ts', '.ts', '.tsx', '.js'] },
  },
};
